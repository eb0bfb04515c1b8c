"""A program as the machine reads it: flat instructions, and the tokens of the prompt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .flatten import Flat, flatten
from .tokens import BYTE_IDS, CLOSE, OPCODE_IDS, OPEN
from .wasm import MAX_ADDRESS, PAGE, Module, ProgramError, load_module

MAX_TOKENS = 65536  # the tie-breaker p·2⁻¹⁶ stays below 1 for positions before this
PROGRAMS = Path(__file__).resolve().parents[3] / "assets" / "programs"
WITH_OPERAND = frozenset(
    ("i32.const", "local.get", "local.set", "local.tee", "i32.load", "i32.store", "br", "br_if")
)


@dataclass(frozen=True)
class Instruction:
    """One instruction of the machine.

    `operand`: the constant (signed), local index, memory offset or branch displacement; None if it
    takes none. `immediate`: the four bytes in the prompt, lowest first; for a load or store the
    highest is the number of 64 KiB pages. `lowered_from`: the operation as written, where
    lowering made this instruction out of another one.
    """

    index: int
    name: str
    operand: int | None
    text: str
    position: int  # of its opcode token in the prompt
    immediate: tuple[int, int, int, int]
    target: int | None  # the instruction a branch goes to
    source_index: int | None  # of the operation as written
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


def load_program(name: str) -> Program:
    """Loads a sample by name, or a `.wat` or `.wasm` file by path. ProgramError if refused."""
    path = Path(name)
    if path.suffix not in (".wat", ".wasm"):
        sample = PROGRAMS / f"{name}.wat"
        if not sample.is_file():
            known = ", ".join(sorted(p.stem for p in PROGRAMS.glob("*.wat")))
            raise ProgramError(f"no sample program is called {name!r}; there are {known}")
        path = sample
    return build_program(load_module(path), path.stem)


def build_program(module: Module, name: str) -> Program:
    """Flattens, lowers and spells a decoded module. ProgramError if it is too long."""
    flat = flatten(module)
    length = 5 * len(flat) + 2
    if length >= MAX_TOKENS:
        raise ProgramError(
            f"{module.source}: the program has {len(flat)} instructions, a prompt of {length} "
            f"tokens; program and trace together may have {MAX_TOKENS}"
        )
    pages = min(module.pages, MAX_ADDRESS // PAGE)
    instructions = tuple(_instruction(item, i, pages) for i, item in enumerate(flat))
    prompt = [OPEN.id]
    for instruction in instructions:
        prompt += [OPCODE_IDS[instruction.name], *(BYTE_IDS[b] for b in instruction.immediate)]
    prompt.append(CLOSE.id)
    multiplications = sum(operation.name == "i32.mul" for operation in module.operations)
    notes = (
        (f"i32.mul, written {multiplications}×, is lowered to 32 doubling rounds",)
        if multiplications
        else ()
    )
    return Program(name, instructions, tuple(prompt), module.returns, module.pages, notes)


def _instruction(flat: Flat, index: int, pages: int) -> Instruction:
    operand = flat.operand if flat.target is None else flat.target - index
    word = operand % 2**32
    if flat.name in ("i32.load", "i32.store"):
        word += pages << 24
    taken = operand if flat.name in WITH_OPERAND else None
    text = flat.name if taken is None else f"{flat.name} {taken}"
    if flat.name in ("i32.load", "i32.store"):
        text = flat.name if not operand else f"{flat.name} offset={operand}"
    elif flat.name in ("br", "br_if"):
        text = f"{flat.name} {operand:+d}"
    written = flat.source.name if flat.source else None
    b0, b1, b2, b3 = word.to_bytes(4, "little")
    return Instruction(
        index=index,
        name=flat.name,
        operand=taken,
        text=text,
        position=5 * index + 1,
        immediate=(b0, b1, b2, b3),
        target=flat.target,
        source_index=flat.source.index if flat.source else None,
        lowered_from=None if written in (flat.name, "call", "end") else written,
    )
