"""Scene 1: what its pictures show is what the reference model says."""

import math

import numpy as np
import pytest

from manim_project import theme
from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s1_softmax_sharpening.acts import ActingBeam
from manim_project.scenes.s1_softmax_sharpening.beam import PIVOT
from manim_project.scenes.s1_softmax_sharpening.float_ruler import LAST, FloatRuler
from manim_project.scenes.s1_softmax_sharpening.log_scale import LogScale
from manim_project.scenes.s1_softmax_sharpening.one_whole import OneWhole
from manim_project.scenes.s1_softmax_sharpening.outlier import Wild
from manim_project.scenes.s1_softmax_sharpening.swing import swing
from manim_project.scenes.s1_softmax_sharpening.turning import Turning
from manim_project.scenes.s1_softmax_sharpening.unrolled import LONGEST, Unrolled

TEXTBOOK = REFERENCE.textbook


@pytest.fixture
def beam() -> ActingBeam:
    return ActingBeam(TEXTBOOK.sharpening(), stage_region())


@pytest.fixture
def ruler(beam: ActingBeam) -> FloatRuler:
    return FloatRuler(beam, TEXTBOOK.float_ruler(36))


@pytest.mark.parametrize("beta", [1, 2, 10])
def test_blocks_are_as_high_as_weights_at_every_beta(beam: ActingBeam, beta: int) -> None:
    soft = TEXTBOOK.sharpening(beta)
    beam.weigh(soft)
    heights = np.array([block.height for block in beam.blocks])
    assert heights == pytest.approx(np.asarray(value_of(soft.weights)) * beam.whole)
    assert beam.scale_of_values.inverse(beam.pivot.get_top()[0]) == pytest.approx(
        float(soft.output)
    )


def test_it_leans_visibly_and_for_a_while_before_the_pivot_runs(beam: ActingBeam) -> None:
    ends = beam.region.left, beam.region.right
    way = swing(beam.wanted_at, beam.at(float(beam.soft.output)), ends, PIVOT, 1.25, 1.4)
    leaning = [tilt for tilt, place in map(way.at, np.linspace(0, 1, 100)) if tilt < -0.12]
    assert 6 < math.degrees(-min(leaning)) < 11
    assert len(leaning) > 25, "a quarter of the time"
    assert way.at(1) == pytest.approx((0, beam.at(float(beam.soft.output))))


def test_columns_and_shares_are_softmax(beam: ActingBeam) -> None:
    whole = OneWhole(beam)
    tight = whole.parts(beam.soft.weights)
    assert tight[-1].right - tight[0].left == pytest.approx(whole.unit, abs=0.05)
    assert [share.shown.text for share in whole.shares] == ["1%", "21%", "21%", "1%"]


def test_the_zoom_is_what_it_says(ruler: FloatRuler) -> None:
    beam = ruler.beam
    ruler.draw()
    before = beam.at(99) - beam.at(42)
    ruler.exponent = LAST
    ruler.draw()
    factor = float(TEXTBOOK.ruler_zoom(LAST).factor)
    assert (beam.at(99) - beam.at(42)) / before == pytest.approx(factor)
    tick = ruler.place(1)[0] - ruler.place(0)[0]
    assert tick == pytest.approx(before / 57 * float(TEXTBOOK.ruler_zoom(LAST).tick))


@pytest.mark.parametrize("exponent", [0, 1, 5, 9, 12, 14])
def test_no_tick_is_drawn_before_floats_stand_apart(ruler: FloatRuler, exponent: int) -> None:
    ruler.exponent, ruler.grown = exponent, 1.0
    ruler.draw()
    assert not len(ruler.floats.points)
    assert not any(end.dot.get_fill_opacity() for end in ruler.ends)


def test_at_last_only_ticks_are_drawn(ruler: FloatRuler) -> None:
    ruler.exponent, ruler.grown = LAST, 1.0
    ruler.draw()
    assert len(ruler.floats.points)
    assert not any(rails.get_fill_opacity() and len(rails.points) for rails in ruler.levels)
    assert [words.shown.text for words in ruler.neighbors] == [
        "41.999999999999993",
        "42.000000000000007",
    ]


@pytest.mark.parametrize("decades", [0, 3, 16, 100, 323])
def test_a_power_of_ten_is_a_step_down(beam: ActingBeam, decades: int) -> None:
    scale = LogScale(beam, TEXTBOOK.neighbor(38), TEXTBOOK.least_float(), TEXTBOOK.outlier(38))
    scale.opened = 1.0
    assert scale.level(decades) == pytest.approx(scale.whole - decades * scale.pitch)
    assert scale.level(scale.floor_depth) == pytest.approx(scale.floor)


def test_the_last_weight_hangs_at_the_floor(beam: ActingBeam) -> None:
    last = int(TEXTBOOK.outlier_harmless().beta) - 1
    scale = LogScale(beam, TEXTBOOK.neighbor(last), TEXTBOOK.least_float(), TEXTBOOK.outlier(38))
    scale.opened = 1.0
    assert scale.level(scale.decades) == pytest.approx(scale.floor, abs=0.01)


def test_the_long_scale_is_the_dial_s_and_reaches_the_machine(beam: ActingBeam) -> None:
    turning = Turning(beam)
    turning.dial.turn(TEXTBOOK.sharpening(746).beta)
    exact, certain = TEXTBOOK.landing().beta, TEXTBOOK.outlier_harmless().beta
    axis = Unrolled(turning.dial, beam.region, exact, certain)
    rail, arc = axis.rail.points, turning.dial.rail
    assert rail[0][:2] == pytest.approx(arc.get_start()[:2], abs=0.02)
    assert rail[-1][:2] == pytest.approx(arc.get_end()[:2], abs=0.02)
    animation = axis.run(TEXTBOOK.HARD_EXPONENT)
    axis.flat, axis.longest = 1.0, LONGEST
    axis.beta = 30 * math.log10(2)
    axis.draw()
    assert animation.run_time > 0
    assert axis.mark.dot.get_x() == pytest.approx(axis._place(axis.beta)[0])
    assert axis.here.points[0][0] == pytest.approx(axis._place(math.log10(38))[0])
    assert axis.sure.points[0][0] == pytest.approx(axis._place(math.log10(746))[0])


@pytest.mark.parametrize(("beta", "exponent"), [(38, 30), (746, 30), (746, 300)])
def test_the_sum_adds_up_as_shown(beam: ActingBeam, beta: int, exponent: int) -> None:
    wild = Wild(beam, TEXTBOOK.outlier(beta, exponent))
    wild.reckon()
    texts = [part.shown.text for part in wild.sum]
    if beta == 38:
        assert texts == [
            "10^(30)",
            "times",
            "3.1 dot 10^(\N{MINUS SIGN}17)",
            "approx",
            "3.1 dot 10^(13)",
        ]
    else:
        assert texts == [f"10^({exponent})", "times", "0", "=", "0"]
    assert wild.names[0].color.to_hex() == theme.DIM
