"""Work on single bits: and, or, xor in each place of two bytes, and shifts of a window of two.

The heads of layer 4 read the bits of a low and of a high byte; usually these are bytes of the
first and of the second operand. A shift reads two neighbours of the operand that is shifted
instead: layer 3 moves what the heads look at, and weighs the sixteen bits so that their sum is the
shifted byte.
"""

from __future__ import annotations

import numpy as np

from manim_project.reference.machine.circuits.layer0_spell import POSITION_KEY
from manim_project.reference.machine.circuits.layer2_fetch import when
from manim_project.reference.machine.circuits.residual import (
    BITS,
    NOTHING,
    ONE,
    Head,
    Linear,
    Neuron,
    number_of,
    query_for,
)
from manim_project.reference.machine.circuits.residual import coordinate as c

INDEX, BYTES = c("byte_index"), c("shift_bytes")
REST = c("shift") - 8 * BYTES  # by how many bits a shift moves beyond whole bytes: 0 … 7
LOW_PLACE = c("top_pos") - 4 + INDEX  # where the heads look unless moved
HIGH_PLACE = c("second_pos") - 4 + INDEX


def _moved(opcode: str, which: str, by: Linear, outside: Linear) -> tuple[Neuron, Neuron]:
    """Lets the heads for `which` byte look `by` bytes further up in the operand that is shifted;
    where `outside` is at least 0, at no place after token 0, an opening brace, whose bits are 0."""
    name, place = f"{opcode}: {which} byte", {"low": LOW_PLACE, "high": HIGH_PLACE}[which]
    there = HIGH_PLACE + by
    writes = c(f"{which}_moved")
    return (
        Neuron(name, when(opcode) + 1, there - place, writes),
        Neuron(f"{name} is outside", when(opcode) + outside + 1, -there, writes),
    )


PLACES = (
    # select reads the third value of the stack instead of the second.
    Neuron("select: high byte", when("select") + 1, c("third_pos") - c("second_pos"),
           c("high_moved")),
    *_moved("i32.shl", "low", -BYTES - 1, BYTES - INDEX),
    *_moved("i32.shl", "high", -BYTES, BYTES - INDEX - 1),
    *_moved("i32.shr_u", "low", BYTES, BYTES + INDEX - 4),
    *_moved("i32.shr_u", "high", BYTES + 1, BYTES + INDEX - 3),
)  # fmt: skip


def _weights(right: int) -> np.ndarray:
    """What the bits of the low byte, then of the high one, count in the byte that stands `right`
    bits above the low byte's end, (16,)."""
    places = np.arange(2 * len(BITS)) - right
    return np.where((places >= 0) & (places < len(BITS)), 2.0**places, 0.0)


def _weighing(opcode: str, rights: list[int]) -> tuple[Neuron, ...]:
    """Writes `_weights(rights[REST])`, by straight lines from each REST to the next."""
    names = [f"{which}_weight{bit}" for which in ("low", "high") for bit in BITS]
    table = np.array([_weights(right) for right in rights])  # (8, 16)
    slopes = np.diff(table, axis=0)
    bends = np.diff(slopes, axis=0, prepend=0.0)

    def to(values: np.ndarray) -> Linear:
        return sum((v * c(name) for v, name in zip(values, names, strict=True) if v), NOTHING)

    return (
        Neuron(f"{opcode}: weights", when(opcode) + 1, ONE, to(table[0])),
        *(
            Neuron(f"{opcode}: weights from {rest}", when(opcode) + REST - rest, ONE, to(bend))
            for rest, bend in enumerate(bends)
        ),
    )


WEIGHTS = (
    *_weighing("i32.shl", [8 - rest for rest in BITS]),
    *_weighing("i32.shr_u", [rest for rest in BITS]),
)


def _pair(which: str, place: Linear, bit: int) -> Head:
    """Two bits of the byte at `place`."""
    return Head(
        f"act.{which}_bits{bit}",
        query=query_for(place + c(f"{which}_moved")),
        key=POSITION_KEY,
        value=(c(f"bit{bit}"), c(f"bit{bit + 1}")),
        writes=(c(f"{which}_bit{bit}"), c(f"{which}_bit{bit + 1}")),
    )


HEADS = tuple(
    _pair(which, place, bit)
    for which, place in (("low", LOW_PLACE), ("high", HIGH_PLACE))
    for bit in BITS[::2]
)


def _both(opcode: str, factor: int) -> tuple[Neuron, ...]:
    """Adds `factor` times the bits that are 1 in both bytes."""
    return tuple(
        Neuron(
            f"{opcode}: bit {bit} of both",
            when(opcode) + c(f"low_bit{bit}") + c(f"high_bit{bit}") - 1,
            ONE,
            factor * 2**bit * c("result"),
        )
        for bit in BITS
    )


def _sum(opcode: str) -> Neuron:
    both = number_of("low_bit") + number_of("high_bit")
    return Neuron(f"{opcode}: sum of both", when(opcode) + 1, both, c("result"))


# a or b = a + b − (a and b); a xor b = a + b − 2 (a and b), in each place.
LOGIC = (*_both("i32.and", 1), _sum("i32.or"), *_both("i32.or", -1), _sum("i32.xor"),
         *_both("i32.xor", -2))  # fmt: skip

# The weights are 0 unless a shift runs.
SHIFTED = tuple(
    Neuron(f"i32.shl i32.shr_u: {which} bit {bit}", c(f"{which}_bit{bit}"),
           c(f"{which}_weight{bit}"), c("result"))
    for which in ("low", "high")
    for bit in BITS
)  # fmt: skip
