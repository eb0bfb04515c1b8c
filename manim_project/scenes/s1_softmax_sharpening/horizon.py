"""The light on the horizon of the float ruler."""

from dataclasses import dataclass

import numpy as np
from manim import DOWN, UP, VGroup

from manim_project import theme
from manim_project.mobjects.light import Band, Light, halo

BREADTH = 1.6  # of the box of a ray
HEIGHT = 5.2  # of the sky's and the plain's light together (scene units)
LEVEL = 0.66  # of the horizon in it, from the upper edge
SKY, PLAIN, CORE = 0.2, 0.09, 0.016  # how far the light reaches up, down, and where it is brightest


@dataclass(frozen=True)
class Dawn:
    """Light on a horizon: it rises high in the middle, and is gone at both ends."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x = np.linspace(-1, 1, columns)
        y = np.linspace(0, 1, rows)
        height = (LEVEL - y)[:, None]
        arch = np.clip(1 - x**2, 0, 1)[None, :]
        above = np.exp(-np.maximum(height, 0) / (SKY * (0.35 + 0.65 * arch)))
        below = np.exp(np.minimum(height, 0) / PLAIN)
        core = np.exp(-np.abs(height) / CORE) * np.exp(-7 * x**2)[None, :]
        edges = np.clip(8 * np.minimum(y, 1 - y), 0, 1)[:, None]
        return (0.5 * np.where(height > 0, above, below) * arch**1.4 + 0.5 * core) * edges


@dataclass(frozen=True)
class Ray:
    """The shine along a rail: from nothing at the vanishing point to its full breadth in front."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x = np.linspace(-1, 1, columns)[None, :]
        near = np.linspace(0, 1, rows)[:, None]
        breadth = 0.03 + 0.4 * near
        return np.exp(-((x / breadth) ** 2)) * near**0.6 * np.clip(12 * (1 - near), 0, 1)


def ray(vanishing: np.ndarray, front: float, color: str) -> Light:
    """A shine along the middle rail, from the vanishing point to the front edge."""
    height = float(vanishing[1]) - front
    shine = Light(Ray(), BREADTH, height, *theme.light(color, 0.6))
    shine.move_to(vanishing + height / 2 * DOWN)
    return shine


def horizon_light(at: np.ndarray) -> VGroup:
    """Dawn, the horizon's own line, and the shine of the vanishing point `at`."""
    color, strength = theme.light(theme.mix(theme.KEY, theme.INK, 0.45), 0.5)
    dawn = Light(Dawn(), theme.FRAME_WIDTH, HEIGHT, color, strength)
    dawn.move_to(at + (LEVEL - 0.5) * HEIGHT * UP)
    line = Light(Band(fall=5, ends=1.2), theme.FRAME_WIDTH, 0.07, *theme.light(theme.INK, 0.5))
    return VGroup(dawn, line.move_to(at), halo(at, 0.5, theme.INK, 0.4))
