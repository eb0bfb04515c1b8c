"""Attention weights as a list: what is looked at, a bar of its weight, the weight in percent."""

from collections.abc import Iterable

import numpy as np
from manim import AnimationGroup, FadeIn, FadeOut, Rectangle, Succession, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity

THICK = 0.26  # of a bar
LEAST = 0.03  # length that a bar keeps, so that no weight is nowhere
GAP = 0.15


class WeightRows:
    """A row for each of the names: `corner` is where the first bar begins (x, its baseline).

    Rows are `pitch` apart; the whole weight is `length` long. Names end before their bars.
    """

    def __init__(
        self,
        names: Iterable[Words],
        weights: Quantity,
        *,
        corner: tuple[float, float],
        pitch: float,
        length: float,
        winner: int | None = None,
    ) -> None:
        self.left, self.top = corner
        self.pitch, self.length = pitch, length
        self.names, self.bars = VGroup(*names), VGroup()
        self.numbers: list[Words] = []
        for r, (name, weight) in enumerate(zip(self.names, weights, strict=True)):
            name.put(self.left - GAP, self.baseline(r), align=1)
            self.bars.add(self._bar(r, weight, r == winner))
            self.numbers.append(self._number(r, weight, r == winner))

    def baseline(self, r: int) -> float:
        """The baseline of row r."""
        return self.top - r * self.pitch

    def _extent(self, weight: Quantity) -> float:
        return max(LEAST, self.length * float(weight))

    def _bar(self, r: int, weight: Quantity, won: bool) -> Rectangle:
        bar = Rectangle(width=self._extent(weight), height=THICK, stroke_width=0)
        color, share = (theme.WINNER, 1.0) if won else (theme.KEY, 0.6)
        bar.set_fill(theme.mix(color, theme.BACKGROUND, share), 1)
        middle = self.baseline(r) + 0.36 * theme.SMALL
        return bar.move_to(np.array([self.left + bar.width / 2, middle, 0]))

    def _number(self, r: int, weight: Quantity, won: bool) -> Words:
        text = number(weight, "{:.0%}", size=theme.SMALL)
        text.set_color(theme.WINNER if won else theme.INK)
        return text.put(self.left + self._extent(weight) + GAP, self.baseline(r))

    def move(self, weights: Quantity, winner: int) -> Animation:
        """Other weights: bars change their length and numbers follow; the winner is gold."""
        stretched, gone, come = [], [], []
        for r, weight in enumerate(weights):
            stretched.append(self.bars[r].animate.become(self._bar(r, weight, r == winner)))
            old, new = self.numbers[r], self._number(r, weight, r == winner)
            if old.shown.text != new.shown.text:
                self.numbers[r] = new
                gone.append(FadeOut(old, run_time=theme.QUICK))
                come.append(FadeIn(new, run_time=theme.QUICK))
        return Succession(AnimationGroup(*gone), AnimationGroup(*stretched), AnimationGroup(*come))
