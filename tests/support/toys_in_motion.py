"""Small scenes directed anew: each breaks one rule of the picture in motion or of the sentences,
or keeps just within it, for the tests of the audit.

All end with nothing wrong on stage, so that what is found was found on the way.
"""

from typing import Any, ClassVar

import numpy as np
from manim import (
    RIGHT,
    UP,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    Mobject,
    Rectangle,
    Square,
    TransformFromCopy,
    VGroup,
    linear,
)
from support.cells import Cell
from support.toy_scenes import HARD

from manim_project import theme
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.stage import Stage

WANTED, VALUES = HARD.wanted, HARD.values
WEIGHT = REFERENCE.textbook.sharpening().share


class Toy(Stage):
    """One beat, in which `act` is played."""

    question = "What goes on?"
    sentence: tuple = ("Look at it go.",)

    def act(self) -> None:
        raise NotImplementedError

    def construct(self) -> None:
        with self.beat(*self.sentence):
            self.act()


def straight(mobject: Mobject, way: np.ndarray) -> object:
    """A move at an even pace, of two seconds."""
    return mobject.animate(rate_func=linear, run_time=2).shift(way)


# Texts and what passes over them


class TextPassesOverText(Toy):
    def act(self) -> None:
        words = Words("runner").put(-4, 0)
        self.add(words, Words("hurdle").put(-1, 0.1))
        self.play(straight(words, 6 * RIGHT))


class TextPassesBeside(Toy):
    def act(self) -> None:
        words = Words("runner").put(-4, 0)
        self.add(words, Words("hurdle").put(-1, 0.6))
        self.play(straight(words, 6 * RIGHT))


class TextsCrossfade(Toy):
    def act(self) -> None:
        before, after = Words("before").put(0, 0), Words("afterwards").put(0, 0)
        self.add(before)
        self.play(FadeOut(before), FadeIn(after))


class TextsTakeTurns(Toy):
    def act(self) -> None:
        before, after = Words("before").put(0, 0), Words("afterwards").put(0, 0)
        self.add(before)
        self.play(FadeOut(before))
        self.play(FadeIn(after))


class CopyLeaves(Toy):
    """A chip leaves its own place."""

    def act(self) -> None:
        home = Cell(WANTED)
        there = home.copy().shift(3 * RIGHT)
        self.add(home)
        self.play(TransformFromCopy(home, there))
        bare = number(WANTED).put(-5, 1)
        self.add(bare)
        self.play(TransformFromCopy(bare, bare.copy().shift(UP)))


class LinePassesOverText(Toy):
    def act(self) -> None:
        line = Line(2 * UP, -2 * UP).shift(4 * RIGHT)
        self.add(Words("in the way").put(-1, 0), line)
        self.play(straight(line, -8 * RIGHT))


class LineUnderAPanel(Toy):
    """The line passes below an opaque panel with the text; and a glow and a light over it."""

    def act(self) -> None:
        line = Line(2 * UP, -2 * UP).shift(4 * RIGHT)
        glow = Line(2 * UP, -2 * UP, stroke_width=30, stroke_opacity=0.1).shift(4 * RIGHT)
        light = Shine(radius=1.5, fill_opacity=1, stroke_width=0).shift(4 * RIGHT)
        words = Words("on a panel").put(-1, 0)
        panel = Rectangle(width=3, height=1, fill_color=theme.PANEL, fill_opacity=1)
        panel.move_to(words)
        self.add(line, panel, words, glow, light)
        self.play(*(straight(part, -8 * RIGHT) for part in (line, glow, light)))


class Shine(Circle):
    is_light = True


class ShapePassesOverText(Toy):
    def act(self) -> None:
        square = Square(1, fill_opacity=1, stroke_width=0).shift(4 * RIGHT)
        self.add(Words("eclipsed").put(-1, 0), square)
        self.play(straight(square, -8 * RIGHT))


class TextPassesOverAnEdge(Toy):
    def act(self) -> None:
        disc = Dot(radius=0.8, color=theme.PANEL)
        words = Words("out").in_box(np.zeros(3))
        self.add(disc, words)
        self.play(straight(words, 3 * RIGHT))


class TextRidesOnItsDisc(Toy):
    def act(self) -> None:
        disc = Dot(radius=0.8, color=theme.PANEL)
        chip = VGroup(disc, Words("in").in_box(np.zeros(3)))
        self.add(chip)
        self.play(straight(chip, 3 * RIGHT))


class LongLineAcross(Toy):
    """Ten to the sixteen scene units long, as in a zoom."""

    def act(self) -> None:
        line = Line(-1e16 * RIGHT, 1e16 * RIGHT)
        self.add(Words("zoomed").put(-1, -0.1))
        self.play(FadeIn(line), run_time=0.5)
        self.remove(line)


class TextComesFromOutside(Toy):
    def act(self) -> None:
        words = Words("late").put(theme.SAFE_X - 1, 0)
        self.play(FadeIn(words, shift=-2 * RIGHT))


class TextComesFromWithin(Toy):
    def act(self) -> None:
        words = Words("in time").put(theme.SAFE_X - 4, 0)
        self.play(FadeIn(words, shift=-2 * RIGHT))


class TextStaysFarOutside(Toy):
    def act(self) -> None:
        words = Words("never seen").put(theme.FRAME_WIDTH, 0)
        self.add(words)
        self.play(straight(words, RIGHT))
        self.remove(words)


# Numbers and what they label


class Labelled(Toy):
    """A dot at x = 42 / 10 with its number: `label` declares it."""

    def label(self, words: Words, dot: Dot) -> Words:
        return words.stands_for(lambda: 10 * dot.get_x())

    def build(self, spec: str = "{}") -> tuple[Words, Dot]:
        dot = Dot([4.2, 0, 0])
        words = self.label(number(WANTED, spec).put(4.0, 0.5), dot)
        self.add(dot, words)
        return words, dot


class WholeNumberSlides(Labelled):
    def act(self) -> None:
        words, dot = self.build()
        self.play(straight(VGroup(words, dot), RIGHT))
        self.play(straight(VGroup(words, dot), -RIGHT))


class WholeNumberStays(Labelled):
    def act(self) -> None:
        words, _ = self.build()
        self.play(straight(words, UP))


class WholeNumberHops(Labelled):
    """The label is away while the dot is on its way; a copy of it, which labels nothing, stays."""

    def act(self) -> None:
        words, dot = self.build()
        self.play(FadeOut(words), FadeIn(words.copy().shift(2 * UP)))
        self.play(straight(dot, RIGHT))


class DecimalsLag(Labelled):
    """42.0 for what goes to 42.2."""

    def act(self) -> None:
        _, dot = self.build("{:.1f}")
        self.play(straight(dot, 0.02 * RIGHT))
        self.play(straight(dot, -0.02 * RIGHT))


class DecimalsAreRounded(Labelled):
    """42.0 for what goes to 42.04."""

    def act(self) -> None:
        _, dot = self.build("{:.1f}")
        self.play(straight(dot, 0.004 * RIGHT))


class ShareIsElsewhere(Toy):
    """Its percentage labels a bar that is too long by four percent of the whole."""

    wrong = 0.04

    def act(self) -> None:
        share = float(WEIGHT) + self.wrong
        bar = Rectangle(width=5 * share, height=0.4, fill_opacity=1)
        text = number(WEIGHT, "{:.0%}").put(0, 1).stands_for(lambda: bar.width / 5)
        self.play(FadeIn(bar), FadeIn(text))


class ShareIsRounded(ShareIsElsewhere):
    wrong = 0.0


class Gauge(VGroup):
    """A dot and its number, which knows the dot by a method."""

    def __init__(self) -> None:
        self.dot = Dot([4.2, 0, 0])
        self.number = number(WANTED).put(4.0, 0.5).stands_for(self.reading)
        super().__init__(self.dot, self.number)

    def reading(self) -> float:
        return 10 * self.dot.get_x()


class CopiedGaugeSlides(Toy):
    """The copy's number is held to the copy's dot."""

    def act(self) -> None:
        gauge = Gauge()
        twin = gauge.copy()
        self.add(twin)
        self.play(straight(twin.dot, RIGHT))
        self.play(straight(twin.dot, -RIGHT))


class CopiedGaugeStays(Toy):
    """The copy does not care where the first dot is."""

    def act(self) -> None:
        gauge = Gauge()
        self.add(gauge.copy())
        self.play(straight(gauge.dot.shift(-2 * UP), RIGHT))


# Sentences, and numbers at once


class SaysWhatIsNotThere(Toy):
    sentence = ("The memory holds {}.", WANTED)

    def act(self) -> None:
        self.add(number(VALUES[0]).put(0, 0))


class SaysWhatIsThere(SaysWhatIsNotThere):
    def act(self) -> None:
        self.add(number(WANTED).put(0, 0))


class AsksWhatIsNotThere(SaysWhatIsThere):
    question = "How does {} come?"
    asked = (WANTED,)


class CountsWithoutASource(Toy):
    sentence = ("There are five layers.",)

    def act(self) -> None: ...


class CountsByAQuantity(Toy):
    sentence = ("There are {:words} layers.", REFERENCE.machine.size.layers)

    def act(self) -> None: ...


class EightNumbers(Toy):
    count = 8
    style: ClassVar[dict[str, Any]] = {}

    def act(self) -> None:
        for i in range(self.count):
            self.add(number(WANTED, **self.style).put(-5 + i, 0))


class SevenNumbers(EightNumbers):
    count = 7


class EightTicks(EightNumbers):
    style: ClassVar[dict[str, Any]] = {"counted": False}


class SevenNumbersEntriesAndCells(SevenNumbers):
    def act(self) -> None:
        super().act()
        entries = (
            number(value, counted=False).shift(-UP + k * RIGHT) for k, value in enumerate(VALUES)
        )
        self.add(*entries, Cell(WANTED).shift(UP))


class ThirteenWords(Toy):
    sentence = ("It is as if it were to be so, but it is not.",)

    def act(self) -> None: ...


class SeventyOneCharacters(Toy):
    caption_size = 0.38  # smaller than what it is given: so that it fits
    sentence = ("Extraordinarily long words occasionally outnumber understanding people.",)

    def act(self) -> None: ...


class TwelveWords(Toy):
    sentence = ("It is as if it were to be so, but is not.",)

    def act(self) -> None: ...
