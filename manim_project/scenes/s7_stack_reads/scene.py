"""Scene 7. Where a transformer keeps a stack: in what it can see when it looks back."""

from manim import DOWN, FadeIn, FadeOut

from manim_project import theme
from manim_project.scenes.s7_stack_reads.asker import Asker
from manim_project.scenes.s7_stack_reads.hair import Hair
from manim_project.scenes.s7_stack_reads.height_line import HeightLine
from manim_project.scenes.s7_stack_reads.sight import Sight
from manim_project.scenes.s7_stack_reads.snapshots import Snapshots
from manim_project.scenes.s7_stack_reads.storeys import (
    LINE,
    PRINT,
    PUSHES,
    RUN,
    height_lanes,
    out_cell,
    spot,
    ticks,
    token_ribbon,
)
from manim_project.scenes.s7_stack_reads.values import Value
from manim_project.stage import Stage

HEIGHTS = [1.0, 2.0, 1.0, 0.0]


class StackReads(Stage):
    """Push, push, add, print: the stack is a height, and a read is a look along it.

    What is drawn as one look is two in the machine. When it prints, `read.top` finds the latest
    token at its height, which is the asker itself (and beats the 3's by the hair that is shown);
    from there `act.first` looks back for the 8's byte, and that is the ray that one sees.
    """

    question = "Where is a transformer's stack?"

    def construct(self) -> None:
        self.lanes, self.ticks = height_lanes(), ticks()
        self.ribbon, self.line = token_ribbon(), HeightLine()
        with self.beat("A stack grows and shrinks."):
            self.run_a_stack()
        with self.beat("Forget the stack; keep its height."):
            self.trace_its_height()
        with self.beat("The height is a running sum, too."):
            self.clear_for_the_tape()
            self.lay_line(0)
            self.lay_line(1)
        with self.beat("Each value stands at its height."):
            self.three, self.five = self.stand(0), self.stand(1)
        with self.beat("Every read looks left along one height."):
            self.look_for_both()
        with self.beat("Nothing is erased: old values still stand."):
            self.add_them()
            self.lay_line(2)
            self.eight = self.stand(2)
        with self.beat("Popped only means: out of sight."):
            self.look_for_one()
        with self.beat("Later keys score a hair more."):
            self.compare()
        with self.beat("The stack is a way of looking back.", bold=True, hold=2.4):
            self.come_back()
            self.look_once_more()

    def run_a_stack(self) -> None:
        """Push, push, add, print, each state beside the one before."""
        self.stack = stack = Snapshots()
        floor, *_ = self.lanes
        self.play(FadeIn(floor), run_time=0.2)
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
        self.play(*map(FadeIn, (*upper, self.ticks)), run_time=theme.QUICK)
        self.play(self.line.trace(HEIGHTS, run_time=2.0))
        self.play(FadeOut(self.stack.all), run_time=0.5)

    def clear_for_the_tape(self) -> None:
        """The old line stays as a ghost; the program makes room for the tape."""
        self.ghost = self.line.line.copy()
        self.add(self.ghost)
        self.remove(self.line)
        faint = self.ghost.animate.set_stroke(theme.soft(theme.INK, 0.22), width=5)
        self.play(FadeOut(self.stack.words), faint, run_time=theme.QUICK)
        self.line = HeightLine()
        self.add(self.line)

    def lay_line(self, k: int) -> None:
        """Four bytes and a commit are laid; the commit's step moves the line."""
        start, stop = LINE * k + (1 if k == 2 else 0), LINE * (k + 1)
        self.play(self.ribbon.lay(start, stop, 0.5))
        self.play(self.line.extend(0.35))
        commit = self.ribbon.cell(stop - 1)
        self.play(commit.light(theme.INK, theme.BACKGROUND), run_time=0.3)
        self.play(self.line.step(float(PUSHES[k].stack_delta), 0.5))
        self.play(commit.light(None, theme.INK), run_time=0.2)

    def stand(self, k: int) -> Value:
        """A value leaves its byte, and stands at the height of its line."""
        cell = self.ribbon.cell(LINE * k)
        value = Value(PUSHES[k].value, spot(k, self.line.levels[k]))
        self.play(cell.light(theme.VALUE), run_time=0.25)
        rise = value.rise(cell.box.get_center())
        self.add(value, cell)  # it comes from behind its cell
        self.play(rise, cell.light(None, theme.VALUE))
        return value

    def look_for_both(self) -> None:
        """The add asks along its own height, and along the one below."""
        self.play(FadeOut(self.ghost), run_time=0.2)
        self.asker = asker = Asker(self.ribbon.cell(2 * LINE - 1), [2, 1], "add")
        self.play(asker.wake())
        self.play(asker.stand_up())
        self.chips = []
        for which, value in enumerate((self.five, self.three)):
            if which:
                self.play(FadeIn(asker.marks[which]), run_time=0.2)
            self.play(asker.look(which, value, 0.6 + 0.4 * which))
        self.say()
        for which, value in enumerate((self.five, self.three)):
            chip = value.chip()
            self.add(asker.rays[which], chip, value)  # it comes from behind the value
            self.play(*asker.fetch(which, chip, 0.7 + 0.2 * which))
            self.chips.append(chip)
        self.remove(*asker.marks)  # the chips stand on them

    def add_them(self) -> None:
        """The two chips become one, which is laid on the tape."""
        asker, (upper, lower) = self.asker, self.chips
        middle = (asker.eyes[0] + asker.eyes[1]) / 2
        gone = (asker.stem, asker.task, upper.digit, lower.digit)
        self.play(*map(FadeOut, gone), run_time=0.3)
        for chip in (upper, lower):
            chip.remove(chip.digit)
        meet = (c.animate.shift(middle - c.disc.get_center()) for c in (upper, lower))
        self.play(*meet, run_time=0.4)
        total = Value(PUSHES[2].value, middle, 0.56)
        self.play(FadeIn(total), run_time=0.25)
        self.remove(upper, lower)
        cell = self.ribbon.cell(2 * LINE)
        self.play(
            self.three.paint(None),
            self.five.paint(None),
            asker.cell.light(None, theme.INK),
            run_time=0.4,
        )
        self.play(total.sink(cell.box.get_center(), 0.5))
        self.remove(total)
        self.add(cell.colored(theme.VALUE))

    def look_for_one(self) -> None:
        """The print asks: what is found hides what lies behind it."""
        cell = self.ribbon.cell(3 * LINE - 1)
        self.asker = asker = Asker(cell, [1], "print")
        self.sight = sight = Sight(asker.eyes[0], self.eight, self.three)
        self.play(asker.wake())
        self.bring_to_back(sight.air)
        quiet = self.line.line.animate.set_stroke(theme.soft(theme.INK, 0.4), width=5)
        gone = FadeOut(self.lanes, self.ticks, self.line.head)
        self.play(sight.light_up(), quiet, gone, run_time=0.8)
        self.play(asker.stand_up())
        self.bring_to_back(sight.air, sight.source, sight.beam.pour(0), sight.core.pour(0))
        self.play(*sight.shine(1.0))
        self.play(sight.strike())
        self.wait(0.4)
        self.bring_to_back(sight.air, sight.shade.pour(0))
        self.play(sight.cast(1.4))
        self.play(sight.miss())

    def compare(self) -> None:
        """Both keys score the same, but for where on the tape they are."""
        sight, asker = self.sight, self.asker
        position = 3 * LINE - 1 + int(PUSHES[0].start)
        self.hair = hair = Hair(RUN.look(head="read.top", position=position))
        gone = (*sight.lights, sight.flash, sight.blind, asker.stem, *asker.marks, asker.task)
        rest = (*self.ribbon, self.line.line, self.five)
        self.play(*map(FadeOut, (*gone, *rest)), run_time=0.5)  # each in its own layer
        pair = (self.three, self.eight)
        self.homes = [value.disc.get_center() for value in pair]
        self.play(hair.gather(pair, 0.8))
        self.add(hair.columns)
        self.play(hair.rise(0.6))
        self.play(FadeIn(hair.axis, hair.ages), run_time=0.3)
        self.play(hair.lie())
        self.wait(0.4)
        self.play(hair.lift(1.2))
        self.play(hair.tell())
        self.play(hair.won(self.eight))

    def come_back(self) -> None:
        """The whole picture once more."""
        hair = self.hair
        self.play(
            FadeOut(
                hair.columns, hair.slivers, hair.axis, hair.ages, hair.sweep, hair.scores, hair.note
            ),
            self.eight.paint(theme.VALUE),
            run_time=theme.QUICK,
        )
        pairs = zip((self.three, self.eight), self.homes, strict=True)
        home = (v.animate.shift(p - v.disc.get_center()) for v, p in pairs)
        self.play(*home, run_time=0.6)
        self.line.line.set_stroke(theme.INK, width=8)
        self.five.dressed(theme.VALUE)
        self.asker.cell.colored(None, theme.INK)
        self.bring_to_back(self.lanes, self.ticks, self.ribbon, self.line)
        self.play(FadeIn(self.lanes, self.ticks, self.ribbon, self.line, self.five), run_time=0.4)

    def look_once_more(self) -> None:
        """All three looks, one after the other; and what was printed."""
        both = Asker(self.ribbon.cell(2 * LINE - 1), [2, 1], "add")
        last = Asker(self.ribbon.cell(3 * LINE - 1), [1], "print")
        for asker, values in ((both, (self.five, self.three)), (last, (self.eight,))):
            self.play(asker.cell.light(theme.QUERY), FadeIn(asker.stem, asker.marks), run_time=0.3)
            for which, value in enumerate(values):
                self.play(asker.look(which, value, 0.4))
                self.play(value.paint(theme.WINNER), run_time=0.2)
        cell = out_cell()
        cell.colored(theme.WINNER)
        self.play(FadeIn(cell, shift=0.5 * DOWN), self.line.extend(0.4), run_time=0.4)
        self.play(self.line.step(float(PRINT.stack_delta), 0.5))
