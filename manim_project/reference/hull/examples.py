"""The look-ups of scene 5: a cloud of keys and its convex hull, and memories of up to two million.

The look-ups themselves, `scan` and `HullCache`, are in `hull_cache.py`, and are reached from here.
"""

from dataclasses import dataclass
from math import atan2

import numpy as np

from manim_project.reference.arrays import Floats, Ints, product
from manim_project.reference.hull.hull_cache import HullCache, Lookup, Steps, scan
from manim_project.reference.hull.in_memory import InMemory, in_memory

__all__ = [
    "Example",
    "HullCache",
    "InMemory",
    "Lookup",
    "Steps",
    "example",
    "in_memory",
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
QUERY_DEGREES = float(np.rad2deg(atan2(4, 3)))  # (3/5, 4/5), of length 1


@dataclass(frozen=True)
class Example:
    """A cloud of n points looked up by scan and on its hull of h vertices."""

    degrees: float  # the query's direction, counter-clockwise from the x axis
    points: Floats  # (n, 2), one decimal, in time order
    query: Floats  # (2,) of length 1
    scores: Floats  # (n,) q·k
    hull: Ints  # (h,) indices of points, counter-clockwise from the leftmost
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
    return Example(
        degrees=degrees,
        points=points,
        query=query,
        scores=scores,
        hull=cache.hull(),
        by_scan=scan(points, query),
        by_hull=cache.lookup(query),
        steps=halvings,
        chain_scores=scores[halvings.chain],
    )


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
