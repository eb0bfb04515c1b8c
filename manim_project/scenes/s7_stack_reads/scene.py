"""Scene 7. Where a transformer keeps a stack: in what it can look back to."""

from manim import RIGHT, UP, Arrow, FadeIn, FadeOut, GrowArrow, VGroup

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.scenes.s7_stack_reads.columns import (
    BESIDE,
    BLOCK,
    BYTES,
    COMMITS,
    EDGES,
    Column,
    Push,
    Step,
    block,
    level,
    middle,
)
from manim_project.scenes.s7_stack_reads.look_back import Asking
from manim_project.scenes.s7_stack_reads.stack import Stack
from manim_project.scenes.s7_stack_reads.tie_break import TieBreak
from manim_project.stage import FirstCut

APART = 0.4  # between instructions, of the stacks that a program goes through:
PROGRAM, STATES = 1.6 * theme.TALL, theme.tall(-1.6, -0.2)  # middles: instructions, slots
GHOST, ASKED = (
    5.65,
    -1.85 * theme.TALL,
)  # the middle of the imagined stack, the query's baseline below it
RAISED = 1.75 * theme.TALL * UP  # where the tokens are before there are stairs
NOTES = EDGES[2][0] + 0.2  # left ends of what is said about the tokens
LINE = 0.55 * theme.TALL  # from line to line of them
SIGN = 0.42  # between the blocks of a sum


class StackReads(FirstCut):
    """Push, push, add: depth is a running sum, and a read is a query for a depth."""

    question = "Where is a transformer's stack?"

    def construct(self) -> None:
        self.run = run = REFERENCE.machine.run("three_plus_five")
        self.pushes = three, five, eight = [Push(run, index) for index in range(3)]
        self.output, self.halt = Step(run, 3), Column(run, 4)
        self.ghost = Stack(GHOST, (middle(1), middle(2)), dashed=True)
        values = [push.value for push in self.pushes]
        with self.beat("Push {}, push {}; add takes both off the stack and puts {} on.", *values):
            self.say()
            states = self.run_a_stack()

        with self.beat("A transformer only appends tokens. Its stack, at the right, is imagined."):
            self.say()
            notes = self.append_pushes(states)

        other = REFERENCE.machine.run("countdown").lines[7]  # keeps the depth
        steps = (line.stack_delta for line in (three.line, other, eight.line))
        with self.beat(
            "Depth is a running sum, too: each commit steps it by {:+d}, {} or {:+d}.", *steps
        ):
            self.say()
            raised = VGroup(three.tokens, five.tokens)
            self.play(FadeOut(notes), raised.animate.shift(-RAISED), run_time=theme.MOVE)
            for push in (three, five):
                self.climb(push)

        with self.beat("Each pushed value gets a key on the parabola, at its depth d: (2d, −d²)."):
            self.say()
            for push in (three, five):
                self.play(FadeIn(push.key, target_position=push.total), run_time=theme.MOVE)

        self.read_operands()
        self.add_up()
        self.break_tie()
        self.conclude("Nowhere but in the trace: look back by depth, newest first.")

    def run_a_stack(self) -> VGroup:
        """What a stack machine does: the stack after each instruction. Returns all of them."""
        columns = [*self.pushes, self.output]
        heads = VGroup(*(column.head for column in (*columns, self.halt)))
        heads.arrange(buff=APART).move_to(PROGRAM * UP)
        self.play(FadeIn(heads), run_time=theme.QUICK)
        states: list[Stack] = []
        for column in columns:
            state = Stack(column.head.get_x(), STATES)
            moves = [column.start(), FadeIn(state.slots)]
            if states:
                moves += [columns[len(states) - 1].stop(), state.carry(states[-1])]
            self.play(*moves, run_time=theme.QUICK)
            pushed = int(isinstance(column, Push))
            if popped := pushed - int(column.line.stack_delta):
                self.play(state.pop(popped, column.head), run_time=theme.QUICK)
            if pushed:
                self.play(state.push(column.line.value, column.head), run_time=theme.QUICK)
            states.append(state)
        self.play(columns[-1].stop(), run_time=theme.QUICK)
        return VGroup(*(VGroup(state.slots, *state.held) for state in states))

    def append_pushes(self, states: VGroup) -> VGroup:
        """The transformer's trace, and beside it a stack that is only thought of."""
        title = Words("stack", color=theme.DIM).put(GHOST, level(2) + BESIDE, align=0)
        self.play(
            FadeOut(states, target_position=self.ghost),
            *(column.go_home() for column in (*self.pushes, self.output, self.halt)),
            FadeIn(self.ghost, title),
        )
        for push in self.pushes[:2]:
            push.tokens.shift(RAISED)
            self.play(push.start(), run_time=theme.QUICK)
            appear = FadeIn(push.tokens, target_position=push.head)
            self.play(appear, self.ghost.push(push.value, push.head), run_time=theme.MOVE)
            self.play(push.stop(), run_time=theme.QUICK / 2)
        pointer = self.run.residual(name="Δip", position=self.pushes[0].position, layer=0)
        notes = VGroup(
            Words("the value, four bytes").put(NOTES, BYTES - 0.13),
            Words("its commit: a step in depth,").put(NOTES, COMMITS - 0.13),
            Words("beside the pointer's {:+.0f}", pointer).put(NOTES, COMMITS - LINE - 0.13),
        ).shift(RAISED)
        self.play(FadeIn(notes))
        return notes

    def climb(self, push: Push) -> None:
        """A commit's step makes a stair, and the value comes up below it."""
        self.play(push.last.paint(theme.INK), push.add_step(), run_time=theme.MOVE)
        self.play(push.climb(), run_time=theme.QUICK)
        self.play(push.rise(), FadeIn(push.total), run_time=theme.MOVE)

    def read_operands(self) -> None:
        """Two heads ask for two depths, in the column of the instruction that needs both."""
        *operands, adding = self.pushes
        position = operands[-1].position
        looks = [self.run.look(head=h, position=position) for h in ("read.top", "read.second")]
        tail = adding.spot(0)[0] - BLOCK / 2 - BESIDE
        top, second = self.askings = [Asking(look, operands, tail) for look in looks]
        self.names = VGroup(Words("second", color=theme.DIM), Words("top", color=theme.DIM))
        for name, slot in zip(self.names, self.ghost.slots, strict=True):
            name.put(slot.get_left()[0] - BESIDE, slot.get_center()[1] - 0.13, align=1)
        with self.beat(
            "For add, two heads look back: {} asks for depth {:.0f}.", top.look.head, top.d
        ):  # fmt: skip
            self.say()
            self.play(adding.start(), run_time=theme.QUICK)
            self.ask(top, self.names[1])
            self.play(top.fetch(adding.spot(2)), run_time=theme.MOVE)

        with self.beat(
            "The other, {}, asks for depth {:.0f}: its weights subtract one.",
            second.look.head, second.d,
        ):  # fmt: skip
            self.say()
            self.play(top.let_go(), self.ghost.rest(), run_time=theme.MOVE)
            self.ask(second, self.names[0])
            self.play(second.fetch(adding.spot(1)), run_time=theme.MOVE)

    def ask(self, asking: Asking, *names: Words) -> None:
        """The query appears, every key gets its score, the best is found."""
        index = round(float(asking.d)) - 1
        pose = asking.pose(), self.ghost.light(index), *map(FadeIn, names)
        self.play(*pose, run_time=theme.MOVE)
        self.play(asking.score(), run_time=theme.MOVE)
        self.play(asking.aim(), run_time=theme.MOVE)

    def add_up(self) -> None:
        """The two values meet in the column of add; the sum is appended, as a push is."""
        *operands, adding = self.pushes
        second, top = (asking.found for asking in self.askings[::-1])
        three, five, eight = self.pushes
        neuron = self.run.neuron("i32.add: byte", position=five.position)
        total = block(eight.value).colored(theme.WINNER)
        spots = [adding.spot(1) - n * (BLOCK + SIGN) * RIGHT for n in (2, 1, 0)]
        signs = [Words(sign, size=theme.TITLE) for sign in "+="]
        for sign, spot in zip(signs, spots, strict=False):
            sign.in_box(spot + (BLOCK + SIGN) / 2 * RIGHT)
        with self.beat(
            "Both values are at add now; one neuron adds: {} + {} = {:.0f}.",
            three.value, five.value, neuron.activation,
        ):  # fmt: skip
            self.say()
            leave = (asking.leave() for asking in self.askings)
            self.play(*leave, FadeOut(self.names), run_time=theme.QUICK)
            self.play(
                second.animate.place(spots[0]), top.animate.place(spots[1]),
                self.ghost.pop(2), self.ghost.rest(),
                *(push.fade() for push in operands),
            )  # fmt: skip
            self.play(FadeIn(signs[0]), run_time=theme.QUICK)
            ghosts = (FadeOut(part.copy(), target_position=spots[2]) for part in (second, top))
            self.play(*ghosts, FadeIn(signs[1], total.place(spots[2])), run_time=theme.MOVE)

        with self.beat(
            "The {} is appended; {:+d} leads to depth {:.0f}; {} and {} are still there.",
            eight.value, eight.line.stack_delta, eight.d, three.value, five.value,
        ):  # fmt: skip
            self.say()
            gone, come = FadeOut(second, top, *signs, total), adding.tokens.value
            self.play(FadeIn(come, target_position=total), gone, run_time=theme.MOVE)
            self.play(FadeIn(adding.last), run_time=theme.QUICK)
            self.climb(adding)
            ghost = self.ghost.push(eight.value, adding.head)
            self.play(ghost, FadeIn(eight.key), run_time=theme.MOVE)

    def break_tie(self) -> None:
        """Two values at one depth: the newer one must win, and does, by its position."""
        three, five, eight = self.pushes
        look = self.run.look(head="read.top", position=eight.position)
        asking = Asking(look, self.pushes, self.output.right, explained=False)
        asking.scores[1].set_color(theme.DIM)  # out of the running
        with self.beat(
            "For output, {} asks for depth {:.0f}, but two keys tie there.", look.head, asking.d
        ):
            self.say()
            self.play(eight.stop(), self.output.start(), run_time=theme.QUICK)
            self.play(asking.pose(), self.ghost.light(0))
            self.play(asking.score(), run_time=theme.MOVE)

        tie = TieBreak(self.run, look, [three.block, eight.block])
        kept = VGroup(five.block, *(VGroup(p.tokens, p.stair, p.total) for p in self.pushes))
        labels = VGroup(*(VGroup(p.step, p.key) for p in self.pushes))
        labels.add(asking.wish, asking.scores)
        with self.beat(
            "The {} was popped; the newer must win, so later keys gain a hair.", three.value
        ):
            self.say()
            asked = asking.query.animate.put(GHOST, ASKED, align=0)
            self.play(FadeOut(kept, labels), asked, run_time=theme.MOVE)
            self.play(tie.gather(), run_time=1.2)
            self.play(tie.measure(), run_time=theme.MOVE)
            self.play(tie.magnify(), run_time=1.2)
            self.play(tie.subtract(), run_time=theme.QUICK)

        factor = REFERENCE.machine.transformer.sharpness
        with self.beat(
            "Softmax multiplies by {:,.0f}: the {} gets all the weight.", factor, eight.value
        ):
            self.say()
            self.play(tie.multiply(), run_time=1.2)
            self.play(tie.decide(), run_time=theme.MOVE)

        with self.beat("The {} is read: the stack is empty; the trace keeps it all.", eight.value):
            self.say()
            self.play(tie.leave(), FadeOut(asking.query), FadeIn(kept), run_time=theme.MOVE)
            self.play(GrowArrow(asking.ray), run_time=theme.MOVE)
            self.output_top(eight, asking.ray)

    def output_top(self, push: Push, ray: Arrow) -> None:
        """The value that was read goes out, and off the imagined stack, which is empty then."""
        out = FadeIn(self.output.tokens, target_position=push.block)
        self.play(
            out,
            self.ghost.pop(1),
            self.ghost.rest(),
            push.fade(),
            FadeOut(ray),
            run_time=theme.MOVE,
        )
        steps = Words("step {:+d}", self.output.line.stack_delta, size=theme.SMALL)
        steps.put(self.output.head.get_x(), COMMITS - 0.13, align=0)
        self.play(
            FadeIn(steps), FadeIn(self.output.step, target_position=steps), run_time=theme.MOVE
        )
        self.play(self.output.climb(), FadeIn(self.output.total), run_time=theme.MOVE)
        empty = Words("empty", size=theme.SMALL, color=theme.DIM)
        empty.in_box(self.ghost.slots[0].get_center())
        self.play(FadeIn(empty), run_time=theme.QUICK)
