"""Scene 6: what its pictures show is what a count-down does when it is run by hand."""

import numpy as np
import pytest
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s6_instruction_pointer.lens import Lens
from manim_project.scenes.s6_instruction_pointer.levelling import Levelling
from manim_project.scenes.s6_instruction_pointer.listing import Listing
from manim_project.scenes.s6_instruction_pointer.places import lane
from manim_project.scenes.s6_instruction_pointer.program_keys import ProgramKeys
from manim_project.scenes.s6_instruction_pointer.scene import (
    BRANCH,
    COUNTS,
    HERE,
    JUMP,
    JUMP_AT,
    LINES,
    LOOK,
    NOW,
    PLACES,
    RUN,
)
from manim_project.scenes.s6_instruction_pointer.stack import Stack
from manim_project.scenes.s6_instruction_pointer.tape import Tape
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
    assert len(tape.cells) == float(RUN.neuron("ip = mean × count", position=NOW).gate)


def test_steps_leave_their_places_on_the_tape_and_come_back() -> None:
    tape = Tape(RUN, NOW + 1, LINES)
    tape.lay(NOW + 1)
    before = [cell.box.get_center() for cell in tape.steps]
    tape.open(1.0)
    apart = np.diff([cell.box.get_x() for cell in tape.steps])
    assert apart == pytest.approx(np.full(LINES - 1, apart[0]))
    assert [cell.box.get_fill_opacity() for cell in tape.cells].count(1.0) == LINES
    tape.open(0.0)
    assert np.allclose(before, [cell.box.get_center() for cell in tape.steps])
    assert {cell.box.get_fill_opacity() for cell in tape.cells} == {1.0}


def levelled() -> Levelling:
    tape = Tape(RUN, NOW + 1, LINES)
    tape.lay(NOW + 1)
    tape.open(1.0)
    levelling = Levelling(LOOK, tape)
    tape.carry(1.0, levelling.ends(levelling.heights))
    tape.come_under(1.0, levelling.ground)
    return levelling


def test_ten_pillars_and_one_pit_stand_to_scale() -> None:
    levelling = levelled()
    for stand in (levelling.rise(run_time=1.0), levelling.dig(run_time=1.0)):
        stand.begin()
        stand.interpolate_mobject(1.0)
    assert sorted(set(levelling.heights)) == [-6, 0, 1]
    assert (levelling.heights == 1).sum() == 10
    up = levelling.body.get_top()[1] - levelling.ground
    down = levelling.ground - levelling.pit.get_bottom()[1]
    assert down == pytest.approx(6 * up)
    assert levelling.pit.get_bottom()[1] > theme.STAGE_BOTTOM


@pytest.mark.parametrize("motion", ["flow", "spread"])
def test_no_water_is_lost(motion: str) -> None:
    levelling = levelled()
    flow = getattr(levelling, motion)(run_time=1.0)
    for alpha in through(flow):
        flow.interpolate_mobject(alpha)
        assert levelling.heights.sum() == pytest.approx(int(HERE))
    if motion == "flow":
        assert sorted(levelling.heights) == pytest.approx([0] * (NOW + 1 - 4) + [1] * 4)
    else:
        assert levelling.heights == pytest.approx(np.full(NOW + 1, int(HERE) / (NOW + 1)))


def test_the_lens_shows_the_film_as_many_times_as_high_as_it_says() -> None:
    levelling = levelled()
    levelling.heights[:] = levelling.mean
    levelling.stand()
    lens = Lens(levelling, RUN.neuron("ip = mean × count", position=NOW).value)
    opening = lens.open_up(run_time=1.0)
    opening.begin()
    opening.interpolate_mobject(1.0)
    film = levelling.body.height
    assert lens.fills[-1].height / film == pytest.approx(float(lens.times.shown.text.strip("×")))
    assert lens.mean.shown.text == "0.04"


def test_a_hundred_slices_are_four_high() -> None:
    levelling = levelled()
    levelling.heights[:] = levelling.mean
    stack = Stack(levelling, PLACES, COUNTS)
    pile = stack.pile(run_time=1.0)
    for alpha in through(pile):
        pile.interpolate_mobject(alpha)
        lying = (levelling.heights > 0).sum()
        assert lying + stack.landed <= NOW + 1
        if stack.landed:
            assert stack.count.shown.text == f"× {stack.landed}"
            assert stack.bar.height == pytest.approx(stack.landed * stack.thick)
    assert stack.landed == NOW + 1
    assert stack.bar.height / levelling.unit == pytest.approx(int(HERE))


def test_the_line_rests_on_the_key_of_the_sum_alone() -> None:
    keys = ProgramKeys(Listing(RUN.program), int(HERE))
    for motion in (keys.turn(1.0), keys.sweep(1.0), keys.come_near(1.0)):
        for alpha in through(motion):
            motion.interpolate_mobject(alpha)
    start, end = keys.line.core.get_start_and_end()
    way = (end - start) / np.hypot(*(end - start)[:2])
    beyond = (keys.places - start) @ np.array([-way[1], way[0], 0.0])
    beyond *= np.sign(beyond[0]) * -1
    assert int(beyond.argmax()) == int(HERE)
    assert beyond.max() == pytest.approx(0, abs=1e-9)
    assert keys.told.shown.text == value_of(RUN.program.instructions[int(HERE)].text)


def test_what_is_printed_stands_where_the_program_prints_from_then_on() -> None:
    whole = WholeRun(RUN, int(REFERENCE.machine.size.layers))
    assert [told.shown.text for told, *_ in whole.printed] == [str(n) for n in FROM_THREE]
    places = by_hand()
    for when, (told, *_) in zip(whole.when, whole.printed, strict=True):
        assert places[when] == 3
        whole.still(when)
        assert told.get_fill_opacity() == 0
        whole.still(when + 1)
        assert told.get_fill_opacity() == 1
        assert told.get_fill_color().to_hex() == theme.WINNER


def test_the_last_passes_go_all_the_way_round() -> None:
    whole = WholeRun(RUN, int(REFERENCE.machine.size.layers))
    last = whole.count - 1
    way = whole.ring(last)
    assert way[0][0] == pytest.approx(whole.cells[last - 1].box.get_right()[0])
    assert way[-1] == pytest.approx(whole.cells[last].top)
    xs = [slab[1].get_center()[0] for slab in whole.passes.slabs]
    assert np.ptp(xs) == pytest.approx(0)
    up = way[np.isclose(way[:, 0], xs[0])]
    for _, plate in whole.passes.slabs:
        assert up[:, 1].min() < plate.get_bottom()[1] and plate.get_top()[1] < up[:, 1].max()
    assert min(plate.get_left()[0] for _, plate in whole.passes.slabs) > whole.lanes.get_right()[0]
    trips = whole.round_trip(last, run_time=1.0)
    trips.begin()
    trips.interpolate_mobject(0.5)
    assert whole.zigzag.place == by_hand()[last]
    trips.interpolate_mobject(1.0)
    assert whole.zigzag.place == by_hand()[last + 1]


def test_a_jump_is_seen_before_the_pointer_goes_dark() -> None:
    places = by_hand()
    assert (places[BRANCH], places[BRANCH + 1]) == (8, 2)
    assert float(JUMP) == places[BRANCH + 1] - places[BRANCH]
    assert JUMP_AT <= NOW
