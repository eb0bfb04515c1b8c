"""An ordinary stack, drawn once for each instruction: its states stay, side by side."""

from collections.abc import Iterator

import numpy as np
from manim import DOWN, UP, AnimationGroup, FadeIn, FadeOut, RoundedRectangle, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s7_stack_reads.storeys import (
    END,
    NAME,
    NAMES,
    PUSHES,
    RADIUS,
    START,
    STOREY,
    height,
    stretch,
)

BOX = (2 * RADIUS, STOREY - 0.16)
DIGIT = 1.3 * theme.TALL
STATES = 4
PART = (END - START) / STATES  # of the width, for a state
FALL = 0.45 * STOREY  # from where a value comes down


class StackBox(VGroup):
    """A value on the stack."""

    def __init__(self, value: Quantity, point: np.ndarray) -> None:
        self.box = RoundedRectangle(
            width=BOX[0], height=BOX[1], corner_radius=0.16, stroke_width=3, fill_opacity=1
        ).move_to(point)
        self.box.set_fill(theme.panel(theme.VALUE)).set_stroke(theme.soft(theme.VALUE, 0.8))
        self.digit = number(value, size=DIGIT, color=theme.VALUE, face=theme.MATH).in_box(point)
        super().__init__(self.box, self.digit)


class Snapshots:
    """The stack after push, push, add and print. `words` are the instructions below them."""

    def __init__(self) -> None:
        self.words = VGroup()
        told = [Words("push {}", line.value, size=NAME, counted=False) for line in PUSHES[:2]]
        told += [Words(text, size=NAME) for text in ("add", "print")]
        for k, words in enumerate(told):
            self.words.add(words.put(self.place(k, 1)[0], NAMES, align=0))
        self.states: list[list[StackBox]] = []
        self.all = VGroup()  # every box that has come

    @staticmethod
    def place(column: int, level: int) -> np.ndarray:
        """The middle of a box."""
        return np.array([START + (column + 0.5) * PART, height(level) - STOREY / 2, 0.0])

    @staticmethod
    def steps() -> list[float]:
        """Where a line along the tops goes up or down."""
        return [START + k * PART for k in range(STATES)]

    def stand_over(self) -> Animation:
        """The instructions' names go to where their tokens are going to lie."""
        moves = []
        for k, words in enumerate(self.words):
            middle = sum(stretch(k)) / 2
            way = middle - words.pen[0] - words.advance / 2
            moves.append(words.animate.shift(np.array([way, 0.0, 0.0])).set_color(theme.DIM))
        return AnimationGroup(*moves, run_time=0.6)

    def name(self, column: int) -> Animation:
        """The instruction is told, and the last one is past."""
        moves: list[Animation] = [FadeIn(self.words[column], shift=0.15 * UP)]
        if column:
            moves.append(self.words[column - 1].animate.set_color(theme.DIM))
        return AnimationGroup(*moves, run_time=0.3)

    def carry(self, column: int) -> Animation:
        """What the stack holds is still held."""
        held = [box.copy() for box in self.states[-1]]
        self.states.append(held)
        self.all.add(*held)
        moves = []
        for level, box in enumerate(held, 1):
            moves.append(box.animate.move_to(self.place(column, level)))
        return AnimationGroup(*moves, run_time=0.45)

    def push(self, column: int, value: Quantity) -> Animation:
        """A value comes down on the top."""
        if not self.states:
            self.states.append([])
        held = self.states[-1]
        box = StackBox(value, self.place(column, len(held) + 1))
        held.append(box)
        self.all.add(box)
        return FadeIn(box, shift=FALL * DOWN, run_time=0.35)

    def merge(self) -> Iterator[Animation]:
        """The two upper values become their sum: what is played, one after the other."""
        under, over = self.states[-1]
        total = StackBox(PUSHES[-1].value, under.box.get_center())
        self.states[-1] = [total]
        yield FadeOut(under.digit, over.digit, run_time=0.25)
        for box in (under, over):
            box.remove(box.digit)
        yield over.animate(run_time=0.3).move_to(under)
        self.all.add(total)
        yield FadeIn(total, run_time=0.25)

    def leave(self) -> Animation:
        """The top value goes, up and out."""
        (box,) = self.states[-1]
        self.states[-1] = []
        self.all.remove(box)
        return FadeOut(box, shift=0.7 * STOREY * UP, run_time=0.4)
