"""Two keys at one height: their scores are level, but for a hair each, longer on the newer."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    UP,
    AnimationGroup,
    FadeIn,
    Line,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s7_stack_reads.storeys import RADIUS
from manim_project.scenes.s7_stack_reads.values import Value

APART = 2.3  # from the middle to each column
WIDE = 1.9
REACH = APART + 0.8 * WIDE  # of the line, to each side
UNIT = 2.1 * theme.TALL  # height of a score of one
TOO_LONG = 1000  # how many times a hair is drawn too long
FOOT = -0.6 * theme.TALL
DISC = FOOT - RADIUS - 0.25


class Hair(VGroup):
    """Score columns over the two values, the older one left; `look` is the run's own."""

    def __init__(self, look: Quantity) -> None:
        tokens = look.runner_up, look.winner
        self.spots = [np.array([x, DISC, 0.0]) for x in (-APART, APART)]
        step = float(2.0 ** float(REFERENCE.machine.tie_exponent))
        self.hairs = [int(token) * step * TOO_LONG * UNIT for token in tokens]
        self.columns, self.slivers, self.scores = VGroup(), VGroup(), VGroup()
        for token, point in zip(tokens, self.spots, strict=True):
            x = point[0]
            column = Rectangle(width=WIDE, height=UNIT, stroke_width=0, fill_opacity=1)
            column.set_fill(theme.soft(theme.KEY, 0.42))
            self.columns.add(column.move_to([x, FOOT + UNIT / 2, 0.0]))
            sliver = Rectangle(width=WIDE, height=1e-3, stroke_width=0, fill_opacity=1)
            self.slivers.add(sliver.set_fill(theme.shape(theme.KEY)).move_to(self.top(x)))
            score = number(look.scores[token], "{:.6f}", size=0.56, color=theme.INK)
            side = 1 if x > 0 else -1
            score.put(x + side * (WIDE / 2 + theme.GAP), 0.0, align=-side)
            self.scores.add(score)
        name = Words("score", size=0.5, color=theme.DIM)
        left = -APART - WIDE / 2 - theme.GAP
        self.axis = name.put(left, FOOT + UNIT / 2, align=1)
        beside = RADIUS + theme.GAP
        self.ages = VGroup(
            Words("earlier", size=0.5, color=theme.DIM).put(-APART - beside, DISC - 0.18, align=1),
            Words("later", size=0.5, color=theme.DIM).put(APART + beside, DISC - 0.18),
        )
        self.line = Line([-REACH, 0, 0], [REACH, 0, 0], color=theme.INK)
        self.line.set_stroke(width=5)
        self.shine = beam(self.line.get_start(), self.line.get_end(), 0.6, theme.INK, 0.35, 1.0)
        self.sweep = VGroup(self.shine, self.line).move_to(self.top(0))
        self.note = Words("tips drawn a thousand times too long", color=theme.DIM, size=0.42)
        super().__init__(self.columns, self.axis, self.ages, self.slivers, self.sweep)

    @staticmethod
    def top(x: float) -> np.ndarray:
        """Where a score of one ends, over x."""
        return np.array([x, FOOT + UNIT, 0.0])

    def gather(self, values: tuple[Value, Value], run_time: float) -> Animation:
        """The two values come to the columns' feet, neither of them a winner yet."""
        pairs = zip(values, self.spots, strict=True)
        moves = (
            v.animate(run_time=run_time).dressed(theme.VALUE).shift(p - v.disc.get_center())
            for v, p in pairs
        )
        return AnimationGroup(*moves)

    def rise(self, run_time: float) -> Animation:
        """Both scores grow, and under the line both end."""
        return self._grow(self.columns, [UNIT, UNIT], FOOT, run_time)

    def lie(self) -> Animation:
        """The line comes down on both."""
        return FadeIn(self.sweep, shift=0.8 * DOWN, run_time=0.5)

    def lift(self, run_time: float) -> Animation:
        """A hair grows on each: it lifts the line from the older one."""
        grow = self._grow(self.slivers, self.hairs, FOOT + UNIT, run_time)
        return AnimationGroup(grow, self.sweep.animate(run_time=run_time).shift(self.hairs[1] * UP))

    def _grow(self, bars: VGroup, heights: list[float], foot: float, run_time: float) -> Animation:
        def draw(group: VGroup, alpha: float) -> None:
            for bar, full, point in zip(group, heights, self.spots, strict=True):
                high = max(alpha * full, 1e-3)
                bar.stretch_to_fit_height(high).move_to([point[0], foot + high / 2, 0.0])

        return UpdateFromAlphaFunc(bars, draw, rate_func=smooth, run_time=run_time)

    def tell(self) -> Animation:
        """The whole scores."""
        for score, bar in zip(self.scores, self.slivers, strict=True):
            score.on(bar.get_y() - 0.2 * theme.TALL)
        middle = self.slivers.get_bottom()[1]
        self.note.put(0.0, middle, align=0).on(self.sweep.get_y() + theme.GAP)
        return AnimationGroup(FadeIn(self.scores), FadeIn(self.note), run_time=0.4)

    def won(self, value: Value) -> Animation:
        """The newer one is the only one that the line still touches."""
        gold: Any = self.slivers[1].animate.set_fill(theme.shape(theme.WINNER))
        return AnimationGroup(gold, value.paint(theme.WINNER), run_time=theme.QUICK)
