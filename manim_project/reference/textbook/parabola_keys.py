"""Keys on the parabola, and a memory that is read with them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manim_project.reference.arrays import Floats, Ints, product
from manim_project.reference.softmax import HARDNESS, softmax
from manim_project.reference.textbook import slots


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
    misses: NDArray  # (n,) |i − j|, by how much each address misses the one asked for
    distances: NDArray  # (n,) (i − j)², and scores = square − distances
    below_top: NDArray  # (n,) scores − square = −(i − j)², the scores of `sharpening`
    winner: int  # the address with the highest score (of two equal ones the later)
    runner_up: int  # the best of the others (the later again)
    gap: float  # the winner's score less the runner-up's; at least 1 if i is an integer
    length: float  # |q|
    unit: Floats  # (2,) q / |q|
    along: Floats  # (n,) where each key's projection falls on the unit direction, scores / |q|
    feet: Floats  # (n, 2) those foot points, along · unit
    edges: Ints  # (n − 1, 2) k_{j+1} − k_j = (2, −1 − 2j)
    edge_scores: NDArray  # (n − 1,) edge · q = 2(i − j) − 1: falls by 2 from edge to edge


def parabola(count: int = 8, i: float = 3) -> Parabola:
    """Parabola keys for addresses 0 … count − 1, asked for address `i` in that range.

    An `i` between two integers is allowed, so that a scene can sweep it; halfway the gap is 0, and
    the edge between the two keys that tie has score 0. For an integer `i` the edge scores, odd
    numbers, change sign once: at key i.
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
    edges = np.diff(keys, axis=0)
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
        misses=abs(i - j),
        distances=(i - j) ** 2,
        below_top=scores - i**2,
        winner=int(winner),
        runner_up=int(runner_up),
        gap=(scores[winner] - scores[runner_up]).item(),
        length=length,
        unit=unit,
        along=along,
        feet=np.outer(along, unit),
        edges=edges,
        edge_scores=product(edges, query),
    )


@dataclass(frozen=True)
class Memory:
    """The five slots of `slots`, read by attention with parabola keys."""

    address: int  # the one asked for
    addresses: Ints  # (5,)
    values: Ints  # (5,)
    keys: Ints  # (5, 2)
    query: Ints  # (2,)
    scores: Ints  # (5,)
    runner_up: int  # the address with the best score but one (of two equal ones the later)
    gap: int  # the best score less that one, 1
    beta: float  # the multiplier
    scaled_gap: float  # β · gap
    ratio: float  # e^(−β · gap): the runner-up's weight over the best
    weights: Floats  # (5,) at β = 2³⁰ exactly 1.0 on the slot asked for, exactly 0.0 elsewhere
    contributions: Floats  # (5,) weights · values
    output: float  # at β = 2³⁰ the chosen slot's value, exactly


def memory(address: int = slots.TARGET, beta: float = HARDNESS) -> Memory:
    """Read slot `address` (0 … 4). At the multiplier of `sentence`, 1 / √2, slot 2 gives ≈ 52.9;
    there weights shown as whole percents add up to 100 % (to 0.1 % they do not).

    Raises ValueError for an address without a slot, and for a `beta` that is not finite and
    above 0.
    """
    values = np.array(slots.VALUES)
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
        output=float(product(weights, values)),
    )


@dataclass(frozen=True)
class Sharpened:
    """The weights of parabola keys under a multiplier β. n keys, one for each address."""

    beta: float
    winner: int  # the address asked for
    weights: Floats  # (n,) softmax of β · scores
    second: float  # the largest weight of the others
    second_order: int | None  # its power of ten, rounded; None for exactly 0.0
    alone: bool  # whether the winner's weight is exactly 1.0: every other's is exactly 0.0, too


def sharpened(count: int = 8, i: int = 3, beta: float = 1.0) -> Sharpened:
    """Softmax over the scores of `parabola(count, i)`, multiplied by `beta`.

    A loser's weight over the winner's is e^(−β · (i−j)²), at most e^(−β): for the exact 1.0 it
    has to be 0.0 in float64. Raises ValueError as `parabola`, and for a `beta` not above 0.
    """
    lookup = parabola(count, i)
    weights = softmax(lookup.scores, beta)
    second = float(np.delete(weights, lookup.winner).max())
    return Sharpened(
        beta=beta,
        winner=lookup.winner,
        weights=weights,
        second=second,
        second_order=round(math.log10(second)) if second else None,
        alone=bool(np.count_nonzero(weights) == 1),
    )


def alone_from(count: int = 8, i: int = 3) -> Sharpened:
    """`sharpened` at the first whole β at which one weight is left."""
    beta = 1
    while not sharpened(count, i, beta).alone:
        beta += 1
    return sharpened(count, i, beta)
