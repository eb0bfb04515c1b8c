"""Scene 4. Why two numbers are enough for an address."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    PI,
    UP,
    AnimationGroup,
    DashedLine,
    FadeIn,
    FadeOut,
    LaggedStart,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    Write,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s4_parabola_keys.head_rows import HeadRows
from manim_project.scenes.s4_parabola_keys.key_heights import KeyHeights
from manim_project.scenes.s4_parabola_keys.key_lead import KeyLead, SharpWeights, lead_bracket
from manim_project.scenes.s4_parabola_keys.key_table import KeyTable
from manim_project.scenes.s4_parabola_keys.parabola import Aim, KeyParabola, Pose
from manim_project.scenes.s4_parabola_keys.score_bars import ScoreBars
from manim_project.stage import FirstCut

SQUARE = 0.3 * theme.TALL  # equal units: a right angle is one
UPRIGHT = Pose(origin=(-5.35, 2.05 * theme.TALL), units=(SQUARE, SQUARE))
LINE = Pose(origin=(-6.1, -0.95 * theme.TALL), units=(0.46, 0.46))  # while keys have one number
WINDOW = (-2.0, 12.0, -16.3, 1.0)
ASK = (0.22, -0.13)  # from the arrow's tip to the query's numbers
ROWS = (-2.02 * theme.TALL, -2.66 * theme.TALL)  # baselines of addresses and scores below the bars
ZERO, UNIT = theme.tall(-1.5, 0.75)  # height of the zero line, and of a step of score
TURNED: dict[str, Any] = {"origin": (-4.9, ZERO), "units": (0.51, 0.51)}  # with q upright
SMALLER: dict[str, Any] = {"origin": (-5.0, ZERO), "units": (0.285, 0.285)}  # the same, at last
FIVE: dict[str, Any] = {"left": -4.7, "width": 10.8, "rows": ROWS, "unit": UNIT}
FORMULA_LINE = 2.25 * theme.TALL
CANCEL_LINES = theme.tall(-0.2, -1.05)  # baselines below the middle of five hanging bars
NESTED = 0.8  # size of a formula whose exponents have exponents
EIGHT: dict[str, Any] = {"left": -4.7, "width": 10.8, "rows": ROWS, "floor": ZERO}
LEVEL, STEP = theme.tall(1.65, 0.65)  # zero line and unit of eight bars
TOUR = (2, 0, 1, 2, 3, 4, 5, 6, 7, 3)  # the addresses that are asked for
MEANINGS = {
    "depth": "how high the stack is",
    "one": "always one",
    "stack_key": "how high it was put",
    "stack_key²": "its square",
    "tie": "a hair if newer",
}


class ParabolaKeys(FirstCut):
    """Every address is a point on one parabola; asking for one is a direction."""

    question = "Can two numbers be an address?"

    def construct(self) -> None:
        five = REFERENCE.textbook.sharpening()
        table = REFERENCE.textbook.parabola(len(five.addresses), five.target)
        plane, listing = KeyParabola(table, UPRIGHT, WINDOW), KeyTable(table)
        with self.beat(
            "With one number each, the largest key wins: ask for {}, get {}.",
            *(table.i, table.addresses[-1]),
        ):
            plane.lay(LINE)
            self.play(plane.appear(), listing.list_first())
            self.play(listing.score_first())
            self.play(listing.mark_largest(), plane.crown(-1))

        with self.beat("A second number bends the line of keys into a parabola."):
            self.play(listing.forget(), plane.rise())
            self.play(plane.sink(), listing.list_second())
            self.play(plane.join())

        aim, product = Aim(plane), listing.by_hand()
        ask = formula("Query(q = (i, {}) = ({}, {}))", table.query[1], *table.query)
        ask.scale(theme.SCRIPTED / theme.FORMULA).put(*(aim.tip()[:2] + ASK))
        with self.beat(
            "Ask with a direction, ({}, {}): now key {} has the top score.",
            *(*table.query, table.winner),
        ):
            self.play(aim.point_up(), FadeIn(ask))
            self.play(listing.score())
            self.play(listing.crown(), plane.crown(int(table.winner)), FadeIn(product))

        first, last = keys_by_score(table)[0]
        with self.beat(
            "Square to q, a line has one score: keys {} and {} both get {}.",
            *(table.addresses[first], table.addresses[last], table.scores[first]),
        ):
            self.play(aim.lay())
            self.play(listing.light([first, last]))

        heights = self.push(aim, listing, product, ask, table)
        bars = ScoreBars(
            table.scores, table.addresses, table.winner, zero=ZERO, **FIVE,
            heads=(letter("Key(j)"), letter("Query(q) dot Key(k)")),
        )  # fmt: skip
        with self.beat("Spaced evenly: an upside-down parabola, with its top at {}.", table.winner):
            self.play(FadeOut(aim, heights.meaning))
            self.play(heights.become(bars, plane))
        self.take_away(bars, plane.curve, table, five)

    def push(
        self, aim: Aim, listing: KeyTable, product: Phrase, ask: Phrase, table: Quantity
    ) -> KeyHeights:
        """The plane turns until q is upright, and the line rises from key to key."""
        first, *others = keys_by_score(table)
        turned, stretched = turned_upright(table, TURNED)
        plane = aim.plane
        with self.beat(
            "Turn q upright, push the line up: it leaves key {} last, the top score.", table.winner
        ):
            self.play(listing.leave(), FadeOut(product, aim.score, ask))
            self.play(FadeOut(plane.first_axis, plane.second_axis), aim.turn(turned), run_time=1.6)
            self.play(aim.turn(stretched))
            heights = KeyHeights(plane, ROWS)
            upright = formula("Query(q = ({}, {}))", *table.query, size=theme.SCRIPTED)
            aim.add(upright.put(*(aim.tip()[:2] + ASK)))
            self.play(FadeIn(upright, aim.score, heights.frame), heights.reach(first))
            for (before, *_), keys in pairwise([first, *others]):
                self.play(aim.push(before, keys[0]))
                self.play(heights.reach(keys))
        return heights

    def take_away(self, bars: ScoreBars, curve: VMobject, table: Quantity, five: Quantity) -> None:
        """The algebra of the bars, and what is left of them without i²."""
        algebra = Algebra(bars, table)
        with self.beat("Why 2j? It completes a square: each score is i² less (i−j)²."):
            self.play(FadeOut(curve), Write(algebra.steps[0]))
            for step in algebra.steps[1:]:
                self.play(Write(step))
            self.play(algebra.fill_up())

        hung = ScoreBars(
            five.scores, five.addresses, five.target, **FIVE,
            zero=bars.height_at(float(table.square)), heads=(letter("Key(j)"), Phrase("score $s$")),
        )  # fmt: skip
        with self.beat("Take away i²: no weight changes, and here are the first scene’s scores."):
            self.play(algebra.take_away(bars, hung))
            self.play(FadeIn(algebra.cancel))
        self.generalise(VGroup(hung, algebra.rest, algebra.cancel), table)

    def generalise(self, hung: VGroup, table: Quantity) -> None:
        """Every address, the weights of the machine, and what a lead of one is worth."""
        sweep = Sweep(TOUR[0])
        with self.beat(
            "Whatever the address, however many keys: the right one leads by {}.",
            REFERENCE.textbook.parabola(i=TOUR[-1]).gap,
            loops=True,
        ):
            self.play(FadeOut(hung), run_time=theme.QUICK)
            self.play(FadeIn(sweep))
            for start, end in pairwise(TOUR):
                self.play(sweep.turn(start, end))

        rows = HeadRows(REFERENCE.machine.head("read.top"), MEANINGS, table.gap)
        with self.beat(
            "In the machine, the same: {} weights make each number, most are zero.",
            REFERENCE.machine.size.width,
        ):
            self.play(FadeOut(sweep), run_time=theme.QUICK)
            self.play(rows.appear(), run_time=2)

        lead = KeyLead(KeyParabola(table, turned_upright(table, SMALLER)[1], WINDOW), ROWS)
        sharp = SharpWeights(table, ROWS, ZERO)
        near, far = keys_by_score(table)[-2]
        with self.beat(
            "Keys {} and {} lie {} lower: a sharp softmax leaves them exactly {:.1f}.",
            *(table.addresses[near], table.addresses[far], table.gap, sharp.loser),
        ):
            self.play(FadeOut(rows), run_time=theme.QUICK)
            self.play(lead.stand())
            self.play(lead.draw(0))
            self.play(lead.draw(1))
            self.play(lead.measure())
            self.play(FadeIn(sharp))
        self.conclude(
            "Two numbers do: on a parabola, the right key always leads by {}.",
            table.gap,
            show=lead.stress(),
        )


def turned_upright(table: Quantity, place: dict[str, Any]) -> tuple[Pose, Pose]:
    """The plane turned until the query points up; and stretched until a step of score is a UNIT."""
    i, one = value_of(table.query)
    turned = Pose(**place, angle=PI / 2 - float(np.arctan2(one, i)), foot=ROWS[0] + 0.14)
    return turned, replace(turned, stretch=UNIT * float(table.length) / place["units"][0])


def letter(markup: str) -> Phrase:
    """A symbol beside the bars."""
    return formula(markup, size=theme.SCRIPTED)


def keys_by_score(table: Quantity) -> list[list[int]]:
    """The keys in the order in which a line pushed along the query leaves them."""
    scores = value_of(table.scores)
    return [np.flatnonzero(scores == score).tolist() for score in np.unique(scores)]


class Algebra(VGroup):
    """The scores' formula above the bars, and what each bar lacks to i²."""

    def __init__(self, bars: ScoreBars, table: Quantity) -> None:
        y = bars.height_at(float(table.square))
        self.steps = VGroup(
            formula(
                "Query(q) dot Key(k) = Query(i) dot Key(2 j) + Query({}) dot Key((-j^2))",
                table.query[1],
            ),
            formula("= Key(2) Query(i) Key(j) - Key(j^2)"),
            formula("= Query(i^2) - (Query(i) - Key(j))^2"),
        )
        self.steps.arrange(buff=0.23).set_x(0)
        for step in self.steps:
            step.on(FORMULA_LINE)
        left, right = (end[0] for end in bars.zero.get_start_and_end())
        hue = theme.shape(theme.QUERY)
        self.level = VGroup(
            DashedLine([left, y, 0], [right, y, 0], color=hue, stroke_width=2.5),
            bars.beside(formula("Query(i^2 = {})", table.square, size=theme.SCRIPTED), y - 0.13),
        )
        self.gaps, self.less = VGroup(), VGroup()
        for j, (score, less) in enumerate(zip(table.scores, table.below_top, strict=True)):
            low = bars.height_at(float(score))
            gap = Rectangle(stroke_color=theme.DIM, stroke_width=2)
            self.gaps.add(gap.set_points_as_corners(bars.span(j, low, y)))
            text = number(less).in_box(np.array([bars.center(j), (low + y) / 2, 0.0]))
            self.less.add(bars.numbers[j] if low == y else text)  # the best lacks nothing
        self.rest = formula("s = Query(q) dot Key(k) - Query(i^2) = -(Query(i) - Key(j))^2")
        self.rest.put(bars.zero.get_x(), FORMULA_LINE, align=0)
        same = "e^s = e^(Query(q) dot Key(k)) \\/ e^(Query(i^2))"
        words = Words("one divisor for all: softmax cancels it", color=theme.DIM)
        self.cancel = VGroup(formula(same, size=NESTED), words)
        for text, line in zip(self.cancel, CANCEL_LINES, strict=True):
            text.put(bars.zero.get_x(), line, align=0)
        super().__init__(self.steps, self.level, self.gaps)

    def fill_up(self) -> Animation:
        """The level i², and what is missing to it, column by column."""
        pairs = zip(self.gaps, self.less, strict=True)
        columns = (FadeIn(gap, less) for gap, less in pairs if gap.height)
        return LaggedStart(FadeIn(self.level), *columns, lag_ratio=0.4, run_time=2)

    def take_away(self, bars: ScoreBars, hung: ScoreBars) -> Animation:
        """The level becomes the zero line; from it hangs what was missing."""
        change = AnimationGroup(FadeOut(self.steps, self.level), FadeIn(self.rest))
        return AnimationGroup(change, bars.become(hung, self.gaps, self.less), run_time=1.6)


class Sweep(VGroup):
    """The scores of eight keys less i², and below the best, across all columns, a lead of one."""

    def __init__(self, i: int) -> None:
        table = REFERENCE.textbook.parabola(i=i)
        self.bars = ScoreBars(
            table.below_top, table.addresses, table.winner, zero=LEVEL, unit=STEP, **EIGHT,
            heads=(letter("Key(j)"), Phrase("score $s$")),
        )  # fmt: skip
        left, right = self.bars.zero.get_start_and_end()
        low = self.bars.height_at(float(table.below_top[int(table.runner_up)]))
        drop = (low - LEVEL) * UP
        self.band = VGroup(
            DashedLine(left + drop, right + drop, color=theme.WINNER, stroke_width=2.5),
            lead_bracket(left[0] - 0.1, low, LEVEL, table.gap, side=-1),
        )
        self.ask = Words("ask for {:.0f}", table.i, color=theme.QUERY)
        super().__init__(self.bars, self.band, self.ask)
        self.at(i)

    def at(self, i: float) -> None:
        """Draw the bars for address `i`, or for a place between two."""
        table = REFERENCE.textbook.parabola(i=i)
        self.bars.show(table.below_top, int(table.winner))
        self.ask.say("ask for {:.0f}", table.i).put(self.bars.center(i), LEVEL + 0.25, align=0)

    def turn(self, start: int, end: int) -> Animation:
        """From one address to another."""
        return UpdateFromAlphaFunc(
            self,
            lambda _, alpha: self.at(start + alpha * (end - start) if alpha < 1 else end),
            run_time=0.7 if abs(end - start) > 1 else 0.4,
        )
