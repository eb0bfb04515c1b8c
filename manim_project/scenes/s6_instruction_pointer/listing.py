"""The program as ten lines, which can withdraw to their ten numerals."""

import numpy as np
from manim import (
    LEFT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import box_of
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s6_instruction_pointer.places import LANE, NUMERALS, ROOM, lane

NUMERAL, LARGE = (
    0.44 * theme.TALL,
    0.78 * theme.TALL,
)  # em of a numeral, and of the one found
CODE = 0.46 * theme.TALL  # em of an instruction
BULGE = 0.9  # how far the way of a jump swings out to the right of what it passes
FINE = 40  # points of that way


class Listing(VGroup):
    """A numeral in key blue for each instruction of a program, its text beside it, and a bar behind
    the one that is at work."""

    def __init__(self, program: Quantity) -> None:
        lines = list(program.instructions)
        self.numerals = VGroup(
            *(
                number(line.index, size=NUMERAL, color=theme.KEY, bold=True, counted=False).in_box(
                    np.array([NUMERALS.centre[0], lane(k), 0.0])
                )
                for k, line in enumerate(lines)
            )
        )
        self.names = VGroup(
            *(
                Words("{}", line.text, face=theme.MONO, size=CODE, color=theme.DIM, counted=False)
                for line in lines
            )
        )
        for k, name in enumerate(self.names):
            name.in_box(np.array([0.0, lane(k), 0.0])).put(ROOM.left, name.baseline)
        room = box_of(self.names)
        self.bar = RoundedRectangle(room.width + 2 * theme.NEAR, 0.86 * LANE, 0.1, stroke_width=0)
        self.bar.set_fill(theme.mix(theme.INK, theme.BACKGROUND, 0.2), 0.0)
        self.bar.move_to([room.centre[0], lane(0), 0.0])
        self.way = VMobject(stroke_width=6, color=theme.shape(theme.INK))
        self.tip = Mark(radius=0.1, color=theme.INK)
        self.tip.set_opacity(0)
        super().__init__(self.bar, self.numerals, self.names, self.way, self.tip)

    def appear(self) -> Animation:
        """Line after line."""
        rows = zip(self.numerals, self.names, strict=True)
        return LaggedStart(*(FadeIn(*row, shift=0.2 * LEFT) for row in rows), lag_ratio=0.08)

    def point(self, line: int | None) -> None:
        """At once: the bar lies behind a line; None takes it away."""
        self.bar.set_fill(opacity=0.0 if line is None else 1.0)
        for k, name in enumerate(self.names):
            name.set_color(theme.INK if k == line else theme.DIM)
        if line is not None:
            self.bar.set_y(lane(line))

    def leap(self, start: int, end: int, run_time: float) -> Animation:
        """The bar goes from a line to another one at a bound; the way that it took stays."""
        turn = np.linspace(-np.pi / 2, np.pi / 2, FINE)
        right = self.bar.get_right()[0] + theme.NEAR
        half = (lane(end) - lane(start)) / 2
        way = np.column_stack(
            [right + BULGE * np.cos(turn), lane(start) + half * (1 + np.sin(turn)), 0 * turn]
        )

        def bound(_: VGroup, alpha: float) -> None:
            gone = way[: max(2, round(alpha * FINE))]
            self.way.set_points_as_corners(gone)
            self.tip.set_opacity(float(alpha > 0)).at(gone[-1])
            self.point(end if alpha == 1 else None)

        return UpdateFromAlphaFunc(self, bound, run_time=run_time)

    def settle(self) -> Animation:
        """What a jump has left goes."""

        def go(_: VGroup, alpha: float) -> None:
            self.way.set_stroke(opacity=1 - alpha)
            self.tip.set_opacity(1 - alpha)

        return UpdateFromAlphaFunc(self, go)

    def withdraw(self) -> Animation:
        """The bar and the texts go; the numerals stay."""
        return AnimationGroup(FadeOut(self.bar), FadeOut(self.names, shift=0.3 * LEFT))

    def paint(self, line: int | None) -> None:
        """At once: one numeral is white, all others are keys."""
        for k, numeral in enumerate(self.numerals):
            numeral.set_color(theme.INK if k == line else theme.KEY)

    def grow(self, line: int, share: float) -> None:
        """A numeral is white and large, by a share, and all others are dim."""
        for numeral in self.numerals:
            numeral.set_color(theme.DIM)
        self.numerals[line].set_color(theme.INK)
        found = self.numerals[line]
        found.scale((NUMERAL + share * (LARGE - NUMERAL)) / found.em)
        found.in_box(np.array([NUMERALS.centre[0], lane(line), 0.0]))
