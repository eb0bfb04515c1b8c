"""Takes down what a render keeps of its beats: see `renders.record`."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

from PIL import Image

from manim_project.reference.quantity import name_of
from manim_project.stage import Beat, Stage
from manim_project.studio.drawing.labels import visible_labels
from manim_project.studio.renders.png import encoded
from manim_project.studio.renders.record import BEATS, Source, Step, picture_name


class Recorder:
    """Takes down every beat of a scene that is being rendered: set it as the scene's `on_beat`."""

    def __init__(self, fps: int) -> None:
        self.steps: list[Step] = []
        self._fps = fps
        self._pictures: dict[str, memoryview] = {}

    def __call__(self, scene: Stage, beat: Beat) -> None:
        first = self.steps[-1].first + self.steps[-1].frames if self.steps else 0
        frames = scene.renderer.file_writer.frames - first
        unsaid = round((beat.said - beat.start) * self._fps)
        step = Step(
            beat.number, beat.title, beat.caption, first, unsaid, frames, self._fps, beat.loops,
            tuple(_sources(scene)),
        )  # fmt: skip
        self.steps.append(step)
        picture = Image.fromarray(scene.renderer.camera.pixel_array).convert("RGB")
        self._pictures[picture_name(step)] = encoded(picture)

    def write(self, path: Path) -> None:
        """Write down all beats, at once: nothing is left to close when the disk is full."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:  # stored: PNG is compressed
            file.writestr(BEATS, json.dumps([asdict(step) for step in self.steps], indent=1))
            for name, picture in self._pictures.items():
                file.writestr(name, picture)
        path.write_bytes(buffer.getbuffer())


def _sources(scene: Stage) -> Iterator[Source]:
    for label in visible_labels(scene.mobjects):
        for entry in label.mobject.shown.entries:
            yield Source(entry.text, name_of(entry.quantity))
