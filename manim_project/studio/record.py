"""What a render keeps of its beats beside the film: words, times, sources and last pictures.

Clips, decks and the whole film are made of it and of the film; no scene is run again for them.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from manim_project.scenes import SCENES, SceneEntry
from manim_project.studio.places import Places
from manim_project.studio.quality import Quality

if TYPE_CHECKING:
    from manim_project.stage import Beat, Stage

BEATS = "beats.json"


@dataclass(frozen=True)
class Source:
    """A number on screen at the end of a beat, and the way to it in the reference model."""

    shown: str
    source: str


@dataclass(frozen=True)
class Step:
    """A beat as the film holds it: `frames` of it from the frame number `first` on."""

    number: int
    title: str
    caption: str
    first: int
    frames: int
    fps: int
    loops: bool
    sources: tuple[Source, ...]

    @property
    def start(self) -> float:
        """Seconds into the film."""
        return self.first / self.fps

    @property
    def end(self) -> float:
        """Seconds into the film."""
        return (self.first + self.frames) / self.fps


class Recorder:
    """Takes down every beat of a scene that is being rendered: set it as the scene's `on_beat`."""

    def __init__(self, fps: int) -> None:
        self.steps: list[Step] = []
        self._fps = fps
        self._pictures: dict[str, memoryview] = {}

    def __call__(self, scene: Stage, beat: Beat) -> None:
        from PIL import Image

        from manim_project.studio.sheet import encoded

        first = self.steps[-1].first + self.steps[-1].frames if self.steps else 0
        frames = scene.renderer.file_writer.frames - first
        step = Step(
            beat.number, beat.title, beat.caption, first, frames, self._fps, beat.loops,
            tuple(_sources(scene)),
        )  # fmt: skip
        self.steps.append(step)
        picture = Image.fromarray(scene.renderer.camera.pixel_array).convert("RGB")
        self._pictures[_picture(step)] = encoded(picture)

    def write(self, path: Path) -> None:
        """Write down all beats, at once: nothing is left to close when the disk is full."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:  # stored: PNG is compressed
            file.writestr(BEATS, json.dumps([asdict(step) for step in self.steps], indent=1))
            for name, picture in self._pictures.items():
                file.writestr(name, picture)
        path.write_bytes(buffer.getbuffer())


def _sources(scene: Stage) -> Iterator[Source]:
    from manim_project.reference.quantity import name_of
    from manim_project.studio.legibility import visible_labels

    for label in visible_labels(scene.mobjects):
        for entry in label.mobject.shown.entries:
            yield Source(entry.text, name_of(entry.quantity))


def _picture(step: Step) -> str:
    return f"{step.number:02}.png"


class Record:
    """A rendered scene: its film, and what was taken down of its beats.

    Raises LookupError when the scene has not been rendered.
    """

    def __init__(self, entry: SceneEntry, quality: Quality, renders: Path) -> None:
        self.entry = entry
        self.places = Places(renders, quality.folder, entry.name)
        self._path = self.places.record
        if not (self._path.exists() and self.film.exists()):
            raise LookupError(f"{self.film} is missing; make {entry.name} renders it")
        with zipfile.ZipFile(self._path) as file:
            beats = json.loads(file.read(BEATS))
        self.steps = [
            Step(**beat | {"sources": tuple(Source(**source) for source in beat["sources"])})
            for beat in beats
        ]

    @property
    def film(self) -> Path:
        """The scene's film."""
        return self.places.film

    @property
    def question(self) -> str:
        """What the scene asks: its first beat's sentence."""
        return self.steps[0].caption

    def picture(self, step: Step) -> bytes:
        """The last frame of a beat, as a PNG."""
        with zipfile.ZipFile(self._path) as file:
            return file.read(_picture(step))


def chosen(args: argparse.Namespace) -> list[Record]:
    """The scenes that the command line names, or all nine, as they were rendered.

    `args`: `scenes`, `quality` and `renders`. Raises LookupError as `Record` does.
    """
    return [Record(entry, args.quality, args.renders) for entry in args.scenes or SCENES]
