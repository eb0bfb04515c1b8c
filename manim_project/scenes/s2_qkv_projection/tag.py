"""A word beside its mark."""

from typing import Self

import numpy as np
from manim import AnimationGroup, FadeIn, Rectangle, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words


class Tag(VGroup):
    """Words on a plate of the ground: a line that passes below leaves them readable."""

    def __init__(self, words: Words, pad: float = 0.05) -> None:
        self.words = words
        self.plate = Rectangle(stroke_width=0, fill_color=theme.BACKGROUND, fill_opacity=1)
        super().__init__(self.plate, words)
        left, foot, _ = words.points.min(axis=0) - pad
        right, top, _ = words.points.max(axis=0) + pad
        corners = [(left, foot), (right, foot), (right, top), (left, top), (left, foot)]
        self.plate.set_points_as_corners([(x, y, 0.0) for x, y in corners])

    def appear(self) -> Animation:
        """The words fade in; what is below them must not shine through, so the plate is there."""
        return AnimationGroup(FadeIn(self.plate, rate_func=lambda _: 1.0), FadeIn(self.words))

    def at(self, point: np.ndarray, align: float = -1.0) -> Self:
        """Put the left (-1) or right (1) end of the line at a point, by its baseline."""
        before = self.words.pen
        self.words.put(point[0], point[1], align)
        self.plate.shift(self.words.pen - before)
        return self
