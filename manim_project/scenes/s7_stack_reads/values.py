"""Values as discs: one stands at its height; a smaller one, a chip, rides along a ray."""

import numpy as np
from manim import Circle, UpdateFromAlphaFunc, VGroup, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s7_stack_reads.storeys import RADIUS

DIGIT = 1.36  # em, by the radius
CHIP = 0.56  # radius of a chip
SEED = 0.25  # its size in a cell of the tape, by what it grows to
CLEAR = 0.5  # share of its way on which it leaves a cell
SHINE = 1.7  # how far a disc shines, in radii


class Value(VGroup):
    """A disc with its number."""

    def __init__(self, value: Quantity, point: np.ndarray, radius: float = RADIUS) -> None:
        self.value = value
        self.shine = halo(point, SHINE * radius, theme.VALUE, 0.34)
        self.disc = Circle(radius, fill_opacity=1, stroke_width=3).move_to(point)
        self.digit = number(value, size=DIGIT * radius, face=theme.MATH).in_box(point)
        super().__init__(self.shine, self.disc, self.digit)
        self.dressed(theme.VALUE)

    def dressed(self, color: str | None) -> "Value":
        """At once: in a colour of meaning; None is what is past."""
        self.shine.set_fill(theme.light(color or theme.DIM, 1.0)[0], opacity=1.0 if color else 0.0)
        self.disc.set_fill(theme.shape(color or theme.DIM), opacity=1.0 if color else 0.0)
        self.disc.set_stroke(theme.shape(color) if color else theme.soft(theme.DIM, 0.75))
        self.digit.set_color(theme.ON_WINNER if color else theme.DIM)
        return self

    def paint(self, color: str | None, run_time: float = theme.QUICK) -> Animation:
        """As `dressed`, in motion."""
        return self.animate(run_time=run_time).dressed(color)

    def rise(self, cell: np.ndarray, run_time: float = 0.7) -> Animation:
        """It leaves a cell of the tape, growing; its number is read once it is clear of the cell's
        own."""
        return self._fly(self.copy().scale(SEED).move_to(cell), self.copy(), run_time)

    def sink(self, cell: np.ndarray, run_time: float = 0.6) -> Animation:
        """It goes into a cell of the tape."""
        end = self.copy().scale(SEED * RADIUS / CHIP).move_to(cell)
        end.digit.set_opacity(0)
        return self._fly(self.copy(), end, run_time)

    def _fly(self, start: "Value", end: "Value", run_time: float) -> Animation:
        rising = end.digit.get_fill_opacity() > 0

        def fly(value: Value, alpha: float) -> None:
            for part, one, other in zip(value, start, end, strict=True):
                part.interpolate(one, other, alpha)
            way = alpha if rising else 1 - alpha  # from the cell on
            value.digit.set_opacity(min(max((way - CLEAR) / (1 - CLEAR), 0.0), 1.0))

        return UpdateFromAlphaFunc(self, fly, rate_func=smooth, run_time=run_time)

    def chip(self) -> "Value":
        """A smaller one of the same number, at the same place."""
        return Value(self.value, self.disc.get_center(), CHIP)
