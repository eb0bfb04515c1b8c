"""What each key loses to the one asked for: (i − j)² cells, as a strip and as a square."""

import math
from typing import Self

import numpy as np
from manim import UP, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.regions import Region, points
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s4_parabola_keys.rolling_keys import ASKER

SLOT = 1.0  # cells that the winner's place is wide
LARGEST = 1.05 * theme.TALL  # side of a cell
BETWEEN = 0.22  # cells between two squares
BELOW = 0.26  # from a loss to the capitals of its address
NAME, CROWNED = 0.5 * theme.TALL, 0.95 * theme.TALL
OUTLINE = 16  # points of a cell


class Losses(VGroup):
    """Below a ceiling hang the losses of keys to address i, each as a square of side |i − j|, cell
    by cell, its address under it. The query stands upright over i.

    At first strips of one cell's width hang from `high` in small cells; then squares hang from
    `low` in cells as large as there is room. Keys stand at even distances all the time.
    """

    def __init__(self, region: Region, count: int, first: int) -> None:
        self.region, self.count = region, count
        deepest = max(first, count - 1 - first)
        tall = BELOW + CROWNED
        self.grown = 0.0  # how far the cells have grown, and keys have moved apart
        self.cell = (region.height - tall - ASKER) / deepest**2
        self.pitch = 0.8 * region.width / (count - 1)
        self.large = min(LARGEST, region.width / _extent(count, first)[1])
        self.high = region.top - ASKER
        self.low = region.bottom + BELOW + NAME + self.large * deepest
        self.ceiling = self.high
        self.line = SweepLine(2 * theme.FRAME_WIDTH)
        fill = {"fill_opacity": 1, "fill_color": theme.soft(theme.KEY, 0.62)}
        self.squares = VGroup(
            *(VMobject(stroke_width=2, stroke_color=theme.BACKGROUND, **fill) for _ in range(count))
        )
        addresses = REFERENCE.textbook.parabola(count).addresses
        self.names = VGroup(
            *(number(j, size=NAME, color=theme.KEY, bold=True, counted=False) for j in addresses)
        )
        self.asker = Pointer(np.zeros(3), ASKER * UP, width=0.11)
        super().__init__(self.squares, self.line, self.names, self.asker)
        self.at(float(first), strips=1.0)

    def centres(self, i: float) -> np.ndarray:
        """Where each square's middle is for address i, (count,)."""
        places = np.arange(self.count)
        small = self.pitch * (places - (self.count - 1) / 2)
        step, extent = _extent(self.count, i)
        large = self.cell * (step * places + (_widths(self.count, i)[0] - extent) / 2)
        return self.region.centre[0] + (1 - self.grown) * small + self.grown * large

    def below_the_right(self) -> Region:
        """The room right of the second square, below all others and their addresses."""
        side = self.squares[1].width / 2
        top = self.ceiling - self.cell - BELOW - 2 * NAME
        return Region(self.xs[1] + side + theme.GAP, self.region.right, self.region.bottom, top)

    def feet(self) -> np.ndarray:
        """The lower ends of the strips, (count, 3): as deep as the keys' scores are."""
        lost = value_of(REFERENCE.textbook.parabola(self.count, self.here).distances)
        return points(self.xs, self.ceiling - self.cell * np.asarray(lost))

    def at(self, i: float, strips: float = 0.0) -> Self:
        """Draw it for i. `strips` 1 lays each loss out as one column, a cell wide; in between
        its cells are on their way."""
        self.here = int(i) if float(i).is_integer() else i
        self.xs = self.centres(i)
        self.line.lie(np.array([0.0, self.ceiling, 0.0]), UP)
        for j, (square, name) in enumerate(zip(self.squares, self.names, strict=True)):
            side = abs(i - j)
            cells = _flowing(round(side), strips) if strips else _clipped(side)
            corner = np.array([self.xs[j] - self.cell * side / 2, self.ceiling])
            square.set_points(_outlines(corner + self.cell * cells * [1, -1]))
            depth = cells[:, 1, 1].max() if len(cells) else 0.0
            self._label(name, j, i, self.ceiling - self.cell * depth)
            square.set_fill(opacity=1.0 if strips < 1 else 0.0)
        where = float(np.interp(i, range(self.count), self.xs))
        foot = np.array([where, self.ceiling, 0.0])
        self.asker.between(foot, foot + ASKER * UP)
        return self

    def _label(self, name: Words, j: int, i: float, foot: float) -> None:
        won = j == i
        em = CROWNED if won else NAME
        name.scale(em / name.em).set_color(theme.WINNER if won else theme.KEY)
        name.put(self.xs[j], foot - BELOW - CAPITAL * em, align=0)

    def hang(self, run_time: float) -> Animation:
        """The strips run down to their keys, cell by cell."""
        full = [square.points.copy() for square in self.squares]
        longest = max(map(len, full))

        def grow(_: VMobject, alpha: float) -> None:
            shown = math.ceil(alpha * longest / OUTLINE) * OUTLINE
            for square, whole in zip(self.squares, full, strict=True):
                square.set_points(whole[:shown]).set_fill(opacity=1)

        return UpdateFromAlphaFunc(self, grow, rate_func=smooth, run_time=run_time)

    def reform(self, run_time: float) -> Animation:
        """The strips fold into squares, cell by cell."""
        i = float(self.here)

        def fold(_: VMobject, alpha: float) -> None:
            self.at(i, max(1 - alpha, 1e-6) if alpha < 1 else 0)

        return UpdateFromAlphaFunc(self, fold, rate_func=linear, run_time=run_time)

    def grow(self, run_time: float) -> Animation:
        """The squares grow, and the ceiling comes down."""
        i, cell = float(self.here), self.cell

        def spread(_: VMobject, alpha: float) -> None:
            self.ceiling = self.high + alpha * (self.low - self.high)
            self.cell = cell + alpha * (self.large - cell)
            self.grown = alpha
            self.at(i)

        return UpdateFromAlphaFunc(self, spread, rate_func=smooth, run_time=run_time)


def _widths(count: int, i: float) -> list[float]:
    """How many cells wide each key's place is."""
    return [max(abs(i - j), SLOT) for j in range(count)]


def _extent(count: int, i: float) -> tuple[float, float]:
    """In cells: how far apart keys have to stand for their squares, and how wide all are then."""
    widths = np.array(_widths(count, i))
    step = float((widths[1:] + widths[:-1]).max()) / 2 + BETWEEN
    return step, step * (count - 1) + (widths[0] + widths[-1]) / 2


def _clipped(side: float) -> np.ndarray:
    """The cells of a square of any side, the last ones cut: their (left, top) and (right, bottom)
    corners in cells from its upper left one, (n, 2, 2)."""
    ends = np.arange(math.ceil(side - 1e-9))
    grid = np.array([(a, b) for b in ends for a in ends], dtype=float).reshape(-1, 2)
    return np.stack([grid, np.minimum(grid + 1, side)], axis=1)


def _flowing(side: int, strips: float) -> np.ndarray:
    """The cells of a square of `side` on their way from a column of the same number of cells."""
    k = np.arange(side**2)
    column = np.column_stack([np.full(len(k), (side - 1) / 2), k])
    square = np.column_stack([k % side, k // side]) if side else column
    # The lowest go first: each has its own stretch of the time.
    late = 0.5 * (1 - k / max(len(k) - 1, 1))
    share = np.array([smooth(min(max(((1 - strips) - d) / 0.5, 0.0), 1.0)) for d in late])
    corners = column + share[:, None] * (square - column) if len(k) else column
    return np.stack([corners, corners + 1], axis=1).reshape(-1, 2, 2)


def _outlines(boxes: np.ndarray) -> np.ndarray:
    """Boxes by two opposite corners, (n, 2, 2), as one path of closed parts, (16n, 3)."""
    x0, y0 = boxes[:, 0, 0], boxes[:, 0, 1]
    x1, y1 = boxes[:, 1, 0], boxes[:, 1, 1]
    corners = np.stack([x0, y0, x1, y0, x1, y1, x0, y1, x0, y0], axis=1).reshape(-1, 5, 2)
    starts, ends = corners[:, :-1], corners[:, 1:]
    shares = np.array([0, 1 / 3, 2 / 3, 1])[:, None]
    curves = starts[:, :, None] * (1 - shares) + ends[:, :, None] * shares
    flat = curves.reshape(-1, 2)
    return np.column_stack([flat, np.zeros(len(flat))])
