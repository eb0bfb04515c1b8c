"""The residual stream: every coordinate has a name, given once, here. d = len(COORDINATES)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

COMMITS = (
    # (change of stack depth, value stored to stack, branch taken)
    (+1, True, False),
    (0, True, False),
    (-1, True, False),
    (-1, False, False),
    (-2, False, False),
    (0, False, True),
    (-1, False, True),
)


def commit_text(commit: tuple[int, bool, bool]) -> str:
    """`commit(+1,sts=1,bt=0)`: stack change, stored to stack, branch taken."""
    change, stored, branched = commit
    sign = f"{change:+d}" if change else "0"
    return f"commit({sign},sts={stored:d},bt={branched:d})"


def commit_class(commit: tuple[int, bool, bool]) -> str:
    """The coordinate that says the next token is this commit."""
    return "class." + commit_text(commit)


COORDINATES: tuple[str, ...] = (
    # from the embedding and the position p
    "one", "pos", "pos²", "tie",
    "byte", "carry", "mark", "branch_mark", "Δstack", "Δip", "sts", "bt", "op.x", "op.y",
    # 0 spell
    "byte_index", "in_branch", "value", "high_byte", "line_start", "line_end",
    # 1 count
    "mean Δstack", "mean Δip", "depth", "ip", "stack_key",
    # 2 fetch
    "instruction.x", "instruction.y", "operand", "operand_high", "immediate",
    "stack_key²", "local_key", "local_key²",
    # 3 read
    "top", "top_pos", "second", "second_pos", "local_byte", "local_found",
    "second<top", "second>top", "top_negative", "second_negative", "top_zero",
    "memory_key", "memory_key²",
    # 4 act
    "first_byte", "second_byte", "memory_byte", "memory_found",
    "result", "class.byte", "class.byte'", "class.out", "class.branch_taken", "class.halt",
    "class.trap", *map(commit_class, COMMITS),
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
