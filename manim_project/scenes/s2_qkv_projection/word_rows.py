"""The sentence: each word is a row of numbers."""

from functools import partial

import numpy as np
from manim import RIGHT, AnimationGroup, ApplyFunction, FadeIn, FadeOut, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import row
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCells

SPOKEN = 1.5 * theme.TALL  # em of the sentence
NAMED = 0.62  # em of a word beside its row, by the row's pitch
PITCH = 1.3 * theme.TALL
ROOM = 2.1  # for the words, in pitches
UNROLL = 0.3  # how far a cell comes out of the one before it


class WordRows(VGroup):
    """The words of `block`, first as a sentence, then each with its row of cells."""

    def __init__(self, block: Quantity, stage: Region) -> None:
        self.stage, self.asker = stage, int(block.cat)
        self.words = VGroup(*(number(token, size=SPOKEN) for token in block.tokens))
        row(self.words, 0.3 * SPOKEN)
        self.words.move_to(stage.centre)
        self.rows = VGroup(*(NumberCells(x, pitch=PITCH) for x in block.X))
        super().__init__(self.words, self.rows)
        self.pitch = PITCH
        for cells, centre in zip(self.rows, self._centres(stage, PITCH), strict=True):
            cells.lie(centre, PITCH)

    def _centres(self, region: Region, pitch: float) -> list[np.ndarray]:
        """Of the rows of cells, when words and cells lie together in the middle of a region."""
        x = region.centre[0] + ROOM / 2 * pitch
        heights = ((len(self.rows) - 1) / 2 - np.arange(len(self.rows))) * pitch * 1.25
        return [np.array([x, region.centre[1] + y, 0.0]) for y in heights]

    def lead(self, word: Words, centre: np.ndarray, pitch: float) -> Words:
        """Put a word before its row of cells, whose middle is given."""
        em = NAMED * pitch
        right = centre[0] - (self.rows[0].columns / 2 + 0.3) * pitch
        return word.scale(em / word.em).put(right, centre[1] - CAPITAL / 2 * em, align=1)

    def speak(self) -> Animation:
        """The sentence, word by word."""
        return LaggedStart(*(FadeIn(word) for word in self.words), lag_ratio=0.6, run_time=0.5)

    def line_up(self) -> Animation:
        """The words go each to its line."""
        moves = []
        for word, centre in zip(self.words, self._centres(self.stage, PITCH), strict=True):
            moves.append(ApplyFunction(partial(self.lead, centre=centre, pitch=PITCH), word))
        return LaggedStart(*moves, lag_ratio=0.35, run_time=0.8)

    def unroll(self) -> Animation:
        """The cells come out of the words, one after the other."""
        lines = []
        for cells in self.rows:
            out = [FadeIn(cell, shift=UNROLL * PITCH * RIGHT) for cell in cells]
            lines.append(LaggedStart(*out, lag_ratio=0.35))
        return LaggedStart(*lines, lag_ratio=0.15, run_time=0.8)

    def single_out(self) -> Animation:
        """Only the word that asks stays, in its colour."""
        others = [part for i, part in enumerate(zip(self.words, self.rows, strict=True))
                  if i != self.asker for part in part]  # fmt: skip
        ask = self.words[self.asker].animate.set_color(theme.QUERY)
        return AnimationGroup(FadeOut(*others), ask, run_time=0.3)
