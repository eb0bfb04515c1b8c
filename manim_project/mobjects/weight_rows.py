"""A head's W_Q, or W_Q and W_K, cell by cell: dark, but for the few that are not zero."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, AnimationGroup, Create, FadeIn, LaggedStart, Line, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.light import halo
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

THICK = 0.64 * theme.TALL  # height of a strip
FILLED = 0.72  # of a cell's width
STEM = 0.22 * theme.TALL  # from a strip towards what is said of its cell
SEAM = 0.07  # between the two rows of a matrix
SAID = 0.42
MADE = 0.62 * theme.TALL  # em of what comes out
NAME = 0.7 * theme.TALL
RESULT = 2.15 * theme.TALL  # room for it


class WeightRows(VGroup):
    """W_Q and W_K of `head`, a `machine.head(...)`: two rows each, one cell a weight.

    At each that is not zero stands its product with what it weighs, at one position of a run (and
    in plain words, by the coordinate's name: `meanings`). At the right end stand the sums: the two
    numbers of the query there, and those of the key that it found. Only W_Q is shown if
    `matrices` is 1.
    """

    def __init__(
        self,
        run: Quantity,
        head: Quantity,
        position: int,
        meanings: dict[str, str],
        region: Region,
        matrices: int = 2,
    ) -> None:
        look = run.look(value_of(head.name), position)
        self.meanings, self.layer = meanings, int(head.layer) - 1
        self.strips, self.lit, self.said, self.made = VGroup(), VGroup(), VGroup(), VGroup()
        self.names = VGroup(
            *(formula(name, size=NAME) for name in ("Query(W_Q)", "Key(W_K)")[:matrices])
        )
        self.left = region.left + max(name.advance for name in self.names) + theme.GAP
        winner = int(look.winner)
        parts = (
            (head.W_Q, theme.QUERY, head.query_rows, position, look.query),
            (head.W_K, theme.KEY, head.key_rows, winner, look.keys[winner]),
        )[:matrices]
        rooms = region.split_rows(matrices, theme.APART)
        for name, room, part in zip(self.names, rooms, parts, strict=True):
            foot = room.centre[1] - THICK - SEAM / 2
            name.put(region.left, room.centre[1] - CAPITAL * name.em / 2)
            for k, (at, side) in enumerate(((foot + THICK + SEAM, 1), (foot, -1))):
                self._row(run, part, k, Region(self.left, room.right, at, at + THICK), side)
        super().__init__(self.names, self.strips, self.lit, self.said, self.made)

    def _row(self, run: Quantity, part: tuple, k: int, strip: Region, side: int) -> None:
        """Row k of a matrix in a strip, with what is said of it above (side 1) or below (−1)."""
        matrix, color, rows, token, sums = part
        pitch = (strip.width - RESULT) / len(value_of(matrix[k]))
        lefts = strip.left + pitch * np.arange(len(value_of(matrix[k])))
        quiet = theme.mix(theme.shape(color), theme.BACKGROUND, 0.16)
        self.strips.add(_cells(lefts, pitch, strip.bottom, quiet))
        free = strip.left
        index = REFERENCE.machine.coordinate_index
        for name, weight in sorted(rows[k], key=lambda entry: int(index(entry[0]))):
            at = int(index(name))
            cell = _cells(lefts[[at]], pitch, strip.bottom, theme.shape(color))
            edge = strip.top if side > 0 else strip.bottom
            held = run.residual(value_of(name), token, self.layer)
            words = self._said(name, weight, held, color)
            foot = edge + (STEM + theme.NEAR if side > 0 else -STEM - theme.NEAR - CAPITAL * SAID)
            left = max(lefts[at], free)  # what is said of the cell before has its place first
            self.said.add(words.shift([left - words[0].pen[0], foot - words[0].baseline, 0.0]))
            free = words.get_right()[0] + theme.GAP
            x = cell.get_center()[0]
            stem = Line([x, edge, 0], [x + left - lefts[at], edge + side * STEM, 0])
            stem.set_stroke(theme.shape(color), width=3)
            self.lit.add(VGroup(halo(cell.get_center(), 0.5, color, 0.7), cell, stem))
        whole = float(sums[k]).is_integer()
        told = Words("{:.0f}" if whole else "{:.3f}", sums[k], size=MADE, color=color, bold=True)
        self.made.add(told.put(strip.right, strip.centre[1] - CAPITAL * MADE / 2, align=1))

    def _said(self, name: Quantity, weight: Quantity, held: Quantity, color: str) -> VGroup:
        """A weight times what it weighs, and what that is."""
        meaning = self.meanings[value_of(name)]
        spec = "{:.0f}" if float(held).is_integer() else "{:.3f}"
        look = {"size": SAID, "bold": True, "counted": False}
        product = VGroup(Words("{}", weight, color=color, **look))  # type: ignore[arg-type]
        for part in (Words("·", size=SAID, color=theme.DIM), Words(spec, held, **look)):  # type: ignore[arg-type]
            product.add(beside(part, product, RIGHT, theme.NEAR / 2))
        if not meaning:
            return product
        words = Words(meaning, size=SAID, color=theme.DIM)
        return VGroup(*product, beside(words, product, RIGHT, theme.NEAR))

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
