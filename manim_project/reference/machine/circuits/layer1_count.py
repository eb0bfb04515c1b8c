"""Layer 1, count: uniform heads average every step so far; times the count it is the sum."""

from __future__ import annotations

from manim_project.reference.machine.circuits.residual import NOTHING, Head, Linear, Neuron
from manim_project.reference.machine.circuits.residual import coordinate as c

COUNT = c("pos") + 1
MANY = 2.0**21  # more than any position: closes the gate of a token that stores nothing


def _mean(name: str, value: tuple[Linear, Linear], writes: tuple[Linear, Linear]) -> Head:
    """A head whose scores are all 0: every token has the same weight."""
    return Head(name, (NOTHING, NOTHING), (NOTHING, NOTHING), value, writes)


HEADS = (
    _mean("count.steps", (c("Δstack"), c("Δip")), (c("mean Δstack"), c("mean Δip"))),
    _mean("count.calls", (c("Δcalls"), NOTHING), (c("mean Δcalls"), NOTHING)),
)

NEURONS = (
    Neuron("depth = mean × count", COUNT, c("mean Δstack"), c("depth")),
    Neuron("ip = mean × count", COUNT, c("mean Δip"), c("ip")),
    Neuron("calls = mean × count", COUNT, c("mean Δcalls"), c("calls")),
    # Only a commit that stores is a stack entry; every other token's key stays parked.
    Neuron("stack key", COUNT - MANY * (1 - c("sts")), c("mean Δstack"), c("stack_key")),
    # Only the commit of a call is found by the return from it.
    Neuron("call key", COUNT - MANY * (1 - c("called")), c("mean Δcalls"), c("call_key")),
)
