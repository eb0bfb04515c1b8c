"""One value grows out of all bounds, far from the frame, and what its weight makes of it.

wild = Wild(beam, REFERENCE.textbook.outlier(38))
self.play(wild.grow())                                  # the value leaves to the right
self.play(wild.reckon())                                # value × weight = what it adds
self.play(wild.run_off([REFERENCE.textbook.outlier(746, k) for k in (100, 300)]))
"""

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, FadeIn, FadeOut, Succession, VGroup
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.text import CAPITAL, Phrase, Words, formula
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.acts import ActingBeam
from manim_project.scenes.s1_softmax_sharpening.beam import BLOCK
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step

SIZE, SUM, NAME = 0.85, 0.66, 0.5  # type sizes: of the value, a sum, its parts' names
PLAIN = 0.95  # type size of a sum that is short
ARROW = 0.95  # how long the arrow is that points to where the value has gone
LONG, SHORT = 0.8, 0.66  # of the room over the beam: where a sum stands, and a short one


class Wild(VGroup):
    """The value of a slot of `beam` that leaves its place for one far out of the frame."""

    def __init__(self, beam: ActingBeam, outlier: Quantity) -> None:
        self.beam, self.outlier, self.slot = beam, outlier, int(outlier.slot)
        self.value = self._value(outlier)
        self.value.move_to((beam.at(beam.values[self.slot]), self._height, 0))
        self.arrow = Pointer(np.zeros(3), RIGHT, theme.VALUE)
        self.arrow.between(self._edge + ARROW * LEFT, self._edge)
        self.sum, self.names = VGroup(), VGroup()
        super().__init__()

    @property
    def _height(self) -> float:
        return self.beam.top + 0.65

    @property
    def _edge(self) -> np.ndarray:
        return np.array([self.beam.region.right, self._height, 0.0])

    def _value(self, outlier: Quantity) -> Phrase:
        return formula("10^({})", outlier.exponent, size=SIZE, color=theme.VALUE)

    def grow(self) -> Animation:
        """The number in the slot is exchanged, and its place is far to the right."""
        old, self.beam.empty = self.beam.numerals[self.slot], self.slot
        way = (self._edge + (ARROW + theme.NEAR) * LEFT - self.value.get_right())[0]
        start = self.value.get_center()

        def run(share: float) -> None:
            self.value.move_to(start + share * way * RIGHT)

        return Succession(
            self.beam.fade(old, to=0, run_time=0.15),
            FadeIn(self.value, shift=0.3 * UP, run_time=0.25),
            Motion(self.value, lambda: run, 0.35, ease.rush_into),
            FadeIn(self.arrow, run_time=0.15),
        )

    def _write(self) -> tuple[VGroup, VGroup]:
        """Value, weight and what comes of them in one line, each with its name below."""
        wild, weight = self.outlier, self.outlier.paper_weight
        look = {"size": SUM if float(wild.weight) else PLAIN}
        parts = [formula("10^({})", wild.exponent, color=theme.VALUE, **look)]
        if float(wild.weight):
            power = wild.power
            signs = ("times", "approx")
            parts.append(formula("{:.1f} dot 10^({})", weight.digits, weight.exponent, **look))
            parts.append(formula("{:.1f} dot 10^({})", power.digits, power.exponent, **look))
        else:
            signs = ("times", "=")
            parts.append(formula("{:.0f}", wild.weight, **look))
            parts.append(formula("{:.0f}", wild.contribution, **look))
        line = [parts[0]]
        for sign, part in zip(signs, parts[1:], strict=True):
            line += [formula(sign, **look), part]
        left = self.beam.wanted_at + BLOCK / 2
        room = self.beam.region.right - left - sum(part.advance for part in line)
        gap = min(room / len(line), 0.4)
        x = left + (self.beam.region.right - left - sum(p.advance for p in line) - 4 * gap) / 2
        level = LONG if float(wild.weight) else SHORT
        y = self.beam.top + level * (self.beam.region.top - self.beam.top)
        for part in line:
            part.put(x, y)
            x += part.advance + gap
        names = VGroup()
        told = ("value", "weight", "balance point")[: 3 if float(wild.weight) else 2]
        for part, name in zip(parts, told, strict=False):
            words = Words(name, size=NAME, color=theme.DIM)
            foot = y - theme.GAP - CAPITAL * NAME - 0.1
            middle = part.pen[0] + part.advance / 2
            middle = min(middle, self.beam.region.right - words.advance / 2)
            names.add(words.put(middle, foot, align=0))
        return VGroup(*line), names

    def reckon(self) -> Animation:
        """The value times its weight."""
        self.sum, self.names = self._write()
        return FadeIn(self.sum, self.names, run_time=theme.QUICK)

    def run_off(self, outliers: Sequence[Quantity], run_time: float = 1.4) -> Animation:
        """The value goes through others, ever farther away, also in the sum."""
        line, names = self.sum, self.names
        right, foot = self.value.get_right()[0], self.value.get_bottom()[1]

        def step(share: float) -> None:
            self.outlier = outliers[min(int(share * len(outliers)), len(outliers) - 1)]
            value = self._value(self.outlier)
            value.shift((right - value.get_right()[0]) * RIGHT)
            self.value.take(value.shift((foot - value.get_bottom()[1]) * UP))
            for part, new in zip(
                (*line, *names), (*self._write()[0], *self._write()[1]), strict=True
            ):
                part.take(new) if isinstance(part, Phrase) else part.put(*new.pen[:2])

        group = VGroup(self.value, line, names)
        return Motion(group, lambda: step, run_time, ease.linear)

    def weigh(self, outlier: Quantity) -> None:
        """At another β."""
        self.outlier = outlier

    def follow(self, run_time: float) -> Animation:
        """It stays over the beam, near its right end."""
        both, beam = VGroup(self.value, self.arrow), self.beam

        def prepare() -> Step:
            left = both.get_left()[0]
            home, y = beam.height_at(left), both.get_y()

            def ride(_: float) -> None:
                both.set_y(y + beam.height_at(left) - home)

            return ride

        return Motion(both, prepare, run_time)

    def come_home(self) -> None:
        """Over the level beam."""
        VGroup(self.value, self.arrow).shift((self._height - self.arrow.get_y()) * UP)

    def leave(self) -> Animation:
        """Out of the way."""
        return FadeOut(self.value, self.arrow, self.sum, self.names, run_time=0.2)

    def appear(self) -> Animation:
        """The value is back again."""
        return FadeIn(self.value, self.arrow, run_time=0.2)
