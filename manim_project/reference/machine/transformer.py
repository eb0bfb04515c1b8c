"""A plain decoder-only transformer in float64: weights in, argmax out. It knows no WebAssembly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from manim_project.reference.machine.caches import Cache, HullsCache, ScanCache
from manim_project.reference.softmax import HARDNESS

CACHES = ("hull", "scan")
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
    sharpness: float = HARDNESS
    _fused: tuple[tuple[np.ndarray, ...], ...] = field(init=False, repr=False)
    _read: np.ndarray = field(init=False, repr=False)  # coordinates that the logits depend on,
    _logits: np.ndarray = field(init=False, repr=False)  # and how, (read, V)

    def __post_init__(self) -> None:
        fused = []
        for layer in self.layers:
            width = self.embedding.shape[1]
            projections = np.concatenate([layer.W_Q, layer.W_K, layer.W_V])  # (3H, k, d)
            out = layer.W_O.transpose(0, 2, 1).reshape(-1, width)  # (H·k, d)
            fused.append(tuple(map(np.ascontiguousarray, (
                projections.reshape(-1, width).T, out,
                layer.W_gate.T, layer.W_value.T, layer.W_out.T))))  # fmt: skip
        object.__setattr__(self, "_fused", tuple(fused))
        read = np.flatnonzero(self.unembedding.any(axis=0))
        object.__setattr__(self, "_read", read)
        object.__setattr__(self, "_logits", np.ascontiguousarray(self.unembedding[:, read].T))

    def cache(self, kind: str = "hull") -> Cache:
        """An empty cache: "hull" or "scan". ValueError for another kind, and for a hull if heads
        are not two-dimensional."""
        if kind not in CACHES:
            raise ValueError(f"no cache is called {kind!r}; there are {', '.join(CACHES)}")
        return HullsCache(self.layers) if kind == "hull" else ScanCache(self.layers, self.sharpness)

    def advance(
        self, cache: Cache, tokens: Sequence[int], states: list[list[np.ndarray]] | None = None
    ) -> np.ndarray:
        """Runs m more tokens through all layers and adds them to `cache`.

        Returns the final residual stream, (m, d). Appends to `states`, if given, one list per
        call: the embedding, then of each layer in turn its queries (H, m, k) and the residual
        stream after attention and after feed-forward, (m, d) each.
        """
        start, m = cache.length, len(tokens)
        powers = np.array([(1.0, p, p * p) for p in range(start, start + m)])
        x = self.embedding.take(tokens, axis=0) + powers.dot(self.position)
        seen = [x]
        # `dot` is `@` with less ado, which counts when m is 1.
        for number, (project, out, gate, value, write) in enumerate(self._fused):
            projected = x.dot(project)
            middle = x + cache.attend(number, projected).dot(out)
            x = middle + (np.maximum(middle.dot(gate), 0.0) * middle.dot(value)).dot(write)
            if states is not None:
                heads, size, _ = self.layers[number].W_Q.shape
                queries = projected[:, : heads * size].reshape(m, heads, size).transpose(1, 0, 2)
                seen += [queries, middle, x]
        cache.length = start + m
        if states is not None:
            states.append(seen)
        return x

    def logits(self, x: np.ndarray) -> np.ndarray:
        """Logits from the final residual stream: (…, d) → (…, V)."""
        return x.take(self._read, axis=-1).dot(self._logits)

    def generate(
        self, prompt: Sequence[int], stop: Collection[int], limit: int, cache: str | Cache = "hull"
    ) -> Iterator[tuple[int, np.ndarray]]:
        """Yields (next token, the residual stream (d,) it was read from) until `stop` or until
        prompt and output together hold `limit` tokens. `cache` is empty, or names one."""
        seen = self.cache(cache) if isinstance(cache, str) else cache
        for chunk in chunks(prompt):
            x = self.advance(seen, chunk)
        for _ in range(limit - len(prompt)):
            token = int(self.logits(x[-1]).argmax())
            yield token, x[-1]
            if token in stop:
                return
            x = self.advance(seen, (token,))

    def record(self, tokens: Sequence[int]) -> Recording:
        """One causal forward pass over all `tokens`, with everything kept."""
        cache = ScanCache(self.layers, self.sharpness, len(tokens))
        states: list[list[np.ndarray]] = []
        for chunk in chunks(tokens):
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


def chunks(tokens: Sequence[int]) -> Iterator[Sequence[int]]:
    """Pieces of `tokens` that are short enough for a scan of all of them by one piece."""
    rows = min(256, max(1, CHUNK // max(1, len(tokens))))
    for start in range(0, len(tokens), rows):
        yield tokens[start : start + rows]
