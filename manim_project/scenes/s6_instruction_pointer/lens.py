"""A lens through which the film on the tape is seen, many times as high: a cone of light to it."""

import math

import numpy as np
from manim import Circle, DoubleArrow, UpdateFromAlphaFunc, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s6_instruction_pointer.levelling import Levelling
from manim_project.scenes.s6_instruction_pointer.tape import PROMPT

TIMES = REFERENCE.textbook.LEVEL_ENLARGED
RADIUS = 1.95 * theme.TALL
LOW = -0.52  # where zero lies in the lens, by its radius
SIDE, DROP = 17.5, 2.75 * theme.TALL  # the column it looks at; how far below the tape it stands
FINE = 60  # points of an arc
MEAN = 1.05 * theme.TALL  # em of the level's number
FACTOR = 0.62 * theme.TALL  # em of how many times it enlarges


def segment(low: float, high: float) -> np.ndarray:
    """The outline of what lies between two heights in a circle of radius 1, (n, 3)."""
    one, other = math.asin(low), math.asin(high)
    right = np.linspace(one, other, FINE)
    angles = np.concatenate([right, math.pi - right[::-1], [one]])
    return np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])


class Lens(VGroup):
    """A round piece of the tape and of the film on it, enlarged; its level's number (`mean`) and
    arrow, and how many `times` it enlarges come when it is open."""

    def __init__(self, levelling: Levelling, mean: Quantity) -> None:
        self.spot = np.array([levelling.x(SIDE), levelling.y(levelling.mean / 2), 0.0])
        self.centre = np.array([self.spot[0], levelling.ground - DROP, 0.0])
        high = LOW + levelling.mean * levelling.unit * float(TIMES) / RADIUS
        self.parts = [segment(-1, 1), segment(-1, LOW), segment(LOW, high)]
        colors = (theme.mix(theme.KEY, theme.BACKGROUND, 0.07), PROMPT, theme.shape(theme.VALUE))
        self.fills = VGroup(
            *(VMobject(stroke_width=0, fill_color=c, fill_opacity=1) for c in colors)
        )
        self.line = VMobject(stroke_width=3, color=theme.INK)
        self.rim = Circle(1.0, stroke_width=5, color=theme.INK)
        self.cone = VMobject(stroke_width=0, fill_color=theme.shape(theme.INK), fill_opacity=0.12)
        super().__init__(self.cone, self.fills, self.line, self.rim)
        self._look(0.0)
        ends = (self._at(LOW), self._at(high))
        self.arrow = DoubleArrow(
            *ends, buff=0, color=theme.ON_WINNER, stroke_width=6, tip_length=0.26
        )
        side = self._at((LOW + high) / 2) + RADIUS * np.array([1.0, 0.0, 0.0])
        self.mean = beside(Words("{:.2f}", mean, size=MEAN, bold=True), side, gap=theme.APART)
        self.times = Words("{}×", TIMES, size=FACTOR, color=theme.DIM, bold=True)
        self.times.in_box(self._at((high + 0.92) / 2))

    def _at(self, height: float) -> np.ndarray:
        return self.centre + np.array([0.0, RADIUS * height, 0.0])

    def _look(self, share: float) -> None:
        """At once: it has opened by a share, from the spot that it looks at."""
        radius = RADIUS * max(share, 1 / float(TIMES))
        centre = (1 - share) * self.spot + share * self.centre
        for fill, outline in zip(self.fills, self.parts, strict=True):
            fill.set_points_as_corners(centre + radius * outline)
        reach = math.sqrt(1 - LOW**2)
        ends = np.array([[-reach, LOW, 0.0], [reach, LOW, 0.0]])
        self.line.set_points_as_corners(centre + radius * ends)
        self.rim.scale_to_fit_width(2 * radius).move_to(centre)
        away = self.spot - centre
        far = math.hypot(*away[:2])
        if far <= radius:
            self.cone.clear_points()
            return
        up, open_by = math.atan2(away[1], away[0]), math.acos(radius / far)
        turns = np.linspace(up - open_by, up + open_by, FINE)
        touch = centre + radius * np.column_stack([np.cos(turns), np.sin(turns), 0 * turns])
        self.cone.set_points_as_corners([self.spot, *touch, self.spot])

    def open_up(self, run_time: float) -> Animation:
        """It comes towards us out of the film."""
        return UpdateFromAlphaFunc(self, lambda _, a: self._look(a), run_time=run_time)

    def close_up(self, run_time: float) -> Animation:
        """It goes back to where it looked."""

        def close(_: VGroup, alpha: float) -> None:
            self._look(1 - alpha)
            for part in (self.rim, self.line):
                part.set_stroke(opacity=min(1.0, 4 * (1 - alpha)))

        return UpdateFromAlphaFunc(self, close, run_time=run_time)
