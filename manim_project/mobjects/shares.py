"""Softmax, seen: one bar of length 1, divided among those who share it."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import Rectangle, VGroup

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.reference.quantity import value_of

GROOVE = 0.03  # between two shares, as long as both can be seen


class ShareBar(VGroup):
    """`weights` (n,) as the parts of a bar that fills a region from left to right.

    `divide` draws other weights; `part(i)` is where a share lies, for a label or a way to it.
    """

    def __init__(self, weights: Any, region: Region, colors: Sequence[str] | None = None) -> None:
        super().__init__()
        self.region = region
        for i in range(len(value_of(weights))):
            color = theme.shape(colors[i] if colors else theme.VALUE)
            self.add(Rectangle(stroke_width=0, fill_color=color, fill_opacity=1))
        self.divide(weights)

    def divide(self, weights: Any) -> Self:
        """Share the bar anew."""
        self.ends = np.concatenate([[0.0], np.cumsum(np.asarray(value_of(weights), dtype=float))])
        for i, bar in enumerate(self):
            part = self.part(i)
            edge = min(GROOVE, part.width / 3)
            corners = [(part.left, part.bottom), (part.right - edge, part.bottom)]
            corners += [(part.right - edge, part.top), (part.left, part.top)]
            bar.set_points_as_corners([(x, y, 0.0) for x, y in (*corners, corners[0])])
        return self

    def part(self, i: int) -> Region:
        """Where share `i` lies."""
        left, right = self.region.left + self.region.width * self.ends[i : i + 2]
        return Region(
            float(left), max(float(left), float(right)), self.region.bottom, self.region.top
        )
