"""The vocabulary: 806 tokens, shared by program and trace."""

from __future__ import annotations

from dataclasses import dataclass

from .residual import COMMITS, commit_text

COMPARISONS = ("eqz", "eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u")
OPCODES: tuple[str, ...] = (
    "i32.const", "i32.add", "i32.sub", *(f"i32.{name}" for name in COMPARISONS),
    "local.get", "local.set", "local.tee", "i32.load", "i32.store", "drop", "br", "br_if",
    "output", "halt", "return", "unreachable",
)  # fmt: skip

RADIUS_SQUARED = 1105
# 1105 = 5·13·17 is the smallest number that is a sum of two squares in 32 signed, ordered ways:
# the inner product of two different points is at most 1104, so one neuron tests one opcode.
LATTICE = tuple(
    (x, y) for x in range(-33, 34) for y in range(-33, 34) if x * x + y * y == RADIUS_SQUARED
)
OPCODE_POINTS: dict[str, tuple[int, int]] = dict(zip(OPCODES, LATTICE, strict=False))


@dataclass(frozen=True)
class Token:
    """One entry of the vocabulary.

    kind: brace, opcode, immediate (a byte of the program), value (a byte of the trace), commit,
    branch, out, halt or trap. `stack_change`, `stored` and `branched` are what a commit says.
    """

    id: int
    text: str
    kind: str
    byte: int | None = None
    carry: bool = False
    stack_change: int = 0
    stored: bool = False
    branched: bool = False


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
    entries += [
        {
            "text": commit_text(commit),
            "kind": "commit",
            "stack_change": commit[0],
            "stored": commit[1],
            "branched": commit[2],
        }
        for commit in COMMITS
    ]
    entries += [
        {"text": "branch_taken", "kind": "branch"},
        {"text": "halt", "kind": "halt"},
        {"text": "trap", "kind": "trap"},
    ]
    return tuple(Token(id=number, **entry) for number, entry in enumerate(entries))


VOCABULARY = vocabulary()
OPEN, CLOSE = VOCABULARY[0], VOCABULARY[1]
OPCODE_IDS = {token.text: token.id for token in VOCABULARY if token.kind == "opcode"}
BYTE_IDS = tuple(t.id for t in VOCABULARY if t.kind == "value" and not t.carry)
STOP_IDS = frozenset(token.id for token in VOCABULARY if token.kind in ("halt", "trap"))
