"""Scene 4. Why two numbers are enough for an address: the tangent rolls."""

import math
from itertools import count
from typing import Any

import numpy as np
from manim import DOWN, FadeIn, FadeOut, LaggedStart, VGroup

from manim_project import theme
from manim_project.mobjects.layout import below, fit_within
from manim_project.mobjects.light import Light
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region, stage_region
from manim_project.mobjects.text import Words, formula
from manim_project.mobjects.weight_rows import WeightRows
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s4_parabola_keys.key_curve import BEYOND
from manim_project.scenes.s4_parabola_keys.losses import Losses
from manim_project.scenes.s4_parabola_keys.number_pairs import (
    key_pair,
    key_score,
    product_line,
    row_over,
)
from manim_project.scenes.s4_parabola_keys.rolling_keys import RollingKeys
from manim_project.scenes.s4_parabola_keys.sharpness import Sharpness
from manim_project.stage import Stage

LAW = 0.75 * theme.TALL  # em of the formula of all scores
EIGHTH = math.pi / 4  # the camera's turn: the parabola's keys then lie wide, not deep
LOW = 1.0 * theme.TALL  # room for what stands below the last key
FIVE, ASKED = 5, 3  # keys, and the address asked for
SEVEN = 7  # keys, when the camera has drawn back
BEFORE = -6.0  # the score at which the sweep line sets out, below all keys'
RUN = REFERENCE.machine.run("gcd")  # its stack is three high at times
TOP = "read.top"  # the head that looks for the top of the stack
MEANINGS = {
    "depth": "address asked",
    "one": "always",
    "stack_key": "own address",
    "stack_key²": "its square",
    "tie": "age",
}


def first_asker(address: int) -> int:
    """The first position of the run at which the head asks for an address."""
    start = int(RUN.prompt_length)
    return next(p for p in count(start) if float(RUN.look(TOP, p).query[0]) == address)


class ParabolaKeys(Stage):
    """From a line of keys to the rolling tangent, and to the machine's own weights."""

    question = "Can {:words} numbers be an address?"
    asked = (REFERENCE.textbook.parabola().keys.shape[1],)

    def construct(self) -> None:
        table = REFERENCE.textbook.parabola(FIVE, ASKED)
        keys = np.asarray(value_of(table.keys))
        inner = stage_region().inset(theme.APART)
        _, high = inner.cut(DOWN, LOW)
        hero = Plane.fitting(high, [*keys, (-1, 1), (2, 2), keys[-1] + (3, 1)], EIGHTH)
        curve = RollingKeys(table, Plane.fitting(inner.inset(theme.GAP), keys * (1, 0), place=DOWN))
        curve.tilt_to(60, FIVE - 1).unname()

        with self.beat("On a line, only the ends can win."):
            self.play(FadeIn(curve.edge, curve.keys), run_time=theme.QUICK)
            self.play(curve.search(60, run_time=1))
            self.play(curve.name_keys(), run_time=theme.QUICK)
            self.play(curve.rock([60, 120], leg=0.6))

        with self.beat("Sink each key by its square."):
            self.play(curve.tilt([(120, 0), (90, 0)], run_time=0.4))
            self.wait(0.3)
            self.play(curve.ask(0.0), run_time=theme.QUICK)
            self.add(curve.depths, curve)
            self.play(curve.sink(inner, run_time=1.3))
            pairs = VGroup(*(key_pair(curve, table.keys[j], j) for j in range(1, FIVE)))
            self.play(LaggedStart(*map(FadeIn, pairs), lag_ratio=0.3, run_time=0.5))

        with self.beat("Bent, every key gets its turn.", hold=0.6):
            self.remove(curve.depths)
            self.play(FadeOut(pairs), run_time=theme.QUICK)
            self.play(curve.go(hero, 0, 0.9, range(FIVE), FIVE - 1 + BEYOND, keep=True))
            glow = curve.spread_fan().glow()
            self.bring_to_back(glow)
            self.play(FadeIn(glow), curve.ask(1.0), run_time=theme.QUICK)
            self.play(curve.tell_query(), run_time=0.2)
            self.play(curve.roll([0, 1, 2, 3, 4], move=0.7, rest=0.15, fan=True))

        self.number(curve)
        self.sweep(curve)
        self.lose(curve, glow)
        self.write()
        self.draw_back(hero, high)

    def number(self, curve: RollingKeys) -> None:
        """Half-way between two keys the line lies on both; and what a key's two numbers are."""
        with self.beat("Halfway, {:words} keys tie.", *self.asked):
            self.play(FadeOut(curve.fan), run_time=theme.QUICK)
            curve.remove(curve.fan)
            self.play(curve.roll([4, 2.5], move=0.8, rest=0.1))
        table = curve.table
        score = table.scores[ASKED]
        with self.beat("Multiply, add: the score is {:words}.", score):
            self.play(curve.roll([2.5, ASKED], move=0.6, rest=0.1))
            self.pair = key_pair(curve, table.keys[ASKED], ASKED)
            self.play(FadeIn(self.pair), run_time=theme.QUICK)
            line = product_line(table.query, table.keys[ASKED], score, theme.KEY)
            self.sum = fit_within(line, self.under_the_curve())
            self.play(LaggedStart(*map(FadeIn, self.sum), lag_ratio=0.3, run_time=1))

    def under_the_curve(self) -> Region:
        """Room in the lower left of the hero's picture."""
        low, _ = stage_region().split_rows(2)[::-1]
        left, _ = low.split_columns(2)
        return left.inset(theme.GAP)

    def sweep(self, curve: RollingKeys) -> None:
        """All scores, as the line comes along the query."""
        table = curve.table
        with self.beat("Both neighbours tie, one point behind."):
            self.play(FadeOut(self.pair, self.sum), curve.set_back(), run_time=theme.QUICK)
            curve.line.at_score(curve.plane, table.query, BEFORE)
            self.play(curve.show_line(1.0), run_time=theme.QUICK)
            told = enumerate(table.scores)
            self.scores = VGroup(*(key_score(curve, score, j) for j, score in told))
            self.play(curve.sweep(self.scores, BEFORE, run_time=2))
            name = below(Words("score", size=theme.BODY, color=theme.DIM), self.scores[0])
            self.play(FadeIn(name), run_time=0.2)
            self.scores.add(name)

    def lose(self, curve: RollingKeys, glow: Light) -> None:
        """With the query upright, the keys hang by what they lose: a square each."""
        stage, table = stage_region(), curve.table
        losses = Losses(stage, FIVE, ASKED)
        with self.beat("Depth below the line is score lost."):
            gone = FadeOut(self.scores, glow), curve.tell_query(0.0)
            self.play(*gone, run_time=theme.QUICK)
            keys = np.asarray(value_of(table.keys))
            tip = (3 * ASKED, 1 - ASKED**2)
            upright = math.pi / 2 - math.atan2(1, ASKED)
            turned = Plane.fitting(stage.inset(2.5 * theme.APART), [*keys, tip], upright)
            self.play(curve.go(turned, ASKED, 1.1, (), FIVE - 1))
            self.play(curve.drop())
            self.play(curve.settle(losses.feet(), losses.names, run_time=1))
            self.remove(curve)
            self.add(curve.depths, losses, curve.edge, curve.keys)
            self.play(losses.hang(run_time=0.4))
            scores = self.over(losses, table.scores, "score")
            self.play(FadeIn(scores), run_time=theme.QUICK)

        near, far = ASKED - 1, ASKED - 2
        lost = [q for j in (near, far) for q in (table.misses[j], table.distances[j])]
        told = "Miss by {:words}, lose {:words}. Miss by {:words}, lose {:words}."
        with self.beat(told, *lost):
            self.remove(curve.depths)
            self.play(FadeOut(curve.keys, curve.edge, scores), run_time=theme.QUICK)
            self.play(losses.reform(run_time=1.4))
            self.play(losses.grow(run_time=0.8))
            law = formula('"lost" = "away"^2', size=LAW)
            away = self.over(losses, table.misses, "keys away")
            fit_within(law, losses.below_the_right())
            self.play(FadeIn(away, law), run_time=theme.QUICK)

        with self.beat("A lead of one is enough."):
            sharpness = Sharpness(losses, stage)
            self.play(FadeOut(losses.asker, law, away), run_time=theme.QUICK)
            losses.remove(losses.asker)
            self.play(sharpness.appear(), run_time=theme.QUICK)
            self.play(sharpness.sharpen(run_time=2.6))

    def over(self, losses: Losses, quantities: Any, name: str) -> VGroup:
        """A number over each key's place at the ceiling."""
        return row_over(quantities, name, ASKED, losses.xs, losses.ceiling + theme.NEAR)

    def write(self) -> None:
        """The machine's own weights, and what they make of an address."""
        with self.beat("Weights written, not learned."):
            head = REFERENCE.machine.head(TOP)
            room = stage_region().inset(theme.NEAR)
            rows = self.rows = WeightRows(RUN, head, first_asker(ASKED), MEANINGS, room)
            self.play(FadeOut(*self.mobjects), run_time=theme.QUICK)
            self.play(rows.appear())
            self.play(rows.light_up())
            self.play(rows.tell())

    def draw_back(self, hero: Plane, room: Region) -> None:
        """More keys than five, and the line finds each."""
        table = REFERENCE.textbook.parabola(SEVEN, ASKED)
        curve = RollingKeys(table, hero, bend=1).roll_to(ASKED)
        keys = np.asarray(value_of(table.keys))
        far = Plane.fitting(room, [*keys, (-1, 1), (2, 2), keys[-1] + (3, 1)], EIGHTH)
        with self.beat("{:Words} numbers are enough to find one key.", *self.asked, bold=True):
            self.play(FadeOut(self.rows), run_time=theme.QUICK)
            self.play(FadeIn(curve), run_time=0.5)
            self.play(curve.go(far, ASKED, 0.9, range(SEVEN), curve.end))
            glow = curve.spread_fan().glow()
            self.bring_to_back(glow)
            self.play(FadeIn(glow), curve.tell_query(), run_time=theme.QUICK)
            self.play(curve.roll([ASKED, SEVEN - 1], move=1.2, rest=0.1, fan=True))
