"""Layer 2, fetch: the instruction at ip, its operand, and the keys of the local variables."""

from __future__ import annotations

from manim_project.reference.machine.circuits.layer0_spell import POSITION_KEY
from manim_project.reference.machine.circuits.residual import (
    NOTHING,
    ONE,
    Head,
    Linear,
    Neuron,
    query_for,
)
from manim_project.reference.machine.circuits.residual import coordinate as c
from manim_project.reference.machine.circuits.tokens import OPCODE_POINTS, RADIUS_SQUARED

TOKENS_PER_INSTRUCTION = 5
OPCODE_AT = TOKENS_PER_INSTRUCTION * c("ip") + 1
CLOSED = 2.0**40  # outweighs every 32-bit number a gate may add to an opcode test


def when(opcode: str) -> Linear:
    """0 where the fetched instruction is `opcode`, at most −2⁴⁰ elsewhere."""
    x, y = OPCODE_POINTS[opcode]
    return CLOSED * (x * c("instruction.x") + y * c("instruction.y") - RADIUS_SQUARED)


HEADS = (
    Head(
        "fetch.opcode",
        query=query_for(OPCODE_AT),
        key=POSITION_KEY,
        value=(c("op.x"), c("op.y")),
        writes=(c("instruction.x"), c("instruction.y")),
    ),
    # The token after the four immediate bytes has spelled them as one number.
    Head(
        "fetch.operand",
        query=query_for(OPCODE_AT + TOKENS_PER_INSTRUCTION),
        key=POSITION_KEY,
        value=(c("value"), c("high_byte")),
        writes=(c("operand"), c("operand_high")),
    ),
    Head(
        "fetch.immediate",
        query=query_for(OPCODE_AT + 1 + c("byte_index")),
        key=POSITION_KEY,
        value=(c("byte"), NOTHING),
        writes=(c("immediate"), NOTHING),
    ),
)

# A variable is a slot of four byte cells: byte i of slot n lives at 4n + i. The slots of a call's
# locals come after those of its caller's, and before all of them are the globals.
FRAME = 64  # slots of a call
FRAME_START = 4 * FRAME * c("calls")
WRITTEN = 4 * c("operand") + c("byte_index") - 1  # at the token of byte i, byte_index is i + 1


def write_key(opcode: str, at: Linear, key: str, closed: Linear) -> tuple[Neuron, Neuron]:
    """Moves the parked key (−1, square 1) of a byte being written to its address `at`, a ≥ 0.

    `closed` is 0 where a cell is written, at least 1 at the line's other tokens.
    """
    opened = when(opcode) - CLOSED * closed + at + 1  # a + 1, when writing
    return (
        Neuron(f"{opcode}: key", opened, ONE, c(key)),
        Neuron(f"{opcode}: key²", opened, at - 1, c(f"{key}²")),  # (a + 1)(a − 1) = a² − 1
    )


NEURONS = (
    Neuron("stack key²", c("stack_key"), c("stack_key"), c("stack_key²")),
    Neuron("call key²", c("call_key"), c("call_key"), c("call_key²")),
    Neuron("local.get: frame", when("local.get") + 1, FRAME_START, c("frame")),
    *write_key("local.set", WRITTEN + FRAME_START, "local_key", c("line_start")),
    *write_key("local.tee", WRITTEN + FRAME_START, "local_key", c("line_start")),
    *write_key("global.set", WRITTEN, "local_key", c("line_start")),
)
