"""Why the query (i, 1) finds key i: it stands square to the parabola there, as to no other place.

The curve through the keys is (2x, −x²). Between whole numbers it has no keys, but a tangent.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manim_project.reference.arrays import Floats, product

TIE = 1e-9  # places along a direction that differ by less are level


@dataclass(frozen=True)
class RightAngle:
    """The query for i, the curve's direction at i, and their scalar product by hand."""

    i: float
    query: NDArray  # (2,) q = (i, 1)
    step: NDArray  # (2,) (1, −i), along the tangent: half of (2, −2i), the curve's derivative
    products: NDArray  # (2,) i · 1 and 1 · (−i)
    total: float  # their sum, 0


def right_angle(i: float = 2) -> RightAngle:
    """(i, 1) · (1, −i) = 0, for any finite `i`; whole numbers stay whole. Else ValueError."""
    _check("i", i)
    query, step = np.array([i, 1]), np.array([1, -i])
    products = query * step
    return RightAngle(i=i, query=query, step=step, products=products, total=products.sum().item())


@dataclass(frozen=True)
class Touch:
    """The tangent that is square to the query (i, 1): the line of all points with q · p = i²."""

    i: float
    point: NDArray  # (2,) where it touches the curve, (2i, −i²)
    query: NDArray  # (2,) q = (i, 1)
    step: NDArray  # (2,) its direction, (1, −i)
    level: float  # q · point = i²: the most that any point of the curve scores
    offset: float  # its distance from the origin along q, i² / |q|
    foot: Floats  # (2,) its point nearest to the origin, offset · q / |q|
    angle: float  # of q, in degrees from the x axis: 90 at i = 0, towards 0 as i grows


def touch(i: float) -> Touch:
    """The tangent at (2i, −i²), for any finite `i`; only a whole one touches a key.

    Raises ValueError for an `i` that is not finite.
    """
    turned = right_angle(i)
    length = math.hypot(i, 1)
    offset = i**2 / length
    return Touch(
        i=i,
        point=np.array([2 * i, -(i**2)]),
        query=turned.query,
        step=turned.step,
        level=i**2,
        offset=offset,
        foot=offset / length * turned.query,
        angle=math.degrees(math.atan2(1, i)),
    )


@dataclass(frozen=True)
class Bent:
    """n keys (2j, −bend · j²), on the way from a straight line to the parabola, and a direction."""

    bend: float  # 0: a straight line; 1: the parabola
    angle: float  # of the direction, in degrees from the x axis
    direction: Floats  # (2,) of length 1
    keys: Floats  # (n, 2)
    scores: Floats  # (n,) key · direction: how far along it each key lies
    winner: int | None  # the key furthest along; None while two tie
    level: float  # the best score: where the sweep line touches last


def bent(bend: float, count: int = 5, angle: float = 0) -> Bent:
    """Keys 0 … count − 1 (at least 2), bent by `bend`, seen in the direction `angle` (degrees).

    With bend 1 the direction of (i, 1) has winner i, as in `parabola`. Raises ValueError for
    fewer than two keys, a `bend` or an `angle` that is not finite.
    """
    if count < 2:
        raise ValueError(f"count {count}: give at least 2 keys")
    _check("bend", bend)
    _check("angle", angle)
    j = np.arange(count)
    keys = np.column_stack([2.0 * j, -float(bend) * j**2])
    turn = math.radians(angle)
    direction = np.array([math.cos(turn), math.sin(turn)])
    scores = product(keys, direction)
    second, best = np.argsort(scores, kind="stable")[-2:]
    tie = scores[best] - scores[second] < TIE
    return Bent(
        bend=bend,
        angle=angle,
        direction=direction,
        keys=keys,
        scores=scores,
        winner=None if tie else int(best),
        level=float(scores[best]),
    )


def straight(count: int = 5, angle: float = 0) -> Bent:
    """Keys on a straight line, (2j, 0): in any direction the first wins or the last, or all tie
    (at a right angle to the line).
    """
    return bent(0, count, angle)


def _check(name: str, value: float) -> None:
    if not math.isfinite(value):
        raise ValueError(f"{name} {value}: give a finite number")
