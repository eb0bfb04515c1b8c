"""What scenes that replay a run have in common: token after token, and one in slow motion."""

from collections.abc import Iterable

from manim import AnimationGroup

from manim_project.scenes.replay.narration import Sentence
from manim_project.scenes.replay.program_spread import ProgramSpread
from manim_project.scenes.replay.replay import Replay
from manim_project.stage import FirstCut

PACE = 0.2  # seconds a move at full speed: one looks back, one emits
FIRST_PACE = 0.33  # of the tokens of the first line
OPEN, LOOK, STAY = 0.6, 2.4, 0.9  # seconds a layer in slow motion: opens, works, stands still
ADDING = 0.4  # seconds more for the sum itself


class Replaying(FirstCut):
    """A scene on a program, the forward pass and the trace of a run: its `replay`."""

    replay: Replay
    layer_pace: tuple[float, float, float] = (OPEN, LOOK, STAY)

    def show_program(self, spread: ProgramSpread) -> None:
        """The tokens, and what they do."""
        for move in spread.appear():
            self.play(move)

    def begin_trace(self, spread: ProgramSpread, **timing: float) -> None:
        """The program goes to its place, the forward pass comes."""
        self.play(spread.go_home())
        spread.settle()
        self.play(self.replay.appear(**timing))

    def run_on(
        self, positions: Iterable[int], pace: float = PACE, emitting: float | None = None
    ) -> None:
        """Token after token at full speed: scroll if need be, look back, emit, `pace` seconds
        each, or so many for `emitting`."""
        for position in positions:
            if moves := self.replay.turn_to(position):
                self.play(AnimationGroup(*moves), run_time=pace)
            self.play(self.replay.look_back(position), run_time=pace)
            self.play(self.replay.emit(position), run_time=emitting or pace)

    def slow_motion(self, position: int, told: Iterable[tuple[str, Sentence]]) -> None:
        """The stages of the forward pass at a token, one a beat with its sentence."""
        opens, looks, stays = self.layer_pace
        for stage, sentence in told:
            with self.beat(*sentence, hold=stays):
                self.say()
                self.play(self.replay.open(stage, position), run_time=opens)
                run_time = looks + ADDING if stage == "act" else looks
                self.play(self.replay.look(stage, position), run_time=run_time)
