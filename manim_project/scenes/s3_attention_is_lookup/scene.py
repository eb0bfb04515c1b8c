"""Scene 3. The same formula blends, or reads."""

import numpy as np
from manim import (
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    FadeOut,
    LaggedStart,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import below, beside, in_box, row
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.regions import stage_region
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import value_of
from manim_project.scenes.s3_attention_is_lookup import multiplier
from manim_project.scenes.s3_attention_is_lookup.cast import ALONE, BOTH, Said, Slots
from manim_project.scenes.s3_attention_is_lookup.law import Law, Smallest
from manim_project.scenes.s3_attention_is_lookup.miss import Miss
from manim_project.scenes.s3_attention_is_lookup.multiplier import HIGH, LOW
from manim_project.scenes.s3_attention_is_lookup.picture import RING, SEED, Picture
from manim_project.scenes.s3_attention_is_lookup.products import Products
from manim_project.scenes.s3_attention_is_lookup.score_view import COLUMNS, KEY, Half, ScoreView
from manim_project.scenes.s3_attention_is_lookup.see_saw import SeeSaw, Swap
from manim_project.stage import Stage

NAME = 0.5  # size of the sentence, and of what stands beside values
TICK = 0.38  # of the values that nobody asks for
NOTE = 0.46  # of where numbers come from
ARROW = 1.0  # length of the question at a word
BEAM = 2.2  # height of the see-saw's band
HALVES = (1.66, 1.0)  # words lie broad, slots stand tall
SIDES = {  # where a value's name stands, if not at its right
    "angry": UP,
    "lions": UP,
    "while": UP,
    "cats": DOWN,
    "sleep": LEFT,
    "peacefully": RIGHT + 0.5 * DOWN,
}
HEAVY, CLEAR = ("angry", "peacefully"), 0.6  # which words overlap, and the radius of their discs


class AttentionIsLookup(Stage):
    """Soft weights over a sentence, hard weights over a memory: one formula, two multipliers."""

    question = "Does attention blend, or read?"

    def construct(self) -> None:
        self.stage = stage_region()
        top, low = self.stage.cut(UP, BEAM * theme.TALL)
        self.halves = low.split_columns(HALVES, theme.APART)
        self.see_saw = SeeSaw(top)

        with self.beat("The answer is a bit of every word."):
            self.say_sentence()
            self.give_values()
            self.play(self.said.gather(multiplier.word_weights(LOW), 1.5))
            self.name_answer()
        with self.beat("For a memory, that is a disaster."):
            self.step_aside()
            self.lay_out_memory()
            self.play(self.slots.gather(multiplier.slot_weights(LOW), 1.3))
            self.show_miss()
        with self.beat("Words nearly tie; slots lead clearly."):
            view = self.turn_to_scores()
            self.play(view.sweep((self.said, self.keys), 1.1))
            self.play(view.open_gaps(0.6))
            self.tell_gaps(view)
        with self.beat("Stretch that gap, and the memory reads."):
            times = self.see_saw.multipliers[1]
            self.play(view.multiply(VGroup(self.see_saw.rails, self.see_saw.ends)))
            self.play(view.stretch_gap(self.keys, times, self.slots, 3.6))
        with self.beat("Swap the multipliers, and they swap roles.", hold=1.6):
            self.turn_to_values(view)
            self.play(self.see_saw.grow(0.5))
            self.swap(1.0, 4.2)
        with self.beat("One step is tiny, the other is huge."):
            self.swap(0.0, 1.0)
            self.show_steps()
        with self.beat("A larger step leaves a weaker rival."):
            self.draw_law()
        with self.beat("Even the smallest gap is wide enough to read."):
            self.carry_smallest()
        self.conclude("Small steps blend, large steps read.", show=self.name_roles())

    # A bit of every word

    def say_sentence(self) -> None:
        """Eight words, one of them asks."""
        look = multiplier.sentence(LOW)
        self.spoken = row(
            number(word, size=NAME, color=theme.QUERY if i == int(look.angry) else theme.INK)
            for i, word in enumerate(look.words)
        )
        in_box(self.spoken, self.stage, UP)
        self.play(LaggedStart(*map(FadeIn, self.spoken), lag_ratio=0.25, run_time=0.7))

    def give_values(self) -> None:
        """Each word lets its value fall to where it is, and is then named there."""
        feet = [word.get_center() + (NAME + SEED) * DOWN for word in self.spoken]
        self.said = Said(np.array(feet))
        self.play(FadeIn(self.said.shines, self.said.discs), run_time=0.3)
        self.add(self.said)
        _, room = self.stage.cut(UP, NAME, theme.GAP)
        ends = self.said.places_in(room, ALONE, named=1.95)
        leave = LaggedStart(*(FadeOut(word, run_time=0.5) for word in self.spoken), lag_ratio=0.25)
        leave.run_time = 1.2
        self.play(self.said.fly(ends, 1.3), leave)
        self.names = [self.name(str(value_of(word))) for word in self.said.look.words]
        self.note = Words("made-up numbers", size=NOTE, color=theme.DIM)
        in_box(self.note, self.stage.inset(theme.GAP), DR)
        self.play(FadeIn(*self.names, self.note, self.question_arrow()), run_time=0.4)

    def question_arrow(self) -> Pointer:
        """The word that asks, pointed at until its answer has come."""
        tip = self.said.places[self.said.winner] + CLEAR * ALONE * LEFT
        self.arrow = Pointer(tip + ARROW * LEFT, tip)
        return self.arrow

    def name(self, word: str) -> Words:
        """A word beside its value."""
        i = self.said.index(word)
        color = theme.QUERY if i == self.said.winner else theme.VALUE
        words = number(self.said.look.words[i], size=NAME, color=color)
        clear = CLEAR * ALONE if word in HEAVY else 0.0  # of the other's disc, which grows first
        return self.said.label(i, words, SIDES.get(word, RIGHT), clear)

    def name_answer(self) -> None:
        """The white dot is what comes back."""
        self.answer = Words("answer", size=NAME, bold=True)
        below(self.answer, self.said.dot.dot, theme.NEAR / 2, LEFT).shift(theme.NEAR * RIGHT)
        self.play(FadeIn(self.answer), FadeOut(self.arrow), run_time=0.3)

    # A memory must not blend

    def step_aside(self) -> None:
        """The words make room; the two that nearly tie keep their names."""
        self.angry, self.rival = (self.names[self.said.index(word)] for word in HEAVY)
        left = [name for name in self.names if name not in (self.angry, self.rival)]
        self.play(FadeOut(*left, self.note, self.answer), run_time=0.3)
        self.said.unlabel(*left)
        places = self.said.places_in(self.halves[0], BOTH)
        self.play(self.said.become(0.7, places=places, large=BOTH))

    def lay_out_memory(self) -> None:
        """Five slots in a row; each rises to its value; one is asked for."""
        self.slots = Slots(self.halves[1])
        places = self.slots.places
        ground = places.copy()
        ground[:, 1] = places[:, 1].min()
        self.slots.places = ground
        self.slots.draw()
        self.play(FadeIn(self.slots.shines, self.slots.discs), run_time=0.3)
        self.add(self.slots)
        self.play(self.slots.become(0.6, places=places))
        look, asked = self.slots.look, self.slots.winner
        self.stored = self.slots.label(
            asked,
            number(look.values[asked], size=NAME, color=theme.VALUE),
            RIGHT,
            BOTH + RING,  # as what is exact will need it
        )
        self.others = [
            self.slots.label(
                i,
                number(value, size=TICK, color=theme.DIM, counted=False),
                LEFT + 0.45 * UP if float(value) < float(look.values[asked]) else LEFT,
            )
            for i, value in enumerate(look.values)
            if i != asked
        ]
        foot = np.array([places[asked][0], self.stage.bottom, 0.0])
        tip = places[asked] + (theme.NEAR / 2 + BOTH * 0.7) * DOWN
        asks = Words("slot {}", look.address, size=NAME, color=theme.QUERY)
        self.asks = VGroup(Pointer(foot, tip), beside(asks, foot, RIGHT, theme.GAP, DOWN))
        self.play(
            FadeIn(self.asks, self.stored, *self.others, *self.see_saw.multipliers), run_time=0.4
        )

    def show_miss(self) -> None:
        """What comes back, beside what was wanted."""
        self.slots.told = 1.0
        self.slots.draw()
        self.miss = Miss(self.slots, self.stored, self.stage.right)
        got, wanted = self.miss.words
        _, asked = self.asks
        self.play(FadeIn(self.slots.output, got), FadeOut(asked), run_time=0.4)
        self.asks.remove(asked)
        self.play(self.miss.open(0.6), FadeIn(wanted, run_time=0.3))

    # Why

    def turn_to_scores(self) -> ScoreView:
        """Words leave for their keys, slots send theirs; both queries point up."""
        gone = (*self.others, self.angry, self.rival)
        self.play(FadeOut(self.miss, self.miss.words, self.asks, *gone), run_time=0.25)
        self.said.unlabel(self.angry, self.rival)
        self.slots.unlabel(*self.others)
        self.play(self.slots.become(0.2, told=0.0), self.said.become(0.2, tied=0.0))
        rooms = self.halves[0].split_columns(COLUMNS, theme.APART)
        said, slots, asked = self.said.look, self.slots.look, self.said.winner
        gap = said.gaps[asked, self.said.index("peacefully")]
        halves = (
            Half(rooms[0], said.keys, said.queries[asked], said.scores[asked], gap, "{:.2f}"),
            Half(rooms[1], slots.keys, slots.query, slots.scores, slots.gap, "{}"),
        )
        view = ScoreView(self.halves[0], halves)
        self.keys = Picture(np.copy(self.slots.places), self.slots.winner, BOTH)
        self.keys.blue = 1.0
        self.keys.draw()
        self.add(self.keys)
        moves = []
        for picture, half in zip((self.said, self.keys), halves, strict=True):
            ends = {"places": view.places(half), "blue": 1.0}
            areas = np.full(len(half.gaps), (KEY / BOTH) ** 2)
            moves.append(picture.become(0.8, areas=areas, **ends))
        self.play(*moves)
        self.add(view, self.said, self.keys)
        self.play(FadeIn(view.arrows), self.slots.become(0.3, told=1.0), run_time=0.3)
        return view

    def tell_gaps(self, view: ScoreView) -> None:
        """How far the best leads, and who they are."""
        said, rival = self.said.look, self.said.index("peacefully")
        self.named = [
            self.said.label(i, number(said.words[i], size=NOTE, color=theme.KEY), way)
            for i, way in ((self.said.winner, UP), (rival, DOWN + 0.85 * RIGHT))
        ]
        slot = Words("slot {}", self.slots.look.address, size=NAME, color=theme.KEY)
        self.slot = self.keys.label(self.keys.winner, slot, UP)
        self.gaps = view.place_labels()
        self.gaps[0].shift((self.named[1].baseline - self.gaps[0][0].baseline) * UP)
        self.play(FadeIn(self.gaps, *self.named, self.slot), run_time=0.4)

    # The swap

    def turn_to_values(self, view: ScoreView) -> None:
        """The keys leave, the words go back to their values."""
        self.play(FadeOut(view, self.gaps, view.times, *self.named, self.keys), run_time=0.4)
        self.said.unlabel(*self.named)
        weights = np.asarray(value_of(multiplier.word_weights(LOW)))
        places = self.said.places_in(self.halves[0], BOTH)
        self.play(self.said.become(0.9, places=places, areas=weights, pulls=weights, blue=0.0))
        self.said.clear = BOTH + RING
        for name, word in zip((self.angry, self.rival), HEAVY, strict=True):
            self.said.label(self.said.index(word), name, SIDES[word])
        self.play(self.said.become(0.4, tied=1.0), FadeIn(self.angry, self.rival), run_time=0.4)

    def swap(self, end: float, run_time: float) -> None:
        """The see-saw tips, and all that hangs on it follows."""
        if not self.see_saw.share:
            self.tipped = Swap(self.see_saw, self.said, self.slots)
            self.add(self.tipped.left, self.said, self.slots)
        else:
            self.play(FadeOut(self.tipped.left), run_time=0.3)
        self.play(self.tipped.tip(end, run_time))

    # The law

    def show_steps(self) -> None:
        """All but the multipliers leaves; they meet their gaps over the axis of steps."""
        said, slots, asked = self.said.look, self.slots.look, self.said.winner
        rival = self.said.index("peacefully")
        self.gap = said.gaps[asked, rival]
        self.law = Law(self.stage, *self.halves)
        gaps = ("{:.2f}", self.gap), ("{}", slots.gap)
        steps = said.scaled_gaps[asked, rival], multiplier.memory(HIGH).scaled_gap
        self.products = Products(self.law, self.see_saw.multipliers, gaps, steps)
        self.play(FadeOut(self.see_saw, self.said, self.slots), run_time=0.4)
        self.play(self.products.meet(0.6))
        self.remove(*self.see_saw.multipliers)
        self.add(self.products)
        self.play(self.products.land(0.7))
        self.said.places = self.said.places_in(self.law.rooms[0], BOTH)
        self.slots.places = self.slots.places_in(self.law.rooms[1])
        for picture in (self.said, self.slots):
            picture.draw()
        shown = self.law.axis, self.law.across, self.products.spots, self.said, self.slots
        self.play(FadeIn(*shown), run_time=0.5)

    def draw_law(self) -> None:
        """A pen draws the curve; both pictures have its step, and then each its own again."""
        self.play(
            FadeIn(self.law.upright, self.law.up, self.law.ticks, self.law.pen),
            self.law.rewind(self.said, self.slots, self.gap),
            run_time=0.9,
        )
        self.add(self.law, self.law.curve, self.law.pen)
        self.play(self.law.sweep(self.said, self.slots, self.gap, 2.4))
        weights = np.asarray(value_of(multiplier.word_weights(LOW)))
        self.rival.set_opacity(1.0)  # it weighs something again
        self.play(
            self.said.become(0.7, areas=weights, pulls=weights, exact=0.0),
            FadeIn(self.rival),
            self.products.lift(),
            run_time=0.7,
        )
        self.left_over = self.products.left_over()
        self.play(FadeIn(self.law.formula, self.left_over), run_time=0.4)

    def carry_smallest(self) -> None:
        """The machine's smallest gap is carried far: every gap of it lies beyond."""
        self.play(FadeOut(*self.law.told_once, self.left_over), run_time=0.3)
        self.least = Smallest(self.law)
        labels = self.products.rows[0], self.least.end
        made_up, ours = self.law.origins(labels, ("made-up numbers", "our machine"), NOTE)
        self.play(FadeIn(self.least, self.least.start, made_up), run_time=0.5)
        self.wait(0.2)
        self.play(
            FadeOut(self.least.start, *self.products.rows, self.products.spots[1]), run_time=0.3
        )
        self.play(self.least.carry(1.3))
        self.play(FadeIn(self.least.end, ours), run_time=0.3)

    def name_roles(self) -> Animation:
        """Who blends and who reads: at the two sides of a step of 1."""
        return LaggedStart(
            FadeOut(self.least.words, run_time=0.2),
            FadeIn(
                self.law.tints,
                self.law.roles,
                self.law.one,
                self.law.up,
                self.law.equals,
                run_time=0.4,
            ),
            lag_ratio=1.0,
        )
