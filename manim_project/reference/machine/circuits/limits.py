"""How far addresses and calls can be told apart, by the number of positions."""

from __future__ import annotations

from manim_project.reference.machine.circuits.layer2_fetch import FRAME

POSITIONS = 2**16  # tokens of program and trace together, unless more are asked for,


MOST_POSITIONS = 2**20  # and at most: 2³⁰ times the tie-breaker is still enough for softmax


def address_limit(positions: int) -> int:
    """Addresses below this are exact among that many positions.

    A score 2ia − a² + p/positions needs 2a²·positions ≤ 2⁵³ to be exact in float64.
    """
    return 2 ** ((52 - (positions - 1).bit_length()) // 2)


def call_limit(positions: int) -> int:
    """How many calls may be open at once: the locals of all have exact addresses."""
    return address_limit(positions) // (4 * FRAME) - 2
