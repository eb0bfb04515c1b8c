"""The program's lines as keys on the parabola, and the sum that asks for one of them."""

import math
from itertools import pairwise

import numpy as np
from manim import DOWN, FadeIn, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.inside_curve import inside_curve
from manim_project.mobjects.marks import REACH, Mark
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region, stage_region
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s6_instruction_pointer.asking import Asking
from manim_project.scenes.s6_instruction_pointer.listing import NUMERAL, Listing
from manim_project.scenes.s6_instruction_pointer.ways import part, rounded

SEEN = 6  # keys that the frame has room for; the curve goes on
TURN = math.radians(54)  # the camera's: the key that is asked for then lies in the middle
LOW = 0.5 * theme.TALL  # room for what stands below the last key that is seen
UPRIGHT = (-2.9, 0.1 * theme.TALL, 1.35)  # of the plane before it turns: its zero, and a unit
EDGE = ((26.0, 0.06), (12.0, 0.16), (4.5, 1.0))  # stroke widths and opacities of the curve
AWAY = 0.44 * theme.TALL  # from a key to the middle of its numeral
WON, CROWNED = 1.1 * theme.TALL, 0.85 * theme.TALL  # em of the winner's, and from its key to it
TOLD = 0.56 * theme.TALL**0.5  # em of its instruction
RADIUS = 0.1  # of a key
FIRST = 0.25  # of the camera's turn: until then what stands upright leaves
FROM, FADES = -14.0, 4.0  # the score at which the line sets out; in which a key ceases to flash


class ProgramKeys(VGroup):
    """A key for each line of the program, the curve through them, the query (line, 1) and the line
    that rests on the key that it finds. Seen upright first, then turned, then from near."""

    def __init__(self, listing: Listing, asked: int) -> None:
        self.asked, self.numerals = asked, listing.numerals
        self.starts = np.array([numeral.get_center() for numeral in self.numerals])
        self.table = REFERENCE.textbook.parabola(len(self.numerals), asked)
        self.data = np.asarray(value_of(self.table.keys), dtype=float)
        x, y, unit = UPRIGHT
        self.upright = Plane((x, y), unit)
        _, high = stage_region().inset(theme.APART).cut(DOWN, LOW)
        self.turned = Plane.fitting(high, [*self.data[:SEEN], (asked, 1)], TURN)
        stage = stage_region()
        inner = Region(stage.left + theme.GAP, stage.right - theme.GAP, stage.bottom, stage.top)
        self.near = Plane.fitting(inner, self.data[asked - 1 : asked + 2], TURN)
        self.glow, self.close_glow = inside_curve(self.turned), inside_curve(self.near)
        self.edge = VGroup(
            *(
                VMobject(stroke_width=width, stroke_opacity=share, color=theme.shape(theme.KEY))
                for width, share in EDGE
            )
        )
        self.keys = VGroup(*(Mark(radius=RADIUS) for _ in self.data))
        self.line = SweepLine(2 * theme.FRAME_WIDTH)
        self.asking = Asking(self.table.query, self.upright)
        self.bracket = self.asking.bracket()
        self.told = self._told(listing.names[asked])
        super().__init__(self.edge, self.keys)
        self._lie(self.upright)

    def _lie(self, plane: Plane) -> None:
        """The curve on a plane, a Bézier curve of the second degree between any two keys."""
        self.plane, self.places = plane, plane(self.data)
        curves: list[np.ndarray] = []
        for k, (start, end) in enumerate(pairwise(self.places)):
            middle = plane(np.array([2.0 * k + 1, -(k * (k + 1.0))]))
            curves += [start, (start + 2 * middle) / 3, (2 * middle + end) / 3, end]
        for stroke in self.edge:
            stroke.set_points(np.array(curves))
        for key, place in zip(self.keys, self.places, strict=True):
            key.at(place)

    def _inward(self, j: int) -> np.ndarray:
        way = -self.plane.along(np.array([float(j), 1.0]) if j else np.array([1.0, 1.0]))
        return way / math.hypot(way[0], way[1])

    def _show(self, share: float) -> None:
        for stroke, (_, opacity) in zip(self.edge, EDGE, strict=True):
            stroke.set_stroke(opacity=share * opacity)
        for key in self.keys:
            key.set_opacity(share)

    def fall_in(self, four: Words, run_time: float) -> Animation:
        """The sum flies to its place in the bracket, into which it comes from above."""
        asking, start, small = self.asking, four.get_center(), self.asking.pair.em
        goal = four.copy().scale(small / four.em).put(asking.first[0], asking.pair.baseline)
        end, large = goal.get_center(), four.em
        way = rounded([start, np.array([end[0], start[1], 0.0]), end])

        def fly(_: Words, alpha: float) -> None:
            four.scale((large + min(1.0, 2 * alpha) * (small - large)) / four.em)
            four.move_to(part(way, 0.0, alpha)[-1])
            four.set_fill(theme.mix(theme.QUERY, theme.INK, max(0.0, 2 * alpha - 1)))

        return UpdateFromAlphaFunc(four, fly, run_time=run_time)

    def draw_axes(self, run_time: float) -> Animation:
        """The axes come, on which the two numbers can be read."""

        def come(_: VGroup, alpha: float) -> None:
            self.asking.lie(self.upright, 0.0, 1.0).clear(1 - alpha)

        return UpdateFromAlphaFunc(self.asking, come, run_time=run_time)

    def grow(self, run_time: float) -> Animation:
        """The arrow grows out of the bracket, which rides on its tip."""

        def out(_: VGroup, alpha: float) -> None:
            self.asking.lie(self.upright, alpha, 1.0)

        return UpdateFromAlphaFunc(self.asking, out, run_time=run_time)

    def turn(self, run_time: float) -> Animation:
        """The camera turns and draws back; the numerals go from their column to their keys."""

        def back(_: VGroup, alpha: float) -> None:
            away, alpha = max(0.0, 1 - alpha / FIRST), max(0.0, (alpha - FIRST) / (1 - FIRST))
            plane = self.upright.toward(self.turned, alpha)
            self._lie(plane)
            self._show(min(1.0, 2 * alpha))
            self.asking.lie(plane, 1.0, 1 - alpha).clear(1 - away)
            for j, (numeral, start) in enumerate(zip(self.numerals, self.starts, strict=True)):
                leaves = alpha == 0
                numeral.in_box(start if leaves else self.places[j] + AWAY * self._inward(j))
                comes = max(0.0, 10 * alpha - 9) * (j < SEEN)
                numeral.set_fill(opacity=away if leaves else comes)

        group = VGroup(self, self.asking, self.numerals)
        return UpdateFromAlphaFunc(group, back, run_time=run_time)

    def _told(self, name: Words) -> Words:
        """The instruction of the line that is asked for, left of where its numeral will stand."""
        quantities = (entry.quantity for entry in name.shown.entries)
        style = {"face": theme.MONO, "size": TOLD, "color": theme.WINNER, "counted": False}
        won = Words("{}", *quantities, **style)
        self._lie(self.near)
        x, y, _ = self.places[self.asked] + CROWNED * self._inward(self.asked)
        won.in_box(np.array([0.0, y, 0.0]))
        return won.put(x - WON / 2 - theme.NEAR, won.baseline, align=1)

    def light_up(self) -> Animation:
        """The light inside the curve comes."""
        return FadeIn(self.glow)

    def sweep(self, run_time: float) -> Animation:
        """The line comes along the query and rests on the key that it touches last; the numerals
        leave, and come back as their keys are touched."""
        scores = [float(score) for score in self.table.scores]

        def come(_: VGroup, alpha: float) -> None:
            now = FROM + smooth(alpha) * (max(scores) - FROM)
            self._rest(now, min(1.0, 6 * alpha))
            there = enumerate(zip(self.numerals, self.keys, scores, strict=True))
            for j, (numeral, key, score) in there:
                passed = alpha == 1 or now >= score
                flash = max(0.0, 1 - (now - score) / FADES) if passed and alpha < 1 else 0.0
                key.dot.scale_to_fit_width(2 * RADIUS * (1 + 0.9 * flash))
                key.shine.scale_to_fit_width(2 * REACH * RADIUS * (1 + 1.2 * flash))
                numeral.set_fill(opacity=float(passed and j < SEEN))

        group = VGroup(self.line, self.keys, self.numerals)
        return UpdateFromAlphaFunc(group, come, rate_func=linear, run_time=run_time)

    def _rest(self, score: float, opacity: float) -> None:
        self.line.at_score(self.plane, self.table.query, score).set_opacity(opacity)
        self.line.core.set_fill(opacity=0)
        self.line.shine.set_stroke(opacity=0)

    def come_near(self, run_time: float) -> Animation:
        """The camera goes near to the key on which the line rests: its neighbours stay apart."""
        best = max(float(score) for score in self.table.scores)

        def near(_: VGroup, alpha: float) -> None:
            plane = self.turned.toward(self.near, alpha)
            self._lie(plane)
            self._rest(best, 1.0)
            self.asking.lie(plane, 1.0, 0.0)
            self.asking.clear(1.0)
            for thing in (self.asking.arrow, self.asking.pair):
                thing.set_fill(opacity=max(0.0, 1 - 12 * alpha))
            self.glow.set_fill(opacity=max(0.0, 1 - 4 * alpha))
            self.close_glow.set_fill(opacity=max(0.0, 4 * alpha - 3))
            for j in range(SEEN):
                gone = 1.0 if abs(j - self.asked) <= 1 else float(alpha == 0)
                self.numerals[j].in_box(self.places[j] + AWAY * self._inward(j))
                self.numerals[j].set_fill(opacity=gone)

        group = VGroup(self.close_glow, self.glow, self, self.line, self.asking, self.numerals)
        return UpdateFromAlphaFunc(group, near, run_time=run_time)

    def win(self) -> Animation:
        """That key has won: it and its numeral are gold."""
        key, numeral = self.keys[self.asked], self.numerals[self.asked]
        place = self.places[self.asked]

        def crown(_: VGroup, alpha: float) -> None:
            key.paint(theme.WINNER)
            key.dot.scale_to_fit_width(2 * RADIUS * (1 + 0.9 * alpha))
            key.shine.scale_to_fit_width(2 * REACH * RADIUS * (1 + 1.6 * alpha))
            numeral.set_color(theme.WINNER).scale((NUMERAL + alpha * (WON - NUMERAL)) / numeral.em)
            numeral.in_box(place + (AWAY + alpha * (CROWNED - AWAY)) * self._inward(self.asked))

        return UpdateFromAlphaFunc(VGroup(key, numeral), crown, run_time=theme.QUICK)
