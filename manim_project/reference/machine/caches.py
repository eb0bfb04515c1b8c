"""Where attention looks back: two caches of the tokens so far, which find the same winners.

`ScanCache` is plain softmax over all keys. `HullsCache` finds each head's winner on the hull of its
keys, and adds only the winner's value; a head that asks for nothing averages all values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from manim_project.reference.hull.hull_cache import HullCache
from manim_project.reference.softmax import HARDNESS, softmax


class Heads(Protocol):
    """The weights of a layer's H heads of size k that decide where they look, (H, k, d) each."""

    @property
    def W_Q(self) -> np.ndarray: ...
    @property
    def W_K(self) -> np.ndarray: ...


class Cache(Protocol):
    """Keys and values of the first `length` tokens, by layer."""

    length: int

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        """Adds the keys and values of m more tokens to `layer`; what their heads find, (m, H·k).

        `projected` is (m, 3·H·k): queries, keys and values, by head. `length` grows by m once all
        layers have them.
        """
        ...


class ScanCache:
    """Every query scores every key: softmax with a multiplier T over all of them."""

    def __init__(
        self, layers: Sequence[Heads], sharpness: float = HARDNESS, capacity: int = 1024
    ) -> None:
        shapes = [layer.W_K.shape[:2] for layer in layers]
        self.length = 0
        self.sharpness = sharpness
        self.keys = [np.zeros((heads, size, capacity)) for heads, size in shapes]
        self.values = [np.zeros((heads, capacity, size)) for heads, size in shapes]

    @property
    def nbytes(self) -> int:
        """Bytes of memory for keys and values."""
        return sum(array.nbytes for array in (*self.keys, *self.values))

    def add(self, layer: int, projected: np.ndarray) -> np.ndarray:
        """Adds the keys and values of m more tokens to `layer`; returns their queries (H, m, k)."""
        heads, size, _ = self.keys[layer].shape
        start, m = self.length, len(projected)
        self.keys[layer] = grown(self.keys[layer], start + m, 2)
        self.values[layer] = grown(self.values[layer], start + m, 1)
        queries, keys, values = projected.reshape(m, 3, heads, size).transpose(1, 2, 0, 3)
        self.keys[layer][:, :, start : start + m] = keys.transpose(0, 2, 1)
        self.values[layer][:, start : start + m] = values
        return queries

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        """As `Cache` says, with all keys weighed."""
        queries = self.add(layer, projected)
        start, m = self.length, len(projected)
        stop = start + m
        scores = queries @ self.keys[layer][:, :, :stop]  # (H, m, stop)
        if m > 1:  # causal: row r sees keys up to its own
            scores[:, :, start:][:, ~np.tri(m, dtype=bool)] = -np.inf
        weights = softmax(scores, self.sharpness)
        blend = weights @ self.values[layer][:, :stop]  # (H, m, k)
        return blend.transpose(1, 0, 2).reshape(m, -1)


class HullsCache:
    """Every query looks up its winner on a hull; heads with equal W_K share one."""

    def __init__(self, layers: Sequence[Heads]) -> None:
        self.length = 0
        self.layers = [LayerHulls(layer) for layer in layers]

    @property
    def nbytes(self) -> int:
        """Bytes of memory for keys, hulls and values."""
        return sum(layer.nbytes for layer in self.layers)

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        """As `Cache` says, with one value per head, but for heads that average."""
        return self.layers[layer].attend(self.length, projected)


class LayerHulls:
    """One layer of a `HullsCache`. Raises ValueError for heads that are not two-dimensional."""

    def __init__(self, layer: Heads, capacity: int = 1024) -> None:
        self.count, size, _ = layer.W_K.shape
        if size != 2:
            raise ValueError(f"a hull is of two-dimensional keys; these have {size} numbers")
        self.values = np.zeros((capacity * self.count, size))  # by token, then by head
        # Without a query all keys are level. Such a head averages: kept in place of its value is
        # the mean of all so far, and the latest of level keys is the one to take.
        asks = layer.W_Q.any(axis=(1, 2))
        self.uniform, self.looking = np.flatnonzero(~asks), np.flatnonzero(asks)
        self.sums = np.zeros((len(self.uniform), size))
        self.hulls: list[HullCache] = []
        self.by_head: list[HullCache] = []
        # What to call with which two of the projected numbers.
        self._put: list[tuple[Callable[[float, float], None], int]] = []
        self._ask: list[tuple[Callable[[float, float], int], int, int]] = []
        shared: dict[bytes, HullCache] = {}
        for head, weights in enumerate(layer.W_K + 0.0):  # without negative zeros
            if weights.tobytes() not in shared:
                hull = shared[weights.tobytes()] = HullCache()
                self.hulls.append(hull)
                self._put.append((hull.put, size * (self.count + head)))
            self.by_head.append(shared[weights.tobytes()])
            self._ask.append((self.by_head[head].winner, size * head, head))

    @property
    def nbytes(self) -> int:
        """Bytes of memory for keys, hulls and values."""
        return self.values.nbytes + sum(hull.nbytes for hull in self.hulls)

    def winners(self, projected: np.ndarray) -> np.ndarray:
        """Adds the keys of m tokens; which token each of their heads finds, (m, H)."""
        return np.array(self._places(projected)) // self.count

    def _places(self, projected: np.ndarray) -> list[list[int]]:
        """The rows of `values` that the heads of m tokens find."""
        found, count = [], self.count
        for row in projected.tolist():
            for put, at in self._put:
                put(row[at], row[at + 1])
            found.append([
                winner(row[at], row[at + 1]) * count + head for winner, at, head in self._ask
            ])  # fmt: skip
        return found

    def attend(self, start: int, projected: np.ndarray) -> np.ndarray:
        """What the heads of tokens start, …, start + m − 1 find, (m, H·k)."""
        stop = start + len(projected)
        values = projected[:, -2 * self.count :]
        if len(self.uniform):
            values = self._averaged(start, values)
        self.values = grown(self.values, stop * self.count, 0)
        self.values[start * self.count : stop * self.count] = values.reshape(-1, 2)
        return self.values.take(self._places(projected), axis=0).reshape(len(projected), -1)

    def _averaged(self, start: int, values: np.ndarray) -> np.ndarray:
        """The values (m, H·k) of tokens from `start` on, those of the uniform heads averaged."""
        by_head = values.reshape(-1, self.count, 2).copy()
        sums = self.sums + by_head[:, self.uniform].cumsum(axis=0)
        counts = np.arange(start + 1.0, start + 1.0 + len(values))
        by_head[:, self.uniform] = sums / counts.reshape(-1, 1, 1)
        self.sums = sums[-1]
        return by_head


def grown(array: np.ndarray, length: int, axis: int) -> np.ndarray:
    """The array itself if it has room for `length` along `axis`, else twice as long with zeros."""
    capacity = array.shape[axis]
    if length <= capacity:
        return array
    extra = max(length, 2 * capacity) - capacity
    return np.pad(array, [(0, extra if i == axis else 0) for i in range(array.ndim)])
