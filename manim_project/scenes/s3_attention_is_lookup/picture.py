"""What attention makes of values in a plane: discs as large as their weights, and their blend."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, ORIGIN, Circle, Line, UpdateFromAlphaFunc, VGroup, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import box_of
from manim_project.mobjects.light import halo
from manim_project.mobjects.marks import Mark, ValueDisc, disc_radius
from manim_project.mobjects.text import Words
from manim_project.reference.arrays import product
from manim_project.reference.quantity import value_of

DOT = 0.21  # radius of the white dot, by that of a disc of weight 1
SEED = 0.1  # radius of a value of which nobody has asked anything yet
RIM = 5.0  # stroke width between discs that overlap
THIN = 0.5  # most of a small disc's radius that its rim takes
THREAD = 34.0  # stroke width of the thread of a weight of 1
STROKES = 100  # stroke widths in a unit of the scene
TINY = 1e-3  # a weight whose disc has no rim
HAIR = 1.2  # and of the least that can be seen
RING = 0.12  # from the largest disc to the ring of what is exact
CLOUD = 1.8  # how broad its shine is, by the ring
LAG = 0.55  # share of a gathering in which the threads set out


class Picture(VGroup):
    """Values (n,) at `places` (n, 3) of the frame, the white dot where they balance.

    Its state is drawn by `draw`: `areas` (n,) of the discs, by which `pulls` (n,) the dot is held,
    how `large` a disc of weight 1 is, how far it is `tied` (dot and threads), and how `exact` the
    winner's ring, and how brightly all is `lit`. `become` leads to another state.
    """

    def __init__(self, places: np.ndarray, winner: int, large: float) -> None:
        count = len(places)
        self.places, self.winner, self.large = places, winner, large
        self.areas = np.full(count, (SEED / large) ** 2)
        self.pulls = np.eye(count)[winner]
        self.tied = self.exact = 0.0
        self.lit = 1.0
        self.discs = VGroup(*(ValueDisc(place, large) for place in places))
        self.shines = VGroup(*(disc.shine for disc in self.discs))
        self.specks = VGroup(*(disc.speck for disc in self.discs))
        for disc in self.discs:
            disc.remove(disc.speck, disc.shine)  # below all discs, not only below its own
        # What has won hides its rivals as they shrink: their rims would cut it.
        self.stacked = VGroup(*(disc for i, disc in enumerate(self.discs) if i != winner))
        self.stacked.add(self.discs[winner])
        self.threads = VGroup(*(Line(ORIGIN, DOWN) for _ in places))
        self.threads.set_stroke(theme.soft(theme.VALUE, 0.5))
        self.dot = Mark(radius=DOT * large, color=theme.INK, shine=0.85)
        self.gold = VGroup(halo(ORIGIN, 1.0, theme.WINNER, 0.5), Circle(1.0, stroke_width=7))
        self.gold[1].set_stroke(theme.shape(theme.WINNER))
        self.labels = VGroup()
        self._ways: list[tuple[int, np.ndarray, float]] = []
        self._drawn: dict[int, tuple[float, ...]] = {}  # discs that stand still are not drawn anew
        self._state: tuple[object, ...] = ()
        self._stand: dict[int, np.ndarray] = {}  # and where labels were placed, by their identity
        super().__init__(
            self.specks, self.threads, self.gold, self.shines, self.stacked, self.dot, self.labels
        )
        self.set_z_index(1)  # keys stand on the sweep line, discs on their ghosts
        self.draw()

    @property
    def centre(self) -> np.ndarray:
        """Where the dot is: the values' balance, (3,)."""
        return product(self.pulls, self.places) / self.pulls.sum()

    def radius(self, i: int) -> float:
        """Of a disc as it is now."""
        return disc_radius(self.areas[i], self.large)

    def label(self, i: int, words: Words, way: np.ndarray, clear: float = 0.0) -> Words:
        """Let words stay beside a disc, whatever becomes of it, so far from its middle at least."""
        self.labels.add(words)
        self._ways.append((i, np.asarray(way), clear))
        self._stand.pop(id(words), None)
        self._place_labels()
        return words

    def unlabel(self, *names: Words) -> None:
        """Words that have faded no longer stay."""
        kept = [k for k, words in enumerate(self.labels) if words not in names]
        self._ways = [self._ways[k] for k in kept]
        self.labels.remove(*names)

    def _place_labels(self) -> None:
        for words, (i, way, clear) in zip(self.labels, self._ways, strict=True):
            ring = RING * self.exact if i == self.winner else 0.0
            room = max(self.radius(i) + ring, SEED, clear) + theme.NEAR
            stand = self.places[i] + room * way
            before = self._stand.get(id(words))
            if before is None:
                before = box_of(words).point(-way)
            if (move := stand - before).any():
                words.shift(move)
            self._stand[id(words)] = stand

    def draw(self) -> None:
        """Draw the state."""
        whole = (self.large, self.tied, float(self.exact), self.lit)
        state = (self.places.tobytes(), self.areas.tobytes(), self.pulls.tobytes(), whole)
        if state == self._state:
            return
        self._state, centre = state, self.centre
        for i in range(len(self.discs)):
            self._draw_disc(i)
        shares, seen = self.pulls / self.pulls.sum(), self.tied * self.lit
        for thread, place, share in zip(self.threads, self.places, shares, strict=True):
            thread.set_points_as_corners([centre, place + 1e-4 * DOWN])
            thread.set_stroke(
                width=max(HAIR, THREAD * share),
                opacity=seen * min(1.0, 300 * share),
            )
        self.dot.at(centre)
        if (grown := 2 * DOT * self.large / self.dot.dot.width) != 1:
            self.dot.scale(grown, about_point=centre)
        self.dot.set_opacity(seen)
        self._draw_gold()
        self._place_labels()

    def _draw_gold(self) -> None:
        place = self.places[self.winner]
        state = (*place, self.large, float(self.exact))
        if self._drawn.get(-1) == state:
            return
        self._drawn[-1] = state
        for part, span in zip(self.gold, (CLOUD, 1.0), strict=True):
            part.scale_to_fit_width(span * 2 * (self.large + RING)).move_to(place)
            part.set_opacity(self.exact)
        self.gold[1].set_fill(opacity=0)

    def _draw_disc(self, i: int) -> None:
        place, area = self.places[i], float(self.areas[i])
        state = (*place, area, self.large, self.lit)
        if self._drawn.get(i) == state:
            return
        self._drawn[i], disc = state, self.discs[i]
        disc.largest, disc.point = self.large, np.copy(place)
        disc.weigh(area)
        # Half of a stroke lies on the disc: a broad one would leave a hole where it was.
        rim = min(RIM, 2 * THIN * STROKES * disc_radius(area, self.large))
        disc.disc.set_stroke(width=rim, opacity=float(area > TINY))
        disc.disc.set_fill(theme.mix(theme.shape(theme.VALUE), theme.BACKGROUND, self.lit))
        disc.shine.set_fill(opacity=self.lit)

    def run(self, draw_at: Callable[[float], None], run_time: float) -> Animation:
        """Play what `draw_at` makes of the eased time."""

        def move(_: VGroup, alpha: float) -> None:
            draw_at(smooth(alpha))
            self.draw()

        return UpdateFromAlphaFunc(self, move, rate_func=lambda t: t, run_time=run_time)

    def become(self, run_time: float = 1.0, **ends: Any) -> Animation:
        """Glide to another state: `places`, `areas`, `pulls`, `large`, `tied`, `exact`, `lit`."""
        starts = {name: np.copy(getattr(self, name)) for name in ends}

        def go(share: float) -> None:
            for name, end in ends.items():
                setattr(self, name, (1 - share) * starts[name] + share * np.asarray(end))

        return self.run(go, run_time)

    def gather(self, weights: Any, run_time: float = 2.4) -> Animation:
        """The winner first, then the others, the heaviest first, take hold of the dot."""
        held = np.asarray(value_of(weights), dtype=float)
        order = np.argsort(-held)
        order = np.concatenate([[self.winner], order[order != self.winner]])
        seeds = np.copy(self.areas)

        def go(time: float) -> None:
            grip = np.zeros(len(held))
            for k, i in enumerate(order):
                start = LAG * k / (len(order) - 1)
                grip[i] = smooth(np.clip((time - start) / (1 - LAG), 0.0, 1.0))
            self.areas = seeds + grip * (held - seeds)
            self.pulls = held * grip
            self.pulls[self.winner] = held[self.winner]
            self.tied = float(grip[self.winner])

        return self.run(go, run_time)

    def weigh(self, weights: Any, exact: float) -> None:
        """Take other weights at once."""
        self.areas = self.pulls = np.asarray(value_of(weights), dtype=float)
        self.exact = exact
        self.draw()
