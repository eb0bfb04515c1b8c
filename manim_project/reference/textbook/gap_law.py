"""The one law of soft and hard attention: what a gap and a multiplier leave of a rival's weight."""

import math


def weight_ratio(step: float) -> float:
    """A rival's weight over the winner's, e^(−step); `step` is its gap times the multiplier."""
    return math.exp(-step)


def power_of_two(number: float) -> float:
    """The exponent of a number above 0 that is written as a power of two: its logarithm."""
    return math.log2(number)
