"""The hair that breaks a tie, and what a softmax makes of it."""

from dataclasses import dataclass

import numpy as np

from manim_project.reference.arrays import Floats
from manim_project.reference.softmax import softmax

HAIR_ENLARGED = 5000  # times that a scene draws hairs too long, so that they can be seen


@dataclass(frozen=True)
class Tie:
    """Two scores that are equal but for the hairs of their tokens."""

    beta: float  # the multiplier
    lead: float  # by how much the newer one's score is higher
    weights: Floats  # (2,) softmax, the older one's first
    alone: bool  # whether the older one's weight is exactly 0.0

    @property
    def sharpened(self) -> float:
        """What the softmax sees of the lead: so many times as much."""
        return self.beta * self.lead


def tie(tokens: int, exponent: int, beta: float = 1.0) -> Tie:
    """The weights of two keys, one of which stands `tokens` later and so leads by as many times
    2^`exponent`; `beta` is the softmax's multiplier.

    Raises ValueError unless one of them is later.
    """
    if tokens < 1:
        raise ValueError(f"tokens {tokens}: the newer key stands at least 1 later")
    lead = tokens * 2.0**exponent
    weights = softmax(np.array([0.0, lead]), beta)
    return Tie(beta=beta, lead=lead, weights=weights, alone=bool(weights[0] == 0.0))
