"""How a loser's weight dies away below the scale of the multiplier, on paper and in float64."""

from itertools import pairwise
from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beta_scale import OFF_SCALE, ZOOM, BetaScale, Ticks

DECADES = float(np.log10(np.e))  # by which e^(−β) falls when β grows by one
SAMPLES = 32
POWER, ROUGHLY = "approx {:.1f} dot 10^({})", "approx {:.0f} dot 10^({})"


class Decay(VGroup):
    """The weight of the target's neighbour over β, down from the rail of `scale`, by its logarithm.

    The line reaches `depth` below the rail at the rail's end, whatever that is. `floor` is the
    height of a weight that is exactly 0.
    """

    def __init__(self, scale: BetaScale, *, depth: float, floor: float) -> None:
        self.ruler, self.fall, self.floor = scale, depth, floor
        self.beta = scale.beta
        left = scale.start
        self.axis = Line(left, left + depth * DOWN, color=theme.DIM, stroke_width=4)
        self.ticks = self._ticks()
        self.path = VMobject(color=theme.INK, stroke_width=5)
        self.dot = Dot(radius=0.13, color=theme.INK).set_z_index(1)
        self.title = Words("a neighbour's weight", size=theme.SMALL, color=theme.DIM)
        self.title.put(left[0] + 0.15, left[1] - 0.62 * depth)
        super().__init__(self.axis, self.ticks, self.path, self.dot, self.title)
        self._arrange()

    def _ticks(self) -> Ticks:
        exponents = REFERENCE.textbook.DECADE_TICKS[self.ruler.level]
        names = [formula("10^({})", e, size=theme.SCRIPTED, color=theme.DIM) for e in exponents]
        return Ticks(exponents, [name.put(-0.22, -0.15, align=1) for name in names], RIGHT)

    def level(self, decades: float) -> np.ndarray:
        """The place on the axis of a weight of 10^decades, (3,)."""
        return self.ruler.start + self.fall * decades / (self.ruler.end * DECADES) * UP

    def at(self, beta: float) -> np.ndarray:
        """The place of the neighbour's weight at a multiplier, on paper, (3,)."""
        weight = REFERENCE.textbook.neighbor(beta)
        return self.level(float(weight.decades)) + (self.ruler.at(beta) - self.ruler.start)

    def _arrange(self) -> None:
        self.ticks.arrange_at(self.level, self.ruler.end * DECADES, 1)
        self._draw()

    def _draw(self) -> None:
        betas = np.linspace(float(REFERENCE.textbook.BETA_FIRST), self.beta, SAMPLES)
        self.path.set_points_as_corners([self.at(float(beta)) for beta in betas])
        self.dot.move_to(self.path.get_end())

    def show(self, soft: Quantity) -> Self:
        """The line as far as another multiplier, at once."""
        self.beta = float(soft.beta)
        self._draw()
        return self

    def appear(self, weights: VGroup) -> Animation:
        """The plot below the rail; `weights` are now shown as its dot."""
        return Succession(
            AnimationGroup(
                Create(self.axis), FadeIn(self.ticks, self.path, self.title), run_time=theme.QUICK
            ),
            gather(weights, self.dot, theme.INK),
        )

    def take_steps(self, betas: Quantity, weight: Quantity) -> Animation:
        """Between `betas` the line goes down by equal steps, to `weight` (a `PowerOfTen`)."""
        self.steps = VGroup()
        for before, after in pairwise(map(float, betas)):
            high, low = self.at(before), self.at(after)
            step = VMobject(color=theme.DIM, stroke_width=3)
            self.steps.add(step.set_points_as_corners([high, [low[0], high[1], 0], low]))
        corner = self.steps[0].get_corner(UP + RIGHT)
        textbook = REFERENCE.textbook
        less = Words("≈ {:.0f} times less", textbook.step_divisor())
        less.put(corner[0] + 0.15, corner[1] - 0.35)
        more = Words("+{}", textbook.BETA_STEP)
        more.put(self.steps[0].get_x(), corner[1] + 0.1, align=0)
        weight_there = formula(POWER, weight.digits, weight.exponent, size=theme.SCRIPTED)
        weight_there.put(self.title.pen[0], self.title.baseline - 0.6)
        self.notes = VGroup(more, less, weight_there)
        return Succession(
            LaggedStart(*map(Create, self.steps), lag_ratio=0.6, run_time=1.2), FadeIn(self.notes)
        )

    def forget_steps(self) -> Animation:
        """The steps and what is noted at them go."""
        return FadeOut(self.steps, self.notes, run_time=theme.QUICK)

    def zoom(self) -> Animation:
        """The plot follows its scale, which zooms out at the same time."""
        old, new = self.ticks, self._ticks()
        self.ticks = new
        self.add(new)

        def move(_: VGroup, alpha: float) -> None:
            end = self.ruler.end * DECADES
            old.arrange_at(self.level, end, 1 - alpha)
            new.arrange_at(self.level, end, alpha)
            self._draw()
            if alpha == 1:
                self.remove(old)

        new.arrange_at(self.level, 0, 0)
        return UpdateFromAlphaFunc(self, move, run_time=ZOOM)

    def lay_floor(self) -> Animation:
        """The least number that float64 holds, as a line that ends the axis."""
        least = REFERENCE.textbook.least_float()
        start = self.level(float(least.decades))
        self.bottom = Line(start, start + self.ruler.span * RIGHT, color=theme.DIM, stroke_width=3)
        name = Words("smallest float64", size=theme.SMALL, color=theme.DIM)
        value = formula(ROUGHLY, least.digits, least.exponent, size=theme.SCRIPTED)
        name.put(self.title.pen[0], start[1] - 0.5)
        value.put(self.title.pen[0] + name.advance + 0.15, start[1] - 0.5)
        self.least = VGroup(name, value)
        return AnimationGroup(Create(self.bottom), FadeIn(self.least))

    def part(self, zero: Quantity) -> Animation:
        """On paper the line goes on; in float64 it falls through the floor, to exactly `zero`."""
        here, end = self.dot.get_center(), self.at(self.ruler.end)
        paper = DashedLine(here, end, color=theme.DIM, stroke_width=4)
        on_paper = Words("on paper", size=theme.SMALL, color=theme.DIM)
        on_paper.put(theme.SAFE_X, here[1] - 0.38, align=1)
        below = np.array([here[0], self.floor, 0])
        fall = Line(here, below, color=theme.INK, stroke_width=5)
        exactly = Words("exactly {:.1f}", zero).put(here[0] - 0.3, self.floor - 0.12, align=1)
        return Succession(
            AnimationGroup(Create(paper), FadeIn(on_paper)),
            AnimationGroup(Create(fall), self.dot.animate.move_to(below)),
            FadeIn(exactly, run_time=theme.QUICK),
        )

    def run_off(self) -> Animation:
        """However far the multiplier goes on, the weight stays what it is."""
        end = np.array([OFF_SCALE, self.floor, 0])
        onward = Line(self.dot.get_center(), end, color=theme.INK, stroke_width=5)
        return AnimationGroup(Create(onward), self.dot.animate.move_to(end), run_time=1.2)
