"""Two keys at one depth: their scores are equal but for a hair, and the hair decides."""

import numpy as np
from manim import (
    LEFT,
    AnimationGroup,
    Circle,
    Create,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    Intersection,
    LaggedStart,
    Line,
    Rectangle,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.text import Phrase, Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s7_stack_reads.columns import BLOCK

START, UNIT, THICK = -6.35, 5.9, 0.48 * theme.TALL  # of the bars: left end, a score of 1, height
BARS = theme.tall(0.49, -0.03)  # middles of the bars,
ROWS = theme.tall(1.37, -0.91)  # and of the values' lines
WORDS, KEY = -5.3, -3.6  # left ends of a value's words and of its key
GLASS = (2.75, 0.23 * theme.TALL)  # the middle of the glass
RADIUS, SPOT = theme.tall(1.5, 0.4)  # of the glass; of what it is held on
END, TOKEN, BAND = (
    -0.85,
    0.185,
    0.62 * theme.TALL,
)  # bars in the glass: the shorter one's right end from the
# middle, the length that a token adds, height
SUMS = theme.tall(-1.98, -2.7)  # baselines of the arithmetic
QUIET = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)


class TieBreak(VGroup):
    """`look`, of a `run`, has a winner and a runner-up at one depth; `blocks` are their values,
    the runner-up's first, which stay the trace's.
    """

    def __init__(self, run: Quantity, look: Quantity, blocks: list[Cell]) -> None:
        self.blocks, self.homes = blocks, [cell.box.get_center() for cell in blocks]
        hair = REFERENCE.machine.tie_exponent  # a token adds 2^hair to a key
        self.keys, self.names, self.weights, self.bars, self.scores = (VGroup() for _ in range(5))
        for token, y, bar in zip((look.runner_up, look.winner), ROWS, BARS, strict=True):
            foot = y - 0.14
            square = run.residual(name="stack_key²", position=token, layer=2)
            entries = look.keys[token][0], square, token, hair
            key = formula("Key(({:.0f}, -{:.0f} + {} dot 2^({})))", *entries, size=theme.SCRIPTED)
            self.keys.add(key.put(KEY, foot))
            of = Words("commit,", size=theme.SMALL, color=theme.DIM).put(WORDS, foot + 0.23)
            at = Words("token {}", token, size=theme.SMALL, color=theme.DIM)
            self.names.add(VGroup(of, at.put(WORDS, foot - 0.21)))
            self.weights.add(Words("weight {:.0f}", look.weights[token]).put(WORDS, foot))
            box = Rectangle(width=UNIT * float(look.scores[token]), height=THICK, stroke_width=0)
            self.bars.add(box.set_fill(QUIET, 1).move_to([START, bar, 0.0], aligned_edge=LEFT))
            self.scores.add(Words("score {:.6f}", look.scores[token]).put(START + 0.2, bar - 0.14))
        gap = formula("{} dot 2^({})", look.lead, hair, size=theme.SCRIPTED)
        self._hold_glass(gap, int(look.lead) * TOKEN)
        self.sums = self._sums(look, hair)
        super().__init__(self.keys, self.names, self.bars, self.scores, self.glass, self.sums)

    def _hold_glass(self, name: Phrase, gap: float) -> None:
        """The ends of the bars, magnified along the bars until the gap can be seen."""
        x, y = GLASS
        big = Circle(RADIUS, color=theme.INK, stroke_width=4).move_to([x, y, 0.0])
        small = Circle(SPOT, color=theme.INK, stroke_width=4).move_to([START + UNIT, y, 0.0])
        VGroup(big, small).set_z_index(1)  # over the bars
        turn = np.arccos((SPOT - RADIUS) / (x - START - UNIT))  # where the tangents touch
        rays = VGroup()
        for angle in (turn, -turn):
            ends = small.point_at_angle(angle), big.point_at_angle(angle)
            rays.add(Line(*ends, color=theme.DIM, stroke_width=2))
        self.inside = VGroup()
        for side, end in ((1, END), (-1, END + gap)):
            long = Rectangle(width=2 * RADIUS, height=BAND)
            long.move_to([x + end - RADIUS, y + side * (BAND / 2 + 0.02), 0.0])
            part: VMobject = Intersection(big, long, stroke_width=0)
            self.inside.add(part.set_fill(QUIET, 1))
        name.put(x + END + 0.15, y + 0.18)
        self.glass = VGroup(small, rays, big, self.inside, name)

    @staticmethod
    def _sums(look: Quantity, hair: Quantity) -> VGroup:
        """The lead in score and how far it is safe; softmax's factor, and what that makes of it."""
        limit, power = REFERENCE.machine.token_limit, REFERENCE.textbook.HARD_EXPONENT
        lead = formula(
            "{} dot 2^({}) - {} dot 2^({}) = {} dot 2^({}) approx {:.6f}",
            *(look.winner, hair, look.runner_up, hair, look.lead, hair, look.margin),
            size=theme.SCRIPTED,
        )
        product = formula(
            '{} dot 2^({}) dot 2^({}) = "{:,.0f}" quad e^(-"{:,.0f}") -> {:.1f} "in float64"',
            *(look.lead, hair, power, look.sharpened, look.sharpened),
            look.weights[look.runner_up],
            size=theme.SCRIPTED,
        )
        factor = REFERENCE.machine.transformer.sharpness
        multiplier = formula('2^({}) = "{:,.0f}"', power, factor, size=theme.SCRIPTED)
        safe = Words("the hair stays under one: safe below {:,} tokens", limit, color=theme.DIM)
        rows = VGroup(lead, safe), VGroup(multiplier, product)
        for row in rows:
            for line, foot in zip(row, SUMS, strict=True):
                line.put(START, foot)
        return VGroup(*rows)

    def gather(self) -> Animation:
        """The two values come, with their keys in full."""
        move = self._move([np.array([START + BLOCK / 2, y, 0.0]) for y in ROWS])
        return LaggedStart(move, FadeIn(self.names), FadeIn(self.keys), lag_ratio=0.6)

    def _move(self, spots: list[np.ndarray]) -> Animation:
        pairs = zip(self.blocks, spots, strict=True)
        return AnimationGroup(*(cell.animate.place(spot) for cell, spot in pairs))

    def leave(self) -> Animation:
        """The values go back to where they were, and the rest goes."""
        return AnimationGroup(FadeOut(self), self._move(self.homes))

    def measure(self) -> Animation:
        """The scores as bars."""
        grow = (GrowFromEdge(bar, LEFT) for bar in self.bars)
        return LaggedStart(AnimationGroup(*grow), FadeIn(self.scores), lag_ratio=0.6)

    def magnify(self) -> Animation:
        """The bars' ends under the glass."""
        small, rays, big, inside, name = self.glass
        return LaggedStart(Create(small), FadeIn(rays, big, inside), FadeIn(name), lag_ratio=0.7)

    def subtract(self) -> Animation:
        """The lead in score, and how many tokens it is safe for."""
        return FadeIn(self.sums[0])

    def multiply(self) -> Animation:
        """The lead as softmax sees it."""
        before, after = self.sums
        self.sums.remove(before)
        return LaggedStart(FadeOut(before), FadeIn(after[0]), FadeIn(after[1]), lag_ratio=0.6)

    def decide(self) -> Animation:
        """The weights: all for the newer one."""
        self.remove(self.names)
        self.add(self.weights)
        self.weights[0].set_color(theme.DIM)
        self.weights[1].set_color(theme.WINNER)
        won = VGroup(self.bars[1], self.inside[1])
        return AnimationGroup(
            FadeOut(self.names),
            FadeIn(self.weights),
            won.animate.set_color(theme.shape(theme.WINNER)),
            self.scores[1].animate.set_color(theme.ON_WINNER),
            self.blocks[1].paint(theme.WINNER),
        )
