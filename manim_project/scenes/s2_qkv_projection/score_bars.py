"""Scores become shares of one whole: bars that stretch, and are laid end to end."""

from functools import partial

import numpy as np
from manim import (
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Rectangle,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.shares import ShareBar
from manim_project.mobjects.text import CAPITAL, Words, formula, number
from manim_project.reference.quantity import Quantity, value_of

NAME, NUMBER = 0.5 * theme.TALL, 0.54 * theme.TALL  # em
BAR = 0.62 * theme.TALL  # height
LAW = 0.8 * theme.TALL  # em of the formula
WHOLE = 0.66 * theme.TALL  # height of the one whole


class ScoreBars(VGroup):
    """A bar a word in a region: as long as its score, then as e to the power of it."""

    def __init__(self, block: Quantity, asked: Quantity, region: Region, foot: Region) -> None:
        self.asked = asked
        top, *rows = region.split_rows((1.2, 1, 1, 1))
        left = region.left + 2.3 * NAME
        longest = float(max(value_of(asked.powers)))
        self.left, self.unit = left, (region.right - left - 2.6 * NUMBER) / longest
        self.heights = [row.centre[1] for row in rows]
        self.names, self.bars, self.numbers = VGroup(), VGroup(), VGroup()
        for token, score, y in zip(block.tokens, asked.scores, self.heights, strict=True):
            name = number(token, size=NAME)
            self.names.add(name.put(left - 0.3, y - CAPITAL / 2 * NAME, align=1))
            bar = Rectangle(stroke_width=0, fill_color=theme.shape(theme.KEY), fill_opacity=1)
            self.bars.add(bar)
            text = number(score, size=NUMBER, bold=True)
            self.numbers.add(text.stands_for(partial(self._length, bar)))
        self.law = formula('e^("score" \\/ sqrt(2))', size=LAW, color=theme.DIM)
        self.law.put(left, top.centre[1] - 0.2 * LAW)
        super().__init__(self.names, self.bars, self.numbers)
        self.foot = foot
        self.whole = ShareBar(asked.weights, foot)
        self.labels = VGroup()
        for j, (token, percent) in enumerate(zip(block.tokens, asked.percents, strict=True)):
            part = self.whole.part(j)
            text = Words("{} {} %", token, percent, size=NAME, color=theme.ON_WINNER)
            self.labels.add(text.in_box(part.centre))
        self._draw(np.zeros(len(self.bars)))

    def _length(self, bar: Rectangle) -> float:
        """As it is drawn, in units of the scores."""
        return float(bar.width / self.unit)

    def _draw(self, lengths: np.ndarray) -> None:
        for bar, text, y, length in zip(
            self.bars, self.numbers, self.heights, lengths, strict=True
        ):
            right = self.left + max(length, 1e-3) * self.unit
            low, high = y - BAR / 2, y + BAR / 2
            corners = [(self.left, low), (right, low), (right, high), (self.left, high)]
            bar.set_points_as_corners([(x, z, 0.0) for x, z in (*corners, corners[0])])
            text.put(right + 0.2, y - CAPITAL / 2 * NUMBER)

    def _stretch(self, start: np.ndarray, end: np.ndarray, run_time: float) -> Animation:
        def move(_: VGroup, alpha: float) -> None:
            self._draw((1 - alpha) * start + alpha * end)

        return UpdateFromAlphaFunc(self.bars, move, rate_func=smooth, run_time=run_time)

    def grow(self) -> Animation:
        """Each bar takes the length of its score."""
        scores = np.asarray(value_of(self.asked.scores), dtype=float)
        bars = self._stretch(np.zeros(len(scores)), scores, 0.6)
        return AnimationGroup(FadeIn(self.names, run_time=0.6), bars)

    def count(self) -> Animation:
        """The scores stand at the ends of their bars."""
        return FadeIn(self.numbers, run_time=0.3)

    def stretch(self) -> Animation:
        """Each is stretched as the law says."""
        scores = np.asarray(value_of(self.asked.scores), dtype=float)
        powers = np.asarray(value_of(self.asked.powers), dtype=float)
        bars = self._stretch(scores, powers, 0.8)
        gone = FadeOut(self.numbers, run_time=0.2)
        law = FadeIn(self.law, run_time=0.6)
        return LaggedStart(gone, AnimationGroup(law, bars), lag_ratio=1)

    def count_powers(self) -> Animation:
        """And now what the law made of them."""
        self._draw(np.asarray(value_of(self.asked.powers), dtype=float))
        for text, power in zip(self.numbers, self.asked.powers, strict=True):
            text.say("≈ {:.1f}", power)
        return FadeIn(self.numbers, run_time=0.3)

    def clear(self) -> Animation:
        """The bars remain."""
        return FadeOut(self.numbers, self.names, self.law, run_time=0.3)

    def join(self) -> Animation:
        """The bars are laid end to end, as long as they are."""
        length = self.unit * float(sum(value_of(self.asked.powers)))
        end = self.foot.right
        self.laid = Region(end - length, end, self.foot.bottom, self.foot.top)
        self.whole.region = self.laid
        self.whole.divide(self.asked.weights)
        flights = [
            ReplacementTransform(bar, part) for bar, part in zip(self.bars, self.whole, strict=True)
        ]
        return LaggedStart(*flights, lag_ratio=0.2, run_time=0.9)

    def fill(self) -> Animation:
        """They are one whole: it takes the whole width."""
        laid, foot = self.laid, self.foot

        def draw(whole: ShareBar, alpha: float) -> None:
            left = (1 - alpha) * laid.left + alpha * foot.left
            whole.region = Region(left, foot.right, foot.bottom, foot.top)
            whole.divide(self.asked.weights)

        return UpdateFromAlphaFunc(self.whole, draw, rate_func=smooth, run_time=0.6)

    def label(self) -> Animation:
        """Each part of the whole with its word, and how much it is."""
        return FadeIn(self.labels, run_time=0.3)

    def sink(self, way: np.ndarray) -> Animation:
        """The whole makes room."""
        return VGroup(self.whole, self.labels).animate.shift(way)
