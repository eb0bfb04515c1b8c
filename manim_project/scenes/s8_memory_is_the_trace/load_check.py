"""The check of a load: three neurons add up to a hat over d = found − wanted."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from manim import (
    DOWN,
    UP,
    AnimationGroup,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Mobject,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.quantity import Quantity, value_of

CENTERS = (-4.8, -1.6, 1.6, 4.8)  # of the graphs
REACH, TALL = 2.0, 2.15  # what a graph shows: of d either way, of the height
UNIT = (0.6, 0.55 * theme.TALL)  # of d, of the height
FOOT, TICKS = theme.tall(0.3, -0.18)  # of the graphs; baseline of what is below
NAMES, EQUATION = theme.tall(1.64, 2.3)  # baselines
FORMULA = 0.45
SPACE = 0.18  # between words
ASIDES = ((0.2, -0.32), (0.2, -0.32), (-0.4, 0.12), (0.2, 0.12))  # from points to values
POINTS = np.linspace(-REACH, REACH, 161)


class Graph(VGroup):
    """A function of d, as far as it is in view, and its `value` at `difference`, which is
    said `aside` of the point.
    """

    def __init__(
        self,
        center: float,
        function: Callable[[float], float],
        difference: Quantity,
        value: Quantity,
        aside: tuple[float, float],
        color: str = theme.INK,
    ) -> None:
        self.center = center
        ends = (self.at(end * (REACH + 0.2), 0) for end in (-1, 1))
        self.axis = Line(*ends, color=theme.DIM, stroke_width=2)
        heights = ((d, function(d)) for d in POINTS)
        seen = [self.at(d, height) for d, height in heights if height <= TALL]
        self.curve = VMobject(color=theme.INK, stroke_width=5).set_points_as_corners(seen)
        x, y, _ = place = self.at(float(difference), float(value))
        self.dot = Dot(place, 0.11, color=theme.shape(color))
        self.value = number(value, size=theme.TITLE, color=color)
        self.value.put(x + aside[0], y + aside[1])
        super().__init__(self.axis, self.curve, self.dot, self.value)

    def at(self, difference: float, height: float) -> np.ndarray:
        """Where a difference of the addresses and a height are, (3,)."""
        return np.array([self.center + difference * UNIT[0], FOOT + height * UNIT[1], 0.0])

    def draw(self) -> Animation:
        """The axis and the function."""
        return LaggedStart(FadeIn(self.axis), Create(self.curve), lag_ratio=0.4)

    def mark(self) -> Animation:
        """The point and its value."""
        return FadeIn(self.dot, self.value)


class Hat(VGroup):
    """`hit` and `miss` are the checks of a load that finds its address and of one that does not.

    Above, d for the miss; below, the graphs of the three neurons and of their sum, which are
    marked where the miss is.
    """

    def __init__(self, hit: Quantity, miss: Quantity) -> None:
        self.found = number(miss.found, color=theme.KEY, size=theme.TITLE)
        self.wanted = number(miss.wanted, color=theme.QUERY, size=theme.TITLE)
        self.difference = Words("= {:.0f}", miss.difference, size=theme.TITLE)
        self.opening = Words("d = found − wanted =", size=theme.TITLE)
        self.minus = Words("−", size=theme.TITLE)
        words = self.opening, self.found, self.minus, self.wanted, self.difference
        _line_up(words)
        self.equation = VGroup(*words)
        self.products = VGroup(_product(hit, -1), _product(miss, 1))
        bare = value_of(miss)

        def neuron(i: int, d: float) -> float:
            return float(abs(bare.terms(d)[i]))

        place = miss.difference
        self.neurons = [
            Graph(center, partial(neuron, i), place, miss.parts[i], ASIDES[i])
            for i, center in enumerate(CENTERS[:-1])
        ]
        self.sum = Graph(CENTERS[-1], bare.tent, place, miss.factor, ASIDES[-1], color=theme.WINNER)
        self.names = VGroup(
            formula('"ReLU"(d {:+.0f})', hit.gates[0], size=FORMULA),
            formula('{:.0f} "ReLU"(d)', miss.parts[1], size=FORMULA),
            formula('"ReLU"(d {:+.0f})', hit.gates[2], size=FORMULA),
            Words("the hat"),
        )
        for name, center in zip(self.names, CENTERS, strict=True):
            name.put(center, NAMES, align=0)
        self.signs = VGroup(*(Words(sign, size=theme.TITLE) for sign in "−+="))
        for sign, left, right in zip(self.signs, CENTERS, CENTERS[1:], strict=False):
            sign.put((left + right) / 2, NAMES, align=0)
        self.ticks = VGroup(*self._ticks(hit, place))
        super().__init__(self.equation, self.ticks, self.names, self.signs, *self.neurons, self.sum)

    def _ticks(self, hit: Quantity, place: Quantity) -> Iterator[Mobject]:
        """Below the sum −1, 0, 1 and its height in the middle; below each neuron, d at `place`."""
        for gate in hit.gates:
            at = self.sum.at(float(gate), 0)
            yield _tick(at)
            yield number(gate, size=theme.SMALL, color=theme.DIM).put(at[0], TICKS, align=0)
        top = self.sum.at(0, float(hit.factor))
        yield number(hit.factor, size=theme.SMALL, color=theme.DIM).put(top[0], top[1] + 0.12, 0)
        d = Words("d", size=theme.SMALL, color=theme.DIM)
        yield d.put(self.sum.axis.get_right()[0], TICKS, align=1)
        for graph in self.neurons:
            at = graph.at(float(place), 0)
            yield _tick(at)
            d = Words("d = {:.0f}", place, size=theme.SMALL, color=theme.DIM)
            yield d.put(at[0], TICKS, align=0)

    def ask(self) -> Animation:
        """What is to be subtracted."""
        return FadeIn(self.opening, self.minus, run_time=theme.QUICK)

    def take(self, found: Mobject, wanted: Mobject) -> Animation:
        """The address that was found and the one wanted come from where they are."""
        return AnimationGroup(
            gather([found], self.found, theme.KEY), gather([wanted], self.wanted, theme.QUERY)
        )

    def draw(self) -> Animation:
        """Neuron by neuron, then the sum."""
        graphs = (*self.neurons, self.sum)
        steps = (
            LaggedStart(FadeIn(name), graph.draw(), lag_ratio=0.3)
            for name, graph in zip(self.names, graphs, strict=True)
        )
        return LaggedStart(
            LaggedStart(*steps, lag_ratio=0.5),
            FadeIn(self.signs, self.ticks),
            lag_ratio=0.5,
            run_time=3.0,
        )

    def mark(self) -> Animation:
        """What they are at d: the neurons, then what they add up to."""
        marks = (graph.mark() for graph in self.neurons)
        return LaggedStart(*marks, self.sum.mark(), lag_ratio=0.5, run_time=1.6)

    def multiply(self, byte: Mobject) -> Animation:
        """The byte times the hat, where it is one and where it is not, instead of d."""
        self.remove(self.equation)
        self.add(self.products)
        hit, miss = self.products
        return LaggedStart(
            AnimationGroup(FadeOut(self.equation), FadeIn(hit)),
            gather([byte, self.sum.value], miss, theme.INK),
            lag_ratio=0.6,
        )


def _tick(at: np.ndarray) -> Line:
    """A tick of an axis."""
    return Line(at + 0.07 * DOWN, at + 0.07 * UP, color=theme.DIM, stroke_width=2)


def _product(match: Quantity, side: int) -> Words:
    """The byte times the hat, for a load; it ends at the left (-1) or right (1) of the frame."""
    entries = match.wanted, match.difference, match.byte, match.factor, match.result
    template = "byte {:.0f}, d = {:.0f}: {:.0f} · {:.0f} = {:.0f}"
    words = Words(template, *entries, size=theme.TITLE)
    return words.put(side * theme.SAFE_X, EQUATION, align=side)


def _line_up(words: tuple[Words, ...]) -> None:
    """Beside each other on one baseline, in the middle of the frame."""
    x = -(sum(part.advance for part in words) + SPACE * (len(words) - 1)) / 2
    for part in words:
        part.put(x, EQUATION)
        x += part.advance + SPACE
