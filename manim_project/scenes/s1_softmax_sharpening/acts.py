"""What the beam of a weighted average does: it is loaded, tips, finds its balance, and loses it.

beam = ActingBeam(REFERENCE.textbook.sharpening(), stage_region())
self.play(beam.set_out())
self.play(beam.load())
self.play(beam.settle())     # it tips, until the pivot has found the balance
"""

import math
from collections.abc import Sequence

import numpy as np
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import PIVOT, Beam
from manim_project.scenes.s1_softmax_sharpening.boxes import between
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step
from manim_project.scenes.s1_softmax_sharpening.swing import swing

FALLS, SEEKS = 1.25, 1.4  # seconds in which it tips and lies, and in which it finds its balance
GIVES, HOP = 1.8, 0.12  # seconds in which it is thrown off it, and how high it rebounds
DROP, LAG = 3.6, 0.09  # how far blocks fall (scene units), and how much later the next one does


class ActingBeam(Beam):
    """A beam with all that it does in the scene."""

    def set_out(self) -> Animation:
        """The number line, from its middle to both ends."""
        half, middle = self.region.width / 2, self.region.centre[0]
        far = [abs(self.at(value) - middle) / half for value in self.values]
        for part in (*self.support, self.wish, self.wish_name, self.answer, *self.blocks):
            part.set_opacity(0)

        def grow(share: float) -> None:
            self.reach = max(share, 1e-3)
            for words, place in zip(self.numerals, far, strict=True):
                words.set_fill(opacity=float(np.clip((share - place - 0.08) * 70, 0, 1)))
            self.floor.set_stroke(opacity=share)

        return self.move(grow, 0.5)

    def want(self) -> Animation:
        """The pivot comes to stand where the average is wanted."""
        self.pivot_at = self.wanted_at
        self.numerals[self.asked].set_fill(theme.QUERY)
        return self.fade(*self.support, self.wish, self.wish_name, run_time=0.3)

    def load(self) -> Animation:
        """The blocks fall onto their values, from the left to the right."""
        span = 1 - LAG * (len(self.blocks) - 1)

        def fall(share: float) -> None:
            for i, block in enumerate(self.blocks):
                own = min(max((share - LAG * i) / span, 0.0), 1.0)
                self.raised[i] = DROP * (1 - own**2)
                block.set_fill(opacity=min(2 * own, 1.0))

        return self.move(fall, 0.7, ease.linear)

    def settle(self) -> Animation:
        """It tips off the pivot, which runs until the beam is in balance."""
        ends = self.region.left, self.region.right
        way = swing(self.wanted_at, self.at(float(self.soft.output)), ends, PIVOT, FALLS, SEEKS)

        def follow(share: float) -> None:
            self.tilt, self.pivot_at = way.at(share)

        return self.move(follow, FALLS + SEEKS, ease.linear)

    def pour(
        self, beds: Sequence[Region], run_time: float = 0.9, lag: float = 0.0, hop: float = 0.0
    ) -> Animation:
        """The blocks turn into other ones, each `lag` later than the one before, on an arc `hop`
        high.
        """
        span = 1 - lag * (len(beds) - 1)

        def prepare() -> Step:
            before = list(self.beds)

            def flow(share: float) -> None:
                for i, (start, end) in enumerate(zip(before, beds, strict=True)):
                    own = ease.smooth(min(max((share - lag * i) / span, 0.0), 1.0))
                    self.beds[i] = between(start, end, own, 4 * hop * own * (1 - own))
                self.draw()

            return flow

        return Motion(self, prepare, run_time, ease.linear)

    def give_way(self) -> Animation:
        """Something far to the right weighs so much that the pivot is gone, and the beam down."""
        start, whither = self.pivot_at, self.region.right + 3 * PIVOT
        deepest = math.asin(PIVOT / (self.region.right - start))

        def go(share: float) -> None:
            tips, runs = min(share / 0.22, 1.0), float(np.clip((share - 0.26) / 0.54, 0, 1))
            self.tilt = -deepest * ease.rush_into(tips) * (1 - ease.smooth(min(2 * runs, 1.0)))
            self.pivot_at = start + (whither - start) * ease.rush_into(runs)
            falls = max(share - 0.77, 0.0) / 0.23  # it is out of the way by now
            rebound = HOP * max(1 - (2 * falls - 1.5) ** 2 / 0.25, 0.0) if falls > 0.5 else 0.0
            self.lowered = PIVOT * min(2 * falls, 1.0) ** 2 - rebound

        return self.move(go, GIVES, ease.linear)

    def rise(self, beta: Quantity) -> Animation:
        """It comes back from below; out of sight it has found its balance at another β."""

        def prepare() -> Step:
            fallen, self.lowered = self.sunk, 0.0
            for i, words in enumerate(self.numerals):
                words.set_fill(opacity=float(i != self.empty))
            show = self.veil()
            self.blocks[self.asked].set_opacity(1)
            self.weigh(REFERENCE.textbook.sharpening(beta))

            def lift(share: float) -> None:
                self.sunk = fallen * (1 - share)
                show(4 * share - 3)
                self.draw()

            return lift

        return Motion(self, prepare, 0.6, ease.rush_from)

    def win(self, landed: Quantity) -> Animation:
        """The output is exactly what was wanted: gold. The winner's block rises if it was away."""

        def prepare() -> Step:
            block = self.blocks[self.asked]
            low = 0.0 if not block.get_fill_opacity() else 1.0
            self.weigh(REFERENCE.textbook.sharpening(landed.beta))
            self.answer.say("{}", landed.stored).set_fill(theme.WINNER, 0)
            self.gild()
            height = self.beds[self.asked].height

            def shine(share: float) -> None:
                block.set_fill(opacity=1)
                self.beds[self.asked] = self.bed(self.asked, (low + (1 - low) * share) * height)
                self.answer.set_fill(opacity=share)
                self.draw()

            return shine

        return Motion(self, prepare, 0.4)

    def lose(self) -> Animation:
        """Not any longer."""
        self.pivot.set_fill(theme.INK)
        self.shine.set_fill(theme.INK)
        self.numerals[self.asked].set_fill(theme.QUERY)
        return self.fade(self.answer, to=0, run_time=0.15)
