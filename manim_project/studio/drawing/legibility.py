"""What a viewer could not read: the rules of the picture, checked on the scene itself."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from manim import ImageMobject, Mobject, SVGMobject, Text, VMobject

from manim_project import theme
from manim_project.studio.drawing.crossings import crossings, encloses
from manim_project.studio.drawing.labels import (
    SLACK,
    VISIBLE,
    Box,
    Label,
    Outlines,
    drawn,
    family,
    visible_labels,
)

LEAST_CONTRAST = 4.5
FOREIGN = (Text, SVGMobject, ImageMobject)  # what could bring words in without their source

FRAME = Box(
    -theme.FRAME_WIDTH / 2,
    theme.MIDDLE - theme.FRAME_HEIGHT / 2,
    theme.FRAME_WIDTH / 2,
    theme.MIDDLE + theme.FRAME_HEIGHT / 2,
)

Fault = tuple[tuple[object, ...], str]  # what it is a fault of: the rule, the things; in words


def illegible(roots: list[Mobject]) -> Iterator[str]:
    """What breaks a rule of the picture in the frame that holds `roots`, a line each."""
    yield from hard_to_read(roots)
    yield from (what for _, what in in_the_way(roots, Outlines()))


def hard_to_read(roots: list[Mobject]) -> Iterator[str]:
    """What could not be read even if it stood alone, when the picture is still."""
    for mobject in family(roots):
        if isinstance(mobject, FOREIGN):
            yield f"{type(mobject).__name__} carries text or a picture past the reference model"
    for label in visible_labels(roots):
        if label.mobject.x_height < theme.MIN_X_HEIGHT - 1e-3:
            share = 100 * label.mobject.x_height / theme.FRAME_WIDTH
            yield f"too small ({share:.2f} % of the frame's width): {label.text!r}"
        if not label.mobject.is_faithful():
            yield f"was transformed into something else and no longer says {label.text!r}"
        if (contrast := _contrast(label, roots)) < LEAST_CONTRAST:
            yield f"contrast {contrast:.1f} : 1 is under {LEAST_CONTRAST} : 1: {label.text!r}"


def in_the_way(
    roots: list[Mobject], outlines: Outlines, is_moving: bool = False
) -> Iterator[Fault]:
    """What texts pass over, or what passes over them; `outlines` as known so far.

    While the picture `is_moving`, a text may be out of the frame, and it or its panel over a text
    that says the same: a copy leaves, or arrives.
    """
    labels = visible_labels(roots, outlines)
    if is_moving:
        labels = [label for label in labels if label.box.overlaps(FRAME)]
    for label in labels:
        if _leaves_safe_area(label.box):
            yield ("area", id(label.mobject)), f"outside the safe area: {label.text!r}"
    for one, other in combinations(labels, 2):
        if one.box.overlaps(other.box) and not (is_moving and one.text == other.text):
            things = id(one.mobject), id(other.mobject)
            yield ("texts", *things), f"texts overlap: {one.text!r} and {other.text!r}"
    for mark, label, what in crossings(labels, drawn(roots), outlines):
        if not (is_moving and _carries(outlines.of(mark).box, label, labels)):
            yield ("mark", id(mark), id(label.mobject)), what


def _carries(panel: Box, label: Label, labels: list[Label]) -> bool:
    """Whether a text that says the same stands on the panel."""
    twins = (other for other in labels if other.text == label.text and other is not label)
    return any(panel.contains(twin.box) for twin in twins)


def _leaves_safe_area(box: Box) -> bool:
    across, along = theme.SAFE_X + SLACK, theme.SAFE_Y + SLACK
    return (
        max(abs(box.left), abs(box.right)) > across
        or max(theme.MIDDLE - box.bottom, box.top - theme.MIDDLE) > along
    )


def _contrast(label: Label, roots: list[Mobject]) -> float:
    """The least contrast of a label's paths against what is drawn below them."""
    outlines = drawn(roots)
    middle = np.array([[(label.box.left + label.box.right) / 2, 0, 0]])
    middle[0, 1] = (label.box.bottom + label.box.top) / 2
    ground = _rgb(theme.BACKGROUND)
    for mobject in outlines[: outlines.index(label.paths[0])]:
        opacity = 0.0 if getattr(mobject, "is_light", False) else mobject.get_fill_opacity()
        if (
            opacity > VISIBLE
            and Box.of(mobject.points).holds(middle)[0]
            and _is_under(mobject, label)
        ):
            ground = opacity * _rgb(mobject.get_fill_color().to_hex()) + (1 - opacity) * ground
    ratios = []
    for path in label.paths:
        opacity = path.get_fill_opacity()
        color = opacity * _rgb(path.get_fill_color().to_hex()) + (1 - opacity) * ground
        high, low = sorted((_luminance(color), _luminance(ground)), reverse=True)
        ratios.append((high + 0.05) / (low + 0.05))
    return min(ratios)


def _is_under(mobject: VMobject, label: Label) -> bool:
    """Whether the shape itself is below the label's middle, and not only its box."""
    return encloses(mobject.points.reshape(-1, 4, 3), label.box)


def _rgb(color: str) -> np.ndarray:
    return np.frombuffer(bytes.fromhex(color[1:7]), dtype=np.uint8) / 255.0


def _luminance(rgb: np.ndarray) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))
