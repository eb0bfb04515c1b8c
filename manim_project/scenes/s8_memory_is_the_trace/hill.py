"""Two equal scores on a hill of hairs: what each place adds, drawn too long, and the sweep line."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim import LEFT, RIGHT, UP, Line, Rectangle, UpdateFromAlphaFunc, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.ribbon import TOP
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s8_memory_is_the_trace.cast import ENLARGED, HAIR, NEW, OLD
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, Chip
from manim_project.scenes.s8_memory_is_the_trace.look_back import Tape

UNIT = 0.225 * theme.TALL  # of a score of 1
WIDE = 0.86  # of a column
NINE = 0.9  # size of its number
ROOM = 0.86  # of a column's height, that its number may take
LETS_GO = (0.03, 0.3)  # shares of the hill between which the line is seen to let go
CORNER = 0.28  # side of the mark of a right angle
FINE = 384  # pixels of the slope's light, across and down


def hair(token: Any) -> float:
    """How long a token's hair is drawn, when the hill is up."""
    return float(ENLARGED) * float(token) * 2.0 ** float(HAIR) * UNIT


@dataclass(frozen=True)
class Slope:
    """Light in the half of a rectangle below its rising diagonal, brightest along it."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x, y = np.linspace(0, 1, columns)[None, :], np.linspace(1, 0, rows)[:, None]
        below = x - y
        return np.where(below >= 0, 0.25 + 0.75 * np.exp(-7 * below), 0.0) * x


@dataclass(frozen=True)
class Foot:
    """Darkness that gathers at the foot of a column."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        return np.broadcast_to(np.linspace(0, 1, rows)[:, None] ** 1.5, (rows, columns))


class Shadow(Light):
    """A light whose foot lies on a slope; it is nothing at its top, which need not be level."""

    def skew(self, x: float, low: float, high: float, height: float) -> None:
        """Stand on the slope from `low` to `high` about x."""
        left, right = x - WIDE / 2, x + WIDE / 2
        corners = [(left, low + height), (right, high + height), (right, high), (left, low)]
        self._span(np.array([(*corner, 0.0) for corner in corners]))


class Column(VGroup):
    """A score under its chip; it stands on the hill."""

    def __init__(self, chip: Chip, token: Any, score: Quantity) -> None:
        self.chip, self.token = chip, token
        self.size = 1.0  # of the chip
        self.body = Rectangle(width=WIDE, height=1, stroke_width=0, fill_opacity=1)
        self.body.set_fill(theme.mix(theme.shape(theme.KEY), theme.BACKGROUND, 0.92))
        self.shade = Shadow(Foot(), WIDE, 1.0, theme.BACKGROUND, 0.62, pixels=64)
        size = min(NINE, ROOM * float(score) * UNIT)
        self.words = number(score, size=size, color=theme.ON_WINNER, bold=True).set_opacity(0)
        super().__init__(self.body, self.shade, self.words)

    def show(self, x: float, foot: float, slope: float, height: float) -> float:
        """Stand at x on a slope, so high; says how high its chip reaches."""
        left, right = x - WIDE / 2, x + WIDE / 2
        low, high = foot - slope * WIDE / 2, foot + slope * WIDE / 2
        top = foot + max(height, 1e-3)
        corners = [(left, top), (right, top), (right, high), (left, low), (left, top)]
        self.body.set_points_as_corners([(*corner, 0.0) for corner in corners])
        middle = np.array([x, (foot + top) / 2, 0.0])
        self.shade.skew(x, low, high, top - foot)
        self.words.in_box(middle)
        self.chip.at(np.array([x, top + RADIUS * self.size, 0.0]), self.size)
        return float(top + 2 * RADIUS * self.size)


class Hill(VGroup):
    """Both columns, the hair of every token on the tape, and the line that rests on what is
    highest; it lies square to the arrow of the token that `asks`. `grown` is how much of the scores
    has grown, `raised` how much of the hairs, `sunk` how far the older column has (scene units).
    """

    def __init__(self, tape: Tape, chips: tuple[Chip, Chip], score: Quantity, asks: int) -> None:
        self.tape, self.chips, self.asks = tape, chips, asks
        self.grown = self.raised = self.sunk = 0.0
        self.high = float(score) * UNIT
        old, new = chips
        self.columns = Column(old, OLD.token, score), Column(new, NEW.token, score)
        color = theme.shape(theme.KEY)
        self.light = Light(Slope(), 1.0, 1.0, *theme.light(theme.KEY, 0.5), pixels=FINE)
        self.hairs = VMobject(stroke_width=2, color=theme.soft(theme.KEY, 0.6))
        self.edge = Line(LEFT, RIGHT, stroke_width=4, color=color)
        self.long = VGroup(*(Line(LEFT, RIGHT, stroke_width=7, color=theme.INK) for _ in "ab"))
        self.line = SweepLine()
        self.arrow = Pointer(LEFT, RIGHT)
        self.corner = VMobject(stroke_width=3, color=theme.INK)
        self.ground = VGroup(self.light, self.hairs, self.edge)
        super().__init__(
            self.ground, *self.columns, self.long, self.corner, self.arrow, old, new,
            self.line,
        )  # fmt: skip
        self.show()

    @property
    def parts(self) -> tuple[VMobject, ...]:
        """All that is no chip."""
        return (self.ground, *self.columns, self.long, self.corner, self.arrow, self.line)

    @property
    def top(self) -> float:
        """Where a column's chip stands, when there are no hairs."""
        return TOP + self.grown * self.high

    def show(self) -> Self:
        """As it stands on the tape now."""
        count, ribbon, up = self.tape.laid, self.tape.ribbon, self.raised
        start, end = ribbon.left, ribbon.left + count * ribbon.pitch
        slope = up * hair(1) / ribbon.pitch
        tops = []
        falls = self.sunk, 0.0
        for column, long, fall in zip(self.columns, self.long, falls, strict=True):
            x, foot = self.tape.x(column.token), TOP + up * hair(column.token)
            tops.append(column.show(x, foot, slope, self.grown * self.high - fall))
            long.set_points_as_corners([[x, TOP, 0.0], [x, foot, 0.0]])
        self._lie(max(tops))
        height = up * hair(count)
        self.edge.set_points_as_corners([[start, TOP, 0.0], [end, TOP + height, 0.0]])
        middle = np.array([0.0, TOP + height / 2, 0.0])
        self.light.along(start * RIGHT + middle, end * RIGHT + middle, max(height, 1e-4))
        self.hairs.set_points(self._hairs(count))
        for part in (self.hairs, self.edge, self.long):
            part.set_stroke(opacity=min(1.0, 20 * up))
        return self

    def _lie(self, height: float) -> None:
        """The line at a height, and the arrow to which it is square up to there."""
        self.line.lie(height * UP, UP)
        x = self.tape.x(self.asks)
        self.arrow.between(np.array([x, TOP, 0.0]), np.array([x, height, 0.0]))
        side, low = x - CORNER, height - CORNER
        self.corner.set_points_as_corners([[side, height, 0], [side, low, 0], [x, low, 0]])

    def _hairs(self, count: int) -> np.ndarray:
        """A straight stroke for each token, (4·count, 3)."""
        tokens = np.arange(count)
        x = self.tape.ribbon.left + (tokens + 0.5) * self.tape.ribbon.pitch
        lengths = self.raised * hair(1) * tokens
        strokes = np.zeros((count, 4, 3))
        strokes[..., 0] = x[:, None]
        strokes[..., 1] = TOP + lengths[:, None] * np.array([0, 1, 2, 3]) / 3
        return strokes.reshape(-1, 3)

    def veil_query(self, share: float) -> None:
        """The arrow that asks is seen by a share."""
        self.arrow.set_opacity(share)
        self.corner.set_stroke(opacity=share)

    def let_go(self) -> None:
        """The line touches the newer one, and as long as there is no hill the older one, too."""
        share = float(np.interp(self.raised, LETS_GO, (1, 0)))
        for chip, touched in zip(self.chips, (share, 1.0), strict=True):
            chip.touch(touched)

    def grow(self, run_time: float) -> Animation:
        """Both scores grow together."""

        def move(hill: Hill, alpha: float) -> None:
            hill.grown = alpha
            hill.show()
            for chip in hill.chips:
                chip.touch(max(alpha, chip.touched))

        return UpdateFromAlphaFunc(self, move, run_time=run_time)

    def tilt(self, start: float, end: float, run_time: float) -> Animation:
        """The hairs grow, or sink."""

        def move(hill: Hill, alpha: float) -> None:
            hill.raised = (1 - alpha) * start + alpha * end
            hill.show()
            hill.let_go()

        return UpdateFromAlphaFunc(self, move, run_time=run_time)
