"""The choreography of scene 9 plays any small program: here a loop that has to scroll."""

from __future__ import annotations

from manim_project.reference import REFERENCE
from manim_project.scenes.replay.base import Replaying
from manim_project.scenes.replay.layer_details import STAGES
from manim_project.scenes.replay.replay import Replay
from manim_project.stage import Stage
from manim_project.studio.drawing.dry_run import rehearse
from manim_project.studio.drawing.legibility import illegible, visible_labels

RUN = REFERENCE.machine.run("countdown")
FIRST_JUMP = 8  # the line of the trace after which the program is read again from above


class Countdown(Replaying):
    """The count-down to its first jump back, with one token in slow motion."""

    question = "Does it play any program?"

    def construct(self) -> None:
        self.replay = replay = Replay(RUN)
        slow = int(RUN.lines[FIRST_JUMP].start) - 1
        with self.beat("The program."):
            self.play(replay.read_in(run_time=1))
            self.play(replay.appear())
        for line in RUN.lines[: FIRST_JUMP + 2]:
            with self.beat("A line."):
                for position in range(int(line.start) - 1, int(line.stop) - 1):
                    if position == slow:
                        self.look_inside(position)
                    else:
                        self.run_on([position])

    def look_inside(self, position: int) -> None:
        if moves := self.replay.turn_to(position):
            self.play(*moves)
        self.play(self.replay.follow(position))
        for stage in STAGES:
            self.play(self.replay.open(stage, position))
            self.play(self.replay.look(stage, position))
        self.play(self.replay.emit(position), self.replay.close())


def test_a_loop_is_played_token_by_token_and_stays_legible():
    faults: list[str] = []
    shown: list[set[str]] = []
    vectors: list[dict[str, str]] = []

    def examine(scene: Stage, _: object) -> None:
        assert isinstance(scene, Countdown)
        slots = scene.replay.machine.vector.slots if hasattr(scene, "replay") else {}
        vectors.append({n: slot.value.shown.text for n, slot in slots.items() if slot.value})
        faults.extend(illegible(scene.mobjects))
        shown.append({label.text for label in visible_labels(scene.mobjects)})

    rehearse(Countdown, examine)
    assert not faults
    assert "i32.const" in shown[1] and "halt" not in shown[1]  # the end is below, out of sight
    jump, after = vectors[-2:]
    assert (jump["ip"], jump["opcode"]) == ("8", "br_if") and "branch_taken" in shown[-2]
    assert (after["ip"], after["opcode"]) == ("2", "local.get")
    assert jump["opcode"] in shown[-2] and jump["opcode"] not in shown[-1]  # scrolled back


def test_a_printed_byte_tells_its_steps():
    run = REFERENCE.machine.run("three_plus_five")
    replay = Replay(run)
    (printed,) = replay.outputs()
    (note,) = replay.trace.notes(printed)
    assert note.shown.text == "ip +1, depth −1"
    assert not replay.trace.notes(printed - 1)  # a commit's own text says it
