"""A stored byte as a chip, and how it travels."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import ORIGIN, Circle, UpdateFromAlphaFunc, VGroup, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity

RADIUS = 0.7
SIZE = 0.84  # of its number
SHINE = 2.6  # how far it shines, in radii
QUIET, BRIGHT = 0.25, 1.0  # how much it does: as ever, and when it is met
SMALL = 0.1  # of its size, when it is on the tape
RIM = 7  # stroke of the edge of one that is touched


class Chip(VGroup):
    """A value in a disc; it shines, and can be as small as its token."""

    def __init__(self, value: Quantity, radius: float = RADIUS) -> None:
        self.full, self.scaled, self.touched = radius, 1.0, 0.0
        self.shine = halo(ORIGIN, SHINE * radius, theme.VALUE, 0.5).set_fill(opacity=QUIET)
        self.disc = Circle(radius, stroke_width=0, fill_opacity=1, color=theme.shape(theme.VALUE))
        self.rim = Circle(radius, stroke_width=RIM, stroke_opacity=0, color=theme.INK)
        self.words = number(value, size=SIZE * radius / RADIUS, color=theme.ON_WINNER, bold=True)
        self.words.in_box(ORIGIN)
        super().__init__(self.shine, self.disc, self.rim, self.words)

    @property
    def point(self) -> np.ndarray:
        """Its middle, (3,)."""
        return self.disc.get_center()

    def at(self, point: np.ndarray, scale: float = 1.0) -> Self:
        """Stand at a point, so large."""
        if scale != self.scaled:
            self.scale(scale / self.scaled, about_point=self.point)
            self.rim.set_stroke(width=RIM * scale)
            self.scaled = scale
        return self.shift(np.asarray(point) - self.point)

    def gild(self, share: float = 1.0) -> Self:
        """Gold by a share: it has won."""
        gold, green = theme.shape(theme.WINNER), theme.shape(theme.VALUE)
        self.disc.set_fill(theme.mix(gold, green, share))
        self.rim.set_stroke(opacity=self.touched * (1 - share))
        light = theme.light(theme.WINNER, 1)[0], theme.light(theme.VALUE, 1)[0]
        self.shine.set_fill(theme.mix(*light, share), opacity=QUIET + share * (BRIGHT - QUIET))
        return self

    def touch(self, share: float = 1.0) -> Self:
        """Its edge and its shine light up by a share: a ray or the line has met it."""
        self.touched = share
        self.rim.set_stroke(opacity=share)
        self.shine.set_fill(opacity=QUIET + share * (BRIGHT - QUIET))
        return self

    def meet(self, start: float = 0.0, end: float = 1.0, run_time: float = 0.3) -> Animation:
        """It is touched, or let go."""
        return UpdateFromAlphaFunc(
            self, lambda chip, alpha: chip.touch((1 - alpha) * start + alpha * end),
            run_time=run_time,
        )  # fmt: skip

    def flash(self, run_time: float = theme.MOVE) -> Animation:
        """It lights up, and is quiet again."""

        def move(chip: Chip, alpha: float) -> None:
            chip.shine.set_fill(opacity=QUIET + (BRIGHT - QUIET) * np.sin(np.pi * alpha))

        return UpdateFromAlphaFunc(self, move, run_time=run_time)

    def travel(
        self,
        way: Sequence[np.ndarray],
        scales: tuple[float, float] = (1.0, 1.0),
        run_time: float = theme.MOVE,
        remover: bool = False,
    ) -> Animation:
        """Along the straight legs between some points; its size goes from one scale to another."""
        steps = [np.hypot(*(b - a)[:2]) for a, b in pairwise(way)]
        run, points = np.concatenate([[0.0], np.cumsum(steps)]), np.array(way)

        def move(chip: Chip, alpha: float) -> None:
            point = [np.interp(alpha * run[-1], run, points[:, k]) for k in range(3)]
            chip.at(np.array(point), (1 - alpha) * scales[0] + alpha * scales[1])

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time, remover=remover)
