"""The picture's measures: a storey for each height of the stack, over the tokens of the tape.

Over every token stands the height that the machine's sum knows there: it changes at the ±1 itself.
A value's key for its height sits on that token, too, the last one of its line; here the value
stands a little to the left of it, over its own bytes, so that there is a way to look along.
"""

from collections.abc import Iterable

import numpy as np
from manim import UP, FadeIn, LaggedStart, Line, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.ribbon import LETTERED, SEAM, TOP, Lanes, Ribbon, RibbonCell
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE

RUN = REFERENCE.machine.run("three_plus_five")
PUSHES, PRINT = RUN.lines[:3], RUN.lines[3]  # the lines that store a value, and the one that prints
HEIGHTS = [1.0, 2.0, 1.0, 0.0]  # of the stack, after each line
LINE = 5  # tokens of a line: four bytes and a commit
START, PITCH = -5.95, 0.66  # the ribbon's left end, and from token to token
END = theme.SAFE_X - 0.05  # the ribbon's right end
CHANGE = 0.65  # width of what the last token says of the height
FLOOR, STOREY = theme.tall(-1.35, 2.05)
RADIUS = 0.9  # of a value
NAME = 0.42 * theme.TALL
NAMES = TOP + 0.2 * theme.TALL  # baseline of the instructions' names
BRACKET = TOP + 0.06 * theme.TALL
TICK = 0.5
TOKEN = 0.38  # em of what the ribbon says


def edge(line: int) -> float:
    """Where a line's tokens begin."""
    return START + LINE * line * PITCH


def step_at(line: int) -> float:
    """Where the height changes: at the token, or the part of one, that says by how much."""
    return edge(line) + (LINE - 1) * PITCH if line < len(PUSHES) else END - CHANGE


def stretch(line: int) -> tuple[float, float]:
    """From where to where a line of the trace lies on the tape."""
    return edge(line), edge(line + 1) if line < len(PUSHES) else END


def height(level: float) -> float:
    """The top of a storey; height 0 is the floor."""
    return FLOOR + level * STOREY


def spot(line: int, level: float) -> np.ndarray:
    """Where a line's value stands at a height: in the middle of the storey below it, (3,)."""
    return np.array([edge(line) + RADIUS, height(level) - STOREY / 2, 0.0])


def token_ribbon() -> Ribbon:
    """The three lines, and for the fourth a token of its own (`out_token`)."""
    words = []
    for line in PUSHES:
        start = int(line.start)
        told = (RUN.tokens[start + k].text for k in range(LINE - 1))
        words += [Words("{}", text, face=theme.MONO, size=TOKEN, counted=False) for text in told]
        words.append(number(line.stack_delta, "{:+d}", face=theme.MONO, size=TOKEN, counted=False))
    return Ribbon(words, left=START, pitch=PITCH)


def lay(cells: Iterable[RibbonCell], run_time: float) -> Animation:
    """Tokens come out one after the other, from below: over the tape stand names."""
    rises = (FadeIn(cell, shift=theme.GAP * UP) for cell in cells)
    return LaggedStart(*rises, lag_ratio=0.4, run_time=run_time)


def out_token() -> tuple[RibbonCell, RibbonCell]:
    """The token of the line that prints, in its two parts: what it prints, and its −1."""
    left, middle, level = edge(len(PUSHES)), END - CHANGE, TOP - LETTERED / 2
    told = Words("{}", RUN.tokens[PRINT.start].text, face=theme.MONO, size=TOKEN, counted=False)
    less = number(PRINT.stack_delta, "{:+d}", face=theme.MONO, size=TOKEN, counted=False)
    out = RibbonCell(np.array([(left + middle + SEAM / 2) / 2, level, 0.0]),
                     middle - left - SEAM / 2, LETTERED, told)  # fmt: skip
    change = RibbonCell(np.array([middle + CHANGE / 2, level, 0.0]), CHANGE, LETTERED, less)
    return out, change


def height_lanes() -> Lanes:
    """Faint lines at heights 0, 1 and 2."""
    return Lanes(range(3), bottom=FLOOR, pitch=STOREY, left=START, right=END)


def ticks() -> VGroup:
    """What the lanes are called, at their left ends."""
    told = VGroup()
    first, second = PUSHES[0], PUSHES[1]
    for position in (int(first.start) - 1, int(first.stop) - 1, int(second.stop) - 1):
        level = RUN.residual(name="depth", position=position, layer=1)
        words = number(level, "{:.0f}", color=theme.DIM, size=TICK, counted=False)
        told.add(words.put(START - theme.NEAR, height(float(level)) - CAPITAL / 2 * TICK, align=1))
    name = Words("height", color=theme.DIM, size=NAME)
    told.add(name.put(START, height(2) + theme.GAP))
    return told


def brackets() -> VGroup:
    """Over the tokens of each instruction, what holds them together."""
    color = theme.soft(theme.DIM, 0.6)
    ends = (stretch(k) for k in range(len(HEIGHTS)))
    return VGroup(
        *(
            Line([a + SEAM, BRACKET, 0], [b - SEAM, BRACKET, 0], color=color, stroke_width=3)
            for a, b in ends
        )
    )
