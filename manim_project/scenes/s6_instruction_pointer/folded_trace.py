"""A loop's trace, token by token: each line beside the instruction that it executed."""

import numpy as np
from manim import (
    UP,
    AnimationGroup,
    DashedVMobject,
    FadeIn,
    FadeOut,
    Rectangle,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import CORNER, Cell
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.tape import ProgramColumn
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

BYTE = 0.5  # from byte to byte
SIZE = 0.32  # of the tokens' type
BYTES, LAST, LONG = 2.05, 1.5, 2.5  # widths: four bytes, a line's last token, a longer token
GAP = 0.05
DASHES = 36  # round the place of a line to come
STEP = 0.55  # from the last token to the right end of its step


class TokenLine(VGroup):
    """One line of the trace: four bytes in a box and their commit, or one token alone. A taken
    branch has one token more, before its bytes.

    `spots` has the middle of each token, by its position in the run; `last` is the cell of the
    last one, `step` the number that it carries, which is not shown at first.
    """

    def __init__(self, run: Quantity, index: int, *, left: float, y: float, height: float) -> None:
        super().__init__()
        line, self.pen, self.y, self.tall = run.lines[index], left, y, height
        *first, final = range(int(line.start), int(line.stop))
        jumps = value_of(line.kind) == "branch"
        self.spots: dict[int, np.ndarray] = {}
        self.boxes, self.texts = VGroup(), VGroup()
        if jumps:
            self._cell(first[0], LONG, "{}", run.tokens[first[0]].text)
            first = first[1:]
        self.bytes = VGroup(
            *(number(run.tokens[p].text, face=theme.MONO, size=SIZE) for p in first)
        )
        self._spell(first, theme.DIM if jumps else theme.VALUE)
        if jumps:
            self.last = self._cell(final, LONG, "commit(bt={:d})", run.tokens[final].branched)
        elif first:
            self.last = self._cell(final, LAST, "commit")
        else:
            self.last = self._cell(final, LAST, "{}", run.tokens[final].text)
        self.step = number(
            run.residual(name="Δip", position=final, layer=0), "{:+.0f}", color=theme.VALUE
        )
        self.step.in_box(self.last.get_center())
        self.step.put(self.last.get_right()[0] + STEP, self.step.baseline, align=1)
        self.add(self.boxes.set_z_index(-1), self.texts)  # below the wire that leads to a token

    def _cell(self, position: int, width: float, template: str, *quantities: Quantity) -> Cell:
        cell = Cell(template, *quantities, width=width, height=self.tall, size=SIZE)
        cell.colored(theme.FAINT, theme.INK)
        cell.place(np.array([self.pen + width / 2, self.y, 0.0]))
        self.pen += width + GAP
        self.spots[position] = cell.get_center()
        self.boxes.add(cell.box)
        self.texts.add(cell.words)
        return cell

    def _spell(self, positions: list[int], color: str) -> None:
        """The bytes in their box; a line without bytes leaves the room free."""
        box = RoundedRectangle(width=BYTES, height=self.tall, corner_radius=CORNER)
        box.set_stroke(color, width=2).set_fill(theme.panel(color), 1)
        box.move_to([self.pen + BYTES / 2, self.y, 0.0])
        self.pen += BYTES + GAP
        for i, (position, byte) in enumerate(zip(positions, self.bytes, strict=True)):
            self.spots[position] = box.get_center() + np.array([(i - 1.5) * BYTE, 0.0, 0.0])
            byte.in_box(self.spots[position])
        if positions:
            self.boxes.add(box)
            self.texts.add(*self.bytes)

    def empty(self) -> Animation:
        """What the tokens say goes, and the step moves into the last token's place."""
        quiet = self.boxes.animate.set_stroke(theme.FAINT).set_fill(theme.PANEL)
        self.remove(self.texts)
        step = self.step.animate.in_box(self.last.box.get_center())
        return AnimationGroup(quiet, FadeOut(self.texts), step)


class FoldedTrace(VGroup):
    """The trace as it grows: each line at the height of its instruction in `program`, so that
    after a jump back it goes on in the next column, which begins at the next of `lefts`."""

    def __init__(self, run: Quantity, program: ProgramColumn, lefts: tuple[float, ...]) -> None:
        self.run, self.program, self.lefts = run, program, lefts
        self.lines: list[TokenLine] = []
        self.steps = VGroup()
        super().__init__(self.steps)

    def column(self, index: int) -> int:
        """In which column a line stands: how many jumps there were before it."""
        return [value_of(line.kind) for line in list(self.run.lines)[:index]].count("branch")

    def place(self, index: int) -> TokenLine:
        """Make the next line where it belongs, without showing it."""
        box = self.program.cell(self.run.lines[index].instruction).box
        left, y = self.lefts[self.column(index)], box.get_center()[1]
        self.lines.append(TokenLine(self.run, index, left=left, y=y, height=box.height))
        return self.lines[-1]

    def emit(self, index: int) -> Animation:
        """The next line appears."""
        line = self.place(index)
        self.add(line)
        return FadeIn(line, shift=0.1 * UP)

    def tell(self, index: int) -> Animation:
        """A line's step comes out of its last token."""
        line = self.lines[index]
        self.steps.add(line.step)
        return FadeIn(line.step, target_position=line.last)

    def slot(self, index: int) -> VGroup:
        """A dashed box where the line after this one will be."""
        box = self.program.cell(self.run.lines[index + 1].instruction).box
        width = BYTES + GAP + LAST
        dashed = DashedVMobject(Rectangle(width=width, height=box.height), num_dashes=DASHES)
        middle = [self.lefts[self.column(index + 1)] + width / 2, box.get_center()[1], 0.0]
        dashed.set_stroke(theme.DIM, width=2).move_to(middle)
        name = Words("next line", size=theme.SMALL, color=theme.DIM)
        return VGroup(dashed, name.in_box(dashed.get_center()))

    def empty(self) -> Animation:
        """All tokens of all lines show their steps instead of what they say."""
        return AnimationGroup(*(line.empty() for line in self.lines))
