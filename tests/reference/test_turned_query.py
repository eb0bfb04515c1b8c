"""The film's block, and its query in any direction: against fractions and plain loops."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manim_project.reference import textbook

KEYS, VALUES = [(2, 1), (1, 1), (0, 2)], [(2, 0), (0, 1), (0, 3)]
PARTIAL = {55, 58, 59, 60, 64, 71, 73, 80, 81, 87, 88, 95, 96, 103, 104}


def exact_answer() -> list[Fraction]:
    """z for cat: its scores are 3, 2, 2, so the weights are 1 / (1 + 2r), r = e^(−1/√2)."""
    with localcontext(prec=60):
        r = Fraction((-1 / Decimal(2).sqrt()).exp())
    weights = [1 / (1 + 2 * r), r / (1 + 2 * r), r / (1 + 2 * r)]
    pairs = [list(zip(weights, column, strict=True)) for column in zip(*VALUES, strict=True)]
    return [sum((w * v for w, v in column), Fraction(0)) for column in pairs]


def test_the_films_block_differs_only_in_its_values() -> None:
    film, given_block = textbook.film_block(), textbook.block()
    assert film.keys.tolist() == given_block.keys.tolist() == [list(key) for key in KEYS]
    assert film.weights.tolist() == given_block.weights.tolist()
    assert film.values.tolist() == [list(value) for value in VALUES]
    assert f"{film.mean[0]:.2f} {film.mean[1]:.2f}" == "0.67 1.33"
    assert given_block.values.tolist() == [[1, 1]] * 3


def test_the_films_block_by_fractions() -> None:
    film = textbook.film_block()
    a, b = exact_answer()
    x1 = [a, 1 + b, 1 + a, b]
    h = [x1[0] + x1[2], x1[1] + x1[2] + x1[3], x1[0] + x1[1]]
    y = [h[0] + h[2], h[1] + h[2], h[0], h[1]]
    following = [p + q for p, q in zip(x1, y, strict=True)]
    for name, exact in {"z": [a, b], "x1": x1, "h": h, "y": y, "next": following}.items():
        row = getattr(film, name)[film.cat]
        np.testing.assert_allclose(row, [float(entry) for entry in exact], rtol=1e-14)
    assert [f"{entry:.3f}" for entry in film.z[film.cat]] == ["1.007", "0.993"]


def shown(row: np.ndarray) -> list[Fraction]:
    return [Fraction(f"{entry:.1f}") for entry in row.tolist()]


@pytest.mark.parametrize("build", [textbook.block, textbook.film_block])
def test_the_parts_of_the_stream_add_up_as_shown(build) -> None:
    block = build()
    parts = block.parts()
    assert shown(parts.x) == [0, 1, 1, 0]
    assert shown(parts.o) == [1, 1, 1, 1]
    assert shown(parts.y) == [6, 8, 3, 5]
    assert shown(parts.next) == [7, 10, 5, 6]
    sums = [sum(column) for column in zip(*map(shown, (parts.x, parts.o, parts.y)), strict=True)]
    assert sums == shown(parts.next)
    assert parts.next.tolist() == block.next[block.cat].tolist()
    np.testing.assert_allclose(np.diff(parts.levels, axis=0), [parts.x, parts.o, parts.y])
    with pytest.raises(ValueError, match="token 'dog'"):
        block.parts("dog")


def test_what_follows_the_answer_multiplies_and_adds_up_as_shown() -> None:
    film = textbook.film_block()
    for matrix, result in [("W_O", "o"), ("W_1", "pre_activation"), ("W_2", "y")]:
        for column, entry in enumerate(shown(getattr(film, result)[film.cat])):
            products = film.products("cat", matrix, column)
            assert sum(shown(products.inputs) * products.column) == entry


def test_at_its_own_angle_cat_asks_what_it_asked() -> None:
    film = textbook.film_block()
    for asks in (textbook.asked(), textbook.asked(45), textbook.asked_by(1, 1)):
        assert asks.query.tolist() == [1, 1] and asks.angle == 45
        assert asks.scores.tolist() == film.scores[film.cat].tolist() == [3, 2, 2]
        assert asks.weights.tolist() == film.weights[film.cat].tolist()
        assert asks.z.tolist() == film.z[film.cat].tolist()
        assert asks.winner == 0


@given(st.floats(-360, 360))
def test_a_query_in_any_direction(angle: float) -> None:
    asks = textbook.asked(angle)
    assert asks.angle == angle and asks.length == pytest.approx(math.sqrt(2))
    turn = complex(math.cos(math.radians(angle)), math.sin(math.radians(angle)))
    along = [(turn.conjugate() * complex(*key)).real for key in KEYS]
    np.testing.assert_allclose(asks.along, along, atol=1e-12)
    np.testing.assert_allclose(asks.scaled, along, atol=1e-12)  # for √2 is also |q|
    raised = [math.exp(place) for place in along]
    weights = [e / math.fsum(raised) for e in raised]
    np.testing.assert_allclose(asks.weights, weights, rtol=1e-9)
    np.testing.assert_allclose(asks.powers / math.fsum(asks.powers), weights, rtol=1e-9)
    answer = [sum(w * v[c] for w, v in zip(weights, VALUES, strict=True)) for c in range(2)]
    np.testing.assert_allclose(asks.z, answer, atol=1e-12)
    best = max(along)
    if asks.winner is not None:
        assert along[asks.winner] == best
        assert asks.lead == pytest.approx(best - sorted(along)[-2], abs=1e-12)
    for key, foot in zip(KEYS, asks.feet, strict=True):
        assert np.subtract(key, foot).dot(asks.unit) == pytest.approx(0, abs=1e-12)


def test_the_question_at_which_two_keys_tie() -> None:
    angle = textbook.tie_angle()
    assert f"{angle:.2f}" == "63.43" and angle == pytest.approx(math.degrees(math.atan(2)))
    assert textbook.asked(angle).winner is None
    assert textbook.asked_by(1, 2).winner is None
    assert textbook.asked_by(1, 2).scores.tolist() == [4, 3, 4]
    winners = [textbook.asked(whole).winner for whole in range(45, 111)]
    assert winners == [0] * 19 + [2] * 47


def test_where_the_rounded_percentages_add_up() -> None:
    partial = {angle for angle in range(45, 111) if not textbook.asked(angle).adds_up}
    assert partial == PARTIAL
    assert textbook.asked(45).percents.tolist() == [50, 25, 25]
    assert [f"{power:.1f}" for power in textbook.asked(45).powers] == ["8.3", "4.1", "4.1"]
    assert textbook.asked(90).percents.tolist() == [21, 21, 58]


def test_a_point_more_weighs_about_twice_as_much() -> None:
    asks = textbook.asked()
    assert f"{asks.point:.2f}" == "2.03"
    for score, power in zip(asks.scores.tolist(), asks.powers, strict=True):
        assert power == pytest.approx(asks.point**score)
    assert asks.reached(0) == 0 and asks.reached(1) == 3
    assert asks.ticks.tolist() == [0, 1, 2, 3]


def test_tenths_add_up_where_the_two_tie() -> None:
    shown = [f"{share:.1f}" for share in textbook.asked(textbook.tie_angle()).percentages]
    assert shown == ["37.9", "24.2", "37.9"] and sum(map(Fraction, shown)) == 100


def test_what_points_nowhere_asks_nothing() -> None:
    for x, y in [(0, 0), (math.inf, 1), (math.nan, 1)]:
        with pytest.raises(ValueError, match="query"):
            textbook.asked_by(x, y)
    with pytest.raises(ValueError, match="angle"):
        textbook.asked(math.nan)
