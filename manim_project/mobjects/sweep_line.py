"""The sweep line: square to a query, it moves along it; the key that it touches last has won."""

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import LEFT, ORIGIN, RIGHT, UP, Line, UpdateFromAlphaFunc, VGroup, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.plane import Plane
from manim_project.reference.quantity import value_of

CORE = 5.0  # stroke width
BREADTH = 0.55  # of its shine, in scene units
ENDS = 0.2  # how soon the shine is gone before the ends (mobjects/light.py)
FLASH = 0.25  # of a sweep: how long a key that is touched flashes


class SweepLine(VGroup):
    """A straight white line with a shine. `reach` is its half length (scene units); one that ends
    in the frame lets its shine end softly, by `ends` (see mobjects/light.py)."""

    def __init__(
        self, reach: float = 9.0, color: str = theme.INK, core: float = CORE, ends: float = ENDS
    ) -> None:
        self.reach = reach
        self.shine = beam(LEFT, RIGHT, BREADTH, color, 0.3, ends=ends)
        self.core = Line(LEFT, RIGHT, stroke_width=core, color=theme.shape(color))
        super().__init__(self.shine, self.core)
        self.lie(ORIGIN, UP)

    def lie(self, through: np.ndarray, square_to: np.ndarray) -> Self:
        """Run through a point, square to a direction of the frame."""
        x, y = square_to[0], square_to[1]
        along = self.reach * np.array([-y, x, 0.0]) / np.hypot(x, y)
        self.core.set_points_as_corners([through - along, through + along])
        self.shine.along(through - along, through + along, BREADTH)
        return self

    def at_score(self, plane: Plane, query: Any, score: float) -> Self:
        """Lie where every point of a plane has this score, q · p = score."""
        q = np.asarray(value_of(query), dtype=float)
        return self.lie(plane(q * float(score) / (q**2).sum()), plane.along(q))

    def sweep(
        self,
        plane: Plane,
        query: Any,
        keys: Sequence[Mark],
        scores: Any,
        start: float = 0.0,
        rate_func: Callable[[float], float] = smooth,
        run_time: float = 2.0,
    ) -> Animation:
        """Move along the query from the score `start` to the highest of `scores` (n,), and rest
        there. Each key flashes as the line touches it."""
        reached = np.asarray(value_of(scores), dtype=float)
        flashes = VGroup(*(key.shine.copy().set_fill(theme.INK, opacity=0) for key in keys))

        def move(_: VGroup, alpha: float) -> None:
            now = start + rate_func(alpha) * (reached.max() - start)
            self.at_score(plane, query, now)
            for flash, score in zip(flashes, reached, strict=True):
                touched = (score - start) / ((reached.max() - start) or 1.0)
                age = (rate_func(alpha) - touched) / FLASH
                flash.set_fill(opacity=max(0.0, 1 - age) if age >= 0 and alpha < 1 else 0.0)

        return UpdateFromAlphaFunc(VGroup(flashes, self), move, rate_func=linear, run_time=run_time)
