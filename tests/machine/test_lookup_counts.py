"""The points that the machine's look-ups examine in a long run: real, and the same every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pytest
from support.oracle import wasmtime_run
from support.runs import MACHINE

from manim_project.reference.hull.hull_cache import HullCache
from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.caches import Heads
from manim_project.reference.machine.run import lookup_counts
from manim_project.reference.machine.run.lookup_counts import (
    LENGTHS,
    LONG_RUN,
    WINDOW,
    CountedHulls,
    count_lookups,
    long_run,
)
from manim_project.reference.machine.run.verify import verify

SHORT = (20, 300, 1200)


@pytest.fixture(scope="module")
def ids() -> list[int]:
    program = long_run(MACHINE.token_limit)
    with pytest.raises(ExecutionError, match="no halt within 1250 tokens") as stopped:
        MACHINE.run_program(program, 1250)
    return [token.id for token in stopped.value.run.tokens]


def test_counts_are_the_same_every_time():
    first, again = count_lookups(MACHINE, SHORT), count_lookups(Machine(), SHORT)
    for name in ("sizes", "mean", "worst", "lookups"):
        assert np.array_equal(getattr(first, name), getattr(again, name)), name


class KeepingHulls(CountedHulls):
    """Keeps what it was given, by layer: queries, keys and values of all heads."""

    latest: KeepingHulls

    def __init__(self, layers: Sequence[Heads], lengths: Iterable[int]) -> None:
        super().__init__(layers, lengths)
        self.given: list[list[np.ndarray]] = [[] for _ in layers]
        KeepingHulls.latest = self

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        self.given[layer].append(projected)
        return super().attend(layer, projected)

    def heads(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Queries and keys (n, 2) of each head that looks for something."""
        for layer in self.given:
            given = np.concatenate(layer)
            queries, keys, _ = given.reshape(len(given), 3, -1, 2).transpose(1, 2, 0, 3)
            yield from ((q, k) for q, k in zip(queries, keys, strict=True) if q.any())


def test_counts_are_those_of_caches_made_of_the_same_keys(monkeypatch):
    # The run's own keys: those of a recording differ in the last bit on some processors.
    monkeypatch.setattr(lookup_counts, "CountedHulls", KeepingHulls)
    counted = count_lookups(MACHINE, SHORT)
    for size, mean, worst in zip(counted.sizes, counted.mean, counted.worst, strict=True):
        examined = [
            HullCache(keys[:end]).lookup(queries[end - 1]).examined
            for queries, keys in KeepingHulls.latest.heads()
            for end in range(size - WINDOW + 1, size + 1)
        ]
        assert counted.lookups == len(examined)
        assert (mean, worst) == (np.mean(examined), max(examined))


def test_counts_grow_like_the_logarithm():
    counted = count_lookups(MACHINE)
    assert tuple(counted.sizes) == LENGTHS
    doublings = np.log2(LENGTHS)
    assert (counted.worst <= 2 * doublings + 2).all()
    assert (counted.worst >= 2 * doublings - 2).all(), "the heads that look for positions"
    assert np.corrcoef(doublings, counted.mean)[0, 1] > 0.99


def test_the_long_run_is_a_real_one(ids):
    """It counts the primes below 4,000, and its beginning is what the machine says."""
    primes = [n for n in range(2, 4000) if all(n % d for d in range(2, int(n**0.5) + 1))]
    assert wasmtime_run(LONG_RUN.read_text(encoding="utf-8")) == ((), len(primes))
    prompt = len(long_run(MACHINE.token_limit).prompt)
    assert verify(MACHINE, ids, prompt).tokens == len(ids) - prompt


@pytest.mark.parametrize("lengths", [(), (WINDOW - 1,), (20, 20 + WINDOW - 1), (50, 40)])
def test_windows_that_overlap_are_refused(lengths):
    with pytest.raises(ValueError, match="must increase by"):
        count_lookups(MACHINE, lengths)
