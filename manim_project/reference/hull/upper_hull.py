"""The upper hull of points in the plane, grown point by point and searched by halving.

Every comparison is the sign of a sum of products, or of how steep two lines are. It is computed in
float64 first and believed if it is larger than its worst rounding error; otherwise it is computed
again in exact fractions. So the outcome is that of real arithmetic on the given coordinates,
however large or nearly equal.
"""

from array import array
from bisect import bisect_left
from fractions import Fraction
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

# Two differences, two products and a sum are wrong by at most (3 + 16u)u of the products' sizes,
# u = 2⁻⁵³ (Shewchuk 1997, Adaptive Precision Floating-Point Arithmetic, bound A of orient2d).
# This is a little more than that; TINY covers products that underflow, infinities never pass.
ROUNDING = 4e-16
TINY = 1e-300

# A steepness is a quotient of two differences, wrong by at most (3 + 4u)u of itself. Of two that
# differ by more than SLACK of one of them, the order is certain.
SLACK = 2e-15

# From how many points on it pays to try them as one block.
BLOCK = 64


def _sign(a: float, b: float, p: float, q: float, r: float, s: float) -> int:
    """The sign of a · (p − q) + b · (r − s), exactly."""
    left, right = a * (p - q), b * (r - s)
    total = left + right
    doubt = ROUNDING * (abs(left) + abs(right)) + TINY
    if total > doubt:
        return 1
    if total < -doubt:
        return -1
    exact = Fraction(a) * (Fraction(p) - Fraction(q)) + Fraction(b) * (Fraction(r) - Fraction(s))
    return (exact > 0) - (exact < 0)


def turn(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> int:
    """1 if c lies left of the line from a to b, −1 if right, 0 if on it: sign of (b−a) × (c−a)."""
    left, right = (bx - ax) * (cy - ay), (by - ay) * (cx - ax)
    cross = left - right
    doubt = ROUNDING * (abs(left) + abs(right)) + TINY
    if cross > doubt:
        return 1
    if cross < -doubt:
        return -1
    a_x, a_y = Fraction(ax), Fraction(ay)
    exact = (Fraction(bx) - a_x) * (Fraction(cy) - a_y) - (Fraction(by) - a_y) * (
        Fraction(cx) - a_x
    )
    return (exact > 0) - (exact < 0)


def _fall(ax: float, ay: float, bx: float, by: float) -> float:
    """How steeply the line from a to b, on its right, falls; no number if it overflows."""
    down, across = ay - by, bx - ax
    return down / across if -inf < down < inf and across < inf else nan


def _bends_right(x: NDArray, y: NDArray) -> bool:
    """Whether the points go strictly rightwards and turn strictly right, beyond all rounding."""
    dx, dy = np.diff(x), np.diff(y)
    with np.errstate(over="ignore", invalid="ignore"):
        left, right = dx[:-1] * dy[1:], dy[:-1] * dx[1:]
        bends = left - right < -(ROUNDING * (np.abs(left) + np.abs(right)) + TINY)
    return bool((dx > 0).all() and bends.all())


class UpperHull:
    """The vertices of the upper hull from left to right, and when each was put in.

    Times must increase. Of points at the same place the latest stays. A point in the middle of an
    edge stays only while it is later than what surrounds it, since it can then win a tie along
    that edge; a later point on the same line removes it. So at most three points are ever level.
    Inserting takes O(log n) comparisons, amortised, and one move of the memory behind the place.

    Edge i goes from point i − 1 to point i and falls by `falls[i]` a unit, more than the edge
    before it. A query (qx, qy) climbs the edges that fall by less than qx / qy, and no others. So
    the top is found by bisection of `falls`, and accepted if both its edges are clear of rounding.
    """

    def __init__(self) -> None:
        self.x = array("d")
        self.y = array("d")
        self.times = array("q")
        self.falls = array("d", [-inf])  # one more than points, from −∞ to ∞
        self.taken = 0  # one more than the time of the last point inserted

    def __len__(self) -> int:
        return len(self.x)

    @property
    def columns(self) -> tuple[array, ...]:
        """All that is kept of the points, and of the edges, which are one more."""
        return self.x, self.y, self.times, self.falls

    def insert(self, x: float, y: float, time: int) -> None:
        """Take in a point that is later than all before it."""
        self.taken = time + 1
        at = bisect_left(self.x, x)
        if at < len(self.x) and self.x[at] == x:
            if y < self.y[at]:
                return
            self.y[at], self.times[at] = y, time
        elif 0 < at < len(self.x) and self._turn_at(at - 1, at, x, y) < 0:
            return
        else:
            self.x.insert(at, x)
            self.y.insert(at, y)
            self.times.insert(at, time)
            self.falls.insert(at or 1, inf)
        if not (self._bends_before(at) and self._bends_behind(at)):
            self._prune(at)

    def extend(self, x: NDArray, y: NDArray, first_time: int) -> None:
        """Take in points (n,), (n,) with the times `first_time`, `first_time` + 1, …

        A long run that continues the chain to the right, as keys on a parabola do, is appended
        as one block.
        """
        xs, ys = np.concatenate([self.x[-2:], x]), np.concatenate([self.y[-2:], y])
        if len(x) >= BLOCK and _bends_right(xs, ys):
            del self.falls[max(1, len(self.x)) :]
            self.falls.frombytes((-np.diff(ys) / np.diff(xs))[-len(x) :].tobytes())
            self.falls.append(inf)
            self.x.frombytes(x.tobytes())
            self.y.frombytes(y.tobytes())
            self.times.extend(range(first_time, first_time + len(x)))
            self.taken = first_time + len(x)
            return
        for time, (one_x, one_y) in enumerate(zip(x.tolist(), y.tolist(), strict=True), first_time):
            self.insert(one_x, one_y, time)

    def latest(self, qx: float, qy: float) -> int:
        """The time of the highest score qx·x + qy·y, qy > 0; of equal scores, the latest time."""
        wanted, falls = qx / qy, self.falls
        at = bisect_left(falls, wanted, 1, len(self.x))
        doubt = SLACK * abs(wanted) + TINY
        if falls[at - 1] < wanted - doubt and wanted + doubt < falls[at]:
            return self.times[at - 1]
        first, last = self._level(qx, qy)
        return max(self.times[first : last + 1])

    def search(self, qx: float, qy: float) -> tuple[int, list[tuple[int, int]], set[int]]:
        """What `latest` does, to be shown and counted.

        Along the chain scores rise, then fall. So two neighbours in the middle tell which half
        holds the top. Returns the place of the point, the interval (lo, hi) of each halving from
        the whole chain to the single place (both ends included), and the places whose points were
        examined.
        """
        first, last = self._level(qx, qy)
        guess = bisect_left(self.falls, qx / qy, 1, len(self.x)) - 1
        intervals = self._halvings(first)
        halved = [*intervals[:-1], *self._halvings(guess)[:-1]]  # the same, but for rounding
        examined = {(lo + hi) // 2 + side for lo, hi in halved for side in (0, 1)}
        examined |= {*range(first, min(last + 2, len(self.x)))}
        return max(range(first, last + 1), key=self.times.__getitem__), intervals, examined

    def _level(self, qx: float, qy: float) -> tuple[int, int]:
        """The first and the last of the places with the highest score."""

        def rise(at: int) -> int:
            """The sign of the next point's score less this one's."""
            x, y = self.x, self.y
            return _sign(qx, qy, x[at + 1], x[at], y[at + 1], y[at])

        edges = range(len(self.x) - 1)
        first = last = bisect_left(edges, True, key=lambda at: rise(at) <= 0)
        while last in edges and rise(last) == 0:
            last += 1
        return first, last

    def _halvings(self, place: int) -> list[tuple[int, int]]:
        """The intervals of a bisection that ends at `place`: where it ends says how it went."""
        lo, hi = 0, len(self.x) - 1
        intervals = [(lo, hi)]
        while lo < hi:
            middle = (lo + hi) // 2
            lo, hi = (middle + 1, hi) if middle < place else (lo, middle)
            intervals.append((lo, hi))
        return intervals

    def _turn_at(self, a: int, b: int, cx: float, cy: float) -> int:
        return turn(self.x[a], self.y[a], self.x[b], self.y[b], cx, cy)

    def _bends_before(self, at: int) -> bool:
        """Set the fall of the edge to the new point at `at`; whether it clearly bends down."""
        if not at:
            return True
        x, y, falls = self.x, self.y, self.falls
        fall = falls[at] = _fall(x[at - 1], y[at - 1], x[at], y[at])
        return falls[at - 1] < fall - (SLACK * abs(fall) + TINY)

    def _bends_behind(self, at: int) -> bool:
        """Set the fall of the edge from the new point at `at`; whether the next one bends down."""
        x, y, falls, behind = self.x, self.y, self.falls, at + 1
        if behind == len(x):
            return True
        fall = falls[behind] = _fall(x[at], y[at], x[behind], y[behind])
        return fall + (SLACK * abs(fall) + TINY) < falls[behind + 1]

    def _prune(self, at: int) -> None:
        """Remove the neighbours that are on or below an edge from the new point at `at`."""
        x, y = self.x[at], self.y[at]
        right = at + 1
        while right + 1 < len(self) and self._turn_at(right, right + 1, x, y) >= 0:
            right += 1
        left = at - 1
        while left > 0 and self._turn_at(left - 1, left, x, y) >= 0:
            left -= 1
        for column in self.columns:
            del column[at + 1 : right]
            del column[left + 1 : at]
        self._bends_before(left + 1)
        self._bends_behind(left + 1)
