"""Marks in the way of a text: lines that run through it, shapes over it or half below it.

A mark below the whole of a text is its panel, cell or disc. Light is no mark, nor is a line or a
shape as faint as a glow.
"""

from collections.abc import Iterator

import numpy as np
from manim import VMobject

from manim_project.studio.drawing.labels import Box, Label, Outline, Outlines, sides_of

FILLED = 0.3  # opacity from which a filling is a shape, and no tint
STROKED = 0.12  # opacity from which a line is one, and no part of a glow
PIXEL = 0.01  # scene units of a line's width in Manim's units
MARGIN = 0.15  # of a text's height, which its box leaves on each side
FINE = 0.01  # scene units below which a piece of a curve is a point
HALVINGS = 64  # enough for a line ten to the sixteen times as long as the frame


def crossings(
    labels: list[Label], paths: list[VMobject], outlines: Outlines
) -> Iterator[tuple[VMobject, Label, str]]:
    """What is in the way of which text, and how; `paths` are all, in drawing order."""
    own = {id(path) for label in labels for path in label.paths}
    order = {id(mobject): i for i, mobject in enumerate(paths)}
    marks = [m for m in paths if id(m) not in own and not getattr(m, "is_light", False)]
    if not labels or not marks:
        return
    sides = np.array([_sides(outlines.of(mark).box, mark) for mark in marks])
    for label in labels:
        inner = label.box.shrunk(MARGIN)
        near = [marks[i] for i in np.flatnonzero(_meets(sides, inner))]
        first = order[id(label.paths[0])]
        for mark in near:
            is_over = order[id(mark)] > first
            covers = (m for m in near if order[id(mark)] < order[id(m)] < first)
            if (how := _way(mark, outlines.of(mark), inner, is_over)) and not any(
                _hides(cover, label.box) for cover in covers
            ):
                yield mark, label, how.format(type(mark).__name__, label.text)


def _sides(box: Box, mark: VMobject) -> tuple[float, float, float, float]:
    wide = box.widened(_half_width(mark))
    return wide.left, wide.bottom, wide.right, wide.top


def _half_width(mark: VMobject) -> float:
    return float(PIXEL * mark.get_stroke_width() / 2)


def _meets(sides: np.ndarray, box: Box) -> np.ndarray:
    """Which of the boxes (n, 4: left, bottom, right, top) have something in common with one."""
    left, bottom, right, top = sides.T
    return (left < box.right) & (right > box.left) & (bottom < box.top) & (top > box.bottom)


def _way(mark: VMobject, outline: Outline, inner: Box, is_over: bool) -> str:
    """How a mark is in the way of the text in this box; nothing if it is not."""
    is_stroked = mark.get_stroke_width() > 0 and mark.get_stroke_opacity() > STROKED
    is_filled = mark.get_fill_opacity() > FILLED
    if not is_stroked and not is_filled:
        return ""
    reach = inner.widened(_half_width(mark)) if is_stroked else inner
    runs_through = _passes(outline, reach)
    if is_filled and is_over and (runs_through or encloses(outline.curves, inner)):
        return "{} is drawn over the text {!r}"
    if runs_through and is_stroked:
        return "a line ({}) crosses the text {!r}"
    return "the edge of {} runs through the text {!r}" if runs_through else ""


def _hides(cover: VMobject, box: Box) -> bool:
    """Whether an opaque shape lies under the whole of a text, so that nothing shows through."""
    return cover.get_fill_opacity() > 0.99 and Box.of(cover.points).contains(box)


def _passes(outline: Outline, box: Box) -> bool:
    """Whether any of the curves has a point in the box: those that come near are halved until one
    has an end in it."""
    curves = outline.curves[_meets(outline.sides, box)]
    for _ in range(HALVINGS):
        if not len(curves):
            return False
        if box.holds(curves[:, (0, 3)].reshape(-1, 3)).any() or np.ptp(curves, axis=1).max() < FINE:
            return True
        curves = _halved(curves)
        curves = curves[_meets(sides_of(curves), box)]
    return True


def _halved(curves: np.ndarray) -> np.ndarray:
    """Both halves of each, (2n, 4, 3)."""
    a, b, c, d = (curves[:, i] for i in range(4))
    ab, bc, cd = (a + b) / 2, (b + c) / 2, (c + d) / 2
    abc, bcd = (ab + bc) / 2, (bc + cd) / 2
    middle = (abc + bcd) / 2
    first, second = (a, ab, abc, middle), (middle, bcd, cd, d)
    return np.concatenate([np.stack(half, axis=1) for half in (first, second)])


def encloses(curves: np.ndarray, box: Box) -> bool:
    """Whether the middle of the box is inside: a ray to the right meets the outline oddly often.
    No curve comes so near that its chords would not do."""
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    ends = _halved(_halved(curves))[:, (0, 3), :2]
    (ax, ay), (bx, by) = ends[:, 0].T, ends[:, 1].T
    across = (ay > y) != (by > y)
    meets = ax[across] + (y - ay[across]) / (by[across] - ay[across]) * (bx - ax)[across]
    return bool((meets > x).sum() % 2)
