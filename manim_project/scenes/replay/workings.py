"""What a layer works out, written large beside the column: a row of words, and those of them that
come from somewhere, in order."""

from collections.abc import Sequence

import numpy as np
from manim import FadeIn, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.layer_details import LAYERS, heads_of, total
from manim_project.scenes.replay.narration import operation

Row = tuple[list[Words], list[Words]]

SIZE, AT = 1.25, (-2.2, 0.9 * theme.TALL)  # em; middle, baseline
NEURONS_AT, NEURONS_WIDE = -0.55 * theme.TALL, 7.8  # the neurons: their middle, from end to end
TALL, BROAD = 0.55 * theme.TALL, 0.06  # their height; width of one that fires, at least
NEAR = 0.5  # how far a row may be moved to stand by the one above
NAMED = 0.7  # em of what a row is called
GAP = 0.24  # em between its parts
WIDE = 7.4  # at most
UP, DOWN = theme.tall(0.5, -0.7)  # from where a row stands to those of places and of heights
MOST = 4  # steps that are written out; of more the last ones


def laid(row: Sequence[Words], up: float = 0.0) -> list[Words]:
    """The words beside each other, as large as there is room for, so far above their place."""
    wide = sum(w.advance for w in row) + GAP * SIZE * (len(row) - 1)
    scale = min(1.0, WIDE / wide)
    x = AT[0] - scale * wide / 2
    for words in row:
        words.scale(scale).put(x, AT[1] + up)
        x += words.advance + scale * GAP * SIZE
    return list(row)


def _value(template: str, quantity: Quantity, color: str = theme.VALUE) -> Words:
    return Words(template, quantity, size=SIZE, color=color, counted=False)


def _sign(text: str) -> Words:
    return Words(text, size=SIZE)


def steps_added(run: Quantity, position: int, tokens: list[int]) -> list[Words]:
    """The steps of some tokens, and the place and the height that all steps come to."""
    rows = []
    for name, step, total_, up in (("place", "Δip", "ip", UP), ("height", "Δstack", "depth", DOWN)):
        told = Words(name, size=NAMED, color=theme.DIM)
        steps = [_value("{:+.0f}", run.residual(step, p, 0)) for p in tokens[-MOST:]]
        dots = [_sign("…")] if len(tokens) > MOST else []
        found = _value("{:.0f}", run.residual(total_, position, 1), theme.INK)
        rows.append(laid([told, *dots, *steps, _sign("="), found], up))
    return _aligned(rows)


def _aligned(rows: list[list[Words]]) -> list[Words]:
    """Rows whose last parts begin at one place, unless one of them is much longer."""
    for row in rows[1:]:
        by = rows[0][-1].pen[0] - row[-1].pen[0]
        if abs(by) > NEAR:
            continue
        for words in row:
            words.put(words.pen[0] + by, words.baseline)
    return [words for row in rows for words in row]


def place_of(run: Quantity, position: int) -> list[Words]:
    """Which token the opcode is: an instruction takes five tokens, and a brace comes first."""
    (_, length), (_, brace) = REFERENCE.machine.head("fetch.opcode").query_rows[0]
    place = _value("{:.0f}", run.residual("ip", position, 1), theme.INK)
    weights = [_value("{:.0f}", weight, theme.QUERY) for weight in (length, brace)]
    asked = _value("{:.0f}", run.look("fetch.opcode", position).query[0], theme.QUERY)
    return laid([weights[0], _sign("·"), place, _sign("+"), weights[1], _sign("="), asked])


def sum_of(run: Quantity, position: int, terms: list[Quantity]) -> Row:
    """What the neuron that makes the next byte adds up, or what one lone summand means."""
    if len(terms) == 1 and (told := operation(run, position)):
        words = laid([Words(*told, size=SIZE, counted=False)])
        return words, words
    row: list[Words] = []
    numbers = []
    for i, addend in enumerate(terms):
        row += [_sign("+")] if i else []
        numbers.append(_value("{:.0f}", addend.reading))
        row += [_value("{:.0f}", addend.coefficient, theme.QUERY), _sign("·"), numbers[-1]]
    row += [_sign("="), _value("{:.0f}", total(run, position), theme.INK)]
    return laid(row), numbers


def held(run: Quantity, position: int) -> list[Words]:
    """What each height that is asked for holds."""
    asking, rows = heads_of(run, position, "read"), []
    heights = [head for head in ("read.second", "read.top") if head in asking]
    for head, up in zip(heights, (UP, DOWN), strict=False):
        look = run.look(head, position)
        asked, found = look.query[0], look.output[0]
        row = [
            Words("height", size=NAMED, color=theme.DIM),
            _value("{:.0f}", asked, theme.QUERY),
            Words("holds", size=NAMED, color=theme.DIM),
            _value("{:.0f}", found),
        ]
        rows.append(laid(row, up))
    return _aligned(rows)


class NeuronRow(VGroup):
    """The neurons of the last layer side by side, dark but for those that fire at a token; and how
    many there are."""

    def __init__(self, run: Quantity, position: int) -> None:
        layer = len(LAYERS) - 1
        neurons = value_of(run.neurons(position, layer))
        pitch = NEURONS_WIDE / len(neurons)
        lefts = AT[0] - NEURONS_WIDE / 2 + pitch * np.arange(len(neurons))
        fires = np.array([bool(neuron.activation) for neuron in neurons])
        quiet = theme.mix(theme.INK, theme.BACKGROUND, 0.22)
        self.dark = _bars(lefts[~fires], 0.6 * pitch, quiet)
        self.firing = _bars(lefts[fires], max(0.6 * pitch, BROAD), theme.INK)
        shines = (halo(np.array([x, NEURONS_AT, 0.0]), 0.5, theme.INK, 0.6) for x in lefts[fires])
        self.shine = VGroup(*shines)
        told = Words("{} neurons", REFERENCE.machine.size.neurons[layer], size=theme.BODY)
        x, foot = AT[0] - NEURONS_WIDE / 2, NEURONS_AT - TALL / 2 - 0.5 * theme.TALL
        self.told = told.set_color(theme.DIM).put(x, foot)
        super().__init__(self.dark, self.told)

    def fire(self) -> Animation:
        """Those light up that the instruction opens and that have something to add."""
        return FadeIn(self.shine, self.firing)


def _bars(lefts: np.ndarray, wide: float, color: str) -> VMobject:
    """Neurons as one path."""
    path = VMobject(stroke_width=0, fill_opacity=1, fill_color=color)
    low, high = NEURONS_AT - TALL / 2, NEURONS_AT + TALL / 2
    for left in lefts:
        corners = [(left, low), (left + wide, low), (left + wide, high), (left, high), (left, low)]
        box = VMobject().set_points_as_corners([(x, y, 0.0) for x, y in corners])
        path.append_points(box.points)
    return path
