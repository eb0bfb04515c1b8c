"""One see-saw for two multipliers: the heights of its ends are their logarithms."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
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
from manim_project.mobjects.light import beam
from manim_project.mobjects.regions import Region
from manim_project.scenes.s3_attention_is_lookup.cast import Reader
from manim_project.scenes.s3_attention_is_lookup.ladder import Ladder
from manim_project.scenes.s3_attention_is_lookup.left_over import Rest
from manim_project.scenes.s3_attention_is_lookup.multiplier import LOW, SIZE, Multiplier, beta
from manim_project.scenes.s3_attention_is_lookup.pace import RISE, SWAP, risen, swapped

HEAD = 0.62  # em: from the height of an end to the top of the power beside it
LOWEST = 0.55  # from the region's foot to a low end: pictures below stay clear of the beam
FOOT = 0.62  # height of what the beam rests on
SHINE = 0.62  # breadth of the beam's
CORE = 12  # stroke width


class SeeSaw(VGroup):
    """A beam whose ends ride on two rails, each multiplier at the height of its end.

    `tip(share)`: 0 has its right end up, 1 its left end. The multipliers are no part of it: they
    stand before it grows, and after it has gone.
    """

    def __init__(self, region: Region) -> None:
        heights = region.bottom + LOWEST, region.top - HEAD * SIZE
        self.multipliers = (
            Multiplier(region.left, heights, LEFT),
            Multiplier(region.right, heights, RIGHT),
        )
        left, right = (times.at(LOW) for times in self.multipliers)
        self.half, self.rise = (right - left)[0] / 2, (heights[1] - heights[0]) / 2
        self.middle = (left + right) / 2 + self.rise * UP
        self.rails = VGroup(*(times.rail for times in self.multipliers))
        foot, wide = self.middle + 0.08 * DOWN, 0.62 * FOOT * RIGHT
        self.foot = Polygon(foot, foot + FOOT * DOWN - wide, foot + FOOT * DOWN + wide)
        self.foot.set_stroke(width=0).set_fill(theme.mix(theme.DIM, theme.BACKGROUND, 0.75), 1)
        self.shine = beam(LEFT, RIGHT, SHINE, theme.INK, 0.4)
        self.beam = Line(LEFT, RIGHT, stroke_width=CORE, color=theme.shape(theme.INK))
        self.ends = VGroup(*(times.end for times in self.multipliers))
        super().__init__(self.rails, self.foot, self.shine, self.beam, self.ends)
        self.share = 0.0
        self.tip(0.0)
        self.multipliers[1].show(LOW)  # both are low until the memory's has risen

    def at(self, share: float) -> tuple[np.ndarray, np.ndarray]:
        """The beam's ends."""
        way = np.array([self.half, self.rise * (1 - 2 * share), 0.0])
        return self.middle - way, self.middle + way

    def tip(self, share: float) -> Self:
        """Tip the beam."""
        self.share = share
        for end, point in zip(self.ends, self.at(share), strict=True):
            end.at(point)
        self._draw(*self.at(share))
        return self

    def _draw(self, left: np.ndarray, right: np.ndarray) -> None:
        self.beam.set_points_as_corners([left, right])
        self.shine.along(left, right, SHINE)

    def grow(self, run_time: float) -> Animation:
        """The beam leaves the middle for both ends, which ride on their rails already."""
        ends = self.at(self.share)

        def draw(_: VGroup, alpha: float) -> None:
            reach = max(smooth(alpha), 1e-3)
            left, right = (self.middle + reach * (end - self.middle) for end in ends)
            self._draw(left, right)
            self.foot.set_fill(opacity=min(1.0, 3 * alpha))

        return UpdateFromAlphaFunc(self, draw, rate_func=linear, run_time=run_time)


@dataclass(frozen=True)
class Side:
    """One cause and what follows from it: a multiplier, its ladder, the picture."""

    times: Multiplier
    ladder: Ladder
    picture: Reader

    def ask(self, power: float) -> None:
        """Take a multiplier."""
        self.times.show(power)
        self.ladder.hang(beta(power))
        self.picture.ask(power)

    @property
    def moved(self) -> tuple[VGroup, ...]:
        """What is drawn anew."""
        return self.times, self.times.end, self.ladder.bars, self.ladder.keys, self.picture

    def rise(self, rest: Rest, run_time: float) -> Animation:
        """The multiplier grows from the least to the largest, and the runner-up's bar tells what is
        left of it."""

        def go(_: VGroup, alpha: float) -> None:
            _, power = risen(RISE.ease(0.0, 1.0, alpha))
            self.ask(power)
            rest.follow(power)

        group = VGroup(*self.moved, rest)
        return UpdateFromAlphaFunc(group, go, rate_func=linear, run_time=run_time)


class Swap:
    """The see-saw and all that hangs on it, moved together."""

    def __init__(self, see_saw: SeeSaw, sides: tuple[Side, Side]) -> None:
        self.see_saw, self.sides = see_saw, sides

    def tip(self, end: float, run_time: float) -> Animation:
        """Tip over: ladders, weights, dots and numbers follow the multipliers."""
        start = self.see_saw.share

        def go(_: VGroup, alpha: float) -> None:
            share = SWAP.ease(start, end, alpha)
            self.see_saw.tip(share)
            for side, power in zip(self.sides, swapped(share), strict=True):
                side.ask(power)

        moved = (part for side in self.sides for part in side.moved)
        group = VGroup(self.see_saw, *moved)
        return UpdateFromAlphaFunc(group, go, rate_func=linear, run_time=run_time)
