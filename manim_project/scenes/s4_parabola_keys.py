"""Scene 4. Why two numbers are enough for an address."""

from collections.abc import Sequence

from manim import (
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
from manim_project.mobjects.key_table import KeyTable
from manim_project.mobjects.parabola import Aim, KeyParabola
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.mobjects.weight_rows import WeightRows
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

ORIGIN, UNITS = (-6.0, 1.1), (0.4, 0.078)
ASK = (-4.7, 2.3)  # where the query's numbers stand
UNIT = 0.108  # height of one step of a score
FOOT, TOP, LEFT, WIDTH = -1.85, 0.9, 1.75, 4.6  # the field of the bars
FORMULA, LINE = (1.2, 2.35), 0.75
ROWS = (0.5, 2.2)  # where the rows of weights begin
TIE_BASELINE = -2.6
TOUR = (0, 7, 5)  # the addresses that the query visits


class ParabolaKeys(Stage):
    """Every address is a point on one parabola; asking for one is a direction."""

    question = "Why are two numbers enough for an address?"

    def construct(self) -> None:
        table, five = REFERENCE.textbook.parabola(), REFERENCE.textbook.sharpening()
        plane, listing = KeyParabola(table, origin=ORIGIN, units=UNITS), KeyTable(table)
        one = formula("Query(q = {})", table.i).put(*ASK)
        with self.beat("One number is not enough: whatever we ask for, the largest key wins."):
            self.play(FadeIn(plane.axes[0], plane.axes[2]), plane.appear(), listing.list_first())
            self.play(FadeIn(one), listing.score_first())
            self.play(listing.mark([listing.addresses, listing.first, listing.products], -1))

        with self.beat("A second number bends the line of keys into a parabola."):
            self.play(FadeOut(one), listing.forget(), FadeIn(plane.axes[1], plane.axes[3]))
            self.play(plane.bend(), listing.list_second())

        aim, ask, best = Aim(plane, table), asked(table), int(table.winner)
        with self.beat(
            "To ask for address {}, point in the direction ({}, {}).", table.i, *table.query
        ):
            self.play(aim.draw(), FadeIn(ask))

        with self.beat(
            "A line square to it comes in from outside: it touches key {} first.", table.winner
        ):
            self.play(aim.approach())
            self.play(aim.crown(table.winner))

        product = listing.by_hand(table)
        with self.beat(
            "So the product of query and key, the score, is highest at {}.", table.winner
        ):
            self.play(listing.list_scores(), FadeIn(product))
            self.play(listing.mark([listing.addresses, listing.keys, listing.scores], best))

        bars = score_bars(table.scores, table)
        with self.beat("The scores are an upside-down parabola, and its top goes where we ask."):
            self.play(FadeOut(product), listing.leave_scores())
            self.play(listing.become(bars))
            table, ask = self.turn(plane, aim, bars, ask, TOUR)

        algebra = Algebra(bars, table)
        with self.beat(
            "Algebra: each key stays (i−j)² behind, so the next best is {} behind.", table.gap
        ):
            self.play(algebra.multiply_out())
            self.play(algebra.complete_the_square(), aim.fall_behind())
            self.play(algebra.list_distances())
            self.play(algebra.mark_gap())

        with self.beat("Take away i², the same for all: these are the scores of the first scene."):
            self.play(FadeOut(algebra, aim.lags))
            table, ask = self.turn(plane, aim, bars, ask, [int(five.target)])
            rest = less_square(bars, table, len(five.scores))
            less = formula(
                "Query(q) dot Key(k_j) - Query(i)^2 = -(Query(i) - j)^2", size=theme.SCRIPTED
            )
            self.play(ReplacementTransform(bars, rest), FadeIn(less.put(*FORMULA)))

        tie = Words("tie: of two equals, the newer wins", size=theme.SMALL, color=theme.DIM)
        tie.put(ROWS[0], TIE_BASELINE)
        with self.beat("In the machine's weights these are four rows, almost all zero."):
            self.play(FadeOut(rest, less))
            self.play(
                WeightRows(REFERENCE.machine.head("read.top"), left=ROWS[0], top=ROWS[1]).appear()
            )
            self.play(FadeIn(tie))
        self.conclude(
            "Two numbers do: the right key leads by {}, softmax does the rest.",
            table.gap,
        )

    def turn(
        self,
        plane: KeyParabola,
        aim: Aim,
        bars: Bars,
        ask: Phrase,
        stops: Sequence[int],
    ) -> tuple[Quantity, Phrase]:
        """The query turns to one address after the other, and the scores follow; returns the last
        table and the label of its query."""
        i = ValueTracker(aim.i)
        picture = VGroup(plane, aim, bars)

        def follow(_: VGroup | None = None) -> None:
            table = REFERENCE.textbook.parabola(i=i.get_value())
            aim.at(table)
            bars.show(table.scores, int(table.winner))

        self.play(FadeOut(ask), run_time=theme.QUICK)
        picture.add_updater(follow)
        self.add(picture)
        for stop in stops:
            far = abs(stop - i.get_value()) > len(plane.dots) / 2
            self.play(i.animate.set_value(stop), run_time=2 if far else 1)
            self.wait(theme.QUICK)
        picture.clear_updaters()
        follow()
        table = REFERENCE.textbook.parabola(i=stops[-1])
        ask = asked(table)
        self.play(FadeIn(ask), run_time=theme.QUICK)
        return table, ask


def asked(table: Quantity) -> Phrase:
    """The query's two numbers, beside its arrow."""
    return formula("Query(q = (i, {}) = ({}, {}))", table.query[1], *table.query).put(*ASK)


def score_bars(scores: Quantity, table: Quantity) -> Bars:
    """Scores as quiet bars with a fixed step, the winner of `table` in gold at the top."""
    bars = Bars(
        scores, spec="{:.0f}", names=table.addresses, unit=UNIT, color=theme.DIM,
        corner=(LEFT, FOOT), width=WIDTH, height=TOP - FOOT,
    )  # fmt: skip
    return bars.show(scores, int(table.winner))


def less_square(bars: Bars, table: Quantity, shown: int) -> Bars:
    """The bars again, i² taken off each number; the first `shown` keys count, the others dim."""
    rest = score_bars(table.below_top, table)
    for part in (rest.numbers, rest.names):
        part[shown:].set_color(theme.DIM)
    rest.bars[shown:].set_fill(theme.FAINT)
    return rest


class Algebra(VGroup):
    """The scores' formula above the bars, and the squared distances below them."""

    def __init__(self, bars: Bars, table: Quantity) -> None:
        self.product = formula("Query(q) dot Key(k_j) = 2 Query(i) j - j^2", size=theme.SCRIPTED)
        self.square = formula("= Query(i)^2 - (Query(i) - j)^2", size=theme.SCRIPTED)
        self.product.put(*FORMULA)
        self.square.put(self.product[3].get_left()[0], FORMULA[1] - LINE)
        self.distances = VGroup()
        for j, distance in enumerate(table.distances):
            mark = number(distance, size=theme.SMALL)
            self.distances.add(mark.put(bars.center(j), FOOT - 1.0, align=0))
        self.head = formula("(Query(i) - j)^2", size=theme.SCRIPTED).put(
            LEFT - 0.1, FOOT - 1.0, align=1
        )
        self.best = int(table.winner)
        super().__init__(self.product, self.square, self.distances, self.head)

    def multiply_out(self) -> Animation:
        """The product of query and key."""
        return Write(self.product)

    def complete_the_square(self) -> Animation:
        """The same, written around i."""
        return Write(self.square)

    def list_distances(self) -> Animation:
        """Each key's squared distance, below its bar."""
        return AnimationGroup(FadeIn(self.head), LaggedStart(*map(FadeIn, self.distances)))

    def mark_gap(self) -> Animation:
        """Zero at the address asked for; nothing else comes nearer than its neighbours."""
        colors = {0: theme.WINNER, 1: theme.INK}
        marks = enumerate(self.distances)
        return AnimationGroup(
            *(m.animate.set_color(colors.get(abs(j - self.best), theme.DIM)) for j, m in marks)
        )
