"""What a layer works out, written large beside the column: a row of words, and those of them that
come from somewhere, in order."""

from collections.abc import Sequence

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.replay.layer_details import total
from manim_project.scenes.replay.narration import operation

Row = tuple[list[Words], list[Words]]

SIZE, AT = 1.25, (-2.2, 0.9 * theme.TALL)  # em; middle, baseline
GAP = 0.24  # em between its parts
WIDE = 7.4  # at most
MOST = 7  # steps that are written out; of more the last ones


def laid(row: Sequence[Words]) -> list[Words]:
    """The words beside each other, as large as there is room for."""
    wide = sum(w.advance for w in row) + GAP * SIZE * (len(row) - 1)
    scale = min(1.0, WIDE / wide)
    x = AT[0] - scale * wide / 2
    for words in row:
        words.scale(scale).put(x, AT[1])
        x += words.advance + scale * GAP * SIZE
    return list(row)


def _value(template: str, quantity: Quantity, color: str = theme.VALUE) -> Words:
    return Words(template, quantity, size=SIZE, color=color, counted=False)


def _sign(text: str) -> Words:
    return Words(text, size=SIZE)


def steps_added(run: Quantity, position: int, tokens: list[int]) -> Row:
    """The steps of some tokens, and the place that all steps come to."""
    found = [run.residual("Δip", p, 0) for p in tokens[-MOST:]]
    steps = [_value("{:+.0f}", step) for step in found]
    dots = [_sign("…")] if len(tokens) > MOST else []
    place = _value("{:.0f}", run.residual("ip", position, 1), theme.INK)
    return laid([*dots, *steps, _sign("="), place]), steps


def place_of(run: Quantity, position: int) -> Row:
    """Which token the opcode is: an instruction takes five tokens, and a brace comes first."""
    (_, length), (_, brace) = REFERENCE.machine.head("fetch.opcode").query_rows[0]
    place = _value("{:.0f}", run.residual("ip", position, 1), theme.INK)
    weights = [_value("{:.0f}", weight, theme.QUERY) for weight in (length, brace)]
    asked = _value("{:.0f}", run.look("fetch.opcode", position).query[0], theme.QUERY)
    row = [weights[0], _sign("·"), place, _sign("+"), weights[1], _sign("="), asked]
    return laid(row), [place]


def sum_of(run: Quantity, position: int, terms: list[Quantity]) -> Row:
    """What the neuron that makes the next byte adds up, or what one lone summand means."""
    if len(terms) == 1 and (told := operation(run, position)):
        words = laid([Words(*told, size=SIZE, counted=False)])
        return words, words
    row: list[Words] = []
    numbers = []
    for i, addend in enumerate(terms):
        sign = "−" if float(addend.coefficient) < 0 else "+" if i else ""
        row += [_sign(sign)] if sign else []
        numbers.append(_value("{:.0f}", addend.reading))
        row.append(numbers[-1])
    if len(terms) > 1:
        row += [_sign("="), _value("{:.0f}", total(run, position), theme.INK)]
    return laid(row), numbers
