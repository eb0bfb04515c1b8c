"""The weights, layer by layer, as named heads and named neurons."""

from __future__ import annotations

from manim_project.reference.machine.circuits import act, count, fetch, read, spell
from manim_project.reference.machine.circuits.act import EFFECTS
from manim_project.reference.machine.circuits.embedding import (
    embedding,
    position_weights,
    unembedding,
)
from manim_project.reference.machine.circuits.fetch import FRAME
from manim_project.reference.machine.circuits.residual import Head, Neuron

__all__ = ["EFFECTS", "FRAME", "embedding", "layers", "position_weights", "unembedding"]


def layers(calls: int) -> dict[str, tuple[tuple[Head, ...], tuple[Neuron, ...]]]:
    """Heads and neurons by layer; `calls` is how many may be open at once."""
    found = {module.__name__.rpartition(".")[2]: (module.HEADS, module.NEURONS)
             for module in (spell, count, fetch, read, act)}  # fmt: skip
    heads, neurons = found["act"]
    return found | {"act": (heads, (*neurons, act.exhausted(calls)))}
