"""The machine's layers, and the way round them: all tokens go in, one token comes out."""

from itertools import pairwise

import numpy as np
from manim import (
    PI,
    AnimationGroup,
    Create,
    Dot,
    FadeIn,
    LaggedStart,
    MoveAlongPath,
    Succession,
    Triangle,
    VGroup,
    VMobject,
    there_and_back,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

TIP = 0.2
SPARK = 0.11
BELOW = 0.4 * theme.TALL  # from the frame's upper edge to the way in
UNDER = 0.87 * theme.TALL  # from the last layer's middle to the way out
BUS = 0.35  # from the frame to the part of the way out that runs beside it


def rail(*corners: object, color: str = theme.DIM, width: float = 3) -> VMobject:
    """A thin line through points (x, y) or (x, y, z)."""
    points = [(*np.asarray(corner, dtype=float)[:2], 0.0) for corner in corners]
    return VMobject(stroke_color=color, stroke_width=width).set_points_as_corners(np.array(points))


def tip(end: object, angle: float, color: str = theme.DIM) -> Triangle:
    """An arrow's head that touches the point `end` (x, y), turned by `angle` from upwards."""
    head = Triangle(color=color, fill_opacity=1, stroke_width=0).scale_to_fit_height(TIP)
    back = np.array([np.sin(angle), -np.cos(angle), 0.0])
    point = np.array([*np.asarray(end, dtype=float)[:2], 0.0])
    return head.rotate(angle).move_to(point + TIP / 2 * back)


class Layers(VGroup):
    """The layers by name, from top to bottom around `x`, beside a frame that holds all tokens.

    `frame` is its left, right, bottom and top. The way in leads from the frame to the first
    layer, the way out from the last one to `end` (x, y), a place in the frame.
    """

    def __init__(
        self,
        names: Quantity,
        *,
        x: float,
        top: float,
        pitch: float,
        width: float,
        frame: tuple[float, float, float, float],
        end: tuple[float, float],
    ) -> None:
        left, self.edge, bottom, over = frame
        self.cells = VGroup()
        for row, name in enumerate(names):
            cell = Cell("{}", name, width=width, face=theme.WORDS, size=theme.BODY)
            self.cells.add(cell.place(np.array([x, top - row * pitch, 0.0])))
        self.wires = VGroup(*(rail(a.get_bottom(), b.get_top()) for a, b in pairwise(self.cells)))
        first = self.cells[0].get_top()
        self.frame = RoundedRectangle(
            width=self.edge - left, height=over - bottom, corner_radius=0.15, stroke_width=2.5
        )
        self.frame.move_to([(left + self.edge) / 2, (bottom + over) / 2, 0.0])
        self.frame.set_stroke(theme.FAINT)
        height = over - BELOW
        self.into = VGroup(rail((self.edge, height), (x, height), first), tip(first, PI))
        self.out = VGroup(self._way_out(end), tip(end, PI / 2))
        super().__init__(self.frame, self.into, self.out, self.wires, self.cells)

    def _way_out(self, end: tuple[float, float], *beyond: np.ndarray) -> VMobject:
        x, y, _ = self.cells[-1].get_center()
        bus, start = self.edge + BUS, self.cells[-1].get_bottom()
        corners = start, (x, y - UNDER), (bus, y - UNDER), (bus, end[1])
        return rail(*corners, (end[0] + TIP / 2, end[1]), *beyond)

    def appear(self) -> Animation:
        """The layers, from the first to the last."""
        return LaggedStart(*map(FadeIn, self.cells), FadeIn(self.wires), lag_ratio=0.3)

    def close(self) -> Animation:
        """The frame, the way in and the way out."""
        ways = (
            Succession(Create(way), FadeIn(head, run_time=0.2))
            for way, head in (self.into, self.out)
        )
        return Succession(Create(self.frame), *ways)

    def read(self, run_time: float) -> Animation:
        """All tokens go in."""
        spark = Dot(self.into[0].get_start(), SPARK, color=theme.shape(theme.WINNER))
        lit = self.frame.animate(rate_func=there_and_back, run_time=run_time)
        move = MoveAlongPath(spark, self.into[0], run_time=run_time, remover=True)
        return AnimationGroup(lit.set_stroke(theme.WINNER), move)

    def work(self, run_time: float) -> Animation:
        """Each layer in turn does its part."""
        flashes = [
            cell.animate(rate_func=there_and_back).colored(theme.WINNER) for cell in self.cells
        ]
        return LaggedStart(*flashes, lag_ratio=0.6, run_time=run_time)

    def send_out(self, token: Words, run_time: float) -> Animation:
        """A token leaves the last layer for its place in the frame, where it stands already."""
        end = self.out[1].get_left()
        path = self._way_out((end[0], end[1]), token.get_center())
        return MoveAlongPath(token, path, run_time=run_time)

    def reach(self, end: tuple[float, float]) -> Animation:
        """The way out leads to another place."""
        way, head = self.out
        target = self._way_out(end)
        return AnimationGroup(
            way.animate.become(target), head.animate.move_to(tip(end, PI / 2).get_center())
        )

    def glow(self, run_time: float) -> Animation:
        """The wire, once round, stays lit."""
        lit = [way.animate.set_color(theme.WINNER) for way in (self.into, self.wires, self.out)]
        return LaggedStart(*lit, lag_ratio=0.6, run_time=run_time)
