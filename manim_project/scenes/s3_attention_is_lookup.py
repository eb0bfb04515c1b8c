"""Scene 3. The same formula blends, or reads."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    FadeTransform,
    LaggedStart,
    Line,
    SurroundingRectangle,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.heat_map import HeatMap
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.mobjects.weight_rows import WeightRows
from manim_project.mobjects.word_plane import Blend, WordPlane
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

PLANE: dict[str, Any] = {"center": (-3.3, 0.15), "unit": 1.8}
LABELS = {  # how far right and up of its dot a word stands, and its alignment
    "angry": (0.18, -0.3, -1),
    "lions": (-0.18, -0.2, 1),
    "hunt": (-0.18, -0.05, 1),
    "zebras": (-0.18, 0.05, 1),
    "while": (-0.18, 0.12, 1),
    "cats": (0.18, -0.12, -1),
    "sleep": (-0.12, -0.38, 1),
    "peacefully": (0.18, 0.1, -1),
}
SIDE = 0.45  # left end of what stands beside the plane
SPOKEN_LINES, NOTE_LINES = (1.5, 0.8), (-0.9, -1.4)  # baselines
MATRIX_LINES = (1.7, 0.1, -1.5)
GRID: dict[str, Any] = {"corner": (-4.5, 1.3), "pitch": (1.3, 0.49)}
FORMULA_LINE, TITLE_LINE, HEAD_LINE, OUTPUT_LINE = 2.3, 1.38, 0.83, -2.68
LEFT, RIGHT = (-6.35, -1.5), (-0.95, 6.35)  # the two halves, from x to x
DIVIDER = ([-1.22, 1.7, 0], [-1.22, -2.75, 0])
WORD_ROWS: dict[str, Any] = {"corner": (-4.5, 0.83), "pitch": 0.41, "length": 2.9}
SLOT_ROWS: dict[str, Any] = {"corner": (1.25, 0.34), "pitch": 0.48, "length": 2.9}
BLEND: dict[str, Any] = {"center": (3.2, -0.35), "unit": 1.6}
BLEND_LABELS = {
    "angry": (-0.35, -0.2, 1),
    "lions": (-0.2, 0.0, 1),
    "hunt": (-0.2, 0.05, 1),
    "zebras": (0.2, 0.05, -1),
    "while": (0.25, -0.1, -1),
    "cats": (0.2, -0.3, -1),
    "sleep": (-0.2, -0.25, 1),
    "peacefully": (0.35, -0.05, -1),
}
ARCHITECTURE = '"output" = sum_j "softmax"_j (beta thin Query(q) dot Key(k_j)) thin Value(v_j)'
WEIGHTS = '"weights" = "softmax"(beta thin Query(q_i) dot Key(k_j))'
COLUMNS = (-0.65, 0.65, 1.85, 5.92)  # middles of what is said of a slot
VISITS = (1, 4)  # the addresses that are asked for after the first


class AttentionIsLookup(Stage):
    """Soft weights over a sentence, hard weights over memory: one architecture."""

    question = "When does attention blend, and when does it read?"

    def construct(self) -> None:
        said = REFERENCE.textbook.sentence()
        plane, spoken, turns = WordPlane(said, LABELS, **PLANE), Spoken(said), Turns(said)
        with self.beat("Eight words: each is a point of the plane."):
            self.play(spoken.speak(), FadeIn(plane.axes))
            self.play(spoken.place(plane))
            self.play(FadeIn(spoken.note))

        with self.beat("Three matrices turn each word: it asks, it is found, it is read."):
            self.play(FadeOut(spoken), plane.aim())
            for turn in turns.one_by_one(plane):
                self.play(turn, run_time=1.2)

        heat, weights = HeatMap(said, **GRID), top(WEIGHTS)
        with self.beat("Every query meets every key; softmax turns each row into weights."):
            self.play(plane.leave(), FadeOut(turns.rows))
            self.play(FadeIn(weights, heat.asking, heat.found, heat.head))
            self.play(heat.fill())

        i = said.angry
        with self.beat(
            "The word {} asks: {:.0%} of itself, {:.0%} of {}, some of every word.",
            *(said.words[i], said.weights[i, i], said.weights[i, -1], said.words[-1]),
        ):
            self.play(heat.mark())
            self.play(FadeIn(heat.percent))

        soft, blend = Half(LEFT, "as if learned"), Blend(said, BLEND_LABELS, **BLEND)
        rows, whole = spread(said), top(ARCHITECTURE)
        with self.beat("So its output is a blend of all values, and equals none of them."):
            self.play(heat.become(rows), FadeTransform(weights, whole))
            self.play(blend.lay_out())
            self.play(blend.pull())
            self.play(soft.yields("output ({:.2f}, {:.2f})", *said.outputs[i]))

        hard = self.read(said, soft, blend)
        with self.beat("One formula for both; only the numbers in it differ."):
            self.play(Create(SurroundingRectangle(whole, color=theme.WINNER, buff=0.09)))
            self.play(
                soft.names_beta("beta approx {:.2f}", said.beta),
                hard.names_beta("beta = 2^({})", REFERENCE.textbook.HARD_EXPONENT),
            )
        self.conclude("Close scores blend; one clear winner is read. Same formula.")

    def read(self, said: Quantity, soft: "Half", blend: Blend) -> "Half":
        """The other half: a memory that is read at one address and at others."""
        first = REFERENCE.textbook.memory()
        j, divider = first.address, Line(*DIVIDER, color=theme.FAINT)
        hard, memory = Half(RIGHT, "built"), MemoryBank(first)
        with self.beat("Now weights that are built: six memory slots, keys on a parabola."):
            self.play(FadeOut(blend), Create(divider))
            self.play(
                FadeIn(
                    soft.title, soft.ask("({:.2f}, {:.2f})", *said.queries[said.angry]), hard.title
                )
            )
            self.play(memory.lay_out())

        with self.beat(
            "({}, {}) scores {} with slot {}'s key, {} at most elsewhere: {:.0%}.",
            *(*first.query, first.scores[j], j, first.scores[first.runner_up], first.weights[j]),
        ):
            self.play(FadeIn(hard.ask("({}, {})", *first.query)))
            self.play(memory.find())
            self.play(memory.read(), hard.yields("output {}", first.output))

        with self.beat("Change the address, and all of the weight moves with it."):
            for address in VISITS:
                other = REFERENCE.textbook.memory(address=address)
                self.play(hard.ask_instead("({}, {})", *other.query))
                self.play(memory.move(other))
                self.play(hard.yields_instead("output {}", other.output))
        return hard


def top(text: str) -> Phrase:
    """A formula at the head of the stage."""
    return formula(text, size=theme.SCRIPTED).put(0, FORMULA_LINE, align=0)


class Spoken(VGroup):
    """The sentence, and a word of honesty about it."""

    def __init__(self, said: Quantity) -> None:
        self.words = VGroup(*(number(word, size=theme.TITLE) for word in said.words))
        half = len(self.words) // 2
        for line, baseline in zip(
            (self.words[:half], self.words[half:]), SPOKEN_LINES, strict=True
        ):
            x = SIDE
            for word in line:
                word.put(x, baseline)
                x += word.advance + 0.26 * theme.TITLE
        self.note = VGroup(
            Words("Places and turns are set by hand,", color=theme.DIM),
            Words("standing in for learned ones.", color=theme.DIM),
        )
        for line, baseline in zip(self.note, NOTE_LINES, strict=True):
            line.put(SIDE, baseline)
        super().__init__(self.words, self.note)

    def speak(self) -> Animation:
        """Word by word."""
        return LaggedStart(*map(FadeIn, self.words), lag_ratio=0.3, run_time=1.5)

    def place(self, plane: WordPlane) -> Animation:
        """Every word goes to its point."""
        trips = zip(self.words, plane.words, plane.dots, strict=True)
        return LaggedStart(
            *(
                AnimationGroup(gather([word], label, theme.INK), FadeIn(dot))
                for word, label, dot in trips
            ),
            lag_ratio=0.1,
        )


class Turns:
    """The three matrices beside the plane, and what they do on it."""

    def __init__(self, said: Quantity) -> None:
        i = said.angry
        self.steps = (
            ("Query(q = x W_Q)", "what do I need?", said.query_degrees, said.queries[i], "q"),
            ("Key(k = x W_K)", "what am I?", said.key_degrees, said.keys[i], "k"),
            ("Value(v = x W_V)", "what do I hold?", said.value_degrees, said.values[i], "v"),
        )
        self.rows = VGroup()
        for (product, question, degrees, *_), y in zip(self.steps, MATRIX_LINES, strict=True):
            row = VGroup(
                formula(product).put(SIDE, y),
                Words("turned by {}°", degrees).put(SIDE + 3.0, y),
                Words(question, color=theme.DIM).put(SIDE, y - 0.6),
            )
            self.rows.add(row)

    def one_by_one(self, plane: WordPlane) -> list[Animation]:
        """Each matrix, and its turn of all words."""
        colors = (theme.QUERY, theme.KEY, theme.VALUE)
        return [
            AnimationGroup(FadeIn(row), plane.turn(degrees, asking, name, color))
            for row, (_, _, degrees, asking, name), color in zip(
                self.rows, self.steps, colors, strict=True
            )
        ]


def spread(said: Quantity) -> WeightRows:
    """The row of the word that asks, as a list."""
    names = (number(word, size=theme.SMALL, color=theme.KEY) for word in said.words)
    return WeightRows(names, said.weights[said.angry], **WORD_ROWS)


class Half:
    """What stands above and below one half of the stage: title and query, output."""

    def __init__(self, ends: tuple[float, float], title: str) -> None:
        self.ends, self.middle = ends, sum(ends) / 2
        self.title = Words(title, bold=True).put(ends[0], TITLE_LINE)

    def _query(self, template: str, *quantities: Quantity) -> Words:
        text = Words(f"q = {template}", *quantities, size=theme.SMALL, color=theme.QUERY)
        return text.put(self.ends[1], TITLE_LINE, align=1)

    def ask(self, template: str, *quantities: Quantity) -> Words:
        """The query, to be shown."""
        self.query = self._query(template, *quantities)
        return self.query

    def ask_instead(self, template: str, *quantities: Quantity) -> Animation:
        """Another query in the place of the last."""
        old, self.query = self.query, self._query(template, *quantities)
        return FadeTransform(old, self.query)

    def _output(self, template: str, *quantities: Quantity) -> Words:
        text = Words(template, *quantities, color=theme.WINNER)
        return text.put(self.middle, OUTPUT_LINE, align=0)

    def yields(self, template: str, *quantities: Quantity) -> Animation:
        """The output comes."""
        self.output = self._output(template, *quantities)
        return FadeIn(self.output, shift=0.2 * DOWN)

    def yields_instead(self, template: str, *quantities: Quantity) -> Animation:
        """Another output in the place of the last."""
        old, self.output = self.output, self._output(template, *quantities)
        return FadeTransform(old, self.output)

    def names_beta(self, template: str, beta: Quantity) -> Animation:
        """The multiplier takes the place of the query."""
        text = formula(template, beta, size=theme.SCRIPTED).put(self.ends[1], TITLE_LINE, align=1)
        return FadeTransform(self.query, text)


class MemoryBank:
    """Six slots: their keys, the weights on them, their values."""

    def __init__(self, first: Quantity) -> None:
        self.address = int(first.address)
        keys = (Words("({}, {})", *key, size=theme.SMALL, color=theme.KEY) for key in first.keys)
        self.rows = WeightRows(keys, first.weights, **SLOT_ROWS, winner=self.address)
        self.slots, self.cells = VGroup(), VGroup()
        for j, address in enumerate(first.addresses):
            y = self.rows.baseline(j)
            cell = Cell("{}", first.values[j], width=0.85, height=0.42, color=theme.VALUE)
            self.slots.add(
                number(address, size=theme.SMALL, color=theme.DIM).put(COLUMNS[0], y, align=0)
            )
            self.cells.add(cell.place(np.array([COLUMNS[-1], y + 0.36 * theme.SMALL, 0])))
        self.heads = VGroup(
            *(
                Words(head, size=theme.SMALL, color=theme.DIM).put(x, HEAD_LINE, align=0)
                for head, x in zip(("slot", "key", "weight", "value"), COLUMNS, strict=True)
            )
        )

    def lay_out(self) -> Animation:
        """Slot by slot, without weights yet."""
        lines = zip(self.slots, self.rows.names, self.cells, strict=True)
        fades = [FadeIn(VGroup(*line)) for line in lines]
        return LaggedStart(FadeIn(self.heads), *fades, lag_ratio=0.3)

    def find(self) -> Animation:
        """The weights come."""
        return FadeIn(self.rows.bars, *self.rows.numbers)

    def read(self) -> Animation:
        """The winner's value lights up."""
        return self.cells[self.address].paint(theme.WINNER)

    def move(self, other: Quantity) -> Animation:
        """Another address wins."""
        before, self.address = self.address, int(other.address)
        return AnimationGroup(
            self.rows.move(other.weights, self.address),
            self.cells[before].paint(theme.VALUE, theme.INK),
            self.cells[self.address].paint(theme.WINNER),
        )
