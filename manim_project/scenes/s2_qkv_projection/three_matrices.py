"""A word's row goes through three matrices: where it has a one, the matrix's line is let through.

The words' rows hold only zeros and ones, so that the product is seen: lines that meet a zero go
out, and what is left falls together into the answer.
"""

from dataclasses import dataclass

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCell, NumberCells
from manim_project.scenes.s2_qkv_projection.veil import change, step
from manim_project.scenes.s2_qkv_projection.word_rows import WordRows

# In pitches: words and rows, the way to the matrices, three of two columns, and between them.
WORDS, ROW, WAY, BETWEEN = 1.7, 4, 1.9, 1.85
UPRIGHT = 1.78  # from the middle of a matrix to the row that stands beside it, in pitches
ACROSS = WORDS + ROW + WAY + 3 * 2 + 2 * BETWEEN
PITCH = min(0.72 * theme.TALL, 2 * theme.SAFE_X / ACROSS)
HEAD, SIDE = 0.46, 0.42  # em
SCAN = 0.65  # seconds
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
        self.uprights = VGroup(*(self.row.copy() for _ in ROLES))  # beside each matrix
        self.walkers = VGroup(*self.uprights[1:])
        self.upright_y = [matrix_cell.get_y() for matrix_cell in self.matrices[0].column(0)]
        self.under = VGroup()  # what falls out of a matrix, below its cells

    def _head(self, text: str, color: str, x: float, right: float) -> Words:
        """Above a matrix, no further right than there is room."""
        head = Words(text, size=HEAD, color=color)
        top = self.middle + self.matrices[0].rows / 2 * PITCH
        return head.put(min(x, right - head.advance / 2), top + 0.3 * HEAD, align=0)

    def name_rows(self) -> Animation:
        """What a column of the words means, a row of a matrix means, too."""
        right = self.columns[0] - (UPRIGHT + 0.5) * PITCH - 0.2
        for name, y in zip(self.words.columns, self.upright_y, strict=True):
            name.scale(SIDE / name.em).put(right, y - CAPITAL / 2 * SIDE, align=1)
        come = (FadeIn(name, shift=0.15 * LEFT) for name in self.words.columns)
        return LaggedStart(*come, lag_ratio=0.25, run_time=0.4)

    def gather(self) -> Animation:
        """Words and rows draw together at the left."""
        moves: list[Animation] = []
        for word, cells, y in zip(self.words.words, self.words.rows, self.lines, strict=True):
            centre = np.array([self.row_x, y, 0.0])
            moves.append(cells.animate(run_time=0.5).lie(centre, PITCH))
            target = self.words.lead(word.copy(), centre, PITCH)
            moves.append(word.animate(run_time=0.5).scale(target.em / word.em).move_to(target))
        gone = FadeOut(self.words.columns, run_time=0.2)
        return AnimationGroup(gone, *moves)

    def come(self, *which: int) -> Animation:
        """Matrices, and what they are for."""
        parts = (part for i in which for part in (self.matrices[i], self.says[i]))
        return FadeIn(*parts, run_time=0.3)

    def stand(self) -> Animation:
        """The asker's row is copied, and stands upright beside the first matrix: it comes from
        behind the rows, and its digits are seen when it is clear of them."""
        x = self.columns[0] - UPRIGHT * PITCH
        ends = [np.array([x, y, 0.0]) for y in self.upright_y]
        starts = [cell.box.get_center() for cell in self.row]
        upright = self.uprights[0]

        def draw(alpha: float) -> None:
            for k, (cell, start, end) in enumerate(zip(upright, starts, ends, strict=True)):
                share = smooth(step(alpha, 0.1 * k, 0.7 + 0.1 * k))
                cell.at((1 - share) * start + share * end, PITCH)
                cell.digit.set_fill(opacity=step(share, 0.45, 0.7))

        draw(0.0)
        return UpdateFromAlphaFunc(
            upright, lambda _, alpha: draw(alpha), rate_func=linear, run_time=0.5
        )

    def walk(self) -> Animation:
        """Copies of it go on to the other matrices, behind those before, their digits unseen."""
        first = self.uprights[0]
        moves = []
        for upright, x in zip(self.walkers, self.columns[1:], strict=True):
            for copy, cell in zip(upright, first, strict=True):
                copy.at(cell.box.get_center(), PITCH)
                moves.append((copy, cell.box.get_center(), (x - self.columns[0]) * RIGHT))

        def draw(alpha: float) -> None:
            seen = step(abs(2 * alpha - 1), 0.93, 1.0)
            for cell, start, way in moves:
                cell.at(start + alpha * way)
                cell.digit.set_fill(opacity=seen)

        return change(self.walkers, draw, 0.45)

    def multiply(self, i: int, c: int, run_time: float) -> Animation:
        """Lines that meet a zero go out; what is left, ringed, falls together into the answer."""
        matrix, answer = self.matrices[i], self.answers[i][self.asker].cell(0, c)
        ones = [r for r, cell in enumerate(self.row) if float(cell.value)]
        lost = [matrix.cell(r, c) for r in range(matrix.rows) if r not in ones]
        kept = [matrix.cell(r, c) for r in ones]
        drops = VGroup(*(cell.box.copy() for cell in kept))
        self.under.add(drops)
        starts, end = [cell.box.get_center() for cell in kept], answer.box.get_center()
        ringed = [self.uprights[i][r] for r in ones] + kept

        def draw(alpha: float) -> None:
            gone = step(alpha, 0.1, 0.35) - step(alpha, 0.85, 1.0)
            for cell in lost:
                _show(cell, 1 - gone)
            for cell in ringed:
                cell.ring(gone)
            fallen = step(alpha, 0.4, 0.75)
            for drop, start in zip(drops, starts, strict=True):
                drop.move_to((1 - fallen**2) * start + fallen**2 * end)
                drop.set_fill(opacity=float(0.36 < alpha < 1.0))
            _show(answer, step(alpha, 0.76, 0.85))

        group = VGroup(drops, *lost, *ringed, answer)
        return UpdateFromAlphaFunc(
            group, lambda _, alpha: draw(alpha), rate_func=linear, run_time=run_time
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
        words = self.words
        gone = (*self.matrices, *self.names, *self.answers[2], *words.rows, *words.words,
                *words.columns)  # fmt: skip
        return FadeOut(*gone, run_time=0.3)


def _show(cell: NumberCell, share: float) -> None:
    for part in cell:
        part.set_fill(opacity=share)
