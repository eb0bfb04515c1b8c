"""The two numbers of a query, and the two of the key that it finds."""

from collections.abc import Sequence
from typing import Any

from manim import DOWN, Create, DashedLine, FadeIn, FadeOut, LaggedStart, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import below, beside
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s4_parabola_keys.key_curve import KeyCurve

SIZE = 0.5 * theme.TALL


class NumberPairs(VGroup):
    """Beside the arrow of a curve stands (i, 1); below the addresses of `keys` (2j, −j²), with the
    steps from key 0 on the grid that the last one's numbers are, dashed.

    `told` is a `textbook.parabola(count, i)`.
    """

    def __init__(self, curve: KeyCurve, told: Quantity, keys: Sequence[int] = ()) -> None:
        i, one = told.query
        spec = "({}, {})" if float(i).is_integer() else "({:.1f}, {:.0f})"
        query = Words(spec, i, one, size=SIZE, color=theme.QUERY, bold=True)
        foot = curve.on_keys(curve.base)
        knee = foot + curve.plane.unit * curve.plane.along((i, 0))  # of the arrow's steps
        self.query = beside(query, knee + theme.GAP / 2 * DOWN)
        self.found = VGroup()
        for j in keys:
            pair = Words("({}, {})", *told.keys[j], size=SIZE, bold=True, counted=False)
            self.found.add(below(pair.set_color(theme.KEY), curve.names[j], theme.GAP))
        self.legs = VGroup()
        for j in keys[-1:]:
            self.legs.add(*_legs(curve, (0, 0), told.keys[j], theme.KEY))
            self.legs.add(*_legs(curve, told.keys[j], told.query, theme.QUERY))
        super().__init__(self.query, self.found, self.legs)

    def come(self) -> Animation:
        """The keys' numbers, the last one's steps, and then the query's."""
        moves = [*map(FadeIn, self.found), *map(Create, self.legs), FadeIn(self.query)]
        return LaggedStart(*moves, lag_ratio=0.5, run_time=0.4 + 0.15 * len(moves))

    def go(self) -> Animation:
        """The numbers go."""
        return FadeOut(self, run_time=theme.QUICK)


def _legs(curve: KeyCurve, start: Any, way: Any, color: str) -> list[VMobject]:
    """Along the grid, then up or down: the two numbers of a point, or of an arrow."""
    (x, y), (dx, dy) = value_of(start), value_of(way)
    knee, end = (x + dx, y), (x + dx, y + dy)
    look = {"color": theme.soft(color, 0.8), "stroke_width": 3.5, "dash_length": 0.1}
    plane = curve.plane
    return [
        DashedLine(plane((x, y)), plane(knee), **look),
        DashedLine(plane(knee), plane(end), **look),
    ]
