"""Placement by relation: beside, above, below, in a box, in rows, columns and tables.

row([beside(name, dot), arrow, formula], theme.APART)
in_box(column(lines), program, UL)

Manim's `next_to`, `align_to` and `arrange` place by the box around the ink. Words must not stand by
it: "gap" would stand higher than "one", whose letters have no tails, and "1" would begin further
right than "4". Here a line of text has the box that typographers give it: across, from where the
pen sets out to where it ends; up, from the baseline to the height of a capital. Lines of text that
stand beside each other share their baseline. Anything else has Manim's box.

All of these move what they are given, at once, and return it. Manim's `ApplyFunction` makes a
motion of any: `ApplyFunction(lambda chip: beside(chip, asker), chip)`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias, TypeVar

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, Mobject, VGroup, VMobject

from manim_project import theme
from manim_project.mobjects.regions import DESCENDER, Region
from manim_project.mobjects.text import CAPITAL, Phrase, Words

ASCENDER = 0.8  # em: the tallest letters and brackets of a line of words
SAME = 1e-6  # scene units by which baselines may differ and still be one
M = TypeVar("M", bound=Mobject)
Place: TypeAlias = Mobject | Region | np.ndarray  # of points, (3,)


def box_of(*things: Place) -> Region:
    """The box by which things are placed, all of them together (see above).

    Raises ValueError when there is nothing in it.
    """
    boxes = [box for thing in things for box in _boxes(thing)]
    if not boxes:
        raise ValueError(f"an empty {type(things[0]).__name__ if things else 'list'} has no place")
    return Region(
        min(box.left for box in boxes),
        max(box.right for box in boxes),
        min(box.bottom for box in boxes),
        max(box.top for box in boxes),
    )


def _boxes(thing: Place) -> Iterator[Region]:
    if isinstance(thing, Region):
        yield thing
    elif isinstance(thing, np.ndarray):
        yield _around(thing[None])
    elif isinstance(thing, Words | Phrase):
        yield _line(thing)
    else:
        own = thing.get_anchors() if isinstance(thing, VMobject) else thing.points
        if len(own):
            yield _around(np.asarray(own))
        for part in thing.submobjects:
            yield from _boxes(part)


def _around(points: np.ndarray) -> Region:
    low, high = points.min(axis=0), points.max(axis=0)
    return Region(float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _line(text: Words | Phrase) -> Region:
    """From pen to pen, from baseline to capital; what is deeper or taller than a line of words
    (a fraction, a power) takes the room that it needs."""
    em, (start, baseline, _) = text.em, text.pen
    ink = _around(np.concatenate([part.points for part in text.family_members_with_points()]))
    bottom = baseline if ink.bottom >= baseline - DESCENDER * em else ink.bottom
    top = baseline + CAPITAL * em if ink.top <= baseline + ASCENDER * em else ink.top
    return Region(float(start), float(start + text.line.advance * em), float(bottom), float(top))


def baseline_of(thing: Place) -> float | None:
    """The height of the baseline of a text, or of all texts inside if they share one."""
    if not isinstance(thing, Mobject):
        return None
    heights = [text.baseline for text in _texts(thing)]
    return heights[0] if heights and max(heights) - min(heights) < SAME else None


def _texts(mobject: Mobject) -> list[Words | Phrase]:
    return [part for part in mobject.get_family() if isinstance(part, Words | Phrase)]


def in_box(mobject: M, box: Place, edge: np.ndarray = ORIGIN, gap: float = 0.0) -> M:
    """Place inside a box: in its middle, at an edge (LEFT) or in a corner (UL), `gap` from it."""
    way = box_of(box).point(edge) - gap * edge - box_of(mobject).point(edge)
    return mobject.shift(way)


def fit_within(mobject: M, box: Place) -> M:
    """Place in the middle of a box, and scale down if it is too large, tails of letters included.

    Raises ValueError when a text would be smaller than the theme allows.
    """
    room, middle = box_of(box), box_of(mobject).centre
    ink = np.abs([mobject.get_corner(corner) - middle for corner in (UP + RIGHT, DOWN + LEFT)])
    sides = 2 * np.maximum(*ink)[:2]  # of the least box about that middle that holds all ink
    shares = np.divide((room.width, room.height), sides, out=np.ones(2), where=sides > 0)
    scale = min(1.0, *shares)
    for text in _texts(mobject) if scale < 1 else ():
        if text.x_height * scale < theme.MIN_X_HEIGHT:
            raise ValueError(
                f"{text.shown.text!r} is too small to read in {room.width:.2f} × {room.height:.2f}:"
                f" an x {text.x_height * scale:.3f} high, where {theme.MIN_X_HEIGHT} is the least"
            )
    return in_box(mobject.scale(scale) if scale < 1 else mobject, room)


def beside(
    mobject: M,
    other: Place,
    side: np.ndarray = RIGHT,
    gap: float = theme.NEAR,
    align: np.ndarray | None = None,
) -> M:
    """Place at the LEFT or RIGHT of something: two texts on one baseline, else middle to middle.

    `align` asks for the tops (UP), feet (DOWN) or middles (ORIGIN). Raises ValueError for a side
    that is none.
    """
    if side[1] or abs(side[0]) != 1:
        raise ValueError(f"a side is LEFT or RIGHT, not {side}; there are `above` and `below`, too")
    _touch(mobject, other, side, gap)
    return _line_up(mobject, other, align)


def above(mobject: M, other: Place, gap: float = theme.NEAR, align: np.ndarray = ORIGIN) -> M:
    """Place over something: middles in one line, or left (LEFT) or right edges (RIGHT)."""
    return _even(_touch(mobject, other, UP, gap), other, align)


def below(mobject: M, other: Place, gap: float = theme.NEAR, align: np.ndarray = ORIGIN) -> M:
    """Place under something, otherwise as `above`."""
    return _even(_touch(mobject, other, DOWN, gap), other, align)


def level(*mobjects: Mobject) -> VGroup:
    """Move up or down onto one line with the first: texts by baseline, the others by middle."""
    for first in mobjects[:1]:
        text = next((m for m in mobjects if baseline_of(m) is not None), first)
        _line_up(text, first)
        for mobject in mobjects:
            if mobject is not first:
                _line_up(mobject, text)
    return VGroup(*mobjects)


def row(mobjects: Iterable[Mobject], gap: float = theme.GAP, equal: bool = False) -> VGroup:
    """One beside the other, on one line, as a group; the first stays where it is.

    They are `gap` apart; if `equal`, their middles are as far apart as the widest and `gap` ask.
    """
    members = list(mobjects)
    _follow(members, RIGHT, gap, equal)
    return level(*members)


def column(
    mobjects: Iterable[Mobject],
    gap: float = theme.GAP,
    align: np.ndarray = LEFT,
    equal: bool = False,
) -> VGroup:
    """One below the other, `align`ed as by `below`, otherwise as `row`."""
    members = list(mobjects)
    _follow(members, DOWN, gap, equal)
    for mobject in members[1:]:
        _even(mobject, members[0], align)
    return VGroup(*members)


def grid(
    lines: Sequence[Sequence[Mobject]],
    gaps: tuple[float, float] = (theme.GAP, theme.GAP),
    align: Sequence[np.ndarray] | None = None,
) -> VGroup:
    """A table, as a group of its lines; the first mobject stays where it is.

    Columns are as wide as their widest mobject, lines as high as their highest, with `gaps` between
    columns and between lines. `align` says for each column where its mobjects stand: LEFT, RIGHT
    (for numbers), or in the middle. Raises ValueError when lines differ in length.
    """
    if len({len(line) for line in lines}) != 1:
        raise ValueError(f"lines of a grid differ in length: {[len(line) for line in lines]}")
    start = box_of(lines[0][0]).centre
    columns, bands = _table([[box_of(mobject) for mobject in line] for line in lines], gaps)
    for line, band in zip(lines, bands, strict=True):
        for mobject, room, edge in zip(line, columns, align or [ORIGIN] * len(line), strict=True):
            in_box(mobject, Region(room.left, room.right, band.bottom, band.top), edge)
    group = VGroup(*(level(*line) for line in lines))
    return group.shift(start - box_of(lines[0][0]).centre)


def _table(
    boxes: list[list[Region]], gaps: tuple[float, float]
) -> tuple[list[Region], list[Region]]:
    """The columns and the lines of a table that has room for these boxes."""
    widths = [max(box.width for box in column) for column in zip(*boxes, strict=True)]
    heights = [max(box.height for box in line) for line in boxes]
    across = sum(widths) + gaps[0] * (len(widths) - 1)
    along = sum(heights) + gaps[1] * (len(heights) - 1)
    table = Region(0.0, across, 0.0, along)
    return table.split_columns(widths, gaps[0]), table.split_rows(heights, gaps[1])


def _touch(mobject: M, other: Place, way: np.ndarray, gap: float) -> M:
    """Move along `way` (LEFT, RIGHT, UP or DOWN) until it is `gap` behind `other`."""
    distance = box_of(other).point(way) + gap * way - box_of(mobject).point(-way)
    return mobject.shift(distance * np.abs(way))


def _even(mobject: M, other: Place, edge: np.ndarray) -> M:
    """Move across until the left or right edges, or the middles, are in one line."""
    distance = box_of(other).point(edge) - box_of(mobject).point(edge)
    return mobject.shift(distance * RIGHT)


def _line_up(mobject: M, other: Place, edge: np.ndarray | None = None) -> M:
    """Move up or down: baseline to baseline if there are two, else by an edge or the middle."""
    own, wanted = baseline_of(mobject), baseline_of(other)
    if edge is None and own is not None and wanted is not None:
        return mobject.shift((wanted - own) * UP)
    way = ORIGIN if edge is None else edge
    return mobject.shift((box_of(other).point(way) - box_of(mobject).point(way)) * UP)


def _follow(members: list[Mobject], way: np.ndarray, gap: float, equal: bool) -> None:
    """Move each along `way` behind the one before it, `gap` apart, or in an equal pitch."""
    boxes = [box_of(mobject) for mobject in members]
    largest = max((box.width if way[0] else box.height for box in boxes), default=0.0)
    for before, mobject in pairwise(members):
        if equal:
            step = box_of(before).centre + (largest + gap) * way - box_of(mobject).centre
            mobject.shift(step * np.abs(way))
        else:
            _touch(mobject, before, way, gap)
