"""Softmax, seen on the blocks of a beam: scores become heights, and these are pressed into a whole.

whole = OneWhole(beam)
self.play(whole.score())     # scores stand at their values
self.play(whole.grow())      # and become heights, e^score
self.play(whole.lay())       # which are laid end to end
self.play(whole.press())     # and pressed together, until they are one whole
"""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, AnimationGroup, FadeIn, FadeOut, Line, Succession, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, formula, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s1_softmax_sharpening.beam import Beam
from manim_project.scenes.s1_softmax_sharpening.motion import Motion

BAR, WALL = 1.3, 0.3  # the height of the bar, and how far its walls stand out of it
THICK = 7  # of a wall (Manim's units)
LABEL, FORMULA = 0.5, 0.8  # type sizes
GROOVE = 0.04  # between two shares
ROOM = 0.35  # at both ends of the bar that is still too long


class OneWhole(VGroup):
    """What comes and goes while the blocks of `beam` are made: scores, two walls, shares."""

    def __init__(self, beam: Beam) -> None:
        self.beam, self.soft = beam, beam.soft
        stage = beam.region
        across = (beam.values[beam.asked + 1] + beam.values[beam.asked]) / 2
        gap = np.array([beam.at(across), (beam.top + stage.top) / 2, 0.0])
        self.scores = VGroup(*(number(s, size=LABEL, bold=True) for s in self.soft.scores))
        self.law = formula('"height" = e^"score"', size=FORMULA).move_to(gap)
        self.title = Words("score", size=LABEL, color=theme.DIM)
        self.title.put(gap[0], beam.top + theme.NEAR, align=0)
        total = float(self.soft.total)
        self.unit = (stage.width - 2 * ROOM) / total
        self.middle = np.array([stage.centre[0], beam.top + 0.56 * (stage.top - beam.top), 0.0])
        self.walls = VGroup(*(Line(stroke_width=THICK, color=theme.INK) for _ in range(2)))
        self._stand(total)
        self.whole = Words("one whole", size=LABEL).put(
            self.middle[0], self.middle[1] + BAR / 2 + theme.GAP, align=0
        )
        self.shares = VGroup(*(self._share(i, w) for i, w in enumerate(self.soft.weights)))
        super().__init__()

    def _share(self, i: int, weight: Quantity) -> Words:
        """A percentage below its part, or beside the wall where the part is narrow."""
        part, words = self.parts(self.soft.weights)[i], number(weight, "{:.1%}", size=LABEL)
        if part.width > words.advance:
            line = part.bottom - theme.GAP - CAPITAL * LABEL
            return words.put(part.centre[0], line, align=0)
        side = np.sign(part.centre[0] - self.middle[0])
        line = self.middle[1] - CAPITAL * LABEL / 2
        return words.put(part.centre[0] + side * (part.width / 2 + theme.GAP), line, align=-side)

    def parts(self, amounts: Any) -> list[Region]:
        """Amounts laid end to end, in units of the whole."""
        lengths = self.unit * np.asarray(value_of(amounts), dtype=float)
        ends = self.middle[0] - lengths.sum() / 2 + np.concatenate([[0.0], np.cumsum(lengths)])
        low, high = self.middle[1] - BAR / 2, self.middle[1] + BAR / 2
        edges = np.minimum(GROOVE, lengths / 3)
        return [
            Region(float(ends[i]), float(ends[i + 1] - edges[i]), low, high)
            for i in range(len(lengths))
        ]

    def _stand(self, length: float) -> None:
        reach = BAR / 2 + WALL
        for wall, side in zip(self.walls, (-1, 1), strict=True):
            foot = self.middle + side * (self.unit * length / 2 + 0.05) * RIGHT
            wall.put_start_and_end_on(foot + reach * DOWN, foot + reach * UP)

    def score(self) -> Animation:
        """The blocks leave, and each place has a score instead."""
        flat = [self.beam.bed(i, 0.0) for i in range(len(self.beam.values))]
        self._ride(flat)
        labels = FadeIn(self.scores, self.title, shift=0.2 * UP, run_time=0.3)
        beam = self.beam
        hush = beam.fade(beam.answer, beam.wish, beam.wish_name, to=0, run_time=0.2)
        return Succession(hush, beam.pour(flat, 0.3), labels)

    def _ride(self, beds: list[Region]) -> None:
        for words, bed in zip(self.scores, beds, strict=True):
            words.put(bed.centre[0], bed.top + theme.NEAR, align=0)

    def grow(self) -> Animation:
        """Each score is turned into a height, and rides on it."""
        heights = self.beam.whole * np.asarray(value_of(self.soft.exponentials))
        tall = [self.beam.bed(i, height) for i, height in enumerate(heights)]
        flow = self.beam.pour(tall, theme.MOVE)
        ride = Motion(self.scores, lambda: lambda _: self._ride(self.beam.beds), theme.MOVE)
        gone = FadeOut(self.title, run_time=0.2)
        told = FadeIn(self.law, run_time=0.3)
        return Succession(gone, told, AnimationGroup(flow, ride))

    def lay(self) -> Animation:
        """The columns are laid end to end: more than a whole."""
        gone = FadeOut(self.law, self.scores, run_time=0.3)
        return Succession(gone, self.beam.pour(self.parts(self.soft.exponentials), 1.0, lag=0.06))

    def press(self) -> Animation:
        """Two walls press them into one whole."""
        total = float(self.soft.total)
        loose, tight = (
            np.asarray(value_of(a)) for a in (self.soft.exponentials, self.soft.weights)
        )

        def close(share: float) -> None:
            self.beam.beds = self.parts((1 - share) * loose + share * tight)
            self.beam.draw()
            self._stand((1 - share) * total + share)

        both = VGroup(self.beam, self.walls)
        return Succession(
            FadeIn(self.walls, run_time=0.3),
            Motion(both, lambda: close, theme.MOVE),
            FadeIn(self.whole, self.shares, run_time=theme.QUICK),
        )

    def fall(self) -> Animation:
        """The whole falls apart into the blocks, each to its own value."""
        weights = np.asarray(value_of(self.soft.weights))
        blocks = [self.beam.bed(i, w * self.beam.whole) for i, w in enumerate(weights)]
        beam = self.beam
        gone = FadeOut(self.walls, self.whole, self.shares, run_time=0.3)
        back = beam.fade(beam.answer, beam.wish, beam.wish_name)
        return Succession(gone, beam.pour(blocks, 1.0, lag=0.06), back)
