"""Look-ups on the convex hull: the cloud of scene 5, and points examined up to a million keys.

The look-ups themselves, `scan` and `HullCache`, are in `hull_cache.py`, and are reached from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from manim_project.reference.hull_cache import HullCache, Ints, Lookup, Steps, scan
from manim_project.reference.softmax import Floats

__all__ = [
    "Counts",
    "Example",
    "HullCache",
    "Lookup",
    "Steps",
    "examined_counts",
    "example",
    "scan",
    "steps",
]

# A cloud with fifteen corners, where the scan changes its mind seven times, the halving goes both
# ways, and the winner is ahead by what the eye can see.
SEED = 235
CLOUD_SIZE = 28
# Half the width and height of the cloud, and how near two of its points may be.
CLOUD_HALF = (3.0, 2.0)
CLOUD_SPACING = 0.45
QUERY_DEGREES = 55.0

# From ten keys to a million, three sizes a decade.
SIZES = (*(step * 10**power for power in range(1, 6) for step in (1, 2, 5)), 10**6)
QUERIES_A_SIZE = 256


def steps(keys: ArrayLike, query: Sequence[float] | NDArray) -> Steps:
    """The halvings of one look-up for `query` (2,) among `keys` (n, 2); see `HullCache.steps`."""
    return HullCache(keys).steps(query)


@dataclass(frozen=True)
class Example:
    """A cloud of n points looked up by scan and on its hull of h vertices."""

    degrees: float  # the query's direction, counter-clockwise from the x axis
    points: Floats  # (n, 2), two decimals, in time order
    query: Floats  # (2,) of length 1
    scores: Floats  # (n,) q·k
    hull: Ints  # (h,) indices of points, counter-clockwise from the leftmost
    scanned: Ints  # (n,) t + 1, the scan's counter
    running_best: Ints  # (n,) the winner among the points 0 … t
    by_scan: Lookup
    by_hull: Lookup
    steps: Steps


def example(degrees: float = QUERY_DEGREES) -> Example:
    """The cloud of scene 5, asked in direction `degrees`.

    Raises ValueError for a level direction, which the hull answers without halving.
    """
    points = _cloud()
    angle = np.deg2rad(degrees)
    query = np.array([np.cos(angle), np.sin(angle)])
    cache = HullCache(points)
    best = [scan(points[: t + 1], query).winner for t in range(len(points))]
    return Example(
        degrees=degrees,
        points=points,
        query=query,
        scores=points @ query,
        hull=cache.hull(),
        scanned=np.arange(1, len(points) + 1),
        running_best=np.array(best),
        by_scan=scan(points, query),
        by_hull=cache.lookup(query),
        steps=cache.steps(query),
    )


def _cloud() -> Floats:
    """(n, 2) seeded points in an ellipse, denser at its rim so that the hull has many corners."""
    random = np.random.default_rng(SEED)
    points = np.empty((0, 2))
    while len(points) < CLOUD_SIZE:
        angle, radius = 2 * np.pi * random.random(), random.random() ** 0.25
        point = np.round(radius * np.multiply(CLOUD_HALF, [np.cos(angle), np.sin(angle)]), 2)
        if (np.hypot(*(points - point).T) >= CLOUD_SPACING).all():
            points = np.vstack([points, point])
    return points


@dataclass(frozen=True)
class Counts:
    """Points examined by a look-up among n keys on a parabola."""

    sizes: Ints  # (s,) n, increasing
    scan: Ints  # (s,) by the scan: all n
    hull_mean: Floats  # (s,) by the hull, averaged over the queries
    hull_worst: Ints  # (s,) by the hull, at most
    queries: int  # look-ups counted for each size


def examined_counts(sizes: Sequence[int] = SIZES) -> Counts:
    """Count what real look-ups examine, for each number of keys in `sizes` (positive integers).

    Keys are (2j, −j²) in the order of j, queries (i, 1) for seeded random addresses i: memory
    reads, without the tie-breaker (at a million keys float64 has no bits left for it). One
    `HullCache` grows from size to size, and every winner is what was asked for.
    Raises ValueError if `sizes` is empty, not increasing or not positive.
    """
    if not len(sizes) or min(np.diff(sizes, prepend=0)) < 1:
        raise ValueError(f"sizes {tuple(sizes)}: give increasing positive integers")
    random = np.random.default_rng(SEED)
    cache = HullCache()
    scanned, mean, worst = [], [], []
    for size in sizes:
        j = np.arange(len(cache), size)
        cache.extend(np.column_stack([2 * j, -(j**2)]))
        addresses = random.integers(size, size=QUERIES_A_SIZE).tolist()
        examined = [cache.lookup((address, 1)).examined for address in addresses]
        scanned.append(len(cache))
        mean.append(np.mean(examined))
        worst.append(max(examined))
    return Counts(
        sizes=np.array(sizes),
        scan=np.array(scanned),
        hull_mean=np.array(mean),
        hull_worst=np.array(worst),
        queries=QUERIES_A_SIZE,
    )
