"""The one memory of the film: five slots, what they hold, and which of them is asked for.

`sharpening` and `memory` both read it. Values rise with their slots, so that slots, scores and
values stand in one order on a beam, and the target is in its middle.
"""

VALUES = (17, 25, 42, 99, 120)
TARGET = 2
