"""A program as the machine reads it: flat instructions, and the tokens of the prompt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from manim_project.paths import ASSETS
from manim_project.reference.machine.circuits.layer2_fetch import TOKENS_PER_INSTRUCTION
from manim_project.reference.machine.circuits.limits import POSITIONS, address_limit
from manim_project.reference.machine.circuits.tokens import (
    BYTE_IDS,
    CLOSE,
    LOADS,
    OPCODE_IDS,
    OPEN,
    STORES,
)
from manim_project.reference.machine.loader.flatten import LOWERED, Flat
from manim_project.reference.machine.loader.link import link
from manim_project.reference.machine.loader.operations import Operation, ProgramError
from manim_project.reference.machine.loader.wasm import PAGE, Module, load_module

PROGRAMS = ASSETS / "programs"
ACCESSES = LOADS | STORES  # how many bytes each reads or writes
BRANCHES = frozenset(("br", "br_if", "call", "return"))
WITH_OPERAND = BRANCHES | frozenset(
    (*ACCESSES, "i32.const", "local.get", "local.set", "local.tee", "global.get", "global.set")
)  # fmt: skip


@dataclass(frozen=True)
class Instruction:
    """One instruction of the machine.

    `operand`: the constant (signed), slot of a variable, memory offset or branch displacement;
    None if it takes none. `immediate`: the four bytes in the prompt, lowest first; for a load or
    store the highest is the number of 64 KiB pages. `lowered_from`: the operation as written, or
    what else it is there for, where it is not written itself.
    """

    index: int
    name: str
    operand: int | None
    text: str
    position: int  # of its opcode token in the prompt
    immediate: tuple[int, int, int, int]
    target: int | None  # the instruction a branch goes to, or the function's first for a return
    source: Operation | None  # the operation as written
    lowered_from: str | None


@dataclass(frozen=True)
class Program:
    """A loaded program and its prompt (token ids)."""

    name: str
    instructions: tuple[Instruction, ...]
    prompt: tuple[int, ...]
    returns: bool
    pages: int  # of memory as declared
    notes: tuple[str, ...]  # what was lowered, for the reader
    positions: int  # tokens of program and trace together, at most


def load_program(name: str, positions: int = POSITIONS) -> Program:
    """Loads a sample by name, or a `.wat` or `.wasm` file by path. ProgramError if refused."""
    path = Path(name)
    if path.suffix not in (".wat", ".wasm"):
        sample = PROGRAMS / f"{name}.wat"
        if not sample.is_file():
            known = ", ".join(sorted(p.stem for p in PROGRAMS.glob("*.wat")))
            raise ProgramError(f"no sample program is called {name!r}; there are {known}")
        path = sample
    return build_program(load_module(path), path.stem, positions)


def build_program(module: Module, name: str, positions: int = POSITIONS) -> Program:
    """Links, lowers and spells a decoded module. ProgramError if it is refused or too long."""
    flat = link(module)
    length = TOKENS_PER_INSTRUCTION * len(flat) + 2
    if length >= positions:
        raise ProgramError(
            f"{module.source}: the program has {len(flat)} instructions, a prompt of {length} "
            f"tokens; program and trace together may have {positions}"
        )
    limit = address_limit(positions)
    for address, contents in module.data:
        if address + len(contents) > limit:
            raise module.refuse(
                f"a data segment at {address} has {len(contents)} bytes; "
                f"the machine's addresses are exact below {limit}"
            )
    for item in flat:
        if item.name in ACCESSES and item.operand >= limit:
            where = f"{item.source.where}: " if item.source else ""
            raise module.refuse(
                f"{where}{item.name} has offset {item.operand}; "
                f"the machine's addresses are exact below {limit}"
            )
    pages = min(module.pages, limit // PAGE)
    instructions = tuple(_instruction(item, i, pages) for i, item in enumerate(flat))
    prompt = [OPEN.id]
    for instruction in instructions:
        prompt += [OPCODE_IDS[instruction.name], *(BYTE_IDS[b] for b in instruction.immediate)]
    prompt.append(CLOSE.id)
    return Program(
        name,
        instructions,
        tuple(prompt),
        module.function(module.exports["main"]).returns,
        module.pages,
        _notes(flat),
        positions,
    )


def _notes(flat: Iterable[Flat]) -> tuple[str, ...]:
    called = Counter(f.source.name for f in flat if f.source and f.source.name in LOWERED)
    sizes = Counter(f.written for f in flat if not f.source or f.source.name not in LOWERED)
    return tuple(
        f"{name}, written {count}×, is lowered to a function of {sizes[name]} instructions"
        for name, count in called.items()
    )


def _instruction(flat: Flat, index: int, pages: int) -> Instruction:
    operand = flat.operand
    if flat.target is not None:
        # A return says 1 + first − index: less what the call spelled, first − call, it is the
        # way from here to behind the call.
        operand = flat.target - index + (flat.name == "return")
    word = operand % 2**32
    if flat.name in ACCESSES:
        word += pages << 24
    taken = operand if flat.name in WITH_OPERAND else None
    text = flat.name if taken is None else f"{flat.name} {taken}"
    if flat.name in ACCESSES:
        text = flat.name if not operand else f"{flat.name} offset={operand}"
    elif flat.name in BRANCHES:
        text = f"{flat.name} {operand:+d}"
    b0, b1, b2, b3 = word.to_bytes(4, "little")
    return Instruction(
        index=index,
        name=flat.name,
        operand=taken,
        text=text,
        position=TOKENS_PER_INSTRUCTION * index + 1,
        immediate=(b0, b1, b2, b3),
        target=flat.target,
        source=flat.source,
        lowered_from=None if flat.written in (flat.name, "call", "end") else flat.written,
    )
