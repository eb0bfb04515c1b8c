"""The plain of float64 numbers: ticks as rails to the horizon, and two dots on its near edge.

plain = Plain(beam, REFERENCE.textbook.float_ruler(36))
plain.exponent, plain.grown = 16, 1
plain.draw()                 # magnified by ten to the sixteenth: single ticks, nothing between

What it does is told in `float_ruler`. On the way the rails are the number line's own marks, at
powers of ten, faint. Ticks with dots are float64 numbers, and there are no others.
"""

from collections.abc import Callable
from itertools import zip_longest

import numpy as np
from manim import Circle, VGroup
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark, Trail
from manim_project.mobjects.regions import Scale
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import Beam
from manim_project.scenes.s1_softmax_sharpening.horizon import horizon_light, ray
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step
from manim_project.scenes.s1_softmax_sharpening.rails import (
    HIDDEN,
    WIDEST,
    Rails,
    multiples,
    visibility,
)

UNIT = 0.06  # of value before the dive (scene units): a tick is 4.3 long at its end
FRONT, HORIZON = 0.19, 0.76  # of the stage's height
MARKS = tuple(float(f"1e{k}") for k in range(1, -16, -1))  # steps of the number line's own marks
DRAWN, DIM, SLIGHT = 3, 0.42, 0.05  # levels of marks drawn at a time, how bright, and how wide
STORED, PAPER, TICK = 0.23, 0.2, 0.1  # radii of dots


class Plain(VGroup):
    """The plain of float64 numbers whose near edge is the beam, and two dots on that edge: where
    the blend of a `textbook.FloatRuler` is on paper, and where it is stored.
    """

    def __init__(self, beam: Beam, ruler: Quantity) -> None:
        self.beam, self.stage = beam, beam.region
        self.front = self.stage.bottom + FRONT * self.stage.height
        horizon = self.stage.bottom + HORIZON * self.stage.height
        self.vanishing = np.array([self.stage.centre[0], horizon, 0.0])
        self.spacing, self.wanted = float(ruler.spacing), float(ruler.target)
        self.exponent, self.grown, self.shown = 0.0, 0.0, 1.0
        self.on_paper, self.stored = float(ruler.on_paper_ticks), float(ruler.stored_ticks)
        self.lights = horizon_light(self.vanishing).set_opacity(0)
        self.levels = [Rails(self.vanishing, self.front) for _ in range(DRAWN)]
        self.floats = Rails(self.vanishing, self.front)
        self.middle = Rails(self.vanishing, self.front).set_opacity(0)
        self.gold = Rails(self.vanishing, self.front, theme.WINNER).set_opacity(0)
        self.ray = ray(self.vanishing, self.front, theme.WINNER).set_opacity(0)
        self.ends = VGroup(*(Mark(radius=TICK, color=theme.INK, shine=0.6) for _ in range(2)))
        self.dot = Mark(radius=STORED, color=theme.INK, shine=0.75)
        self.ring = Circle(PAPER, color=theme.INK, stroke_width=6)
        self.ring.set_fill(theme.BACKGROUND)
        self.slide = Trail(width=0.13, opacity=0.5)
        self.flight = Trail(width=0.13, opacity=0.9, parts=44)
        super().__init__(*self.levels, self.floats, self.middle, self.ray, self.gold, self.ends)
        self.add(self.slide, self.flight, self.ring, self.dot)

    # Where things lie

    @property
    def unit(self) -> float:
        """How long a unit of value is on the edge (scene units)."""
        return UNIT * 10**self.exponent

    def place(self, ticks: float) -> np.ndarray:
        """Where so many ticks beside the target lie on the edge."""
        return np.array([self.vanishing[0] + ticks * self.spacing * self.unit, self.front, 0.0])

    def draw(self) -> None:
        """Everything, as far as the dive has come."""
        beam, x = self.beam, self.vanishing[0]
        self._draw_rails()
        self.ring.move_to(self.place(self.on_paper))
        self.dot.at(self.place(self.stored))
        apart = self._apart
        for end, step in zip(self.ends, (-1, 1), strict=True):
            end.at(self.place(step)).set_opacity(apart * self.grown)
        self.lights.set_opacity(self.grown)
        beam.edge.set_stroke(opacity=1 - 0.85 * apart)  # between the last ticks there is nothing
        beam.scale_of_values = Scale(self.wanted, self.wanted + 1, x, x + self.unit)
        for i in (beam.asked - 1, beam.asked + 1):
            far = abs(beam.at(beam.values[i]) - x)
            near = float(np.clip((5.4 - far) / 1.5, 0, 1))
            beam.numerals[i].set_fill(opacity=near * self.shown)
        beam.draw()

    @property
    def _apart(self) -> float:
        """How far the float64 numbers can be told apart, from 0 to 1."""
        return visibility(self.spacing * self.unit)

    def _draw_rails(self) -> None:
        x, unit, apart = self.vanishing[0], self.unit, self._apart
        seen = [mark for mark in MARKS if HIDDEN < mark * unit < WIDEST]
        for rails, mark in zip_longest(self.levels, seen[-DRAWN:]):
            if mark and self.grown and apart < 1:
                rails.spread(x + multiples(mark, self.wanted, unit), self.grown, SLIGHT)
                rails.set_opacity(DIM * visibility(mark * unit) * (1 - apart) ** 2)
            else:
                rails.clear_points()
        if apart:
            self.floats.spread(x + multiples(self.spacing, self.wanted, unit), self.grown)
            self.floats.set_opacity(0.9 * apart)
        else:
            self.floats.clear_points()
        self.middle.spread(np.array([x]), max(self.grown, 1e-3)).set_opacity(self.grown)
        self.gold.points = self.middle.points.copy()

    def _move(
        self,
        prepare: Callable[[], Step],
        run_time: float,
        rate: Callable[[float], float] = ease.smooth,
    ) -> Animation:
        """A motion after each step of which all is drawn anew, the beam included."""

        def begin() -> Step:
            change = prepare()

            def step(share: float) -> None:
                change(share)
                self.draw()

            return step

        return Motion(VGroup(self.beam, self.lights, self), begin, run_time, rate)
