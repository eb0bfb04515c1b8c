"""Attention weights as a list: what is looked at, its score, a bar of its weight, the weight."""

from collections.abc import Callable, Iterable
from typing import Any, Self

import numpy as np
from manim import (
    AnimationGroup,
    Create,
    Dot,
    FadeIn,
    LaggedStart,
    Rectangle,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Phrase, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

THICK = 0.24 * theme.TALL  # of a bar
GAP = 0.12
ABOVE = 0.47 * theme.TALL  # the heads' baseline above the first row's


class WeightRows(VGroup):
    """A row for each of the `names`, from the baseline `top` downwards, `pitch` apart.

    `columns` are the right ends of names and of scores, and the left end of the bars; the whole
    weight is `length` long. `formats` are those of a score and of a weight.
    """

    def __init__(
        self,
        names: Iterable[Words],
        scores: Quantity,
        weights: Quantity,
        *,
        columns: tuple[float, float, float],
        top: float,
        pitch: float,
        length: float,
        formats: tuple[str, str],
    ) -> None:
        self.columns, self.top, self.pitch = columns, top, pitch
        self.length, self.formats = length, formats
        self.names, self.bars = VGroup(*names), VGroup()
        self.scores, self.numbers = VGroup(), VGroup()
        for r, (name, score, weight) in enumerate(zip(self.names, scores, weights, strict=True)):
            name.put(columns[0], self.baseline(r), align=1)
            text = number(score, formats[0], size=theme.SMALL)
            self.scores.add(text.put(columns[1], self.baseline(r), align=1))
            self.bars.add(Rectangle(stroke_width=0, fill_opacity=1))
            self.numbers.add(number(weight, formats[1], size=theme.SMALL))
        super().__init__(self.names, self.scores, self.bars, self.numbers)
        self.weigh(weights)

    def baseline(self, r: int) -> float:
        """The baseline of row r."""
        return self.top - r * self.pitch

    def head(self, *heads: tuple[str, float, int]) -> VGroup:
        """Heads of columns: text, x, alignment."""
        y = self.top + ABOVE
        return VGroup(
            *(
                Words(text, size=theme.SMALL, color=theme.DIM).put(x, y, align)
                for text, x, align in heads
            )
        )

    def _stretch(self, r: int, weight: float) -> None:
        """Row r's bar gets the length of a weight, and its number stands at the end."""
        width = self.length * weight
        middle = np.array([self.columns[2] + width / 2, self.baseline(r) + 0.36 * theme.SMALL, 0])
        corners = Rectangle(width=width, height=THICK).points
        self.bars[r].points = corners + middle
        self.numbers[r].put(self.columns[2] + width + GAP, self.baseline(r))

    def _say(self, r: int, weight: Quantity) -> None:
        won = passed(weight)
        self.numbers[r].say(self.formats[1], weight)
        self.numbers[r].set_color(theme.WINNER if won else theme.INK)
        quiet = theme.mix(theme.INK, theme.BACKGROUND, 0.5)
        self.bars[r].set_fill(theme.shape(theme.WINNER) if won else quiet, 1)

    def weigh(self, weights: Quantity) -> Self:
        """Other weights, at once."""
        for r, weight in enumerate(weights):
            self._say(r, weight)
            self._stretch(r, float(weight))
        return self

    def reweigh(self, before: Quantity, after: Quantity) -> Animation:
        """Bars go from one set of weights to another; numbers change on the way."""
        pairs = list(zip(value_of(before), value_of(after), strict=True))
        changed = [r for r, (old, new) in enumerate(pairs) if old != new]

        def move(_: VGroup, alpha: float) -> None:
            for r in changed:
                self._say(r, (before if alpha < 0.5 else after)[r])
                self._stretch(r, (1 - alpha) * pairs[r][0] + alpha * pairs[r][1])
                self.numbers[r].set_opacity(abs(2 * alpha - 1))

        return UpdateFromAlphaFunc(VGroup(self.bars, self.numbers), move)

    def rescore(self, scores: Quantity) -> Animation:
        """Other scores take the place of these."""
        turns = [
            exchange(text, self.formats[0], score)
            for text, score in zip(self.scores, scores, strict=True)
        ]
        return AnimationGroup(*turns)


def passed(weight: Quantity | float) -> bool:
    """Whether a weight leaves less than 0.01 % to all others."""
    return float(weight) >= float(REFERENCE.textbook.PASSING_SHARE)


def exchange(text: Words, template: str, *quantities: Quantity) -> Animation:
    """The text fades, and comes back saying something else; its right end stays."""

    def move(words: Words, alpha: float) -> None:
        if alpha >= 0.5:
            words.say(template, *quantities, align=1)
        words.set_opacity(abs(2 * alpha - 1))

    return UpdateFromAlphaFunc(text, move)


class WordRows(WeightRows):
    """What the word of `said` (a `textbook.Sentence`) that asks finds in each of the words."""

    def __init__(self, said: Quantity, **layout: Any) -> None:
        i = said.angry
        names = (number(word, size=theme.SMALL, color=theme.KEY) for word in said.words)
        formats = "{:.3f}", "{:.1%}"
        super().__init__(names, said.scores[i], said.weights[i], formats=formats, **layout)
        _, scores, bars = self.columns
        self.heads = self.head(("score", scores, 1), ("weight ≈", bars, -1))


class KeySketch(VGroup):
    """The keys of `memory` on their parabola: the first at `corner`, `units` for the plane's one.

    `note` is the baseline of what is promised of it.
    """

    def __init__(
        self,
        memory: Quantity,
        *,
        corner: tuple[float, float],
        units: tuple[float, float],
        note: float,
    ) -> None:
        spots = np.array([*corner, 0]) + np.pad(value_of(memory.keys), ((0, 0), (0, 1))) * [
            *units,
            0,
        ]
        self.curve = VMobject(stroke_color=theme.FAINT, stroke_width=3)
        self.curve.set_points_smoothly(spots)
        self.dots = VGroup(*(Dot(spot, 0.08, color=theme.shape(theme.KEY)) for spot in spots))
        self.note = Words("why a parabola: next scene", size=theme.SMALL, color=theme.DIM)
        self.note.put(spots[-1, 0], note, align=1)
        super().__init__(self.curve, self.dots, self.note)

    def bend(self, keys: VGroup) -> Animation:
        """Each key goes to its point; they lie on a curve."""
        trips = [gather([key], dot, theme.KEY) for key, dot in zip(keys, self.dots, strict=True)]
        return AnimationGroup(Create(self.curve), FadeIn(self.note), *trips)


class MemoryRows(WeightRows):
    """The slots of `memory` (a `textbook.Memory`): addresses, keys, scores, weights, values, and
    the output. `ends` are the middles of the columns of addresses and of values, `asks` is where
    the query ends (x, its baseline).
    """

    def __init__(
        self,
        memory: Quantity,
        *,
        ends: tuple[float, float],
        asks: tuple[float, float],
        **layout: Any,
    ) -> None:
        keys = [Words("({}, {})", *key, size=theme.SMALL, color=theme.KEY) for key in memory.keys]
        self.read = memory
        self.slots, self.cells = VGroup(), VGroup()
        formats = "{}", "{:.1%}"
        super().__init__(keys, memory.scores, memory.weights, formats=formats, **layout)
        for r, address in enumerate(memory.addresses):
            y = self.baseline(r)
            slot = number(address, size=theme.SMALL, color=theme.DIM)
            cell = Cell(
                "{}", memory.values[r], width=0.78, height=0.42 * theme.TALL, color=theme.VALUE
            )
            self.slots.add(slot.put(ends[0], y, align=0))
            self.cells.add(cell.place(np.array([ends[1], y + 0.36 * theme.SMALL, 0])))
        names, scores, bars = self.columns
        self.heads = self.head(
            ("slot j", ends[0], 0), ("key (2j, −j²)", names, 1), ("value", ends[1], 0)
        )
        self.scored = self.head(("score", scores, 1), ("weight", bars, -1))
        self.asked = Words("({}, {})", *memory.query, color=theme.QUERY).put(*asks, align=1)
        sign = Phrase("$q$ =", color=theme.QUERY).put(self.asked.pen[0] - 0.12, asks[1], align=1)
        self.query = VGroup(sign, self.asked)
        self.output = Words("output {:.1f}", memory.output, color=theme.WINNER)
        self.output.put(theme.SAFE_X, self.baseline(len(self.cells)) - 0.07, align=1)
        self.add(self.slots, self.cells, self.heads, self.scored, self.output)

    def show(self, memory: Quantity) -> Self:
        """Weights and output of another softmax over the same scores, at once."""
        self.weigh(memory.weights)
        for cell, weight in zip(self.cells, memory.weights, strict=True):
            cell.colored(*self._paint(weight))
        self.output.say("output {:.1f}", memory.output, align=1)
        self.output.set_color(theme.WINNER if any(map(passed, memory.weights)) else theme.INK)
        return self

    @staticmethod
    def _paint(weight: Quantity) -> tuple[str, str]:
        """Colours of a value's cell and of its text."""
        return (theme.WINNER, theme.WINNER) if passed(weight) else (theme.VALUE, theme.INK)

    def track(self, follow: Callable[[], Quantity]) -> Self:
        """Show `follow()` in every frame; end it with `clear_updaters`."""
        self.add_updater(lambda rows: rows.show(follow()))
        return self

    def lay_out(self) -> Animation:
        """Slot by slot, without scores and weights yet."""
        lines = zip(self.slots, self.names, self.cells, strict=True)
        fades = [FadeIn(VGroup(*line)) for line in lines]
        return LaggedStart(FadeIn(self.heads), *fades, lag_ratio=0.25, run_time=1.8)

    def compare(self) -> Animation:
        """The query meets every key: the scores come."""
        scores = FadeIn(self.scored[0]), *map(FadeIn, self.scores)
        return LaggedStart(FadeIn(self.query), *scores, lag_ratio=0.2)

    def weigh_in(self) -> Animation:
        """The weights come; the winner's value lights up."""
        cell = self.cells[int(self.read.address)]
        return AnimationGroup(
            FadeIn(self.scored[1], self.bars, self.numbers), cell.paint(theme.WINNER)
        )

    def yield_value(self) -> Animation:
        """The value that is read is the output."""
        held = self.cells[int(self.read.address)].words
        return gather([held], self.output, theme.WINNER)

    def visit(self, memory: Quantity) -> Animation:
        """Another address wins."""
        before, self.read = self.read, memory
        cells = [self.cells[int(look.address)] for look in (before, memory)]
        return Succession(
            exchange(self.asked, "({}, {})", *memory.query),
            self.rescore(memory.scores),
            AnimationGroup(
                self.reweigh(before.weights, memory.weights),
                cells[0].paint(theme.VALUE, theme.INK),
                cells[1].paint(theme.WINNER),
                exchange(self.output, "output {:.1f}", memory.output),
            ),
        )
