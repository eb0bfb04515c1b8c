"""Values as discs: one stands at its height; a smaller one, a chip, rides along a ray.

A disc is bright as far as its value is read: the area of its bright part is the weight, down to
what its number needs; then that part fades. What nobody looks at is dim, and still there.
"""

import math

import numpy as np
from manim import Circle, UpdateFromAlphaFunc, VGroup, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s7_stack_reads.storeys import FLOOR, RADIUS

DIGIT = 1.36  # em, by the radius
CHIP = 0.56  # radius of a chip
SEED = 0.25  # its size in a cell of the tape, by what it grows to
CLEAR = 0.5  # share of its way on which it leaves a cell
SHINE = 1.7  # how far a disc shines, in radii
DIM = 0.22  # share of its colour in what is dim
LEAST = 0.66  # radius, by the disc's, of a bright part that has room for the number


class Value(VGroup):
    """A disc with its number."""

    def __init__(self, value: Quantity, point: np.ndarray, radius: float = RADIUS) -> None:
        self.value, self.radius = value, radius
        self.shine = halo(point, SHINE * radius, theme.VALUE, 0.34)
        self.disc = Circle(radius, fill_opacity=1, stroke_width=3).move_to(point)
        self.core = Circle(radius, fill_opacity=1, stroke_width=0).move_to(point)
        self.digit = number(value, size=DIGIT * radius, face=theme.MATH).in_box(point)
        super().__init__(self.shine, self.disc, self.core, self.digit)
        self.dressed(theme.VALUE)

    def dressed(self, color: str, weight: float = 1.0) -> "Value":
        """At once: in a colour of meaning, and as bright as a weight; 0 is what is past."""
        dim, point = theme.mix(theme.shape(color), theme.BACKGROUND, DIM), self.disc.get_center()
        bright = theme.shape(color)
        self.shine.set_fill(theme.light(color, 1.0)[0], opacity=weight)
        self.disc.set_fill(dim).set_stroke(bright if weight == 1 else theme.soft(color, 0.6))
        share = max(math.sqrt(weight), LEAST)
        self.core.set_fill(bright, opacity=min(weight / LEAST**2, 1.0))
        self.core.scale(share * self.disc.width / self.core.width).move_to(point)
        self.digit.set_color(theme.ON_WINNER if weight > LEAST**2 / 2 else color)
        return self

    def paint(
        self, color: str, weight: float = 1.0, run_time: float = theme.QUICK
    ) -> Animation:  # fmt: skip
        """As `dressed`, in motion."""
        return self.animate(run_time=run_time).dressed(color, weight)

    def rise(self, cell: np.ndarray, run_time: float = 0.9) -> Animation:
        """It leaves a cell of the tape as a small seed; clear of the floor it grows into its place,
        and its number can be read."""
        end = self.copy()
        start = self.copy().scale(SEED).move_to(cell)
        clear = start.copy().move_to([cell[0], FLOOR + SEED * RADIUS + theme.NEAR / 2, 0.0])

        def fly(value: Value, alpha: float) -> None:
            first, second = min(alpha / CLEAR, 1.0), max(alpha - CLEAR, 0.0) / (1 - CLEAR)
            for parts in zip(value, start, clear, end, strict=True):
                part, one, two, three = parts
                part.interpolate(*((one, two, first) if alpha < CLEAR else (two, three, second)))
            value.digit.set_opacity(second)

        return UpdateFromAlphaFunc(self, fly, rate_func=smooth, run_time=run_time)

    def sink(self, cell: np.ndarray, run_time: float = 0.6) -> Animation:
        """It goes into a cell of the tape."""
        start, end = self.copy(), self.copy().scale(SEED * RADIUS / CHIP).move_to(cell)

        def fly(value: Value, alpha: float) -> None:
            for part, one, other in zip(value, start, end, strict=True):
                part.interpolate(one, other, alpha)
            value.digit.set_opacity(min(max((1 - alpha) / (1 - CLEAR) - 0.5, 0.0), 1.0))

        return UpdateFromAlphaFunc(self, fly, rate_func=smooth, run_time=run_time)

    def chip(self) -> "Value":
        """A smaller one of the same number, at the same place."""
        return Value(self.value, self.disc.get_center(), CHIP)
