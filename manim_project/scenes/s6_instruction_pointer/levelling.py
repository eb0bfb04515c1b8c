"""What every token carries, as columns on the tape: pillars, a pit, and what is left of them."""

import math
from dataclasses import dataclass

import numpy as np
from manim import DOWN, UP, Line, Rectangle, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.mobjects.text import number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s6_instruction_pointer.places import (
    CELL,
    GROUND,
    NUMERALS,
    ROOM,
    THIN,
    UNIT,
)
from manim_project.scenes.s6_instruction_pointer.tape import PLATE, SIGN, Tape

EDGE = ((20.0, 0.07), (11.0, 0.13), (3.0, 1.0))  # stroke widths and opacities of the surface
SOON, LATE = 0.002, 1.6  # times between which what is left is seen to level out
OVER = PLATE[1] / 2 + 0.06  # from a pillar's top to what it says
ROW = PLATE[1] + 0.04  # between two of that, one above the other
ASIDE = 0.5  # from the pit to what it says
DEEP = 2.0  # how much larger that is when it has come to the floor
LEVELS = 0.8  # from this share of it on, what is uneven still is taken away
LATER, TRAVEL = 0.1, 0.45  # shares of the flow: from one pillar's start to the next, and its way
NARROW, SWELL = 0.1, 0.9  # how wide a pillar's water is when it stands, and what it widens by
PAST = 6.0  # columns behind the pit to which water would run if it did not fall in
SHADE = 0.26  # opacity of the ground below the tape; it is gone where the pit ends
DRY = 1e-3  # height of a column that holds no water


@dataclass(frozen=True)
class Deep:
    """Brightest along the upper edge, nothing at the lower one."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        return np.broadcast_to(np.linspace(1, 0, rows)[:, None] ** 1.4, (rows, columns))


class Levelling(VGroup):
    """A column for each token that a look-back reads, on a tape, as high as its step: zero at
    `ground`, a step of one `unit` high. Where a step is negative there is a pit."""

    def __init__(self, look: Quantity, tape: Tape) -> None:
        self.steps = np.asarray(value_of(look.values), dtype=float)[:, 1]
        self.mean, self.tape = float(look.output[1]), tape
        self.hole = int(self.steps.argmin())
        self.ground, self.unit, self.vein = GROUND, UNIT, 1.0
        hue = theme.shape(theme.VALUE)
        deep = -UNIT * float(self.steps.min())
        self.soil = Light(Deep(), ROOM.width, deep, *theme.light(theme.KEY, SHADE))
        self.soil.move_to([ROOM.centre[0], GROUND, 0.0], UP)
        self.pit = Rectangle(width=THIN, height=1, stroke_width=3.5, color=hue)
        self.pit.set_fill(theme.BACKGROUND, opacity=1)
        self.filled = Rectangle(width=THIN, height=1, stroke_width=0, fill_color=hue)
        self.body = VMobject(stroke_width=0, fill_color=hue, fill_opacity=1)
        self.strokes = VGroup(*(VMobject(stroke_width=width, color=hue) for width, _ in EDGE))
        self.zero = Line([ROOM.left, 0, 0], [ROOM.right, 0, 0], stroke_width=3, color=theme.INK)
        self.nought = number(
            look.values[0, 1], "{:.0f}", size=SIGN, color=theme.INK, bold=True, counted=False
        )
        self.heights = np.zeros(len(self.steps))
        super().__init__(self.zero, self.pit, self.filled, self.body, self.strokes)
        self.add(self.nought)
        self.stand()

    def x(self, column: float) -> float:
        """The middle of a column."""
        return ROOM.left + (column + 0.5) * THIN

    def y(self, height: float) -> float:
        """Where a height lies in the frame."""
        return self.ground + self.unit * float(height)

    def stand(self) -> None:
        """At once: as the heights, the unit and the zero are now."""
        xs = np.repeat(ROOM.left + THIN * np.arange(len(self.heights) + 1), 2)[1:-1]
        tops = np.repeat(self.ground + self.unit * np.maximum(self.heights, 0), 2)
        rim = np.column_stack([xs, tops, 0 * xs])
        there = float(self.heights.max() > 0)
        surface = self._surface(rim)
        for stroke, (_, share) in zip(self.strokes, EDGE, strict=True):
            stroke.set_points(surface).set_stroke(opacity=share * there)
        ends = [[ROOM.right, self.ground, 0.0], [ROOM.left, self.ground, 0.0]]
        self.body.set_points_as_corners([*rim, *ends, rim[0]]).set_fill(opacity=there)
        self.zero.set_y(self.ground)
        self.nought.in_box(np.array([NUMERALS.centre[0], self.ground, 0.0]))
        self._dig()

    def _surface(self, rim: np.ndarray) -> np.ndarray:
        """Straight curves along the surface, where there is water."""
        wet = np.repeat(self.heights > DRY, 2)
        run = np.flatnonzero(wet[:-1] | wet[1:])
        start, end = rim[run], rim[run + 1]
        curves = [(1 - t) * start + t * end for t in (0, 1 / 3, 2 / 3, 1)]
        return np.stack(curves, axis=1).reshape(-1, 3)

    def _dig(self) -> None:
        dug, level = self.dug, min(self.heights[self.hole], 0.0)
        seen = float(dug < 0) * self.vein
        for box, low, high in ((self.pit, dug, 0.0), (self.filled, dug, level)):
            tall = max(self.unit * (high - low), 1e-3)
            box.stretch_to_fit_height(tall).move_to([self.x(self.hole), self.y(low), 0.0], DOWN)
        self.pit.set_fill(opacity=seen).set_stroke(opacity=seen)
        self.filled.set_fill(opacity=seen * 0.85 * float(level > dug))

    dug = 0.0  # the height of the pit's floor

    def ends(self, heights: np.ndarray) -> list[np.ndarray]:
        """Where what the steps say stands free of the tape, at such heights of all columns."""
        spots, before = [], -9
        for p in self.tape.positions:
            height, row = heights[p], float(p == before + 1)
            if self.steps[p] < 0:
                deep = height / self.steps[p]
                x = self.x(p) - ASIDE * (1 + 0.45 * deep)
                y = self.ground - CELL - OVER
                y += (self.y(self.steps[p]) + DEEP * PLATE[1] / 2 - y) * deep
            else:
                x = self.x(p - row / 2) if row else self.x(p + (p + 1 in self.tape.positions) / 2)
                y = self.y(height) + OVER + row * ROW
            spots.append(np.array([min(x, ROOM.right - PLATE[0] / 2), y, 0.0]))
            before = p
        return spots

    def appear(self) -> Animation:
        """The tape comes, the ground under it, and its zero."""

        def come(_: VGroup, alpha: float) -> None:
            self.stand()
            self.tape.come_under(alpha, self.ground)
            self.soil.set_fill(opacity=alpha)
            self.zero.set_stroke(opacity=alpha)
            self.nought.set_fill(opacity=alpha)

        return UpdateFromAlphaFunc(VGroup(self.soil, self.tape, self), come, run_time=theme.QUICK)

    def rise(self, run_time: float) -> Animation:
        """Pillars stand up where a step is positive, from the left."""
        order = np.linspace(0, 1, len(self.steps))
        first = float(order[self.tape.positions[0]])

        def grow(_: VGroup, alpha: float) -> None:
            along = first + (1.3 - first) * alpha
            shares = np.clip((along - order) / 0.3, 0, 1)
            up = np.maximum(self.steps, 0)
            self.heights = up * np.array([smooth(share) for share in shares])
            self.stand()
            self._carry_signs()

        both = VGroup(self.soil, self.tape, self)
        return UpdateFromAlphaFunc(both, grow, rate_func=linear, run_time=run_time)

    def dig(self, run_time: float) -> Animation:
        """Where one is negative, a pit goes down."""
        low, sign = float(self.steps[self.hole]), self.tape.steps[self.tape.jumps[0]]

        def down(_: VGroup, alpha: float) -> None:
            self.heights[self.hole] = self.dug = low * alpha
            self.stand()
            sign.scale((1 + (DEEP - 1) * alpha) * PLATE[0] / sign.box.width)
            self._carry_signs()

        return UpdateFromAlphaFunc(VGroup(self.soil, self.tape, self), down, run_time=run_time)

    def _carry_signs(self) -> None:
        for cell, end in zip(self.tape.steps, self.ends(self.heights), strict=True):
            cell.box.move_to(end)
            if cell.words:
                cell.words.in_box(end)

    def hush(self) -> Animation:
        """What the steps say goes."""

        def go(_: VGroup, alpha: float) -> None:
            for cell in self.tape.steps:
                cell.set_fill(opacity=1 - alpha)

        return UpdateFromAlphaFunc(self.tape, go, run_time=0.25)

    def flow(self, run_time: float) -> Animation:
        """As many pillars as the pit takes run into it, the nearest first."""
        pillars = [int(p) for p in np.flatnonzero(self.steps > 0)]
        pillars.sort(key=lambda p: abs(p - self.hole))
        runs = pillars[: round(-self.steps[self.hole])]

        def pour(_: VGroup, alpha: float) -> None:
            heights = self.steps.copy()
            heights[runs] = 0.0
            for k, pillar in enumerate(runs):
                share = min(max((alpha - LATER * k) / TRAVEL, 0.0), 1.0)
                heights += self._running(pillar, share)
            self.heights = heights
            self.stand()

        return UpdateFromAlphaFunc(self, pour, rate_func=linear, run_time=run_time)

    def _running(self, pillar: int, share: float) -> np.ndarray:
        """How high a pillar's water stands on all columns, (n,), on its way into the pit."""
        if share == 0 or share == 1:
            return np.eye(len(self.steps))[self.hole if share else pillar] * self.steps[pillar]
        side = math.copysign(1.0, self.hole - pillar)
        eased = share**1.6
        centre = pillar + 0.5 + eased * (self.hole + side * PAST - pillar)
        wide = NARROW + SWELL * smooth(min(1.0, 2.5 * share))
        edges = np.arange(len(self.steps) + 1)
        before = 0.5 * (1 + np.tanh((edges - centre) / (2 * wide)))
        before[[0, -1]] = 0.0, 1.0
        water = np.diff(before) * self.steps[pillar]
        beyond = (np.arange(len(water)) - self.hole) * side >= 0
        fallen = water[beyond].sum()
        water[beyond] = 0.0
        water[self.hole] = fallen
        return water

    def spread(self, run_time: float) -> Animation:
        """The pillars that are left run out over the whole tape, until all of it is level."""
        start = self.steps * 0
        rest = sorted(np.flatnonzero(self.steps > 0), key=lambda p: -abs(p - self.hole))
        start[rest[: round(self.steps.sum())]] = 1.0

        def even(_: VGroup, alpha: float) -> None:
            time = SOON * (LATE / SOON) ** alpha - SOON * (1 - alpha)
            self.heights = np.asarray(value_of(REFERENCE.textbook.levelled(start, time)))
            last = max(0.0, (alpha - LEVELS) / (1 - LEVELS))
            self.heights = (1 - last) * self.heights + last * self.mean
            self.vein = max(0.0, 1 - 1.5 * alpha)
            self.stand()

        return UpdateFromAlphaFunc(self, even, rate_func=linear, run_time=run_time)

    def lower(self, ground: float, unit: float, run_time: float) -> Animation:
        """The tape goes down to another height, and the film on it with it, on a larger scale."""
        before, small = self.ground, self.unit

        def sink(_: VGroup, alpha: float) -> None:
            self.ground = (1 - alpha) * before + alpha * ground
            self.unit = (1 - alpha) * small + alpha * unit
            self.tape.sink(self.ground)
            self.soil.set_fill(opacity=1 - alpha)
            self.nought.set_fill(opacity=max(0.0, 1 - 3 * alpha))
            self.stand()

        return UpdateFromAlphaFunc(VGroup(self.soil, self.tape, self), sink, run_time=run_time)
