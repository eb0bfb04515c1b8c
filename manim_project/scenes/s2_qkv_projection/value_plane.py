"""What the words hold, as discs; the answer is the white dot in their middle."""

from functools import partial
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    UP,
    AnimationGroup,
    Dot,
    Line,
    Polygon,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark, Trail, ValueDisc, disc_radius
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.axes import VALUES, Axes
from manim_project.scenes.s2_qkv_projection.veil import Veil, change, lift, step

LARGEST = 0.92  # radius of a disc that is the whole
NAME, SHARE = 0.52, 0.54  # em
PERCENT = "≈ {:.0f} %"  # of a share that may move
OVERHEAD = (3.6, 0.0, 0.9)  # how high the shares fly
ROOM = 1.12  # for a disc on the lower axis
OVER = 1.2  # from the last tick to the axis' name: a disc lies between
DOT = 0.2
SPECK = 0.13  # radius of a value without a weight
FLIGHT = 0.25  # of the time of all: one share on its way
CORNER = (0.16, 0.14)  # from the zero to the share that stands there
THREAD = 20.0  # stroke width of a thread that bears the whole
TRAIL_STEP = 1.5  # degrees
FIELD = (0.1, 0.4)  # opacities of the triangle and its edge
# Where the dot's name stands, away from all discs, and how it goes aside and lags as the dot rises.
ASIDE, DRIFT, LAG = (0.2, 0.98), 0.18, 0.62


def percent_of(disc: ValueDisc) -> float:
    """Of the whole, as a disc is drawn."""
    return float(100 * (disc.disc.width / 2 / disc.largest) ** 2)


class ValuePlane(VGroup):
    """The values of `block` as discs whose areas are the shares, and their middle."""

    def __init__(self, block: Quantity, plane: Plane, largest: float = LARGEST) -> None:
        self.asked = REFERENCE.textbook.asked()
        self.angle = self.home = float(self.asked.angle)
        self.mean = np.asarray(value_of(block.mean), dtype=float)
        self.plane = plane
        self.spots = spots = plane(block.values)
        hue = theme.shape(theme.VALUE)
        self.axes = Axes(block.sides, VALUES, OVER, ROOM).lie(plane)
        self.field = Polygon(*spots, color=hue, fill_opacity=FIELD[0], stroke_width=2)
        self.field.set_stroke(opacity=FIELD[1])
        self.threads = VGroup(*(Line(color=theme.soft(theme.VALUE, 0.5)) for _ in spots))
        VGroup(self.field, self.threads).set_z_index(-1)  # behind the dots, whenever they come
        self.specks = VGroup(*(Dot(point, SPECK, color=hue) for point in spots))
        self.discs = VGroup(*(ValueDisc(point, largest) for point in spots))
        self.trail = Trail(width=1.5 * DOT, opacity=0.75, parts=30)
        self.dot = Mark(radius=DOT, color=theme.INK, shine=0.6)
        self.names = VGroup(*(number(t, size=NAME, color=theme.VALUE) for t in block.tokens))
        self.shares = VGroup(
            *(
                number(exact, PERCENT, size=SHARE, bold=True).stands_for(partial(percent_of, disc))
                for exact, disc in zip(self.asked.percentages, self.discs, strict=True)
            )
        )
        self.answer = Words("answer", size=NAME)
        super().__init__(
            self.axes, self.field, self.threads, self.specks, self.discs, self.trail,
            self.dot, self.axes.names, self.names, self.shares, self.answer,
        )  # fmt: skip
        self.seen = {
            "axes": Veil(self.axes),
            "sides": Veil(*self.axes.names),
            "specks": Veil(self.specks),
            "names": Veil(self.names),
            "field": Veil(self.field, self.threads),
            "discs": Veil(self.discs),
            "dot": Veil(self.dot),
            "shares": Veil(self.shares),
            "answer": Veil(self.answer),
        }
        self.first = np.asarray(value_of(self.asked.z), dtype=float)
        self.passed: dict[float, np.ndarray] = {}  # answers by the question's angle
        self.leaning = 0.0
        self.weigh(0.0)

    def weigh(self, share: float) -> Self:
        """The dot is drawn so far from the middle to where the shares pull it."""
        self.leaning = share
        weights = np.asarray(value_of(self.asked.weights), dtype=float)
        z = np.asarray(value_of(self.asked.z), dtype=float)
        even = np.full(len(weights), 1 / len(weights))
        middle = self.plane((1 - share) * self.mean + share * z)
        self.dot.at(middle)
        pulls = (1 - share) * even + share * weights
        for thread, point, pull in zip(self.threads, self.spots, pulls, strict=True):
            thread.set_points_as_corners([point, middle])
            thread.set_stroke(width=max(1.5, THREAD * pull))
        rise = middle[1] - self.plane(self.first)[1]
        self.answer.put(middle[0] + ASIDE[0] + DRIFT * rise, middle[1] + ASIDE[1] - LAG * rise)
        for disc, weight in zip(self.discs, weights, strict=True):
            disc.weigh(weight)
        self._label(weights)
        return self

    def _label(self, weights: np.ndarray) -> None:
        """Names stand close to their discs, and shares below names: that of the disc on the upper
        axis in the corner below it, inside the plane."""
        landed = self.seen["discs"].share
        the, cat, slept = (max(SPECK, landed * disc_radius(w, LARGEST)) for w in weights)
        line, foot = 1.1 * SHARE, self.plane((0, 0))
        for j, (x, y, align) in enumerate((
            (-0.1, the + 0.12 + landed * line, -1),
            (-cat - 0.12, -CAPITAL / 2 * NAME, 1),
            (slept + 0.16, 0.14, -1),
        )):  # fmt: skip
            at = self.spots[j] + np.array([x, y, 0.0])
            self.names[j].put(at[0], at[1], align)
            self.shares[j].put(at[0], at[1] - line, align)
        self.shares[1].put(foot[0] + CORNER[0], foot[1] + CORNER[1])

    def ask(self, angle: float) -> Self:
        """Everything follows the question that points there."""
        self.angle, self.asked = angle, REFERENCE.textbook.asked(angle)
        self.weigh(1.0)
        for share, exact in zip(self.shares, self.asked.percentages, strict=True):
            share.say(PERCENT, exact)
        self._label(np.asarray(value_of(self.asked.weights), dtype=float))
        return self

    def _way(self, start: float, end: float) -> np.ndarray:
        """Of the dot, from one question to another, (n, 3)."""
        pace = TRAIL_STEP if end > start else -TRAIL_STEP
        angles = [*np.arange(start, end, pace), end]
        for angle in (float(a) for a in angles):
            if angle not in self.passed:  # the trail asks for the same ones in each frame
                self.passed[angle] = value_of(REFERENCE.textbook.asked(angle).z)
        return np.asarray(self.plane([self.passed[float(a)] for a in angles]))

    def turn(self, angle: float, run_time: float) -> Animation:
        """The question swings to an angle: discs breathe, and the dot draws its trail from home."""
        start, home = self.angle, self.home

        def draw(alpha: float) -> None:
            now = (1 - alpha) * start + alpha * angle
            self.ask(now)
            self.trail.follow(self._way(home, now) if abs(now - home) > 0.2 else np.zeros((0, 3)))

        return change(self, draw, run_time)

    # What happens in it

    def show(self, *names: str, to: float = 1.0, run_time: float = 0.3) -> Animation:
        """Parts come, or go."""
        return lift(*(self.seen[name] for name in names), to=to, run_time=run_time)

    def receive(self, parts: VGroup) -> Animation:
        """The shares become round where they are, and fly to the values, one after the other, the
        first over the others, so that none meets another: so much each weighs from now on."""
        starts = [(part.get_center(), part.width, part.height) for part in parts]
        radii = [disc.disc.width / 2 for disc in self.discs]

        def draw(alpha: float) -> None:
            for k, (part, (middle, wide, tall)) in enumerate(zip(parts, starts, strict=True)):
                shrunk = smooth(step(alpha, 0.0, 0.25))
                across = (1 - shrunk) * wide + shrunk * 2 * radii[k]
                along = (1 - shrunk) * tall + shrunk * 2 * radii[k]
                corner = max(shrunk, 0.01) * min(across, along) / 2
                begin = (0.25, 0.75, 0.5)[k]
                share = smooth(step(alpha, begin, begin + FLIGHT))
                place = (1 - share) * middle + share * self.spots[k]
                place = place + 4 * OVERHEAD[k] * share * (1 - share) * UP
                part.points = RoundedRectangle(across, along, corner).points + place

        return UpdateFromAlphaFunc(
            parts, lambda _, alpha: draw(alpha), rate_func=linear, run_time=1.15
        )

    def weighted(self) -> Self:
        """The shares have landed: they are the discs."""
        self.seen["discs"].let(1.0)
        self.seen["specks"].let(0.0)
        self.seen["dot"].let(1.0)
        return self

    def lean(self, run_time: float = 0.6) -> Animation:
        """The shares pull the dot."""
        return change(self, self.weigh, run_time)

    def leave(self) -> Animation:
        """All goes but the dot and its axes."""
        names = ("field", "discs", "names", "shares", "answer")
        gone = self.show(*names, to=0.0)
        trail = change(self.trail, lambda _: self.trail.follow(np.zeros((0, 3))), 0.1)
        return AnimationGroup(gone, trail)

    def centre(self, x: float, run_time: float = 0.5) -> Animation:
        """All moves so far to the side that what is left stands about the middle of the picture."""
        left, foot = self.plane.origin
        way, gone = x - float(self.plane((VALUES[0] / 2, 0))[0]), 0.0
        self.plane = Plane((left + way, foot), self.plane.unit)

        def draw(alpha: float) -> None:
            nonlocal gone
            self.shift((alpha * way - gone) * RIGHT)
            gone = alpha * way

        return change(self, draw, run_time)
