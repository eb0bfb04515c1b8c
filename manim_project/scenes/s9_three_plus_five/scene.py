"""Scene 9. 3 + 5, inside: a whole program, token by token, and one token in slow motion."""

from functools import partial

from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart, Succession, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.scenes.replay.base import FIRST_PACE, Replaying
from manim_project.scenes.replay.closing_facts import FIELD, comparison, facts, weights
from manim_project.scenes.replay.narration import layer_sentences
from manim_project.scenes.replay.program_spread import ProgramSpread
from manim_project.scenes.replay.replay import Replay

RUN = REFERENCE.machine.run("three_plus_five")
SUM = 2  # the line of the trace that holds the sum
DEED = 0.5 * theme.TALL  # size of what its instructions do
HUGE = 1.8  # size of the final sum


class ThreePlusFive(Replaying):
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
            self.say()
            spread = self.explain()
            self.show_program(spread)

        copied = RUN.tokens[telling].text
        with self.beat(
            "Out comes a trace. Heads look back: {} is copied from the program.", copied
        ):
            self.say()
            self.begin_trace(spread)
            self.run_on(range(first, first + 2), FIRST_PACE)
            self.run_on(range(first + 2, telling))

        with self.beat("A commit ends each line. Now slowly: what follows this one, and why?"):
            self.say()
            self.run_on(range(telling, slow))
            self.play(replay.follow(slow))
        self.slow_motion(slow, layer_sentences(RUN, slow))

        out, halt = (RUN.tokens[len(RUN.tokens) - n] for n in (2, 1))
        with self.beat(
            "It is appended. Fast again: the same layers, up to {} and {}.", *(out.text, halt.text)
        ):
            self.say()
            self.play(replay.emit(slow), replay.close())
            self.run_on(range(slow + 1, len(RUN.tokens) - 1))
            self.play(replay.show_tokens([slow + 1, *replay.outputs()]), run_time=theme.QUICK)

        self.close(slow)

    def explain(self) -> ProgramSpread:
        """The program with what each instruction does beside it."""
        instructions, say = RUN.program.instructions, partial(Words, size=DEED)
        deeds = (
            say("put {} on the stack", instructions[0].operand),
            say("put {} on top of it", instructions[1].operand),
            say("add the two"),
            say("print the sum"),
            say("stop"),
        )
        return ProgramSpread(self.replay, deeds)

    def close(self, position: int) -> None:
        """What the weights are, what they are not, and the sum."""
        replay = self.replay
        opcode = int(RUN.look("fetch.opcode", position).winner)
        roles = weights()
        with self.beat("What are the weights? Addresses, requests, data and arithmetic."):
            self.say()
            found = theme.KEY, theme.VALUE  # by its key, for its value
            lit = replay.light({opcode: found, position: theme.QUERY})
            self.play(replay.leave(), *lit, run_time=theme.QUICK)
            self.play(come(roles))
        gold = dict.fromkeys([position + 1, *replay.outputs()], theme.WINNER)
        lanes = comparison(RUN, position)
        with self.beat("No tool is called: the forward pass itself is the computer."):
            self.say()
            self.play(FadeOut(roles), *replay.light(gold), run_time=theme.QUICK)
            self.play(come(lanes))
        truths = facts(RUN)
        with self.beat("The plain truth: these weights were written, not learned; and it is slow."):
            self.say()
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
