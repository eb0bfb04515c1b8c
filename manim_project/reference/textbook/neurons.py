"""The feed-forward of `film_block`, neuron by neuron, as it can be redone by hand."""

from dataclasses import dataclass

import numpy as np

from manim_project.reference.arrays import Floats, Ints
from manim_project.reference.textbook.worked_block import film_block


@dataclass(frozen=True)
class Neuron:
    """What one neuron does for a token: it adds some columns of the stream, and lays the sum on
    some. All weights into it and out of it are zeros and ones, so that this is all of it.
    """

    reads: Ints  # the columns that it adds up
    inputs: Floats  # what stands there
    total: float  # their sum; above zero, so that the ReLU leaves it as it is
    writes: Ints  # the columns on which the sum is laid
    laid: Floats  # (columns,) the sum there, 0 elsewhere


def neurons(token: str = "cat") -> tuple[Neuron, ...]:
    """The neurons of `film_block` as they act on a token. Raises ValueError for an unknown one.

    For *cat* the stream is ≈ (1, 2, 2, 1), and the sums are ≈ 3, 5 and 3.
    """
    block = film_block()
    if token not in block.tokens:
        raise ValueError(f"token {token!r}: the tokens are {', '.join(block.tokens)}")
    row = block.tokens.index(token)
    stream, sums = block.x1[row], block.h[row]
    found = []
    for k, total in enumerate(sums.tolist()):
        reads, writes = np.flatnonzero(block.W_1[:, k]), np.flatnonzero(block.W_2[k])
        found.append(Neuron(reads, stream[reads], total, writes, total * block.W_2[k]))
    return tuple(found)
