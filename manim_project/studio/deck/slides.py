"""What all forms of the deck are made of: a slide for each beat, with its clip and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from manim_project.studio.media.clips import cut
from manim_project.studio.media.markdown import code, escaped
from manim_project.studio.renders.record import Record, Source, Step
from manim_project.studio.renders.sources import told

CLIPS = "clips"  # their folder in the deck's
SMALL = 960  # pixels: the longer side of the pictures in the overview of the web page
VALUES = 8  # of one group of numbers are told to the speaker, at most


@dataclass(frozen=True)
class Slide:
    """A beat in the deck. Its paths are relative to the deck's folder.

    `new` tells where the numbers come from that the beat brings, and `known` those that were on
    screen before it.
    """

    scene: str
    question: str
    of: int  # beats in its scene
    step: Step
    new: list[str]
    known: list[str]

    @property
    def name(self) -> str:
        """Unique in the deck, also as a file name, whatever the beats are called."""
        return f"{self.scene}-{self.step.number:02}"

    @property
    def is_first(self) -> bool:
        """Whether its scene begins with it."""
        return self.step.number == 1

    @property
    def place(self) -> str:
        """Where in the film it is, for the speaker."""
        return f"{self.scene} {self.step.number}/{self.of}"

    @property
    def clip(self) -> str:
        return f"{CLIPS}/{self.name}.mp4"

    @property
    def poster(self) -> str:
        """The last frame."""
        return f"{CLIPS}/{self.name}.png"

    @property
    def small(self) -> str:
        """The last frame for an overview: a hundred large ones would fill a browser's memory."""
        return f"{CLIPS}/{self.name}.webp"


def cut_slides(record: Record, folder: Path) -> list[Slide]:
    """Cut a scene into slides, and write their clips and pictures into the deck's folder."""
    (folder / CLIPS).mkdir(exist_ok=True)
    slides = list(_slides(record))
    for slide in slides:
        cut(record, slide.step, folder / slide.clip)
        picture = record.picture(slide.step)
        (folder / slide.poster).write_bytes(picture)
        with Image.open(BytesIO(picture)) as small:
            small.thumbnail((SMALL, SMALL))
            small.save(folder / slide.small, quality=90)
    return slides


def _slides(record: Record) -> Iterator[Slide]:
    before: tuple[Source, ...] = ()
    for step in record.steps:
        new = told((source for source in step.sources if source not in before), VALUES)
        known = told((source for source in step.sources if source in before), VALUES)
        yield Slide(record.entry.name, record.question, len(record.steps), step, new, known)
        before = step.sources


def plain_notes(slide: Slide) -> str:
    """The speaker's notes as plain text."""
    return _notes(slide, str, str)


def markdown_notes(slide: Slide) -> str:
    """The speaker's notes in Markdown."""
    return _notes(slide, escaped, code)


def _notes(slide: Slide, words: Callable[[str], str], source: Callable[[str], str]) -> str:
    parts = [words(f"{slide.place}: {slide.question}"), words(slide.step.caption)]
    for head, lines in headed_sources(slide):
        parts += [head, "\n".join(f"- {source(line)}" for line in lines)]
    return "\n\n".join(parts)


def headed_sources(slide: Slide) -> list[tuple[str, list[str]]]:
    """The lists of sources that are not empty, with what is said above them."""
    lists = [("New numbers:", slide.new), ("On screen before:", slide.known)]
    return [(head, lines) for head, lines in lists if lines]
