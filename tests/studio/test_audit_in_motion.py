"""Between beats: what the audit finds while a scene moves, when, and how often it tells."""

import re
from itertools import pairwise

import pytest
from manim import RIGHT, Scene, UpdateFromAlphaFunc
from support import toys_in_motion as toys
from support.audited import found

from manim_project.mobjects.text import Words
from manim_project.stage import LEAVE, STILL, Stage
from manim_project.studio.drawing.dry_run import STEP, rehearse

BROKEN = {
    toys.TextPassesOverText: "texts overlap: 'runner' and 'hurdle'",
    toys.TextsCrossfade: "texts overlap: 'before' and 'afterwards'",
    toys.LinePassesOverText: "a line (Line) crosses the text 'in the way'",
    toys.ShapePassesOverText: "Square is drawn over the text 'eclipsed'",
    toys.TextPassesOverAnEdge: "the edge of Dot runs through the text 'out'",
    toys.LongLineAcross: "a line (Line) crosses the text 'zoomed'",
    toys.TextComesFromOutside: "outside the safe area: 'late'",
    toys.WholeNumberSlides: "'42' labels what is drawn at ",
    toys.DecimalsLag: "'42.0' labels what is drawn at 42.",
    toys.ShareIsElsewhere: "labels what is drawn at ",
    toys.CopiedGaugeSlides: "'42' labels what is drawn at ",
}
KEPT = (
    toys.TextPassesBeside,
    toys.TextsTakeTurns,
    toys.CopyLeaves,
    toys.LineUnderAPanel,
    toys.TextRidesOnItsDisc,
    toys.TextComesFromWithin,
    toys.TextStaysFarOutside,
    toys.WholeNumberStays,
    toys.WholeNumberHops,
    toys.DecimalsAreRounded,
    toys.ShareIsRounded,
    toys.CopiedGaugeStays,
)


@pytest.mark.parametrize("scene", BROKEN, ids=lambda scene: scene.__name__)
def test_a_fault_on_the_way_is_told_once_with_its_time(scene: type[Stage]) -> None:
    _, faults = found(scene)
    told = [fault for fault in faults if BROKEN[scene] in fault]
    assert told == faults  # and nothing else
    assert 1 <= len(told) <= 2  # twice where it goes there and back
    assert all(re.match(r"(at|from [\d.]+ s to) [\d.]+ s: ", fault) for fault in told)


@pytest.mark.parametrize("scene", KEPT, ids=lambda scene: scene.__name__)
def test_what_keeps_the_rules_has_no_fault(scene: type[Stage]) -> None:
    assert found(scene)[1] == []


def test_the_time_is_that_of_the_film() -> None:
    """`runner` has two units to `hurdle`, and leaves it after four: of six in two seconds."""
    _, (fault,) = found(toys.TextPassesOverText)
    start, end = map(float, re.findall(r"([\d.]+) s", fault))
    first = rehearse(toys.TextPassesOverText)[1].start + STILL + LEAVE
    assert start == pytest.approx(first + 2 / 3, abs=STEP + 0.05)
    assert end == pytest.approx(first + 4 / 3, abs=STEP + 0.05)


def test_a_text_that_changes_on_the_way_is_one_fault() -> None:
    class Live(toys.Toy):
        def act(self) -> None:
            live = Words("a").put(-1, 0)
            self.add(live, Words("below").put(-1, 0.1))
            self.play(UpdateFromAlphaFunc(live, lambda m, t: m.say("abcdefgh"[: 1 + int(7 * t)])))
            self.remove(live)

    assert len(found(Live)[1]) == 1


def test_moments_are_a_step_apart_all_through_the_film_and_once_in_a_wait() -> None:
    class Paced(toys.Toy):
        def act(self) -> None:
            words = Words("on")
            self.add(words)
            for run_time in (0.5, 0.09, 0.05, 0.96):
                self.play(words.animate(run_time=run_time).shift(0.1 * RIGHT))
            self.wait(2)
            words.add_updater(lambda mobject, dt: mobject.shift(0.01 * dt * RIGHT))
            self.wait(0.6)
            words.clear_updaters()

    seen: list[tuple[float, bool]] = []

    def look(scene: Scene, time: float) -> None:
        seen.append((time, scene.is_current_animation_frozen_frame()))

    beats = rehearse(Paced, on_moment=look)
    for (before, is_wait), (time, _) in pairwise(seen):
        assert time - before > -1e-6 and (is_wait or time - before < STEP + 1e-6)
    waits = [time for time, is_wait in seen if is_wait]
    assert {0.0, beats[1].start} <= set(waits) and len(waits) == 4
    on_the_clock = [time for time, _ in seen if abs(time / STEP - round(time / STEP)) < 1e-6]
    assert len(on_the_clock) >= (0.5 + 0.09 + 0.05 + 0.96 + 0.6) / STEP
