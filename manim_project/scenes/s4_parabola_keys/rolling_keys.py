"""The motions of keys on a curve: the line finds an end, rolls from key to key, and turns."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from manim import (
    UP,
    Create,
    LaggedStart,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import REACH
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s4_parabola_keys.key_curve import GRID, RADIUS, KeyCurve

QUERY = 1.6  # length of the query on the straight line, in units of the plane
ASKER = 1.0 * theme.TALL  # of the upright query
GLIDE = 0.45  # how long the arrow glides from key to key, where half a turn takes 1
EARLY = 0.12  # of the bending, in which the plane comes to fill its room
FADES = 1.0  # of score, in which a key that was passed ceases to flash
START = -0.4  # the place from which the line comes, in keys
GONE, BACK = 0.04, 0.03  # of a camera's way: in which addresses fade, and come back at its end
Stance = tuple[float, float]  # what the query asks for (or its angle), and where its arrow stands


class RollingKeys(KeyCurve):
    """Every verb is an animation."""

    # On the straight line

    def search(self, angle: float, run_time: float) -> Animation:
        """The line comes along the keys, square to a query at an angle (degrees), and rests on the
        end that it touches last."""
        end = self._end(angle)

        def come(_: VMobject, alpha: float) -> None:
            self.tilt_to(angle, START + alpha * (end - START))
            self.crown(end if alpha == 1 else None)

        return UpdateFromAlphaFunc(self, come, rate_func=smooth, run_time=run_time)

    def _end(self, angle: float) -> int:
        """The key that a straight line of keys has furthest along a query."""
        return int(REFERENCE.textbook.straight(self.count, angle).winner)

    def name_keys(self) -> Animation:
        """The addresses come, the winner's as it is."""
        winner = int(self.base)

        def come(_: VMobject, alpha: float) -> None:
            self.seen = alpha
            self.crown(winner)

        return UpdateFromAlphaFunc(self, come)

    def rock(self, angles: Sequence[float], leg: float) -> Animation:
        """The query turns through these angles (degrees), to the left and to the right by turns;
        upright in between, it glides from end to end: the line lies flat."""
        stances: list[Stance] = []
        for before, after in pairwise(angles):
            ends = self._end(before), self._end(after)
            stances += [(before, ends[0]), (90.0, ends[0]), (90.0, ends[1]), (after, ends[1])]
        return self.tilt(stances, leg * len(angles))

    def tilt(self, stances: Sequence[Stance], run_time: float) -> Animation:
        """Go through stances of a query's angle."""

        def turn(_: VMobject, alpha: float) -> None:
            along = alpha * (len(stances) - 1)
            leg = min(int(along), len(stances) - 2)
            angle, base = _between(stances[leg], stances[leg + 1], smooth(along - leg))
            self.tilt_to(angle, base)

        return UpdateFromAlphaFunc(self, turn, rate_func=linear, run_time=run_time)

    def tilt_to(self, angle: float, base: float) -> "RollingKeys":
        """The query stands at a place of the straight line, at an angle (degrees)."""
        told = REFERENCE.textbook.straight(self.count, angle)
        self.aim(base, QUERY * np.asarray(value_of(told.direction)))
        self.crown(value_of(told.winner))
        return self

    # To the parabola, and on it

    def sink(self, room: Region, run_time: float) -> Animation:
        """The keys sink along −j², each below where it was, to which its line leads; the plane
        shrinks, so that all are always in a room."""
        start = self.plane

        def bow(_: VMobject, alpha: float) -> None:
            keys = value_of(REFERENCE.textbook.bent(alpha, self.count).keys)
            fitting = Plane.fitting(room, keys, place=UP)
            self.grid.set_stroke(opacity=alpha * GRID)
            self.stand(start.toward(fitting, min(1.0, alpha / EARLY)), alpha)
            for j, depth in enumerate(self.depths):
                top = self.plane(np.array([2.0 * j, 0.0]))
                depth.set_points_as_corners([top, self.point(j)])
                depth.set_stroke(width=3, opacity=2 * alpha * (1 - alpha))
            self.crown(None)

        return UpdateFromAlphaFunc(self, bow, rate_func=smooth, run_time=run_time)

    def roll(
        self, stops: Sequence[float], move: float, rest: float, fan: bool = False
    ) -> Animation:
        """The line rolls over the keys to each address, `move` seconds and as many of rest each;
        half-way between two it lies on both."""

        def leg(start: float, end: float) -> Animation:
            way = list(_way(start, end))
            costs = [1.0 if one[0] != two[0] else GLIDE for one, two in pairwise(way)]
            times = np.concatenate([[0.0], np.cumsum(costs)]) / sum(costs)

            def turn(_: VMobject, alpha: float) -> None:
                now = smooth(min(alpha * (move + rest) / move, 1.0))
                k = min(int(np.searchsorted(times, now, side="right")) - 1, len(way) - 2)
                i, base = _between(way[k], way[k + 1], (now - times[k]) / (times[k + 1] - times[k]))
                self.roll_to(*(way[-1] if now == 1 else (i, base)))
                if fan:
                    self.leave_behind(i)

            return UpdateFromAlphaFunc(self, turn, rate_func=linear, run_time=move + rest)

        return Succession(*(leg(start, end) for start, end in pairwise(stops)))

    def go(
        self,
        plane: Plane,
        i: float,
        run_time: float,
        named: Sequence[int],
        end: float,
        keep: bool = False,
    ) -> Animation:
        """The camera goes to another plane, and the line rolls on to i meanwhile; there the keys
        `named` have addresses, and the curve ends at a place. Addresses are seen on the way if
        they are to be kept."""
        start, before, ended = self.plane, self.asked, self.end

        def move(_: VMobject, alpha: float) -> None:
            self.seen = 1.0 if keep else _while_still(alpha)
            self.last_seen = _while_still(alpha)  # the last key is carried out of the frame
            self.named = tuple(named) if alpha > 0.5 else self.named
            self.end = ended + alpha * (end - ended)
            self.stand(start.toward(plane, alpha), 1.0)
            here = before + alpha * (i - before)
            self.roll_to(i if alpha == 1 else here, float(round(here)))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    def tell_query(self, share: float = 1.0) -> Animation:
        """The query's two numbers come (share 1), or go (0)."""
        before = self.paired

        def fade(_: VMobject, alpha: float) -> None:
            self.paired = before + alpha * (share - before)
            self.pair.set_fill(opacity=self.paired * self.seen)

        return UpdateFromAlphaFunc(self, fade)

    def sweep(self, scores: VGroup, start: float, run_time: float) -> Animation:
        """The line comes along the query from the score `start`: each key's address and score are
        there from the moment in which it is passed, and the last one has won."""
        table, winner = self.table, int(self.base)
        reached = [float(score) for score in table.scores]

        def come(_: VMobject, alpha: float) -> None:
            now = start + smooth(alpha) * (max(reached) - start)
            self.line.at_score(self.plane, table.query, now)
            self.named = tuple(j for j, score in enumerate(reached) if now >= score)
            self.crown(winner if alpha == 1 else None)
            for key, words, score in zip(self.keys, scores, reached, strict=True):
                passed = now >= score
                words.set_fill(opacity=float(passed))
                flash = max(0.0, 1 - (now - score) / FADES) if passed else 0.0
                if alpha < 1:
                    key.dot.scale_to_fit_width(2 * RADIUS * (1 + flash))
                    key.shine.scale_to_fit_width(2 * REACH * RADIUS * (1 + flash))

        group = VGroup(self, scores)
        return UpdateFromAlphaFunc(group, come, rate_func=linear, run_time=run_time)

    def set_back(self) -> Animation:
        """Nothing has been found: the line leaves, and addresses and gold with it."""
        away = self.show_line(0.0)

        def leave(_: VMobject, alpha: float) -> None:
            away.interpolate_mobject(alpha)
            self.crown(None)
            self.names.set_fill(opacity=1 - alpha)

        return UpdateFromAlphaFunc(self, leave)

    def ask(self, share: float) -> Animation:
        """The query and its line come (share 1), or go (0) and leave no winner."""
        line, before, i = self.show_line(share), self.asking, self.asked

        def fade(_: VMobject, alpha: float) -> None:
            line.interpolate_mobject(alpha)
            self.asking = before + alpha * (share - before)
            self.arrow.arrow.set_fill(opacity=self.asking)
            self.arrow.shine.set_fill(opacity=self.asking)
            if self.bend == 1:
                self.roll_to(i)
            else:
                self.crown(None)

        return UpdateFromAlphaFunc(self, fade)

    def show_line(self, share: float) -> Animation:
        """The line goes, or comes back."""
        before = self.line.core.get_stroke_opacity()

        def fade(_: VMobject, alpha: float) -> None:
            now = before + alpha * (share - before)
            self.line.core.set_stroke(opacity=now)
            self.line.shine.set_fill(opacity=now)

        return UpdateFromAlphaFunc(self, fade)

    def drop(self) -> Animation:
        """With the query upright, a line from each key up to the one that it did not reach."""
        top = self.on_keys(self.base)[1]
        for key, depth in zip(self.keys, self.depths, strict=True):
            x, y, _ = key.dot.get_center()
            depth.set_points_as_corners([(x, top, 0.0), (x, min(y, top - 1e-3), 0.0)])
            depth.set_stroke(width=5, opacity=1)
        return LaggedStart(*map(Create, self.depths), lag_ratio=0.2, run_time=0.6)

    def settle(self, places: np.ndarray, names: VGroup, run_time: float) -> Animation:
        """With the query upright, the plane is stretched until keys stand at even distances: they
        go to other places, (n, 3), their addresses to those of `names`, the curve with them."""
        keys = [key.dot.get_center() for key in self.keys]
        depths = self.depths
        starts = [np.array([name.get_center()[0], name.baseline]) for name in self.names]
        ends = [np.array([name.get_center()[0], name.baseline]) for name in names[: self.count]]
        length = self.arrow.arrow.height
        self.named = tuple(range(self.count))
        edge = [self.point(0.0), self.plane([self.end, 0.0]), self.point(self.end)]
        stretched = _stretched(places, int(self.base), self.end)

        def move(_: VMobject, alpha: float) -> None:
            for j, (key, name) in enumerate(zip(self.keys, self.names, strict=True)):
                key.at(keys[j] + alpha * (places[j] - keys[j]))
                x, y = starts[j] + alpha * (ends[j] - starts[j])
                name.put(float(x), float(y), align=0)
                name.set_fill(opacity=_while_still(max(alpha, 0.5)))
            self.draw_edge(*(p + alpha * (q - p) for p, q in zip(edge, stretched, strict=True)))
            foot = self.keys[int(self.base)].dot.get_center()
            for key, depth in zip(self.keys, depths, strict=True):
                x, y, _ = key.dot.get_center()
                depth.set_points_as_corners([(x, foot[1], 0.0), (x, min(y, foot[1] - 1e-3), 0.0)])
            self.line.lie(foot, UP)
            self.arrow.between(foot, foot + (length + alpha * (ASKER - length)) * UP)

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)


def _stretched(places: np.ndarray, best: int, end: float) -> list[np.ndarray]:
    """Ends and control point of the parabola through evenly spaced keys; `best` is its top."""
    pitch, depth = places[1] - places[0], places[best][1] - places[best - 1][1]
    first, last = -best, end - best

    def at(s: float, lost: float) -> np.ndarray:
        return np.array([places[best][0] + s * pitch[0], places[best][1] - depth * lost, 0.0])

    return [at(first, first**2), at((first + last) / 2, first * last), at(last, last**2)]


def _between(one: Stance, other: Stance, share: float) -> Stance:
    return (one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]))


def _way(start: float, end: float) -> Iterator[Stance]:
    """From one address to another: a turn about a key to the tie with the next one, a glide to
    that key, and on. A stop half-way between two addresses stands on both."""
    step = math.copysign(1.0, end - start)
    base = float(start) if float(start).is_integer() else start + step / 2
    yield (start, start)
    if base != start:
        yield (start, base)
    while abs(end - base) >= 0.5:
        tie = base + step / 2
        yield (tie, base)
        if tie == end:
            yield (tie, tie)
            return
        base += step
        yield (tie, base)
    yield (end, base)


def _while_still(alpha: float) -> float:
    """The opacity of addresses while the camera moves: gone at once, there at last."""
    return max(0.0, 1 - alpha / GONE, (alpha - 1 + BACK) / BACK)
