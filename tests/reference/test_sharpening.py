"""The softmax and its sharpening, against SciPy, Decimal and plain loops."""

import math
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st

from manim_project.reference import textbook
from manim_project.reference.machine import Machine

CAT = 1


def close(actual, expected, places):
    """Equal when both are rounded as the screen rounds them."""
    np.testing.assert_allclose(actual, expected, rtol=0, atol=0.5 * 10**-places + 1e-9)


@given(
    st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=9),
    st.floats(2**-10, 2**10),
)
def test_softmax_is_scipys(scores, beta):
    ours = textbook.softmax(scores, beta)
    np.testing.assert_allclose(
        ours, scipy.special.softmax(beta * np.array(scores)), rtol=1e-9, atol=1e-300
    )
    assert ours.sum() == pytest.approx(1, abs=1e-14)


def test_softmax_works_along_the_last_axis_and_ignores_masked_scores():
    rows = [[[0.0, 0.0], [5.0, -np.inf]], [[1.0, 2.0], [3.0, 3.0]]]
    np.testing.assert_allclose(textbook.softmax(rows), scipy.special.softmax(rows, axis=-1))


@pytest.mark.parametrize("beta", [0, -1, math.inf, math.nan])
def test_softmax_refuses_a_multiplier_that_is_not_positive_and_finite(beta):
    with pytest.raises(ValueError, match="beta"):
        textbook.softmax([1, 2], beta)


def test_sharpening_at_every_beta_of_the_sweep():
    for beta in range(textbook.BETA_FIRST, textbook.BETA_LAST + 1):
        soft = textbook.sharpening(beta)
        assert soft.distances.tolist() == [2, 1, 0, 1, 2]
        assert soft.scores.tolist() == [-4, -1, 0, -1, -4]
        exponentials = [math.exp(-beta * (2 - j) ** 2) for j in range(5)]
        weights = [e / math.fsum(exponentials) for e in exponentials]
        np.testing.assert_allclose(soft.exponentials, exponentials, rtol=1e-13)
        assert soft.total == pytest.approx(math.fsum(exponentials), rel=1e-13)
        np.testing.assert_allclose(soft.weights, weights, rtol=1e-13)
        blend = math.fsum(w * v for w, v in zip(weights, soft.values, strict=True))
        assert soft.output == pytest.approx(blend, rel=1e-13)
        assert soft.share == soft.weights[2]
        assert soft.error == pytest.approx(blend - 42, abs=1e-12)
    assert soft.weights.min() > 0, "at β = 50 the losers still have weight"


def test_sharpening_adds_up_on_screen_at_beta_one():
    soft = textbook.sharpening()
    weights = [Fraction(round(1000 * w), 1000) for w in soft.weights.tolist()]
    assert sum(weights) == 1
    raised = [Fraction(round(1000 * e), 1000) for e in soft.exponentials.tolist()]
    total = Fraction(round(1000 * soft.total), 1000)
    assert sum(raised) == total == Fraction("1.772")
    assert [Fraction(round(1000 * e / total), 1000) for e in raised] == weights
    assert f"{soft.output:.1f} {soft.output:.2f}" == "50.9 50.85"
    for places, wrong in [(1, "50.8"), (2, "50.86")]:
        shown = [Fraction(f"{c:.{places}f}") for c in soft.contributions.tolist()]
        assert sum(shown) == Fraction(wrong), "so term by term the scene takes by_hand"
    assert soft.values.tolist() == sorted(set(soft.values.tolist())) == [17, 25, 42, 99, 120]
    assert abs(soft.error) > 5, "visibly wrong"


def test_the_blend_by_hand_adds_up_as_shown():
    hand = textbook.by_hand()
    weights = [Fraction(f"{w:.3f}") for w in hand.weights.tolist()]
    assert sum(weights) == 1
    assert [f"{w:.1%}" for w in textbook.sharpening().weights] == [f"{w:.1%}" for w in hand.weights]
    exact = [w * v for w, v in zip(weights, hand.values.tolist(), strict=True)]
    np.testing.assert_allclose(hand.terms, [float(term) for term in exact], rtol=1e-14)
    assert hand.output == pytest.approx(float(sum(exact)), rel=1e-15)
    assert sum(exact) == Fraction("50.85") == round(Fraction(textbook.sharpening().output), 2)
    for places, total in [(2, "50.85"), (1, "50.9")]:
        shown = [f"{term:.{places}f}" for term in hand.terms]
        assert sum(map(Fraction, shown)) == Fraction(total), shown


def test_sharpening_scores_are_those_of_the_parabola():
    scores = textbook.sharpening().scores
    assert textbook.parabola(count=5, i=2).below_top.tolist() == scores.tolist()


@pytest.mark.parametrize("share", [0.25, 0.5, 0.99, 0.9999, 1 - 1e-12])
def test_crossing_is_where_the_share_is_passed(share):
    def losers_over_target(beta):
        return 2 * math.exp(-beta) + 2 * math.exp(-4 * beta)

    found = textbook.crossing(share)
    odds = (1 - share) / share
    assert losers_over_target(found.beta * (1 - 1e-12)) > odds
    assert losers_over_target(found.beta * (1 + 1e-12)) < odds
    assert found.at.share == pytest.approx(share, abs=1e-15)


def test_crossing_of_the_film():
    found = textbook.crossing()
    assert found.share == 0.9999
    close(found.beta, 9.9034, 4)
    assert textbook.sharpening(9.90).share < 0.9999 < textbook.sharpening(9.91).share


@pytest.mark.parametrize("share", [0.2, 0, 1, 1.5, math.nan])
def test_crossing_refuses_a_share_that_is_never_passed(share):
    with pytest.raises(ValueError, match="share"):
        textbook.crossing(share)


@pytest.mark.parametrize("beta", [0.5, 1, 10, 50, 745, 2**30])
def test_neighbor_on_paper(beta):
    share = textbook.neighbor(beta)
    with localcontext(prec=40, Emin=MIN_EMIN, Emax=MAX_EMAX):
        raised = [Decimal(-beta * (2 - j) ** 2).exp() for j in range(5)]
        exact = (raised[1] / sum(raised)).scaleb(-share.exponent)
    assert 1 <= share.digits < 10
    assert share.digits == pytest.approx(float(exact), rel=1e-6)
    assert share.decades == pytest.approx(math.log10(share.digits) + share.exponent)


def test_neighbor_refuses_what_softmax_refuses():
    with pytest.raises(ValueError, match="beta"):
        textbook.neighbor(0)


def test_the_blend_is_exact_where_it_is_under_half_a_step_off_on_paper():
    exact = textbook.first_exact()
    assert exact.beta == 38
    off = {beta: textbook.float_ruler(beta).on_paper_ticks for beta in (36, 37, 38)}
    assert off[38] < 0.5 < off[36]
    # At 37 it is just under, and the weights' own roundings still make a step of it.
    assert off[37] < 0.5
    assert textbook.sharpening(37).output == math.nextafter(42, 43)
    assert all(textbook.sharpening(beta).output == 42 for beta in range(38, 800))
    assert exact.weights.min() > 0, "the losers still have weight"


def test_least_float_is_numpys():
    least = textbook.least_float()
    tiny = Decimal(float(np.nextafter(0.0, 1.0))).scaleb(-least.exponent)
    assert least.digits == pytest.approx(float(tiny))


def test_losers_vanish_where_e_to_the_score_does():
    gone = textbook.vanishing()
    assert gone.weights.tolist() == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert math.exp(-gone.beta) == 0.0 < math.exp(1 - gone.beta)
    assert gone.output == gone.wanted


def test_the_machines_least_lead_is_enough():
    lead = -Machine().tie_breaker
    assert textbook.softmax([0, lead], textbook.HARDNESS).tolist() == [1.0, 0.0]


def test_hard_softmax_is_exact():
    hard = textbook.hard()
    assert hard.beta == 2**30 == 2**textbook.HARD_EXPONENT
    assert hard.weights.tolist() == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert hard.output == hard.wanted == 42
    assert hard.error == 0
