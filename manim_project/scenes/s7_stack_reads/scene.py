"""Scene 7. Where a transformer keeps a stack: in what it can see when it looks back."""

from manim import DOWN, Create, FadeIn, FadeOut, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.scenes.s7_stack_reads.asker import Asker
from manim_project.scenes.s7_stack_reads.hair import Hair
from manim_project.scenes.s7_stack_reads.height_line import HeightLine
from manim_project.scenes.s7_stack_reads.sight import Sight
from manim_project.scenes.s7_stack_reads.snapshots import Snapshots
from manim_project.scenes.s7_stack_reads.storeys import (
    CHANGE,
    HEIGHTS,
    LINE,
    PITCH,
    PRINT,
    PUSHES,
    RUN,
    brackets,
    height_lanes,
    lay,
    out_token,
    spot,
    step_at,
    ticks,
    token_ribbon,
)
from manim_project.scenes.s7_stack_reads.values import CHIP, Value
from manim_project.stage import Stage

ADD, OUT = 2, 3  # the lines of the trace that look back
STEPS = [step_at(k) for k in range(len(HEIGHTS))]


class StackReads(Stage):
    """Push, push, add, print: the stack is a height, and a read is a look along it.

    What is drawn as one look is two in the machine. When it prints, `read.top` finds the latest
    token at its height, which is the asker itself (and beats the 3's by the hair that is shown);
    from there `act.first` looks back for the 8's byte, and that is the ray that one sees.
    """

    question = "Where is a transformer's stack?"

    def construct(self) -> None:
        self.lanes, self.ticks, self.brackets = height_lanes(), ticks(), brackets()
        self.ribbon, self.line, self.out = token_ribbon(), HeightLine(), VGroup(*out_token())
        with self.beat("Forget the stack; keep its height."):
            self.run_a_stack()
            self.trace_its_height()
        with self.beat("The tape's steps add up to the height."):
            self.clear_for_the_tape()
            self.lay_line(0)
            self.lay_line(1)
        with self.beat("Each value stands at its height."):
            self.three, self.five = self.stand(0), self.stand(1)
        with self.beat("Every read looks left along one height."):
            self.look_for_both()
        with self.beat("Both values come back, and are added."):
            self.add_them()
        with self.beat("Nothing is erased: old values stay."):
            self.lay_line(ADD)
            self.eight = self.stand(ADD)
        with self.beat("The nearest at its height hides the rest."):
            self.look_for_one()
        with self.beat("Multiplied, the later key's hair decides."):
            self.tell_why()
        with self.beat("The stack is a way of looking back.", bold=True, hold=2.4):
            self.come_back()
            self.look_once_more()

    def run_a_stack(self) -> None:
        """Push, push, add, print, each state beside the one before."""
        self.stack = stack = Snapshots()
        floor, *_ = self.lanes
        self.add(floor)
        three, five, add, out = range(len(HEIGHTS))
        for k in (three, five):
            self.play(stack.name(k), *([stack.carry(k)] if k else []))
            self.play(stack.push(k, PUSHES[k].value))
        self.play(stack.name(add), stack.carry(add))
        for step in stack.merge():
            self.play(step)
        self.play(stack.name(out), stack.carry(out))
        self.play(stack.leave())

    def trace_its_height(self) -> None:
        """A line runs along the tops; what was below it goes."""
        _, *upper = self.lanes
        self.bring_to_back(*upper, self.ticks)
        self.play(*map(FadeIn, (*upper, self.ticks)), run_time=0.3)
        self.play(self.line.trace(self.stack.steps(), HEIGHTS, run_time=1.4))
        self.play(FadeOut(self.stack.all), run_time=0.3)

    def clear_for_the_tape(self) -> None:
        """Every step goes to where the tape is going to tell of it; the line stays as a ghost."""
        self.play(self.line.slide(STEPS, 0.6), self.stack.stand_over())
        self.ghost = self.line.line.copy()
        self.add(self.ghost)
        self.remove(self.line)
        faint = self.ghost.animate.set_stroke(theme.soft(theme.INK, 0.22), width=5)
        self.play(faint, run_time=0.2)
        self.line = HeightLine()
        self.add(self.line)

    def lay_line(self, k: int) -> None:
        """Four bytes and a commit are laid; where the commit's step stands, the line moves."""
        start, stop = LINE * k + (1 if k == ADD else 0), LINE * (k + 1)
        self.play(lay(self.ribbon[start:stop], 0.45))
        self.play(self.line.run_to(STEPS[k], 0.3), Create(self.brackets[k], run_time=0.3))
        commit = self.ribbon.cell(stop - 1)
        self.play(commit.light(theme.INK, theme.BACKGROUND), run_time=0.15)
        past = [v.paint(theme.VALUE, 0) for v in (self.three, self.five)] if k == ADD else []
        step = self.line.step(float(PUSHES[k].stack_delta), STEPS[k] + PITCH, 0.5)
        self.play(step, *past)
        self.play(commit.light(None, theme.INK), run_time=0.15)

    def stand(self, k: int) -> Value:
        """A value leaves its byte, and stands at the height of its line."""
        cell = self.ribbon.cell(LINE * k)
        value = Value(PUSHES[k].value, spot(k, self.line.levels[k]))
        self.play(cell.light(theme.VALUE), run_time=0.15)
        rise = value.rise(cell.box.get_center(), 0.7)
        self.add(value, cell)  # it comes from behind its cell
        self.play(rise, cell.light(None, theme.VALUE))
        return value

    def look_for_both(self) -> None:
        """The add asks along its own height, and along the one below."""
        blank = self.ribbon.cell(LINE * ADD).box
        newest, task = self.ribbon.cell(LINE * ADD - 1), self.stack.words[ADD]
        self.asker = asker = Asker(newest, [2, 1], task, blank)
        self.play(FadeOut(self.ghost), asker.wake(), self.line.quiet(0.5))
        self.play(asker.stand_up())
        for which, value in enumerate((self.five, self.three)):
            look = asker.look(which, value, 0.5 + 0.3 * which)
            self.play(look, FadeIn(asker.marks[which], run_time=0.15))

    def add_them(self) -> None:
        """Both chips ride back and become one, which drops into the next token."""
        asker, chips = self.asker, []
        rides: list[Animation] = []
        for which, value in enumerate((self.five, self.three)):
            chip = value.chip()
            self.add(asker.rays[which], chip, value)  # it comes from behind the value
            rides += asker.fetch(which, chip, 1.0)
            chips.append(chip)
        self.play(*rides)
        self.remove(*asker.marks)  # the chips stand on them
        middle = (asker.eyes[0] + asker.eyes[1]) / 2
        ends = (middle - CHIP * DOWN, middle + CHIP * DOWN)
        meet = (c.animate.move_to(end) for c, end in zip(chips, ends, strict=True))
        self.play(FadeOut(asker.stem), *meet, run_time=0.7)
        self.wait(0.4)
        self.play(*(FadeOut(chip.digit) for chip in chips), run_time=0.2)
        for chip in chips:
            chip.remove(chip.digit)
        self.play(*(c.animate.move_to(middle) for c in chips), run_time=0.35)
        total = Value(PUSHES[ADD].value, middle, CHIP)
        self.play(FadeIn(total), run_time=0.25)
        self.remove(*chips)
        self.say()
        self.write(total)

    def write(self, total: Value) -> None:
        """The sum drops into the token that was asked for."""
        asker, cell = self.asker, self.ribbon.cell(LINE * ADD)
        self.play(total.sink(cell.box.get_center(), 0.9))
        self.remove(total)
        self.add(cell.colored(theme.VALUE))
        quiet = asker.cell.light(None, theme.INK), asker.task.animate.set_color(theme.DIM)
        self.play(FadeOut(asker.blank), *quiet, self.line.quiet(None), run_time=0.4)

    def look_for_one(self) -> None:
        """The print asks: its lane is lit, and what is found hides what lies behind it."""
        cell, task = self.ribbon.cell(LINE * OUT - 1), self.stack.words[OUT]
        self.asker = asker = Asker(cell, [1], task, self.out)
        self.sight = sight = Sight(asker.eyes[0], self.eight, self.three)
        self.play(asker.wake(), self.line.quiet(0.4), FadeOut(self.line.head))
        self.play(Create(asker.stem), run_time=0.35)
        self.bring_to_back(sight.glow, sight.lit.pour(0))
        self.play(*sight.light_up(0.7), self.three.paint(theme.VALUE, 1, 0.7))
        self.bring_to_back(sight.lit, sight.glow, sight.beam.pour(0), sight.core.pour(0))
        self.play(*sight.shine(0.5))
        self.play(sight.strike())
        self.wait(0.2)
        self.bring_to_back(sight.lit, sight.shade.pour(0))
        self.play(*sight.cast(1.0))

    def tell_why(self) -> None:
        """Both keys score the same, but for a hair; multiplied, it is everything."""
        sight, position = self.sight, LINE * OUT - 1 + int(PUSHES[0].start)
        self.hair = hair = Hair(RUN.look(head="read.top", position=position), sight)
        self.bring_to_back(sight.lit, sight.shade, sight.beyond)
        self.play(*hair.even(0.5))
        self.add(hair.columns)
        self.play(hair.rise(0.5))
        self.play(FadeIn(hair.scores), run_time=0.3)
        self.wait(0.2)
        self.add(hair.tips)
        self.play(hair.lengthen(0.8))
        self.play(FadeIn(hair.lead), run_time=0.3)
        self.wait(0.9)
        self.play(FadeOut(hair.lead, hair.scores), run_time=0.2)
        self.play(hair.weigh())
        self.wait(0.2)
        self.play(*hair.multiply(2.2))

    def come_back(self) -> None:
        """The whole picture once more, and nobody looks."""
        sight, asker = self.sight, self.asker
        gone = (*sight.lights, sight.lamp, sight.flash, asker.stem, asker.blank)
        self.play(
            *map(FadeOut, gone),
            *self.hair.leave(),
            asker.cell.light(None, theme.INK),
            asker.task.animate.set_color(theme.DIM),
            self.eight.paint(theme.VALUE, 0),
            self.line.quiet(0.5),
            run_time=theme.QUICK,
        )

    def look_once_more(self) -> None:
        """All three looks, one after the other; and what was printed."""
        add, out = self.stack.words[ADD], self.stack.words[OUT]
        both = Asker(self.ribbon.cell(LINE * ADD - 1), [2, 1], add, self.out)
        last = Asker(self.ribbon.cell(LINE * OUT - 1), [1], out, self.out)
        back: list[Animation] = []  # what has been seen turns green again while the next ray goes
        for asker, values in ((both, (self.five, self.three)), (last, (self.eight,))):
            seen = FadeIn(asker.stem, asker.marks)
            self.play(asker.cell.light(theme.QUERY), seen, *back, run_time=0.25)
            back = []
            for which, value in enumerate(values):
                self.play(asker.look(which, value, 0.4), *back)
                self.play(value.paint(theme.WINNER, run_time=0.2))
                self.wait(0.2)
                back = [value.paint(theme.VALUE, 0, 0.25)]
            back.append(asker.cell.light(None, theme.INK))
        self.play(*back, run_time=0.25)
        printed, change = self.out
        printed.colored(theme.WINNER)
        self.play(
            lay(self.out, 0.4),
            self.line.run_to(STEPS[OUT], 0.4),
            Create(self.brackets[OUT]),
            run_time=0.4,
        )
        self.play(change.light(theme.INK, theme.BACKGROUND), run_time=0.2)
        self.play(self.line.step(float(PRINT.stack_delta), STEPS[OUT] + CHANGE, 0.5))
        self.play(change.light(None, theme.INK), self.line.quiet(None), run_time=0.2)
