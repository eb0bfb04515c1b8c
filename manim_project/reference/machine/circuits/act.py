"""Layer 4, act: the operand bytes, the arithmetic, and which token comes next."""

from __future__ import annotations

from ..residual import (
    COMMITS,
    NOTHING,
    ONE,
    Head,
    Linear,
    Neuron,
    commit_class,
    newest_key_of,
    query_for,
    step,
)
from ..residual import coordinate as c
from ..tokens import COMPARISONS
from .fetch import CLOSED, when
from .read import LOCAL_WANTED, OFFSET
from .spell import POSITION_KEY

START, END = c("line_start"), c("line_end")
A, B = c("second_byte"), c("first_byte")  # a is below b on the stack: a + b, a − b
RESULT = c("result")
MEMORY_WANTED = c("top") + OFFSET + c("byte_index")


def _operand_byte(name: str, position: Linear, writes: Linear) -> Head:
    """The next byte of a stack value, whose four bytes stand before its commit."""
    return Head(
        name,
        query=query_for(position - 4 + c("byte_index")),
        key=POSITION_KEY,
        value=(c("byte"), NOTHING),
        writes=(writes, NOTHING),
    )


HEADS = (
    _operand_byte("act.first", c("top_pos"), B),
    _operand_byte("act.second", c("second_pos"), A),
    Head(
        "act.memory",
        query=query_for(MEMORY_WANTED),
        key=newest_key_of(c("memory_key"), c("memory_key²")),
        value=(c("byte"), c("memory_key")),
        writes=(c("memory_byte"), c("memory_found")),
    ),
)


def _next(kind: str) -> Linear:
    """Adds: the next token is of this class and not a plain byte."""
    return c(f"class.{kind}") - c("class.byte")


def _copy(opcode: str, value: Linear) -> Neuron:
    return Neuron(f"{opcode}: byte", when(opcode) + 1, value, RESULT)


def _carrying(opcode: str, sum_: Linear, overflow: Linear, modulus: int) -> tuple[Neuron, ...]:
    """byte = sum ∓ 256·carry, where carry = [overflow ≥ 0]; a carry marks the byte emitted."""
    carry = step(f"{opcode}: carry", when(opcode) + overflow, ONE, modulus * RESULT + _carried())
    return (_copy(opcode, sum_), *carry)


def _carried() -> Linear:
    return c("class.byte'") - c("class.byte")


def _found(opcode: str, byte: Linear, found: Linear, wanted: Linear) -> tuple[Neuron, ...]:
    """byte·[found = wanted], so that a cell never written reads as a true 0."""
    gate = when(opcode) + found - wanted
    return tuple(
        Neuron(f"{opcode}: byte if found, {label}", gate + shift, byte, weight * RESULT)
        for label, shift, weight in (("d+1", 1, 1), ("d", 0, -2), ("d−1", -1, 1))
    )


BELOW, ABOVE = c("second<top"), c("second>top")
SIGN = c("second_negative") - c("top_negative")
BELOW_SIGNED, ABOVE_SIGNED = BELOW + SIGN, ABOVE - SIGN  # each is 0 or 1
PREDICATES: dict[str, Linear] = {
    "eqz": c("top_zero"),
    "eq": 1 - BELOW - ABOVE,
    "ne": BELOW + ABOVE,
    "lt_s": BELOW_SIGNED,
    "lt_u": BELOW,
    "gt_s": ABOVE_SIGNED,
    "gt_u": ABOVE,
    "le_s": 1 - ABOVE_SIGNED,
    "le_u": 1 - ABOVE,
    "ge_s": 1 - BELOW_SIGNED,
    "ge_u": 1 - BELOW,
}

ARITHMETIC = (
    _copy("i32.const", c("immediate")),
    *_carrying("i32.add", A + B + c("carry"), A + B + c("carry") - 256, -256),
    # At the line's end the borrow of the last byte is dropped: that is mod 2³².
    *_carrying("i32.sub", A - B - c("carry"), B + c("carry") - A - 1 - 512 * END, +256),
    *(
        Neuron(f"i32.{name}: byte", when(f"i32.{name}") + START, PREDICATES[name], RESULT)
        for name in COMPARISONS
    ),
    *_found("local.get", c("local_byte"), c("local_found"), LOCAL_WANTED),
    *_found("i32.load", c("memory_byte"), c("memory_found"), MEMORY_WANTED),
    *(_copy(name, B) for name in ("local.set", "local.tee", "i32.store", "output", "return")),
    _copy("br", c("immediate")),
    Neuron("br_if: byte", when("br_if") + c("in_branch"), c("immediate"), RESULT),
)


def _out_of_bounds(opcode: str, base: Linear) -> Neuron:
    """Trap instead of the first byte, if the access ends past the last page.

    It fires by the number of bytes past the end: already 1 decides the logits.
    """
    past = base + OFFSET + 4 - 2.0**16 * c("operand_high")
    gate = when(opcode) - CLOSED * (1 - START) + past
    return Neuron(f"{opcode}: out of bounds", gate, ONE, _next("trap"))


def _starts(opcode: str, kind: str) -> Neuron:
    return Neuron(f"{opcode}: {kind}", when(opcode) + START, ONE, _next(kind))


LINE_STARTS = (
    _starts("output", "out"),
    _starts("halt", "halt"),
    _starts("unreachable", "trap"),
    _starts("br", "branch_taken"),
    Neuron("br_if: branch_taken", when("br_if") + START - c("top_zero"), ONE,
           _next("branch_taken")),
    _out_of_bounds("i32.load", c("top")),
    _out_of_bounds("i32.store", c("second")),
)  # fmt: skip

PUSH, REPLACE, COMBINE, POP, POP_TWO, JUMP, POP_AND_JUMP = COMMITS
EFFECTS: dict[str, tuple[int, bool, bool]] = {
    "i32.const": PUSH,
    "local.get": PUSH,
    "i32.eqz": REPLACE,
    "i32.load": REPLACE,
    "local.tee": REPLACE,
    "i32.add": COMBINE,
    "i32.sub": COMBINE,
    **{f"i32.{name}": COMBINE for name in COMPARISONS if name != "eqz"},
    "local.set": POP,
    "drop": POP,
    "br_if": POP,
    "i32.store": POP_TWO,
    "br": JUMP,
}


def _becomes(commit: tuple[int, bool, bool]) -> Linear:
    return c(commit_class(commit)) - c("class.byte")


LINE_ENDS = (
    *(
        Neuron(f"{name}: commit", when(name) + END, ONE, _becomes(commit))
        for name, commit in EFFECTS.items()
    ),
    Neuron("br_if: commit, taken", when("br_if") + END + c("in_branch") - 1, ONE,
           c(commit_class(POP_AND_JUMP)) - c(commit_class(POP))),
    Neuron("return: halt", when("return") + END, ONE, _next("halt")),
)  # fmt: skip

NEURONS = (*ARITHMETIC, *LINE_STARTS, *LINE_ENDS)
