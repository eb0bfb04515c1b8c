"""One value grows out of all bounds, far from the frame."""

import numpy as np
from manim import LEFT, RIGHT, UP, FadeIn, FadeOut, Succession, VGroup
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.text import Phrase, formula
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import Beam
from manim_project.scenes.s1_softmax_sharpening.motion import Motion

SIZE = 0.85  # of the value's type
ARROW = 0.95  # how long the arrow is that points to where the value has gone


class Wild(VGroup):
    """The value of a slot of `beam` that leaves its place for one far out of the frame."""

    def __init__(self, beam: Beam, outlier: Quantity) -> None:
        self.beam, self.slot = beam, int(outlier.slot)
        self.value = self._value(outlier)
        self.value.move_to((beam.at(beam.values[self.slot]), self._height, 0))
        self.arrow = Pointer(np.zeros(3), RIGHT, theme.VALUE)
        super().__init__()

    @property
    def _height(self) -> float:
        return self.beam.top + 0.75

    @property
    def _edge(self) -> np.ndarray:
        return np.array([self.beam.region.right, self._height, 0.0])

    def _value(self, outlier: Quantity) -> Phrase:
        return formula("10^({})", outlier.exponent, size=SIZE, color=theme.VALUE)

    def grow(self) -> Animation:
        """The number in the slot is exchanged, and its place is far to the right."""
        old, self.beam.empty = self.beam.numerals[self.slot], self.slot
        way = (self._edge + (ARROW + theme.NEAR) * LEFT - self.value.get_right())[0]
        self.arrow.between(self._edge + ARROW * LEFT, self._edge)
        start = self.value.get_center()

        def run(share: float) -> None:
            self.value.move_to(start + share * way * RIGHT)

        return Succession(
            self.beam.fade(old, to=0, run_time=0.2),
            FadeIn(self.value, shift=0.3 * UP, run_time=0.3),
            Motion(self.value, lambda: run, 0.4, ease.rush_into),
            FadeIn(self.arrow, run_time=0.2),
        )

    def become(self, outlier: Quantity) -> Animation:
        """Another value, still farther away."""
        before, self.value = self.value, self._value(outlier)
        self.value.move_to(self._edge)
        self.value.shift((before.get_right() - self.value.get_right())[0] * RIGHT)
        self.value.shift((before.get_bottom() - self.value.get_bottom())[1] * UP)
        return Succession(FadeOut(before, run_time=0.2), FadeIn(self.value, run_time=0.2))

    def leave(self) -> Animation:
        """Out of the way for a moment."""
        return FadeOut(self.value, self.arrow, run_time=0.2)

    def appear(self) -> Animation:
        """Back again."""
        return FadeIn(self.value, self.arrow, run_time=0.2)
