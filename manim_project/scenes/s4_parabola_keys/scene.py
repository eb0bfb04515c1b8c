"""Scene 4. Why two numbers are enough for an address: the tangent rolls."""

import math

import numpy as np
from manim import DOWN, RIGHT, FadeIn, FadeOut, LaggedStart

from manim_project import theme
from manim_project.mobjects.layout import fit_within
from manim_project.mobjects.light import Light
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import stage_region
from manim_project.mobjects.text import formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s4_parabola_keys.losses import Losses
from manim_project.scenes.s4_parabola_keys.number_pairs import (
    product_line,
    query_pair,
    score_row,
    walk_to_each,
)
from manim_project.scenes.s4_parabola_keys.right_angle import RightAngle
from manim_project.scenes.s4_parabola_keys.rolling_keys import RollingKeys
from manim_project.scenes.s4_parabola_keys.sharpness import Sharpness
from manim_project.scenes.s4_parabola_keys.weight_rows import WeightRows
from manim_project.stage import Stage

LAW = 0.75 * theme.TALL  # em of the formula of all scores
EIGHTH = math.pi / 4  # the camera's turn: the parabola's keys then lie wide, not deep
FIVE, ASKED = 5, 3  # keys, and the address asked for
RUN = REFERENCE.machine.run("three_plus_five")
ASKER = 37  # the position of a token that asks for the top of the stack, at height two
MEANINGS = {
    "depth": "address asked",
    "one": "always",
    "stack_key": "own address",
    "stack_key²": "its square",
    "tie": "tie-breaker",
}


class ParabolaKeys(Stage):
    """From a line of keys to the rolling tangent, and to the machine's own weights."""

    question = "Can {:words} numbers be an address?"
    asked = (REFERENCE.textbook.parabola().keys.shape[1],)

    def construct(self) -> None:
        table = REFERENCE.textbook.parabola(FIVE, ASKED)
        keys = np.asarray(value_of(table.keys))
        inner = stage_region().inset(theme.APART)
        hero = Plane.fitting(inner, [*keys, (0, 1), (2, 2)], EIGHTH)
        curve = RollingKeys(table, Plane.fitting(inner.inset(theme.GAP), keys * (1, 0), place=DOWN))
        curve.tilt_to(60, FIVE - 1).unname()

        with self.beat("On a line, only the ends can win."):
            self.play(FadeIn(curve.edge, curve.keys), run_time=theme.QUICK)
            self.play(curve.search(60, run_time=1))
            self.play(curve.name_keys(), run_time=theme.QUICK)
            self.play(curve.rock([60, 120], leg=0.7))

        with self.beat("Bend it, and every key gets its turn."):
            self.play(curve.tilt([(120, 0), (90, 0)], run_time=0.4))
            self.wait(0.3)
            self.play(curve.sink(inner, run_time=1.5))
            self.play(curve.go(hero, 0, 0.9, range(FIVE), curve.end, keep=True))
            glow = curve.spread_fan().glow()
            self.bring_to_back(glow)
            self.play(FadeIn(glow), run_time=theme.QUICK)
            self.play(curve.roll([0, 1, 2, 3, 4], move=0.7, rest=0.12, fan=True))

        self.number(curve, glow)
        glow = self.stand_square(curve)
        self.lose(curve, glow)

        with self.beat("Written, not learned."):
            head = REFERENCE.machine.head("read.top")
            rows = WeightRows(RUN, head, ASKER, MEANINGS, stage_region().inset(theme.NEAR))
            self.play(FadeOut(*self.mobjects), run_time=theme.QUICK)
            self.play(rows.appear())
            self.play(rows.light_up())
            self.play(rows.tell())

        curve = RollingKeys(table, hero, bend=1).spread_fan().roll_to(0)
        with self.beat("{:Words} numbers are enough to find one key.", *self.asked, bold=True):
            self.play(FadeOut(rows), run_time=theme.QUICK)
            self.play(FadeIn(curve.glow(), curve), run_time=0.6)
            self.play(curve.roll([0, 4, ASKED], move=0.6, rest=0.1, fan=True))

    def number(self, curve: RollingKeys, glow: Light) -> None:
        """Half-way between two keys the line lies on both; and what the two numbers are."""
        with self.beat("Halfway, {:words} keys tie.", *self.asked):
            self.play(FadeOut(curve.fan), run_time=theme.QUICK)
            curve.remove(curve.fan)
            self.play(curve.roll([4, 2.5], move=0.7, rest=0.1))
            tie = query_pair(curve, REFERENCE.textbook.parabola(FIVE, 2.5))
            self.play(FadeIn(tie), run_time=theme.QUICK)
        with self.beat("Along: twice the address. Down: its square."):
            self.play(FadeOut(tie, glow), run_time=theme.QUICK)
            key = value_of(curve.table.keys[ASKED])
            left, right = stage_region().split_columns(2)
            corners = [(0, 0), key, key + np.array([ASKED, 1])]
            upright = Plane.fitting(left.inset(1.3 * theme.APART), corners)
            self.play(curve.show_line(0.0), run_time=theme.QUICK)
            self.play(curve.go(upright, ASKED, 1, range(ASKED + 1), ASKED))
            walk, self.steps = walk_to_each(curve, curve.table.keys, (2, ASKED))
            self.play(walk)
            score = curve.table.scores[ASKED]
            line = product_line(curve.table.query, curve.table.keys[ASKED], score, theme.KEY)
            self.sum = fit_within(line, right.inset(theme.GAP))
            self.play(LaggedStart(*map(FadeIn, self.sum), lag_ratio=0.3, run_time=1))

    def stand_square(self, curve: RollingKeys) -> Light:
        """The curve's step at a key and the query for it meet at a right angle."""
        left, right = stage_region().split_columns((8, 6), theme.APART)
        corner = np.array([2 * ASKED, -(ASKED**2)])
        ends = np.array([[0.0, 0.0], [ASKED + 0.3, 1.3], [1.0, -ASKED - 0.3]])
        close = Plane.fitting(right.inset(theme.GAP), corner + ends, place=RIGHT)
        with self.beat("They meet at a right angle."):
            self.play(FadeOut(self.steps, self.sum), run_time=theme.QUICK)
            self.play(curve.go(close, ASKED, 0.9, (), FIVE))
            self.play(curve.show_line(1.0), run_time=theme.QUICK)
            glow = curve.glow()
            self.bring_to_back(glow)
            self.angle = RightAngle(REFERENCE.textbook.right_angle(ASKED), close, left)
            self.play(FadeIn(glow), self.angle.draw())
            self.play(self.angle.multiply())
        return glow

    def lose(self, curve: RollingKeys, glow: Light) -> None:
        """With the query upright, the keys hang by what they lose: a square each."""
        stage, table = stage_region(), curve.table
        losses = Losses(stage, FIVE, ASKED)
        with self.beat("Depth below the line is score lost."):
            self.play(self.angle.leave(), FadeOut(glow))
            keys = np.asarray(value_of(table.keys))
            tip = (3 * ASKED, 1 - ASKED**2)
            upright = math.pi / 2 - math.atan2(1, ASKED)
            turned = Plane.fitting(stage.inset(2.5 * theme.APART), [*keys, tip], upright)
            self.play(curve.go(turned, ASKED, 1.1, (), FIVE - 1))
            self.play(curve.drop())
            self.play(curve.settle(losses.feet(), losses.names, run_time=1))
            self.remove(curve)
            self.add(curve.depths, losses, curve.edge, curve.keys)
            self.play(losses.hang(run_time=0.5))
            scores = score_row(table, losses.xs, losses.ceiling + theme.NEAR)
            self.play(FadeIn(scores), run_time=theme.QUICK)

        near, far = ASKED - 1, ASKED - 2
        lost = [q for j in (near, far) for q in (table.misses[j], table.distances[j])]
        told = "Miss by {:words}, lose {:words}. Miss by {:words}, lose {:words}."
        with self.beat(told, *lost):
            self.remove(curve.depths)
            self.play(FadeOut(curve.keys, curve.edge, scores), run_time=theme.QUICK)
            self.play(losses.reform(run_time=1.4))
            self.play(losses.pack(run_time=0.8))
            law = formula('"lost" = (Query(i) - Key(j))^2', size=LAW)
            self.play(FadeIn(fit_within(law, losses.over_the_left())), run_time=theme.QUICK)

        with self.beat("A lead of one is enough."):
            sharpness = Sharpness(losses, stage)
            self.play(FadeOut(losses.asker, law), run_time=theme.QUICK)
            losses.remove(losses.asker)
            self.play(sharpness.appear(), run_time=theme.QUICK)
            self.play(sharpness.sharpen(run_time=2.6))
