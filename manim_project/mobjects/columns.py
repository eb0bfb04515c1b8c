"""The trace set upright: its lines side by side, and above each push its value at its depth."""

from typing import Any

import numpy as np
from manim import DOWN, AnimationGroup, FadeIn, FadeOut, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.tape import TraceLine
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

COLUMNS = (-3.75, -1.0, 1.75, 5.35)  # the middles of the trace's lines, side by side
LEVELS = {1: 0.0, 2: 1.3}  # the height that belongs to a depth
HEADS, NOTES = 2.36, -1.05  # the instructions' middle; the baseline of notes below the levels
BYTES, COMMITS = -1.62, -2.3  # middles of the tokens
WIDTH = 2.5  # of a column's cells
BLOCK, BIG = 0.8, 0.5  # a value's block, and the em of the value


class Column(VGroup):
    """A line of the trace, set upright: its instruction above, its tokens below."""

    def __init__(self, run: Quantity, index: int, width: float = WIDTH) -> None:
        self.line, self.x = run.lines[index], COLUMNS[index]
        text = run.program.instructions[self.line.instruction].text
        self.instruction = Cell("{}", text, width=width, height=0.5, color=theme.FAINT)
        self.instruction.place(np.array([self.x, HEADS, 0.0]))
        self.tokens = TraceLine(run, index, width=width, commit_width=width)
        for cell, y in zip(self.tokens, (BYTES, COMMITS), strict=False):
            cell.place(np.array([self.x, y, 0.0]))
        super().__init__(self.instruction, self.tokens)

    def start(self) -> Animation:
        """Its instruction is the one that runs."""
        return self.instruction.paint(theme.WINNER)

    def stop(self) -> Animation:
        """Its instruction has run."""
        return self.instruction.paint(theme.FAINT, theme.INK)

    def below(self, template: str, *quantities: Quantity) -> Words:
        """A note between the levels and the tokens."""
        return Words(template, *quantities).put(self.x - WIDTH / 2, NOTES)


class Push(Column):
    """A line that stores on the stack: also its value as a block on the level of its depth."""

    def __init__(self, run: Quantity, index: int) -> None:
        super().__init__(run, index)
        self.value, self.position = self.line.value, int(self.line.stop) - 1
        self.commit = self.tokens[-1]
        self.d = run.residual(name="stack_key", position=self.position, layer=1)
        left, y = self.x - WIDTH / 2, LEVELS[round(float(self.d))]
        look: dict[str, Any] = {"color": theme.VALUE, "face": theme.WORDS, "size": BIG}
        self.block = Cell("{}", self.value, width=BLOCK, height=BLOCK, **look)
        self.block.place(np.array([left + BLOCK / 2, y, 0.0]))
        key = run.look(head="read.top", position=self.position).keys[self.position]
        self.side = (left + BLOCK + 0.2, y)  # of the block: left end, middle
        self.level = self._beside("d = {:.0f}", self.d).shift(0.24 * DOWN)
        self.key = self._beside("({:.0f}, {:.0f})", *key, color=theme.KEY)
        self.add(self.block, self.level, self.key)

    def _beside(self, template: str, *quantities: Quantity, **style: Any) -> Words:
        x, y = self.side
        return Words(template, *quantities, **style).put(x, y + 0.1)

    def rise(self) -> Animation:
        """The value leaves its tokens for its level."""
        block = FadeIn(self.block, target_position=self.tokens.value)
        return LaggedStart(block, FadeIn(self.level), lag_ratio=0.6)

    def become_key(self) -> Animation:
        """The depth becomes the key of two numbers."""
        return AnimationGroup(FadeOut(self.level), FadeIn(self.key))

    def tell(self, template: str, values: Quantity) -> Words:
        """This line's among numbers that belong to tokens, below its key."""
        x, y = self.side
        return Words(template, values[self.position]).put(x, y - 0.42)
