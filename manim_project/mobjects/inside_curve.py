"""The light inside the parabola of the keys, over the whole frame."""

import math
from dataclasses import dataclass

import numpy as np

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.mobjects.plane import Plane


@dataclass(frozen=True)
class InsideCurve:
    """The glow below the parabola of a plane, on a raster over the whole frame: bright along the
    edge, dark where the curve has no keys and far below it."""

    plane: Plane

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        right, up = theme.FRAME_WIDTH / 2, theme.FRAME_HEIGHT / 2
        x = np.linspace(-right, right, columns)[None, :] - self.plane.origin[0]
        y = theme.MIDDLE + np.linspace(up, -up, rows)[:, None] - self.plane.origin[1]
        cos, sin = math.cos(self.plane.angle), math.sin(self.plane.angle)
        u, v = (cos * x + sin * y) / self.plane.unit, (cos * y - sin * x) / self.plane.unit
        depth = (-(u**2) / 4 - v) / np.sqrt(1 + u**2 / 4)  # below y = −x²/4, square to it
        deep = np.maximum(depth, 0)
        shine = 0.62 * np.exp(-deep / 0.38) + 0.38 * np.exp(-deep / 2.6)
        start = np.clip((u + 1.3) / 2.0, 0, 1)
        edge = np.clip(depth * self.plane.unit * columns / theme.FRAME_WIDTH + 0.5, 0, 1)
        return shine * edge * start**2 * (3 - 2 * start)


def inside_curve(plane: Plane) -> Light:
    """The glow of a plane's parabola, as a light that covers the frame."""
    color, strength = theme.light(theme.KEY, 0.8)
    shine = Light(InsideCurve(plane), theme.FRAME_WIDTH, theme.FRAME_HEIGHT, color, strength)
    return shine.shift([0.0, theme.MIDDLE, 0.0])
