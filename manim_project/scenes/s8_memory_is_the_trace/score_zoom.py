"""Two scores that are equal but for a hair, as bars: zoom in until the hair can be seen."""

import numpy as np
from manim import (
    LEFT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    Line,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.quantity import Quantity

LEFT_END, FOCUS = -5.15, 2.6  # of the bars before the zoom; where their ends are zoomed into
BARS, THICK = theme.tall(2.4, 1.83), 0.5 * theme.TALL  # middles, height
BREAK = -2.4  # middle of the break in the bars once they are zoomed into
SIZE = theme.SCRIPTED
GAP = 2.6  # width of the hair in the end
SUMS = theme.tall(1.07, 0.48, -0.11)  # baselines of what is calculated
QUIET = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)


class ScoreZoom(VGroup):
    """`look` has a winner and a runner-up at one address; `bytes_` are theirs, the runner-up's
    first. A key gains 2^`hair` a token, of which there may be `limit`; softmax multiplies by
    2^`sharp`, which is `factor`.
    """

    def __init__(
        self,
        look: Quantity,
        bytes_: list[Quantity],
        *,
        hair: Quantity,
        limit: Quantity,
        sharp: Quantity,
        factor: Quantity,
    ) -> None:
        self.look = look
        both = (look.runner_up, look.winner)
        self.values = [float(look.scores[token]) for token in both]
        self.names, self.weights = VGroup(), VGroup()
        self.rounded, self.scores = VGroup(), VGroup()
        self.bars = VGroup(*(Rectangle(height=THICK, stroke_width=0) for _ in both))
        self.bars.set_fill(QUIET, 1)
        self.show(self.scale(0))
        for token, byte, y in zip(both, bytes_, BARS, strict=True):
            middle = np.array([0.0, y, 0.0])
            self.names.add(number(byte).in_box(middle).put(-theme.SAFE_X + 0.5, y - 0.144, align=0))
            for group, template in (self.rounded, "score {:.2f}…"), (self.scores, "score {:.4f}"):
                group.add(Words(template, look.scores[token]).put(LEFT_END + 0.25, y - 0.144))
            self.weights.add(Words("weight {:.0f}", look.weights[token]))
        self.gap = formula("approx {:.4f}", look.margin, size=SIZE)
        self.gap.put(FOCUS, BARS[0] - 0.15, align=0)
        lead = formula("{} dot 2^({})", look.lead, hair, size=SIZE)
        says = Words("a hair a token: safe below {:,} tokens", limit, color=theme.DIM)
        says.put(lead.put(LEFT_END, SUMS[0]).get_right()[0] + 0.3, SUMS[0])
        self.lead = VGroup(lead, says)
        entries = look.lead, hair, sharp, look.sharpened
        self.product = formula('{} dot 2^({}) dot 2^({}) = "{:,.0f}"', *entries, size=SIZE)
        self.product.put(LEFT_END, SUMS[1])
        left = look.sharpened, look.weights[look.runner_up]
        self.factor = formula('2^({}) = "{:,.0f}"', sharp, factor, color=theme.DIM, size=SIZE)
        self.factor.put(theme.SAFE_X, SUMS[1], align=1)
        self.smallest = formula('e^(-"{:,.0f}") -> {:.1f}', *left, size=SIZE)
        self.smallest.put(LEFT_END, SUMS[2])
        self.format = Words("in float64", color=theme.DIM)
        self.format.put(self.smallest.get_right()[0] + 0.3, SUMS[2])
        self.rounded.set_z_index(2)
        self.scores.set_z_index(2)
        self.breaks = self._breaks().set_z_index(1)
        super().__init__(self.bars, self.names, self.rounded, self.gap, self.lead)

    @staticmethod
    def _breaks() -> VGroup:
        """Gaps in the bars: what lies left of them is out of proportion."""
        foot, top = BARS[1] - THICK / 2 - 0.05, BARS[0] + THICK / 2 + 0.05
        gaps = VGroup()
        for x in (BREAK, BREAK + 0.2):
            ends = [x - 0.12, foot, 0.0], [x + 0.12, top, 0.0]
            gaps.add(Line(*ends, color=theme.BACKGROUND, stroke_width=8))
        return gaps

    def scale(self, alpha: float) -> float:
        """Scene units a unit of score, from the whole bars in view (0) to the hair (1)."""
        first = (FOCUS - LEFT_END) / self.values[0]
        last = GAP / (self.values[1] - self.values[0])
        return float(first * (last / first) ** alpha)

    def show(self, scale: float) -> None:
        """The bars at a scale, as far as they are in view."""
        middle = sum(self.values) / 2
        for bar, value, y in zip(self.bars, self.values, BARS, strict=True):
            end = FOCUS + (value - middle) * scale
            bar.stretch_to_fit_width(end - LEFT_END).move_to([LEFT_END, y, 0], aligned_edge=LEFT)

    def measure(self) -> Animation:
        """The scores as bars, and as numbers that do not show the hair."""
        grow = (GrowFromEdge(bar, LEFT) for bar in self.bars)
        return LaggedStart(
            FadeIn(self.names), AnimationGroup(*grow), FadeIn(self.rounded),
            lag_ratio=0.5, run_time=1.4,
        )  # fmt: skip

    def zoom(self) -> Animation:
        """Into the ends of the bars, until the hair between them is wide."""

        def move(_: VGroup, alpha: float) -> None:
            self.show(self.scale(alpha))

        self.remove(self.rounded)
        self.add(self.breaks, self.scores)
        bars = UpdateFromAlphaFunc(self.bars, move)
        digits = FadeOut(self.rounded), FadeIn(self.scores)
        return AnimationGroup(bars, FadeIn(self.breaks), *digits, run_time=2.4)

    def explain(self) -> Animation:
        """What the hair is."""
        return LaggedStart(FadeIn(self.gap), FadeIn(self.lead), lag_ratio=0.6)

    def multiply(self) -> Animation:
        """The hair as softmax sees it."""
        self.add(steps := VGroup(self.product, self.factor, VGroup(self.smallest, self.format)))
        return LaggedStart(*map(FadeIn, steps), lag_ratio=0.6, run_time=1.4)

    def decide(self) -> Animation:
        """The weights: none and all."""
        for words, y, color in zip(self.weights, BARS, (theme.DIM, theme.WINNER), strict=True):
            words.set_color(color).put(theme.SAFE_X, y - 0.144, align=1)
        self.add(self.weights)
        return AnimationGroup(
            FadeIn(self.weights),
            self.bars[1].animate.set_fill(theme.shape(theme.WINNER)),
            self.scores[1].animate.set_color(theme.ON_WINNER),
            self.names[0].animate.set_color(theme.DIM),
            self.names[1].animate.set_color(theme.WINNER),
        )
