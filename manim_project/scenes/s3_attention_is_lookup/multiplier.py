"""The two look-ups of the scene, at any multiplier, and when only one weight is left."""

import math
from collections.abc import Callable
from functools import cache
from typing import Any, Self

import numpy as np
from manim import LEFT, RIGHT, Line, VGroup

from manim_project import theme
from manim_project.mobjects.layout import box_of
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.text import Phrase
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

TEXTBOOK = REFERENCE.textbook
SOFT = TEXTBOOK.sentence().beta
HARD = TEXTBOOK.HARDNESS
LOW, HIGH = math.log2(float(SOFT)), math.log2(float(HARD))  # as powers of two
WHOLE = math.log2(999.5)  # the power from which a multiplier needs more than three digits
FINE = 0.1  # steps of the power in which `exact_from` looks
SIZE = 0.7  # of a multiplier where it stands
SAME = 1e-9
WIDE = 2.72  # from the frame's outer edge to the rail
SPACE = 0.36  # from the rail to the multiplier
SINK = 0.34  # from the height of an end to the baseline beside it, in em
END = 0.16  # radius of what rides on the rail
TICKS = np.arange(0.0, 31.0, 5.0)  # powers of two
TICK = 0.17


def beta(power: float) -> Any:
    """The multiplier of a power of two; at both ends the one that the model has.

    On the way, one of three digits or fewer, then whole powers: what is said is what is asked.
    """
    if abs(power - LOW) < SAME:
        return value_of(SOFT)
    if abs(power - HIGH) < SAME:
        return value_of(HARD)
    if power >= WHOLE:
        return 2.0 ** round(power)
    number = 2.0**power
    return round(number, 2 - math.floor(math.log10(number)))


@cache
def sentence(power: float) -> Quantity:
    """The eight words at a multiplier."""
    return TEXTBOOK.sentence(beta(power))


@cache
def memory(power: float) -> Quantity:
    """The five slots at a multiplier, the one in the middle asked for."""
    return TEXTBOOK.memory(TEXTBOOK.memory().address, beta(power))


def word_weights(power: float) -> Quantity:
    """The weights of the word that asks."""
    said = sentence(power)
    return said.weights[said.angry]


def slot_weights(power: float) -> Quantity:
    """The weights of the slot that is asked for."""
    return memory(power).weights


@cache
def exact_from(weights: Callable[[float], Quantity]) -> float:
    """The least power of two from which all weights but one are exactly 0."""
    for power in np.arange(LOW, HIGH, FINE):
        if np.count_nonzero(value_of(weights(power))) == 1:
            return float(power)
    return HIGH


def exactness(power: float, start: float) -> float:
    """How bright the ring of an exact result is: from nothing to all within a power of two."""
    return float(np.clip(power - start, 0.0, 1.0))


def said(power: float, times: str = "times", size: float = SIZE) -> Phrase:
    """A multiplier in signs: at rest as the model has it, on its way in three digits, or as a whole
    power of two."""
    if abs(power - LOW) < SAME:
        return Phrase(f"{times} {{:.3f}}", SOFT, math=True, size=size)
    if abs(power - HIGH) < SAME:
        return Phrase(f"{times} 2^({{}})", TEXTBOOK.HARD_EXPONENT, math=True, size=size)
    factor = sentence(power).beta
    if power >= WHOLE:
        exponent = TEXTBOOK.power_of_two(beta(power))
        return Phrase(f"{times} 2^({{:.0f}})", exponent, math=True, size=size)
    digits = max(0, 2 - math.floor(math.log10(float(factor))))
    return Phrase(f"{times} {{:.{digits}f}}", factor, math=True, size=size)


class Multiplier(VGroup):
    """What one side is multiplied by: at the outer edge (`way`, LEFT or RIGHT) of the frame, and
    the higher, the larger it is: beside it are a `rail` with a tick every five powers of two, and
    the `end` that rides on it. `heights` are those of the least and of the largest power. Rail and
    end are no part of it.
    """

    def __init__(self, x: float, heights: tuple[float, float], way: np.ndarray) -> None:
        self.phrase = said(LOW)
        self.factor: float | None = None  # that is said; it is set anew when it changes
        self.place = np.zeros(3)
        super().__init__(self.phrase)
        self.x, self.heights, self.way = x, heights, way
        self.end = Mark(radius=END, color=theme.INK, shine=0.6)
        pale = theme.soft(theme.DIM, 0.7)
        self.rail = VGroup(Line(self.at(LOW), self.at(HIGH), stroke_width=3, color=pale))
        for power in TICKS:
            tick = Line(self.at(power), self.at(power) + TICK * way, stroke_width=3, color=pale)
            self.rail.add(tick)
        self.show(LOW)

    def at(self, power: float) -> np.ndarray:
        """The rail's point at a power of two."""
        share, (low, high) = (power - LOW) / (HIGH - LOW), self.heights
        return np.array([self.x - WIDE * self.way[0], (1 - share) * low + share * high, 0.0])

    def show(self, power: float) -> Self:
        """Say a multiplier, at its height."""
        self.power = power
        place, factor = self.at(power), beta(power)
        self.end.at(place)
        if factor == self.factor:
            self.phrase.shift(place - self.place)
            self.place = place
            return self
        self.factor, self.place, phrase = factor, place, said(power)
        corner = box_of(phrase).point(RIGHT if self.way[0] < 0 else LEFT)[0]
        phrase.on(place[1] - SINK * SIZE)
        phrase.shift((place + SPACE * self.way)[0] * RIGHT - corner * RIGHT)
        self.phrase.take(phrase)
        return self
