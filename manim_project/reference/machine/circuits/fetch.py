"""Layer 2, fetch: the instruction at ip, its operand, and the keys of the local variables."""

from __future__ import annotations

from ..residual import NOTHING, ONE, Head, Linear, Neuron, query_for
from ..residual import coordinate as c
from ..tokens import OPCODE_POINTS, RADIUS_SQUARED
from .spell import POSITION_KEY

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

# Byte i of local n lives at 4n + i. At the token of byte i, byte_index is already i + 1.
LOCAL_BYTE = 4 * c("operand") + c("byte_index") - 1


def _local_key(opcode: str) -> tuple[Neuron, Neuron]:
    """Moves the parked key (−1, square 1) of a byte being written to its address a."""
    opened = when(opcode) - CLOSED * c("line_start") + LOCAL_BYTE + 1  # a + 1, when writing
    return (
        Neuron(f"{opcode}: key", opened, ONE, c("local_key")),
        Neuron(f"{opcode}: key²", opened, LOCAL_BYTE - 1, c("local_key²")),  # (a+1)(a−1) = a² − 1
    )


NEURONS = (
    Neuron("stack key²", c("stack_key"), c("stack_key"), c("stack_key²")),
    *_local_key("local.set"),
    *_local_key("local.tee"),
)
