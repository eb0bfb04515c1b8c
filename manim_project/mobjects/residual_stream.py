"""The residual stream: a line that carries a token's vector, and that everything is added to."""

from collections.abc import Sequence

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
    FadeOut,
    GrowArrow,
    Line,
    Rectangle,
    RoundedRectangle,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.sums import PITCH, gather, send
from manim_project.mobjects.text import Words, formula
from manim_project.reference.quantity import Quantity

RAIL, NAMES = -1.95, -2.68  # height of the line, baseline of what is written below it
WIDE = (0.56, PITCH[1])  # of a vector's numbers; the last one has two digits
BOX_Y = (-1.0, 2.65)  # foot and top of a part of the block
RING = 0.25  # radius of the sign of an addition
# A part of the block: where the stream is read, where it is added to, what then comes.
READ, ADD, NEXT = -5.2, 1.95, 5.2
BOX = (-6.4, 3.25)
# All of it in one picture.
READS, ADDS, END = (-5.25, 2.3), (0.6, 3.85), 5.2
BOXES = ((-6.4, 1.25), (1.5, 4.3))


class ResidualStream:
    """The residual stream of the followed token: a line through the frame, added to twice."""

    def __init__(self, block: Quantity) -> None:
        rows = (block.X[block.cat], block.x1[block.cat], block.next[block.cat])
        names = ("x", "x + o", "x + o + y")
        self.stops = [Stop(row, name) for row, name in zip(rows, names, strict=True)]
        self.rail = Line([-7.2, RAIL, 0], [7.2, RAIL, 0], color=theme.DIM, stroke_width=4)
        self.rail.set_z_index(-2)
        self.label = Words("residual stream", color=theme.DIM).put(-1.6, NAMES, align=0)

    def begin(self) -> Animation:
        """The line, with x on it."""
        x = self.stops[0].at(READ)
        return AnimationGroup(Create(self.rail), FadeIn(x, self.label), lag_ratio=0.3)

    def receive(self, step: int, what: Matrix, color: str = theme.INK) -> Animation:
        """`what` comes down onto the line and is added to the vector that arrives."""
        old, new = self.stops[step], self.stops[step + 1].at(NEXT)
        new.vector.entries.set_color(color)
        rows = zip(old.vector.entries, what.entries, new.vector.entries, strict=True)
        sums = [gather(pair, target, theme.INK) for *pair, target in rows]
        return AnimationGroup(FadeIn(new.cover, new.vector.brackets, new.name), *sums)


class Stop(VGroup):
    """A vector on the line, with its name below."""

    def __init__(self, row: Quantity, name: str) -> None:
        self.vector = Matrix(row, spec="{:.0f}", cell=WIDE)
        self.cover = Rectangle(width=self.vector.width, height=self.vector.height, stroke_width=0)
        self.cover.set_fill(theme.BACKGROUND, 1).move_to(self.vector.brackets)
        self.name = formula(name, size=theme.SCRIPTED, color=theme.DIM)
        super().__init__(self.cover, self.vector, self.name)

    def at(self, x: float) -> "Stop":
        """Put on the line."""
        VGroup(self.cover, self.vector).move_to([x, RAIL, 0])
        self.name.put(x, NAMES, align=0)
        return self


class Part(VGroup):
    """A part of the block above the line: a box with its name, an arrow in and one out."""

    def __init__(
        self, name: str, box: tuple[float, float], read: float = READ, add: float = ADD
    ) -> None:
        (left, right), (low, high) = box, BOX_Y
        frame = RoundedRectangle(width=right - left, height=high - low, corner_radius=0.15)
        frame.set_stroke(theme.FAINT, 2.5).move_to([(left + right) / 2, (low + high) / 2, 0])
        title = Words(name, color=theme.DIM).put(left + 0.25, high - 0.5)
        self.plus = adder().move_to([add, RAIL, 0])
        self.enter = _arrow([read, RAIL + WIDE[1] / 2 + 0.05, 0], [read, low, 0])
        self.leave = _arrow([add, low, 0], [add, RAIL + RING, 0])
        self.frame = VGroup(frame, title)
        super().__init__(self.frame, self.plus, self.enter, self.leave)

    def open(self) -> Animation:
        """The box, which reads the line."""
        return AnimationGroup(FadeIn(self.frame), GrowArrow(self.enter))

    def give(self) -> Animation:
        """What it made goes to the line."""
        return AnimationGroup(FadeIn(self.plus), GrowArrow(self.leave), run_time=theme.QUICK)


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
