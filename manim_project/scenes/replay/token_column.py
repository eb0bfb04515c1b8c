"""Every token in a cell of its own: columns of cards, a card an instruction or a trace line.

`run` is a quantity of the reference model; a token is named by its position in the run, as there.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from manim import UP, FadeIn, FadeOut, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.layer_details import commit_template, token_text

WIDTH = 2.3
CELL = 0.38 * theme.TALL  # height of a token's cell
INNER = 0.03 * theme.TALL  # between the cells of a card
CARD_GAP = 0.1 * theme.TALL
BRACE_WIDTH = 0.45
LONGEST, SQUEEZED = 10, 0.3  # letters that fit across a card in theme.CODE; the em of longer ones
LABEL_GAP = 0.15
PUSH = 0.3  # of a scroll, by which cards move that come in sight or leave it
NARROW, DIGIT = 2, 0.2  # digits of a label that fit beside the program; room for one more
Row = Sequence[int]


class TokenColumn(VGroup):
    """Tokens in cards, from `top` downwards; `cards` lists the rows of positions of each card.

    `left` is the cards' left edge, `labels` a quantity for each card (or nothing), shown at its
    left. Cards that do not end above `bottom` are out of sight until the column is scrolled. A
    cell is made when its token is shown.
    """

    def __init__(
        self,
        run: Quantity,
        cards: Sequence[Sequence[Row]],
        labels: Sequence[Quantity] = (),
        *,
        left: float,
        top: float,
        bottom: float,
        width: float = WIDTH,
    ) -> None:
        super().__init__()
        self.run, self.labels = run, labels
        self.left, self.top, self.bottom, self.right = left, top, bottom, left + width
        self.cells: dict[int, Cell] = {}
        self.homes: dict[int, tuple[float, float, float]] = {}  # position: x, depth, width
        self.card_of: dict[int, int] = {}
        self.spans: list[tuple[float, float]] = []  # of each card, from the column's top downwards
        self.groups: list[VGroup] = []  # what is on stage of each card
        self.scrolled = 0.0
        self._left: list[tuple[VGroup, np.ndarray]] = []  # on their way out, and how far to go
        self.whole = False  # whether cards have their tokens as soon as they come in sight
        for i, card in enumerate(cards):
            start = self.spans[-1][1] + CARD_GAP if self.spans else 0.0
            rows = max(2, len(card))  # a lone token takes the room of a whole card
            self.spans.append((start, start + rows * (CELL + INNER) - INNER))
            for r, row in enumerate(card):
                self._lay(i, row, start + r * (CELL + INNER) + CELL / 2)
            self.groups.append(VGroup())
        self.cards = [[position for row in card for position in row] for card in cards]

    def _lay(self, card: int, row: Row, depth: float) -> None:
        width = (self.right - self.left - (len(row) - 1) * INNER) / len(row)
        for c, position in enumerate(row):
            self.homes[position] = (self.left + width / 2 + c * (width + INNER), depth, width)
            self.card_of[position] = card

    def spot(self, position: int) -> np.ndarray:
        """The middle of a token's cell, as the column is scrolled now, (3,)."""
        x, depth, _ = self.homes[position]
        return np.array([x, self.top - depth + self.scrolled, 0.0])

    def port(self, position: int, side: int) -> np.ndarray:
        """Where an arrow meets the token's row: the card's left (-1) or right (1) edge, (3,)."""
        return np.array([self.left if side < 0 else self.right, self.spot(position)[1], 0.0])

    def put(self, position: int) -> Cell:
        """Make a token's cell where it belongs now."""
        token, (_, _, width) = self.run.tokens[position], self.homes[position]
        if value_of(token.kind) == "commit":
            template = commit_template(token)
            cell = Cell(template, token.stack_change, width=width, height=CELL)
        else:
            text = token_text(token)
            size = theme.CODE if len(value_of(text)) <= LONGEST else SQUEEZED
            cell = Cell("{}", text, width=width, height=CELL, size=size)
        cell.colored(theme.FAINT, theme.INK).place(self.spot(position))
        self.cells[position] = cell
        self.groups[self.card_of[position]].add(cell)
        return cell

    def notes(self, position: int) -> list[Words]:
        """Below a printed byte's token, its steps, which its text does not tell."""
        if value_of(self.run.tokens[position].kind) != "out":
            return []
        by = [self.run.residual(name, position, 0) for name in ("Δip", "Δstack")]
        note = Words("ip {:+.0f}, depth {:+.0f}", *by, size=theme.SMALL, color=theme.DIM)
        x, y, _ = self.spot(position)
        note.in_box(np.array([x, y - CELL - INNER, 0.0]))
        self.groups[self.card_of[position]].add(note)
        return [note]

    def label(self, card: int) -> Words:
        """A card's label, where it belongs now."""
        words = number(self.labels[card], size=theme.SMALL, color=theme.DIM)
        y = self.spot(self.cards[card][0])
        return words.in_box(y).put(self.left - LABEL_GAP, words.baseline, align=1)

    def in_sight(self, card: int) -> bool:
        """Whether a whole card is between top and bottom as the column is scrolled now."""
        start, end = (depth - self.scrolled for depth in self.spans[card])
        return start > -CARD_GAP and end <= self.top - self.bottom

    def sees(self, position: int) -> bool:
        """Whether a token is on stage."""
        return position in self.cells and self.in_sight(self.card_of[position])

    def fill(self, card: int) -> VGroup:
        """All tokens of a card and its label, where they belong now."""
        for position in self.cards[card]:
            self.put(position)
        if self.labels:
            self.groups[card].add(self.label(card))
        return self.groups[card]

    def appear(self, run_time: float, cards: int = 0) -> Animation:
        """Every token; the cards in sight, or the first `cards`, come one after the other, others
        once they are in sight."""
        self.whole = True
        found = range(cards) if cards else filter(self.in_sight, range(len(self.cards)))
        shown = [self.fill(i) for i in found]
        fades = [FadeIn(group, shift=0.15 * UP) for group in shown]
        return LaggedStart(*fades, lag_ratio=0.4, run_time=run_time)

    def shown(self) -> list[VGroup]:
        """What is in sight, card by card."""
        return [group for i, group in enumerate(self.groups) if self.in_sight(i)]

    def jump(self, position: int) -> list[VGroup]:
        """Scroll at once, with nothing on stage, to a token's card; what is in sight then."""
        before, were_shown = self.scrolled, self.shown()
        self.reveal(position)
        for group in self.shown():
            if group in were_shown:
                group.shift((self.scrolled - before) * UP)
        return self.shown()

    def reveal(self, position: int) -> list[Animation]:
        """Scroll so far that a token's card is in sight: what moves; nothing, if it is."""
        card, room = self.card_of[position], self.top - self.bottom
        if self.in_sight(card):
            return []
        start, end = self.spans[card]
        if end - self.scrolled > room:
            start = next(first for first, _ in self.spans if first >= end - room)
        before = [self.in_sight(i) for i in range(len(self.cards))]
        by, self.scrolled = (start - self.scrolled) * UP, start
        for group, late in self._left:
            group.shift(late)
        self._left = []
        moves: list[Animation] = []
        for i, (group, was_there) in enumerate(zip(self.groups, before, strict=True)):
            if self.whole and self.in_sight(i) and not group.submobjects:
                self.fill(i).shift(-by)
            if was_there and self.in_sight(i):
                moves.append(group.animate.shift(by))
            elif was_there:
                moves.append(FadeOut(group, shift=PUSH * by))
                self._left.append((group, by))
            elif self.in_sight(i):
                moves.append(FadeIn(group, shift=PUSH * by))
            if not was_there:
                group.shift(by)
        return moves


def program_column(run: Quantity, *, left: float, top: float, bottom: float) -> TokenColumn:
    """The program's instructions, a card each: the opcode above its four bytes, between braces."""
    instructions = run.program.instructions
    starts = [int(instruction.position) for instruction in instructions]
    cards = [((p,), range(p + 1, p + 5)) for p in starts]
    labels = [each.index for each in instructions]
    left += DIGIT * max(0, len(str(len(cards) - 1)) - NARROW)
    column = TokenColumn(run, cards, labels, left=left, top=top, bottom=bottom)
    last, end = len(cards) - 1, column.spans[-1][1] + CARD_GAP
    closing = int(run.prompt_length) - 1
    for card, position, depth in ((0, 0, -CARD_GAP - CELL / 2), (last, closing, end + CELL / 2)):
        column.homes[position] = (column.left + BRACE_WIDTH / 2, depth, BRACE_WIDTH)
        column.card_of[position] = card
        column.cards[card].append(position)
    return column


def trace_column(
    run: Quantity, lines: Iterable[int] = (), *, left: float, top: float, bottom: float
) -> TokenColumn:
    """The trace's lines, or only `lines`, a card each: four bytes above their commit, or one
    token."""
    cards = [_rows(run, run.lines[i]) for i in list(lines) or range(len(run.lines))]
    return TokenColumn(run, cards, left=left, top=top, bottom=bottom)


def _rows(run: Quantity, line: Quantity) -> list[Row]:
    positions = range(int(line.start), int(line.stop))
    branch = [positions[:1]] if value_of(line.kind) == "branch" else []
    rest = positions[len(branch) :]
    return [*branch, rest[:4], rest[4:]] if len(rest) > 1 else [*branch, rest]
