"""The one law of both pictures: e^(−step), over steps on a scale of powers of two."""

import math
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    UP,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import below, in_box, row
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.text import Phrase, Words
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s3_attention_is_lookup.cast import SMALL, Reader
from manim_project.scenes.s3_attention_is_lookup.multiplier import TEXTBOOK

FIRST, LAST = -10.0, 36.0  # powers of two between which the curve is drawn
FLOOR, PLATEAU = 0.12, 0.5  # shares of the region's height
FINE = 0.05  # of a power
NUMBER = 0.6  # size of what stands at the points
GROUND, LARGE = 0.5, 1.0  # of what the axis means, and of the law
UNDER_STEP = 0.2  # from the axis to its numbers


class Law(VGroup):
    """A rival's weight over the winner's, as a cliff. `draw(power)` draws it up to a step."""

    def __init__(self, region: Region, near: Quantity, far: Quantity) -> None:
        """`near` and `far` are the scaled gaps of the pictures; the far one is a power of two."""
        self.region = region
        self.x = Scale.across(region, FIRST, LAST)
        self.low = region.bottom + FLOOR * region.height
        self.y = Scale(0.0, 1.0, self.low, region.bottom + PLATEAU * region.height)
        self.powers = math.log2(float(near)), math.log2(float(far))
        ends = (np.array([x, self.low, 0.0]) for x in (region.left, region.right))
        self.axis = Line(*ends, stroke_width=3, color=theme.soft(theme.DIM, 0.5))
        self.curve = VMobject(stroke_width=8, color=theme.shape(theme.INK))
        self.pen = Mark(radius=0.11, color=theme.INK, shine=0.7)
        self.marks = VGroup(*(Mark(self.at(p), 0.15, theme.INK, 0.7) for p in self.powers))
        feet = [np.array([self.x(power), self.low, 0.0]) for power in self.powers]
        self.drops = VGroup(
            *(
                Line(foot, self.at(power) + 1e-3 * UP, stroke_width=3)
                for foot, power in zip(feet, self.powers, strict=True)
            )
        )
        self.drops.set_color(theme.soft(theme.INK, 0.35))
        super().__init__(self.axis, self.drops, self.curve, self.marks, self.pen)
        self._letter(near, feet)
        self.draw(FIRST)

    def _letter(self, near: Quantity, feet: list[np.ndarray]) -> None:
        """What is written at the curve: the `steps`, the `ground` they stand on, the `formula`."""
        self.steps = VGroup(
            Phrase("{:.2f}", near, math=True, size=NUMBER),
            Phrase("2^({})", TEXTBOOK.HARD_EXPONENT, math=True, size=NUMBER),
        )
        for step, foot in zip(self.steps, feet, strict=True):
            below(step, foot, UNDER_STEP)
        self.ground = Words("step = multiplier × gap, log scale", size=GROUND, color=theme.DIM)
        below(self.ground, self.axis, UNDER_STEP)
        named = Words("rival ÷ winner  =", size=NUMBER, color=theme.DIM)
        self.formula = row([named, Phrase('e^(-"step")', math=True, size=LARGE)], theme.GAP)
        in_box(self.formula, self._between(4.0, 20.0, self.low, self.region.top))

    def _between(self, start: float, end: float, low: float, high: float) -> Region:
        """From one power to another, from one height to another."""
        return Region(self.x(start), self.x(end), low, high)

    def rooms(self) -> tuple[Region, Region]:
        """Where a picture has room above the plateau, and above the floor's end."""
        top, left, right = self.region.top, self.region.left, self.region.right
        high = Region(left, float(self.x(5.0)), self.y(1.0) + 0.3, top)
        middle = float(self.x(self.powers[1]))
        far = Region(2 * middle - right, right, self.low + 0.6, top - 0.5)
        return high, far

    @staticmethod
    def over(mark: Mark, picture: Reader, room: Region) -> np.ndarray:
        """The places of a picture in a room, its dot above a mark."""
        places = picture.places_in(room, SMALL)
        centre = product(picture.pulls, places) / picture.pulls.sum()
        return places + (mark.dot.get_x() - centre[0]) * RIGHT

    def name_ends(self) -> VGroup:
        """What attention does at either end of the curve, in a word."""
        words = VGroup(*(Words(word, size=0.68, bold=True) for word in ("blend", "read")))
        plateau = self._between(FIRST, -3.0, self.low, self.y(1.0))
        floor = self._between(6.0, 18.0, self.low, self.y(0.6))
        for word, room in zip(words, (plateau, floor), strict=True):
            in_box(word, room)
        return words

    def at(self, power: float) -> np.ndarray:
        """The curve's point at a step of 2^power."""
        return np.array([self.x(power), self.y(math.exp(-(2.0**power))), 0.0])

    def draw(self, power: float) -> Self:
        """Draw the curve up to a step."""
        powers = np.append(np.arange(FIRST, power, FINE), power)
        points = [self.at(p) for p in powers]
        self.curve.set_points_as_corners(points if len(points) > 1 else [points[0], points[0]])
        self.pen.at(points[-1])
        for drop, mark, passed in zip(self.drops, self.marks, self.powers, strict=True):
            seen = float(np.clip(power - passed, 0.0, 1.0))
            drop.set_stroke(opacity=seen)
            mark.set_opacity(seen)
        return self

    def go(self, start: float, end: float, run_time: float) -> Animation:
        """Draw it from one step on to another."""

        def move(_: VGroup, alpha: float) -> None:
            self.draw(start + smooth(alpha) * (end - start))

            self.pen.set_opacity(min(1.0, 8 * (1 - alpha)))

        return UpdateFromAlphaFunc(self, move, rate_func=linear, run_time=run_time)
