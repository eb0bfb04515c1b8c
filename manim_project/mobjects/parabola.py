"""Keys on the parabola (2j, −j²), and a query that is a direction.

The plane is drawn with different units along its axes. A dot product does not notice when the
query is drawn with the inverse units, q' = (q₁ / unit₁, q₂ / unit₂): q'·k' = q·k. So the picture's
right angles are true, and a foot point lies at score / |q'| from the origin.
"""

from typing import Self

import numpy as np
from manim import (
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

ARROW = 1.4  # length of the query's arrow
DOT = 0.2
FOOT = 0.06


class Address(VGroup):
    """A key: a dot with its address inside."""

    def __init__(self, j: Quantity, center: np.ndarray) -> None:
        self.dot = Dot(center, DOT)
        self.name: Words = number(j, size=theme.SMALL, color=theme.BACKGROUND, bold=True)
        super().__init__(self.dot, self.name.in_box(center))
        self.colored(theme.KEY)

    def colored(self, color: str) -> Self:
        """At once, in a colour of meaning."""
        self.dot.set_color(color)
        return self


class KeyParabola(VGroup):
    """The plane with its curve and one dot a key; `table` is `textbook.parabola(...)`.

    `origin` is the plane's zero in the frame, `units` the lengths of one step along its axes.
    """

    def __init__(
        self, table: Quantity, *, origin: tuple[float, float], units: tuple[float, float]
    ) -> None:
        super().__init__()
        self.origin = np.array([*origin, 0.0])
        self.units = np.array(units)
        keys = value_of(table.keys)
        self.axes = self._axes(keys)
        self.curve = self._curve(keys)
        self.dots = VGroup(
            *(Address(j, self.point(k)) for j, k in zip(table.addresses, keys, strict=True))
        )
        self.add(self.axes, self.curve, self.dots)

    def point(self, key: np.ndarray) -> np.ndarray:
        """Where a key (2,) lies in the frame, (3,)."""
        return self.origin + np.array([*(np.asarray(key) * self.units), 0.0])

    def _axes(self, keys: np.ndarray) -> VGroup:
        right, down = self.point((keys[-1, 0], 0)), self.point((0, keys[-1, 1]))
        style = {"color": theme.FAINT, "stroke_width": 2.5}
        return VGroup(Line(self.origin, right, **style), Line(self.origin, down, **style))

    def _curve(self, keys: np.ndarray) -> VMobject:
        first = np.linspace(0, keys[-1, 0], 60)
        points = [self.point((x, -((x / 2) ** 2))) for x in first]
        curve = VMobject(stroke_color=theme.mix(theme.KEY, theme.BACKGROUND, 0.5), stroke_width=3)
        return curve.set_points_smoothly(points).set_z_index(-2)  # the keys lie on it

    def appear(self) -> Animation:
        """The keys come one after the other; then the curve that they lie on."""
        dots = LaggedStart(
            *(FadeIn(dot, scale=1.6) for dot in self.dots), lag_ratio=0.7, run_time=4
        )
        return Succession(dots, Create(self.curve, run_time=theme.MOVE))

    def direction(self, i: float) -> np.ndarray:
        """The unit vector of the query (i, 1) as drawn, (3,)."""
        drawn = np.array([i, 1.0]) / self.units
        return np.array([*(drawn / np.linalg.norm(drawn)), 0.0])

    def foot(self, key: np.ndarray, i: float) -> np.ndarray:
        """The foot of a key's projection on the query's line, (3,)."""
        along = self.direction(i)
        return self.origin + along * ((self.point(key) - self.origin) @ along)


class Aim(VGroup):
    """The query (i, 1) on a `KeyParabola`: its arrow, its line, and every key's projection on it.

    `at` moves everything to another i (any real number in range).
    """

    def __init__(self, plane: KeyParabola, table: Quantity) -> None:
        self.plane = plane
        self.arrow = Arrow(
            buff=0, color=theme.QUERY, stroke_width=7, max_tip_length_to_length_ratio=0.2
        )
        self.rail = Line(color=theme.mix(theme.QUERY, theme.BACKGROUND, 0.5), stroke_width=2)
        self.drops = VGroup(*(Line() for _ in plane.dots))
        self.feet = VGroup(*(Dot(radius=FOOT) for _ in plane.dots))
        super().__init__(self.rail, self.arrow, self.drops, self.feet)
        self.set_z_index(-1)  # the keys stay readable
        self.at(table)

    def at(self, table: Quantity) -> Self:
        """Draw the query of `textbook.parabola(i=...)`; its winner in gold."""
        plane, best = self.plane, int(table.winner)
        self.i = i = float(table.i)
        along = plane.direction(i)
        self.arrow.put_start_and_end_on(plane.origin, plane.origin + ARROW * along)
        feet = [plane.foot(key, i) for key in value_of(table.keys)]
        reach = [(foot - plane.origin) @ along for foot in feet]
        self.rail.put_start_and_end_on(
            plane.origin + min(0, *reach) * along, plane.origin + max(ARROW, *reach) * along
        )
        for j, (foot, dot) in enumerate(zip(feet, plane.dots, strict=True)):
            color = theme.WINNER if j == best else theme.KEY
            self.drops[j].set_points_as_corners([dot.get_center(), foot])
            quiet = theme.mix(theme.KEY, theme.BACKGROUND, 0.45)
            self.drops[j].set_stroke(color if j == best else quiet, width=5 if j == best else 2.5)
            self.feet[j].move_to(foot).set_color(color)
            dot.colored(color)
        return self

    def draw(self) -> Animation:
        """The arrow grows from the origin."""
        return GrowArrow(self.arrow)

    def project(self) -> Animation:
        """Every key drops its perpendicular on the query's line."""
        drops = [Create(drop) for drop in self.drops]
        feet = [FadeIn(foot) for foot in self.feet]
        pairs = [Succession(a, b) for a, b in zip(drops, feet, strict=True)]
        return LaggedStart(Create(self.rail), *pairs, lag_ratio=0.25)
