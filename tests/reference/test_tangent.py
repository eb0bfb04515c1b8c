"""Tangents of the parabola, and keys bent to it: against fractions and plain loops."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manim_project.reference import textbook


@given(st.integers(-1000, 1000))
def test_the_query_is_square_to_the_curve(i: int) -> None:
    angle = textbook.right_angle(i)
    assert angle.query.tolist() == [i, 1] and angle.step.tolist() == [1, -i]
    assert angle.products.tolist() == [i, -i] and angle.total == 0
    ahead, behind = (2 * (i + 1), -((i + 1) ** 2)), (2 * (i - 1), -((i - 1) ** 2))
    assert [(a - b) / 4 for a, b in zip(ahead, behind, strict=True)] == angle.step.tolist()


@given(st.floats(-50, 50))
def test_the_tangent_touches_the_curve_and_never_crosses_it(i: float) -> None:
    line = textbook.touch(i)
    x, y = map(Fraction, line.point.tolist())
    assert float(x) == 2 * i and float(y) == -(i**2)
    assert float(Fraction(i) * x + y) == pytest.approx(line.level, abs=1e-9)
    for j in range(-60, 61):
        assert Fraction(i) * 2 * j - j**2 <= Fraction(i) ** 2
    assert np.hypot(*line.foot) == pytest.approx(abs(line.offset), abs=1e-9)
    assert i * line.foot[0] + line.foot[1] == pytest.approx(line.level, abs=1e-9)
    turn = math.radians(line.angle)
    np.testing.assert_allclose(
        [math.cos(turn), math.sin(turn)], line.query / math.hypot(i, 1), atol=1e-12
    )


def test_halfway_the_tangent_touches_no_key_and_two_tie() -> None:
    line, keys = textbook.touch(2.5), textbook.parabola(i=2.5)
    assert line.point.tolist() == [5, -6.25]
    assert keys.gap == 0 and keys.scores[2] == keys.scores[3] == 6 < line.level == 6.25


@given(st.integers(2, 12), st.floats(-360, 360))
def test_on_a_straight_line_only_the_ends_win(count: int, angle: float) -> None:
    line = textbook.straight(count, angle)
    assert line.keys.tolist() == [[2 * j, 0] for j in range(count)]
    assert line.winner in (0, count - 1, None)
    assert line.winner is None or (line.winner == 0) == (line.direction[0] < 0)
    assert line.level == line.scores.max()


@pytest.mark.parametrize("angle", [90, -90, 270])
def test_square_to_the_line_all_tie(angle: float) -> None:
    assert textbook.straight(5, angle).winner is None


def test_bent_to_the_parabola_every_key_wins_in_turn() -> None:
    for i in range(8):
        keys = textbook.bent(1, 8, textbook.touch(i).angle)
        assert keys.keys.tolist() == textbook.parabola(8, i).keys.tolist()
        assert keys.winner == i
        np.testing.assert_allclose(keys.scores, textbook.parabola(8, i).along, atol=1e-12)
    assert textbook.bent(1, 8, textbook.touch(2.5).angle).winner is None


@pytest.mark.parametrize("arguments", [(0, 1, 0), (math.nan, 5, 0), (1, 5, math.inf)])
def test_bent_refuses_what_is_no_line_of_keys(arguments: tuple[float, int, float]) -> None:
    with pytest.raises(ValueError, match=r"^(count|bend|angle) "):
        textbook.bent(*arguments)
