"""The end: on one tape, both bytes that were stored, and what the last two loads returned."""

from typing import Any

import numpy as np
from manim import UP, AnimationGroup, FadeIn, LaggedStart, Line, UpdateFromAlphaFunc, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, NEW, OLD, UNSET
from manim_project.scenes.s8_memory_is_the_trace.chip import SMALL, Chip
from manim_project.scenes.s8_memory_is_the_trace.look_back import NamedLane, Tape

ANSWER = 0.52  # radius of a returned byte
(LOW,) = theme.tall(-0.85)  # where they stand
SAID = 0.56


class Lifted(VGroup):
    """A byte that stands over its token on a stem."""

    def __init__(self, tape: Tape, token: Any, chip: Chip, height: float) -> None:
        self.chip = chip
        self.foot = tape.on(token) + 0.5 * tape.ribbon.tall * UP
        self.top = np.array([self.foot[0], height, 0.0])
        color = theme.soft(theme.VALUE, 0.6)
        self.stem = Line(self.foot, self.foot + 1e-3 * UP, stroke_width=4, color=color)
        super().__init__(self.stem, chip)
        self.rise_by(0.0)

    def rise_by(self, share: float) -> None:
        """So much of its way up, and so large."""
        point = self.foot + max(share, 1e-3) * (self.top - self.foot)
        self.stem.set_points_as_corners([self.foot, point])
        self.chip.at(point, SMALL + share * (1 - SMALL))

    def rise(self, run_time: float = theme.MOVE) -> Animation:
        """Up from its token."""
        return UpdateFromAlphaFunc(self, lambda it, a: it.rise_by(a), run_time=run_time)

    def gild(self, run_time: float = theme.QUICK) -> Animation:
        """Gold."""
        return UpdateFromAlphaFunc(self.chip, lambda chip, a: chip.gild(a), run_time=run_time)


class Remembered(VGroup):
    """Stored bytes on their lane, returned ones below it with what was asked."""

    def __init__(self, tape: Tape, lane: NamedLane) -> None:
        height = lane.at(0)[1]
        self.stored = VGroup(*(Lifted(tape, s.token, Chip(s.value), height) for s in (OLD, NEW)))
        self.answers, self.asked = VGroup(), VGroup()
        for load in (AGAIN, UNSET):
            chip = Chip(load.match.result, radius=ANSWER)
            lifted = Lifted(tape, load.line.start, chip, LOW)
            asked: Quantity = load.match.wanted
            words = Words("load {:.0f}", asked, size=SAID)
            self.answers.add(lifted)
            self.asked.add(words.put(lifted.top[0], LOW + ANSWER + 0.25, align=0))
        super().__init__(self.stored, self.answers, self.asked)

    def lift(self) -> Animation:
        """What was stored rises; the newer one last."""
        return LaggedStart(*(it.rise() for it in self.stored), lag_ratio=0.35)

    def answer(self) -> Animation:
        """What was returned rises, one after the other, and what was asked stands over it."""
        rises = (
            AnimationGroup(it.rise(0.6), FadeIn(words, run_time=0.6))
            for it, words in zip(self.answers, self.asked, strict=True)
        )
        return LaggedStart(*rises, lag_ratio=0.7)

    def win(self) -> Animation:
        """The newest write, and the load that returned it."""
        return AnimationGroup(self.stored[1].gild(), self.answers[0].gild())
