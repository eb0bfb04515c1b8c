"""Keys as points, the question as an arrow, and the sweep line square to it."""

import math
from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    AnimationGroup,
    LaggedStart,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import box_of
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.axes import KEYS, Axes
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCells, shrink
from manim_project.scenes.s2_qkv_projection.veil import Veil, change, lift, step

NAME, COUNT = 0.52, 0.56  # em of a word, and of the score that rides on the line
KEY_DOT = 0.17
OVER = 1.2  # from the last tick to the axis' name: a key's word stands between
# What the question asks of either side, by the zero: it asks no more for the noun when it has
# turned so far from it (degrees).
ASKS = (("Which cat?", 1.72, 0.86), ("Did what?", 1.12, 0.22))
ASK, FORGOTTEN = 0.48, (66.0, 80.0)
# Where a word stands beside its key, (x, baseline, align): clear of the line where that comes to
# rest, and on its way while the question turns.
ASIDE = ((0.12, -0.72, 1), (0.36, -0.12, -1), (0.22, 0.62, 1))
LIT = 45.0  # degrees that the question turns until the side that it asks is all lit
FLASH = 0.3  # seconds
ROUND = 2.0  # radians by which the last key's way is bent
# Of the arrow's afterimages: degrees from one to the next, opacity, and how many there are.
STEP, NEWEST, AFTERIMAGES = 4.0, 0.5, 22
REACH = 2.9  # half the line's length
LEFTMOST = 1.75  # how far left of the zero it may reach
ANGLE = 0.34  # side of the mark of a right angle
NEAR, CLEAR = 0.03, 0.12  # from the line to a text: where it is gone, where it is seen


class KeyPlane(VGroup):
    """The keys of `block` in a plane, and the question that turns in it.

    `lie`, `ask` and `come` say how it is drawn: where the plane lies, which way the question
    points (degrees), and how far the line has come (a score). What is seen is a matter of veils;
    texts step back by themselves where the line passes.
    """

    def __init__(self, block: Quantity, plane: Plane, reach: float = REACH) -> None:
        self.asked = REFERENCE.textbook.asked()
        self.angle = self.home = float(self.asked.angle)
        self.score = 0.0
        self.axes = Axes(block.sides, KEYS, OVER)
        hue = theme.shape(theme.QUERY)
        self.fan = VGroup(*(Line(color=hue, stroke_width=7) for _ in range(AFTERIMAGES)))
        self.way = Line(color=hue, stroke_width=3)
        self.steps = VGroup(*(Line(color=hue, stroke_width=4) for _ in self.asked.ticks[1:]))
        self.reach = reach
        self.line = SweepLine(reach)
        self.corner = VMobject(stroke_width=3, color=theme.INK)
        self.keys = VGroup(*(Mark(radius=KEY_DOT, color=theme.KEY) for _ in block.keys))
        self.flashes = VGroup(*(key.shine.copy().set_fill(theme.INK, 0) for key in self.keys))
        self.arrow = Pointer(np.zeros(3), RIGHT, width=0.11)
        self.tags = VGroup(*(number(t, size=NAME, color=theme.KEY) for t in block.tokens))
        self.asks = VGroup(*(Words(t, size=ASK, color=theme.QUERY) for t, _, _ in ASKS))
        self.count = number(self.asked.ticks[0], size=COUNT, bold=True)
        super().__init__(
            self.axes, self.fan, self.way, self.steps, self.line, self.corner,
            self.flashes, self.keys, self.arrow, self.axes.names, self.tags, self.asks,
            self.count,
        )  # fmt: skip
        self.seen = {
            "axes": Veil(self.axes),
            "line": Veil(self.line, self.corner),
            "keys": Veil(self.keys),
            "arrow": Veil(self.arrow),
        }
        self.told = {
            "names": Veil(*self.axes.names),
            "tags": Veil(*self.tags),
            "which": Veil(self.asks[0]),
            "what": Veil(self.asks[1]),
            "count": Veil(self.count),
        }
        self.wanted = dict.fromkeys(self.told, 0.0)
        self.lie(plane)

    @property
    def query(self) -> np.ndarray:
        """The question as drawn, (2,)."""
        return np.asarray(value_of(self.asked.query), dtype=float)

    def lie(self, plane: Plane) -> Self:
        """All parts take their places in a plane."""
        self.plane = plane
        self.axes.lie(plane)
        for j, point in enumerate(plane(self.asked.keys)):
            self.keys[j].at(point)
            self.flashes[j].move_to(point)
            x, y, align = ASIDE[j]
            self.tags[j].put(point[0] + x, point[1] + y, align)
        zero = plane((0, 0))
        for words, (_, x, y) in zip(self.asks, ASKS, strict=True):
            words.put(zero[0] + x, zero[1] + y)
        for k, image in enumerate(self.fan):
            turn = math.radians(self.home + k * STEP)
            tip = float(self.asked.length) * np.array([math.cos(turn), math.sin(turn)])
            image.set_points_as_corners(plane([0.12 * tip, 0.97 * tip]))
        return self.ask(self.angle)

    def ask(self, angle: float) -> Self:
        """The question points there, and leaves afterimages behind it; the line stays square."""
        self.angle, self.asked = angle, REFERENCE.textbook.asked(angle)
        self.arrow.between(self.plane((0, 0)), self.plane(self.query))
        turned = angle - self.home
        hue = theme.mix(theme.QUERY, theme.DIM, step(turned, 0.0, LIT))
        self.axes.names[1].set_fill(hue)
        for k, image in enumerate(self.fan):
            seen = 0 <= k * STEP < turned - 1
            image.set_stroke(opacity=NEWEST * (k * STEP / turned) ** 1.5 if seen else 0.0)
        return self.come(self.score)

    def come(self, score: float) -> Self:
        """The line lies where every point has this score."""
        self.score = score
        plane, q = self.plane, self.query
        square = (q**2).sum()
        tip, foot = plane(q), plane(q * score / square)
        along, across = plane.along(q) / math.sqrt(square), plane.along([q[1], -q[0]])
        across = across / math.sqrt(square)
        middle = foot + self._aside() * plane.unit * plane.along([-q[1], q[0]])
        self._draw_line(middle, along)
        corner = [foot - ANGLE * along, foot + ANGLE * (across - along), foot + ANGLE * across]
        self.corner.set_points_as_corners(corner if score > ANGLE else [foot, foot])
        past = score > square + 1e-6
        shown = self.seen["line"].share
        self.way.set_points_as_corners([tip, foot if past else tip])
        self.way.set_stroke(opacity=0.7 * shown if past else 0.0)
        for k, mark in enumerate(self.steps, start=1):
            at = plane(q * k / square)
            mark.set_points_as_corners([at - 0.14 * across, at + 0.14 * across])
            mark.set_stroke(opacity=self.wanted["count"] * float(k < score + 1e-6))
        self.count.put(foot[0] - 0.15, foot[1] + 0.72, align=0)
        self._clear()
        return self

    def _draw_line(self, middle: np.ndarray, along: np.ndarray) -> None:
        """About a point and square to `along`, but no further left than the plane's margin."""
        way = np.array([along[1], -along[0], 0.0])  # to the right, as the question points up
        room = (middle[0] - self.plane.origin[0] + LEFTMOST) / max(way[0], 1e-6)
        cut = max(0.0, self.reach - room) / 2
        self.line.reach = self.reach - cut
        self.line.lie(middle + cut * way, along)

    def _clear(self) -> None:
        """Texts that the line passes are not seen as long as it does."""
        start, end = self.line.core.get_start(), self.line.core.get_end()
        line = start + np.linspace(0, 1, 60)[:, None] * (end - start)
        shown = self.seen["line"].share
        for name, veil in self.told.items():
            if not self.wanted[name]:
                veil.let(0.0)
                continue
            shares = []
            for words in veil.parts:
                box = box_of(words)
                half = np.array([box.width, 1.2 * box.height]) / 2
                apart = np.maximum(np.abs(line[:, :2] - box.centre[:2]) - half, 0)
                far = float(np.hypot(*apart.T).min())
                free = min(1.0, max(0.0, (far - NEAR) / (CLEAR - NEAR)))
                hidden = min(1.0, 12 * shown) * (1 - free)
                if name == "which":
                    hidden = max(hidden, step(self.angle, *FORGOTTEN))
                shares.append(step(self.score, 0.5, 0.8) if name == "count" else 1 - hidden)
            for (member, fill, _), share in zip(veil.full, shares, strict=True):
                member.set_fill(opacity=self.wanted[name] * share * fill)

    def _aside(self) -> float:
        """How far the line's middle is from the arrow's way, in lengths of the arrow: there where
        the keys are, each as much as its share."""
        x, y = self.query
        across = [(k[1] * x - k[0] * y) for k in value_of(self.asked.keys)]
        shares = value_of(self.asked.weights)
        return float(sum(w * a for w, a in zip(shares, across, strict=True))) / (x * x + y * y)

    def rest(self) -> Self:
        """The line lies on the key that is furthest along the question."""
        return self.come(float(max(value_of(self.asked.scores))))

    # What happens in it

    def tell(self, *names: str, to: float = 1.0, run_time: float = 0.3) -> Animation:
        """Texts come, or go."""
        starts = {name: self.wanted[name] for name in names}

        def draw(alpha: float) -> None:
            for name, start in starts.items():
                self.wanted[name] = (1 - alpha) * start + alpha * to
            self.come(self.score)

        return change(self, draw, run_time)

    def rule(self) -> Animation:
        """The axes come, named."""
        return AnimationGroup(lift(self.seen["axes"]), self.tell("names"))

    def take(self, keys: Sequence[NumberCells], query: NumberCells) -> Animation:
        """The question's cells fly to where its arrow will be, then the keys' to the places that
        their numbers name: those that go furthest first, but the last round the others."""
        flights = [query.animate.move_to(self.plane(0.5 * self.query))]
        places, last = self.plane(self.asked.keys), len(keys) - 1
        for j in (*sorted(range(last), key=lambda j: float(places[j][0])), last):
            bend = ROUND if j == last else 0.0
            flights.append(keys[j].animate(path_arc=bend).move_to(places[j]))
        return LaggedStart(*flights, lag_ratio=0.45, run_time=0.95)

    def settle(self, keys: Sequence[NumberCells]) -> Animation:
        """Each key's cells shrink to its point, and the arrow grows where the question's were."""
        cells = [(cell, key.dot) for row, key in zip(keys, self.keys, strict=True) for cell in row]
        shrunk, seen = shrink(cells, 0.4), lift(self.seen["keys"], run_time=0.2)
        self.tiles = shrunk.mobject
        return AnimationGroup(LaggedStart(shrunk, seen, lag_ratio=1.0), self.point())

    def point(self) -> Animation:
        """The arrow grows."""
        zero, tip = self.plane((0, 0)), self.plane(self.query)

        def grow(alpha: float) -> None:
            self.seen["arrow"].let(min(1.0, 10 * alpha))
            self.arrow.between(zero, zero + max(alpha, 1e-3) * (tip - zero))

        return change(self.arrow, grow, 0.6)

    def start(self) -> Animation:
        """The line comes, through the zero."""
        self.come(0.0)
        return AnimationGroup(lift(self.seen["line"]), self.tell("count"))

    def sweep(self, score: Quantity, run_time: float) -> Animation:
        """The line runs out along the question to a score, and counts."""
        start, end = self.score, float(score)
        furthest = float(max(value_of(self.asked.scores)))

        def draw(alpha: float) -> None:
            now = (1 - alpha) * start + alpha * end
            if alpha < 1:
                self.count.say("{:.1f}", self.asked.reached(now / furthest), align=0)
            else:
                self.count.say("{}", score, align=0)
            self.come(now)

        return change(self, draw, run_time)

    def touch(self, met: Sequence[int]) -> Animation:
        """The keys that the line has come to flash."""
        lights = VGroup(*(self.flashes[j] for j in met))

        def flash(group: VGroup, alpha: float) -> None:
            group.set_fill(opacity=math.sin(math.pi * alpha) ** 2)

        return UpdateFromAlphaFunc(lights, flash, rate_func=linear, run_time=FLASH)

    def slide(self, way: float, run_time: float = 0.5) -> Animation:
        """It leaves the frame to the left (-1), or comes back (1); texts are seen when it rests."""
        start, before = self.plane, dict(self.wanted)
        end = Plane((start.origin[0] + 0.62 * way * theme.FRAME_WIDTH, start.origin[1]), start.unit)

        def draw(alpha: float) -> None:
            for name in before:
                here = step(alpha, 0.96, 1.0) if way > 0 else 1 - step(alpha, 0.0, 0.05)
                if name == "count":
                    here *= before[name] if way < 0 else 0.0
                self.wanted[name] = here
            for veil in self.all():
                veil.let(step(alpha, 0.0, 0.4) if way > 0 else 1 - step(alpha, 0.6, 1.0))
            self.lie(start.toward(end, alpha))

        return change(self, draw, run_time)

    def turn(self, angle: float, run_time: float) -> Animation:
        """The question swings; the line rests on the furthest key all the time."""
        start = self.angle
        return change(self, lambda a: self.ask((1 - a) * start + a * angle).rest(), run_time)

    def all(self) -> Iterator[Veil]:
        """Everything that is not a text."""
        yield from self.seen.values()
