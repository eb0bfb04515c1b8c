"""The program that a loop runs: its tokens' places, and the pointer that stands for a sum."""

import numpy as np
from manim import RIGHT, AnimationGroup, FadeIn, FadeOut, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layers import rail
from manim_project.mobjects.sums import gather
from manim_project.mobjects.tape import Pointer, ProgramColumn, heading
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity

SIZE = 0.32  # of the instructions' type
TRAIL, INTO = 0.03, 0.04  # width of a jump's line; how far it runs into the pointer's corner
BESIDE = 0.33  # from the pointer's middle to the middle of its number
SPACING = 0.4  # of an instruction's tokens


class LoopProgram(ProgramColumn):
    """The whole program of `run`, with the two braces that are its first and its last token."""

    def __init__(
        self, run: Quantity, *, left: float, top: float, width: float, pitch: float, head: float
    ) -> None:
        super().__init__(run.program, left=left, top=top, width=width, pitch=pitch, size=SIZE)
        self.run = run
        name = heading("program", left + 0.3, head)
        self.braces = VGroup(*(Words(b, face=theme.MONO, color=theme.DIM) for b in ("{{", "}}")))
        for brace, x in zip(self.braces, (left, name.get_right()[0] + 0.1), strict=True):
            brace.put(x, head)
        self.texts = VGroup(self.braces, *(cell.words for cell in self.cells))
        self.add(name, self.braces)

    def spots(self) -> dict[int, np.ndarray]:
        """Where to look for each token, by position: the five of an instruction in its cell."""
        opening, closing = (brace.get_center() for brace in self.braces)
        spots = {0: opening, int(self.run.prompt_length) - 1: closing}
        for cell, instruction in zip(self.cells, self.run.program.instructions, strict=True):
            for i in range(1 + len(instruction.immediate)):
                aside = (i - len(instruction.immediate) / 2) * SPACING * RIGHT
                spots[int(instruction.position) + i] = cell.box.get_center() + aside
        return spots

    def quiet(self, index: Quantity | int) -> Animation:
        """An instruction falls back among the others."""
        return self.cell(index).paint(theme.FAINT, theme.INK)

    def empty(self) -> Animation:
        """What the tokens say goes; their boxes stay."""
        return FadeOut(self.texts)

    def fill(self) -> Animation:
        """It comes back."""
        return FadeIn(self.texts)


class Place(VGroup):
    """The pointer beside `program`, and the sum that it stands for; a question mark at first."""

    def __init__(self, program: ProgramColumn, index: int) -> None:
        self.pointer = Pointer(program, index)
        self.words = Words("?", color=theme.WINNER, bold=True)
        self.words.in_box(self.pointer.get_center() + BESIDE * RIGHT)
        super().__init__(self.pointer, self.words)

    def go(self, index: Quantity | int) -> Animation:
        """Walk or jump to an instruction."""
        return self.animate.shift(self.pointer.spot(index) - self.pointer.get_center())

    def trail(self, start: Quantity | int, end: Quantity | int) -> VMobject:
        """A jump's way: out of the instruction `start`, up to the lower corner of the pointer when
        it is at `end`."""
        foot, (x, y, _) = self.pointer.column.cell(start).get_right(), self.pointer.spot(end)
        x += self.pointer.width / 2 - TRAIL / 2
        top = y - self.pointer.height / 2 + INTO
        return rail(foot, (x, foot[1]), (x, top), color=theme.WINNER)

    def say(self, total: Quantity) -> None:
        """The sum so far."""
        self.words.say("{:.0f}", total, align=0)

    def take(self, step: Words, total: Quantity) -> Animation:
        """The first step arrives and is the sum, in place of the question mark."""
        asked, self.words = self.words, number(total, "{:.0f}", color=theme.WINNER, bold=True)
        self.words.in_box(self.pointer.get_center() + BESIDE * RIGHT)
        self.remove(asked).add(self.words)
        return AnimationGroup(FadeOut(asked), gather([step], self.words, theme.WINNER))
