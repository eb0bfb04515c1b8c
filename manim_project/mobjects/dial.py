"""A dial for β, the multiplier of the scores: a needle on three quarters of a circle."""

import math
from typing import Self

import numpy as np
from manim import ORIGIN, Arc, Dot, Line, VGroup

from manim_project import theme
from manim_project.mobjects.text import CAPITAL, Phrase, Words
from manim_project.reference.quantity import Quantity

START, SWING = 1.25 * math.pi, -1.5 * math.pi  # from the lower left, clockwise to the lower right


class Dial(VGroup):
    """β from `low` to `high`, evenly in β or (`log`) in its logarithm. `turn` shows a value.

    The number stands in the opening below: "β = 9.9".
    """

    def __init__(
        self,
        beta: Quantity,
        low: float,
        high: float,
        radius: float = 0.8,
        log: bool = False,
        spec: str = "{:.1f}",
        size: float = 0.5,
    ) -> None:
        self.low, self.high, self.radius, self.log, self.spec = low, high, radius, log, spec
        faint = theme.mix(theme.DIM, theme.BACKGROUND, 0.5)
        self.rail = Arc(radius, START, SWING, stroke_width=5, color=faint)
        self.way = Arc(radius, START, SWING, stroke_width=7, color=theme.INK)
        self.needle = Line(ORIGIN, ORIGIN, stroke_width=6, color=theme.INK)
        self.hub = Dot(ORIGIN, 0.075, color=theme.INK)
        self.symbol = Phrase("beta =", math=True, size=size * 1.06)
        self.number = Words(spec, beta, size=size)
        super().__init__(self.rail, self.way, self.needle, self.hub, self.symbol, self.number)
        self.centre = np.zeros(3)
        self.turn(beta)

    def angle(self, beta: float) -> float:
        """Where the needle points at a value of β (radians)."""
        scale = math.log if self.log else float
        share = (scale(beta) - scale(self.low)) / (scale(self.high) - scale(self.low))
        return START + SWING * max(min(share, 1.0), 0.0)

    def turn(self, beta: Quantity) -> Self:
        """Show a value."""
        middle = self.hub.get_center()
        angle, unit = self.angle(float(beta)), self.rail.width / (2 * self.radius)
        way = np.array([math.cos(angle), math.sin(angle), 0.0])
        radius = self.radius * unit
        self.needle.set_points_as_corners([middle, middle + 0.82 * radius * way])
        swing = angle - START or -1e-6
        self.way.set_points(Arc(radius, START, swing, arc_center=middle).points)
        self.number.say(self.spec, beta)
        width = self.symbol.advance + 0.28 * self.number.em + self.number.advance
        line = middle[1] - 0.92 * radius - CAPITAL * self.number.em
        self.symbol.put(middle[0] - width / 2, line)
        self.number.put(middle[0] + width / 2 - self.number.advance, line)
        return self
