"""The hero's light: lit air, a beam as high as a lane, and the shadow of what it meets.

Every light is made once; beam and shadow come by a soft edge that moves to the left.
"""

from dataclasses import dataclass

import numpy as np
from manim import (
    PI,
    RIGHT,
    AnimationGroup,
    Arc,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light, halo
from manim_project.scenes.s7_stack_reads.storeys import RADIUS
from manim_project.scenes.s7_stack_reads.values import Value

BREADTH = 1.12  # of the beam's and the shadow's softness, by the disc's diameter
CORE = 0.7  # height of the beam's bright middle
BEHIND = 0.8  # how far behind the asker its light begins
TAIL = 0.8  # how far the shadow goes on behind the frame's edge
RIM = 0.09  # from the disc to the flash


@dataclass(frozen=True)
class Air:
    """Lit air: brightest about a point of the frame (shares of it), gone at the edges."""

    x: float = 0.62
    y: float = 0.45

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x, y = (np.linspace(0, 1, n) for n in (columns, rows))
        across = np.exp(-(((x - self.x) / 0.5) ** 2))
        up = np.exp(-(((y - self.y) / 0.42) ** 2))
        return up[:, None] * across[None, :]


@dataclass(frozen=True)
class Lane:
    """A level band with soft edges above and below, as strong as `left` and `right` at its ends,
    of which the right one may be soft, too, for `fade` of the width.
    """

    left: float
    right: float
    bend: float = 1.0
    soft: float = 0.16  # share of its height in which an edge fades
    fade: float = 0.0

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x, y = np.linspace(0, 1, columns), np.linspace(0, 1, rows)
        edge = np.clip(np.minimum(y, 1 - y) / self.soft, 0, 1)
        across = edge * edge * (3 - 2 * edge)
        along = self.left + (self.right - self.left) * x**self.bend
        if self.fade:
            end = np.clip((1 - x) / self.fade, 0, 1)
            along = along * end * end * (3 - 2 * end)
        return across[:, None] * along[None, :]


class Sight(VGroup):
    """The look from `eye` to `found`, and behind it `hidden`, which it cannot see."""

    def __init__(self, eye: np.ndarray, found: Value, hidden: Value) -> None:
        self.found = found
        high = 2 * RADIUS * BREADTH
        size = theme.FRAME_WIDTH, theme.FRAME_HEIGHT
        air = theme.mix(theme.KEY, theme.INK, 0.38)
        self.air = Light(Air(), *size, *theme.light(air, 0.2))
        self.air.shift([0.0, theme.MIDDLE, 0.0])
        middle = found.disc.get_center()
        start = eye + BEHIND * RIGHT
        long = float(start[0] - middle[0])
        fade = Lane(0.75, 1.0, fade=2 * BEHIND / long)
        self.beam = Light(fade, long, high, *theme.light(theme.QUERY, 0.78))
        self.beam.move_to((start + middle) / 2)
        white = theme.BACKGROUND if theme.THEME == "light" else theme.INK
        core = Lane(1.0, 1.0, soft=0.5, fade=2 * BEHIND / long)
        self.core = Light(core, long, CORE, white, 0.4)
        self.core.move_to(self.beam)
        left = -theme.FRAME_WIDTH / 2 - TAIL
        self.shade = Light(Lane(0.55, 1.0, 0.7), middle[0] - left, high, *theme.shadow(0.86))
        self.shade.move_to([(middle[0] + left) / 2, middle[1], 0.0])
        self.source = halo(eye, 2.3, theme.QUERY, 0.5)
        self.flash = Arc(RADIUS + RIM, -PI / 3.2, 2 * PI / 3.2, stroke_width=9, color=theme.INK)
        self.flash.shift(middle)
        self.burst = halo(middle + RADIUS * RIGHT, 2.0, theme.INK, 0.6)
        ends = hidden.disc.get_right() + theme.NEAR * RIGHT, found.disc.get_left()
        self.blind = DashedLine(*ends, color=theme.soft(theme.DIM, 0.8), dash_length=0.07)
        self.blind.set_stroke(width=3)
        self.lights = [self.air, self.shade, self.source, self.beam, self.core]
        super().__init__(*self.lights)

    def light_up(self) -> Animation:
        """The air is lit."""
        return FadeIn(self.air, run_time=0.8)

    def shine(self, run_time: float) -> tuple[Animation, ...]:
        """The beam leaves the asker, and comes as far as the value; played as they are, each of
        its lights stays in its layer."""
        grow = (
            UpdateFromAlphaFunc(
                part, lambda light, a: light.pour(a), rate_func=smooth, run_time=run_time
            )
            for part in (self.beam, self.core)
        )
        return FadeIn(self.source, run_time=0.4), *grow

    def strike(self) -> Animation:
        """Its rim flashes, and it has won."""
        burst = Succession(FadeIn(self.burst, run_time=0.1), FadeOut(self.burst, run_time=0.5))
        return AnimationGroup(
            FadeIn(self.flash, run_time=0.12), burst, self.found.paint(theme.WINNER, 0.3)
        )

    def cast(self, run_time: float) -> Animation:
        """Behind it the shadow pours to the left."""
        return UpdateFromAlphaFunc(
            self.shade, lambda shade, a: shade.pour(a, 2.5), rate_func=smooth, run_time=run_time
        )

    def miss(self) -> Animation:
        """What would have been seen."""
        return Create(self.blind, run_time=0.6, rate_func=linear)
