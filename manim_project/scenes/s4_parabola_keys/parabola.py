"""Keys on the parabola (2j, −j²), and a query that is a direction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import (
    UP,
    AnimationGroup,
    Arrow,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    Line,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity, value_of

DOT = 0.085
AWAY = 0.34  # from a dot to its address
TICK, NUMBER = 0.16, 0.46  # from an axis to what stands beside it, and to baselines below it
SQUARE = 0.16  # side of the right angle's mark
INSIDE, BEYOND = (-11, -0.18), (0.2, 0.05)  # where a line carries its score, see `Aim`
STUB = 0.5  # steps that a line stands out beyond the query's arrow


@dataclass(frozen=True)
class Pose:
    """How a plane lies in the frame: its zero, the lengths of one step along its axes, by how much
    it is then turned (radians) and then stretched upwards.

    Addresses stand `aside` from their dots (without it, outside the curve), or below them at the
    height `foot`.
    """

    origin: tuple[float, float]
    units: tuple[float, float]
    angle: float = 0.0
    stretch: float = 1.0
    aside: tuple[float, float] | None = None
    foot: float | None = None

    def point(self, key: Sequence[float] | np.ndarray) -> np.ndarray:
        """Where a point (2,) of the plane lies in the frame, (3,)."""
        x, y = np.asarray(key) * self.units
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        across, up = cos * x - sin * y, self.stretch * (sin * x + cos * y)
        return np.array([self.origin[0] + across, self.origin[1] + up, 0.0])

    def beside(self, key: np.ndarray) -> np.ndarray:
        """Where the address of a key (2,) stands, (3,)."""
        x, y, _ = self.point(key)
        if self.foot is not None:
            return np.array([x, self.foot, 0.0])
        outwards = np.array([1.5 * key[0] + 0.35, 1])  # clear of the axes and the query
        aside = self.aside or AWAY * outwards / math.hypot(*outwards)
        return np.array([x + aside[0], y + aside[1], 0.0])


def _numbers(pose: Pose) -> tuple[float, ...]:
    return (*pose.origin, *pose.units, pose.angle, pose.stretch)


class Address(VGroup):
    """A key: a dot, and its address beside it."""

    def __init__(self, j: Quantity) -> None:
        self.dot = Dot(radius=DOT, color=theme.shape(theme.KEY))
        self.label: Words = number(j, size=theme.SMALL, color=theme.KEY)
        super().__init__(self.dot, self.label)

    def place(self, center: np.ndarray, label: np.ndarray) -> "Address":
        """Put the dot and its address at two points (3,)."""
        self.dot.move_to(center)
        self.label.in_box(label)
        return self

    def tint(self, color: str) -> "Address":
        """Both in a colour of meaning."""
        self.dot.set_color(theme.shape(color))
        self.label.set_color(color)
        return self


class KeyParabola(VGroup):
    """The plane, its curve and one dot a key; `table` is `textbook.parabola(...)`.

    `window` (left, right, low, high), in steps of the plane, is as far as lines are drawn. The
    dots hang on the curve; `lay` puts them on the first axis, `sink` lets them go down again.
    """

    def __init__(
        self, table: Quantity, pose: Pose, window: tuple[float, float, float, float]
    ) -> None:
        self.table, self.pose, self.window = table, pose, window
        self.keys = value_of(table.keys)
        self.first_axis, self.second_axis = self._axis(0, pose), self._axis(1, pose)
        self.dots = VGroup(*(Address(j) for j in table.addresses))
        self.curve = VMobject(stroke_color=theme.soft(theme.KEY), stroke_width=3).set_z_index(-2)
        super().__init__(self.first_axis, self.second_axis, self.curve, self.dots)
        self.take(pose)

    def take(self, pose: Pose) -> None:
        """Let everything but the axes lie so."""
        self.pose = pose
        for dot, key in zip(self.dots, self.keys, strict=True):
            dot.place(pose.point(key), pose.beside(key))
        first = np.linspace(0, self.keys[-1, 0], 60)
        self.curve.set_points_smoothly([pose.point((x, -((x / 2) ** 2))) for x in first])

    def pass_to(self, here: Pose, there: Pose, share: float) -> None:
        """Let everything lie so far on the way from one pose to another."""
        pairs = zip(_numbers(here), _numbers(there), strict=True)
        x, _, across, up, angle, stretch = ((1 - share) * a + share * b for a, b in pairs)
        # The zero sinks late: keys that swing below it would meet the caption.
        y = here.origin[1] + share**2 * (there.origin[1] - here.origin[1])
        self.take(Pose((x, y), (across, up), angle, stretch))
        for dot, key in zip(self.dots, self.keys, strict=True):
            dot.label.in_box((1 - share) * here.beside(key) + share * there.beside(key))
        if share == 1:
            self.take(there)

    def _axis(self, along: int, pose: Pose) -> VGroup:
        """An axis as far as the last key, and what is on it."""
        end = np.zeros(2)
        end[along] = self.keys[-1, along]
        start, stop = pose.point((0, 0)), pose.point(end)
        name = formula(("Key(2 j)", "Key(-j^2)")[along], size=theme.SCRIPTED)
        if along:
            name.put(stop[0] - TICK, (start[1] + stop[1]) / 2, align=1)
        else:
            name.put(stop[0] + 2.5 * TICK, stop[1] - NUMBER)
        line = Line(start, stop, color=theme.FAINT, stroke_width=2.5).set_z_index(-2)
        return VGroup(line, name)

    def lay(self, pose: Pose) -> None:
        """Put the dots on the first axis of another pose."""
        self.laid_axis, self.numbers = self._axis(0, pose), VGroup()
        for j, dot in enumerate(self.dots):
            center = pose.point((self.keys[j, 0], 0))
            dot.place(center, center + AWAY * UP)
            key = number(self.table.keys[j, 0], size=theme.SMALL, color=theme.DIM)
            self.numbers.add(key.put(center[0], center[1] - NUMBER, align=0))

    def appear(self) -> Animation:
        """The keys come one after the other, along the first axis."""
        keys = (FadeIn(dot, key) for dot, key in zip(self.dots, self.numbers, strict=True))
        return LaggedStart(FadeIn(self.laid_axis), *keys, lag_ratio=0.4, run_time=1.6)

    def rise(self) -> Animation:
        """The first axis goes to its place."""
        moves: list[Animation] = []
        for dot, key in zip(self.dots, self.keys, strict=True):
            center = self.pose.point((key[0], 0))
            moves.append(dot.animate.place(center, center + AWAY * UP).tint(theme.KEY))
        axes = zip(self.laid_axis, self.first_axis, strict=True)
        moves += [ReplacementTransform(old, new) for old, new in axes]
        return AnimationGroup(FadeOut(self.numbers), *moves)

    def sink(self) -> Animation:
        """Every key goes down by its second number."""
        moves = (
            dot.animate.place(self.pose.point(key), self.pose.beside(key))
            for dot, key in zip(self.dots, self.keys, strict=True)
        )
        return AnimationGroup(*moves, FadeIn(self.second_axis), run_time=1.6)

    def join(self) -> Animation:
        """The curve through the keys."""
        return Create(self.curve)

    def crown(self, j: int) -> Animation:
        """A key turns gold."""
        return self.dots[j].animate.tint(theme.WINNER)

    def equals(self, i: float, key: Sequence[float] | np.ndarray) -> list[np.ndarray]:
        """The ends of the line through `key` (2,) on which the query (i, 1) gives one score."""
        left, right, low, high = self.window
        ends = [left - key[0], right - key[0]]
        if i:
            ends = [max(ends[0], (key[1] - high) / i), min(ends[1], (key[1] - low) / i)]
        return [self.pose.point((key[0] + t, key[1] - i * t)) for t in ends]


class Aim(VGroup):
    """The query (i, 1), i > 0, as an arrow in a plane of equal units, and a line square to it that
    carries the score of its points. At first the line goes through key 0.

    The score stands left of the line, where its second number is INSIDE[0]; when the plane is
    turned, at the line's right end.
    """

    def __init__(self, plane: KeyParabola) -> None:
        self.plane = plane
        self.query = np.asarray(value_of(plane.table.query))
        self.arrow = Arrow(buff=0, color=theme.shape(theme.QUERY), stroke_width=6, tip_length=0.2)
        self.line = Line(color=theme.shape(theme.QUERY), stroke_width=3.5)
        self.corner = VMobject(stroke_color=theme.shape(theme.QUERY), stroke_width=2)
        self.score = Words("score {}", plane.table.scores[0], size=theme.SMALL, color=theme.QUERY)
        VGroup(self.line, self.corner, self.arrow).set_z_index(-1)
        super().__init__(self.arrow, self.line, self.corner, self.score)
        self._go(plane.keys[0])

    def tip(self) -> np.ndarray:
        """Where the arrow ends, (3,)."""
        return self.plane.pose.point(self.query)

    def _go(self, point: np.ndarray) -> None:
        """Lay the line through a point (2,) of the plane."""
        pose, q = self.plane.pose, self.query
        self.arrow.put_start_and_end_on(pose.point((0, 0)), self.tip())
        foot = q * product(q, point) / product(q, q)
        first = foot + STUB * np.array([-q[1], q[0]]) / math.hypot(*q)
        ends = [pose.point(first), self.plane.equals(float(q[0]), point)[1]]
        self.line.set_points_as_corners(ends)
        corner = pose.point(foot)
        ahead = SQUARE * self.arrow.get_unit_vector()
        down = np.array([ahead[1], -ahead[0], 0.0])
        self.corner.set_points_as_corners([corner + ahead, corner + ahead + down, corner + down])
        if pose.angle:
            self.score.put(ends[1][0] + BEYOND[0], ends[1][1] + BEYOND[1])
        else:
            x, y, _ = pose.point(((product(q, point) - INSIDE[0]) / q[0], INSIDE[0]))
            self.score.put(x + INSIDE[1], y, align=1)

    def point_up(self) -> Animation:
        """The arrow grows from the origin."""
        return GrowArrow(self.arrow)

    def lay(self) -> Animation:
        """The line, its right angle and its score."""
        return LaggedStart(Create(self.line), Create(self.corner), FadeIn(self.score))

    def turn(self, there: Pose) -> Animation:
        """The plane passes to another pose, and the line through key 0 with it."""
        here, start = self.plane.pose, self.plane.keys[0]

        def go(_: VGroup, alpha: float) -> None:
            self.plane.pass_to(here, there, alpha)
            self._go(start)

        moving = VGroup(self.plane.curve, self.plane.dots, self.arrow, self.line, self.corner)
        return UpdateFromAlphaFunc(moving, go)

    def push(self, start: int, end: int) -> Animation:
        """The line goes from one key to another, and its score with it."""
        here, there = (self.plane.keys[j] for j in (start, end))

        def go(_: VGroup, alpha: float) -> None:
            point = there if alpha == 1 else here + alpha * (there - here)
            self._go(point)
            score = REFERENCE.textbook.score_at(self.plane.table.i, *point.tolist())
            self.score.say("score {}" if alpha == 1 else "score {:.1f}", score)

        return UpdateFromAlphaFunc(self, go, run_time=1.2)
