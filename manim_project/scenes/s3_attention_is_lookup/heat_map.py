"""Attention weights as a heat map: a row for every word that asks, a column for every key."""

from typing import Any

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
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s3_attention_is_lookup.weight_rows import WeightRows

BETWEEN = 0.06  # from cell to cell
LEAST, MOST = 0.05, 0.9  # shares of white in the cells of no weight and of the most
BRIGHT = 0.5  # the share of white from which a cell needs dark numbers
ASIDE = 0.3  # the share of white that cells keep when another row is looked at
SWATCHES = 5  # in the scale of shades
SWATCH = 0.34  # width of one of them


class HeatMap:
    """The weights of every word of `said` (rows) on every word (columns), without numbers.

    `corner` is the upper left one of the cells, `pitch` the size (width, height) of one (a column
    is as wide as its word if that is wider), `scale` the left end of the scale of shades on its
    baseline. `names` are the words and that scale, `percent` the numbers of the row of the word
    that asks.
    """

    def __init__(
        self,
        said: Quantity,
        *,
        corner: tuple[float, float],
        pitch: tuple[float, float],
        scale: tuple[float, float],
    ) -> None:
        self.left, self.top = corner
        self.pitch = pitch
        self.said, self.row = said, int(said.angry)
        weights = value_of(said.weights)
        self.shares = LEAST + (MOST - LEAST) * weights / weights.max()
        self.cells, self.asking = VGroup(), VGroup()
        self.found = VGroup(*(self._name(c, theme.KEY) for c in range(len(weights))))
        widths = [max(pitch[0], word.advance + BETWEEN) for word in self.found]
        self.edges = self.left + np.concatenate([[0], np.cumsum(widths)])
        for r, row in enumerate(self.shares):
            name = self._name(r, theme.QUERY)
            self.asking.add(name.put(self.left - 0.15, self.baseline(r), align=1))
            self.found[r].put(self.middle(r), self.top + 0.2, align=0)
            self.cells.add(VGroup(*(self._cell(r, c, share) for c, share in enumerate(row))))
        self.percent = VGroup()
        for c, weight in enumerate(said.weights[self.row]):
            bright = self.shares[self.row, c] > BRIGHT
            text = number(weight, "{:.0%}", size=theme.SMALL, bold=bright)
            text.set_color(theme.BACKGROUND if bright else theme.INK)
            self.percent.add(text.put(self.middle(c), self.baseline(self.row), align=0))
        head = Phrase("#Query[query], #Key[key]", size=theme.SMALL, color=theme.DIM)
        head.put(self.left - 0.15, self.top + 0.2, align=1)
        self.names = VGroup(head, self.asking, self.found, self._scale(*scale))

    def baseline(self, r: int) -> float:
        """The baseline of row r."""
        return self.top - (r + 0.5) * self.pitch[1] - 0.36 * theme.SMALL

    def middle(self, c: int) -> float:
        """The middle of column c."""
        return float(self.edges[c] + self.edges[c + 1]) / 2

    def _name(self, r: int, color: str) -> Words:
        return number(self.said.words[r], size=theme.SMALL, color=color)

    def _cell(self, r: int, c: int, share: float) -> Rectangle:
        width, height = self.edges[c + 1] - self.edges[c], self.pitch[1]
        cell = Rectangle(width=width - BETWEEN, height=height - BETWEEN, stroke_width=0)
        cell.set_fill(theme.mix(theme.INK, theme.BACKGROUND, share), 1)
        return cell.move_to(np.array([self.middle(c), self.top - (r + 0.5) * height, 0]))

    def _scale(self, x: float, y: float) -> VGroup:
        """From no weight to the most, in shades."""
        style: dict[str, Any] = {"size": theme.SMALL, "color": theme.DIM}
        head = Words("weight ≈", **style).put(x, y)
        least = number(REFERENCE.textbook.SHARE_TICKS[0], "{:.0%}", **style)
        most = number(self.said.weights[self.row, self.row], "{:.0%}", **style)
        x = least.put(x + head.advance + 0.2, y).get_right()[0] + 0.12
        swatches = VGroup()
        for share in np.linspace(LEAST, MOST, SWATCHES):
            swatch = Rectangle(width=SWATCH, height=0.26, stroke_width=0)
            swatch.set_fill(theme.mix(theme.INK, theme.BACKGROUND, share), 1)
            swatches.add(swatch.move_to(np.array([x + SWATCH / 2, y + 0.36 * theme.SMALL, 0])))
            x += SWATCH
        return VGroup(head, least, swatches, most.put(x + 0.12, y))

    def fill(self) -> Animation:
        """Row after row."""
        return LaggedStart(*map(FadeIn, self.cells), lag_ratio=0.35, run_time=1.7)

    def mark(self) -> Animation:
        """Frame the row of the word that asks; the others fall back."""
        row = self.cells[self.row]
        self.frame = Rectangle(
            width=row.width + 0.1, height=row.height + 0.1, color=theme.shape(theme.QUERY)
        )
        moves = []
        for r, (name, cells) in enumerate(zip(self.asking, self.cells, strict=True)):
            if r != self.row:
                moves.append(name.animate.set_color(theme.DIM))
                for cell, share in zip(cells, self.shares[r], strict=True):
                    shade = theme.mix(theme.INK, theme.BACKGROUND, ASIDE * share)
                    moves.append(cell.animate.set_fill(shade, 1))
        return AnimationGroup(Create(self.frame.move_to(row)), *moves)

    def become(self, rows: WeightRows) -> Animation:
        """The framed row stands up as a list; the rest goes."""
        rest = [row for r, row in enumerate(self.cells) if r != self.row]
        pairs = [
            *zip(self.cells[self.row], rows.bars, strict=True),
            *zip(self.percent, rows.numbers, strict=True),
            *zip(self.found, rows.names, strict=True),
        ]
        self.names.remove(self.found)
        return LaggedStart(
            FadeOut(*rest, self.names, self.frame),
            AnimationGroup(*(ReplacementTransform(old, new) for old, new in pairs), run_time=1.2),
            lag_ratio=0.6,
        )
