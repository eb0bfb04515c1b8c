"""The edges of the upper rim, laid from one point: a fan that opens one way."""

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import Line, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words
from manim_project.reference.arrays import product
from manim_project.reference.quantity import value_of
from manim_project.scenes.s5_hull_lookup.rim import EDGE, TOUCHED, WON, Rim, resize, show

SHAFT = 0.085  # breadth of an arrow of the fan
LATE = 0.55  # of one arrow's flight, in which the next one sets out
REACH = 2.6  # half the length of the line
WORD = 0.62 * theme.TALL  # em of up and down
UP_AT, DOWN_AT = (-0.35, 2.05), (-0.6, -1.0)  # where they end, from the hub
DOWN_HUE = theme.soft(theme.DIM, 0.8)


class Fan(VGroup):
    """The upper corners from left to right and the edges between them, and each edge once more, as
    an arrow; a query at the fan's hub, and the line square to it.

    Along an edge that points above the line the score goes up; below it, down.
    """

    def __init__(self, rim: Rim, region: Region) -> None:
        left, _, right = region.split_columns((9, 4, 10))
        chain = rim.upper()
        self.spots = rim.spots[chain]
        self.steps = np.diff(self.spots, axis=0)
        self.aside = Plane.fitting(left.inset(theme.GAP), self.spots)
        query = np.asarray(value_of(rim.asked.query))
        self.fan = Plane.fitting(right.inset(theme.GAP), [*self.steps, query, np.zeros(2)])
        self.hub = self.fan(np.zeros(2))
        self.corners = VGroup(*(rim.keys[k].copy() for k in chain))
        self.edges = VGroup(*(Line(stroke_width=EDGE) for _ in self.steps))
        self.arrows = VGroup(
            *(Pointer(self.hub, self.hub + 1, theme.KEY, SHAFT) for _ in self.steps)
        )
        self.query = Pointer(self.hub, self.hub + 1, width=0.11)
        self.line = SweepLine(REACH, ends=1.0)
        super().__init__(self.edges, self.line, self.corners, self.arrows, self.query)
        self.lifted = np.zeros(len(self.steps))
        self.arrows.set_opacity(0)
        self.query.set_opacity(0)
        show(self.line, 0.0)
        self.edges.set_color(theme.soft(theme.KEY, 0.75))
        for corner in self.corners:
            corner.paint(theme.KEY)
            resize(corner, TOUCHED, 0.9)
        self.stand(rim.plane)

    def stand(self, plane: Plane) -> Self:
        """The rim lies in a plane."""
        self.plane = plane
        places = plane(self.spots)
        for corner, place in zip(self.corners, places, strict=True):
            corner.at(place)
        for k, edge in enumerate(self.edges):
            edge.set_points_as_corners([places[k], places[k + 1]])
        return self

    def step_aside(self, run_time: float) -> Animation:
        """The rim makes room for the fan."""
        start = self.plane

        def move(_: VMobject, alpha: float) -> None:
            self.stand(start.toward(self.aside, alpha))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    def become(self, places: np.ndarray, run_time: float) -> Animation:
        """The corners go elsewhere, (n, 3)."""
        starts = self.plane(self.spots)

        def move(_: VMobject, alpha: float) -> None:
            now = starts + alpha * (places - starts)
            for corner, place in zip(self.corners, now, strict=True):
                corner.at(place)
                corner.paint(theme.KEY)
                resize(corner, TOUCHED + alpha * (1 - TOUCHED), 0.6)
            for k, edge in enumerate(self.edges):
                edge.set_points_as_corners([now[k], now[k + 1]])
                edge.set_stroke(theme.soft(theme.KEY, 0.75))

        group = VGroup(self.edges, self.corners)
        return UpdateFromAlphaFunc(group, move, rate_func=smooth, run_time=run_time)

    def open(self, run_time: float) -> Animation:
        """Edge after edge is lifted off, from left to right, and laid from the hub."""
        count = len(self.steps)
        flight = 1 / (1 + LATE * (count - 1))
        places = self.plane(self.spots)

        def lift(_: VMobject, alpha: float) -> None:
            for k, arrow in enumerate(self.arrows):
                share = smooth(min(max((alpha / flight - LATE * k), 0.0), 1.0))
                step = self.plane.unit + share * (self.fan.unit - self.plane.unit)
                start = (1 - share) * places[k] + share * self.hub
                arrow.between(start, start + step * self.plane.along(self.steps[k]))
                arrow.set_opacity(1.0 if share > 0 else 0.0)

        return UpdateFromAlphaFunc(self, lift, rate_func=linear, run_time=run_time)

    def ask(self, run_time: float) -> Animation:
        """The query comes to the hub, and the line square to it."""

        def come(_: VMobject, alpha: float) -> None:
            self.query.set_opacity(alpha)
            show(self.line, alpha)

        return UpdateFromAlphaFunc(self, come, rate_func=smooth, run_time=run_time)

    def point_at(self, angle: float) -> Self:
        """The query points somewhere (radians). The corner at which the score turns has won."""
        self.angle = angle
        direction = np.array([math.cos(angle), math.sin(angle)])
        goes_up = product(self.steps, direction) > 0
        self.best = int(goes_up.sum())
        tip = self.hub + self.fan.unit * self.fan.along(direction)
        self.query.between(self.hub, tip)
        self.line.lie(self.hub, direction)
        for k, up in enumerate(goes_up):
            hue = theme.shape(theme.KEY) if up else DOWN_HUE
            self.arrows[k].arrow.set_fill(hue)
            self.arrows[k].shine.set_fill(opacity=1.0 if up else 0.0)
            self.edges[k].set_stroke(hue)
        for k, corner in enumerate(self.corners):
            won = k == self.best
            corner.paint(theme.WINNER if won else theme.KEY)
            resize(corner, WON if won else TOUCHED, 1.0 if won else 0.6)
        return self

    def rock(self, degrees: Sequence[float], run_time: float) -> Animation:
        """The query turns to each of these angles in turn."""
        stops = [math.radians(d) for d in degrees]
        shares = np.linspace(0, 1, len(stops))

        def turn(_: VMobject, alpha: float) -> None:
            leg = min(int(alpha * (len(stops) - 1)), len(stops) - 2)
            within = (alpha - shares[leg]) / (shares[leg + 1] - shares[leg])
            self.point_at(stops[leg] + smooth(within) * (stops[leg + 1] - stops[leg]))

        return UpdateFromAlphaFunc(self, turn, rate_func=linear, run_time=run_time)

    def words(self) -> VGroup:
        """What the score does along arrows on either side of the line."""
        both = VGroup()
        for text, (x, y), color in (
            ("score up", UP_AT, theme.KEY),
            ("score down", DOWN_AT, theme.DIM),
        ):
            word = Words(text, size=WORD, color=color)
            both.add(word.put(self.hub[0] + x, self.hub[1] + y * theme.TALL, align=1))
        return both
