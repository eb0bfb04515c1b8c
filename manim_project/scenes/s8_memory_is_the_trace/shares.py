"""What a multiplier makes of a hair: on the same two columns, shares go from even to all."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, DashedLine, FadeIn, Line, UpdateFromAlphaFunc, VGroup, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.text import CAPITAL, Phrase, Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, HAIR
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS
from manim_project.scenes.s8_memory_is_the_trace.hill import UNIT, WIDE, Hill

TEXTBOOK = REFERENCE.textbook
END = float(TEXTBOOK.HARD_EXPONENT)  # the machine's multiplier, as a power of two
# The powers at shares of the time: from the second to the third the weights change.
PACE = (0.0, 0.15, 0.84, 1.0), (0.0, 9.0, 14.5, END)
(LEVEL,) = theme.tall(1.15)  # of the rail
RAIL = (0.55, 6.1)  # from the safe area's left edge
TICKS = np.arange(0.0, END + 1, 5.0)
NAMED = (0.0, END / 2, END)
TICK = 0.17
LEAD, SHARE, FACTOR = 0.62 * theme.TALL, 0.62, 0.8
ABOVE = 0.2  # from a disc to its share
LEAST = 0.02  # size of a chip of nothing
TOLD = 0.55  # size of a chip below which its number is not to be read
# From which power on a lead is written in which format.
FORMATS = ((0.0, "{:.4f}"), (4.0, "{:.2f}"), (9.0, "{:.1f}"), (16.0, "{:,.0f}"))


def tie(power: float) -> Quantity:
    """The two weights when scores are multiplied by a power of two."""
    return TEXTBOOK.tie(AGAIN.look.lead, HAIR, 2.0**power)


class Rail(VGroup):
    """The multiplier: a mark on a line, a tick every five powers of two."""

    def __init__(self) -> None:
        color = theme.soft(theme.DIM, 0.7)
        self.start, self.end = (np.array([-theme.SAFE_X + x, LEVEL, 0.0]) for x in RAIL)
        rail = VGroup(Line(self.start, self.end, stroke_width=4, color=color))
        for power in TICKS:
            at, tick = self.at(power), TICK * (1.6 if power in NAMED else 1)
            rail.add(Line(at, at + tick * UP, stroke_width=4, color=color))
        self.way = Line(self.start, self.end, stroke_width=7, color=theme.INK)
        self.mark = Mark(self.start, radius=0.17, color=theme.INK, shine=0.6)
        names = VGroup()
        for power in NAMED:
            beta = tie(power).beta
            told = ("times 2^({:.0f})", TEXTBOOK.power_of_two(beta))
            template, number = told if power else ("times {:.0f}", beta)
            name = Phrase(template, number, math=True, size=FACTOR, counted=False)
            names.add(name.put(self.at(power)[0], LEVEL - 0.4 - CAPITAL * FACTOR, align=0))
        super().__init__(rail, self.way, self.mark, names)
        self.turn_to(0.0)

    def at(self, power: float) -> np.ndarray:
        """The place of a power of two."""
        return self.start + power / END * (self.end - self.start)

    def turn_to(self, power: float) -> None:
        """The mark stands at a power, and the way to it is lit."""
        place = self.at(power)
        self.mark.at(place)
        self.way.set_points_as_corners([self.start, place + 1e-4 * RIGHT])


class Shares(VGroup):
    """On a hill that has sunk: the lead, the multiplier, and each chip as large as its weight. The
    older column sinks by the multiplied lead below a dashed line at the better score."""

    def __init__(self, hill: Hill) -> None:
        self.hill = hill
        self.lead = Words("a lead of ≈ {:.4f}", tie(0).sharpened, size=LEAD)
        self.rail = Rail()
        self.lead.put(-theme.SAFE_X, LEVEL + 0.75 * theme.TALL)
        left, right = (hill.tape.x(column.token) for column in hill.columns)
        ends = [np.array([x, hill.top, 0.0]) for x in (left + WIDE, right - WIDE / 2)]
        self.level = DashedLine(*ends, stroke_width=4, color=theme.DIM, dash_length=0.12)
        self.shares = VGroup()
        for weight in tie(0).weights:
            self.shares.add(Words("{:.1%}", weight, size=SHARE))
        super().__init__(self.level, self.lead, self.rail, self.shares)
        self.turn_to(0.0)

    def turn_to(self, power: float) -> None:
        """The weights at a multiplier; what is alone has won."""
        told, hill = tie(power), self.hill
        alone = bool(value_of(told.alone))
        spec = [spec for least, spec in FORMATS if power >= least][-1]
        sign = "" if power == END else "≈ "
        self.lead.say("a lead of " + sign + spec, told.sharpened)
        self.rail.turn_to(power)
        hill.sunk = min(float(told.sharpened) * UNIT, hill.high)
        even = float(tie(0).weights[0])
        for column, weight in zip(hill.columns, told.weights, strict=True):
            column.size = max(np.sqrt(float(weight) / even), LEAST)
        hill.show()
        for column, share, weight in zip(hill.columns, self.shares, told.weights, strict=True):
            chip = column.chip
            chip.words.set_opacity(float(np.interp(column.size, (TOLD, TOLD + 0.15), (0, 1))))
            share.say("{:.0%}" if alone else "{:.1%}", weight)
            x, y, _ = chip.point
            share.put(x, y + column.size * RADIUS + ABOVE, align=0)
        for chip in hill.chips:
            chip.touch(0)  # the line has left

    def tell(self) -> Animation:
        """What weighs how much, and by how much it leads."""
        return FadeIn(self, run_time=0.3)

    def multiply(self, run_time: float) -> Animation:
        """The multiplier rises to the machine's own; the sum of two scores is no score any more."""

        def move(_: Any, alpha: float) -> None:
            for column in self.hill.columns:
                column.words.set_opacity(max(0.0, 1 - 8 * alpha))
            self.turn_to(float(np.interp(smooth(alpha), *PACE)))

        whole = VGroup(self, *self.hill.columns, *self.hill.chips)
        return UpdateFromAlphaFunc(whole, move, rate_func=linear, run_time=run_time)

    def win(self, run_time: float = theme.QUICK) -> Animation:
        """The newer byte is alone: gold."""
        return UpdateFromAlphaFunc(
            self.hill.chips[1], lambda chip, alpha: chip.gild(alpha), run_time=run_time
        )
