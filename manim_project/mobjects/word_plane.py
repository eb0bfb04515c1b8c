"""Words as points of the plane: their turned copies, and the blend of their values."""

from collections.abc import Mapping

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
    Rotate,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.quantity import Quantity, value_of

Labels = Mapping[str, tuple[float, float, float]]

DOT = 0.09
SHAFT = {"stroke_width": 5, "tip_length": 0.22}
DISC = 0.5  # radius of the disc that is the whole weight
REACH = 1.3  # length of an arm of the axes, in units of the plane
AWAY = 0.3  # of a name from the tip that it belongs to


class Plane(VGroup):
    """A cross of axes around `center`; `unit` is the length of one."""

    def __init__(self, center: tuple[float, float], unit: float) -> None:
        self.center, self.unit = np.array([*center, 0.0]), unit
        arms = (REACH * unit * way for way in (RIGHT, UP))
        style = {"color": theme.FAINT, "stroke_width": 2.5}
        self.axes = VGroup(*(Line(self.center - a, self.center + a, **style) for a in arms))
        super().__init__(self.axes)

    def names(self, words: Quantity, vectors: Quantity, labels: Labels, color: str) -> VGroup:
        """The words beside the points of their vectors."""
        texts = VGroup()
        for word, vector in zip(words, vectors, strict=True):
            right, up, align = labels[value_of(word)]
            x, y, _ = self.at(vector)
            texts.add(number(word, size=theme.SMALL, color=color).put(x + right, y + up, align))
        return texts

    def at(self, vector: Quantity) -> np.ndarray:
        """Where a vector (2,) ends in the frame, (3,)."""
        return self.center + self.unit * np.array([*value_of(vector), 0.0])


class WordPlane(Plane):
    """The words of `said` (a `textbook.Sentence`) at their vectors.

    `labels` says for every word how far right and up of its dot it stands, and its alignment.
    """

    def __init__(
        self, said: Quantity, labels: Labels, *, center: tuple[float, float], unit: float
    ) -> None:
        super().__init__(center, unit)
        asking = self.at(said.vectors[said.angry])
        self.dots = VGroup(*(Dot(self.at(v), DOT, color=theme.INK) for v in said.vectors))
        self.words = self.names(said.words, said.vectors, labels, theme.INK)
        self.arrow = Arrow(self.center, asking, buff=DOT, color=theme.INK, **SHAFT)
        self.letter = formula("x").move_to(self.arrow.get_center() + 0.25 * (UP + RIGHT))
        self.turned = VGroup()
        self.add(self.dots, self.words)

    def aim(self) -> Animation:
        """An arrow to the word that will ask."""
        return AnimationGroup(GrowArrow(self.arrow), FadeIn(self.letter))

    def turn(self, degrees: Quantity, asking: Quantity, name: str, color: str) -> Animation:
        """Copies of dots and arrow turn clockwise by `degrees`; the arrow, then at `asking`, gets
        its name."""
        copies = VGroup(self.dots.copy(), self.arrow.copy()).set_color(color)
        tip = self.at(asking)
        text = formula(name, color=color)
        text.move_to(tip + AWAY * (tip - self.center) / np.linalg.norm(tip - self.center))
        self.turned.add(copies, text)
        angle = -float(degrees) * DEGREES
        return AnimationGroup(
            Rotate(copies, angle, about_point=self.center), FadeIn(text), lag_ratio=0.6
        )

    def leave(self) -> Animation:
        """All of it goes."""
        return FadeOut(self, self.arrow, self.letter, self.turned)


class Blend(Plane):
    """What one word reads: every value of `said` a disc of its weight's area, and the output."""

    def __init__(
        self, said: Quantity, labels: Labels, *, center: tuple[float, float], unit: float
    ) -> None:
        super().__init__(center, unit)
        self.remove(self.axes)
        self.result = Dot(self.at(said.outputs[said.angry]), 0.13, color=theme.WINNER)
        self.words = self.names(said.words, said.values, labels, theme.VALUE)
        self.discs, self.threads = VGroup(), VGroup()
        for value, weight in zip(said.values, said.weights[said.angry], strict=True):
            disc = Circle(DISC * np.sqrt(float(weight)), color=theme.VALUE)
            disc.set_fill(theme.panel(theme.VALUE), 1).set_stroke(width=3)
            self.discs.add(disc.move_to(self.at(value)))
            thread = Line(self.at(value), self.result.get_center(), color=theme.FAINT)
            self.threads.add(thread.set_stroke(width=3).set_z_index(-1))
        x, y, _ = self.result.get_center()
        self.output = Words("output", color=theme.WINNER).put(x + 0.25, y - 0.12)
        self.add(self.threads, self.discs, self.words, self.result, self.output)

    def lay_out(self) -> Animation:
        """The values, as large as their weights."""
        pairs = zip(self.discs, self.words, strict=True)
        return LaggedStart(*(FadeIn(VGroup(*pair)) for pair in pairs), lag_ratio=0.2)

    def pull(self) -> Animation:
        """Every value pulls at the output."""
        return AnimationGroup(
            AnimationGroup(*map(Create, self.threads)),
            FadeIn(self.result, self.output),
            lag_ratio=0.6,
        )
