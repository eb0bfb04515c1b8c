"""Gap times multiplier, twice: the multipliers meet their gaps, and fall onto the axis of steps."""

import math

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    FadeIn,
    LaggedStart,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import below, box_of, row
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.text import Phrase
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s3_attention_is_lookup.law import NUMBER, UNDER, Law
from manim_project.scenes.s3_attention_is_lookup.multiplier import SIZE, Multiplier

SPACE = 0.2  # between the signs
SPOT = 0.13  # radius of a dot on the axis


class Products(VGroup):
    """`gaps` and their texts' formats; `steps` are the products, where they will stand."""

    def __init__(
        self,
        law: Law,
        multipliers: tuple[Multiplier, Multiplier],
        gaps: tuple[tuple[str, Quantity], ...],
        steps: tuple[Quantity, Quantity],
    ) -> None:
        self.law, self.times, self.steps = law, multipliers, steps
        self.numbers = [Phrase(spec, gap, math=True, size=SIZE) for spec, gap in gaps]
        self.rows = [
            row([number, times], SPACE)
            for number, times in zip(
                self.numbers, (times[0].copy() for times in multipliers), strict=True
            )
        ]
        for line, times, way in zip(self.rows, multipliers, (LEFT, RIGHT), strict=True):
            corner = box_of(times[0]).point(way) - box_of(line).point(way)
            line.shift(corner[0] * RIGHT)
            line.shift((times[0].baseline - line[1].baseline) * -DOWN)
        self.spots = VGroup(*(Mark(law.foot(step), SPOT, theme.INK, 0.6) for step in steps))
        self.spots.set_z_index(1)  # on the axis, which comes later
        super().__init__(*self.rows)

    def meet(self, run_time: float) -> Animation:
        """The gaps come to stand before their multipliers, which step aside for them."""
        moves = [
            times.animate.shift(line[1].pen - times[0].pen)
            for times, line in zip(self.times, self.rows, strict=True)
        ]
        return LaggedStart(
            AnimationGroup(*moves), FadeIn(*self.numbers), lag_ratio=0.6, run_time=run_time
        )

    def land(self, run_time: float) -> Animation:
        """Both fall to where the axis will be, each to its step."""
        moves = []
        for line, step in zip(self.rows, self.steps, strict=True):
            end = line.copy().scale(NUMBER / SIZE)
            below(end, self.law.foot(step), UNDER)
            over = box_of(end).right - self.law.region.right
            end.shift(max(over, 0.0) * LEFT)
            moves.append(line.animate.scale(NUMBER / SIZE).move_to(end.get_center()))
        return AnimationGroup(*moves, run_time=run_time)

    def lift(self) -> Animation:
        """The soft step's dot rises from the axis to the curve."""
        foot = self.law.foot(self.steps[0])
        self.drop = Line(foot, foot + 1e-3 * UP, stroke_width=3)
        self.drop.set_color(theme.soft(theme.INK, 0.45))
        way = self.law.at(math.log2(float(self.steps[0]))) - foot

        def rise(_: VGroup, alpha: float) -> None:
            top = foot + max(smooth(alpha), 1e-3) * way
            self.spots[0].at(top)
            self.drop.set_points_as_corners([foot, top])

        return UpdateFromAlphaFunc(VGroup(self.drop, self.spots[0]), rise, rate_func=linear)

    def left_over(self) -> VGroup:
        """What the steps leave of their rivals: above their dots."""
        return VGroup(
            *(
                self.law.left_over(step, spec)
                for step, spec in zip(self.steps, ("{:.2f}", "{:.0f}"), strict=True)
            )
        )
