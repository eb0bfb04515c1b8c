"""Keys with a band round them, their hull: of a cloud, and of keys on a parabola."""

import math

import numpy as np
from manim import (
    AnimationGroup,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.hull.hull_cache import HullCache
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.chain_search import ChainSearch
from manim_project.scenes.s5_hull_lookup.key_cloud import DOT, FRONT, KeyCloud, in_steps, live

NAME = 0.38  # from a corner out to its number
BAND = 2.5  # stroke width
QUIET = theme.soft(theme.DIM)
# Of the parabola's plane:
ORIGIN, UNITS = np.array([-5.6, 1.4 * theme.TALL, 0.0]), (0.34, 0.078 * theme.TALL)
ASK = (0.75, -0.12)  # from the winner to what is asked for
FORMULA, NOTE = (-6.0, -1.75 * theme.TALL), (-6.0, -2.3 * theme.TALL)


class HullCloud(KeyCloud):
    """A `KeyCloud` with its hull; `search` runs along the upper half of that."""

    def __init__(self, asked: Quantity, center: tuple[float, float]) -> None:
        super().__init__(asked, center)
        self.band = VMobject(stroke_color=theme.shape(theme.KEY), stroke_width=BAND).set_z_index(-2)
        chain = value_of(asked.steps.chain).tolist()  # the same for every upward query
        self.lower = set(value_of(asked.hull).tolist()) - set(chain)
        spread = np.ptp(self.places, axis=0)[:2]
        names = []
        for name, i in zip(asked.corners, chain, strict=True):
            out = np.array([*((self.places[i] - self.center)[:2] / spread**2), 0.0])
            place = self.places[i] + NAME * out / math.hypot(*out)
            names.append(number(name, size=theme.SMALL, color=theme.KEY).in_box(place))
        self.search = ChainSearch([self.dots[i] for i in chain], names)

    def clear(self) -> Animation:
        """Only the origin stays."""
        gone = self.hide(self.seen, self.labels, self.reach, self.front, self.arrow, self.letter)
        self.seen = VGroup()
        self.add(self.seen)
        return AnimationGroup(gone, self.dots.animate.set_opacity(0))

    def grow(self, growth: Quantity) -> Animation:
        """The keys arrive one by one (`hull.growth`), and the band is kept tight round them."""
        hulls = [value_of(corners) for corners in growth.hulls]
        self.add(self.band)

        def arrive(t: int) -> None:
            for i, dot in enumerate(self.dots):
                dot.set_opacity(i <= t)
                self.paint(i, theme.KEY if i in hulls[t] else theme.DIM)

        def tighten(alpha: float) -> None:
            # The newest key pushes the band outwards, from within.
            t = min(int(alpha * len(hulls)), len(hulls) - 1)
            share = smooth(alpha * len(hulls) - t)
            reached = self.center + share * (self.places[t] - self.center)
            before = [self.places[i] for i in hulls[t - 1]] if t else []
            self._tighten(np.array([*before, reached]))

        arriving = in_steps(self.dots, len(hulls), arrive)
        return AnimationGroup(arriving, live(self.band, tighten, linear))

    def _tighten(self, points: np.ndarray) -> None:
        corners = points[HullCache(points[:, :2]).hull()]
        self.band.set_points_as_corners([*corners, corners[0]])

    def halve(self, winner: int) -> Animation:
        """Only the upper half of the hull may win; its corners get names, the winner's in gold."""
        best = next(i for i, dot in enumerate(self.search.dots) if dot is self.dots[winner])
        self.search.names[best].set_color(theme.WINNER)
        self.add(self.search)
        band = self.band.animate.set_color(QUIET)
        return AnimationGroup(band, self.tint(self.lower, theme.DIM), self.search.appear())

    def race(self, asked: Quantity) -> Animation:
        """The halvings, a look at a time, in the time of a scan."""
        looks = int(asked.by_hull.examined)
        return in_steps(
            self,
            len(self.places),
            lambda t: self.search.show(asked.steps, min(t + 1, looks)),
        )


class HullParabola(VGroup):
    """The keys of `found` (a `hull.OnParabola`) and their hull; `search` runs along the keys."""

    def __init__(self, found: Quantity) -> None:
        dots, names = [], []
        for j, key in zip(found.table.addresses, value_of(found.table.keys), strict=True):
            dots.append(Dot(_on_parabola(key), DOT, color=theme.shape(theme.KEY)))
            name = number(j, size=theme.SMALL, color=theme.KEY)
            names.append(name.in_box(dots[-1].get_center() + NAME * _outwards(float(j))))
        self.search = ChainSearch(dots, names)
        corners = [dots[i].get_center() for i in value_of(found.hull)]
        self.band = VMobject(stroke_color=QUIET, stroke_width=BAND).set_z_index(-2)
        self.band.set_points_as_corners([*corners, corners[0]])
        self.winner = int(found.steps.winner)
        x, y, _ = touched = dots[self.winner].get_center()
        out = _outwards(float(found.table.i))
        across = FRONT * np.array([-out[1], out[0], 0.0])
        self.front = Line(
            touched + across, touched - across, color=theme.shape(theme.QUERY), stroke_width=3
        )
        self.front.set_z_index(-1)
        self.notes = VGroup(
            formula("Key(k = (2 j, -j^2))", size=theme.SCRIPTED).put(*FORMULA),
            Words("drawn squeezed", size=theme.SMALL, color=theme.DIM).put(*NOTE),
            formula("Query(q = ({}, {}))", *found.table.query, size=0.48).put(
                x + ASK[0], y + ASK[1]
            ),
        )
        super().__init__(self.band, self.search, self.notes)

    def touch(self) -> Animation:
        """The line across the query comes up to the winner."""
        self.add(self.front)
        return FadeIn(self.front)

    def rest(self) -> Animation:
        """Nothing was looked at, and for other queries other keys win; this one stays gold."""
        keys = []
        for j, (dot, name) in enumerate(zip(self.search.dots, self.search.names, strict=True)):
            if j != self.winner:
                keys.append(dot.animate.set_color(theme.shape(theme.KEY)))
                keys.append(name.animate.set_color(theme.KEY))
        seen, self.search.seen = self.search.seen, VGroup()
        self.search.remove(seen)
        return AnimationGroup(
            FadeOut(seen), self.band.animate.set_color(theme.shape(theme.KEY)), *keys
        )

    def come_from(self, cloud: HullCloud) -> Animation:
        """The upper corners of a cloud move onto the parabola; its other keys go."""
        chain = list(cloud.search.dots)
        others = [dot for dot in cloud.dots if dot not in chain]
        moves = zip([*chain, cloud.band], [*self.search.dots, self.band], strict=True)
        rest = FadeOut(*others, cloud.origin, cloud.arrow, cloud.letter, cloud.search.seen)
        return AnimationGroup(rest, *(ReplacementTransform(old, new) for old, new in moves))

    def label(self) -> Animation:
        """The addresses, what is asked for, and the arc to be searched."""
        return FadeIn(self.search.arc, self.search.names, self.notes)


def _on_parabola(key: np.ndarray) -> np.ndarray:
    """Where a key (2,) of a `HullParabola` is in the frame, (3,)."""
    return ORIGIN + np.array([*(key * UNITS), 0.0])


def _outwards(j: float) -> np.ndarray:
    """Square to the curve as drawn, at address j, (3,) of length 1."""
    out = np.array([j * UNITS[1], UNITS[0], 0.0])
    return out / math.hypot(*out)
