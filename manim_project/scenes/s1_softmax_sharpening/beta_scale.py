"""The multiplier of a softmax as a scale with a knob; it can be zoomed out."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    FadeTransform,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity

BETA = "\N{MATHEMATICAL ITALIC SMALL BETA} = "  # as in a formula
READOUT = 0.66
ZOOM = 1.0  # seconds
OFF_SCALE = theme.SAFE_X - 0.15  # where the knob is when it is off the rail
ABOVE = 0.2  # from the rail to the names of its ticks


class Ticks(VGroup):
    """Strokes across an axis at `values`, with their names; each is moved by its stroke."""

    def __init__(
        self, values: Quantity, names: Sequence[Words | Phrase], across: np.ndarray
    ) -> None:
        self.values = [float(value) for value in values]
        super().__init__()
        for name in names:
            self.add(VGroup(Line(-0.1 * across, 0.1 * across, color=theme.DIM), name))

    def arrange_at(self, place: Callable[[float], np.ndarray], end: float, seen: float) -> None:
        """Put every tick where its value is; those further out than `end` are not seen."""
        for value, tick in zip(self.values, self, strict=True):
            tick.shift(place(value) - tick[0].get_center())
            tick.set_opacity(seen if abs(value) <= end * (1 + 1e-9) else 0)


class BetaScale(VGroup):
    """A rail from 0 to the last of the multiplier's ticks; `readout`, at the left, is its value.

    `start` is the place of 0, `width` the rail's length. `zoom` goes on to the next ticks.
    """

    def __init__(self, soft: Quantity, *, start: tuple[float, float], width: float) -> None:
        self.start, self.span = np.array([*start, 0.0]), width
        self.beta, self.level, self.spec = float(soft.beta), 0, "{:.3f}"
        self.ticks = self._ticks()
        self.end = self.ticks.values[-1]
        self.rail = Line(self.start, self.start + width * RIGHT, color=theme.DIM, stroke_width=4)
        self.knob = Dot(radius=0.13, color=theme.INK).set_z_index(1)
        self.readout = Words(BETA + self.spec, soft.beta, size=READOUT, face=theme.MATH)
        self.readout.put(-theme.SAFE_X, start[1] - 0.12)
        name = formula("beta", color=theme.DIM).put(start[0] - 0.2, start[1] - 0.1, align=1)
        super().__init__(self.rail, self.ticks, self.knob, self.readout, name)
        self.ticks.arrange_at(self.at, self.end, 1)
        self.show(soft)

    def _ticks(self) -> Ticks:
        values = REFERENCE.textbook.BETA_TICKS[self.level]
        names = [number(value, size=theme.SMALL, color=theme.DIM) for value in values]
        return Ticks(values, [name.put(0, ABOVE, align=0) for name in names], UP)

    def at(self, beta: float) -> np.ndarray:
        """Where a multiplier lies on the rail, (3,)."""
        return self.start + beta / self.end * self.span * RIGHT

    def show(self, soft: Quantity) -> Self:
        """Another multiplier, at once."""
        self.beta = float(soft.beta)
        self.readout.say(BETA + self.spec, soft.beta)
        self.knob.move_to(self.at(self.beta))
        return self

    def flag(self, beta: Quantity, text: Words) -> Animation:
        """Mark a place on the rail, and say below it what happens there."""
        at = self.at(float(beta))
        mark = Line(at + 0.16 * DOWN, at + 0.32 * DOWN, color=theme.INK, stroke_width=4)
        text.put(min(at[0], theme.SAFE_X - text.advance / 2), at[1] - 0.68, align=0)
        self.passed = VGroup(mark, text)
        return FadeIn(self.passed, shift=0.2 * UP)

    def zoom(self) -> Animation:
        """The next ticks come in from further away, and all that is on the rail moves together."""
        self.level += 1
        self.spec = "{:.0f}"
        old, new, first = self.ticks, self._ticks(), self.end
        self.ticks = new
        self.add(new)

        def move(_: VGroup, alpha: float) -> None:
            self.end = first * (new.values[-1] / first) ** alpha
            old.arrange_at(self.at, self.end, 1 - alpha)
            new.arrange_at(self.at, self.end, alpha)
            self.knob.move_to(self.at(self.beta))
            if alpha == 1:
                self.remove(old)

        move(self, 0)
        return UpdateFromAlphaFunc(self, move, run_time=ZOOM)

    def run_off(self, exponent: Quantity) -> Animation:
        """The multiplier goes on to two to the power of `exponent`, far off the rail.

        The knob stays in view, beyond the rail's end.
        """
        last = formula("beta = 2^({})", exponent, size=READOUT)
        last.put(self.readout.pen[0], self.readout.baseline)
        there = np.array([OFF_SCALE, self.start[1], 0])
        onward = DashedLine(self.at(self.end), there, color=theme.DIM, stroke_width=4)
        return AnimationGroup(
            FadeTransform(self.readout, last),
            Create(onward),
            self.knob.animate.move_to(there),
            run_time=1.2,
        )
