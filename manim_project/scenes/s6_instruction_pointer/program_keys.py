"""The program's lines as keys on the parabola, and the sum that asks for one of them."""

import math
from itertools import pairwise

import numpy as np
from manim import DOWN, RIGHT, UP, FadeIn, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.inside_curve import inside_curve
from manim_project.mobjects.layout import beside
from manim_project.mobjects.marks import REACH, Mark, Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import stage_region
from manim_project.mobjects.ribbon import shoot
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s6_instruction_pointer.listing import NUMERAL, Listing

SEEN = 6  # keys that the frame has room for; the curve goes on
TURN = math.radians(54)  # the camera's: the key that is asked for then lies in the middle
LOW = 0.5 * theme.TALL  # room for what stands below the last key that is seen
EDGE = ((26.0, 0.06), (12.0, 0.16), (4.5, 1.0))  # stroke widths and opacities of the curve
AWAY = 0.44 * theme.TALL  # from a key to the middle of its numeral
WON, CROWNED = 0.95 * theme.TALL, 0.66 * theme.TALL  # em of the winner's, and from its key to it
TOLD = 0.46 * theme.TALL  # em of its instruction
PAIR = 0.56 * theme.TALL  # em of the query's two numbers
RADIUS = 0.13  # of a key
FROM, FADES = -8.0, 3.0  # the score at which the line sets out; in which a key ceases to flash


class ProgramKeys(VGroup):
    """A key for each line of the program, the curve through them, the query (line, 1) and the line
    that rests on the key that it finds."""

    def __init__(self, listing: Listing, asked: int) -> None:
        self.asked, self.numerals = asked, listing.numerals
        self.starts = np.array([numeral.get_center() for numeral in self.numerals])
        self.table = REFERENCE.textbook.parabola(len(self.numerals), asked)
        keys = np.asarray(value_of(self.table.keys), dtype=float)
        inner = stage_region().inset(theme.APART)
        _, high = inner.cut(DOWN, LOW)
        seen = [*keys[:SEEN], (asked, 1)]
        self.plane = Plane.fitting(high, seen, TURN)
        self.places = self.plane(keys)
        self.glow = inside_curve(self.plane)
        self.edge = VGroup(
            *(
                VMobject(stroke_width=width, stroke_opacity=share, color=theme.shape(theme.KEY))
                for width, share in EDGE
            )
        )
        self.keys = VGroup(*(Mark(radius=RADIUS) for _ in keys))
        self.line = SweepLine(2 * theme.FRAME_WIDTH)
        tip = self.plane(self.table.query)
        self.arrow = Pointer(self.plane((0, 0)), tip, width=0.11)
        self.pair = Words(
            "({}, {})", *self.table.query, size=PAIR, color=theme.QUERY, bold=True, counted=False
        )
        beside(self.pair, tip + theme.NEAR * UP, gap=theme.GAP)
        self.told = self._told(listing.names[asked])
        super().__init__(self.glow, self.edge, self.keys)
        self._bend()

    def come(self, share: float) -> None:
        """At once: from their column (0) the numerals are on their way to their keys (1); those
        that will be out of the frame leave."""
        for j, (numeral, start) in enumerate(zip(self.numerals, self.starts, strict=True)):
            end = self.places[j] + AWAY * self._inward(j)
            numeral.in_box(start + share * (end - start))
            if j >= SEEN:
                numeral.set_fill(opacity=max(0.0, 1 - 8 * share))

    def _bend(self) -> None:
        """The curve through the keys: a Bézier curve of the second degree between any two."""
        curves: list[np.ndarray] = []
        for k, (start, end) in enumerate(pairwise(self.places)):
            middle = self.plane(np.array([2.0 * k + 1, -(k * (k + 1.0))]))
            curves += [start, (start + 2 * middle) / 3, (2 * middle + end) / 3, end]
        for stroke in self.edge:
            stroke.set_points(np.array(curves))
        for key, place in zip(self.keys, self.places, strict=True):
            key.at(place)

    def _inward(self, j: int) -> np.ndarray:
        way = -self.plane.along(np.array([float(j), 1.0]) if j else np.array([1.0, 1.0]))
        return way / math.hypot(way[0], way[1])

    def slide(self, run_time: float) -> Animation:
        """The numerals become keys."""
        return UpdateFromAlphaFunc(
            self.numerals, lambda _, alpha: self.come(alpha), run_time=run_time
        )

    def _told(self, name: Words) -> Words:
        """The instruction of the line that is asked for, left of where its numeral will stand."""
        won = Words(
            "{}",
            *(e.quantity for e in name.shown.entries),
            face=theme.MONO,
            size=TOLD,
            color=theme.WINNER,
            counted=False,
        )
        x, y, _ = self.places[self.asked] + CROWNED * self._inward(self.asked)
        won.in_box(np.array([0.0, y, 0.0]))
        return won.put(x - WON / 2 - theme.NEAR, won.baseline, align=1)

    @property
    def four(self) -> np.ndarray:
        """Where the line that is asked for stands in the query's two numbers: its pen, (3,)."""
        return self.pair.pen + Words("(", size=PAIR, bold=True).advance * RIGHT

    def light_up(self) -> Animation:
        """The curve and its keys come."""
        return FadeIn(self.glow, self.edge, self.keys)

    def ask(self, run_time: float) -> Animation:
        """The query grows from the first key to its two numbers."""
        return shoot(self.arrow, self.plane((0, 0)), self.plane(self.table.query), run_time)

    def sweep(self, run_time: float) -> Animation:
        """The line comes along the query and rests on the key that it touches last; the numerals
        leave, and come back as their keys are touched."""
        scores = [float(score) for score in self.table.scores]

        def come(_: VGroup, alpha: float) -> None:
            now = FROM + smooth(alpha) * (max(scores) - FROM)
            self.line.at_score(self.plane, self.table.query, now).set_opacity(min(1.0, 6 * alpha))
            self.line.core.set_fill(opacity=0)
            self.line.shine.set_stroke(opacity=0)
            there = enumerate(zip(self.numerals, self.keys, scores, strict=True))
            for j, (numeral, key, score) in there:
                passed = alpha == 1 or now >= score
                flash = max(0.0, 1 - (now - score) / FADES) if passed and alpha < 1 else 0.0
                key.dot.scale_to_fit_width(2 * RADIUS * (1 + 0.6 * flash))
                numeral.set_fill(opacity=float(passed and j < SEEN))

        group = VGroup(self.line, self.keys, self.numerals)
        return UpdateFromAlphaFunc(group, come, rate_func=linear, run_time=run_time)

    def win(self) -> Animation:
        """That key has won: it and its numeral are gold."""
        key, numeral = self.keys[self.asked], self.numerals[self.asked]
        place = self.places[self.asked]

        def crown(_: VGroup, alpha: float) -> None:
            key.paint(theme.WINNER)
            key.dot.scale_to_fit_width(2 * RADIUS * 1.35)
            key.shine.scale_to_fit_width(2 * REACH * RADIUS * (1 + 0.9 * alpha))
            numeral.set_color(theme.WINNER).scale((NUMERAL + alpha * (WON - NUMERAL)) / numeral.em)
            numeral.in_box(place + (AWAY + alpha * (CROWNED - AWAY)) * self._inward(self.asked))

        return UpdateFromAlphaFunc(VGroup(key, numeral), crown, run_time=theme.QUICK)
