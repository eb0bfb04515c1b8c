"""The height of what comes back from the memory: a level line that meets no value."""

import numpy as np
from manim import Line, UpdateFromAlphaFunc, VGroup, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.regions import Region


class Level(VGroup):
    """A line through `point` across a region."""

    def __init__(self, point: np.ndarray, region: Region) -> None:
        self.point = point
        left, right = (np.array([x, point[1], 0.0]) for x in (region.left, region.right))
        self.ends = left, right
        self.line = Line(left, right, stroke_width=3, color=theme.soft(theme.INK, 0.7))
        self.shine = beam(left, right, 0.3, theme.INK, 0.25)
        super().__init__(self.shine, self.line)

    def spread(self, run_time: float) -> Animation:
        """From the point to both sides."""

        def draw(_: VGroup, alpha: float) -> None:
            reach = max(smooth(alpha), 1e-3)
            left, right = (self.point + reach * (end - self.point) for end in self.ends)
            self.line.set_points_as_corners([left, right])
            self.shine.along(left, right, 0.3)

        return UpdateFromAlphaFunc(self, draw, rate_func=linear, run_time=run_time)
