"""Scene 9. 3 + 5, inside: a whole program, token by token, and one token in slow motion."""

from manim import (
    RIGHT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.replay import Replay
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words
from manim_project.mobjects.what_it_is import FIELD, comparison, facts, weights
from manim_project.reference import REFERENCE
from manim_project.stage import Stage

RUN = REFERENCE.machine.run("three_plus_five")
SUM = 2  # the line of the trace that holds the sum
PACE = 0.2  # seconds a move at full speed: one looks back, one emits
FIRST_PACE = 0.33  # of the tokens of the first line
OPEN, LOOK, STAY = 0.6, 2.4, 0.9  # seconds a layer in slow motion: opens, works, stands still
ADDING = 0.4  # seconds more for the sum itself
ASIDE = 2.6 / theme.TALL * RIGHT  # where the program stands while it is explained
GLOSS = (0.6, 0.5 * theme.TALL)  # what its instructions do: how far beside it, size
HUGE = 1.8  # size of the final sum


class ThreePlusFive(Stage):
    """The machine runs a program: look back, fetch, read, add, emit."""

    question = "How does it compute {} + {} inside?"
    asked = tuple(RUN.program.instructions[i].operand for i in range(2))

    def construct(self) -> None:
        self.replay = replay = Replay(RUN)
        first, slow = int(RUN.prompt_length) - 1, int(RUN.lines[SUM].start) - 1
        telling = int(RUN.lines[1].start)  # the first byte of the second line
        with self.beat(
            "The program is {} tokens: each opcode, then its operand in four bytes.",
            RUN.prompt_length,
        ):
            self.explain_program()

        copied = RUN.tokens[telling].text
        with self.beat(
            "Out comes a trace. Heads look back: {} is copied from the program.", copied
        ):
            aside = self.column.animate.shift(-ASIDE)
            self.play(FadeOut(self.deeds), aside, run_time=theme.MOVE)
            self.play(replay.appear())
            self.run_on(range(first, first + 2), FIRST_PACE)
            self.run_on(range(first + 2, telling))

        with self.beat("A commit ends each line. Now slowly: what follows this one, and why?"):
            self.run_on(range(telling, slow))
            self.play(replay.follow(slow))
        self.slow_motion(slow)

        out, halt = (RUN.tokens[len(RUN.tokens) - n] for n in (2, 1))
        with self.beat(
            "It is appended. Fast again: the same layers, up to {} and {}.", *(out.text, halt.text)
        ):
            self.play(replay.emit(slow), replay.close())
            self.run_on(range(slow + 1, len(RUN.tokens) - 1))
            self.play(replay.show_tokens([slow + 1, *replay.outputs()]), run_time=theme.QUICK)

        self.close(slow)

    def explain_program(self) -> None:
        """The tokens, with what each instruction does beside them; then they go to their place."""
        replay, (beside, size) = self.replay, GLOSS
        x = replay.program.right + ASIDE[0] + beside
        column = VGroup(*replay.program.groups, replay.heads["program"])
        instructions = RUN.program.instructions
        deeds = VGroup(
            Words("put {} on the stack", instructions[0].operand, size=size),
            Words("put {} on top of it", instructions[1].operand, size=size),
            Words("add the two", size=size),
            Words("print the sum", size=size),
            Words("stop", size=size),
        )
        appear = replay.read_in(run_time=1.8)
        for instruction, deed in zip(instructions, deeds, strict=True):
            opcode = int(instruction.position)
            ends = [replay.program.spot(position) for position in (opcode, opcode + 1)]
            deed.put(x, (ends[0][1] + ends[1][1]) / 2 - 0.36 * size)
        column.shift(ASIDE)
        self.play(appear)
        self.play(LaggedStart(*map(FadeIn, deeds), lag_ratio=0.4, run_time=1.6))
        self.deeds, self.column = deeds, column

    def run_on(self, positions: range, pace: float = PACE) -> None:
        """Token after token at full speed."""
        for position in positions:
            for move in self.replay.step(position):
                self.play(move, run_time=pace)

    def slow_motion(self, position: int) -> None:
        """The layers, one a beat, at the token before the sum."""
        value = RUN.residual("value", position, 0)
        ip, depth = (RUN.residual(name, position, 1) for name in ("ip", "depth"))
        opcode = RUN.tokens[RUN.look("fetch.opcode", position).winner].text
        top, second = (RUN.residual(name, position, 3) for name in ("top", "second"))
        result, best = RUN.residual("result", position, 4), RUN.decision(position)
        bytes_ = (RUN.look(f"act.{name}", position).output[0] for name in ("second", "first"))
        (_, length), (_, brace) = REFERENCE.machine.head("fetch.opcode").query_rows[0]
        fetch = "Fetch: past {:.0f} brace and {:.0f} instructions of {:.0f} tokens stands {}."
        read = (
            "Read: depths {:.0f} and {:.0f} are asked for; the two commits hold {:.0f} and {:.0f}."
        )
        add = "Act: the opcode says add: both lines' first bytes, {:.0f} + {:.0f} = {:.0f}."
        below, above = (RUN.look(head, position).query[0] for head in ("read.second", "read.top"))
        beats = (
            ("spell", "Spell: the four bytes, lowest first, become one number: {:.0f}.", value),
            (
                "count",
                "Count: the steps so far add up: instruction {:.0f}, depth {:.0f}.",
                ip,
                depth,
            ),
            ("fetch", fetch, brace, ip, length, opcode),
            ("read", read, below, above, second, top),
            ("act", add, *bytes_, result),
            (
                "logits",
                "Logits: b is the byte a token spells; argmax takes the best: {}.",
                best.token,
            ),
        )
        for stage, *sentence in beats:
            with self.beat(*sentence, hold=STAY):
                self.play(self.replay.open(stage, position), run_time=OPEN)
                run_time = LOOK + ADDING if stage == "act" else LOOK
                self.play(self.replay.look(stage, position), run_time=run_time)

    def close(self, position: int) -> None:
        """What the weights are, what they are not, and the sum."""
        replay = self.replay
        opcode = int(RUN.look("fetch.opcode", position).winner)
        roles = weights()
        with self.beat("What are the weights? Addresses, requests, data and arithmetic."):
            found = theme.KEY, theme.VALUE  # by its key, for its value
            lit = replay.light({opcode: found, position: theme.QUERY})
            self.play(replay.leave(), *lit, run_time=theme.QUICK)
            self.play(come(roles))
        gold = dict.fromkeys([position + 1, *replay.outputs()], theme.WINNER)
        lanes = comparison(RUN, position)
        with self.beat("No tool is called: the forward pass itself is the computer."):
            self.play(FadeOut(roles), *replay.light(gold), run_time=theme.QUICK)
            self.play(come(lanes))
        truths = facts(RUN)
        with self.beat("The plain truth: these weights were written, not learned; and it is slow."):
            self.play(FadeOut(lanes), run_time=theme.QUICK)
            self.play(come(truths))
        gone = FadeOut(truths, run_time=theme.QUICK)
        self.conclude(
            "Heads look back, neurons add: the forward pass computes {}.",
            RUN.lines[SUM].value,
            show=Succession(gone, self.final_sum(position)),
        )

    def final_sum(self, position: int) -> Animation:
        """The operands' tokens send their numbers into one great sum, which is the token's."""
        replay, heads = self.replay, ("act.second", "act.first")
        found = [int(RUN.look(head, position).winner) for head in heads]
        numbers = [Words("{:.0f}", RUN.look(h, position).output[0], size=HUGE) for h in heads]
        total = Words("{:.0f}", RUN.residual("result", position, 4), size=HUGE, color=theme.WINNER)
        parts = [numbers[0], Words("+", size=HUGE), numbers[1], Words("=", size=HUGE), total]
        x = sum(FIELD) / 2 - (sum(p.advance for p in parts) + 4 * 0.3) / 2
        for part in parts:
            part.put(x, -0.6 * theme.TALL)
            x += part.advance + 0.3
        flights = [
            gather([replay.cell(p).words], number.set_color(theme.VALUE), theme.VALUE)
            for p, number in zip(found, numbers, strict=True)
        ]
        gold = dict.fromkeys([position + 1, *replay.outputs()], theme.WINNER)
        return Succession(
            AnimationGroup(*replay.light(dict.fromkeys(found, theme.VALUE) | gold)),
            AnimationGroup(*flights, FadeIn(parts[1])),
            AnimationGroup(FadeIn(parts[3]), gather(numbers, total, theme.VALUE)),
            run_time=2.4,
        )


def come(picture: VGroup) -> Animation:
    """Part by part."""
    return LaggedStart(*map(FadeIn, picture), lag_ratio=0.5, run_time=2.0)
