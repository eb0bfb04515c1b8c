"""The scores as heights: a plane whose query is upright, on its way to bars."""

import numpy as np
from manim import AnimationGroup, FadeIn, FadeOut, Line, Rectangle, ReplacementTransform, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.scenes.s4_parabola_keys.parabola import KeyParabola
from manim_project.scenes.s4_parabola_keys.score_bars import ScoreBars, upright_box

THIN = 0.05  # width of a height
HEIGHT_LINE, NOTE_DROP = theme.tall(
    2.12, 0.44
)  # baseline of what a height means, and the note below it


class KeyHeights(VGroup):
    """In a plane whose query is upright, each key's height over the line of score 0.

    Below, at the baselines `rows`, are the addresses and the scores.
    """

    def __init__(self, plane: KeyParabola, rows: tuple[float, float]) -> None:
        left, right = (plane.dots[j].dot.get_center() for j in (0, -1))
        self.base = Line(left, right, color=theme.DIM, stroke_width=2).set_z_index(-2)
        self.drops, self.numbers = VGroup(), VGroup()
        for j, score in enumerate(plane.table.scores):
            color = theme.shape(theme.WINNER) if j == int(plane.table.winner) else theme.DIM
            x, y, _ = plane.dots[j].dot.get_center()
            drop = Rectangle(stroke_width=0).set_fill(color, 1).set_z_index(-2)
            self.drops.add(drop.set_points_as_corners(upright_box(x, THIN, left[1], y)))
            self.numbers.add(number(score).put(x, rows[1], align=0))
        self.numbers[int(plane.table.winner)].set_color(theme.WINNER)
        signs = ("Key(j)", "Query(q) dot Key(k)")
        self.heads = VGroup(*(formula(sign, size=theme.SCRIPTED) for sign in signs))
        for head, row in zip(self.heads, rows, strict=True):
            head.put(left[0] - 0.4, row, align=1)
        height = Phrase("height = score $Query(q) dot Key(k)$")
        note = Words("turned and stretched", size=theme.SMALL, color=theme.DIM)
        height.put(right[0], HEIGHT_LINE, align=1)
        note.put(right[0], HEIGHT_LINE - NOTE_DROP, align=1)
        self.meaning = VGroup(height, note)
        self.frame = VGroup(self.base, self.heads, self.meaning)
        super().__init__(self.frame, self.drops, self.numbers)

    def reach(self, keys: list[int]) -> Animation:
        """The line is at the height of these keys."""
        found = (FadeIn(VGroup(self.drops[j], self.numbers[j])) for j in keys)
        return AnimationGroup(*found, run_time=theme.QUICK)

    def become(self, bars: ScoreBars, plane: KeyParabola) -> Animation:
        """The keys move to even distances, their heights become bars, the curve runs over them."""
        curve = plane.curve.copy().set_points_smoothly(self._over(bars, plane))
        labels = (dot.label for dot in plane.dots)
        old = [*self.numbers, *labels, *self.drops, self.base, self.heads]
        new = [*bars.numbers, *bars.names, *bars.bars, bars.zero, bars.heads]
        plane.curve.set_z_index(1)
        dots = zip(plane.dots, bars.bars, strict=True)
        return AnimationGroup(
            *(ReplacementTransform(a, b) for a, b in zip(old, new, strict=True)),
            *(FadeOut(dot.dot, target_position=bar.get_top()) for dot, bar in dots),
            plane.curve.animate.become(curve),
            run_time=2,
        )

    @staticmethod
    def _over(bars: ScoreBars, plane: KeyParabola) -> list[np.ndarray]:
        """Points at the scores of all addresses, whole or not."""
        points = []
        for j in np.linspace(0, len(plane.keys) - 1, 60):
            score = REFERENCE.textbook.score_at(plane.table.i, 2 * j, -(j**2))
            points.append(np.array([bars.center(j), bars.height_at(float(score)), 0.0]))
        return points
