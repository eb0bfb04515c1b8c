"""The halvings of a look-up along a chain of keys, such as the upper half of their hull."""

from collections.abc import Sequence

import numpy as np
from manim import (
    AnimationGroup,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    VGroup,
    VMobject,
    smooth,
    there_and_back,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.key_cloud import BIG_DOT, DOT, live, ring

ARC = 6  # stroke width


def pairs(steps: Quantity) -> list[tuple[int, int]]:
    """The places that each halving of `steps` (a `hull.Steps`) compares."""
    return [(m, m + 1) for m in value_of(steps.middle).tolist()]


def interval(steps: Quantity, done: int) -> tuple[int, int]:
    """The first and the last place that are left after so many halvings."""
    return int(steps.lo[done]), int(steps.hi[done])


class ChainSearch(VGroup):
    """`dots` in the order of the chain, their `names`, and over them an arc: what is still
    searched. Rings mark the places that were looked at."""

    def __init__(self, dots: Sequence[Dot], names: Sequence[Words]) -> None:
        self.dots, self.names = VGroup(*dots), VGroup(*names)
        places = np.array([dot.get_center() for dot in dots])
        self.rings = [ring(place) for place in places]
        self.seen = VGroup()  # the rings shown
        self.whole = VMobject().set_points_as_corners(places)
        self.arc = VMobject(stroke_color=theme.shape(theme.KEY), stroke_width=ARC).set_z_index(-1)
        super().__init__(self.arc, self.dots, self.names, self.seen)
        self._keep(0, len(places) - 1)

    def _keep(self, lo: float, hi: float) -> None:
        """At once: draw the arc from one place to another only."""
        self.ends = lo, hi
        last = self.whole.get_num_curves()
        self.arc.pointwise_become_partial(self.whole, lo / last, hi / last)

    def appear(self) -> Animation:
        """The arc and the names, along dots that are there."""
        return AnimationGroup(Create(self.arc), FadeIn(self.names))

    def open(self) -> Animation:
        """Every place may win."""
        return self.narrow(0, len(self.dots) - 1)

    def restart(self) -> Animation:
        """As `open`, with no place looked at; the names go."""
        names, seen = self.names, self.seen
        self.names, self.seen = VGroup(), VGroup()
        self.remove(names, seen).add(self.seen)
        return AnimationGroup(FadeOut(names, seen), self.open())

    def look(self, pair: Sequence[int]) -> Animation:
        """Rings round the dots at these places; those already there show up again."""
        new = [self.rings[place] for place in pair if self.rings[place] not in self.seen]
        again = [self.rings[place] for place in pair if self.rings[place] in self.seen]
        self.seen.add(*new)
        return AnimationGroup(
            *(FadeIn(one, scale=1.8) for one in new),
            *(one.animate(rate_func=there_and_back).scale(1.5) for one in again),
        )

    def narrow(self, lo: int, hi: int) -> Animation:
        """Only the dots from place lo to hi may still win; of one alone, that has won."""
        moves = []
        for place, dot in enumerate(self.dots):
            color, size = _state(place, lo, hi)
            moves.append(dot.animate.set_color(theme.shape(color)).scale_to_fit_width(2 * size))
        for place, name in enumerate(self.names):
            moves.append(name.animate.set_color(_state(place, lo, hi)[0]))
        before = self.ends

        def shrink(alpha: float) -> None:
            self._keep(
                *((1 - alpha) * a + alpha * b for a, b in zip(before, (lo, hi), strict=True))
            )

        return AnimationGroup(live(self.arc, shrink, smooth), *moves)

    def show(self, steps: Quantity, t: int) -> None:
        """At once: everything as it is after t looks."""
        order = dict.fromkeys(place for pair in pairs(steps) for place in pair)
        done = int(np.searchsorted(value_of(steps.examined_by), t, side="right")) - 1
        lo, hi = interval(steps, done)
        self.seen.add(*(self.rings[place] for place in list(order)[:t]))
        self._keep(lo, hi)
        for place, dot in enumerate(self.dots):
            color, size = _state(place, lo, hi)
            dot.set_color(theme.shape(color)).scale_to_fit_width(2 * size)


def _state(place: int, lo: int, hi: int) -> tuple[str, float]:
    """Colour and radius of a dot when only places lo to hi are left."""
    if not lo <= place <= hi:
        return theme.DIM, DOT
    return (theme.WINNER, BIG_DOT) if lo == hi else (theme.KEY, DOT)
