"""The weights, layer by layer, as named heads and named neurons."""

from __future__ import annotations

from . import act, count, fetch, read, spell
from .embedding import embedding, position_weights, unembedding

LAYERS = {"spell": spell, "count": count, "fetch": fetch, "read": read, "act": act}

__all__ = ["LAYERS", "embedding", "position_weights", "unembedding"]
