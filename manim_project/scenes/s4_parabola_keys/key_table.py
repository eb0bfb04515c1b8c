"""Addresses, keys and scores as a table that grows column by column."""

from collections.abc import Sequence

from manim import LEFT, AnimationGroup, FadeIn, FadeOut, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference.quantity import Quantity

COLUMNS = (0.65, 2.75, 5.2)  # middles of address, key and score
HEAD, SYMBOL, TOP = theme.tall(2.3, 1.68, 0.95)  # baselines of heads and first line
ROW = 0.58 * theme.TALL  # from line to line
NUMBER = 0.22  # from a column's middle to the right end of its numbers
PAIR = 0.62  # from a column's middle to the left end of its pairs
ASIDE = 0.75  # from the addresses' middle to what is asked for


class KeyTable:
    """Address, key and score of every key of `table`; at first with the first number alone."""

    def __init__(self, table: Quantity) -> None:
        self.table, self.asked = table, int(table.winner)
        self.head_address = self._head("address", "Key(j)", 0)
        self.head_first = self._head("first number", "Key(2 j)", 1)
        self.head_key = self._head("key", "Key(k = (2 j, -j^2))", 1)
        self.head_product = self._head("score", "Query(i) dot Key(2 j)", 2)
        self.head_score = self._head("score", "Query(q) dot Key(k)", 2)
        self.addresses = self._column(table.addresses, 0, theme.KEY)
        self.first = self._column(table.keys[:, 0], 1, theme.KEY)
        self.products = self._column(table.products, 2)
        self.scores = self._column(table.scores, 2)
        self.keys = VGroup()
        for row, key in enumerate(table.keys):
            pair = Words("({}, {})", *key, color=theme.KEY)
            self.keys.add(pair.put(COLUMNS[1] - PAIR, self._baseline(row)))
        ask = Phrase("ask for $i =$ {}", table.i, color=theme.QUERY)
        self.ask = ask.put(COLUMNS[0] - ASIDE, self._baseline(self.asked), align=1)
        self.wins = Words("wins", color=theme.WINNER).put(
            COLUMNS[2] + NUMBER + 0.18, self._baseline(len(self.keys) - 1)
        )

    @staticmethod
    def _head(word: str, symbol: str, x: int) -> VGroup:
        name = Words(word, size=theme.SMALL, color=theme.DIM).put(COLUMNS[x], HEAD, align=0)
        sign = formula(symbol, size=theme.SCRIPTED).put(COLUMNS[x], SYMBOL, align=0)
        return VGroup(name, sign)

    @staticmethod
    def _baseline(row: int) -> float:
        return TOP - row * ROW

    def _column(self, values: Quantity, x: int, color: str = theme.INK) -> VGroup:
        column = VGroup()
        for row, value in enumerate(values):
            end = COLUMNS[x] + NUMBER
            column.add(number(value, color=color).put(end, self._baseline(row), align=1))
        return column

    def list_first(self) -> Animation:
        """Addresses and the keys' first numbers."""
        lines = zip(self.addresses, self.first, strict=True)
        heads = FadeIn(self.head_address, self.head_first)
        rows = (FadeIn(VGroup(*line)) for line in lines)
        return LaggedStart(heads, *rows, lag_ratio=0.4, run_time=1.6)

    def score_first(self) -> Animation:
        """What is asked for, and the scores that the first numbers alone would have."""
        rows = map(FadeIn, self.products)
        asked = FadeIn(self.ask)
        return LaggedStart(asked, FadeIn(self.head_product), *rows, lag_ratio=0.4, run_time=1.8)

    def mark_largest(self) -> Animation:
        """The last line wins."""
        line = VGroup(*(column[-1] for column in (self.addresses, self.first, self.products)))
        return AnimationGroup(line.animate.set_color(theme.WINNER), FadeIn(self.wins))

    def forget(self) -> Animation:
        """The scores of the first numbers go, and nothing has won yet."""
        return AnimationGroup(
            FadeOut(self.products, self.head_product, self.ask, self.wins),
            VGroup(self.addresses[-1], self.first[-1]).animate.set_color(theme.KEY),
        )

    def list_second(self) -> Animation:
        """Each key's first number makes room for the pair."""
        gone = FadeOut(self.head_first, self.first, shift=PAIR * LEFT)
        return AnimationGroup(gone, FadeIn(self.head_key, self.keys), run_time=1.6)

    def score(self) -> Animation:
        """A column for the scores, then line by line."""
        column = map(FadeIn, (self.head_score, *self.scores))
        return LaggedStart(*column, lag_ratio=0.4, run_time=1.8)

    def crown(self) -> Animation:
        """The line of the key that was asked for."""
        columns = (self.addresses, self.keys, self.scores)
        return VGroup(*(c[self.asked] for c in columns)).animate.set_color(theme.WINNER)

    def by_hand(self) -> Phrase:
        """The winner's score, multiplied out below the table."""
        table = self.table
        q, k = table.query, table.keys[self.asked]
        line = formula(
            "Query({}) dot Key({}) + Query({}) dot Key(({})) = Win({})",
            *(q[0], k[0], q[1], k[1], table.scores[self.asked]),
        )
        end = COLUMNS[2] + NUMBER
        return line.put(end, TOP - (len(self.scores) + 0.4) * ROW, align=1)

    def light(self, rows: Sequence[int]) -> Animation:
        """The scores that a line in the plane carries."""
        return VGroup(*(self.scores[row] for row in rows)).animate.set_color(theme.QUERY)

    def leave(self) -> Animation:
        """The whole table goes."""
        heads = (self.head_address, self.head_key, self.head_score)
        return FadeOut(*heads, self.addresses, self.keys, self.scores)
