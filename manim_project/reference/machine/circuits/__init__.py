"""The weights, layer by layer, as named heads and named neurons."""

from __future__ import annotations

from manim_project.reference.machine.circuits import (
    layer0_spell,
    layer1_count,
    layer2_fetch,
    layer3_read,
    layer4_act,
)
from manim_project.reference.machine.circuits.embedding import (
    embedding,
    position_weights,
    unembedding,
)
from manim_project.reference.machine.circuits.layer2_fetch import FRAME
from manim_project.reference.machine.circuits.layer4_act import EFFECTS
from manim_project.reference.machine.circuits.residual import Head, Neuron

__all__ = ["EFFECTS", "FRAME", "embedding", "layers", "position_weights", "unembedding"]


def layers(calls: int) -> dict[str, tuple[tuple[Head, ...], tuple[Neuron, ...]]]:
    """Heads and neurons by layer; `calls` is how many may be open at once."""
    modules = (layer0_spell, layer1_count, layer2_fetch, layer3_read, layer4_act)
    found = {
        module.__name__.rpartition("_")[2]: (module.HEADS, module.NEURONS) for module in modules
    }
    heads, neurons = found["act"]
    return found | {"act": (heads, (*neurons, layer4_act.exhausted(calls)))}
