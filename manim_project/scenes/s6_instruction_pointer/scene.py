"""Scene 6. Nothing is remembered but the tape: how the machine knows its place in the program."""

from collections.abc import Callable
from functools import partial

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    smooth,
)

from manim_project import theme
from manim_project.mobjects.layout import beside, in_box, row
from manim_project.mobjects.regions import Region
from manim_project.mobjects.ribbon import PLAIN, TOP
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s6_instruction_pointer.listing import Listing
from manim_project.scenes.s6_instruction_pointer.passes import Passes
from manim_project.scenes.s6_instruction_pointer.places import ROOM, THIN, lane
from manim_project.scenes.s6_instruction_pointer.program_keys import ProgramKeys
from manim_project.scenes.s6_instruction_pointer.tape import Tape
from manim_project.scenes.s6_instruction_pointer.water import Water
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
PACE = [0.6, 0.45, 0.36, 0.3, 0.27, 0.25, 0.25, 0.3]  # seconds for each step down
LABEL = 0.46 * theme.TALL  # em of what columns are told by
SUM = 1.0 * theme.TALL  # em of the product
BOLD = {"size": SUM, "bold": True}
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
        """Each token that comes out of the layers is laid on the tape, and all are read again."""
        room = Region(ROOM.left + 0.34 * ROOM.width, ROOM.right - 1.2, lane(8.6), lane(-0.2))
        low = (TOP + lane(8.6)) / 2 - 0.1
        passes = Passes(int(DEPTH), room, ROOM.right - 0.25, low)
        tape, listing = self.tape, self.listing
        with self.beat("Each token that comes out is laid on the tape."):
            self.play(listing.appear(), run_time=0.6)
            self.add(tape)
            self.play(tape.lay_prompt(), run_time=0.5)
            self.play(passes.appear(), run_time=0.4)
            self.add(passes)
            listing.point(0)
            for seconds in (1.5, 0.9):
                end = tape.thin(tape.laid) + PLAIN / 2 * UP
                count = tape.laid + 1
                self.play(passes.once(tape.tops(), end, partial(tape.lay, count), seconds))
            self.say()
            self.play(self.stream(passes, run_time=2.0))
            passes.calm()
        self.passes = passes

    def stream(self, passes: Passes, run_time: float) -> UpdateFromAlphaFunc:
        """Pass after pass, faster and faster."""
        tape, listing, first = self.tape, self.listing, self.tape.laid
        stops = [int(line.stop) for line in RUN.lines]

        def go(_: VGroup, alpha: float) -> None:
            done = first + (NOW + 1 - first) * (0.35 * smooth(alpha) + 0.65 * alpha**2)
            count = int(done) if alpha < 1 else NOW + 1
            if count != tape.laid:
                tape.lay(count)
            speed = float(np.clip(3.5 * alpha - 0.5, 0, 1) * np.clip(8 * (1 - alpha), 0, 1))
            passes.spin(tape.thin(count) + PLAIN / 2 * UP, done, speed)
            at_work = sum(stop <= count for stop in stops)
            listing.point(int(RUN.lines[at_work].instruction))

        both = VGroup(passes, tape, listing)
        return UpdateFromAlphaFunc(both, go, rate_func=lambda t: t, run_time=run_time)

    def wake(self) -> None:
        """All but the tape goes dark: the place is told by nothing that is seen."""
        newest = self.tape[NOW]
        self.ask_mark = Words("?", size=2.6 * theme.TALL, color=theme.QUERY, bold=True)
        self.ask_mark.in_box(np.array([0.0, lane(4.5), 0.0]))
        with self.beat("It wakes with nothing but this tape."):
            self.play(FadeOut(self.passes), run_time=0.4)
            self.play(self.listing.withdraw(), run_time=0.6)
            self.play(FadeIn(self.ask_mark, target_position=newest, scale=0.15), run_time=0.7)

    def add_up(self) -> None:
        """Hero: the steps alone, and the place that they lead to."""
        tape = self.tape
        zigzag = Zigzag(RUN, LINES, lambda k: tape.wide(k)[0])
        lanes = lane_lines(len(self.listing.numerals), ROOM.left, ROOM.right)
        with self.beat("Add up every step, and you know the place."):
            self.play(FadeOut(self.ask_mark), run_time=theme.QUICK)
            self.play(self.alter(tape.light, 0.6))
            self.play(self.alter(tape.open, 0.9))
            self.remove(self.listing)
            self.add(lanes, self.listing.numerals)
            self.play(FadeIn(lanes, zigzag), run_time=0.4)

            def tell(counted: float) -> None:
                tape.dress(counted)
                self.listing.paint(zigzag.place)

            others = (tape, self.listing.numerals)
            self.play(zigzag.walk(0, PACE, tell, others))
            self.wait(0.25)
            jump = len(PACE)
            self.play(zigzag.walk(jump, [1.0], tell, others))
            self.wait(0.3)
            self.play(zigzag.walk(jump + 1, [0.5, 0.55], tell, others))
            head, here = zigzag.head.dot.get_center(), int(HERE)
            level = DashedLine(
                head + 0.3 * -RIGHT, [ROOM.left, head[1], 0.0], dash_length=0.09, color=theme.INK
            ).set_stroke(width=3)
            self.play(Create(level), run_time=0.6)
            self.play(self.alter(lambda a: self.listing.grow(here, a), theme.QUICK, True))
            self.hero = VGroup(lanes, level, zigzag)

    def alter(
        self, change: Callable[[float], object], time: float = theme.MOVE, numerals: bool = False
    ) -> UpdateFromAlphaFunc:
        """A motion of the tape, or of the numerals, which know how they stand at a share of it."""
        thing = self.listing.numerals if numerals else self.tape
        return UpdateFromAlphaFunc(thing, lambda _, alpha: change(alpha), run_time=time)

    def level(self) -> None:
        """A head that scores all alike levels what they carry."""
        tape, water = self.tape, Water(LOOK)
        self.water = water
        steps = [LOOK.values[tape.positions[k], 1] for k in (0, tape.jumps[0])]
        marks = VGroup()
        for step, k, height in zip(steps, (0, tape.jumps[0]), (0.55, -5.2), strict=True):
            mark = number(step, "{:+.0f}", size=LABEL, color=theme.VALUE, bold=True)
            x = tape.thin(tape.positions[k])[0] - THIN
            marks.add(beside(mark, np.array([x, water.y(height), 0.0]), LEFT))
        with self.beat("This head does not pick, it levels."):
            self.play(FadeOut(self.hero, self.listing.numerals), run_time=theme.QUICK)
            self.play(self.alter(lambda a: tape.open(1 - a, True), theme.MOVE))
            self.add(water, tape)
            self.play(water.fill_up(), self.alter(lambda _: tape.light(1.0), theme.QUICK))
            self.play(water.rise(run_time=0.9))
            self.play(FadeIn(marks), run_time=0.3)
            self.wait(0.5)
            self.play(FadeOut(marks), run_time=0.2)
            self.play(water.level(run_time=1.6))

        self.mean = Words("{:.2f}", NEURON.value, size=SUM, bold=True, color=theme.INK)
        with self.beat("All it reads is the average."):
            self.play(water.look_closely(run_time=1.2))
            over = np.array([0.0, water.y(water.mean) + 0.7 * theme.TALL, 0.0])
            self.mean.in_box(over)
            self.play(FadeIn(self.mean, water.measure(self.mean)), run_time=theme.QUICK)

    def multiply(self) -> None:
        """Level times width is the sum again."""
        water = self.water
        count = Words("× {:.0f}", NEURON.gate, size=SUM, bold=True)
        equals, total = Words("=", size=SUM, bold=True), number(NEURON.activation, "{:.0f}", **BOLD)
        line = row([self.mean.copy(), count, equals, total], theme.GAP)
        top = Region(ROOM.left, ROOM.right - 0.5, water.poured - 0.5, water.poured)
        in_box(line, top, RIGHT + UP)
        with self.beat("A neuron multiplies it back: the place is {:.0f}.", NEURON.activation):
            self.play(FadeOut(water.ruler), run_time=0.3)
            self.play(water.step_back(run_time=0.7), self.mean.animate.move_to(line[0]))
            self.play(self.alter(self.tape.run_over, 0.8))
            self.play(FadeIn(count), run_time=theme.QUICK)
            self.play(water.pour(run_time=1.3))
            self.play(FadeIn(equals, total), run_time=theme.QUICK)
        self.product, self.total = VGroup(self.mean, count, equals), total

    def ask(self) -> None:
        """The sum is what the next look-back asks for."""
        keys = ProgramKeys(Listing(RUN.program), int(HERE))
        with self.beat("The sum is the next question."):
            four = self.total
            self.play(FadeOut(self.product, self.water, self.tape), run_time=theme.QUICK)
            self.play(FadeIn(keys.numerals), run_time=0.3)
            self.play(keys.slide(run_time=1.0))
            self.play(keys.light_up(), run_time=theme.QUICK)
            target = four.copy().scale(keys.pair.em / four.em).set_color(theme.QUERY)
            target.put(keys.four[0], keys.pair.baseline)
            self.play(Transform(four, target), run_time=0.5)
            self.remove(four)
            self.add(keys.arrow, keys.pair)
            self.play(keys.ask(run_time=0.4))
            self.add(keys.line, keys.keys, keys.numerals, keys.arrow, keys.pair)
            self.play(keys.sweep(run_time=1.5))
            self.play(keys.win())
            self.play(FadeIn(keys.told), run_time=0.3)

    def go_on(self) -> None:
        """The whole run, in the same picture."""
        whole = WholeRun(RUN, int(DEPTH))
        with self.beat("The same {:words} layers, pass after pass, count down.", DEPTH):
            self.play(FadeOut(*self.mobjects), run_time=theme.QUICK)
            self.play(FadeIn(whole.still(LINES)), run_time=0.5)
            self.play(whole.go(LINES, LAST_JUMP))
            self.say()
            self.play(whole.go(LAST_JUMP, whole.count))
        self.conclude("It loops through its own output.", show=whole.circle())
