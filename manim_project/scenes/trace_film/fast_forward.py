"""A long run from far away: the program as a strip with a pointer, the whole tape as a line with
its look-backs, and counters. `run` is a `FilmRun` of the reference model, as a quantity.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np
from manim import (
    PI,
    UP,
    Animation,
    Create,
    CubicBezier,
    FadeIn,
    Rectangle,
    Triangle,
    VGroup,
)

from manim_project import theme
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.token_column import DIGIT, NARROW
from manim_project.scenes.trace_film.outcome import is_text

ROWS, PAGES = 13, 2  # instructions that are written out at once; times so many are at all
STRIP, GAP = (-5.85, 0.34), 0.12  # left edge and width of the strip; from it to what is beside it
INDEX = 0.12  # from the strip to a number at its left
TIP = 0.26  # height of a pointer
LEAST = 0.02  # height of a mark; where there are more instructions, each is for several
TAPE, BAR = (-2.3, 2.75), theme.tall(-1.9, 0.3)  # ends of the tape; its middle and its height
BELOW = 0.85 * theme.TALL  # from the tape's middle down to the baseline of what is said of it
RISE = (0.25, 0.42, 2.2)  # of an arc: at least, a unit of its width, at most
GROWTH = 1 / 3  # power of its length by which the tape looks longer
OLD = theme.mix(theme.shape(theme.QUERY), theme.BACKGROUND, 0.35)
NUMBERS, LABELS = theme.tall(1.62, 2.25)  # baselines of the counters
COUNTERS = {"token": -2.3, "line": -0.65, "ip": 1.0, "depth": 2.0}  # left ends
PRINTED = 0.95 * theme.TALL  # baseline
COUNT = 0.44  # size of the counters' numbers
FEW = 12  # numbers of the output that are shown at once, at most


class ProgramStrip(VGroup):
    """The instructions from `top` to `bottom`, what has run in green, and a pointer that says
    which one runs. Those of a short program are written out, or as many as there is room for."""

    def __init__(self, run: Quantity, *, top: float, bottom: float) -> None:
        super().__init__()
        self.instructions, self.top = run.program.instructions, top
        self.count = len(self.instructions)
        self.is_written_out = self.count <= PAGES * ROWS
        self.rows = min(self.count, ROWS if self.is_written_out else int((top - bottom) / LEAST))
        self.pitch = (top - bottom) / max(self.rows, ROWS if self.is_written_out else 0)
        self.first = 0  # the instruction in the first row
        self.left = STRIP[0] + DIGIT * max(0, len(str(self.count - 1)) - NARROW)
        marked = self.count if self.is_written_out else self.rows
        self.marks = [self._mark(i) for i in range(marked)]
        self.texts: list[Words] = []
        if self.is_written_out:
            self.texts = [self._text(i, theme.DIM) for i in range(self.count)]
            self.lines = [
                VGroup(mark, self._index(i), text)
                for i, (mark, text) in enumerate(zip(self.marks, self.texts, strict=True))
            ]
            self._turn_to(0)
        else:
            self.add(*self.marks, self._index(0), self._index(self.count - 1))
        self.pointer = Triangle(color=theme.WINNER, fill_opacity=1, stroke_width=0)
        self.pointer.rotate(PI / 2).scale_to_fit_height(TIP)
        self.told: Words | None = None  # the text of the instruction that runs

    def y(self, index: int) -> float:
        """The middle of an instruction."""
        row = index - self.first if self.is_written_out else index * self.rows / self.count
        return self.top - (row + 0.5) * self.pitch

    def _mark(self, i: int) -> Rectangle:
        left, width = self.left, STRIP[1]
        mark = Rectangle(width=width, height=self.pitch * 0.86, stroke_width=0)
        y = self.top - (i + 0.5) * self.pitch
        return mark.set_fill(theme.FAINT, 1).move_to([left + width / 2, y, 0])

    def _index(self, i: int) -> Words:
        words = number(self.instructions[i].index, size=theme.SMALL, color=theme.DIM)
        words.in_box(np.array([0.0, self.y(i), 0.0]))
        return words.put(self.left - INDEX, words.baseline, align=1)

    def _text(self, i: int, color: str) -> Words:
        instruction, style = self.instructions[i], {"size": theme.CODE, "face": theme.MONO}
        words = Words("{}", instruction.text, color=color, **style)  # type: ignore[arg-type]
        start = self.left + STRIP[1] + 2 * GAP + TIP
        if words.advance > TAPE[0] - start - GAP:
            words = Words("{}", instruction.name, color=color, **style)  # type: ignore[arg-type]
        words.in_box(np.array([0.0, self.y(i), 0.0]))
        return words.put(start, words.baseline)

    def _turn_to(self, first: int) -> None:
        """Write out the instructions from `first` on, at once."""
        VGroup(*self.lines).shift((first - self.first) * self.pitch * UP)
        self.first = first
        self.submobjects = list(self.lines[first : first + self.rows])

    def go(self, index: int) -> list[Animation]:
        """The pointer stands at an instruction, which is marked, and named."""
        if self.is_written_out and not self.first <= index < self.first + self.rows:
            wanted = index if index < self.first else index + 2 - self.rows
            self._turn_to(max(0, min(wanted, self.count - self.rows)))
        self.marks[index if self.is_written_out else index * self.rows // self.count].set_fill(
            theme.shape(theme.VALUE)
        )
        spot = np.array([self.left + STRIP[1] + GAP + TIP / 2, self.y(index), 0.0])
        first = self.told is None
        self._tell(index)
        if first:
            self.pointer.move_to(spot)
            return [FadeIn(self.pointer)]
        return [self.pointer.animate.move_to(spot)]

    def _tell(self, index: int) -> None:
        """At once, as counters change."""
        if self.is_written_out:
            if self.told is not None:
                self.told.set_color(theme.DIM)
            self.told = self.texts[index].set_color(theme.WINNER)
            return
        if self.told is not None:
            self.remove(self.told)
        self.told = self._text(index, theme.WINNER)
        self.add(self.told)


class TapeLine(VGroup):
    """Program and trace as one line: what has come is filled, and arcs look back from where the
    machine is; those of before stay, and are quiet. The longer the trace, the smaller a token."""

    def __init__(self, run: Quantity) -> None:
        self.run, self.total, self.edge = run, int(run.total), int(run.prompt_length)
        (left, right), (y, height) = TAPE, BAR
        self.origin = np.array([left, y + height / 2, 0.0])
        self.bar = Rectangle(width=right - left, height=height, stroke_width=2)
        self.bar.set_stroke(theme.FAINT).move_to([(left + right) / 2, y, 0])
        self.token = self._token_at(self.edge)  # width of one
        self.filled, self.program = (
            Rectangle(width=1, height=height, stroke_width=0).set_fill(color, 1)
            for color in (theme.soft(theme.VALUE, 0.5), theme.shape(theme.KEY))
        )
        self.now = Triangle(color=theme.WINNER, fill_opacity=1, stroke_width=0)
        self.now.scale_to_fit_height(TIP)
        say = partial(Words, size=theme.SMALL)
        labels = VGroup(
            say("program", color=theme.KEY).put(left, y - BELOW),
            say("{:,} tokens", run.total, color=theme.DIM).put(right, y - BELOW, align=1),
        )
        self.arcs, self.all_arcs = VGroup(), VGroup()  # the latest, and those of before, too
        self._fill(self.filled, self.edge)
        self._fill(self.program, self.edge)
        self.now.move_to(self._below(self.edge))
        super().__init__(self.filled, self.program, self.bar, labels)

    def _token_at(self, position: int) -> float:
        """The width of a token when the trace has come so far."""
        left, right = TAPE
        return (right - left) * ((position + 1) / self.total) ** GROWTH / (position + 1)

    def x(self, position: int) -> float:
        """The middle of a token."""
        return TAPE[0] + (position + 0.5) * self.token

    def _fill(self, bar: Any, stop: int) -> None:
        """Make `bar`, or what it becomes, the tokens before `stop`."""
        width = stop * self.token
        bar.stretch_to_fit_width(width).move_to([TAPE[0] + width / 2, BAR[0], 0])

    def _below(self, position: int) -> np.ndarray:
        return np.array([self.x(position), BAR[0] - BAR[1] / 2 - 0.05 - TIP / 2, 0])

    def look_back(self, position: int, sources: Iterable[int]) -> list[Animation]:
        """The tape grows up to a token, from which the heads look back at others."""
        for arc in self.arcs:
            arc.set_stroke(OLD, 1.5).set_z_index(-1)
        before, self.token = self.token, self._token_at(position)
        moves = [bar.animate for bar in (self.filled, self.program)]
        for bar, stop in zip(moves, (position + 1, self.edge), strict=True):
            self._fill(bar, stop)
        moves.append(self.now.animate.move_to(self._below(position)))
        if len(self.all_arcs):
            scaled = self.all_arcs.animate.scale(self.token / before, about_point=self.origin)
            moves.append(scaled)
        found = sorted({round(self.x(p), 3): p for p in sources if p != position}.values())
        self.arcs = VGroup(*(self._arc(self.x(position), self.x(p)) for p in found))
        self.all_arcs = VGroup(*self.all_arcs, *self.arcs)
        return [*moves, *map(Create, self.arcs)]

    def _arc(self, start: float, end: float) -> CubicBezier:
        least, share, most = RISE
        up = 4 / 3 * min(most, least + share * (start - end)) * theme.TALL * UP
        ends = (np.array([x, self.origin[1], 0.0]) for x in (start, end))
        first, last = ends
        color = theme.shape(theme.QUERY)
        return CubicBezier(first, first + up, last + up, last, color=color, stroke_width=3)


class Counters(VGroup):
    """Which token comes, of which line, at which instruction, how deep the stack is; and what has
    been printed last."""

    def __init__(self, run: Quantity, lines: Quantity) -> None:
        self.run, self.lines = run, lines
        kinds = [value_of(line.kind) for line in value_of(run.lines)]
        self.printed = np.cumsum([kind == "out" for kind in kinds])  # up to each line
        say = partial(Words, color=theme.DIM)
        self.labels = VGroup(*(say(name).put(x, LABELS) for name, x in COUNTERS.items()))
        self.numbers: dict[str, Words] = {}
        self.output: Words | None = None
        super().__init__(self.labels)

    def show(self, place: int) -> None:
        """The numbers of the line that is `place` in `lines`, at once."""
        index = self.lines[place]
        line = self.run.lines[int(index)]
        found = {
            "token": ("{:,}", line.start),
            "line": ("{:,}", index),
            "ip": ("{}", line.instruction),
            "depth": ("{:.0f}", line.depth_before),
        }
        for name, shown in found.items():
            if name not in self.numbers:
                self.numbers[name] = Words(*shown, size=COUNT).put(COUNTERS[name], NUMBERS)
                self.add(self.numbers[name])
            self.numbers[name].say(*shown)
        if self.output is not None:
            self.remove(self.output)
        if count := int(self.printed[int(index)]):
            self.output = self._output(count)
            self.add(self.output)

    def _output(self, count: int) -> Words:
        """The last outputs that there is room for; as text, if they are."""
        left, right = TAPE
        for few in range(min(count, 2 * FEW), 0, -1):
            words = self._last(count, few)
            if words.advance <= right - left:
                break
        return words.put(left, PRINTED)

    def _last(self, count: int, few: int) -> Words:
        if is_text(self.run) and len(self.run.text) == len(self.run.outputs):
            # A line that has just ended is still the last.
            line = self.run.text[count - few : count].strip().rpartition("\n")[2]
            return Words("prints {}", line, color=theme.WINNER)
        shown = self.run.outputs[count - min(few, FEW) : count]
        dots = "… " if len(shown) < count else ""
        return Words(f"prints {dots}{' '.join(['{}'] * len(shown))}", *shown, color=theme.WINNER)
