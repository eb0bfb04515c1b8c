"""Every word's row goes through three matrices: each row and each matrix meet in an answer."""

from dataclasses import dataclass

import numpy as np
from manim import (
    RIGHT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
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
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCells
from manim_project.scenes.s2_qkv_projection.word_rows import WordRows

# In pitches: words and rows, the way to the matrices, three of two columns, and between them.
WORDS, ROW, WAY, BETWEEN = 1.75, 4, 1.1, 1.75
ACROSS = WORDS + ROW + WAY + 3 * 2 + 2 * BETWEEN
PITCH = min(0.74 * theme.TALL, 2 * theme.SAFE_X / ACROSS)
HEAD = 0.5 * theme.TALL  # em
SCAN = 1.2  # seconds


@dataclass(frozen=True)
class Role:
    """What a matrix is for: its name, and those of its answers in a `textbook.Block`."""

    name: str
    matrix: str
    answers: str
    color: str


ROLES = (
    Role("query", "W_Q", "queries", theme.QUERY),
    Role("key", "W_K", "keys", theme.KEY),
    Role("value", "W_V", "values", theme.VALUE),
)


class ThreeMatrices:
    """The matrices stand in a row, the words' rows at their left and lower: every answer lies
    where its row and its matrix meet. Only the asker's query is followed."""

    def __init__(self, block: Quantity, words: WordRows, stage: Region) -> None:
        self.words, self.asker = words, words.asker
        self.matrices = [NumberCells(getattr(block, r.matrix), r.color, PITCH) for r in ROLES]
        self.query = NumberCells(block.queries[block.cat], theme.QUERY, PITCH)
        self.keys = [NumberCells(k, theme.KEY, PITCH) for k in block.keys]
        self.values = [NumberCells(v, theme.VALUE, PITCH) for v in block.values]
        top = stage.top - HEAD - 0.15 * PITCH
        left = stage.centre[0] - ACROSS / 2 * PITCH
        self.row_x = left + (WORDS + ROW / 2) * PITCH
        first = left + (WORDS + ROW + WAY + 1) * PITCH
        self.columns = [first + j * (2 + BETWEEN) * PITCH for j in range(len(ROLES))]
        self.middle = top - self.matrices[0].rows / 2 * PITCH
        below = top - (self.matrices[0].rows + 0.5) * PITCH
        step = min(PITCH * 1.12, (below - stage.bottom) / len(self.keys))
        self.lines = [below - (i + 0.5) * step for i in range(len(self.keys))]
        self.heads = VGroup()
        for role, x in zip(ROLES, self.columns, strict=True):
            head = Words(role.name, size=HEAD, color=role.color)
            self.heads.add(head.put(x, top + 0.28 * HEAD, align=0))
        for matrix, x in zip(self.matrices[1:], self.columns[1:], strict=True):
            matrix.lie(np.array([x, self.middle, 0.0]), PITCH)
        for answers, x in zip((self.keys, self.values), self.columns[1:], strict=True):
            for cells, y in zip(answers, self.lines, strict=True):
                cells.lie(np.array([x, y, 0.0]), PITCH)

    def gather(self) -> Animation:
        """From one product by hand to the whole picture: everything draws together."""
        moves: list[Animation] = []
        self.others: list[Mobject] = []
        for i, (word, cells) in enumerate(zip(self.words.words, self.words.rows, strict=True)):
            centre = np.array([self.row_x, self.lines[i], 0.0])
            if i == self.asker:  # the last number first, so that none passes another
                lying = [
                    cell.animate.at(cells.place(0, c, centre, PITCH), PITCH)
                    for c, cell in reversed(list(enumerate(cells)))
                ]
                moves.append(LaggedStart(*lying, lag_ratio=0.3))
                self.others.append(self.words.lead(word.copy(), centre, PITCH))
                self.words.words.submobjects[i] = self.others[-1]
                moves.append(FadeOut(word, run_time=0.2))
            else:  # away since the asker was singled out
                self.others += [self.words.lead(word, centre, PITCH), cells.lie(centre, PITCH)]
        own, line = self.columns[0], self.lines[self.asker]
        moves.append(self.matrices[0].animate.lie(np.array([own, self.middle, 0.0]), PITCH))
        first, *others = self.query
        centre = np.array([own, line, 0.0])
        moves.append(first.animate.at(self.query.place(0, 0, centre, PITCH), PITCH))
        for c, cell in enumerate(others, start=1):  # not computed yet
            cell.at(self.query.place(0, c, centre, PITCH), PITCH)
        return AnimationGroup(*moves, run_time=0.9)

    def name(self) -> Animation:
        """The other words and matrices come, and each matrix has its name."""
        heads = iter(self.heads)
        steps = [FadeIn(next(heads), *self.others)]
        for matrix, head in zip(self.matrices[1:], heads, strict=True):
            steps.append(FadeIn(matrix, head, shift=0.3 * RIGHT))
        return LaggedStart(*steps, lag_ratio=0.4, run_time=0.6)

    def scan(self) -> Animation:
        """A light runs along the rows; below each matrix it leaves the answers behind."""
        start = self.row_x + (ROW / 2 + 0.3) * PITCH
        end = self.columns[-1] + 2.2 * PITCH
        height = 0.75 * PITCH
        top, foot = self.lines[0] + height, self.lines[-1] - height
        light = beam(np.array([start, foot, 0]), np.array([start, top, 0]), 1.4 * PITCH, ends=0.6)
        new = (self.query[1:], *self.keys, *self.values)
        cells = [cell for answer in new for cell in answer]

        def move(group: VGroup, alpha: float) -> None:
            x = start + alpha * (end - start)
            light.move_to([x, (top + foot) / 2, 0])
            light.set_opacity(min(1.0, 6 * alpha, 6 * (1 - alpha)))
            for cell in group[1:]:
                behind = (x - cell.box.get_center()[0]) / (0.5 * PITCH)
                cell.set_fill(opacity=min(1.0, max(0.0, behind)))

        group = VGroup(light, *cells)
        return UpdateFromAlphaFunc(group, move, rate_func=linear, run_time=SCAN)

    def leave(self) -> Animation:
        """All goes but the query, the keys, and the words."""
        seen = (*self.matrices, self.heads, *self.values, *self.words.rows)
        return FadeOut(*seen, run_time=0.3)
