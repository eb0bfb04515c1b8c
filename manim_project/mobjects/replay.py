"""A run replayed: its program at the left, the forward pass in the middle, its trace at the right.

Nothing here knows which program it is: every move follows the recorded run.
"""

from collections.abc import Collection, Iterator

import numpy as np
from manim import AnimationGroup, Create, FadeIn, FadeOut, Succession, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.arc import LookBack
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.forward_pass import ForwardPass
from manim_project.mobjects.readings import STAGES, heads_of
from manim_project.mobjects.sums import gather
from manim_project.mobjects.tape import heading
from manim_project.mobjects.text import Words
from manim_project.mobjects.token_column import (
    BRACE_WIDTH,
    TokenColumn,
    program_column,
    trace_column,
)
from manim_project.reference.quantity import Quantity, value_of

TOP, BOTTOM = 2.0, -2.8
HEADING = 2.25
PROGRAM, MACHINE, TRACE = -5.85, (-2.8, 2.95), 4.1
BEND = 0.5  # radians of a look-back
DRAWN = ("fetch", "read", "act")  # the layers whose look-backs are drawn at full speed
BY_ROW = ("fetch", "read")  # the layers whose details have a row for each head
Arcs = dict[tuple[float, ...], LookBack]  # by their ends


class Replay:
    """Program, forward pass and trace of a run, and the verbs that play it.

    `position` is always the token the machine stands on; what comes out is the token after it.
    """

    def __init__(self, run: Quantity) -> None:
        self.run = run
        self.program = program_column(run, left=PROGRAM, top=TOP, bottom=BOTTOM)
        self.trace = trace_column(run, left=TRACE, top=TOP, bottom=BOTTOM)
        left, right = MACHINE
        self.machine = ForwardPass(run, left=left, right=right, top=TOP, bottom=BOTTOM)
        self.heads = {
            "program": heading("program", PROGRAM + BRACE_WIDTH + 0.15, HEADING),
            "layers": heading("layers", left, HEADING),
            "stream": heading("residual stream", right, HEADING).put(TRACE - 0.5, HEADING, align=1),
            "trace": heading("trace", TRACE, HEADING),
        }
        self.arcs: Arcs = {}
        self.lit: dict[int, str] = {}  # cells that are not at rest, and their colour
        self.slot: Cell | None = None

    def column(self, position: int) -> TokenColumn:
        """Where a token stands: in the program or in the trace."""
        return self.program if position < int(self.run.prompt_length) else self.trace

    def cell(self, position: int) -> Cell:
        """A token's cell."""
        return self.column(position).cells[position]

    def sees(self, position: int) -> bool:
        """Whether a token is on stage: neither still to come nor scrolled away."""
        return self.column(position).sees(position)

    def light(self, colors: dict[int, str], quiet: Collection[int] = ()) -> list[Animation]:
        """These cells in these colours; all others that were lit go back to rest.

        `quiet` cells are lit, but keep the colour of their text. Cells out of sight stay as they
        are, and are at rest when they come back.
        """
        moves: list[Animation] = []
        for position in self.lit.keys() - colors.keys():
            if self.sees(position):
                moves.append(self.cell(position).paint(theme.FAINT, theme.INK))
            else:
                self.cell(position).colored(theme.FAINT, theme.INK)
        self.lit, before = {p: c for p, c in colors.items() if self.sees(p)}, self.lit
        for position, color in self.lit.items():
            if before.get(position) != color:
                text = theme.INK if position in quiet else None
                moves.append(self.cell(position).paint(color, text))
        return moves

    def sources(self, stage: str, position: int) -> list[int]:
        """The tokens that the heads of a layer read, one a head; to count, all with a step."""
        if stage == "count":
            return self.steps(position)
        heads = heads_of(self.run, position, stage)
        return [int(self.run.look(head, position).winner) for head in heads]

    def steps(self, position: int) -> list[int]:
        """The tokens up to a position that carry a step of the instruction pointer."""
        tokens = range(int(self.run.prompt_length), position + 1)
        return [p for p in tokens if float(self.run.residual("Δip", p, 0))]

    def look_backs(self, stage: str, position: int, slow: bool = False) -> Arcs:
        """Arrows from a layer's panel to the rows in sight that its heads read; none for the
        layer that reads all tokens alike."""
        arcs: Arcs = {}
        if stage == "count":
            return arcs
        first = 1 if stage == "fetch" else 0  # its first row says where the opcode stands
        for row, token in enumerate(self.sources(stage, position), start=first):
            column = self.column(token)
            if not column.sees(token):
                continue
            side = -1 if column is self.program else 1
            start = self.machine.port(stage, side, row if slow and stage in BY_ROW else None)
            end = column.port(token, -side)
            bend = BEND * side * np.sign(end[1] - start[1])
            arcs.setdefault((*start, *end), LookBack(start, end, bend or BEND))
        return arcs

    def _exchange_arcs(self, arcs: Arcs) -> list[Animation]:
        """Other look-backs; one that stays the same does not move."""
        old, self.arcs = self.arcs, arcs | {k: a for k, a in self.arcs.items() if k in arcs}
        gone = [FadeOut(arc) for key, arc in old.items() if key not in arcs]
        return [*gone, *(FadeIn(arc) for key, arc in arcs.items() if key not in old)]

    def read_in(self, run_time: float) -> Animation:
        """The program, token by token."""
        return AnimationGroup(FadeIn(self.heads["program"]), self.program.appear(run_time))

    def appear(self) -> Animation:
        """The forward pass, between the program and the trace to come."""
        rest = [self.heads[name] for name in ("layers", "stream", "trace")]
        return AnimationGroup(FadeIn(*rest), self.machine.appear())

    def close(self) -> Animation:
        """Slow motion ends."""
        moves = self._exchange_arcs({})
        return AnimationGroup(self.machine.open(None), FadeOut(self.machine.vector), *moves)

    def show_output(self) -> Animation:
        """What the program has printed."""
        tokens = range(int(self.run.prompt_length), len(self.run.tokens))
        out = [p for p in tokens if value_of(self.run.tokens[p].kind) == "out"]
        moves = self._exchange_arcs({})
        return AnimationGroup(*self.light(dict.fromkeys(out, theme.WINNER)), *moves)

    def step(self, position: int) -> Iterator[Animation]:
        """One token at full speed: scroll if need be, look back, emit; to be played in turn."""
        if moves := self.turn_to(position):
            yield AnimationGroup(*moves)
        yield self.look_back(position)
        yield self.emit(position)

    def turn_to(self, position: int) -> list[Animation]:
        """Scroll to the instruction that runs, and to the place of the token to come."""
        opcode = int(self.run.look("fetch.opcode", position).winner)
        moves = [*self.program.reveal(opcode), *self.trace.reveal(position + 1)]
        return [*moves, *self._exchange_arcs({})] if moves else []

    def look_back(self, position: int) -> Animation:
        """All layers at once: what their heads read, and what they write."""
        arcs = {k: a for stage in DRAWN for k, a in self.look_backs(stage, position).items()}
        read = {p: theme.VALUE for stage in DRAWN for p in self.sources(stage, position)}
        looks = [*self.light(read), *self.machine.show(position), *self._exchange_arcs(arcs)]
        return AnimationGroup(*looks)

    def emit(self, position: int) -> Animation:
        """The token after `position` comes out of the logits, into the trace."""
        cell = self.trace.put(position + 1).colored(theme.WINNER)
        self.lit[position + 1] = theme.WINNER
        source = self.machine.panels[STAGES[-1]].entries
        gone = [FadeOut(self.slot)] if self.slot else []
        self.slot = None
        return AnimationGroup(*gone, gather(source, cell, theme.WINNER, theme.QUICK))

    def follow(self, position: int) -> Animation:
        """Slow motion begins: the token's vector enters the residual stream."""
        self.slot = Cell("?", width=0.55, height=0.38, color=theme.DIM)
        self.slot.place(self.trace.spot(position + 1))
        looks = [*self.light({position: theme.QUERY}), *self._exchange_arcs({})]
        words = self.cell(position).words
        return Succession(
            AnimationGroup(*looks, *self.machine.clear()),
            AnimationGroup(gather([words], self.machine.vector, theme.QUERY), FadeIn(self.slot)),
        )

    def open(self, stage: str, position: int) -> Animation:
        """The vector comes to a stage, which opens; the look-backs before are done."""
        rest = [*self.light({position: theme.QUERY}), *self._exchange_arcs({})]
        return AnimationGroup(self.machine.open(stage), *rest)

    def look(self, stage: str, position: int) -> Animation:
        """The open layer's heads ask, the tokens found are read, and the layer writes."""
        rows, entries = self.machine.explain(stage, position)
        found = self.sources(stage, position)
        seen = range(position) if stage == "count" else found
        self.arcs = self.look_backs(stage, position, slow=True)
        feeds = {
            words: [self.cell(p).words for p in tokens if self.sees(p)]
            for words, tokens in _feeds(stage, rows, found)
        }
        read = dict.fromkeys(seen, theme.VALUE) | {position: theme.QUERY}
        first = [row[0] for row in rows if row[0] not in feeds]
        others = [w for row in rows for w in row if w not in feeds and w not in first]
        asked = [*map(FadeIn, first), *(Create(arc) for arc in self.arcs.values())]
        return Succession(
            AnimationGroup(*asked, *self.light(read, set(seen) - set(found))),
            AnimationGroup(
                *(gather(sources, words, theme.VALUE) for words, sources in feeds.items()),
                *map(FadeIn, others),
            ),
            self._write(stage, rows, entries),
        )

    def _write(self, stage: str, rows: VGroup, entries: VGroup) -> Animation:
        flights = []
        for i, entry in enumerate(entries):
            row = rows[i if len(rows) == len(entries) else 0] if len(rows) else []
            flights.append(gather(row[-1:], entry, entry.color.to_hex()))
        return AnimationGroup(*flights, self.machine.mark(stage))


def _feeds(stage: str, rows: VGroup, found: list[int]) -> list[tuple[Words, list[int]]]:
    """Which words of the details come from which tokens."""
    if stage == "spell":
        return [(words, [p]) for words, p in zip(rows[0], found, strict=False)]
    if stage == "act" and len(rows):
        return [(rows[0][1], found)]
    if stage == "read":
        return [(row[-1], [p]) for row, p in zip(rows, found, strict=True)]
    return []
