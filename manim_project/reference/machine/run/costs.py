"""What the operations of a program cost: native or lowered to what, and tokens by operation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from manim_project.reference.machine.circuits.layer2_fetch import TOKENS_PER_INSTRUCTION
from manim_project.reference.machine.loader.flatten import LOWERED
from manim_project.reference.machine.loader.program import Instruction, Program
from manim_project.reference.machine.run.records import Line


@dataclass
class Cost:
    """One operation as written, over a whole run.

    `how`: "native", or what it is lowered to. `prompt_tokens` counts a function that lowering
    links in, too; `trace_tokens` what it and the functions that it calls emitted.
    """

    name: str
    how: str
    written: int = 0
    prompt_tokens: int = 0
    executed: int = 0
    trace_tokens: int = 0


def costs(program: Program, lines: Iterable[Line]) -> tuple[Cost, ...]:
    """The operations of `program` in order of first use, with what `lines` of its trace took."""
    found: dict[str, Cost] = {}
    firsts: set[int] = set()  # the first instruction of each operation as written
    seen: set[tuple[str, int]] = set()
    named = [_named(instruction, program) for instruction in program.instructions]
    for instruction, (name, how) in zip(program.instructions, named, strict=True):
        cost = found.setdefault(name, Cost(name, how))
        cost.prompt_tokens += TOKENS_PER_INSTRUCTION
        source = instruction.source
        if source and not _linked(instruction) and (source.function, source.index) not in seen:
            seen.add((source.function, source.index))
            firsts.add(instruction.index)
            cost.written += 1
    inside, depth = "", 0  # the lowered operation whose function runs, and its calls
    for line in lines:
        instruction = program.instructions[line.instruction]
        name = inside or named[line.instruction][0]
        found[name].executed += not inside and instruction.index in firsts
        found[name].trace_tokens += line.stop - line.start
        if inside or name in LOWERED:
            depth += (instruction.name == "call") - (instruction.name == "return")
            inside = name if depth else ""
    return tuple(found.values())


def _linked(instruction: Instruction) -> bool:
    """Whether it is part of a function that lowering linked in, not a call of it."""
    source, lowered = instruction.source, instruction.lowered_from or ""
    return (lowered in LOWERED or lowered.startswith("$")) and not (
        source and source.name == lowered
    )


def _named(instruction: Instruction, program: Program) -> tuple[str, str]:
    """The operation that an instruction is there for, and how that is done."""
    lowered = instruction.lowered_from
    if lowered in LOWERED or _linked(instruction):
        size = sum(i.lowered_from == lowered and _linked(i) for i in program.instructions)
        return str(lowered), f"a function of {size} instructions"
    if lowered is None:
        return instruction.name, "native"
    if instruction.source is None:
        return f"({lowered})", _SET_UP[lowered]
    return lowered, _PARTS.get(lowered, instruction.name)


# What is not written, and when its instructions run.
_SET_UP = {"data": "before main", "global": "before main", "parameters": "at a call",
           "locals": "at a call"}  # fmt: skip
_PARTS = {"if": "i32.eqz and br_if", "br_table": "comparisons and br_if"}
