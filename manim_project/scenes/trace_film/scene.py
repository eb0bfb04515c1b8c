"""The tenth film: any program, in the grammar of scene 9."""

from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart, Succession, linear

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.base import PACE, Replaying
from manim_project.scenes.replay.listing import Listing
from manim_project.scenes.replay.narration import layer_sentences, telling
from manim_project.scenes.replay.replay import Replay
from manim_project.scenes.trace_film.outcome import conclusion, outcome
from manim_project.stage import Stage

OPENING = 2.6  # seconds at most of the passes before the slow one,
RUNNING = 6.0  # and of those after it, of a run that is shown whole
FLIGHT = 6.5  # seconds over a run that is not
QUICKEST = 1 / 15  # seconds of a pass, a whole frame in all qualities
UNDER = -2.72 * theme.TALL  # baseline of what is said of the tape
ENDING = 1.6  # seconds in which what came out is shown


def trace_film(program: str) -> type[Stage]:
    """The film of a sample, or of a `.wat` or `.wasm` file; the program is run now.

    Raises ProgramError if it is refused, ExecutionError if it does not end.
    """
    return type("TraceFilm", (_TraceFilm,), {"run": REFERENCE.traced(program)})


class _TraceFilm(Replaying):
    """A program is read, its first tokens are made, one of them in slow motion; then the run goes
    on to its end, token by token or, if it is long, flown over; and then what came of it."""

    run: Quantity
    question = "How does it run {}?"
    length = (25.0, 65.0)

    def setup(self) -> None:
        """The question names the program."""
        self.asked = (self.run.title,)
        super().setup()

    def construct(self) -> None:
        run, parts = self.run, value_of(self.run.parts)
        line = telling(run, parts.first)
        slow = int(run.lines[line].start) - 1
        self.replay = Replay(run, slow)
        self.read_program()
        self.begin(slow)
        self.slow_motion(layer_sentences(run, slow))
        self.go_on(slow + 1)
        self.close()

    def read_program(self) -> None:
        """The instructions, which become the first tokens of the tape."""
        tape = self.replay.tape
        listing = Listing(self.run.program, tape)
        with self.beat("The program becomes tokens on a tape."):
            self.play(listing.appear())
            self.wait(0.6)
            for turn in listing.go_down():
                self.play(turn)
            self.told = Words("{:,} tokens", self.run.prompt_length, size=theme.BODY)
            x = (tape.x(-0.5) + tape.x(tape.edge - 0.5)) / 2
            self.told.set_color(theme.KEY).put(x, UNDER, align=0)
            self.play(FadeIn(self.told))
        self.add(self.replay.printed)

    def begin(self, slow: int) -> None:
        """The first passes, up to the token that is shown slowly."""
        positions = range(int(self.run.prompt_length) - 1, slow)
        if len(positions):
            with self.beat("Each pass looks back, and lays one token."):
                self.play(FadeOut(self.told))
                self.passes(positions, min(PACE, OPENING / len(positions)))

    def passes(self, positions: range, pace: float) -> None:
        """Pass after pass."""
        for position in positions:
            self.play(*self.replay.step(position), run_time=max(QUICKEST, pace))

    def go_on(self, position: int) -> None:
        """The token is laid on the tape, and then the rest of the run."""
        run, parts, lines = self.run, value_of(self.run.parts), value_of(self.run.lines)
        if not parts.between:
            positions = range(position, len(value_of(run.tokens)) - 1)
            with self.beat("It is laid on the tape. The same layers, pass after pass."):
                self.lay()
                self.passes(positions, min(PACE, RUNNING / max(1, len(positions))))
            return
        shown = [i for i in parts.lines if lines[i].start - 1 > position]
        count = Words("token {:,}", run.lines[shown[0]].stop, size=theme.BODY, color=theme.DIM)
        self.told = count.put(theme.SAFE_X, UNDER, align=1)
        with self.beat("Every pass reads the whole tape so far."):
            self.lay()
            self.play(FadeIn(count))
            for i in shown:
                moves = self.replay.fly_over(i)
                count.say("token {:,}", run.lines[i].stop, align=1)
                self.play(*moves, run_time=FLIGHT / len(shown), rate_func=linear)

    def lay(self) -> None:
        """The token that was made slowly comes on the tape."""
        for turn in self.replay.emit():
            self.play(turn)

    def close(self) -> None:
        """What the run came to."""
        shown, replay = outcome(self.run), self.replay
        gone = [FadeOut(part) for part in (*replay.tape.looks, replay.printed)]
        come = [LaggedStart(*map(FadeIn, shown), lag_ratio=0.3)] if len(shown) else []
        show = Succession(AnimationGroup(*gone), *come, run_time=ENDING)
        self.conclude(*conclusion(self.run), show=show)
