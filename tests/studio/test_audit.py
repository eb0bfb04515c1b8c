"""The audit must find every fault it promises to find, and none in scenes that have none."""

import itertools

import pytest
from support import toy_scenes
from support.audited import found

from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.reference.textbook import slots
from manim_project.scenes import SceneEntry
from manim_project.stage import Stage
from manim_project.studio.commands import audit

FAULTS = {
    toy_scenes.DigitWithoutSource: "a digit without a source: 'the answer is 42'",
    toy_scenes.ForeignText: "Text carries text",
    toy_scenes.OutsideTheSafeArea: "outside the safe area: 'far out'",
    toy_scenes.TextsOverlap: "texts overlap: 'one' and 'other'",
    toy_scenes.TooSmall: "too small",
    toy_scenes.TooSmallWhenScaled: "too small",
    toy_scenes.LowContrast: "contrast",
    toy_scenes.LowContrastOnAPanel: "contrast",
    toy_scenes.LineThroughText: "a line (Line) crosses the text 'crossed out'",
    toy_scenes.CoveredText: "Square is drawn over the text 'below'",
    toy_scenes.TransformedText: "no longer says 'before'",
}


def test_a_clean_scene_has_no_faults_and_lists_its_numbers() -> None:
    rows, faults = found(toy_scenes.Clean)
    assert faults == []
    wanted = str(slots.VALUES[slots.TARGET])
    assert {(row.shown, row.source) for row in rows} == {(wanted, "textbook.hard().wanted")}
    assert [row.beat for row in rows].count("It was a circle, 42") == 2  # on stage and in its line


@pytest.mark.parametrize("scene", FAULTS, ids=lambda scene: scene.__name__)
def test_each_fault_is_found(scene: type[Stage]) -> None:
    _, faults = found(scene)
    assert any(FAULTS[scene] in fault for fault in faults), faults


def test_a_number_that_differs_from_a_fresh_model_is_found() -> None:
    class Unsteady:
        counter = itertools.count(41)

        def answer(self) -> int:
            return next(self.counter)

    class Stale(toy_scenes.Faulty):
        def build(self) -> list[object]:
            return [toy_scenes.number(Quantity(Unsteady()).answer())]

    class Entry(SceneEntry):
        def load(self) -> type[Stage]:
            return Stale

    _, faults = audit.audit(Entry("Stale", ""), Unsteady())  # type: ignore[arg-type]
    assert any("shows '41', but answer() is 42" in fault.what for fault in faults)


def test_a_changed_digit_in_the_reference_model_is_all_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Live(toy_scenes.Faulty):
        def build(self) -> list[object]:
            return [toy_scenes.number(REFERENCE.textbook.hard().wanted)]

    monkeypatch.setattr(slots, "VALUES", (17, 25, 31, 99, 120))
    rows, faults = found(Live)
    assert faults == []
    assert [row.shown for row in rows] == ["31"]
