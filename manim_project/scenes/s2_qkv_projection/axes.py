"""Two axes through the zero, each named by what it tells; and how both planes lie in the frame."""

from typing import Self

from manim import RIGHT, UP, Line, VGroup

from manim_project import theme
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, number
from manim_project.reference.quantity import Quantity

NAME = 0.44 * theme.TALL**0.5  # em
MARK = 0.07  # half the length of a tick
OFF = 0.28  # from the axis to its name
END = 0.3  # how far the axis goes on behind its last tick
KEYS, VALUES = (2, 2), (2, 3)  # how far keys and values reach
# Around the keys and around the values, for words: left, right, foot, top.
BESIDE_KEYS, BESIDE_VALUES = (1.75, 0.3), (2.3, 1.5)
FOOT, TOP = 0.72, 1.55


def plane_in(region: Region, ends: tuple[int, int], margins: tuple[float, ...]) -> Plane:
    """The largest plane that shows as much in a region, less its margins (left, right, foot,
    top)."""
    left, right, foot, top = margins
    room = Region(region.left + left, region.right - right, region.bottom + foot, region.top - top)
    return Plane.fitting(room, [(0, 0), ends])


def planes_in(region: Region) -> tuple[Plane, Plane]:
    """The plane of the keys, and that of the values at its right: as high, on one line."""
    shrink = KEYS[1] / VALUES[1]
    room = region.width - sum((*BESIDE_KEYS, *BESIDE_VALUES))
    wide = room / (KEYS[0] + shrink * VALUES[0])
    unit = min(wide, (region.height - FOOT - TOP) / KEYS[1])
    foot = region.bottom + FOOT + (region.height - FOOT - TOP - KEYS[1] * unit) / 2
    # What is left over goes between them.
    x = region.right - BESIDE_VALUES[1] - shrink * unit * VALUES[0]
    return Plane((region.left + BESIDE_KEYS[0], foot), unit), Plane((x, foot), shrink * unit)


class Axes(VGroup):
    """From zero to `ends` = (x, y). Its `names` are no part of it: they are drawn above all; the
    upper one stands `over` the last tick, the lower one has `room` at its right."""

    def __init__(
        self, names: Quantity, ends: tuple[int, int], over: float, room: float = 0.0
    ) -> None:
        self.ends, self.over, self.room = ends, over, room
        color = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
        self.lines = VGroup(*(Line(color=color, stroke_width=3) for _ in ends))
        self.marks = VGroup(*(Line(color=color, stroke_width=3) for _ in range(sum(ends))))
        super().__init__(self.lines, self.marks)
        self.names = VGroup(*(number(name, size=NAME, color=theme.DIM) for name in names))

    def lie(self, plane: Plane) -> Self:
        """Take the places in a plane."""
        zero = plane((0, 0))
        spots = [plane((k, 0)) for k in range(1, self.ends[0] + 1)]
        spots += [plane((0, k)) for k in range(1, self.ends[1] + 1)]
        ends = (plane((self.ends[0], 0)) + END * RIGHT, plane((0, self.ends[1])) + END * UP)
        for line, end in zip(self.lines, ends, strict=True):
            line.set_points_as_corners([zero, end])
        for i, (mark, spot) in enumerate(zip(self.marks, spots, strict=True)):
            way = MARK * (UP if i < self.ends[0] else RIGHT)
            mark.set_points_as_corners([spot - way, spot + way])
        across, along = self.names
        across.put(ends[0][0] - self.room, zero[1] - OFF - CAPITAL * NAME, align=1)
        along.put(zero[0], ends[1][1] - END + self.over, align=0)
        return self
