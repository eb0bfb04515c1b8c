"""Uniform causal attention as a counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from manim_project.reference.arrays import Floats, Ints, product
from manim_project.reference.softmax import softmax

# How far the instruction pointer moves at each step of a loop of four that is run twice.
RUNNING_DELTAS = (1, 1, 1, 1, -3, 1, 1, 1, 1, 1)
LEVEL_ENLARGED = (
    50  # times that a scene enlarges a level that has flattened out, so that it is seen
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
    means = product(weights, steps)
    counts = np.arange(1, len(steps) + 1)
    return RunningSum(
        deltas=steps, weights=weights, means=means, counts=counts, sums=means * counts
    )


def levelled(heights: Sequence[float], time: float) -> Floats:
    """Heights of columns side by side, after they have flowed into each other for a while, (n,).

    Heat in a rod with closed ends: their sum stays as it is, and they come to their mean. `time`
    counts from 0; in 1, the longest wave that they have falls to 1 / e. Raises ValueError for
    fewer than two heights, and for a negative time.
    """
    start = np.array(heights, dtype=np.float64)
    if len(start) < 2 or not time >= 0:
        raise ValueError(f"{len(start)} heights, time {time}: give two, and no negative time")
    n = len(start)
    orders = np.arange(n)
    waves = np.cos(np.pi * np.outer(orders, orders + 0.5) / n)  # (order, column)
    rates = 1 - np.cos(np.pi * orders / n)
    shares = product(waves, start) * np.where(orders, 2.0, 1.0) / n
    return product(waves.T, shares * np.exp(-time * rates / rates[1]))
