"""A weighted average as a beam: weights stand on their values, and it rests where it balances."""

from collections.abc import Iterable
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Line,
    Rectangle,
    Succession,
    Triangle,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.sums import send
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity, value_of

PLANK, TAB, CELL, BAR = 0.5, 0.4, 0.9, 0.7  # the beam's height; widths
SUPPORT = 0.36
TILT = 0.07  # radians, when the beam is held at the value that is wanted
NOTHING = 5e-6  # a weight that 0.001 % cannot show
QUIET = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
ASIDE = 0.36  # from the support to what is noted at it
LEADING = 0.42  # of the two lines below the beam
NEAR = 0.4  # a gap narrower than this is hidden by the support
BLEND, OFF, EXACT = "blend {:.%df}", "off by {:.%df}", "{:.1f}"
POWER, FLOAT = "approx {:.1f} dot 10^({})", "in float64: exactly {:.1f}"


class Balance(VGroup):
    """The values of `soft` (a `textbook.Sharpening`) on a beam, and the output where it balances.

    `start` is the place of the least value on the beam's upper edge, `unit` the length of one,
    `height` that of the bar that is the whole weight. The gap from the value wanted to the output
    is drawn below. Each value has the number of its slot at its left.
    """

    def __init__(
        self, soft: Quantity, *, start: tuple[float, float], unit: float, height: float
    ) -> None:
        self.values, self.asked = value_of(soft.values), int(soft.target)
        self.start, self.unit, self.height_of_whole = np.array([*start, 0.0]), unit, height
        self.places, self.digits = 1, "{:.1%}"
        ends = self.point(self.values.min()), self.point(self.values.max())
        middle = 0.5 * PLANK * DOWN
        self.plank = RoundedRectangle(
            width=ends[1][0] - ends[0][0] + TAB + CELL, height=PLANK, corner_radius=0.08
        )
        self.plank.set_z_index(-1).set_stroke(width=0).set_fill(theme.FAINT, 1).move_to(
            sum(ends) / 2 + middle + TAB / 2 * LEFT
        )
        self.tabs, self.cells, self.bars, self.weights = (VGroup() for _ in range(4))
        for value, weight in zip(soft.values, soft.weights, strict=True):
            cell = Cell("{}", value, width=CELL, height=PLANK, color=theme.VALUE, size=theme.BODY)
            self.cells.add(cell.place(self.point(float(value)) + middle))
            self.bars.add(Rectangle(stroke_width=0, fill_opacity=1, color=QUIET))
            self.weights.add(number(weight, self.digits, size=theme.SMALL))
        for address, cell in zip(soft.addresses, self.cells, strict=True):
            tab = Cell("{}", address, width=TAB, height=PLANK, face=theme.WORDS)
            self.tabs.add(tab.place(cell.box.get_left() + TAB / 2 * LEFT))
        self.tabs[self.asked].colored(theme.QUERY)
        self.beam = VGroup(self.plank, self.tabs, self.cells, self.bars, self.weights)
        self.support = Triangle(color=theme.INK, fill_opacity=1, stroke_width=0)
        self.support.scale_to_fit_height(SUPPORT)
        self.blend = Words(BLEND % self.places, soft.output)
        self.off = Words(OFF % self.places, soft.error)
        self._draw_aim()
        super().__init__(self.beam, self.aim, self.gap, self.off, self.support, self.blend)
        self.show(soft)

    def _draw_aim(self) -> None:
        self.gap_line = (
            self.start[1] - PLANK - 0.48 * theme.TALL
        )  # of the line that measures the gap
        cell = self.cells[self.asked]
        left = self.tabs[self.asked].get_left()[0]
        self.aim = Words("wanted", size=theme.SMALL, color=theme.QUERY)
        self.aim.put(left - 0.12, cell.words.baseline, align=1)
        colors = theme.shape(theme.QUERY), theme.DIM, theme.DIM
        self.gap = VGroup(*(Line(color=color, stroke_width=4) for color in colors))

    def point(self, value: float) -> np.ndarray:
        """Where a value lies on the beam's upper edge, (3,)."""
        return self.start + (value - self.values.min()) * self.unit * RIGHT

    def show(self, soft: Quantity) -> Self:
        """Weights and output of another softmax, at once."""
        for j, weight in enumerate(soft.weights):
            foot, height = self.point(self.values[j]), float(weight) * self.height_of_whole
            half, up = 0.5 * BAR * RIGHT, height * UP
            corners = [foot - half, foot + half, foot + half + up, foot - half + up, foot - half]
            self.bars[j].set_points_as_corners(corners)
            label: Words = self.weights[j]
            nothing = abs(float(weight)) < NOTHING
            label.say("≈ {:.0%}" if nothing else self.digits, weight).put(
                foot[0], foot[1] + height + 0.13, align=0
            )
        self.off.say(OFF % self.places, soft.error)
        self.blend.say(BLEND % self.places, soft.output)
        return self._rest_at(float(soft.output))

    def _rest_at(self, output: float) -> Self:
        foot = self.point(output) + PLANK * DOWN
        self.support.next_to(foot, DOWN, buff=0)
        self.blend.put(foot[0] + ASIDE, self.gap_line + 0.1)
        wanted, end = self.point(self.values[self.asked])[0], foot[0]
        # The support comes to stand before the datum, which draws back so as not to stick out.
        seen = min(1.0, (end - wanted) / NEAR)
        low, tick = foot[1] - seen * (foot[1] - self.gap_line + 0.1), 0.1 * seen
        middle = self.gap_line
        lines = ((wanted, foot[1], low), (end, middle - tick, middle + tick))
        for line, (x, *heights) in zip((self.gap[0], self.gap[2]), lines, strict=True):
            line.set_points_as_corners([[x, y, 0] for y in heights])
        self.gap[1].set_points_as_corners([[wanted, middle, 0], [end, middle, 0]])
        self.gap[1].set_stroke(opacity=seen)
        self.off.put((wanted + end) / 2, self.gap_line - 0.4, align=0)
        return self

    def place(self, cells: VGroup) -> Animation:
        """Values go from their cells to their places on the beam, with their slots' numbers."""
        pairs = zip(cells, self.cells, strict=True)
        moves = (send(*pair) for pair in pairs)
        return AnimationGroup(FadeIn(self.plank), *moves, FadeIn(self.tabs), run_time=1.2)

    def want(self) -> Animation:
        """Mark the value that is wanted."""
        return FadeIn(self.aim, run_time=theme.MOVE)

    def load(self) -> Animation:
        """The weights rise on their values."""
        feet = map(self.point, self.values)
        grown = [GrowFromPoint(bar, foot) for bar, foot in zip(self.bars, feet, strict=True)]
        return AnimationGroup(*grown, FadeIn(self.weights), run_time=theme.MOVE)

    def settle(self) -> Animation:
        """Held where it is wanted, the beam tips; its support moves to where it rests."""
        parts = [(part, part.points.copy()) for part in self.beam.family_members_with_points()]
        wanted, rest = self.point(self.values[self.asked])[0], self.support.get_x()

        def hold(x: float, tilt: float) -> None:
            self.support.set_x(x)
            pivot, (c, s) = self.support.get_top(), (np.cos(tilt), np.sin(tilt))
            turn = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
            for part, points in parts:
                part.points = product(points - pivot, turn) + pivot

        self.support.set_x(wanted)
        return Succession(
            FadeIn(self.support, shift=0.2 * UP, run_time=theme.QUICK),
            UpdateFromAlphaFunc(
                self.beam, lambda _, a: hold(wanted, -TILT * a), run_time=theme.MOVE
            ),
            UpdateFromAlphaFunc(
                self.beam,
                lambda _, a: hold(wanted + a * (rest - wanted), -TILT * (1 - a)),
                run_time=1.2,
            ),
            FadeIn(self.blend, run_time=theme.QUICK),
        )

    def measure(self) -> Animation:
        """The gap from what is wanted to what comes out."""
        return AnimationGroup(Create(self.gap), FadeIn(self.off), run_time=theme.MOVE)

    def neighbors(self) -> VGroup:
        """The weights of the two slots next to the one asked for."""
        return VGroup(*(self.weights[self.asked + step] for step in (-1, 1)))

    def sharpen_digits(self) -> None:
        """From now on show weights to 0.001 % and the output to three decimals."""
        self.places, self.digits = 3, "{:.3%}"

    def forget_numbers(self) -> Animation:
        """Weights, blend and gap differ from exact ones by less than such numbers can show."""
        gone = (self.weights, self.gap, self.off, self.blend)
        self.beam.remove(self.weights)
        self.remove(*gone)
        return FadeOut(*gone, run_time=theme.QUICK)

    def tell_paper(self, excess: Quantity) -> Animation:
        """How far off the output is on paper, a `PowerOfTen`."""
        self.paper = VGroup(
            Words("on paper: off by"),
            formula(POWER, excess.digits, excess.exponent, size=theme.SCRIPTED),
        )
        self._write(self.paper, self.point(self.values[self.asked])[0] + ASIDE, 0)
        return FadeIn(self.paper, run_time=theme.QUICK)

    def forget_paper(self) -> Animation:
        """What is noted about paper no longer holds."""
        return FadeOut(self.paper, run_time=theme.QUICK)

    def round_off(self, exact: Quantity, half_step: Quantity) -> Animation:
        """So little is less than half a step of float64, which gives exactly the value wanted."""
        self.limit = VGroup(
            Words("half a float64 step:", size=theme.SMALL, color=theme.DIM),
            formula(POWER, half_step.digits, half_step.exponent, size=theme.SCRIPTED),
        )
        self.exact = Words(FLOAT, exact.output, color=theme.WINNER, bold=True)
        self._write([self.exact], self.paper[0].pen[0], 1)
        self._write(self.limit, self.exact.get_right()[0] + 0.4, 1)
        there = self.support.animate.set_color(theme.shape(theme.WINNER))
        return Succession(FadeIn(self.limit), AnimationGroup(FadeIn(self.exact), there))

    def _write(self, parts: Iterable[Words | Phrase], x: float, line: int) -> None:
        for part in parts:
            part.put(x, self.gap_line - 0.02 - LEADING * line)
            x = part.get_right()[0] + 0.15

    def forget_limit(self) -> Animation:
        """The step of float64 is not needed any longer."""
        return FadeOut(self.limit, self.paper, run_time=theme.QUICK)

    def win(self, hard: Quantity) -> Animation:
        """The weights in float64: one value has it all."""
        gold = theme.WINNER
        bar, cell = self.bars[self.asked], self.cells[self.asked]
        for j, (label, weight) in enumerate(zip(self.weights, hard.weights, strict=True)):
            label.say(EXACT, weight).set_color(gold if j == self.asked else theme.INK)
            label.put(self.bars[j].get_x(), label.baseline, align=0)
        return AnimationGroup(
            bar.animate.set_fill(theme.shape(gold)), cell.paint(gold), FadeIn(self.weights)
        )

    def restate(self, harder: Quantity) -> None:
        """The exact numbers at a multiplier that is higher still, which look the same."""
        for label, weight in zip(self.weights, harder.weights, strict=True):
            label.say(EXACT, weight)
        self.exact.say(FLOAT, harder.output)
