"""Scene 6. How a fixed number of layers runs a loop, and how it knows where it is."""

from manim import (
    DL,
    LEFT,
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
from manim_project.mobjects.layers import Layers
from manim_project.mobjects.sums import gather, send
from manim_project.mobjects.tape import heading
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s6_instruction_pointer.averaging import Average, TokenSteps
from manim_project.scenes.s6_instruction_pointer.folded_trace import FoldedTrace
from manim_project.scenes.s6_instruction_pointer.loop_program import LoopProgram, Place
from manim_project.scenes.s6_instruction_pointer.program_counter_plot import Walk
from manim_project.stage import FirstCut

TOP, PITCH = theme.tall(1.9, 0.49)  # of the program: its first row, and from row to row
PROGRAM, PROGRAM_WIDTH = -5.88, 2.5
HEADS = 2.28 * theme.TALL  # baseline of the headings
SUM, TRACE_HEAD, STEP = -2.8, -1.42, 1.48  # their middles
TRACE = (-2.45, 2.2)  # left ends of the trace's columns
LAYERS, LAYER_WIDTH, LAYER_PITCH = (5.55, 1.4 * theme.TALL), 1.7, 0.76 * theme.TALL
ALL_IN = (2.75, 1.87 * theme.TALL)  # what is said of the way in,
ONE_OUT = (2.65, -2.33 * theme.TALL)  # and of the way out
BOTTOM, OVER = theme.tall(-2.83, 2.68)
FRAME = (-6.4, 2.0, BOTTOM, OVER)  # around all tokens: left, right, bottom, top
CHART_FRAME = (-6.4, 4.05, BOTTOM, OVER)
CHART, CHART_PITCH = -2.3, 0.26
PASSES = 3.85  # right end of the counter in the chart
PANEL = (3.88, 1.93 * theme.TALL)  # middle of the arithmetic
TOGETHER = 0.8  # program and layers stand nearer to each other at first
NOT_KEPT = {"no registers": 0.3, "no stack": -0.4, "no hidden state": -1.1}  # heights at 16:9
PACE = 0.32  # seconds a line of the trace
SLOT = 0.6  # from a line's left end to where the arrow to its first token ends
AFTER, NEAR = 0.28, 0.15  # from a token, from a dot, to the arrow that points to it
IP = "ip = mean × count"  # the neuron of layer count
JUMP, NOW = 8, 10  # lines of the trace: the first jump back, and where the sum is done by hand


class InstructionPointer(FirstCut):
    """A count-down loop: the sum of all steps so far is the instruction pointer."""

    question = "How can five layers run a loop?"

    def construct(self) -> None:
        self.machine = machine = REFERENCE.machine
        self.run = run = machine.run("countdown")
        self.program = LoopProgram(
            run, left=PROGRAM, top=TOP, width=PROGRAM_WIDTH, pitch=PITCH, head=HEADS
        )
        self.trace = FoldedTrace(run, self.program, TRACE)
        self.layers = self.make_layers(FRAME, (TRACE[0] + SLOT, TOP))
        depth = machine.size.layers
        with self.beat("A program may jump back; the machine's {} layers only go forward.", depth):
            self.say()
            self.show_ways()

        self.heads = [Words(text, color=theme.DIM) for text in ("trace", "sum", "step")]
        for head, x in zip(self.heads, (TRACE_HEAD, SUM, STEP), strict=True):
            head.put(x, HEADS, align=0)
        self.labels = VGroup(heading("all tokens in", *ALL_IN), heading("one token out", *ONE_OUT))
        with self.beat("Each token that comes out is appended, and all are read again: a loop."):
            self.say()
            apart = [group.animate.shift(way) for group, way in self.shifted]
            self.play(FadeOut(self.ways), *apart, FadeIn(self.heads[0]))
            self.play(self.layers.close(), FadeIn(self.labels), run_time=1.5)
            self.emit_by_token()

        self.place = Place(self.program, 1)
        with self.beat("Only tokens are kept: they must tell which instruction is next."):
            self.say()
            self.ask_for_place()

        with self.beat(
            "Each line's last token carries a step, {:+.0f}; the sum is the place.", self.step_of(0)
        ):
            self.say()
            self.count_first()
            for index in range(1, JUMP):
                self.count(index, self.layers.reach(self.next_slot(index)))

        self.jump()
        self.average()
        with self.beat(
            "The same {} layers, {} times: the pointer walks and jumps back.",
            depth,
            run.generated,
            loops=True,
        ):
            self.say()
            self.walk_on()
        self.conclude(
            "It loops through its own output; the sum of all steps says where it is.",
            show=self.layers.glow(run_time=2.0),
        )

    def make_layers(
        self, frame: tuple[float, float, float, float], end: tuple[float, float]
    ) -> Layers:
        """The layers beside a frame around program and trace, and the way out to `end`."""
        (x, top), names = LAYERS, self.machine.layer_names
        return Layers(
            names, x=x, top=top, pitch=LAYER_PITCH, width=LAYER_WIDTH, frame=frame, end=end
        )

    def position(self, index: int) -> int:
        """Where the last token of a line stands."""
        return int(self.run.lines[index].stop) - 1

    def step_of(self, index: int) -> Quantity:
        """What that token carries when layer spell is done."""
        return self.run.residual(name="Δip", position=self.position(index), layer=0)

    def flag_of(self, index: int) -> Quantity:
        """Whether that token says that a branch was taken."""
        return self.run.tokens[self.position(index)].branched

    def sum_after(self, index: int) -> Quantity:
        """The sum of all steps up to that token."""
        return self.run.residual(name="ip", position=self.position(index), layer=1)

    def next_slot(self, index: int) -> tuple[float, float]:
        """Where the first token after a line will land."""
        following = self.program.cell(self.run.lines[index + 1].instruction)
        return TRACE[0] + SLOT, float(following.get_center()[1])

    def show_ways(self) -> None:
        """The branch and its target with the jump between them, and the layers' one way."""
        jump = self.run.program.instructions[self.run.lines[JUMP].instruction]
        pair = self.program, VGroup(self.layers.cells, self.layers.wires)
        self.shifted = list(zip(pair, (TOGETHER * LEFT, TOGETHER * RIGHT), strict=True))
        for group, way in self.shifted:
            group.shift(-way)
        start, end = (self.program.cell(i).get_right() for i in (jump.index, jump.target))
        back = LookBack(start, end, 2.0, color=theme.WINNER)
        cells = self.layers.cells
        down = Arrow(cells.get_corner(UL), cells.get_corner(DL), color=theme.DIM).shift(0.35 * LEFT)
        words = Words("back to {}", jump.target, color=theme.WINNER).next_to(back, RIGHT)
        forward = Words("only forward", color=theme.DIM).next_to(down, LEFT)
        self.play(FadeIn(self.program), run_time=theme.MOVE)
        self.play(self.program.light(jump.index), run_time=theme.QUICK)
        self.play(Create(back[0]), FadeIn(back[1], words), run_time=theme.MOVE)
        self.play(self.program.light(jump.target, before=jump.index), run_time=theme.QUICK)
        self.play(self.layers.appear(), run_time=theme.MOVE)
        self.play(GrowArrow(down), FadeIn(forward), self.layers.work(run_time=1.2))
        self.play(self.program.quiet(jump.target), run_time=0.3)
        self.ways = VGroup(back, words, down, forward)

    def emit_by_token(self) -> None:
        """The first line comes out of the layers, one token a round, all read before each."""
        line = self.trace.place(0)
        boxes = {line.texts[0]: line.boxes[0], line.texts[-1]: line.boxes[1]}
        for token in line.texts:
            pace = 0.9 if token is line.texts[0] else 0.28
            slot = token.get_right()[0] + AFTER, TOP
            opened = [FadeIn(boxes[token])] if token in boxes else []
            self.play(*opened, self.layers.reach(slot), self.layers.read(pace), run_time=pace)
            self.play(self.layers.work(pace))
            self.play(self.layers.send_out(token, pace))
        self.remove(*line.boxes, *line.texts)
        self.add(self.trace.add(line))

    def ask_for_place(self) -> None:
        """Nothing but tokens is carried over; the pointer looks for its row."""
        self.kept = VGroup(
            *(heading(text, TRACE[0], y * theme.TALL) for text, y in NOT_KEPT.items())
        )
        self.play(FadeIn(self.kept), run_time=theme.MOVE)
        self.play(FadeIn(self.place), run_time=theme.QUICK)
        for stop in (len(self.program.cells) - 1, 1):
            self.play(self.place.go(stop))

    def count_first(self) -> None:
        """The first line's step comes out of its last token, and is the sum so far."""
        line, total = self.trace.lines[0], self.sum_after(0)
        heads, reach = FadeIn(*self.heads[1:]), self.layers.reach(self.next_slot(0))
        self.play(FadeOut(self.kept, self.labels), heads, reach, run_time=theme.QUICK)
        self.play(line.last.paint(theme.VALUE), run_time=theme.QUICK)
        self.play(self.trace.tell(0), run_time=theme.MOVE)
        self.play(line.last.paint(theme.FAINT, theme.INK), self.place.take(line.step, total))
        self.play(self.program.light(1), run_time=theme.QUICK)

    def count(self, index: int, *others: Animation, pace: float = PACE) -> None:
        """A line with its step, and the pointer that follows the sum."""
        emit = self.trace.emit(index)
        self.play(emit, self.trace.tell(index), *self.follow(index), *others, run_time=pace)

    def follow(self, index: int) -> list[Animation]:
        """Pointer and light go where the sum after a line says."""
        self.place.say(self.sum_after(index))
        before, now = (self.run.lines[i].instruction for i in (index, index + 1))
        return [self.place.go(now), self.program.light(now, before)]

    def jump(self) -> None:
        """The first jump back, in two beats: what its line spells, and what its commit says."""
        step, start = self.step_of(JUMP), int(self.run.lines[JUMP].start)
        spelled = [self.run.tokens[start + i].text for i in range(1, 5)]
        with self.beat("A jump's line spells its step: {} {} {} {} is {:.0f}.", *spelled, step):
            self.say()
            self.spell_jump(step)

        flag, before = self.flag_of(JUMP), self.sum_after(JUMP - 1)
        with self.beat(
            "A jump's commit has bt={:d}: its step is the line's {:.0f}, so {:.0f} becomes {:.0f}.",
            *(flag, step, before, self.sum_after(JUMP)),
        ):
            self.say()
            self.jump_back()

    def spell_jump(self, step: Quantity) -> None:
        """The branch's line, six tokens; its four bytes are a signed number."""
        self.play(FadeOut(self.layers), run_time=theme.QUICK)
        line = self.trace.place(JUMP)
        opening, *_, closing = line.texts
        parts = zip(line.boxes, (opening, line.bytes, closing), strict=True)
        self.play(LaggedStart(*(FadeIn(*part) for part in parts), lag_ratio=0.7))
        self.trace.add(line)
        below = self.program.cells[-1].get_center()
        value = number(step, "{:.0f}", color=theme.VALUE).in_box(below)
        value.put(line.step.get_right()[0], value.baseline, align=1)
        note = Words("low byte first, two's complement:", size=theme.SMALL, color=theme.DIM)
        note.put(value.get_left()[0] - NEAR, value.baseline, align=1)
        self.play(line.bytes.animate.set_color(theme.VALUE), run_time=theme.QUICK)
        self.play(FadeIn(note), gather(line.bytes, value, theme.VALUE))
        self.note = VGroup(note, value)

    def jump_back(self) -> None:
        """The commit takes the line's number for its step; the pointer goes where the sum says."""
        line, (note, value) = self.trace.lines[JUMP], self.note
        others = Words("in all other commits bt={:d}", self.flag_of(0), color=theme.DIM)
        others.scale(theme.SMALL / others.size).put(note.get_right()[0], note.baseline, align=1)
        self.play(FadeOut(note), line.last.paint(theme.VALUE), run_time=theme.QUICK)
        self.play(send(value, line.step), FadeOut(value), FadeIn(others))
        self.trace.steps.add(line.step)
        self.play(line.last.paint(theme.FAINT, theme.INK), run_time=theme.QUICK)
        trail = self.place.trail(*(self.run.lines[i].instruction for i in (JUMP, JUMP + 1)))
        slot = self.trace.slot(JUMP)
        self.play(Create(trail), *self.follow(JUMP))
        self.play(FadeIn(slot), run_time=theme.QUICK)
        self.note = VGroup(others, trail, slot)

    def average(self) -> None:
        """The sum again, as head and neuron of layer count make it."""
        position, now = self.position(NOW), self.run.lines[NOW + 1].instruction
        head, one = self.machine.head("count.steps"), self.machine.neuron(IP).gate[1][1]
        look = self.run.look(head=head.name, position=position)
        neuron = self.run.neuron(IP, position=position)
        title = Words(
            "layer “{}”: {:.0f} tokens", self.machine.layer_names[head.layer], neuron.gate
        )
        table = Average(title, look, neuron, PANEL)
        total = self.sum_after(NOW)
        with self.beat(
            "Two lines later, a step of {:+.0f} each, the sum is {:.0f}.", self.step_of(NOW), total
        ):
            self.say()
            self.play(FadeOut(self.note), run_time=theme.QUICK)
            for index in range(JUMP + 1, NOW + 1):
                self.count(index, pace=theme.MOVE)

        with self.beat(
            "Attention cannot add, only average: equal keys, equal weights {:.2f}.", look.weights[0]
        ):
            self.say()
            gone = FadeOut(self.place, *self.heads[1:])
            self.play(gone, self.program.quiet(now), run_time=theme.QUICK)
            steps, words = self.tally(look)
            self.play(self.program.empty(), self.trace.empty(), FadeIn(steps))
            self.play(FadeIn(words), run_time=theme.QUICK)
            self.play(table.average(steps))

        with self.beat(
            "A gated neuron multiplies by the count: the last position {} + {:.0f}.",
            *(look.position, one),
        ):
            self.say()
            self.play(table.multiply())
            self.play(FadeOut(steps.of_program, words), self.program.fill(), run_time=theme.QUICK)
            self.gone = VGroup(table, steps.of_trace, self.trace.steps)
            found = gather([table.sum], self.place, theme.WINNER)
            self.play(found, FadeIn(self.heads[1]), self.program.light(now))

    def tally(self, look: Quantity) -> tuple[TokenSteps, VGroup]:
        """The steps of all tokens in their places, and how many tokens there are."""
        spots, numbers = self.program.spots(), {}
        for index, line in enumerate(self.trace.lines):
            spots |= line.spots
            numbers[self.position(index)] = line.step
        prompt, emitted = self.run.prompt_length, self.run.emitted(position=look.position)
        dot = Words("a dot: step {:.0f}", look.values[0, 1], size=theme.SMALL, color=theme.DIM)
        dot.in_box(self.program.cells[-1].get_center()).put(theme.SAFE_X, dot.baseline, align=1)
        counts = [Words("{} tokens", count, size=theme.SMALL) for count in (prompt, emitted)]
        counts[0].put(self.program.braces.get_right()[0] + AFTER, HEADS)
        counts[1].put(self.heads[0].get_right()[0] + AFTER, HEADS)
        return TokenSteps(look, spots, numbers, int(prompt)), VGroup(*counts, dot)

    def walk_on(self) -> None:
        """The rest of the run, a dot a line."""
        self.walk = walk = Walk(self.program, self.run, left=CHART, pitch=CHART_PITCH, head=HEADS)
        self.play(walk.begin(self.trace), FadeOut(self.gone, self.heads[0]))
        x, y, _ = walk.dots[NOW].get_center()
        self.layers = self.make_layers(CHART_FRAME, (x + NEAR, y))
        passes = Words("{} passes", self.run.emitted(position=self.position(NOW)))
        passes.put(PASSES, self.program.indices[0].baseline, align=1)
        self.play(FadeIn(self.layers, passes, walk.axis))
        for index in range(NOW + 1, len(self.run.lines)):
            x, y, _ = walk.dots[index].get_center()
            emitted = self.run.emitted(position=self.position(index))
            passes.say("{} passes", emitted, align=1)
            reach = self.layers.reach((x + NEAR, y))
            self.play(walk.step(index), *self.follow(index - 1), reach, run_time=PACE)
