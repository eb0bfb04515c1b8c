"""Scene 5: what its pictures show is what a look-up on the hull does."""

import math
from itertools import pairwise

import numpy as np
import pytest
from manim import Dot

from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s5_hull_lookup.cards import FACE, LOST, OUT, Cards
from manim_project.scenes.s5_hull_lookup.curve import Curve
from manim_project.scenes.s5_hull_lookup.doubled import Doubled
from manim_project.scenes.s5_hull_lookup.dust import Dust
from manim_project.scenes.s5_hull_lookup.fan import Fan
from manim_project.scenes.s5_hull_lookup.rim import Rim
from manim_project.scenes.s5_hull_lookup.spire import Spire

HULL = REFERENCE.hull
MANY, ASKED = 1_000_000, 666_666
KNOWN = 1e-6


@pytest.fixture
def rim() -> Rim:
    return Rim(HULL.example(), stage_region())


@pytest.fixture
def spire() -> Spire:
    spire = Spire(HULL.in_memory(MANY, ASKED), stage_region())
    spire.climb().interpolate(1.0)
    return spire


def halves(count: int, wanted: int) -> list[tuple[int, int]]:
    """What is left after each cut of a bisection, (first, last)."""
    lo, hi, left = 0, count - 1, []
    while lo < hi:
        middle = (lo + hi) // 2
        lo, hi = (middle + 1, hi) if middle < wanted else (lo, middle)
        left.append((lo, hi))
    return left


def test_the_line_rests_on_each_corner_and_no_key_is_ever_beyond_it(rim: Rim) -> None:
    touched = set()
    for degrees in range(0, 360, 3):
        rim.point_at(math.radians(degrees))
        scores = [x * rim.direction[0] + y * rim.direction[1] for x, y in rim.spots]
        assert scores[rim.winner] == pytest.approx(max(scores))
        touched.add(rim.winner)
    assert touched == set(value_of(HULL.example().hull))


def test_the_lower_rim_falls_away_and_the_upper_one_stays(rim: Rim) -> None:
    rim.fold(1.0).interpolate(1.0)
    lower, _ = rim.lower()
    assert sorted(lower + rim.upper()) == sorted(rim.corners)
    assert {rim.keys[k].dot.get_fill_opacity() for k in lower} == {0.0}
    assert {rim.keys[k].dot.get_fill_opacity() for k in rim.upper()} == {1.0}


def test_edges_open_one_way_and_on_end_they_are_the_hill_of_scores(rim: Rim) -> None:
    fan = Fan(rim, stage_region())
    angles = [math.atan2(y, x) for x, y in fan.steps]
    assert all(one > other for one, other in pairwise(angles))
    ups = list(fan.goes_up)
    assert ups == sorted(ups, reverse=True)
    fan.heap(1.0).interpolate(1.0)
    heights = [corner.dot.get_y() for corner in fan.corners]
    scores = value_of(HULL.example().chain_scores)
    unit = (heights[1] - heights[0]) / (scores[1] - scores[0])
    assert np.diff(heights) == pytest.approx(unit * np.diff(scores))
    assert fan.best == sum(ups) == scores.argmax() == np.argmax(heights)
    assert fan.line.core.get_y() == pytest.approx(max(heights))


def key_score(asked: int, j: int) -> int:
    """The query (asked, 1) times the key (2j, -j * j)."""
    return asked * 2 * j - j * j


@pytest.mark.parametrize("asked", [0, 13, 21, 31])
def test_cards_show_their_scores_or_stay_face_down(asked: int) -> None:
    found = HULL.in_memory(32, asked)
    room = stage_region()
    cards = Cards(found, Curve(32, room, Pointer(np.zeros(3), np.ones(3))), room)
    for t in range(len(found.middle)):
        cards.halve(t, 1.0).interpolate(1.0)
        assert cards.count[0].shown.text == str(int(found.looks[t + 1]))
        marks = [mark for pair in cards.tally[: t + 1] for mark in pair if isinstance(mark, Dot)]
        assert len(marks) == int(found.looks[t + 1])
    hues = cards.hues
    assert hues.count(OUT) == int(found.unseen) == 32 - int(found.examined)
    assert hues.count(LOST) == int(found.examined) - 1
    assert [j for j, hue in enumerate(hues) if hue == FACE] == [asked]
    seen = sorted(cards.seen)
    assert all(cards.lift[j] < 0 for j in range(32) if j not in seen)
    lifts = [cards.lift[j] for j in seen]
    unit = np.ptp(lifts) / np.ptp([key_score(asked, j) for j in seen])
    steps = np.diff([key_score(asked, j) for j in seen])
    assert np.diff(lifts) == pytest.approx(unit * steps)


def test_storeys_are_the_halves_that_a_bisection_leaves_at_true_scale(spire: Spire) -> None:
    room = stage_region()
    left = halves(MANY, ASKED)
    assert [(storey.lo, storey.hi) for storey in spire.storeys] == left
    assert spire.looks[0].shown.text == str(2 * len(left) - 2)
    for k, (storey, (lo, hi)) in enumerate(zip(spire.floors, left, strict=False)):
        start, end = (room.left + at / MANY * room.width for at in (lo, hi + 1))
        assert storey.get_left()[0] == pytest.approx(start, abs=KNOWN)
        assert storey.get_right()[0] == pytest.approx(end, abs=KNOWN)
        assert storey.get_bottom()[1] == pytest.approx(spire.base + k * spire.step, abs=KNOWN)
    assert len(spire.floors) + len(spire.needle) == len(spire.pairs) == len(left)
    assert len([m for pair in spire.pairs for m in pair if isinstance(m, Dot)]) == 38
    assert spire.looks[2].shown.text == str(len(left)) == "20"
    top = spire.base + len(left) * spire.step
    assert spire.tip()[1] == pytest.approx(top)
    lines = [line.get_bottom()[1] for line in spire.needle]
    assert np.diff([*lines, top]) == pytest.approx(spire.step)
    x = room.left + (ASKED + 0.5) / MANY * room.width
    assert spire.needle.get_center()[0] == pytest.approx(x, abs=KNOWN)


def test_twice_the_keys_are_one_storey_more(spire: Spire) -> None:
    found = HULL.in_memory(2 * MANY, ASKED)
    before, room = spire.tip()[1], stage_region()
    doubled = Doubled(spire, found)
    for part in (doubled.make_room(1.0), doubled.join(1.0), doubled.cut(1.0)):
        part.interpolate(1.0)
    left = halves(2 * MANY, ASKED)
    assert [(s.lo, s.hi) for s in (doubled.storey, *spire.storeys)] == left
    assert spire.tip()[1] - before == pytest.approx(spire.step)
    assert spire.looks[0].shown.text == str(2 * len(left) - 2)
    for storey, (lo, hi) in zip((doubled.storey, *spire.floors), left, strict=False):
        start, end = (room.left + at / (2 * MANY) * room.width for at in (lo, hi + 1))
        assert storey.get_left()[0] == pytest.approx(start, abs=KNOWN)
        assert storey.get_right()[0] == pytest.approx(end, abs=KNOWN)
    assert doubled.ground.get_right()[0] == pytest.approx(room.right)


@pytest.mark.parametrize("is_floor", [True, False])
def test_each_key_is_one_speck_at_its_own_place(is_floor: bool) -> None:
    shade = Dust(1000, is_floor)(1000, 7)
    assert np.count_nonzero(shade, axis=0).tolist() == [1] * 1000
