"""The rows of a head's W_Q and W_K: a bar of all entries, lit where they are not zero."""

import numpy as np
from manim import FadeIn, LaggedStart, Rectangle, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula
from manim_project.reference.quantity import Quantity, value_of

TOP, PITCH = theme.tall(2.15, 1.16)  # first baseline, and from one row to the next
STRIP, RIGHT = -2.85, theme.SAFE_X  # the ends of a strip
NOTE = -2.55 * theme.TALL  # baseline of the note below the rows
THICK, ABOVE = theme.tall(0.34, 0.2)  # of a strip, and from it to the words above


class HeadRows(VGroup):
    """W_Q (two rows) and W_K (two rows) of `head`, a `machine.head(...)`, as four strips.

    At the left of a strip stands the number that the row makes, above each of its entries that is
    not zero that entry times the residual coordinate that it weighs. `meanings` says in plain
    words what a coordinate holds. Below stands what the tie-breaker, the hair, can decide: it is
    less than `lead`, by which keys of different addresses differ in score.
    """

    def __init__(self, head: Quantity, meanings: dict[str, str], lead: Quantity) -> None:
        self.meanings = meanings
        (depth,), (one,) = head.query_rows
        (key,), (tie, square) = head.key_rows
        super().__init__(
            self._row(0, head.W_Q[0], theme.QUERY, [depth], "Query(i =)"),
            self._row(1, head.W_Q[1], theme.QUERY, [one], "Query({} =)"),
            self._row(2, head.W_K[0], theme.KEY, [key], "Key(2 j =)"),
            self._row(3, head.W_K[1], theme.KEY, [tie, square], 'Key(-j^2 + "hair" =)'),
        )
        for matrix, row in (("Query(W_Q)", 0), ("Key(W_K)", 2)):
            self[row].add(formula(matrix).put(-theme.SAFE_X, self._middle(row) - 0.13))
        note = Words(
            "A hair is less than {}: it decides only between two at the same address.",
            lead, size=theme.SMALL, color=theme.DIM,
        )  # fmt: skip
        self.add(note.put(theme.SAFE_X, NOTE, align=1))

    @staticmethod
    def _middle(row: int) -> float:
        return TOP - row * PITCH - ABOVE - THICK / 2

    def _row(
        self, row: int, weights: Quantity, color: str, entries: list[Quantity], makes: str
    ) -> VGroup:
        made = formula(makes, *[entries[0][1]] * makes.count("{}"), size=theme.SCRIPTED)
        made.put(STRIP - 0.15, self._middle(row) - 0.13, align=1)
        strip = Rectangle(width=RIGHT - STRIP, height=THICK, stroke_width=0)
        strip.set_fill(theme.PANEL, 1).move_to([(RIGHT + STRIP) / 2, self._middle(row), 0])
        line = VGroup(made, strip)
        pitch = strip.width / len(weights)
        lit = np.flatnonzero(value_of(weights))
        for at, (name, weight) in zip(lit, entries, strict=True):
            left = STRIP + at * pitch
            cell = Rectangle(width=pitch, height=THICK, stroke_width=0)
            cell.set_fill(theme.shape(color), 1)
            line.add(cell.move_to([left + pitch / 2, self._middle(row), 0]))
            line.add(self._said(name, weight, color, left, TOP - row * PITCH))
        return line

    def _said(
        self, name: Quantity, weight: Quantity, color: str, left: float, baseline: float
    ) -> VGroup:
        term = Words("{} · {}", weight, name, color=color, size=theme.SMALL).put(left, baseline)
        meaning = Words(self.meanings[value_of(name)], color=theme.DIM, size=theme.SMALL)
        return VGroup(term, meaning.put(left + term.advance + 0.2, baseline))

    def appear(self) -> Animation:
        """Row by row."""
        return LaggedStart(*map(FadeIn, self), lag_ratio=0.5)
