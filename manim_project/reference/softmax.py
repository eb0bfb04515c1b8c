"""Softmax with a multiplier, and how hard the machine's attention is."""

import numpy as np
from numpy.typing import ArrayLike

from manim_project.reference.arrays import Floats

HARD_EXPONENT = 30
HARDNESS = 2**HARD_EXPONENT


def softmax(scores: ArrayLike, beta: float = 1.0) -> Floats:
    """Softmax of β · scores along the last axis: (…, n) to (…, n), each row's sum 1.

    e^(β(s_j − max)) / Σ_k e^(β(s_k − max)). Subtracting the maximum changes nothing on paper and
    keeps the exponentials from overflowing; with a large β the losers underflow to exactly 0.0.
    A score of −inf gets weight 0. Raises ValueError if `beta` is not finite and above 0.
    """
    if not 0 < beta < np.inf:
        raise ValueError(f"beta {beta}: give a finite multiplier above 0")
    rows = np.asarray(scores, dtype=np.float64)
    weights = rows - rows.max(axis=-1, keepdims=True)
    weights *= beta  # in place from here on: a scan of all keys spends its time on these
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights
