"""Layer 1, count: one uniform head averages every step so far; times the count it is the sum."""

from __future__ import annotations

from ..residual import NOTHING, Head, Neuron
from ..residual import coordinate as c

COUNT = c("pos") + 1
MANY = 2.0**17  # more than any position: closes the gate of a token that stores nothing

HEADS = (
    Head(
        "count.steps",
        query=(NOTHING, NOTHING),
        key=(NOTHING, NOTHING),
        value=(c("Δstack"), c("Δip")),
        writes=(c("mean Δstack"), c("mean Δip")),
    ),
)

NEURONS = (
    Neuron("depth = mean × count", COUNT, c("mean Δstack"), c("depth")),
    Neuron("ip = mean × count", COUNT, c("mean Δip"), c("ip")),
    # Only a commit that stores is a stack entry; every other token's key stays parked.
    Neuron("stack key", COUNT - MANY * (1 - c("sts")), c("mean Δstack"), c("stack_key")),
)
