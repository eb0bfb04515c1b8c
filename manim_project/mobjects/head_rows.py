"""The rows of a head's W_Q and W_K: every entry is a cell, and those that are not zero are lit."""

import numpy as np
from manim import FadeIn, LaggedStart, Rectangle, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula
from manim_project.reference.quantity import Quantity, value_of

CELL = (0.0915, 0.24)  # one entry
PITCH = 1.2  # from one row to the next
LABEL = 1.0  # room for the matrix's name
ABOVE = 0.24  # from a strip to the baseline of what it says


class HeadRows(VGroup):
    """W_Q (two rows) and W_K (two rows) of `head`, a `machine.head(...)`, as four strips.

    Above a strip stand its non-zero entries with the residual coordinates they weigh, and the
    number that they make. The strips begin at `left`; the first line's baseline is at `top`.
    """

    def __init__(self, head: Quantity, *, left: float, top: float) -> None:
        self.left, self.top = left, top
        (depth,), (one,) = head.query_rows
        (key,), (tie, square) = head.key_rows
        query, address = (formula(m, size=theme.SCRIPTED) for m in ("Query(W_Q)", "Key(W_K)"))
        super().__init__(
            VGroup(query, self._row(0, head.W_Q[0], theme.QUERY, [depth], "Query(i)")),
            self._row(1, head.W_Q[1], theme.QUERY, [one], "Query({})"),
            VGroup(address, self._row(2, head.W_K[0], theme.KEY, [key], "Key(2 j)")),
            self._row(3, head.W_K[1], theme.KEY, [square, tie], "Key(-j^2)"),
        )
        for matrix, row in ((query, 0), (address, 2)):
            matrix.put(left, top - row * PITCH)

    def _row(
        self, row: int, weights: Quantity, color: str, entries: list[Quantity], makes: str
    ) -> VGroup:
        baseline = self.top - row * PITCH
        right = self.left + len(weights) * CELL[0]
        terms = " + ".join("{} · {}" for _ in entries)
        said = Words(
            terms,
            *(part for name, weight in entries for part in (weight, name)),
            color=color,
            size=theme.SMALL,
        )
        made = formula(makes, *[entries[0][1]] * makes.count("{}"), size=theme.SCRIPTED)
        return VGroup(
            said.put(self.left + LABEL, baseline),
            made.put(right, baseline, align=1),
            *self._strip(value_of(weights), color, baseline - ABOVE),
        )

    def _strip(self, weights: np.ndarray, color: str, top: float) -> VGroup:
        """All entries as one quiet grid (a single path), and a lit cell for each that is not 0."""
        width, height = CELL
        strip = Rectangle(width=len(weights) * width, height=height, stroke_width=0)
        strip.set_fill(theme.PANEL, 1).move_to([self.left + strip.width / 2, top - height / 2, 0])
        grid = VMobject(stroke_color=theme.FAINT, stroke_width=1)
        for x in self.left + width * np.arange(len(weights) + 1):
            grid.start_new_path(np.array([x, top, 0.0]))
            grid.add_line_to(np.array([x, top - height, 0.0]))
        lit = [
            Rectangle(width=width, height=height, stroke_width=0) for _ in np.flatnonzero(weights)
        ]
        for cell, at in zip(lit, np.flatnonzero(weights), strict=True):
            cell.set_fill(color, 1).move_to([self.left + (at + 0.5) * width, top - height / 2, 0])
        return VGroup(strip, grid, *lit)

    def appear(self) -> Animation:
        """Row by row."""
        return LaggedStart(*map(FadeIn, self), lag_ratio=0.5)
