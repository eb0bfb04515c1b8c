"""All weights side by side: every matrix has the residual width as one of its sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from manim_project.reference.machine.transformer import Transformer

KINDS = {"W_Q": "query", "W_K": "key", "W_V": "value"}  # of what projects; all else is plain


@dataclass(frozen=True)
class WeightField:
    """n weight vectors of width d as columns, part after part, in the order of a forward pass.

    A part is the embedding (tokens, then positions), a layer (its heads' W_Q, W_K, W_V and W_O,
    then its neurons' gates, values and outputs) or the unembedding.
    """

    columns: np.ndarray  # (d, n)
    parts: tuple[str, ...]  # names, in order
    part_of: np.ndarray  # (n,) index of each column's part
    kind_of: np.ndarray  # (n,) "query", "key", "value" or "plain"
    lit: np.ndarray  # (parts,) how many weights are not zero up to the end of each part


def weight_field(model: Transformer, layers: Sequence[str]) -> WeightField:
    """The weights of a transformer whose layers have these names."""
    blocks: list[tuple[int, str, np.ndarray]] = [
        (0, "plain", model.embedding.T),
        (0, "plain", model.position.T),
    ]
    for number, layer in enumerate(model.layers, 1):
        for name, array in vars(layer).items():
            blocks.append((number, KINDS.get(name, "plain"), _columns(name, array)))
    parts = ("embedding", *layers, "unembedding")
    blocks.append((len(parts) - 1, "plain", model.unembedding.T))
    counts = np.zeros(len(parts), dtype=int)
    for part, _, block in blocks:
        counts[part] += np.count_nonzero(block)
    return WeightField(
        columns=np.concatenate([block for _, _, block in blocks], axis=1),
        parts=parts,
        part_of=np.concatenate([np.full(b.shape[1], part) for part, _, b in blocks]),
        kind_of=np.concatenate([np.full(b.shape[1], kind) for _, kind, b in blocks]),
        lit=counts.cumsum(),
    )


def _columns(name: str, array: np.ndarray) -> np.ndarray:
    """A layer's weights as (d, columns): head after head, or neuron after neuron."""
    if name == "W_out":
        return array
    if name == "W_O":  # (H, d, k)
        return np.concatenate(list(array), axis=1)
    return array.reshape(-1, array.shape[-1]).T
