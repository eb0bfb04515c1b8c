"""The dial that multiplies the scores, and what follows when it is turned."""

import math
from collections.abc import Callable

import numpy as np
from manim import FadeIn, Line, Mobject, Rectangle, Succession, VGroup
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.dial import Dial
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import Beam
from manim_project.scenes.s1_softmax_sharpening.log_scale import LogScale
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step

LOW, HIGH = 1, 1000  # the ends of the dial, which is logarithmic
RADIUS, SIZE = 1.3, 0.58
PLATE = 4.5  # em: the width of the ground below the number
OWNER = 0.48  # type size of whose β it is
SHARE = 0.54  # type size of the winner's share
FALL, MARK = 0.6, 0.42  # how far the mark of a share falls onto the dial, and how long it is


class Turning(VGroup):
    """A dial for β between the blocks of `beam`, and the winner's share over its block."""

    def __init__(self, beam: Beam) -> None:
        super().__init__()
        self.beam, self.beta = beam, float(beam.soft.beta)
        middle = (beam.values[beam.asked] + beam.values[beam.asked + 1]) / 2
        stage = beam.region
        radius = RADIUS * theme.TALL
        self.dial = Dial(beam.soft.beta, LOW, HIGH, radius, True, size=SIZE, overturns=True)
        self.dial.shift((beam.at(middle), (beam.top + stage.top) / 2 + 0.2, 0))
        self.dial.turn(beam.soft.beta)
        self.share = number(beam.soft.share, "{:.2%}", size=SHARE, bold=True)
        self.share.stands_for(lambda: beam.beds[beam.asked].height / beam.whole)
        # So that no line of a scale runs through the number; as wide as the number may become.
        self.plate = Rectangle(stroke_width=0, fill_opacity=1, fill_color=theme.BACKGROUND)
        self.plate.stretch_to_fit_width(PLATE * SIZE).stretch_to_fit_height(2 * SIZE)
        self.plate.move_to(VGroup(self.dial.symbol, self.dial.number))
        self.mark = Line(stroke_width=7, color=theme.INK)
        self._hold(beam.soft)
        self.plate.set_z_index(1)
        self.dial.set_z_index(2)

    def appear(self) -> Animation:
        """The dial, at the β that there was all the time, and the winner's share."""
        return FadeIn(self.dial, self.share, run_time=theme.MOVE)

    def come_back(self, beta: Quantity) -> Animation:
        """The dial is there again, at another β."""
        self._show(REFERENCE.textbook.sharpening(beta).beta)
        return FadeIn(self.dial, run_time=0.3)

    def _show(self, beta: Quantity) -> None:
        self.beta = float(beta)
        self.dial.spec = "{:_.0f}" if self.beta == round(self.beta) else "{:.1f}"
        self.dial.turn(beta)

    def _hold(self, soft: Quantity) -> None:
        bed = self.beam.beds[self.beam.asked]
        self.share.say("{:.2%}", soft.share, align=0)
        self.share.put(bed.centre[0], bed.top + theme.NEAR, align=0)

    def sharpen(self, to: float, run_time: float) -> Animation:
        """Turned up: losers shrink, and the beam's pivot slides as it balances."""
        first = self.beta

        def turn(share: float) -> None:
            soft = REFERENCE.textbook.sharpening(first ** (1 - share) * to**share)
            self._show(soft.beta)
            self.beam.weigh(soft)
            self._hold(soft)

        return Motion(VGroup(self.beam, self.dial, self.share), lambda: turn, run_time)

    def note(self) -> Animation:
        """A mark falls onto the dial where it stands now."""
        centre = self.dial.hub.get_center()
        angle = self.dial.angle(self.beta)
        way = np.array([math.cos(angle), math.sin(angle), 0.0])
        radius = RADIUS * theme.TALL

        def fall(share: float) -> None:
            foot = centre + (radius + 0.06 + FALL * (1 - share)) * way
            self.mark.put_start_and_end_on(foot, foot + MARK * way).set_stroke(opacity=share)

        return Motion(self.mark, lambda: fall, theme.QUICK, ease.rush_into)

    def sink(self, depth: LogScale, to: float, run_time: float, whole: bool = False) -> Animation:
        """Turned up further: the runner-up's weight sinks on the logarithmic scale; evenly, for it
        loses as many powers of ten for each step of β. `whole`: β hops from one number to the next.
        """

        def turn(beta: Quantity) -> None:
            depth.weigh(REFERENCE.textbook.neighbor(beta)).draw()

        return self._turn(VGroup(depth, self.dial), turn, to, run_time, whole)

    def _turn(
        self,
        moved: Mobject,
        follow: Callable[[Quantity], object],
        to: float,
        run_time: float,
        whole: bool,
    ) -> Animation:
        def prepare() -> Step:
            first = self.beta

            def turn(share: float) -> None:
                beta = (1 - share) * first + share * to
                soft = REFERENCE.textbook.sharpening(round(beta) if whole else beta)
                self._show(soft.beta)
                follow(soft.beta)

            return turn

        return Motion(moved, prepare, run_time)

    def whirl(self, exponent: Quantity) -> Animation:
        """To two to the power of `exponent`, doubling by doubling, round and round the dial."""
        owner = Words("our machine", size=OWNER, color=theme.DIM)
        foot = self.dial.number.baseline - theme.GAP - CAPITAL * OWNER
        owner.put(self.dial.hub.get_x(), foot, align=0)

        def prepare() -> Step:
            first = self.beta

            def turn(share: float) -> None:
                doublings = int((1 - share) * math.log2(first) + share * int(exponent))
                beta = 2**doublings if share else int(first)
                self._show(REFERENCE.textbook.sharpening(beta).beta)

            return turn

        return Succession(Motion(self.dial, prepare, 1.3), FadeIn(owner, run_time=0.3))
