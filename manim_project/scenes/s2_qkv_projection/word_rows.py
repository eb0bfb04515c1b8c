"""The sentence: one word asks the others, and each word is a row of numbers."""

from functools import partial

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    AnimationGroup,
    ApplyFunction,
    FadeIn,
    FadeOut,
    LaggedStart,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import row
from manim_project.mobjects.light import halo
from manim_project.mobjects.marks import Trail
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCells
from manim_project.scenes.s2_qkv_projection.veil import change

SPOKEN = 1.7 * theme.TALL  # em of the sentence
NAMED = 0.56  # em of a word beside its row, by the row's pitch
PITCH = 1.6 * theme.TALL
LINE = 1.04  # from a row to the next, in pitches
ROOM = 1.9  # for the words, in pitches
COLUMN = 0.44 * theme.TALL**0.5  # em of a column's name
OVER = 0.24  # from the first row to the names
UNROLL = 0.3  # how far a cell comes out of the one before it
RISE = 0.95 * theme.TALL  # of the ways from the word that asks to the others


class WordRows(VGroup):
    """The words of `block`, first as a sentence, then each with its row of cells."""

    def __init__(self, block: Quantity, stage: Region) -> None:
        self.stage, self.asker = stage, int(block.cat)
        self.words = VGroup(*(number(token, size=SPOKEN) for token in block.tokens))
        row(self.words, 0.3 * SPOKEN)
        self.words.move_to(stage.centre + 0.3 * DOWN)
        self.rows = VGroup(*(NumberCells(x, pitch=PITCH) for x in block.X))
        self.columns = VGroup(
            *(number(name, size=COLUMN, color=theme.DIM) for name in block.columns)
        )
        super().__init__(self.words, self.rows, self.columns)
        self.ways = VGroup(*(Trail(theme.QUERY, width=0.16, opacity=0.85) for _ in self.words[1:]))
        asker = self.words[self.asker]
        self.light = halo(asker.get_center(), 1.7 * SPOKEN, theme.QUERY, 0.4)
        for cells, centre in zip(self.rows, self._centres(stage, PITCH), strict=True):
            cells.lie(centre, PITCH)
        for name, cell in zip(self.columns, self.rows[0], strict=True):
            name.put(cell.get_x(), cell.box.get_top()[1] + OVER, align=0)

    def _centres(self, region: Region, pitch: float) -> list[np.ndarray]:
        """Of the rows of cells, when words and cells lie together in the middle of a region."""
        x = region.centre[0] + ROOM / 2 * pitch
        heights = ((len(self.rows) - 1) / 2 - np.arange(len(self.rows))) * pitch * LINE
        middle = region.centre[1] - (OVER + CAPITAL * COLUMN) / 2
        return [np.array([x, middle + y, 0.0]) for y in heights]

    def lead(self, word: Words, centre: np.ndarray, pitch: float) -> Words:
        """Put a word before its row of cells, whose middle is given."""
        em = NAMED * pitch
        right = centre[0] - (self.rows[0].columns / 2 + 0.3) * pitch
        return word.scale(em / word.em).put(right, centre[1] - CAPITAL / 2 * em, align=1)

    def speak(self) -> Animation:
        """The sentence, word by word."""
        return LaggedStart(*(FadeIn(word) for word in self.words), lag_ratio=0.5, run_time=0.4)

    def ask(self) -> Animation:
        """One word turns to the others: a way of light runs from it to each."""
        asker = self.words[self.asker]
        others = [word for word in self.words if word is not asker]
        top = asker.baseline + 0.8 * SPOKEN
        start = np.array([asker.get_x(), top, 0.0])
        arcs = []
        for word in others:
            end = np.array([word.get_x(), top, 0.0])
            share = np.linspace(0, 1, 60)[:, None]
            arcs.append((1 - share) * start + share * end + 4 * RISE * share * (1 - share) * UP)

        def draw(alpha: float) -> None:
            for way, arc in zip(self.ways, arcs, strict=True):
                way.follow(arc[: round(alpha * len(arc))])

        lit = AnimationGroup(
            asker.animate.set_color(theme.QUERY), FadeIn(self.light), run_time=0.25
        )
        return LaggedStart(lit, change(self.ways, draw, 0.6), lag_ratio=1.0)

    def line_up(self) -> Animation:
        """The words go each to its line."""
        moves = []
        for word, centre in zip(self.words, self._centres(self.stage, PITCH), strict=True):
            moves.append(ApplyFunction(partial(self.lead, centre=centre, pitch=PITCH), word))
        gone = FadeOut(self.ways, self.light, run_time=0.25)
        return LaggedStart(gone, LaggedStart(*moves, lag_ratio=0.3, run_time=0.4), lag_ratio=1.0)

    def unroll(self) -> Animation:
        """The cells come out of the words, one after the other."""
        lines = []
        for cells in self.rows:
            out = [FadeIn(cell, shift=UNROLL * PITCH * RIGHT) for cell in cells]
            lines.append(LaggedStart(*out, lag_ratio=0.35))
        return LaggedStart(*lines, lag_ratio=0.15, run_time=0.5)

    def name_columns(self) -> Animation:
        """What a one says of a word."""
        return LaggedStart(*(FadeIn(name) for name in self.columns), lag_ratio=0.3, run_time=0.6)
