"""What the words hold, as discs; the answer is the white dot in their middle."""

from functools import partial
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    UP,
    AnimationGroup,
    Circle,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    LaggedStart,
    Line,
    Polygon,
    Rectangle,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark, Trail, ValueDisc, disc_radius
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

LARGEST = 0.92 * theme.TALL**0.5  # radius of a disc that is the whole
NAME, SHARE = 0.5 * theme.TALL**0.5, 0.56 * theme.TALL**0.5  # em
# From a disc's middle to its words: their end to the left, the upper baseline.
ASIDE = ((-1.2, 1.42), (0.74, -0.06), (0.98, -0.06))
DOT = 0.2
THREAD = 20.0  # stroke width of a thread that bears the whole
TRAIL_STEP = 1.5  # degrees
FIELD = (0.1, 0.4)  # opacities of the triangle and its edge


def percent_of(disc: ValueDisc) -> float:
    """Of the whole, as a disc is drawn."""
    return float(100 * (disc.disc.width / 2 / LARGEST) ** 2)


class ValuePlane(VGroup):
    """The values of `block` as discs whose areas are the shares, and their middle.

    `share` draws a way from equal parts to the shares of a question, `ask` those of any.
    """

    def __init__(self, block: Quantity, region: Region) -> None:
        self.asked = REFERENCE.textbook.asked()
        self.angle = self.home = float(self.asked.angle)
        self.mean = np.asarray(value_of(block.mean), dtype=float)
        room = Region(
            region.left + 2.1 * NAME + ASIDE[2][0],
            region.right + ASIDE[0][0],
            region.bottom + 0.72 * LARGEST,
            region.top - 0.84 * LARGEST,
        )
        self.plane = plane = Plane.fitting(room, block.values)
        self.points = points = plane(block.values)
        hue = theme.shape(theme.VALUE)
        self.field = Polygon(*points, color=hue, fill_opacity=FIELD[0], stroke_width=2)
        self.field.set_stroke(opacity=FIELD[1])
        self.threads = VGroup(*(Line(color=theme.soft(theme.VALUE, 0.5)) for _ in points))
        self.rings = VGroup(*(Circle(1.0, color=hue, stroke_width=2) for _ in points))
        self.rings.set_stroke(opacity=0.6)
        self.discs = VGroup(*(ValueDisc(point, LARGEST) for point in points))
        self.trail = Trail(width=1.5 * DOT, opacity=0.75, parts=30)
        self.dot = Mark(plane(self.mean), DOT, theme.INK)
        self.names, self.shares = VGroup(), VGroup()
        for token, percent, disc, aside in zip(
            block.tokens, self.asked.percents, self.discs, ASIDE, strict=True
        ):
            point = disc.point
            name = number(token, size=NAME, color=theme.VALUE)
            share = Words("{} %", percent, size=SHARE, bold=True)
            share.stands_for(partial(percent_of, disc))
            x, y = point[0] - aside[0], point[1] + aside[1]
            self.names.add(name.put(x, y, align=1))
            self.shares.add(share.put(x, y - 1.05 * SHARE, align=1))
        super().__init__(self.field, self.threads, self.discs, self.trail, self.dot, self.names)
        self.weigh(0.0).mark()

    def _draw(self, weights: np.ndarray, z: np.ndarray) -> Self:
        middle = self.plane(z)
        self.dot.at(middle)
        for disc, thread, weight in zip(self.discs, self.threads, weights, strict=True):
            disc.weigh(weight)
            thread.set_points_as_corners([disc.point, middle])
            thread.set_stroke(width=THREAD * float(weight))
        return self

    def weigh(self, share: float) -> Self:
        """From equal parts (0) to the shares of the question (1)."""
        weights = np.asarray(value_of(self.asked.weights), dtype=float)
        z = np.asarray(value_of(self.asked.z), dtype=float)
        equal = np.full(len(weights), 1 / len(weights))
        return self._draw(
            (1 - share) * equal + share * weights, (1 - share) * self.mean + share * z
        )

    def mark(self) -> Self:
        """Rings keep the sizes that the discs have now."""
        for ring, disc, weight in zip(self.rings, self.discs, self.asked.weights, strict=True):
            ring.scale_to_fit_width(2 * disc_radius(weight, LARGEST)).move_to(disc.point)
        return self

    def ask(self, angle: float, moving: bool = True) -> Self:
        """Everything follows the question that points there; a moving share is rounded (≈)."""
        self.angle, self.asked = angle, REFERENCE.textbook.asked(angle)
        self._draw(
            np.asarray(value_of(self.asked.weights), dtype=float),
            np.asarray(value_of(self.asked.z), dtype=float),
        )
        for share, percent in zip(self.shares, self.asked.percents, strict=True):
            share.say("≈ {} %" if moving else "{} %", percent, align=1)
        return self

    def _way(self, start: float, end: float) -> np.ndarray:
        """Of the dot, from one question to another, (n, 3)."""
        count = max(2, round(abs(end - start) / TRAIL_STEP))
        angles = np.linspace(start, end, count)
        return np.array([self.plane(REFERENCE.textbook.asked(float(a)).z) for a in angles])

    def turn(self, angle: float, run_time: float, since: float | None = None) -> Animation:
        """The question swings to an angle: discs breathe, and the dot draws its trail `since`."""
        start = self.angle
        tail = start if since is None else since

        def move(_: VGroup, alpha: float) -> None:
            now = (1 - alpha) * start + alpha * angle
            self.ask(now, moving=alpha < 1)
            self.trail.follow(self._way(tail, now) if abs(now - tail) > 0.2 else np.zeros((0, 3)))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    # What happens in it

    def appear(self) -> Animation:
        """The values grow where they are, all of one size."""
        grown = (GrowFromCenter(disc) for disc in self.discs)
        return AnimationGroup(FadeIn(self.names), *grown, run_time=0.6)

    def balance(self) -> Animation:
        """The answer stands in their middle."""

        def draw(_: VGroup, alpha: float) -> None:
            self.field.set_fill(opacity=FIELD[0] * alpha).set_stroke(opacity=FIELD[1] * alpha)
            self.threads.set_stroke(opacity=alpha)
            for part in self.dot:
                part.set_fill(opacity=alpha)

        return UpdateFromAlphaFunc(self, draw, run_time=0.3)

    def condense(self, parts: VGroup) -> Animation:
        """Each share becomes round, as large as its value is to be."""
        sizes = [(part.get_center(), part.width, part.height, ring.width)
                 for part, ring in zip(parts, self.rings, strict=True)]  # fmt: skip

        def draw(group: VGroup, alpha: float) -> None:
            for part, (middle, width, height, full) in zip(group, sizes, strict=True):
                across = (1 - alpha) * width + alpha * full
                along = (1 - alpha) * height + alpha * full
                corner = max(alpha, 0.01) * min(across, along) / 2
                part.points = RoundedRectangle(across, along, corner).points + middle

        return UpdateFromAlphaFunc(parts, draw, rate_func=smooth, run_time=0.6)

    def receive(self, parts: VGroup) -> Animation:
        """The shares fly up, and are rings about the values: so large they are to be."""
        flights = [ReplacementTransform(part, ring)
                   for part, ring in zip(parts, self.rings, strict=True)]  # fmt: skip
        return LaggedStart(*flights, lag_ratio=0.2, run_time=0.9)

    def lean(self, run_time: float = 1.0) -> Animation:
        """The discs take their shares, and pull the dot."""
        self.submobjects = [self.field, self.threads, self.discs, self.rings, self.trail,
                            self.dot, self.names]  # fmt: skip
        return UpdateFromAlphaFunc(
            self, lambda _, alpha: self.weigh(alpha), rate_func=smooth, run_time=run_time
        )

    def count(self) -> Animation:
        """The shares stand beside the discs."""
        self.add(self.shares)
        return FadeIn(self.shares, run_time=theme.QUICK)

    def leave(self) -> Animation:
        """All goes but the dot."""
        return FadeOut(*(part for part in self if part is not self.dot), run_time=theme.QUICK)

    def coordinates(self) -> VGroup:
        """How far right and how far up the dot stands, as bars that end in it."""
        across, along = (float(part) * self.plane.unit for part in self.asked.z)
        hue, wide = theme.shape(theme.VALUE), 0.6 * DOT
        bars = VGroup(Rectangle(width=across, height=wide), Rectangle(width=wide, height=along))
        bars.set_stroke(width=0).set_fill(hue, 1)
        for bar, edge in zip(bars, (RIGHT, UP), strict=True):
            bar.move_to(self.dot.dot.get_center(), aligned_edge=edge)
        return bars
