"""Memory as it is: the trace runs to the right, and every stored byte stands at its address.

`run` is a quantity of the reference model. Across is the trace, a cell a token; up are addresses.
A byte that is stored is a tile above its token; a load is a dashed one where it asks.
"""

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Arrow,
    Create,
    DashedVMobject,
    FadeIn,
    FadeOut,
    LaggedStart,
    Rectangle,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.arc import LookBack
from manim_project.mobjects.cell import CORNER, Cell
from manim_project.mobjects.layout import beside
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference.quantity import Quantity

START, PITCH = -5.15, 0.18  # of the tokens: left end of the first, from one to the next
TOKEN, TRACE = (
    (0.14, 0.32 * theme.TALL),
    -2.2 * theme.TALL,
)  # size of a token's cell, middle of all of them
ABOVE, SAID = theme.tall(-1.99, -2.76)  # baselines of what is said above the trace, and below it
LOWEST, STEP = theme.tall(-1.4, 0.74)  # the middle of the lowest row, and from row to row
TILE = (0.6, 0.52 * theme.TALL)
LABEL = -6.05  # right ends of the addresses
BAR = theme.mix(theme.DIM, theme.BACKGROUND, 0.5)
UNIT = 2.3  # of a score of one
BESIDE = 0.14  # between a tile and what is said about it
BEND = 0.24  # radians of a look-back past another tile


class MemoryTape(VGroup):
    """The trace as a row of cells, and a band for each address: the one that line `lowest` loads
    from, and above it the four that line `stored` stores at.
    """

    def __init__(self, run: Quantity, stored: int, lowest: int) -> None:
        start = int(run.lines[stored].start)
        self.addresses = [run.residual("memory_key", start + i, 3) for i in range(4)]
        least = run.look("act.memory", int(run.lines[lowest].start) - 1).query[0]
        self.run, self.lowest = run, float(least)
        self.first = self.grown = int(run.prompt_length)
        self.tokens = VGroup()
        for position in range(self.first, len(run.tokens)):
            cell = Rectangle(width=TOKEN[0], height=TOKEN[1], stroke_width=0)
            self.tokens.add(cell.set_fill(theme.FAINT, 1).move_to([self.x(position), TRACE, 0]))
        self.bands, self.labels = VGroup(), VGroup()
        for address in (least, *self.addresses):
            y = self.y(address)
            band = Rectangle(width=theme.SAFE_X - LABEL - 0.2, height=STEP - 0.06, stroke_width=0)
            band.set_fill(theme.BAND, 1).move_to([theme.SAFE_X, y, 0.0], aligned_edge=RIGHT)
            self.bands.add(band)
            label = number(address, "{:.0f}", color=theme.KEY)
            self.labels.add(label.in_box(np.array([0, y, 0])).put(LABEL, label.baseline, align=1))
        self.bands.set_z_index(-2)
        head = Words("address", size=theme.SMALL, color=theme.DIM)
        self.head = head.put(-theme.SAFE_X, self.labels[-1].baseline + 0.6 * theme.TALL)
        name = Words("trace", size=theme.SMALL, color=theme.DIM)
        self.name = name.put(-theme.SAFE_X, TRACE - 0.12)
        first = Words("from token {}", run.prompt_length, size=theme.SMALL, color=theme.DIM)
        self.origin = first.put(-theme.SAFE_X, SAID)
        super().__init__(self.bands, self.labels, self.head, self.name, self.origin)

    def x(self, position: Quantity | int) -> float:
        """The middle of a token."""
        return START + (int(position) - self.first + 0.5) * PITCH

    def y(self, address: Quantity | float) -> float:
        """The middle of an address's row."""
        return LOWEST + (float(address) - self.lowest) * STEP

    def grow(self, stop: Quantity | int) -> Animation:
        """The trace up to the token before `stop`."""
        new = self.tokens[self.grown - self.first : int(stop) - self.first]
        self.grown = int(stop)
        return LaggedStart(*map(FadeIn, new), lag_ratio=0.5, run_time=theme.MOVE)

    def mark(self, start: Quantity | int, count: int) -> None:
        """Tokens that are still to come stand out when they do."""
        first = int(start) - self.first
        self.tokens[first : first + count].set_fill(theme.INK)

    def span(self, older: Quantity, newer: Quantity, text: Words) -> VGroup:
        """How far two tokens are apart, above the trace."""
        ends = [self.x(token) for token in (older, newer)]
        text.put(sum(ends) / 2, ABOVE, align=0)
        y, span = text.get_y(), VGroup(text)
        for end, near in zip(ends, (text.get_left()[0], text.get_right()[0]), strict=True):
            way = [near + np.sign(end - near) * BESIDE, y, 0], [end, y, 0]
            arrow = Arrow(*way, color=theme.DIM, buff=0, tip_length=0.16, stroke_width=3)
            span.add(arrow)
        return span


class Store:
    """Four bytes come out, each a tile above its token, in the row of its address."""

    def __init__(self, tape: MemoryTape, index: int) -> None:
        run, line = tape.run, tape.run.lines[index]
        self.tape, self.line, self.position = tape, line, int(line.start)
        address = run.residual("second", self.position - 1, 3)
        self.operands = line.value, address
        self.token = run.look("act.memory", self.position).position
        positions = range(self.position, self.position + 4)
        self.bytes = [run.tokens[p].byte for p in positions]
        self.keys = [run.look("act.memory", p).keys[p] for p in positions]
        self.tiles = VGroup()
        for position, byte in zip(positions, self.bytes, strict=True):
            row = tape.y(run.residual("memory_key", position, 3))
            tile = Cell("{}", byte, width=TILE[0], height=TILE[1], size=0.42, face=theme.WORDS)
            self.tiles.add(tile.place(np.array([tape.x(position), row, 0.0])))
        self.first, self.rest = self.tiles[0], self.tiles[1:]
        self.said = Words("store {:.0f} at {:.0f}", *self.operands, size=theme.SMALL)
        self.said.put(tape.x(self.position) + 1.5 * PITCH, SAID, align=0)
        self.key = Words("({:.0f}, {:.4f})", *self.keys[0], size=theme.SMALL, color=theme.KEY)
        beside(self.key, self.first, LEFT, BESIDE)

    def emit(self) -> Animation:
        """The line is emitted: four tokens with a byte each, and the commit."""
        self.tape.mark(self.position, len(self.bytes))
        return LaggedStart(FadeIn(self.said), self.tape.grow(self.line.stop), lag_ratio=0.5)

    def rise(self) -> Animation:
        """The bytes go up to their addresses."""
        rises = (
            FadeIn(tile, target_position=np.array([tile.get_x(), TRACE, 0.0]), scale=0.3)
            for tile in self.tiles
        )
        return LaggedStart(*rises, lag_ratio=0.35, run_time=1.2)

    def name_token(self) -> Words:
        """The number of the first byte's token among all tokens, program and trace."""
        words = Words("token {}", self.token, size=theme.SMALL, color=theme.DIM)
        return words.put(self.first.get_x(), ABOVE, align=0)

    def coarse_keys(self) -> VGroup:
        """The keys of all bytes but the first, without their hairs in numbers."""
        labels = VGroup()
        for offset, tile in enumerate(self.rest, 1):
            square = self.tape.run.residual("memory_key²", self.position + offset, 3)
            entries = self.keys[offset][0], square
            words = Words("({:.0f}, −{:.0f} + hair)", *entries, size=theme.SMALL, color=theme.DIM)
            labels.add(beside(words, tile, gap=BESIDE))
        return labels

    def fine_key(self, hair: Quantity) -> Phrase:
        """The first byte's key, with the hair that its token's number gives it."""
        square = self.tape.run.residual("memory_key²", self.position, 3)
        entries = self.keys[0][0], square, self.token, hair
        key = formula("Key(({:.0f}, -{:.0f} + {} dot 2^({})))", *entries, size=theme.SCRIPTED)
        return beside(key, self.first, gap=BESIDE)


class Load:
    """A dashed tile where the first byte of a load is asked for; it looks back at `stores`."""

    def __init__(
        self, tape: MemoryTape, index: int, stores: Sequence[Store], side: int = 1
    ) -> None:
        run, line = tape.run, tape.run.lines[index]
        self.tape, self.line, self.stores, self.position = tape, line, stores, int(line.start)
        before = self.position - 1
        self.look, self.match = run.look("act.memory", before), run.match(before)
        self.wanted = self.look.query[0]
        self.winner = next(s for s in stores if s.position == int(self.look.winner))
        spot = np.array([tape.x(self.position), tape.y(self.wanted), 0.0])
        box = RoundedRectangle(width=TILE[0], height=TILE[1], corner_radius=CORNER)
        box.set_stroke(theme.shape(theme.QUERY), 3)
        ground = box.copy().set_stroke(width=0).set_fill(theme.BACKGROUND, 1)
        dashes = DashedVMobject(box, num_dashes=24)
        self.box = VGroup(ground, dashes).move_to(spot)
        self.mark = Words("?", size=0.42, color=theme.QUERY).in_box(spot)
        self.byte = number(run.tokens[self.position].byte, size=0.42, color=theme.WINNER)
        self.byte.in_box(spot)
        self.query = Words("q = ({:.0f}, {:.0f})", *self.look.query, color=theme.QUERY)
        self.query.put(spot[0] + side * (TILE[0] / 2 + BESIDE), self.mark.baseline, align=-side)
        self.said = Words("load at {:.0f}", self.wanted, size=theme.SMALL)
        self.said.put(tape.x(self.position) + 1.5 * PITCH, SAID, align=0)
        self.arcs = {store: self._arc(store) for store in stores}

    def _arc(self, store: Store) -> LookBack:
        """Straight along the row if nothing is in the way, else over what is."""
        tile = store.first
        if tile.get_y() > self.box.get_y() + STEP / 2:
            return LookBack(self.box.get_top(), tile.get_corner(DOWN + RIGHT), 0.01)
        if store is self.stores[-1]:
            return LookBack(self.box.get_left(), tile.get_right(), 0.01)
        return LookBack(self.box.get_top(), tile.get_corner(UP + RIGHT), BEND)

    def appear(self) -> Animation:
        """The lines before, then the load: where it asks."""
        return LaggedStart(
            AnimationGroup(self.tape.grow(self.position), FadeIn(self.said)),
            FadeIn(self.box, self.mark),
            lag_ratio=0.6,
            run_time=1.0,
        )

    def ask(self) -> Animation:
        """The query for the wanted address."""
        return gather([self.mark], self.query, theme.QUERY)

    def aim(self) -> Animation:
        """It looks back at every store."""
        return AnimationGroup(*map(Create, self.arcs.values()), run_time=theme.MOVE)

    def decide(self) -> Animation:
        """Only one is read."""
        quiet = (arc for store, arc in self.arcs.items() if store is not self.winner)
        for arc in (arcs := VGroup(*quiet)):
            arc.set_z_index(-1)
        moves: list[Animation] = [self.winner.first.paint(theme.VALUE)]
        if len(arcs):
            moves.append(arcs.animate.set_color(theme.FAINT))
        return AnimationGroup(*moves)

    def scores(self, store: Store) -> VGroup:
        """What the keys of a store's other bytes score."""
        labels = VGroup()
        for position, tile in enumerate(store.rest, store.position + 1):
            score = self.look.scores[position]
            words = Words("score {:.4f}", score, size=theme.SMALL, color=theme.DIM)
            labels.add(beside(words, tile, gap=BESIDE))
        return labels

    def compare(self, bottom: float) -> VGroup:
        """The winner's score as a bar, in the outline of a match's; in words beside it."""
        long, tall = float(self.match.full_score) * UNIT, 0.6 * theme.TALL
        full = Rectangle(width=long, height=tall, color=theme.DIM, stroke_width=2)
        full.move_to([START, bottom, 0.0], aligned_edge=LEFT + DOWN)
        score = float(self.look.scores[self.look.winner])
        bar = Rectangle(width=score * UNIT, height=tall, stroke_width=0).set_fill(BAR, 1)
        bar.move_to(full, aligned_edge=LEFT)
        words = self.by_hand().in_box(bar.get_center())
        match = Words("a match: {:.0f}", self.match.full_score, color=theme.DIM)
        beside(match, full, gap=BESIDE)
        outline = DashedVMobject(full, num_dashes=90)
        return VGroup(bar, words, outline, match)

    def by_hand(self) -> Words:
        """The winner's score, multiplied out."""
        q, k, score = self.look.query, self.winner.keys[0], self.look.scores[self.look.winner]
        product = "{:.0f} · {:.0f} + {:.0f} · ({:.4f}) = {:.4f}"
        return Words(product, q[0], k[0], q[1], k[1], score, size=theme.TITLE)

    def answer(self, source: Words | Phrase | None = None) -> Animation:
        """The byte comes into the dashed tile, and its line into the trace."""
        return AnimationGroup(
            FadeOut(self.mark),
            gather([source or self.winner.first.words], self.byte, theme.WINNER),
            self.box[1].animate.set_color(theme.WINNER),
            self.tape.grow(self.line.stop),
        )

    def leave(self) -> Animation:
        """What was read stays, quietly."""
        return AnimationGroup(
            FadeOut(self.query, *self.arcs.values()),
            self.box[1].animate.set_color(theme.DIM),
            self.byte.animate.set_color(theme.DIM),
            self.winner.first.paint(theme.DIM, theme.INK),
        )

    def show_again(self) -> Animation:
        """The look-back once more: what was read stands out, what was not stays."""
        for store, arc in self.arcs.items():
            arc.set_z_index(0).set_color(theme.WINNER if store is self.winner else theme.DIM)
        arcs = (Create(arc) for arc in self.arcs.values())
        return LaggedStart(
            FadeIn(self.query),
            self.box[1].animate.set_color(theme.WINNER),
            self.byte.animate.set_color(theme.WINNER),
            *arcs,
            self.winner.first.paint(theme.WINNER),
            lag_ratio=0.5,
            run_time=2.4,
        )
