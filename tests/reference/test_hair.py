"""The tie-breaker's hair, worked out with Python's own numbers."""

import math
from fractions import Fraction

import pytest

from manim_project.reference import Reference, textbook


@pytest.mark.parametrize("beta", [1.0, 100.0, 2.0**12, 2.0**30])
def test_the_weights_of_a_tie(beta: float) -> None:
    tie = textbook.tie(26, -16, beta)
    lead = Fraction(26, 65536)
    assert Fraction(tie.lead) == lead
    assert Fraction(tie.sharpened) == Fraction(beta) * lead
    older = math.exp(-beta * float(lead))
    assert tie.weights == pytest.approx([older / (1 + older), 1 / (1 + older)])
    assert tie.alone == (older == 0.0)


def test_the_newer_one_is_later() -> None:
    with pytest.raises(ValueError, match="tokens 0"):
        textbook.tie(0, -16)


def test_at_the_machine_s_own_multiplier_it_is_the_machine_s_own_look() -> None:
    machine = Reference().machine
    run = machine.run("overwrite")
    store = next(line for line in run.lines if line.instruction == 8)
    look = run.look("act.memory", store.stop + 4)
    tie = textbook.tie(look.lead, machine.tie_exponent, machine.transformer.sharpness)
    assert (look.winner, look.lead, look.margin) == (store.start, 26, tie.lead)
    assert list(tie.weights) == [look.weights[look.runner_up], look.weights[look.winner]] == [0, 1]


def test_the_hat_passes_the_byte_only_where_the_addresses_agree() -> None:
    machine = Reference().machine
    run = machine.run("overwrite")
    match = run.match(run.lines[10].start - 1)
    passed = [match.passed(difference) for difference in (-2, -1, 0, 0.25, 1, 2)]
    assert passed == [0, 0, 99, 74.25, 0, 0]
