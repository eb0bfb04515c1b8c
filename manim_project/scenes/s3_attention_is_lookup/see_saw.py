"""One see-saw for two multipliers: the heights of its ends are their logarithms."""

import math
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Line,
    Polygon,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside, box_of
from manim_project.mobjects.light import beam
from manim_project.mobjects.marks import Mark, Trail
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Phrase, Words
from manim_project.scenes.s3_attention_is_lookup.cast import Said, Slots
from manim_project.scenes.s3_attention_is_lookup.multiplier import SOFT, TEXTBOOK, powers

SIZE = 0.74  # of the multipliers
END = 0.14  # radius of the ends
HEAD = 0.42  # room for a power above the upper end
FOOT = 0.5  # height of what the beam rests on
SHINE = 0.5  # breadth of the beam's
SEEN = 0.3  # how far the output must have left what is stored, for its number to come


def soft_multiplier() -> Phrase:
    """One over the root of the head's size."""
    return Phrase("times {:.2f}", SOFT, math=True, size=SIZE)


def hard_multiplier() -> Phrase:
    """A power of two, written as one."""
    return Phrase("times 2^({})", TEXTBOOK.HARD_EXPONENT, math=True, size=SIZE)


class SeeSaw(VGroup):
    """A beam across a region. `tip(share)`: 0 has its right end up, 1 its left end."""

    def __init__(self, region: Region) -> None:
        widest = max(soft_multiplier().advance, hard_multiplier().advance)
        self.half = region.width / 2 - widest - theme.NEAR - END
        self.rise = (region.height - END - HEAD) / 2
        self.middle = region.point(DOWN) + (END + self.rise) * UP
        foot, wide = self.middle + 0.05 * DOWN, 0.6 * FOOT * RIGHT
        self.foot = Polygon(foot, foot + FOOT * DOWN - wide, foot + FOOT * DOWN + wide)
        self.foot.set_stroke(width=0).set_fill(theme.mix(theme.DIM, theme.BACKGROUND, 0.75), 1)
        self.ghost = Line(LEFT, RIGHT, stroke_width=4, color=theme.soft(theme.INK, 0.3))
        self.swept = VGroup(*(Polygon(ORIGIN, UP, DOWN, stroke_width=0) for _ in range(2)))
        self.swept.set_fill(theme.soft(theme.INK, 0.09), 1)
        self.shine = beam(LEFT, RIGHT, SHINE, theme.INK, 0.35)
        self.beam = Line(LEFT, RIGHT, stroke_width=9, color=theme.shape(theme.INK))
        self.ends = VGroup(*(Mark(radius=END, color=theme.INK, shine=0.6) for _ in range(2)))
        super().__init__(self.swept, self.ghost, self.foot, self.shine, self.beam, self.ends)
        self.rest(0.0)

    def at(self, share: float) -> tuple[np.ndarray, np.ndarray]:
        """The beam's ends."""
        height = self.rise * (2 * share - 1)
        way = np.array([math.sqrt(self.half**2 - height**2), -height, 0.0])
        return self.middle - way, self.middle + way

    def rest(self, share: float) -> Self:
        """Stand still; what is swept from now on stays grey."""
        self.share = self.start = share
        return self.tip(share)

    def tip(self, share: float) -> Self:
        """Tip the beam."""
        self.share = share
        (left, right), (old_left, old_right) = self.at(share), self.at(self.start)
        self._draw(left, right)
        self.ghost.set_points_as_corners([old_left, old_right])
        for wing, corners in zip(self.swept, ((left, old_left), (right, old_right)), strict=True):
            wing.set_points_as_corners([self.middle, *corners, self.middle])
        return self

    def _draw(self, left: np.ndarray, right: np.ndarray) -> None:
        self.beam.set_points_as_corners([left, right])
        self.shine.along(left, right, SHINE)
        for end, point in zip(self.ends, (left, right), strict=True):
            end.at(point)

    def grow(self, run_time: float) -> Animation:
        """The beam leaves the middle for both ends."""
        ends = self.at(self.share)
        self.ghost.set_points_as_corners(ends)

        def draw(_: VGroup, alpha: float) -> None:
            reach = max(smooth(alpha), 1e-3)
            left, right = (self.middle + reach * (end - self.middle) for end in ends)
            self._draw(left, right)
            self.ghost.set_points_as_corners([left, right])

        return UpdateFromAlphaFunc(self, draw, rate_func=linear, run_time=run_time)

    def seat(self, multiplier: Phrase, side: int, share: float) -> Phrase:
        """Place a multiplier outside of an end (0: left, 1: right)."""
        end, way = self.at(share)[side], (LEFT, RIGHT)[side]
        corner = box_of(multiplier).point(-way)
        return multiplier.shift(end + (END + theme.NEAR) * way - corner)

    def seated(self, share: float) -> VGroup:
        """Both multipliers at their seats: the hard one where the beam is up."""
        made = (
            (soft_multiplier, hard_multiplier) if share < 1 else (hard_multiplier, soft_multiplier)
        )
        return VGroup(*(self.seat(make(), side, share) for side, make in enumerate(made)))


class Swap:
    """See-saw, pictures and what comes back, moved together. `output` says what the slots give."""

    def __init__(self, see_saw: SeeSaw, said: Said, slots: Slots, output: Words) -> None:
        self.see_saw, self.said, self.slots, self.output = see_saw, said, slots, output
        self.trails = VGroup(Trail(width=0.2), Trail(width=0.2))
        self.left = VGroup()  # what shows where things were

    def leave_ghosts(self) -> VGroup:
        """Where all is now stays to be seen, as rings; from here on the dots leave trails."""
        self.left.add(self.said.ghosts(), self.slots.ghosts(), self.trails)
        self.ways = [[picture.centre] for picture in (self.said, self.slots)]
        return self.left

    def tip(self, end: float, run_time: float) -> Animation:
        """Tip over: weights, dots and numbers follow the multipliers, even in their logarithm."""
        start = self.see_saw.share
        trails = self.trails if end > start else ()

        def go(_: VGroup, alpha: float) -> None:
            share = start + smooth(alpha) * (end - start)
            self.see_saw.tip(share)
            pictures = (self.said, self.slots)
            for picture, power in zip(pictures, powers(share), strict=True):
                picture.ask(power)
            for picture, way, trail in zip(pictures, self.ways, trails, strict=bool(trails)):
                way.append(picture.centre)
                trail.follow(np.array(way))
            self.say_output(powers(share)[1])

        group = VGroup(self.see_saw, *trails, self.said, self.slots, self.output)
        return UpdateFromAlphaFunc(group, go, rate_func=linear, run_time=run_time)

    def say_output(self, power: float) -> None:
        """The number of what comes back, beside the dot; gone when it is what was stored."""
        self.output.say("{:.1f}", self.slots.output(power), align=1)
        beside(self.output, self.slots.dot.dot, LEFT, theme.GAP)
        self.output.set_opacity(float(np.clip(self.slots.drift(power) - SEEN, 0.0, 1.0)))
