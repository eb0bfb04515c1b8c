"""One table of programs that are right, for all tests that run some.

A program that is added in `programs.py` goes through all of them: through every backend, and, by
its tag, through the ablation. What the machine refuses is in `refused.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from support.oracle import Outcome
from support.programs import (
    CALLING,
    CIRCUITS,
    OUT_OF_BOUNDS,
    SAMPLES,
    SINGLE,
    TRAPPING,
    halts,
    sample,
    traps,
)

from manim_project.reference.machine.circuits.tokens import LOADS, STORES
from manim_project.reference.machine.loader.program import Program, build_program
from manim_project.reference.machine.loader.wasm import PAGE, from_text


@dataclass(frozen=True)
class Case:
    """A program, and what it does: stated by hand, not found by running it.

    `tag`: what it is for; "calls", "circuit", "outside" and "trap" are for the ablation, too.
    `says`: a pattern of what the machine says of a trap.
    """

    name: str
    wat: str
    tag: str
    expected: Outcome
    says: str = r"trap at instruction .*, operation"

    def __str__(self) -> str:
        return self.name

    @cached_property
    def program(self) -> Program:
        """As the machine reads it."""
        return build_program(from_text(self.wat), self.name)


def access(tag: str, name: str, address: int, pages: int) -> Case:
    """A program that accesses memory of so many pages once."""
    before, after = ("i32.const 1 ", "") if name in STORES else ("", " drop")
    code = f"i32.const {address} {before}{name}{after}"
    return Case(
        f"{name} at {address} of {pages} pages",
        f'(module (memory {pages}) (func (export "main") {code}))',
        tag,
        halts() if address + (LOADS | STORES)[name] <= pages * PAGE else traps(OUT_OF_BOUNDS),
        f"address {address}, memory of {pages * PAGE} bytes",
    )


# The last address inside, the first one outside, and one that wraps as a signed number.
EDGES = [
    access("edge of memory", name, address, pages)
    for name, pages in product(("i32.load", "i32.store"), (0, 1, 2, 4))
    for address in (pages * PAGE - 4, pages * PAGE - 3, 2**32 - 2)
    if address >= 0
]
# Each access notices an address outside: what it does so by, the ablation takes away.
OUTSIDE = [access("outside", name, PAGE, 1) for name in (*LOADS, *STORES)]


def of(tag: str, programs: Mapping[str, tuple[str, Outcome]]) -> list[Case]:
    """The cases of a table of programs."""
    return [Case(name, wat, tag, expected) for name, (wat, expected) in programs.items()]


CASES = [
    *of("sample", {name: (sample(name), expected) for name, expected in SAMPLES.items()}),
    *of("calls", CALLING),
    *of("circuit", CIRCUITS),
    *of("trap", TRAPPING),
    *of("single", SINGLE),
    *EDGES,
    *OUTSIDE,
]


def tagged(*tags: str) -> list[Case]:
    """The cases that are for these, in the order of the tags."""
    return [case for tag in tags for case in CASES if case.tag == tag]


def named(name: str) -> Case:
    """The case of that name."""
    return next(case for case in CASES if case.name == name)
