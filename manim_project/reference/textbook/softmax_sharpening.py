"""The sharpening of scene 1: five scores, five values, one target, and a multiplier β.

Everything is reached as `textbook.…`, too. Rounding conventions are those of `textbook`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import logsumexp

from manim_project.reference.arrays import Floats, Ints, product
from manim_project.reference.softmax import HARDNESS, softmax
from manim_project.reference.textbook import slots
from manim_project.reference.textbook.power_of_ten import PowerOfTen, power_of_ten

BETA_FIRST = 1
BETA_LAST = 50
# Powers of ten below the whole: one by one as far as the weights go before the landing, and far.
DECADE_TICKS = (tuple(range(-1, -20, -1)), (-100, -200, -300))
SHARE_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
PASSING_SHARE = 0.9999


@dataclass(frozen=True)
class Sharpening:
    """Five scores, softmax with multiplier β, and the blend of five values."""

    beta: float
    target: int  # the row that is asked for, i
    addresses: Ints  # (5,) j
    distances: Ints  # (5,) |i − j|
    scores: Ints  # (5,) −(i − j)²
    scaled: Floats  # (5,) β · scores
    exponentials: Floats  # (5,) e^(β · score); the best score is 0, so its own is 1
    total: float  # their sum
    weights: Floats  # (5,) softmax, exponentials / total
    share: float  # the target's weight
    values: Ints  # (5,)
    contributions: Floats  # (5,) weights · values
    output: float  # the sum of the contributions
    wanted: int  # the target's value
    error: float  # output − wanted


def sharpening(beta: float = BETA_FIRST) -> Sharpening:
    """Softmax over −(i − j)² for i = 2, j = 0 … 4, at multiplier `beta` (finite, above 0).

    At β = 1 weights shown to 0.1 % add up to 100.0 %, and exponentials shown to three decimals to
    their total; at any other β write ≈. The contributions do not add up as shown, at one decimal
    (0.2 + 5.2 + 23.7 + 20.5 + 1.2 = 50.8, beside an output of 50.9) nor at two: whoever shows the
    sum term by term takes `by_hand`. Raises ValueError for a `beta` that is not a positive number.
    """
    values = np.array(slots.VALUES)
    addresses = np.arange(len(values))
    distances = abs(slots.TARGET - addresses)
    scores = -(distances**2)
    weights = softmax(scores, beta)
    scaled = np.asarray(scores * float(beta))
    output = float(product(weights, values))
    wanted = int(values[slots.TARGET])
    return Sharpening(
        beta=beta,
        target=slots.TARGET,
        addresses=addresses,
        distances=distances,
        scores=scores,
        scaled=scaled,
        exponentials=np.exp(scaled),
        total=float(np.exp(scaled).sum()),
        weights=weights,
        share=float(weights[slots.TARGET]),
        values=values,
        contributions=weights * values,
        output=output,
        wanted=wanted,
        error=output - wanted,
    )


@dataclass(frozen=True)
class ByHand:
    """The blend at β = 1 as it is redone by hand: with the weights as they are shown."""

    weights: Floats  # (5,) to 0.1 %: 1.0, 20.8, 56.4, 20.8, 1.0 %, together 100 %
    values: Ints  # (5,)
    terms: Floats  # (5,) weights · values
    output: float  # their sum, 50.85, which the exact weights give to the same two decimals


def by_hand() -> ByHand:
    """1.0 % × 17 + 20.8 % × 25 + 56.4 % × 42 + 20.8 % × 99 + 1.0 % × 120.

    Shown to two decimals the terms add up as shown, 0.17 + 5.20 + 23.69 + 20.59 + 1.20 = 50.85,
    where 56.4 % × 42 ≈ 23.69 and 20.8 % × 99 ≈ 20.59. To one decimal they do, too, but then only
    20.8 % × 25 = 5.2 and 1.0 % × 120 = 1.2 are not rounded: 0.2 + 5.2 + 23.7 + 20.6 + 1.2 = 50.9.
    """
    soft = sharpening()
    weights = np.round(soft.weights, 3)
    terms = weights * soft.values
    return ByHand(weights=weights, values=soft.values, terms=terms, output=float(terms.sum()))


@dataclass(frozen=True)
class Crossing:
    """The multiplier at which the target's weight is exactly `share`."""

    share: float
    beta: float
    at: Sharpening  # the softmax at that β


def crossing(share: float = PASSING_SHARE) -> Crossing:
    """The β at which the target of `sharpening` holds `share` of the weight, 1/5 < share < 1.

    The weight is 1 / (1 + Σ e^(β s_j)) over the losers' scores s_j, so β is the root of
    log Σ e^(β s_j) = log((1 − share) / share). This form keeps all its digits where the weight
    itself, next to 1, has lost them. For 99.99 % it is 9.9034; at 9.90 the weight is just below.
    The float weight at that β, `at.share`, may differ from `share` in its last bit.
    """
    scores = sharpening().scores
    if not 1 / len(scores) < share < 1:
        raise ValueError(f"share {share}: give a share between 1/{len(scores)} and 1")
    losers = np.delete(scores, slots.TARGET)
    odds = np.log1p(-share) - np.log(share)
    enough = float(np.log(len(losers)) - odds)  # no loser scores above −1
    root = brentq(
        lambda beta: float(logsumexp(beta * losers)) - odds, 0.0, enough, xtol=1e-15, rtol=1e-15
    )
    return Crossing(share=share, beta=root, at=sharpening(root))


def hard() -> Sharpening:
    """`sharpening` at β = 2³⁰: every loser is exactly 0.0, the output is exactly the target's."""
    return sharpening(HARDNESS)


def neighbor(beta: float) -> PowerOfTen:
    """The weight of a slot next to the target in `sharpening`, on paper; `beta` above 0.

    e^(−β) / Σ e^(β s_k), from its logarithm: float64 holds the weight only down to `least_float`.
    """
    if not 0 < beta < np.inf:
        raise ValueError(f"beta {beta}: give a finite multiplier above 0")
    total = np.exp(_scaled(beta)).sum()
    return power_of_ten((-beta - np.log(total)) / np.log(10))


def _scaled(beta: float) -> Floats:
    """(5,) β · scores, for any β above 0."""
    return np.asarray(-beta * np.square(np.arange(len(slots.VALUES)) - slots.TARGET))


def least_float() -> PowerOfTen:
    """The least positive float64, 2⁻¹⁰⁷⁴: what is under half of it is rounded to 0.0."""
    return power_of_ten(-1074 * np.log10(2))


def first_exact() -> Sharpening:
    """`sharpening` at the first whole β at which the output is exactly the value wanted.

    The losers still have weight; beside that value it is less than float64 can add.
    """
    beta = BETA_FIRST
    while (soft := sharpening(beta)).output != soft.wanted:
        beta += 1
    return soft


def vanishing() -> Sharpening:
    """`sharpening` at the first whole β at which every loser's weight is exactly 0.0."""
    beta = BETA_FIRST
    while np.count_nonzero(softmax(sharpening().scores, beta)) > 1:
        beta += 1
    return sharpening(beta)
