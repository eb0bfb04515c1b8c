"""Scene 4. Why two numbers are enough for an address."""

from collections.abc import Sequence

import numpy as np
from manim import (
    RIGHT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    ValueTracker,
    VGroup,
    Write,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.bars import Bars
from manim_project.mobjects.parabola import Aim, KeyParabola
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.stage import Stage

ORIGIN = (-6.0, 1.1)
UNITS = (0.385, 0.078)
COLUMNS = (0.8, 3.0, 5.7)  # middles of the listing's columns
LISTING_TOP, LISTING_GAP, ROW = 2.25, 0.18, 0.5
FIELD = {"corner": (1.5, -1.75), "width": 4.9, "height": 2.5}
FORMULA_LINES = (2.3, 1.5)
MACHINE_TOP, MACHINE_ROW = 2.2, 0.75
MACHINE_X = (-4.3, -2.9, -1.2, 1.0, 3.2)  # middles of the columns
MACHINE_YIELDS = 4.35
TOUR = (2, 1, 0, 4, 6, 7, 5)  # the order in which the query visits addresses


class ParabolaKeys(Stage):
    """Every address is a point on one parabola; asking for one is a direction."""

    question = "Why are two numbers enough for an address?"

    def construct(self) -> None:
        table = REFERENCE.textbook.parabola()
        plane, listing = KeyParabola(table, origin=ORIGIN, units=UNITS), KeyTable(table)
        with self.beat("Address j becomes a key of two numbers, a point on one parabola."):
            self.play(FadeIn(plane.axes), FadeIn(listing.heads[:2]))
            self.play(plane.appear(), listing.list_keys())

        aim = Aim(plane, table)
        ask = aim_label(aim, table)
        with self.beat(
            "To ask for address {}, point in the direction ({}, {}).", table.i, *table.query
        ):
            self.play(aim.draw(), FadeIn(ask))

        with self.beat("Project every key on that direction: {} reaches furthest.", table.winner):
            self.play(aim.project(), run_time=3.5)

        product = by_hand(table)
        with self.beat("How far a key reaches is its score, the product of query and key."):
            self.play(FadeIn(product), FadeIn(listing.heads[2]), listing.list_scores())
            self.play(listing.mark(int(table.winner)))

        bars = Bars(table.scores, spec="{:.0f}", names=table.addresses, **FIELD)
        bars.show(table.scores, int(table.winner))
        with self.beat(
            "Side by side, the scores are an upside-down parabola with top at {}.", table.i
        ):
            self.play(FadeOut(product), listing.become(bars), run_time=1.2)

        with self.beat("Ask for any other address, and the top moves there."):
            table, ask = self.turn(plane, aim, ask, bars, TOUR)

        algebra = Algebra(bars, table)
        with self.beat("Algebra says why: a score is i² less the squared distance to i."):
            self.play(algebra.multiply_out())
            self.play(algebra.complete_the_square())
            self.play(algebra.drop_from_the_top())

        with self.beat("So the runner-up stays {} below, whatever the address.", table.gap):
            self.play(algebra.show_gap())

        five = REFERENCE.textbook.sharpening()
        with self.beat(
            "Without i², the same for all, these are the five scores of the first scene."
        ):
            self.play(FadeOut(algebra))
            self.turn(plane, aim, ask, bars, [int(five.target)])
            self.play(ReplacementTransform(bars, five_bars(five)))

        with self.beat("In the machine, two rows make keys of addresses and two rows ask."):
            self.clear_for(MachineRows(REFERENCE.machine.head("read.top")))
        self.conclude(
            "Two numbers are enough: the address asked for always wins, by {} or more.", table.gap
        )

    def turn(
        self, plane: KeyParabola, aim: Aim, ask: Phrase, bars: Bars, stops: Sequence[int]
    ) -> tuple[Quantity, Phrase]:
        """The query turns to one address after the other, and the scores follow; returns the last
        table and its label."""
        i = ValueTracker(aim.i)
        picture = VGroup(plane, aim, bars)

        def follow(_: VGroup) -> None:
            table = REFERENCE.textbook.parabola(i=i.get_value())
            aim.at(table)
            bars.show(table.scores, int(table.winner))

        self.play(FadeOut(ask), run_time=theme.QUICK)
        picture.add_updater(follow)
        self.add(picture)
        for stop in stops:
            self.play(i.animate.set_value(stop), run_time=theme.MOVE)
            self.wait(theme.QUICK)
        picture.clear_updaters()
        table = REFERENCE.textbook.parabola(i=stops[-1])
        aim.at(table)
        bars.show(table.scores, int(table.winner))
        ask = aim_label(aim, table)
        self.play(FadeIn(ask), run_time=theme.QUICK)
        return table, ask

    def clear_for(self, rows: VGroup) -> None:
        """Only the question and the caption stay, and `rows` come."""
        kept = [self.title, self.caption]
        self.play(*(FadeOut(m) for m in self.mobjects if m not in kept))
        self.play(LaggedStart(*(FadeIn(row) for row in rows), lag_ratio=0.5))


def aim_label(aim: Aim, table: Quantity) -> Phrase:
    """The query's two numbers, beside its arrow."""
    label = formula("Query(q = ({}, {}))", *table.query)
    return label.next_to(aim.arrow.get_end(), RIGHT, buff=0.25)


class KeyTable(VGroup):
    """Address, key and (later) score of every key, line by line."""

    def __init__(self, table: Quantity) -> None:
        heads = (
            formula("j", size=theme.SCRIPTED),
            formula("Key(k_j = (2 j, -j^2))", size=theme.SCRIPTED),
            formula("Query(q) dot Key(k_j)", size=theme.SCRIPTED),
        )
        self.heads = VGroup(*heads)
        for x, head in zip(COLUMNS, heads, strict=True):
            head.put(x, LISTING_TOP, align=0)
        self.addresses, self.keys, self.scores = VGroup(), VGroup(), VGroup()
        rows = zip(table.addresses, table.keys, table.scores, strict=True)
        for r, (j, key, score) in enumerate(rows, start=1):
            y = LISTING_TOP - LISTING_GAP - r * ROW
            self.addresses.add(number(j).put(COLUMNS[0], y, align=0))
            self.keys.add(Words("({}, {})", *key, color=theme.KEY).put(COLUMNS[1], y, align=0))
            self.scores.add(number(score).put(COLUMNS[2] + 0.2, y, align=1))
        super().__init__(self.heads, self.addresses, self.keys, self.scores)

    def list_keys(self) -> Animation:
        """One line a key, at the pace of `KeyParabola.appear`."""
        lines = zip(self.addresses, self.keys, strict=True)
        return LaggedStart(*(FadeIn(VGroup(*line)) for line in lines), lag_ratio=0.7, run_time=4)

    def list_scores(self) -> Animation:
        """The scores, line by line."""
        return LaggedStart(*(FadeIn(score) for score in self.scores), lag_ratio=0.4, run_time=2)

    def mark(self, winner: int) -> Animation:
        """The winner's line in gold; the others fall back."""
        lines = zip(self.addresses, self.keys, self.scores, strict=True)
        return AnimationGroup(
            *(
                VGroup(*line).animate.set_color(theme.WINNER if j == winner else theme.DIM)
                for j, line in enumerate(lines)
            )
        )

    def become(self, bars: Bars) -> Animation:
        """Scores move above bars of their height, addresses below them."""
        pairs = zip([*self.scores, *self.addresses], [*bars.numbers, *bars.names], strict=True)
        return AnimationGroup(
            FadeOut(self.heads, self.keys),
            *(ReplacementTransform(old, new) for old, new in pairs),
            FadeIn(bars.bars),
        )


def by_hand(table: Quantity) -> Words:
    """The winner's score, multiplied out below the listing."""
    q, k = table.query, table.keys[table.winner]
    line = Words("{} · {} + {} · ({}) = {}", q[0], k[0], q[1], k[1], table.scores[table.winner])
    line.set_color(theme.WINNER)
    return line.put(COLUMNS[1], LISTING_TOP - LISTING_GAP - 9.3 * ROW, align=0)


class Algebra(VGroup):
    """The scores' formula above the bars, and the squared distances below them."""

    def __init__(self, bars: Bars, table: Quantity) -> None:
        first = formula("Query(q) dot Key(k_j) = 2 i j - j^2")
        second = formula("= i^2 - (i - j)^2")
        first.put(0.6, FORMULA_LINES[0])
        second.put(first[3].get_left()[0], FORMULA_LINES[1])
        self.first, self.second = first, second
        x, foot = FIELD["corner"]
        self.distances = VGroup()
        for j, distance in enumerate(table.distances):
            mark = number(distance, size=theme.SMALL, color=theme.INK)
            self.distances.add(mark.put(bars.center(j), foot - 1.0, align=0))
        self.heads = VGroup(
            formula("j", size=theme.SCRIPTED, color=theme.DIM).put(x - 0.1, foot - 0.42, align=1),
            formula("(i - j)^2", size=theme.SCRIPTED).put(x - 0.1, foot - 1.0, align=1),
        )
        self.best = int(table.winner)
        super().__init__(first, second, self.distances, self.heads)

    def multiply_out(self) -> Animation:
        """The product of query and key."""
        return Write(self.first)

    def complete_the_square(self) -> Animation:
        """The same, written around i."""
        return Write(self.second)

    def drop_from_the_top(self) -> Animation:
        """Each bar's squared distance, below it."""
        return AnimationGroup(FadeIn(self.heads), LaggedStart(*map(FadeIn, self.distances)))

    def show_gap(self) -> Animation:
        """Zero at the address asked for; nothing else comes nearer than its neighbours."""
        colors = {0: theme.WINNER, 1: theme.INK}
        return AnimationGroup(
            *(
                mark.animate.set_color(colors.get(abs(j - self.best), theme.DIM))
                for j, mark in enumerate(self.distances)
            )
        )


def five_bars(five: Quantity) -> Bars:
    """The five scores of scene 1, as bars in the same field."""
    bars = Bars(five.scores, names=five.addresses, **FIELD)
    return bars.show(five.scores, int(five.target))


class MachineRows(VGroup):
    """W_Q and W_K of one look-up head of the machine, in the columns that are not all zero.

    The residual coordinates' names stand above, what each row yields at the right.
    """

    def __init__(self, head: Quantity) -> None:
        weights = np.vstack([value_of(head.W_Q), value_of(head.W_K)])
        self.columns = [int(c) for c in np.flatnonzero(weights.any(axis=0))]
        names = REFERENCE.machine.coordinates
        self.heads = VGroup(
            *(
                Words("{}", names[c], face=theme.MONO, size=theme.CODE, color=theme.DIM).put(
                    x, MACHINE_TOP, align=0
                )
                for c, x in zip(self.columns, MACHINE_X, strict=True)
            )
        )
        one = head.W_Q[1, value_of(names).index("one")]
        lines = [
            self._line(head.W_Q[0], 1, theme.QUERY, formula("Query(i)")),
            self._line(head.W_Q[1], 2, theme.QUERY, formula("Query({})", one)),
            self._line(head.W_K[0], 3.6, theme.KEY, formula("Key(2 j)")),
            self._line(head.W_K[1], 4.6, theme.KEY, formula("Key(- j^2 + epsilon)")),
        ]
        labels = VGroup(formula("Query(W_Q)"), formula("Key(W_K)"))
        for label, row in zip(labels, (1.5, 4.1), strict=True):
            label.put(-theme.SAFE_X, MACHINE_TOP - row * MACHINE_ROW)
        notes = VGroup(
            Words("Head {} finds the top of the stack: i is the stack's depth.", head.name),
            Phrase(
                "All other columns are zero. The newer of two equals wins by a hair, $epsilon$.",
                color=theme.DIM,
            ),
        )
        for note, row in zip(notes, (5.6, 6.3), strict=True):
            note.put(0, MACHINE_TOP - row * MACHINE_ROW, align=0)
        super().__init__(
            self.heads, VGroup(labels[0], *lines[:2]), VGroup(labels[1], *lines[2:]), notes
        )

    def _line(self, weights: Quantity, row: float, color: str, yields: Phrase) -> VGroup:
        y = MACHINE_TOP - row * MACHINE_ROW
        line = VGroup(yields.put(MACHINE_YIELDS, y))
        for c, x in zip(self.columns, MACHINE_X, strict=True):
            ink = color if float(weights[c]) else theme.DIM
            line.add(number(weights[c], color=ink, size=theme.FORMULA).put(x, y, align=0))
        return line
