"""What opens and closes the film of all scenes."""

import pytest
from support.pictures import FRAME_RATE, draw

from manim_project.reference import REFERENCE
from manim_project.scenes import TITLE
from manim_project.scenes.film_cards.scene import Closing, Opening
from manim_project.stage import Stage
from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer
from manim_project.studio.drawing.legibility import illegible


def test_the_title_stands_for_about_three_seconds_and_leaves() -> None:
    scene, frames = draw(Opening, IncrementalRenderer)
    assert scene.title.shown.text == TITLE
    assert 2.5 < len(frames) / FRAME_RATE < 3.5
    assert frames[-1][..., 0].std() < frames[0][..., 0].std() / 2  # on its way


def test_the_end_says_what_it_is_made_of_legibly(monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[str] = []
    said: list[str] = []
    wait = Stage.wait

    def look(scene: Stage, *arguments: float) -> None:
        faults.extend(illegible(scene.mobjects))
        texts = [part.shown.text for part in scene.mobjects if hasattr(part, "shown")]
        said.extend(texts)
        wait(scene, *arguments)

    monkeypatch.setattr(Closing, "wait", look, raising=False)
    draw(Closing, IncrementalRenderer)
    assert not faults
    assert any(f"{int(REFERENCE.machine.size.parameters):,}" in text for text in said)
