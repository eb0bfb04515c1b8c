"""Addresses, keys and scores as a table that grows line by line."""

from collections.abc import Sequence

from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart, ReplacementTransform, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.bars import Bars
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.quantity import Quantity

COLUMNS = (1.0, 3.2, 5.6)  # middles of address, key and score
TOP, GAP, ROW = 2.25, 0.18, 0.5  # baseline of the heads, then of the lines
NUMBER = 0.25  # from a column's middle to the right end of its numbers


class KeyTable(VGroup):
    """Address, key and score of every key, line by line; at first with the first number alone."""

    def __init__(self, table: Quantity) -> None:
        super().__init__()
        self.heads = VGroup(
            formula("j"),
            formula("Key(2 j)"),
            formula("Query({}) dot Key(2 j)", table.i),
            formula("Key(k_j = (2 j, -j^2))"),
            formula("Query(q) dot Key(k_j)"),
        )
        for head, x in zip(self.heads, (0, 1, 2, 1, 2), strict=True):
            head.scale(theme.SCRIPTED / theme.FORMULA).put(COLUMNS[x], TOP, align=0)
        self.addresses = self._column(table.addresses, 0)
        self.first = self._column(table.keys[:, 0], 1, color=theme.KEY)
        self.products = self._column(table.products, 2)
        self.scores = self._column(table.scores, 2)
        self.keys = VGroup()
        for row, key in enumerate(table.keys):
            pair = Words("({}, {})", *key, color=theme.KEY)
            self.keys.add(pair.put(COLUMNS[1], self._baseline(row), align=0))

    def _baseline(self, row: int) -> float:
        return TOP - GAP - (row + 1) * ROW

    def _column(self, values: Quantity, x: int, color: str = theme.INK) -> VGroup:
        column = VGroup()
        for row, value in enumerate(values):
            end = COLUMNS[x] + NUMBER
            column.add(number(value, color=color).put(end, self._baseline(row), align=1))
        return column

    def list_first(self) -> Animation:
        """Addresses and the keys' first numbers."""
        lines = zip(self.addresses, self.first, strict=True)
        rows = (FadeIn(VGroup(*line)) for line in lines)
        return LaggedStart(FadeIn(self.heads[:2]), *rows, lag_ratio=0.5, run_time=2)

    def score_first(self) -> Animation:
        """The scores that the first numbers alone would have."""
        rows = map(FadeIn, self.products)
        return LaggedStart(FadeIn(self.heads[2]), *rows, lag_ratio=0.3, run_time=1.6)

    def mark(self, columns: Sequence[VGroup], winner: int) -> Animation:
        """The winner's line in gold; the others fall back."""
        lines = [VGroup(*line) for line in zip(*columns, strict=True)]
        best = lines[winner]
        return AnimationGroup(
            *(line.animate.set_color(theme.WINNER if line is best else theme.DIM) for line in lines)
        )

    def forget(self) -> Animation:
        """The scores of the first numbers go."""
        return AnimationGroup(
            FadeOut(self.products, self.heads[2]),
            self.addresses.animate.set_color(theme.INK),
            self.first.animate.set_color(theme.KEY),
        )

    def list_second(self) -> Animation:
        """Each key's first number becomes the pair."""
        pairs = zip([self.heads[1], *self.first], [self.heads[3], *self.keys], strict=True)
        return AnimationGroup(*(ReplacementTransform(a, b) for a, b in pairs), run_time=1.6)

    def list_scores(self) -> Animation:
        """The scores, line by line."""
        rows = map(FadeIn, self.scores)
        return LaggedStart(FadeIn(self.heads[4]), *rows, lag_ratio=0.3, run_time=1.6)

    def leave_scores(self) -> Animation:
        """Everything goes but addresses and scores."""
        return FadeOut(self.heads[0], self.heads[3], self.heads[4], self.keys)

    def become(self, bars: Bars) -> Animation:
        """Scores move above bars of their height, addresses below them."""
        pairs = zip([*self.scores, *self.addresses], [*bars.numbers, *bars.names], strict=True)
        moves = (ReplacementTransform(old, new) for old, new in pairs)
        return AnimationGroup(*moves, FadeIn(bars.bars), run_time=1.2)

    def by_hand(self, table: Quantity) -> Words:
        """The winner's score, multiplied out below the listing."""
        q, k = table.query, table.keys[table.winner]
        line = Words("{} · {} + {} · ({}) = {}", q[0], k[0], q[1], k[1], table.scores[table.winner])
        line.set_color(theme.WINNER)
        return line.put(COLUMNS[1] + NUMBER, self._baseline(8) - GAP, align=0)
