"""The hull finds the scan's winner, always; both against plain fractions; and what it costs."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull

from manim_project.reference.hull import examples
from manim_project.reference.hull.examples import HullCache, scan
from manim_project.reference.hull.upper_hull import UpperHull, turn

GRID = st.integers(-3, 3)
SMALL = st.integers(-50, 50)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
CLOSE = st.integers(-4, 4).map(lambda ulps: 0.1 + ulps * 2.0**-56)

HALF = st.integers(0, 63).map(lambda steps: 0.5 + steps * 2.0**-53)
TINY = st.integers(-40, 40).map(lambda steps: steps * 2.0**-539)


def pairs(coordinate):
    return st.tuples(coordinate, coordinate)


@st.composite
def machine_keys(draw):
    """Keys as the machine writes them: any addresses to 2¹⁸, rewritten, with the tie-breaker."""
    pool = draw(st.lists(st.integers(0, 2**18), min_size=1, max_size=6))
    near = [a + d for a in pool for d in (-1, 0, 1)]
    positions = draw(st.lists(st.integers(0, 2**16 - 1), min_size=1, max_size=25, unique=True))
    addresses = [draw(st.sampled_from(near)) for _ in positions]
    return [
        (2.0 * a, -(a**2) + p * 2.0**-16) for a, p in zip(addresses, sorted(positions), strict=True)
    ]


def exact_winner(keys, query):
    """The latest of the best, in fractions: the definition, and no more."""
    qx, qy = map(Fraction, query)
    scores = [qx * Fraction(x) + qy * Fraction(y) for x, y in keys]
    return max(range(len(keys)), key=lambda index: (scores[index], index))


def agree(keys, query):
    """Scan, a cache filled at once and one asked after every key give the exact winner."""
    wanted = exact_winner(keys, query)
    scanned, found = scan(keys, query), HullCache(keys).lookup(query)
    assert scanned.winner == found.winner == wanted
    assert scanned.examined == len(keys)
    assert 1 <= found.examined <= len(keys)
    score = query[0] * keys[wanted][0] + query[1] * keys[wanted][1]
    assert np.array_equal([scanned.score, found.score], [score, score], equal_nan=True)
    if query[1]:
        assert HullCache(keys).steps(query).winner == wanted
    growing = HullCache()
    for count, key in enumerate(keys, 1):
        growing.append(key)
        assert growing.winner(*map(float, query)) == exact_winner(keys[:count], query)


@given(st.lists(pairs(GRID), min_size=1, max_size=30), pairs(GRID))
@example([(0, 0), (2, 2), (1, 1)], (-1, 1))
@example([(0, 0), (1, 1), (2, 2), (1, 1), (0, 0)], (-1, 1))
@settings(max_examples=400)
def test_degenerate_points_on_a_grid(keys, query):
    agree(keys, query)


@given(st.lists(pairs(SMALL), min_size=1, max_size=40), pairs(SMALL))
def test_points_in_general(keys, query):
    agree(keys, query)


@given(st.lists(pairs(FINITE), min_size=1, max_size=12), pairs(FINITE))
def test_any_finite_numbers(keys, query):
    agree(keys, query)


@given(st.lists(pairs(CLOSE), min_size=1, max_size=20), pairs(CLOSE))
def test_coordinates_that_differ_in_the_last_bits(keys, query):
    agree(keys, query)


@given(st.lists(pairs(TINY), min_size=1, max_size=12), pairs(TINY))
@example([(6 * 2.0**-539, 0.0), (3 * 2.0**-539, 3 * 2.0**-539)], (7 * 2.0**-539, 7 * 2.0**-539))
@example(
    [(2.0**-55, float.fromhex("0x1.4a1af286bca1bp+0")), (3.5, 2.0**-54)],
    (7 * 2.0**-1074, 19 * 2.0**-1074),
)
def test_products_that_underflow(keys, query):
    agree(keys, query)


@given(
    st.lists(st.one_of(pairs(HALF), st.sampled_from([(12.0, 12.0), (24.0, 24.0)])), min_size=2),
    st.data(),
)
@settings(max_examples=300)
def test_points_almost_on_one_line(keys, data):
    """The classic that breaks orientation tests in float64 (Kettner et al. 2008)."""
    (ax, ay), (bx, by) = data.draw(st.tuples(st.sampled_from(keys), st.sampled_from(keys)))
    for sign in (1, -1):
        agree(keys, (sign * (ay - by), sign * (bx - ax)))


def test_orientation_is_that_of_fractions():
    for i in range(40):
        for j in range(40):
            a = (0.5 + i * 2.0**-53, 0.5 + j * 2.0**-53)
            assert turn(*a, 12.0, 12.0, 24.0, 24.0) == (i < j) - (i > j)


@given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=25),
    pairs(GRID),
    pairs(st.integers(-(2**40), 2**40)),
)
def test_points_on_one_line(places, direction, start):
    keys = [(start[0] + t * direction[0], start[1] + t * direction[1]) for t in places]
    for query in (direction, (-direction[1], direction[0]), (direction[1], -direction[0]), (0, 0)):
        agree(keys, query)


@given(machine_keys(), st.integers(-2, 2), st.sampled_from([0, 1e-12, -1e-12, 0.5]), st.data())
@settings(max_examples=200)
def test_keys_of_the_machine(keys, step, drift, data):
    address = data.draw(st.sampled_from(keys))[0] / 2
    agree(keys, (address + step + drift, 1.0))


def test_latest_write_wins():
    cache = HullCache()
    writes = [3, 5, 3, 4, 5, 3, 2**18, 3]
    for position, address in enumerate(writes):
        cache.append((2 * address, -(address**2) + position * 2**-16))
        assert cache.lookup((address, 1)).winner == position
    assert cache.lookup((5, 1)).winner == 4
    assert len(cache) == len(writes)


def test_one_cache_takes_keys_and_queries_in_turn():
    random = np.random.default_rng(7)
    keys = random.integers(-20, 20, size=(600, 2)).astype(float)
    cache = HullCache()
    for start in range(0, 600, 60):
        cache.extend(keys[start : start + 30])
        for key in keys[start + 30 : start + 60]:
            cache.append(key)
        for query in random.integers(-5, 6, size=(20, 2)).tolist():
            assert cache.lookup(query).winner == exact_winner(keys[: start + 60].tolist(), query)


@pytest.mark.parametrize(
    "key",
    [
        lambda j: (j, -(j**2)),
        lambda j: (j, j**2),
        lambda j: (j, -(j // 2)),
        lambda j: (j, -(j % 7)),
        lambda j: (-j, -(j**2)),
        lambda j: (-j, j**2),
        lambda j: (j // 2, -(j**2)),
        lambda j: (7, j),
        lambda j: (j, j),
    ],
)
def test_blocks_of_keys_make_the_same_hull_as_single_keys(key):
    keys = [tuple(map(float, key(j))) for j in range(300)]
    blocks, single = HullCache(keys[:100]), HullCache()
    for query in ((0, 1), (0, -1)):
        blocks.lookup(query)
    blocks.extend(keys[100:])
    for one in keys:
        single.append(one)
        for query in ((0, 1), (0, -1)):
            single.lookup(query)
    assert blocks.hull().tolist() == single.hull().tolist()


@given(st.lists(pairs(st.one_of(GRID, SMALL, CLOSE)), min_size=1, max_size=40))
def test_an_upper_chain_keeps_the_falls_of_its_edges(keys):
    chain = UpperHull()
    for time, (x, y) in enumerate(keys):
        chain.insert(x, y, time)
        corners = [*zip(chain.x, chain.y, strict=True)]
        falls = [(ay - by) / (bx - ax) for (ax, ay), (bx, by) in pairwise(corners)]
        assert list(chain.falls) == [-math.inf, *falls, math.inf]
        assert chain.taken == time + 1


def test_points_on_one_line_are_forgotten():
    """Ties along an edge must not make a look-up linear: the latest of an edge is enough."""
    random = np.random.default_rng(3)
    cache, along = HullCache(), random.permutation(500).tolist()
    for t in along:
        cache.append((t, 2 * t))
        for query in ((-2, 1), (2, -1)):
            assert cache.lookup(query).winner == len(cache) - 1
            assert cache.lookup(query).examined <= 3


@given(st.lists(pairs(st.floats(-1, 1)), min_size=4, max_size=60, unique=True))
def test_hull_holds_every_point(keys):
    corners = [tuple(map(Fraction, keys[index])) for index in HullCache(keys).hull()]
    assert corners[0][0] == min(Fraction(x) for x, _ in keys)
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        for cx, cy in (tuple(map(Fraction, key)) for key in keys):
            assert (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) >= 0, "left of or on each edge"


class Watched(list):
    """A list that remembers which places were read."""

    def __init__(self, items):
        super().__init__(items)
        self.read = set()

    def __getitem__(self, at):
        self.read.add(at)
        return super().__getitem__(at)


@pytest.mark.parametrize("count", [1, 2, 3, 64])
def test_examined_counts_the_points_really_read(count):
    for halves in range(-3, 2 * count + 3):
        cache = HullCache([(2 * j, -(j**2)) for j in range(count)])
        cache.lookup((0, 1))
        chain: Any = cache._upper
        chain.x, chain.y = Watched(chain.x), Watched(chain.y)
        chain.falls = Watched(chain.falls)
        winner = cache.winner(halves / 2, 1.0)
        # An edge is what its two points are.
        edges = chain.falls.read & {*range(1, count)}
        read = chain.x.read | chain.y.read | edges | {edge - 1 for edge in edges}
        found = cache.lookup((halves / 2, 1))
        assert found.winner == winner
        assert found.examined == len(read | {found.winner})
        assert found.winner == exact_winner([*zip(chain.x, chain.y, strict=True)], (halves / 2, 1))


def test_counted_lookups_find_what_was_asked_for():
    j = np.arange(10**6)
    cache = HullCache(np.column_stack([2 * j, -(j**2)]))
    for address in [0, 1, 10**6 - 1, *np.random.default_rng(1).integers(10**6, size=200).tolist()]:
        assert cache.lookup((address, 1)).winner == address


def test_example_is_a_real_lookup():
    shown = examples.example()
    points, query = shown.points.tolist(), shown.query.tolist()
    assert 24 <= len(points) <= 32
    assert len(shown.hull) < len(points)
    wanted = exact_winner(points, query)
    assert shown.by_scan.winner == shown.by_hull.winner == shown.steps.winner == wanted
    assert shown.by_scan.examined == len(points)
    assert shown.by_hull.examined < 8
    corners = ConvexHull(shown.points).vertices.tolist()  # counter-clockwise, from any corner
    start = corners.index(shown.hull[0])
    assert shown.hull.tolist() == corners[start:] + corners[:start]
    np.testing.assert_allclose(
        shown.scores, [math.fsum([x * query[0], y * query[1]]) for x, y in points]
    )


@pytest.mark.parametrize("degrees", [25, 55, 90, 160, -20, -90, 200])
def test_steps_close_in_on_the_winner(degrees):
    shown = examples.example(degrees)
    steps = shown.steps
    assert set(steps.chain.tolist()) <= set(shown.hull.tolist())
    assert sorted(shown.points[steps.chain, 0]) == shown.points[steps.chain, 0].tolist()
    assert (steps.lo[0], steps.hi[0]) == (0, len(steps.chain) - 1)
    assert steps.lo[-1] == steps.hi[-1]
    assert steps.chain[steps.lo[-1]] == steps.winner == shown.by_scan.winner
    scores = shown.scores[steps.chain]
    assert shown.chain_scores.tolist() == scores.tolist()
    # One hill, or halving would not find its top.
    assert np.all(np.diff(np.sign(np.diff(scores))) <= 0)
    seen: set[int] = set()
    for t, middle in enumerate(steps.middle):
        assert middle == (steps.lo[t] + steps.hi[t]) // 2
        seen |= {middle, middle + 1}
        halves = {True: (middle + 1, steps.hi[t]), False: (steps.lo[t], middle)}
        assert halves[scores[middle + 1] > scores[middle]] == (steps.lo[t + 1], steps.hi[t + 1])
        assert steps.examined_by[t + 1] == len(seen)
    assert steps.new.tolist() == np.diff(steps.examined_by).tolist()
    assert len(seen) <= steps.examined == shown.by_hull.examined


def test_no_key_of_the_cloud_is_taken_for_a_corner():
    shown = examples.example()
    corners = shown.points[shown.hull]
    inside = np.delete(shown.points, shown.hull, axis=0)
    edges = np.roll(corners, -1, axis=0) - corners
    across = np.column_stack([-edges[:, 1], edges[:, 0]]) / np.hypot(*edges.T)[:, None]
    depth = ((inside[:, None] - corners) * across).sum(axis=2).min(axis=1)
    assert depth.min() > 0.2, "in units of the plane; a dot is less than 0.1 wide"


def bisected(count, address):
    """By hand: the intervals of a bisection for the higher of two neighbours, in whole numbers."""
    lo, hi, seen, intervals, looks = 0, count - 1, set(), [(0, count - 1)], [0]
    while lo < hi:
        middle = (lo + hi) // 2
        left, right = (2 * address * j - j * j for j in (middle, middle + 1))
        lo, hi = (middle + 1, hi) if right > left else (lo, middle)
        seen |= {middle, middle + 1}
        intervals.append((lo, hi))
        looks.append(len(seen))
    return lo, intervals, looks


@pytest.mark.parametrize(
    ("count", "address"),
    [*((32, i) for i in range(32)), (1, 0), (2, 1), (7, 3), (10**6, 666_666), (2 * 10**6, 666_666)],
)
def test_a_memory_is_looked_up_as_a_bisection_by_hand(count, address):
    found = examples.in_memory(count, address)
    winner, intervals, looks = bisected(count, address)
    assert found.winner == winner == found.address == address
    assert list(zip(found.lo.tolist(), found.hi.tolist(), strict=True)) == intervals
    assert found.looks.tolist() == looks
    assert found.middle.tolist() == [(lo + hi) // 2 for lo, hi in intervals[:-1]]
    assert found.key.tolist() == [2 * address, -(address**2)]
    assert found.unseen == count - found.examined
    if count > 1:
        assert found.examined == looks[-1]


def test_a_million_keys_take_20_halvings_and_two_million_one_more():
    once, twice = examples.in_memory(10**6, 666_666), examples.in_memory(2 * 10**6, 666_666)
    assert (len(once.middle), once.examined) == (math.ceil(math.log2(10**6)), 38)
    assert (len(twice.middle), twice.examined) == (21, 40)
    assert once.lo.tolist() == twice.lo[1:].tolist()
    assert once.hi.tolist() == twice.hi[1:].tolist()


def test_every_key_of_a_memory_is_a_corner():
    j = np.arange(1000)
    cache = HullCache(np.column_stack([2 * j, -(j**2)]))
    assert sorted(cache.hull()) == j.tolist()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: scan([], (0, 1)),
        lambda: scan(np.empty((0, 2)), (0, 1)),
        lambda: HullCache().lookup((0, 1)),
        lambda: scan([(1, math.nan)], (0, 1)),
        lambda: scan([(1, 2)], (0, math.inf)),
        lambda: scan([(1, 2, 3)], (0, 1)),
        lambda: HullCache([(1, 2)]).lookup((1, 2, 3)),
        lambda: HullCache([(1, 2)]).steps((1, 0)),
        lambda: HullCache().append((1, math.inf)),
        lambda: HullCache().extend([(math.nan, 1)]),
        lambda: examples.in_memory(32, 32),
        lambda: examples.in_memory(32, -1),
    ],
)
def test_what_cannot_be_looked_up_is_refused(ask):
    with pytest.raises(ValueError, match=r"^(keys|key|query|address)\b"):
        ask()
