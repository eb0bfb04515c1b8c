"""What a step leaves of a runner-up: e^(−step), beyond the curve."""

import numpy as np
from manim import VGroup

from manim_project import theme
from manim_project.mobjects.layout import column
from manim_project.mobjects.text import Phrase, Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s3_attention_is_lookup import multiplier
from manim_project.scenes.s3_attention_is_lookup.ladder import Drop, Ladder
from manim_project.scenes.s3_attention_is_lookup.multiplier import LOW, TEXTBOOK

SIZE = 0.62
LEAST = 0.005  # what would be rounded to nothing


def left_over(
    drop: Drop, ladder: Ladder, told: tuple[str, Quantity], step: Quantity, at: Quantity
) -> VGroup:
    """A power of e, in which the step is `told` by a format and its number, and what it comes to,
    beyond the curve and as deep as `at`. No power is nothing, whatever a float makes of it."""
    power, exponent = told
    ratio = TEXTBOOK.weight_ratio(float(step))
    comes_to = "= {:.2f}" if float(ratio) else "approx {:.0f}"
    lines = (
        Phrase(f"e^(-{power})", exponent, math=True, size=SIZE),
        Phrase(comes_to, ratio, math=True, size=SIZE),
    )
    return drop.outside(column(lines, theme.NEAR, -ladder.way), ladder, float(at))


class Rest(VGroup):
    """What is left of the memory's runner-up, at the end of its bar: gone when it is nothing."""

    def __init__(self, drop: Drop) -> None:
        self.drop = drop
        self.words: Words = number(self.ratio(LOW), "{:.2f}", size=SIZE, color=theme.VALUE)
        super().__init__(self.words)
        self.follow(LOW)

    @staticmethod
    def ratio(power: float) -> Quantity:
        """Its weight over the best, at a multiplier."""
        return TEXTBOOK.weight_ratio(float(multiplier.memory(power).scaled_gap))

    def follow(self, power: float) -> None:
        """Tell it at a multiplier, and as deep as the bar is, if it still hangs above the foot."""
        ratio = self.ratio(power)
        seen = float(np.clip(float(ratio) / LEAST - 1, 0.0, 1.0))
        self.words.set_opacity(seen)
        if not seen:
            return
        self.words.say("{:.2f}", ratio)
        deepest = self.drop.deepest - self.words.em / self.drop.unit
        depth = min(float(multiplier.memory(power).scaled_gap), deepest)
        self.drop.outside(self.words, self.drop.right, depth)
