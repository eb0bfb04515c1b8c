"""The drop below the line: keys hang as far below the best as they score less, times a multiplier.

A bar runs from each key, as long as e^(−depth): all bars end on one curve, which never moves. Keys
do: a multiplier stretches their ladder. Both ladders have one scale and stand back to back.
"""

from itertools import pairwise
from typing import Any, Self, TypeVar

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Line,
    Mobject,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import box_of
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of

weight_ratio = REFERENCE.textbook.weight_ratio

RAIL = 0.84  # from the middle of the frame to a rail
LONGEST = 2.0  # of the bars: that of the best key
BAR = 0.15  # how thick
CLOSE = 0.18  # keys nearer than this share their bars' breadth
PITCH, SPLIT = 0.09, 0.02  # between bars that would hide each other, and what is seen between them
KEY, BESIDE = 0.11, 0.27  # radius of a key, and between keys that would hide each other
FADE = 0.45  # above the foot: there keys and bars are gone
NOTHING = 0.004  # a bar so short is not drawn
SHORT, OVER = 0.55, 0.2  # how far the line is beyond the rails at first, and beyond its bars
FINE = 0.05  # steps of depth in which the curve is drawn
LAG = 0.5  # share of their flight in which keys set out
SHOWN = 0.3  # share of a key's time that it is seen where it comes from
TETHER, ABOVE = 2.5, 2  # stroke width of a thread, and above which pictures it flies
STEP = 0.6  # from a rail to what closes a step
STROKE, BAND = 6, 0.16  # how thick it is, and how bright the drop itself
UNDER = 0.25  # from the line to words below it
M = TypeVar("M", bound=Mobject)


def neighbours(depths: np.ndarray, pitch: float) -> list[list[int]]:
    """Depths (n,) in groups from the least on, where each is nearer than `pitch` to the next."""
    order = [int(i) for i in np.argsort(depths, kind="stable")]
    groups = [[order[0]]]
    for before, i in pairwise(order):
        if depths[i] - depths[before] < pitch:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


class Ladder(VGroup):
    """The keys of one picture, `gaps` (n,) behind the best, and their bars towards `way`.

    State: `factor`, by which gaps are multiplied, and how far bars have `grown`.
    """

    def __init__(self, way: np.ndarray, top: float, foot: float, unit: float, gaps: Any) -> None:
        self.way, self.top, self.foot, self.unit = way, top, foot, unit
        self.gaps = np.asarray(value_of(gaps), dtype=float)
        self.factor, self.grown = 1.0, 0.0
        self._drawn: dict[int, tuple[float, ...]] = {}
        self.rail = Line(self.point(0, top), self.point(0, foot), stroke_width=3)
        self.rail.set_stroke(theme.soft(theme.DIM, 0.6))
        hue = theme.shape(theme.VALUE)
        self.bars = VGroup(
            *(Rectangle(fill_color=hue, fill_opacity=1, stroke_width=0) for _ in self.gaps)
        )
        self.curve = VMobject(stroke_width=5, color=theme.shape(theme.INK))
        self.keys = VGroup(*(Mark(radius=KEY, shine=0.5) for _ in self.gaps))
        super().__init__(self.rail, self.bars, self.curve, self.keys)

    def point(self, along: float, height: float) -> np.ndarray:
        """So far beyond the rail, at a height of the frame."""
        return (RAIL + along) * self.way + height * UP

    def lay_out(self, factor: float) -> Self:
        """Find room for keys and bars that would hide each other when gaps are so multiplied."""
        self.factor = factor
        self.columns, self.offsets = np.zeros(len(self.gaps)), np.zeros(len(self.gaps))
        self.breadths = np.full(len(self.gaps), BAR)
        depths = self.unit * factor * self.gaps
        for group in neighbours(depths, CLOSE):
            for k, i in enumerate(group):
                near = {self.columns[j] for j in group[:k] if depths[i] - depths[j] < 2 * KEY}
                self.columns[i] = next(c for c in range(len(group)) if c not in near)
        for group in neighbours(depths, PITCH):
            middle = depths[group].mean()
            for k, i in enumerate(group):
                self.offsets[i] = middle + (k - (len(group) - 1) / 2) * PITCH - depths[i]
        for group in neighbours(depths, CLOSE):
            if len(group) > 1:
                drawn = np.sort((depths + self.offsets)[group])
                self.breadths[group] = min(BAR, np.diff(drawn).min() - SPLIT)
        return self.draw()

    def exponent(self, i: int) -> float:
        """How far a key hangs below the best: the exponent of the law."""
        return self.factor * float(self.gaps[i])

    def places(self) -> np.ndarray:
        """Where keys hang, (n, 3); those below the foot, at it."""
        heights = np.maximum(self.top - self.unit * self.factor * self.gaps, self.foot)
        inward = zip(self.columns, heights, strict=True)
        return np.array([self.point(-BESIDE * column, height) for column, height in inward])

    def draw(self) -> Self:
        """Draw the state."""
        for i, place in enumerate(self.places()):
            seen = float(np.clip((place[1] - self.foot) / FADE, 0.0, 1.0))
            state = (*place, self.offsets[i], self.breadths[i], self.grown)
            if self._drawn.get(i) == state:
                continue  # it stands still
            self._drawn[i] = state
            self.keys[i].at(place).set_opacity(seen)
            self._draw_bar(i, place[1] - self.offsets[i], seen)
        return self

    def _draw_bar(self, i: int, height: float, seen: float) -> None:
        """Its end lies on the curve, however steep that is; above the line, there is no curve."""
        half = self.breadths[i] / 2
        high, low = height + half, height - half
        ends = []
        for level in (high, height, low):
            depth = max(self.top - level, 0.0) / self.unit
            ends.append((self.grown * LONGEST * float(weight_ratio(depth)), level))
        corners = [self.point(*end) for end in ((0, high), *ends, (0, low), (0, high))]
        self.bars[i].set_points_as_corners(corners)
        self.bars[i].set_fill(opacity=seen if ends[0][0] > NOTHING else 0.0)

    def hang(self, factor: float) -> Self:
        """Multiply all gaps by so much."""
        self.factor = factor
        return self.draw()

    def end(self, depth: float) -> np.ndarray:
        """The curve's point at a depth."""
        return self.point(LONGEST * float(weight_ratio(depth)), self.top - self.unit * depth)

    def draw_curve(self, depth: float) -> None:
        """Draw the curve down to a depth."""
        depths = np.append(np.arange(0.0, depth, FINE), depth)
        points = [self.end(d) for d in depths]
        self.curve.set_points_as_corners(points if len(points) > 1 else points * 2)


class Step(VGroup):
    """The drop from the line to a depth, a bracket beside the rail of a ladder: it is as plain
    where the step is small as where it is large."""

    def __init__(self, ladder: Ladder, exponent: float) -> None:
        self.ladder, self.exponent = ladder, exponent
        ink = theme.shape(theme.INK)
        self.band = Rectangle(fill_color=ink, fill_opacity=BAND, stroke_width=0)
        self.bracket = VMobject(stroke_width=STROKE, color=ink)
        super().__init__(self.band, self.bracket)
        self.fall(exponent)

    def fall(self, depth: float) -> None:
        """Hang down to a depth."""
        ladder = self.ladder
        low = ladder.top - ladder.unit * max(depth, 1e-3)
        corners = [
            ladder.point(along, height)
            for along, height in ((0, ladder.top), (STEP, ladder.top), (STEP, low), (0, low))
        ]
        self.band.set_points_as_corners([*corners, corners[0]])
        self.bracket.set_points_as_corners(corners)

    def tell(self, line: VGroup) -> VGroup:
        """Place words outwards of it, below the line."""
        ladder = self.ladder
        middle = ladder.top - ladder.unit * self.exponent / 2
        line.shift(ladder.point(STEP + theme.GAP, middle) - box_of(line).point(-ladder.way))
        return line.shift(max(box_of(line).top - ladder.top + UNDER, 0.0) * DOWN)


class Drop(VGroup):
    """Both ladders below one line: the `left` one's bars run left, the `right` one's right."""

    def __init__(self, room: Region, top: float, gaps: tuple[Any, Any], factor: float) -> None:
        """The deepest key, with gaps multiplied by a `factor`, hangs just above the foot."""
        self.top = top
        deepest = max(float(np.max(value_of(some))) for some in gaps)
        self.unit = (top - room.bottom - FADE) / (factor * deepest)
        self.left, self.right = (
            Ladder(way, top, room.bottom, self.unit, some).lay_out(factor)
            for way, some in zip((LEFT, RIGHT), gaps, strict=True)
        )
        self.line = SweepLine(reach=RAIL + SHORT, ends=1.0)
        self.below = -(top - room.bottom) / self.unit
        self.line.lie((room.bottom) * UP, UP)
        super().__init__(self.line, self.left, self.right)

    @property
    def ladders(self) -> tuple[Ladder, Ladder]:
        """The left one and the right one."""
        return self.left, self.right

    @property
    def deepest(self) -> float:
        """The depth of the foot."""
        return (self.top - self.left.foot) / self.unit

    def outside(self, words: M, ladder: Ladder, depth: float) -> M:
        """Place words along the curve, each line of a group by itself; as deep as this, or as high
        as there is room below the line."""
        words.shift((self.top - self.unit * depth - box_of(words).centre[1]) * UP)
        words.shift(max(box_of(words).top - self.top + UNDER, 0.0) * DOWN)
        for line in words if type(words) is VGroup else (words,):
            box = box_of(line)
            edge = ladder.end((self.top - box.top) / self.unit) + theme.GAP * ladder.way
            line.shift((edge - box.point(-ladder.way))[0] * RIGHT)
        return words

    def come(self, starts: tuple[np.ndarray, np.ndarray], run_time: float) -> Animation:
        """Keys leave what they are keys of, and go to their places, the lowest last; until they are
        there, a thread ties each to where it came from."""
        ways = [
            (ladder, origin, ladder.places(), np.argsort(np.argsort(ladder.gaps)))
            for ladder, origin in zip(self.ladders, starts, strict=True)
        ]

        self.tethers = VGroup(*(VGroup(*(Line() for _ in ladder.keys)) for ladder in self.ladders))
        self.tethers.set_stroke(theme.shape(theme.KEY), TETHER).set_z_index(ABOVE)

        def go(_: VGroup, alpha: float) -> None:
            for (ladder, origin, ends, ranks), tethers in zip(ways, self.tethers, strict=True):
                for key, tether, start, end, rank in zip(
                    ladder.keys, tethers, origin, ends, ranks, strict=True
                ):
                    begun = (1 - LAG) * SHOWN + LAG * rank / len(ranks)
                    share = smooth(np.clip((alpha - begun) / ((1 - LAG) * (1 - SHOWN)), 0.0, 1.0))
                    key.at((1 - share) * start + share * end)
                    key.set_opacity(min(1.0, 10 * alpha))
                    tether.set_points_as_corners([start, key.dot.get_center()])
                    tether.set_stroke(opacity=0.8 * min(1.0, 5 * share, 5 * (1 - share)))

        keys = VGroup(*(ladder.keys for ladder in self.ladders)).set_z_index(ABOVE)
        group = VGroup(self.tethers, keys)
        return UpdateFromAlphaFunc(group, go, rate_func=linear, run_time=run_time)

    def land(self) -> VGroup:
        """Keys that have come stand on the line, below what stands before it; their threads go."""
        for ladder in self.ladders:
            ladder.keys.set_z_index(0)
        return self.tethers

    def sweep(self, run_time: float) -> Animation:
        """The line rises from the foot to the best keys; each key flashes as it is touched."""
        keys = [key for ladder in self.ladders for key in ladder.keys]
        depths = np.concatenate([ladder.factor * ladder.gaps for ladder in self.ladders])
        plane = Plane((ORIGIN[0], self.top), self.unit)
        return self.line.sweep(plane, UP[:2], keys, -depths, self.below, run_time=run_time)

    def grow(self, run_time: float) -> Animation:
        """Bars grow from all keys, and the line over the longest."""

        def longer(_: VGroup, alpha: float) -> None:
            for ladder in self.ladders:
                ladder.grown = smooth(alpha)
                ladder.draw()
            self.line.reach = max(self.line.reach, RAIL + smooth(alpha) * LONGEST + OVER)
            self.line.lie(self.top * UP, UP)

        bars, keys = zip(*((ladder.bars, ladder.keys) for ladder in self.ladders), strict=True)
        group = VGroup(self.line, *bars, *keys)  # keys stay above their bars
        return UpdateFromAlphaFunc(group, longer, rate_func=linear, run_time=run_time)

    def draw_curves(self, run_time: float) -> Animation:
        """Both curves are drawn from the line down."""

        def draw(_: VGroup, alpha: float) -> None:
            for ladder in self.ladders:
                ladder.draw_curve(self.deepest * smooth(alpha))

        curves = VGroup(*(ladder.curve for ladder in self.ladders))
        return UpdateFromAlphaFunc(curves, draw, rate_func=linear, run_time=run_time)


def open_steps(steps: tuple[Step, ...], run_time: float) -> Animation:
    """All steps fall from the line at one pace: the small one is soon there."""
    deepest = max(step.exponent for step in steps)

    def fall(_: VGroup, alpha: float) -> None:
        for step in steps:
            step.fall(min(step.exponent, smooth(alpha) * deepest))

    return UpdateFromAlphaFunc(VGroup(*steps), fall, rate_func=linear, run_time=run_time)
