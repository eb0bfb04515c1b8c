"""How far what comes back lies from what is stored: an arrow from one level to the other."""

import numpy as np
from manim import LEFT, RIGHT, Line, UpdateFromAlphaFunc, VGroup, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import above, below, box_of
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.text import Words
from manim_project.scenes.s3_attention_is_lookup.cast import Slots
from manim_project.scenes.s3_attention_is_lookup.picture import DOT, RING

WORD = 0.44  # size of "got" and "wanted"
SHAFT = 0.06  # of the arrow
OUTSIDE = 0.05  # from a rim to a level


class Miss(VGroup):
    """From the level that was wanted to the one that came back, right of the disc asked for.

    `words` name the two numbers, the `stored` one and that of the slots' output; they
    end at `right`, at most.
    """

    def __init__(self, slots: Slots, stored: Words, right: float) -> None:
        asked, centre = slots.places[slots.winner], slots.centre
        rim = asked[0] + slots.radius(slots.winner) + OUTSIDE
        end = asked[0] + slots.large + RING
        ways = (rim, asked[1]), (centre[0] + DOT * slots.large + OUTSIDE, centre[1])
        self.levels = VGroup(
            *(Line(np.array([x, y, 0.0]), np.array([end, y, 0.0]), stroke_width=3) for x, y in ways)
        )
        self.levels.set_color(theme.soft(theme.INK, 0.7))
        self.low, self.high = (np.array([(rim + end) / 2, y, 0.0]) for _, y in ways)
        self.arrow = Pointer(self.low, self.high, theme.INK, SHAFT)
        got, wanted = (Words(word, size=WORD, color=theme.DIM) for word in ("got", "wanted"))
        above(got, slots.output, theme.NEAR, RIGHT)
        below(wanted, stored, theme.NEAR / 2, LEFT)
        wanted.shift(max(box_of(wanted).right - right, 0.0) * LEFT)
        self.words = VGroup(got, wanted)
        super().__init__(self.levels, self.arrow)

    def open(self, run_time: float) -> Animation:
        """The arrow grows from what was wanted."""

        def draw(_: VGroup, alpha: float) -> None:
            share = max(smooth(alpha), 1e-3)
            self.arrow.between(self.low, self.low + share * (self.high - self.low))
            self.levels.set_stroke(opacity=smooth(alpha))

        return UpdateFromAlphaFunc(self, draw, rate_func=linear, run_time=run_time)
