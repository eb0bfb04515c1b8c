"""The keys of a memory on their parabola: all of them are on the rim."""

import math

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s5_hull_lookup.rim import ASKER, RADIUS, TOUCHED, WON, resize, reveal

EDGE = ((16.0, 0.1), (4.0, 0.9))  # stroke widths and opacities of the curve
LOW = 0.9 * theme.TALL  # of the query's tail, above the foot of the room


class Curve(VGroup):
    """So many keys on their parabola, turned and squeezed until the middle one is on top, and the
    line that rolls over them: where it touches does not depend on that."""

    def __init__(self, count: int, room: Region, query: Pointer) -> None:
        middle = (count - 1) / 2
        table = REFERENCE.textbook.parabola(count, middle)
        self.heights = np.asarray(value_of(table.scores), dtype=float)
        self.across = Scale.across(room, 0, count - 1)
        self.up = Scale.up(room, 0, float(self.heights.max()))
        self.middle = middle
        self.keys = VGroup(*(Mark(self.place(j)) for j in range(count)))
        start, end = self.place(0), self.place(count - 1)
        control = np.array([room.centre[0], 2 * self.up(middle**2) - start[1], 0.0])
        thirds = [(start + 2 * control) / 3, (end + 2 * control) / 3]
        self.edge = VGroup()
        for width, share in EDGE:
            stroke = VMobject(stroke_width=width, color=theme.shape(theme.KEY))
            self.edge.add(stroke.set_stroke(opacity=share).set_points([start, *thirds, end]))
        self._bent = [stroke.points.copy() for stroke in self.edge]
        self.line = SweepLine(2 * theme.FRAME_WIDTH)
        reveal(self.line, 0.0)
        self.query = query
        self.tail = np.array([room.centre[0], room.bottom + LOW, 0.0])
        super().__init__(self.edge, self.line, self.keys)
        for key in self.keys:
            resize(key, 1.0, 0.6)

    def place(self, j: float) -> np.ndarray:
        """The curve at a place j, between keys too."""
        return np.array([self.across(j), self.up(j * (2 * self.middle - j)), 0.0])

    def asker(self, i: float) -> np.ndarray:
        """The ends of the query for a place i, (2, 3): square to the line."""
        x, y = -self.slope(i), 1.0
        way = np.array([x, y, 0.0]) / math.hypot(x, y)
        return np.array([self.tail, self.tail + ASKER * way])

    def slope(self, i: float) -> float:
        """How steep the curve is at a place i."""
        return 2 * (self.middle - i) * self.up.unit / self.across.unit

    def spread(self, count: int) -> list[int]:
        """So many of the keys, evenly spread, both ends among them."""
        return [round(share * (len(self.keys) - 1)) for share in np.linspace(0, 1, count)]

    def touch(self, i: float) -> None:
        """The line is as steep as the curve at a place i, and rests on the key nearest to it, which
        wins; half-way between two it lies on both."""
        self.line.lie(self.place(round(i)), np.array([-self.slope(i), 1.0, 0.0]))
        self.query.between(*self.asker(i))
        for j, key in enumerate(self.keys):
            won = j == round(i)
            key.paint(theme.WINNER if won else theme.KEY)
            resize(key, WON if won else TOUCHED if j < i else 1.0, 1.0 if won else 0.6)

    def roll(self, run_time: float) -> Animation:
        """The query turns, and the line rolls over all keys, from the first to the last."""

        def move(_: VMobject, alpha: float) -> None:
            reveal(self.line, 1.0)
            self.touch(alpha * (len(self.keys) - 1))

        group = VGroup(self, self.query)
        return UpdateFromAlphaFunc(group, move, rate_func=smooth, run_time=run_time)

    def let_go(self, run_time: float) -> Animation:
        """The line leaves, and the keys are all alike again."""
        won = self.keys[-1].dot.width / 2 / RADIUS

        def leave(_: VMobject, alpha: float) -> None:
            reveal(self.line, 1 - alpha)
            for key in self.keys:
                size = won if key is self.keys[-1] else TOUCHED
                key.paint(theme.KEY)
                resize(key, size + alpha * (TOUCHED - size), 0.6 * (1 - alpha))

        return UpdateFromAlphaFunc(self, leave, rate_func=smooth, run_time=run_time)

    def flatten(self, height: float, share: float) -> None:
        """The curve itself is straightened so far, at a height; it fades as it gets there."""
        for stroke, (_, opacity), points in zip(self.edge, EDGE, self._bent, strict=True):
            flat = points * (1, 0, 1) + (0, height, 0)
            stroke.points = points + share * (flat - points)
            stroke.set_stroke(opacity=opacity * (1 - share))
