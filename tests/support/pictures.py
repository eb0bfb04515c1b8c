"""Frames of a scene as arrays, drawn by our renderer or by Manim's own, and compared."""

import tempfile
from typing import Any

import numpy as np
from manim import CairoRenderer, tempconfig
from manim.scene.scene_file_writer import SceneFileWriter

from manim_project.stage import Stage
from manim_project.studio.drawing.appearance import Box
from manim_project.studio.drawing.dry_run import rehearse, still

SMALL = (427, 240)
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
        self.changed: list[list[Box]] = []  # at each of them, as the painter says
        self._last: np.ndarray | None = None

    def write_frame(
        self, picture: np.ndarray, *, repeat: int = 1, boxes: list[Box] | None = None
    ) -> None:
        frame = picture.copy() if self._last is None or boxes is None else self._last.copy()
        for left, top, right, bottom in boxes or ():
            frame[top:bottom, left:right] = picture[top:bottom, left:right]
        self._last = frame
        self.frames += [frame] * repeat
        self.changed += [list(boxes or ())] + [[]] * (repeat - 1)


def draw(
    scene_class: type[Stage], renderer_class: type[CairoRenderer]
) -> tuple[Stage, list[np.ndarray]]:
    """Run a scene with a renderer; all its frames."""
    settings = {"dry_run": True, "frame_rate": FRAME_RATE, "progress_bar": "none"}
    settings |= {"disable_caching": True}  # or each animation is hashed, for half of the time
    size = {"pixel_width": SIZE[0], "pixel_height": SIZE[1], "verbosity": "WARNING"}
    with tempfile.TemporaryDirectory() as media, tempconfig(settings | size | {"media_dir": media}):
        renderer = renderer_class()  # takes the size of the pictures from the settings
        scene = scene_class(renderer=renderer)
        renderer.file_writer = writer = Frames(scene.file_writer_settings)
        scene.render()
    return scene, writer.frames


def assert_same_picture(ours: np.ndarray, theirs: np.ndarray, which: str) -> None:
    difference = np.abs(ours.astype(int) - theirs).max(axis=2)
    assert difference.max() <= MOST_DIFFERENCE, which
    assert (difference > 1).mean() <= MOST_DIFFERENT, which


def stills(scene: type[Stage]) -> list[np.ndarray]:
    """The picture at the end of every beat."""
    pictures: list[np.ndarray] = []
    rehearse(scene, lambda stage, _: pictures.append(still(stage)), SMALL)
    return pictures
