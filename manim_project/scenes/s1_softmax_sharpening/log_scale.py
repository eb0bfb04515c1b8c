"""The weight of the runner-up on a logarithmic scale, where zero is infinitely far down.

depth = LogScale(beam, REFERENCE.textbook.neighbor(beta))
self.play(depth.open())       # the beam's scale is drawn apart, line by line; its zero falls away
depth.weigh(smaller).draw()   # the runner-up sinks, line after line
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.mobjects.text import CAPITAL, Phrase, Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import BLOCK, Beam
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step

PITCH = 0.62  # from one power of ten to the next (scene units)
STEPS = (1, 10, 100)  # powers of ten from one line to the next: finer lines leave, coarser come
CLOSEST, APART = 0.05, 0.4  # lines nearer than this are not seen, farther apart are seen fully
LOWEST = (
    0.42  # share of the stage's height below which the runner-up does not sink: the scale rises
)
FADE = 1.3  # height of the dark at the foot of the stage
TICK = 0.6  # type size of the powers of ten
MARGIN = 1.75  # room at the right for them
NOTE, LINE = 0.48, 0.42  # type size of the notes, opacity of the lines
CELLAR = 1.0  # room below the least float
MOST = 330  # powers of ten
FALL = 6.5  # how far the beam falls out of the picture


@dataclass(frozen=True)
class Dusk:
    """From nothing at the upper edge to all at the lower one."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        rise = np.linspace(0, 1, rows) ** 1.3
        return np.broadcast_to(rise[:, None], (rows, columns))


class LogScale(VGroup):
    """Powers of ten below the whole, and how far down the `weight` of a beam's runner-up is: close
    enough to count them, or, with a `floor`, from the whole down to the least float.
    """

    def __init__(self, beam: Beam, weight: Quantity, floor: Quantity | None = None) -> None:
        self.beam, self.stage = beam, beam.region
        self.opened, self.fallen, self.is_far = 0.0, 0.0, floor is not None
        self.weigh(weight)
        self.pitch, self.floor_depth = PITCH * theme.TALL, float("inf")
        if floor is not None:
            self.floor_depth = -float(floor.decades)
            self.pitch = (beam.top + beam.whole - self.stage.bottom - CELLAR) / self.floor_depth
        self.lines = [VMobject(stroke_width=2, color=theme.INK) for _ in STEPS]
        ticks = REFERENCE.textbook.DECADE_TICKS[int(self.is_far)]
        self.ticks = [(-int(k), formula("10^({})", k, size=TICK, counted=False)) for k in ticks]
        self.columns, self.surface = self._columns(), VMobject(stroke_width=5, color=theme.INK)
        height = FADE * theme.TALL
        self.dusk = Light(Dusk(), theme.FRAME_WIDTH, height, theme.BACKGROUND)
        self.dusk.move_to((0, self.stage.bottom + height / 2, 0))
        super().__init__(*self.lines, *(tick for _, tick in self.ticks), self.columns)
        self.add(self.surface, self.dusk, *self._notes(floor))
        self.draw()

    def _columns(self) -> VGroup:
        """The winner's and the runner-up's."""
        columns = VGroup(*(VMobject(stroke_width=0, fill_opacity=1) for _ in range(2)))
        colors = [theme.soft(theme.VALUE, 0.7), theme.shape(theme.VALUE)]
        return columns.set_fill(color=colors).set_sheen_direction(UP)

    def _notes(self, floor: Quantity | None) -> VGroup:
        """What a line means, or what the floor is, at the left of the winner's column."""
        left = self.stage.left
        self.floor_line = VMobject(stroke_width=6, color=theme.INK)
        self.notes = VGroup()
        if floor is not None:
            line = self.stage.bottom + CELLAR - theme.GAP - CAPITAL * NOTE
            self.notes.add(Words("smallest float", size=NOTE).put(left, line))
            look = {"size": theme.SCRIPTED}
            power = formula("{:.1f} dot 10^({})", floor.digits, floor.exponent, **look)
            self.notes.add(power.put(self.stage.right, line - theme.NEAR, align=1))
        else:
            middle = self.stage.centre[1]
            self.notes.add(Words("each line:", size=NOTE).put(left, middle + NOTE / 2))
            self.notes.add(Words("ten times less", size=NOTE).put(left, middle - 0.75 * NOTE))
        return VGroup(self.floor_line, self.notes)

    # Where things lie

    def level(self, decades: float) -> float:
        """How high so many powers of ten below the whole lie."""
        linear = self.beam.whole * (1 - 10**-decades)
        share = self.opened
        return self._whole - (1 - share) * linear - share * self.pitch * decades

    @property
    def _whole(self) -> float:
        """How high the whole lies: the scale rises when the runner-up would sink too low."""
        top = self.beam.top + self.beam.whole
        lowest = self.stage.bottom + LOWEST * self.stage.height
        rise = 0.0 if self.is_far else max(0.0, lowest - top + self.pitch * self.decades)
        return top + self.opened * rise

    def _column_at(self, slot: int) -> float:
        return self.beam.at(self.beam.values[slot])

    def draw(self) -> Self:
        """Everything, as far as the scale is drawn apart."""
        stage, right = self.stage, self.stage.right - MARGIN
        left = self._column_at(self.beam.asked)
        for line, step in zip(self.lines, STEPS, strict=True):
            levels = (self.level(k) for k in range(0, MOST, step))
            inside = [y for y in levels if stage.bottom + theme.GAP < y < stage.top]
            line.points = _segments(left, right, inside)
            seen = _seen(self.pitch * step, CLOSEST, APART) * self.opened
            line.set_stroke(opacity=LINE * seen)
        for decades, tick in self.ticks:
            self._draw_tick(decades, tick)
        late = max(2 * self.opened - 1, 0.0)
        self.notes.set_opacity(late)
        self._draw_columns()
        y = min(self.level(self.floor_depth), stage.top) if self.is_far else stage.bottom
        self.floor_line.points = _segments(stage.left, stage.right, [y])
        self.floor_line.set_stroke(opacity=late * self.is_far)
        self.dusk.set_fill(opacity=self.opened * (not self.is_far))
        return self

    def _draw_tick(self, decades: int, tick: Phrase) -> None:
        stage, y = self.stage, self.level(decades)
        foot = stage.bottom + 0.65 * theme.TALL
        inside = min((stage.top - y - TICK / 2) / 0.1, (y - foot) / 0.1, 1.0)
        apart = y - self.level(decades + 1) if not self.is_far else 1.0
        room = min(max(apart / (CAPITAL * TICK) - 1, 0.0) * 3, 1.0)
        tick.put(stage.right, y - CAPITAL * TICK / 2, align=1)
        tick.set_opacity(max(inside, 0.0) * room * max(2 * self.opened - 1, 0.0))

    def _draw_columns(self) -> None:
        beam, stage = self.beam, self.stage
        foot = max(beam.top - beam.sunk - beam.lowered, stage.bottom)
        top = max(self.level(self.decades) - self.fallen, stage.bottom)
        asked = beam.asked
        for column, slot, height in zip(
            self.columns, (asked, asked + 1), (self._whole, top), strict=True
        ):
            x, low = self._column_at(slot), min(foot, height)
            sides = ((-1, low), (1, low), (1, height), (-1, height), (-1, low))
            column.set_points_as_corners([(x + way * BLOCK / 2, y, 0.0) for way, y in sides])
        at, half = np.array([self._column_at(asked + 1), top, 0.0]), BLOCK / 2 * RIGHT
        self.surface.set_points_as_corners([at - half, at + half])
        self.surface.set_stroke(opacity=min(self.opened * 2, 1.0) * (top > stage.bottom))

    # What it does

    def open(self, run_time: float = 1.3) -> Animation:
        """The scale is drawn apart, so that zero falls out of the picture, and the beam with it."""

        def prepare() -> Step:
            self.beam.blocks.set_opacity(0)
            show = self.beam.veil()

            def part(share: float) -> None:
                self.opened = share
                show(1 - 6 * share)
                self.beam.sunk = FALL * theme.TALL * share**2
                self.beam.draw()
                self.draw()

            return part

        return Motion(VGroup(self.beam, self), prepare, run_time)

    def weigh(self, weight: Quantity) -> Self:
        """Another weight of the runner-up, a `textbook.PowerOfTen`."""
        self.decades = -float(weight.decades)
        return self

    def fall_through(self) -> Animation:
        """Less than half of the least float: rounded to nothing at all."""

        def fall(share: float) -> None:
            self.fallen = (CELLAR + theme.GAP) * share
            self.draw()

        return Motion(self, lambda: fall, 0.5, ease.rush_into)


def _seen(distance: float, nothing: float, all_: float) -> float:
    """From 0 to 1 while lines come apart."""
    share = (math.log(distance) - math.log(nothing)) / (math.log(all_) - math.log(nothing))
    return min(max(share, 0.0), 1.0)


def _segments(left: float, right: float, heights: list[float]) -> np.ndarray:
    """Level lines as one path, (4n, 3)."""
    x = np.linspace(left, right, 4)
    points = np.zeros((len(heights), 4, 3))
    points[:, :, 0] = x
    points[:, :, 1] = np.reshape(heights, (-1, 1))
    return points.reshape(-1, 3)
