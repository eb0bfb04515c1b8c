"""Softmax, seen on the blocks of a beam: scores become heights, and these are pressed into a whole.

whole = OneWhole(beam)
self.play(whole.score())     # scores stand at their values
self.play(whole.grow())      # and become heights, e^score
self.play(whole.lay())       # which are laid end to end, each on a thread to its value
self.play(whole.press())     # and pressed together, until they are one whole
self.play(whole.fall())      # which falls apart into the blocks
self.play(whole.leave())
"""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    AnimationGroup,
    CubicBezier,
    FadeIn,
    FadeOut,
    Line,
    Succession,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, formula, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s1_softmax_sharpening.acts import ActingBeam
from manim_project.scenes.s1_softmax_sharpening.beam import SHARE
from manim_project.scenes.s1_softmax_sharpening.motion import Motion

BAR, WALL = 1.15, 0.3  # the height of the bar, and how far its walls stand out of it
LEVEL = 0.66  # of the room over the beam at which the bar lies
THICK = 7  # of a wall (Manim's units)
SCORE, POWER, LABEL = 0.58, 0.6, 0.54  # type sizes
GROOVE = 0.04  # between two shares
ROOM = 0.35  # at both ends of the bar that is still too long
THREAD = 5  # of what ties a share to its value (Manim's units)


class OneWhole(VGroup):
    """What comes and goes while the blocks of `beam` are made: scores, threads, two walls.

    The shares of the losers stay until they `leave`; the winner's own is `Turning`'s.
    """

    def __init__(self, beam: ActingBeam) -> None:
        self.beam, self.soft = beam, beam.soft
        stage = beam.region
        gap = beam.at((beam.values[beam.asked + 1] + beam.values[beam.asked]) / 2)
        scores = self.soft.scores
        self.scores = VGroup(*(number(s, size=SCORE, bold=True) for s in scores))
        self.powers = VGroup(*(formula("e^({})", s, size=POWER, counted=False) for s in scores))
        self.title = Words("score", size=SCORE, color=theme.DIM)
        self.title.put(gap, beam.top + theme.NEAR, align=0)
        self.law = beam.law('"height" = e^"score"')
        total = float(self.soft.total)
        self.unit = (stage.width - 2 * ROOM) / total
        height = beam.top + LEVEL * (stage.top - beam.top)
        self.middle = np.array([stage.centre[0], height, 0.0])
        self.threads = VGroup(*(_thread() for _ in beam.values))
        self.weight = Words("weight", size=SCORE, color=theme.DIM)
        bed = beam.beds[beam.asked]
        self.weight.put(bed.right + theme.GAP, bed.top - CAPITAL * SCORE)
        self.walls = VGroup(*(Line(stroke_width=THICK, color=theme.INK) for _ in range(2)))
        self._stand(total)
        self.whole = Words("one whole", size=LABEL)
        self.whole.put(self.middle[0], self.middle[1] + BAR / 2 + theme.GAP, align=0)
        losers = [i for i in range(len(beam.values)) if i != beam.asked]
        self.shares = VGroup(*(self._share(i, self.soft.weights[i]) for i in losers))
        self.share = Words("weight", size=SCORE, color=theme.DIM)
        line = bed.top - CAPITAL * SHARE - theme.GAP - CAPITAL * SCORE
        self.share.put(bed.right + theme.GAP, line)
        super().__init__()

    def _share(self, i: int, weight: Quantity) -> Words:
        """A percentage over the block that it will be, inside the stage."""
        bed, words = self.beam.bed(i, float(weight) * self.beam.whole), self._percent(weight)
        return words.put(bed.centre[0], bed.top + theme.NEAR, align=0)

    def _percent(self, weight: Quantity) -> Words:
        return number(weight, "{:.0%}", size=LABEL, bold=True)

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

    def _tie(self) -> None:
        """A thread from each part to its place on the beam."""
        for i, (thread, bed) in enumerate(zip(self.threads, self.beam.beds, strict=True)):
            x, y = self.beam.at(self.beam.values[i]), self.beam.top
            length = max(bed.bottom - y, 0.0)
            start, end = np.array([bed.centre[0], bed.bottom, 0]), np.array([x, y, 0])
            reach = 0.5 * length * DOWN
            curve = CubicBezier(start, start + reach, end - reach, end)
            thread.set_points(curve.points)
            thread.set_stroke(opacity=min(2 * length, 1.0))

    def _with_threads(self, motion: Animation) -> Animation:
        """A motion of the blocks, their threads following."""
        tie = Motion(self.threads, lambda: lambda _: self._tie(), motion.run_time)
        return AnimationGroup(motion, tie)

    def tell_weights(self) -> Animation:
        """What the height of a block is, and where all of them balance."""
        return AnimationGroup(FadeIn(self.weight, run_time=0.3), self.beam.fade(self.beam.answer))

    def score(self) -> Animation:
        """The blocks leave, and each place has a score instead."""
        beam = self.beam
        flat = [beam.bed(i, 0.0) for i in range(len(beam.values))]
        self._ride(self.scores, flat)
        labels = FadeIn(self.scores, self.title, shift=0.2 * UP, run_time=0.3)
        hush = beam.fade(beam.answer, beam.wish, beam.wish_name, to=0, run_time=0.2)
        hush = AnimationGroup(hush, FadeOut(self.weight, run_time=0.2))
        return Succession(hush, beam.pour(flat, 0.3), labels)

    def _ride(self, labels: VGroup, beds: list[Region]) -> None:
        """Each on its column, the highest's beside it: above there is no room."""
        for words, bed in zip(labels, beds, strict=True):
            if bed.height > 0.5 * self.beam.whole:
                line = bed.top - CAPITAL * words.size
                words.put(bed.right + theme.NEAR, line)
            else:
                words.put(bed.centre[0], bed.top + theme.NEAR, align=0)

    def grow(self) -> Animation:
        """Each score is turned into a height, and names it."""
        beam = self.beam
        heights = beam.whole * np.asarray(value_of(self.soft.exponentials))
        tall = [beam.bed(i, height) for i, height in enumerate(heights)]
        self._ride(self.powers, tall)
        return Succession(
            FadeOut(self.scores, self.title, run_time=0.2),
            beam.pour(tall, 0.7),
            FadeIn(self.powers, self.law, run_time=0.3),
        )

    def lay(self) -> Animation:
        """The columns are laid end to end: more than a whole."""
        gone = FadeOut(self.law, self.powers, run_time=0.2)
        flow = self._with_threads(self.beam.pour(self.parts(self.soft.exponentials), 0.9, lag=0.06))
        return Succession(gone, flow)

    def press(self) -> Animation:
        """Two walls press them into one whole."""
        total = float(self.soft.total)
        loose, tight = (
            np.asarray(value_of(a)) for a in (self.soft.exponentials, self.soft.weights)
        )

        def close(share: float) -> None:
            self.beam.beds = self.parts((1 - share) * loose + share * tight)
            self.beam.draw()
            self._tie()
            self._stand((1 - share) * total + share)

        moved = VGroup(self.beam, self.threads, self.walls)
        return Succession(
            FadeIn(self.walls, run_time=0.2),
            Motion(moved, lambda: close, theme.MOVE),
            FadeIn(self.whole, run_time=0.2),
        )

    def fall(self) -> Animation:
        """The whole falls apart into the blocks, each along its thread."""
        beam, weights = self.beam, np.asarray(value_of(self.soft.weights))
        blocks = [beam.bed(i, w * beam.whole) for i, w in enumerate(weights)]
        gone = FadeOut(self.walls, self.whole, run_time=0.2)
        return Succession(gone, self._with_threads(beam.pour(blocks, 0.9, lag=0.06)))

    def tell(self, winner: Words) -> Animation:
        """What each holds, the `winner` too, and where that balances."""
        self.beam.remove(self.threads)
        beam = self.beam
        back = beam.fade(beam.answer, beam.wish, beam.wish_name)
        return AnimationGroup(FadeIn(self.shares, winner, self.share, run_time=0.3), back)

    def leave(self) -> Animation:
        """The losers' shares go, and what they are called."""
        return FadeOut(self.shares, self.share, run_time=0.2)


def _thread() -> VMobject:
    return VMobject(stroke_width=THREAD, color=theme.soft(theme.VALUE, 0.75))
