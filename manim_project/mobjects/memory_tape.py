"""Memory as it is: the whole trace, in which stores and loads stand out, and loads look back.

`run` is a quantity of the reference model. Of the four bytes of a line the tape shows the first:
each byte has an address of its own (`Enlarged`), and its look-up is the same.
"""

from collections.abc import Sequence

import numpy as np
from manim import (
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Rectangle,
    Succession,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.arc import LookBack
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.sums import gather
from manim_project.mobjects.tape import heading
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

TOP, GAP = 2.0, 0.07  # of the tape: its top, and between its lines
ROW, BAR = 0.56, 0.07  # heights of a line that uses memory, and of any other
OPS, TAPE, KEYS = -6.4, -3.2, -0.3  # left ends of the columns
SCORE, WEIGHT = 4.5, 6.2  # right ends
VERDICT = 3.0  # left end of what is said of a row in the end
HEADS = 2.3
FIRST, BYTE, COMMIT, INNER = 0.8, 0.24, 0.7, 0.05  # widths of a line's cells, and between them
SIZE = 0.42
BEND = 1.2  # radians of a look-back
MEMORY = ("i32.load", "i32.store")
ENLARGED = (-2.9, 2.6, 2.2, 0.95)  # middle of the first byte, pitch, width, height
ENLARGED_ROWS = (0.15, -0.95, -1.7, -2.45)  # middle of the bytes, baselines below them
NOTE, NOTE_DROP, NOTE_SIZE = 1.5, 1.25, 0.5  # arithmetic below a load: middle, distance, size


def opcode(run: Quantity, index: int) -> str:
    """The instruction that a line of the trace is from."""
    return value_of(run.program.instructions[run.lines[index].instruction].name)


class Row(VGroup):
    """A store or a load: what the program says, and its line of the trace with the first byte."""

    def __init__(self, run: Quantity, index: int, top: float) -> None:
        self.index, self.line, self.y = index, run.lines[index], top - ROW / 2
        self.position = int(self.line.start)  # of the token of its first byte
        before = self.position - 1
        stores = opcode(run, index) == "i32.store"
        self.operands: tuple[Quantity, ...]
        if stores:
            self.operands = self.line.value, run.residual("second", before, 3)
        else:
            self.operands = (run.look("act.memory", before).query[0],)
        said = "store {:.0f} at {:.0f}" if stores else "load from {:.0f}"
        baseline = self.y - 0.36 * SIZE
        self.op = Words(said, *self.operands, size=SIZE).put(OPS, baseline)
        text = run.tokens[self.position].text
        self.first = Cell("{}", text, width=FIRST, height=ROW, size=SIZE)
        self.first.place(np.array([TAPE + FIRST / 2, self.y, 0.0]))
        self.rest = _blanks(self.y, ROW)
        super().__init__(self.first, self.rest)
        if stores:
            key = run.look("act.memory", self.position).keys[self.position]
            self.key = Words("k = ({:.0f}, {:.4f})", *key, size=SIZE, color=theme.KEY)
            self.key.put(KEYS, baseline)

    @property
    def left(self) -> np.ndarray:
        """Where arrows meet the first byte's cell, (3,)."""
        return self.first.box.get_left()

    def emit(self, source: VMobject | None = None) -> Animation:
        """The line comes out; its first byte from where it was found."""
        sources = [source or self.op]
        self.first.colored(theme.WINNER)
        return AnimationGroup(gather(sources, self.first, theme.WINNER), FadeIn(self.rest))


def _blanks(y: float, height: float) -> VGroup:
    """The other bytes of a line and its commit, without text."""
    blanks, x = VGroup(), TAPE + FIRST + INNER
    for width in (BYTE, BYTE, BYTE, COMMIT):
        box = Rectangle(width=width, height=height, stroke_width=0)
        box.set_fill(theme.PANEL, 1).move_to([x + width / 2, y, 0])
        blanks.add(box)
        x += width + INNER
    return blanks


class Tape:
    """The whole trace from top to bottom: lines that use memory as rows, all others as bars."""

    def __init__(self, run: Quantity) -> None:
        self.run = run
        self.rows: list[Row] = []
        self.bars: dict[int, Rectangle] = {}
        y, width = TOP, FIRST + 3 * BYTE + COMMIT + 4 * INNER
        for index in range(len(run.lines)):
            if opcode(run, index) in MEMORY:
                self.rows.append(Row(run, index, y))
                y -= ROW + GAP
            else:
                bar = Rectangle(width=width, height=BAR, stroke_width=0)
                bar.set_fill(theme.FAINT, 1).move_to([TAPE + width / 2, y - BAR / 2, 0])
                self.bars[index] = bar
                y -= BAR + GAP
        self.program, self.keys = heading("program", OPS, HEADS), heading("key, query", KEYS, HEADS)
        score = heading("score", SCORE, HEADS).put(SCORE, HEADS, align=1)
        self.scores = VGroup(score, heading("weight", 0, HEADS).put(WEIGHT, HEADS, align=1))
        self.counter: Words | None = None

    def bars_before(self, row: Row) -> list[Rectangle]:
        """The bars between the row before and this one."""
        last = max((other.index for other in self.rows if other.index < row.index), default=-1)
        return [self.bars[index] for index in range(last + 1, row.index)]

    def count(self, index: int) -> Animation:
        """How long program and trace are after a line."""
        words = Words("{} tokens", self.run.lines[index].stop, color=theme.DIM).put(TAPE, HEADS)
        gone = [FadeOut(self.counter)] if self.counter else []
        self.counter = words
        return AnimationGroup(*gone, FadeIn(words))

    @staticmethod
    def verdicts(older: Row, newer: Row) -> VGroup:
        """What has become of two writes to one address."""
        stays = Words("still there", size=SIZE, color=theme.DIM)
        wins = Words("newest: it is read", size=SIZE, color=theme.WINNER)
        return VGroup(stays.put(VERDICT, older.op.baseline), wins.put(VERDICT, newer.op.baseline))

    def finish(self) -> Animation:
        """The lines after the last row."""
        last = self.rows[-1].index + 1
        bars = [self.bars[index] for index in range(last, len(self.run.lines))]
        return AnimationGroup(*map(FadeIn, bars), self.count(len(self.run.lines) - 1))


class Enlarged(VGroup):
    """A stored line from near: its four bytes, what they are in decimal, and their keys."""

    def __init__(self, run: Quantity, row: Row) -> None:
        self.row, self.bytes, self.labels = row, VGroup(), VGroup()
        self.decimals, self.addresses, self.keys = VGroup(), VGroup(), VGroup()
        names = ("hexadecimal", "decimal", "address j", "key")
        left, pitch, width, height = ENLARGED
        first, *baselines = ENLARGED_ROWS
        for name, y in zip(names, (first - 0.36 * SIZE, *baselines), strict=True):
            self.labels.add(Words(name, color=theme.DIM).put(OPS, y))
        for i, position in enumerate(range(row.position, row.position + 4)):
            x, token = left + i * pitch, run.tokens[position]
            cell = Cell("{}", token.text, width=width, height=height, size=0.55)
            self.bytes.add(cell.colored(theme.VALUE).place(np.array([x, first, 0.0])))
            key = run.look("act.memory", position).keys[position]
            address = run.residual("memory_key", position, 3)
            texts = (
                number(token.byte, size=SIZE),
                number(address, "{:.0f}", size=SIZE, color=theme.KEY),
                Words("({:.0f}, {:.4f})", *key, size=theme.SMALL, color=theme.KEY),
            )
            groups = self.decimals, self.addresses, self.keys
            for group, words, y in zip(groups, texts, baselines, strict=True):
                group.add(words.put(x, y, align=0))
        super().__init__(self.labels, self.bytes, self.decimals, self.addresses, self.keys)

    def grow(self) -> Animation:
        """The line's bytes come near."""
        small = self.row.get_center()
        cells = [FadeIn(cell, target_position=small, scale=0.3) for cell in self.bytes]
        return AnimationGroup(FadeIn(self.labels[0]), *cells)

    def count_in_tens(self) -> Animation:
        """The bytes in decimal."""
        pairs = zip(self.bytes, self.decimals, strict=True)
        flights = [gather([cell.words], words, theme.INK) for cell, words in pairs]
        return AnimationGroup(FadeIn(self.labels[1]), *flights)

    def number_off(self) -> Animation:
        """Each byte gets an address."""
        fades = LaggedStart(*map(FadeIn, self.addresses), lag_ratio=0.4)
        return AnimationGroup(FadeIn(self.labels[2]), fades)

    def make_keys(self) -> Animation:
        """Each address becomes a key."""
        pairs = zip(self.addresses, self.keys, strict=True)
        flights = [gather([words], key, theme.KEY) for words, key in pairs]
        return AnimationGroup(FadeIn(self.labels[3]), LaggedStart(*flights, lag_ratio=0.3))

    def leave(self) -> Animation:
        """Only the first byte's key stays, beside its line."""
        return AnimationGroup(FadeOut(self), gather([self.keys[0]], self.row.key, theme.KEY))


class Lookup:
    """A load looks back at `stores`: query, scores, weights, and the byte that comes of it."""

    def __init__(self, run: Quantity, row: Row, stores: Sequence[Row]) -> None:
        self.row, self.stores = row, stores
        position = row.position - 1
        self.look, self.match = run.look("act.memory", position), run.match(position)
        self.winner = next(s for s in stores if s.position == int(self.look.winner))
        query = self.look.query
        self.wanted = query[0]
        self.query = Words("q = ({:.0f}, {:.0f})", *query, size=SIZE, color=theme.QUERY)
        self.query.put(KEYS, row.op.baseline)
        self.arcs = {s: LookBack(row.left, s.left, -BEND) for s in stores}
        self.scores, self.weights, self.notes = {}, {}, VGroup()
        for s in stores:
            score, weight = self.look.scores[s.position], self.look.weights[s.position]
            baseline = s.op.baseline
            self.scores[s] = number(score, "{:.4f}", size=SIZE).put(SCORE, baseline, align=1)
            self.weights[s] = number(weight, "{:.0f}", size=SIZE).put(WEIGHT, baseline, align=1)

    def ask(self) -> Animation:
        """The query, from the address that the program gives."""
        return gather([self.row.op], self.query, theme.QUERY)

    def score(self) -> Animation:
        """The query meets each key."""
        meets = [gather([self.query, s.key], self.scores[s], theme.QUERY) for s in self.stores]
        return AnimationGroup(*map(Create, self.arcs.values()), LaggedStart(*meets, lag_ratio=0.4))

    def by_hand(self) -> Animation:
        """The winner's score, multiplied out."""
        q, k, score = self.look.query, self.look.keys[self.look.winner], self.scores[self.winner]
        product = "{:.0f} · {:.0f} + {:.0f} · ({:.4f}) = {:.4f}"
        words = Words(
            product, q[0], k[0], q[1], k[1], self.look.scores[self.look.winner], size=NOTE_SIZE
        )
        self.notes.add(words.put(NOTE, self.row.y - NOTE_DROP, align=0))
        return gather([self.query, self.winner.key, score], words, theme.INK)

    def show_margin(self, tie_breaker: Quantity) -> Animation:
        """How far the best score is ahead, between the two, and why."""
        above, below = (self.scores[s].baseline for s in self.stores)
        margin = number(self.look.margin, "{:+.4f}", size=SIZE, color=theme.WINNER)
        margin.put(SCORE, (above + below) / 2, align=1)
        reason = "{} tokens later · {:.6f} ≈ {:.4f}"
        words = Words(reason, self.look.lead, tie_breaker, self.look.margin, size=NOTE_SIZE)
        self.notes.add(margin, words.put(NOTE, self.row.y - NOTE_DROP, align=0))
        return Succession(FadeIn(margin), FadeIn(words))

    def decide(self) -> Animation:
        """The weights: all for the winner."""
        moves: list[Animation] = [FadeIn(*self.weights.values())]
        for s in self.stores:
            color = theme.WINNER if s is self.winner else theme.DIM
            self.weights[s].set_color(color)
            moves.append(self.scores[s].animate.set_color(color))
            if s is not self.winner:
                moves += [self.arcs[s].animate.set_color(theme.FAINT), s.first.quiet()]
        return AnimationGroup(*moves)

    def answer(self) -> Animation:
        """The winner's byte is what the load emits."""
        return self.row.emit(self.winner.first.words)

    def leave(self) -> Animation:
        """Done: only the tape, the keys and what the program says stay."""
        numbers = [*self.scores.values(), *self.weights.values(), *self.notes]
        return FadeOut(self.query, *self.arcs.values(), *numbers)
