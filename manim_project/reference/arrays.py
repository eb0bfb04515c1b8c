"""Arrays of the reference model: their types, and a product that is the same everywhere."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def product(left: NDArray, right: NDArray) -> NDArray:
    """left @ right, (…, n) by (n, m) or (n,), to the last bit the same on every processor.

    BLAS adds up in an order, and fuses multiplications with additions, as suits the processor;
    here the n products are added one after the other.
    """
    if right.ndim == 1:
        return product(left, right[:, None])[..., 0]
    total = left[..., 0, None] * right[0]
    for i in range(1, len(right)):
        total = total + left[..., i, None] * right[i]
    return total
