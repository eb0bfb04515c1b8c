"""Scene 6. How a fixed number of layers runs a loop, and how it knows where it is."""

import numpy as np
from manim import (
    DL,
    LEFT,
    PI,
    RIGHT,
    UL,
    Arrow,
    Create,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.arc import LookBack
from manim_project.mobjects.averaging import Average, TokenSteps
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.folded_trace import FoldedTrace
from manim_project.mobjects.layers import Layers, rail, tip
from manim_project.mobjects.sums import gather, send
from manim_project.mobjects.tape import Pointer, ProgramColumn, heading
from manim_project.mobjects.text import Words, number
from manim_project.mobjects.walk import Walk
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

TOP, PITCH = 1.9, 0.49  # of the program: its first row, and from row to row
HEADS = 2.28  # baseline of the headings
PROGRAM, PROGRAM_WIDTH, PROGRAM_SIZE = -5.88, 2.5, 0.32
SUM = -2.8  # middle of the number beside the pointer
TRACE = (-2.45, 2.2)  # left ends of the trace's columns
LAYERS, LAYER, LAYER_PITCH = (5.55, 1.4), 1.7, 0.76
FRAME = (-6.4, 1.95, -2.83, 2.68)  # around all tokens: left, right, bottom, top
CHART, CHART_PITCH, CHART_RIGHT = -2.3, 0.26, 4.05
RISE = 1.94  # where the jump's line runs up, between the trace's columns
PANEL, PANEL_WIDTH = (4.27, -0.8), 4.22
NOT_KEPT = {"no registers": 0.3, "no stack": -0.4, "no hidden state": -1.1}  # and baselines
PACE = 0.28  # seconds a line of the trace
IP = "ip = mean × count"  # the neuron of layer count
JUMP, NOW = 8, 10  # lines of the trace: the first jump back, and where the sum is done by hand


class InstructionPointer(Stage):
    """A count-down loop: the sum of all steps so far is the instruction pointer."""

    question = "How can a fixed number of layers run a loop?"

    def construct(self) -> None:
        self.machine = machine = REFERENCE.machine
        self.run = run = machine.run("countdown")
        self.program = ProgramColumn(
            run.program, left=PROGRAM, top=TOP, width=PROGRAM_WIDTH, pitch=PITCH, size=PROGRAM_SIZE
        )
        self.trace = FoldedTrace(run, self.program, TRACE)
        self.layers = self.make_layers(FRAME)
        depth = machine.size.layers
        with self.beat("A program may jump back; the machine's {} layers only go forward.", depth):
            self.show_ways()

        with self.beat("Each token that comes out is appended, and all are read again: a loop."):
            self.show_loop()

        self.place = Place(self.program)
        with self.beat("Only tokens are kept: they must tell which instruction is next."):
            self.ask_for_place()

        with self.beat(
            "Each line's last token carries a step, {:+.0f}: their sum is the place.",
            self.step_of(0),
        ):
            self.count_first()
            for index in range(1, JUMP):
                self.play(self.trace.emit(index), *self.counting(index), run_time=PACE)

        step, start = self.step_of(JUMP), int(run.lines[JUMP].start)
        spelled = [run.tokens[start + i].text for i in range(1, 5)]
        with self.beat("A taken jump spells its step: {} {} {} {} is {:.0f}.", *spelled, step):
            self.spell_jump(step)

        flag = run.tokens[int(run.lines[JUMP].stop) - 1].branched
        with self.beat(
            "bt={:d} in its commit says: not {:+.0f}, but the line's {:.0f}. So back to {:.0f}.",
            *(flag, self.step_of(0), step, self.sum_after(JUMP)),
        ):
            self.jump_back()

        self.average()
        with self.beat(
            "The same {} layers, {} times: the pointer walks and jumps back.", depth, run.generated
        ):
            self.walk_on()
        self.conclude(
            "It loops through its own output; the sum of all steps says where it is.",
            show=self.layers.glow(run_time=2.0),
        )

    def make_layers(self, frame: tuple[float, float, float, float]) -> Layers:
        """The layers, beside a frame around program and trace."""
        (x, top), names = LAYERS, self.machine.layer_names
        end = TRACE[0], TOP
        return Layers(names, x=x, top=top, pitch=LAYER_PITCH, width=LAYER, frame=frame, end=end)

    def position(self, index: int) -> int:
        """Where the last token of a line stands."""
        return int(self.run.lines[index].stop) - 1

    def step_of(self, index: int) -> Quantity:
        """What that token carries when layer spell is done."""
        return self.run.residual(name="Δip", position=self.position(index), layer=0)

    def sum_after(self, index: int) -> Quantity:
        """The sum of all steps up to that token."""
        return self.run.residual(name="ip", position=self.position(index), layer=1)

    def show_ways(self) -> None:
        """The branch and its target with the jump between them, and the layers' one way."""
        jump = self.run.program.instructions[self.run.lines[JUMP].instruction]
        start, end = (self.program.cell(i).get_right() for i in (jump.index, jump.target))
        back = LookBack(start, end, 2.0, color=theme.WINNER)
        cells = self.layers.cells
        down = Arrow(cells.get_corner(UL), cells.get_corner(DL), color=theme.DIM).shift(0.35 * LEFT)
        words = Words("back to {}", jump.target, color=theme.WINNER).next_to(back, RIGHT)
        forward = Words("only forward", color=theme.DIM).next_to(down, LEFT)
        self.braces = VGroup(
            *(Words(brace, face=theme.MONO, color=theme.DIM) for brace in ("{{", "}}"))
        )
        self.head = heading("program", PROGRAM + 0.3, HEADS)
        self.braces[0].put(PROGRAM, HEADS)
        self.braces[1].put(self.head.get_right()[0] + 0.1, HEADS)
        self.play(FadeIn(self.head, self.braces, self.program), run_time=theme.MOVE)
        self.play(self.program.light(jump.index), run_time=theme.QUICK)
        self.play(Create(back[0]), FadeIn(back[1], words), run_time=theme.MOVE)
        self.play(self.program.light(jump.target, before=jump.index), run_time=theme.QUICK)
        self.play(self.layers.appear(), run_time=theme.MOVE)
        self.play(GrowArrow(down), FadeIn(forward), self.layers.work(run_time=1.2))
        self.play(self.program.cell(jump.target).paint(theme.FAINT, theme.INK), run_time=0.3)
        self.ways = VGroup(back, words, down, forward)

    def show_loop(self) -> None:
        """The first line comes out of the layers, one token a round."""
        self.trace_head = heading("trace", TRACE[0], HEADS)
        self.labels = VGroup(
            heading("all tokens in", 2.75, 1.87), heading("one token out", 2.5, -2.2)
        )
        self.play(FadeOut(self.ways), FadeIn(self.trace_head), run_time=theme.QUICK)
        self.play(self.layers.close(), FadeIn(self.labels), run_time=1.5)
        line = self.trace.place(0)
        spots = list(line.spots.values())
        for i, (token, spot) in enumerate(zip(line.texts, spots, strict=True)):
            pace = 0.9 if i == 0 else 0.3
            self.play(self.layers.read(pace))
            self.play(self.layers.work(pace))
            self.play(self.layers.send_out(token, pace))
            if i == 0:
                self.add(line.boxes[0], token)
            if i < 4:
                self.play(self.layers.reach((spots[i + 1][0] - 0.2, TOP)), run_time=0.2)
        self.remove(*line.texts)
        self.add(self.trace.add(line))

    def next_slot(self, index: int) -> tuple[float, float]:
        """Where the first token after a line will land."""
        return TRACE[0], float(self.next_row(index).get_center()[1])

    def ask_for_place(self) -> None:
        """Nothing but tokens is carried over; the pointer looks for its row."""
        kept = VGroup(*(heading(text, TRACE[0], y) for text, y in NOT_KEPT.items()))
        self.kept = kept
        self.play(FadeIn(kept), run_time=theme.MOVE)
        self.play(FadeIn(self.place), self.layers.reach(self.next_slot(0)), run_time=theme.QUICK)
        for stop in (len(self.program.cells) - 1, 1):
            self.play(self.place.go(stop))

    def count_first(self) -> None:
        """The first line's step comes out of its last token, and is the sum so far."""
        line, right = self.trace.lines[0], self.trace.lines[0].step.get_right()[0]
        self.heads = VGroup(
            Words("step", color=theme.DIM).put(right, HEADS, align=1),
            Words("sum", color=theme.DIM).put(SUM, HEADS, align=0),
        )
        aside = self.trace_head.animate.put(TRACE[0] + 0.5, HEADS)
        self.play(FadeOut(self.kept, self.labels), FadeIn(self.heads), aside, run_time=theme.QUICK)
        self.play(line.last.paint(theme.VALUE), run_time=theme.QUICK)
        self.play(self.trace.tell(0), run_time=theme.MOVE)
        self.play(
            line.last.paint(theme.FAINT, theme.DIM), *self.place.take(line.step, self.sum_after(0))
        )
        self.play(self.program.light(1), self.place.go(1), run_time=theme.QUICK)

    def counting(self, index: int) -> list[Animation]:
        """A line's step, and the pointer that follows the sum."""
        reach = self.layers.reach(self.next_slot(index))
        return [self.trace.tell(index), *self.follow(index), reach]

    def spell_jump(self, step: Quantity) -> None:
        """The branch's line, six tokens; its four bytes are a signed number."""
        self.play(FadeOut(self.layers), run_time=theme.QUICK)
        line = self.trace.place(JUMP)
        opening, box, closing = line.boxes
        name, *spelled, commit = line.texts
        tokens = VGroup(opening, name), VGroup(box, *spelled), VGroup(closing, commit)
        self.play(LaggedStart(*map(FadeIn, tokens), lag_ratio=0.7))
        self.trace.add(line)
        note = Words("low byte first, two's complement:", size=theme.SMALL, color=theme.DIM)
        spot = self.program.cell(len(self.program.cells) - 1).get_center()
        note.in_box(spot).put(box.get_left()[0], note.baseline)
        value = number(step, "{:.0f}", color=theme.VALUE).in_box(spot)
        value.put(line.step.get_right()[0], value.baseline, align=1)
        self.play(line.bytes.animate.set_color(theme.VALUE), run_time=theme.QUICK)
        self.play(FadeIn(note), gather(line.bytes, value, theme.VALUE))
        self.note = VGroup(note, value)

    def jump_back(self) -> None:
        """The commit takes the line's number for its step; the pointer goes where the sum says."""
        line, target = self.trace.lines[JUMP], self.next_row(JUMP)
        self.play(line.last.paint(theme.VALUE), run_time=theme.QUICK)
        self.play(send(self.note[1], line.step), FadeOut(self.note))
        self.trace.steps.add(line.step)
        y = target.get_center()[1]
        way = rail(
            (RISE, line.bytes.get_top()[1] + 0.1),
            (RISE, y),
            (TRACE[1] - 0.1, y),
            color=theme.WINNER,
        )
        self.rise = VGroup(way, tip((TRACE[1], y), -PI / 2, theme.WINNER))
        self.play(line.last.paint(theme.FAINT, theme.INK), run_time=theme.QUICK)
        self.play(Create(way), FadeIn(self.rise[1]), *self.follow(JUMP), run_time=1.0)
        for index in range(JUMP + 1, NOW + 1):
            self.play(self.trace.emit(index), self.trace.tell(index), *self.follow(index))

    def average(self) -> None:
        """The sum again, as head and neuron of layer count make it."""
        position, prompt = self.position(NOW), self.run.prompt_length
        head, weights = self.machine.head("count.steps"), self.machine.neuron(IP)
        look = self.run.look(head=head.name, position=position)
        neuron = self.run.neuron(IP, position=position)
        name = self.machine.layer_names[head.layer]
        table = Average(name, look, neuron, weights.gate[1][1], center=PANEL, width=PANEL_WIDTH)
        steps = TokenSteps(
            look,
            self.spots(),
            {self.position(i): line.step for i, line in enumerate(self.trace.lines)},
        )
        tally = Words(
            "{} + {} = {:.0f} tokens; a dot is step {:.0f}",
            *(prompt, self.run.emitted(position=position), neuron.gate, look.values[0, 1]),
        )
        texts = VGroup(*(cell.words for cell in self.program.cells), self.braces)
        now = self.next_row(NOW)
        with self.beat(
            "Attention only averages: each of the {:.0f} tokens weighs {:.2f}.",
            neuron.gate,
            look.weights[0],
        ):
            self.play(
                FadeOut(self.place, self.rise, self.heads),
                now.paint(theme.FAINT, theme.INK),
                run_time=theme.QUICK,
            )
            tally.in_box(self.program.cell(9).get_center()).put(TRACE[0], tally.baseline)
            self.play(FadeOut(texts), self.trace.empty(), FadeIn(steps.dots))
            self.play(FadeIn(tally))
            self.play(table.average(steps))

        with self.beat(
            "A neuron multiplies by the count, position {} + {:.0f}: {:.0f} again.",
            *(look.position, weights.gate[1][1], neuron.activation),
        ):
            self.play(table.multiply())
            self.play(FadeOut(steps.dots, tally), FadeIn(texts))
            self.play(gather([table.ip], self.place, theme.WINNER), now.paint(theme.WINNER))
        self.gone = VGroup(table, self.trace.steps)

    def spots(self) -> dict[int, np.ndarray]:
        """Where each token is shown, by its position: five of the program in each of its cells."""
        spots = {
            0: self.braces[0].get_center(),
            int(self.run.prompt_length) - 1: self.braces[1].get_center(),
        }
        for cell, instruction in zip(
            self.program.cells, self.run.program.instructions, strict=True
        ):
            for i in range(5):
                spots[int(instruction.position) + i] = cell.box.get_center() + (i - 2) * 0.4 * RIGHT
        for line in self.trace.lines:
            spots |= line.spots
        return spots

    def next_row(self, index: int) -> Cell:
        """The instruction after a line."""
        return self.program.cell(self.run.lines[index + 1].instruction)

    def follow(self, index: int) -> list[Animation]:
        """Pointer and light go where the sum after a line says."""
        self.place.say(self.sum_after(index))
        before, now = (self.run.lines[i].instruction for i in (index, index + 1))
        return [self.place.go(now), self.program.light(now, before)]

    def walk_on(self) -> None:
        """The rest of the run, a dot a line."""
        walk = Walk(self.program, self.run, left=CHART, pitch=CHART_PITCH)
        self.play(walk.begin(self.trace), FadeOut(self.gone), FadeOut(self.trace_head))
        left, _, *ends = FRAME
        self.layers = self.make_layers((left, CHART_RIGHT, *ends))
        passes = Words("{} passes, a token each", self.run.emitted(position=self.position(NOW)))
        passes.put(CHART_RIGHT - 0.2, TOP, align=1)
        self.play(FadeIn(self.layers, passes))
        for index in range(NOW + 1, len(self.run.lines)):
            x, y, _ = walk.dots[index].get_center()
            passes.say("{} passes, a token each", self.run.emitted(position=self.position(index)))
            self.play(
                walk.step(index),
                *self.follow(index - 1),
                self.layers.reach((x + 0.15, y)),
                run_time=PACE,
            )


class Place(VGroup):
    """The pointer beside `program`, and the sum that it stands for; a question mark at first."""

    def __init__(self, program: ProgramColumn) -> None:
        self.pointer = Pointer(program, 1)
        self.words = Words("?", color=theme.WINNER, bold=True)
        self.words.in_box(np.array([SUM, *self.pointer.get_center()[1:]]))
        super().__init__(self.pointer, self.words)

    def go(self, index: Quantity | int) -> Animation:
        """Walk or jump to an instruction."""
        return self.animate.shift(self.pointer.spot(index) - self.pointer.get_center())

    def say(self, total: Quantity) -> None:
        """The sum so far."""
        self.words.say("{:.0f}", total, align=0)

    def take(self, step: Words, total: Quantity) -> list[Animation]:
        """The first step arrives and is the sum."""
        old = self.words
        self.words = number(total, "{:.0f}", color=theme.WINNER, bold=True)
        self.words.put(SUM, old.baseline, align=0)
        self.remove(old)
        self.add(self.words)
        return [FadeOut(old), gather([step], self.words, theme.WINNER)]
