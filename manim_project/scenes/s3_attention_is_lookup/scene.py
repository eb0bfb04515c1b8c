"""Scene 3. The same formula blends, or reads."""

import numpy as np
from manim import DOWN, DR, LEFT, RIGHT, UP, FadeIn, FadeOut, LaggedStart, VGroup

from manim_project import theme
from manim_project.mobjects.layout import above, below, beside, in_box, row
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.regions import Region, stage_region
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import value_of
from manim_project.scenes.s3_attention_is_lookup import multiplier
from manim_project.scenes.s3_attention_is_lookup.cast import (
    ALONE,
    HALVED,
    SMALL,
    UNDER,
    Said,
    Slots,
)
from manim_project.scenes.s3_attention_is_lookup.law import FIRST, LAST, Law
from manim_project.scenes.s3_attention_is_lookup.level import Level
from manim_project.scenes.s3_attention_is_lookup.multiplier import HIGH, LOW
from manim_project.scenes.s3_attention_is_lookup.picture import RING
from manim_project.scenes.s3_attention_is_lookup.score_view import KEY, Half, ScoreView
from manim_project.scenes.s3_attention_is_lookup.see_saw import (
    SeeSaw,
    Swap,
    hard_multiplier,
    soft_multiplier,
)
from manim_project.stage import Stage

SPOKEN = 0.9  # size of the sentence
NAME = 0.52  # of what stands beside values
RESULT = 0.8  # of what comes back
BEAM = 1.65  # height of the see-saw's band
COLUMNS = (1.15, 1.0)  # words lie broad, slots stand tall


class AttentionIsLookup(Stage):
    """Soft weights over a sentence, hard weights over a memory: one formula, two multipliers."""

    question = "Does attention blend, or read?"

    def construct(self) -> None:
        stage = stage_region()
        halves = stage.split_columns(COLUMNS, theme.APART)
        top, low = stage.cut(UP, BEAM * theme.TALL, theme.GAP)
        below_beam = low.split_columns(COLUMNS, theme.APART)

        with self.beat("A bit of every word, none of them exactly."):
            self.say_sentence(stage)
            self.give_values(stage)
            self.play(self.said.gather(multiplier.word_weights(LOW), 2.1))
        with self.beat("For a memory, that is a disaster."):
            self.step_aside(halves[0])
            self.lay_out_memory(halves[1])
            self.play(self.slots.gather(multiplier.slot_weights(LOW), 1.8))
            self.level_output(halves[1])
        with self.beat("Words nearly tie; slots lead by a clear gap."):
            view = self.turn_to_scores(stage, halves)
            self.play(view.sweep((self.said, self.slots), 2.0))
            self.play(view.open_gaps(0.8))
            self.tell_gaps(view)
        with self.beat("Stretch that gap, and the memory reads."):
            times = self.multiply(view)
            see_saw = SeeSaw(top)
            self.turn_to_values(view, times, see_saw, below_beam)
            self.play(see_saw.grow(0.6))
            self.play(self.slots.become(0.5, exact=1.0))
        with self.beat("Swap the multipliers, and they swap roles.", hold=1.8):
            swap = Swap(see_saw, self.said, self.slots, self.output)
            self.swap(swap, 1.0, 4.8)
        with self.beat("These left numbers are stand-ins for learned ones."):
            self.swap(swap, 0.0, 2.2)
            self.tell_origins()
        with self.beat("One law: the larger the step, the weaker the rival."):
            self.shrink(swap, stage)
            self.draw_law()
        self.conclude("Small steps blend, large steps read.", show=FadeIn(self.roles()))

    # A bit of every word

    def say_sentence(self, stage: Region) -> None:
        """Eight words, one of them asks."""
        look = multiplier.sentence(LOW)
        self.spoken = [
            number(word, size=SPOKEN, color=theme.QUERY if i == int(look.angry) else theme.INK)
            for i, word in enumerate(look.words)
        ]
        half = len(self.spoken) // 2
        lines = VGroup(row(self.spoken[:half]), row(self.spoken[half:]))
        below(lines[1], lines[0], 0.7)
        in_box(lines, stage)
        self.play(LaggedStart(*map(FadeIn, self.spoken), lag_ratio=0.25, run_time=1.0))

    def give_values(self, stage: Region) -> None:
        """Words become points, which go to where their values are."""
        self.said = Said(np.array([word.get_center() for word in self.spoken]))
        self.play(FadeOut(*self.spoken), run_time=0.3)
        self.play(FadeIn(self.said.discs), run_time=0.3)
        self.add(self.said)
        self.play(self.said.become(1.0, places=self.said.places_in(stage, ALONE)))
        self.angry = self._name("angry", DOWN, theme.QUERY)
        self.others = [self._name("peacefully", RIGHT), self._name("lions", UP)]
        self.play(FadeIn(self.angry, *self.others), run_time=0.3)

    def _name(self, word: str, way: np.ndarray, color: str = theme.VALUE) -> Words:
        i = self.said.index(word)
        return self.said.label(i, number(self.said.look.words[i], size=NAME, color=color), way)

    # For a memory, a disaster

    def step_aside(self, half: Region) -> None:
        """The words make room."""
        self.play(FadeOut(*self.others), run_time=0.3)
        self.said.unlabel(*self.others)
        self.play(self.said.become(0.9, places=self.said.places_in(half, HALVED), large=HALVED))

    def lay_out_memory(self, half: Region) -> None:
        """Five slots in a row; each rises to its value; one is asked for."""
        self.slots = Slots(half)
        places = self.slots.places
        ground = places.copy()
        ground[:, 1] = places[:, 1].min()
        self.slots.places = ground
        self.slots.draw()
        self.play(FadeIn(self.slots.discs), run_time=0.3)
        self.add(self.slots)
        self.play(self.slots.become(0.8, places=places))
        look, asked = self.slots.look, self.slots.winner
        sides = [LEFT, DOWN, RIGHT, LEFT, LEFT]
        self.values = [
            self.slots.label(i, number(value, size=NAME, color=theme.VALUE), side)
            for i, (value, side) in enumerate(zip(look.values, sides, strict=True))
        ]
        foot = np.array([places[asked][0], half.bottom, 0.0])
        tip = places[asked] + (0.1 + HALVED) * DOWN
        asks = Words("slot {}", look.address, size=NAME, color=theme.QUERY)
        self.asks = VGroup(Pointer(foot, tip), beside(asks, foot, RIGHT, theme.GAP, DOWN))
        self.play(FadeIn(self.asks, *self.values), run_time=0.4)

    def level_output(self, half: Region) -> None:
        """At the height of what comes back, there is nothing stored."""
        self.level = Level(self.slots.centre, half)
        self.output = number(self.slots.look.output, "{:.1f}", size=RESULT, bold=True)
        above(self.output, self.level.line, theme.NEAR, LEFT)
        self.add(self.level)
        self.play(self.level.spread(0.4))
        self.play(FadeIn(self.output), run_time=0.4)

    # Why

    def turn_to_scores(self, stage: Region, halves: list[Region]) -> ScoreView:
        """Values leave for keys: both queries point up."""
        rooms = [half.inset(theme.APART) for half in halves]
        said, slots, row_ = self.said.look, self.slots.look, self.said.winner
        rival = self.said.index("peacefully")
        sides = (
            Half(rooms[0], said.keys, said.queries[row_], said.scores[row_],
                 said.gaps[row_, rival], "{:.2f}"),
            Half(rooms[1], slots.keys, slots.query, slots.scores, slots.gap, "{}"),
        )  # fmt: skip
        view = ScoreView(stage, sides)
        pictures = (self.said, self.slots)
        self.play(
            FadeOut(self.level, self.output, self.asks, self.angry, *self.values),
            *(picture.become(0.4, tied=0.0) for picture in pictures),
            run_time=0.4,
        )
        self.said.unlabel(self.angry)
        self.slots.unlabel(*self.values)
        self.play(
            *(
                picture.become(
                    1.0,
                    places=view.places(half),
                    areas=np.full(len(half.gaps), (KEY / HALVED) ** 2),
                    blue=1.0,
                )
                for picture, half in zip(pictures, sides, strict=True)
            )
        )
        self.add(view, *pictures)
        self.play(FadeIn(view.arrows), run_time=0.3)
        return view

    def tell_gaps(self, view: ScoreView) -> None:
        """How far the best leads, and who they are."""
        said, slots, rival = self.said.look, self.slots.look, self.said.index("peacefully")
        texts = (
            (self.said, self.said.winner, said.words[self.said.winner], UP),
            (self.said, rival, said.words[rival], DR),
            (self.slots, self.slots.winner, slots.address, UP),
        )
        self.keys = [
            picture.label(i, number(text, spec, size=NAME, color=theme.KEY), way)
            for (picture, i, text, way), spec in zip(texts, ("{}", "{}", "slot {}"), strict=True)
        ]
        self.gaps = view.place_labels()
        self.play(FadeIn(self.gaps, *self.keys), run_time=0.4)

    # Multipliers

    def multiply(self, view: ScoreView) -> VGroup:
        """Each gap is multiplied by its own."""
        times = VGroup(soft_multiplier(), hard_multiplier())
        rival = self.keys.pop(1)
        self.play(FadeOut(rival), *view.make_room(times), run_time=0.4)
        self.said.unlabel(rival)
        self.play(FadeIn(times), run_time=0.4)
        self.play(view.stretch((self.said, self.slots), float(multiplier.SOFT), 1.8))
        return times

    def turn_to_values(
        self, view: ScoreView, times: VGroup, see_saw: SeeSaw, halves: list[Region]
    ) -> None:
        """Keys go back to values, the multipliers to where the beam will end."""
        self.play(FadeOut(view, self.gaps, *self.keys), run_time=0.4)
        self.said.unlabel(*self.keys)
        self.slots.unlabel(*self.keys)
        moves = []
        for picture, half, power in zip((self.said, self.slots), halves, (LOW, HIGH), strict=True):
            weights = np.asarray(value_of(picture.weights(power)))
            ends = {"places": picture.places_in(half, UNDER), "areas": weights, "pulls": weights}
            moves.append(picture.become(1.0, large=UNDER, blue=0.0, **ends))
        seats = see_saw.seated(0.0)
        moves += [one.animate.move_to(seat) for one, seat in zip(times, seats, strict=True)]
        self.play(*moves)
        self.times = times
        self.slots.clear = UNDER + RING  # as its ghost will need it
        self.said.label(self.said.winner, self.angry, DOWN)
        self.stored = self.slots.label(self.slots.winner, self.values[self.slots.winner], RIGHT)
        self.play(
            *(picture.become(0.4, tied=1.0) for picture in (self.said, self.slots)),
            FadeIn(self.angry, self.stored),
            run_time=0.4,
        )

    # The swap

    def swap(self, swap: Swap, end: float, run_time: float) -> None:
        """The see-saw tips; the multipliers stand at its ends again when it rests."""
        self.play(FadeOut(self.times, swap.left), run_time=0.3)
        if end > swap.see_saw.share:
            self.add(swap.leave_ghosts(), self.said, self.slots)
        self.play(swap.tip(end, run_time))
        self.times = swap.see_saw.seated(end)
        self.play(FadeIn(self.times), run_time=0.4)

    def tell_origins(self) -> None:
        """Which numbers were learned, or could be, and which were built."""
        told = "as if learned", "built"
        self.origins = VGroup(*(Words(text, size=NAME, color=theme.DIM) for text in told))
        for words, times, edge in zip(self.origins, self.times, (LEFT, RIGHT), strict=True):
            below(words, times, theme.GAP, edge)
        self.play(FadeIn(self.origins), run_time=0.4)

    # The law

    def shrink(self, swap: Swap, stage: Region) -> None:
        """The pictures go to where they will stand on the curve."""
        near = self.said.look.scaled_gaps[self.said.winner, self.said.index("peacefully")]
        self.law = Law(stage, near, multiplier.memory(HIGH).scaled_gap)
        gone = (swap.see_saw, self.origins, self.times)
        self.play(FadeOut(*gone), run_time=0.4)
        self.play(
            *(
                picture.become(1.0, places=self.law.over(mark, picture, room), large=SMALL)
                for mark, picture, room in zip(
                    self.law.marks, (self.said, self.slots), self.law.rooms(), strict=True
                )
            )
        )

    def draw_law(self) -> None:
        """A pen draws the curve, past both pictures."""
        self.play(FadeIn(self.law, self.law.ground), run_time=0.3)
        self.add(self.law, self.said, self.slots)
        self.play(self.law.go(FIRST, LAST, 2.0))
        self.play(FadeIn(self.law.formula, self.law.steps), run_time=0.4)

    def roles(self) -> VGroup:
        """Who blends and who reads, in a word."""
        return self.law.name_ends()
