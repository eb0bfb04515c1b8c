"""Attention weights as a heat map: a row for every word that asks, a column for every key."""

import numpy as np
from manim import (
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Rectangle,
    ReplacementTransform,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, number
from manim_project.mobjects.weight_rows import WeightRows
from manim_project.reference.quantity import Quantity, value_of

BETWEEN = 0.06  # from cell to cell
LIGHT = 0.55  # the share of colour from which a cell needs dark numbers


class HeatMap:
    """The weights of every word of `said` (rows) on every word (columns), without numbers.

    `corner` is the upper left one of the cells, `pitch` the size (width, height) of one.
    `percent` are the numbers of the row of the word that asks.
    """

    def __init__(
        self, said: Quantity, *, corner: tuple[float, float], pitch: tuple[float, float]
    ) -> None:
        self.left, self.top = corner
        self.pitch = pitch
        self.said, self.row = said, int(said.angry)
        weights = value_of(said.weights)
        shares = 0.05 + 0.8 * weights / weights.max()
        self.cells, self.asking, self.found = VGroup(), VGroup(), VGroup()
        for r, row in enumerate(shares):
            name = self._name(r, theme.QUERY)
            self.asking.add(name.put(self.left - 0.15, self.baseline(r), align=1))
            self.found.add(self._name(r, theme.KEY).put(self.middle(r), self.top + 0.2, align=0))
            self.cells.add(VGroup(*(self._cell(r, c, share) for c, share in enumerate(row))))
        self.percent = VGroup()
        for c, weight in enumerate(said.weights[self.row]):
            text = number(weight, "{:.0%}", size=theme.SMALL, bold=True)
            text.set_color(theme.BACKGROUND if shares[self.row, c] > LIGHT else theme.INK)
            self.percent.add(text.put(self.middle(c), self.baseline(self.row), align=0))
        self.head = Phrase("#Query[query], #Key[key]", size=theme.SMALL, color=theme.DIM)
        self.head.put(self.left - 0.15, self.top + 0.2, align=1)

    def baseline(self, r: int) -> float:
        """The baseline of row r."""
        return self.top - (r + 0.5) * self.pitch[1] - 0.36 * theme.SMALL

    def middle(self, c: int) -> float:
        """The middle of column c."""
        return self.left + (c + 0.5) * self.pitch[0]

    def _name(self, r: int, color: str) -> Words:
        return number(self.said.words[r], size=theme.SMALL, color=color)

    def _cell(self, r: int, c: int, share: float) -> Rectangle:
        width, height = self.pitch
        cell = Rectangle(width=width - BETWEEN, height=height - BETWEEN, stroke_width=0)
        cell.set_fill(theme.mix(theme.KEY, theme.BACKGROUND, share), 1)
        return cell.move_to(np.array([self.middle(c), self.top - (r + 0.5) * height, 0]))

    def fill(self) -> Animation:
        """Row after row."""
        return LaggedStart(*map(FadeIn, self.cells), lag_ratio=0.35, run_time=2)

    def mark(self) -> Animation:
        """Frame the row of the word that asks; the other names fall back."""
        row = self.cells[self.row]
        self.frame = Rectangle(width=row.width + 0.1, height=row.height + 0.1, color=theme.QUERY)
        others = VGroup(*(name for r, name in enumerate(self.asking) if r != self.row))
        return AnimationGroup(Create(self.frame.move_to(row)), others.animate.set_color(theme.DIM))

    def become(self, rows: WeightRows) -> Animation:
        """The framed row stands up as a list; the rest goes."""
        rest = [row for r, row in enumerate(self.cells) if r != self.row]
        pairs = [
            *zip(self.cells[self.row], rows.bars, strict=True),
            *zip(self.percent, rows.numbers, strict=True),
            *zip(self.found, rows.names, strict=True),
        ]
        return LaggedStart(
            FadeOut(*rest, self.asking, self.head, self.frame),
            AnimationGroup(*(ReplacementTransform(old, new) for old, new in pairs), run_time=1.2),
            lag_ratio=0.6,
        )
