"""The place in the program, step by step: a line that goes down a lane a step, and is thrown up."""

from collections.abc import Callable, Sequence

import numpy as np
from manim import RIGHT, Line, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation
from manim.constants import CapStyleType, LineJointType

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.ribbon import TOP
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s6_instruction_pointer.places import lane

EDGE = (
    (44.0, 0.05),
    (26.0, 0.09),
    (14.0, 0.18),
    (7.0, 1.0),
)  # stroke widths and opacities of the lit line
OLD = 0.45  # how bright the line's first strokes are, by its head
HEAD = 0.19  # radius of its head


class Zigzag(VGroup):
    """A line through the places before and after each of the first `count` steps of a run: from
    lane to lane, with the step k above `xs(k)`; it begins above xs(−1).

    `reach(s)` draws it as it is after s steps. A thread leads from each counted step up to it.
    """

    def __init__(self, run: Quantity, count: int, xs: Callable[[float], float]) -> None:
        self.lanes = [round(float(run.lines[k].ip_before)) for k in range(count + 1)]
        self.points_at = np.array(
            [[xs(k - 1), lane(place), 0.0] for k, place in enumerate(self.lanes)]
        )
        ink = theme.shape(theme.INK)
        self.strokes = VGroup(*(VMobject(stroke_width=width) for width, _ in EDGE))
        for stroke in self.strokes:
            stroke.joint_type, stroke.cap_style = LineJointType.ROUND, CapStyleType.ROUND
            stroke.set_sheen_direction(RIGHT)
        self.ink = ink
        self.threads = VMobject(stroke_width=2.5, color=theme.soft(theme.KEY, 0.55))
        self.area = VMobject(stroke_width=0).set_sheen_direction(RIGHT)
        self.head = Mark(radius=HEAD, color=theme.INK, shine=0.6)
        super().__init__(self.area, self.threads, self.strokes, self.head)
        self.reach(0.0)

    def at(self, counted: float) -> np.ndarray:
        """The point of the line after so many steps, which need not be a whole number."""
        last = len(self.points_at) - 1
        k = min(int(counted), last - 1)
        share = counted - k
        return (1 - share) * self.points_at[k] + share * self.points_at[k + 1]

    @property
    def place(self) -> int:
        """The lane on which the head stood last."""
        return self.lanes[int(self.counted + 1e-6)]

    def reach(self, counted: float) -> None:
        """At once: the line is drawn as far as so many steps."""
        self.counted, whole = counted, int(counted)
        passed = [*self.points_at[: whole + 1]]
        if counted > whole or not whole:
            passed.append(self.at(counted))
        faded = theme.mix(theme.INK, theme.BACKGROUND, OLD)
        for stroke, (_, share) in zip(self.strokes, EDGE, strict=True):
            stroke.set_points_as_corners(passed)
            if share == 1:
                stroke.set_stroke([faded, self.ink], opacity=1)
            else:
                stroke.set_stroke([self.ink, self.ink], opacity=[0.2 * share, share])
        tip = passed[-1]
        self._hang(whole, tip)
        foot = [[tip[0], TOP, 0.0], [passed[0][0], TOP, 0.0]]
        self.area.set_points_as_corners([*passed, *foot, passed[0]])
        hue = theme.shape(theme.KEY)
        self.area.set_fill([hue, hue], opacity=[0.0, 0.13])
        self.head.at(tip)

    def _hang(self, whole: int, tip: np.ndarray) -> None:
        curves = []
        for point in self.points_at[1 : whole + 1]:
            foot = np.array([point[0], TOP, 0.0])
            curves += [(1 - t) * foot + t * point for t in (0, 1 / 3, 2 / 3, 1)]
        self.threads.set_points(np.array(curves).reshape(-1, 3))

    def walk(
        self,
        start: int,
        times: Sequence[float],
        tell: Callable[[float], object],
        others: Sequence[VMobject] = (),
    ) -> Animation:
        """From `start` on, a step for each of these durations; `tell` is told in each frame how
        many steps have been counted, a part of one included, and changes `others`."""
        ends = np.cumsum(times)

        def go(_: VGroup, alpha: float) -> None:
            now = alpha * ends[-1]
            k = min(int(np.searchsorted(ends, now, side="right")), len(times) - 1)
            share = (now - (ends[k] - times[k])) / times[k]
            moved = smooth(min(max((share - 0.25) / 0.6, 0.0), 1.0))
            done = float(len(times)) if alpha == 1 else k + moved
            self.reach(start + done)
            tell(start + (done if alpha == 1 else k + min(share, 0.999)))

        whole = VGroup(self, *others)
        return UpdateFromAlphaFunc(whole, go, rate_func=linear, run_time=float(ends[-1]))


def lane_lines(count: int, left: float, right: float) -> VGroup:
    """A faint level line for each lane."""
    color = theme.mix(theme.DIM, theme.BACKGROUND, 0.22)
    return VGroup(
        *(
            Line([left, lane(k), 0.0], [right, lane(k), 0.0], color=color, stroke_width=2)
            for k in range(count)
        )
    )
