"""Layer 3, read: the top two stack values and the local variable, by looking back."""

from __future__ import annotations

from manim_project.reference.machine.circuits import bits
from manim_project.reference.machine.circuits.layer2_fetch import write_key
from manim_project.reference.machine.circuits.residual import (
    NOTHING,
    ONE,
    Head,
    Neuron,
    newest_key_of,
    query_for,
    step,
)
from manim_project.reference.machine.circuits.residual import coordinate as c

STACK_KEY = newest_key_of(c("stack_key"), c("stack_key²"))
STACK_VALUE = (c("value"), c("pos"))

# Byte i of slot n lives at 4n + i; the byte to emit next has index byte_index.
LOCAL_WANTED = 4 * c("operand") + c("frame") + c("byte_index")

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
    Head(
        "read.third",
        query=query_for(c("depth") - 2),
        key=STACK_KEY,
        value=(c("pos"), NOTHING),
        writes=(c("third_pos"), NOTHING),
    ),
    Head(
        "read.shift",
        query=query_for(c("depth")),
        key=STACK_KEY,
        value=(c("low_five"), c("low_five_bytes")),
        writes=(c("shift"), c("shift_bytes")),
    ),
    # The latest call at this depth of calls is the one to return from.
    Head(
        "read.call",
        query=query_for(c("calls")),
        key=newest_key_of(c("call_key"), c("call_key²")),
        value=(c("pos"), NOTHING),
        writes=(c("call_pos"), NOTHING),
    ),
)

# A store writes a byte cell per value token, as many as it is wide. At the token of byte i,
# byte_index is i + 1; a token past the last cell is closed.
STORED_AT = c("second") + OFFSET + c("byte_index") - 1
CLOSED_TO = {
    "i32.store": c("line_start"),
    "i32.store8": c("line_start") + c("past_first"),
    "i32.store16": c("line_start") + c("past_second"),
}

NEURONS = (
    *step("second < top, unsigned", c("top") - c("second") - 1, ONE, c("second<top")),
    *step("second > top, unsigned", c("second") - c("top") - 1, ONE, c("second>top")),
    *step("top is negative", c("top") - 2.0**31, ONE, c("top_negative")),
    *step("second is negative", c("second") - 2.0**31, ONE, c("second_negative")),
    Neuron("top is zero", 1 - c("top"), ONE, c("top_zero")),
    *(
        neuron
        for opcode, closed in CLOSED_TO.items()
        for neuron in write_key(opcode, STORED_AT, "memory_key", closed)
    ),
    *bits.PLACES,
    *bits.WEIGHTS,
)
