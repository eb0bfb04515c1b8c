"""Layer 3, read: the top two stack values and the local variable, by looking back."""

from __future__ import annotations

from ..residual import ONE, Head, Neuron, newest_key_of, query_for, step
from ..residual import coordinate as c
from .fetch import CLOSED, when

STACK_KEY = newest_key_of(c("stack_key"), c("stack_key²"))
STACK_VALUE = (c("value"), c("pos"))

# Byte i of local n lives at 4n + i; the byte to emit next has index byte_index.
LOCAL_WANTED = 4 * c("operand") + c("byte_index")

# A memory immediate is the offset in its three low bytes and the number of 64 KiB pages above.
OFFSET = c("operand") - 2.0**24 * c("operand_high")

HEADS = (
    Head(
        "read.top",
        query=query_for(c("depth")),
        key=STACK_KEY,
        value=STACK_VALUE,
        writes=(c("top"), c("top_pos")),
    ),
    Head(
        "read.second",
        query=query_for(c("depth") - 1),
        key=STACK_KEY,
        value=STACK_VALUE,
        writes=(c("second"), c("second_pos")),
    ),
    Head(
        "read.local",
        query=query_for(LOCAL_WANTED),
        key=newest_key_of(c("local_key"), c("local_key²")),
        value=(c("byte"), c("local_key")),
        writes=(c("local_byte"), c("local_found")),
    ),
)

# A store writes one byte cell per value token. At the token of byte i, byte_index is i + 1.
STORED_AT = c("second") + OFFSET + c("byte_index") - 1
STORING = when("i32.store") - CLOSED * c("line_start") + STORED_AT + 1  # a + 1, when writing

NEURONS = (
    *step("second < top, unsigned", c("top") - c("second") - 1, ONE, c("second<top")),
    *step("second > top, unsigned", c("second") - c("top") - 1, ONE, c("second>top")),
    *step("top is negative", c("top") - 2.0**31, ONE, c("top_negative")),
    *step("second is negative", c("second") - 2.0**31, ONE, c("second_negative")),
    Neuron("top is zero", 1 - c("top"), ONE, c("top_zero")),
    # From the parked key (−1, square 1) to the address a, as for locals in layer 2.
    Neuron("i32.store: key", STORING, ONE, c("memory_key")),
    Neuron("i32.store: key²", STORING, STORED_AT - 1, c("memory_key²")),
)
