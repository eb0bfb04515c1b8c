"""Layer 0, spell: put the last four bytes together, and find the place within the line."""

from __future__ import annotations

from manim_project.reference.machine.circuits.residual import (
    NOTHING,
    ONE,
    Head,
    Neuron,
    key_of,
    number_of,
    query_for,
    step,
)
from manim_project.reference.machine.circuits.residual import coordinate as c

POSITION_KEY = key_of(c("pos"), c("pos²"))


def _byte_back(distance: int) -> Head:
    """The byte `distance` tokens back; on a finished line, byte 4 − distance of its value."""
    weight = 256 ** (4 - distance)
    writes = weight * c("value")
    if distance == 1:
        writes += c("high_byte")
    lowest = distance == 4  # its five low bits are the distance of a shift
    return Head(
        f"spell.back{distance}",
        query=query_for(c("pos") - distance),
        key=POSITION_KEY,
        value=(c("byte"), number_of("bit", 5) if lowest else NOTHING),
        writes=(writes, c("low_five") if lowest else NOTHING),
    )


HEADS = (
    *(_byte_back(distance) for distance in (1, 2, 3, 4)),
    # The latest token that is no byte: score −[byte] + tie. The embedding put p into byte_index;
    # less the position found, it counts the bytes since then.
    Head(
        "spell.line",
        query=(ONE, ONE),
        key=(c("mark") - 1, c("tie")),
        value=(c("pos"), c("branch_mark")),
        writes=(-c("byte_index"), c("in_branch")),
    ),
)

NEURONS = (
    # A new line begins: no byte yet, and not inside a branch_taken line.
    Neuron("line start", 1 - c("byte_index") - c("in_branch"), ONE, c("line_start")),
    Neuron("line end", c("byte_index") - 3, ONE, c("line_end")),
    Neuron("past the first byte", c("byte_index") - 1, ONE, c("past_first")),
    Neuron("past the second byte", c("byte_index") - 2, ONE, c("past_second")),
    # A shift by 8 or more begins with whole bytes.
    *(
        neuron
        for bits in (8, 16, 24)
        for neuron in step(f"low five ≥ {bits}", c("low_five") - bits, ONE, c("low_five_bytes"))
    ),
    # A taken branch moves ip by the signed number its line spells.
    Neuron("branch offset", c("bt"), c("value"), c("Δip")),
    *step(
        "branch offset is negative",
        c("high_byte") - 128 - 256 * (1 - c("bt")),
        ONE,
        -(2.0**32) * c("Δip"),
    ),
)
