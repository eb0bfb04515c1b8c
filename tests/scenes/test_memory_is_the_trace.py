"""Scene 8: what its pictures show is what the machine did, worked out with Python's own numbers."""

import math

import numpy as np
import pytest

from manim_project import theme
from manim_project.mobjects.ribbon import TOP
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s8_memory_is_the_trace.cast import (
    AGAIN,
    NEW,
    OLD,
    TOKENS,
    UNSET,
    Loaded,
    scored,
)
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, Chip
from manim_project.scenes.s8_memory_is_the_trace.hat import FLOOR, UNIT, Hat, Rider
from manim_project.scenes.s8_memory_is_the_trace.hill import Hill
from manim_project.scenes.s8_memory_is_the_trace.look_back import (
    NamedLane,
    Tape,
    end_view,
    far_view,
    near_view,
)
from manim_project.scenes.s8_memory_is_the_trace.remembered import Remembered
from manim_project.scenes.s8_memory_is_the_trace.shares import Shares

PLACES = (92, 118)  # of the two first bytes among the 146 tokens of program and trace
GOLD, GREEN = theme.shape(theme.WINNER), theme.shape(theme.VALUE)


def chips() -> tuple[Chip, Chip]:
    return Chip(OLD.value), Chip(NEW.value)


@pytest.fixture
def hill() -> Hill:
    hill = Hill(Tape(128, far_view()), chips(), AGAIN.match.full_score, 127)
    hill.grown = 1.0
    return hill


def color_of(chip: Chip) -> str:
    return str(chip.disc.get_fill_color().to_hex())


def height_of(hill: Hill) -> float:
    return float(hill.line.core.get_start()[1])


def test_the_program_stores_a_byte_over_another() -> None:
    tokens = [t.text for t in value_of(REFERENCE.machine.run("overwrite").tokens)]
    assert [tokens[place] for place in PLACES] == ["2A", "63"]
    assert [int(stored.token) for stored in (OLD, NEW)] == list(PLACES)
    assert [int(stored.value) for stored in (OLD, NEW)] == [0x2A, 0x63]
    assert len(tokens) == TOKENS


def test_a_tie_without_hairs_and_none_with_them(hill: Hill) -> None:
    hill.raised = 0.0
    tops = [chip.point[1] + RADIUS for chip in hill.show().chips]
    assert tops == pytest.approx([height_of(hill)] * 2)
    hill.raised = 1.0
    old, new = (chip.point[1] + RADIUS for chip in hill.show().chips)
    assert new == pytest.approx(height_of(hill))
    assert old < new - 0.3


def test_hairs_are_drawn_as_many_times_too_long_as_is_said(hill: Hill) -> None:
    hill.raised = 1.0
    hill.show()
    one = hill.columns[0].words.get_center()[1]  # of the column: its middle
    feet = [long.get_end()[1] for long in hill.long]
    score = 2 * (one - feet[0]) / 9
    lengths = np.array(feet) - TOP
    times = lengths / score / (np.array(PLACES) / 2**16)
    assert times == pytest.approx([5000, 5000], rel=0.01)
    assert float(REFERENCE.textbook.HAIR_ENLARGED) == 5000


def test_every_token_has_its_hair_and_they_rise_in_a_line(hill: Hill) -> None:
    hill.raised = 1.0
    strokes = hill.show().hairs.points.reshape(-1, 4, 3)
    assert len(strokes) == 128
    lengths = strokes[:, 3, 1] - strokes[:, 0, 1]
    assert lengths == pytest.approx(np.arange(128) * lengths[1])


def test_the_line_lets_go_of_the_older_one_and_nothing_is_gold_yet(hill: Hill) -> None:
    tilt = hill.tilt(0, 1, run_time=1)
    tilt.begin()
    for alpha, touched in ((0.0, [1, 1]), (1.0, [0, 1])):
        tilt.interpolate_mobject(alpha)
        assert [chip.touched for chip in hill.chips] == touched
        assert [color_of(chip) for chip in hill.chips] == [GREEN, GREEN]


def test_the_line_lies_square_to_the_arrow_of_the_token_that_asks(hill: Hill) -> None:
    hill.raised = 0.5
    left, right = hill.show().line.core.get_start(), hill.line.core.get_end()
    assert left[1] == pytest.approx(right[1])
    points = hill.arrow.arrow.points
    assert points[:, 0].mean() == pytest.approx(hill.tape.x(127), abs=0.05)
    assert (points[:, 1].min(), points[:, 1].max()) == pytest.approx((TOP, left[1]))


@pytest.mark.parametrize("load, query, score", [(AGAIN, [3, 1], 9), (UNSET, [2, 1], 3)])
def test_both_loads_score_the_byte_at_3_as_by_hand(load: Loaded, query: list, score: int) -> None:
    told = value_of(scored(load))
    assert list(told.query) == query
    assert list(told.keys[3]) == [6, -9]
    assert query[0] * 6 + query[1] * -9 == told.scores[3] == score
    look = value_of(load.look)
    for place in PLACES:  # the machine's own: so much, and the hair
        assert look.scores[place] == score + place / 2**16
    assert look.winner == PLACES[1]


def test_the_near_view_shows_both_stores_and_who_asks_and_the_far_one_all() -> None:
    near, far = near_view(), far_view()
    for view, tokens in ((near, (92, 118, 127)), (far, (0, 145))):
        assert all(abs(view.x(token)) < theme.SAFE_X for token in tokens)
    half = near.toward(far, 0.5)
    assert half.pitch == pytest.approx(math.sqrt(near.pitch * far.pitch))
    assert near.toward(far, 1.0) == far


@pytest.mark.parametrize("power", [0.0, 11.3, 13.0, 30.0])
def test_the_discs_areas_are_the_weights_and_the_older_column_sinks(
    hill: Hill, power: float
) -> None:
    shown = Shares(hill)
    shown.turn_to(power)
    lead = 2.0**power * 26 / 2**16
    old = math.exp(-lead)
    areas = [(chip.disc.width / 2 / RADIUS) ** 2 for chip in hill.chips]
    assert areas[1] / 2 == pytest.approx(1 / (1 + old), abs=1e-3)
    assert areas[0] / 2 == pytest.approx(old / (1 + old), abs=1e-3)
    heights = [column.body.get_top()[1] - TOP for column in hill.columns]
    unit = heights[1] / 9
    assert heights[0] / unit == pytest.approx(max(9 - lead, 0), abs=0.02)
    if power == 30:
        assert [share.shown.text for share in shown.shares] == ["0%", "100%"]
        assert shown.lead.shown.text == "a lead of 425,984"


def test_gold_is_the_newer_one_when_it_is_alone(hill: Hill) -> None:
    shown = Shares(hill)
    win = shown.win()
    win.begin()
    assert [color_of(chip) for chip in hill.chips] == [GREEN, GREEN]
    win.interpolate_mobject(1.0)
    assert [color_of(chip) for chip in hill.chips] == [GREEN, GOLD]


def test_three_folds_make_the_hat() -> None:
    hat = Hat()
    for k, height in enumerate((3.0, -1.0, 0.0)):
        fold = hat.fold(k, 1.0)
        fold.begin()
        fold.interpolate_mobject(1.0)
        assert hat.height_at(2) == pytest.approx(height)
    assert (hat.curve.get_end()[1] - FLOOR) / UNIT == pytest.approx(0)
    assert [hat.height_at(d) for d in (-2, -1, -0.5, 0, 0.25, 1, 2)] == [0, 0, 0.5, 1, 0.75, 0, 0]


@pytest.mark.parametrize("distance, left", [(0.0, 1.0), (0.25, 0.75), (1.0, 0.0)])
def test_a_byte_is_as_large_as_the_hat_is_high_and_stands_on_it(
    distance: float, left: float
) -> None:
    hat = Hat()
    hat.folded = [1.0] * 3
    rider = Rider(hat, Chip(NEW.value))
    rider.ride(distance, "{:.2f}")
    assert float(rider.factor.shown.text.removeprefix("times ")) == left
    assert (rider.chip.disc.width / 2 / RADIUS) ** 2 == pytest.approx(left, abs=1e-4)
    above = rider.chip.disc.get_bottom()[1] - (FLOOR + left * UNIT)
    assert above == pytest.approx(0.06, abs=0.01)


def test_the_end_shows_both_writes_and_both_answers_over_their_tokens() -> None:
    tape = Tape(TOKENS, end_view())
    memory = Remembered(tape, NamedLane(OLD.address, 1.4))
    shown = [*memory.stored, *memory.answers]
    assert [it.chip.words.shown.text for it in shown] == ["42", "99", "99", "0"]
    assert [it.foot[0] for it in shown] == [tape.x(token) for token in (92, 118, 128, 139)]
    assert all(abs(it.foot[0]) < theme.SAFE_X for it in shown)
    assert [words.shown.text for words in memory.asked] == ["load 3", "load 2"]
