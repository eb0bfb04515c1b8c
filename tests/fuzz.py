"""`make fuzz`: random programs on the machine and on wasmtime, until they differ or time is up.

What differs is shrunk to a minimal program, which is saved for the report.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from random import Random, SystemRandom

from oracle import Outcome, machine_outcome, wasmtime_outcome
from random_programs import random_program
from rich.progress import Progress, TextColumn, TimeRemainingColumn

from manim_project.reference.machine import Machine, ProgramError, from_text

LIMIT = 20_000  # tokens; a program that takes more is passed over
ROUND = 10  # programs between two looks at the clock


@dataclass
class Hunt:
    """What became of a number of programs; `found` is the smallest that differs."""

    programs: int = 0
    too_long: int = 0
    trapped: int = 0
    found: str = ""
    expected: Outcome | None = None
    got: Outcome | str | None = None

    def add(self, other: Hunt) -> None:
        """Counts the other's programs, too."""
        self.programs += other.programs
        self.too_long += other.too_long
        self.trapped += other.trapped


def compare(machine: Machine, wat: str) -> tuple[Outcome, Outcome | str | None]:
    """What wasmtime and the machine make of a program; None if it takes the machine too long."""
    expected = wasmtime_outcome(wat)
    try:
        return expected, machine_outcome(machine, wat, LIMIT)
    except Exception as error:  # whatever it is, it is a find
        return expected, f"{type(error).__name__}: {error}"


def hunt(machine: Machine, number: int, programs: int = ROUND) -> Hunt:
    """Compares as many programs, from the seed `number` on, until one differs; shrinks that."""
    done = Hunt()
    for program in range(number, number + programs):
        wat = random_program(Random(program))
        expected, got = compare(machine, wat)
        done.programs += 1
        done.too_long += got is None
        done.trapped += expected.trap is not None
        if got is not None and got != expected:
            done.found = shrunk(wat, lambda wat: _differs(machine, wat))
            done.expected, done.got = compare(machine, done.found)
            break
    return done


def _differs(machine: Machine, wat: str) -> bool:
    expected, got = compare(machine, wat)
    endless = "fuel" in (expected.trap or "")
    return got is not None and got != expected and not endless


def shrunk(wat: str, wanted: Callable[[str], bool]) -> str:
    """The smallest program found that is still `wanted`, by leaving out lines, a whole block's
    first and last, and by putting constants and drops in the place of lines."""
    lines, before = wat.splitlines(), [""]
    while lines != before:
        before = lines
        size = len(lines) // 2
        while size:
            start = 0
            while start < len(lines):
                smaller = _first(_without(lines, start, size), wanted)
                lines = smaller or lines
                start += 0 if smaller else max(1, size // 2)
            size //= 2
    return "\n".join(lines)


def _first(candidates: Iterator[list[str]], wanted: Callable[[str], bool]) -> list[str]:
    texts = ("\n".join(lines) for lines in candidates)
    return next((text.splitlines() for text in texts if _is_valid(text) and wanted(text)), [])


def _without(lines: list[str], start: int, size: int) -> Iterator[list[str]]:
    """Programs with less, or simpler lines, in the place of `size` lines from `start` on."""
    before, after = lines[:start], lines[start + size :]
    yield before + after
    for plain in PLAIN:
        if len(plain) < size or (size == 1 and len(plain[0]) < len(lines[start].strip())):
            yield [*before, *plain, *after]
    if size == 1 and lines[start].split()[0] in ("block", "loop", "if"):
        ends = (n for n, line in enumerate(after) if _indent(line) == _indent(lines[start]))
        for end in ends:
            yield before + after[:end] + after[end + 1 :]


PLAIN = (["i32.const 0"], ["i32.const 1"], ["drop"], ["drop", "i32.const 0"], ["drop", "drop"])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_valid(wat: str) -> bool:
    try:
        from_text(wat)
    except ProgramError:
        return False
    return '(export "main")' in wat


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
    head = f";; wasmtime: {done.expected}\n;; machine:  {done.got}\n"
    whole = path.with_suffix(".part")
    whole.write_text(head + done.found, encoding="utf-8")
    whole.replace(path)
    return path


def fuzz(seconds: float, first: int, folder: Path) -> int:
    """Hunts on all cores; 1 if a program differs, 0 if none does, 130 if stopped."""
    context, count = get_context("fork"), os.cpu_count() or 1
    answers: Queue[Hunt] = context.Queue()
    until = time.monotonic() + seconds
    workers = [
        context.Process(target=_work, args=(first + i * ROUND, count, until, answers), daemon=True)
        for i in range(count)
    ]
    for worker in workers:
        worker.start()
    total, found, status = Hunt(), Hunt(), 0
    columns = (TextColumn("{task.fields[programs]} programs"), TimeRemainingColumn())
    try:
        with Progress(*columns, transient=True) as progress:
            task = progress.add_task("", total=seconds, programs=0)
            while any(worker.is_alive() for worker in workers) or not answers.empty():
                done = _next(answers)
                total.add(done)
                elapsed = seconds - max(0.0, until - time.monotonic())
                progress.update(task, completed=elapsed, programs=total.programs)
                if done.found:
                    found, status = done, 1
                    break
    except KeyboardInterrupt:
        status = 130
    for worker in workers:
        worker.terminate()
    print(
        f"{total.programs} programs from seed {first} on: {total.trapped} trap, "
        f"{total.too_long} take more than {LIMIT} tokens and were passed over, "
        f"{1 if found.found else 0} differs from wasmtime"
    )
    if found.found:
        print(f"fuzz: they differ on {save(found, folder)}", file=sys.stderr)
    return status


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
        parser.error(f"SECONDS is {args.seconds!r}; give a positive number: make fuzz SECONDS=600")
    first = SystemRandom().randrange(10**6) if args.seed is None else args.seed
    return fuzz(seconds, first, args.out)


if __name__ == "__main__":
    sys.exit(main())
