"""Attention of one token by hand: scores, weights, and the values that are read by weight."""

from collections.abc import Iterable, Sequence

from manim import (
    LEFT,
    RIGHT,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.sums import PITCH, gather, send
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference.quantity import Quantity

ROWS = theme.tall(0.95, -0.22, -1.39)  # of the tokens
ASKS = (-2.25, 2.34 * theme.TALL)  # where the query stands
# Columns beside the plane, while finding; then, for reading, through the whole width.
FIND = {"token": -0.55, "key": 0.8, "line": 4.3, "score": 4.6, "value": 5.88}
FIND |= {"divided": 1.95, "sign": 2.2, "track": 1.52}
READ = {"token": -5.8, "track": -4.85, "value": -0.35, "strips": 0.8, "share": 5.35}
HEAD = 1.45 * theme.TALL  # baseline of the heads
RULE, LAST = theme.tall(-1.93, -2.42)  # heights of the rule and the last row
LARGE = 0.46  # size of the numbers while finding
WHOLE = 2.25  # length of a weight of one, and of a one in a value
BESIDE = 0.15  # from a track to its number
BAR, STRIP = theme.tall(0.5, 0.23)  # heights of bars and strips
APART = 0.27 * theme.TALL  # pitch of a value's two strips
SHARES = (1.02, PITCH[1])  # of the numbers in the last column


class AttentionTable:
    """Attention of the followed token of `block`: a row for each token that it looks at.

    `cells`, `keys` and `values` (one of each a token) and the `query` are on stage already.
    """

    def __init__(
        self,
        block: Quantity,
        cells: Sequence[Cell],
        query: Matrix,
        keys: Sequence[Matrix],
        values: Sequence[Matrix],
    ) -> None:
        self.cells, self.query, self.keys, self.values = cells, query, keys, values
        i = block.cat
        self.winner = int(block.scores[i].argmax())
        self.lines, self.scores, self.signs, self.scaled = (VGroup() for _ in range(4))
        self.tracks, self.bars, self.weights = VGroup(), VGroup(), VGroup()
        self.outlines, self.strips, self.parts, self.shares = (VGroup() for _ in range(4))
        self.head = _head("score", FIND["divided"], align=0)
        for j in range(len(ROWS)):
            self._compare(block, j)
            self._weigh(block, j)
            self._read(block, j)
        self._total(block)

    def _compare(self, block: Quantity, j: int) -> None:
        """Row j: the score, and the score divided by the root."""
        foot, q, k = _foot(ROWS[j]), block.queries[block.cat], block.keys[j]
        product = "#Query[{}]·#Key[{}]"
        line = Phrase(f"{product} + {product} =", q[0], k[0], q[1], k[1], size=LARGE)
        self.lines.add(line.put(FIND["line"], foot, align=1))
        score = number(block.scores[block.cat, j], size=LARGE)
        self.scores.add(score.put(FIND["score"], foot, align=0))
        sign = Words("÷ √{} ≈", block.size, size=LARGE, color=theme.DIM).put(FIND["sign"], foot)
        scaled = number(block.scaled[block.cat, j], "{:.2f}", size=LARGE)
        self.signs.add(sign)
        self.scaled.add(scaled.put(FIND["sign"] + sign.advance + 0.12, foot))

    def _weigh(self, block: Quantity, j: int) -> None:
        """Row j: the weight as a bar in its track, and its number."""
        weight, left, won = block.weights[block.cat, j], FIND["track"], j == self.winner
        hue = theme.shape(theme.WINNER) if won else theme.mix(theme.DIM, theme.BACKGROUND, 0.6)
        self.tracks.add(_track(left, ROWS[j], BAR))
        self.bars.add(_bar(left, ROWS[j], BAR, float(weight), hue))
        text = Words("≈ {:.2f}", weight, color=theme.WINNER if won else theme.INK)
        self.weights.add(text.put(left + WHOLE + BESIDE, _foot(ROWS[j])))

    def _read(self, block: Quantity, j: int) -> None:
        """Row j: the value's two numbers as strips, whole at first, and the share that is read."""
        rows, shares = _pair(ROWS[j]), block.blend[block.cat, j]
        for y, v, part in zip(rows, block.values[j], shares, strict=True):
            self.outlines.add(_track(READ["strips"], y, STRIP))
            self.strips.add(_bar(READ["strips"], y, STRIP, float(v), theme.shape(theme.VALUE)))
            self.parts.add(_bar(READ["strips"], y, STRIP, float(part), theme.shape(theme.VALUE)))
        share = Matrix(shares, spec="{:.2f}", color=theme.VALUE, cell=SHARES)
        self.shares.add(share.place(READ["share"], ROWS[j]))

    def _total(self, block: Quantity) -> None:
        """The last row: the shares' parts end to end, and the sums."""
        self.z = Matrix(block.z[block.cat], spec="{:.0f}", color=theme.VALUE, cell=SHARES)
        self.z.place(READ["share"], LAST)
        self.sum = Words("{:.2f}", block.weights[block.cat].sum())
        self.sum.put(self.weights[0].get_right()[0], _foot(LAST), align=1)
        self.blend = formula("z =", color=theme.VALUE)
        self.blend.put(self.z.get_left()[0] - 0.12, _foot(LAST), align=1)
        self.ends = VGroup()
        rows = [READ["strips"]] * self.z.columns
        for part, c in zip(self.parts, list(range(self.z.columns)) * len(ROWS), strict=True):
            self.ends.add(part.copy().move_to([rows[c], _pair(LAST)[c], 0], aligned_edge=LEFT))
            rows[c] += part.width
        self.last = VGroup(*(_track(READ["strips"], y, STRIP) for y in _pair(LAST)))
        spans = [(self.sum.get_left()[0], self.sum.get_right()[0]), _span(self.shares)]
        spans.append((READ["strips"], READ["strips"] + WHOLE))
        self.rules = VGroup(
            *(Line([a, RULE, 0], [b, RULE, 0], color=theme.DIM, stroke_width=2) for a, b in spans)
        )

    def arrange(self) -> Animation:
        """Tokens, keys and values take their places beside the plane."""
        return AnimationGroup(
            self.query.animate.place(*ASKS),
            *_move(self.cells, FIND["token"]),
            *_move(self.keys, FIND["key"]),
            *(move.set_color(theme.DIM) for move in _move(self.values, FIND["value"])),
        )

    def score(self, j: int) -> Animation:
        """Query and key j meet in a line, whose sum is the score."""
        head = [FadeIn(self.head)] if j == 0 else []
        factors = [*self.query.entries, *self.keys[j].entries]
        line = gather(factors, self.lines[j], theme.INK)
        return Succession(AnimationGroup(line, *head), FadeIn(self.scores[j]), run_time=1.0)

    def crown(self) -> Animation:
        """The highest score is marked."""
        return self.scores[self.winner].animate.set_color(theme.WINNER)

    def divide(self) -> Animation:
        """The lines go, the scores stay and are divided by the root."""
        moves = [score.animate.set_x(FIND["divided"]) for score in self.scores]
        return Succession(
            AnimationGroup(FadeOut(self.lines, run_time=theme.QUICK), *moves),
            FadeIn(self.signs, self.scaled, run_time=theme.QUICK),
        )

    def soften(self) -> Animation:
        """The divided scores become shares of a whole."""
        old_head, self.head = self.head, _head("weight", FIND["track"])
        bars = (GrowFromEdge(bar, LEFT) for bar in self.bars)
        pairs = zip(self.scaled, self.weights, strict=True)
        numbers = (gather([score], weight, theme.INK) for score, weight in pairs)
        return Succession(
            AnimationGroup(
                FadeOut(old_head, self.scores, self.signs, self.scaled),
                FadeIn(self.tracks, self.head),
                run_time=theme.QUICK,
            ),
            AnimationGroup(*bars, *numbers),
            AnimationGroup(Create(self.rules[0]), gather(self.weights, self.sum, theme.INK)),
        )

    def forget(self) -> Animation:
        """What was needed for finding goes, and it is the values' turn."""
        lit = (value.entries.animate.set_color(theme.VALUE) for value in self.values)
        return AnimationGroup(FadeOut(self.query, *self.keys), *lit)

    def spread(self) -> Animation:
        """The rows take the whole width."""
        weighed = VGroup(self.tracks, self.bars, self.weights, self.rules[0], self.sum, self.head)
        return AnimationGroup(
            weighed.animate.shift((READ["track"] - FIND["track"]) * RIGHT),
            *_move(self.cells, READ["token"]),
            *_move(self.values, READ["value"]),
        )

    def lay_open(self) -> Animation:
        """Every value as two strips, as long as its numbers."""
        self.reading = _head("weight · v", READ["strips"])
        strips = (GrowFromEdge(strip, LEFT) for strip in self.strips)
        return AnimationGroup(FadeIn(self.outlines), *strips, run_time=theme.MOVE)

    def take(self) -> Animation:
        """Each value is scaled to the length of its weight."""
        moves: list[Animation] = [FadeIn(self.reading)]
        for j, share in enumerate(self.shares):
            moves.append(gather([self.weights[j], *self.values[j].entries], share, theme.VALUE))
        shrink = [s.animate.become(p) for s, p in zip(self.strips, self.parts, strict=True)]
        return AnimationGroup(*shrink, *moves, run_time=1.0)

    def add_up(self) -> Animation:
        """The parts are laid end to end: they fill the whole again."""
        fall = LaggedStart(*map(send, self.strips, self.ends), lag_ratio=0.15)
        return AnimationGroup(FadeIn(self.last), Create(self.rules[1:]), fall)

    def total(self) -> Animation:
        """The shares, added up."""
        sums = []
        for c in range(self.z.columns):
            column = [share.entry(0, c) for share in self.shares]
            sums.append(gather(column, self.z.entry(0, c), theme.VALUE))
        return AnimationGroup(FadeIn(self.z.brackets, self.blend), *sums)

    def leave(self) -> Animation:
        """All goes but the blend: its parts end to end, and its numbers."""
        return FadeOut(
            *(*self.cells, *self.values, self.tracks, self.bars, self.weights),
            *(self.outlines, self.strips, self.shares, self.last, self.rules),
            *(self.sum, self.head, self.reading),
        )


def _foot(y: float) -> float:
    """The baseline of digits whose middle is at y."""
    return y - 0.36 * theme.BODY


def _pair(y: float) -> tuple[float, float]:
    """The heights of a value's two strips."""
    return (y + APART / 2, y - APART / 2)


def _bar(left: float, y: float, height: float, length: float, color: str) -> Rectangle:
    bar = Rectangle(width=length * WHOLE, height=height)
    bar.set_fill(color, 1).set_stroke(theme.BACKGROUND, 2)
    return bar.move_to([left, y, 0], aligned_edge=LEFT)


def _track(left: float, y: float, height: float) -> Rectangle:
    """The place of a one."""
    return _bar(left, y, height, 1, theme.FAINT).set_fill(opacity=0).set_stroke(theme.FAINT)


def _span(parts: VGroup) -> tuple[float, float]:
    return parts.get_left()[0], parts.get_right()[0]


def _head(text: str, x: float, align: float = -1) -> Words:
    """What stands over a column."""
    return Words(text, size=theme.SMALL, color=theme.DIM).put(x, HEAD, align=align)


def _move(parts: Iterable[Mobject], x: float) -> list[Animation]:
    return [part.animate.move_to([x, y, 0]) for part, y in zip(parts, ROWS, strict=True)]
