"""The nine scenes, every frame drawn (small and few a second): they run, and beats stand still."""

import hashlib
import tempfile
from typing import Any

import numpy as np
import pytest
from manim import CairoRenderer, tempconfig

from manim_project.scenes import SCENES, SceneEntry
from manim_project.studio.rehearsal import rehearse, still

FRAME_RATE = 5
SIZE = (320, 180)


class Collector(CairoRenderer):
    """Keeps a hash of every frame instead of encoding it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.frames: list[str] = []

    def add_frame(self, frame: np.ndarray, num_frames: int = 1) -> None:
        self.time += num_frames / FRAME_RATE
        self.frames += [digest(frame)] * num_frames


def digest(frame: np.ndarray) -> str:
    """A hash of a picture."""
    return hashlib.sha256(np.ascontiguousarray(frame).tobytes()).hexdigest()


@pytest.mark.parametrize("entry", SCENES, ids=lambda entry: entry.name)
def test_every_beat_begins_and_ends_still_and_as_rehearsed(entry: SceneEntry) -> None:
    settings = {"dry_run": True, "frame_rate": FRAME_RATE, "progress_bar": "none"}
    size = {"pixel_width": SIZE[0], "pixel_height": SIZE[1], "verbosity": "WARNING"}
    with tempfile.TemporaryDirectory() as media, tempconfig(settings | size | {"media_dir": media}):
        renderer = Collector()  # takes the size of the pictures from the settings
        scene = entry.load()(renderer=renderer)
        scene.render()
    ends = [round(beat.end * FRAME_RATE) for beat in scene.beats]
    assert len(renderer.frames) == ends[-1]
    assert len(set(renderer.frames)) > len(ends)  # it moves
    for beat, end in zip(scene.beats, ends, strict=True):
        last = renderer.frames[end - 1]
        assert renderer.frames[end - 2] == last, f"beat {beat.number} does not end still"
        if end < ends[-1]:
            assert renderer.frames[end] == last, f"beat {beat.number + 1} does not begin still"

    stills: list[str] = []
    beats = rehearse(entry.load(), lambda stage, _: stills.append(digest(still(stage))), SIZE)
    assert [beat.caption for beat in beats] == [beat.caption for beat in scene.beats]
    assert stills == [renderer.frames[end - 1] for end in ends]
