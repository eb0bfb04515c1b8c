"""A cloud of keys, and the sweep line that rolls round it: it rests on the rim's corners only."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import (
    AnimationGroup,
    FadeIn,
    LaggedStart,
    Line,
    ManimColor,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    interpolate_color,
    linear,
)
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import REACH, Mark, Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity, value_of

RADIUS = 0.105  # of a key
TOUCHED, WON = 1.3, 1.7  # how much larger a corner is that was touched, and the one that wins
EDGE = 5.0  # stroke width of the rim
TURN = 2 * math.pi
BEFORE = 0.3  # of score: so far behind the last key the line sets out
GREYING, DROP = 0.4, 1.6 * theme.TALL  # of a fall: the part in which it greys; how deep it is
GREY = theme.soft(theme.DIM, 0.55)  # of what can never win
FOOT, ASKER = 0.55 * theme.TALL, 2.2 * theme.TALL  # of a query that stands upright
WORD = 0.5 * theme.TALL  # em of what is written beside a picture


def resize(mark: Mark, size: float, shine: float) -> None:
    """Make a key's dot so large, in radii of a key, and its shine so bright."""
    mark.dot.scale_to_fit_width(2 * RADIUS * size)
    mark.shine.scale_to_fit_width(2 * REACH * RADIUS * size)
    mark.shine.set_fill(opacity=shine)


def reveal(line: SweepLine, share: float) -> None:
    """Let a sweep line be seen so clearly."""
    line.core.set_stroke(opacity=share)
    line.shine.set_fill(opacity=share)


def upright(room: Region) -> tuple[np.ndarray, np.ndarray]:
    """The ends of a query that points up, at the left of a room: up is where scores are higher."""
    foot = np.array([room.left + theme.NEAR, room.bottom + FOOT, 0.0])
    return foot, foot + np.array([0.0, ASKER, 0.0])


def score_word(room: Region) -> Words:
    """What grows upwards: it stands over the query that points up."""
    word = Words("score", size=WORD, color=theme.DIM)
    return word.put(room.left, float(upright(room)[1][1]) + theme.GAP)


class Rim(VGroup):
    """Keys, the query from their middle, and the line square to it; edges appear as the line has
    lain on them."""

    def __init__(self, asked: Quantity, region: Region) -> None:
        self.asked = asked
        self.spots = np.asarray(value_of(asked.points))
        self.corners = [int(k) for k in value_of(asked.hull)]
        self.plane = Plane.fitting(region, self.spots)
        self.keys = VGroup(*(Mark(spot, RADIUS) for spot in self.plane(self.spots)))
        places = self.plane(self.spots[self.corners])
        hue = theme.soft(theme.KEY, 0.75)
        self.edges = VGroup(
            *(
                Line(one, other, stroke_width=EDGE, color=hue, stroke_opacity=0)
                for one, other in zip(places, np.roll(places, -1, axis=0), strict=True)
            )
        )
        self.line = SweepLine(2 * theme.FRAME_WIDTH)
        self.arrow = Pointer(np.zeros(3), np.ones(3), width=0.11)
        super().__init__(self.edges, self.line, self.keys, self.arrow)
        for key in self.keys:
            resize(key, 1.0, 0.45)
        reveal(self.line, 0.0)
        self.point_at(math.radians(float(asked.degrees)))
        self.first = self.corners.index(self.winner)

    def point_at(self, angle: float) -> Self:
        """The query points in a direction (radians); nothing else moves."""
        self.angle = angle
        self.direction = np.array([math.cos(angle), math.sin(angle)])
        self.scores = product(self.spots, self.direction)
        self.winner = int(self.scores.argmax())
        tail = self.plane(np.zeros(2))
        self.arrow.between(tail, tail + self.plane.unit * self.plane.along(self.direction))
        return self

    def appear(self) -> Animation:
        """The keys come, in the order of their arrival, then the query."""
        keys = LaggedStart(*map(FadeIn, self.keys), lag_ratio=0.08, run_time=0.8)
        return AnimationGroup(keys, FadeIn(self.arrow, run_time=0.4), lag_ratio=0.8)

    def sweep(self, run_time: float) -> Animation:
        """The line comes along the query, from behind all keys, and rests on the last."""
        reveal(self.line, 1.0)
        start = float(self.scores.min()) - BEFORE
        return self.line.sweep(
            self.plane, self.direction, list(self.keys), self.scores, start, run_time=run_time
        )

    def crown(self, touched: int) -> None:
        """The corner that the line rests on has won; so many before it were touched."""
        order = np.roll(self.corners, -self.first)[: touched + 1]
        for k in order:
            self.keys[int(k)].paint(theme.KEY)
            resize(self.keys[int(k)], TOUCHED, 0.9)
        best = self.keys[self.winner]
        best.paint(theme.WINNER)
        resize(best, WON, 1.0)

    def win(self) -> Animation:
        """The corner that the line rests on turns gold."""
        return UpdateFromAlphaFunc(self, lambda _, __: self.crown(0), run_time=0.2)

    def roll(self, run_time: float) -> Animation:
        """The query turns once round, anticlockwise: the line rolls from corner to corner, and lies
        on each edge between them."""
        start, count = self.angle, len(self.corners)

        def turn(_: VMobject, alpha: float) -> None:
            self.point_at(start + alpha * TURN)
            self.line.at_score(self.plane, self.direction, self.scores[self.winner])
            touched = (self.corners.index(self.winner) - self.first) % count
            if alpha > 0.5 and not touched:
                touched = count
            self.crown(touched)
            for k in range(touched):
                self.edges[(self.first + k) % count].set_stroke(opacity=1)

        rate = ease.ease_in_out_sine
        return UpdateFromAlphaFunc(self, turn, rate_func=rate, run_time=run_time)

    def upper(self) -> list[int]:
        """The corners that queries can find that point up, from left to right."""
        return [int(k) for k in value_of(self.asked.steps.chain)]

    def rock(self, degrees: Sequence[float], run_time: float) -> Animation:
        """The query turns to each of these directions in turn, and the line rolls with it."""
        stops = [math.radians(d) for d in (math.degrees(self.angle), *degrees)]
        shares = np.linspace(0, 1, len(stops))

        def turn(_: VMobject, alpha: float) -> None:
            leg = min(int(alpha * (len(stops) - 1)), len(stops) - 2)
            within = ease.ease_in_out_sine((alpha - shares[leg]) / shares[1])
            self.point_at(stops[leg] + within * (stops[leg + 1] - stops[leg]))
            self.line.at_score(self.plane, self.direction, self.scores[self.winner])
            self.crown(len(self.corners))

        return UpdateFromAlphaFunc(self, turn, rate_func=linear, run_time=run_time)

    def lower(self) -> tuple[list[int], list[VMobject]]:
        """The corners that only queries can find that point down, and the edges to them."""
        upper = self.upper()
        kept = [{one, other} for one, other in pairwise(upper)]
        ends = zip(self.corners, np.roll(self.corners, -1).tolist(), strict=True)
        edges = [edge for edge, pair in zip(self.edges, ends, strict=True) if {*pair} not in kept]
        return [k for k in self.corners if k not in upper], edges

    def fold(self, run_time: float) -> Animation:
        """The lower rim turns grey, and falls away with all that is within."""
        corners, edges = self.lower()
        within = [k for k in range(len(self.keys)) if k not in self.corners]
        leaving = VGroup(*edges, *(self.keys[k] for k in (*corners, *within)))
        greyed = [*edges, *(self.keys[k].dot for k in corners)]
        hues = [part.get_color() for part in greyed]
        parts = [
            (part, part.points.copy(), part.get_fill_opacity(), part.get_stroke_opacity())
            for part in leaving.family_members_with_points()
        ]

        def fall(_: VMobject, alpha: float) -> None:
            grey, fallen = min(alpha / GREYING, 1.0), max(alpha - GREYING, 0.0) / (1 - GREYING)
            reveal(self.line, 1 - grey)
            for part, points, fill, stroke in parts:
                part.points = points - np.array([0.0, DROP * fallen**2, 0.0])
                part.set_fill(opacity=fill * (1 - fallen))
                part.set_stroke(opacity=stroke * (1 - fallen))
            for part, hue in zip(greyed, hues, strict=True):
                part.set_color(interpolate_color(hue, ManimColor(GREY), grey))

        group = VGroup(leaving, self.line)
        return UpdateFromAlphaFunc(group, fall, rate_func=linear, run_time=run_time)

    def forget_within(self, run_time: float) -> Animation:
        """Keys that the line never rested on turn grey: they can never win."""
        within = [self.keys[k] for k in range(len(self.keys)) if k not in self.corners]
        fades = [key.dot.animate.set_fill(GREY).scale(0.85) for key in within]
        shines = [key.shine.animate.set_fill(opacity=0) for key in within]
        return AnimationGroup(*fades, *shines, run_time=run_time)
