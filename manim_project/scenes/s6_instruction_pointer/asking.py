"""The query's two numbers on axes: a bracket, and the arrow that grows out of it."""

from typing import Self

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

PAIR = 0.78 * theme.TALL  # em of the query's two numbers, upright,
CLOSE = 0.56 * theme.TALL  # and when the camera has drawn back
REACH = ((-0.3, 5.6), (-0.3, 1.9))  # of the two axes, in units
NUMERAL = 0.5 * theme.TALL  # em of what is read on the axes
TICK = 0.08  # half a tick's length, in scene units
AXES = 0.55  # opacity of the axes


class Asking(VGroup):
    """Axes with ticks at whole units, the query's arrow from their zero, the way to its tip along
    both of them, dashed, and its two numbers."""

    def __init__(self, query: Quantity, plane: Plane) -> None:
        self.query, self.grown = query, 0.0
        self.values = np.asarray(value_of(query), dtype=float)
        self.axes = VMobject(stroke_width=2.5, color=theme.DIM)
        self.feet = VMobject(stroke_width=3, color=theme.soft(theme.QUERY, 0.8))
        self.arrow = Pointer(plane((0, 0)), plane(query), width=0.11)
        words = "({}, {})"
        style = {"size": PAIR, "color": theme.QUERY, "bold": True, "counted": False}
        self.pair = Words(words, *query, **style)  # type: ignore[arg-type]
        small = {"size": NUMERAL, "color": theme.QUERY, "bold": True, "counted": False}
        self.read = VGroup(*(number(q, **small) for q in query))  # type: ignore[arg-type]
        for told, spot, side in zip(self.read, ((1, 0), (0, 1)), (-UP, -RIGHT), strict=True):
            told.in_box(plane(self.values * spot) + 0.42 * theme.TALL * side)
        super().__init__(self.axes, self.feet, self.read, self.arrow, self.pair)
        self.lie(plane, 0.0, 1.0)

    def clear(self, share: float) -> None:
        """At once: the axes and what is read on them are gone by a share."""
        self.axes.set_stroke(opacity=AXES * (1 - share))
        self.feet.set_stroke(opacity=(1 - share) * float(self.grown > 0))
        self.read.set_fill(opacity=(1 - share) * max(0.0, 5 * self.grown - 4))

    def lie(self, plane: Plane, grown: float, upright: float) -> Self:
        """At once: on a plane, the arrow `grown` by a share, and the bracket at its tail, where it
        is large as long as all is upright (1), or at its tip (0)."""
        self.plane, self.grown = plane, grown
        self._draw_axes()
        self.feet.set_points(self._dashes(grown))
        self.arrow.between(plane((0, 0)), plane(max(grown, 1e-3) * self.values))
        self.arrow.set_opacity(float(grown > 0))
        self.arrow.shine.set_stroke(opacity=0)
        size = CLOSE + upright * (PAIR - CLOSE)
        self.pair.scale(size / self.pair.em)
        self.clear(0.0)
        tail = beside(self.pair.copy(), plane((0, 0)), -RIGHT, theme.GAP).get_center()
        head = beside(self.pair.copy(), plane(self.values) + 0.1 * UP, gap=theme.GAP).get_center()
        self.pair.move_to(tail if upright > 0.5 else head)
        self.pair.set_fill(opacity=max(0.0, 2 * abs(2 * upright - 1) - 1))
        return self

    def _draw_axes(self) -> None:
        (left, right), (low, high) = REACH
        ends = [((left, 0), (right, 0)), ((0, low), (0, high))]
        lines = [self.plane(np.array(pair, dtype=float)) for pair in ends]
        for along, across, last in ((0, 1, int(right)), (1, 0, int(high))):
            for k in range(1, last + 1):
                spot = np.zeros(2)
                spot[along] = k
                side = np.zeros(2)
                side[across] = TICK / self.plane.unit
                lines.append(self.plane(np.array([spot - side, spot + side])))
        self.axes.set_points(_straight(np.concatenate(lines)))

    def _dashes(self, grown: float) -> np.ndarray:
        """From both axes to the tip, as far as the arrow has grown."""
        x, y = self.values * grown
        ends: list[tuple[float, float]] = []
        for start, end in (((x, 0.0), (x, y)), ((0.0, y), (x, y))):
            a, b = np.array(start), np.array(end)
            length = float(np.hypot(*(b - a)))
            count = max(1, round(length * self.plane.unit / 0.2))
            for k in range(count):
                ends += [tuple(a + (b - a) * k / count), tuple(a + (b - a) * (k + 0.55) / count)]
        return _straight(self.plane(np.array(ends)))

    def bracket(self) -> VGroup:
        """The two numbers without the first of them, whose place is kept."""
        style = {"size": self.pair.em, "color": theme.QUERY, "bold": True, "counted": False}
        opens = Words("(", **style).put(self.pair.pen[0], self.pair.baseline)  # type: ignore[arg-type]
        rest = Words(", {})", self.query[1], **style)  # type: ignore[arg-type]
        return VGroup(
            opens, rest.put(self.pair.pen[0] + self.pair.advance, self.pair.baseline, align=1)
        )

    @property
    def first(self) -> np.ndarray:
        """The pen of the first of the two numbers, (3,)."""
        return self.pair.pen + Words("(", size=self.pair.em, bold=True).advance * RIGHT


def _straight(ends: np.ndarray) -> np.ndarray:
    """Straight curves from each even point to the odd one after it."""
    start, end = ends[::2], ends[1::2]
    parts = [(1 - t) * start + t * end for t in (0, 1 / 3, 2 / 3, 1)]
    return np.stack(parts, axis=1).reshape(-1, 3)
