"""The float ruler: a dive into the number line, until its last ticks stand apart.

ruler = FloatRuler(beam, REFERENCE.textbook.float_ruler(36))
self.play(ruler.rise(wanted))               # the beam comes back as the edge of a plain
self.play(ruler.set_out())            # a rail grows from each tick to the horizon
self.play(ruler.dive())               # 10 to the sixteenth
self.play(ruler.label())              # what the ticks beside the target are
self.play(ruler.name_dots())          # and what the dots
self.play(ruler.turn_to(38))          # on paper the blend slides
self.play(ruler.land(last_ruler))     # and what is stored hops
self.play(ruler.win())
"""

import numpy as np
from manim import UP, AnimationGroup, FadeIn, FadeOut, Line, Succession, VGroup
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Scale
from manim_project.mobjects.text import CAPITAL, Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import FAR, PLANK, Beam
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step, steady
from manim_project.scenes.s1_softmax_sharpening.plain import PAPER, STORED, UNIT, Plain

LAST = 16  # power of ten of the dive
DROP, GROWN = 0.8, 1.5  # of the target's numeral: below the edge, and its size when it has won
BELOW = 0.11  # from a number to the line that marks its last digit
ARC = 0.8  # how high the stored dot hops
ZOOM, NUMBER, NAME = 0.66, 0.48, 0.56  # type sizes
DIVE, LATE = 3.0, 1.6  # seconds, and how much slower its end is


class FloatRuler(Plain):
    """The plain with its texts, and with all that it does in the scene."""

    def __init__(self, beam: Beam, ruler: Quantity) -> None:
        super().__init__(beam, ruler)
        self._write(ruler)

    def _write(self, ruler: Quantity) -> None:
        line = self.stage.top - CAPITAL * ZOOM
        self.factor = Words("{:_} ×", REFERENCE.textbook.ruler_zoom(0).factor, size=ZOOM)
        self.factor.put(self.stage.left, line)
        self.beta, self.turned = self._beta(ruler), float(ruler.beta)
        middle = len(ruler.ticks) // 2
        self.neighbors, self.last_digits = VGroup(), VGroup()
        for step in (-1, 1):
            tick = ruler.ticks[middle + step]
            look = {"size": NUMBER, "face": theme.MONO}
            words = number(tick, "{:.15f}", **look)
            self.neighbors.add(words)
        self.stored_name = Words("stored", size=NAME)
        self.paper_name = Words("on paper", size=NAME)

    def _beta(self, ruler: Quantity, spec: str = "{}") -> Phrase:
        phrase = formula(f"beta = {spec}", ruler.beta, size=1.06 * ZOOM)
        return phrase.put(self.stage.right, self.stage.top - CAPITAL * ZOOM, align=1)

    # What it does

    def rise(self, wanted: Words) -> Animation:
        """The beam comes back from below as an edge far away, out of its middle, where the target
        is; its numeral, the `wanted` one, is in the picture all the time.
        """
        beam, start = self.beam, wanted.get_center()
        end = np.array([self.vanishing[0], self.front - DROP, 0.0])
        fallen = end[1] - start[1]
        self.home = beam.scale_of_values, beam.top, beam.ends
        beam.ends = self.wanted - FAR / UNIT, self.wanted + FAR / UNIT
        beam.top, beam.drop = self.front, DROP
        gone = (beam.plank, beam.wish, beam.wish_name, beam.answer, beam.floor, *beam.support)
        for part in (*gone, beam.numerals[0], beam.numerals[-1]):
            part.set_opacity(0)

        for words in beam.numerals[1:-1]:
            words.set_fill(opacity=1)
        beam.numerals[beam.asked].set_fill(opacity=0)
        show = beam.veil()

        def lift(share: float) -> None:
            beam.sunk = fallen * (1 - share)
            beam.reach = float(np.clip(2 * share, 1e-3, 1))
            wanted.move_to((1 - share) * start + share * end)
            self.shown = max(12 * share - 11, 0.0)
            show(self.shown)
            self.dot.set_opacity(self.shown)
            self.ring.set_opacity(self.shown)
            if share == 1:  # one and the same from now on
                beam.numerals[beam.asked].set_fill(opacity=1)
                wanted.set_fill(opacity=0)

        comes = self._move(lambda: lift, 0.7, ease.rush_from)
        return AnimationGroup(comes, Motion(wanted, lambda: lambda _: None, 0.7))

    def set_out(self) -> Animation:
        """A rail grows from each tick to the horizon."""

        def grow(share: float) -> None:
            self.grown = share

        told = FadeIn(self.factor, run_time=theme.QUICK)
        return AnimationGroup(self._move(lambda: grow, theme.MOVE), told)

    def dive(self) -> Animation:
        """Ten to the sixteenth, in one steady pull; the factor hops from power to power."""

        def pull(share: float) -> None:
            self.exponent = LAST * share
            power = REFERENCE.textbook.ruler_zoom(int(self.exponent + 1e-9))
            self.factor.say("{:_} ×", power.factor)

        counts = Motion(self.factor, lambda: lambda _: None, DIVE)  # it is drawn anew, too
        return AnimationGroup(self._move(lambda: pull, DIVE, slow), counts)

    def label(self) -> Animation:
        """What the ticks beside the target are: their last digits are marked."""
        line = self.front - DROP - CAPITAL * NUMBER / 2
        for words, step in zip(self.neighbors, (-1, 1), strict=True):
            room = self.stage.width / 2 - words.advance / 2
            words.put(self.vanishing[0] + step * min(self.place(1)[0], room), line, align=0)
            self.last_digits.add(_last_digit(words))
        return FadeIn(self.neighbors, self.last_digits, run_time=theme.QUICK)

    def name_dots(self) -> Animation:
        """What the dots are, and at which β."""
        self._put_names()
        return FadeIn(self.stored_name, self.paper_name, self.beta, run_time=theme.QUICK)

    def _put_names(self) -> None:
        """The dots' names where the dots are: stored at the left, on paper at the right, or above
        where there is no room; stored at the right when on paper is at its left.
        """
        stored, paper = self.stored_name, self.paper_name
        line = self.front + theme.GAP
        rail = self.place(self.stored)[0] - self.vanishing[0]
        lean = abs(rail) * (theme.GAP + NAME) / (self.vanishing[1] - self.front)
        away = max(2 * STORED, lean + theme.NEAR)
        at, x = self.place(self.stored)[0], self.place(self.on_paper)[0]
        if x < at:
            stored.put(at + 2 * STORED, line)
        else:
            stored.put(at - away, line, align=1)
        if x + 2 * PAPER + paper.advance < self.place(1)[0]:
            paper.put(x + 2 * PAPER, line)
        else:
            paper.put(min(x, self.stage.right - paper.advance / 2), line + theme.GAP, align=0)

    def turn_to(self, beta: float, run_time: float = 1.4) -> Animation:
        """The dial turns on to another whole β: on paper the blend slides with it. What was stored
        belongs to the β before, and is gone.
        """
        begun = float(REFERENCE.textbook.float_ruler(self.turned).beta)

        def prepare() -> Step:
            start, self.turned = self.on_paper, beta

            def slide(share: float) -> None:
                at = begun + share * (beta - begun) if share < 1 else beta
                ruler = REFERENCE.textbook.float_ruler(at)
                self.beta.take(self._beta(ruler, "{}" if share in (0, 1) else "{:.1f}"))
                self.on_paper = float(ruler.on_paper_ticks)
                self.slide.follow(np.linspace(self.place(start), self.place(self.on_paper), 24))
                self.dot.set_opacity(max(1 - 5 * share, 0.0))

            return slide

        turned = self._move(prepare, run_time, steady)
        told = Motion(self.beta, lambda: lambda _: None, run_time)  # it is drawn anew, too
        gone = FadeOut(self.stored_name, self.paper_name, run_time=0.15)
        return Succession(gone, AnimationGroup(turned, told))

    def tell(self, *names: Words) -> Animation:
        """What the dots are, where they are now."""
        self._put_names()
        return FadeIn(*names, run_time=0.2)

    def land(self, ruler: Quantity) -> Animation:
        """What is stored leaves what is on paper for the nearest tick, which is the target."""
        self.stored = float(ruler.stored_ticks)

        def prepare() -> Step:
            start = self.on_paper

            def hop(share: float) -> None:
                shares = np.linspace(0, share, 60)[:, None]
                way = (1 - shares) * self.place(start) + shares * self.place(self.stored)
                path = way + 4 * ARC * shares * (1 - shares) * UP
                self.flight.follow(path)
                self.draw()
                self.dot.at(path[-1]).set_opacity(min(5 * share, 1.0))

            return hop

        return Motion(VGroup(self.beam, self.lights, self), prepare, 0.7)

    def win(self) -> Animation:
        """It is exactly what was wanted: gold, along all its rail."""
        return Motion(VGroup(self.beam, self.lights, self), self._gild, 0.5)

    def _gild(self) -> Step:
        self.dot.paint(theme.WINNER)
        self.stored_name.set_color(theme.WINNER)
        self.beam.numerals[self.beam.asked].set_fill(theme.WINNER)

        def shine(share: float) -> None:
            self.gold.set_opacity(share)
            self.ray.set_opacity(share)
            self.beam.enlarged = 1 + (GROWN - 1) * share
            self.beam.draw()

        return shine

    def surface(self) -> Animation:
        """All the way back, to the number line as it was before the dive; β stays."""

        def prepare() -> Step:
            for part in (self.slide, self.flight, self.ray):
                part.set_opacity(0)

            def push(share: float) -> None:
                self.exponent = LAST * (1 - share)
                self.gold.set_opacity(max(1 - 3 * share, 0.0))

            return push

        told = (self.neighbors, self.last_digits, self.stored_name, self.paper_name)
        gone = FadeOut(*told, self.factor, run_time=0.2)
        return Succession(gone, self._move(prepare, 0.55, steady))

    def fold(self) -> Animation:
        """The plain folds up, and its edge is the beam again."""
        beam, (home, top, ends) = self.beam, self.home
        wide = beam.ends
        others = [words for i, words in enumerate(beam.numerals) if i != beam.asked]
        beam.gild()

        def fold(share: float) -> None:
            self.exponent, self.grown = 0.0, max(1 - 2 * share, 0.0)
            self.shown = max(1 - 4 * share, 0.0)
            self.draw()
            near = ease.smooth(max(2 * share - 1, 0.0))
            away = beam.scale_of_values
            places = ((1 - near) * away(value) + near * home(value) for value in ends)
            beam.scale_of_values = Scale(*ends, *places)
            beam.ends = tuple((1 - near) * a + near * b for a, b in zip(wide, ends, strict=True))
            beam.top = (1 - near) * self.front + near * top
            beam.enlarged = (1 - near) * GROWN + near
            beam.drop = (1 - near) * DROP + near * PLANK / 2
            # What the beam is comes when it is in its place, and there is room.
            for part in (beam.plank, beam.floor, *beam.support, *others):
                part.set_opacity(max(4 * near - 3, 0.0))
            self.dot.set_opacity(max(1 - 3 * share, 0.0))
            self.ring.set_opacity(max(1 - 4 * share, 0.0))
            beam.draw()

        return Motion(VGroup(beam, self.lights, self), lambda: fold, 0.6, ease.linear)


def slow(share: float) -> float:
    """Steady, and slower towards the end."""
    return 1 - (1 - steady(share)) ** LATE


def _last_digit(words: Words) -> Line:
    """A line below the last digit of a number."""
    right, foot = words.pen[0] + words.advance, words.baseline - BELOW
    width = words.advance / len(words.shown.text)
    line = Line(stroke_width=6, color=theme.INK)
    return line.put_start_and_end_on(np.array([right - width, foot, 0]), np.array([right, foot, 0]))
