"""Words as points of the plane, and their turned copies."""

from collections.abc import Iterable, Mapping

import numpy as np
from manim import (
    DEGREES,
    RIGHT,
    TAU,
    UP,
    AnimationGroup,
    Arrow,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    Line,
    Mobject,
    Rotate,
    VGroup,
    normalize,
    rotate_vector,
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
REACH = (1.3, 1.12)  # lengths of the arms of the axes, in units of the plane
STROKE = 0.08  # half the length of the mark at one
AWAY = 0.3  # of a letter from the tip that it belongs to
COPY = 0.75  # how large a copied dot is
FADED = 0.45  # the share of colour in copies that are not followed

KINDS = {  # where it is said of what kind words are, and the alignment
    "animals": (-5.19, 0.9, 1),
    "actions": (-4.77, -2.22, 1),
    "manner": (-1.41, -2.22, -1),
}
SIDE = 0.45  # left end of what stands beside the plane
SPOKEN_LINES, NOTE_LINES = theme.tall(1.5, 0.8), theme.tall(-0.9, -1.4)  # baselines
MATRIX_LINES = theme.tall(1.7, 0.1, -1.5)


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
        self.marks[1].put(x - 0.15, y + unit - 0.12, align=1)
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
        across = rotate_vector(self._way(tip), TAU / 4)
        self.letter = formula("x").move_to(self.arrow.get_center() + AWAY * across)
        self.turned = VGroup()
        self.add(self.dots, self.words)

    def _way(self, tip: np.ndarray) -> np.ndarray:
        """From the origin to a point, one long."""
        return normalize(tip - self.center)

    def _name(self, letter: str, tip: np.ndarray, color: str) -> Mobject:
        """A letter beyond the tip of an arrow."""
        return formula(letter, color=color).move_to(tip + AWAY * self._way(tip))

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
        dots = self.others().copy().set_color(theme.soft(color, FADED))
        for dot in dots:
            dot.scale(COPY)
        copies = VGroup(dots, self.arrow.copy().set_color(theme.shape(color)))
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


class Spoken(VGroup):
    """The sentence, what kinds of words it has, and a word of honesty about it."""

    def __init__(self, said: Quantity) -> None:
        self.words = VGroup(*(number(word, size=theme.TITLE) for word in said.words))
        half = len(self.words) // 2
        for line, baseline in zip(
            (self.words[:half], self.words[half:]), SPOKEN_LINES, strict=True
        ):
            x = SIDE
            for word in line:
                word.put(x, baseline)
                x += word.advance + 0.26 * theme.TITLE
        self.kinds = VGroup(
            *(Words(name, size=theme.SMALL, color=theme.DIM).put(*at) for name, at in KINDS.items())
        )
        self.note = VGroup(
            Words("All numbers here are set by hand,", color=theme.DIM),
            Words("standing in for learned ones.", color=theme.DIM),
        )
        for line, baseline in zip(self.note, NOTE_LINES, strict=True):
            line.put(SIDE, baseline)
        super().__init__(self.words, self.kinds, self.note)

    def speak(self) -> Animation:
        """Word by word."""
        return LaggedStart(*map(FadeIn, self.words), lag_ratio=0.3, run_time=1.3)


class Turns:
    """The three matrices beside the plane, and what they do on it."""

    def __init__(self, said: Quantity) -> None:
        i = said.angry
        self.steps = (
            ("Query(q = x W_Q)", "what do I need?", said.query_degrees, said.queries[i], "q"),
            ("Key(k = x W_K)", "what am I?", said.key_degrees, said.keys[i], "k"),
            ("Value(v = x W_V)", "what do I hold?", said.value_degrees, said.values[i], "v"),
        )
        self.rows = VGroup()
        for (product, question, degrees, *_), y in zip(self.steps, MATRIX_LINES, strict=True):
            row = VGroup(
                formula(product).put(SIDE, y),
                Words("turned by {}°", degrees).put(SIDE + 3.0, y),
                Words(question, color=theme.DIM).put(SIDE, y - 0.6),
            )
            self.rows.add(row)

    def one_by_one(self, plane: WordPlane) -> list[Animation]:
        """Each matrix, and its turn of all words."""
        colors = (theme.QUERY, theme.KEY, theme.VALUE)
        return [
            AnimationGroup(FadeIn(row), plane.turn(degrees, asking, name, color))
            for row, (_, _, degrees, asking, name), color in zip(
                self.rows, self.steps, colors, strict=True
            )
        ]
