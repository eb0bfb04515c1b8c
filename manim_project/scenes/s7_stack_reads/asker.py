"""The newest token asks: a stem up to its height, a ray along the lane, chips riding back."""

import numpy as np
from manim import (
    UP,
    AnimationGroup,
    Create,
    DashedLine,
    FadeIn,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.ribbon import RibbonCell, shoot
from manim_project.mobjects.text import Words
from manim_project.scenes.s7_stack_reads.storeys import STOREY, height
from manim_project.scenes.s7_stack_reads.values import Value

RAY = 0.1  # width of a ray's shaft
MARK = 0.13
NAME = 0.56
NEAR_BY = 0.97  # share of its way from which a chip hides the ray
CLEAR = 0.05  # between a disc and the tip that has found it


class Asker(VGroup):
    """Over the newest cell, at the heights it looks along, the upper one first."""

    def __init__(self, cell: RibbonCell, levels: list[float], task: str) -> None:
        self.cell, x = cell, cell.top[0]
        self.eyes = [np.array([x, height(level) - STOREY / 2, 0.0]) for level in levels]
        self.stem = DashedLine(cell.top, self.eyes[0], color=theme.shape(theme.QUERY))
        self.stem.set_stroke(width=3)
        self.marks = VGroup(*(Mark(eye, MARK, theme.QUERY, 0.7) for eye in self.eyes))
        self.rays = [Pointer(eye, eye + 1e-3 * UP, width=RAY) for eye in self.eyes]
        self.task = Words(task, size=NAME, color=theme.QUERY)
        beside(self.task, cell.box)  # where the next token is going to be
        super().__init__(self.stem, self.marks, self.task)

    def wake(self) -> Animation:
        """Its token is lit, and what it is to do is told."""
        return AnimationGroup(self.cell.light(theme.QUERY), FadeIn(self.task), run_time=0.4)

    def stand_up(self) -> Animation:
        """From the cell up to the height of the stack."""
        return Succession(Create(self.stem, run_time=0.35), FadeIn(self.marks[0], run_time=0.15))

    def look(self, which: int, value: Value, run_time: float) -> Animation:
        """A ray goes left along the lane, to a value."""
        rim = value.disc.get_right() + CLEAR * 2 * np.array([1.0, 0.0, 0.0])
        return shoot(self.rays[which], self.eyes[which], rim, run_time)

    def fetch(self, which: int, chip: Value, run_time: float) -> tuple[Animation, ...]:
        """A chip rides back along the ray, which it takes up.

        Two animations, to be played as they are: in a group they would leave their layer.
        """
        ray, eye, start = self.rays[which], self.eyes[which], chip.disc.get_center()

        def shorten(ray: Pointer, alpha: float) -> None:
            ray.between(eye, start + alpha * (eye - start))
            ray.set_opacity(1.0 if alpha < NEAR_BY else 0.0)

        draw_in = UpdateFromAlphaFunc(ray, shorten, rate_func=smooth, run_time=run_time)
        return draw_in, chip.animate(run_time=run_time).shift(eye - start)
