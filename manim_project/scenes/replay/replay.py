"""A run replayed: its program at the left, the forward pass in the middle, its trace at the right.

Nothing here knows which program it is: every move follows the recorded run.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from manim import (
    PI,
    RIGHT,
    AnimationGroup,
    Create,
    CubicBezier,
    FadeIn,
    FadeOut,
    Mobject,
    Succession,
    Triangle,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.sums import gather
from manim_project.mobjects.tape import heading
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.forward_pass import ForwardPass
from manim_project.scenes.replay.layer_details import (
    COMPONENTS,
    LAYERS,
    OUTPUT,
    bytes_compete,
    heads_of,
    steps,
    summands,
    written,
)
from manim_project.scenes.replay.token_column import (
    BRACE_WIDTH,
    CELL,
    TokenColumn,
    program_column,
    trace_column,
)

TOP, BOTTOM = theme.tall(2.0, -2.8)
HEADING = 2.25 * theme.TALL
PROGRAM, MACHINE, TRACE = -5.85, (-2.95, 3.45), 4.1
REACH, TIP = (0.25, 0.55), 0.16  # of a look-back: how far its ends pull it level; its tip
SHOWN = [stage for stage in LAYERS if stage != "spell"]  # layers whose look-backs are always shown
# What the heads of layer act find, under its name among the summands of a neuron.
BYTES = {"second_byte": "act.second", "first_byte": "act.first", "memory_byte": "act.memory"}
# Whose place in the vector the heads of layer act start from: there read has put where to look.
FOUND = {"act.second": "second", "act.first": "top"}


class Wire(VGroup):
    """A look-back from `start` to `end`, level at both; `late` if it turns nearer to its end, so
    that two can be told apart."""

    def __init__(self, start: np.ndarray, end: np.ndarray, late: bool = False) -> None:
        side = np.sign(end[0] - start[0]) * RIGHT
        stop = end - TIP * side
        first, last = REACH if not late else REACH[::-1]
        ends = start, start + first * side, stop - last * side, stop
        wire = CubicBezier(*ends, color=theme.shape(theme.QUERY), stroke_width=4)
        tip = Triangle(color=theme.shape(theme.QUERY), fill_opacity=1, stroke_width=0)
        tip.scale_to_fit_height(TIP).rotate(-PI / 2 * side[0]).move_to(end - TIP / 2 * side)
        super().__init__(wire, tip)


Wires = dict[tuple[float, ...], Wire]  # by their ends
Light = str | tuple[str, str]  # a cell's colour, or its border's and its text's


class Replay:
    """Program, forward pass and trace of a run, and the verbs that play it.

    `position` is always the token the machine stands on; what comes out is the token after it.
    Of a long run only some `lines` may be given a place, and only some `positions` played.
    """

    def __init__(
        self, run: Quantity, lines: Iterable[int] = (), positions: Iterable[int] = ()
    ) -> None:
        self.run = run
        self.program = program_column(run, left=PROGRAM, top=TOP, bottom=BOTTOM)
        self.trace = trace_column(run, lines, left=TRACE, top=TOP, bottom=BOTTOM)
        left, right = MACHINE
        self.machine = ForwardPass(run, positions, left=left, right=right, top=TOP, bottom=BOTTOM)
        stream = heading("residual stream", right, HEADING).put(right + 0.1, HEADING, align=1)
        self.heads = {
            "program": heading("program", self.program.left + BRACE_WIDTH + 0.15, HEADING),
            "layers": heading("five layers", left, HEADING),
            "stream": stream,
            "trace": heading("trace", TRACE, HEADING),
        }
        self.arcs: Wires = {}
        self.lit: dict[int, Light] = {}  # cells that are not at rest, and their colour
        self.place: Cell | None = None  # of the token to come

    def column(self, position: int) -> TokenColumn:
        """Where a token stands: in the program or in the trace."""
        return self.program if position < int(self.run.prompt_length) else self.trace

    def cell(self, position: int) -> Cell:
        """A token's cell."""
        return self.column(position).cells[position]

    def sees(self, position: int) -> bool:
        """Whether a token is on stage: neither still to come nor scrolled away."""
        return self.column(position).sees(position)

    def light(self, colors: Mapping[int, Light]) -> list[Animation]:
        """These cells in these colours; all others that were lit go back to rest.

        Cells out of sight stay as they are, and are at rest when they come back.
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
                pair = (color,) if isinstance(color, str) else color
                moves.append(self.cell(position).paint(*pair))
        return moves

    def sources(self, stage: str, position: int) -> dict[str, int]:
        """Head by head, the token that it reads; nothing for the layer that reads all alike."""
        heads = [] if stage == "count" else heads_of(self.run, position, stage)
        return {head: int(self.run.look(head, position).winner) for head in heads}

    def read_at(self, position: int) -> list[int]:
        """The tokens that decide on the next, layer by layer. What spells the last line's value
        is left out: it does not matter here."""
        return [p for stage in SHOWN for p in self.sources(stage, position).values()]

    def look_backs(self, stage: str, position: int) -> Wires:
        """Arrows to the tokens in sight that a layer's heads read: to the program from the
        layer's panel, to the trace from the component of the vector that is read there."""
        arcs: Wires = {}
        for head, token in self.sources(stage, position).items():
            column = self.column(token)
            if not column.sees(token):
                continue
            side = -1 if column is self.program else 1
            receiver = _receiver(head)
            at_slot = side > 0 and receiver in self.machine.vector.slots
            vector, panel = self.machine.vector, self.machine.port(stage)
            start = vector.port(receiver) if at_slot else panel
            end = column.port(token, -side)
            arcs.setdefault((*start, *end), Wire(start, end, late=len(arcs) % 2 > 0))
        return arcs

    def _exchange_arcs(self, arcs: Wires) -> list[Animation]:
        """Other look-backs; one that stays the same does not move."""
        old, self.arcs = self.arcs, arcs | {k: a for k, a in self.arcs.items() if k in arcs}
        gone = [FadeOut(arc) for key, arc in old.items() if key not in arcs]
        return [*gone, *(FadeIn(arc) for key, arc in arcs.items() if key not in old)]

    def read_in(self, run_time: float, cards: int = 0) -> Animation:
        """The program, token by token: what is in sight, or so many cards."""
        return AnimationGroup(FadeIn(self.heads["program"]), self.program.appear(run_time, cards))

    def appear(self, **timing: float) -> Animation:
        """The forward pass, between the program and the trace to come."""
        rest = [self.heads[name] for name in ("layers", "stream", "trace")]
        return AnimationGroup(FadeIn(*rest), self.machine.appear(), **timing)

    def leave(self) -> Animation:
        """The forward pass goes; program and trace stay."""
        arcs = [FadeOut(arc) for arc in self.arcs.values()]
        chosen = [FadeOut(self.machine.chosen)] if self.machine.chosen else []
        values = [FadeOut(s.value) for s in self.machine.vector.slots.values() if s.value]
        heads = FadeOut(self.heads["layers"], self.heads["stream"])
        return AnimationGroup(FadeOut(self.machine), heads, *arcs, *chosen, *values)

    def leave_for_now(self) -> Animation:
        """The forward pass and the program go, until `come_back`; the trace stays."""
        for position in self.lit:
            self.cell(position).colored(theme.FAINT, theme.INK)
        self.lit = {}
        gone = AnimationGroup(self.leave(), *map(FadeOut, self.program.shown()))
        self.arcs, self.machine.chosen = {}, None
        for slot in self.machine.vector.slots.values():
            slot.take(None)
        return gone

    def come_back(self, position: int) -> Animation:
        """The forward pass, with nothing in it, and the program where a token is made."""
        for slot in self.machine.vector.slots.values():
            slot.label.set_opacity(1)
            slot.box.set_stroke(theme.FAINT)
        cards = self.program.jump(int(self.run.look("fetch.opcode", position).winner))
        heads = [FadeIn(self.heads[name]) for name in ("layers", "stream")]
        return AnimationGroup(*map(FadeIn, cards), *heads, FadeIn(self.machine))

    def close(self) -> Animation:
        """Slow motion ends."""
        brackets = self.machine.vector.brackets.animate.set_color(theme.DIM)
        return AnimationGroup(self.machine.open(None), brackets, *self._exchange_arcs({}))

    def show_tokens(self, positions: list[int]) -> Animation:
        """Some tokens as results, and no look-backs."""
        moves = self._exchange_arcs({})
        return AnimationGroup(*self.light(dict.fromkeys(positions, theme.WINNER)), *moves)

    def outputs(self) -> list[int]:
        """The tokens with what the program has printed, of those that have a place."""
        tokens = value_of(self.run.tokens)
        return [p for p in self.trace.homes if tokens[p].kind == "out"]

    def turn_to(self, position: int) -> list[Animation]:
        """Scroll to the instruction that runs, and to the place of the token to come."""
        opcode = int(self.run.look("fetch.opcode", position).winner)
        moves = [*self.program.reveal(opcode), *self.trace.reveal(position + 1)]
        return [*moves, *self._exchange_arcs({})] if moves else []

    def look_back(self, position: int) -> Animation:
        """All layers at once: what their heads read, and what they write."""
        arcs = {k: a for stage in SHOWN for k, a in self.look_backs(stage, position).items()}
        read = dict.fromkeys(self.read_at(position), theme.VALUE)
        looks = [*self.light(read), *self.machine.show(position), *self._exchange_arcs(arcs)]
        return AnimationGroup(*looks)

    def emit(self, position: int) -> Animation:
        """The token after `position` comes out of the logits, into the trace."""
        cell = self.trace.put(position + 1).colored(theme.WINNER)
        self.lit[position + 1] = theme.WINNER
        gone = [FadeOut(self.place)] if self.place else []
        self.place = None
        chosen = self.machine.chosen or self.machine.choose(position)
        notes = [FadeIn(note) for note in self.trace.notes(position + 1)]
        return AnimationGroup(*gone, gather([chosen], cell, theme.WINNER, theme.QUICK), *notes)

    def follow(self, position: int) -> Animation:
        """Slow motion begins: the token becomes a vector, with nothing written to it yet."""
        self.place = Cell("?", width=0.55, height=CELL, color=theme.DIM)
        self.place.place(self.trace.spot(position + 1))
        looks = [*self.light({position: theme.QUERY}), *self._exchange_arcs({})]
        vector = self.machine.vector
        ghosts = [part.copy().set_color(theme.QUERY) for part in self._parts(position)]
        return Succession(
            AnimationGroup(*looks, *self.machine.clear()),
            AnimationGroup(
                *(FadeOut(ghost, target_position=vector.get_center()) for ghost in ghosts),
                vector.brackets.animate.set_color(theme.shape(theme.QUERY)),
                FadeIn(self.place),
            ),
        )

    def open(self, stage: str, position: int) -> Animation:
        """A stage opens; the look-backs before are done."""
        rest = [*self.light({position: theme.QUERY}), *self._exchange_arcs({})]
        return AnimationGroup(self.machine.open(stage), *rest)

    def look(self, stage: str, position: int) -> Animation:
        """The open stage at work: its heads ask, what they find comes from the tokens, and the
        vector takes what the layer writes."""
        rows, found = self.machine.explain(stage, position), self.sources(stage, position)
        if stage == OUTPUT:
            return self._score(position, rows)
        self.arcs = self.look_backs(stage, position)
        read = steps(self.run, position) if stage == "count" else found.values()
        feeds = self._feeds(stage, position, rows, found)
        sums = [row[-1] for row in rows if stage == "act" and row[-1] not in feeds][:1]
        lit: dict[int, Light] = {**dict.fromkeys(read, theme.VALUE), position: theme.QUERY}
        if position in read:  # it asks and is read
            lit[position] = theme.QUERY, theme.VALUE
        words = [w for row in rows for w in row if w not in feeds and w not in sums]
        late = _conclusions(stage, rows)
        first = [w for w in words if w not in late]
        asked = [*map(Create, self.arcs.values()), *self.light(lit)]
        if stage == "act" and len(rows):  # of all operations' neurons, the opcode opens its own
            asked.append(self.machine.vector.slots["opcode"].light(theme.VALUE))
        come = [gather(parts, w, theme.VALUE) for w, parts in feeds.items()]
        added = [gather(list(feeds), w, theme.VALUE) for w in sums]
        acts = [[*asked, *map(FadeIn, first)], come, added, [FadeIn(w) for w in late]]
        acts.append(self._write(stage, position, rows, found))
        if not any(acts):
            return FadeIn(self.machine.idle(stage))
        return Succession(*(AnimationGroup(*each) for each in acts if each))

    def _feeds(
        self, stage: str, position: int, rows: VGroup, found: dict[str, int]
    ) -> dict[Words, list[Mobject]]:
        """Which words of the details come from where."""
        if stage == "spell" and len(rows):
            return {w: self._parts(p) for w, p in zip(rows[0], found.values(), strict=False)}
        if stage == "count":
            parts = [part for p in steps(self.run, position) for part in self._parts(p)]
            return {row[1]: parts for row in rows[:2]} if parts else {}
        if stage == "read":
            return {r[1]: self._parts(p) for r, p in zip(rows, found.values(), strict=True)}
        if stage == "act" and len(rows):
            numbers = [w for w in rows[0] if w.shown.entries]
            terms = summands(self.run, position)
            return {
                w: self._origin(value_of(term.name), position)
                for w, term in zip(numbers, terms, strict=False)
            }
        return {}

    def _parts(self, position: int) -> list[Mobject]:
        return [self.cell(position).words] if self.sees(position) else []

    def _origin(self, coordinate: str, position: int) -> list[Mobject]:
        """Where a summand of a neuron comes from: a token just read, or the vector."""
        if coordinate in BYTES:
            return self._parts(int(self.run.look(BYTES[coordinate], position).winner))
        slots = self.machine.vector.slots
        holders = [slots[n] for n, c in COMPONENTS.items() if c.coordinate == coordinate]
        return [slot.value for slot in holders if slot.value]

    def _write(
        self, stage: str, position: int, rows: VGroup, found: dict[str, int]
    ) -> list[Animation]:
        """What the layer has made goes to its places in the vector."""
        moves: list[Animation] = []
        for n, (name, value) in enumerate(written(self.run, position, stage).items()):
            slot = self.machine.vector.slots[name]
            old = slot.take(value)
            if stage == "fetch":
                parts = self._parts(found[COMPONENTS[name].head])
            elif stage in ("count", "read"):
                parts = [rows[n][-1]]
            elif name == "memory":
                parts = self._parts(found["act.memory"])
            else:
                sums = [w for w in rows[0] if w.shown.entries] if len(rows) else []
                parts = rows[1][-1:] if stage == "spell" else sums[-1:]
            color = value.color.to_hex()
            moves += [FadeOut(old)] if old else []
            moves += [gather(parts, value, color), slot.light(color), *slot.yield_name()]
        return moves

    def _score(self, position: int, rows: VGroup) -> Animation:
        """The scores of the best tokens, and the best of them chosen."""
        asked = [*map(FadeIn, rows)]
        chosen = self.machine.choose(position)
        if not bytes_compete(self.run, position):
            return Succession(AnimationGroup(*asked), gather(rows[0], chosen, theme.WINNER))
        bars = self.machine.bars(position)
        names = bars.names[int(self.run.candidates(position, len(bars.names)).winner)]
        return Succession(
            *([AnimationGroup(*asked)] if asked else []),
            FadeIn(bars),
            gather([names], chosen, theme.WINNER),
        )


def _conclusions(stage: str, rows: VGroup) -> list[Words]:
    """The words of the details that only make sense when the others stand."""
    if stage == "count":
        return [row[-1] for row in rows]
    if stage == "act":
        return [words for row in rows[1:] for words in row]
    return [*rows[1]] if stage == "spell" and len(rows) else []


def _receiver(head: str) -> str:
    """The component at which a head's look-back starts: mostly, the one that it writes."""
    if head in FOUND:
        return FOUND[head]
    names = [name for name, component in COMPONENTS.items() if component.head == head]
    return names[0] if names else ("value" if head.startswith("spell") else "result")
