"""Row times column, as one does it by hand."""

import numpy as np
from manim import (
    RIGHT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.number_cells import DIGIT, NumberCell, NumberCells
from manim_project.scenes.s2_qkv_projection.word_rows import WordRows

PITCH = 1.06 * theme.TALL
# Across, in pitches: from the row to the column, on to where the products fall, and to the next
# column, which waits.
TIMES, LANE, NEXT = 1.4, 1.4, 1.5
SIGN = 0.6 * theme.TALL  # em
FOOT = 0.15  # between the columns and the sums, in pitches
NAME = 0.56 * theme.TALL  # em of the word above its row


class ByHand:
    """The asker's row times a matrix: it stands upright beside each column in turn; each pair is
    multiplied, and the products are added below."""

    def __init__(
        self,
        block: Quantity,
        words: WordRows,
        matrix: NumberCells,
        result: NumberCells,
        stage: Region,
    ) -> None:
        self.word, self.row = words.words[words.asker], words.rows[words.asker]
        self.matrix, self.result = matrix, result
        self.top = stage.top - 1.25 * PITCH
        self.left = stage.centre[0] - (TIMES + LANE + NEXT) / 2 * PITCH
        self.products = self._products(block)
        self.times, self.equal = VGroup(), VGroup()
        for r in range(matrix.rows):
            for c, across in enumerate((TIMES, TIMES + LANE + NEXT)):
                matrix.cell(r, c).at(self._spot(r, across), PITCH)
            for signs, sign, across in (
                (self.times, "×", TIMES / 2),
                (self.equal, "=", TIMES + LANE / 2),
            ):
                signs.add(Words(sign, size=SIGN, color=theme.DIM).in_box(self._spot(r, across)))
        result.cell(0, 0).at(self._spot(matrix.rows + FOOT, TIMES + LANE), PITCH)

    def _spot(self, r: float, across: float) -> np.ndarray:
        """In row r, so many pitches right of where the row stands upright."""
        return np.array([self.left + across * PITCH, self.top - r * PITCH, 0.0])

    def _products(self, block: Quantity) -> list[Words]:
        entry = block.products(block.tokens[block.cat], "W_Q", 0)
        digits = []
        for r, term in enumerate(entry.terms):
            lit = bool(float(term))
            ink = theme.QUERY if lit else theme.DIM
            digit = number(term, size=DIGIT * PITCH, color=ink, bold=lit, counted=False)
            digits.append(digit.in_box(self._spot(r, TIMES + LANE)))
        return digits

    def stand(self) -> Animation:
        """The row stands upright, its word above it."""
        x, y, _ = self._spot(-0.72, 0)
        name = self.word.animate.scale(NAME / self.word.em).put(x, y, align=0)
        cells = [cell.animate.at(self._spot(r, 0), PITCH) for r, cell in enumerate(self.row)]
        upright = LaggedStart(*cells, lag_ratio=0.12)
        return LaggedStart(name, upright, lag_ratio=0.5, run_time=1.0)

    def appear(self) -> Animation:
        """The matrix comes; its first column stands beside the row."""
        return FadeIn(self.matrix, self.times, run_time=0.3)

    def multiply(self) -> Animation:
        """Pair after pair lights up, and its product comes out of it."""
        steps = []
        for r, product in enumerate(self.products):
            pair = (self.row[r], self.matrix.cell(r, 0))
            came = (FadeIn(product, shift=0.2 * PITCH * RIGHT), FadeIn(self.equal[r]))
            steps.append(AnimationGroup(*map(_flash, pair), *came))
        return LaggedStart(*steps, lag_ratio=0.45, run_time=1.0)

    def add(self) -> Animation:
        """What is zero adds nothing; the rest falls into the sum."""
        result, products = self.result.cell(0, 0), self.products
        zeros = (p for p in products if not p.bold)
        nothing = FadeOut(*zeros, self.times, self.equal, run_time=0.25)
        falls = [
            FadeOut(p, shift=result.box.get_center() - p.get_center()) for p in products if p.bold
        ]
        sums = AnimationGroup(*falls, FadeIn(result, rate_func=_late), run_time=0.5)
        return LaggedStart(nothing, sums, lag_ratio=1.0)


def _late(alpha: float) -> float:
    """Nothing for the first half."""
    return max(0.0, 2 * alpha - 1)


def _flash(cell: NumberCell) -> Animation:
    """The rim lights up and goes out."""
    return UpdateFromAlphaFunc(cell, lambda lit, alpha: lit.ring(1 - abs(2 * alpha - 1)))
