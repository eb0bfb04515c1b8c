"""The tape, the column and the choice that replay any run: what a viewer must see there."""

from __future__ import annotations

import numpy as np
import pytest

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.layer_details import LAYERS
from manim_project.scenes.replay.logits import LogitCurve
from manim_project.scenes.replay.replay import Replay
from manim_project.scenes.replay.tape import Tape

RUN = REFERENCE.traced("three_plus_five")
SLOW = int(RUN.lines[2].start) - 1  # the first byte of the sum comes after it


def grown(run: Quantity, stop: int) -> Tape:
    tape = Tape(run)
    tape.grow(stop)
    return tape


@pytest.mark.parametrize("program", ["three_plus_five", "gcd"])
def test_every_token_has_its_true_share_of_the_tape(program: str) -> None:
    run = REFERENCE.traced(program)
    total, prompt = int(run.total), int(run.prompt_length)
    tape = grown(run, total)
    assert tape.program.width / tape.trace.width == pytest.approx(prompt / (total - prompt))
    assert tape.program.get_left()[0] == pytest.approx(-theme.SAFE_X)
    assert tape.trace.get_right()[0] == pytest.approx(theme.SAFE_X)
    assert tape.x(total - 0.5) == pytest.approx(theme.SAFE_X)


def test_a_short_tape_leaves_room_for_its_whole_run_and_a_long_one_fills_the_frame() -> None:
    short, long = Tape(RUN), Tape(REFERENCE.traced("gcd"))
    assert short.program.get_right()[0] < 0.3 * theme.SAFE_X
    assert long.program.get_right()[0] == pytest.approx(theme.SAFE_X)


def test_a_look_back_leads_from_the_asker_to_what_was_found() -> None:
    tape = grown(RUN, 40)
    arc = tape.arch(36, 11)
    assert arc.get_start()[0] == pytest.approx(tape.x(36))
    assert arc.get_end()[0] == pytest.approx(tape.x(11))
    near = tape.arch(36, 32)
    tops = [each.point_from_proportion(0.5)[1] for each in (arc, near)]
    assert tops[0] > tops[1] > tape.top(36)[1]


def test_each_layer_writes_into_slots_of_its_own_and_the_sum_is_worked_out() -> None:
    replay = Replay(RUN, SLOW)
    replay.open()
    shown: dict[str, list[str]] = {}
    for stage in LAYERS:
        replay.layer(stage)
        shown[stage] = [w.shown.text for w in replay.details if isinstance(w, Words)]
    written = {n: s.value.shown.text for n, s in replay.column.slots.items() if s.value}
    assert written == {
        "value": "5", "ip": "2", "depth": "2", "opcode": "i32.add",
        "second": "3", "top": "5", "result": "8",
    }  # fmt: skip
    added = ["+1", "+1", "=", "2"]
    assert shown["count"][1:] == ["place", *added, "height", *added]
    assert shown["fetch"][1:] == ["5", "·", "2", "+", "1", "=", "11"]
    assert shown["read"][1:] == ["height", "1", "holds", "3", "height", "2", "holds", "5"]
    assert shown["act"][1:] == ["1", "·", "3", "+", "1", "·", "5", "=", "8"]
    heights = [slot.box.get_y() for slot in replay.column.slots.values()]
    assert heights == sorted(heights, reverse=True)  # the light only falls


def test_what_is_no_sum_is_told_in_words() -> None:
    run = REFERENCE.traced("gcd")
    line = next(
        line for line in value_of(run.lines)
        if value_of(run.program).instructions[line.instruction].name == "i32.eqz"
    )  # fmt: skip
    replay = Replay(run, line.start - 1)
    for stage in LAYERS:
        replay.layer(stage)
    said = [w.shown.text for w in replay.details if isinstance(w, Words)]
    assert said[1:] == ["is 462 zero? 0"]


def test_the_scores_lie_on_a_parabola_and_the_best_is_on_top() -> None:
    curve = LogitCurve(RUN, SLOW)
    bytes_ = [int(token, 16) for token in value_of(curve.found.tokens)]
    heights = np.array([curve.point(k)[1] for k in range(len(bytes_))])
    wanted = np.array([2 * 8 * b - b * b for b in bytes_], dtype=float)
    scaled = (heights - heights.min()) / np.ptp(heights)
    assert scaled == pytest.approx((wanted - wanted.min()) / np.ptp(wanted))
    assert curve.chosen.shown.text == "08" and np.argmax(heights) == curve.winner


def test_what_is_printed_stands_there_once_its_line_has_been_made() -> None:
    printed = Replay(RUN, SLOW).printed
    printed.after(2)
    assert not len(printed)
    printed.after(3)
    assert [words.shown.text for words in printed] == ["prints", "8"]
