"""What the tokens of a short tape are: a name under each instruction, a value under each line."""

from collections.abc import Callable

from manim import Line, VGroup

from manim_project import theme
from manim_project.mobjects.ribbon import PLAIN, TOP
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.tape import Tape

SIZE = 0.38
TOKENS = 5  # of an instruction
BRACKET = TOP - PLAIN - 0.1 * theme.TALL
BASELINE = TOP - PLAIN - 0.5 * theme.TALL
INSET = 0.05  # of a bracket's ends
NAMES: dict[str, Callable[[Quantity], Words]] = {
    "i32.const": lambda i: Words("push {}", i.operand, size=SIZE, counted=False),
    "i32.add": lambda _: Words("add", size=SIZE),
    "output": lambda _: Words("print", size=SIZE),
    "halt": lambda _: Words("stop", size=SIZE),
}


class TapeNames(VGroup):
    """Brackets under the tape: `program`, a name an instruction; `lines`, by their numbers, what
    each line of the trace came to, to be shown when it has come."""

    def __init__(self, run: Quantity, tape: Tape) -> None:
        self.tape = tape
        self.program = VGroup()
        for instruction in run.program.instructions:
            first = int(instruction.position)
            name = NAMES[value_of(instruction.name)](instruction).set_color(theme.DIM)
            self.program.add(self._under(first, first + TOKENS, name))
        self.lines: dict[int, VGroup] = {}
        for number, line in enumerate(run.lines):
            if value_of(line.kind) == "value":
                value = Words("{}", line.value, size=SIZE, color=theme.VALUE, counted=False)
                self.lines[number] = self._under(int(line.start), int(line.stop), value)
        super().__init__(self.program)

    def _under(self, first: int, stop: int, name: Words) -> VGroup:
        left, right = self.tape.x(first - 0.5) + INSET, self.tape.x(stop - 0.5) - INSET
        color = theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
        bracket = Line([left, BRACKET, 0], [right, BRACKET, 0], color=color, stroke_width=3)
        return VGroup(bracket, name.put((left + right) / 2, BASELINE, align=0))
