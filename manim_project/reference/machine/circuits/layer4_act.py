"""Layer 4, act: the operand bytes, the arithmetic, and which token comes next."""

from __future__ import annotations

from manim_project.reference.machine.circuits import bits
from manim_project.reference.machine.circuits.layer0_spell import POSITION_KEY
from manim_project.reference.machine.circuits.layer2_fetch import CLOSED, when
from manim_project.reference.machine.circuits.layer3_read import LOCAL_WANTED, OFFSET
from manim_project.reference.machine.circuits.residual import (
    CALL,
    CHOOSE,
    COMBINE,
    JUMP,
    NOTHING,
    ONE,
    POP,
    POP_AND_JUMP,
    POP_TWO,
    PUSH,
    REPLACE,
    RETURN,
    Commit,
    Head,
    Linear,
    Neuron,
    newest_key_of,
    number_of,
    query_for,
    step,
    trap_text,
)
from manim_project.reference.machine.circuits.residual import coordinate as c
from manim_project.reference.machine.circuits.tokens import COMPARISONS, LOADS, STORES, TRAP_OPCODES

START, END = c("line_start"), c("line_end")
A, B = c("second_byte"), c("first_byte")  # a is below b on the stack: a + b, a − b
RESULT = c("result")
MEMORY_WANTED = c("top") + OFFSET + c("byte_index")


def _next_byte(name: str, position: Linear, writes: Linear) -> Head:
    """The next of the four bytes that stand before the commit at `position`."""
    return Head(
        name,
        query=query_for(position - 4 + c("byte_index")),
        key=POSITION_KEY,
        value=(c("byte"), NOTHING),
        writes=(writes, NOTHING),
    )


HEADS = (
    _next_byte("act.first", c("top_pos"), B),
    _next_byte("act.second", c("second_pos"), A),
    Head(
        "act.memory",
        query=query_for(MEMORY_WANTED),
        key=newest_key_of(c("memory_key"), c("memory_key²")),
        value=(c("byte"), c("memory_key")),
        writes=(c("memory_byte"), c("memory_found")),
    ),
    _next_byte("act.call", c("call_pos"), c("call_byte")),
    *bits.HEADS,
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


def _borrowing(opcode: str, a: Linear, b: Linear) -> tuple[Neuron, ...]:
    """a − b; at the line's end the borrow of the last byte is dropped: that is mod 2³²."""
    less = b + c("carry") - a - 1
    return _carrying(opcode, a - b - c("carry"), less - 512 * END, +256)


def _carried() -> Linear:
    return c("class.byte'") - c("class.byte")


def _found(
    opcode: str, byte: Linear, found: Linear, wanted: Linear, closed: Linear = NOTHING
) -> tuple[Neuron, ...]:
    """byte·[found = wanted], so that a cell never written reads as a true 0; 0 where `closed`."""
    gate = when(opcode) - CLOSED * closed + found - wanted
    return tuple(
        Neuron(f"{opcode}: byte if found, {label}", gate + shift, byte, weight * RESULT)
        for label, shift, weight in (("d+1", 1, 1), ("d", 0, -2), ("d−1", -1, 1))
    )


def _loaded(opcode: str, past: Linear) -> tuple[Neuron, ...]:
    """The byte at the address, but for the bytes `past` the last that is loaded."""
    return _found(opcode, c("memory_byte"), c("memory_found"), MEMORY_WANTED, past)


def _signed(opcode: str, inside: Linear) -> tuple[Neuron, Neuron]:
    """After a byte of 128 or more the next is 255, but for the bytes `inside`; its highest bit is
    set, and so on."""
    negative = when(opcode) - CLOSED * inside + c("byte") - 128
    return step(f"{opcode}: sign", negative, ONE, 255 * RESULT)


IN_SECOND_HALF = c("past_first") - c("past_second")  # of the line's bytes: 0 or 1
FIRST_BYTE, FIRST_HALF = START, 1 - IN_SECOND_HALF
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

COPIED = ("local.set", "local.tee", "global.set", "i32.store", "i32.store8", "i32.store16",
          "output", "result")  # fmt: skip

ARITHMETIC = (
    _copy("i32.const", c("immediate")),
    *_carrying("i32.add", A + B + c("carry"), A + B + c("carry") - 256, -256),
    *_borrowing("i32.sub", A, B),
    *(
        Neuron(f"i32.{name}: byte", when(f"i32.{name}") + START, PREDICATES[name], RESULT)
        for name in COMPARISONS
    ),
    *_found("local.get", c("local_byte"), c("local_found"), LOCAL_WANTED),
    *_found("global.get", c("local_byte"), c("local_found"), LOCAL_WANTED),
    *_loaded("i32.load", NOTHING),
    *_loaded("i32.load8_u", 1 - FIRST_BYTE),
    *_loaded("i32.load8_s", 1 - FIRST_BYTE),
    *_loaded("i32.load16_u", 1 - FIRST_HALF),
    *_loaded("i32.load16_s", 1 - FIRST_HALF),
    *_signed("i32.load8_s", FIRST_BYTE),
    *_signed("i32.load16_s", FIRST_HALF),
    Neuron("i32.extend8_s: byte", when("i32.extend8_s") + FIRST_BYTE, B, RESULT),
    Neuron("i32.extend16_s: byte", when("i32.extend16_s") + FIRST_HALF, B, RESULT),
    *_signed("i32.extend8_s", FIRST_BYTE),
    *_signed("i32.extend16_s", FIRST_HALF),
    *(_copy(name, B) for name in COPIED),
    Neuron("select: byte if not zero", when("select") + 1 - c("top_zero"),
           number_of("high_bit"), RESULT),
    Neuron("select: byte if zero", when("select") + c("top_zero"), A, RESULT),
    *bits.LOGIC,
    *bits.SHIFTED,
    _copy("br", c("immediate")),
    Neuron("br_if: byte", when("br_if") + c("in_branch"), c("immediate"), RESULT),
    _copy("call", c("immediate")),
    # From here back to behind the call is a fixed number less what the call's line spells.
    *_borrowing("return", c("immediate"), c("call_byte")),
)  # fmt: skip


def _stops(trap: str) -> Linear:
    return _next(trap_text(trap))


def _out_of_bounds(opcode: str, base: Linear, width: int) -> Neuron:
    """Trap instead of the first byte, if the access ends past the last page.

    It fires by the number of bytes past the end: already 1 decides the logits.
    """
    past = base + OFFSET + width - 2.0**16 * c("operand_high")
    gate = when(opcode) - CLOSED * (1 - START) + past
    return Neuron(f"{opcode}: out of bounds", gate, ONE, _stops("out of bounds"))


def exhausted(calls: int) -> Neuron:
    """Trap instead of a call when there are `calls` to return from already."""
    gate = when("call") - CLOSED * (1 - START) + 2 * (c("calls") - calls) + 1
    return Neuron("call: stack exhausted", gate, ONE, 2 * _stops("call stack"))


def _starts(opcode: str, kind: str) -> Neuron:
    return Neuron(f"{opcode}: {kind}", when(opcode) + START, ONE, _next(kind))


WIDTHS = {"": 4, "8_s": 1, "8_u": 1, "16_s": 2, "16_u": 2, "8": 1, "16": 2}
LINE_STARTS = (
    _starts("output", "out"),
    _starts("halt", "halt"),
    *(_starts(opcode, trap_text(trap)) for opcode, trap in TRAP_OPCODES.items()),
    *(_starts(opcode, "branch_taken") for opcode in ("br", "call", "return")),
    Neuron("br_if: branch_taken", when("br_if") + START - c("top_zero"), ONE,
           _next("branch_taken")),
    *(
        _out_of_bounds(f"i32.load{kind}", c("top"), WIDTHS[kind])
        for kind in ("", "8_s", "8_u", "16_s", "16_u")
    ),
    *(_out_of_bounds(f"i32.store{kind}", c("second"), WIDTHS[kind]) for kind in ("", "8", "16")),
)  # fmt: skip

EFFECTS: dict[str, Commit] = {
    **dict.fromkeys(("i32.const", "local.get", "global.get"), PUSH),
    **dict.fromkeys(("i32.eqz", "local.tee", "i32.extend8_s", "i32.extend16_s", *LOADS), REPLACE),
    **dict.fromkeys(
        ("i32.add", "i32.sub", "i32.and", "i32.or", "i32.xor", "i32.shl", "i32.shr_u"), COMBINE
    ),
    **{f"i32.{name}": COMBINE for name in COMPARISONS if name != "eqz"},
    "select": CHOOSE,
    **dict.fromkeys(("local.set", "global.set", "drop", "br_if"), POP),
    **dict.fromkeys(STORES, POP_TWO),
    "br": JUMP,
    "call": CALL,
    "return": RETURN,
}


def _becomes(commit: Commit) -> Linear:
    return c(commit.coordinate) - c("class.byte")


LINE_ENDS = (
    *(
        Neuron(f"{name}: commit", when(name) + END, ONE, _becomes(commit))
        for name, commit in EFFECTS.items()
    ),
    Neuron("br_if: commit, taken", when("br_if") + END + c("in_branch") - 1, ONE,
           c(POP_AND_JUMP.coordinate) - c(POP.coordinate)),
    Neuron("result: halt", when("result") + END, ONE, _next("halt")),
)  # fmt: skip

NEURONS = (*ARITHMETIC, *LINE_STARTS, *LINE_ENDS)
