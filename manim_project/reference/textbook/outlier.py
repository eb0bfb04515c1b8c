"""One loser holds 10³⁰: what `sharpening` makes of it, and from where on it does no harm.

A value that large is harmless long before its weight is 0: as soon as weight · value is less than
float64 can add to the target. But then a larger value is not. When the weight is exactly 0.0, no
finite value is.
"""

import math
import sys
from dataclasses import dataclass

import numpy as np

from manim_project.reference.arrays import Floats, product
from manim_project.reference.softmax import softmax
from manim_project.reference.textbook import slots
from manim_project.reference.textbook.power_of_ten import PowerOfTen, power_of_ten
from manim_project.reference.textbook.softmax_sharpening import (
    BETA_FIRST,
    neighbor,
    sharpening,
    vanishing,
)

OUTLIER_SLOT = slots.TARGET + 1
OUTLIER_EXPONENT = 30


@dataclass(frozen=True)
class Outlier:
    """`sharpening` with 10^exponent in the slot above the target."""

    beta: float
    slot: int  # the one that holds it, 3
    exponent: int  # of ten
    value: float  # 10^exponent
    values: Floats  # (5,) the slots', with it
    weights: Floats  # (5,) the same as those of `sharpening`
    weight: float  # that slot's, in float64: exactly 0.0 from β = 746 on
    paper_weight: PowerOfTen  # the same on paper, where it is never 0
    contribution: float  # weight · value
    output: float  # the blend in float64
    power: PowerOfTen  # the output as a power of ten
    wanted: int  # the target's value
    home: bool  # whether the output is exactly that


def outlier(beta: float = BETA_FIRST, exponent: int = OUTLIER_EXPONENT) -> Outlier:
    """`sharpening` at multiplier `beta` (finite, above 0), slot 3 holding 10^`exponent`.

    Raises ValueError for another `beta`, or an exponent that is not whole from 0 to 308, the last
    power of ten in float64.
    """
    if exponent not in range(sys.float_info.max_10_exp + 1):
        raise ValueError(
            f"exponent {exponent}: give a whole one from 0 to {sys.float_info.max_10_exp}"
        )
    values = np.array(slots.VALUES, dtype=np.float64)
    values[OUTLIER_SLOT] = value = float(10**exponent)
    weights = softmax(sharpening().scores, beta)
    weight, output = float(weights[OUTLIER_SLOT]), float(product(weights, values))
    wanted = slots.VALUES[slots.TARGET]
    return Outlier(
        beta=beta,
        slot=OUTLIER_SLOT,
        exponent=exponent,
        value=value,
        values=values,
        weights=weights,
        weight=weight,
        paper_weight=neighbor(beta),
        contribution=weight * value,
        output=output,
        power=power_of_ten(math.log10(output)),
        wanted=wanted,
        home=output == wanted,
    )


def outlier_home(exponent: int = OUTLIER_EXPONENT) -> Outlier:
    """`outlier` at the first whole β from which on the output is exactly the target's.

    Its weight is not 0 yet, but weight · value is less than float64 can add: for 10³⁰ that is so
    from β = 103 on, for 10³⁰⁰ from 725, and for 10³⁰⁸ from 743.
    """
    beta = int(vanishing().beta)
    while beta > BETA_FIRST and outlier(beta - 1, exponent).home:
        beta -= 1
    return outlier(beta, exponent)


def outlier_harmless(exponent: int = OUTLIER_EXPONENT) -> Outlier:
    """`outlier` at the first whole β at which its weight is exactly 0.0: 746, whatever it holds.

    e^(−746) is less than half of 2⁻¹⁰⁷⁴, the least float64; e^(−745) is more.
    """
    beta = BETA_FIRST
    while outlier(beta, exponent).weight:
        beta += 1
    return outlier(beta, exponent)
