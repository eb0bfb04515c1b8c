"""The vocabulary: every token, shared by program and trace."""

from __future__ import annotations

from dataclasses import dataclass

from manim_project.reference.machine.circuits.residual import COMMITS, TRAPS, trap_text

COMPARISONS = ("eqz", "eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u")
# Bytes that each reads or writes.
LOADS = {"i32.load": 4, "i32.load8_s": 1, "i32.load8_u": 1, "i32.load16_s": 2, "i32.load16_u": 2}
STORES = {"i32.store": 4, "i32.store8": 1, "i32.store16": 2}
TRAP_OPCODES = {"unreachable": "unreachable", "trap.divide": "divide by zero",
                "trap.overflow": "overflow"}  # fmt: skip
OPCODES: tuple[str, ...] = (
    "i32.const", "i32.add", "i32.sub", *(f"i32.{name}" for name in COMPARISONS),
    "local.get", "local.set", "local.tee", "i32.load", "i32.store", "drop", "br", "br_if",
    "output", "halt", "result", "i32.and", "i32.or", "i32.xor", "i32.shl", "i32.shr_u",
    "i32.extend8_s", "i32.extend16_s", "select", "global.get", "global.set",
    "i32.load8_s", "i32.load8_u", "i32.load16_s", "i32.load16_u", "i32.store8", "i32.store16",
    "call", "return", *TRAP_OPCODES,
)  # fmt: skip

RADIUS_SQUARED = 5525
# 5525 = 5²·13·17 is the smallest number that is a sum of two squares in 48 signed, ordered ways:
# the inner product of two different points is at most 5524, so one neuron tests one opcode.
LATTICE = tuple(
    (x, y) for x in range(-74, 75) for y in range(-74, 75) if x * x + y * y == RADIUS_SQUARED
)
OPCODE_POINTS: dict[str, tuple[int, int]] = dict(zip(OPCODES, LATTICE, strict=False))


@dataclass(frozen=True)
class Token:
    """One entry of the vocabulary.

    kind: brace, opcode, immediate (a byte of the program), value (a byte of the trace), commit,
    branch, out, halt or trap. `stack_change`, `stored`, `branched` and `calls`: what a commit says.
    """

    id: int
    text: str
    kind: str
    byte: int | None = None
    carry: bool = False
    stack_change: int = 0
    stored: bool = False
    branched: bool = False
    calls: int = 0


def vocabulary() -> tuple[Token, ...]:
    """All tokens, in order of id."""
    entries: list[dict] = [{"text": "{", "kind": "brace"}, {"text": "}", "kind": "brace"}]
    entries += [{"text": name, "kind": "opcode"} for name in OPCODES]
    entries += [{"text": f"{b:02X}", "kind": "value", "byte": b} for b in range(256)]
    entries += [
        {"text": f"{b:02X}'", "kind": "value", "byte": b, "carry": True} for b in range(256)
    ]
    entries += [
        {"text": f"out({b:02X})", "kind": "out", "byte": b, "stack_change": -1} for b in range(256)
    ]
    entries += [{"text": commit.text, "kind": "commit", **commit._asdict()} for commit in COMMITS]
    entries += [{"text": "branch_taken", "kind": "branch"}, {"text": "halt", "kind": "halt"}]
    entries += [{"text": trap_text(trap), "kind": "trap"} for trap in TRAPS]
    return tuple(Token(id=number, **entry) for number, entry in enumerate(entries))


VOCABULARY = vocabulary()
OPEN, CLOSE = VOCABULARY[0], VOCABULARY[1]
OPCODE_IDS = {token.text: token.id for token in VOCABULARY if token.kind == "opcode"}
BYTE_IDS = tuple(t.id for t in VOCABULARY if t.kind == "value" and not t.carry)
STOP_IDS = frozenset(token.id for token in VOCABULARY if token.kind in ("halt", "trap"))
