"""The multiplier of a softmax as a knob on a rail, in equal steps of its power of two."""

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import RIGHT, Dot, Line, VGroup

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity

WHOLE = 100  # from here on the multiplier is read without decimals
READOUT = 0.42  # size of the live reading


class BetaRail(VGroup):
    """A rail from `start` (x, y) on, `length` long, from the sentence's multiplier to the memory's.

    The knob stands at `beta`; `readout`, its live reading (right end above the rail's), is put on
    stage when it is wanted.
    """

    def __init__(self, beta: Quantity, *, start: tuple[float, float], length: float) -> None:
        self.start, self.length = np.array([*start, 0.0]), length
        self.low = self.power(REFERENCE.textbook.sentence().beta)
        self.high = self.power(REFERENCE.textbook.HARDNESS)
        end = self.start + length * RIGHT
        self.rail = Line(self.start, end, color=theme.FAINT, stroke_width=4)
        self.knob = Dot(self.at(self.power(beta)), radius=0.12, color=theme.INK)
        self.readout = Words("β = {:.2f}", beta, size=READOUT, face=theme.MATH)
        super().__init__(self.rail, self.knob)
        self.show(beta)

    @staticmethod
    def power(beta: Quantity) -> float:
        """The power of two that a multiplier is."""
        return float(np.log2(float(beta)))

    def at(self, power: float) -> np.ndarray:
        """Where a power of two lies on the rail, (3,)."""
        return self.start + (power - self.low) / (self.high - self.low) * self.length * RIGHT

    def show(self, beta: Quantity) -> Self:
        """Another multiplier, at once."""
        self.knob.move_to(self.at(self.power(beta)))
        self.readout.say("β = {:.2f}" if float(beta) < WHOLE else "β = {:.0f}", beta)
        x, y, _ = self.start
        self.readout.put(x + self.length, y + 0.27, align=1)
        return self

    def track(self, follow: Callable[[], Quantity]) -> Self:
        """Show `follow()` in every frame; end it with `clear_updaters`."""
        self.add_updater(lambda rail: rail.show(follow()))
        return self
