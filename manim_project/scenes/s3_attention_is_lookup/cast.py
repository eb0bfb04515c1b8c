"""The two pictures of the scene: eight words in the plane of their values, five slots of a memory.

Both draw weights by one law: see `Picture`.
"""

import math
from collections.abc import Callable

import numpy as np

from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s3_attention_is_lookup import multiplier
from manim_project.scenes.s3_attention_is_lookup.multiplier import LOW
from manim_project.scenes.s3_attention_is_lookup.picture import Picture

TURN = math.radians(-70)  # of the words' plane, so that it lies broad in the frame
SLOT = 24.0  # how broad a slot is in the memory's plane, in units of its values
ALONE, HALVED, UNDER, SMALL = 0.95, 0.62, 0.46, 0.42  # a disc of weight 1, picture by picture
EDGE, BROAD = 0.25, 0.7  # room around small discs, and around large or named ones
NAMED = 0.95  # room below what has its name there, and its own radius


class Reader(Picture):
    """A picture that takes the weights of any multiplier."""

    weights: Callable[[float], Quantity]  # of a power of two

    def __init__(self, places: np.ndarray, winner: int, large: float) -> None:
        super().__init__(places, winner, large)
        self.bound = multiplier.exact_from(self.weights)

    def ask(self, power: float) -> None:
        """Take the weights of a multiplier, at once."""
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

    def places_in(self, region: Region, large: float) -> np.ndarray:
        """Where the values lie in a region, (8, 3), if their discs are so large."""
        foot = region.bottom + NAMED + large / 2
        room = Region(region.left + BROAD, region.right - BROAD, foot, region.top - EDGE)
        return Plane.fitting(room, self.look.values, TURN)(self.look.values)


class Slots(Reader):
    """Slots across, values up."""

    weights = staticmethod(multiplier.slot_weights)

    def __init__(self, region: Region) -> None:
        self.look = multiplier.memory(LOW)
        super().__init__(self.places_in(region, HALVED), int(self.look.address), HALVED)

    def places_in(self, region: Region, large: float) -> np.ndarray:
        """Where the values lie in a region, (5, 3), whatever the size of their discs."""
        points = np.column_stack([SLOT * value_of(self.look.addresses), value_of(self.look.values)])
        return Plane.fitting(region.inset(EDGE), points)(points)

    def output(self, power: float) -> Quantity:
        """What comes back at a multiplier."""
        return multiplier.memory(power).output

    def drift(self, power: float) -> float:
        """How far that is from what is stored."""
        return float(self.output(power)) - float(self.look.values[self.winner])
