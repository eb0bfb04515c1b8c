"""`make film`: the scenes as one film, with chapters and subtitles, and as an article to read.

It opens on its title and closes on what it is made of; the last picture of a scene leaves before
the next one asks its question.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from manim_project.scenes import SCENES, TITLE
from manim_project.studio.arguments import add_quality_and_renders, add_scenes
from manim_project.studio.drawing.joins import CLOSING, OPENING, draw_card, fade
from manim_project.studio.media.markdown import code, escaped
from manim_project.studio.media.splice import Chapter, Piece, Sound, splice
from manim_project.studio.media.subtitles import Cue, cues, write
from manim_project.studio.media.voice import narration
from manim_project.studio.renders.dependencies import Makings
from manim_project.studio.renders.places import Places
from manim_project.studio.renders.progress import clock, say
from manim_project.studio.renders.quality import Quality
from manim_project.studio.renders.record import Record, Source, Step, chosen
from manim_project.studio.renders.scratch import replace_folder, scratch_folder
from manim_project.studio.renders.sources import told

NAME = "film"  # of all its files


class Joined(NamedTuple):
    """The pieces of the film; where each scene begins in it, and where the last ends (seconds)."""

    pieces: list[Piece]
    starts: list[float]
    length: float


def join(records: Sequence[Record], quality: Quality, folder: Path) -> Joined:
    """Draw what stands before, between and after the scenes, into a folder."""
    title, seconds = draw_card(OPENING, quality, folder)
    pieces, starts = [Piece(title)], [seconds]
    for record in records:
        last = record.picture(record.steps[-1])
        leaves, more = fade(last, quality, folder / f"{record.entry.name}-leaves.mp4")
        pieces += [Piece(record.film), Piece(leaves)]
        starts.append(starts[-1] + record.steps[-1].end + more)
    end, more = draw_card(CLOSING, quality, folder)
    return Joined([*pieces, Piece(end)], starts, starts[-1] + more)


def chapters(records: Sequence[Record], joined: Joined) -> list[Chapter]:
    """A chapter a scene: its number among all scenes and its question. The first one takes in the
    title, the last one the end."""
    times = [0.0, *joined.starts[1:-1], joined.length]
    return [
        Chapter(f"{_number(record)}. {record.question}", times[i], times[i + 1])
        for i, record in enumerate(records)
    ]


def _number(record: Record) -> int:
    return SCENES.index(record.entry) + 1


def film_cues(records: Sequence[Record], times: Sequence[float]) -> list[Cue]:
    """The subtitles of all scenes, which begin at these times."""
    return [cue for i, record in enumerate(records) for cue in cues(record.steps, times[i])]


def spoken(records: Sequence[Record], joined: Joined) -> Sound | None:
    """The captions of all scenes as sound, if films are narrated."""
    times = joined.starts
    lines = (
        (step.caption, times[i] + step.said)
        for i, record in enumerate(records)
        for step in record.steps
    )
    return narration(lines, joined.length)


def article(records: Sequence[Record], joined: Joined) -> str:
    """The film in Markdown: each beat's last picture, its sentence and its numbers' sources."""
    parts = [f"# {TITLE}\n", _introduction(records, joined)]
    for record, start in zip(records, joined.starts, strict=False):
        parts.append(f"\n## {_number(record)}. {escaped(record.question)}\n")
        parts.append(f"*`{record.entry.name}`, from {clock(start)}*\n")
        before: set[Source] = set()
        for step in record.steps[1:]:  # the first is the question, which is the heading
            parts.append(f"![{escaped(step.caption)}]({NAME}/{_picture(record, step)})\n")
            parts.append(f"{escaped(step.caption)}\n")
            parts += _sources(step, before)
            before = set(step.sources)
    return "\n".join(parts)


def _introduction(records: Sequence[Record], joined: Joined) -> str:
    length = clock(joined.length)
    return (
        f"{len(records)} scenes, {length}. Every number comes from one reference model that really "
        "executes; under each picture it says which part of it the numbers that are new there are."
        "\n"
    )


def _sources(step: Step, before: set[Source]) -> Iterator[str]:
    """Where the numbers come from that were not there at the end of the beat before."""
    if new := told(source for source in step.sources if source not in before):
        yield "<details><summary>The numbers</summary>\n"
        yield "\n".join(f"- {code(line)}" for line in new)
        yield "\n</details>\n"


def _picture(record: Record, step: Step) -> str:
    return f"{record.entry.name}-{step.number:02}.png"


def make_film(records: Sequence[Record], quality: Quality, folder: Path) -> tuple[Path, float]:
    """Write film.mp4, .srt, .vtt, .md and the pictures of the last into a folder; returns the
    first, and how long it is (seconds)."""
    film = folder / f"{NAME}.mp4"
    joined = join(records, quality, folder)
    all_cues, sound = film_cues(records, joined.starts), spoken(records, joined)
    splice(joined.pieces, film, sound, all_cues, chapters(records, joined))
    write(all_cues, film)
    film.with_suffix(".md").write_text(article(records, joined), encoding="utf-8")
    pictures = folder / NAME
    pictures.mkdir()
    for record in records:
        for step in record.steps[1:]:
            (pictures / _picture(record, step)).write_bytes(record.picture(step))
    return film, joined.length


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project film`."""
    add_scenes(parser)
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/film.mp4 and what belongs to it."""
    makings = Makings()
    records = chosen(args)
    places = Places(args.renders, args.quality.folder, NAME)
    with scratch_folder(places) as scratch:
        film, length = make_film(records, args.quality, scratch)
        makings.write_rules(places.rules, {film: places.film})
        replace_folder(scratch / NAME, places.clips)
        for end in (".md", ".srt", ".vtt", ".mp4"):
            os.replace(film.with_suffix(end), places.film.with_suffix(end))
    (places.work / f"{NAME}.scenes").write_text(
        " ".join(r.entry.name for r in records), encoding="utf-8"
    )
    say(NAME, f"{len(records)} scenes, {clock(length)}  {places.film}")
    return 0
