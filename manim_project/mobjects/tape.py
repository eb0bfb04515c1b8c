"""The running program and its trace: the same cells in every scene of the machine.

`program` and `run` are quantities of the reference model: `REFERENCE.machine.run("countdown")`.
"""

from typing import Any

import numpy as np
from manim import PI, UP, Animation, AnimationGroup, FadeIn, FadeOut, Triangle, VGroup

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

    The left edge of the cells is at `left`, the middle of the first at `top`. `show` limits the
    instructions to a slice.
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
        show: slice = slice(None),
    ) -> None:
        super().__init__()
        self.cells, self.indices = VGroup(), VGroup()
        self.first = show.indices(len(program.instructions))[0]
        for row, instruction in enumerate(list(program.instructions)[show]):
            center = np.array([left + width / 2, top - row * pitch, 0.0])
            box = {"width": width, "height": min(HEIGHT, pitch - LEAST_GAP)}
            cell = Cell("{}", instruction.text, **box, size=size, color=theme.FAINT)
            cell.place(center)
            index = number(instruction.index, size=theme.SMALL, color=theme.DIM)
            index.in_box(center).put(left - INDEX_GAP / 2, index.baseline, align=1)
            self.cells.add(cell)
            self.indices.add(index)
        self.add(self.cells, self.indices)

    def cell(self, index: Quantity | int) -> Cell:
        """The cell of an instruction."""
        return self.cells[int(index) - self.first]

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

    `value` is the first cell, `commit` the second one or None. `stack` says whether the commit
    shows the change of the stack's depth.
    """

    def __init__(
        self,
        run: Quantity,
        index: int,
        *,
        stack: bool = True,
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
            self.commit = commit = self._commit(line, stack, commit_width, height)
            super().__init__(self.value, commit.next_to(self.value, buff=GAP))
        else:
            color = theme.WINNER if kind == "out" else theme.DIM
            text = run.tokens[line.start].text
            self.value = Cell("{}", text, **size, color=color)
            super().__init__(self.value)

    @staticmethod
    def _commit(line: Quantity, stack: bool, width: float, height: float) -> Cell:
        shown = ("commit({:+d})", line.stack_delta) if stack else ("commit",)
        return Cell(*shown, width=width, height=height).colored(theme.FAINT, theme.DIM)


class Trace(VGroup):
    """The trace as it grows downwards: line n in row n, `rows` of them in sight.

    The left edge is at `left`, the middle of the first row at `top`. Lines come by `emit`, which
    scrolls the older ones out at the top when there is no room left. `style` as for `TraceLine`.
    """

    def __init__(
        self,
        run: Quantity,
        *,
        left: float,
        top: float,
        rows: int,
        pitch: float = PITCH,
        **style: Any,
    ) -> None:
        super().__init__()
        self.style = {"height": min(HEIGHT, pitch - GAP / 2)} | style
        self.run, self.left, self.top, self.rows, self.pitch = run, left, top, rows, pitch
        self.lines: dict[int, TraceLine] = {}
        self.scrolled = 0

    def line(self, index: int) -> TraceLine:
        """The line with that index, which has been emitted."""
        return self.lines[index]

    def place(self, index: int) -> TraceLine:
        """Make a line and put it where it belongs now, without showing it."""
        line = self.lines[index] = TraceLine(self.run, index, **self.style)
        y = self.top - (index - self.scrolled) * self.pitch
        line.shift(np.array([self.left, y, 0.0]) - line.value.box.get_left())
        return line

    def emit(self, index: int) -> Animation:
        """The next line appears below the others."""
        moves = []
        if index - self.scrolled >= self.rows:
            moves = [self._scroll(index - self.scrolled - self.rows + 1)]
        line = self.place(index)
        self.add(line)
        return AnimationGroup(*moves, FadeIn(line, shift=0.2 * UP))

    def _scroll(self, by: int) -> Animation:
        first, self.scrolled = self.scrolled, self.scrolled + by
        moves: list[Animation] = []
        for index, line in list(self.lines.items()):
            shift = by * self.pitch * UP
            if index < self.scrolled:
                if index >= first:
                    moves.append(FadeOut(line, shift=shift))
                    self.remove(line)
            else:
                moves.append(line.animate.shift(shift))
        return AnimationGroup(*moves)


def heading(text: str, left: float, baseline: float) -> Words:
    """A quiet heading over a column."""
    return Words(text, color=theme.DIM).put(left, baseline)
