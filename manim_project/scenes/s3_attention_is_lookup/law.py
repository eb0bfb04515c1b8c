"""The one law of both pictures: e^(−step), over steps on a scale of powers of two."""

import math
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedLine,
    Line,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import above, below, beside, box_of, in_box
from manim_project.mobjects.light import beam
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.text import Phrase, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s3_attention_is_lookup.cast import Said, Slots
from manim_project.scenes.s3_attention_is_lookup.multiplier import TEXTBOOK, memory

MACHINE = REFERENCE.machine

FIRST, LAST = -19.0, 32.5  # powers of two between which the curve is drawn
FOOT, RISE = 1.12, 1.55  # from the stage's foot to the axis, and from there to a weight of 1
FINE = 0.05  # of a power
NUMBER = 0.6  # size of what stands at the axis
TITLE, LARGE, ROLE = 0.5, 1.0, 0.78  # of what axes mean, of the law, and of the two roles
UNDER = 0.22  # from the axis to its numbers
AXIS = 0.62  # from the stage's left edge to the vertical axis
SHELF, FLOOR = -3.6, 3.0  # powers up to which the curve is level, and from which again
SHINE = 0.7  # breadth of their tints
PLAIN = 4.0  # the power from which the curve is as low as it gets
PACE = 0.8  # powers of two on both sides of the cliff that the pen takes slowly


class Law(VGroup):
    """A rival's weight over the winner's, as a cliff. `draw(power)` draws it up to a step."""

    def __init__(self, region: Region, said: Region, slots: Region) -> None:
        """`said` and `slots` are where the pictures stand now: they stay over or beside it."""
        self.region = region
        self.low = region.bottom + FOOT
        self.x = Scale(FIRST, LAST, region.left + AXIS, region.right)
        self.y = Scale(0.0, 1.0, self.low, self.low + RISE * theme.TALL)
        corner = np.array([region.left + AXIS, self.low, 0.0])
        quiet = {"stroke_width": 3, "color": theme.soft(theme.DIM, 0.6)}
        self.axis = Line(corner, np.array([region.right, self.low, 0.0]), **quiet)
        self.upright = Line(corner, np.array([corner[0], self.y(1.0), 0.0]), **quiet)
        self.curve = VMobject(stroke_width=9, color=theme.shape(theme.INK))
        self.pen = Mark(radius=0.16, color=theme.INK, shine=0.8)
        super().__init__(self.axis, self.upright)
        top = self.y(1.0) + theme.APART + TITLE
        self.rooms = (
            Region(said.left, said.right, top, region.top),
            Region(slots.left, slots.right, self.low + theme.APART, region.top - theme.GAP),
        )
        self._letter()
        self.add(self.up, self.ticks)

    def _letter(self) -> None:
        """What is written at the axes: the `titles`, `ticks`, the `formula`, the two `roles`."""
        one, none = TEXTBOOK.weight_ratio(0), TEXTBOOK.weight_ratio(math.inf)
        self.ticks = VGroup(
            *(
                beside(
                    Words("{}", ratio, size=TITLE, color=theme.DIM, counted=False),
                    np.array([self.region.left + AXIS, self.y(ratio), 0.0]),
                    LEFT,
                    theme.GAP,
                )
                for ratio in (one, none)
            )
        )
        across = Words("step = gap × multiplier, log scale", size=TITLE, color=theme.DIM)
        below(across, self.axis, UNDER + 0.72 * NUMBER + theme.NEAR)
        up = Words("rival ÷ winner", size=TITLE, color=theme.DIM)
        above(up, np.array([self.region.left + AXIS, self.y(1.0), 0.0]), theme.GAP, LEFT)
        self.across, self.up = across, up
        edge = np.array([self.x(0.0), self.low, 0.0])
        self.edge = DashedLine(edge, edge + (self.y(1.0) - self.low + theme.NEAR) * UP)
        self.edge.set_stroke(theme.soft(theme.INK, 0.5), width=3)
        one = memory(0.0)  # a multiplier of 1, a gap of 1
        self.at_one = Words("step {}", one.scaled_gap, size=TITLE, color=theme.DIM, counted=False)
        below(self.at_one, edge, UNDER)
        self.one = VGroup(self.edge, self.at_one)
        self.formula = Phrase('e^(-"step")', math=True, size=LARGE)
        self.told_once = (self.formula, self.across, self.up)
        self.tints = VGroup(
            self._tint(theme.VALUE, 1.0, FIRST, SHELF), self._tint(theme.WINNER, 0.0, FLOOR, LAST)
        )
        self.equals = Phrase('= e^(-"step")', math=True, size=NUMBER)
        self.equals.on(up.baseline).shift(
            (box_of(up).right + theme.NEAR - box_of(self.equals).left) * RIGHT
        )
        self.roles = VGroup(*(Words(word, size=ROLE, bold=True) for word in ("blend", "read")))
        for word, (start, end) in zip(
            self.roles, ((FIRST, -1.0), (2.0, self.x.inverse(self.rooms[1].left))), strict=True
        ):
            in_box(word, self._under(start, end))
        in_box(self.formula, self._under(FIRST, -2.0))

    def _tint(self, color: str, ratio: float, start: float, end: float) -> VGroup:
        """A level part of the curve in a colour, softly, from one power to another."""
        left, right = (np.array([self.x(power), self.y(ratio), 0.0]) for power in (start, end))
        line = Line(left, right, stroke_width=9, color=theme.shape(color)).set_stroke(opacity=0.75)
        return VGroup(beam(left, right, SHINE, color, 0.35, ends=0.15), line)

    def _under(self, start: float, end: float) -> Region:
        """From one power to another, between the axis and a weight of 1."""
        return Region(float(self.x(start)), float(self.x(end)), self.low, self.y(1.0))

    def left_over(self, step: Quantity, spec: str) -> Words:
        """What a step leaves of a rival's weight, above the curve's point there."""
        ratio, place = TEXTBOOK.weight_ratio(float(step)), self.at(math.log2(float(step)))
        label = above(number(ratio, spec, size=NUMBER), place, 2 * theme.NEAR)
        if float(ratio) > 0:  # above the plain that ends there, too
            above(label, np.array([place[0], self.y(1.0), 0.0]))
        over = max(box_of(label).right - self.region.right, 0.0)
        return label.shift(over * LEFT)

    def origins(self, labels: tuple[Mobject, ...], told: tuple[str, ...], size: float) -> VGroup:
        """Where the numbers below the axis come from, in words below them."""
        words = VGroup(*(Words(text, size=size, color=theme.DIM) for text in told))
        for text, label in zip(words, labels, strict=True):
            below(text, label).on(self.across.baseline)
        return words

    def foot(self, step: Quantity | float) -> np.ndarray:
        """The axis' point at a step."""
        return np.array([self.x(math.log2(float(step))), self.low, 0.0])

    def at(self, power: float) -> np.ndarray:
        """The curve's point at a step of 2^power."""
        return np.array([self.x(power), self.y(math.exp(-(2.0**power))), 0.0])

    def draw(self, power: float) -> Self:
        """Draw the curve up to a step."""
        powers = np.append(np.arange(FIRST, power, FINE), power)
        points = [self.at(p) for p in powers]
        self.curve.set_points_as_corners(points if len(points) > 1 else [points[0], points[0]])
        self.pen.at(points[-1])
        return self

    def follow(self, power: float, said: Said, slots: Slots, gap: Quantity) -> None:
        """Draw the curve up to a step; both pictures take it (`gap` is that of the words)."""
        self.draw(power)
        said.ask(power - math.log2(float(gap)))
        slots.ask(power)

    def rewind(self, said: Said, slots: Slots, gap: Quantity) -> Animation:
        """Both pictures go to the step where the pen sets out."""
        self.draw(FIRST)
        behind, start = math.log2(float(gap)), said.power

        def move(_: VGroup, alpha: float) -> None:
            power = pen_at(1 - alpha)
            said.ask(min(start, power - behind))
            slots.ask(power)

        return UpdateFromAlphaFunc(VGroup(said, slots), move, rate_func=linear)

    def sweep(self, said: Said, slots: Slots, gap: Quantity, run_time: float) -> Animation:
        """The pen draws the curve; both pictures have the step that it stands at."""

        def move(_: VGroup, alpha: float) -> None:
            self.follow(pen_at(alpha), said, slots, gap)
            self.pen.set_opacity(min(1.0, 12 * (1 - alpha)))

        group = VGroup(self.curve, self.pen, said, slots)
        return UpdateFromAlphaFunc(group, move, rate_func=linear, run_time=run_time)


class Smallest(VGroup):
    """The smallest gap that the machine has to tell: a dot on the curve, carried by the multiplier.

    `start` and `end` are its numbers at the axis before and after; its `words` go with it.
    """

    def __init__(self, law: Law) -> None:
        self.law = law
        exponent, gap = MACHINE.tie_exponent, float(MACHINE.tie_breaker)
        self.powers = math.log2(gap), math.log2(gap * float(TEXTBOOK.HARDNESS))
        self.drop = Line(DOWN, UP, stroke_width=3, color=theme.soft(theme.INK, 0.45))
        self.mark = Mark(radius=0.15, color=theme.INK, shine=0.7)
        self.words = Words("smallest gap", size=TITLE)
        self.mark.set_z_index(1)  # on the curve and its tint
        super().__init__(self.drop, self.mark, self.words)
        self.stand(self.powers[0])
        self.start = Phrase("2^({})", exponent, math=True, size=NUMBER)
        product = TEXTBOOK.power_of_two(gap * float(TEXTBOOK.HARDNESS))
        self.end = Phrase(
            "2^({}) times 2^({}) = 2^({:.0f})",
            exponent,
            TEXTBOOK.HARD_EXPONENT,
            product,
            math=True,
            size=NUMBER,
        )
        for label, power in zip((self.start, self.end), self.powers, strict=True):
            below(label, law.foot(2.0**power), UNDER)

    def stand(self, power: float) -> None:
        """Stand on the curve at a step of 2^power, and be named over it, where it never rises.

        The name begins at the mark; on the plain below, where it may, it comes to end there.
        """
        self.mark.at(self.law.at(power))
        foot = np.array([self.law.x(power), self.law.low, 0.0])
        self.drop.set_points_as_corners([foot, self.law.at(power) + 1e-3 * UP])
        above(self.words, self.law.at(power), 2 * theme.NEAR, LEFT)
        share = (power - PLAIN) / (self.powers[1] - PLAIN)
        self.words.shift(smooth(float(np.clip(share, 0.0, 1.0))) * self.words.width * LEFT)

    def carry(self, run_time: float) -> Animation:
        """From the gap to its step."""
        start, end = self.powers

        def move(_: VGroup, alpha: float) -> None:
            self.stand(start + smooth(alpha) * (end - start))

        return UpdateFromAlphaFunc(self, move, rate_func=linear, run_time=run_time)


def pen_at(alpha: float) -> float:
    """The pen's power of two: swift over the plain, slow over the cliff, swift again."""
    ratio = math.asinh(-FIRST / PACE) / (math.asinh(-FIRST / PACE) + math.asinh(LAST / PACE))
    whole = math.asinh(-FIRST / PACE) / ratio
    return PACE * math.sinh(whole * (smooth(alpha) - ratio))
