"""The height of the stack as a line over the tape, with a shining head."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation
from manim.constants import CapStyleType, LineJointType

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.scenes.s7_stack_reads.storeys import END, START, height

WIDTH, QUIET = 8.0, 5.0  # stroke widths
HEAD = 0.12  # radius


class HeightLine(VGroup):
    """From the floor on, up or down at `steps` to `levels`; `reach` is how far it goes."""

    def __init__(self) -> None:
        self.steps: list[float] = []
        self.levels: list[float] = []
        self.reach = START
        self.line = VMobject(color=theme.INK, stroke_width=WIDTH)
        self.line.joint_type, self.line.cap_style = LineJointType.ROUND, CapStyleType.ROUND
        self.head = Mark(np.array([START, height(0), 0.0]), HEAD, theme.INK, 0.6)
        super().__init__(self.line, self.head)

    def corners(self) -> np.ndarray:
        """Where it turns, (n, 3)."""
        path, before = [(START, height(0))], 0.0
        for x, level in zip(self.steps, self.levels, strict=True):
            path += [(x, height(before)), (x, height(level))]
            before = level
        path.append((self.reach, height(before)))
        return np.array([(x, y, 0.0) for x, y in path])

    def length(self) -> float:
        """Along all of its way."""
        return float(np.abs(np.diff(self.corners(), axis=0)).sum())

    def draw(self, seen: float) -> Self:
        """Lie along so much of its way."""
        corners = self.corners()
        run = np.concatenate([[0.0], np.abs(np.diff(corners, axis=0)).sum(axis=1).cumsum()])
        end = np.array([np.interp(seen, run, corners[:, k]) for k in range(3)])
        path = [*corners[run < seen], end]
        self.line.set_points_as_corners(path if len(path) > 1 else [end, end])
        self.head.at(end)
        return self

    def _walk(self, before: float, run_time: float) -> Animation:
        """The head runs on, to where the line now ends."""
        after = self.length()
        return UpdateFromAlphaFunc(
            self,
            lambda line, a: line.draw(before + a * (after - before)),
            rate_func=smooth,
            run_time=run_time,
        )

    def trace(self, steps: Sequence[float], levels: Sequence[float], run_time: float) -> Animation:
        """The head runs over all of these heights, to the right end."""
        self.steps, self.levels, self.reach = list(steps), list(levels), END
        return self._walk(0.0, run_time)

    def run_to(self, x: float, run_time: float) -> Animation:
        """On along its height."""
        before, self.reach = self.length(), x
        return self._walk(before, run_time)

    def step(self, change: float, reach: float, run_time: float) -> Animation:
        """It rises, or falls, by so much where it ends, and runs on from there."""
        before = self.length()
        self.steps.append(self.reach)
        self.levels.append((self.levels[-1] if self.levels else 0.0) + change)
        self.reach = reach
        return self._walk(before, run_time)

    def slide(self, steps: Sequence[float], run_time: float) -> Animation:
        """Its steps move to other places; its heights stay."""
        before, after = np.array(self.steps), np.array(steps)

        def move(line: HeightLine, alpha: float) -> None:
            line.steps = list(before + alpha * (after - before))
            line.draw(line.length())

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    def quiet(self, share: float | None) -> Animation:
        """It stands back, in so much of its colour; None: it is what is looked at."""
        color = theme.INK if share is None else theme.soft(theme.INK, share)
        width = WIDTH if share is None else QUIET
        return self.line.animate(run_time=theme.QUICK).set_stroke(color, width=width)
