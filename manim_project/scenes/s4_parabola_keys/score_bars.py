"""Scores side by side: bars on a zero line, up or down, with one fixed unit."""

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    ReplacementTransform,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, number
from manim_project.reference.quantity import Quantity, value_of

SHARE = 0.66  # of a column that its bar fills
AXIS = 2  # width of the zero line's stroke
OVER = 0.15  # how far the zero line stands out at both ends
BESIDE = 0.3  # from the bars to what stands left of them


def upright_box(x: float, width: float, low: float, high: float) -> np.ndarray:
    """The corners of a bar that stands on its middle x, closed, (5, 3); bars become each other."""
    left, right = x - width / 2, x + width / 2
    corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
    return np.array([[*corner, 0.0] for corner in corners])


class ScoreBars(VGroup):
    """`values` (n,) as bars on a line at height `zero`, `unit` a step; negative ones hang from it.

    A bar that would go below `floor` fades out there. Below, in rows at the baselines `rows`, are
    the `addresses` and the values (in the format `spec`), with their `heads` at the left. The bars
    stand between `left` and `left + width`. The `winner`'s column is gold.
    """

    def __init__(
        self,
        values: Quantity,
        addresses: Quantity,
        winner: Quantity,
        *,
        heads: Sequence[Words | Phrase],
        left: float,
        width: float,
        zero: float,
        unit: float,
        rows: tuple[float, float],
        floor: float = theme.STAGE_BOTTOM,
        spec: str = "{:.0f}",
    ) -> None:
        self.left, self.pitch, self.rows = left, width / len(values), rows
        self.level, self.unit, self.floor, self.spec = zero, unit, floor, spec
        ends = [np.array([x, zero, 0.0]) for x in (left - OVER, left + width + OVER)]
        self.zero = Line(*ends, color=theme.DIM, stroke_width=AXIS)
        self.bars = VGroup(*(Rectangle(stroke_width=0) for _ in values))
        self.names = VGroup(*(number(j, color=theme.KEY) for j in addresses))
        self.numbers = VGroup(*(number(value, spec) for value in values))
        for j, name in enumerate(self.names):
            name.put(self.center(j), rows[0], align=0)
        self.heads = VGroup(*map(self.beside, heads, rows))
        super().__init__(self.bars, self.zero, self.names, self.numbers, self.heads)
        self.show(values, int(winner))

    def center(self, j: float) -> float:
        """The x of column j's middle."""
        return self.left + (j + 0.5) * self.pitch

    def height_at(self, value: float) -> float:
        """The y that belongs to a value."""
        return self.level + value * self.unit

    def beside(self, text: Words | Phrase, baseline: float) -> Words | Phrase:
        """Let a text end left of the bars."""
        return text.put(self.left - BESIDE, baseline, align=1)

    def span(self, j: int, low: float, high: float) -> np.ndarray:
        """The corners of column j's bar between two heights, closed, (5, 3)."""
        return upright_box(self.center(j), SHARE * self.pitch, low, high)

    def show(self, values: Quantity, winner: int) -> None:
        """Draw other values, at once."""
        quiet = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
        for j, value in enumerate(values):
            end, best = self.height_at(float(value_of(value))), j == winner
            low, high = sorted((max(end, self.floor), self.level))
            color = theme.shape(theme.WINNER) if best else quiet
            self.bars[j].set_points_as_corners(self.span(j, low, high))
            self.bars[j].set_fill([color, theme.BACKGROUND] if end < self.floor else color, 1)
            # A winner of height 0 colours its part of the zero line and does not rise above it.
            rim = theme.WINNER if best else quiet
            self.bars[j].set_stroke(rim, width=AXIS if best and low == high else 0)
            self.bars[j].set_z_index(1 if best and low == high else 0)
            self.bars[j].sheen_direction = DOWN
            text = self.numbers[j].say(self.spec, value)
            text.put(self.center(j), self.rows[1], align=0)
            text.set_color(theme.WINNER if best else theme.INK)
            self.names[j].set_color(theme.WINNER if best else theme.KEY)

    def become(
        self, other: "ScoreBars", shapes: VGroup | None = None, numbers: VGroup | None = None
    ) -> Animation:
        """Every part of these bars turns into the same part of others; texts that differ fade.

        Other `shapes` may become the bars, and other `numbers` their values: then these fade.
        """
        pairs = [(shapes or self.bars, other.bars), (self.zero, other.zero)]
        texts = zip(
            [*self.names, *(numbers or self.numbers), *self.heads],
            [*other.names, *other.numbers, *other.heads],
            strict=True,
        )
        moves: list[Animation] = [FadeOut(self.bars)] if shapes else []
        moves += [FadeOut(old) for old in self.numbers if numbers and old not in numbers]
        for old, new in texts:
            if old.shown.text == new.shown.text:
                pairs.append((old, new))
            else:
                moves += [FadeOut(old), FadeIn(new)]
        return AnimationGroup(*(ReplacementTransform(old, new) for old, new in pairs), *moves)
