"""Ticks of a number line as rails that run to the horizon, in one-point perspective.

The number line is a level edge in front; every tick on it is the end of a rail that comes from the
vanishing point. Magnifying the line by any factor only turns the rails about that point: so a zoom
over many powers of ten is one steady opening of a fan.
"""

import math
from typing import Self

import numpy as np
from manim import DOWN, VMobject

from manim_project import theme

WIDTH = 0.1  # of a rail at its front end (scene units)
COUNT, WIDEST = 56, 150.0  # rails to each side, and how far: beyond, they lie in the horizon
HIDDEN, BRIGHT = 0.25, 2.2  # between ticks at the front: nearer than this none is seen, or all are
THIRD = 1 / 3


class Rails(VMobject):
    """Rails at equal distances, one path: each is a wedge from the vanishing point to the front."""

    def __init__(self, vanishing: np.ndarray, front: float, color: str = theme.INK) -> None:
        far = theme.soft(color, 0.22)
        super().__init__(stroke_width=0, fill_opacity=1, fill_color=[far, theme.shape(color)])
        self.set_sheen_direction(DOWN)
        self.vanishing, self.front = vanishing, front

    def spread(self, places: np.ndarray, grown: float = 1.0, width: float = WIDTH) -> Self:
        """Rails to these places (n,) on the front edge, as far as they have grown from it."""
        far = 1 - grown
        horizon_x, horizon_y = self.vanishing[:2]
        tip = horizon_x + far * (places - horizon_x)
        height = horizon_y + far * (self.front - horizon_y)
        half = width / 2
        corners = np.zeros((len(places), 5, 3))
        for k, (x, y) in enumerate(
            (
                (tip - half * far, height),
                (tip + half * far, height),
                (places + half, self.front),
                (places - half, self.front),
                (tip - half * far, height),
            )
        ):
            corners[:, k, 0], corners[:, k, 1] = x, y
        starts, ends = corners[:, :-1], corners[:, 1:]
        way = ends - starts
        curves = np.stack([starts, starts + THIRD * way, ends - THIRD * way, ends], axis=2)
        self.points = curves.reshape(-1, 3)
        return self


def visibility(distance: float) -> float:
    """How much is seen of ticks so far apart at the front, from 0 to 1."""
    share = math.log(distance / HIDDEN) / math.log(BRIGHT / HIDDEN)
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def multiples(spacing: float, target: float, unit: float) -> np.ndarray:
    """Where multiples of `spacing` lie on the front edge, the target at 0, a unit of value `unit`
    long: as many as can be told apart, without the target's own."""
    offset = math.fmod(target, spacing) if spacing > 1 else 0.0  # the target is a whole number
    steps = np.arange(-COUNT, COUNT + 1)
    places = (steps * spacing - offset) * unit
    return np.asarray(places[(places != 0) & (abs(places) < WIDEST)])
