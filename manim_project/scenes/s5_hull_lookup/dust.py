"""A million keys as dust: shades in which each key is one speck, at its own place across."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

BRIGHT = 1.1  # how many times the mean density of specks is half as bright as can be


@lru_cache(maxsize=8)
def _heights(keys: int, is_floor: bool) -> np.ndarray:
    """How high each speck lies, from 0 to 1, at random. Only products and sums: their last bits are
    the same on every processor."""
    random = np.random.default_rng(keys)
    one, two, three = random.random((3, keys), dtype=np.float32)
    if is_floor:  # dense on the floor, thin above it
        return one * two
    # Dense in the middle, thin at both edges
    return 0.5 + 0.5 * (one - two) * (np.float32(0.25) + np.float32(0.75) * three)


@dataclass(frozen=True)
class Dust:
    """So many keys at true scale: each is as wide as all others, and they fill the width. They rise
    from a floor, or lie about a middle line."""

    keys: int
    is_floor: bool

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        down = ((1 - _heights(self.keys, self.is_floor)) * rows).astype(np.int64)
        across = np.arange(self.keys) * columns // self.keys
        cells = np.minimum(down, rows - 1) * columns + across
        density = np.bincount(cells, minlength=rows * columns) * (rows * columns / self.keys)
        return (density / (density + BRIGHT)).reshape(rows, columns)


@dataclass(frozen=True)
class Needle:
    """A line of light, upright: what is left is narrower than a pixel from here on."""

    core: float = 0.16  # of the box's half width

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x = np.abs(np.linspace(-1, 1, columns))
        glow = 0.3 * (1 - x) ** 3
        core = np.clip((self.core - x) * columns / 2 + 0.5, 0, 1)
        return np.broadcast_to(np.maximum(core, glow), (rows, columns))
