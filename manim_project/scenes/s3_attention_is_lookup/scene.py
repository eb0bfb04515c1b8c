"""Scene 3. The same formula blends, or reads."""

import numpy as np
from manim import (
    LEFT,
    PI,
    RIGHT,
    UP,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import above, column
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.regions import Region, stage_region
from manim_project.mobjects.text import Phrase, Words
from manim_project.reference.quantity import value_of
from manim_project.scenes.s3_attention_is_lookup import multiplier
from manim_project.scenes.s3_attention_is_lookup.cast import NARROW, TALL
from manim_project.scenes.s3_attention_is_lookup.ladder import RAIL, Drop, Step, open_steps
from manim_project.scenes.s3_attention_is_lookup.left_over import Rest, left_over
from manim_project.scenes.s3_attention_is_lookup.multiplier import HIGH, LOW, SOFT, TEXTBOOK
from manim_project.scenes.s3_attention_is_lookup.opening import HEAVY, Opening
from manim_project.scenes.s3_attention_is_lookup.picture import RING
from manim_project.scenes.s3_attention_is_lookup.see_saw import SeeSaw, Side, Swap

BEAM = 1.75  # height of the see-saw's band
ROLE = 0.78  # size of what pictures do
DESCENT = 0.2  # em: from the foot of the frame's room to their baseline
STEP, LAW, MEANING = 0.74, 0.8, 0.56  # of what makes a step, of the law, and of what a step is
HEADING, DIMMED = 0.5, 0.35  # size over a ladder, and how brightly pictures are lit behind it
QUERY = 1.0  # length of the query that points up
INNER = 2.0  # from the middle to where pictures end, in the room that bars leave


class AttentionIsLookup(Opening):
    """Soft weights over a sentence, hard weights over a memory: one formula, two multipliers."""

    question = "Does attention blend, or read?"

    def construct(self) -> None:
        self.stage = stage_region()
        top, self.low = self.stage.cut(UP, BEAM * theme.TALL)
        self.see_saw = SeeSaw(top)

        with self.beat("The answer is a bit of every word."):
            self.say_sentence()
            self.give_values()
            self.play(self.said.gather(multiplier.word_weights(LOW), 1.5))
            self.name_answer()
        with self.beat("For a memory, that is a disaster."):
            self.step_aside()
            self.lay_out_memory()
            self.ask_slot()
            self.play(self.slots.gather(multiplier.slot_weights(LOW), 1.3))
            self.show_miss()
        with self.beat("The runner-up hangs one step below."):
            self.make_room()
            self.send_keys()
            self.play(self.drop.sweep(1.2))
            self.tell_steps()
        with self.beat("The lower it hangs, the less it weighs."):
            self.grow_bars()
            self.play(self.drop.draw_curves(1.0))
            self.tell_law()
        with self.beat("Stretch the steps, and the memory reads."):
            self.clear_law()
            self.play(self.sides[1].rise(self.rest, 5.0))
        with self.beat("Swap the multipliers, and they swap roles.", hold=1.6):
            self.play(self.see_saw.grow(0.5))
            self.swap(1.0, 4.8)
        with self.beat("Here learned steps are small, built ones huge."):
            self.swap(0.0, 1.6)
            self.name_steps()
        self.conclude("Small steps blend, large steps read.", show=self.name_roles())

    # The drop below the line

    def make_room(self) -> None:
        """The pictures step aside, above the place where will be said what they do."""
        self.play(
            FadeOut(self.miss, self.miss.words, self.asks, *self.others, self.rival),
            FadeOut(self.slots.output),
            run_time=0.25,
        )
        self.slots.told = 0.0
        self.said.unlabel(self.rival)
        self.slots.unlabel(*self.others)
        left, right = self.rooms()
        self.slots.baseline = self.low.bottom + DESCENT * ROLE
        self.play(
            self.said.step_aside(self.said.plane_in(left, TALL, 0.6 * LEFT), NARROW, 0.8),
            self.slots.become(0.8, places=self.slots.places_in(right), large=NARROW),
        )

    def send_keys(self) -> None:
        """From each value its key goes to its ladder."""
        said, slots = self.said.look, self.slots.look
        scores = np.asarray(value_of(slots.scores), dtype=float)
        behind = scores.max() - scores
        line = self.low.top - theme.GAP
        self.drop = Drop(self.low, line, (said.gaps[said.angry], behind), float(SOFT))
        left_times, right_times = self.see_saw.multipliers
        self.sides = (
            Side(left_times, self.drop.left, self.said),
            Side(right_times, self.drop.right, self.slots),
        )
        self.headings = VGroup()
        for text, ladder in zip(("word keys", "slot keys"), self.drop.ladders, strict=True):
            self.headings.add(Words(text, size=HEADING, color=theme.KEY))
            above(self.headings[-1], ladder.point(-RAIL, self.drop.top), theme.GAP)
            self.headings[-1].shift((theme.GAP + self.headings[-1].width / 2) * ladder.way)
        dim = (picture.become(0.4, lit=DIMMED) for picture in (self.said, self.slots))
        self.play(*dim, FadeIn(self.headings, run_time=0.4))
        starts = self.said.places, self.slots.places
        self.play(self.drop.come(starts, 2.2))
        self.remove(self.drop.land())
        rails = (ladder.rail for ladder in self.drop.ladders)
        foot = np.array([0.0, self.low.bottom, 0.0])
        self.asks = Pointer(foot, foot + QUERY * theme.TALL * UP)
        self.play(FadeIn(*rails, self.drop.line, self.asks), run_time=0.3)
        self.add(self.drop, self.said, self.slots)

    def rooms(self) -> tuple[Region, Region]:
        """Where the values lie beside the ladders, so that the largest disc stays in the frame."""
        room = Region(INNER, self.stage.right, self.low.bottom, self.low.top)
        disc = NARROW + RING
        top, low = room.top - theme.GAP, room.bottom + ROLE + theme.GAP
        left = Region(-room.right + theme.GAP, -room.left - disc, low + disc, top)
        share = float(self.slots.height_of(self.slots.winner))  # the disc that will be large
        foot = max((low + disc - share * top) / (1 - share), low + NARROW / 2)
        right = Region(room.left + disc, room.right - theme.APART, foot, top)
        return left, right

    def tell_steps(self) -> None:
        """From the line to the runner-up: the gap, times the multiplier."""
        said, asked = self.said.look, self.said.winner
        rival = self.said.index(HEAVY[1])
        gaps = ("{:.2f}", said.gaps[asked, rival]), ("{}", self.slots.look.gap)
        self.depths = said.scaled_gaps[asked, rival], multiplier.memory(LOW).scaled_gap
        self.steps = tuple(
            Step(ladder, float(depth))
            for ladder, depth in zip(self.drop.ladders, self.depths, strict=True)
        )
        self.products = VGroup()
        for step, (spec, gap) in zip(self.steps, gaps, strict=True):
            parts = Phrase(spec, gap, math=True, size=STEP), multiplier.said(LOW, size=STEP)
            self.products.add(step.tell(column(parts, theme.NEAR, RIGHT)))
        self.meaning = Words("step = gap × multiplier", size=MEANING)
        above(self.meaning, self.headings, theme.GAP)
        self.play(open_steps(self.steps, 0.7))
        gaps_told, times_told = zip(*self.products, strict=True)
        self.play(FadeIn(*gaps_told), run_time=0.3)
        self.play(FadeIn(*times_told, self.meaning), run_time=0.4)

    def grow_bars(self) -> None:
        """Multipliers leave the steps for their places; bars grow from keys."""
        moves = []
        gaps, factors = zip(*self.products, strict=True)
        for factor, times, arc in zip(
            factors, self.see_saw.multipliers, (PI / 2, -PI / 2), strict=True
        ):  # up, and then out, over what lies beside
            move = factor.animate(path_arc=arc)
            moves.append(move.move_to(times.phrase).scale(multiplier.SIZE / STEP))
        self.play(FadeOut(*self.steps, *gaps, self.meaning, self.headings, self.asks), run_time=0.3)
        self.play(AnimationGroup(*moves), run_time=0.8)
        self.remove(*factors)
        self.add(*self.see_saw.multipliers)
        lit = (picture.become(0.9, lit=1.0) for picture in (self.said, self.slots))
        self.play(self.drop.grow(0.9), *lit)

    def tell_law(self) -> None:
        """The law, and what it leaves of both runners-up."""
        self.law = Phrase('"bar" = e^(-"step")', math=True, size=LAW)
        above(self.law, np.array([0.0, self.drop.top, 0.0]), theme.GAP)
        soft, hard = self.depths
        self.left_over = VGroup(
            left_over(self.drop, self.drop.left, ("{:.2f}", soft), soft, soft),
            left_over(self.drop, self.drop.right, ("{:.3f}", hard), hard, hard),
        )
        self.play(FadeIn(self.law), run_time=0.4)
        self.play(FadeIn(self.left_over), run_time=0.4)

    def clear_law(self) -> None:
        """What was read leaves; the multipliers get their scales, and the memory its answer."""
        self.play(FadeOut(self.law, self.left_over), run_time=0.3)
        self.rest = Rest(self.drop)
        self.play(
            FadeIn(self.see_saw.rails, self.see_saw.ends, self.rest),
            self.slots.become(0.3, told=1.0),
            run_time=0.3,
        )

    # The swap

    def swap(self, end: float, run_time: float) -> None:
        """The see-saw tips, and all that hangs on it follows."""
        self.play(Swap(self.see_saw, self.sides).tip(end, run_time))

    # What they are

    def name_steps(self) -> None:
        """What is left of both runners-up, and where the multipliers come from."""
        huge = multiplier.memory(HIGH).scaled_gap
        told = "2^({})", TEXTBOOK.HARD_EXPONENT
        none = left_over(self.drop, self.drop.right, told, huge, self.depths[0])
        self.left_over = VGroup(self.left_over[0], none)
        self.play(FadeIn(self.left_over), self.slots.become(0.3, told=0.0), run_time=0.4)
        self.origins = self.below_pictures(("learned", "built"), color=theme.DIM)
        self.play(FadeIn(self.origins), run_time=0.4)

    def below_pictures(
        self, words: tuple[str, str], color: str = theme.INK, bold: bool = False
    ) -> VGroup:
        """A word below each picture, as far from the middle as the other."""
        x = self.slots.places[self.slots.winner][0]
        both = VGroup(*(Words(word, size=ROLE, color=color, bold=bold) for word in words))
        for word, side in zip(both, (-x, x), strict=True):
            word.put(side, self.slots.baseline, align=0)
        return both

    def name_roles(self) -> Animation:
        """Who blends and who reads, where it was said what they are."""
        roles = self.below_pictures(("blend", "read"), bold=True)
        leave = FadeOut(self.origins, self.left_over, run_time=0.4)
        return Succession(leave, FadeIn(roles, run_time=0.5))
