"""The two look-ups of the scene, at any multiplier, and when only one weight is left."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

TEXTBOOK = REFERENCE.textbook
SOFT = TEXTBOOK.sentence().beta
HARD = TEXTBOOK.HARDNESS
LOW, HIGH = math.log2(float(SOFT)), math.log2(float(HARD))  # as powers of two
FINE = 0.1  # steps of the power in which `exact_from` looks


def beta(power: float) -> Any:
    """The multiplier of a power of two; at both ends the one that the model has."""
    return value_of(SOFT if power <= LOW else HARD if power >= HIGH else 2.0**power)


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


def powers(share: float) -> tuple[float, float]:
    """The multipliers of words and slots when the see-saw has tipped by a share."""
    return (1 - share) * LOW + share * HIGH, (1 - share) * HIGH + share * LOW
