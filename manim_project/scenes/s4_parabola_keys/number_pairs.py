"""The two numbers of a query, and the two of the key that it finds."""

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
    """Beside the arrow of a curve stands (i, 1), below the key that has won (2j, −j²); dashed, the
    steps on the grid that they are.

    `told` is a `textbook.parabola(count, i)`; half-way between two keys there is no winner's pair.
    """

    def __init__(self, curve: KeyCurve, told: Quantity) -> None:
        i, one = told.query
        spec = "({}, {})" if float(i).is_integer() else "({:.1f}, {:.0f})"
        query = Words(spec, i, one, size=SIZE, color=theme.QUERY, bold=True)
        foot = curve.on_keys(curve.base)
        knee = foot + curve.plane.unit * curve.plane.along((i, 0))  # of the arrow's steps
        beside(query, knee + theme.GAP / 2 * DOWN)
        super().__init__(query)
        self.legs = VGroup()
        if float(i).is_integer():
            winner = int(told.winner)
            key = Words("({}, {})", *told.keys[winner], size=SIZE, color=theme.KEY, bold=True)
            self.add(below(key, curve.names[winner], theme.GAP))
            self.legs.add(*_legs(curve, (0, 0), told.keys[winner], theme.KEY))
            self.legs.add(*_legs(curve, told.keys[winner], told.query, theme.QUERY))

    def come(self) -> Animation:
        """The numbers come, and the steps that they are on the grid."""
        drawn = [Create(leg) for leg in self.legs]
        return LaggedStart(*drawn, FadeIn(self), lag_ratio=0.6, run_time=0.4 + 0.3 * len(drawn))

    def go(self) -> Animation:
        """The numbers go."""
        return FadeOut(self, self.legs, run_time=theme.QUICK)


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
