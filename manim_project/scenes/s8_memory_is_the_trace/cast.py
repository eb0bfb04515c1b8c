"""What the program of scene 8 does, as the machine ran it: its stores, its loads, its tape."""

from dataclasses import dataclass
from typing import Any

from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

RUN = REFERENCE.machine.run("overwrite")
TOKENS = len(RUN.tokens)
HAIR = REFERENCE.machine.tie_exponent  # a key gains 2 to this for every token before it
ENLARGED = REFERENCE.textbook.HAIR_ENLARGED
BYTES = 4  # tokens of a value
PARABOLA = 8  # keys of the parabola that are worked out
KEYS = 3  # the layer after which a byte's address is known


def _lines(instruction: str) -> list[Quantity]:
    """The lines of the trace that come of an instruction, in order."""
    instructions, lines = value_of(RUN.program.instructions), value_of(RUN.lines)
    names = [instructions[line.instruction].name for line in lines]
    return [RUN.lines[i] for i, name in enumerate(names) if name == instruction]


@dataclass(frozen=True)
class Stored:
    """A store: the token of its first byte, what it holds, where it is found."""

    line: Any

    @property
    def token(self) -> Quantity:
        """The place on the tape."""
        return RUN.look("act.memory", int(self.line.start)).position

    @property
    def value(self) -> Quantity:
        """The first of its four bytes; the others are 0."""
        return RUN.tokens[int(self.line.start)].byte

    @property
    def address(self) -> Quantity:
        """Where the first byte lies."""
        return RUN.residual("memory_key", int(self.line.start), KEYS)


@dataclass(frozen=True)
class Loaded:
    """A load: the token that asks for its first byte, and what the memory's head finds."""

    line: Any

    @property
    def token(self) -> int:
        """The newest token while it asks."""
        return int(self.line.start) - 1

    @property
    def look(self) -> Quantity:
        """The head's look back."""
        return RUN.look("act.memory", self.token)

    @property
    def match(self) -> Quantity:
        """The check of what was found."""
        return RUN.match(self.token)


def scored(load: Loaded) -> Quantity:
    """What a load's question makes of the key of the byte that is there, but for the hair: the
    `query` (address, 1), the `keys` on the parabola and their `scores`."""
    return REFERENCE.textbook.parabola(PARABOLA, int(float(load.match.wanted)))


OLD, NEW = map(Stored, _lines("i32.store"))
FIRST, AGAIN, UNSET = map(Loaded, _lines("i32.load"))
