"""What a render keeps of its beats beside the film: words, times, sources and last pictures.

Clips, decks and the whole film are made of it and of the film; no scene is run again for them.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from manim_project.scenes import SCENES, SceneEntry
from manim_project.studio.renders.places import Places
from manim_project.studio.renders.quality import Quality

if TYPE_CHECKING:
    pass

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
    unsaid: int  # frames from the first on before the caption comes
    frames: int
    fps: int
    loops: bool
    sources: tuple[Source, ...]

    @property
    def start(self) -> float:
        """Seconds into the film."""
        return self.first / self.fps

    @property
    def said(self) -> float:
        """When its caption comes, in seconds into the film."""
        return (self.first + self.unsaid) / self.fps

    @property
    def end(self) -> float:
        """Seconds into the film."""
        return (self.first + self.frames) / self.fps


def picture_name(step: Step) -> str:
    """Of the last frame of a beat, in the record."""
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
            return file.read(picture_name(step))


def chosen(args: argparse.Namespace) -> list[Record]:
    """The scenes that the command line names, or all nine, as they were rendered.

    `args`: `scenes`, `quality` and `renders`. Raises LookupError as `Record` does.
    """
    return [Record(entry, args.quality, args.renders) for entry in args.scenes or SCENES]
