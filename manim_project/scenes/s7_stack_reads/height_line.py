"""The height of the stack as a line over the tape, with a shining head."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation
from manim.constants import CapStyleType, LineJointType

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.scenes.s7_stack_reads.storeys import END, START, edge, height

WIDTH = 8.0  # stroke width
HEAD = 0.12  # radius


class HeightLine(VGroup):
    """A level stretch for each line of the trace, `levels` of them; `reach` is how far it goes."""

    def __init__(self) -> None:
        self.levels: list[float] = []
        self.reach = START
        self.line = VMobject(color=theme.INK, stroke_width=WIDTH)
        self.line.joint_type, self.line.cap_style = LineJointType.ROUND, CapStyleType.ROUND
        self.head = Mark(np.array([START, height(0), 0.0]), HEAD, theme.INK, 0.6)
        super().__init__(self.line, self.head)

    def corners(self) -> np.ndarray:
        """Where it turns, (n, 3): from the floor on, up or down at the start of each stretch."""
        ends = [edge(k) for k in range(len(self.levels))]
        path = [(START, height(0))]
        for k, level in enumerate(self.levels):
            stop = ends[k + 1] if k + 1 < len(ends) else self.reach
            path += [(ends[k], height(level)), (stop, height(level))]
        steps = [path[0], *(b for a, b in pairwise(path) if a != b)]
        return np.array([(x, y, 0.0) for x, y in steps])

    def draw(self, share: float = 1.0) -> None:
        """Lie along the first `share` of the way, by its length."""
        corners = self.corners()
        lengths = np.abs(np.diff(corners, axis=0)).sum(axis=1)
        run = np.concatenate([[0.0], np.cumsum(lengths)])
        seen = share * run[-1]
        end = np.array([np.interp(seen, run, corners[:, k]) for k in range(3)])
        path = [*corners[run < seen], end]
        self.line.set_points_as_corners(path if len(path) > 1 else [end, end])
        self.head.at(end)

    def trace(self, levels: Sequence[float], run_time: float) -> Animation:
        """The head runs over all of these heights, to the right end."""
        self.levels, self.reach = list(levels), END
        return UpdateFromAlphaFunc(self, lambda line, a: line.draw(a), run_time=run_time)

    def extend(self, run_time: float) -> Animation:
        """A new line of the trace, at first as high as the last."""
        before = self.levels[-1] if self.levels else 0.0
        start = edge(len(self.levels))
        stop = edge(len(self.levels) + 1) if len(self.levels) < 3 else END
        self.levels = [*self.levels, before]

        def grow(line: HeightLine, alpha: float) -> None:
            line.reach = start + alpha * (stop - start)
            line.draw()

        return UpdateFromAlphaFunc(self, grow, rate_func=smooth, run_time=run_time)

    def step(self, change: float, run_time: float) -> Animation:
        """Its last stretch rises, or falls, by so much."""
        before = self.levels[-1]

        def lift(line: HeightLine, alpha: float) -> None:
            line.levels[-1] = before + alpha * change
            line.draw()

        return UpdateFromAlphaFunc(self, lift, rate_func=smooth, run_time=run_time)
