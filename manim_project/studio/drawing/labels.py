"""What is drawn, for those who ask whether it can be read: outlines in order, texts, boxes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from manim import Mobject, VMobject
from manim.utils.family import extract_mobject_family_members

from manim_project.mobjects.text import Phrase, Words

VISIBLE = 0.05  # opacity below which nothing is seen
SLACK = 0.02  # scene units that boxes may touch


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

    @classmethod
    def around(cls, boxes: list["Box"]) -> "Box":
        return cls(
            min(box.left for box in boxes),
            min(box.bottom for box in boxes),
            max(box.right for box in boxes),
            max(box.top for box in boxes),
        )

    def overlaps(self, other: "Box") -> bool:
        """More than touching."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > SLACK and along > SLACK

    def contains(self, other: "Box") -> bool:
        """The whole of it."""
        return (
            self.left <= other.left <= other.right <= self.right
            and self.bottom <= other.bottom <= other.top <= self.top
        )

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which of the (n, 3) points lie inside."""
        x, y = points[:, 0], points[:, 1]
        return (x > self.left) & (x < self.right) & (y > self.bottom) & (y < self.top)

    def shrunk(self, share: float) -> "Box":
        """The same box with `share` of its height taken off on each side."""
        return self.widened(-share * (self.top - self.bottom))

    def widened(self, by: float) -> "Box":
        """The same box with so much more on each side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Outline:
    """A path as it was when it was looked at."""

    def __init__(self, path: VMobject) -> None:
        self.points = path.points.copy()
        self.box = Box.of(self.points)

    @cached_property
    def curves(self) -> np.ndarray:
        """Its cubic curves, (n, 4, 3)."""
        return self.points.reshape(-1, 4, 3)

    @cached_property
    def sides(self) -> np.ndarray:
        """The boxes of its curves, (n, 4): left, bottom, right, top."""
        return sides_of(self.curves)


def sides_of(curves: np.ndarray) -> np.ndarray:
    """Boxes that hold cubic curves (n, 4, 3), as rows of left, bottom, right and top, (n, 4)."""
    return np.hstack([curves.min(axis=1)[:, :2], curves.max(axis=1)[:, :2]])


class Outlines:
    """Outlines of paths, taken anew of those only that have changed since the last time."""

    def __init__(self) -> None:
        self._known: dict[int, Outline] = {}

    def of(self, path: VMobject) -> Outline:
        known = self._known.get(id(path))
        if known is None or not np.array_equal(known.points, path.points):
            known = self._known[id(path)] = Outline(path)
        return known


@dataclass(frozen=True)
class Label:
    """A visible text: the mobject, its paths in drawing order, its box."""

    mobject: Words | Phrase
    paths: tuple[VMobject, ...]
    box: Box

    @property
    def text(self) -> str:
        return self.mobject.shown.text


def visible_labels(roots: list[Mobject], outlines: Outlines | None = None) -> list[Label]:
    """Every text on screen that can be seen."""
    outlines = outlines or Outlines()
    labels = []
    for mobject in family(roots):
        if not isinstance(mobject, Words | Phrase):
            continue
        paths = [mobject] if isinstance(mobject, Words) else list(mobject)
        seen = [path for path in paths if _is_seen(path)]
        inked = {path: box for path in seen if _has_size(box := outlines.of(path).box)}
        if inked:
            labels.append(Label(mobject, tuple(inked), Box.around(list(inked.values()))))
    return labels


def _is_seen(path: VMobject) -> bool:
    """Filled, or drawn with a pen, as Manim writes a text."""
    if not len(path.points):
        return False
    penned = path.get_stroke_width() > 0 and path.get_stroke_opacity() > VISIBLE
    return bool(path.get_fill_opacity() > VISIBLE or penned)


def _has_size(box: Box) -> bool:
    return box.right > box.left or box.top > box.bottom


def family(roots: list[Mobject]) -> list[Mobject]:
    """All that is on stage, groups included."""
    return list(dict.fromkeys(m for root in roots for m in root.get_family()))


def drawn(roots: list[Mobject]) -> list[VMobject]:
    """Everything with an outline, in drawing order."""
    members = extract_mobject_family_members(roots, use_z_index=True, only_those_with_points=True)
    return [mobject for mobject in members if isinstance(mobject, VMobject)]
