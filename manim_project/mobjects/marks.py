"""Marks of the one grammar: dots that shine, arrows that ask, discs as large as a weight, trails.

Keys are blue marks, values green discs, the output is a white mark, a query an orange arrow; what
has won turns gold.
"""

import math
from typing import Any, Self

import numpy as np
from manim import ORIGIN, Circle, Dot, VGroup, VMobject

from manim_project import theme
from manim_project.mobjects.light import beam, halo

REACH = 4.0  # how far a mark shines, in radii of its dot
TIP = 3.2  # an arrow's tip: its width, and its length by `SLIM`, in widths of the shaft
SLIM = 1.0
BROAD = 7.0  # how broad an arrow shines, in widths of its shaft


class Mark(VGroup):
    """A dot and its shine."""

    def __init__(
        self,
        point: np.ndarray = ORIGIN,
        radius: float = 0.12,
        color: str = theme.KEY,
        shine: float = 0.5,
    ) -> None:
        self.shine = halo(point, REACH * radius, color, shine)
        self.dot = Dot(point, radius, color=theme.shape(color))
        super().__init__(self.shine, self.dot)

    def at(self, point: np.ndarray) -> Self:
        """Stand at a point."""
        self.shift(point - self.dot.get_center())
        return self

    def paint(self, color: str) -> Self:
        """Take another meaning's colour, shine and all; opacities stay."""
        self.dot.set_fill(theme.shape(color))
        self.shine.set_fill(theme.light(color, 1.0)[0])
        return self


class Pointer(VGroup):
    """A solid arrow and its shine: a query, or a step. `width` is its shaft's (scene units)."""

    def __init__(
        self,
        start: np.ndarray,
        end: np.ndarray,
        color: str = theme.QUERY,
        width: float = 0.085,
    ) -> None:
        self.shaft = width
        self.shine = beam(start, end, BROAD * width, color, 0.3, ends=1.0)
        self.arrow = VMobject(stroke_width=0, fill_opacity=1, color=theme.shape(color))
        super().__init__(self.shine, self.arrow)
        self.between(start, end)

    def between(self, start: np.ndarray, end: np.ndarray) -> Self:
        """Lead from one point to another; an arrow shorter than its tip is all tip."""
        way = np.asarray(end - start, dtype=float)
        length = math.hypot(way[0], way[1])
        along = way / length if length else np.array([1.0, 0.0, 0.0])
        across = np.array([-along[1], along[0], 0.0])
        tip = min(TIP * SLIM * self.shaft, length)
        half, wide = self.shaft / 2, TIP / 2 * self.shaft
        neck = end - tip * along
        self.shine.along(start - self.shaft * along, end + self.shaft * along, BROAD * self.shaft)
        self.arrow.set_points_as_corners(
            [
                start + half * across,
                neck + half * across,
                neck + wide * across,
                end,
                neck - wide * across,
                neck - half * across,
                start - half * across,
                start + half * across,
            ]
        )
        return self


def disc_radius(weight: Any, largest: float) -> float:
    """The radius of a disc whose area is a weight: `largest` for a weight of 1."""
    return largest * math.sqrt(max(float(weight), 0.0))


class ValueDisc(VGroup):
    """A value, as a disc whose area is its weight; the place of a weight of 0 stays as a speck."""

    def __init__(
        self, point: np.ndarray, largest: float, color: str = theme.VALUE, speck: float = 0.045
    ) -> None:
        self.largest = largest
        hue = theme.shape(color)
        self.speck = Dot(point, speck, color=theme.mix(theme.DIM, theme.BACKGROUND, 0.8))
        self.shine = halo(point, largest, color, 0.28)
        # Rimmed by the ground, so that two that overlap are still two.
        self.disc = Circle(largest, color=theme.BACKGROUND, fill_color=hue, fill_opacity=1)
        self.disc.set_stroke(width=2).move_to(point)
        super().__init__(self.shine, self.speck, self.disc)
        self.point = np.asarray(point)
        self._disc = (self.disc.points - self.point) / largest  # of radius 1, about no point
        self._shine = (self.shine.points - self.point) / largest
        self.weigh(1.0)

    def weigh(self, weight: Any) -> Self:
        """Take the area of a weight."""
        radius = max(disc_radius(weight, self.largest), 1e-4)
        glow = radius + 0.35 * self.largest if radius > 0.01 else 5e-4
        self.disc.points = radius * self._disc + self.point
        self.shine.points = glow * self._shine + self.point
        self.speck.move_to(self.point)
        return self


class Trail(VGroup):
    """The way that something has gone: wide and bright at its head, gone at its tail.

    A strip along a path, drawn anew by `follow`: of `parts` layers, each from its own place to the
    head, so that no seam is seen between them.
    """

    def __init__(
        self, color: str = theme.INK, width: float = 0.18, opacity: float = 0.6, parts: int = 18
    ) -> None:
        super().__init__()
        self.wide = width
        before = 0.0
        for k in range(parts):
            now = opacity * ((k + 1) / parts) ** 1.6
            layer = VMobject(stroke_width=0, color=theme.shape(color))
            self.add(layer.set_fill(opacity=1 - (1 - now) / (1 - before)))
            before = now

    def follow(self, path: np.ndarray) -> Self:
        """Lie along a path, (n, 3), its head last; fewer than two points: nothing."""
        steps = np.hypot(*np.diff(path[:, :2], axis=0).T) if len(path) > 1 else np.zeros(0)
        run = np.concatenate([[0.0], np.cumsum(steps)])
        if not run[-1]:
            for layer in self:
                layer.clear_points()
            return self
        shares = np.linspace(0, run[-1], len(self) + 1)
        spine = np.column_stack([np.interp(shares, run, path[:, k]) for k in range(3)])
        way = np.gradient(spine, axis=0)
        way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
        across = np.column_stack([-way[:, 1], way[:, 0], np.zeros(len(way))])
        half = self.wide / 2 * np.linspace(0.05, 1, len(spine))[:, None] * across
        left, right = spine + half, spine - half
        for k, layer in enumerate(self):
            corners = [*left[k:], *right[k:][::-1]]
            layer.set_points_as_corners([*corners, corners[0]])
        return self
