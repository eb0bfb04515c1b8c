"""Scene 5. From looking at every key to looking at log n of them: a million keys, and a spire."""

import numpy as np
from manim import RIGHT, FadeIn, FadeOut, Succession, VGroup

from manim_project import theme
from manim_project.mobjects.layout import above, column
from manim_project.mobjects.regions import stage_region
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE
from manim_project.scenes.s5_hull_lookup.cards import Cards, Curve
from manim_project.scenes.s5_hull_lookup.fan import Fan
from manim_project.scenes.s5_hull_lookup.levels import Levels
from manim_project.scenes.s5_hull_lookup.rim import Rim
from manim_project.scenes.s5_hull_lookup.spire import AWAY, Doubled, Spire
from manim_project.stage import Stage

HULL = REFERENCE.hull
FEW, ITS = 32, 21  # keys in the small memory, and the address that is asked for
MANY, THEIRS = 1_000_000, 666_666  # at two thirds the cuts go left and right by turns
ROCKS = (105, 28)  # degrees to which the query rocks at the fan
CUTS = (1.0, 0.85, 0.7, 0.6, 0.55)  # seconds of a halving of the cards
PAIR, ROLE = 0.8, 0.7 * theme.TALL  # em of a key's two numbers, and of what a head does


class HullLookup(Stage):
    """The best key for a query is a corner of the keys' hull, and halving finds it."""

    question = "Must attention look at every key?"

    def construct(self) -> None:
        self.stage = stage_region()
        asked = HULL.example()
        rim = Rim(asked, self.stage.inset(theme.APART))
        with self.beat("Only the rim can ever win."):
            self.play(rim.appear())
            self.play(rim.sweep(1.3))
            self.play(rim.win())
            self.wait(0.2)
            self.play(rim.roll(3.0))
            self.play(rim.forget_within(0.4))

        fan = Fan(rim, self.stage)
        with self.beat("Edges turn one way, so the score turns once."):
            self.play(FadeOut(*rim.rest()), run_time=0.5)
            self.clear()  # the fan now has what is left of the rim
            self.add(fan.edges, fan.corners)
            self.play(fan.step_aside(0.6))
            self.play(fan.open(1.8))
            self.play(fan.point_at(rim.angle).ask(0.4))
            start = float(asked.degrees)
            self.play(fan.rock((start, *ROCKS, start), 2.0))
            self.words = fan.words()
            self.play(FadeIn(self.words), run_time=0.3)

        self.blind(fan)
        self.climb()
        self.double()
        self.price()
        self.level()

    def blind(self, fan: Fan) -> None:
        """A memory's keys are all corners; face down, two looks tell which half to keep."""
        found = HULL.in_memory(FEW, ITS)
        curve = Curve(FEW, self.stage.inset(1.5 * theme.APART))
        with self.beat("In memory, every key is on the rim."):
            self.play(FadeOut(fan.arrows, fan.line, fan.query, self.words), run_time=0.4)
            places = np.array([curve.place(j) for j in curve.spread(len(fan.corners))])
            self.play(fan.become(places, 0.7))
            self.play(FadeIn(curve.edge, curve.keys), FadeOut(fan.edges), run_time=0.3)
            self.clear()
            self.add(curve)
            self.play(curve.roll(1.6))

        self.cards = cards = Cards(found, curve, self.stage)
        with self.beat("{} looked at, {} never seen.", found.looks[-1], found.unseen):
            self.play(FadeOut(curve), run_time=0.3)
            self.play(cards.deal(0.9))
            self.play(FadeIn(cards.asker, cards.count), run_time=0.3)
            for t, seconds in enumerate(CUTS):
                self.play(cards.halve(t, seconds))
            self.play(cards.win())
            self.unseen = cards.unseen(self.stage)
            self.play(cards.show_unseen(), FadeIn(self.unseen, run_time=0.5))

    def climb(self) -> None:
        """The hero: a million keys, and twenty cuts."""
        found = HULL.in_memory(MANY, THEIRS)
        self.spire = spire = Spire(found, self.stage)
        with self.beat("{:,} keys, {} looks.", found.count, found.looks[-1]):
            self.play(FadeOut(self.cards.asker, self.cards.count, self.unseen), run_time=0.3)
            self.play(self.cards.shrink(spire.start(), 1.1), spire.spread(1.1))
            self.remove(self.cards)
            self.ground = spire.keys_word(found.count)
            self.play(FadeIn(self.ground), run_time=0.3)
            self.play(FadeIn(spire.looks), run_time=0.2)
            self.play(spire.climb())
            self.play(spire.ignite())
            self.wait(0.4)

    def double(self) -> None:
        """Two million."""
        self.found = found = HULL.in_memory(2 * MANY, THEIRS)
        doubled = Doubled(self.spire, found)
        with self.beat("Twice the keys: one storey more."):
            self.play(FadeOut(self.ground), run_time=0.3)
            self.play(doubled.make_room(0.9))
            self.play(doubled.join(0.7))
            self.ground = self.spire.keys_word(found.count, at_the_right=True)
            self.play(FadeIn(self.ground), run_time=0.3)
            self.play(doubled.cut(1.0))

    def price(self) -> None:
        """What it costs: keys of two numbers, one winner; and it is slow all the same."""
        told = "It needs {:words}-number keys, one winner; native code is faster."
        parts = (number(part, "{:,}", size=PAIR, color=theme.KEY) for part in self.found.key)
        self.key = column([Words("its key", size=ROLE, color=theme.DIM), *parts], theme.APART)
        corner = self.spire.tip() + AWAY * RIGHT
        self.key.shift(corner - (self.key[0].pen + CAPITAL * ROLE / 2 * np.array([0, 1, 0])))
        with self.beat(told, self.found.key.shape[0]):
            self.play(FadeOut(self.spire.looks, self.ground), run_time=0.3)
            self.play(FadeIn(self.key, shift=theme.APART * RIGHT), run_time=0.6)

    def level(self) -> None:
        """The other kind of head needs no search at all; and the answer."""
        levels = Levels(self.spire.free_room())
        picks = Words("picks", size=ROLE).put(0, 0)
        picks.in_box(self.spire.tip()).shift((AWAY + picks.width / 2) * RIGHT)
        with self.beat("One head picks; one head levels, without any search."):
            self.play(FadeOut(self.key), run_time=0.3)
            self.play(levels.rise(0.6))
            self.play(levels.level(1.0))
            names = VGroup(picks, above(Words("levels", size=ROLE), levels, theme.GAP))
            self.play(FadeIn(names), run_time=0.3)
        leave = FadeOut(levels, names, run_time=0.3)
        back = FadeIn(self.spire.looks, self.ground, run_time=0.4)
        answer = "No: {:words} looks rule out half the keys."
        self.conclude(answer, self.found.looks[1], show=Succession(leave, back))
