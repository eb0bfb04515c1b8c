"""How a plane of data lies in the frame."""

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim import ORIGIN

from manim_project.mobjects.regions import Region
from manim_project.reference.quantity import value_of


@dataclass(frozen=True)
class Plane:
    """Equal units on both axes, so that a right angle is one: where the zero lies in the frame, how
    long a unit is there (scene units), and how far the plane is turned (radians, anticlockwise).

    plane = Plane.fitting(region, keys)
    dot.move_to(plane(keys[2]))
    """

    origin: tuple[float, float]
    unit: float
    angle: float = 0.0

    @classmethod
    def fitting(
        cls, region: Region, points: Any, angle: float = 0.0, place: np.ndarray = ORIGIN
    ) -> Self:
        """The largest plane, turned by `angle`, in which these points (n, 2) lie in a region; in
        its middle, or at the edge or corner `place`. Raises ValueError when they are one point.
        """
        turned = cls((0.0, 0.0), 1.0, angle)(points)[..., :2].reshape(-1, 2)
        low, high = turned.min(axis=0), turned.max(axis=0)
        spans = [
            room / span
            for room, span in zip((region.width, region.height), high - low, strict=True)
            if span > 0
        ]
        if not spans:
            raise ValueError("a plane cannot be fitted to one point")
        unit = min(spans)
        box = Region(low[0] * unit, high[0] * unit, low[1] * unit, high[1] * unit)
        x, y, _ = region.point(place) - box.point(place)
        return cls((float(x), float(y)), unit, angle)

    def __call__(self, points: Any) -> np.ndarray:
        """Where points of data lie in the frame: (…, 2) to (…, 3)."""
        return np.array([*self.origin, 0.0]) + self.unit * self.along(points)

    def along(self, vectors: Any) -> np.ndarray:
        """Vectors of data turned with the plane, not stretched: (…, 2) to (…, 3)."""
        data = np.asarray(value_of(vectors), dtype=float)
        x, y = data[..., 0], data[..., 1]
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return np.stack([cos * x - sin * y, sin * x + cos * y, np.zeros_like(x)], axis=-1)

    def toward(self, other: "Plane", share: float) -> "Plane":
        """A plane on the way to another one: `share` from 0 (this one) to 1."""

        def between(start: float, end: float) -> float:
            return (1 - share) * start + share * end

        x, y = map(between, self.origin, other.origin)
        return Plane((x, y), between(self.unit, other.unit), between(self.angle, other.angle))
