"""The same few layers, as slabs of light: tokens go up through them, the next one comes out."""

from collections.abc import Callable

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    LaggedStart,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam, halo
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Words
from manim_project.scenes.s6_instruction_pointer.ways import Comet, part, rounded

LEAN = 1.3  # how far a slab's far edge stands to the right, by its height
THICK = 0.55  # of a slab, by the pitch of slabs
FACE = ((0.04, 0.3), (0.2, 0.6))  # share of ink at a slab's ends: dark, and what light adds
RAYS = 0.22  # opacity of what leads from the tokens to the lowest slab
UPWARD = 0.45  # of a pass, which the tokens take through the slabs
TILE = (0.74, 0.6 * theme.TALL)  # a new token's width and height
EDGE = 0.35  # from the ends of the lowest slab to where rays from the tape come in


class NewToken(VGroup):
    """A token that comes out of the layers: a tile with a shine, and in it, if it `says` anything,
    its words. It is not there until it flies."""

    def __init__(self) -> None:
        self.shine = halo(np.zeros(3), 1.0, theme.QUERY, 0.6)
        self.tile = Rectangle(width=1, height=1, stroke_width=0, color=theme.shape(theme.QUERY))
        self.words: Words | None = None
        super().__init__(self.shine, self.tile)
        self.set_opacity(0)

    def says(self, words: Words | None) -> "NewToken":
        """At once: these words are in it from now on."""
        if self.words:
            self.remove(self.words)
        self.words = words
        return self.add(words.set_opacity(0)) if words else self

    def above(self, cell: Region) -> np.ndarray:
        """The middle of the tile when it has come to a cell, at whose right edge it ends."""
        return np.array([cell.right - TILE[0] / 2, cell.top - TILE[1] / 2, 0.0])

    def fly(self, way: np.ndarray, share: float) -> None:
        """At once: it stands at a share of its way, and grows at the beginning of it."""
        grown = min(1.0, 6 * share)
        self._stand(part(way, 0.0, share)[-1], TILE[0] * grown, TILE[1] * grown, grown)

    def shrink(self, cell: Region, share: float) -> None:
        """At once: it has shrunk to its cell by a share; then the cell itself is there."""
        centre = (1 - share) * self.above(cell) + share * cell.centre
        ends = zip(TILE, (cell.width, cell.height), strict=True)
        width, height = ((1 - share) * start + share * end for start, end in ends)
        self._stand(centre, width, height, 1.0 - share)
        self.tile.set_fill(opacity=float(share < 1))

    def _stand(self, centre: np.ndarray, width: float, height: float, bright: float) -> None:
        self.tile.stretch_to_fit_width(max(width, 1e-3)).stretch_to_fit_height(max(height, 1e-3))
        self.tile.move_to(centre).set_fill(opacity=float(bright > 0))
        self.shine.move_to(centre).set_fill(opacity=bright)
        if self.words:
            self.words.in_box(centre).set_fill(opacity=float(bright == 1.0))


class Passes(VGroup):
    """Slabs in a region, the lowest first, and the way of a new token from the uppermost one round
    the right side (`exit`) and along `low` to the tape's end."""

    def __init__(self, count: int, room: Region, exit_x: float, low: float) -> None:
        self.room, self.exit_x, self.low = room, exit_x, low
        rows = room.split_rows(count)[::-1]
        self.slabs = VGroup(*(self._slab(row) for row in rows))
        self.rays = VMobject(stroke_width=1.5, color=theme.shape(theme.INK), stroke_opacity=0)
        self.ring = VMobject(stroke_width=5, color=theme.shape(theme.INK), stroke_opacity=0)
        self.comet, self.token = Comet(theme.QUERY), NewToken()
        super().__init__(self.rays, self.slabs, self.ring, self.comet, self.token)
        self.glow(lambda _: 0.0)

    def _slab(self, row: Region) -> VGroup:
        half = THICK * row.height / 2
        lean = LEAN * row.height
        _, y, _ = row.centre
        plate = VMobject(stroke_width=2).set_sheen_direction(RIGHT)
        ends = [
            (row.left, y - half),
            (row.right - lean, y - half),
            (row.right, y + half),
            (row.left + lean, y + half),
        ]
        plate.set_points_as_corners([[*end, 0.0] for end in (*ends, ends[0])])
        shine = beam(row.point(LEFT), row.point(RIGHT), 1.9 * row.height, theme.INK, 0.5, ends=1.2)
        return VGroup(shine, plate)

    def glow(self, brightness: Callable[[int], float]) -> None:
        """At once: each slab is as bright as that, from 0 to 1."""
        for k, (shine, plate) in enumerate(self.slabs):
            bright = min(max(brightness(k), 0.0), 1.0)
            shine.set_fill(opacity=bright)
            ends = (
                theme.mix(theme.INK, theme.BACKGROUND, low + bright * high) for low, high in FACE
            )
            plate.set_fill([*ends], 1)
            plate.set_stroke(theme.mix(theme.INK, theme.BACKGROUND, 0.35 + 0.65 * bright))

    def wave(self, share: float) -> None:
        """At once: a wave of light stands at a share of its way up through the slabs."""
        place = share * (len(self.slabs) + 2) - 1.5
        self.glow(lambda k: float(np.exp(-((k - place) ** 2) / 0.7)) * (0 < share < 1))

    def way(self, end: np.ndarray) -> np.ndarray:
        """The points (n, 3) of the way from the uppermost slab to a place on the tape."""
        top = self.slabs[-1][1].get_right()
        stops = [top, (self.exit_x, top[1]), (self.exit_x, self.low), (end[0], self.low), end]
        return rounded([np.array([*stop[:2], 0.0]) for stop in stops])

    def appear(self) -> Animation:
        """Slab after slab, the lowest first."""
        return LaggedStart(*(FadeIn(slab, shift=0.2 * UP) for slab in self.slabs), lag_ratio=0.2)

    def read(self, tops: np.ndarray, share: float) -> None:
        """At once: rays from all tokens (n, 3) to the lowest slab have come up by a share, and are
        gone at 1."""
        if not 0 < share < 1:
            self.rays.set_stroke(opacity=0)
            return
        plate = self.slabs[0][1]
        left, right = plate.get_left()[0], plate.get_right()[0]
        xs = np.interp(tops[:, 0], tops[[0, -1], 0], (left + EDGE, right - EDGE))
        foot = plate.get_bottom()[1]
        head = min(1.0, 2 * share)
        ups = np.column_stack([xs, np.full(len(xs), foot), np.zeros(len(xs))])
        ends = tops + head * (ups - tops)
        parts = [(1 - t) * tops + t * ends for t in (0, 1 / 3, 2 / 3, 1)]
        self.rays.set_points(np.stack(parts, axis=1).reshape(-1, 3))
        self.rays.set_stroke(opacity=RAYS * min(1.0, 2.5 * (1 - share)))

    def once(self, tops: np.ndarray, cell: Region, run_time: float) -> Animation:
        """One pass: all tokens are read, the wave goes up, and the next token comes out, large,
        and flies to the tape, where its `cell` will be."""
        way = self.way(self.token.above(cell))

        def go(_: VGroup, alpha: float) -> None:
            self.read(tops, alpha / UPWARD)
            self.wave((alpha - 0.12) / UPWARD)
            flown = (alpha - 0.12 - UPWARD * 0.85) / (1 - 0.12 - UPWARD * 0.85)
            self.token.fly(way, min(smooth(max(flown, 0.0)), 1.0))

        return UpdateFromAlphaFunc(self, go, rate_func=linear, run_time=run_time)

    def settle(self, cell: Region, land: Callable[[], object], run_time: float) -> Animation:
        """The token that has come shrinks into its cell, and `land`s there."""
        landed: list[object] = []

        def shrink(_: VGroup, alpha: float) -> None:
            self.token.shrink(cell, alpha)
            if alpha == 1 and not landed:
                landed.append(land())

        return UpdateFromAlphaFunc(self, shrink, run_time=run_time)

    def spin(self, cell: Region, rounds: float, speed: float) -> None:
        """At once: after so many rounds at a speed from 0 to 1, at which the way is a ring and the
        slabs no longer go dark."""
        share = rounds % 1.0
        place = share * len(self.slabs)
        self.glow(lambda k: (1 - speed) * float(np.exp(-((k - place) ** 2) / 0.7)) + speed * 0.75)
        way = self.way(np.array([cell.right, cell.top, 0.0]))
        self.ring.set_points_as_corners(way).set_stroke(opacity=0.75 * speed)
        self.comet.fly(way, share if speed < 0.5 else 0.0)

    def calm(self) -> None:
        """At once: nothing moves."""
        self.glow(lambda _: 0.0)
        self.ring.set_stroke(opacity=0)
        self.comet.leave()
