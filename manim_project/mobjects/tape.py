"""The running program and its trace: the same cells in every scene of the machine.

`program` and `run` are quantities of the reference model: `REFERENCE.machine.run("countdown")`.
"""

from typing import Any

import numpy as np
from manim import PI, Animation, AnimationGroup, Triangle, VGroup

from manim_project import theme
from manim_project.mobjects.cell import HEIGHT, Cell
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

PITCH = 0.68  # from one line to the next
GAP = 0.14  # between the cells of a line
LEAST_GAP = 0.045  # between lines
INDEX_GAP = 0.3  # between an instruction's cell and its index
BYTES_WIDTH = 2.75
COMMIT_WIDTH = 2.75


class ProgramColumn(VGroup):
    """A program's instructions, one cell a line, each with its index at the left.

    The left edge of the cells is at `left`, the middle of the first at `top`.
    """

    def __init__(
        self,
        program: Quantity,
        *,
        left: float,
        top: float,
        width: float = 2.9,
        pitch: float = PITCH,
        size: float = theme.CODE,
    ) -> None:
        super().__init__()
        self.cells, self.indices = VGroup(), VGroup()
        for row, instruction in enumerate(program.instructions):
            center = np.array([left + width / 2, top - row * pitch, 0.0])
            height = min(HEIGHT, pitch - LEAST_GAP)
            cell = Cell("{}", instruction.text, width=width, height=height, size=size)
            cell.colored(theme.FAINT, theme.INK).place(center)
            index = number(instruction.index, size=theme.SMALL, color=theme.DIM)
            index.in_box(center).put(left - INDEX_GAP / 2, index.baseline, align=1)
            self.cells.add(cell)
            self.indices.add(index)
        self.add(self.cells, self.indices)

    def cell(self, index: Quantity | int) -> Cell:
        """The cell of an instruction."""
        return self.cells[int(index)]

    def light(self, index: Quantity | int, before: Quantity | int | None = None) -> Animation:
        """Light up the instruction that runs now, and put the one before back."""
        lit = self.cell(index).paint(theme.WINNER)
        if before is None or int(before) == int(index):
            return lit
        return AnimationGroup(self.cell(before).paint(theme.FAINT, theme.INK), lit)


class Pointer(Triangle):
    """The instruction pointer: a gold triangle at the right of a `ProgramColumn`."""

    def __init__(self, column: ProgramColumn, index: Quantity | int) -> None:
        super().__init__(color=theme.WINNER, fill_opacity=1, stroke_width=0)
        self.rotate(PI / 2).scale_to_fit_height(0.3)
        self.column = column
        self.move_to(self.spot(index))

    def spot(self, index: Quantity | int) -> np.ndarray:
        """Where the pointer stands for an instruction, (3,)."""
        return self.column.cell(index).box.get_right() + np.array([0.25, 0.0, 0.0])

    def go(self, index: Quantity | int) -> Animation:
        """Walk or jump to an instruction."""
        return self.animate.move_to(self.spot(index))


class TraceLine(VGroup):
    """One line of the trace: the bytes and the commit, or the single token, as cells.

    `value` is the first cell, `commit` the second one or None.
    """

    def __init__(
        self,
        run: Quantity,
        index: int,
        *,
        width: float = BYTES_WIDTH,
        commit_width: float = COMMIT_WIDTH,
        height: float = HEIGHT,
    ) -> None:
        self.line = line = run.lines[index]
        kind = value_of(line.kind)
        size: dict[str, Any] = {"width": width, "height": height}
        self.commit: Cell | None = None
        if kind in ("value", "branch"):
            start = int(line.start) + (kind == "branch")
            texts = [run.tokens[position].text for position in range(start, start + 4)]
            color = theme.VALUE if kind == "value" else theme.DIM
            self.value = Cell("{} {} {} {}", *texts, **size, color=color)
            self.commit = commit = self._commit(line, commit_width, height)
            super().__init__(self.value, commit.next_to(self.value, buff=GAP))
        else:
            color = theme.WINNER if kind == "out" else theme.DIM
            text = run.tokens[line.start].text
            self.value = Cell("{}", text, **size, color=color)
            super().__init__(self.value)

    @staticmethod
    def _commit(line: Quantity, width: float, height: float) -> Cell:
        cell = Cell("commit({:+d})", line.stack_delta, width=width, height=height)
        return cell.colored(theme.FAINT, theme.DIM)


def heading(text: str, left: float, baseline: float) -> Words:
    """A quiet heading over a column."""
    return Words(text, color=theme.DIM).put(left, baseline)
