"""Where there is room: regions of the frame, cut into rows, columns and lanes, and scales in them.

stage = stage_region()
ribbon, rest = stage.cut(DOWN, RIBBON_HEIGHT, theme.GAP)
program, plane = rest.split_columns((1, 2), theme.APART)
x = Scale.across(plane, 0, 8)

All of it is plain geometry in scene units, without mobjects: it can be called in every frame.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Self, overload

import numpy as np
from manim import ORIGIN

from manim_project import theme
from manim_project.reference.quantity import Quantity

DESCENDER = 0.25  # em: what hangs below a line of words
Parts = int | Sequence[float]  # so many equal parts, or parts by weight


@dataclass(frozen=True)
class Region:
    """A rectangle of the frame, by its edges. Raises ValueError when it is turned inside out."""

    left: float
    right: float
    bottom: float
    top: float

    def __post_init__(self) -> None:
        if not (self.left <= self.right and self.bottom <= self.top):
            raise ValueError(f"no room: a region {self.width:.2f} wide, {self.height:.2f} high")

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From the bottom edge to the top one."""
        return self.top - self.bottom

    @property
    def centre(self) -> np.ndarray:
        """The middle, (3,)."""
        return self.point(ORIGIN)

    def point(self, way: np.ndarray) -> np.ndarray:
        """The middle of an edge (LEFT), a corner (UL) or the centre (ORIGIN), (3,)."""
        right, up = (1 + way[0]) / 2, (1 + way[1]) / 2
        x = (1 - right) * self.left + right * self.right
        return np.array([x, (1 - up) * self.bottom + up * self.top, 0.0])

    def inset(self, gap: float) -> "Region":
        """The region without a margin of `gap`; a negative one adds a margin."""
        return Region(self.left + gap, self.right - gap, self.bottom + gap, self.top - gap)

    def split_rows(self, parts: Parts, gap: float = 0.0) -> list["Region"]:
        """Rows from the top, as many as `parts` or as high as these weights, `gap` apart.

        Raises ValueError when the gaps leave no room.
        """
        ends = _split(-self.top, -self.bottom, parts, gap)
        return [Region(self.left, self.right, -low, -high) for high, low in ends]

    def split_columns(self, parts: Parts, gap: float = 0.0) -> list["Region"]:
        """Columns from the left, otherwise as `split_rows`."""
        ends = _split(self.left, self.right, parts, gap)
        return [Region(low, high, self.bottom, self.top) for low, high in ends]

    def cut(self, side: np.ndarray, size: float, gap: float = 0.0) -> tuple["Region", "Region"]:
        """A strip as wide or high as `size` along a side (LEFT, RIGHT, UP, DOWN), and the rest.

        Raises ValueError when nothing is left.
        """
        across = bool(side[0])
        rest = (self.width if across else self.height) - size - gap
        strip_first = side[0] < 0 or side[1] > 0
        sizes = (size, rest) if strip_first else (rest, size)
        first, second = (self.split_columns if across else self.split_rows)(sizes, gap)
        return (first, second) if strip_first else (second, first)


def _split(low: float, high: float, parts: Parts, gap: float) -> Iterator[tuple[float, float]]:
    """The ends of consecutive parts of an interval; the outer ones are exactly the interval's."""
    weights = [1.0] * parts if isinstance(parts, int) else list(parts)
    free = high - low - gap * (len(weights) - 1)
    if not weights or min(weights) < 0 or not sum(weights) or free < 0:
        raise ValueError(f"no room for parts of {parts}, {gap:.2f} apart, in {high - low:.2f}")
    shares = [0.0, *(total / sum(weights) for total in accumulate(weights))]
    for i in range(len(weights)):
        end = low + free * shares[i + 1] + gap * i
        yield low + free * shares[i] + gap * i, high if i == len(weights) - 1 else end


def safe_region() -> Region:
    """All of the frame but its margins of 5 %: for a picture that holds it, without a caption."""
    low, high = theme.MIDDLE - theme.SAFE_Y, theme.MIDDLE + theme.SAFE_Y
    return Region(-theme.SAFE_X, theme.SAFE_X, low, high)


def stage_region() -> Region:
    """The room above the caption, up to the margin."""
    top = theme.MIDDLE + theme.SAFE_Y
    return Region(-theme.SAFE_X, theme.SAFE_X, theme.STAGE_BOTTOM, top)


def lanes(region: Region, count: int) -> np.ndarray:
    """The heights of `count` level lanes, evenly spaced, the lowest first, (count,)."""
    return np.array([row.centre[1] for row in reversed(region.split_rows(count))])


@dataclass(frozen=True)
class Scale:
    """From data to places along one direction: `low` stands at `start` and `high` at `end`.

    Raises ValueError when the data or the places are an empty interval.
    """

    low: float
    high: float
    start: float
    end: float

    def __post_init__(self) -> None:
        ends = {"data": (self.low, self.high), "places": (self.start, self.end)}
        for name, (one, other) in ends.items():
            if one == other or not np.isfinite(other - one):
                raise ValueError(f"a scale needs two ends: {name} from {one} to {other}")

    @classmethod
    def across(cls, region: Region, low: float, high: float) -> Self:
        """From the left edge of a region to the right one."""
        return cls(low, high, region.left, region.right)

    @classmethod
    def up(cls, region: Region, low: float, high: float) -> Self:
        """From the bottom edge of a region to the top one."""
        return cls(low, high, region.bottom, region.top)

    @property
    def unit(self) -> float:
        """The length of one unit of data in scene units; negative when it runs backwards."""
        return (self.end - self.start) / (self.high - self.low)

    @overload
    def __call__(self, value: np.ndarray) -> np.ndarray: ...
    @overload
    def __call__(self, value: float) -> float: ...
    @overload
    def __call__(self, value: Quantity) -> Any: ...
    def __call__(self, value: Any) -> Any:
        """The place of a value, or the places of an array of values, of the same shape."""
        return _between(value, self.low, self.high, self.start, self.end)

    @overload
    def inverse(self, place: np.ndarray) -> np.ndarray: ...
    @overload
    def inverse(self, place: float) -> float: ...
    def inverse(self, place: Any) -> Any:
        """The value that stands at a place, or the values at an array of places."""
        return _between(place, self.start, self.end, self.low, self.high)


def _between(value: Any, low: float, high: float, start: float, end: float) -> Any:
    """Linear, and exact at both ends: a weighted mean of them, not a start and a way."""
    share = (np.asarray(value, dtype=float) - low) / (high - low)
    place = (1 - share) * start + share * end
    return place if place.ndim else float(place)


def points(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Points of the frame for Manim, (..., 3), from numbers or arrays that broadcast."""
    return np.stack([*np.broadcast_arrays(x, y, 0.0)], axis=-1)
