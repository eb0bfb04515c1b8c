"""The last choice: the tokens' scores lie on one more parabola, and the sweep line rises to it."""

import numpy as np
from manim import UP, AnimationGroup, FadeIn, Line, UpdateFromAlphaFunc, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.layer_details import CANDIDATES

MIDDLE, HALF = -2.2, 3.6  # of the curve, across
LOWEST, HIGHEST = theme.tall(-0.3, 2.2)  # scores
FEET = -1.25 * theme.TALL  # middle of the tokens
BEGIN = 0.35 * theme.TALL  # below the lowest mark, where the line sets out


class LogitCurve(VGroup):
    """The best tokens' scores 2·r·b − b² by the byte b that each names, for the result r."""

    def __init__(self, run: Quantity, position: int) -> None:
        self.found = found = run.candidates(position, CANDIDATES)
        self.scores = np.asarray(value_of(found.byte_scores))
        self.winner = int(found.winner)
        count = len(self.scores)
        self.pitch = 2 * HALF / max(1, count - 1)
        self.marks = VGroup(*(Mark(self.point(k), 0.11) for k in range(count)))
        self.tokens = VGroup(*(self._token(k) for k in range(count)))
        curve = VMobject(color=theme.soft(theme.KEY, 0.6), stroke_width=3)
        self.curve = curve.set_points_smoothly([self.point(k) for k in range(count)])
        self.line = SweepLine(reach=HALF + 0.6)
        feet = [self.point(k) * [1, 0, 0] + (FEET + 0.3) * UP for k in range(count)]
        thread = theme.mix(theme.DIM, theme.BACKGROUND, 0.35)
        self.threads = VGroup(
            *(
                Line(foot, self.point(k), color=thread, stroke_width=2)
                for k, foot in enumerate(feet)
            )
        )
        super().__init__(self.threads, self.curve, self.marks, self.tokens)

    def point(self, k: int) -> np.ndarray:
        """Where a token's score stands, (3,)."""
        low, high = self.scores.min(), self.scores.max()
        share = (self.scores[k] - low) / ((high - low) or 1.0)
        return np.array([MIDDLE - HALF + k * self.pitch, LOWEST + share * (HIGHEST - LOWEST), 0.0])

    def _token(self, k: int) -> Words:
        words = Words(
            "{}", self.found.tokens[k], size=0.42, face=theme.MONO, color=theme.DIM,
            counted=False,
        )  # fmt: skip
        return words.in_box(self.point(k) * [1, 0, 0] + FEET * UP)

    @property
    def chosen(self) -> Words:
        """The token that scores best, written below its mark."""
        return self.tokens[self.winner]

    @property
    def best(self) -> Mark:
        """Its mark."""
        return self.marks[self.winner]

    def appear(self) -> Animation:
        """The curve, with its tokens on it."""
        return FadeIn(self)

    def sweep(self, run_time: float = 1.4) -> Animation:
        """The line rises, and rests on the token that it touches last."""
        start, stop = LOWEST - BEGIN, HIGHEST

        def rise(line: SweepLine, alpha: float) -> None:
            line.lie(np.array([MIDDLE, start + alpha * (stop - start), 0.0]), UP)

        return UpdateFromAlphaFunc(self.line, rise, run_time=run_time)

    def decide(self) -> Animation:
        """The best one is gold."""
        mark, chosen = self.best, self.chosen
        return AnimationGroup(
            mark.animate.paint(theme.WINNER), chosen.animate.set_color(theme.WINNER)
        )
