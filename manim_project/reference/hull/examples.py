"""Look-ups on the convex hull: the cloud of scene 5, and points examined up to a million keys.

The look-ups themselves, `scan` and `HullCache`, are in `hull_cache.py`, and are reached from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2

import numpy as np

from manim_project.reference.arrays import Floats, Ints, product
from manim_project.reference.hull.hull_cache import HullCache, Lookup, Steps, scan
from manim_project.reference.textbook import Parabola, parabola

__all__ = [
    "Counts",
    "Example",
    "Growth",
    "HullCache",
    "Lookup",
    "OnParabola",
    "Steps",
    "examined_counts",
    "example",
    "growth",
    "on_parabola",
    "scan",
]

# Keys near a rim, and keys well inside: two of five are tried for the hull. This seed gives an
# upper half of eight corners, and no key inside that the eye could take for one.
SEED = 90431
CLOUD_SIZE = 32
CLOUD_HALF = (2.8, 1.9)  # half the cloud's width and height
RIM, WITHIN = (0.92, 1.0), (0.4, 0.8)  # shares of that
CLOUD_SPACING = 0.45  # how near two keys may be,
CLEARING = 1.2  # and how near the origin, where the query is drawn
# Both queries have length 1: (3/5, 4/5) can be multiplied by hand.
QUERY_DEGREES = float(np.rad2deg(atan2(4, 3)))
OTHER_DEGREES = float(np.rad2deg(atan2(3, -4)))

# From ten keys to a million, three sizes a decade.
SIZES = (*(step * 10**power for power in range(1, 6) for step in (1, 2, 5)), 10**6)
QUERIES_A_SIZE = 256


@dataclass(frozen=True)
class Example:
    """A cloud of n points looked up by scan and on its hull of h vertices."""

    degrees: float  # the query's direction, counter-clockwise from the x axis
    points: Floats  # (n, 2), one decimal, in time order
    query: Floats  # (2,) of length 1
    scores: Floats  # (n,) q·k
    hull: Ints  # (h,) indices of points, counter-clockwise from the leftmost
    corners: Ints  # (m,) 1 … m, names for the keys `steps.chain`
    scanned: Ints  # (n,) t + 1, the scan's counter
    running_best: Ints  # (n,) the winner among the points 0 … t
    by_scan: Lookup
    by_hull: Lookup
    steps: Steps
    chain_scores: Floats  # (m,) scores of the keys `steps.chain`: they rise, then they fall


def example(degrees: float = QUERY_DEGREES) -> Example:
    """The cloud of scene 5, asked in direction `degrees`.

    Raises ValueError for a level direction, which the hull answers without halving.
    """
    points = _cloud()
    angle = np.deg2rad(degrees)
    query = np.array([np.cos(angle), np.sin(angle)])
    cache = HullCache(points)
    scores, halvings = product(points, query), cache.steps(query)
    best = [scan(points[: t + 1], query).winner for t in range(len(points))]
    return Example(
        degrees=degrees,
        points=points,
        query=query,
        scores=scores,
        hull=cache.hull(),
        corners=np.arange(1, len(halvings.chain) + 1),
        scanned=np.arange(1, len(points) + 1),
        running_best=np.array(best),
        by_scan=scan(points, query),
        by_hull=cache.lookup(query),
        steps=halvings,
        chain_scores=scores[halvings.chain],
    )


@dataclass(frozen=True)
class Growth:
    """The hull of scene 5's cloud as its n keys arrive."""

    keys: Ints  # (n,) 1 … n, how many have arrived
    hulls: tuple[Ints, ...]  # n times `Example.hull`, of the keys 0 … t
    corners: Ints  # (n,) how many keys are on the hull,
    inside: Ints  # (n,) and how many are not


def growth() -> Growth:
    """Put the cloud's keys into a `HullCache` one by one."""
    points, cache, hulls = _cloud(), HullCache(), []
    for point in points:
        cache.append(point)
        hulls.append(cache.hull())
    keys, corners = np.arange(1, len(points) + 1), np.array(list(map(len, hulls)))
    return Growth(keys=keys, hulls=tuple(hulls), corners=corners, inside=keys - corners)


@dataclass(frozen=True)
class OnParabola:
    """A look-up among n keys (2j, −j²), as memory has them."""

    table: Parabola  # keys, query and scores
    hull: Ints  # (n,) as `Example.hull`; all keys are on it
    steps: Steps


def on_parabola(count: int = 8, i: float = 5) -> OnParabola:
    """Ask for address `i` among 0 … count − 1. Raises ValueError as `textbook.parabola` does."""
    table = parabola(count, i)
    cache = HullCache(table.keys)
    return OnParabola(table=table, hull=cache.hull(), steps=cache.steps(table.query))


def _cloud() -> Floats:
    """(n, 2) seeded points: some near the rim of an ellipse, the others well inside."""
    random = np.random.default_rng(SEED)
    points = np.empty((0, 2))
    while len(points) < CLOUD_SIZE:
        angle = 2 * np.pi * random.random()
        radius = random.uniform(*(RIM if len(points) % 5 in (1, 3) else WITHIN))
        point = np.round(radius * np.multiply(CLOUD_HALF, [np.cos(angle), np.sin(angle)]), 1)
        apart = (np.hypot(*(points - point).T) >= CLOUD_SPACING).all()
        if apart and np.hypot(*point) >= CLEARING:
            points = np.vstack([points, point + 0.0])  # no negative zero
    return points


@dataclass(frozen=True)
class Counts:
    """Points examined by a look-up among n keys on a parabola."""

    sizes: Ints  # (s,) n, increasing
    scan: Ints  # (s,) by the scan: all n
    hull_mean: Floats  # (s,) by the hull, averaged over the queries
    hull_worst: Ints  # (s,) by the hull, at most
    halvings: Ints  # (s,) of the look-up that examined most
    per_doubling: float  # points more for every doubling of n: the slope of `hull_mean` to log2 n
    queries: int  # look-ups counted for each size


def examined_counts(sizes: Sequence[int] = SIZES, queries: int = QUERIES_A_SIZE) -> Counts:
    """Count what real look-ups examine, `queries` for each number of keys in `sizes` (positive
    integers).

    Keys are (2j, −j²) in the order of j, queries (i, 1) for seeded random addresses i: memory
    reads, without the tie-breaker (at a million keys float64 has no bits left for it). One
    `HullCache` grows from size to size, and every winner is what was asked for.
    Raises ValueError if `sizes` is empty, not increasing or not positive.
    """
    if not len(sizes) or min(np.diff(sizes, prepend=0)) < 1:
        raise ValueError(f"sizes {tuple(sizes)}: give increasing positive integers")
    random = np.random.default_rng(SEED)
    cache = HullCache()
    scanned, mean, worst, halvings = [], [], [], []
    for size in sizes:
        j = np.arange(len(cache), size)
        cache.extend(np.column_stack([2 * j, -(j**2)]))
        addresses = random.integers(size, size=queries).tolist()
        examined = [cache.lookup((address, 1)).examined for address in addresses]
        scanned.append(len(cache))
        mean.append(np.mean(examined))
        worst.append(max(examined))
        hardest = addresses[int(np.argmax(examined))]
        halvings.append(len(cache.steps((hardest, 1)).middle))
    return Counts(
        sizes=np.array(sizes),
        scan=np.array(scanned),
        hull_mean=np.array(mean),
        hull_worst=np.array(worst),
        halvings=np.array(halvings),
        per_doubling=_slope(np.log2(sizes), np.array(mean)),
        queries=queries,
    )


def _slope(x: Floats, y: Floats) -> float:
    """Of the straight line through points (n,), (n,) by least squares."""
    across = x - x.mean()
    return float((across * y).sum() / (across**2).sum())
