"""Placement by relation: what a viewer would notice if it were wrong."""

from itertools import pairwise

import numpy as np
import pytest
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UL,
    UP,
    ApplyFunction,
    Circle,
    Mobject,
    Rectangle,
    Square,
    VGroup,
)
from support.boxes import CLOSE, holds, ink
from support.cells import Cell

from manim_project import theme
from manim_project.mobjects.layout import (
    above,
    baseline_of,
    below,
    beside,
    box_of,
    column,
    fit_within,
    grid,
    in_box,
    level,
    row,
)
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Words, formula
from manim_project.reference.quantity import Quantity

ROOM = Region(-2.0, 4.0, -1.0, 3.0)


def baseline(mobject: Mobject) -> float:
    height = baseline_of(mobject)
    assert height is not None
    return height


# Words


def test_words_beside_each_other_share_a_baseline_whatever_their_letters() -> None:
    first = Words("one").put(1.0, 0.7)
    for text in ("gap", "one", "(gjq)", "Î", ".", "’"):
        words = beside(Words(text), first)
        assert words.baseline == pytest.approx(first.baseline, abs=CLOSE)
        assert words.pen[0] == pytest.approx(first.pen[0] + first.advance + theme.NEAR)
    small = beside(formula("Query(q_j) dot k", size=theme.SCRIPTED), first, LEFT)
    assert small.baseline == pytest.approx(first.baseline, abs=CLOSE)
    assert small.pen[0] + small.advance == pytest.approx(first.pen[0] - theme.NEAR)


def test_labels_of_equal_bars_stand_on_one_line() -> None:
    bars = [Square(1.0).move_to([x, 0.3, 0.0]) for x in range(0, 6, 2)]
    for place, end in ((above, 0.8 + theme.NEAR), (below, -0.2 - theme.NEAR)):
        labels = [
            place(Words(text), bar) for text, bar in zip(("no", "gap", "Tall"), bars, strict=True)
        ]
        feet = [label.baseline for label in labels]
        assert max(feet) - min(feet) < CLOSE
        box = box_of(*labels)
        assert (box.bottom if place is above else box.top) == pytest.approx(end)
        for label, bar in zip(labels, bars, strict=True):
            assert label.pen[0] + label.advance / 2 == pytest.approx(bar.get_x())


def test_a_live_number_keeps_its_left_end() -> None:
    axis = Rectangle(width=1.0, height=1.0)
    starts = [beside(Words(digit), axis).pen[0] for digit in "14780"]
    assert max(starts) - min(starts) < CLOSE


def test_the_smallest_gap_has_room_for_tails() -> None:
    for face in (theme.WORDS, theme.MONO):
        words = above(Words("(gjpqy)|", face=face), ROOM)
        assert words.get_bottom()[1] > ROOM.top


@pytest.mark.parametrize("markup", ["a/b", "sum_(i=0)^n i", "e^(-x^2)", "(a/b)/(c/d)"])
def test_tall_formulas_take_the_room_that_they_need(markup: str) -> None:
    assert ink(above(formula(markup), ROOM)).bottom > ROOM.top
    assert ink(below(formula(markup), ROOM)).top < ROOM.bottom


def test_text_beside_a_shape_is_centred_by_its_capitals() -> None:
    dot = Circle(0.2).move_to([1.0, -0.4, 0.0])
    for text in ("Hat", "gap"):
        words = beside(Words(text), dot)
        assert words.baseline + Words("H").height / 2 == pytest.approx(-0.4, abs=0.01)
    assert beside(Square(0.1), words).get_y() == pytest.approx(-0.4)


def test_a_group_has_the_baseline_that_its_texts_share() -> None:
    cell = Cell(Quantity(7)).move_to([2.0, 1.0, 0.0])
    assert beside(Words("gap"), cell).baseline == pytest.approx(cell.words.baseline, abs=CLOSE)
    assert baseline_of(VGroup(Words("a"), Square(), Words("gap"))) == pytest.approx(0)
    assert baseline_of(VGroup(Words("a"), Words("b").put(0, 1))) is None
    assert baseline_of(Square()) is baseline_of(ROOM) is baseline_of(ORIGIN) is None
    assert beside(cell, Words("gap"), align=ORIGIN).box.get_y() == pytest.approx(0.36 * theme.BODY)


# Relations


@pytest.mark.parametrize("side", [LEFT, RIGHT], ids=["left", "right"])
def test_beside_leaves_the_gap_and_aligns_as_asked(side: np.ndarray) -> None:
    other, mobject = Square(2.0).shift(UP), Rectangle(width=0.5, height=1.0)
    assert beside(mobject, other, side, theme.GAP) is mobject
    assert side[0] * mobject.get_x() == pytest.approx(1.0 + theme.GAP + 0.25)
    assert mobject.get_y() == pytest.approx(1.0)
    assert beside(mobject, other, side, align=UP).get_top()[1] == pytest.approx(2.0)
    assert beside(mobject, other, side, align=DOWN).get_bottom()[1] == pytest.approx(0.0)


def test_above_and_below_align_edges() -> None:
    other = Square(2.0)
    mobject = above(Square(1.0), other, align=LEFT)
    assert (mobject.get_left()[0], mobject.get_bottom()[1]) == pytest.approx((-1, 1 + theme.NEAR))
    below(mobject, other, theme.APART, align=RIGHT)
    assert (mobject.get_right()[0], mobject.get_top()[1]) == pytest.approx((1, -1 - theme.APART))


def test_points_and_regions_are_places() -> None:
    tip = np.array([1.0, 2.0, 0.0])
    assert beside(Square(1.0), tip).get_left() == pytest.approx([1 + theme.NEAR, 2, 0])
    assert below(Square(1.0), ROOM).get_top() == pytest.approx([1, -1 - theme.NEAR, 0])


def test_in_box_knows_the_middle_edges_and_corners() -> None:
    assert in_box(Square(1.0), ROOM).get_center() == pytest.approx([1, 1, 0])
    assert in_box(Square(1.0), ROOM, RIGHT).get_right() == pytest.approx([4, 1, 0])
    corner = in_box(Square(1.0), ROOM, UL, theme.GAP).get_corner(UL)
    assert corner == pytest.approx([-2 + theme.GAP, 3 - theme.GAP, 0])
    words = in_box(Words("gap"), ROOM)
    assert words.pen == pytest.approx(Words("gap").in_box(ROOM.centre).pen)


def test_a_placement_can_be_played_and_kept_up() -> None:
    asker, chip = Square().shift(UP), Words("gap")
    motion = ApplyFunction(lambda mobject: beside(mobject, asker), chip)
    motion.begin()
    motion.finish()
    assert chip.is_faithful()
    assert chip.pen[0] == pytest.approx(1 + theme.NEAR)
    chip.add_updater(lambda mobject: beside(mobject, asker, LEFT))
    asker.shift(2 * RIGHT)
    chip.update()
    assert chip.pen[0] + chip.advance == pytest.approx(1 - theme.NEAR)


def test_what_is_empty_has_no_place() -> None:
    with pytest.raises(ValueError, match="an empty VGroup has no place"):
        beside(Square(), VGroup())
    assert len(row([])) == len(column([])) == 0


def test_a_side_is_left_or_right() -> None:
    with pytest.raises(ValueError, match="LEFT or RIGHT"):
        beside(Square(), Square(), UP)


# Fitting


def test_what_is_too_large_is_scaled_down_and_nothing_else_is() -> None:
    large = fit_within(VGroup(Square(8.0), Words("gap").scale(4)), ROOM)
    assert holds(ROOM, ink(large))
    assert large.height == pytest.approx(ROOM.height)
    assert fit_within(Square(1.0), ROOM).width == pytest.approx(1.0)
    line = Words("gjpqy", size=1.0)
    tight = Region(0.0, 9.0, 0.0, 0.5)
    assert holds(tight, ink(fit_within(line, tight)))


def test_text_is_not_scaled_until_it_cannot_be_read() -> None:
    text = Words("a long line that has to be read")
    with pytest.raises(ValueError, match=r"'a long line .*' is too small to read in 1\.00 × 1\.00"):
        fit_within(VGroup(Square(), text), Region(0, 1, 0, 1))
    assert text.em == pytest.approx(theme.BODY)  # and nothing has been changed
    scripted = formula("x^2").scale(0.99)
    with pytest.raises(ValueError, match="too small"):
        fit_within(scripted, Region(0, scripted.width / 1.3, 0, 1))


# Rows, columns, tables


def test_a_row_stands_on_one_line_with_equal_gaps() -> None:
    parts = [Words("gap"), Square(0.3), Words("one", size=theme.TITLE), Cell(Quantity(5))]
    parts[0].put(1.0, 2.0)
    line = row(parts, theme.APART)
    assert [parts[0].pen[0], baseline(parts[0])] == pytest.approx([1.0, 2.0])
    assert all(baseline(parts[k]) == pytest.approx(2.0, abs=CLOSE) for k in (0, 2, 3))
    for before, after in pairwise(line):
        assert box_of(after).left - box_of(before).right == pytest.approx(theme.APART)


def test_an_equal_row_has_one_pitch() -> None:
    line = row([Words("i"), Words("wide"), Words("mm")], theme.GAP, equal=True)
    middles = [box_of(part).centre[0] for part in line]
    pitch = box_of(line[1]).width + theme.GAP
    assert np.diff(middles) == pytest.approx(pitch)


def test_lines_of_a_column_are_evenly_spaced_whatever_their_letters() -> None:
    lines = column([Words("one"), Words("gap"), Words("no"), Words("jq")], theme.GAP)
    feet = [line.baseline for line in lines]
    assert -np.diff(feet) == pytest.approx(0.72 * theme.BODY + theme.GAP)
    assert [line.pen[0] for line in lines] == pytest.approx([0.0] * 4)
    ends = column([Words("one"), Words("gap")], align=RIGHT)
    assert box_of(ends[0]).right == pytest.approx(box_of(ends[1]).right)


def test_a_row_that_begins_with_a_shape_is_level_too() -> None:
    shape = Square(1.0).shift(UP)
    parts = level(shape, Words("gap"), Words("one", size=theme.TITLE))
    assert shape.get_y() == 1.0
    assert box_of(parts[1]).centre[1] == pytest.approx(1.0)
    assert parts[1].baseline == pytest.approx(parts[2].baseline, abs=CLOSE)


def test_a_table_has_straight_columns_and_level_lines() -> None:
    texts = [["key", "score"], ["gap", "4"], ["one", "-12"]]
    table = grid(
        [[Words(text) for text in line] for line in texts],
        (theme.APART, theme.GAP),
        align=[LEFT, RIGHT],
    )
    assert [line[0].pen[0] for line in table] == pytest.approx([0.0] * 3)
    ends = [box_of(line[1]).right for line in table]
    assert ends == pytest.approx([ends[0]] * 3)
    for name, score in table:
        assert name.baseline == pytest.approx(score.baseline, abs=CLOSE)
    assert -np.diff([line[0].baseline for line in table]) == pytest.approx(
        0.72 * theme.BODY + theme.GAP
    )
    widest = [max(box_of(line[k]).width for line in table) for k in range(2)]
    assert box_of(table).width == pytest.approx(sum(widest) + theme.APART)


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lines of a grid differ in length: \[2, 1\]"):
        grid([[Square(), Square()], [Square()]])
