"""Scene 7. Where a transformer keeps a stack: in what it can look back to."""

from manim import (
    UP,
    AnimationGroup,
    Arrow,
    DashedVMobject,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    Mobject,
    Rectangle,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.columns import (
    BIG,
    BYTES,
    COLUMNS,
    HEADS,
    LEVELS,
    NOTES,
    WIDTH,
    Column,
    Push,
)
from manim_project.mobjects.layers import rail
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

SHELF = 0.58  # from a level down to the line that it stands on
LAST_WIDTH, SLOT = 2.0, (1.3, 0.9)  # of the last column's cells; of an imagined slot
LEFT_END, NAMES = -5.0, -6.4  # of shelves and notes; of the rows' names
DRAWN, DRAWN_SLOT, DRAWN_EM = (0.65, -1.9), (2.4, 1.25), 0.75  # the stack, before it goes
DEPTH = "depth = mean × count"  # the neuron of layer 1


class StackReads(Stage):
    """Push, push, add: depth is a running sum, and a read is a query for a depth."""

    question = "Where does a transformer keep a stack?"

    def construct(self) -> None:
        self.run = run = REFERENCE.machine.run("three_plus_five")
        three, five, eight = pushes = [Push(run, index) for index in range(3)]
        self.stack = stack = Stack()
        self.output, self.noted = Column(run, len(pushes), LAST_WIDTH), VGroup()
        with self.beat(
            "A stack: push {}, push {}; then add takes both off the top.", three.value, five.value
        ):
            self.fill_stack(pushes)

        with self.beat("A transformer has no stack, only its trace, which just grows."):
            self.play(stack.become_imagined())
            for push in (three, five):
                self.play(FadeIn(push.tokens, shift=0.2 * UP), run_time=theme.MOVE)
            self.play(FadeIn(rows([three, five])), run_time=theme.MOVE)

        step = three.line.stack_delta
        with self.beat("Depth is a running sum, like the pointer: a push adds {:+d}.", step):
            for push in (three, five):
                self.rise(push)

        with self.beat("Each push becomes a key at its depth d: (2d, −d²), on the parabola."):
            for push in (three, five):
                self.play(push.become_key())
            parked = run.residual(name="stack_key", position=three.line.start, layer=1)
            others = Words("all other tokens are parked at depth {:.0f}", parked)
            self.note(others.put(LEFT_END, NOTES))

        top = Asking(run.look(head="read.top", position=five.position), [three, five], stack)
        with self.beat(
            "For add, the head {} asks for depth {:.0f}: the {} scores most.",
            top.look.head, top.d, five.value,
        ):  # fmt: skip
            self.ask(top)
            self.read(top)

        second = Asking(run.look(head="read.second", position=five.position), [three, five], stack)
        with self.beat(
            "The head {}, with the same keys, asks for depth {:.0f}.", second.look.head, second.d
        ):
            self.play(top.forget())
            self.ask(second)
            self.read(second)

        with self.beat(
            "{} + {} = {} is appended; {:+d} puts it at depth {:.0f}. Nothing is erased.",
            *(push.value for push in pushes), eight.line.stack_delta, eight.d,
        ):  # fmt: skip
            self.play(second.forget())
            self.append_sum(pushes)

        self.break_tie(pushes)
        self.conclude("A stack is a way to look back: by depth, and the newest first.")

    def break_tie(self, pushes: list[Push]) -> None:
        """Two values at one depth: what happens to their scores, and to their weights."""
        three, _, eight = pushes
        again = Asking(self.run.look(head="read.top", position=eight.position), pushes, self.stack)
        with self.beat(
            "For output, {} asks for depth {:.0f}. Two keys are there.", again.look.head, again.d
        ):
            self.play(eight.stop(), self.output.start(), run_time=theme.QUICK)
            self.play(FadeOut(self.stack.label), run_time=theme.QUICK)
            self.note()
            self.ask(again)

        tie = self.run.residual(name="tie", position=1, layer=-1)
        with self.beat("Each key gains a hair, {:.8f} a token: the newer is ahead.", tie):
            self.play(again.tell("{:.6f}", again.look.scores))
            self.note(
                three.below("token {}", again.look.runner_up),
                eight.below("token {}: ahead by {:.6f}", again.look.winner, again.look.margin),
            )

        factor = REFERENCE.machine.transformer.sharpness
        with self.beat(
            "Softmax multiplies by {:,.0f}: the {} has all the weight.", factor, eight.value
        ):
            self.play(again.tell("weight {:.0f}", again.look.weights))
            self.read(again)
            self.play(FadeIn(self.output.tokens, target_position=self.stack.slot(again.d)))

    def fill_stack(self, pushes: list[Push]) -> None:
        """What a stack machine would do, on a drawn stack."""
        program = VGroup(*(push.instruction for push in pushes), self.output.instruction)
        self.play(FadeIn(program, self.stack.slots), run_time=theme.MOVE)
        *operands, adding = pushes
        for push in operands:
            self.play(push.start(), run_time=theme.QUICK)
            self.play(self.stack.put(push.d, push.value, push.instruction), run_time=theme.MOVE)
            self.play(push.stop(), run_time=theme.QUICK)
        self.play(adding.start(), FadeIn(self.stack.names))

    def note(self, *words: Words) -> None:
        """Exchange what stands in the line below the levels."""
        gone = [FadeOut(self.noted)] if len(self.noted) else []
        self.noted = VGroup(*words)
        self.play(*gone, FadeIn(self.noted), run_time=theme.QUICK)

    def rise(self, push: Push) -> None:
        """The sum of the commits makes the depth, to which the value rises."""
        self.play(push.commit.paint(theme.VALUE), run_time=theme.QUICK)
        sums = self.run.neuron(DEPTH, position=push.position)
        told = (sums.gate, sums.value, sums.activation)
        text = Words("{:.0f} tokens × average {:.4f} ≈ depth {:.0f}", *told)
        self.note(text.put(LEFT_END, NOTES))
        self.play(push.rise(), run_time=theme.MOVE)
        self.play(push.commit.paint(theme.FAINT, theme.DIM), run_time=theme.QUICK)

    def ask(self, asking: "Asking") -> None:
        """A slot asks, and every key gets its score."""
        self.play(asking.pose(), run_time=theme.MOVE)
        self.play(asking.tell("score {:.0f}", asking.look.scores))

    def read(self, asking: "Asking") -> None:
        """The winner is seen, and its value comes."""
        self.play(asking.aim(), run_time=theme.MOVE)
        winner = asking.winner
        self.play(self.stack.put(asking.d, winner.value, winner.block.words))

    def append_sum(self, pushes: list[Push]) -> None:
        """Both operands are added into a new line, which rises to its depth."""
        *_, eight = pushes
        self.note()
        self.play(FadeIn(eight.tokens.value, target_position=self.stack.slots), self.stack.empty())
        self.play(FadeIn(eight.commit), run_time=theme.QUICK)
        self.rise(eight)
        self.play(eight.become_key())


class Stack(VGroup):
    """A drawn stack, one slot a depth; then only imagined, at the right, where its slots ask."""

    def __init__(self) -> None:
        width, height = DRAWN_SLOT
        self.slots, self.em = VGroup(), DRAWN_EM
        for row in range(len(LEVELS)):
            slot = Rectangle(width=width, height=height, color=theme.DIM, stroke_width=3)
            self.slots.add(slot.move_to([DRAWN[0], DRAWN[1] + (row + 0.5) * height, 0.0]))
        self.words: dict[int, Words] = {}
        self.names = VGroup(Words("second", color=theme.DIM), Words("top", color=theme.DIM))
        for name, slot in zip(self.names, self.slots, strict=True):
            name.put(slot.get_right()[0] + 0.3, slot.get_center()[1] - 0.14)
        self.label = Words("imagined", color=theme.DIM).put(COLUMNS[-1], NOTES, align=0)
        super().__init__(self.slots, self.names, self.label)

    def become_imagined(self) -> Animation:
        """The drawn one empties and goes aside; what remains is where one would look for it."""
        solid, self.slots, self.em = self.slots, VGroup(), BIG
        for y in LEVELS.values():
            slot = Rectangle(width=SLOT[0], height=SLOT[1], color=theme.DIM, stroke_width=3)
            self.slots.add(DashedVMobject(slot.move_to([COLUMNS[-1], y, 0.0]), num_dashes=24))
        return AnimationGroup(
            self.empty(),
            FadeOut(solid, target_position=self.slots),
            FadeOut(self.names),
            FadeIn(self.slots, target_position=solid),
            FadeIn(self.label),
        )

    def slot(self, depth: Quantity) -> VMobject:
        """Where the value at a depth would be."""
        return self.slots[round(float(depth)) - 1]

    def put(self, depth: Quantity, value: Quantity, source: Mobject) -> Animation:
        """A value comes from somewhere into its slot."""
        words = number(value, size=self.em, color=theme.VALUE)
        self.words[round(float(depth))] = words.in_box(self.slot(depth).get_center())
        return FadeIn(words, target_position=source)

    def empty(self) -> Animation:
        """What was in the slots goes."""
        gone, self.words = VGroup(*self.words.values()), {}
        return FadeOut(gone)


def rows(pushes: list[Push]) -> VGroup:
    """The levels' lines, and what each row is, at the left."""
    names = [Words("program"), Words("trace")]
    heights = [HEADS, BYTES]
    rails = VGroup()
    for push in pushes:
        y = LEVELS[round(float(push.d))]
        names.append(Words("depth {:.0f}", push.d))
        heights.append(y)
        ends = (LEFT_END, y - SHELF), (COLUMNS[-1] + LAST_WIDTH / 2, y - SHELF)
        rails.add(rail(*ends, color=theme.FAINT))
    for name, y in zip(names, heights, strict=True):
        name.scale(theme.SMALL / name.size).set_color(theme.DIM).put(NAMES, y - 0.12)
    return VGroup(*names, rails)


class Asking(VGroup):
    """One look back: the query of a slot, a number at every key, the ray to the winner."""

    def __init__(self, look: Quantity, pushes: list[Push], stack: Stack) -> None:
        self.look, self.pushes, self.stack = look, pushes, stack
        self.d = look.query[0]
        self.winner = next(push for push in pushes if push.position == int(look.winner))
        y = LEVELS[round(float(self.d))]
        self.query = Words("q = ({:.0f}, {:.0f})", *look.query, color=theme.QUERY)
        self.query.put(COLUMNS[-1] - SLOT[0] / 2 - 0.15, y + 0.27, align=1)
        self.told = VGroup()
        start = [COLUMNS[-1] - SLOT[0] / 2, y, 0.0]
        end = [self.winner.block.get_left()[0] + WIDTH, y, 0.0]
        self.ray = Arrow(start, end, color=theme.QUERY, buff=0.1, tip_length=0.2)
        super().__init__(self.query, self.told, self.ray)

    def pose(self) -> Animation:
        """The slot lights up and says what it asks."""
        lit = self.stack.slot(self.d).animate.set_color(theme.QUERY)
        return AnimationGroup(lit, FadeIn(self.query))

    def tell(self, template: str, values: Quantity) -> Animation:
        """A number of each key's token, in the place of those shown before."""
        old, self.told = self.told, VGroup(*(p.tell(template, values) for p in self.pushes))
        gone = [FadeOut(old)] if len(old) else []
        return LaggedStart(*gone, *map(FadeIn, self.told), lag_ratio=0.5)

    def aim(self) -> Animation:
        """The ray finds the winner; the others fall back."""
        won = self.pushes.index(self.winner)
        colors = [theme.WINNER if i == won else theme.DIM for i in range(len(self.told))]
        return AnimationGroup(
            GrowArrow(self.ray),
            self.winner.block.paint(theme.WINNER),
            *(words.animate.set_color(c) for words, c in zip(self.told, colors, strict=True)),
        )

    def forget(self) -> Animation:
        """What was asked goes; the winner is one of many again."""
        return AnimationGroup(
            FadeOut(self.query, self.told, self.ray),
            self.winner.block.paint(theme.VALUE, theme.INK),
            self.stack.slot(self.d).animate.set_color(theme.DIM),
            run_time=theme.QUICK,
        )
