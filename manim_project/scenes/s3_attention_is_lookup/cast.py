"""The two pictures of the scene: eight words in the plane of their values, five slots of a memory.

Both draw weights by one law: see `Picture`.
"""

import math
from collections.abc import Callable

import numpy as np
from manim import LEFT, ORIGIN, VGroup, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s3_attention_is_lookup import multiplier
from manim_project.scenes.s3_attention_is_lookup.multiplier import LOW
from manim_project.scenes.s3_attention_is_lookup.picture import Picture

BROAD, TALL = math.radians(110), math.radians(45)  # how the words' plane is turned
SLOT = 20.0  # how broad a slot is in the memory's plane, in units of its values
ALONE, BOTH = 1.3, 1.0  # a disc of weight 1: when the words have the frame, and beside the memory
NARROW = 0.85  # and when the ladders stand between both
NAMED = 0.01  # the least weight of a word whose name is seen in full
RESULT = 0.84  # size of what comes back
FLIGHT = 0.5  # share of a flight that one word takes


class Reader(Picture):
    """A picture that takes the weights of any multiplier."""

    weights: Callable[[float], Quantity]  # of a power of two

    def __init__(self, places: np.ndarray, winner: int, large: float) -> None:
        self.power = LOW
        super().__init__(places, winner, large)
        self.bound = multiplier.exact_from(self.weights)

    def ask(self, power: float) -> None:
        """Take the weights of a multiplier, at once."""
        self.power = power
        self.weigh(self.weights(power), multiplier.exactness(power, self.bound))


class Said(Reader):
    """Words where they were said, until they know their values; the word that asks is held."""

    weights = staticmethod(multiplier.word_weights)

    def __init__(self, places: np.ndarray) -> None:
        self.look = multiplier.sentence(LOW)
        super().__init__(places, int(self.look.angry), ALONE)

    def index(self, word: str) -> int:
        """The row of a word."""
        return int(value_of(self.look.words).index(word))

    def plane_in(self, region: Region, angle: float, place: np.ndarray = ORIGIN) -> Plane:
        """How the values' plane, turned by an angle, lies in a region: the largest that does."""
        return Plane.fitting(region, self.look.values, angle, place)

    def lie(self, plane: Plane) -> None:
        """Lie in a plane."""
        self.plane = plane
        self.places = plane(self.look.values)

    def step_aside(self, plane: Plane, large: float, run_time: float) -> Animation:
        """Turn and glide to another plane, where a disc of weight 1 is so large."""
        start, size = self.plane, self.large

        def go(share: float) -> None:
            self.lie(start.toward(plane, share))
            self.large = (1 - share) * size + share * large

        return self.run(go, run_time)

    def fly(self, ends: np.ndarray, run_time: float) -> Animation:
        """Values leave their words, one after the other, as they were said."""
        starts, last = np.copy(self.places), len(self.places) - 1

        def go(time: float) -> None:
            for i in range(last + 1):
                start = (1 - FLIGHT) * i / last
                share = smooth(np.clip((time - start) / FLIGHT, 0.0, 1.0))
                self.places[i] = (1 - share) * starts[i] + share * ends[i]

        return self.run(go, run_time)

    def ask(self, power: float) -> None:
        """As any reader; the name of a word that weighs nothing is gone."""
        super().ask(power)
        for words, (i, _, _) in zip(self.labels, self._ways, strict=True):
            if i != self.winner:
                words.set_opacity(float(np.clip(self.areas[i] / NAMED, 0.0, 1.0)))


class Slots(Reader):
    """Slots across, values up; what comes back is a number beside the dot, if it is `told`; or
    below the picture, on a `baseline`. It is gold when it is what was stored."""

    weights = staticmethod(multiplier.slot_weights)

    def __init__(self, region: Region) -> None:
        self.look = multiplier.memory(LOW)
        self.told = 0.0
        self.baseline: float | None = None
        self.output = number(self.look.output, "{:.1f}", size=RESULT, bold=True)
        super().__init__(self.places_in(region), int(self.look.address), BOTH)
        self.add(VGroup(self.output))
        self.draw()

    def places_in(self, region: Region) -> np.ndarray:
        """Where the values lie in a region, (5, 3), whatever the size of their discs."""
        points = np.column_stack([SLOT * value_of(self.look.addresses), value_of(self.look.values)])
        return Plane.fitting(region, points)(points)

    def height_of(self, i: int) -> float:
        """How high a value lies between the least and the largest, from 0 to 1."""
        values = np.asarray(value_of(self.look.values), dtype=float)
        return float((values[i] - values.min()) / np.ptp(values))

    def ask(self, power: float) -> None:
        """As any reader, and say what comes back."""
        won = multiplier.exactness(power, self.bound) > 0
        self.output.say("{:.0f}" if won else "{:.1f}", multiplier.memory(power).output, align=0)
        self.output.set_fill(theme.WINNER if won else theme.INK)
        super().ask(power)

    def draw(self) -> None:
        """The number follows the dot, or stands below it."""
        super().draw()
        if self.baseline is None:
            beside(self.output, self.dot.dot, LEFT, max(theme.GAP, self.radius(self.winner)))
        else:
            self.output.put(self.places[self.winner][0], self.baseline, align=0)
        self.output.set_opacity(self.told)
