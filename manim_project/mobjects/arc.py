"""Arrows that look back: from the token that asks to the token that is read."""

import math

import numpy as np
from manim import ArcBetweenPoints, Triangle, VGroup

from manim_project import theme

TIP = 0.16
QUERY = theme.shape(theme.QUERY)


class LookBack(VGroup):
    """A curved arrow from `start` to `end`, bent by `angle` (radians; the sign is the side)."""

    def __init__(
        self, start: np.ndarray, end: np.ndarray, angle: float = 1.0, color: str = QUERY
    ) -> None:
        arc = ArcBetweenPoints(start, end, angle=angle, color=color, stroke_width=4)
        heading = end - arc.point_from_proportion(0.97)
        tip = Triangle(color=color, fill_opacity=1, stroke_width=0).scale_to_fit_height(TIP)
        tip.rotate(np.arctan2(heading[1], heading[0]) - np.pi / 2)
        tip.move_to(end - 0.5 * TIP * heading / math.hypot(*heading))
        super().__init__(arc, tip)
