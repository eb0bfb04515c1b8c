"""The tenth film: scene 9's choreography for any program."""

from collections.abc import Iterator

from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart, Succession
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.base import PACE, Replaying
from manim_project.scenes.replay.narration import gloss, layer_sentences, line_meaning, telling
from manim_project.scenes.replay.program_spread import ProgramSpread
from manim_project.scenes.replay.replay import BOTTOM, TOP, Replay
from manim_project.scenes.trace_film.fast_forward import Counters, ProgramStrip, TapeLine
from manim_project.scenes.trace_film.outcome import conclusion, outcome
from manim_project.stage import Stage

TOLD = 4  # lines at most that have a beat of their own before the slow motion
TOGETHER = 5  # lines at most that share one after it
FIRST = 0.2  # seconds a move of the first line
TOKENS = 24  # after the slow motion that come at full speed; of more all come twice as fast
FAST, SLOW, EASED = 2 / 15, 4 / 15, 5  # seconds a line passed over; at its ends; lines there
ENDING = 2.4  # seconds in which the machine leaves and what came out is shown
ENDS = ("branch", "out", "halt", "trap")  # the kinds of lines that a beat ends with


def trace_film(program: str) -> type[Stage]:
    """The film of a sample, or of a `.wat` or `.wasm` file; the program is run now.

    Raises ProgramError if it is refused, ExecutionError if it does not end.
    """
    return type("TraceFilm", (_TraceFilm,), {"run": REFERENCE.traced(program)})


class _TraceFilm(Replaying):
    """A program is read, its first lines are traced, one token in slow motion; of a long run the
    middle is passed over fast; then come its last lines, and what it has printed."""

    run: Quantity
    question = "How does it run {}?"
    length = (30.0, 95.0)
    layer_pace = (0.4, 1.4, 0.2)

    def setup(self) -> None:
        """The question names the program."""
        self.asked = (self.run.title,)
        super().setup()

    def construct(self) -> None:
        run, parts = self.run, value_of(self.run.parts)
        self.replay = Replay(run, parts.lines, self._positions((*parts.first, *parts.last)))
        slow = telling(run, parts.first)
        self.read_program()
        self.tell_lines(range(slow))
        self.look_inside(slow)
        self.run_lines(parts.first[slow + 1 :])
        if parts.between:
            self.run_lines(parts.last, self.fast_forward())
        self.close()

    def _positions(self, lines: tuple[int, ...] | range) -> list[int]:
        """The tokens from which those of some lines are made."""
        lines_of = value_of(self.run.lines)
        return [p for i in lines for p in range(lines_of[i].start - 1, lines_of[i].stop - 1)]

    def read_program(self) -> None:
        """The tokens of the program, with what its instructions do."""
        run = self.run
        glosses = [Words(*gloss(each), size=0.36) for each in run.program.instructions[:20]]
        spread = ProgramSpread(self.replay, glosses)
        sentence = "The program is {:,} tokens: {} instructions, each an opcode and four bytes."
        if not spread.is_whole:
            sentence = "The program is {:,} tokens; here are the first of its {:,} instructions."
        with self.beat(sentence, run.prompt_length, run.size):
            self.say()
            self.show_program(spread)
        with self.beat("Five layers read all tokens so far, and choose the next."):
            self.say()
            self.begin_trace(spread, run_time=1.4)

    def tell_lines(self, lines: range) -> None:
        """Line after line with its meaning, and what is too much in one beat."""
        for number in lines[:TOLD]:
            with self.beat(*line_meaning(self.run, number), hold=0.3):
                self.say()
                pace = PACE if number else FIRST
                self.run_on(self._positions(range(number, number + 1)), pace)
        self.run_lines(lines[TOLD:])

    def look_inside(self, number: int) -> None:
        """The first token of a line in slow motion, then its others."""
        first, *others = self._positions(range(number, number + 1))
        with self.beat("Now slowly: how is the next token made?"):
            self.say()
            if moves := self.replay.turn_to(first):
                self.play(*moves, run_time=theme.QUICK)
            self.play(self.replay.follow(first), run_time=2 * theme.MOVE)
        self.slow_motion(first, layer_sentences(self.run, first))
        with self.beat(*line_meaning(self.run, number)):
            self.say()
            self.play(self.replay.emit(first), self.replay.close())
            self.run_on(others)

    def run_lines(self, lines: range, before: Animation | None = None) -> None:
        """A few lines a beat, token by token, the first after what is to be played `before`."""
        many = len(self._positions(lines)) > TOKENS
        paces = (2 / 15, 1 / 15) if many else (PACE, PACE)  # whole frames in all qualities
        for some in self._chunks(lines):
            with self.beat(*line_meaning(self.run, some[-1]), hold=0.3):
                self.say()
                if before and some.start == lines.start:
                    self.play(before)
                self.run_on(self._positions(some), *paces)

    def _chunks(self, lines: range) -> Iterator[range]:
        """Lines up to an output or a jump."""
        kinds = [line.kind for line in value_of(self.run.lines)]
        start = lines.start
        for i in lines:
            stops = kinds[i] in ENDS or i + 1 - start == TOGETHER
            if i == lines[-1] or (stops and i + 2 < lines.stop):  # the end is no beat of its own
                yield range(start, i + 1)
                start = i + 1

    def fast_forward(self) -> Animation:
        """The tape scrolls by, ever faster, with the machine's pointers; the way back from it."""
        run, replay, between = self.run, self.replay, self.run.parts.between
        strip = ProgramStrip(run, top=TOP, bottom=BOTTOM)
        tape, counters = TapeLine(run), Counters(run, between)
        with self.beat(
            "Fast forward, line {:,} to {:,}: each arc is a look back along the tape.",
            between[0],
            between[len(between) - 1],
        ):
            self.say()
            self.play(replay.leave_for_now(), run_time=theme.MOVE)
            counters.show(0)
            self.play(FadeIn(strip, tape, tape.now, counters), run_time=theme.MOVE)
            for place in range(len(between)):
                left = min(place, len(between) - 1 - place)
                pace = max(FAST, SLOW - (SLOW - FAST) * left / EASED)
                self.pass_line(place, strip, tape, counters, pace)
        first = self._positions(value_of(run.parts.last))[0]
        gone = [strip, strip.pointer, tape, tape.now, tape.all_arcs, counters]
        back = AnimationGroup(*map(FadeOut, gone)), replay.come_back(first)
        return Succession(*back, run_time=1.5 * theme.MOVE)

    def pass_line(
        self, place: int, strip: ProgramStrip, tape: TapeLine, counters: Counters, pace: float
    ) -> None:
        """A line of the trace comes, whole."""
        run, column = self.run, self.replay.trace
        number = int(run.parts.between[place])
        line = value_of(run.lines[number])
        moves = column.reveal(line.start)
        card = column.fill(column.card_of[line.start])
        column.notes(line.start)
        counters.show(place)
        looks = tape.look_back(line.start - 1, self.replay.read_at(line.start - 1))
        self.play(*(moves or [FadeIn(card)]), *strip.go(line.instruction), *looks, run_time=pace)

    def close(self) -> None:
        """What the run came to."""
        shown = outcome(self.run)
        gold = self.replay.show_tokens(self.replay.outputs())
        come = [LaggedStart(*map(FadeIn, shown), lag_ratio=0.3, run_time=2)] if len(shown) else []
        show = Succession(AnimationGroup(self.replay.leave(), gold), *come, run_time=ENDING)
        self.conclude(*conclusion(self.run), show=show)
