"""The trace set upright: a line a column, and above each push its value at its depth."""

from typing import Any

import numpy as np
from manim import AnimationGroup, Create, FadeIn, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.layers import rail
from manim_project.mobjects.tape import TraceLine
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity

EDGES = ((-5.6, -3.2), (-3.1, -0.7), (-0.6, 2.8), (2.9, 4.6), (4.7, 5.7))  # of the columns
HEADS, BYTES, COMMITS = theme.tall(2.42, -1.83, -2.5)  # middles of instructions and tokens
FLOOR, ROW = theme.tall(-1.35, 1.4)  # the height of depth 0, and from depth to depth
BLOCK, BIG = 0.84, 0.5  # a value's block, and the em of the value
INSET = 0.06  # from a column's right edge to its block
BESIDE = 0.14  # from a block or a rail to what stands beside it


def level(depth: float) -> float:
    """The height that belongs to a depth."""
    return FLOOR + depth * ROW


def middle(depth: float) -> float:
    """The middle of the room below a depth: there its value stands."""
    return level(depth) - ROW / 2


def block(value: Quantity) -> Cell:
    """A value on its own."""
    style: dict[str, Any] = {"color": theme.VALUE, "face": theme.WORDS, "size": BIG}
    return Cell("{}", value, width=BLOCK, height=BLOCK, **style)


class Column(VGroup):
    """A line of the trace, set upright: its instruction above, its tokens below."""

    def __init__(self, run: Quantity, index: int) -> None:
        self.line, (self.left, self.right) = run.lines[index], EDGES[index]
        width, x = self.right - self.left, (self.left + self.right) / 2
        text = run.program.instructions[self.line.instruction].text
        self.head = Cell("{}", text, width=width, height=0.5).colored(theme.FAINT, theme.DIM)
        self.home = np.array([x, HEADS, 0.0])
        self.head.place(self.home)
        self.tokens = TraceLine(run, index, width=width, commit_width=width)
        for cell, y in zip(self.tokens, (BYTES, COMMITS), strict=False):
            cell.place(np.array([x, y, 0.0])).words.set_color(theme.INK)
        super().__init__(self.head, self.tokens)

    def spot(self, depth: float) -> np.ndarray:
        """Where the column has room for a value at a depth, (3,)."""
        return np.array([self.right - INSET - BLOCK / 2, middle(depth), 0.0])

    def go_home(self) -> Animation:
        """Its instruction moves to the top of the column."""
        return self.head.animate.place(self.home)

    def start(self) -> Animation:
        """Its instruction is the one that runs."""
        return self.head.paint(theme.INK)

    def stop(self) -> Animation:
        """Its instruction has run."""
        return self.head.quiet()


class Step(Column):
    """A line whose last token changes the depth: that makes a stair."""

    def __init__(self, run: Quantity, index: int) -> None:
        super().__init__(run, index)
        self.position, self.last = int(self.line.stop) - 1, self.tokens[-1]
        self.d = run.residual(name="depth", position=self.position, layer=1)
        self.step, self.total, self.stair = self._stair(round(float(self.d)))

    def _stair(self, depth: int) -> tuple[Words, Words, VMobject]:
        """The step beside its riser, the depth upon the tread, and the two lines."""
        step, x = int(self.line.stack_delta), self.left - (EDGES[1][0] - EDGES[0][1]) / 2
        before, now = level(depth - step), level(depth)
        edge = rail((x, before), (x, now), (self.right + 0.05, now), color=theme.INK, width=5)
        text = number(self.line.stack_delta, "{:+d}", size=theme.TITLE, bold=True)
        side = 1 if step > 0 else -1  # the outer side of the corner, which is empty
        up = 0.0 if step > 0 else 0.24  # clear of the depth upon its own tread
        text.put(x - side * BESIDE, (before + now) / 2 - 0.18 + up, align=side)
        name = Words("depth {:.0f}", self.d, color=theme.DIM)
        end = (self.left + INSET if step > 0 else self.right - INSET), now + BESIDE
        name.put(*end, align=-side)  # away from the step
        return text, name, edge

    def add_step(self) -> Animation:
        """The step leaves the commit for its stair."""
        return FadeIn(self.step, target_position=self.last)

    def climb(self) -> Animation:
        """The stair goes up, or down, by the step."""
        return Create(self.stair)


class Push(Step):
    """A line that stores on the stack: under its stair stands its value."""

    def __init__(self, run: Quantity, index: int) -> None:
        super().__init__(run, index)
        self.value = self.line.value
        self.block = block(self.value).place(self.spot(round(float(self.d))))
        key = run.look(head="read.top", position=self.position).keys[self.position]
        self.key = Words("({:.0f}, {:.0f})", *key, color=theme.KEY)
        self._beside(self.key, 0.1)

    def _beside(self, words: Words, up: float) -> Words:
        """Set a text left of the block, `up` above its middle."""
        x, y = self.block.box.get_left()[0], self.block.box.get_center()[1]
        return words.put(x - BESIDE, y + up, align=1)

    def rise(self) -> Animation:
        """The value leaves its bytes for the room below its depth."""
        return FadeIn(self.block, target_position=self.tokens.value)

    def fade(self) -> Animation:
        """The value is popped: it and its bytes stay, out of the way."""
        return AnimationGroup(self.block.quiet(), self.tokens.value.quiet())

    def tell(self, values: Quantity) -> Words:
        """This line's among scores that belong to tokens, below its key."""
        words = Words("score {:.0f}", values[self.position])
        return self._beside(words, -0.42)
