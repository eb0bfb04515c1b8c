"""How the scene opens: a bit of every word, and a memory that must not blend."""

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

from manim_project import theme
from manim_project.mobjects.layout import above, below, beside, in_box, row
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import value_of
from manim_project.scenes.s3_attention_is_lookup import multiplier
from manim_project.scenes.s3_attention_is_lookup.cast import ALONE, BOTH, BROAD, TALL, Said, Slots
from manim_project.scenes.s3_attention_is_lookup.miss import Miss
from manim_project.scenes.s3_attention_is_lookup.multiplier import LOW
from manim_project.scenes.s3_attention_is_lookup.picture import RING, SEED
from manim_project.stage import Stage

NAME = 0.5  # size of the sentence, and of what stands beside values
TICK = 0.38  # of the values that nobody asks for
NOTE = 0.46  # of where numbers come from
NAMED = 1.8  # room for a name at the left
ARROW = 1.0  # length of the question at a word
SIDES = {  # where a value's name stands, if not at its left
    "angry": DOWN,
    "peacefully": UP,
    "lions": DOWN,
    "cats": RIGHT + 0.6 * UP,
    "while": UP,
    "sleep": RIGHT,
}
HEAVY, CLEAR = ("angry", "peacefully"), 0.6  # which words overlap, and the radius of their discs
LATER = {"angry": LEFT + 0.4 * DOWN, "peacefully": UP + 0.8 * RIGHT}  # beside the memory


class Opening(Stage):
    """The acts of the first two beats, and what they leave in the picture.

    `stage` is the room of all, `said` and `slots` are the two pictures, with the names `angry` and
    `rival`, and the number `stored`.
    """

    stage: Region

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
        plane = self.said.plane_in(self.room_alone(), BROAD)
        leave = LaggedStart(*(FadeOut(word, run_time=0.5) for word in self.spoken), lag_ratio=0.25)
        leave.run_time = 1.2
        self.play(self.said.fly(plane(self.said.look.values), 1.3), leave)
        self.said.lie(plane)
        self.names = [self.name(str(value_of(word))) for word in self.said.look.words]
        self.note = Words("made-up numbers", size=NOTE, color=theme.DIM)
        in_box(self.note, self.stage.inset(theme.GAP), DR)
        self.play(FadeIn(*self.names, self.note), run_time=0.4)
        self.play(FadeIn(self.question_arrow(), shift=0.4 * LEFT), run_time=0.5)
        self.wait(0.3)

    def room_alone(self) -> Region:
        """Where the words' values lie when they have the frame: discs and names need the rest."""
        _, room = self.stage.cut(UP, NAME, theme.GAP)
        disc = ALONE * CLEAR + theme.NEAR
        return Region(
            room.left + NAMED, room.right - disc - ARROW, room.bottom + disc, room.top - disc
        )

    def question_arrow(self) -> Pointer:
        """The word that asks, pointed at before weights gather, and until all of it is said."""
        tip = self.said.places[self.said.winner] + CLEAR * ALONE * RIGHT
        self.arrow = Pointer(tip + ARROW * RIGHT, tip)
        return self.arrow

    def name(self, word: str) -> Words:
        """A word beside its value."""
        i = self.said.index(word)
        color = theme.QUERY if i == self.said.winner else theme.VALUE
        words = number(self.said.look.words[i], size=NAME, color=color)
        clear = CLEAR * ALONE if word in HEAVY else 0.0  # of the other's disc, which grows first
        return self.said.label(i, words, SIDES.get(word, LEFT), clear)

    def name_answer(self) -> None:
        """The white dot is what comes back."""
        self.answer = Words("answer", size=NAME, bold=True)
        above(self.answer, self.said.dot.dot, theme.NEAR, RIGHT)
        self.play(FadeIn(self.answer), run_time=0.3)

    # A memory must not blend

    def step_aside(self) -> None:
        """The words make room; the two that nearly tie keep their names."""
        self.play(FadeOut(*self.names, self.note, self.answer, self.arrow), run_time=0.3)
        self.said.unlabel(*self.names)
        room, self.right_half = self.stage.split_columns(2, theme.APART)
        low = room.bottom + BOTH
        room = Region(room.left + theme.GAP, room.right - NAMED, low, room.top - theme.GAP)
        self.play(self.said.step_aside(self.said.plane_in(room, TALL, LEFT), BOTH, 0.9))
        self.angry, self.rival = (self.names[self.said.index(word)] for word in HEAVY)
        for name, word in zip((self.angry, self.rival), HEAVY, strict=True):
            self.said.label(self.said.index(word), name, LATER[word])
        self.play(FadeIn(self.angry, self.rival), run_time=0.3)

    def lay_out_memory(self) -> None:
        """Five slots in a row; each rises to its value; one is asked for."""
        self.slots = Slots(self.right_half.inset(BOTH))
        places = self.slots.places
        ground = places.copy()
        ground[:, 1] = places[:, 1].min()
        self.slots.places = ground
        self.slots.draw()
        self.addresses = self.name_slots(ground)
        self.play(FadeIn(self.slots.shines, self.slots.discs, self.addresses), run_time=0.4)
        self.wait(0.3)
        self.add(self.slots)
        self.play(self.slots.become(0.7, places=places))
        self.label_slots()
        self.play(FadeIn(self.stored, *self.others), run_time=0.4)

    def name_slots(self, ground: np.ndarray) -> VGroup:
        """The addresses below the places where slots lie, after one word for all."""
        ticks = VGroup(
            *(
                number(address, size=TICK, color=theme.DIM, counted=False)
                for address in self.slots.look.addresses
            )
        )
        for tick, place in zip(ticks, ground, strict=True):
            below(tick, place, 2 * theme.NEAR)
        slot = beside(Words("slot", size=TICK, color=theme.DIM), ticks[0], LEFT, theme.GAP)
        return VGroup(slot, ticks)

    def label_slots(self) -> None:
        """What is stored, beside each disc."""
        look, asked = self.slots.look, self.slots.winner
        self.stored = self.slots.label(
            asked,
            number(look.values[asked], size=NAME, color=theme.VALUE),
            RIGHT,
            BOTH + RING,  # as what is exact will need it
        )
        self.others = [
            self.slots.label(
                i, number(value, size=TICK, color=theme.DIM, counted=False), LEFT + 0.45 * UP
            )
            for i, value in enumerate(look.values)
            if i != asked
        ]

    def ask_slot(self) -> None:
        """One address is asked for; the others leave."""
        place = self.slots.places[self.slots.winner]
        foot = np.array([place[0], self.stage.bottom, 0.0])
        tip = place + (theme.NEAR / 2 + BOTH * 0.7) * DOWN
        asks = Words("slot {}", self.slots.look.address, size=NAME, color=theme.QUERY)
        self.asks = VGroup(Pointer(foot, tip), beside(asks, foot, RIGHT, theme.GAP, DOWN))
        self.play(FadeOut(self.addresses), run_time=0.3)
        self.play(FadeIn(self.asks), run_time=0.4)

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
