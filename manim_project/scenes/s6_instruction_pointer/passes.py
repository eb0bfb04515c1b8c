"""The same few layers, as slabs of light: tokens go up through them, the next one comes out."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, LaggedStart, UpdateFromAlphaFunc, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.marks import Mark, Trail
from manim_project.mobjects.regions import Region

LEAN = 1.3  # how far a slab's far edge stands to the right, by its height
THICK = 0.55  # of a slab, by the pitch of slabs
FACE = ((0.04, 0.3), (0.2, 0.6))  # share of ink at a slab's ends: dark, and what light adds
CORNER = 0.35  # radius of the way's corners
RAYS = 0.22  # opacity of what leads from the tokens to the lowest slab
UPWARD = 0.45  # of a pass, which the tokens take through the slabs
FINE = 24  # points of a rounded corner
TAIL = 0.22  # of the way, as long as the comet's tail


class Passes(VGroup):
    """Slabs in a region, the lowest first, and the way of a new token from the uppermost one round
    the right side (`exit`) and along `low` to the tape's end."""

    def __init__(self, count: int, room: Region, exit_x: float, low: float) -> None:
        self.room, self.exit_x, self.low = room, exit_x, low
        rows = room.split_rows(count)[::-1]
        self.slabs = VGroup(*(self._slab(row) for row in rows))
        self.rays = VMobject(stroke_width=1.5, color=theme.shape(theme.INK), stroke_opacity=0)
        self.ring = VMobject(stroke_width=5, color=theme.shape(theme.INK), stroke_opacity=0)
        self.tail = Trail(theme.INK, width=0.16, opacity=0.7)
        self.comet = Mark(radius=0.11, color=theme.INK)
        super().__init__(self.rays, self.slabs, self.ring, self.tail, self.comet)
        self.glow(lambda _: 0.0)
        self._fly(None, room.centre)

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
        """The points (n, 3) of the way to the tape's end."""
        top = self.slabs[-1][1].get_right()
        stops = [
            top,
            np.array([self.exit_x, top[1], 0.0]),
            np.array([self.exit_x, self.low, 0.0]),
            np.array([end[0], self.low, 0.0]),
            end,
        ]
        points = [stops[0]]
        for (before, corner), (_, after) in pairwise(pairwise(stops)):
            into, out = before - corner, after - corner
            lengths = [float(np.hypot(*leg[:2])) for leg in (into, out)]
            radius = min(CORNER, *(length / 2 for length in lengths))
            start, stop = (
                corner + radius * leg / length
                for leg, length in zip((into, out), lengths, strict=True)
            )
            for t in np.linspace(0, 1, FINE):
                points.append((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * stop)
        return np.array([*points, stops[-1]])

    def _fly(self, share: float | None, end: np.ndarray) -> None:
        """The comet stands at a share of the way to the tape's end, or is not there."""
        if share is None:
            self.comet.set_opacity(0)
            self.tail.follow(np.zeros((0, 3)))
            return
        way = self.way(end)
        run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way[:, :2], axis=0).T))])
        ends = run[-1] * np.array([max(0.0, share - TAIL), share])
        inside = run[(run > ends[0]) & (run < ends[1])]
        spots = np.array([ends[0], *inside, ends[1]])
        gone = np.column_stack([np.interp(spots, run, way[:, k]) for k in range(3)])
        self.tail.follow(gone)
        self.comet.set_opacity(1).at(gone[-1])

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
        xs = np.interp(tops[:, 0], tops[[0, -1], 0], (left + CORNER, right - CORNER))
        foot = plate.get_bottom()[1]
        head = min(1.0, 2 * share)
        ups = np.column_stack([xs, np.full(len(xs), foot), np.zeros(len(xs))])
        ends = tops + head * (ups - tops)
        parts = [(1 - t) * tops + t * ends for t in (0, 1 / 3, 2 / 3, 1)]
        self.rays.set_points(np.stack(parts, axis=1).reshape(-1, 3))
        self.rays.set_stroke(opacity=RAYS * min(1.0, 2.5 * (1 - share)))

    def once(
        self, tops: np.ndarray, end: np.ndarray, land: Callable[[], object], run_time: float
    ) -> Animation:
        """One pass: all tokens are read, the wave goes up, and the next token flies to the end of
        the tape, where it `land`s."""
        landed: list[object] = []

        def go(_: VGroup, alpha: float) -> None:
            self.read(tops, alpha / UPWARD)
            self.wave((alpha - 0.12) / UPWARD)
            flown = (alpha - 0.12 - UPWARD * 0.85) / (1 - 0.12 - UPWARD * 0.85)
            self._fly(flown if 0 < flown < 1 else None, end)
            if alpha == 1 and not landed:
                landed.append(land())

        return UpdateFromAlphaFunc(self, go, rate_func=lambda t: t, run_time=run_time)

    def spin(self, end: np.ndarray, rounds: float, speed: float) -> None:
        """At once: after so many rounds at a speed from 0 to 1, at which the way is a ring and the
        slabs no longer go dark."""
        share = rounds % 1.0
        place = share * len(self.slabs)
        self.glow(lambda k: (1 - speed) * float(np.exp(-((k - place) ** 2) / 0.7)) + speed * 0.75)
        self.ring.set_points_as_corners(self.way(end)).set_stroke(opacity=0.75 * speed)
        self._fly(share if speed < 0.35 else None, end)

    def calm(self) -> None:
        """At once: nothing moves."""
        self.glow(lambda _: 0.0)
        self.ring.set_stroke(opacity=0)
        self._fly(None, self.room.point(DOWN))
