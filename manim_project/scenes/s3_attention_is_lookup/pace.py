"""Motions as fast as what is seen changes evenly: a multiplier runs over ten powers of ten."""

import math
from collections.abc import Callable
from functools import cached_property

import numpy as np
from manim import rate_functions as ease
from manim import smooth

from manim_project.reference.quantity import value_of
from manim_project.scenes.s3_attention_is_lookup.multiplier import (
    HIGH,
    LOW,
    exact_from,
    exactness,
    memory,
    sentence,
    slot_weights,
    word_weights,
)

FINE, BLUR = 241, 8  # shares at which a pace is found, and over how many it is made even
REST = 0.8  # what the multipliers count in it, where the radius of a weight of 1 counts 1
GONE, SLOW = math.log2(10.0), 0.75  # from which power nothing is left, and the time until then
DEPTH, KEYS = 3.0, 0.4  # steps that fit below the line, and what a key's way there counts


class Pace:
    """The way between two states of both multipliers, `powers(share)` for shares from 0 to 1."""

    rate: Callable[[float], float] = staticmethod(smooth)

    def __init__(self, powers: Callable[[float], tuple[float, float]]) -> None:
        self.powers = powers

    def seen(self, share: float) -> list[float]:
        """The discs' radii, the rings of what is exact, and keys' depths as far as they are drawn;
        where all of them rest, the multipliers alone would be seen to run."""
        soft, hard = self.powers(share)
        words, slots = sentence(soft), memory(hard)
        weights = *value_of(word_weights(soft)), *value_of(slots.weights)
        scores = np.asarray(value_of(slots.scores), dtype=float)
        steps = np.asarray(value_of(words.scaled_gaps[words.angry]), dtype=float)
        keys = [*steps, *(float(slots.scaled_gap) * (scores.max() - scores))]
        rings = (
            exactness(power, exact_from(look))
            for power, look in ((soft, word_weights), (hard, slot_weights))
        )
        return [*np.sqrt(weights), *rings, *(KEYS * np.minimum(keys, DEPTH) / DEPTH), REST * share]

    @cached_property
    def run(self) -> tuple[np.ndarray, np.ndarray]:
        """Shares, and how much has changed until each, from 0 to 1."""
        shares = np.linspace(0.0, 1.0, FINE)
        steps = np.abs(np.diff([self.seen(share) for share in shares], axis=0)).sum(axis=1)
        even = np.convolve(np.pad(steps, BLUR, mode="edge"), np.hanning(2 * BLUR + 1), mode="valid")
        changed = np.concatenate([[0.0], np.cumsum(even)])
        return shares, changed / changed[-1]

    def ease(self, start: float, end: float, alpha: float) -> float:
        """The share on the way from one to another."""
        shares, changed = self.run
        begun, done = np.interp((start, end), shares, changed)
        return float(np.interp(begun + self.rate(alpha) * (done - begun), changed, shares))


def swapped(share: float) -> tuple[float, float]:
    """The words' multiplier rises while the memory's sinks, as powers of two."""
    return (1 - share) * LOW + share * HIGH, (1 - share) * HIGH + share * LOW


def risen(share: float) -> tuple[float, float]:
    """The memory's multiplier alone rises."""
    return LOW, (1 - share) * LOW + share * HIGH


class Slowly(Pace):
    """A pace that takes its time as long as the runner-up can be seen to go, then runs."""

    rate = staticmethod(ease.ease_in_out_sine)

    def seen(self, share: float) -> list[float]:
        """The memory's multiplier alone."""
        _, power = self.powers(share)
        return [float(np.interp(power, (LOW, GONE, HIGH), (0.0, SLOW, 1.0)))]


SWAP, RISE = Pace(swapped), Slowly(risen)
