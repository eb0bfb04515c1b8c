"""Words as points of the plane: their turned copies, and the blend of their values."""

from collections.abc import Callable, Iterable, Mapping
from typing import Self

import numpy as np
from manim import (
    DEGREES,
    RIGHT,
    UP,
    AnimationGroup,
    Arrow,
    Circle,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    Line,
    Mobject,
    Rotate,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

Labels = Mapping[str, tuple[float, float, float]]

DOT = 0.08
SHAFT = {"stroke_width": 5, "tip_length": 0.2, "buff": 0}
DISC = 0.36  # radius of the disc that is the whole weight
THREAD = 12  # stroke width of the thread that carries the whole weight
REACH = (1.3, 1.12)  # lengths of the arms of the axes, in units of the plane
STROKE = 0.08  # half the length of the mark at one
AWAY = 0.3  # of a letter from the tip that it belongs to
ASIDE = 0.45  # of the output's numbers from its dot
FADED = 0.45  # the share of colour in copies that are not followed


class Plane(VGroup):
    """Axes around `center`, with a mark at one; `unit` is the length of one."""

    def __init__(self, center: tuple[float, float], unit: float) -> None:
        self.center, self.unit = np.array([*center, 0.0]), unit
        self.axes = VGroup()
        for reach, way, across in zip(REACH, (RIGHT, UP), (UP, RIGHT), strict=True):
            tick = self.center + float(REFERENCE.textbook.PLANE_TICK) * unit * way
            self.axes.add(self._line(self.center - reach * unit * way, reach * unit * way))
            self.axes.add(self._line(tick - STROKE * across, STROKE * across))
        x, y, _ = self.center
        self.marks = VGroup(*(self._mark() for _ in REACH))
        self.marks[0].put(x + unit, y - 0.4, align=0)
        self.marks[1].put(x + 0.15, y + unit - 0.12)
        self.axes.add(self.marks)
        super().__init__(self.axes)

    @staticmethod
    def _line(start: np.ndarray, half: np.ndarray) -> Line:
        return Line(start, start + 2 * half, color=theme.FAINT, stroke_width=2.5)

    @staticmethod
    def _mark() -> Words:
        return number(REFERENCE.textbook.PLANE_TICK, size=theme.SMALL, color=theme.DIM)

    def at(self, vector: Quantity) -> np.ndarray:
        """Where a vector (2,) ends in the frame, (3,)."""
        return self.center + self.unit * np.array([*value_of(vector), 0.0])

    def label(self, text: Words, word: Quantity, vector: Quantity, labels: Labels) -> Words:
        """Put what is said of a word beside the point of its vector."""
        right, up, align = labels[value_of(word)]
        x, y, _ = self.at(vector)
        return text.put(x + right, y + up, align)


class WordPlane(Plane):
    """The words of `said` (a `textbook.Sentence`) at their vectors.

    `labels` says for every word how far right and up of its dot it stands, and its alignment.
    """

    def __init__(
        self, said: Quantity, labels: Labels, *, center: tuple[float, float], unit: float
    ) -> None:
        super().__init__(center, unit)
        self.asking = int(said.angry)
        self.dots = VGroup(*(Dot(self.at(v), DOT, color=theme.INK) for v in said.vectors))
        self.words = VGroup(
            *(
                self.label(number(word, size=theme.SMALL), word, vector, labels)
                for word, vector in zip(said.words, said.vectors, strict=True)
            )
        )
        tip = self.at(said.vectors[said.angry])
        self.arrow = Arrow(self.center, tip, color=theme.INK, **SHAFT)
        self.letter = self._name("x", tip, theme.INK)
        self.turned = VGroup()
        self.add(self.dots, self.words)

    def _name(self, letter: str, tip: np.ndarray, color: str) -> Mobject:
        """A letter beyond the tip of an arrow."""
        way = (tip - self.center) / np.linalg.norm(tip - self.center)
        return formula(letter, color=color).move_to(tip + AWAY * way)

    def place(self, words: Iterable[Words]) -> Animation:
        """Copies of the words that were said go to their points."""
        trips = zip(words, self.words, self.dots, strict=True)
        return LaggedStart(
            *(
                AnimationGroup(gather([word], label, theme.INK), FadeIn(dot))
                for word, label, dot in trips
            ),
            lag_ratio=0.1,
        )

    def others(self) -> VGroup:
        """The dots of all words but the one that asks."""
        return VGroup(*(dot for r, dot in enumerate(self.dots) if r != self.asking))

    def aim(self) -> Animation:
        """An arrow to the word that will ask; the others fall back."""
        words = VGroup(*(word for r, word in enumerate(self.words) if r != self.asking))
        faded = theme.mix(theme.INK, theme.BACKGROUND, FADED)
        return AnimationGroup(
            GrowArrow(self.arrow),
            FadeIn(self.letter),
            FadeOut(self.dots[self.asking]),
            words.animate.set_color(theme.DIM),
            self.others().animate.set_color(faded),
        )

    def turn(self, degrees: Quantity, asking: Quantity, letter: str, color: str) -> Animation:
        """Copies of dots and arrow turn clockwise by `degrees`; the arrow, then at `asking`, gets
        its letter."""
        dots = self.others().copy().set_color(theme.mix(color, theme.BACKGROUND, FADED))
        copies = VGroup(dots, self.arrow.copy().set_color(color))
        text = self._name(letter, self.at(asking), color)
        self.turned.add(copies, text)
        angle = -float(degrees) * DEGREES
        return AnimationGroup(
            Rotate(copies, angle, about_point=self.center), FadeIn(text), lag_ratio=0.6
        )

    def leave(self) -> Animation:
        """All of it goes."""
        seen = (self.axes, self.words, self.others())
        return FadeOut(*seen, self.arrow, self.letter, self.turned)


class Blend(Plane):
    """What one word reads: every value of `said` a disc of its weight's area, and the output.

    The word that asks, the last and `weighed` are shown with their weights. A value that leaves
    less than 0.01 % of the weight to the others is gold.
    """

    def __init__(
        self,
        said: Quantity,
        labels: Labels,
        weighed: str,
        *,
        center: tuple[float, float],
        unit: float,
    ) -> None:
        super().__init__(center, unit)
        self.row = int(said.angry)
        self.weighed = self.row, int(said.words.index(weighed)), len(said.words) - 1
        self.points_of_values = [self.at(value) for value in said.values]
        self.round = Circle(radius=DISC).points
        self.threads, self.discs, self.words = VGroup(), VGroup(), VGroup()
        for r, word in enumerate(said.words):
            self.threads.add(VMobject(stroke_color=theme.FAINT))
            self.discs.add(VMobject(stroke_width=3, fill_opacity=1))
            text = self._say(r, said, None)
            self.words.add(self.label(text, word, said.values[r], labels))
        self.middles = VGroup(*(Dot(point, 0.05) for point in self.points_of_values))
        self.result = Dot(radius=0.11, color=theme.WINNER)
        self.output = Words("({:.2f}, {:.2f})", *said.outputs[self.row], size=theme.SMALL)
        self.output.set_color(theme.WINNER)
        self.add(self.threads, self.discs, self.middles, self.words, self.result, self.output)
        self.show(said)

    def _say(self, r: int, said: Quantity, text: Words | None) -> Words:
        """The word of a value, and its weight if that is to be seen."""
        asked = said.words[r], said.weights[self.row, r]
        template, quantities = ("{} {:.0%}", asked) if r in self.weighed else ("{}", asked[:1])
        if text is None:
            return Words(template, *quantities, size=theme.SMALL)
        return text.say(template, *quantities)

    def show(self, said: Quantity) -> Self:
        """The weights and the output of another softmax, at once."""
        weights = value_of(said.weights[self.row])
        output = self.at(said.outputs[self.row])
        for r, (point, weight) in enumerate(zip(self.points_of_values, weights, strict=True)):
            passed = weight >= value_of(REFERENCE.textbook.PASSING_SHARE)
            color = theme.WINNER if passed else theme.VALUE
            self.discs[r].points = self.round * np.sqrt(weight) + point
            self.discs[r].set_fill(theme.panel(color)).set_stroke(color)
            self.middles[r].set_color(color)
            self.threads[r].set_points_as_corners(np.array([point, output]))
            self.threads[r].set_stroke(width=THREAD * np.sqrt(weight))
            self._say(r, said, self.words[r]).set_color(color)
        self.result.move_to(output)
        self.output.say("({:.2f}, {:.2f})", *said.outputs[self.row])
        self.output.put(output[0] - ASIDE, output[1] - 0.12, align=1)
        return self

    def track(self, follow: Callable[[], Quantity]) -> Self:
        """Show `follow()` in every frame; end it with `clear_updaters`."""
        self.add_updater(lambda blend: blend.show(follow()))
        return self

    def receive(self, bars: VGroup) -> Animation:
        """Each weight comes from its bar as a disc around its value."""
        quiet = theme.mix(theme.INK, theme.BACKGROUND, 0.5)
        trips = zip(bars, self.discs, self.middles, self.words, strict=True)
        return LaggedStart(
            FadeIn(self.axes),
            *(
                AnimationGroup(gather([bar], disc, quiet), FadeIn(middle, word))
                for bar, disc, middle, word in trips
            ),
            lag_ratio=0.2,
        )

    def pull(self) -> Animation:
        """Every value pulls at the output."""
        return AnimationGroup(
            AnimationGroup(*map(Create, self.threads)),
            FadeIn(self.result, self.output),
            lag_ratio=0.6,
        )
