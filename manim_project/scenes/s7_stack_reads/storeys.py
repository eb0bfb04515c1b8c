"""The picture's measures: a storey for each height of the stack, over the five tokens of a line.

The machine's key for a height sits on a line's last token, the commit, from which on that height
holds; here a line's whole stretch is drawn at it, and its value stands over its own first byte, so
that there is a way to look along.
"""

import numpy as np
from manim import VGroup

from manim_project import theme
from manim_project.mobjects.ribbon import LETTERED, SEAM, TOP, Lanes, Ribbon, RibbonCell
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE

RUN = REFERENCE.machine.run("three_plus_five")
PUSHES, PRINT = RUN.lines[:3], RUN.lines[3]  # the lines that store a value, and the one that prints
LINE = 5  # tokens of a line: four bytes and a commit
START, PITCH = -5.95, 0.72  # the ribbon's left end, and from token to token
END = theme.SAFE_X - 0.05  # the ribbon's right end
FLOOR, STOREY = theme.tall(-1.65, 2.25)
STAND = 1.42  # tokens from a line's start to where its value stands
RADIUS = 0.88  # of a value
TICK = 0.5
TOKEN, OUT = 0.4, 0.32  # em of what the ribbon says, and of its last token


def edge(line: int) -> float:
    """Where a line's tokens begin."""
    return START + LINE * line * PITCH


def height(level: float) -> float:
    """The top of a storey; height 0 is the floor."""
    return FLOOR + level * STOREY


def spot(line: int, level: float) -> np.ndarray:
    """Where a line's value stands at a height: in the middle of the storey below it, (3,)."""
    return np.array([edge(line) + STAND * PITCH, height(level) - STOREY / 2, 0.0])


def token_ribbon() -> Ribbon:
    """The three lines, and for the fourth a cell of its own (`out_cell`)."""
    words = []
    for line in PUSHES:
        start = int(line.start)
        told = (RUN.tokens[start + k].text for k in range(LINE - 1))
        words += [Words("{}", text, face=theme.MONO, size=TOKEN, counted=False) for text in told]
        words.append(number(line.stack_delta, "{:+d}", face=theme.MONO, size=TOKEN, counted=False))
    return Ribbon(words, left=START, pitch=PITCH)


def height_lanes() -> Lanes:
    """Faint lines at heights 0, 1 and 2."""
    heights = range(3)
    return Lanes(heights, bottom=FLOOR, pitch=STOREY, left=START, right=END)


def ticks() -> VGroup:
    """What the two upper lanes are called, at their left ends."""
    told = VGroup()
    for line in PUSHES[:2]:
        level = RUN.residual(name="depth", position=int(line.stop) - 1, layer=1)
        words = number(level, "{:.0f}", color=theme.DIM, size=TICK, counted=False)
        told.add(words.put(START - theme.NEAR, height(float(level)) - CAPITAL / 2 * TICK, align=1))
    name = Words("height", color=theme.DIM, size=0.46 * theme.TALL)
    told.add(name.put(START, height(2) + 2 * theme.NEAR))
    return told


def out_cell() -> RibbonCell:
    """The token of the line that prints, at the ribbon's right end."""
    words = Words("{}", RUN.tokens[PRINT.start].text, face=theme.MONO, size=OUT, counted=False)
    left = edge(len(PUSHES))
    middle = np.array([(left + END) / 2, TOP - LETTERED / 2, 0.0])
    return RibbonCell(middle, END - left - SEAM, LETTERED, words)
