"""The residual stream: every coordinate has a name, given once, here. d = len(COORDINATES)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


class Commit(NamedTuple):
    """What the last token of a line says."""

    stack_change: int
    stored: bool = False  # the line's value is the new top of the stack
    branched: bool = False  # the line's value is how far ip moves
    calls: int = 0  # change of the number of calls not yet returned from

    @property
    def text(self) -> str:
        """`commit(+1,sts=1,bt=0)`: stack change, stored to stack, branch taken."""
        change = f"{self.stack_change:+d}" if self.stack_change else "0"
        calls = f",call={self.calls:+d}" if self.calls else ""
        return f"commit({change},sts={self.stored:d},bt={self.branched:d}{calls})"

    @property
    def coordinate(self) -> str:
        """The coordinate that says the next token is this commit."""
        return f"class.{self.text}"


PUSH, REPLACE, COMBINE = (Commit(change, stored=True) for change in (+1, 0, -1))
CHOOSE = Commit(-2, stored=True)
POP, POP_TWO = Commit(-1), Commit(-2)
JUMP, POP_AND_JUMP = Commit(0, branched=True), Commit(-1, branched=True)
CALL, RETURN = Commit(0, branched=True, calls=+1), Commit(0, branched=True, calls=-1)
COMMITS = (PUSH, REPLACE, COMBINE, CHOOSE, POP, POP_TWO, JUMP, POP_AND_JUMP, CALL, RETURN)

# Why a program may be stopped, in wasmtime's words, by what the trap's token says.
TRAPS = {
    "unreachable": "wasm `unreachable` instruction executed",
    "divide by zero": "integer divide by zero",
    "overflow": "integer overflow",
    "out of bounds": "out of bounds memory access",
    "call stack": "call stack exhausted",
}


def trap_text(trap: str) -> str:
    """The token that stops a program: `trap(overflow)`."""
    return f"trap({trap})"


BITS = range(8)  # of a byte, the lowest first


def each_bit(name: str) -> tuple[str, ...]:
    """The coordinates name0 … name7, one for each bit of a byte."""
    return tuple(f"{name}{bit}" for bit in BITS)


COORDINATES: tuple[str, ...] = (
    # from the embedding and the position p
    "one", "pos", "pos²", "tie",
    "byte", *each_bit("bit"), "carry", "mark", "branch_mark",
    "Δstack", "Δip", "Δcalls", "sts", "bt", "called", "op.x", "op.y",
    # 0 spell
    "byte_index", "in_branch", "value", "high_byte", "line_start", "line_end",
    "past_first", "past_second", "low_five", "low_five_bytes",
    # 1 count
    "mean Δstack", "mean Δip", "mean Δcalls", "depth", "ip", "calls", "stack_key", "call_key",
    # 2 fetch
    "instruction.x", "instruction.y", "operand", "operand_high", "immediate",
    "stack_key²", "call_key²", "frame", "local_key", "local_key²",
    # 3 read
    "top", "top_pos", "second", "second_pos", "third_pos", "local_byte", "local_found",
    "shift", "shift_bytes", "call_pos",
    "second<top", "second>top", "top_negative", "second_negative", "top_zero",
    "memory_key", "memory_key²",
    "low_moved", "high_moved", *each_bit("low_weight"), *each_bit("high_weight"),
    # 4 act
    "first_byte", "second_byte", "memory_byte", "memory_found", "call_byte",
    *each_bit("low_bit"), *each_bit("high_bit"),
    "result", "class.byte", "class.byte'", "class.out", "class.branch_taken", "class.halt",
    *(f"class.{trap_text(trap)}" for trap in TRAPS), *(commit.coordinate for commit in COMMITS),
)  # fmt: skip


@dataclass(frozen=True)
class Linear:
    """A linear function of the residual stream, by coordinate name; integers stand on "one"."""

    terms: Mapping[str, float] = field(default_factory=dict)

    def __add__(self, other: Linear | float) -> Linear:
        total = dict(self.terms)
        for name, coefficient in _linear(other).terms.items():
            total[name] = total.get(name, 0.0) + coefficient
        return Linear({name: value for name, value in total.items() if value != 0.0})

    def __mul__(self, factor: float) -> Linear:
        return Linear({name: value * factor for name, value in self.terms.items() if factor})

    def __neg__(self) -> Linear:
        return self * -1.0

    def __sub__(self, other: Linear | float) -> Linear:
        return self + -_linear(other)

    def __rsub__(self, other: float) -> Linear:
        return -self + other

    __radd__ = __add__
    __rmul__ = __mul__

    def vector(self) -> np.ndarray:
        """The row of a weight matrix, (d,)."""
        row = np.zeros(len(COORDINATES))
        for name, coefficient in self.terms.items():
            row[COORDINATES.index(name)] = coefficient
        return row


def _linear(value: Linear | float) -> Linear:
    return value if isinstance(value, Linear) else Linear({"one": float(value)} if value else {})


def coordinate(name: str) -> Linear:
    """The coordinate `name` as a linear function. ValueError if there is none of that name."""
    if name not in COORDINATES:
        raise ValueError(f"no residual coordinate is called {name!r}")
    return Linear({name: 1.0})


ONE = coordinate("one")
NOTHING = Linear()


@dataclass(frozen=True)
class Head:
    """One attention head by name: rows of W_Q, W_K, W_V and, for each of the two value entries,
    the coordinates that W_O adds it to."""

    name: str
    query: tuple[Linear, Linear]
    key: tuple[Linear, Linear]
    value: tuple[Linear, Linear]
    writes: tuple[Linear, Linear]


@dataclass(frozen=True)
class Neuron:
    """One gated neuron by name: adds value·ReLU(gate) to the coordinates in `writes`."""

    name: str
    gate: Linear
    value: Linear
    writes: Linear


def number_of(bits: str, count: int = len(BITS)) -> Linear:
    """The number that the `count` lowest of the coordinates bits0 … bits7 spell."""
    return sum((2**bit * coordinate(f"{bits}{bit}") for bit in BITS[:count]), NOTHING)


def key_of(address: Linear, square: Linear) -> tuple[Linear, Linear]:
    """The parabola key (2a, −a²); `square` is the coordinate that holds a²."""
    return 2 * address, -square


def newest_key_of(address: Linear, square: Linear) -> tuple[Linear, Linear]:
    """The parabola key with the tie-breaker p·2⁻¹⁶, so that of equal addresses the latest wins."""
    return 2 * address, coordinate("tie") - square


def query_for(address: Linear) -> tuple[Linear, Linear]:
    """The query (i, 1): its score against key a is i² − (i−a)², highest at a = i."""
    return address, ONE


def step(name: str, at_least_0: Linear, value: Linear, writes: Linear) -> tuple[Neuron, Neuron]:
    """value·[z ≥ 0] for an integer z, as value·(ReLU(z+1) − ReLU(z))."""
    return (
        Neuron(f"{name}, z+1", at_least_0 + 1, value, writes),
        Neuron(f"{name}, z", at_least_0, value, -writes),
    )
