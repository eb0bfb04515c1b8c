"""Small scenes, each with one fault or none, for the tests of the stage and the audit."""

import numpy as np
from manim import Circle, Line, Rectangle, Square, Text, Transform

from manim_project import theme
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.stage import Stage

HARD = REFERENCE.textbook.hard()


class Clean(Stage):
    """Nothing wrong with it, but its length."""

    question = "Is a circle round?"

    def construct(self) -> None:
        with self.beat("Here comes a circle, to be seen by everyone."):
            self.play(Circle().animate.shift([1, 0, 0]))
            self.add(number(HARD.wanted).put(-3, 0))
            self.add(formula("Query(q) dot Key(k_j) = 2 i j - j^2").put(-6, 1.5))
        self.conclude("It was a circle, {}.", HARD.wanted)


class Faulty(Stage):
    """Shows what `build` returns in one beat."""

    question = "What is wrong?"

    def build(self) -> list[object]:
        raise NotImplementedError

    def construct(self) -> None:
        with self.beat("Look."):
            self.add(*self.build())


class DigitWithoutSource(Faulty):
    def build(self) -> list[object]:
        return [Words("the answer is 42")]


class ForeignText(Faulty):
    def build(self) -> list[object]:
        return [Text("42")]


class OutsideTheSafeArea(Faulty):
    def build(self) -> list[object]:
        return [Words("far out").put(theme.SAFE_X - 0.5, 0)]


class TextsOverlap(Faulty):
    def build(self) -> list[object]:
        return [Words("one").put(0, 0), Words("other").put(0.2, 0.1)]


class TooSmall(Faulty):
    def build(self) -> list[object]:
        return [Words("tiny", size=0.2)]


class TooSmallWhenScaled(Faulty):
    def build(self) -> list[object]:
        return [Words("scaled down").scale(0.5)]


class LowContrast(Faulty):
    def build(self) -> list[object]:
        return [Words("hardly there", color=theme.FAINT)]


class LowContrastOnAPanel(Faulty):
    def build(self) -> list[object]:
        panel = Rectangle(width=4, height=1, fill_color=theme.VALUE, fill_opacity=1)
        return [panel, Words("white on green").in_box(np.zeros(3))]


class LineThroughText(Faulty):
    def build(self) -> list[object]:
        words = Words("crossed out").put(0, 0)
        return [words, Line(words.get_left(), words.get_right())]


class CoveredText(Faulty):
    def build(self) -> list[object]:
        words = Words("below").put(0, 0)
        return [words, Square(2, fill_opacity=1, stroke_width=0).move_to(words)]


class TransformedText(Faulty):
    def construct(self) -> None:
        words, other = Words("before").put(0, 0), Words("after it all").put(0, 0)
        with self.beat("Look."):
            self.play(Transform(words, other))
