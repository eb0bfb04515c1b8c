"""The two numbers of a query, and the two of the key that it finds."""

import numpy as np
from manim import FadeIn, FadeOut, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import below, beside
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s4_parabola_keys.key_curve import KeyCurve

SIZE = 0.5 * theme.TALL


class NumberPairs(VGroup):
    """Beside the arrow of a curve stands (i, 1), below the key that has won (2j, −j²).

    `told` is a `textbook.parabola(count, i)`; half-way between two keys there is no winner's pair.
    """

    def __init__(self, curve: KeyCurve, told: Quantity) -> None:
        i, one = told.query
        spec = "({}, {})" if float(i).is_integer() else "({:.1f}, {:.0f})"
        query = Words(spec, i, one, size=SIZE, color=theme.QUERY, bold=True)
        tip = curve.arrow.arrow.get_points_defining_boundary()
        beside(query, tip[tip[:, 1].argmax()] + np.array([theme.NEAR, -theme.GAP, 0.0]))
        super().__init__(query)
        if float(i).is_integer():
            winner = int(told.winner)
            key = Words("({}, {})", *told.keys[winner], size=SIZE, color=theme.KEY, bold=True)
            self.add(below(key, curve.names[winner], theme.GAP))

    def come(self) -> Animation:
        """The numbers come."""
        return FadeIn(self, run_time=theme.QUICK)

    def go(self) -> Animation:
        """The numbers go."""
        return FadeOut(self, run_time=theme.QUICK)
