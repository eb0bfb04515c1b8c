"""What a viewer could not read: the rules of the picture, checked on the scene itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from manim import ImageMobject, Mobject, SVGMobject, Text, VMobject
from manim.utils.family import extract_mobject_family_members

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words

LEAST_CONTRAST = 4.5
VISIBLE = 0.05  # opacity below which nothing is seen
SLACK = 0.02  # scene units that boxes may touch
FOREIGN = (Text, SVGMobject, ImageMobject)  # what could bring words in without their source


@dataclass(frozen=True)
class Box:
    """The ink's box of something on screen, in scene units."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, points: np.ndarray) -> "Box":
        low, high = points.min(axis=0), points.max(axis=0)
        return cls(float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def overlaps(self, other: "Box") -> bool:
        """More than touching."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > SLACK and along > SLACK

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which of the (n, 3) points lie inside."""
        x, y = points[:, 0], points[:, 1]
        return (x > self.left) & (x < self.right) & (y > self.bottom) & (y < self.top)

    def shrunk(self, share: float) -> "Box":
        """The same box with `share` of its height taken off on each side."""
        d = share * (self.top - self.bottom)
        return Box(self.left + d, self.bottom + d, self.right - d, self.top - d)


@dataclass(frozen=True)
class Label:
    """A visible text: the mobject, its paths in drawing order, its box."""

    mobject: Words | Phrase
    paths: tuple[VMobject, ...]
    box: Box

    @property
    def text(self) -> str:
        return self.mobject.shown.text


def visible_labels(roots: list[Mobject]) -> list[Label]:
    """Every text on screen that can be seen."""
    labels = []
    for mobject in _family(roots):
        if not isinstance(mobject, Words | Phrase):
            continue
        paths = [mobject] if isinstance(mobject, Words) else list(mobject)
        seen = tuple(p for p in paths if p.get_fill_opacity() > VISIBLE and np.ptp(p.points) > 0)
        if seen:
            labels.append(Label(mobject, seen, Box.of(np.concatenate([p.points for p in seen]))))
    return labels


def illegible(roots: list[Mobject]) -> Iterator[str]:
    """What breaks a rule of the picture in the frame that holds `roots`, a line each."""
    labels = visible_labels(roots)
    for mobject in _family(roots):
        if isinstance(mobject, FOREIGN):
            yield f"{type(mobject).__name__} carries text or a picture past the reference model"
    for label in labels:
        yield from _label_faults(label)
        if (contrast := _contrast(label, roots)) < LEAST_CONTRAST:
            yield f"contrast {contrast:.1f} : 1 is under {LEAST_CONTRAST} : 1: {label.text!r}"
    for one, other in combinations(labels, 2):
        if one.box.overlaps(other.box):
            yield f"texts overlap: {one.text!r} and {other.text!r}"
    yield from _crossings(labels, roots)


def _family(roots: list[Mobject]) -> list[Mobject]:
    return list(dict.fromkeys(m for root in roots for m in root.get_family()))


def _drawn(roots: list[Mobject]) -> list[VMobject]:
    """Everything with an outline, in drawing order."""
    family = extract_mobject_family_members(roots, use_z_index=True, only_those_with_points=True)
    return [mobject for mobject in family if isinstance(mobject, VMobject)]


def _label_faults(label: Label) -> Iterator[str]:
    box, mobject = label.box, label.mobject
    if max(abs(box.left), abs(box.right)) > theme.SAFE_X + SLACK or (
        max(theme.MIDDLE - box.bottom, box.top - theme.MIDDLE) > theme.SAFE_Y + SLACK
    ):
        yield f"outside the safe area: {label.text!r}"
    if mobject.x_height < theme.MIN_X_HEIGHT - 1e-3:
        share = 100 * mobject.x_height / theme.FRAME_WIDTH
        yield f"too small ({share:.2f} % of the frame's width): {label.text!r}"
    if not mobject.is_faithful():
        yield f"was transformed into something else and no longer says {label.text!r}"


def _contrast(label: Label, roots: list[Mobject]) -> float:
    """The least contrast of a label's paths against what is drawn below them."""
    drawn = _drawn(roots)
    middle = np.array([[(label.box.left + label.box.right) / 2, 0, 0]])
    middle[0, 1] = (label.box.bottom + label.box.top) / 2
    ground = _rgb(theme.BACKGROUND)
    for mobject in drawn[: drawn.index(label.paths[0])]:
        opacity = mobject.get_fill_opacity()
        if opacity > VISIBLE and Box.of(mobject.points).holds(middle)[0]:
            ground = opacity * _rgb(mobject.get_fill_color().to_hex()) + (1 - opacity) * ground
    ratios = []
    for path in label.paths:
        opacity = path.get_fill_opacity()
        color = opacity * _rgb(path.get_fill_color().to_hex()) + (1 - opacity) * ground
        high, low = sorted((_luminance(color), _luminance(ground)), reverse=True)
        ratios.append((high + 0.05) / (low + 0.05))
    return min(ratios)


def _rgb(color: str) -> np.ndarray:
    return np.frombuffer(bytes.fromhex(color[1:7]), dtype=np.uint8) / 255.0


def _luminance(rgb: np.ndarray) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _crossings(labels: list[Label], roots: list[Mobject]) -> Iterator[str]:
    """Lines that run through a text, and filled shapes drawn over one."""
    own = {id(path) for label in labels for path in label.paths}
    drawn = _drawn(roots)
    order = {id(mobject): i for i, mobject in enumerate(drawn)}
    shapes = [m for m in drawn if id(m) not in own]
    for shape in shapes:
        stroked = shape.get_stroke_width() > 0 and shape.get_stroke_opacity() > VISIBLE
        filled = shape.get_fill_opacity() > 0.3
        samples = _samples(shape.points.reshape(-1, 4, 3))
        for label in labels:
            inner, at = label.box.shrunk(0.15), order[id(label.paths[0])]
            over = order[id(shape)] > at
            if filled and over and Box.of(shape.points).overlaps(inner):
                yield f"{type(shape).__name__} is drawn over the text {label.text!r}"
            elif stroked and inner.holds(samples).any():
                between = [m for m in shapes if order[id(shape)] < order[id(m)] < at]
                if not any(_hides(cover, label.box) for cover in between):
                    yield f"a line ({type(shape).__name__}) crosses the text {label.text!r}"


def _hides(cover: VMobject, box: Box) -> bool:
    """Whether an opaque shape lies under the whole of a text, so that nothing shows through."""
    corners = np.array([[box.left, box.bottom, 0.0], [box.right, box.top, 0.0]])
    return cover.get_fill_opacity() > 0.99 and bool(Box.of(cover.points).holds(corners).all())


def _samples(curves: np.ndarray) -> np.ndarray:
    """Points along cubic curves (n, 4, 3), about one every 0.05 scene units, (m, 3)."""
    spans = np.abs(np.diff(curves, axis=1)).sum(axis=(1, 2))
    steps = int(min(400, max(4, np.ceil(spans.max() / 0.05)))) if len(curves) else 4
    t = np.linspace(0, 1, steps)[:, None, None]
    a, b, c, d = (curves[None, :, i] for i in range(4))
    s = 1 - t
    points = s**3 * a + 3 * s**2 * t * b + 3 * s * t**2 * c + t**3 * d
    return points.reshape(-1, 3)
