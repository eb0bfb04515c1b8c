"""A head's W_Q and W_K, cell by cell: dark, but for the few that are not zero."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, AnimationGroup, Create, FadeIn, LaggedStart, Line, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.light import halo
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, formula, number
from manim_project.reference.quantity import Quantity, value_of

THICK = 0.46 * theme.TALL  # height of a strip
FILLED = 0.72  # of a cell's width
LINE = 0.34 * theme.TALL  # from a strip to the foot of what is said of its cell
SAID = 0.42
MADE = 0.56 * theme.TALL  # em of what comes out


class WeightRows(VGroup):
    """Two rows of W_Q and two of W_K of `head`, a `machine.head(...)`, one cell a weight.

    Over each that is not zero stands its product with what it weighs, at one position of a run
    (and in plain words, by the coordinate's name: `meanings`). At the right end stand the sums: the
    two numbers of the query there, and those of the key that it found.
    """

    def __init__(
        self, run: Quantity, head: Quantity, position: int, meanings: dict[str, str], region: Region
    ) -> None:
        look = run.look(value_of(head.name), position)
        found = look.keys[int(look.winner)]
        made = (*look.query, *found)
        self.meanings, layer = meanings, int(head.layer) - 1
        rows = region.split_rows(4)
        self.strips, self.lit, self.said, self.made = VGroup(), VGroup(), VGroup(), VGroup()
        self.result = number(found[1], "{:.4f}", size=MADE, bold=True).advance
        names = (formula("Query(W_Q)"), formula("Key(W_K)"))
        self.margin = max(name.advance for name in names) + theme.GAP
        for k, (matrix, color, entries) in enumerate(
            [
                (head.W_Q[0], theme.QUERY, head.query_rows[0]),
                (head.W_Q[1], theme.QUERY, head.query_rows[1]),
                (head.W_K[0], theme.KEY, head.key_rows[0]),
                (head.W_K[1], theme.KEY, head.key_rows[1]),
            ]
        ):
            token = position if color == theme.QUERY else int(look.winner)
            held = [run.residual(value_of(name), token, layer) for name, _ in entries]
            self._row(rows[k], matrix, color, entries, held)
            spec = "{:.0f}" if float(made[k]).is_integer() else "{:.4f}"
            result = number(made[k], spec, size=MADE, color=color, bold=True)
            middle = rows[k].bottom + (THICK - CAPITAL * MADE) / 2
            self.made.add(result.put(region.right - self.result, middle))
        for name, row in zip(names, (0, 2), strict=True):
            middle = (rows[row].bottom + rows[row + 1].bottom + THICK) / 2
            name.put(region.left, middle - CAPITAL * name.em / 2)
        self.names = VGroup(*names)
        super().__init__(self.names, self.strips, self.lit, self.said, self.made)

    def _row(
        self,
        room: Region,
        weights: Quantity,
        color: str,
        entries: Quantity,
        held: list[Quantity],
    ) -> None:
        count = len(value_of(weights))
        left = room.left + self.margin
        pitch = (room.right - self.result - theme.GAP - left) / count
        lefts = left + pitch * np.arange(count)
        lit = np.flatnonzero(value_of(weights))
        self.strips.add(
            _cells(lefts, pitch, room.bottom, theme.mix(theme.shape(color), theme.BACKGROUND, 0.16))
        )
        for at, (name, weight), input_ in zip(lit, entries, held, strict=True):
            cell = _cells(lefts[[at]], pitch, room.bottom, theme.shape(color))
            shine = halo(cell.get_center(), 0.55, color, 0.7)
            foot = room.bottom + THICK + LINE
            spec = "{:.0f} × {:.0f}" if float(input_).is_integer() else "{:.0f} × {:.4f}"
            product = Words(spec, weight, input_, size=SAID, color=color, bold=True, counted=False)
            product.put(float(lefts[at]), foot)
            meaning = Words(self.meanings[value_of(name)], size=SAID, color=theme.DIM)
            words = VGroup(product, beside(meaning, product, RIGHT, theme.NEAR))
            stem = Line(cell.get_top(), [cell.get_center()[0], foot - 0.08, 0], stroke_width=3)
            self.lit.add(VGroup(shine, cell, stem.set_color(theme.shape(color))))
            self.said.add(words)

    def appear(self) -> Animation:
        """The strips run out, all dark."""
        return LaggedStart(
            FadeIn(self.names),
            *(FadeIn(strip, shift=0.3 * UP) for strip in self.strips),
            lag_ratio=0.3,
            run_time=0.5,
        )

    def light_up(self) -> Animation:
        """The few that are not zero, one after the other, with what each one weighs."""
        each = (
            AnimationGroup(FadeIn(lit[:2]), Create(lit[2]), FadeIn(words, shift=0.1 * UP))
            for lit, words in zip(self.lit, self.said, strict=True)
        )
        return LaggedStart(*each, lag_ratio=0.6, run_time=1.8)

    def tell(self) -> Animation:
        """The four numbers that come out."""
        return LaggedStart(*map(FadeIn, self.made), lag_ratio=0.4, run_time=0.6)


def _cells(lefts: Any, pitch: float, foot: float, color: str) -> VMobject:
    """Cells of a strip as one path."""
    path = VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
    for left in lefts:
        right, top = left + FILLED * pitch, foot + THICK
        corners = [(left, foot), (right, foot), (right, top), (left, top), (left, foot)]
        box = VMobject().set_points_as_corners([(x, y, 0.0) for x, y in corners])
        path.append_points(box.points)
    return path
