"""Two weights as two discs: even at first, all on one when the scores are multiplied."""

from typing import Any

import numpy as np
from manim import (
    UP,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark, ValueDisc
from manim_project.mobjects.text import CAPITAL, Phrase, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, HAIR, NEW, OLD
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, Chip
from manim_project.scenes.s8_memory_is_the_trace.look_back import Tape

LARGEST = 1.16  # radius of a weight of 1
(LEVEL,) = theme.tall(0.75)  # of the discs and of the rail
NAME, SHARE, FACTOR = 0.85, 0.6 * theme.TALL, 0.78
END = float(REFERENCE.textbook.HARD_EXPONENT)  # the machine's multiplier, as a power of two
# The powers at shares of the time: from the second to the third the weights change.
PACE = (0.0, 0.18, 0.78, 1.0), (0.0, 8.2, 15.2, END)
RAIL = (0.55, 5.5)  # from the safe area's left edge
TICKS = np.arange(0.0, END + 1, 5.0)
TICK = 0.17


def tie(power: float) -> Quantity:
    """The two weights when scores are multiplied by a power of two."""
    return REFERENCE.textbook.tie(AGAIN.look.lead, HAIR, 2.0**power)


class Rail(VGroup):
    """The multiplier: a mark on a line, a tick every five powers of two."""

    def __init__(self) -> None:
        color = theme.soft(theme.DIM, 0.7)
        self.start, self.end = (np.array([-theme.SAFE_X + x, LEVEL, 0.0]) for x in RAIL)
        rail = VGroup(Line(self.start, self.end, stroke_width=4, color=color))
        for power in TICKS:
            at = self.at(power)
            rail.add(Line(at, at + TICK * UP, stroke_width=4, color=color))
        self.mark = Mark(self.start, radius=0.17, color=theme.INK, shine=0.6)
        least = Phrase("times {:.0f}", tie(0).beta, math=True, size=FACTOR)
        most = Phrase("times 2^({})", REFERENCE.textbook.HARD_EXPONENT, math=True, size=FACTOR)
        below = LEVEL - 0.4 - CAPITAL * FACTOR
        least.put(self.start[0], below, align=0)
        most.put(self.end[0], below, align=0)
        super().__init__(rail, self.mark, least, most)

    def at(self, power: float) -> np.ndarray:
        """The place of a power of two."""
        return self.start + power / END * (self.end - self.start)


class Outshone(VGroup):
    """The old byte's disc and the new one's, above their tokens, and the rail at their left."""

    def __init__(self, tape: Tape, old: Chip, new: Chip) -> None:
        self.chips = old, new
        self.centres = [np.array([tape.x(t), LEVEL, 0.0]) for t in (OLD.token, NEW.token)]
        self.discs = VGroup(*(ValueDisc(point, LARGEST) for point in self.centres))
        self.names, self.shares = VGroup(), VGroup()
        for value, weight, (x, y, _) in zip(
            (OLD.value, NEW.value), tie(0).weights, self.centres, strict=True
        ):
            name = number(value, size=NAME, color=theme.VALUE, bold=True)
            self.names.add(name.put(x, y + LARGEST + 0.22, align=0))
            share = Words("{:.1%}", weight, size=SHARE)
            self.shares.add(share.put(x, y - LARGEST - 0.22 - CAPITAL * SHARE, align=0))
        self.rail = Rail()
        super().__init__(self.discs, self.names, self.shares, self.rail)

    def take(self, run_time: float = theme.MOVE) -> Animation:
        """The chips become discs as large as their weights; their numbers stand over them."""
        starts = [chip.point for chip in self.chips]
        least, weights = (RADIUS / LARGEST) ** 2, value_of(tie(0).weights)

        def move(discs: VGroup, alpha: float) -> None:
            for disc, start, end, weight in zip(discs, starts, self.centres, weights, strict=True):
                disc.point = (1 - alpha) * start + alpha * end
                disc.weigh((1 - alpha) * least + alpha * float(weight))

        move(self.discs, 0.0)
        return AnimationGroup(
            UpdateFromAlphaFunc(self.discs, move, run_time=run_time),
            *(FadeOut(chip, run_time=0.2) for chip in self.chips),
            FadeIn(self.names, run_time=run_time),
            run_time=run_time,
        )

    def tell(self) -> Animation:
        """What weighs how much."""
        return FadeIn(self.shares, self.rail, run_time=theme.QUICK)

    def turn_to(self, power: float) -> None:
        """The weights at a multiplier; what is alone has won."""
        told = tie(power)
        alone = bool(value_of(told.alone))
        self.rail.mark.at(self.rail.at(power))
        for disc, share, weight in zip(self.discs, self.shares, told.weights, strict=True):
            disc.weigh(weight)
            share.say("{:.0%}" if alone else "{:.1%}", weight, align=0)
        color = theme.WINNER if alone else theme.VALUE
        self.discs[1].disc.set_fill(theme.shape(color))
        self.discs[1].shine.set_fill(theme.light(color, 1)[0])
        self.names[1].set_color(color)

    def multiply(self, run_time: float) -> Animation:
        """The multiplier rises to the machine's own."""

        def move(_: Any, alpha: float) -> None:
            self.turn_to(float(np.interp(alpha, *PACE)))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)
