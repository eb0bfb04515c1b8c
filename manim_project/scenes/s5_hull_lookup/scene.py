"""Scene 5. From looking at every key to looking at log n of them: a million keys, and a spire."""

import numpy as np
from manim import RIGHT, FadeIn, FadeOut, Succession, VGroup, Wait

from manim_project import theme
from manim_project.mobjects.layout import above
from manim_project.mobjects.regions import stage_region
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.scenes.s5_hull_lookup.cards import Cards
from manim_project.scenes.s5_hull_lookup.curve import Curve
from manim_project.scenes.s5_hull_lookup.doubled import Doubled
from manim_project.scenes.s5_hull_lookup.fan import Fan
from manim_project.scenes.s5_hull_lookup.levels import Levels
from manim_project.scenes.s5_hull_lookup.rim import Rim, score_word
from manim_project.scenes.s5_hull_lookup.spire import AWAY, Spire
from manim_project.stage import Stage

HULL = REFERENCE.hull
FEW, ITS = 32, 21  # keys in the small memory, and the address that is asked for
MANY, THEIRS = 1_000_000, 666_666  # at two thirds the cuts go left and right by turns
UPWARDS = (177, 4)  # degrees between which a memory's queries point
CUTS = (1.3, 0.9, 0.75, 0.65, 0.8)  # seconds of a halving of the cards
TOLD = 2  # the one after which the sentence comes
ROLE = 0.6 * theme.TALL  # em of what a head does


class HullLookup(Stage):
    """The best key for a query is a corner of the keys' hull, and halving finds it."""

    question = "Must attention look at every key?"

    def construct(self) -> None:
        self.stage = stage_region()
        asked = HULL.example()
        rim = Rim(asked, self.stage.inset(theme.APART))
        with self.beat("Only the rim can ever win."):
            self.play(rim.appear())
            self.play(rim.sweep(1.1))
            self.play(rim.win())
            self.play(rim.roll(2.3))
            self.play(rim.forget_within(0.4))

        with self.beat("Memory asks upwards: the lower rim can go."):
            self.play(rim.rock((*UPWARDS, float(asked.degrees)), 1.6))
            self.play(rim.fold(0.9))

        self.fan = Fan(rim, self.stage)
        self.heap()
        self.blind()
        self.climb()
        self.double()
        self.level()

    def heap(self) -> None:
        """The rim's edges open like a fan; on end, they make a hill of the scores."""
        fan = self.fan
        with self.beat("Edges turn one way: the scores make one hill."):
            self.clear()  # the fan has what is left of the rim
            self.add(fan)
            self.play(fan.step_aside(0.6))
            self.play(fan.lift_off(1.4))
            self.play(fan.ask(0.4))
            self.play(fan.turn(0.8))
            words = fan.words()
            self.play(FadeIn(words), run_time=0.3)
            self.wait(0.4)
            self.play(FadeOut(words), run_time=0.2)
            self.up = score_word(self.stage)
            come = FadeIn(self.up, run_time=0.3)
            self.play(fan.heap(1.5), Succession(Wait(0.6), come))

    def blind(self) -> None:
        """A memory's keys are all corners; face down, two looks tell which half to keep."""
        fan, found = self.fan, HULL.in_memory(FEW, ITS)
        curve = Curve(FEW, self.stage.inset(1.5 * theme.APART), fan.query)
        with self.beat("In memory, every key is on the rim."):
            self.play(fan.clear_away(0.3), FadeOut(self.up, run_time=0.3))
            places = np.array([curve.place(j) for j in curve.spread(len(fan.corners))])
            self.play(fan.spread_to(places, curve.asker(0), 0.7))
            self.play(FadeIn(curve.edge, curve.keys), FadeOut(fan.edges), run_time=0.3)
            self.clear()
            self.add(curve, fan.query)
            self.play(curve.roll(1.4))

        self.cards = cards = Cards(found, curve, self.stage)
        with self.beat("{:Words} neighbours tell which half is uphill.", found.looks[1]):
            self.play(curve.let_go(0.3))
            self.remove(curve)
            self.add(curve.edge)
            self.play(cards.deal(0.9))
            self.remove(curve.edge)
            self.play(FadeIn(cards.count, self.up), run_time=0.2)
            for t, seconds in enumerate(CUTS):
                self.play(cards.halve(t, seconds))
                if t == TOLD:
                    self.say()
            self.words = VGroup(cards.nothing_new(), cards.unseen())
            self.play(FadeIn(self.words[0]), run_time=0.3)
            self.play(cards.win(), FadeIn(self.words[1]), run_time=0.4)

    def climb(self) -> None:
        """The hero: a million keys, and twenty cuts."""
        found, cards = HULL.in_memory(MANY, THEIRS), self.cards
        self.spire = spire = Spire(found, self.stage)
        told = "After {:words} halvings, only one key is left."
        with self.beat(told, found.cuts[-1]):
            leave = (self.fan.query, self.up, cards.count, cards.tally, self.words)
            self.play(FadeOut(*leave), run_time=0.3)
            self.play(cards.shrink(spire.start(), 1.0), spire.spread(1.0))
            self.remove(cards)
            self.ground = spire.keys_word(found.count)
            self.play(FadeIn(self.ground, spire.looks), run_time=0.3)
            self.play(spire.climb())
            self.play(spire.ignite())

    def double(self) -> None:
        """Two million."""
        found = HULL.in_memory(2 * MANY, THEIRS)
        self.doubled = doubled = Doubled(self.spire, found)
        with self.beat("Twice the keys: one storey more."):
            self.play(FadeOut(self.ground), run_time=0.3)
            self.play(doubled.make_room(0.8))
            self.play(doubled.join(0.6))
            self.ground = self.spire.keys_word(found.count, at_the_right=True)
            self.play(FadeIn(self.ground), run_time=0.3)
            self.play(doubled.cut(0.9))

    def level(self) -> None:
        """The other kind of head needs no search at all; and the answer."""
        spire = self.spire
        levels = Levels(spire.free_room())
        picks = Words("picks one key", size=ROLE).put(0, 0)
        picks.in_box(spire.tip()).shift((AWAY + picks.width / 2) * RIGHT)
        with self.beat("One head picks, one head levels without a search."):
            self.play(FadeOut(spire.looks, self.ground), run_time=0.3)
            self.play(FadeIn(picks, run_time=0.3), levels.rise(0.6))
            self.play(levels.level(0.9))
            evens = above(Words("levels all values", size=ROLE), levels, theme.GAP)
            self.play(FadeIn(evens), run_time=0.3)
        leave = FadeOut(levels, picks, evens, run_time=0.3)
        back = FadeIn(spire.looks, self.ground, run_time=0.3)
        answer = "No: {:words} looks rule out half the keys."
        show = Succession(leave, back, self.doubled.again(1.5))
        self.conclude(answer, HULL.in_memory(2 * MANY, THEIRS).looks[1], show=show)
