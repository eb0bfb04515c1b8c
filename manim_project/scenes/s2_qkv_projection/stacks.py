"""What a word becomes: four stacks of what it was, what it found, and what the feed-forward adds.

The matrices here hold only zeros and ones, so that a product can be seen: a number goes to every
place where its row has a one, and what lands on one place is stacked.
"""

from collections.abc import Iterable

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
    GrowFromEdge,
    LaggedStart,
    Line,
    Rectangle,
    ReplacementTransform,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import box_of, fit_within
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import Quantity, value_of

NUMBER, NAME = 0.56 * theme.TALL, 0.5 * theme.TALL**0.5  # em
FILLED = 0.78  # of the pitch of two stacks
OVER = 0.18  # from a stack to its number
SHUT = 1.7  # what is seen below the gate, in units
FLIGHT = 0.9  # seconds
WAS, FOUND = theme.QUERY, theme.VALUE
ADDED = theme.mix(theme.INK, theme.BACKGROUND, 0.66)


class Stacks(VGroup):
    """The stacks of the asker's row of `block`; at their right is room for what comes to them."""

    def __init__(self, block: Quantity, stage: Region) -> None:
        super().__init__()
        self.block, self.row = block, int(block.cat)
        self.parts = block.parts()
        self.levels = np.asarray(value_of(self.parts.levels), dtype=float)
        names, rest = stage.cut(LEFT, 3.0 * NAME, theme.GAP)
        left, self.right = rest.split_columns((4, 3), 2 * theme.APART)
        self.foot = stage.bottom + 0.08
        self.unit = (stage.top - self.foot - NUMBER - OVER) / self.levels.max()
        self.pitch = left.width / self.levels.shape[1]
        self.xs = [column.centre[0] for column in left.split_columns(self.levels.shape[1])]
        ends = [(x, self.foot - 0.045, 0.0) for x in (names.left, left.right)]
        self.rail = Line(*ends, color=theme.DIM, stroke_width=4)
        self.was, self.found, self.added = (
            [
                self.block_at(x, low, high, color)
                for x, low, high in zip(self.xs, self.levels[i], self.levels[i + 1], strict=True)
            ]
            for i, color in enumerate((WAS, FOUND, ADDED))
        )
        self.names, self.landed = VGroup(), VGroup()
        for i, (text, color) in enumerate(((block.tokens[self.row], WAS), (None, FOUND))):
            name = number(text, size=NAME, color=color) if text else Words(
                "found", size=NAME, color=color)  # fmt: skip
            y = self.height(i + 0.5) - CAPITAL / 2 * NAME
            self.names.add(name.put(left.left - 0.1, y, align=1))
        self.totals = [
            self._totals(values, spec, level)
            for values, spec, level in (
                (self.parts.x, "{}", 1),
                (block.x1[self.row], "{:.1f}", 2),
                (self.parts.next, "{:.1f}", 3),
            )
        ]

    def height(self, level: float) -> float:
        """Of the frame, for a level of the stacks."""
        return self.foot + level * self.unit

    def block_at(self, x: float, low: float, high: float, color: str) -> Rectangle:
        """A block from one level to another; one without height cannot be seen."""
        tall = max((high - low) * self.unit, 1e-3)
        block = Rectangle(width=FILLED * self.pitch, height=tall, stroke_width=0)
        block.set_fill(theme.soft(color, 0.86), 1 if high > low else 0)
        if high > low:
            block.set_stroke(theme.BACKGROUND, 3)
        return block.move_to([x, self.height((low + high) / 2), 0])

    def _totals(self, values: Quantity, spec: str, level: int) -> VGroup:
        texts = VGroup()
        for x, value, top in zip(self.xs, values, self.levels[level], strict=True):
            text = number(value, spec, size=NUMBER, bold=True)
            texts.add(text.put(x, self.height(top) + OVER, align=0))
        return texts

    def stand(self) -> Animation:
        """What the word was: its row, as blocks on the stream."""
        rise = (GrowFromEdge(block, DOWN) for block in self.was)
        return AnimationGroup(
            Create(self.rail), FadeIn(self.names[0], self.totals[0]), *rise, run_time=0.6
        )

    def bring(self, pair: Iterable[Rectangle]) -> Animation:
        """What was found comes in two blocks, and each lands on two stacks."""
        sources, ways = list(pair), value_of(self.block.W_O)
        flights = [
            ReplacementTransform(sources[r].copy(), self.found[c])
            for r, c in zip(*np.nonzero(ways), strict=True)
        ]
        return AnimationGroup(
            FadeOut(self.totals[0], run_time=0.3),
            LaggedStart(*flights, lag_ratio=0.2, run_time=0.9),
            FadeOut(*sources),
            FadeIn(self.names[1]),
        )

    def pair(self) -> VGroup:
        """What was found, as two blocks at the right."""
        z = np.asarray(value_of(self.block.z[self.row]), dtype=float)
        middle = self.right.centre
        blocks = VGroup()
        for c, height in enumerate(z):
            x = middle[0] + (c - (len(z) - 1) / 2) * 1.15 * self.pitch
            blocks.add(self.block_at(x, 4, 4 + height, FOUND))
        return blocks

    def close(self, gate: "Gate") -> Animation:
        """The gate goes, and the stacks take the middle, each part with its name."""
        seen = VGroup(self.rail, *self.was, *self.found, self.landed, self.totals[-1], self.names)
        name = Words("feed-forward", size=NAME)
        x, top = self.names[0].get_right()[0], self.levels[-1][0]
        name.put(x, self.height((self.levels[-2][0] + top) / 2) - CAPITAL / 2 * NAME, align=1)
        way = -(self.xs[0] + self.xs[-1]) / 2 * RIGHT
        moved = AnimationGroup(gate.leave(), seen.animate(run_time=0.7).shift(way))
        return LaggedStart(moved, FadeIn(name.shift(way), run_time=0.3), lag_ratio=1.0)

    def count(self, step: int) -> Animation:
        """The stacks' new heights."""
        return FadeIn(self.totals[step], run_time=theme.QUICK)


class Gate(VGroup):
    """The feed-forward beside the stacks: bars on a gate, below which nothing passes."""

    def __init__(self, stacks: Stacks) -> None:
        self.stacks, block, row = stacks, stacks.block, stacks.row
        region, unit = stacks.right, stacks.unit
        self.base = SHUT + 0.35  # the gate's level
        y = stacks.height(self.base)
        self.line = Line([region.left, y - 0.05, 0], [region.right, y - 0.05, 0], stroke_width=5)
        self.line.set_color(theme.INK)
        self.shut = Rectangle(width=region.width, height=SHUT * unit, stroke_width=0)
        self.shut.set_fill(theme.BAND, 1).move_to([region.centre[0], y - 0.08 - SHUT * unit / 2, 0])
        self.law = Words("below zero: cut off", size=NAME, color=theme.DIM)
        fit_within(self.law, box_of(self.shut).inset(theme.NEAR))
        self.title = Words("feed-forward", size=NAME)
        heights = np.asarray(value_of(block.h[row]), dtype=float)
        columns = region.split_columns(len(heights))
        self.xs = [column.centre[0] for column in columns]
        top = stacks.height(self.base + heights.max()) + OVER + 1.9 * NUMBER
        self.title.put(region.centre[0], top, align=0)
        self.bars = [
            stacks.block_at(x, self.base, self.base + h, ADDED)
            for x, h in zip(self.xs, heights, strict=True)
        ]
        self.numbers = VGroup()
        for x, value, height in zip(self.xs, block.h[row], heights, strict=True):
            text = number(value, "{:.1f}", size=NUMBER, bold=True)
            self.numbers.add(text.put(x, stacks.height(self.base + height) + OVER, align=0))
        self.pieces: list[Rectangle] = []
        super().__init__(self.shut, self.line, self.law, self.title)

    def open(self) -> Animation:
        """The gate stands there."""
        seen = FadeIn(self.title)
        return AnimationGroup(FadeOut(self.stacks.totals[1]), seen, Create(self.line), run_time=0.5)

    def read(self) -> Animation:
        """The stacks are copied onto the gate, as its first matrix says."""
        stacks, tops, flights = self.stacks, [self.base] * len(self.xs), []
        for k, c in zip(*np.nonzero(value_of(stacks.block.W_1)), strict=True):
            for source, color in ((stacks.was[k], WAS), (stacks.found[k], FOUND)):
                high = tops[c] + (source.height / stacks.unit if source.height > 0.01 else 0)
                target = stacks.block_at(self.xs[c], tops[c], high, color)
                tops[c] = high
                self.pieces.append(target)
                flights.append(ReplacementTransform(source.copy(), target))
        return LaggedStart(*flights, lag_ratio=0.08, run_time=1.2)

    def let_through(self) -> Animation:
        """All of it is above zero: it passes, and is one bar each."""
        return AnimationGroup(
            FadeIn(self.shut, self.law),
            *(FadeIn(bar) for bar in self.bars), FadeIn(self.numbers, shift=0.1 * UP),
            run_time=0.5,
        )  # fmt: skip

    def give(self) -> Animation:
        """The bars are copied onto the stacks, as its second matrix says."""
        stacks, flights = self.stacks, []
        tops = list(stacks.levels[2])
        heights = np.asarray(value_of(stacks.block.h[stacks.row]), dtype=float)
        for c, k in zip(*np.nonzero(value_of(stacks.block.W_2)), strict=True):
            target = stacks.block_at(stacks.xs[k], tops[k], tops[k] + heights[c], ADDED)
            tops[k] += heights[c]
            stacks.landed.add(target)
            flights.append(ReplacementTransform(self.bars[c].copy(), target))
        return AnimationGroup(
            FadeOut(self.numbers, run_time=0.3),
            LaggedStart(*flights, lag_ratio=0.15, run_time=1.2),
        )

    def leave(self) -> Animation:
        """The gate goes, with what stands on it."""
        return FadeOut(self, *self.bars, run_time=0.3)
