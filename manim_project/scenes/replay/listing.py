"""A program to read: its instructions in one column or two, each with what it does, which then go
down to their tokens on the tape."""

from collections.abc import Sequence

import numpy as np
from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart, Rectangle, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.ribbon import PLAIN
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity
from manim_project.scenes.replay.narration import gloss
from manim_project.scenes.replay.tape import Tape

ROWS = 8  # of a column; what is longer is not shown to its end
TOP, FOOT = theme.tall(3.2, -1.5)
LEADING = 1.7  # em from row to row
SIZES = (0.8, 0.46)  # em at most, of one column and of two
GAP, APART = 0.7, 1.3  # em from an instruction to what it does, and from column to column
TOKENS = 5  # of an instruction; a brace comes first
LETTERS = 13  # of an instruction that is written out


class Listing(VGroup):
    """The first instructions of a program, and dots if there are more."""

    def __init__(self, program: Quantity, tape: Tape) -> None:
        self.tape = tape
        instructions = program.instructions
        self.count = count = min(len(instructions), 2 * ROWS)
        columns = 1 if count <= ROWS else 2
        rows = -(-count // columns)
        most = min(SIZES[columns - 1], (TOP - FOOT) / rows / LEADING)
        wide = self._lay([instructions[k] for k in range(count)], rows, most)
        size = most * min(1.0, 2 * theme.SAFE_X / wide)
        if size < most:
            self._lay([instructions[k] for k in range(count)], rows, size)
        more = len(instructions) > count
        self.dots = VGroup(*([Words("…", size=0.6, color=theme.DIM)] if more else []))
        if more:
            last = self.rows[-1][0]
            self.dots[0].put(last.pen[0], last.baseline - LEADING * size + 0.15)
        super().__init__(self.rows, self.dots)

    def _lay(self, instructions: Sequence[Quantity], rows: int, size: float) -> float:
        """Set the lines, so many `rows` a column; returns how wide all columns are."""
        self.rows = VGroup(*(self._row(each, size) for each in instructions))
        blocks = [self.rows[k : k + rows] for k in range(0, len(self.rows), rows)]
        widths = [_widths(block) for block in blocks]
        apart = GAP * size, APART * size
        wide = sum(sum(pair) + apart[0] for pair in widths) + apart[1] * (len(blocks) - 1)
        x, first = -wide / 2, (TOP + FOOT) / 2 + ((rows - 1) / 2 * LEADING - 0.36) * size
        for block, (code, meaning) in zip(blocks, widths, strict=True):
            for k, row in enumerate(block):
                y = first - k * LEADING * size
                row[0].put(x, y)
                row[1].put(x + code + apart[0], y)
            x += code + apart[0] + meaning + apart[1]
        return wide

    def _row(self, instruction: Quantity, size: float) -> VGroup:
        text = instruction.text
        if len(text) > LETTERS:
            text = instruction.name
        code = Words("{}", text, size=0.9 * size, face=theme.MONO, counted=False)
        template, *quantities = gloss(instruction)
        meaning = Words(template, *quantities, size=size, color=theme.DIM, counted=False)
        return VGroup(code, meaning)

    def appear(self) -> Animation:
        """Line after line."""
        rows = [FadeIn(row) for row in self.rows]
        return LaggedStart(*rows, *map(FadeIn, self.dots), lag_ratio=0.35, run_time=1.3)

    def go_down(self) -> list[Animation]:
        """Each line becomes its tokens, which go down on the tape; to be played in turn."""
        blocks = VGroup(*(self._block(row) for row in self.rows))
        downs = [
            block.animate.stretch_to_fit_width(TOKENS * self.tape.pitch)
            .stretch_to_fit_height(PLAIN)
            .move_to(self._tokens(k))
            for k, block in enumerate(blocks)
        ]
        return [
            FadeOut(self, run_time=0.3),
            FadeIn(blocks, run_time=0.2),
            LaggedStart(*downs, lag_ratio=0.12, run_time=1.0),
            AnimationGroup(FadeIn(self.tape), FadeOut(blocks), run_time=0.3),
        ]

    def _block(self, row: VGroup) -> Rectangle:
        """The tokens of a line, where it is written."""
        block = Rectangle(width=row.width, height=row[0].em * 0.8, stroke_width=0)
        return block.set_fill(self.tape.program.get_fill_color(), 1).move_to(row)

    def _tokens(self, k: int) -> np.ndarray:
        return self.tape.middle(1 + TOKENS * k + TOKENS // 2)


def _widths(rows: VGroup) -> tuple[float, float]:
    """Of the instructions, and of what they do."""
    return max(row[0].advance for row in rows), max(row[1].advance for row in rows)
