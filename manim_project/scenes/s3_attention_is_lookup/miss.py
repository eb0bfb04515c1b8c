"""How far what comes back lies from what is stored: a bracket between the two heights."""

import numpy as np
from manim import LEFT, RIGHT, Line, UpdateFromAlphaFunc, VGroup, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import above
from manim_project.mobjects.text import Words
from manim_project.scenes.s3_attention_is_lookup.cast import Slots
from manim_project.scenes.s3_attention_is_lookup.picture import DOT

WORD = 0.44  # size of "got"
TICK = 0.18  # half the length of the bracket's ends
STROKE = 7
OUTSIDE = 0.16  # from the disc's rim to the bracket


class Miss(VGroup):
    """From the height that was wanted to the one that came back, right of the disc asked for."""

    def __init__(self, slots: Slots) -> None:
        asked, centre = slots.places[slots.winner], slots.centre
        x = asked[0] + slots.radius(slots.winner) + OUTSIDE
        self.low, self.high = (np.array([x, y, 0.0]) for y in (asked[1], centre[1]))
        pale = theme.soft(theme.INK, 0.55)
        self.leader = Line(
            centre + DOT * slots.large * RIGHT, self.high, stroke_width=3, color=pale
        )
        self.bracket = VGroup(*(Line(LEFT, RIGHT, stroke_width=STROKE) for _ in range(3)))
        self.bracket.set_color(theme.shape(theme.INK))
        self.got = Words("got", size=WORD, color=theme.DIM)
        above(self.got, slots.output, theme.NEAR, RIGHT)
        super().__init__(self.leader, self.bracket)

    def open(self, run_time: float) -> Animation:
        """The bracket opens from what was wanted."""

        def draw(_: VGroup, alpha: float) -> None:
            top = self.low + max(smooth(alpha), 1e-3) * (self.high - self.low)
            for line, (start, end) in zip(
                self.bracket,
                (
                    (self.low, top),
                    (self.low + TICK * LEFT, self.low + TICK * RIGHT),
                    (top + TICK * LEFT, top + TICK * RIGHT),
                ),
                strict=True,
            ):
                line.set_points_as_corners([start, end])
            self.leader.set_stroke(opacity=smooth(alpha))

        return UpdateFromAlphaFunc(self, draw, rate_func=linear, run_time=run_time)
