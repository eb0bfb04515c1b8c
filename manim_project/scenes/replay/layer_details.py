"""What the machine's layers read and write at one token: the words of a forward pass.

`run` is a quantity of the reference model, `position` the token the machine stands on; a stage is
a layer's name or "logits". `written` are the components that a layer adds to the token's vector,
`summands` what its neurons add up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

SIZE = 0.48


@dataclass(frozen=True)
class Component:
    """A part of the vector with a name: which layer writes it, by which head, which coordinate."""

    stage: str
    head: str = ""
    coordinate: str = ""


COMPONENTS = {
    "value": Component("spell", coordinate="value"),
    "ip": Component("count", "count.steps", "ip"),
    "depth": Component("count", "count.steps", "depth"),
    "opcode": Component("fetch", "fetch.opcode"),
    "operand": Component("fetch", "fetch.operand", "operand"),
    "byte": Component("fetch", "fetch.immediate", "immediate"),
    "second": Component("read", "read.second", "second"),
    "top": Component("read", "read.top", "top"),
    "local": Component("read", "read.local", "local_byte"),
    "result": Component("act", coordinate="result"),
}
LAYERS = ("spell", "count", "fetch", "read", "act")
OUTPUT = "logits"
STAGES = (*LAYERS, OUTPUT)
SPELLING = ("spell.back4", "spell.back3", "spell.back2", "spell.back1")
CANDIDATES = 7  # of how many tokens the logits are shown
FEWER = 10  # letters of an opcode that fit a component of the vector
ADDRESSING = ("i32.load", "i32.store")  # what has an operand that is no number
CARRY = "carry, z+1"  # the first of the two neurons that make a carry


def heads_of(run: Quantity, position: int, stage: str) -> list[str]:
    """The heads of a layer whose reading is shown: those that matter to the next token, and those
    that spell a whole value; in the order of the components."""
    after_line = value_of(run.tokens[position].kind) == "commit"
    circuit = _circuit(_opcode(run, position), value_of(run.tokens[position + 1].kind))
    heads = (*(SPELLING if after_line else ()), *circuit)
    order = [component.head for component in COMPONENTS.values()]
    found = [h for h in heads if h.startswith(f"{stage}.") and h != "spell.line"]
    if stage == "act":  # the lower one first
        order = ["act.second", "act.first", "act.memory"]
    return sorted(found, key=lambda head: order.index(head) if head in order else -1)


def _opcode(run: Quantity, position: int) -> str:
    return value_of(run.tokens[run.look("fetch.opcode", position).winner].text)


@cache
def _circuit(opcode: str, kind: str) -> tuple[str, ...]:
    return value_of(REFERENCE.machine.circuit(opcode, kind))


def written(run: Quantity, position: int, stage: str) -> dict[str, Words]:
    """The components that a layer writes at a token, by name."""
    heads = heads_of(run, position, stage)
    found = {}
    for name, component in COMPONENTS.items():
        if component.stage != stage or not _is_written(run, position, name, heads):
            continue
        if name == "opcode":
            token = run.tokens[run.look("fetch.opcode", position).winner]
            style = {"face": theme.MONO, "size": theme.CODE, "color": theme.VALUE}
            found[name] = Words("{}", token_text(token, FEWER), **style)  # type: ignore[arg-type]
            continue
        reading = run.residual(component.coordinate, position, STAGES.index(stage))
        color = {"count": theme.INK, "act": theme.INK}.get(stage, theme.VALUE)
        found[name] = Words("{:.0f}", reading, size=SIZE, color=color, counted=False)
    return found


def _is_written(run: Quantity, position: int, name: str, heads: list[str]) -> bool:
    if name == "value":
        return bool(heads)
    if name == "operand" and _opcode(run, position).startswith(ADDRESSING):
        return False  # its four bytes are an offset and the number of pages
    if name == "result":
        return value_of(run.tokens[position + 1].byte) is not None
    return COMPONENTS[name].head in heads


def components_of(run: Quantity, positions: Iterable[int] = ()) -> list[str]:
    """The components that are written anywhere in a run, or only at those positions."""
    tokens = list(positions) or range(int(run.prompt_length) - 1, len(run.tokens) - 1)
    heads = {p: [h for s in STAGES for h in heads_of(run, p, s)] for p in tokens}
    spelled = {p: [h for h in found if h in SPELLING] for p, found in heads.items()}
    return [
        name
        for name in COMPONENTS
        if any(
            _is_written(run, p, name, (spelled if name == "value" else heads)[p]) for p in tokens
        )
    ]


def token_words(
    run: Quantity, position: Quantity | int, color: str, size: float = theme.CODE
) -> Words:
    """A token's text, a commit's without its flags."""
    token = run.tokens[position]
    style = {"face": theme.MONO, "size": size, "color": color, "counted": False}
    if value_of(token.kind) == "commit":
        return Words(commit_template(token), token.stack_change, **style)  # type: ignore[arg-type]
    return Words("{}", token_text(token), **style)  # type: ignore[arg-type]


def token_text(token: Quantity, letters: int = 12) -> Quantity:
    """A token's text, if it fits; of a trap only that it is one, of an opcode not the type."""
    if len(value_of(token.text)) <= letters:
        return token.text
    return token.kind if value_of(token.kind) == "trap" else token.text.rpartition(".")[2]


def commit_template(token: Quantity) -> str:
    """What shows a commit's step of the stack: a sign, if it is one."""
    return "commit({:+d})" if value_of(token.stack_change) else "commit({})"


def steps(run: Quantity, position: int) -> list[int]:
    """The tokens up to a position that carry a step of the instruction pointer."""
    tokens = range(int(run.prompt_length), position + 1)
    return [p for p in tokens if float(run.residual("Δip", p, 0))]


def _makers(run: Quantity, position: int) -> list[str]:
    """The neurons that make the next byte, those that carry for it last; none, if none comes."""
    if value_of(run.tokens[position + 1].byte) is None:
        return []
    opcode = _opcode(run, position)
    names = value_of(REFERENCE.machine.neurons)[STAGES.index("act")]
    return [name for name in names if name.startswith((f"{opcode}: byte", f"{opcode}: {CARRY}"))]


def summands(run: Quantity, position: int) -> list[Quantity]:
    """What the neuron that makes the next byte adds up; a carry only if there is one."""
    if not (makers := _makers(run, position)):
        return []
    addends = run.addends(makers[0], position)
    return [a for i, a in enumerate(addends) if float(a.reading) or i < 2]


def total(run: Quantity, position: int) -> Quantity:
    """What the neuron that makes the next byte adds up to."""
    return run.neuron(_makers(run, position)[0], position).value


def bytes_compete(run: Quantity, position: int) -> bool:
    """Whether the logits of the best tokens differ only by the bytes that these name."""
    found = value_of(run.candidates(position, CANDIDATES))
    return bool(np.ptp(found.logits - found.byte_scores) == 0)
