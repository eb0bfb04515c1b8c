"""What scenes that replay a run have in common: token after token, and one in slow motion."""

from collections.abc import Iterable

from manim import AnimationGroup

from manim_project.scenes.replay.narration import Sentence
from manim_project.scenes.replay.replay import Replay
from manim_project.stage import Stage

PACE = 0.2  # seconds of a pass at full speed
OPENS, CLEARS, TURN = 0.45, 0.25, 0.43  # seconds of a turn: as the column opens, as what was shown
# leaves, and of what a layer does
STAY = 0.5  # seconds of stillness


class Replaying(Stage):
    """A scene on a run's tape: its `replay`."""

    replay: Replay

    def run_on(self, positions: Iterable[int], pace: float = PACE) -> None:
        """Token after token at full speed, `pace` seconds each."""
        for position in positions:
            self.play(AnimationGroup(*self.replay.step(position)), run_time=pace)

    def slow_motion(self, told: Iterable[tuple[tuple[str, ...], Sentence]]) -> None:
        """The layers at one token, mostly one a beat, with its sentence; then its choice."""
        for stages, sentence in told:
            with self.beat(*sentence, hold=STAY):
                if not self.replay.is_open:
                    for turn in self.replay.open():
                        self.play(turn, run_time=OPENS)
                for stage in stages:
                    turns = self.replay.choose() if stage == "logits" else self.replay.layer(stage)
                    for k, turn in enumerate(turns):
                        self.play(turn, run_time=TURN if k else CLEARS)
