"""The ruler of float64 numbers and the loser of 10³⁰, against fractions, Decimal, nextafter."""

import math
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manim_project.reference import textbook

SPACING = Fraction(1, 2**47)


def e_to_minus(beta: Fraction) -> Fraction:
    """e^(−β) to 2⁻⁴⁰⁰: the power series at β / 2^m, squared m times."""
    halvings = max(0, math.ceil(math.log2(beta))) + 8
    x, unit = beta / 2**halvings, 2**500
    term, total = unit, 0
    for n in range(1, 80):
        total += term
        term = -term * x.numerator // (x.denominator * n)
    for _ in range(halvings):
        total = total * total // unit
    return Fraction(total, unit)


def ticks_on_paper(beta: float) -> Fraction:
    e = e_to_minus(Fraction(beta))
    raised = [e**4, e, Fraction(1), e, e**4]
    rise = sum((r * v for r, v in zip(raised, (-25, -17, 0, 57, 78), strict=True)), Fraction(0))
    return rise / sum(raised, Fraction(0)) / SPACING


@pytest.mark.parametrize("beta", [0.5, 1, 10, 34, 35, 36, 36.7, 37, 38, 39, 40, 50])
def test_the_blend_on_paper(beta: float) -> None:
    ruler = textbook.float_ruler(beta)
    exact = ticks_on_paper(beta)
    assert ruler.on_paper_ticks == pytest.approx(float(exact), rel=1e-12)
    assert ruler.nearest_ticks == round(exact)


@given(st.floats(2**-20, 2**40))
def test_the_stored_blend_is_on_a_tick(beta: float) -> None:
    ruler = textbook.float_ruler(beta)
    assert ruler.stored == textbook.sharpening(beta).output
    assert Fraction(ruler.stored) == 42 + ruler.stored_ticks * SPACING
    assert ruler.on_ruler == (ruler.stored in ruler.ticks)
    assert abs(ruler.stored_ticks - ruler.on_paper_ticks) < 5, "each of a dozen roundings is small"


def test_the_ticks_are_all_the_numbers_there_are() -> None:
    ruler = textbook.float_ruler()
    assert ruler.target == 42.0 and Fraction(ruler.spacing) == SPACING
    assert ruler.offsets.tolist() == list(range(-6, 7))
    assert ruler.ticks[6] == 42.0
    for k in range(12):
        assert math.nextafter(ruler.ticks[k], math.inf) == ruler.ticks[k + 1]


def test_from_one_whole_beta_to_the_next_the_stored_blend_comes_nearer_or_stays() -> None:
    rulers = {beta: textbook.float_ruler(beta) for beta in range(31, 60)}
    stored = [ruler.stored_ticks for ruler in rulers.values()]
    assert stored == sorted(stored, reverse=True)
    assert stored[:9] == [194, 71, 26, 9, 3, 1, 1, 0, 0] and not any(stored[9:])
    shown = [f"{rulers[beta].on_paper_ticks:.2f}" for beta in range(34, 41)]
    assert shown == ["9.65", "3.55", "1.31", "0.48", "0.18", "0.07", "0.02"]
    astray = [beta for beta, ruler in rulers.items() if ruler.stored_ticks != ruler.nearest_ticks]
    assert astray == [34, 35, 37]


def test_between_whole_betas_the_stored_blend_jumps_about() -> None:
    betas = (36.4, 36.6, 36.75, 37)
    assert [textbook.float_ruler(beta).stored_ticks for beta in betas] == [0, -1, 2, 1]


def test_the_landing() -> None:
    before, landed = textbook.float_ruler(37), textbook.landing()
    assert (before.beta, landed.beta) == (37, 38)
    assert (before.stored_ticks, landed.stored_ticks) == (1, 0)
    assert landed.stored == landed.target and landed.on_paper_ticks > 0
    assert all(textbook.sharpening(beta).output == 42 for beta in range(38, 800))


@pytest.mark.parametrize("beta", [0, -1, math.inf, math.nan])
def test_the_ruler_refuses_what_softmax_refuses(beta: float) -> None:
    with pytest.raises(ValueError, match="beta"):
        textbook.float_ruler(beta)


def test_the_zoom() -> None:
    zoom = textbook.ruler_zoom()
    assert zoom.factor == 10**16 and isinstance(zoom.factor, int)
    assert f"{zoom.factor:,}" == "10,000,000,000,000,000"
    assert Fraction(zoom.tick) == pytest.approx(float(10**16 * SPACING))
    assert f"{zoom.tick:.0f}" == "71"
    assert textbook.ruler_zoom(0).factor == 1
    assert textbook.ruler_zoom(2.5).factor == pytest.approx(math.sqrt(10**5))
    for exponent in (-1, 16.5, math.nan):
        with pytest.raises(ValueError, match="exponent"):
            textbook.ruler_zoom(exponent)


@pytest.mark.parametrize("beta", [1, 30, 64.5, 70, 100])
def test_the_outlier_pulls(beta: float) -> None:
    found = textbook.outlier(beta)
    assert found.values.tolist() == [17, 25, 42, 1e30, 120]
    assert found.weights.tolist() == textbook.sharpening(beta).weights.tolist()
    e = e_to_minus(Fraction(beta))
    raised = [e**4, e, Fraction(1), e, e**4]
    values = (17, 25, 42, 10**30, 120)
    exact = sum(r * v for r, v in zip(raised, values, strict=True)) / sum(raised)
    assert found.output == pytest.approx(float(exact), rel=1e-13)
    assert found.power.digits * 10.0**found.power.exponent == pytest.approx(found.output, rel=1e-9)
    assert found.contribution == found.weight * 1e30
    assert not found.home


@pytest.mark.parametrize(("exponent", "home"), [(2, 38), (30, 103), (100, 264), (300, 725)])
def test_a_large_value_is_harmless_before_its_weight_is_zero(exponent: int, home: int) -> None:
    assert textbook.outlier_home(exponent).beta == home
    assert not textbook.outlier(home - 1, exponent).home
    assert all(textbook.outlier(beta, exponent).home for beta in range(home, 760))
    assert textbook.outlier(home, exponent).weight > 0
    if exponent > 2:  # there the two slots next to the target pull alike
        lost = Decimal(10) ** exponent * Decimal(2) ** 48  # times e^(−β): half steps that it adds
        with localcontext(prec=40):
            assert lost * Decimal(-home).exp() < 1 < lost * Decimal(1 - home).exp()


def test_at_a_weight_of_exactly_zero_no_value_does_harm() -> None:
    gone = textbook.outlier_harmless()
    before = textbook.outlier(gone.beta - 1)
    assert (before.beta, gone.beta) == (745, 746)
    assert before.weight == math.ulp(0.0) and gone.weight == 0.0
    least = Fraction(1, 2**1074)
    with localcontext(prec=40, Emin=MIN_EMIN, Emax=MAX_EMAX):
        half = Fraction(least, 2)
        assert Fraction(Decimal(-746).exp()) < half < Fraction(Decimal(-745).exp())
    for exponent in (30, 100, 308):
        assert textbook.outlier_harmless(exponent).beta == 746
        assert textbook.outlier(746, exponent).home
    assert f"{before.paper_weight.digits:.1f} {before.paper_weight.exponent}" == "2.8 -324"
    assert textbook.vanishing().beta == 746


@pytest.mark.parametrize("exponent", [-1, 309, 2.5])
def test_the_outlier_has_to_be_a_power_of_ten_in_float64(exponent: int) -> None:
    with pytest.raises(ValueError, match="exponent"):
        textbook.outlier(1, exponent)
