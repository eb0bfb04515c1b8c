"""A weighted average as a beam: weights stand on their values, and it rests where it balances."""

from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    FadeTransform,
    GrowFromPoint,
    Line,
    Rectangle,
    RoundedRectangle,
    Succession,
    Triangle,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.sums import send
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

PLANK, CELL, BAR = 0.5, 0.9, 0.7  # the beam's height; widths
SUPPORT = 0.36
TILT = 0.07  # radians, when the beam is held at the value that is wanted
QUIET = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
BLEND, OFF, EXACT = "blend {:.%df}", "off by {:.%df}", "{:.1f}"


class Balance(VGroup):
    """The values of `soft` (a `textbook.Sharpening`) on a beam, and the output where it balances.

    `start` is the place of the least value on the beam's upper edge, `unit` the length of one,
    `height` that of the bar that is the whole weight. The gap from the value wanted to the output
    is drawn below.
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
            width=ends[1][0] - ends[0][0] + CELL, height=PLANK, corner_radius=0.08
        )
        self.plank.set_z_index(-1).set_stroke(width=0).set_fill(theme.FAINT, 1).move_to(
            sum(ends) / 2 + middle
        )
        self.cells, self.bars, self.weights = VGroup(), VGroup(), VGroup()
        for value, weight in zip(soft.values, soft.weights, strict=True):
            cell = Cell("{}", value, width=CELL, height=PLANK, color=theme.VALUE, size=theme.BODY)
            self.cells.add(cell.place(self.point(float(value)) + middle))
            self.bars.add(Rectangle(stroke_width=0, fill_opacity=1, color=QUIET))
            self.weights.add(number(weight, self.digits, size=theme.SMALL))
        self.beam = VGroup(self.plank, self.cells, self.bars, self.weights)
        self.support = Triangle(color=theme.INK, fill_opacity=1, stroke_width=0)
        self.support.scale_to_fit_height(SUPPORT)
        self.blend = Words(BLEND % self.places, soft.output)
        self.off = Words(OFF % self.places, soft.error)
        self._draw_aim()
        super().__init__(self.beam, self.aim, self.gap, self.off, self.support, self.blend)
        self.show(soft)

    def _draw_aim(self) -> None:
        foot = self.point(self.values[self.asked]) + PLANK * DOWN
        self.gap_line = foot[1] - 0.48  # of the line that measures the gap
        datum = Line(foot, [foot[0], self.gap_line - 0.1, 0], color=theme.QUERY, stroke_width=4)
        wanted = Words("wanted", color=theme.QUERY).put(foot[0] - 0.3, self.gap_line + 0.1, align=1)
        self.aim = VGroup(datum, wanted)
        self.gap = VGroup(*(Line(color=theme.DIM, stroke_width=4) for _ in range(2)))

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
            label.say(self.digits, weight).put(foot[0], foot[1] + height + 0.13, align=0)
        self.off.say(OFF % self.places, soft.error)
        self.blend.say(BLEND % self.places, soft.output)
        return self._rest_at(float(soft.output))

    def _rest_at(self, output: float) -> Self:
        foot = self.point(output) + PLANK * DOWN
        self.support.next_to(foot, DOWN, buff=0)
        self.blend.put(foot[0] + 0.36, self.gap_line + 0.1)
        wanted, end = self.aim[0].get_x(), foot[0]
        self.gap[0].put_start_and_end_on([wanted, self.gap_line, 0], [end + 1e-6, self.gap_line, 0])
        self.gap[1].put_start_and_end_on(
            [end, self.gap_line - 0.1, 0], [end, self.gap_line + 0.1, 0]
        )
        self.off.put((wanted + end) / 2, self.gap_line - 0.4, align=0)
        return self

    def place(self, cells: VGroup) -> Animation:
        """Values go from their cells to their places on the beam."""
        pairs = zip(cells, self.cells, strict=True)
        return AnimationGroup(FadeIn(self.plank), *(send(*pair) for pair in pairs), run_time=1.2)

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
                part.points = (points - pivot) @ turn + pivot

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

    def forget_gap(self) -> Animation:
        """The gap is too small to be drawn."""
        self.remove(self.gap, self.off)
        return FadeOut(self.gap, self.off)

    def win(self, hard: Quantity) -> Animation:
        """The floating-point numbers as they are: one value has it all, and is the output."""
        gold = theme.WINNER
        changes: list[Animation] = [
            self.bars[self.asked].animate.set_fill(gold),
            self.cells[self.asked].paint(gold),
            self.support.animate.set_color(gold),
        ]
        exact = VGroup()
        for j, (old, weight) in enumerate(zip(self.weights, hard.weights, strict=True)):
            color = gold if j == self.asked else theme.INK
            new = number(weight, EXACT, size=theme.SMALL, color=color)
            exact.add(new.put(old.get_x(), old.baseline, align=0))
            changes.append(FadeTransform(old, new))
        blend = Words(BLEND % 1, hard.output, color=gold, bold=True)
        blend.put(self.blend.pen[0], self.blend.baseline)
        self.off = Words(OFF % 1, hard.error, color=gold)
        self.off.put(self.point(float(hard.output))[0], self.gap_line - 0.4, align=0)
        changes += [FadeTransform(self.blend, blend), FadeIn(self.off)]
        self.weights, self.blend = exact, blend
        return AnimationGroup(*changes)

    def restate(self, harder: Quantity) -> None:
        """The exact numbers at a multiplier that is higher still, which look the same."""
        for label, weight in zip(self.weights, harder.weights, strict=True):
            label.say(EXACT, weight)
        self.blend.say(BLEND % 1, harder.output)
        self.off.say(OFF % 1, harder.error)
