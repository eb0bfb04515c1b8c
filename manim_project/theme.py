"""The look, by meaning: colours, type sizes, timing and the regions of the frame.

Lengths are in Manim's scene units; the frame is 128/9 wide and, at 16:9, 8 high. The stage keeps
its width at 4:3, and its heights are multiplied by TALL. Text sizes are the em of the face. Colours
are hex strings; every colour used for text reaches a contrast of 4.5 : 1 on BACKGROUND and on the
panels (`panel`), which the audit checks on the rendered scenes.

Two variables of the environment choose how everything looks: THEME=light, and ASPECT=4:3.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Palette:
    """Colours by meaning, for words; the four hues are Okabe and Ito's, as the ground asks.

    On white, words must be darker than a hue is at its best. Shapes need not be: `shapes` has, by
    meaning, the colours that they take instead.
    """

    background: str
    ink: str  # what is being said now
    dim: str  # what is not, and still has to be readable
    faint: str  # axes, rails, borders: never text
    panel: str  # a quiet surface behind text
    band: str  # a wide stripe that things stand on
    query: str  # what asks
    key: str  # what is compared
    value: str  # what is read
    winner: str  # what won, and the result
    on_winner: str  # words on a bar of the winner
    shapes: dict[str, str] = field(default_factory=dict)
    # White swallows what is pale. The powers of a hue's and of a grey's share in what is quiet, and
    # the share of ink in the ground of what it marks:
    hues: float = 1.0
    greys: float = 1.0
    marked: float = 0.16


PALETTES = {
    "dark": Palette(
        background="#0F1218",
        ink="#E8EAED",
        dim="#8B94A3",
        faint="#39424F",
        panel="#1A1F28",
        band="#171C24",
        query="#F39C4A",
        key="#56B4E9",
        value="#2FBF8F",
        winner="#FFD54A",
        on_winner="#0F1218",
    ),
    "light": Palette(
        background="#FFFFFF",
        ink="#14181F",
        dim="#5B6472",
        faint="#9AA5B4",
        panel="#EEF1F5",
        band="#E3E8EE",
        query="#A13700",
        key="#0062B0",
        value="#007352",
        winner="#8D6800",
        on_winner="#14181F",
        shapes={
            "query": "#E8590C",
            "key": "#1A7FC8",
            "value": "#12A67A",
            "winner": "#EBA900",
        },
        hues=0.3,
        greys=0.7,
        marked=0.25,
    ),
}
ASPECTS = {"16:9": 9 / 16, "4:3": 3 / 4}  # height by width


def _chosen(variable: str, names: Iterable[str]) -> str:
    """What the environment chooses, or the first name."""
    first, *others = names
    choice = os.environ.get(variable) or first
    if choice not in (first, *others):
        raise ValueError(f"unknown {variable} '{choice}'; there are: {', '.join((first, *others))}")
    return choice


THEME = _chosen("THEME", PALETTES)
ASPECT = _chosen("ASPECT", ASPECTS)

# What 4:3 adds to the height, a third: a quarter goes to type, rows and bars, all by this factor,
# and the rest to the second line that a larger caption may then need.
TALL, CAPTION_LINES = (1.0, 1) if ASPECT == "16:9" else (1.25, 2)

_palette = PALETTES[THEME]
BACKGROUND = _palette.background
INK = _palette.ink
DIM = _palette.dim
FAINT = _palette.faint
PANEL = _palette.panel
BAND = _palette.band
QUERY = _palette.query
KEY = _palette.key
VALUE = _palette.value
WINNER = _palette.winner
ON_WINNER = _palette.on_winner
_SHAPES = {getattr(_palette, meaning): color for meaning, color in _palette.shapes.items()}


# A shine of gold over a blue ground would turn olive; amber does not.
_LIGHTS = {_palette.winner: "#FFBE50"}


@dataclass(frozen=True)
class Face:
    """A type face inside Typst: its family and the height of its x, in em."""

    family: str
    x_height: float


WORDS = Face("Lato", 0.506)
MONO = Face("DejaVu Sans Mono", 0.547)
MATH = Face("New Computer Modern Math", 0.431)

# Type sizes (em). The least that can be read is an x of 2 % of the frame's height at 16:9, which
# is 1.125 % of its width; that holds at 4:3 too, where the screen is as wide and only taller.
MIN_X_HEIGHT = 0.16
QUESTION = 0.50 * TALL
TITLE = 0.50
BODY = 0.40
CAPTION = 0.46 * TALL
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
FRAME_WIDTH = 128 / 9
FRAME_HEIGHT = FRAME_WIDTH * ASPECTS[ASPECT]
SAFE_X = 0.45 * FRAME_WIDTH
SAFE_Y = 0.45 * FRAME_HEIGHT
# The frame's middle, seen from the stage's: two lines of caption take more room than the question.
MIDDLE = 0.0 if CAPTION_LINES == 1 else -0.4
CAPTION_BASELINE = MIDDLE + (0.18 if CAPTION_LINES == 1 else 0.11) - SAFE_Y  # of its last line
STAGE_BOTTOM = -2.85 * TALL

# Spacing, so that scenes need no digits. Words stand by baseline and capitals (mobjects/layout.py),
# and what hangs below a baseline must fit into the smallest: a quarter of an em of BODY does.
NEAR = 0.15  # from a thing to its label
GAP = 0.3  # between things of one row, column or table
APART = 0.6  # between groups


def tall(*heights: float) -> tuple[float, ...]:
    """Heights in the stage, as they are at 16:9, spread over the frame that is chosen."""
    return tuple(height * TALL for height in heights)


def mix(color: str, ground: str, share: float) -> str:
    """`share` of `color` (0 to 1) laid over `ground`, both hex: a fill that needs no opacity."""
    pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(share * c + (1 - share) * g):02X}" for c, g in pairs)


def shape(color: str) -> str:
    """What a bar, a dot or an arrow takes where words of its meaning take `color`."""
    return _SHAPES.get(color, color)


def light(color: str, strength: float) -> tuple[str, float]:
    """Colour and strength of a shine: on white it becomes a shade of the hue, and a weaker one."""
    if THEME == "light":
        return shape(color), strength * 0.6
    return _LIGHTS.get(color, shape(color)), strength


def shadow(strength: float) -> tuple[str, float]:
    """Colour and strength of a cast shadow: black, or on white a thin veil of ink."""
    return (INK, 0.35 * strength) if THEME == "light" else ("#000000", strength)


def panel(color: str) -> str:
    """The quiet surface that belongs to a colour: text of that colour is readable on it."""
    return mix(shape(color), BACKGROUND, _palette.marked if color == INK else 0.16)


def soft(color: str, share: float = 0.5) -> str:
    """A quiet line, dot or bar of a colour: `share` of its shape over the ground, on white more."""
    power = _palette.hues if color in _SHAPES else _palette.greys
    return mix(shape(color), BACKGROUND, share**power)
