"""Scene 4's geometry says what its captions say."""

import numpy as np
import pytest

from manim_project.reference import REFERENCE
from manim_project.scenes.s4_parabola_keys.key_lead import KeyLead
from manim_project.scenes.s4_parabola_keys.parabola import Aim, KeyParabola
from manim_project.scenes.s4_parabola_keys.scene import (
    TURNED,
    UNIT,
    UPRIGHT,
    WINDOW,
    turned_upright,
)
from manim_project.scenes.s4_parabola_keys.score_bars import ScoreBars

TABLE = REFERENCE.textbook.parabola(count=5, i=2)


def on_line(aim: Aim) -> list[bool]:
    """Which keys lie on the line."""
    ways = [dot.dot.get_center() - aim.line.get_start() for dot in aim.plane.dots]
    return [abs(np.cross(way, aim.line.get_unit_vector())[2]) < 1e-9 for way in ways]


def test_a_line_of_equal_score_is_square_to_the_query() -> None:
    aim = Aim(KeyParabola(TABLE, UPRIGHT, WINDOW))
    assert aim.line.get_unit_vector() @ aim.arrow.get_unit_vector() == pytest.approx(0)
    assert on_line(aim) == [True, False, False, False, True]


def test_with_the_query_upright_heights_are_scores() -> None:
    _, pose = turned_upright(TABLE, TURNED)
    heights = [pose.point(key)[1] - pose.origin[1] for key in ((0, 0), (2, -1), (4, -4), (6, -9))]
    assert heights == pytest.approx([UNIT * score for score in (0, 3, 4, 3)])
    assert pose.point((2, 1))[0] == pytest.approx(pose.origin[0])


def test_a_pushed_line_carries_the_score_of_its_points() -> None:
    aim = Aim(KeyParabola(TABLE, UPRIGHT, WINDOW))
    push = aim.push(0, 2)
    push.begin()
    push.interpolate(1.0)
    assert aim.score.shown.text == "score 4"
    assert on_line(aim) == [False, False, True, False, False]


def test_bars_stand_on_zero_or_hang_from_it() -> None:
    bars = ScoreBars(
        TABLE.below_top, TABLE.addresses, TABLE.winner, heads=(), left=0, width=5, zero=1,
        unit=0.5, rows=(-2, -3),
    )  # fmt: skip
    ends = [bar.get_bottom()[1] for bar in bars.bars]
    assert ends == pytest.approx([1 - 0.5 * gap for gap in (4, 1, 0, 1, 4)])


def test_the_lead_is_between_the_lines_of_the_best_and_of_the_next() -> None:
    _, pose = turned_upright(TABLE, TURNED)
    lead = KeyLead(KeyParabola(TABLE, pose, WINDOW), rows=(-2, -2.7))
    heights = [line.get_y() for line in lead.lines]
    assert heights[0] - heights[1] == pytest.approx(UNIT)
    bracket, text = lead.lead
    assert (bracket.get_top()[1], bracket.get_bottom()[1]) == pytest.approx(tuple(heights))
    assert text.shown.text == "lead 1"
    on_next = [abs(dot.dot.get_y() - heights[1]) < 1e-9 for dot in lead.plane.dots]
    assert on_next == [False, True, False, True, False]


def test_a_bar_of_zero_is_flat() -> None:
    bars = ScoreBars(
        TABLE.scores, TABLE.addresses, TABLE.winner, heads=(), left=0, width=5, zero=1,
        unit=0.5, rows=(-2, -3),
    )  # fmt: skip
    assert [bar.height for bar in bars.bars] == pytest.approx([0, 1.5, 2, 1.5, 0])
