"""Regions tile what they are cut from, in both frames, and scales go there and back."""

import runpy
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import DOWN, DR, LEFT, RIGHT, UL, UP, Square
from support.boxes import holds, ink
from support.cells import Cell

from manim_project import theme
from manim_project.mobjects.caption import Caption
from manim_project.mobjects.layout import column, fit_within, in_box, row
from manim_project.mobjects.regions import Region, Scale, lanes, points, safe_region, stage_region
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

THEME = Path(theme.__file__)
ROOM = Region(-2.0, 4.0, -1.0, 3.0)
numbers, lengths = st.floats(-1e3, 1e3), st.floats(1e-3, 1e3)


@pytest.fixture(params=theme.ASPECTS)
def aspect(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The theme as each ASPECT makes it."""
    monkeypatch.setenv("ASPECT", request.param)
    for name, value in runpy.run_path(str(THEME), run_name="theme").items():
        if name.isupper():
            monkeypatch.setattr(theme, name, value)
    return str(request.param)


# Regions


def test_the_stage_is_inside_the_safe_area_and_clear_of_the_caption(aspect: str) -> None:
    safe, stage = safe_region(), stage_region()
    assert safe.width / safe.height == pytest.approx(1 / theme.ASPECTS[aspect])
    assert safe.width == pytest.approx(0.9 * theme.FRAME_WIDTH)
    assert holds(safe, stage) and stage.top == safe.top
    sentence = "A sentence that needs two lines where the frame is narrow."
    caption = Caption(sentence, size=theme.CAPTION)
    assert len(caption) == theme.CAPTION_LINES
    assert caption.get_top()[1] < stage.bottom


def test_whatever_the_regions_hold_is_inside_the_safe_area(aspect: str) -> None:
    ribbon, rest = stage_region().cut(DOWN, 1.0, theme.GAP)
    program, plane = rest.split_columns((1, 2), theme.APART)
    filled = [
        fit_within(Square(20.0), plane),
        in_box(column([Words("gap"), Words("one")]), program, UL),
        in_box(row([Cell(Quantity(k)) for k in range(9)]), ribbon, RIGHT),
        in_box(Words("foot"), stage_region(), DR),
    ]
    assert all(holds(safe_region(), ink(mobject)) for mobject in filled)
    assert ribbon.bottom == theme.STAGE_BOTTOM
    assert ribbon.top + theme.GAP == pytest.approx(program.bottom)
    assert 2 * program.width == pytest.approx(plane.width)


@given(
    st.integers(1, 9) | st.lists(st.floats(0.01, 100), min_size=1, max_size=9),
    st.floats(0, 0.4),
)
def test_rows_and_columns_tile_their_region(parts: int | list[float], gap: float) -> None:
    rows, columns = ROOM.split_rows(parts, gap), ROOM.split_columns(parts, gap)
    weights = [1.0] * parts if isinstance(parts, int) else parts
    assert len(rows) == len(columns) == len(weights)
    assert (rows[0].top, rows[-1].bottom) == (ROOM.top, ROOM.bottom)
    assert (columns[0].left, columns[-1].right) == (ROOM.left, ROOM.right)
    for upper, lower in pairwise(rows):
        assert upper.bottom - lower.top == pytest.approx(gap, abs=1e-9)
    for before, after in pairwise(columns):
        assert after.left - before.right == pytest.approx(gap, abs=1e-9)
    free = ROOM.height - gap * (len(rows) - 1)
    heights = [free * weight / sum(weights) for weight in weights]
    assert [part.height for part in rows] == pytest.approx(heights, abs=1e-9)
    assert all(holds(ROOM, part) for part in (*rows, *columns))


@pytest.mark.parametrize("side", [LEFT, RIGHT, UP, DOWN], ids=["left", "right", "up", "down"])
def test_a_strip_is_cut_from_its_side(side: np.ndarray) -> None:
    strip, rest = ROOM.cut(side, 1.0, theme.GAP)
    assert strip.point(side) == pytest.approx(ROOM.point(side))
    assert rest.point(-side) == pytest.approx(ROOM.point(-side))
    assert (strip.width if side[0] else strip.height) == pytest.approx(1.0)
    gap = (strip.point(-side) - rest.point(side)) @ side
    assert gap == pytest.approx(theme.GAP)


def test_points_and_insets_of_a_region() -> None:
    assert ROOM.centre == pytest.approx([1, 1, 0])
    assert ROOM.point(UL) == pytest.approx([-2, 3, 0])
    assert ROOM.inset(1.0) == Region(-1.0, 3.0, 0.0, 2.0)
    assert ROOM.inset(-1.0).inset(1.0) == ROOM


def test_no_room_is_said() -> None:
    with pytest.raises(ValueError, match=r"no room: a region 0\.00 wide, -2\.00 high"):
        ROOM.inset(3.0)
    with pytest.raises(ValueError, match=r"no room for parts of 3, 4\.00 apart, in 6\.00"):
        ROOM.split_columns(3, 4.0)
    for parts in (0, [], [1, -1], [0.0]):
        with pytest.raises(ValueError, match="no room for parts"):
            ROOM.split_rows(parts)
    with pytest.raises(ValueError, match="no room for parts"):
        ROOM.cut(LEFT, 7.0)


def test_lanes_are_level_and_evenly_spaced_from_below(aspect: str) -> None:
    stage = stage_region()
    heights = lanes(stage, 5)
    assert np.diff(heights) == pytest.approx(stage.height / 5)
    assert heights[2] == pytest.approx(stage.centre[1])
    assert stage.bottom < heights[0] < heights[-1] < stage.top


# Scales


@given(numbers, lengths, numbers, lengths, st.booleans(), st.floats(-2, 3))
def test_a_scale_there_and_back(
    low: float, size: float, start: float, length: float, backwards: bool, share: float
) -> None:
    end = start - length if backwards else start + length
    scale = Scale(low, low + size, start, end)
    assert (scale(scale.low), scale(scale.high)) == (start, end)
    value = low + share * size
    # What rounding a place may cost, in units of data, and rounding the value itself.
    error = 1e-14 * ((abs(start) + length) / abs(scale.unit) + abs(low) + size)
    assert scale.inverse(scale(value)) == pytest.approx(value, abs=error, rel=0)


def test_a_scale_takes_arrays_and_fits_its_region() -> None:
    x, y = Scale.across(ROOM, 0, 3), Scale.up(ROOM, 10, 20)
    assert x(np.arange(4)) == pytest.approx([-2, 0, 2, 4])
    assert y(15.0) == pytest.approx(1.0) and isinstance(y(15.0), float)
    assert (x.unit, y.unit) == pytest.approx((2.0, 0.4))
    assert y.inverse(np.array([[-1.0], [3.0]])) == pytest.approx(np.array([[10], [20]]))
    curve = points(x(np.arange(4)), y(10.0))
    assert curve.shape == (4, 3)
    assert curve[3] == pytest.approx([4, -1, 0])
    assert points(1.0, 2.0) == pytest.approx([1, 2, 0])


def test_a_scale_of_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="a scale needs two ends: data from 3 to 3"):
        Scale.across(ROOM, 3, 3)
    with pytest.raises(ValueError, match="places from 1 to 1"):
        Scale(0, 1, 1, 1)
    with pytest.raises(ValueError, match="data from 0 to inf"):
        Scale(0, float("inf"), 0, 1)
