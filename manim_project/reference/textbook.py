"""The textbook: small attention arithmetic that a viewer can redo by hand.

Plain functions return frozen dataclasses of numpy arrays. Rows are positions: `scores[i, j]` is
what the query of row i thinks of the key of row j. Unless a docstring says otherwise, a number
rounded for the screen is only approximately equal to its formula, and a scene writes ≈. The
attention block and the sentence of words are in `by_hand.py`, and are reached from here too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import logsumexp

from manim_project.reference.by_hand import (
    PLANE_TICK,
    Block,
    Products,
    Sentence,
    block,
    sentence,
)
from manim_project.reference.softmax import HARD_EXPONENT, HARDNESS, Floats, softmax

__all__ = [
    "BETA_FIRST",
    "BETA_LAST",
    "BETA_STEP",
    "BETA_TICKS",
    "DECADE_TICKS",
    "HARDNESS",
    "HARD_EXPONENT",
    "LEAD_EXPONENT",
    "LEAD_LIMIT",
    "PASSING_SHARE",
    "PLANE_TICK",
    "SHARE_TICKS",
    "Block",
    "Crossing",
    "Memory",
    "Parabola",
    "PowerOfTen",
    "Products",
    "RunningSum",
    "Sentence",
    "Sharpening",
    "block",
    "crossing",
    "excess",
    "first_exact",
    "half_step",
    "hard",
    "least_float",
    "memory",
    "neighbor",
    "parabola",
    "running_sum",
    "score_at",
    "sentence",
    "sharpening",
    "softmax",
    "step_divisor",
    "vanishing",
]

Ints = NDArray[np.int64]

# Chosen so that at β = 1 the displayed sum is true digit for digit: weights to 0.1 %, the rest to
# one decimal, 1.0 % × 40 + 20.8 % × 75 + 56.4 % × 25 + 20.8 % × 50 + 1.0 % × 90
# = 0.4 + 15.6 + 14.1 + 10.4 + 0.9 = 41.4, far from the target's 25.
SHARPENING_VALUES = (40, 75, 25, 50, 90)
SHARPENING_TARGET = 2
BETA_FIRST = 1
BETA_LAST = 50
# Three scales for β, each further than the one before, and powers of ten that fit below them.
BETA_TICKS = ((1, 3, 6, 9, 12), (10, 20, 30, 40, 50), (200, 400, 600, 800, 1000))
DECADE_TICKS = ((), (-5, -10, -15, -20), (-100, -200, -300))
BETA_STEP = 10
SHARE_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
PASSING_SHARE = 0.9999
LEAD_EXPONENT = -16  # of the machine's tie-breaker, the least lead that it has to decide on
LEAD_LIMIT = 2**-LEAD_EXPONENT  # this many of them are 1, what a match scores above the rest

MEMORY_VALUES = (17, 42, 8, 99, 63, 25)

# How far the instruction pointer moves at each step of a loop of four that is run twice.
RUNNING_DELTAS = (1, 1, 1, 1, -3, 1, 1, 1, 1, 1)


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

    At β = 1 weights shown to 0.1 % and products shown to one decimal multiply and add up as
    shown, and exponentials shown to three decimals add up to their total; at any other β write ≈.
    Raises ValueError for a `beta` that is not a positive number.
    """
    values = np.array(SHARPENING_VALUES)
    addresses = np.arange(len(values))
    distances = abs(SHARPENING_TARGET - addresses)
    scores = -(distances**2)
    weights = softmax(scores, beta)
    scaled = np.asarray(scores * float(beta))
    output = float(weights @ values)
    wanted = int(values[SHARPENING_TARGET])
    return Sharpening(
        beta=beta,
        target=SHARPENING_TARGET,
        addresses=addresses,
        distances=distances,
        scores=scores,
        scaled=scaled,
        exponentials=np.exp(scaled),
        total=float(np.exp(scaled).sum()),
        weights=weights,
        share=float(weights[SHARPENING_TARGET]),
        values=values,
        contributions=weights * values,
        output=output,
        wanted=wanted,
        error=output - wanted,
    )


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
    losers = np.delete(scores, SHARPENING_TARGET)
    odds = np.log1p(-share) - np.log(share)
    enough = float(np.log(len(losers)) - odds)  # no loser scores above −1
    root = brentq(
        lambda beta: float(logsumexp(beta * losers)) - odds, 0.0, enough, xtol=1e-15, rtol=1e-15
    )
    return Crossing(share=share, beta=root, at=sharpening(root))


def hard() -> Sharpening:
    """`sharpening` at β = 2³⁰: every loser is exactly 0.0, the output is exactly the target's."""
    return sharpening(HARDNESS)


@dataclass(frozen=True)
class PowerOfTen:
    """A positive number too small to be written out: digits · 10^exponent, 1 ≤ digits < 10."""

    digits: float
    exponent: int

    @property
    def decades(self) -> float:
        """The whole number's logarithm to the base 10."""
        return self.exponent + math.log10(self.digits)


def neighbor(beta: float) -> PowerOfTen:
    """The weight of a slot next to the target in `sharpening`, on paper; `beta` above 0.

    e^(−β) / Σ e^(β s_k), from its logarithm: float64 holds the weight only down to `least_float`.
    """
    if not 0 < beta < np.inf:
        raise ValueError(f"beta {beta}: give a finite multiplier above 0")
    total = np.exp(-beta * np.square(np.arange(len(SHARPENING_VALUES)) - SHARPENING_TARGET)).sum()
    return _power_of_ten((-beta - np.log(total)) / np.log(10))


def excess(beta: float) -> PowerOfTen:
    """How far the output of `sharpening` is above the value wanted, on paper; `beta` above 0.

    Σ_j e^(β s_j) (v_j − v_i) / Σ_k e^(β s_k): the differences that float64 would lose beside v_i
    are taken first. Most of it is the two neighbours', e^(−β) (75 + 50 − 2 · 25).
    """
    if not 0 < beta < np.inf:
        raise ValueError(f"beta {beta}: give a finite multiplier above 0")
    scaled = -beta * np.square(np.arange(len(SHARPENING_VALUES)) - SHARPENING_TARGET)
    differences = np.array(SHARPENING_VALUES) - SHARPENING_VALUES[SHARPENING_TARGET]
    return _power_of_ten((logsumexp(scaled, b=differences) - logsumexp(scaled)) / np.log(10))


def half_step() -> PowerOfTen:
    """Half the step from the value wanted to the next float64: less than that is rounded away."""
    wanted = float(SHARPENING_VALUES[SHARPENING_TARGET])
    return _power_of_ten(np.log10(np.spacing(wanted) / 2))


def least_float() -> PowerOfTen:
    """The least positive float64, 2⁻¹⁰⁷⁴: what is under half of it is rounded to 0.0."""
    return _power_of_ten(-1074 * np.log10(2))


def _power_of_ten(logarithm: float) -> PowerOfTen:
    exponent = int(np.floor(logarithm))
    return PowerOfTen(digits=float(10 ** (logarithm - exponent)), exponent=exponent)


def step_divisor() -> float:
    """What e^(−β) is divided by when β grows by `BETA_STEP`."""
    return float(np.exp(BETA_STEP))


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


@dataclass(frozen=True)
class Parabola:
    """Keys on the parabola, and a query that is a direction. n keys, one for each address j."""

    i: float  # the address asked for
    addresses: Ints  # (n,) j
    keys: Ints  # (n, 2) k_j = (2j, −j²)
    query: NDArray  # (2,) q = (i, 1); integers if i is one
    products: NDArray  # (n,) the first term of q·k_j, 2ij
    squares: Ints  # (n,) its second term, −j²
    scores: NDArray  # (n,) their sum, q·k_j
    square: float  # i²
    distances: NDArray  # (n,) (i − j)², and scores = square − distances
    below_top: NDArray  # (n,) scores − square = −(i − j)², the scores of `sharpening`
    winner: int  # the address with the highest score (of two equal ones the later)
    runner_up: int  # the best of the others (the later again)
    gap: float  # the winner's score less the runner-up's; at least 1 if i is an integer
    length: float  # |q|
    unit: Floats  # (2,) q / |q|
    along: Floats  # (n,) where each key's projection falls on the unit direction, scores / |q|
    feet: Floats  # (n, 2) those foot points, along · unit


def parabola(count: int = 8, i: float = 3) -> Parabola:
    """Parabola keys for addresses 0 … count − 1, asked for address `i` in that range.

    An `i` between two integers is allowed, so that a scene can sweep it; halfway the gap is 0.
    Raises ValueError for fewer than two keys or an `i` out of range.
    """
    if count < 2:
        raise ValueError(f"count {count}: a parabola needs at least 2 keys")
    if not 0 <= i <= count - 1:
        raise ValueError(f"i {i}: no such address, they are 0 to {count - 1}")
    j = np.arange(count)
    keys = np.column_stack([2 * j, -(j**2)])
    query = np.array([i, 1])
    products = keys[:, 0] * query[0]
    scores = products + keys[:, 1]
    runner_up, winner = np.argsort(scores, kind="stable")[-2:]
    length = float(np.hypot(i, 1))
    unit = query / length
    along = scores / length
    return Parabola(
        i=i,
        addresses=j,
        keys=keys,
        query=query,
        products=products,
        squares=keys[:, 1],
        scores=scores,
        square=i**2,
        distances=(i - j) ** 2,
        below_top=scores - i**2,
        winner=int(winner),
        runner_up=int(runner_up),
        gap=(scores[winner] - scores[runner_up]).item(),
        length=length,
        unit=unit,
        along=along,
        feet=np.outer(along, unit),
    )


def score_at(i: float, x: float, y: float) -> float:
    """The score q·p that the query q = (i, 1) gives the point p = (x, y): i·x + 1·y.

    The same for all points on a line square to q. Whole numbers give a whole number.
    """
    return i * x + y


@dataclass(frozen=True)
class Memory:
    """Six slots, read by attention with parabola keys."""

    address: int  # the one asked for
    addresses: Ints  # (6,)
    values: Ints  # (6,)
    keys: Ints  # (6, 2)
    query: Ints  # (2,)
    scores: Ints  # (6,)
    runner_up: int  # the address with the best score but one (of two equal ones the later)
    gap: int  # the best score less that one, 1
    beta: float  # the multiplier
    scaled_gap: float  # β · gap
    ratio: float  # e^(−β · gap): the runner-up's weight over the best
    weights: Floats  # (6,) at β = 2³⁰ exactly 1.0 on the slot asked for, exactly 0.0 elsewhere
    contributions: Floats  # (6,) weights · values
    output: float  # at β = 2³⁰ the chosen slot's value, exactly


def memory(address: int = 3, beta: float = HARDNESS) -> Memory:
    """Read slot `address` (0 … 5). Raises ValueError for an address without a slot, and for a
    `beta` that is not finite and above 0.
    """
    values = np.array(MEMORY_VALUES)
    if address not in range(len(values)):
        raise ValueError(f"address {address}: the slots are 0 to {len(values) - 1}")
    lookup = parabola(count=len(values), i=address)
    weights = softmax(lookup.scores, beta)
    return Memory(
        address=address,
        addresses=lookup.addresses,
        values=values,
        keys=lookup.keys,
        query=lookup.query,
        scores=lookup.scores,
        runner_up=lookup.runner_up,
        gap=int(lookup.gap),
        beta=beta,
        scaled_gap=float(beta * lookup.gap),
        ratio=math.exp(-beta * lookup.gap),
        weights=weights,
        contributions=weights * values,
        output=float(weights @ values),
    )


@dataclass(frozen=True)
class RunningSum:
    """Uniform causal attention as a counter. n steps; row t sees the steps 0 … t."""

    deltas: Floats  # (n,) δ_t
    weights: Floats  # (n, n) 1 / (t + 1) where row t may look, else 0
    means: Floats  # (n,) weights @ deltas
    counts: Ints  # (n,) t + 1
    sums: Floats  # (n,) means · counts = δ_0 + … + δ_t, up to float rounding (about 1e-15 a step)


def running_sum(deltas: Sequence[float] = RUNNING_DELTAS) -> RunningSum:
    """The running sum of `deltas` (n ≥ 1 finite numbers) as mean × count.

    All keys are equal, so softmax spreads evenly over what each row may see. A rounded mean
    times the count is only ≈ the sum. Raises ValueError for an empty or a non-finite input.
    """
    steps = np.array(deltas, dtype=np.float64)
    if steps.ndim != 1 or not steps.size or not np.isfinite(steps).all():
        raise ValueError("deltas: give a sequence of at least one finite number")
    visible = np.tri(len(steps), dtype=bool)
    weights = softmax(np.where(visible, 0.0, -np.inf))
    means = weights @ steps
    counts = np.arange(1, len(steps) + 1)
    return RunningSum(
        deltas=steps, weights=weights, means=means, counts=counts, sums=means * counts
    )
