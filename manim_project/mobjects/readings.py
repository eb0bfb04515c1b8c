"""What the machine's layers read and write at one token: the words of a forward pass.

`run` is a quantity of the reference model, `position` the token the machine stands on; a stage is
a layer's name or "logits". `entries` are the coordinates a stage writes (at last, the token);
`details` are rows that say how it comes to them.
"""

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

SIZE = 0.38
# What each head adds to the stream: head, how it is shown, coordinate.
WRITTEN = {
    "spell": (("spell.line", "byte index = {:.0f}", "byte_index"),),
    "count": (
        ("count.steps", "ip = {:.0f}", "ip"),
        ("count.steps", "depth = {:.0f}", "depth"),
    ),
    "fetch": (
        ("fetch.operand", "operand = {:.0f}", "operand"),
        ("fetch.immediate", "byte = {:.0f}", "immediate"),
    ),
    "read": (
        ("read.second", "second = {:.0f}", "second"),  # the older one, so the higher in the trace
        ("read.top", "top = {:.0f}", "top"),
        ("read.local", "local byte = {:.0f}", "local_byte"),
    ),
    "act": (("act.memory", "memory byte = {:.0f}", "memory_byte"),),
}
STAGES = (*WRITTEN, "logits")
SPELLING = ("spell.back4", "spell.back3", "spell.back2", "spell.back1")
COUNTING = {"ip": "ip = mean × count", "depth": "depth = mean × count"}


def heads_of(run: Quantity, position: int, stage: str) -> list[str]:
    """The heads of a layer that matter to the next token, and those that spell a whole value."""
    spelling = SPELLING if _after_line(run, position) else ()
    heads = (*spelling, *value_of(run.circuit(position)))
    order = [head for head, _, _ in WRITTEN.get(stage, ())]
    found = [head for head in heads if head.startswith(f"{stage}.")]
    return sorted(found, key=lambda head: order.index(head) if head in order else -1)


def _after_line(run: Quantity, position: int) -> bool:
    return value_of(run.tokens[position].kind) == "commit"


def entries(run: Quantity, position: int, stage: str) -> list[Words]:
    """What a layer writes at a token, or the token that the logits chose."""
    if stage == "logits":
        return [token_words(run, position + 1, theme.WINNER)]
    layer, heads = STAGES.index(stage), heads_of(run, position, stage)
    color = theme.INK if stage in ("spell", "count") else theme.VALUE
    found = [
        Words(template, run.residual(name, position, layer), size=SIZE, color=color)
        for head, template, name in WRITTEN[stage]
        if head in heads
    ]
    if stage == "spell" and _after_line(run, position):
        value = run.residual("value", position, layer)
        found.insert(0, Words("value = {:.0f}", value, size=SIZE, color=theme.VALUE))
    elif stage == "fetch":
        winner = run.look("fetch.opcode", position).winner
        found.insert(0, token_words(run, winner, theme.VALUE))
    elif stage == "act" and value_of(run.tokens[position + 1].byte) is not None:
        result = run.residual("result", position, layer)
        found.append(Words("result = {:.0f}", result, size=SIZE, color=theme.WINNER))
    return found


def token_words(run: Quantity, position: Quantity | int, color: str) -> Words:
    """A token's text, a commit's without its flags."""
    token = run.tokens[position]
    style = {"face": theme.MONO, "size": theme.CODE, "color": color}
    if value_of(token.kind) == "commit":
        return Words("commit({:+d})", token.stack_change, **style)  # type: ignore[arg-type]
    return Words("{}", token.text, **style)  # type: ignore[arg-type]


def details(run: Quantity, position: int, stage: str) -> list[list[Words]]:
    """Rows of words, in columns, that say what a layer did at a token."""
    if stage == "spell":
        return _place_values(run, position)
    if stage == "logits":
        return [[each] for each in _best_two(run.decision(position))]
    if stage == "count":
        return [_count_row(run, position, *item) for item in COUNTING.items()]
    if stage == "act":
        return [_neuron_row(run, position, name) for name in _neurons(run, position)]
    heads = heads_of(run, position, stage)
    if stage == "fetch":
        return [[_address(run, position)], *(_look_row(run, position, head) for head in heads)]
    return [_look_row(run, position, head) for head in heads]


def _place_values(run: Quantity, position: int) -> list[list[Words]]:
    """The bytes before a token, and what each counts for."""
    heads = [head for head in heads_of(run, position, "spell") if head in SPELLING]
    looks = [run.look(head, position) for head in heads]
    weights = [REFERENCE.machine.head(head).output_columns[0][0][1] for head in heads]
    return [
        [token_words(run, look.winner, theme.VALUE) for look in looks],
        [Words("× {:.0f}", weight, size=theme.SMALL, color=theme.DIM) for weight in weights],
    ]


def _address(run: Quantity, position: int) -> Words:
    """Where the opcode stands: an instruction takes five tokens, and a brace comes first."""
    (_, length), (_, first) = REFERENCE.machine.head("fetch.opcode").query_rows[0]
    ip, query = run.residual("ip", position, 1), run.look("fetch.opcode", position).query
    return Words("token {:.0f} · {:.0f} + {:.0f} = {:.0f}", length, ip, first, query[0], size=SIZE)


def _count_row(run: Quantity, position: int, name: str, neuron: str) -> list[Words]:
    firing = run.neuron(neuron, position)
    return [
        Words(f"{name}:", size=SIZE),
        Words("mean {:.3f} · {:.0f}", firing.value, firing.gate, size=SIZE),
        Words("≈ {:.0f}", firing.activation, size=SIZE),
    ]


def _best_two(decision: Quantity) -> list[Words]:
    return [
        Words("{}: {:.0f}", decision.token, decision.logit, size=SIZE, color=theme.WINNER),
        Words("{}: {:.0f}", decision.runner_up, decision.runner_up_logit, size=SIZE),
    ]


def _look_row(run: Quantity, position: int, head: str) -> list[Words]:
    look = run.look(head, position)
    key = look.keys[look.winner]
    # The tie-breaker leaves a stack key a hair off its whole number.
    spec = "{:.0f}" if float(key[1]).is_integer() else "{:.4f}"
    return [
        Words("q = ({:.0f}, {:.0f})", *look.query, size=SIZE, color=theme.QUERY),
        Words(f"k = ({{:.0f}}, {spec})", *key, size=SIZE, color=theme.KEY),
        *(
            []
            if head == "fetch.opcode"
            else [Words("v = {:.0f}", look.values[look.winner, 0], size=SIZE, color=theme.VALUE)]
        ),
    ]


def _neurons(run: Quantity, position: int) -> list[str]:
    """The neurons of the instruction that may write the byte, the first of each kind."""
    opcode = value_of(run.tokens[run.look("fetch.opcode", position).winner].text)
    by_kind: dict[str, str] = {}
    for name in value_of(REFERENCE.machine.neurons)[STAGES.index("act")]:
        writes = dict(value_of(REFERENCE.machine.neuron(name).writes))
        if name.startswith(f"{opcode}: ") and "result" in writes:
            by_kind.setdefault(_kind(name), name)
    return list(by_kind.values())


def _kind(neuron: str) -> str:
    """`add` for the neuron "i32.add: byte", `carry` for "i32.add: carry, z+1"."""
    opcode, kind = neuron.split(": ")
    return opcode.split(".")[-1] if kind == "byte" else kind.split(",")[0]


def _neuron_row(run: Quantity, position: int, name: str) -> list[Words]:
    firing, addends = run.neuron(name, position), run.addends(name, position)
    signs = ["−" if float(a.coefficient) < 0 else "+" for a in addends]
    value = " ".join(f"{sign} {{:.0f}}" for sign in signs).removeprefix("+ ")
    gate = f"({value})" if len(addends) > 1 else value
    readings = [a.reading for a in addends]
    color = theme.INK if float(firing.activation) else theme.DIM
    return [
        Words(f"{_kind(name)}:", size=SIZE, color=color),
        Words(f"{gate} · ReLU({{:.0f}})", *readings, firing.gate, size=SIZE, color=color),
        Words("= {:.0f}", firing.activation, size=SIZE, color=color),
    ]
