"""Scene 6. Nothing is remembered but the tape: how the machine knows its place in the program."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from manim import (
    RIGHT,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)

from manim_project import theme
from manim_project.mobjects.layout import in_box, row
from manim_project.mobjects.regions import Region
from manim_project.mobjects.ribbon import TOP
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s6_instruction_pointer.doubt import Doubt
from manim_project.scenes.s6_instruction_pointer.lens import Lens
from manim_project.scenes.s6_instruction_pointer.levelling import Levelling
from manim_project.scenes.s6_instruction_pointer.listing import Listing
from manim_project.scenes.s6_instruction_pointer.passes import TILE, Passes
from manim_project.scenes.s6_instruction_pointer.places import ROOM, lane
from manim_project.scenes.s6_instruction_pointer.program_keys import ProgramKeys
from manim_project.scenes.s6_instruction_pointer.stack import BESIDE, LARGE, Stack
from manim_project.scenes.s6_instruction_pointer.tape import Tape
from manim_project.scenes.s6_instruction_pointer.whole_run import WholeRun
from manim_project.scenes.s6_instruction_pointer.zigzag import Zigzag, lane_lines
from manim_project.stage import Stage

RUN = REFERENCE.machine.run("countdown")
DEPTH = REFERENCE.machine.size.layers
LINES = 11  # lines of the trace that stand when the place is worked out
NOW = int(RUN.lines[LINES].start) - 1  # the newest token then
HERE = RUN.lines[LINES].instruction  # the line of the program that is next
NEURON = RUN.neuron("ip = mean × count", position=NOW)
LOOK = RUN.look(head="count.steps", position=NOW)
COUNTS = REFERENCE.textbook.running_sum(LOOK.values[:, 1]).counts
PLACES = [line.index for line in RUN.program.instructions[1 : int(HERE) + 1]]  # of the bar's scale
BRANCH = next(k for k, line in enumerate(RUN.lines) if value_of(line.kind) == "branch")
JUMP_AT = int(RUN.lines[BRANCH].stop) - 1  # the token that carries the jump
JUMP = RUN.residual(name="Δip", position=JUMP_AT, layer=0)
PACE = [0.5, 0.38, 0.3, 0.26, 0.23, 0.21, 0.21, 0.26]  # seconds for each step down
SIGN = 0.46 * theme.TALL  # em of what the token that jumps says
BOLD: dict[str, Any] = {"size": LARGE, "bold": True}
STACKED = 1.28 * theme.TALL  # of a step, when slices are stacked
ROUNDS = 2  # passes that are seen all the way round, at the end
# Steps until the last jump has been made.
LAST_JUMP = max(k + 1 for k, line in enumerate(RUN.lines) if value_of(line.kind) == "branch")


class InstructionPointer(Stage):
    """The steps on the tape add up to the place; one head levels them, a neuron multiplies back."""

    question = "It keeps only a tape. How does it know its place?"

    def construct(self) -> None:
        self.listing = Listing(RUN.program)
        self.tape = Tape(RUN, NOW + 1, LINES)
        self.run_on()
        self.wake()
        self.add_up()
        self.level()
        self.multiply()
        self.ask()
        self.go_on()

    def run_on(self) -> None:
        """Each token that comes out of the layers is laid on the tape; a jump is one of them."""
        room = Region(ROOM.left + 0.42 * ROOM.width, ROOM.right - 1.2, lane(8.6), lane(-0.2))
        low = (TOP + lane(8.6)) / 2 - 0.1
        self.passes = Passes(int(DEPTH), room, ROOM.right - TILE[0] / 2, low)
        tape, listing = self.tape, self.listing
        with self.beat("Each token that comes out is laid on the tape.", hold=0.4):
            self.play(listing.appear(), run_time=0.5)
            self.add(listing, tape)
            self.play(tape.lay_prompt(), run_time=0.3)
            self.play(self.passes.appear(), run_time=0.4)
            self.add(self.passes)
            listing.point(0)
            for seconds in (1.1, 0.7):
                self.come_out(seconds)
            self.say()
            self.play(self.stream(JUMP_AT, 0.9))
            self.passes.calm()
            self.passes.token.says(
                number(JUMP, "{:+.0f}", size=SIGN, bold=True, color=theme.ON_WINNER)
            )
            self.come_out(0.9, pause=0.3)
            there, back = (int(RUN.lines[k].instruction) for k in (BRANCH, BRANCH + 1))
            self.play(listing.leap(there, back, 0.55))
            self.wait(0.3)
            self.play(listing.settle(), run_time=0.2)
            self.play(self.stream(NOW + 1, 0.4))
            self.passes.calm()

    def come_out(self, seconds: float, pause: float = 0.0) -> None:
        """One pass: all tokens are read, the next one comes out and is laid at the tape's end."""
        tape, passes = self.tape, self.passes
        cell = tape.cell_of(tape.laid)
        self.play(passes.once(tape.tops(), cell, seconds))
        if pause:
            self.wait(pause)
        lay = partial(tape.lay, tape.laid + 1)
        self.play(passes.settle(cell, lay, 0.2))
        passes.token.says(None)

    def stream(self, last: int, run_time: float) -> UpdateFromAlphaFunc:
        """Pass after pass, faster and faster, until so many tokens are laid."""
        tape, listing, first = self.tape, self.listing, self.tape.laid
        passes = self.passes
        stops = [int(line.stop) for line in RUN.lines]

        def go(_: VGroup, alpha: float) -> None:
            done = first + (last - first) * (0.35 * smooth(alpha) + 0.65 * alpha**2)
            count = int(done) if alpha < 1 else last
            if count != tape.laid:
                tape.lay(count)
            speed = float(np.clip(3.5 * alpha - 0.5, 0, 1) * np.clip(8 * (1 - alpha), 0, 1))
            passes.spin(tape.cell_of(count - 1), done, speed)
            at_work = sum(stop <= count for stop in stops)
            listing.point(int(RUN.lines[at_work].instruction))

        both = VGroup(tape, listing, passes)
        return UpdateFromAlphaFunc(both, go, rate_func=linear, run_time=run_time)

    def wake(self) -> None:
        """All but the tape goes dark: the place is told by nothing that is seen."""
        self.doubt = Doubt(self.tape.cells[NOW].box.get_top(), self.listing)
        with self.beat("It wakes with nothing but this tape."):
            self.play(FadeOut(self.passes), self.listing.withdraw(), run_time=0.5)
            self.play(self.doubt.wake(0.5))
            self.say()
            self.play(self.doubt.look(1.5))

    def add_up(self) -> None:
        """Hero: the steps alone, and the place that they lead to."""
        tape = self.tape
        zigzag = Zigzag(RUN, LINES, lambda k: tape.wide(k)[0])
        lanes = lane_lines(len(self.listing.numerals), ROOM.left, ROOM.right)
        with self.beat("Add up every step, and you know the place."):
            self.play(FadeOut(self.doubt.mark), run_time=0.3)
            self.play(self.alter(tape.light, 0.5))
            self.play(self.alter(tape.open, 0.9))
            self.remove(self.listing)
            self.add(lanes, self.listing.numerals)
            self.play(FadeIn(lanes, zigzag), run_time=0.4)

            def tell(counted: float) -> None:
                tape.dress(counted)
                self.listing.paint(zigzag.place)

            others = (tape, self.listing.numerals)
            self.play(zigzag.walk(0, PACE, tell, others))
            self.wait(0.2)
            jump = len(PACE)
            self.play(zigzag.walk(jump, [0.9], tell, others))
            self.wait(0.3)
            self.play(zigzag.walk(jump + 1, [0.5, 0.5], tell, others))
            head, here = zigzag.head.dot.get_center(), int(HERE)
            level = DashedLine(
                head + 0.3 * -RIGHT, [ROOM.left, head[1], 0.0], dash_length=0.09, color=theme.INK
            ).set_stroke(width=3)
            self.play(Create(level), run_time=0.5)
            self.play(self.alter(lambda a: self.listing.grow(here, a), theme.QUICK, True))
            self.hero = VGroup(lanes, level, zigzag)

    def alter(
        self, change: Callable[[float], object], time: float = theme.MOVE, numerals: bool = False
    ) -> UpdateFromAlphaFunc:
        """A motion of the tape, or of the numerals, which know how they stand at a share of it."""
        thing = self.listing.numerals if numerals else self.tape
        return UpdateFromAlphaFunc(thing, lambda _, alpha: change(alpha), run_time=time)

    def level(self) -> None:
        """A head that scores all alike levels what they carry: pillars run into the pit."""
        tape, levelling = self.tape, Levelling(LOOK, self.tape)
        self.levelling = levelling
        with self.beat("This head does not pick, it levels.", hold=0.4):
            self.play(FadeOut(self.hero, self.listing.numerals), run_time=0.3)
            ends = levelling.ends(levelling.heights)
            self.play(self.alter(lambda a: tape.carry(a, ends), 0.9))
            self.play(levelling.appear())
            self.play(levelling.rise(0.6))
            self.play(levelling.dig(0.7))
            self.wait(1.0)
            self.play(levelling.hush())
            self.play(levelling.flow(1.8))
            self.say()
            self.play(levelling.spread(1.6))

        lens = Lens(levelling, NEURON.value)
        with self.beat("All it reads is the average."):
            self.play(lens.open_up(0.8))
            self.play(FadeIn(lens.arrow, lens.mean, lens.times), run_time=theme.QUICK)
        self.lens = lens

    def multiply(self) -> None:
        """A slice for each token: stacked, they are the sum again."""
        levelling, lens = self.levelling, self.lens
        product = row(
            [
                Words("{:.2f}", NEURON.value, **BOLD),
                Words("× {:.0f}", NEURON.gate, **BOLD),
                Words("=", **BOLD),
                number(NEURON.activation, "{:.0f}", **BOLD),
            ],
            theme.GAP,
        )
        in_box(product, Region(BESIDE, ROOM.right, lane(4.5), lane(2.5)))
        mean, _, equals, total = product
        with self.beat("A neuron multiplies it back to {:.0f}.", NEURON.activation):
            self.play(FadeOut(lens.arrow, lens.times, lens.mean), run_time=0.2)
            self.play(lens.close_up(0.35))
            self.remove(lens)
            self.play(levelling.lower(TOP, STACKED, 0.6))
            stack = Stack(levelling, list(PLACES), COUNTS)
            stack.count.put(product[1].pen[0], product[1].baseline)
            self.play(FadeIn(stack.scale_marks, mean), run_time=0.3)
            self.add(stack)
            self.play(stack.pile(2.3))
            self.play(FadeIn(equals, total), run_time=theme.QUICK)
        self.product = VGroup(mean, stack.count, equals, stack, stack.scale_marks)
        self.total = total

    def ask(self) -> None:
        """The sum is what the next look-back asks for."""
        keys = ProgramKeys(Listing(RUN.program), int(HERE))
        asking, four = keys.asking, self.total
        with self.beat("The sum is the next question.", hold=0.6):
            self.play(FadeOut(self.product, self.levelling, self.tape), run_time=0.3)
            self.play(FadeIn(keys.bracket, keys.numerals), run_time=0.3)
            self.play(keys.fall_in(four, 0.7))
            self.remove(four, keys.bracket)
            self.add(asking)
            self.play(keys.draw_axes(0.3))
            self.play(keys.grow(0.7))
            self.add(keys, keys.numerals, asking)
            self.play(keys.turn(1.1))
            self.add(keys.glow, keys, keys.numerals, asking)
            self.play(keys.light_up(), run_time=0.3)
            self.add(keys.line, keys.keys, keys.numerals, asking)
            self.play(keys.sweep(1.2))
            self.say()
            self.play(keys.come_near(0.9))
            self.play(keys.win())
            self.play(FadeIn(keys.told), run_time=0.3)

    def go_on(self) -> None:
        """The whole run, in the same picture; its last steps go all the way round."""
        whole = WholeRun(RUN, int(DEPTH))
        last = whole.count - ROUNDS
        with self.beat("The same {:words} layers, pass after pass.", DEPTH, hold=0.4):
            self.play(FadeOut(*self.mobjects), run_time=0.3)
            self.play(FadeIn(whole.still(LINES)), run_time=0.4)
            self.play(whole.go(LINES, LAST_JUMP))
            self.say()
            self.play(whole.go(LAST_JUMP, last))
            self.play(whole.round_trip(last, 1.3))
        circle = whole.round_trip(last + 1, 1.8, stays=0.7)
        self.conclude("It loops through its own output.", show=circle)
