"""Scene 9. 3 + 5, inside: a whole program, token by token, and one token in slow motion."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from manim import Arrow, FadeIn, FadeOut, LaggedStart, Mobject, RoundedRectangle, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.arc import LookBack
from manim_project.mobjects.cell import CORNER, Cell
from manim_project.mobjects.replay import Replay
from manim_project.mobjects.text import Phrase, Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

RUN = REFERENCE.machine.run("three_plus_five")
SUM = 2  # the line of the trace that holds the sum
PACE = 0.2  # seconds a move at full speed: one looks back, one emits
OPEN, LOOK, STAY = 0.6, 2.6, 0.9  # seconds a layer in slow motion: opens, works, stands still
GLOSS = (-2.5, 1.5, 0.5)  # the program in words: left ends of its columns, size
TABLE = (2.3, -2.5, 0.22)  # of a closing table: top, bottom, between its rows
WEIGHTS = (-6.1, -3.05, -0.4)  # left ends of the columns in the table of weights
ROLES = ("addresses", "requests", "data", "arithmetic")
COLORS = (theme.KEY, theme.QUERY, theme.VALUE, theme.WINNER)
FACTS = (-6.1, 0.35)
LANES = (1.2, -1.0)  # of the comparison with a tool
LANE_NAME, STOPS = -6.3, (-2.1, 1.5, 5.1)
FACT, SYMBOL = 0.46, 0.7  # sizes in a closing table


class ThreePlusFive(Stage):
    """The machine runs a program: look back, fetch, read, add, emit."""

    question = "What happens inside when it computes {} + {}?"
    asked = tuple(RUN.program.instructions[i].operand for i in range(2))

    def construct(self) -> None:
        self.replay = replay = Replay(RUN)
        first, slow = int(RUN.prompt_length) - 1, int(RUN.lines[SUM].start) - 1
        gloss = Gloss(replay)
        with self.beat(
            "The program is {} tokens: each opcode, then four bytes.", RUN.prompt_length
        ):
            self.play(gloss.appear())
            self.play(replay.read_in(run_time=1.6))

        with self.beat("Out comes a trace: for each line, heads look back at what it needs."):
            self.play(FadeOut(gloss), run_time=theme.QUICK)
            self.play(replay.appear())
            self.run_on(range(first, slow))

        with self.beat("Now slowly: the last token's vector runs through five layers."):
            self.play(replay.follow(slow))
        self.slow_motion(slow)

        out, halt = (RUN.tokens[len(RUN.tokens) - n] for n in (2, 1))
        with self.beat("It is appended; the same layers go on to {} and {}.", out.text, halt.text):
            self.play(replay.emit(slow), replay.close())
            self.run_on(range(slow + 1, len(RUN.tokens) - 1))
            self.play(replay.show_output(), run_time=theme.QUICK)

        with self.beat("So weights can be addresses, requests, data and arithmetic."):
            self.change_to(weights(slow))
        with self.beat("No tool is called: the forward pass itself does the computing."):
            self.change_to(comparison(slow))
        with self.beat("And the plain truth: it was compiled, not trained, and it is slow."):
            self.change_to(facts())
        self.conclude(
            "Heads look back, neurons add: the forward pass itself computes {}.",
            RUN.lines[SUM].value,
        )

    def run_on(self, positions: range) -> None:
        """Token after token at full speed."""
        for position in positions:
            for move in self.replay.step(position):
                self.play(move, run_time=PACE)

    def slow_motion(self, position: int) -> None:
        """The layers, one a beat, at the token before the sum."""
        value = RUN.residual("value", position, 0)
        ip, depth = (RUN.residual(name, position, 1) for name in ("ip", "depth"))
        opcode = RUN.tokens[RUN.look("fetch.opcode", position).winner].text
        top, second = (RUN.residual(name, position, 3) for name in ("top", "second"))
        below, above = (RUN.look(head, position).query[0] for head in ("read.second", "read.top"))
        count = RUN.neuron("ip = mean × count", position).gate
        result, best = RUN.residual("result", position, 4), RUN.decision(position)
        count_up = "Count: the steps of all {:.0f} tokens add up: instruction {:.0f}, depth {:.0f}."
        read = "Read: at depth {:.0f} of the stack lies {:.0f}, at depth {:.0f} lies {:.0f}."
        add = "Act: one neuron adds, {:.0f} + {:.0f} = {:.0f}; the carry's gate stays shut."
        choose = "Logits: {} is ahead by {:.0f}, so it is the next token."
        beats = (
            ("spell", "Spell: the four bytes before it make one number, {:.0f}.", value),
            ("count", count_up, count, ip, depth),
            ("fetch", "Fetch: look up instruction {:.0f}; it is {}.", ip, opcode),
            ("read", read, below, second, above, top),
            ("act", add, second, top, result),
            ("logits", choose, best.token, best.margin),
        )
        for stage, *sentence in beats:
            with self.beat(*sentence, hold=STAY):
                self.play(self.replay.open(stage, position), run_time=OPEN)
                self.play(self.replay.look(stage, position), run_time=LOOK)

    def change_to(self, picture: VGroup) -> None:
        """Only the question and the caption stay; the new picture comes part by part."""
        kept: list[Mobject | None] = [self.title, self.caption]
        self.play(*(FadeOut(m) for m in self.mobjects if m not in kept), run_time=theme.QUICK)
        self.play(LaggedStart(*map(FadeIn, picture), lag_ratio=0.5, run_time=2.4))


class Gloss(VGroup):
    """What each instruction of the program says and does, beside the place of its tokens."""

    def __init__(self, replay: Replay) -> None:
        left, right, size = GLOSS
        instructions = RUN.program.instructions
        deeds = (
            Words("put {} on a stack", instructions[0].operand, size=size, color=theme.DIM),
            Words("put {} on top", instructions[1].operand, size=size, color=theme.DIM),
            Words("add the two on top", size=size, color=theme.DIM),
            Words("print the sum", size=size, color=theme.DIM),
            Words("stop", size=size, color=theme.DIM),
        )
        rows = []
        for instruction, deed in zip(instructions, deeds, strict=True):
            opcode = int(instruction.position)
            spots = [replay.program.spot(position) for position in (opcode, opcode + 1)]
            y = (spots[0][1] + spots[1][1]) / 2 - 0.36 * size
            text = Words("{}", instruction.text, face=theme.MONO, size=size).put(left, y)
            rows.append(VGroup(text, deed.put(right, y)))
        super().__init__(*rows)

    def appear(self) -> Animation:
        """Line by line."""
        return LaggedStart(*map(FadeIn, self), lag_ratio=0.4, run_time=1.6)


def table(lines: Sequence[Sequence[Words | Phrase]]) -> VGroup:
    """A closing table over the whole stage: a box a line, with what stands in it."""
    top, bottom, gap = TABLE
    pitch = (top - bottom + gap) / len(lines)
    rows = VGroup()
    for n, line in enumerate(lines):
        y = top - (pitch - gap) / 2 - n * pitch
        size = {"width": 2 * theme.SAFE_X, "height": pitch - gap, "corner_radius": CORNER}
        box = RoundedRectangle(stroke_color=theme.FAINT, stroke_width=2, **size)
        box.set_fill(theme.PANEL, 1).move_to([0, y, 0])
        rows.add(VGroup(box, *(words.on(y - 0.36 * FACT) for words in line)))
    return rows


say = partial(Words, size=FACT)


def weights(position: int) -> VGroup:
    """What the weights hold: entries of real rows, and what they come to at a token."""
    machine, look = REFERENCE.machine, RUN.look("fetch.opcode", position)
    opcode, byte = machine.head("fetch.opcode"), machine.head("act.first")
    keys = [row[0][1] for row in opcode.key_rows]
    queries = [weight for row in opcode.query_rows for _, weight in row]
    adding = [weight for _, weight in machine.neuron("i32.add: byte").value]
    results = (
        say("({:.0f}, {:.0f})", *look.keys[look.winner]),
        say("({:.0f}, {:.0f})", *look.query),
        say("{:.0f}", RUN.look("act.first", position).output[0]),
        say("{:.0f}", RUN.residual("result", position, 4)),
    )
    symbols: list[Words | Phrase] = [formula(name, size=SYMBOL) for name in ("W_K", "W_Q", "W_V")]
    examples = (
        say("({:.0f} · pos, {:.0f} · pos²)", *keys),
        say("({:.0f} · ip + {:.0f}, {:.0f})", *queries),
        say("{:.0f} · byte", byte.value_rows[0][0][1]),
        say("{:.0f} · byte + {:.0f} · byte + {:.0f} · carry", *adding),
    )
    columns = [*symbols, say("feed-forward")], ROLES, examples, results, COLORS
    rows = []
    for symbol, role, example, result, color in zip(*columns, strict=True):
        cells = symbol.set_color(color), say(role, bold=True, color=color), example
        row = [cell.put(x, 0) for cell, x in zip(cells, WEIGHTS, strict=True)]
        rows.append([*row, result.set_color(color).put(-WEIGHTS[0], 0, align=1)])
    return table(rows)


def facts() -> VGroup:
    """What the machine is not, with the numbers that go with it."""
    size = REFERENCE.machine.size
    lines = (
        ("compiled, not trained",
         say("{:,} of {:,} weights set", size.nonzero_parameters, size.parameters)),
        ("argmax decoding", say("best logit ahead by {:.0f} or more", RUN.smallest_margin)),
        ("a native engine is far faster",
         say("{} tokens for {} instructions", RUN.generated, RUN.steps)),
    )  # fmt: skip
    left, right = FACTS
    return table(
        [
            [say(claim, bold=True).put(left, 0), numbers.set_color(theme.DIM).put(right, 0)]
            for claim, numbers in lines
        ]
    )


def lane(y: float, name: str, color: str, *stops: Cell) -> VGroup:
    """A row of cells with arrows between them, and its name at the left."""
    title = Words(name, size=FACT, bold=True, color=color).put(LANE_NAME, y - 0.36 * FACT)
    found = VGroup(title)
    for cell, x in zip(stops, STOPS, strict=True):
        cell.place(np.array([x, y, 0.0]))
    for start, end in pairwise(stops):
        ends = start.box.get_right(), end.box.get_left()
        found.add(Arrow(*ends, buff=0.12, color=color, stroke_width=5, tip_length=0.22))
    return found.add(*stops)


def stop(template: str, *quantities: Quantity, face: theme.Face = theme.WORDS) -> Cell:
    """A cell on a lane."""
    return Cell(template, *quantities, width=2.6, height=1.1, size=0.42, face=face)


def comparison(position: int) -> VGroup:
    """A model that calls a tool, and this one."""
    quiet = [stop("model"), stop("Python"), stop("model")]
    upper = lane(LANES[0], "with a tool", theme.DIM, *quiet)
    for cell in quiet:
        cell.colored(theme.FAINT, theme.DIM)
    operands = [RUN.program.instructions[i].operand for i in range(2)]
    calls = Words("{} + {}", *operands), Words("{}", RUN.lines[SUM].value)
    for words, arrow in zip(calls, upper[1:3], strict=True):
        upper.add(words.set_color(theme.DIM).put(arrow.get_x(), LANES[0] + 0.75, align=0))
    count = RUN.neuron("ip = mean × count", position).gate
    first = RUN.tokens[position + 1].text
    tokens, forward = stop("{:.0f} tokens", count), stop("forward pass")
    token = stop("{}", first, face=theme.MONO).colored(theme.WINNER)
    lower = lane(LANES[1], "here", theme.INK, tokens, forward.colored(theme.INK), token)
    back = LookBack(token.box.get_bottom(), tokens.box.get_bottom(), -0.5, color=theme.DIM)
    append = Words("appended", color=theme.DIM).put(forward.box.get_x(), LANES[1] - 1.6, align=0)
    return VGroup(upper, lower, VGroup(back, append))
