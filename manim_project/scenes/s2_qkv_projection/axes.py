"""Two axes through the zero, with numbers."""

from typing import Self

from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from manim_project import theme
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.text import CAPITAL, number
from manim_project.reference.quantity import Quantity

TICK = 0.42 * theme.TALL**0.5  # em
MARK = 0.07  # half the length of a tick
OFF = 0.26  # from an axis to its numbers


class Axes(VGroup):
    """From zero to `ends` = (x, y). Its `numbers` are no part of it: they are drawn above all."""

    def __init__(self, ticks: Quantity, ends: tuple[int, int]) -> None:
        self.ends = ends
        color = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
        self.lines = VGroup(*(Line(color=color, stroke_width=3) for _ in ends))
        self.marks = VGroup(*(Line(color=color, stroke_width=3) for _ in range(sum(ends))))
        super().__init__(self.lines, self.marks)

        def digits(end: int) -> list[VGroup]:
            style = {"size": TICK, "color": theme.DIM, "counted": False}
            return [number(ticks[k], **style) for k in range(1, end + 1)]

        self.across, self.along = digits(ends[0]), digits(ends[1])
        self.zero = number(ticks[0], size=TICK, color=theme.DIM, counted=False)
        self.numbers = VGroup(self.zero, *self.across, *self.along)

    def lie(self, plane: Plane) -> Self:
        """Take the places in a plane."""
        zero = plane((0, 0))
        spots = [plane((k, 0)) for k in range(1, self.ends[0] + 1)]
        spots += [plane((0, k)) for k in range(1, self.ends[1] + 1)]
        ends = (plane((self.ends[0], 0)) + 0.3 * RIGHT, plane((0, self.ends[1])))
        for line, end in zip(self.lines, ends, strict=True):
            line.set_points_as_corners([zero, end])
        for i, (mark, spot) in enumerate(zip(self.marks, spots, strict=True)):
            way = UP if i < self.ends[0] else RIGHT
            mark.set_points_as_corners([spot - MARK * way, spot + MARK * way])
        for words, spot in zip(self.across, spots, strict=False):
            at = spot + (OFF + CAPITAL * TICK) * DOWN
            words.put(at[0], at[1], align=0)
        for words, spot in zip(self.along, spots[self.ends[0] :], strict=True):
            at = spot + OFF * LEFT + CAPITAL / 2 * TICK * DOWN
            words.put(at[0], at[1], align=1)
        self.zero.put(zero[0] - OFF, zero[1] - OFF - CAPITAL * TICK, align=1)
        return self
