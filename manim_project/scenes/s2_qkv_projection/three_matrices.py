"""A word's row goes through three matrices: where it has a one, the matrix's line is let through.

The words' rows hold only zeros and ones, so that the product is seen: lines that meet a zero go
out, and what is left falls together into the answer.
"""

from dataclasses import dataclass

import numpy as np
from manim import (
    RIGHT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCell, NumberCells
from manim_project.scenes.s2_qkv_projection.veil import change, step
from manim_project.scenes.s2_qkv_projection.word_rows import WordRows

# In pitches: words and rows, the way to the matrices, three of two columns, and between them.
WORDS, ROW, WAY, BETWEEN = 1.75, 4, 1.1, 1.85
UPRIGHT = 1.78  # from the middle of a matrix to the row that stands beside it, in pitches
ACROSS = WORDS + ROW + WAY + 3 * 2 + 2 * BETWEEN
PITCH = min(0.74 * theme.TALL, 2 * theme.SAFE_X / ACROSS)
HEAD = 0.5  # em
SCAN = 0.75  # seconds
WIPE = 1.5  # how far from the middle of a matrix its light is seen, in pitches


@dataclass(frozen=True)
class Role:
    """What a matrix is for: in words, its name, and that in a `textbook.Block`."""

    says: str
    name: str
    matrix: str
    answers: str
    color: str


ROLES = (
    Role("what I need", "question", "W_Q", "queries", theme.QUERY),
    Role("what I am", "key", "W_K", "keys", theme.KEY),
    Role("what I hold", "value", "W_V", "values", theme.VALUE),
)


class ThreeMatrices:
    """The matrices stand in a row, the words' rows at their left and lower: every answer lies
    where its row and its matrix meet. Of the questions only the asker's is followed."""

    def __init__(self, block: Quantity, words: WordRows, stage: Region) -> None:
        self.words, self.asker = words, words.asker
        top = stage.top - HEAD - 0.15 * PITCH
        left = stage.centre[0] - ACROSS / 2 * PITCH
        self.row_x = left + (WORDS + ROW / 2) * PITCH
        first = left + (WORDS + ROW + WAY + 1) * PITCH
        self.columns = [first + j * (2 + BETWEEN) * PITCH for j in range(len(ROLES))]
        self.matrices = [NumberCells(getattr(block, r.matrix), r.color, PITCH) for r in ROLES]
        rows = self.matrices[0].rows
        self.middle = top - rows / 2 * PITCH
        below = top - (rows + 0.5) * PITCH
        line = min(PITCH * 1.12, (below - stage.bottom) / len(words.rows))
        self.lines = [below - (i + 0.5) * line for i in range(len(words.rows))]
        self.answers = [
            [NumberCells(row, r.color, PITCH) for row in getattr(block, r.answers)] for r in ROLES
        ]
        self.says, self.names = (
            [
                self._head(text, r.color, x, stage.right)
                for text, r, x in zip(texts, ROLES, self.columns, strict=True)
            ]
            for texts in ([r.says for r in ROLES], [r.name for r in ROLES])
        )
        for matrix, answers, x in zip(self.matrices, self.answers, self.columns, strict=True):
            matrix.lie(np.array([x, self.middle, 0.0]), PITCH)
            for cells, y in zip(answers, self.lines, strict=True):
                cells.lie(np.array([x, y, 0.0]), PITCH)
        self.query, self.keys = self.answers[0][self.asker], self.answers[1]
        self.row = words.rows[self.asker]  # of the asker
        self.upright = self.row.copy()
        self.upright_y = [matrix_cell.get_y() for matrix_cell in self.matrices[0].column(0)]
        self.under = VGroup()  # what falls out of a matrix, below its cells

    def _head(self, text: str, color: str, x: float, right: float) -> Words:
        """Above a matrix, no further right than there is room."""
        head = Words(text, size=HEAD, color=color)
        top = self.middle + self.matrices[0].rows / 2 * PITCH
        return head.put(min(x, right - head.advance / 2), top + 0.3 * HEAD, align=0)

    def gather(self) -> Animation:
        """Words and rows draw together at the left."""
        moves: list[Animation] = []
        for word, cells, y in zip(self.words.words, self.words.rows, self.lines, strict=True):
            centre = np.array([self.row_x, y, 0.0])
            moves.append(cells.animate.lie(centre, PITCH))
            target = self.words.lead(word.copy(), centre, PITCH)
            moves.append(word.animate.scale(target.em / word.em).move_to(target))
        return AnimationGroup(*moves, run_time=0.6)

    def come(self, i: int) -> Animation:
        """A matrix, and what it is for."""
        return FadeIn(self.matrices[i], self.says[i], run_time=0.3)

    def stand(self) -> Animation:
        """The asker's row is copied, and stands upright beside the first matrix."""
        for copy, cell in zip(self.upright, self.row, strict=True):
            copy.at(cell.box.get_center(), PITCH)
        x = self.columns[0] - UPRIGHT * PITCH
        moves = [
            cell.animate.at(np.array([x, y, 0.0]), PITCH)
            for cell, y in zip(self.upright, self.upright_y, strict=True)
        ]
        return LaggedStart(*moves, lag_ratio=0.12, run_time=0.5)

    def walk(self, i: int) -> Animation:
        """It goes on to the next matrix, below the one before; its digits are not seen there."""
        way = (self.columns[i] - self.columns[i - 1]) * RIGHT
        starts = [cell.box.get_center() for cell in self.upright]

        def draw(alpha: float) -> None:
            seen = step(abs(2 * alpha - 1), 0.75, 1.0)
            for cell, start in zip(self.upright, starts, strict=True):
                cell.at(start + alpha * way)
                cell.digit.set_fill(opacity=seen)

        return change(self.upright, draw, 0.4)

    def multiply(self, i: int, slow: float = 1.0) -> Animation:
        """Lines that meet a zero go out; what is left falls together, into the answer."""
        matrix, answer = self.matrices[i], self.answers[i][self.asker]
        ones = [r for r, cell in enumerate(self.row) if float(cell.value)]
        lost = [matrix.cell(r, c) for r in range(matrix.rows) for c in range(matrix.columns)
                if r not in ones]  # fmt: skip
        kept = [(r, c) for r in ones for c in range(matrix.columns)]
        drops = VGroup(*(matrix.cell(r, c).box.copy() for r, c in kept))
        self.under.add(drops)
        starts = [matrix.cell(r, c).box.get_center() for r, c in kept]
        ends = [answer.cell(0, c).box.get_center() for _, c in kept]
        ringed = [self.upright[r] for r in ones] + [matrix.cell(r, c) for r, c in kept]

        def draw(alpha: float) -> None:
            gone = step(alpha, 0.0, 0.25) - step(alpha, 0.88, 1.0)
            for cell in lost:
                _show(cell, 1 - gone)
            for cell in ringed:
                cell.ring(step(alpha, 0.12, 0.3) - step(alpha, 0.88, 1.0))
            fallen = step(alpha, 0.34, 0.72)
            for drop, start, end in zip(drops, starts, ends, strict=True):
                drop.move_to((1 - fallen**2) * start + fallen**2 * end)
                drop.set_fill(opacity=float(0.3 < alpha < 1.0))
            for cell in answer:
                _show(cell, step(alpha, 0.7, 0.8))

        group = VGroup(drops, *lost, *ringed, answer)
        return UpdateFromAlphaFunc(
            group, lambda _, alpha: draw(alpha), rate_func=linear, run_time=1.15 * slow
        )

    def scan(self) -> Animation:
        """Below each matrix a light of its colour leaves the other answers behind."""
        start, end = self.columns[1] - WIPE * PITCH, self.columns[-1] + WIPE * PITCH
        height = 0.75 * PITCH
        top, foot = self.lines[0] + height, self.lines[-1] - height
        ends = (np.array([start, foot, 0]), np.array([start, top, 0]))
        lights = VGroup(*(beam(*ends, 1.4 * PITCH, role.color, ends=0.6) for role in ROLES[1:]))
        others = [cells for answers in self.answers[1:] for i, cells in enumerate(answers)
                  if i != self.asker]  # fmt: skip
        cells = [cell for answer in others for cell in answer]

        def move(_: VGroup, alpha: float) -> None:
            x = start + alpha * (end - start)
            for light, middle in zip(lights, self.columns[1:], strict=True):
                light.move_to([x, (top + foot) / 2, 0])
                light.set_opacity(step(WIPE - abs(x - middle) / PITCH, 0.0, 0.4))
            for cell in cells:
                _show(cell, step((x - cell.box.get_center()[0]) / PITCH, 0.0, 0.5))

        group = VGroup(lights, *others)
        return UpdateFromAlphaFunc(group, move, rate_func=linear, run_time=SCAN)

    def rename(self) -> Animation:
        """What they are called."""
        gone, named = FadeOut(*self.says, run_time=0.25), FadeIn(*self.names, run_time=0.3)
        return LaggedStart(gone, named, lag_ratio=1.0)

    def leave(self) -> Animation:
        """All goes but the asker's question and the keys."""
        gone = (*self.matrices, *self.names, *self.answers[2], *self.words.rows, *self.words.words)
        return FadeOut(*gone, run_time=0.3)


def _show(cell: NumberCell, share: float) -> None:
    for part in cell:
        part.set_fill(opacity=share)
