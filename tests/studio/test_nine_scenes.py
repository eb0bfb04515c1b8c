"""The nine scenes, every frame drawn (small and few a second): they run, beats stand still, and
the pictures are Manim's own."""

import numpy as np
import pytest
from manim import CairoRenderer
from support.pictures import FRAME_RATE, SIZE, assert_same_picture, draw

from manim_project.scenes import SCENES, SceneEntry
from manim_project.studio.drawing.dry_run import rehearse, still
from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer


@pytest.mark.parametrize("entry", SCENES, ids=lambda entry: entry.name)
def test_every_beat_begins_and_ends_still_as_rehearsed_and_as_manim_draws_it(
    entry: SceneEntry,
) -> None:
    scene, frames = draw(entry.load(), IncrementalRenderer)
    ends = [round(beat.end * FRAME_RATE) for beat in scene.beats]
    assert len(frames) == ends[-1]
    assert len({frame.tobytes() for frame in frames}) > len(ends)  # it moves
    for beat, end in zip(scene.beats, ends, strict=True):
        last = frames[end - 1]
        assert np.array_equal(frames[end - 2], last), f"beat {beat.number} does not end still"
        if end < ends[-1]:
            still_there = np.array_equal(frames[end], last)
            assert still_there, f"beat {beat.number + 1} does not begin still"

    _, manims = draw(entry.load(), CairoRenderer)
    assert len(manims) == len(frames)
    for number, (ours, theirs) in enumerate(zip(frames, manims, strict=True)):
        assert_same_picture(ours, theirs, f"frame {number}")

    stills: list[np.ndarray] = []
    beats = rehearse(entry.load(), lambda stage, _: stills.append(still(stage)), SIZE)
    assert [beat.caption for beat in beats] == [beat.caption for beat in scene.beats]
    for beat, ours, end in zip(beats, stills, ends, strict=True):
        assert_same_picture(ours, frames[end - 1], f"the end of beat {beat.number}")
