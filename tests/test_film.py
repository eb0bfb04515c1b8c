"""The nine scenes, every frame drawn (small and few a second): they run, beats stand still, and
the pictures are Manim's own."""

import tempfile
from typing import Any

import numpy as np
import pytest
from manim import CairoRenderer, tempconfig
from manim.scene.scene_file_writer import SceneFileWriter

from manim_project.scenes import SCENES, SceneEntry
from manim_project.stage import Stage
from manim_project.studio.looks import Box
from manim_project.studio.painter import Painter
from manim_project.studio.rehearsal import rehearse, still

FRAME_RATE = 5
SIZE = (320, 180)
# Where a box cuts a line, Cairo rounds the line's edge anew: the differences are of that size.
MOST_DIFFERENCE = 24  # of 255, in any pixel
MOST_DIFFERENT = 0.002  # of a frame's pixels, by more than one level


class Frames(SceneFileWriter):
    """Keeps every frame instead of writing it.

    The painter's are put together from what it says has changed, as the encoder does it.
    """

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self.frames: list[np.ndarray] = []
        self._last: np.ndarray | None = None

    def write_frame(
        self, picture: np.ndarray, *, repeat: int = 1, boxes: list[Box] | None = None
    ) -> None:
        frame = picture.copy() if self._last is None or boxes is None else self._last.copy()
        for left, top, right, bottom in boxes or ():
            frame[top:bottom, left:right] = picture[top:bottom, left:right]
        self._last = frame
        self.frames += [frame] * repeat


def draw(
    scene_class: type[Stage], renderer_class: type[CairoRenderer]
) -> tuple[Stage, list[np.ndarray]]:
    """Run a scene with a renderer; all its frames."""
    settings = {"dry_run": True, "frame_rate": FRAME_RATE, "progress_bar": "none"}
    size = {"pixel_width": SIZE[0], "pixel_height": SIZE[1], "verbosity": "WARNING"}
    with tempfile.TemporaryDirectory() as media, tempconfig(settings | size | {"media_dir": media}):
        renderer = renderer_class()  # takes the size of the pictures from the settings
        scene = scene_class(renderer=renderer)
        renderer.file_writer = writer = Frames(scene.file_writer_settings)
        scene.render()
    return scene, writer.frames


@pytest.mark.parametrize("entry", SCENES, ids=lambda entry: entry.name)
def test_every_beat_begins_and_ends_still_as_rehearsed_and_as_manim_draws_it(
    entry: SceneEntry,
) -> None:
    scene, frames = draw(entry.load(), Painter)
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


def assert_same_picture(ours: np.ndarray, theirs: np.ndarray, which: str) -> None:
    difference = np.abs(ours.astype(int) - theirs).max(axis=2)
    assert difference.max() <= MOST_DIFFERENCE, which
    assert (difference > 1).mean() <= MOST_DIFFERENT, which
