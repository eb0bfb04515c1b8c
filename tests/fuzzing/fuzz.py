"""`make fuzz`: random programs on the machine and on wasmtime, until they differ or time is up.

What differs is shrunk to a minimal program, which is saved for the report.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from random import Random, SystemRandom

from fuzzing.random_programs import random_program
from fuzzing.shrink import shrunk
from rich.progress import Progress, TextColumn, TimeRemainingColumn
from support.oracle import Outcome, machine_run, wasmtime_outcome

from manim_project.reference.machine import Machine

LIMIT = 60_000  # tokens; programs are drawn to take a fortieth: one that does not halt hangs
SHRINKING = 500_000  # tokens that shrinking may take; then it is good enough
ROUND = 10  # programs between two looks at the clock


@dataclass(frozen=True)
class Comparison:
    """What wasmtime and the machine made of a program; a word of what went wrong if it did."""

    expected: Outcome
    got: Outcome | str
    tokens: int = 0  # of program and trace

    @property
    def differs(self) -> bool:
        """Whether this is a find."""
        return self.expected != self.got

    @property
    def way(self) -> tuple[str | None, str | None]:
        """How both ended: a program that is shrunk must go on to differ in this way."""
        got = self.got.trap if isinstance(self.got, Outcome) else self.got.partition(":")[0]
        return self.expected.trap, got


@dataclass
class Hunt:
    """What became of a number of programs; `found` is the smallest that differs."""

    programs: int = 0
    tokens: int = 0
    trapped: int = 0
    found: str = ""
    comparison: Comparison | None = None

    def add(self, other: Hunt) -> None:
        """Counts the other's programs, too, and takes what it found."""
        self.programs += other.programs
        self.tokens += other.tokens
        self.trapped += other.trapped
        self.found, self.comparison = other.found, other.comparison


def compare(machine: Machine, wat: str, limit: int = LIMIT) -> Comparison:
    """Runs a program on both."""
    expected = wasmtime_outcome(wat)
    try:
        got, tokens = machine_run(machine, wat, limit)
    except Exception as error:  # whatever it is, it is a find
        return Comparison(expected, f"{type(error).__name__}: {error}")
    return Comparison(expected, got or f"no halt within {limit} tokens", tokens)


def hunt(machine: Machine, number: int, programs: int = ROUND) -> Hunt:
    """Compares as many programs, from the seed `number` on, until one differs; shrinks that."""
    done = Hunt()
    for program in range(number, number + programs):
        wat = random_program(Random(program))
        first = compare(machine, wat)
        done.programs += 1
        done.tokens += first.tokens
        done.trapped += first.expected.trap is not None
        if first.differs:
            done.found = shrunk(wat, _same_way(machine, first))
            done.comparison = compare(machine, done.found)
            break
    return done


def _same_way(machine: Machine, first: Comparison) -> Callable[[str], bool]:
    """Whether a program differs as the first one does, in no more tokens; while there are tokens
    left to try it."""
    spent = 0

    def wanted(wat: str) -> bool:
        nonlocal spent
        if spent > SHRINKING or wasmtime_outcome(wat).trap != first.expected.trap:
            return False
        comparison = compare(machine, wat, first.tokens or LIMIT)
        spent += comparison.tokens
        return comparison.differs and comparison.way == first.way

    return wanted


def _work(first: int, step: int, until: float, answers: Queue[Hunt]) -> None:
    machine, number = Machine(), first
    try:
        while time.monotonic() < until:
            done = hunt(machine, number)
            answers.put(done)
            if done.found:
                return
            number += step * ROUND
    except KeyboardInterrupt:  # the parent says what there is to say
        pass


def save(done: Hunt, folder: Path) -> Path:
    """Writes the program that differs, whole or not at all; returns where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.wat"
    assert done.comparison
    head = f";; wasmtime: {done.comparison.expected}\n;; machine:  {done.comparison.got}\n"
    whole = path.with_suffix(".part")
    whole.write_text(head + done.found, encoding="utf-8")
    whole.replace(path)
    return path


def fuzz(seconds: float, first: int, folder: Path) -> int:
    """Hunts on all cores; 1 if a program differs, 0 if none does, 2 if a hunt broke off, 130 if
    stopped."""
    context, count = get_context("fork"), os.cpu_count() or 1
    answers: Queue[Hunt] = context.Queue()
    total, begun = Hunt(), time.monotonic()
    workers = [
        context.Process(
            target=_work, args=(first + i * ROUND, count, begun + seconds, answers), daemon=True
        )
        for i in range(count)
    ]
    for worker in workers:
        worker.start()
    try:
        with Progress(
            TextColumn("{task.description}"), TimeRemainingColumn(), transient=True
        ) as progress:
            task = progress.add_task("", total=seconds)
            while not total.found and (any(w.is_alive() for w in workers) or not answers.empty()):
                total.add(_next(answers))
                elapsed = time.monotonic() - begun
                progress.update(task, completed=elapsed, description=_tally(total, elapsed))
        broken_off = any(worker.exitcode for worker in workers)  # it has said why
        status = 1 if total.found else 2 if broken_off else 0
    except KeyboardInterrupt:
        status = 130
    for worker in workers:
        worker.terminate()
    print(
        f"{_tally(total, time.monotonic() - begun)} from seed {first} on; {total.trapped} trap, "
        f"{1 if total.found else 0} differs from wasmtime"
    )
    if total.found:
        print(f"fuzz: they differ on {save(total, folder)}", file=sys.stderr)
    return status


def _tally(total: Hunt, elapsed: float) -> str:
    rate = total.programs / max(elapsed, 1e-9)
    return f"{total.programs} programs ({rate:.1f} a second, {total.tokens} tokens)"


def _next(answers: Queue[Hunt]) -> Hunt:
    try:
        return answers.get(timeout=0.2)
    except Empty:
        return Hunt()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("seconds", help="how long to go on")
    parser.add_argument("--seed", type=int, help="where to begin (default: somewhere)")
    parser.add_argument("--out", type=Path, default=Path("renders/fuzz"), help="where finds go")
    args = parser.parse_args()
    try:
        seconds = float(args.seconds)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        print(
            f"fuzz: SECONDS is {args.seconds!r}; give a positive number: make fuzz SECONDS=600",
            file=sys.stderr,
        )
        return 2
    first = SystemRandom().randrange(10**6) if args.seed is None else args.seed
    return fuzz(seconds, first, args.out)


if __name__ == "__main__":
    sys.exit(main())
