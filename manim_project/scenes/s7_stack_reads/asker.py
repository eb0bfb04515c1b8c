"""The newest token asks: a stem up to its height, a ray along the lane, chips riding back; and what
is asked for is the next token, a cell that is still empty."""

import numpy as np
from manim import (
    UP,
    AnimationGroup,
    Create,
    DashedLine,
    DashedVMobject,
    FadeIn,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.ribbon import RibbonCell, shoot
from manim_project.mobjects.text import Words
from manim_project.scenes.s7_stack_reads.storeys import STOREY, height
from manim_project.scenes.s7_stack_reads.values import Value

RAY = 0.1  # width of a ray's shaft
MARK = 0.13
NEAR_BY = 0.97  # share of its way from which a chip hides the ray
CLEAR = 0.05  # between a disc and the tip that has found it


class Asker(VGroup):
    """Over the newest cell, at the heights it looks along, the upper one first.

    `task` is the name of the instruction that is to be done, `blank` where its token will lie.
    """

    def __init__(self, cell: RibbonCell, levels: list[float], task: Words, blank: VMobject) -> None:
        self.cell, self.task, x = cell, task, cell.top[0]
        self.eyes = [np.array([x, height(level) - STOREY / 2, 0.0]) for level in levels]
        self.stem = DashedLine(cell.top, self.eyes[0], color=theme.shape(theme.QUERY))
        self.stem.set_stroke(width=3)
        self.marks = VGroup(*(Mark(eye, MARK, theme.QUERY, 0.7) for eye in self.eyes))
        self.rays = [Pointer(eye, eye + 1e-3 * UP, width=RAY) for eye in self.eyes]
        edge = Rectangle(width=blank.width - 0.03, height=blank.height - 0.03).move_to(blank)
        dashes = round((blank.width + blank.height) * 9)
        self.blank = DashedVMobject(edge, num_dashes=dashes, color=theme.shape(theme.QUERY))
        self.blank.set_stroke(theme.shape(theme.QUERY), width=3)
        super().__init__(self.stem, self.marks)

    def wake(self) -> Animation:
        """Its token is lit; what is to be done, and where that is going to be told."""
        return AnimationGroup(
            self.cell.light(theme.QUERY),
            self.task.animate.set_color(theme.QUERY),
            FadeIn(self.blank),
            run_time=0.35,
        )

    def stand_up(self) -> Animation:
        """From the cell up to the height of the stack."""
        return Create(self.stem, run_time=0.4)

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
