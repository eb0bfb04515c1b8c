"""The hero's light: the asker's lamp lights its lane, a beam meets the nearest value, and what is
behind that lies in its shadow: as dark as its weight is small.

Every light is made once; what comes, comes by a soft edge that moves to the left.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Arc,
    FadeIn,
    FadeOut,
    Line,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light, beam, halo
from manim_project.scenes.s7_stack_reads.storeys import RADIUS, START, STOREY
from manim_project.scenes.s7_stack_reads.values import Value

LIT, BEAM, SHADOW = 0.3, 0.8, 0.68  # how strong the lane's light, the beam and the shadow are
TAIL = 0.1  # how far light and shadow go on behind the lanes' left end
SPAN = 1.17  # of the flash to each side (radians): as high as the beam
RIM = 0.09  # from the disc to the flash
BROAD = 0.93  # the beam, by the disc it meets
LAMP = 0.06  # from the lamp's ends to the lines of its lane
FLOOD = 1.6  # how softly light ends that is on its way


def smoothed(x: np.ndarray) -> np.ndarray:
    """From 0 to 1 without a corner."""
    clipped = np.clip(x, 0, 1)
    return np.asarray(clipped * clipped * (3 - 2 * clipped))


@dataclass(frozen=True)
class Lit:
    """The air of a lane: as high as the lane, brightest at the lamp, on the right."""

    far: float = 0.55  # what is left of it at the left end
    end: float = 0.12  # share of the width in which it goes there

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x = np.linspace(0, 1, columns)
        along = (self.far + (1 - self.far) * x**3) * smoothed(x / self.end)
        return np.broadcast_to(along, (rows, columns))


@dataclass(frozen=True)
class Ray:
    """A parallel beam: crisp above and below, its core bright."""

    base: float = 0.5
    edge: float = 0.012  # share of its height in which it ends

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        y = np.abs(np.linspace(-1, 1, rows))
        across = self.base + (1 - self.base) * np.exp(-((y / 0.42) ** 2))
        return np.broadcast_to((across * smoothed((1 - y) / self.edge))[:, None], (rows, columns))


@dataclass(frozen=True)
class Core:
    """The thread of light along its middle."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        y = np.linspace(-1, 1, rows)
        return np.broadcast_to(np.exp(-((y / 0.4) ** 2))[:, None], (rows, columns))


@dataclass(frozen=True)
class Umbra:
    """A shadow that falls to the left: darkest and crispest at what casts it."""

    far: float = 0.75
    crisp: float = 0.1
    end: float = 0.12

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x, y = np.linspace(0, 1, columns)[None, :], np.abs(np.linspace(-1, 1, rows))[:, None]
        soft = self.crisp + 0.5 * (1 - x)
        across = smoothed((1 - y) / soft)
        return np.asarray(across * (self.far + (1 - self.far) * x) * smoothed(x / self.end))


class Sight(VGroup):
    """The look from `eye` to `found`, and behind it `hidden`, which it cannot see."""

    def __init__(self, eye: np.ndarray, found: Value, hidden: Value) -> None:
        self.found, self.hidden = found, hidden
        middle, behind = found.disc.get_center(), hidden.disc.get_center()
        left, high = START - TAIL, 2 * BROAD * RADIUS
        hue = theme.QUERY
        self.lit = self._level(Lit(), left, eye, STOREY, theme.light(hue, LIT))
        self.beam = self._level(Ray(), middle[0], eye, high, theme.light(hue, BEAM))
        self.beyond = self._level(Ray(), behind[0], middle, high, theme.light(hue, BEAM))
        white = theme.BACKGROUND if theme.THEME == "light" else theme.INK
        self.core = self._level(Core(), middle[0], eye, 0.6 * RADIUS, (white, 0.8))
        self.shade = self._level(Umbra(), left, middle, 2 * RADIUS, theme.shadow(SHADOW))
        reach = (STOREY / 2 - LAMP) * UP
        ends = eye - reach, eye + reach
        self.lamp = Line(*ends, color=theme.shape(hue), stroke_width=9)
        self.glow = VGroup(beam(*ends, 1.5, hue, 0.5, ends=1.0), halo(eye, 1.3, hue, 0.4))
        self.flash = Arc(RADIUS + RIM, -SPAN, 2 * SPAN, stroke_width=9, color=theme.INK)
        self.flash.shift(middle)
        self.burst = halo(middle + RADIUS * RIGHT, 2.0, theme.INK, 0.6)
        self.lights = [self.lit, self.shade, self.beyond, self.glow, self.beam, self.core]
        super().__init__(*self.lights, self.lamp)

    @staticmethod
    def _level(
        shade: Lit | Ray | Core | Umbra,
        left: float,
        right: np.ndarray,
        high: float,
        look: tuple[str, float],
    ) -> Light:
        """A light along the lane, from a place on the left to a point on the right."""
        light = Light(shade, right[0] - left, high, *look)
        return light.move_to(right + (right[0] - left) / 2 * LEFT)

    @staticmethod
    def _pour(lights: Iterable[Light], soft: float, run_time: float) -> tuple[Animation, ...]:
        """To be played as they are: in a group they would leave their layer."""
        return tuple(
            UpdateFromAlphaFunc(
                light, lambda part, a: part.pour(a, soft), rate_func=smooth, run_time=run_time
            )
            for light in lights
        )

    def light_up(self, run_time: float) -> tuple[Animation, ...]:
        """The lamp is lit, and all of its lane."""
        lamp = (FadeIn(part, run_time=0.3) for part in (self.lamp, self.glow))
        return *lamp, *self._pour([self.lit], FLOOD, run_time)

    def shine(self, run_time: float) -> tuple[Animation, ...]:
        """The beam leaves the lamp, and comes as far as the value."""
        return self._pour([self.beam, self.core], 0.3, run_time)

    def strike(self) -> Animation:
        """Its rim flashes, and it has won."""
        burst = Succession(FadeIn(self.burst, run_time=0.1), FadeOut(self.burst, run_time=0.5))
        return AnimationGroup(
            FadeIn(self.flash, run_time=0.12), burst, self.found.paint(theme.WINNER, run_time=0.3)
        )

    def cast(self, run_time: float) -> tuple[Animation, ...]:
        """Behind it the shadow pours to the left."""
        dim = self.hidden.paint(theme.VALUE, 0, run_time)
        return *self._pour([self.shade], 2.5, run_time), dim

    @property
    def shared(self) -> tuple[VMobject, ...]:
        """What `share` changes."""
        return self.shade, self.beyond, self.flash, self.hidden, self.found

    def share(self, older: float, newer: float) -> None:
        """At once: the values as bright as their weights; the shadow is what the older one lacks
        of an even share."""
        even = min(2 * older, 1.0)
        self.shade.set_fill(opacity=1 - even)
        self.beyond.set_fill(opacity=even)
        self.flash.set_stroke(opacity=1 - even)
        alone = older == 0
        self.hidden.dressed(theme.VALUE, older)
        self.found.dressed(theme.WINNER if alone else theme.VALUE, newer)
