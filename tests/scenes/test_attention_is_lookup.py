"""Scene 3: what its pictures show is what softmax of both look-ups says."""

import math
from itertools import pairwise

import numpy as np
import pytest
from manim import LEFT, RIGHT

from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s3_attention_is_lookup.cast import Said, Slots
from manim_project.scenes.s3_attention_is_lookup.ladder import LONGEST, RAIL, Drop
from manim_project.scenes.s3_attention_is_lookup.multiplier import HIGH, LOW, beta, said
from manim_project.scenes.s3_attention_is_lookup.pace import RISE, SWAP
from manim_project.scenes.s3_attention_is_lookup.see_saw import SeeSaw, Side, Swap

TEXTBOOK = REFERENCE.textbook
SOFT = math.sqrt(0.5)
STROKE = 0.05  # the curve's breadth: so far from its key a bar may be
SLOTS = np.array([4.0, 1.0, 0.0, 1.0, 4.0])  # (i − j)² behind slot 2


@pytest.fixture
def drop() -> Drop:
    words = TEXTBOOK.sentence()
    gaps = words.gaps[words.angry], SLOTS
    drop = Drop(stage_region(), stage_region().top, gaps, SOFT)
    drop.grow(1.0).interpolate(1.0)
    return drop


@pytest.fixture
def swap(drop: Drop) -> Swap:
    room = stage_region()
    see_saw, slots = SeeSaw(room), Slots(room)
    said = Said(np.zeros((8, 3)))
    said.lie(said.plane_in(room, 0.0))
    sides = zip(see_saw.multipliers, drop.ladders, (said, slots), strict=True)
    left, right = (Side(*parts) for parts in sides)
    right.ask(HIGH)
    return Swap(see_saw, (left, right))


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


@pytest.mark.parametrize("factor", [SOFT, 1.0, 2.0])
def test_bars_are_the_law_of_how_deep_their_keys_hang(drop: Drop, factor: float) -> None:
    for ladder in drop.ladders:
        ladder.hang(factor)
        for key, bar, gap in zip(ladder.keys, ladder.bars, ladder.gaps, strict=True):
            if bar.get_fill_opacity() == 1:
                depth = (drop.top - key.dot.get_y()) / drop.unit
                assert depth == pytest.approx(factor * gap)
                assert bar.get_y() == pytest.approx(key.dot.get_y(), abs=STROKE)
                for x, y, _ in bar.points[[3, 7, 11]]:  # the corners of its end
                    behind = max(drop.top - y, 0.0) / drop.unit
                    assert abs(x) - RAIL == pytest.approx(LONGEST * math.exp(-behind), abs=1e-6)


def test_bars_do_not_hide_each_other(drop: Drop) -> None:
    for ladder in drop.ladders:
        bars = sorted(ladder.bars, key=lambda bar: float(bar.get_y()))
        for low, high in pairwise(bars):
            assert low.get_top()[1] < high.get_bottom()[1]


def test_both_ladders_have_one_scale_and_one_curve(drop: Drop) -> None:
    assert drop.left.unit == drop.right.unit
    for ladder, way in zip(drop.ladders, (LEFT, RIGHT), strict=True):
        ladder.draw_curve(2.0)
        end = ladder.curve.points[-1]
        assert end[:2] == pytest.approx(
            (way[0] * (RAIL + LONGEST * math.exp(-2)), drop.top - 2 * drop.unit)
        )


def test_bars_over_their_sum_are_the_discs(swap: Swap) -> None:
    for power in (LOW, 0.5, 2.0):
        for side in swap.sides:
            side.ask(power)
            shares = softmax(-beta(power) * side.ladder.gaps)
            assert side.picture.areas == pytest.approx(shares, abs=1e-9)


def test_they_swap_roles(swap: Swap) -> None:
    swap.see_saw.tip(0.0)
    swap.tip(1.0, 1.0).interpolate(1.0)
    words, slots = (side.picture for side in swap.sides)
    angry = list(value_of(words.look.words)).index("angry")
    assert list(words.areas) == [float(i == angry) for i in range(8)]
    assert words.exact == 1
    assert slots.areas == pytest.approx(softmax(-SOFT * SLOTS))
    assert slots.exact == 0
    values = np.asarray(value_of(slots.look.values), dtype=float)
    assert slots.output.shown.text == f"{softmax(-SOFT * SLOTS) @ values:.1f}"


def test_at_the_machine_s_multiplier_no_rival_s_key_or_bar_is_seen(drop: Drop) -> None:
    drop.right.hang(beta(HIGH))
    seen = [bar.get_fill_opacity() for bar in drop.right.bars]
    assert seen == [0, 0, 1, 0, 0]
    assert [key.dot.get_fill_opacity() for key in drop.right.keys] == seen


@pytest.mark.parametrize("pace", [RISE, SWAP])
def test_a_pace_leads_from_end_to_end_and_never_back(pace: object) -> None:
    way = [pace.ease(0.0, 1.0, alpha) for alpha in np.linspace(0, 1, 50)]  # type: ignore[attr-defined]
    assert (way[0], way[-1]) == pytest.approx((0, 1))
    assert np.all(np.diff(way) >= 0)


@pytest.mark.parametrize(
    ("power", "text"),
    [
        (LOW, "times 0.707"),
        (math.log2(1.234), "times 1.23"),
        (math.log2(45.67), "times 45.7"),
        (math.log2(745.2), "times 745"),
        (14.3, "times 2^(14)"),
        (HIGH, "times 2^(30)"),
    ],
)
def test_a_multiplier_is_said_as_it_is_asked(power: float, text: str) -> None:
    assert said(power).shown.text == text
    if "^" not in text:
        assert float(text.split()[1]) == pytest.approx(beta(power), abs=2e-4)
    else:
        assert beta(power) == 2 ** int(text[text.index("(") + 1 : -1])
