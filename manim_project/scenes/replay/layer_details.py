"""What the machine's layers read and write at one token: the words of a forward pass.

`run` is a quantity of the reference model, `position` the token the machine stands on; a stage is
a layer's name or "logits". `written` are the components that a layer adds to the token's vector;
`details` are rows that say how it comes to them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

SIZE = 0.38
LARGE, BIG = 0.46, 0.75  # of what a head finds, of a sum that a neuron makes


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
    "memory": Component("act", "act.memory", "memory_byte"),
    "result": Component("act", coordinate="result"),
}
# What each layer does, as it stands on its panel: the name, and its object.
LAYERS = {
    "spell": "a number",
    "count": "the steps",
    "fetch": "the instruction",
    "read": "its operands",
    "act": "on them",
}
OUTPUT = "logits"
STAGES = (*LAYERS, OUTPUT)
SPELLING = ("spell.back4", "spell.back3", "spell.back2", "spell.back1")
CANDIDATES = (5, 3)  # of how many tokens the logits are shown; of how many, if they are wide
TERMS = 2  # of a sum of steps, at most; else only the last
FEWER = 10  # letters of an opcode that fit a component of the vector
WIDE, WIDER = 1e4, 1e6  # numbers from these on leave less room beside them, and much less
CARRY = "carry, z+1"  # the first of the two neurons that make a carry


def heads_of(run: Quantity, position: int, stage: str) -> list[str]:
    """The heads of a layer whose reading is shown: those that matter to the next token, and those
    that spell a whole value; in the order of the components."""
    after_line = value_of(run.tokens[position].kind) == "commit"
    opcode = value_of(run.tokens[run.look("fetch.opcode", position).winner].text)
    circuit = _circuit(opcode, value_of(run.tokens[position + 1].kind))
    heads = (*(SPELLING if after_line else ()), *circuit)
    order = [component.head for component in COMPONENTS.values()]
    found = [h for h in heads if h.startswith(f"{stage}.") and h != "spell.line"]
    if stage == "act":  # the lower one first
        order = ["act.second", "act.first", "act.memory"]
    return sorted(found, key=lambda head: order.index(head) if head in order else -1)


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
        color = {"count": theme.INK, "act": theme.WINNER}.get(stage, theme.VALUE)
        found[name] = Words("{:.0f}", reading, size=SIZE, color=color)
    return found


def _is_written(run: Quantity, position: int, name: str, heads: list[str]) -> bool:
    if name == "value":
        return bool(heads)
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


def token_words(run: Quantity, position: Quantity | int, color: str) -> Words:
    """A token's text, a commit's without its flags."""
    token = run.tokens[position]
    style = {"face": theme.MONO, "size": theme.CODE, "color": color}
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


def details(run: Quantity, position: int, stage: str) -> list[list[Words]]:
    """Rows of words, in columns, that say what a layer did at a token."""
    heads = heads_of(run, position, stage)
    looks = [run.look(head, position) for head in heads]
    if stage == "spell":
        return _spelling(run, position, looks) if looks else []
    if stage == "count":
        rows = [_sum_row(run, position, name) for name in ("ip", "depth")]
        count = run.neuron("ip = mean × count", position).gate
        return [*rows, [_quiet("(mean × {:.0f} tokens)", count)]]
    if stage == "fetch":
        return _address(run, position)
    if stage == "read":
        wide = any(float(look.values[look.winner, 0]) >= WIDER for look in looks)
        return [_look_row(look, wide) for look in looks]
    if stage == "act":
        return _arithmetic(run, position)
    return _scoring(run, position)


_quiet = partial(Words, size=theme.SMALL, color=theme.DIM)


def _spelling(run: Quantity, position: int, looks: list[Quantity]) -> list[list[Words]]:
    """The bytes of a value, the lowest first, and what they spell."""
    texts = [run.tokens[look.winner].text for look in looks]
    bytes_ = [Words("{}", text, face=theme.MONO, size=LARGE, color=theme.VALUE) for text in texts]
    place = REFERENCE.machine.head(SPELLING[1]).output_columns[0][0][1]
    low, high = (look.output[0] for look in looks[:2])
    terms = Words("{:.0f} + {:.0f} · {:.0f} + …", low, place, high, size=SIZE)
    value = run.residual("value", position, 0)
    total = Words("= {:.0f}", value, size=SIZE)
    return [bytes_, [total] if float(value) >= WIDE else [terms, total]]


def _sum_row(run: Quantity, position: int, name: str) -> list[Words]:
    """The steps of the trace's lines, added up; only the last of many."""
    step = {"ip": "Δip", "depth": "Δstack"}[name]
    found = [run.residual(step, p, 0) for p in steps(run, position)]
    shown = found if len(found) <= TERMS else found[-1:]
    start = "… + " if len(found) > TERMS else ""
    total = run.residual(name, position, 1)
    return [
        Words(f"{name}:", size=SIZE),
        Words(start + _sum(shown) or "no step", *shown, size=SIZE, color=theme.VALUE),
        Words("= {:.0f}", total, size=SIZE),
    ]


def _sum(terms: Sequence[Quantity]) -> str:
    """The template of a sum of whole numbers."""
    return " + ".join("{:.0f}" if float(term) >= 0 else "({:.0f})" for term in terms)


def _address(run: Quantity, position: int) -> list[list[Words]]:
    """Where the opcode stands: an instruction takes five tokens, and a brace comes first."""
    (_, length), (_, first) = REFERENCE.machine.head("fetch.opcode").query_rows[0]
    ip, look = run.residual("ip", position, 1), run.look("fetch.opcode", position)
    return [
        [Words("token {:.0f} · {:.0f} + {:.0f} = {:.0f}", length, ip, first, look.query[0],
               size=SIZE)],
        [Words("q = ({:.0f}, {:.0f})", *look.query, size=SIZE, color=theme.QUERY)],
        [Words("k = ({:.0f}, {:.0f})", *look.keys[look.winner], size=SIZE, color=theme.KEY)],
    ]  # fmt: skip


def _look_row(look: Quantity, wide: bool) -> list[Words]:
    query, value = (
        ("({:.0f}, {:.0f})", "{:.0f}") if wide else ("q = ({:.0f}, {:.0f})", "v = {:.0f}")
    )
    return [
        Words(query, *look.query, size=LARGE, color=theme.QUERY),
        Words(value, look.values[look.winner, 0], size=LARGE, color=theme.VALUE),
    ]


def _makers(run: Quantity, position: int) -> list[str]:
    """The neurons that make the next byte, those that carry for it last; none, if none comes."""
    if value_of(run.tokens[position + 1].byte) is None:
        return []
    opcode = value_of(run.tokens[run.look("fetch.opcode", position).winner].text)
    names = value_of(REFERENCE.machine.neurons)[STAGES.index("act")]
    return [name for name in names if name.startswith((f"{opcode}: byte", f"{opcode}: {CARRY}"))]


def summands(run: Quantity, position: int) -> list[Quantity]:
    """What the neuron that makes the next byte adds up; a carry only if there is one."""
    if not (makers := _makers(run, position)):
        return []
    addends = run.addends(makers[0], position)
    return [a for i, a in enumerate(addends) if float(a.reading) or i < 2]


def _arithmetic(run: Quantity, position: int) -> list[list[Words]]:
    """The summands of the next byte and their sum; and the gate of the neuron that carries."""
    terms, makers = summands(run, position), _makers(run, position)
    if not terms:
        return []
    row = []
    for i, addend in enumerate(terms):
        sign = "−" if float(addend.coefficient) < 0 else "+" if i else ""
        row += [Words(sign, size=BIG)] if sign else []
        row.append(Words("{:.0f}", addend.reading, size=BIG, color=theme.VALUE))
    if len(terms) > 1:
        total = run.neuron(makers[0], position).value
        row += [Words("=", size=BIG), Words("{:.0f}", total, size=BIG, color=theme.WINNER)]
    carries = [name for name in makers if name.endswith(CARRY)]
    return [row, *([_carry(run, position, name)] for name in carries)]


def _carry(run: Quantity, position: int, neuron: str) -> Words:
    """What the neurons that carry come to: nothing, if the gate of the first is below 0."""
    found = list(run.gate_addends(neuron, position))
    carry = run.tokens[position + 1].carry
    if value_of(carry):  # the second neuron takes off what the first has too much
        both = [run.neuron(name, position).activation for name in (neuron, neuron[:-2])]
        return _quiet("carry: ReLU {:.0f} − ReLU {:.0f} = {:d}", *both, carry)
    terms = [a.product for a in found if float(a.product)] or [a.product for a in found[:2]]
    threshold, activation = run.threshold(neuron, position), run.neuron(neuron, position).activation
    total = run.neuron(_makers(run, position)[0], position).value
    if sum(map(float, terms)) == float(total):  # the sum just shown: one number is shorter
        terms = [total]
    if not float(threshold):
        return _quiet(f"carry: ReLU({_sum(terms)}) = {{:.0f}}", *terms, activation)
    return _quiet(
        f"carry: ReLU({_sum(terms)} − {{:.0f}}) = {{:.0f}}", *terms, threshold, activation
    )


def _scoring(run: Quantity, position: int) -> list[list[Words]]:
    """How a byte's logit follows from the result, if it is bytes that compete; or the best one."""
    if not bytes_compete(run, position):
        best = run.decision(position)
        return [
            [Words("{:.0f}", best.logit, size=LARGE, color=theme.WINNER)],
            [_quiet("ahead by {:.0f}", best.margin)],
        ]
    result = run.residual("result", position, STAGES.index("act"))
    return [[Words("2b · {:.0f} − b²", result, size=SIZE)]]


def bytes_compete(run: Quantity, position: int) -> bool:
    """Whether the logits of the best tokens differ only by the bytes that these name."""
    found = value_of(run.candidates(position, CANDIDATES[0]))
    return bool(np.ptp(found.logits - found.byte_scores) == 0)
