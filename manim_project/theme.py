"""The look, by meaning: colours, type sizes, timing and the regions of the frame.

Lengths are in Manim's scene units; the frame is 8 units high and 128/9 wide. Text sizes are the
em of the face. Colours are hex strings; every colour used for text reaches a contrast of 4.5 : 1
on BACKGROUND and on the panels (`panel`), which the audit checks on the rendered scenes.
"""

from dataclasses import dataclass

# Colours. The four that carry meaning are Okabe-Ito hues, lightened for a dark ground.
BACKGROUND = "#0F1218"
INK = "#E8EAED"  # what is being said now
DIM = "#8B94A3"  # what is not, and still has to be readable
FAINT = "#39424F"  # axes, rails, borders: never text
PANEL = "#1A1F28"  # a quiet surface behind text
QUERY = "#F39C4A"  # what asks
KEY = "#56B4E9"  # what is compared
VALUE = "#2FBF8F"  # what is read
WINNER = "#FFD54A"  # what won, and the result


@dataclass(frozen=True)
class Face:
    """A type face inside Typst: its family and the height of its x, in em."""

    family: str
    x_height: float


WORDS = Face("Lato", 0.506)
MONO = Face("DejaVu Sans Mono", 0.547)
MATH = Face("New Computer Modern Math", 0.431)

# Type sizes (em). The least that film.md allows is an x of 2 % of the frame's height (0.16).
MIN_X_HEIGHT = 0.16
TITLE = 0.50
BODY = 0.40
CAPTION = 0.38
SMALL = 0.34  # the floor for words and numbers in WORDS
CODE = 0.34  # tokens
FORMULA = 0.60
SCRIPTED = 0.54  # the floor for a formula with sub- or superscripts

# Timing, in seconds.
MOVE = 0.8
QUICK = 0.4
HOLD = 1.2  # the still at the end of a beat, at least
READING_SPEED = 15.0  # characters a second that a caption is given; the limit is 17

# The frame: safe area (5 % margins) and the lines that are the same in every scene.
SAFE_X = 6.4
SAFE_Y = 3.6
QUESTION_BASELINE = 3.08
CAPTION_BASELINE = -3.42
STAGE_BOTTOM = -2.85


def mix(color: str, ground: str, share: float) -> str:
    """`share` of `color` (0 to 1) laid over `ground`, both hex: a fill that needs no opacity."""
    pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(share * c + (1 - share) * g):02X}" for c, g in pairs)


def panel(color: str) -> str:
    """The quiet surface that belongs to a colour: text of that colour is readable on it."""
    return mix(color, BACKGROUND, 0.16)
