"""Hard attention as a look-up: which key has the highest score q·k?

`scan` looks at every key; `HullCache` keeps the convex hull of the keys and halves its way to the
same answer. Both decide in exact arithmetic on the float64 coordinates, and of keys with equal
scores the latest wins, as "latest write wins" has it.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from manim_project.reference.arrays import Floats, Ints
from manim_project.reference.hull.upper_hull import ROUNDING, TINY, UpperHull


@dataclass(frozen=True)
class Lookup:
    """What a look-up found, and at what cost."""

    winner: int  # index of the key, counted from 0 in time order
    score: float  # its q·k, rounded to float64
    examined: int  # how many points' coordinates were looked at


@dataclass(frozen=True)
class Steps:
    """One look-up in a `HullCache`, halving by halving."""

    chain: Ints  # (m,) indices of the keys on the half of the hull that is searched, by x
    lo: Ints  # (s + 1,) places in `chain`: the interval at the start and after each halving,
    hi: Ints  # (s + 1,) both ends included; at last lo = hi
    middle: Ints  # (s,) halving t compares the points at places middle[t] and middle[t] + 1
    examined_by: Ints  # (s + 1,) how many points were examined before and after each halving
    new: Ints  # (s,) how many points halving t is the first to examine
    winner: int  # index of the key
    examined: int  # in all; more than examined_by[s] only if a tie had to be looked into


def _finite_pairs(keys: ArrayLike, what: str = "keys") -> Floats:
    pairs = np.asarray(keys, dtype=np.float64)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ValueError(f"{what}: expected pairs, shape (n, 2), got shape {pairs.shape}")
    if not np.isfinite(pairs).all():
        raise ValueError(f"{what}: expected finite numbers")
    return pairs


def _query_pair(query: Sequence[float] | NDArray) -> tuple[float, float]:
    qx, qy = _finite_pairs(np.asarray(query)[None], "query")[0].tolist()
    return qx, qy


def scan(keys: ArrayLike, query: Sequence[float] | NDArray) -> Lookup:
    """The key (n, 2) with the highest score for `query` (2,), by looking at all n.

    Scores in float64 leave only the keys within rounding error of the best; these are compared
    as fractions. Of equal scores the latest wins. Raises ValueError for no keys, or for keys or
    a query of another shape or not finite.
    """
    points = _finite_pairs(keys)
    qx, qy = _query_pair(query)
    if not len(points):
        raise ValueError("keys: none to look up")
    with np.errstate(over="ignore", invalid="ignore"):
        along, across = qx * points[:, 0], qy * points[:, 1]
        scores = along + across
        doubt = ROUNDING * (np.abs(along) + np.abs(across)) + TINY
        beaten = scores + doubt < np.nanmax(scores - doubt, initial=-np.inf)
    (candidates,) = np.nonzero(~beaten)
    winner = int(candidates[-1])
    if len(candidates) > 1:
        winner = _exact_best(points, candidates, qx, qy)
    return Lookup(winner, float(scores[winner]), len(points))


def _exact_best(points: Floats, candidates: Ints, qx: float, qy: float) -> int:
    """Which of the `candidates` (indices in time order) is best, the latest of equals."""
    # A coordinate that the query ignores is no difference: so equal keys are compared only once.
    seen_by_query = points[candidates] * (qx != 0, qy != 0)
    distinct, last = np.unique(seen_by_query[::-1], axis=0, return_index=True)
    latest = candidates[::-1][last]
    exact_x, exact_y = Fraction(qx), Fraction(qy)
    scores = [exact_x * Fraction(x) + exact_y * Fraction(y) for x, y in distinct.tolist()]
    return max(zip(scores, latest.tolist(), strict=True))[1]


class HullCache:
    """Keys in time order, and their convex hull for look-ups in O(log n).

    The hull is two chains: queries that point up are answered by the upper one, those that point
    down by the lower one (an upper chain of mirrored points). A chain is brought up to date when
    a query first needs it. Its memory is a sorted array, so a key in the midst of n others costs
    one move of up to 24 n bytes; keys in order of their address, and rewrites, cost none.
    """

    def __init__(self, keys: ArrayLike | None = None) -> None:
        self._x = array("d")
        self._y = array("d")
        self._upper = UpperHull()
        self._lower = UpperHull()
        self._ends = {1: -1, -1: -1}  # the latest key of those farthest in a direction,
        self._measured = {1: 0, -1: 0}  # and of how many keys
        if keys is not None:
            self.extend(keys)

    def __len__(self) -> int:
        return len(self._x)

    @property
    def nbytes(self) -> int:
        """Bytes of memory for keys and hull."""
        columns = (self._x, self._y, *self._upper.columns, *self._lower.columns)
        return sum(column.itemsize * len(column) for column in columns)

    def append(self, key: Sequence[float] | NDArray) -> None:
        """Add the next key, (2,). Raises ValueError if it is not two finite numbers."""
        x, y = map(float, key)
        if not (isfinite(x) and isfinite(y)):
            raise ValueError(f"key ({x}, {y}): expected two finite numbers")
        self.put(x, y)

    def put(self, x: float, y: float) -> None:
        """`append` in haste: the next key's two numbers, which must be finite."""
        self._x.append(x)
        self._y.append(y)

    def extend(self, keys: ArrayLike) -> None:
        """Add keys (n, 2) in time order. Raises ValueError if they are not finite pairs."""
        points = _finite_pairs(keys)
        self._x.frombytes(points[:, 0].tobytes())
        self._y.frombytes(points[:, 1].tobytes())

    def winner(self, qx: float, qy: float) -> int:
        """The winner of `lookup` in haste: there must be keys, and the query must be finite."""
        if qy > 0:
            chain = self._upper
            if chain.taken < len(self._x):
                self._fill(chain, 1)
            return chain.latest(qx, qy)
        if qy < 0:
            return self._chain(qy)[0].latest(qx, -qy)
        # All keys at the far left or right are level (all there are, for the zero query).
        return len(self) - 1 if qx == 0 else self._end(1 if qx > 0 else -1)

    def lookup(self, query: Sequence[float] | NDArray) -> Lookup:
        """The winner of `scan`, found on the hull. Raises ValueError as `scan` does."""
        qx, qy = self._checked(query)
        winner, examined = self.winner(qx, qy), 1
        if qy != 0:
            chain, direction = self._chain(qy)
            examined = len(chain.search(qx, direction * qy)[2])
        return Lookup(winner, qx * self._x[winner] + qy * self._y[winner], examined)

    def steps(self, query: Sequence[float] | NDArray) -> Steps:
        """The search of `lookup` halving by halving.

        Raises ValueError for a query (x, 0) too: it is answered without a search.
        """
        qx, qy = self._checked(query)
        if qy == 0:
            raise ValueError("query: a level query needs no search, so it has no steps")
        chain, direction = self._chain(qy)
        place, intervals, examined = chain.search(qx, direction * qy)
        lo, hi = np.array(intervals).T
        middle = (lo[:-1] + hi[:-1]) // 2
        compared = [{*middle[:t], *(middle[:t] + 1)} for t in range(len(lo))]
        examined_by = np.array([len(places) for places in compared])
        return Steps(
            chain=np.array(chain.times),
            lo=lo,
            hi=hi,
            middle=middle,
            examined_by=examined_by,
            new=np.diff(examined_by),
            winner=chain.times[place],
            examined=len(examined),
        )

    def hull(self) -> Ints:
        """(h,) indices of the keys on the hull, counter-clockwise from the leftmost, below.

        The latest key of an edge belongs to it even when it is not a corner.
        """
        lower, upper = (list(self._chain(direction)[0].times) for direction in (-1, 1))
        return np.array(list(dict.fromkeys(lower + upper[::-1])), dtype=np.int64)

    def _checked(self, query: Sequence[float] | NDArray) -> tuple[float, float]:
        if not len(self):
            raise ValueError("keys: none to look up")
        return _query_pair(query)

    def _chain(self, upwards: float) -> tuple[UpperHull, int]:
        """The chain for queries of that direction, up to date, and the direction's sign."""
        chain, direction = (self._upper, 1) if upwards > 0 else (self._lower, -1)
        if chain.taken < len(self):
            self._fill(chain, direction)
        return chain, direction

    def _fill(self, chain: UpperHull, direction: int) -> None:
        """Hand a chain the keys that it has not seen."""
        taken = chain.taken
        if taken == len(self._x) - 1:
            chain.insert(self._x[taken], direction * self._y[taken], taken)
        else:
            chain.extend(np.array(self._x[taken:]), direction * np.array(self._y[taken:]), taken)

    def _end(self, direction: int) -> int:
        """The latest of the keys that lie farthest right (1) or left (−1)."""
        measured, end = self._measured[direction], self._ends[direction]
        if measured < len(self):
            x = direction * np.array(self._x[measured:])
            newest = len(self) - 1 - int(x[::-1].argmax())
            if end < 0 or direction * (self._x[newest] - self._x[end]) >= 0:
                end = newest
            self._measured[direction], self._ends[direction] = len(self), end
        return end
