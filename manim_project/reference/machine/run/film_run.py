"""A run for a film, however long it is: which of its lines are shown, and what was done at them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby

import numpy as np

from manim_project.reference.machine.caches import HullsCache
from manim_project.reference.machine.circuits.tokens import COMPARISONS
from manim_project.reference.machine.loader.program import load_program
from manim_project.reference.machine.run.machine import ExecutionError, Machine
from manim_project.reference.machine.run.records import Line
from manim_project.reference.machine.run.trace import Run
from manim_project.reference.machine.transformer import Recording

WHOLE = 120  # tokens of a trace that is shown in full
FIRST, LATEST = 45, 75  # tokens of a longer one's first steps; and up to where, for a TELLING one
LAST = 3  # lines at the end
BETWEEN = 45  # lines at most between them, of all that are passed over
TELLING = {"i32.add", "i32.sub", *(f"i32.{name}" for name in COMPARISONS), "i32.load"}
PIECE = 1024  # tokens that go through the layers at once
LONGEST = 17  # letters of a title


def file_name(stem: str) -> str:
    """A program's name as it may stand in the name of any file, and on screen: plain letters,
    digits, `.`, `-` and `_`."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.")[:60] or "program"


@dataclass(frozen=True)
class Parts:
    """Lines of a trace by number: the first and the last ones, each token of which is shown, and
    those between that stand for many more."""

    first: range
    between: tuple[int, ...]
    last: range

    @property
    def lines(self) -> tuple[int, ...]:
        """All of them, in order."""
        return (*self.first, *self.between, *self.last)


def parts(lines: Sequence[Line], names: Sequence[str]) -> Parts:
    """What to show of a trace; `names` are the instructions that its lines come of."""
    count, origin = len(lines), lines[0].start
    if lines[-1].stop - origin <= WHOLE:
        return Parts(range(count), (), range(count, count))
    ends = [line.stop - origin for line in lines]
    first = sum(end <= FIRST for end in ends)
    told = [i for i in range(count) if names[i] in TELLING and ends[i] <= LATEST]
    first = max(first, min(told, default=-1) + 1)
    last = max(first, count - LAST)
    return Parts(range(first), _ever_faster(first, last), range(last, count))


def _ever_faster(start: int, stop: int) -> tuple[int, ...]:
    """At most BETWEEN numbers of start … stop − 1, in steps that grow, and shrink at the end."""
    if stop - start <= BETWEEN:
        return tuple(range(start, stop))
    places = np.arange(BETWEEN)
    rising = np.minimum(places, 5 * (BETWEEN - 1 - places))
    low, high = 1.0, 2.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if (middle**rising).sum() > stop - start else (middle, high)
    passed = accumulate(low ** rising.astype(float))
    return tuple(sorted({min(stop - 1, start + int(p) - 1) for p in passed} | {start, stop - 1}))


class _KeepingCache(HullsCache):
    """Keeps the queries, keys and values of all tokens, too: by layer, (m, 3·H·k) a piece."""

    def __init__(self, layers: Sequence) -> None:
        super().__init__(layers)
        self.projected: list[list[np.ndarray]] = [[] for _ in layers]

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        self.projected[layer].append(projected)
        return super().attend(layer, projected)


class FilmRun(Run):
    """A run of which `look`, `residual` and the like know only the tokens that are shown.

    `parts` are the lines that are shown. Looking back on a hull and keeping a few residual streams
    makes the recording of 60,000 tokens a matter of seconds.
    """

    @cached_property
    def parts(self) -> Parts:
        """The lines that are shown."""
        instructions = self.program.instructions
        return parts(self.lines, [instructions[line.instruction].name for line in self.lines])

    @property
    def title(self) -> str:
        """The program's name, short enough for a title."""
        name = self.program.name
        return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"

    @property
    def size(self) -> int:
        """Instructions of the program."""
        return len(self.program.instructions)

    @property
    def total(self) -> int:
        """Tokens of program and trace."""
        return len(self._ids)

    @property
    def trap(self) -> str | None:
        """What the token of the trap says that ended the run; None if it halted."""
        return self.tokens[-1].text if self.lines[-1].kind == "trap" else None

    @cached_property
    def _kept(self) -> frozenset[int]:
        """Positions from which tokens of shown lines were computed, and those tokens."""
        shown = (self.lines[i] for i in self.parts.lines)
        return frozenset(p for line in shown for p in range(line.start - 1, line.stop))

    def _check(self, position: int) -> None:
        super()._check(position)
        if position not in self._kept:
            raise ValueError(f"position {position} of {self.program.name} is passed over")

    @cached_property
    def recording(self) -> Recording:
        """Queries, keys and values of the whole run; of residual streams those that are kept, and
        zeros elsewhere. RuntimeError if other tokens come out than in the run."""
        model, count = self._model.transformer, len(self._ids) - 1
        cache, (_, width) = _KeepingCache(model.layers), model.embedding.shape
        residuals = np.zeros((len(model.layers) + 1, count, width))  # what is not written to
        middles = np.zeros((len(model.layers), count, width))  # takes no memory
        for start, stop, kept in self._pieces(count):
            states: list[list[np.ndarray]] = []
            model.advance(cache, self._ids[start:stop], states if kept else None)
            for seen in states:
                residuals[:, start:stop], middles[:, start:stop] = seen[::3], seen[2::3]
            last = residuals[-1, start:stop][max(0, self.prompt_length - 1 - start) :]
            chosen = model.logits(last).argmax(axis=1) if kept else []
            if tuple(chosen) != self._ids[stop + 1 - len(chosen) : stop + 1]:
                raise RuntimeError(f"{self.program.name}: the recording differs from the run")
        queries, keys, values = zip(*map(_by_head, cache.projected), strict=True)
        return Recording(residuals, middles, list(queries), list(keys), list(values))

    def _pieces(self, count: int) -> list[tuple[int, int, bool]]:
        """Start, stop, and whether they are kept, of successive tokens that go in at once."""
        found = []
        for kept, run in groupby(range(count), lambda p: p in self._kept):
            positions = list(run)
            found += [
                (piece[0], piece[-1] + 1, kept)
                for i in range(0, len(positions), PIECE)
                if (piece := positions[i : i + PIECE])
            ]
        return found


def _by_head(pieces: list[np.ndarray]) -> np.ndarray:
    """Queries, keys and values of a layer, (3, H, n, 2), of pieces that are not kept."""
    projected = np.concatenate(pieces)
    pieces.clear()
    return projected.reshape(len(projected), 3, -1, 2).transpose(1, 2, 0, 3)


def film_run(machine: Machine, name: str) -> FilmRun:
    """Runs a sample by name, or a `.wat` or `.wasm` file by path, for a film. A trap is an end.

    ProgramError if the program is refused, ExecutionError if it does not end.
    """
    program = load_program(name, machine.token_limit)
    program = replace(program, name=file_name(program.name))
    try:
        run = machine.run_program(program)
    except ExecutionError as error:
        if error.trap is None:
            raise
        run = error.run
    return FilmRun(machine, program, run.lines, run._ids)
