"""Keys on the parabola (2j, −j²), and a query that is a direction.

The plane is drawn with different units along its axes. A dot product does not notice when the
query is drawn with the inverse units, q' = (q₁ / unit₁, q₂ / unit₂): q'·k' = q·k. So the picture's
right angles are true, and keys of equal score lie on a line square to q'.
"""

from typing import Self

import numpy as np
from manim import (
    AnimationGroup,
    Arrow,
    Create,
    Dot,
    FadeIn,
    GrowArrow,
    LaggedStart,
    Line,
    Succession,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

LEAN = np.array([-0.5, 0.0])  # of all addresses, so that k₀'s is clear of the axis
ARROW = 1.3  # length of the query's arrow
DOT = 0.085
NAME_GAP = 0.34  # from a dot to its address, on the inner side of the curve
APPROACH = 1.2  # how far outside the front sets out
FRONT = 4.5  # half the front's length
MARGIN = 0.9  # how far the front may stand out over the axes


class Address(VGroup):
    """A key: a dot, and its address beside it in the direction `aside` (2,)."""

    def __init__(self, j: Quantity, center: np.ndarray, aside: np.ndarray) -> None:
        self.dot = Dot(center, DOT, color=theme.KEY)
        self.name: Words = number(j, size=theme.SMALL, color=theme.KEY)
        offset = NAME_GAP * aside / np.linalg.norm(aside)
        super().__init__(self.dot, self.name.in_box(center + np.array([*offset, 0.0])))


class KeyParabola(VGroup):
    """The plane, its curve and one dot a key; `table` is `textbook.parabola(...)`.

    `origin` is the plane's zero in the frame, `units` the lengths of one step along its axes. At
    first the dots lie on the first axis; `bend` takes them down to the parabola.
    """

    def __init__(
        self, table: Quantity, *, origin: tuple[float, float], units: tuple[float, float]
    ) -> None:
        super().__init__()
        self.origin = np.array([*origin, 0.0])
        self.units = np.array(units)
        self.keys = value_of(table.keys)
        self.axes = self._axes()
        self.curve = self._curve()
        self.dots = VGroup()
        for j, key in zip(table.addresses, self.keys, strict=True):
            inwards = -np.array([key[0] / 2 * self.units[1], self.units[0]])  # normal to the curve
            aside = inwards / np.linalg.norm(inwards) + LEAN
            self.dots.add(Address(j, self.point((key[0], 0)), aside))
        self.add(self.axes, self.dots)

    def point(self, key: np.ndarray | tuple[float, float]) -> np.ndarray:
        """Where a key (2,) lies in the frame, (3,)."""
        return self.origin + np.array([*(np.asarray(key) * self.units), 0.0])

    def _axes(self) -> VGroup:
        right, down = self.point((self.keys[-1, 0], 0)), self.point((0, self.keys[-1, 1]))
        lines = [
            Line(self.origin, end, color=theme.FAINT, stroke_width=2.5) for end in (right, down)
        ]
        first = Words("first number", size=theme.SMALL, color=theme.DIM)
        second = Words("second number, squeezed", size=theme.SMALL, color=theme.DIM)
        first.put(right[0], right[1] + 0.25, align=1)
        second.put(down[0] + 0.15, down[1])
        return VGroup(*lines, first, second)

    def _curve(self) -> VMobject:
        first = np.linspace(0, self.keys[-1, 0], 60)
        points = [self.point((x, -((x / 2) ** 2))) for x in first]
        curve = VMobject(stroke_color=theme.mix(theme.KEY, theme.BACKGROUND, 0.5), stroke_width=3)
        return curve.set_points_smoothly(points).set_z_index(-2)  # the keys lie on it

    def appear(self) -> Animation:
        """The keys come one after the other, along the first axis."""
        return LaggedStart(
            *(FadeIn(dot, scale=1.6) for dot in self.dots), lag_ratio=0.5, run_time=2
        )

    def bend(self) -> Animation:
        """Every key sinks by its second number."""
        moves = [
            dot.animate.shift(self.point(key) - dot.dot.get_center())
            for dot, key in zip(self.dots, self.keys, strict=True)
        ]
        return Succession(AnimationGroup(*moves, run_time=1.6), Create(self.curve, run_time=0.8))


class Aim(VGroup):
    """The query (i, 1) on a `KeyParabola`: its arrow, and the front square to it that touches the
    curve at address i. `lags` are the keys' distances behind the front.

    `at` moves everything to another i (any real number in range).
    """

    def __init__(self, plane: KeyParabola, table: Quantity) -> None:
        self.plane = plane
        self.arrow = Arrow(
            buff=0, color=theme.QUERY, stroke_width=7, max_tip_length_to_length_ratio=0.2
        )
        self.front = Line(color=theme.WINNER, stroke_width=3.5)
        quiet = theme.mix(theme.QUERY, theme.BACKGROUND, 0.7)
        self.lags = VGroup(*(Line(color=quiet, stroke_width=3) for _ in plane.dots))
        super().__init__(self.arrow, self.front)
        VGroup(self.arrow, self.front, self.lags).set_z_index(-1)  # the keys stay readable
        self._point(table)

    def at(self, table: Quantity) -> Self:
        """Draw the query of `textbook.parabola(i=...)`; its winner in gold."""
        self._point(table)
        for j, address in enumerate(self.plane.dots):
            address.set_color(theme.WINNER if j == int(table.winner) else theme.KEY)
        return self

    def _point(self, table: Quantity) -> None:
        plane = self.plane
        self.i = float(table.i)
        drawn = np.array([self.i, 1.0]) / plane.units
        self.direction = np.array([*(drawn / np.linalg.norm(drawn)), 0.0])
        self.arrow.put_start_and_end_on(plane.origin, plane.origin + ARROW * self.direction)
        touched = plane.point((2 * self.i, -(self.i**2)))
        self.front.set_points_as_corners(self._clip(touched))
        for lag, dot in zip(self.lags, plane.dots, strict=True):
            here = dot.dot.get_center()
            behind = (touched - here) @ self.direction
            lag.set_points_as_corners([here, here + behind * self.direction])

    def _clip(self, touched: np.ndarray) -> list[np.ndarray]:
        """The front's ends: at most FRONT from where it touches, and inside the plane's margins."""
        along = np.array([self.direction[1], -self.direction[0], 0.0])
        right, low, _ = self.plane.point(self.plane.keys[-1]) + 2 * DOT * np.array([1, -1, 0])
        high, left = self.plane.origin[1] + MARGIN, self.plane.origin[0] - DOT
        back = min(FRONT, (touched[0] - left) / along[0])
        ahead = min(FRONT, (right - touched[0]) / along[0])
        if along[1] < 0:
            back = min(back, (high - touched[1]) / -along[1])
            ahead = min(ahead, (touched[1] - low) / -along[1])
        return [touched - max(back, 0.0) * along, touched + max(ahead, 0.0) * along]

    def draw(self) -> Animation:
        """The arrow grows from the origin."""
        return GrowArrow(self.arrow)

    def approach(self) -> Animation:
        """The front comes from outside and stops where it touches the first key."""
        away = APPROACH * self.direction
        self.front.shift(away)
        return Succession(
            FadeIn(self.front, run_time=0.5), self.front.animate(run_time=1.6).shift(-away)
        )

    def crown(self, winner: Quantity) -> Animation:
        """The key that the front touches turns gold."""
        return self.plane.dots[int(winner)].animate.set_color(theme.WINNER)

    def fall_behind(self) -> Animation:
        """Every key's distance to the front."""
        return LaggedStart(*(Create(lag) for lag in self.lags), lag_ratio=0.2)
