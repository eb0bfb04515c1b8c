"""A whole trace verified at once: one causal pass over all its tokens, every key looked at.

Generation asks a hull for each head's winner. Here every query is compared with every key before
it, and every token of the trace must be the argmax of the logits at the token before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from manim_project.reference.hull import hull_cache
from manim_project.reference.machine.caches import HullsCache
from manim_project.reference.machine.circuits.model import Model
from manim_project.reference.machine.circuits.tokens import VOCABULARY

PIECE = 512  # tokens that go through the layers together
# Scores computed at once: they stay in the processor's cache, and BLAS on one core.
ROWS, COLUMNS = 32, 4096


class VerificationError(RuntimeError):
    """A token is not the argmax, or a hull's winner not the scan's; the message says where."""


@dataclass(frozen=True)
class Verified:
    """What was checked of a trace, and found right."""

    tokens: int  # of the trace: each is the argmax
    averaging: int  # heads that look for nothing,
    looking: int  # and the others
    lookups: int  # of these, at all tokens: the hull's winner is the scan's
    scores: int  # of a query and a key, computed for that
    smallest_margin: float  # between the best logit and the next, over the trace


def verify(
    model: Model,
    ids: Sequence[int],
    prompt_length: int,
    progress: Callable[[int, int], None] | None = None,
) -> Verified:
    """Checks that the tokens `ids`, after a prompt of `prompt_length`, are what the machine says.

    `progress` is told how many of how many tokens are done. Raises VerificationError at the first
    token or look-up that is wrong; ValueError if there is no token after the prompt.
    """
    if not 0 < prompt_length < len(ids):
        raise ValueError(f"{len(ids)} tokens with a prompt of {prompt_length}: nothing to verify")
    transformer, read = model.transformer, list(ids[:-1])
    cache = EveryKey(model, len(read))
    margin = np.inf
    for start in range(0, len(read), PIECE):
        residuals = transformer.advance(cache, read[start : start + PIECE])
        skipped = max(0, prompt_length - 1 - start)  # the prompt is given, not chosen
        if skipped < len(residuals):
            first = start + skipped + 1
            margin = min(margin, _margin(transformer.logits(residuals[skipped:]), ids, first))
        if progress:
            progress(cache.length, len(read))
    return Verified(
        tokens=len(ids) - prompt_length,
        averaging=cache.averaging,
        looking=sum(map(len, model.heads)) - cache.averaging,
        lookups=cache.lookups,
        scores=cache.scores,
        smallest_margin=float(margin),
    )


def _margin(logits: np.ndarray, ids: Sequence[int], first: int) -> float:
    """The least margin of the logits (m, V), which must choose the tokens from `first` on."""
    chosen = logits.argmax(axis=1)
    wrong = np.flatnonzero(chosen != np.array(ids[first : first + len(chosen)]))
    if len(wrong):
        at = int(wrong[0])
        raise VerificationError(
            f"token {first + at} of the trace is {VOCABULARY[ids[first + at]].text}; "
            f"the pass over all tokens says {VOCABULARY[chosen[at]].text}"
        )
    best = np.partition(logits, -2, axis=1)
    return float((best[:, -1] - best[:, -2]).min())


class EveryKey:
    """A `Cache` with hard attention: the best of all keys by plain argmax, the latest of equals.

    The same keys and queries go through a `HullsCache`, and the winners are compared.
    """

    def __init__(self, model: Model, capacity: int) -> None:
        self.length = 0
        self.lookups = self.scores = 0
        self._model = model
        self._hulls = HullsCache(model.transformer.layers)
        self.averaging = sum(len(layer.uniform) for layer in self._hulls.layers)
        shapes = [layer.W_K.shape for layer in model.transformer.layers]
        # Keys stand in the order of time from right to left, so that argmax finds the latest.
        self._keys = [np.zeros((heads, size, capacity)) for heads, size, _ in shapes]
        self._values = [np.zeros((heads, capacity, size)) for heads, size, _ in shapes]

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        """As `Cache` says. VerificationError if a hull finds another winner, or numbers run off."""
        if not np.isfinite(projected).all():
            layer_name = self._model.layer_names[layer]
            raise VerificationError(
                f"layer {layer_name}, after token {self.length}: numbers without end"
            )
        keys, values, hulls = self._keys[layer], self._values[layer], self._hulls.layers[layer]
        heads, size, capacity = keys.shape
        start, m = self.length, len(projected)
        query, key, value = projected.reshape(m, 3, heads, size).transpose(1, 2, 0, 3)
        keys[:, :, capacity - start - m : capacity - start] = key[:, ::-1].transpose(0, 2, 1)
        values[:, start : start + m] = value
        found = np.empty((m, heads, size))
        by_hull = hulls.winners(projected)
        for head in range(heads):
            if head in hulls.uniform:
                sums = values[head, : start + m].cumsum(axis=0)[start:]
                found[:, head] = sums / np.arange(start + 1, start + m + 1)[:, None]
                continue
            winners = self._scan(query[head], keys[head, :, capacity - start - m :])
            self._compare(layer, head, query[head], winners, by_hull[:, head])
            found[:, head] = values[head, winners]
        return found.reshape(m, -1)

    def _scan(self, queries: np.ndarray, keys: np.ndarray) -> np.ndarray:
        """The winners of the last m tokens, (m,), among `keys` (k, n), the newest key first."""
        m, count = len(queries), keys.shape[1]
        winners = np.empty(m, dtype=np.int64)
        for low in range(0, m, ROWS):
            rows = queries[low : low + ROWS]
            unborn = m - low - len(rows)  # keys after all of these rows
            best, place = np.full(len(rows), -np.inf), np.zeros(len(rows), dtype=np.int64)
            for left in range(unborn, count, COLUMNS):
                scores = rows @ keys[:, left : left + COLUMNS]
                if left == unborn:  # row r of these R sees all but the newest R − 1 − r
                    scores[:, : len(rows)][np.tri(len(rows), k=-1, dtype=bool)[::-1]] = -np.inf
                at = scores.argmax(axis=1)
                top = scores[np.arange(len(rows)), at]
                better = top > best
                best[better], place[better] = top[better], left + at[better]
                self.scores += scores.size
            winners[low : low + len(rows)] = count - 1 - place
        return winners

    def _compare(
        self, layer: int, head: int, queries: np.ndarray, scan: np.ndarray, hull: np.ndarray
    ) -> None:
        """Where the winners differ, exact arithmetic has the last word."""
        self.lookups += len(scan)
        capacity = self._keys[layer].shape[2]
        for row in np.flatnonzero(scan != hull).tolist():
            position = self.length + row
            keys = self._keys[layer][head, :, capacity - 1 - position :][:, ::-1].T
            exact = hull_cache.scan(keys, queries[row]).winner
            if exact != hull[row]:
                name = self._model.heads[layer][head]
                raise VerificationError(
                    f"head {name} at token {position}: the hull finds token {hull[row]}, "
                    f"a scan of all keys token {exact}"
                )
