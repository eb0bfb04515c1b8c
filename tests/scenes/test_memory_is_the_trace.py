"""Scene 8: what its pictures show is what the machine did, worked out with Python's own numbers."""

import math

import numpy as np
import pytest

from manim_project import theme
from manim_project.mobjects.ribbon import TOP
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s8_memory_is_the_trace.cast import NEW, OLD, TOKENS
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, Chip
from manim_project.scenes.s8_memory_is_the_trace.hat import FLOOR, UNIT, Hat, Passing
from manim_project.scenes.s8_memory_is_the_trace.hill import Hill
from manim_project.scenes.s8_memory_is_the_trace.look_back import (
    Landing,
    Tape,
    far_view,
    near_view,
)
from manim_project.scenes.s8_memory_is_the_trace.outshone import Outshone

PLACES = (92, 118)  # of the two first bytes among the 146 tokens of program and trace
GOLD, GREEN = theme.shape(theme.WINNER), theme.shape(theme.VALUE)


def chips() -> tuple[Chip, Chip]:
    return Chip(OLD.value), Chip(NEW.value)


@pytest.fixture
def hill() -> Hill:
    hill = Hill(Tape(128, far_view()), *chips())
    hill.grown = 1.0
    return hill


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


def test_gold_is_the_newer_one_once_the_line_has_let_go(hill: Hill) -> None:
    tilt = hill.tilt(0, 1, run_time=1)
    tilt.begin()
    for alpha, colors in ((0.0, (GREEN, GREEN)), (1.0, (GREEN, GOLD))):
        tilt.interpolate_mobject(alpha)
        assert [chip.disc.get_fill_color().to_hex() for chip in hill.chips] == list(colors)


def test_the_near_view_shows_both_stores_and_who_asks_and_the_far_one_all() -> None:
    near, far = near_view(), far_view()
    for view, tokens in ((near, (92, 118, 127)), (far, (0, 145))):
        assert all(abs(view.x(token)) < theme.SAFE_X for token in tokens)
    half = near.toward(far, 0.5)
    assert half.pitch == pytest.approx(math.sqrt(near.pitch * far.pitch))
    assert near.toward(far, 1.0) == far


@pytest.mark.parametrize("power", [0.0, 11.3, 30.0])
def test_the_discs_areas_are_the_weights(power: float) -> None:
    shown = Outshone(Tape(128, far_view()), *chips())
    shown.turn_to(power)
    old = math.exp(-(2.0**power) * 26 / 2**16)
    areas = [(disc.disc.width / 2 / disc.largest) ** 2 for disc in shown.discs]
    assert areas == pytest.approx([old / (1 + old), 1 / (1 + old)], abs=1e-4)
    assert (shown.discs[1].disc.get_fill_color().to_hex() == GOLD) == (power == 30)
    if power == 30:
        assert [share.shown.text for share in shown.shares] == ["0%", "100%"]


def test_the_line_that_lands_touches_the_newer_byte_and_not_the_older() -> None:
    old, new = chips()
    tape = Tape(139, far_view())
    for chip, place in ((old, 92), (new, 118)):
        chip.at(np.array([tape.x(place), 1.4, 0.0]))
    line = Landing()
    landing = line.land(np.array([new.point[0], -0.35, 0.0]), new)
    landing.begin()
    landing.interpolate_mobject(1.0)
    a, b, _, d = (line.core.points[k] for k in (0, 3, 7, 11))
    start, end = (a + d) / 2, b - (a - d) / 2
    way = (end - start) / math.hypot(*(end - start)[:2])
    away = [abs(way[0] * (c.point - start)[1] - way[1] * (c.point - start)[0]) for c in (old, new)]
    assert away[1] == pytest.approx(RADIUS)
    assert away[0] > RADIUS + 0.1


def test_three_folds_make_the_hat() -> None:
    hat = Hat()
    for k, height in enumerate((3.0, -1.0, 0.0)):
        fold = hat.fold(k, 1.0)
        fold.begin()
        fold.interpolate_mobject(1.0)
        assert (hat.curve.get_end()[1] - FLOOR) / UNIT == pytest.approx(height)
    assert [hat.height_at(d) for d in (-2, -1, -0.5, 0, 0.25, 1, 2)] == [0, 0, 0.5, 1, 0.75, 0, 0]


@pytest.mark.parametrize("distance, left", [(0.0, 99), (0.25, 74.25), (1.0, 0)])
def test_what_is_let_through_is_as_large_as_the_hat_is_high(distance: float, left: float) -> None:
    hat = Hat()
    hat.folded = [1.0] * 3
    passing = Passing(hat, Chip(NEW.value))
    passing.show(distance)
    passing.distance = distance
    passing.say("{:.2f}")
    assert float(passing.said.shown.text) == left
    assert (passing.chip.disc.width / 2 / RADIUS) ** 2 == pytest.approx(left / 99, abs=1e-4)
