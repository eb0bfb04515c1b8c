"""A run as a zigzag: a dot for each line of the trace, at the height of its instruction."""

from itertools import pairwise

from manim import (
    LEFT,
    RIGHT,
    AnimationGroup,
    Arrow,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layers import rail
from manim_project.mobjects.tape import ProgramColumn, heading
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s6_instruction_pointer.folded_trace import FoldedTrace

DOT = 0.085
ASIDE = 0.6  # from the first dot to what is said of all
BESIDE = 0.2  # from a dot to what is said of it
CLOSE = 0.1  # from a leg to its step
ABOVE = 0.42 * theme.TALL  # from a jump's end to what is said of the round that it begins


class Walk(VGroup):
    """The pointer's way beside `program`: lines run to the right from `left`, `pitch` apart.

    `labels` has, by line, what is said beside its dot or the leg to it; `rounds`, by its last line,
    how many tokens a round of the loop has; `axis`, on the baseline `head`, says what a dot is.
    """

    def __init__(
        self, program: ProgramColumn, run: Quantity, *, left: float, pitch: float, head: float
    ) -> None:
        self.run, self.dots, self.legs = run, VGroup(), VGroup()
        for index, line in enumerate(run.lines):
            y = program.cell(line.instruction).get_center()[1]
            dot = Dot([left + index * pitch, y, 0.0], DOT, color=theme.shape(theme.WINNER))
            self.dots.add(dot.set_z_index(1))
        for before, after in pairwise(self.dots):
            start, end = before.get_center(), after.get_center()
            color = theme.DIM if end[1] < start[1] else theme.WINNER
            self.legs.add(rail(start, end, color=color))
        self.labels: dict[int, Words] = {}
        name = heading("trace: each dot a line", left + ASIDE, head)
        along = Arrow(LEFT, RIGHT, color=theme.DIM, stroke_width=3, tip_length=0.2, buff=0)
        self.axis = VGroup(name, along.set_length(1.0).next_to(name, RIGHT))
        self._label_step(1)
        self._label_outputs()
        self._label_branches()
        self._label_rounds()
        super().__init__(
            self.axis, self.legs, self.dots, *self.labels.values(), *self.rounds.values()
        )

    def _label_outputs(self) -> None:
        """What is printed, beside the lines that print it."""
        kinds = [value_of(line.kind) for line in self.run.lines]
        printing = [i for i, kind in enumerate(kinds) if kind == "out"]
        for index, output in zip(printing, self.run.outputs, strict=True):
            words = Words("prints {}", output, size=theme.SMALL).in_box(
                self.dots[index].get_center()
            )
            self.labels[index] = words.put(words.get_center()[0] + BESIDE, words.baseline)

    def _label_branches(self) -> None:
        """The step of a jump; or that there was none, and why."""
        for index, line in enumerate(self.run.lines):
            if value_of(self.run.program.instructions[line.instruction].name) != "br_if":
                continue
            if value_of(line.kind) == "branch":
                self._label_step(index)
            else:
                value = Words("value {}", self.run.lines[index - 1].value, size=theme.SMALL)
                self._label_left(index - 1, value)
                self._label_left(index, Words("no jump", size=theme.SMALL))

    def _label_left(self, index: int, words: Words) -> None:
        """Words at the left of a line's dot."""
        spot = self.dots[index].get_center()
        words.in_box(spot)
        self.labels[index] = words.put(spot[0] - BESIDE, words.baseline, align=1)

    def _label_step(self, index: int) -> None:
        """A line's step, beside the leg that it makes."""
        position = int(self.run.lines[index].stop) - 1
        step = self.run.residual(name="Δip", position=position, layer=0)
        spot = self.legs[index].get_center()
        words = Words("{:+.0f}", step, color=theme.VALUE).in_box(spot)
        self.labels[index + 1] = words.put(spot[0] + CLOSE, words.baseline)

    def _label_rounds(self) -> None:
        """How many tokens a round of the loop has, at its first dot."""
        kinds = [value_of(line.kind) for line in self.run.lines]
        jumps = [i for i, kind in enumerate(kinds) if kind == "branch"]
        ends = [*jumps, len(kinds) - 1]
        self.rounds: dict[int, Words] = {}
        for before, end, tokens in zip([-1, *jumps], ends, self.run.rounds, strict=True):
            spot = self.dots[before + 1].get_center()
            words = Words("{} tokens", tokens, size=theme.SMALL, color=theme.DIM).in_box(spot)
            beside, above = (BESIDE, 0.0) if before < 0 else (-BESIDE, ABOVE)
            self.rounds[end] = words.put(spot[0] + beside, words.baseline + above)

    def begin(self, trace: FoldedTrace) -> Animation:
        """The lines so far shrink to their dots."""
        count = len(trace.lines)
        shrink = [
            FadeOut(line, target_position=dot, scale=0.1)
            for line, dot in zip(trace.lines, self.dots, strict=False)
        ]
        labels = [*self.labels.items(), *self.rounds.items()]
        said = [words for index, words in labels if index < count]
        return LaggedStart(
            AnimationGroup(*shrink, FadeIn(*self.dots[:count])),
            FadeIn(*self.legs[: count - 1], *said),
            lag_ratio=0.8,
        )

    def step(self, index: int) -> Animation:
        """From the line before to this one."""
        said = [FadeIn(of[index]) for of in (self.labels, self.rounds) if index in of]
        return AnimationGroup(Create(self.legs[index - 1]), FadeIn(self.dots[index]), *said)
