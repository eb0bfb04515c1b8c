"""Numbers as cells: a row is a word, a grid is a matrix, and what is not zero is lit."""

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from manim import VGroup, VMobject, interpolate_color
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.veil import change

FILLED = 0.88  # of the pitch: the rest is the gap between two cells
DIGIT = 0.56  # of the pitch
CORNER = 0.14
LIT = 0.34  # share of a meaning's colour in a cell that is not zero


class NumberCell(VGroup):
    """One number in its square; `at` puts it anywhere in any size."""

    def __init__(self, value: Quantity, color: str, pitch: float) -> None:
        self.value, self.pitch = value, pitch
        lit = bool(float(value))
        side = FILLED * pitch
        ground = theme.mix(theme.shape(color), theme.BACKGROUND, LIT) if lit else theme.PANEL
        self.box = RoundedRectangle(side, side, CORNER * pitch, stroke_width=0)
        self.box.set_fill(ground, 1).set_stroke(theme.shape(color), width=4, opacity=0)
        ink = theme.INK if lit else theme.DIM
        self.digit = number(value, size=DIGIT * pitch, color=ink, bold=lit, counted=False)
        super().__init__(self.box, self.digit)
        self.digit.in_box(self.box.get_center())

    def at(self, center: np.ndarray, pitch: float | None = None) -> Self:
        """Stand at a point, in the size that belongs to a pitch."""
        if pitch:
            self.scale(FILLED * pitch / self.box.width)
        return self.shift(center - self.box.get_center())

    def ring(self, opacity: float) -> Self:
        """Light up its rim."""
        self.box.set_stroke(opacity=opacity)
        return self


class NumberCells(VGroup):
    """`values` (rows, columns), or (columns,) for one row, as cells `pitch` apart."""

    def __init__(self, values: Quantity, color: str = theme.INK, pitch: float = 0.7) -> None:
        super().__init__()
        shape = np.shape(value_of(values))
        self.columns = int(shape[-1])
        self.rows = int(shape[0]) if len(shape) == 2 else 1
        self.pitch = pitch
        for r, c in self._places():
            value = values[r, c] if len(shape) == 2 else values[c]
            self.add(NumberCell(value, color, pitch))
        self.lie(np.zeros(3), pitch)

    def _places(self) -> Iterator[tuple[int, int]]:
        return ((r, c) for r in range(self.rows) for c in range(self.columns))

    def cell(self, r: int, c: int) -> NumberCell:
        """The cell in row r and column c."""
        return self[r * self.columns + c]

    def column(self, c: int) -> list[NumberCell]:
        """The cells of one column."""
        return [self.cell(r, c) for r in range(self.rows)]

    def place(self, r: int, c: int, center: np.ndarray, pitch: float) -> np.ndarray:
        """Where a cell stands when the grid lies about a point."""
        x = (c - (self.columns - 1) / 2) * pitch
        y = ((self.rows - 1) / 2 - r) * pitch
        return center + np.array([x, y, 0.0])

    def lie(self, center: np.ndarray, pitch: float) -> Self:
        """Lie about a point, in a pitch."""
        for r, c in self._places():
            self.cell(r, c).at(self.place(r, c, center, pitch), pitch)
        self.pitch = pitch
        return self


def shrink(cells: Sequence[tuple[NumberCell, VMobject]], run_time: float) -> Animation:
    """Each cell's box shrinks into its dot, rounder and rounder, and is like it in the end."""
    ways = [(c.box, dot, c.box.get_center(), c.box.width, c.box.get_fill_color())
            for c, dot in cells]  # fmt: skip

    def draw(alpha: float) -> None:
        for box, dot, middle, side, hue in ways:
            now = (1 - alpha) * side + alpha * dot.width
            corner = (1 - alpha) * CORNER * side + alpha * now / 2
            place = (1 - alpha) * middle + alpha * dot.get_center()
            box.points = RoundedRectangle(now, now, corner).points + place
            box.set_fill(interpolate_color(hue, dot.get_fill_color(), alpha))

    return change(VGroup(*(c.box for c, _ in cells)), draw, run_time)
