"""Keys as points, the question as an arrow, and the sweep line square to it."""

import math
from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCells
from manim_project.scenes.s2_qkv_projection.tag import Tag

NAME = 0.52 * theme.TALL**0.5  # em
KEY_DOT = 0.16
# Where a word stands beside its key, (x, baseline): clear of the line where that comes to rest.
ASIDE = ((0.32, 0.04), (0.36, -0.24), (-0.15, 0.62))
ASKER = (-0.2, -0.45)  # and the asker's beside the zero, right-aligned
CORNERS = ((0, 0), (2, 2))  # of what has to be seen of the plane, which is ruled
MARGINS = (1.4, 1.2, 0.5, 1.06)  # around them: left, right, foot, top; for words and the arrow
FLASH = 0.4  # seconds
ROUND = -1.35  # radians by which the last key's way is bent
STEP, NEWEST = 4.0, 0.5  # of the arrow's afterimages: degrees from one to the next, opacity
AFTERIMAGES = 22


def plane_in(region: Region) -> Plane:
    """The largest plane of keys that has room in a region, with all that stands around it."""
    left, right, foot, top = MARGINS
    room = Region(region.left + left, region.right - right, region.bottom + foot, region.top - top)
    return Plane.fitting(room, CORNERS)


class KeyPlane(VGroup):
    """The keys of `block` in a plane, and the question that turns in it.

    `lie`, `ask` and `come` say how it is drawn: where the plane lies, which way the question
    points (degrees), and how far the line has come (a score). Its parts are seen after `show`.
    """

    def __init__(self, block: Quantity, region: Region, reach: float) -> None:
        self.asked = REFERENCE.textbook.asked()
        self.angle = self.home = float(self.asked.angle)
        self.own, self.score = int(block.cat), 0.0
        count = CORNERS[1][0] - CORNERS[0][0] + 1
        self.grid = VGroup(*(Line(color=theme.FAINT, stroke_width=2) for _ in range(2 * count)))
        self.afterimages = VGroup(
            *(Line(color=theme.shape(theme.QUERY), stroke_width=7) for _ in range(AFTERIMAGES))
        )
        self.way = Line(color=theme.shape(theme.QUERY), stroke_width=3)
        self.line = SweepLine(reach)
        self.keys = VGroup(*(Mark(radius=KEY_DOT, color=theme.KEY) for _ in block.keys))
        self.flashes = VGroup(*(key.shine.copy().set_fill(theme.INK, 0) for key in self.keys))
        self.tags = VGroup(*(Tag(number(t, size=NAME, color=theme.KEY)) for t in block.tokens))
        self.scores = VGroup(*(Tag(number(s, size=NAME, bold=True)) for s in self.asked.scores))
        self.asker = Tag(number(block.tokens[block.cat], size=NAME, color=theme.QUERY))
        self.arrow = Pointer(np.zeros(3), RIGHT, width=0.1)
        plates = VGroup(*(tag.plate for tag in (*self.tags, *self.scores, self.asker)))
        words = (tag.words for tag in (*self.tags, *self.scores, self.asker))
        # Plates hide the line and what the arrow leaves behind, and no shine.
        self.order = (self.grid, self.afterimages, self.way, self.line, *plates, self.arrow,
                      self.flashes, self.keys, *words)  # fmt: skip
        super().__init__()
        self.submobjects: list[Mobject] = []
        self.lie(plane_in(region))

    def show(self, *parts: Mobject) -> Self:
        """These parts are seen from now on, each above those before it in `order`."""
        inner = (p for part in parts for p in (part if isinstance(part, Tag) else (part,)))
        seen = [*self.submobjects, *inner]
        self.submobjects = [part for part in self.order if part in seen]
        return self

    @property
    def query(self) -> np.ndarray:
        """The question as drawn, (2,)."""
        return np.asarray(value_of(self.asked.query), dtype=float)

    def lie(self, plane: Plane, reach: float | None = None) -> Self:
        """All parts take their places in a plane."""
        self.plane, self.line.reach = plane, reach or self.line.reach
        (low, foot), (high, top) = CORNERS
        rules = [((low, y), (high, y)) for y in range(foot, top + 1)]
        rules += [((x, foot), (x, top)) for x in range(low, high + 1)]
        for rule, ends in zip(self.grid, rules, strict=True):
            rule.set_points_as_corners(plane(ends))
        for j, point in enumerate(plane(self.asked.keys)):
            self.keys[j].at(point)
            self.flashes[j].move_to(point)
            self.tags[j].at(point + np.array([*ASIDE[j], 0.0]))
            words = self.tags[j].words
            self.scores[j].at(words.pen + (words.advance + 0.35 * NAME) * RIGHT)
        self.asker.at(plane((0, 0)) + np.array([*ASKER, 0.0]), align=1)
        for k, image in enumerate(self.afterimages):
            turn = math.radians(self.home + k * STEP)
            tip = float(self.asked.length) * np.array([math.cos(turn), math.sin(turn)])
            image.set_points_as_corners(plane([0.12 * tip, 0.97 * tip]))
        return self.ask(self.angle)

    def ask(self, angle: float) -> Self:
        """The question points there, and leaves afterimages behind it; the line stays square."""
        self.angle, self.asked = angle, REFERENCE.textbook.asked(angle)
        self.arrow.between(self.plane((0, 0)), self.plane(self.query))
        turned = angle - self.home
        for k, image in enumerate(self.afterimages):
            seen = 0 <= k * STEP < turned - 1
            image.set_stroke(opacity=NEWEST * (k * STEP / turned) ** 1.5 if seen else 0.0)
        return self.come(self.score)

    def come(self, score: float) -> Self:
        """The line lies where every point has this score."""
        self.score = score
        tip, q = self.plane(self.query), self.query
        foot = self.plane(q * score / (q**2).sum())
        self.line.lie(
            foot + self._aside() * self.plane.unit * self.plane.along([-q[1], q[0]]),
            self.plane.along(q),
        )
        past = score > (q**2).sum() + 1e-6
        self.way.set_points_as_corners([tip, foot if past else tip])
        self.way.set_stroke(opacity=0.6 if past else 0.0)
        return self

    def _aside(self) -> float:
        """How far the line's middle is from the arrow's way, in lengths of the arrow: there where
        the keys are, each as much as its share."""
        x, y = self.query
        across = [(k[1] * x - k[0] * y) for k in value_of(self.asked.keys)]
        shares = value_of(self.asked.weights)
        return float(sum(w * a for w, a in zip(shares, across, strict=True))) / (x * x + y * y)

    def rest(self) -> Self:
        """The line lies on the key that is furthest along the question."""
        return self.come(float(max(value_of(self.asked.scores))))

    # What happens in it

    def rule(self) -> Animation:
        """The ruling comes, below all that stands there."""

        def draw(grid: VGroup, alpha: float) -> None:
            grid.set_stroke(opacity=alpha)

        return UpdateFromAlphaFunc(self.grid, draw, run_time=0.3)

    def take(self, keys: Sequence[NumberCells], words: VGroup) -> Animation:
        """The cells fly to the places that their numbers name; the last flies round the others."""
        flights = []
        for j, (cells, place) in enumerate(zip(keys, self.plane(self.asked.keys), strict=True)):
            bend = ROUND if j == len(keys) - 1 else 0.0
            flight = cells.animate(path_arc=bend).move_to(place)
            flights.append(AnimationGroup(flight, FadeOut(words[j], run_time=0.3)))
        return LaggedStart(*flights, lag_ratio=0.4, run_time=1.1)

    def settle(self, query: NumberCells, keys: Sequence[NumberCells]) -> Animation:
        """Each key's cells shrink to a point, and the query's become its arrow."""
        self.show(self.grid, self.keys, self.arrow)
        shrink = [
            cell.box.animate(remover=True).become(key.dot)
            for cells, key in zip(keys, self.keys, strict=True)
            for cell in cells
        ]
        boxes = FadeOut(*(cell.box for cell in query))
        return AnimationGroup(*shrink, boxes, FadeIn(self.keys), self._point(), run_time=0.8)

    def label(self) -> Animation:
        """Words stand at the keys, and at the one that asks."""
        self.show(*self.tags, self.asker)
        return AnimationGroup(*(tag.appear() for tag in (*self.tags, self.asker)), run_time=0.3)

    def _point(self) -> Animation:
        zero, tip = self.plane((0, 0)), self.plane(self.query)

        def grow(arrow: Pointer, alpha: float) -> None:
            arrow.between(zero, zero + max(alpha, 1e-3) * (tip - zero))

        return UpdateFromAlphaFunc(self.arrow, grow, rate_func=smooth)

    def start(self) -> Animation:
        """The line comes, through the zero."""
        self.come(0.0).show(self.line, self.way, self.flashes)
        return FadeIn(self.line, run_time=0.3)

    def sweep(self, score: float, run_time: float) -> Animation:
        """The line runs out along the question to a score."""
        start = self.score
        return self._change(lambda a: self.come((1 - a) * start + a * score), run_time)

    def touch(self, score: float) -> Animation:
        """The keys that the line has come to flash, and their score stands beside them."""
        met = [j for j, s in enumerate(value_of(self.asked.scores)) if abs(s - score) < 1e-6]
        lights = VGroup(*(self.flashes[j] for j in met))
        self.show(*(self.scores[j] for j in met))

        def flash(group: VGroup, alpha: float) -> None:
            group.set_fill(opacity=math.sin(math.pi * alpha) ** 2)

        shown = AnimationGroup(*(self.scores[j].appear() for j in met))
        return AnimationGroup(
            UpdateFromAlphaFunc(lights, flash, rate_func=linear), shown, run_time=FLASH
        )

    def clear(self) -> Animation:
        """The scores go."""
        gone = [part for score in self.scores for part in score]
        self.submobjects = [part for part in self.submobjects if part not in gone]
        return FadeOut(*(score.words for score in self.scores), run_time=0.3)

    def glide(self, region: Region, reach: float) -> Animation:
        """The whole plane goes to another place; its ruling has been seen."""
        start, first, plane = self.plane, self.line.reach, plane_in(region)

        def draw(share: float) -> KeyPlane:
            self.grid.set_stroke(opacity=1 - share)
            return self.lie(start.toward(plane, share), (1 - share) * first + share * reach)

        return self._change(draw, 0.9)

    def turn(self, angle: float, run_time: float) -> Animation:
        """The question swings; the line rests on the furthest key all the time."""
        self.show(self.afterimages)
        start = self.angle
        return self._change(lambda a: self.ask((1 - a) * start + a * angle).rest(), run_time)

    def _change(self, draw: Callable[[float], Mobject], run_time: float) -> Animation:
        def move(_: Mobject, alpha: float) -> None:
            draw(alpha)

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)
