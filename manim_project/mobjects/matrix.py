"""A matrix of numbers between brackets, with its entries, rows and columns at hand."""

from typing import Self

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject

from manim_project import theme
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

BRACKET = 0.12  # length of a bracket's arms


class Matrix(VGroup):
    """`values` (rows, columns), or (columns,) for one row, as a grid of numbers.

    `cell` is the pitch (width, height) of the grid; numbers are set by `spec` in `size`.
    """

    def __init__(
        self,
        values: Quantity,
        *,
        spec: str = "{}",
        color: str = theme.INK,
        cell: tuple[float, float] = (0.62, 0.56),
        size: float = theme.BODY,
    ) -> None:
        super().__init__()
        shape = np.shape(value_of(values))
        self.columns = int(shape[-1])
        self.rows = int(shape[0]) if len(shape) == 2 else 1
        self.cell = cell
        self.grid = [
            [
                self._entry(values[r, c] if len(shape) == 2 else values[c], r, c, spec, color, size)
                for c in range(self.columns)
            ]
            for r in range(self.rows)
        ]
        self.entries = VGroup(*(entry for row in self.grid for entry in row))
        self.brackets = VGroup(self._bracket(-1), self._bracket(1))
        self.add(self.brackets, self.entries)

    def _entry(self, value: Quantity, r: int, c: int, spec: str, color: str, size: float) -> Words:
        entry = number(value, spec, color=color, size=size, counted=False)
        return entry.in_box(self._home(r, c))

    def _home(self, r: int, c: int) -> np.ndarray:
        x = (c - (self.columns - 1) / 2) * self.cell[0]
        y = ((self.rows - 1) / 2 - r) * self.cell[1]
        return np.array([x, y, 0.0])

    def _bracket(self, side: int) -> VMobject:
        x, y = side * self.columns * self.cell[0] / 2, self.rows * self.cell[1] / 2
        corners = [(x - side * BRACKET, y), (x, y), (x, -y), (x - side * BRACKET, -y)]
        path = VMobject(stroke_color=theme.DIM, stroke_width=2.5)
        return path.set_points_as_corners(np.array([[*corner, 0.0] for corner in corners]))

    def entry(self, r: int, c: int) -> Words:
        """The number in row r and column c."""
        return self.grid[r][c]

    def row(self, r: int) -> VGroup:
        """The numbers of one row."""
        return VGroup(*self.grid[r])

    def column(self, c: int) -> VGroup:
        """The numbers of one column."""
        return VGroup(*(row[c] for row in self.grid))

    def place(self, x: float, y: float) -> Self:
        """Put the middle of the grid at a point."""
        self.shift(x * RIGHT + y * UP - self.brackets.get_center())
        return self
