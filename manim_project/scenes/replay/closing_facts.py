"""What the machine is and is not, in the place of its layers: weights, no tool, the plain truth."""

from functools import partial
from itertools import pairwise

import numpy as np
from manim import Arrow, VGroup

from manim_project import theme
from manim_project.mobjects.arc import LookBack
from manim_project.mobjects.cell import CORNER, Cell
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Phrase, Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity

FIELD = (-3.1, 3.7)  # left and right of the machine's place
CARD, PITCH = theme.tall(0.96, 1.12)  # of a card there: height, from one to the next
ROLES = ("addresses", "requests", "data", "arithmetic")
COLORS = (theme.KEY, theme.QUERY, theme.VALUE, theme.INK)
COLUMNS = (-2.9, -1.5, 3.5)  # on a card about weights: symbol, role, right end of entries
LANES = theme.tall(0.85, -1.35)  # of the comparison with a tool
STOP = (2.0, 0.85 * theme.TALL)  # width and height of a stop on a lane
FACTS = theme.tall(0.75, -1.05)  # baselines of what is plainly true


def card(row: int, count: int, *words: Words | Phrase) -> VGroup:
    """A card in the machine's place, `row` of `count`, around words on one line."""
    left, right = FIELD
    y = -0.35 * theme.TALL + ((count - 1) / 2 - row) * PITCH
    box = RoundedRectangle(width=right - left, height=CARD, corner_radius=CORNER)
    box.set_stroke(theme.FAINT, 2).set_fill(theme.PANEL, 1)
    box.move_to([(left + right) / 2, y, 0])
    return VGroup(box, *(each.on(y - 0.15) for each in words))


say = partial(Words, size=0.4)
entries = partial(Words, size=theme.SMALL)
claim = partial(Words, size=0.42, bold=True)


def weights() -> VGroup:
    """What the weights hold: rows of the head that fetches opcodes, and of an adding neuron."""
    machine = REFERENCE.machine
    opcode = machine.head("fetch.opcode")
    keys = [row[0][1] for row in opcode.key_rows]
    queries = [weight for row in opcode.query_rows for _, weight in row]
    values = [row[0][1] for row in opcode.value_rows]
    symbols: list[Words | Phrase] = [formula(name, size=0.7) for name in ("W_K", "W_Q", "W_V")]
    examples = (
        entries("({:.0f} pos, {:.0f} pos²)", *keys),
        entries("({:.0f} ip + {:.0f}, {:.0f})", *queries),
        entries("({:.0f} op.x, {:.0f} op.y)", *values),
        entries("byte + byte + carry"),
    )
    rows = zip([*symbols, entries("neurons")], ROLES, examples, COLORS, strict=True)
    cards = VGroup()
    for n, (symbol, role, example, color) in enumerate(rows):
        cells = symbol.set_color(color), say(role, bold=True, color=color), example
        placed = [
            cell.put(x, 0, align=align)
            for cell, x, align in zip(cells, COLUMNS, (-1, -1, 1), strict=True)
        ]
        cards.add(card(n, len(ROLES), *placed))
    return cards


def facts(run: Quantity) -> VGroup:
    """What the machine is not, with the numbers that go with it."""
    size = REFERENCE.machine.size
    lines = (
        (
            claim("compiled, not trained"),
            say("{:,} of {:,} weights are not zero", size.nonzero_parameters, size.parameters),
        ),
        (
            claim("{} forward passes for {} instructions", run.generated, run.steps),
            say("a native engine is far faster"),
        ),
    )
    x, found = sum(FIELD) / 2, VGroup()
    for y, (fact, more) in zip(FACTS, lines, strict=True):
        more.set_color(theme.DIM).put(x, y - 0.65 * theme.TALL, align=0)
        found.add(VGroup(fact.put(x, y, align=0), more))
    return found


def lane(y: float, name: str, color: str, *stops: Cell) -> VGroup:
    """A row of cells with arrows between them, and its name above."""
    left, right = FIELD
    middles = np.linspace(left + STOP[0] / 2, right - STOP[0] / 2, len(stops))
    for cell, x in zip(stops, middles, strict=True):
        cell.place(np.array([x, y, 0.0]))
    title = Words(name, bold=True, color=color).put(left, y + 0.75 * theme.TALL)
    arrows = [
        Arrow(
            a.box.get_right(),
            b.box.get_left(),
            buff=0.06,
            color=color,
            tip_length=0.18,
            stroke_width=4,
            max_tip_length_to_length_ratio=0.6,
        )
        for a, b in pairwise(stops)
    ]
    return VGroup(title, *arrows, *stops)


def stop(template: str, *quantities: object, **style: object) -> Cell:
    """A cell on a lane."""
    size = {"width": STOP[0], "height": STOP[1], "size": theme.BODY, "face": theme.WORDS}
    return Cell(template, *quantities, **(size | style))  # type: ignore[arg-type]


def comparison(run: Quantity, position: int) -> VGroup:
    """A model that calls a tool, and this one."""
    quiet = [stop(name).colored(theme.FAINT, theme.DIM) for name in ("model", "Python", "model")]
    upper = lane(LANES[0], "with a tool", theme.DIM, *quiet)
    chosen = run.tokens[position + 1].text
    token = stop("{}", chosen, face=theme.MONO).colored(theme.WINNER)
    tokens, layers = stop("tokens"), stop("five layers").colored(theme.INK)
    lower = lane(LANES[1], "here", theme.INK, tokens, layers, token)
    back = LookBack(token.box.get_bottom(), tokens.box.get_bottom(), -0.5, color=theme.DIM)
    x, y, _ = layers.box.get_bottom()
    append = Words("appended", color=theme.DIM).put(x, y - 0.85, align=0)
    return VGroup(upper, lower, VGroup(back, append))
