"""Keys on a line that bends into a parabola, and the tangent that rolls along it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from manim import UP, Succession, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

NUMERAL, CROWNED = 0.5 * theme.TALL, 0.95 * theme.TALL  # em of an address, and of the winner's
AWAY, AWAY_CROWNED = 0.42 * theme.TALL, 0.62 * theme.TALL  # from a key to the middle of its address
BEYOND = 1.7  # steps that the curve goes on beyond the last key
FAN_STEP = 0.125  # steps of i between two tangents that stay behind
FAN, FAN_REACH = 0.4, 6.5  # their opacity where they touch, and how far they are seen
QUERY = 1.6  # length of the query on the straight line, in units of the plane
GONE, BACK = 0.08, 0.03  # of a camera's way: in which addresses fade, and come back at its end
REST = 0.3  # seconds that the line rests on what it has found
RISEN_AFTER = 0.25  # seconds in which a winner's address grows
EDGE = ((26.0, 0.06), (12.0, 0.16), (4.5, 1.0))  # stroke widths and opacities of the lit edge


@dataclass(frozen=True)
class InsideCurve:
    """The glow below the parabola of a plane, on a raster over the whole frame: bright along the
    edge, dark where the curve has no keys and far below it."""

    plane: Plane

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        right, up = theme.FRAME_WIDTH / 2, theme.FRAME_HEIGHT / 2
        x = np.linspace(-right, right, columns)[None, :] - self.plane.origin[0]
        y = theme.MIDDLE + np.linspace(up, -up, rows)[:, None] - self.plane.origin[1]
        cos, sin = math.cos(self.plane.angle), math.sin(self.plane.angle)
        u, v = (cos * x + sin * y) / self.plane.unit, (cos * y - sin * x) / self.plane.unit
        depth = (-(u**2) / 4 - v) / np.sqrt(1 + u**2 / 4)  # below y = −x²/4, square to it
        deep = np.maximum(depth, 0)
        shine = 0.62 * np.exp(-deep / 0.38) + 0.38 * np.exp(-deep / 2.6)
        start = np.clip((u + 1.3) / 2.0, 0, 1)
        edge = np.clip(depth * self.plane.unit * columns / theme.FRAME_WIDTH + 0.5, 0, 1)
        return shine * edge * start**2 * (3 - 2 * start)


class KeyCurve(VGroup):
    """The keys 0 … n − 1 at (2j, −bend · j²) of a plane, their addresses below them, the curve
    through them, a line square to a query, and the query's arrow where the line touches.

    `stand` and `aim` place all at once; the other verbs are animations.
    """

    def __init__(self, table: Quantity, plane: Plane, bend: float = 0.0) -> None:
        self.table = table
        self.count = len(value_of(table.addresses))
        self.edge = VGroup(
            *(
                VMobject(stroke_width=width, stroke_opacity=share, color=theme.shape(theme.KEY))
                for width, share in EDGE
            )
        )
        self.fan = VGroup()
        self.keys = VGroup(*(Mark(radius=0.13) for _ in range(self.count)))
        self.names = VGroup(
            *(
                number(j, size=NUMERAL, color=theme.KEY, bold=True, counted=False)
                for j in table.addresses
            )
        )
        self.line, self.arrow = (
            SweepLine(2 * theme.FRAME_WIDTH),
            Pointer(np.zeros(3), np.ones(3), width=0.11),
        )
        self.named = tuple(range(self.count))  # whose addresses are seen, and how clearly
        self.seen = 1.0
        self.end = self.count - 1.0  # the place where the curve ends
        self.wanted: int | None = None  # the address that is asked for and does not come
        super().__init__(self.fan, self.edge, self.line, self.keys, self.names, self.arrow)
        self.end += BEYOND * bend
        self.stand(plane, bend).crown(None)

    # How it stands

    def stand(self, plane: Plane, bend: float) -> Self:
        """Lie in a plane, bent from a straight line (0) to the parabola (1)."""
        self.plane, self.bend = plane, bend
        ends = [self.point(0.0), plane([self.end, 0.0]), self.point(self.end)]
        thirds = [(ends[0] + 2 * ends[1]) / 3, (2 * ends[1] + ends[2]) / 3]
        for stroke in self.edge:  # a parabola is a Bézier curve of the second degree
            stroke.set_points(np.array([ends[0], *thirds, ends[2]]))
        places = plane(REFERENCE.textbook.bent(bend, self.count).keys)
        for key, place in zip(self.keys, places, strict=True):
            key.at(place)
        return self

    def point(self, i: float) -> np.ndarray:
        """The curve at a place i."""
        return self.plane(np.array([2 * i, -self.bend * i**2]))

    def square_at(self, i: float) -> np.ndarray:
        """The direction (bend · i, 1), which is square to the curve at i, in the frame."""
        return self.plane.along(np.array([self.bend * i, 1.0]))

    def aim(self, i: float, query: np.ndarray) -> Self:
        """The line touches at place i, square to a query of the plane, (2,), whose arrow stands
        there at its true length."""
        self.place = i
        touched = self.point(i)
        self.line.lie(touched, self.plane.along(query))
        self.arrow.between(touched, touched + self.plane.unit * self.plane.along(query))
        return self

    def unname(self) -> Self:
        """Nothing has been found, and nothing has a name yet."""
        self.seen = 0.0
        return self.crown(None)

    def crown(self, winner: int | None, share: float = 1.0) -> Self:
        """The key that has won, gold and large (by a share, as it comes); all others are keys."""
        for j, (key, name) in enumerate(zip(self.keys, self.names, strict=True)):
            won = j == winner
            color = theme.WINNER if won else theme.QUERY if j == self.wanted else theme.KEY
            key.paint(theme.WINNER if won else theme.KEY)
            size = 1.0 + 0.35 * (share if won else 0.0)
            key.dot.scale_to_fit_width(0.26 * size)
            key.shine.scale_to_fit_width(1.04 * (1.9 if won else 1.0))
            name.set_fill(color, opacity=self.seen if j in self.named else 0.0)
            em = NUMERAL + (CROWNED - NUMERAL) * (share if won else 0.0)
            away = AWAY + (AWAY_CROWNED - AWAY) * (share if won else 0.0)
            self._name(name, em, key.dot.get_center() - away * self.square_at(j) / self._long(j))
        return self

    def _long(self, j: float) -> float:
        return math.hypot(self.bend * j, 1.0)

    @staticmethod
    def _name(name: Words, em: float, middle: np.ndarray) -> None:
        name.scale(em / name.em)
        name.in_box(middle)

    # Verbs

    def search(self, angle: float, run_time: float) -> Animation:
        """On the straight line, the line comes along a query at an angle (degrees), and rests on
        the end that it touches last."""
        told = REFERENCE.textbook.straight(self.count, angle)
        scores = np.asarray(value_of(told.scores))
        sweep = self.line.sweep(
            self.plane, told.direction, self.keys, scores, scores.min() - 1, run_time=run_time
        )
        return Succession(sweep, self.tilt([(angle, self._end(angle))] * 2, REST))

    def _end(self, angle: float) -> int:
        """The key that a straight line of keys has furthest along a query."""
        return int(REFERENCE.textbook.straight(self.count, angle).winner)

    def name_keys(self) -> Animation:
        """The addresses come, the winner's as it is."""
        winner = int(self.place)

        def come(_: VMobject, alpha: float) -> None:
            self.seen = alpha
            self.crown(winner)

        return UpdateFromAlphaFunc(self, come)

    def rock(self, angles: Sequence[float], leg: float) -> Animation:
        """On the straight line, the query turns through these angles (degrees), to the left and to
        the right by turns; upright in between, it glides from end to end: the line lies flat."""
        stances: list[tuple[float, float]] = []
        for before, after in pairwise(angles):
            ends = self._end(before), self._end(after)
            stances += [(before, ends[0]), (90.0, ends[0]), (90.0, ends[1]), (after, ends[1])]
        return self.tilt(stances, leg * len(angles))

    def tilt(self, stances: Sequence[tuple[float, float]], run_time: float) -> Animation:
        """Go through stances: the query's angle, and the place i where its arrow stands."""
        stops = np.asarray(stances, dtype=float)

        def turn(_: VMobject, alpha: float) -> None:
            along = alpha * (len(stops) - 1)
            leg = min(int(along), len(stops) - 2)
            angle, place = stops[leg] + smooth(along - leg) * (stops[leg + 1] - stops[leg])
            self.tilt_to(float(angle), float(place))

        return UpdateFromAlphaFunc(self, turn, rate_func=linear, run_time=run_time)

    def tilt_to(self, angle: float, place: float) -> Self:
        """The query stands at a place of the straight line, at an angle (degrees)."""
        told = REFERENCE.textbook.straight(self.count, angle)
        self.aim(place, QUERY * np.asarray(value_of(told.direction)))
        return self.crown(value_of(told.winner))

    def sink(self, plane: Plane, run_time: float) -> Animation:
        """The keys sink along −j² while the plane turns and shrinks to another."""
        start, bend = self.plane, self.bend

        def bow(_: VMobject, alpha: float) -> None:
            self.seen = _while_still(alpha)
            self.end = self.count - 1 + alpha * BEYOND
            self.stand(start.toward(plane, alpha), bend + alpha * (1 - bend))
            length = QUERY + alpha * (1 - QUERY)
            self.aim(0.0, np.array([0.0, length])).crown(None)

        return UpdateFromAlphaFunc(self, bow, rate_func=smooth, run_time=run_time)

    def roll(
        self, stops: Sequence[float], move: float, rest: float, fan: bool = False
    ) -> Animation:
        """The tangent rolls to each of these places (numbers, not only addresses) and rests there
        for `rest` seconds; a key that it touches while it rests has won."""
        times = np.arange(len(stops) - 1) * (move + rest)
        run_time = float(times[-1] + move + rest)

        def turn(_: VMobject, alpha: float) -> None:
            now = alpha * run_time
            leg = int(np.searchsorted(times, now, side="right")) - 1
            share = min((now - times[leg]) / move, 1.0)
            here = stops[leg] + smooth(share) * (stops[leg + 1] - stops[leg])
            self.roll_to(float(here), now - times[leg] - move)
            if fan:
                self._leave(float(here))

        return UpdateFromAlphaFunc(self, turn, rate_func=linear, run_time=run_time)

    def roll_to(self, i: float, rested: float = RISEN_AFTER) -> Self:
        """The tangent at i, where it has rested for so many seconds (below 0: it still rolls)."""
        self.aim(i, np.array([self.bend * i, 1.0]))
        touched = float(i).is_integer() and rested >= 0 and i < self.count
        return self.crown(int(i) if touched else None, smooth(min(1.0, rested / RISEN_AFTER)))

    def go(
        self,
        plane: Plane,
        i: float,
        run_time: float,
        named: Sequence[int],
        end: float,
        reach: float,
    ) -> Animation:
        """The camera goes to another plane, and the tangent rolls on to i meanwhile; there the
        keys `named` have addresses, the curve ends at a place, and the line is so long."""
        start, before, ended, long = self.plane, self.place, self.end, self.line.reach

        def move(_: VMobject, alpha: float) -> None:
            here = before + alpha * (i - before)
            self.seen = _while_still(alpha)
            self.named = tuple(named) if alpha > 0.5 else self.named
            self.end = ended + alpha * (end - ended)
            self.line.reach = long + alpha * (reach - long)
            self.stand(start.toward(plane, alpha), 1.0).aim(here, np.array([here, 1.0]))
            self.crown(int(i) if alpha == 1 else None)

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    def settle(
        self, places: np.ndarray, names: VGroup, ceiling: float, run_time: float
    ) -> Animation:
        """With the query upright, the keys go to other places, (n, 3), and their addresses to
        those of `names`, under a line that becomes their ceiling."""
        keys = [key.dot.get_center() for key in self.keys]
        starts = [np.array([name.get_center()[0], name.baseline]) for name in self.names]
        ends = [np.array([name.get_center()[0], name.baseline]) for name in names[: self.count]]
        level = self.point(self.place)[1]

        def move(_: VMobject, alpha: float) -> None:
            for j, (key, name) in enumerate(zip(self.keys, self.names, strict=True)):
                key.at(keys[j] + alpha * (places[j] - keys[j]))
                x, y = starts[j] + alpha * (ends[j] - starts[j])
                name.put(float(x), float(y), align=0)
            self.line.lie(np.array([0.0, level + alpha * (ceiling - level), 0.0]), UP)

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    def spread_fan(self) -> Self:
        """Make the tangents that will stay behind, unseen yet."""
        for i in np.arange(0, self.count - 1 + FAN_STEP / 2, FAN_STEP):
            across = self.square_at(i)
            way = np.array([-across[1], across[0], 0.0]) / math.hypot(across[0], across[1])
            ghost = VMobject(stroke_width=2)
            touched = self.point(i)
            ghost.set_points_as_corners(
                [touched - FAN_REACH * way, touched, touched + FAN_REACH * way]
            )
            ghost.set_sheen_direction(np.sign(way))
            self.fan.add(ghost.set_stroke(theme.INK, opacity=0))
        return self

    def _leave(self, here: float) -> None:
        for k, ghost in enumerate(self.fan):
            if k * FAN_STEP < here - FAN_STEP / 2:
                ghost.set_stroke([theme.INK] * 3, opacity=[0.0, FAN, 0.0])

    def glow(self) -> Light:
        """The light inside the curve as it stands."""
        shade = InsideCurve(self.plane)
        color, strength = theme.light(theme.KEY, 0.8)
        light = Light(shade, theme.FRAME_WIDTH, theme.FRAME_HEIGHT, color, strength)
        return light.shift([0.0, theme.MIDDLE, 0.0])


def _while_still(alpha: float) -> float:
    """The opacity of addresses while the camera moves: gone at once, there at last."""
    return max(0.0, 1 - alpha / GONE, (alpha - 1 + BACK) / BACK)
