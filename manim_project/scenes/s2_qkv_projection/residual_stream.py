"""The residual stream: a line that carries a token's vector, and that everything is added to."""

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Arrow,
    Circle,
    Create,
    FadeIn,
    GrowArrow,
    Line,
    Rectangle,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.sums import PITCH, gather, send
from manim_project.mobjects.text import Words, formula
from manim_project.reference.quantity import Quantity

RAIL, NAMES = theme.tall(-1.95, -2.68)  # height of the line, baseline of what is written below it
GAP = 0.3  # between a vector's numbers
BOX_Y = theme.tall(-1.0, 2.55)  # foot and top of a part of the block
RING = 0.25  # radius of the sign of an addition
# One part of the block fills the frame: where it reads the line, where it adds to it, what comes.
READ, ADD, NEXT, BOX = -5.2, 2.75, 5.25, (-6.4, 4.1)
END = 7.2  # of the line, outside the frame


class Stop(VGroup):
    """A vector on the line, with its name below."""

    def __init__(self, row: Quantity, name: str) -> None:
        plain = Matrix(row, spec="{:.0f}")
        widths = [entry.advance + GAP for entry in plain.entries]
        self.vector = Matrix(row, spec="{:.0f}", cell=(float(np.mean(widths)), PITCH[1]))
        x = self.vector.brackets.get_left()[0]
        for entry, width in zip(self.vector.entries, widths, strict=True):
            # Gaps, not middles, are even: the last vector has a number of two digits.
            entry.put(x + width / 2, entry.baseline, align=0)
            x += width
        self.cover = Rectangle(width=self.vector.width, height=self.vector.height, stroke_width=0)
        self.cover.set_fill(theme.BACKGROUND, 1).move_to(self.vector.brackets)
        self.label = formula(name, size=theme.SCRIPTED, color=theme.DIM)
        super().__init__(self.cover, self.vector, self.label)

    def at(self, x: float) -> "Stop":
        """Put on the line."""
        VGroup(self.cover, self.vector).move_to([x, RAIL, 0])
        self.label.put(x, NAMES, align=0)
        return self


class ResidualStream:
    """The residual stream of the followed token: a line through the frame, added to twice."""

    def __init__(self, block: Quantity) -> None:
        rows = (block.X[block.cat], block.x1[block.cat], block.next[block.cat])
        names = ("x", "x + o", "x + o + y")
        self.stops = [Stop(row, name) for row, name in zip(rows, names, strict=True)]
        self.rail = Line([-END, RAIL, 0], [END, RAIL, 0], color=theme.DIM, stroke_width=4)
        self.rail.set_z_index(-2)
        self.label = Words("residual stream", color=theme.DIM).put(-1.25, NAMES, align=0)

    def begin(self) -> Animation:
        """The line, with x on it."""
        return AnimationGroup(Create(self.rail), FadeIn(self.stops[0].at(READ), self.label))

    def receive(self, step: int, what: Matrix, color: str = theme.INK) -> Animation:
        """`what` comes down onto the line and is added to the vector that arrives."""
        old, new = self.stops[step], self.stops[step + 1].at(NEXT)
        new.vector.entries.set_color(color)
        rows = zip(old.vector.entries, what.entries, new.vector.entries, strict=True)
        sums = [gather(pair, target, theme.INK) for *pair, target in rows]
        return AnimationGroup(FadeIn(new.cover, new.vector.brackets, new.label), *sums)


class Part(VGroup):
    """A part of the block above the line: a box with its name, an arrow in and one out.

    `read` and `add` are where it reads the line and where it is added to it.
    """

    def __init__(
        self, name: str, box: tuple[float, float] = BOX, read: float = READ, add: float = ADD
    ) -> None:
        (left, right), (low, high) = box, BOX_Y
        frame = RoundedRectangle(width=right - left, height=high - low, corner_radius=0.15)
        frame.set_stroke(theme.FAINT, 2.5).move_to([(left + right) / 2, (low + high) / 2, 0])
        title = Words(name, color=theme.DIM).put(left + 0.25, high - 0.5)
        self.frame = VGroup(frame, title)
        self.plus = adder().move_to([add, RAIL, 0])
        self.way_in = _arrow([read, RAIL + PITCH[1] / 2 + 0.07, 0], [read, low, 0])
        self.way_out = _arrow([add, low, 0], [add, RAIL + RING, 0])
        super().__init__(self.frame, self.plus, self.way_in, self.way_out)

    def open(self) -> Animation:
        """The box, which reads the line."""
        return AnimationGroup(FadeIn(self.frame), GrowArrow(self.way_in))

    def read(self, source: Matrix, copy: Matrix) -> Animation:
        """The vector on the line comes up into the box."""
        moves = map(send, source.entries, copy.entries)
        return AnimationGroup(GrowArrow(self.way_in), FadeIn(copy.brackets), *moves)

    def give(self) -> Animation:
        """What it made goes to the line."""
        return AnimationGroup(FadeIn(self.plus), GrowArrow(self.way_out), run_time=theme.QUICK)


class Relu(VGroup):
    """ReLU on its way from the numbers `before` to the numbers `after`."""

    def __init__(self, before: Matrix, after: Matrix) -> None:
        self.before, self.after = before, after
        self.arrow = _arrow(before.get_right() + 0.12 * RIGHT, after.get_left() + 0.12 * LEFT)
        middle = self.arrow.get_center()
        self.label = Words("ReLU", size=theme.SMALL).put(middle[0], middle[1] + 0.17, align=0)
        super().__init__(self.arrow, self.label, after)

    def appear(self) -> Animation:
        """The numbers go through."""
        moves = map(send, self.before.entries, self.after.entries)
        return Succession(
            AnimationGroup(FadeIn(self.label), GrowArrow(self.arrow)),
            AnimationGroup(FadeIn(self.after.brackets), *moves),
            run_time=theme.MOVE,
        )


def _arrow(start: Sequence[float], end: Sequence[float]) -> Arrow:
    return Arrow(start, end, buff=0, color=theme.INK, stroke_width=5, tip_length=0.2)


def adder() -> VGroup:
    """The sign of an addition into the stream."""
    ring = Circle(radius=RING, color=theme.INK, stroke_width=3)
    arm = 0.13
    return VGroup(
        ring.set_fill(theme.PANEL, 1),
        Line(arm * LEFT, arm * RIGHT, stroke_width=3, color=theme.INK),
        Line(arm * UP, arm * DOWN, stroke_width=3, color=theme.INK),
    )
