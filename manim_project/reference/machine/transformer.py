"""A plain decoder-only transformer in float64: weights in, argmax out. It knows no WebAssembly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

SHARPNESS = 2.0**30  # T: what scores are multiplied by before softmax
CHUNK = 2**17  # scores per head in one batched forward pass: 1 MiB, which stays in cache


@dataclass(frozen=True)
class Layer:
    """Weights of one layer: H heads of size k, F gated neurons, residual width d."""

    W_Q: np.ndarray  # (H, k, d)
    W_K: np.ndarray  # (H, k, d)
    W_V: np.ndarray  # (H, k, d)
    W_O: np.ndarray  # (H, d, k)
    W_gate: np.ndarray  # (F, d)
    W_value: np.ndarray  # (F, d)
    W_out: np.ndarray  # (d, F)


@dataclass
class Cache:
    """Keys and values of the tokens so far, by layer; grows by doubling."""

    length: int
    keys: list[np.ndarray]  # by layer (H, k, capacity)
    values: list[np.ndarray]  # by layer (H, capacity, k)

    def reserve(self, length: int) -> None:
        """Makes room for `length` tokens."""
        capacity = self.keys[0].shape[2]
        if length <= capacity:
            return
        extra = max(length, 2 * capacity) - capacity
        self.keys = [np.pad(k, ((0, 0), (0, 0), (0, extra))) for k in self.keys]
        self.values = [np.pad(v, ((0, 0), (0, extra), (0, 0))) for v in self.values]


@dataclass(frozen=True)
class Recording:
    """Everything one forward pass over n tokens computed."""

    residuals: np.ndarray  # (layers + 1, n, d): the embedding, then after each layer
    middles: np.ndarray  # (layers, n, d): after each layer's attention, before its feed-forward
    queries: list[np.ndarray]  # by layer (H, n, k)
    keys: list[np.ndarray]  # by layer (H, n, k)
    values: list[np.ndarray]  # by layer (H, n, k)


@dataclass(frozen=True)
class Transformer:
    """x = E[token] + (1, p, p²)·P; then per layer x += attention(x), x += W_out(v·ReLU(g))."""

    embedding: np.ndarray  # (V, d)
    position: np.ndarray  # (3, d)
    layers: tuple[Layer, ...]
    unembedding: np.ndarray  # (V, d)
    sharpness: float = SHARPNESS
    _fused: tuple[tuple[np.ndarray, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        fused = []
        for layer in self.layers:
            width = self.embedding.shape[1]
            projections = np.concatenate([layer.W_Q, layer.W_K, layer.W_V])  # (3H, k, d)
            out = layer.W_O.transpose(0, 2, 1).reshape(-1, width)  # (H·k, d)
            inner = np.concatenate([layer.W_gate, layer.W_value])  # (2F, d)
            fused.append(tuple(map(np.ascontiguousarray, (
                projections.reshape(-1, width).T, out, inner.T, layer.W_out.T))))  # fmt: skip
        object.__setattr__(self, "_fused", tuple(fused))

    def cache(self, capacity: int = 1024) -> Cache:
        """An empty cache with room for `capacity` tokens."""
        shapes = [layer.W_K.shape[:2] for layer in self.layers]
        return Cache(
            0,
            [np.zeros((heads, size, capacity)) for heads, size in shapes],
            [np.zeros((heads, capacity, size)) for heads, size in shapes],
        )

    def advance(
        self, cache: Cache, tokens: Sequence[int], states: list[list[np.ndarray]] | None = None
    ) -> np.ndarray:
        """Runs m more tokens through all layers and adds them to `cache`.

        Returns the final residual stream, (m, d). Appends to `states`, if given, one list per
        call: the embedding, then of each layer in turn its queries (H, m, k) and the residual
        stream after attention and after feed-forward, (m, d) each.
        """
        start, m = cache.length, len(tokens)
        cache.reserve(start + m)
        p = np.arange(start, start + m, dtype=np.float64)
        x = self.embedding[list(tokens)] + np.stack([p**0, p, p * p], axis=1) @ self.position
        seen = [x]
        for number in range(len(self.layers)):
            queries, middle = self._attend(number, cache, x)
            x = middle + self._feed_forward(number, middle)
            seen += [queries, middle, x]
        cache.length = start + m
        if states is not None:
            states.append(seen)
        return x

    def _attend(self, number: int, cache: Cache, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Queries of this layer's heads, and x with their outputs added; fills the cache."""
        heads, size, _ = self.layers[number].W_Q.shape
        project, out, _, _ = self._fused[number]
        start, m = cache.length, len(x)
        stop = start + m
        qkv = (x @ project).reshape(m, 3, heads, size).transpose(1, 2, 0, 3)  # (3, H, m, k)
        cache.keys[number][:, :, start:stop] = qkv[1].transpose(0, 2, 1)
        cache.values[number][:, start:stop] = qkv[2]
        scores = qkv[0] @ cache.keys[number][:, :, :stop]  # (H, m, stop)
        if m > 1:  # causal: row r sees keys up to its own
            scores[:, :, start:][:, ~np.tri(m, dtype=bool)] = -np.inf
        weights = softmax(scores, self.sharpness)
        blend = weights @ cache.values[number][:, :stop]  # (H, m, k)
        return qkv[0], x + blend.transpose(1, 0, 2).reshape(m, -1) @ out

    def _feed_forward(self, number: int, x: np.ndarray) -> np.ndarray:
        _, _, inner, write = self._fused[number]
        both = x @ inner  # (m, 2F): gates, then values
        neurons = both.shape[1] // 2
        return (np.maximum(both[:, :neurons], 0.0) * both[:, neurons:]) @ write

    def logits(self, x: np.ndarray) -> np.ndarray:
        """Logits from the final residual stream: (…, d) → (…, V)."""
        return x @ self.unembedding.T

    def generate(
        self, prompt: Sequence[int], stop: Collection[int], limit: int
    ) -> Iterator[tuple[int, np.ndarray]]:
        """Yields (next token, the residual stream (d,) it was read from) until `stop` or until
        prompt and output together hold `limit` tokens."""
        cache = self.cache()
        for chunk in _chunks(prompt):
            x = self.advance(cache, chunk)
        for _ in range(limit - len(prompt)):
            token = int(self.logits(x[-1]).argmax())
            yield token, x[-1]
            if token in stop:
                return
            x = self.advance(cache, [token])

    def record(self, tokens: Sequence[int]) -> Recording:
        """One causal forward pass over all `tokens`, with everything kept."""
        cache = self.cache(len(tokens))
        states: list[list[np.ndarray]] = []
        for chunk in _chunks(tokens):
            self.advance(cache, chunk, states)
        depth = len(self.layers)
        columns = list(zip(*states, strict=True))  # embedding; queries, middle, residual; …
        return Recording(
            residuals=np.stack([np.concatenate(columns[3 * i]) for i in range(depth + 1)]),
            middles=np.stack([np.concatenate(columns[3 * i + 2]) for i in range(depth)]),
            queries=[np.concatenate(columns[3 * i + 1], axis=1) for i in range(depth)],
            keys=[keys[:, :, : cache.length].transpose(0, 2, 1) for keys in cache.keys],
            values=[values[:, : cache.length] for values in cache.values],
        )


def _chunks(tokens: Sequence[int]) -> Iterator[Sequence[int]]:
    rows = min(256, max(1, CHUNK // max(1, len(tokens))))
    for start in range(0, len(tokens), rows):
        yield tokens[start : start + rows]


def softmax(scores: np.ndarray, sharpness: float) -> np.ndarray:
    """exp(T·(s − max s)), normalised over the last axis; same shape as `scores`."""
    weights = scores - scores.max(axis=-1, keepdims=True)
    weights *= sharpness
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights
