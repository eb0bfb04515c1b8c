"""A run replayed over its tape: pass after pass at full speed, and one token in slow motion.

Nothing here knows which program it is: every move follows the recorded run.
"""

import numpy as np
from manim import (
    AnimationGroup,
    Create,
    CubicBezier,
    FadeIn,
    FadeOut,
    LaggedStart,
    MoveAlongPath,
    Succession,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.column import Column
from manim_project.scenes.replay.layer_details import (
    COMPONENTS,
    LAYERS,
    bytes_compete,
    components_of,
    heads_of,
    steps,
    summands,
    written,
)
from manim_project.scenes.replay.logits import LogitCurve
from manim_project.scenes.replay.printed import Printed
from manim_project.scenes.replay.tape import QUIET, Tape, tinted
from manim_project.scenes.replay.workings import AT, NeuronRow, held, place_of, steps_added, sum_of

SHOWN = [stage for stage in LAYERS if stage != "spell"]  # layers whose looks are always drawn
ROUND = 0.5523  # of a quarter of a circle: how far its ends pull a cubic curve
BESIDE, BULGE = 0.3, 1.1  # of a ray to a token under the column: from where on, how far it goes
RIDER = 0.13  # radius of what rides back on a ray
LAST_STEPS = 16  # steps that are seen to be added, at most


class Replay:
    """A run's tape, what it has printed, and the column of the token that is shown slowly.

    `position` is always the token the machine stands on; what comes out is the token after it.
    """

    def __init__(self, run: Quantity, slow: int) -> None:
        self.run, self.slow = run, slow
        self.tape, self.printed = Tape(run), Printed(run)
        self.column = Column(components_of(run, [slow]))
        lines = value_of(run.lines)
        self.ends = {line.stop - 1: number for number, line in enumerate(lines)}
        self.details = VGroup()  # what a layer shows beside the column
        self.rays = VGroup()
        self.choice: LogitCurve | None = None
        self.is_open = False

    def sources(self, stage: str, position: int) -> dict[str, int]:
        """Head by head, the token that it reads; nothing for the layer that reads all alike."""
        heads = [] if stage == "count" else heads_of(self.run, position, stage)
        return {head: int(self.run.look(head, position).winner) for head in heads}

    def read_at(self, position: int) -> list[int]:
        """The tokens that decide on the next, layer by layer. What spells the last line's value
        is left out: it does not matter here."""
        return [p for stage in SHOWN for p in self.sources(stage, position).values()]

    def step(self, position: int) -> list[Animation]:
        """A whole pass at once: it looks back, and its token is laid on the tape."""
        tape = self.tape
        grows = tape.grow(position + 2, self._color(position + 1))
        if position + 1 in self.ends:
            self.printed.after(self.ends[position + 1])
        return [*grows, *tape.look_back(position, self.read_at(position))]

    def fly_over(self, line: int) -> list[Animation]:
        """A line of the trace at once, and all before it that was not shown: it looks back from
        its first token, and the tape grows to its end."""
        tape, found = self.tape, self.run.lines[line]
        start, stop = int(found.start), int(found.stop)
        grows = tape.grow(stop, self._color(stop - 1))
        looks = tape.look_back(start - 1, self.read_at(start - 1))
        self.printed.after(line)
        return [*grows, *looks]

    def _color(self, position: int) -> str:
        """A token that is printed is a result; any other one asks next."""
        return theme.WINNER if value_of(self.run.tokens[position].kind) == "out" else theme.QUERY

    def open(self) -> list[Animation]:
        """The newest token opens into its column; the looks of before are gone for that time. To
        be played in turn, as all that follows."""
        self.is_open = True
        hidden = [arc.animate.set_stroke(opacity=0) for arc in self.tape.looks]
        lit = self.tape.light({self.slow: theme.QUERY})
        turns = self.column.open(self.tape.top(self.slow))
        return [AnimationGroup(*hidden, *lit), *turns] if hidden or lit else turns

    def layer(self, stage: str, start: np.ndarray | None = None) -> list[Animation]:
        """The light falls through a layer's gate, what its heads ask for is found, and it
        writes. Rays leave the slots, or `start`."""
        found, values = self.sources(stage, self.slow), written(self.run, self.slow, stage)
        turns = [self._clear(), AnimationGroup(FadeIn(self._title(stage)), self.column.fall(stage))]
        if stage in ("spell", "count"):
            return [*turns, *self._from_many(stage, values, found)]
        if stage == "fetch":
            turns.append(self._write_out(place_of(self.run, self.slow)))
        if stage == "act":
            return [*turns, *self._add_up(values, found)]
        rays = self._fetch(values, found, start)
        row = held(self.run, self.slow) if stage == "read" else []
        return [*turns, *rays, *([self._write_out(row)] if row else [])]

    def _title(self, stage: str) -> Words:
        title = self.column.gates[stage].title
        self.details.add(title)
        return title

    def _clear(self) -> Animation:
        """What the layer before has shown beside the column goes, and its gate rests."""
        gone = [FadeOut(part) for part in (*self.details, *self.rays)]
        self.details, self.rays = VGroup(), VGroup()
        rests = [gate.light(works=False) for gate in self.column.gates.values()]
        return AnimationGroup(*gone, *rests, *self.tape.light({self.slow: theme.QUERY}))

    def _write_out(self, row: list[Words]) -> Animation:
        """A row beside the column, part by part."""
        self.details.add(*row)
        return LaggedStart(*map(FadeIn, row), lag_ratio=0.25)

    def _from_many(
        self, stage: str, values: dict[str, Words], found: dict[str, int]
    ) -> list[Animation]:
        """Many tokens at once light up, and what they come to is written."""
        slots = self.column.slots
        many = stage == "count"
        read = steps(self.run, self.slow)[-LAST_STEPS:] if many else list(found.values())
        lit = AnimationGroup(*self.tape.light({**dict.fromkeys(read, theme.VALUE)}))
        written_ = AnimationGroup(*(slots[name].take(value) for name, value in values.items()))
        row = steps_added(self.run, self.slow, read) if many and read else []
        come = [lit, *([self._write_out(row)] if row else [])] if read else []
        return [*([AnimationGroup(*come)] if come else []), written_]

    def _fetch(
        self, values: dict[str, Words], found: dict[str, int], start: np.ndarray | None
    ) -> list[Animation]:
        """A ray for each head; what it finds rides back along it, into its slot."""
        turns: list[Animation] = []
        asked = {self.slow: theme.QUERY}
        for name, value in values.items():
            slot, token = self.column.slots[name], found[COMPONENTS[name].head]
            asked[token] = theme.VALUE
            ray, rider = self._ray(slot.port if start is None else start, token)
            turns += [
                AnimationGroup(Create(ray), *self.tape.light(dict(asked))),
                Succession(_ride(rider, ray), AnimationGroup(FadeOut(rider), slot.take(value))),
            ]
        return turns

    def _ray(self, start: np.ndarray, token: int) -> tuple[VMobject, Mark]:
        """A ray from a slot down to a token, and what will ride back on it."""
        end = self.tape.top(token)
        across, down = (end - start) * [1, 0, 0], (end - start) * [0, 1, 0]
        bends = start + ROUND * across, end - ROUND * down
        if end[0] > start[0] - BESIDE:  # under the column: round its side
            bends = start - [BULGE, 0, 0], np.array([start[0] - BULGE, end[1], 0.0])
        ray = tinted(CubicBezier(start, *bends, end), 4)
        self.rays.add(ray)
        return ray, Mark(end, RIDER, theme.VALUE)

    def _add_up(self, values: dict[str, Words], found: dict[str, int]) -> list[Animation]:
        """What the heads find meets in a sum, which a neuron makes; the result is written."""
        terms = summands(self.run, self.slow)
        if not terms or "result" not in values:
            return []
        slot, neurons = self.column.slots["result"], NeuronRow(self.run, self.slow)
        row, numbers = sum_of(self.run, self.slow, terms)
        self.details.add(*row, neurons, neurons.shine, neurons.firing)
        turns: list[Animation] = [FadeIn(neurons)]
        pairs = list(zip(terms, numbers, strict=True))
        # What read has found, byte by byte; only memory's byte is found by this layer.
        plain = [FadeIn(n) for addend, n in pairs if value_of(addend.name) != "memory_byte"]
        turns += [LaggedStart(*plain, lag_ratio=0.4)] if plain else []
        for number in (n for addend, n in pairs if value_of(addend.name) == "memory_byte"):
            token = found["act.memory"]
            ray, rider = self._ray(slot.port, token)
            lit = self.tape.light({self.slow: theme.QUERY, token: theme.VALUE})
            arrives = AnimationGroup(FadeOut(rider), FadeIn(number))
            turns += [AnimationGroup(Create(ray), *lit), Succession(_ride(rider, ray), arrives)]
        signs = [FadeIn(words) for words in row if words not in numbers]
        return [*turns, AnimationGroup(neurons.fire(), *signs), slot.take(values["result"])]

    def choose(self) -> list[Animation]:
        """The scores of the best tokens, and the line that rises to the highest."""
        turns = [self._clear(), FadeOut(self.column.falling)]
        if bytes_compete(self.run, self.slow):
            self.choice = choice = LogitCurve(self.run, self.slow)
            turns += [choice.appear(), choice.sweep(), choice.decide()]
        return turns

    def emit(self) -> list[Animation]:
        """The token that was chosen is laid on the tape; the column closes, the looks come back."""
        tape, position, choice = self.tape, self.slow + 1, self.choice
        texts, boxes = self.column.close(tape.top(self.slow))
        gone = [FadeOut(choice, choice.line)] if choice else []
        start = choice.best.dot.get_center() if choice else np.array([*AT, 0.0])
        token = Mark(start, RIDER, theme.WINNER)
        lays = token.animate.at(tape.middle(position))
        grows = AnimationGroup(FadeOut(token), *tape.grow(position + 1, theme.WINNER))
        back = [arc.animate.set_stroke(opacity=QUIET) for arc in tape.looks]
        return [
            AnimationGroup(*gone, texts),
            AnimationGroup(boxes, lays),
            grows,
            *([AnimationGroup(*back)] if back else []),
        ]


def _ride(rider: Mark, ray: VMobject) -> Animation:
    """Along a ray, from what it has found back to where it came from."""
    return MoveAlongPath(rider, ray.copy().reverse_direction())
