"""A tally of looks: two marks for each cut. A key that was looked at before is only a ring."""

import numpy as np
from manim import Circle, Dot, VGroup, VMobject

from manim_project import theme

APART, RING = 3.0, 3.0  # in radii: from one mark of a pair to the other; in points: a ring's line


class Pair(VGroup):
    """The two marks of one cut, side by side: so many of them are new. It comes by `mark`."""

    def __init__(self, new: int, radius: float) -> None:
        self.half = APART * radius / 2
        super().__init__(*(self._mark(k < new, radius) for k in range(2)))
        self.marked(0.0)

    @staticmethod
    def _mark(is_new: bool, radius: float) -> VMobject:
        if is_new:
            return Dot(radius=radius, color=theme.INK)
        return Circle(0.85 * radius, color=theme.INK, stroke_width=RING)

    def place(self, k: int) -> np.ndarray:
        """The middle of one of them."""
        return np.asarray(self[k].get_center())

    def at(self, point: np.ndarray) -> None:
        """Stand about a point."""
        for mark, x in zip(self, (-self.half, self.half), strict=True):
            mark.move_to(point + np.array([x, 0.0, 0.0]))

    def marked(self, share: float) -> None:
        """Be seen so clearly."""
        for mark in self:
            if isinstance(mark, Dot):
                mark.set_fill(opacity=share)
            else:
                mark.set_stroke(opacity=share)
