"""Scene 6: what its pictures show is what a count-down does when it is run by hand."""

import numpy as np
import pytest
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s6_instruction_pointer.listing import Listing
from manim_project.scenes.s6_instruction_pointer.places import lane
from manim_project.scenes.s6_instruction_pointer.program_keys import ProgramKeys
from manim_project.scenes.s6_instruction_pointer.scene import HERE, LINES, LOOK, NOW, RUN
from manim_project.scenes.s6_instruction_pointer.tape import Tape
from manim_project.scenes.s6_instruction_pointer.water import Water
from manim_project.scenes.s6_instruction_pointer.whole_run import WholeRun
from manim_project.scenes.s6_instruction_pointer.zigzag import Zigzag

FROM_THREE = (3, 2, 1)


def by_hand() -> list[int]:
    """The places of a count-down from three: two lines first, then rounds of seven; all but the
    last jump back by six."""
    places = [0, 1]
    for left in FROM_THREE:
        places += [2, 3, 4, 5, 6, 7, 8]
        if left == FROM_THREE[-1]:
            places.append(places[-1] + 1)
    return places


def through(animation: Animation) -> list[float]:
    animation.begin()
    return [float(alpha) for alpha in np.linspace(0, 1, 23)]


def test_the_zigzag_goes_where_the_program_goes() -> None:
    places = by_hand()
    zigzag = Zigzag(RUN, len(places) - 1, float)
    for k, place in enumerate(places):
        zigzag.reach(k)
        head = zigzag.head.dot.get_center()
        assert head[:2] == pytest.approx([k - 1, lane(place)])
        assert zigzag.place == place


def test_the_steps_on_the_tape_add_up_to_the_place_that_is_found() -> None:
    tape = Tape(RUN, NOW + 1, LINES)
    steps = [int(cell.words.shown.text.replace("−", "-")) for cell in tape.steps if cell.words]
    assert len(steps) == LINES
    assert sum(steps) == int(HERE) == by_hand()[LINES]
    assert [step < 0 for step in steps].index(True) == tape.jumps[0]
    assert len(tape) == float(RUN.neuron("ip = mean × count", position=NOW).gate)


def test_steps_leave_their_places_on_the_tape_and_come_back() -> None:
    tape = Tape(RUN, NOW + 1, LINES)
    tape.lay(NOW + 1)
    before = [cell.box.get_center() for cell in tape.steps]
    tape.open(1.0)
    apart = np.diff([cell.box.get_x() for cell in tape.steps])
    assert apart == pytest.approx(np.full(LINES - 1, apart[0]))
    assert [cell.box.get_fill_opacity() for cell in tape].count(1.0) == LINES
    tape.open(0.0)
    assert np.allclose(before, [cell.box.get_center() for cell in tape.steps])
    assert {cell.box.get_fill_opacity() for cell in tape} == {1.0}


@pytest.mark.parametrize("motion", ["level", "pour"])
def test_no_water_is_lost(motion: str) -> None:
    water = Water(LOOK)
    if motion == "pour":
        water.heights = np.full(len(water.steps), water.mean)
    flow = getattr(water, motion)(run_time=1.0)
    for alpha in through(flow):
        flow.interpolate_mobject(alpha)
        assert water.heights.sum() == pytest.approx(int(HERE))
    mean = int(HERE) / (NOW + 1)
    last = [mean] * (NOW + 1) if motion == "level" else [0.0] * NOW + [int(HERE)]
    assert water.heights == pytest.approx(last)


def test_the_line_rests_on_the_key_of_the_sum_alone() -> None:
    keys = ProgramKeys(Listing(RUN.program), int(HERE))
    sweep = keys.sweep(run_time=1.0)
    for alpha in through(sweep):
        sweep.interpolate_mobject(alpha)
    start, end = keys.line.core.get_start_and_end()
    way = (end - start) / np.hypot(*(end - start)[:2])
    beyond = (keys.places - start) @ np.array([-way[1], way[0], 0.0])
    beyond *= np.sign(beyond[0]) * -1
    assert int(beyond.argmax()) == int(HERE)
    assert beyond.max() == pytest.approx(0, abs=1e-9)
    assert keys.told.shown.text == value_of(RUN.program.instructions[int(HERE)].text)


def test_what_is_printed_stands_where_the_program_prints_from_then_on() -> None:
    whole = WholeRun(RUN, int(REFERENCE.machine.size.layers))
    assert [told.shown.text for told in whole.printed] == [str(n) for n in FROM_THREE]
    places = by_hand()
    for when, told in zip(whole.when, whole.printed, strict=True):
        assert places[when] == 3
        whole.still(when)
        assert told.get_fill_opacity() == 0
        whole.still(when + 1)
        assert told.get_fill_opacity() == 1
        assert told.get_fill_color().to_hex() == theme.WINNER
