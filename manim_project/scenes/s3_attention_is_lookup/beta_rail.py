"""The multiplier of a softmax as a knob on a rail, and what it makes of a gap between scores."""

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import RIGHT, Dot, Line, VGroup

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

Behind = tuple[Quantity, Quantity, Quantity]

WHOLE = 100  # from here on the multiplier is read without decimals
READING = 0.44  # size of the readings
KNOB = 0.12  # its radius
ABOVE = 0.27  # the readings' baseline above the rail


class BetaRail(VGroup):
    """A rail from `start` (x, y) on, `length` long, in equal steps of the multiplier's power of
    two, from the sentence's multiplier to the memory's.

    Above its left end stands one of three readings, which are put on stage when they are wanted:
    `beta` at rest, `live` while the knob moves, `product` with the runner-up's gap; above its right
    end, in a word, the `verdict`; at `foot` (x, baseline) the `ratio` of the runner-up's weight to
    the best. `look` is what was shown last (a `textbook.Sentence` or `Memory`); `behind` gives a
    look's gap, that times its multiplier, and the ratio; `spec` is the gap's format.
    """

    def __init__(
        self,
        look: Quantity,
        spec: str,
        behind: Callable[[Quantity], Behind],
        *,
        start: tuple[float, float],
        length: float,
        foot: tuple[float, float],
    ) -> None:
        self.start, self.length, self.foot = np.array([*start, 0.0]), length, foot
        self.spec, self.behind = spec, behind
        self.low = self.power(REFERENCE.textbook.sentence().beta)
        self.high = self.power(REFERENCE.textbook.HARDNESS)
        ends = self.at(self.low), self.at(self.high)
        self.rail = Line(*ends, color=theme.FAINT, stroke_width=4)
        self.knob = Dot(radius=KNOB, color=theme.INK)
        self.number = Words("{:.2f}", look.beta, size=READING)
        self.live = VGroup(self._reading("$beta$ ="), self.number)
        super().__init__(self.rail, self.knob)
        self.show(look).read()

    @staticmethod
    def power(beta: Quantity) -> float:
        """The power of two that a multiplier is."""
        return float(np.log2(float(beta)))

    def at(self, power: float) -> np.ndarray:
        """Where a power of two lies on the rail, (3,)."""
        way = (power - self.low) / (self.high - self.low)
        return self.start + (KNOB + way * (self.length - 2 * KNOB)) * RIGHT

    def show(self, look: Quantity) -> Self:
        """Another multiplier, at once."""
        self.look = look
        self.knob.move_to(self.at(self.power(look.beta)))
        self.number.say("{:.2f}" if float(look.beta) < WHOLE else "{:.0f}", look.beta)
        self.number.put(self.live[0].get_right()[0] + 0.15, self.live[0].baseline)
        return self

    def track(self, follow: Callable[[], Quantity]) -> Self:
        """Show `follow()` in every frame; end it with `clear_updaters`."""
        self.add_updater(lambda rail: rail.show(follow()))
        return self

    def _reading(self, text: str, *quantities: Quantity) -> Phrase:
        return Phrase(text, *quantities, size=READING).put(self.start[0], self.start[1] + ABOVE)

    def read(self) -> None:
        """Make the readings at rest, and the verdict, for the present look."""
        beta, (gap, scaled, ratio) = self.look.beta, self.behind(self.look)
        if self.power(beta) == self.high:
            power, verdict = REFERENCE.textbook.HARD_EXPONENT, "reads"
            self.beta = self._reading("$beta$ = $2^({})$", power)
            sign = "≈" if value_of(gap) != int(gap) else "="
            product = f"$beta$ × gap {sign} $2^({{}})$ × {self.spec}"
            self.product = self._reading(product, power, gap)
            exponent = f"2^({{}}) times {self.spec}"
            self.ratio = Phrase(f"$e^(-{exponent})$ ≈ {{:.0f}}", power, gap, ratio)
        else:
            verdict = "blends"
            self.beta = self._reading("$beta$ ≈ {:.2f}", beta)
            self.product = self._reading(f"$beta$ × gap ≈ {{:.2f}} × {self.spec}", beta, gap)
            self.ratio = Phrase("$e^(-{:.2f})$ ≈ {:.2f}", scaled, ratio)
        self.ratio.put(*self.foot)
        self.verdict = Words(verdict, bold=True)
        self.verdict.put(self.start[0] + self.length, self.start[1] + ABOVE, align=1)
