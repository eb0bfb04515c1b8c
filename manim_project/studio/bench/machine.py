"""The machine part of `make bench`: tokens a second with both caches, at several lengths of a run.

One run is generated with the hull cache. Then the scan's cache is filled with the very keys and
values of that run, and must choose the same tokens.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import wasmtime
from rich.console import Console
from rich.table import Table

from manim_project.reference.machine import Machine
from manim_project.reference.machine.caches import HullsCache, ScanCache
from manim_project.reference.machine.circuits.tokens import STOP_IDS, VOCABULARY
from manim_project.reference.machine.loader.program import Program
from manim_project.reference.machine.run.lookup_counts import LONG_RUN, CountedHulls, long_run

LENGTHS = (1000, 3000, 10_000, 30_000, 100_000)
POSITIONS = 2**17
HULL_TOKENS, SCAN_TOKENS = 600, 40  # timed up to each length,
PIECES = 10  # and in how many pieces, for their median over all runs
RUNS = 3
FILL = 512  # tokens that fill a cache together
NATIVE_RUNS = 50


@dataclass(frozen=True)
class Speed:
    """Both caches at one length of the run."""

    length: int  # tokens so far
    hull: float  # tokens a second
    scan: float
    examined: float  # points, by a look-up of the hull
    hull_bytes: int
    scan_bytes: int


class _Filling(CountedHulls):
    """Fills a scan's cache with the keys and values that it is given itself."""

    def __init__(self, machine: Machine, lengths: Sequence[int]) -> None:
        super().__init__(machine.transformer.layers, lengths)
        self.scan = ScanCache(machine.transformer.layers)

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        self.scan.length = self.length
        self.scan.add(layer, projected)
        return super().attend(layer, projected)


def speeds(machine: Machine, program: Program, lengths: Sequence[int]) -> list[Speed]:
    """Measures at each of `lengths`, which increase. Raises ValueError if the run is too short."""
    ids, times, memory = _generate(machine, program, lengths)
    every = [times, *(_generate(machine, program, lengths)[1] for _ in range(RUNS - 1))]
    found, model = [], machine.transformer
    filling = _Filling(machine, lengths)
    for length in lengths:
        for start in range(filling.length, length, FILL):
            model.advance(filling, ids[start : min(start + FILL, length)])
        scanned = [_scan(machine, filling.scan, ids[:length]) for _ in range(RUNS)]
        first = max(len(program.prompt) + 1, length - HULL_TOKENS)
        hull = _rate([run[first : length + 1] for run in every])
        examined = float(np.mean(filling.examined[length]))
        sizes = (memory[length], filling.scan.nbytes)
        found.append(Speed(length, hull, _rate(scanned), examined, *sizes))
    return found


def _generate(
    machine: Machine, program: Program, lengths: Sequence[int]
) -> tuple[list[int], list[float], dict[int, int]]:
    """The run's tokens, one more than the last of `lengths`, and how long each took; the cache's
    memory at each length."""
    cache = HullsCache(machine.transformer.layers)
    ids, times = list(program.prompt), [0.0] * len(program.prompt)
    memory = {}
    began = time.perf_counter()
    for token, _ in machine.transformer.generate(program.prompt, STOP_IDS, lengths[-1] + 1, cache):
        now = time.perf_counter()
        times.append(now - began)
        ids.append(token)
        if cache.length in lengths:
            memory[cache.length] = cache.nbytes
        began = time.perf_counter()
    if len(ids) <= lengths[-1] or lengths[0] <= len(program.prompt):
        raise ValueError(f"{program.name} has no trace from {lengths[0]} to {lengths[-1]} tokens")
    return ids, times, memory


def _scan(machine: Machine, cache: ScanCache, ids: Sequence[int]) -> list[float]:
    """How long a scan takes for each of the last of `ids`, with a cache that knows all of them.

    Raises RuntimeError if it chooses another token than the hull did.
    """
    model, times = machine.transformer, []
    cache.length = len(ids) - SCAN_TOKENS
    for position in range(cache.length, len(ids)):
        began = time.perf_counter()
        token = int(model.logits(model.advance(cache, (ids[position],))[-1]).argmax())
        times.append(time.perf_counter() - began)
        if position + 1 < len(ids) and token != ids[position + 1]:
            raise RuntimeError(f"token {position + 1}: the scan says {VOCABULARY[token].text}")
    return times


def _rate(runs: Sequence[Sequence[float]]) -> float:
    """Tokens a second, from what each token took in several runs: the median of their pieces."""
    size = len(runs[0]) // PIECES
    starts = range(0, size * PIECES, size)
    return size / statistics.median(sum(run[at : at + size]) for run in runs for at in starts)


def native_rate(path: Path) -> float:
    """Instructions a second of a program in wasmtime, by its own count of them."""
    config = wasmtime.Config()
    config.consume_fuel = True
    instructions = _native(wasmtime.Engine(config), path, fuel=10**12)[1]
    engine = wasmtime.Engine()
    return instructions / statistics.median(_native(engine, path)[0] for _ in range(NATIVE_RUNS))


def _native(engine: wasmtime.Engine, path: Path, fuel: int = 0) -> tuple[float, int]:
    """Seconds that main takes, and the fuel it burns if it is given any."""
    store = wasmtime.Store(engine)
    if fuel:
        store.set_fuel(fuel)
    instance = wasmtime.Instance(store, wasmtime.Module.from_file(engine, str(path)), [])
    main = instance.exports(store)["main"]
    assert isinstance(main, wasmtime.Func)
    began = time.perf_counter()
    main(store)
    return time.perf_counter() - began, fuel - store.get_fuel() if fuel else 0


def start_up() -> float:
    """Seconds until a new process has a machine: imports, and the weights."""
    command = "from manim_project.reference.machine import Machine; Machine()"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", command], check=True)
    return time.perf_counter() - began


def bench_machine(console: Console, lengths: Sequence[int] = LENGTHS) -> None:
    """Print the table and the comparisons."""
    machine = Machine(POSITIONS)
    program = long_run(POSITIONS)
    table = Table("tokens so far", title=f"The machine runs {program.name}: tokens a second")
    for name in ("hull", "scan", "hull / scan"):
        table.add_column(name, justify="right")
    for name in ("points examined\nhull, mean", "\nscan", "memory, MB\nhull", "\nscan"):
        table.add_column(name, justify="right")
    found = speeds(machine, program, lengths)
    for speed in found:
        cells = [f"{speed.length:,}", f"{speed.hull:,.0f}", f"{speed.scan:,.0f}"]
        cells += [f"{speed.hull / speed.scan:.1f}", f"{speed.examined:.1f}", f"{speed.length:,}"]
        cells += [f"{size / 1e6:.1f}" for size in (speed.hull_bytes, speed.scan_bytes)]
        table.add_row(*cells)
    console.print(table)
    first, last = found[0], found[-1]
    console.print(
        f"hull at {last.length:,} tokens: {last.hull / first.hull:.2f} of its speed at "
        f"{first.length:,}; start-up {start_up():.2f} s"
    )
    native, own = native_rate(LONG_RUN), last.hull * _lines_a_token(machine, program, lengths[0])
    console.print(
        f"{own:,.0f} instructions a second; natively, in wasmtime, {native / 1e6:,.0f} million: "
        f"{native / own:,.0f} times as many"
    )


def _lines_a_token(machine: Machine, program: Program, limit: int) -> float:
    """Instructions executed for each token of the trace, over the first `limit` tokens."""
    generated = machine.transformer.generate(program.prompt, STOP_IDS, limit)
    kinds = [VOCABULARY[token].kind for token, _ in generated]
    return sum(kind in ("commit", "out", "halt") for kind in kinds) / len(kinds)
