"""Points that the machine's look-ups examine in a long run: counted, so the same every time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from manim_project.paths import ASSETS
from manim_project.reference.machine.caches import Heads, HullsCache
from manim_project.reference.machine.circuits.model import Model
from manim_project.reference.machine.circuits.tokens import STOP_IDS
from manim_project.reference.machine.loader.program import Program, load_program

LONG_RUN = ASSETS / "sieve.wat"
WINDOW = 10  # tokens whose look-ups are counted, up to each length
# From ten tokens on, three lengths a decade; as far as a scene can be made to wait for.
LENGTHS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True)
class LookupCounts:
    """Points examined by the look-ups of all heads, at several lengths s of one run."""

    sizes: np.ndarray  # (s,) how many tokens there are to look at, prompt and trace
    mean: np.ndarray  # (s,) points examined by a look-up
    worst: np.ndarray  # (s,) at most
    lookups: int  # counted for each length: of heads that do not average, at WINDOW tokens


class CountedHulls(HullsCache):
    """A `HullsCache` that counts, at some lengths, how many points its look-ups examine."""

    def __init__(self, layers: Sequence[Heads], lengths: Iterable[int]) -> None:
        super().__init__(layers)
        self._window = {n - back: n for n in lengths for back in range(WINDOW)}
        self.examined: dict[int, list[int]] = {n: [] for n in self._window.values()}

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        """As `Cache` says; token by token where look-ups are counted."""
        ends = range(self.length + 1, self.length + len(projected) + 1)
        if self._window.keys().isdisjoint(ends):
            return super().attend(layer, projected)
        hulls, found = self.layers[layer], []
        for end, row in zip(ends, projected, strict=True):
            found.append(hulls.attend(end - 1, row[None]))
            if end in self._window:
                counts = self.examined[self._window[end]]
                for head in hulls.looking:
                    query = row[2 * head : 2 * head + 2]
                    counts.append(hulls.by_head[head].lookup(query).examined)
        return np.concatenate(found)


def long_run(positions: int) -> Program:
    """The program to count and to measure by, for a machine with so many positions."""
    return load_program(str(LONG_RUN), positions)


def count_lookups(model: Model, lengths: Sequence[int] = LENGTHS) -> LookupCounts:
    """Runs `long_run` to the last of `lengths`, and counts at each of them.

    Raises ValueError if `lengths` do not increase by `WINDOW` at least, or the run ends before.
    """
    if not lengths or min(np.diff(lengths, prepend=0)) < WINDOW:
        raise ValueError(f"lengths {tuple(lengths)}: they must increase by {WINDOW} or more")
    program = long_run(model.token_limit)
    cache = CountedHulls(model.transformer.layers, lengths)
    steps = model.transformer.generate(program.prompt, STOP_IDS, lengths[-1], cache)
    for _ in steps:
        pass
    if cache.length < lengths[-1]:
        raise ValueError(f"{program.name} ends before {lengths[-1]} tokens")
    counts = np.array([cache.examined[length] for length in lengths])
    return LookupCounts(
        sizes=np.array(lengths),
        mean=counts.mean(axis=1),
        worst=counts.max(axis=1),
        lookups=counts.shape[1],
    )
