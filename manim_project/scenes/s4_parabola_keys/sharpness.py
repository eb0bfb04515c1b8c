"""What a softmax makes of the losses: a column over each key, as high as its weight."""

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.dial import Dial
from manim_project.mobjects.light import beam
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import SCRIPT, Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s4_parabola_keys.losses import Losses

DULL, MIDDLE, SHARP = 0.1, 10.0, 1000.0  # where the dial begins, turns faster, and ends
FIRST, SECOND = 0.45, 0.85  # shares of the time until it turns faster, and until it waits
PLAIN = 1e-3  # weights above it are shown in decimals
SIZE = 0.6 * theme.TALL
LABEL = 0.4 * theme.TALL
RAISED = (0.03, 0.42 * SIZE)  # from the end of a power's base to its exponent
RADIUS = 0.72 * theme.TALL
LEAST = 1e-4  # height of a column of weight 0


class Sharpness(VGroup):
    """The weights of `losses`' keys as columns on its ceiling, and a dial for the multiplier."""

    def __init__(self, losses: Losses, region: Region) -> None:
        self.count, self.i = losses.count, int(losses.here)
        self.foot, self.room = losses.ceiling, region.top - losses.ceiling
        self.xs, self.width_of_one = losses.xs, losses.cell
        self.columns = VGroup(*(Rectangle(stroke_width=0, fill_opacity=1) for _ in self.xs))
        self.dial = Dial(self._told(DULL).beta, DULL, SHARP, RADIUS, log=True, spec="{:.3g}")
        self.dial.shift(region.point(LEFT + UP) - self.dial.rail.get_corner(LEFT + UP))
        self.dial.shift(RADIUS * RIGHT)
        self.label = Words("the next best weighs", size=theme.BODY, color=theme.DIM)
        beside = self.xs[self.i] - self.width_of_one, region.top - LABEL
        self.label.put(*beside, align=1)
        self.second = SecondWeight(beside[0], region.top - 2.7 * LABEL)
        column = self._top(self.i, 0.0), self._top(self.i, 1.0)
        self.shine = beam(*column, 1.8, theme.WINNER, 0.4, ends=0.5).set_fill(opacity=0)
        super().__init__(self.shine, self.columns, self.label, self.second, self.dial)
        self.turn_to(DULL)

    def _told(self, beta: float) -> Quantity:
        return REFERENCE.textbook.sharpened(self.count, self.i, beta)

    def _top(self, j: int, weight: float) -> np.ndarray:
        return np.array([self.xs[j], self.foot + max(weight * self.room, LEAST), 0.0])

    def turn_to(self, beta: float) -> None:
        """The weights at a multiplier; a column that is alone has won."""
        told = self._told(beta)
        alone = bool(value_of(told.alone))
        for j, (column, weight) in enumerate(zip(self.columns, told.weights, strict=True)):
            x, top, _ = self._top(j, float(weight))
            left, right = x - self.width_of_one / 2, x + self.width_of_one / 2
            corners = [(left, self.foot), (right, self.foot), (right, top), (left, top)]
            column.set_points_as_corners([(*corner, 0.0) for corner in (*corners, corners[0])])
            won = alone and j == self.i
            column.set_fill(theme.shape(theme.WINNER if won else theme.VALUE))
        self.shine.set_fill(opacity=1.0 if alone else 0.0)
        self.dial.turn(told.beta)
        self.second.tell(told)

    def appear(self) -> Animation:
        """The columns and the dial come."""
        return FadeIn(self.columns, self.label, self.second, self.dial)

    def sharpen(self, run_time: float) -> Animation:
        """The dial turns until one column is alone."""
        end = float(REFERENCE.textbook.alone_from(self.count, self.i).beta)

        def turn(_: VMobject, alpha: float) -> None:
            if alpha < FIRST:
                beta = DULL * (MIDDLE / DULL) ** smooth(alpha / FIRST)
            elif alpha < SECOND:
                share = smooth((alpha - FIRST) / (SECOND - FIRST))
                beta = MIDDLE + share * (end - 1 - MIDDLE)
            else:
                beta = end - 1 if alpha < 1 else end
            self.turn_to(beta)

        return UpdateFromAlphaFunc(self, turn, rate_func=linear, run_time=run_time)


class SecondWeight(VGroup):
    """The runner-up's weight, in decimals or as a power of ten, that ends at a place."""

    def __init__(self, end: float, baseline: float) -> None:
        self.end, self.baseline = end, baseline
        self.base = Words("", size=SIZE, bold=True)
        self.exponent = Words("", size=SCRIPT * SIZE, bold=True)
        super().__init__(self.base, self.exponent)

    def tell(self, told: Quantity) -> None:
        """Show the weight in `told`, a `textbook.sharpened(...)`."""
        order, raised = told.second_order, False
        if value_of(order) is None:
            self.base.say("{:.0f}", told.second)
        elif float(told.second) > PLAIN:
            self.base.say("{:.3f}", told.second)
        else:
            self.base.say("≈ 10")
            raised = True
        self.exponent.say("{}", order) if raised else self.exponent.say("")
        self.exponent.put(self.end, self.baseline + RAISED[1], align=1)
        room = self.exponent.advance + RAISED[0] if raised else 0.0
        self.base.put(self.end - room, self.baseline, align=1)
