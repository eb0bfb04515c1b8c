"""A rival's weight over the winner's, against the weights themselves."""

import math

import pytest

from manim_project.reference import textbook


@pytest.mark.parametrize("beta", [0.25, 1.0, 3.0])
def test_a_rival_is_left_with_the_law_s_share(beta):
    memory = textbook.memory(beta=beta)
    ratio = memory.weights[memory.runner_up] / memory.weights[memory.address]
    assert ratio == pytest.approx(textbook.weight_ratio(beta * memory.gap))


def test_the_law_s_ends():
    assert textbook.weight_ratio(0) == 1.0
    assert textbook.weight_ratio(math.inf) == 0.0
    assert round(textbook.weight_ratio(1), 2) == 0.37


def test_powers_of_two():
    assert textbook.power_of_two(textbook.HARDNESS) == textbook.HARD_EXPONENT
    assert textbook.power_of_two(1 / math.sqrt(2)) == pytest.approx(-0.5)
