"""What a run has printed so far: at the top left, in gold."""

import numpy as np
from manim import VGroup

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of

LEFT_EDGE, BASELINE = -theme.SAFE_X, 2.75 * theme.TALL
WIDE = 2 * theme.SAFE_X - 2.2  # of what is shown at once, beside what is said of it
FEW = 12  # numbers of the output that are shown at once, at most
SIZE = 0.62
LATIN = "".join(map(chr, range(0xA1, 0x17F)))  # beyond ASCII


def is_text(run: Quantity) -> bool:
    """Whether the output is text, in letters that every face has."""
    text = value_of(run.text)
    return text is not None and all(letter.isascii() or letter in LATIN for letter in text)


class Printed(VGroup):
    """The last outputs that there is room for; as text, if they are."""

    def __init__(self, run: Quantity) -> None:
        self.run = run
        kinds = [line.kind == "out" for line in value_of(run.lines)]
        self.counts = np.cumsum(kinds)  # up to each line
        self.shown = 0
        self.label = Words("prints", size=SIZE, color=theme.DIM).put(LEFT_EDGE, BASELINE)
        super().__init__()

    def after(self, line: int) -> None:
        """At once: what stands there when a line has been made."""
        count = int(self.counts[line])
        if count == self.shown:
            return
        self.shown = count
        self.submobjects = [self.label, self._fitting(count)]

    def _fitting(self, count: int) -> Words:
        for few in range(min(count, 3 * FEW), 0, -1):
            words = self._last(count, few)
            if words.advance <= WIDE:
                break
        return words.put(self.label.pen[0] + self.label.advance + theme.GAP, BASELINE)

    def _last(self, count: int, few: int) -> Words:
        style = {"size": SIZE, "color": theme.WINNER, "counted": False}
        if is_text(self.run) and len(self.run.text) == len(self.run.outputs):
            # A line that has just ended is still the last.
            line = self.run.text[count - few : count].strip().rpartition("\n")[2]
            return Words("{}", line, face=theme.MONO, **style)  # type: ignore[arg-type]
        shown = self.run.outputs[count - min(few, FEW) : count]
        dots = "… " if len(shown) < count else ""
        return Words(dots + "  ".join(["{}"] * len(shown)), *shown, **style)  # type: ignore[arg-type]
