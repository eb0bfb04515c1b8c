"""The two look-ups of the scene, at any multiplier, and when only one weight is left."""

import math
from collections.abc import Callable
from typing import Any, Self

import numpy as np
from manim import LEFT, RIGHT, VGroup

from manim_project.mobjects.layout import box_of
from manim_project.mobjects.text import Phrase
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

TEXTBOOK = REFERENCE.textbook
SOFT = TEXTBOOK.sentence().beta
HARD = TEXTBOOK.HARDNESS
LOW, HIGH = math.log2(float(SOFT)), math.log2(float(HARD))  # as powers of two
FINE = 0.1  # steps of the power in which `exact_from` looks
SIZE = 0.7  # of a multiplier where it stands
DECIMALS = 1.0  # power of two up to which a multiplier on its way shows a decimal
SAME = 1e-9


def beta(power: float) -> Any:
    """The multiplier of a power of two; at both ends the one that the model has."""
    if abs(power - LOW) < SAME:
        return value_of(SOFT)
    return value_of(HARD) if abs(power - HIGH) < SAME else 2.0**power


def sentence(power: float) -> Quantity:
    """The eight words at a multiplier."""
    return TEXTBOOK.sentence(beta(power))


def memory(power: float) -> Quantity:
    """The five slots at a multiplier, the one in the middle asked for."""
    return TEXTBOOK.memory(TEXTBOOK.memory().address, beta(power))


def word_weights(power: float) -> Quantity:
    """The weights of the word that asks."""
    said = sentence(power)
    return said.weights[said.angry]


def slot_weights(power: float) -> Quantity:
    """The weights of the slot that is asked for."""
    return memory(power).weights


def exact_from(weights: Callable[[float], Quantity]) -> float:
    """The least power of two from which all weights but one are exactly 0."""
    for power in np.arange(LOW, HIGH, FINE):
        if np.count_nonzero(value_of(weights(power))) == 1:
            return float(power)
    return HIGH


def exactness(power: float, start: float) -> float:
    """How bright the ring of an exact result is: from nothing to all within a power of two."""
    return float(np.clip(power - start, 0.0, 1.0))


def said(power: float, times: str = "times", size: float = SIZE) -> Phrase:
    """A multiplier in signs: as the model has it at both ends, a power with a decimal between."""
    if abs(power - LOW) < SAME:
        return Phrase(f"{times} {{:.3f}}", SOFT, math=True, size=size)
    if abs(power - HIGH) < SAME:
        return Phrase(f"{times} 2^({{}})", TEXTBOOK.HARD_EXPONENT, math=True, size=size)
    if power < DECIMALS:
        return Phrase(f"{times} {{:.1f}}", memory(power).beta, math=True, size=size)
    exponent = TEXTBOOK.power_of_two(beta(power))
    return Phrase(f"{times} 2^({{:.1f}})", exponent, math=True, size=size)


class Multiplier(VGroup):
    """What one side is multiplied by: at the outer edge (`way`, LEFT or RIGHT) of the frame, and
    the higher, the larger it is. `feet` are its baselines at the least and at the largest power.
    """

    def __init__(self, x: float, feet: tuple[float, float], way: np.ndarray) -> None:
        self.phrase = said(LOW)
        super().__init__(self.phrase)
        self.x, self.feet, self.way = x, feet, way
        self.show(LOW)

    def show(self, power: float) -> Self:
        """Say a multiplier, at its height."""
        self.power = power
        phrase, share = said(power), (power - LOW) / (HIGH - LOW)
        corner = box_of(phrase).point(LEFT if self.way[0] < 0 else RIGHT)[0]
        phrase.on((1 - share) * self.feet[0] + share * self.feet[1])
        phrase.shift((self.x - corner) * RIGHT)
        self.phrase.take(phrase)
        return self


def climb(alpha: float) -> float:
    """The power of two on the way from the least to the largest: slow where all is decided."""
    return LOW + (HIGH - LOW) * alpha**2.4 * (1 + 2.4 * (1 - alpha))
