"""A look-up among the keys of a memory, halving by halving: what is left, and what was seen."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from manim_project.reference.arrays import Floats, Ints
from manim_project.reference.hull.hull_cache import HullCache


@dataclass(frozen=True)
class InMemory:
    """A look-up of one address in a `HullCache` of n keys (2j, −j²): all of them are on the hull.

    Of both scores that a halving compares, the higher one says which side is left. The numbers are
    exact: at a million keys all of them are whole and below 2⁵³.
    """

    count: int  # n
    address: int  # the one asked for
    winner: int  # the address found, the same
    key: Ints  # (2,) its two numbers
    lo: Ints  # (s + 1,) the first and
    hi: Ints  # (s + 1,) the last address that is left before and after each halving
    middle: Ints  # (s,) halving t compares keys middle[t] and middle[t] + 1
    cuts: Ints  # (s + 1,) how many halvings there have been: 0 to s
    looks: Ints  # (s + 1,) how many keys have been looked at
    scores: Floats  # (s, 2) the scores that each halving compares
    examined: int  # in all
    unseen: int  # n − examined


@lru_cache(maxsize=8)
def in_memory(count: int, address: int) -> InMemory:
    """Ask for `address`, from 0 to `count` − 1, among so many keys; a million take a quarter of a
    second. Raises ValueError when there is no such address.
    """
    if address not in range(count):
        raise ValueError(f"address {address}: there are 0 to {count - 1}")
    j = np.arange(count)
    cache = HullCache(np.column_stack([2 * j, -(j**2)]))
    steps = cache.steps((address, 1))
    pairs = steps.middle[:, None] + [0, 1]
    return InMemory(
        count=count,
        address=address,
        winner=steps.winner,
        key=np.array([2 * steps.winner, -(steps.winner**2)]),
        lo=steps.lo,
        hi=steps.hi,
        middle=steps.middle,
        cuts=np.arange(len(steps.lo)),
        looks=steps.examined_by,
        scores=2 * address * pairs - pairs**2,
        examined=steps.examined,
        unseen=count - steps.examined,
    )
