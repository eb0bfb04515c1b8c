"""`make clips`: every beat of a scene as a film of its own, with poster, caption and subtitles.

A clip begins with the picture that the one before ends on: played one after the other, with any
pause between, they are the scene.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable
from pathlib import Path

from manim_project.studio.arguments import add_quality_and_renders, add_scenes
from manim_project.studio.beats import slug
from manim_project.studio.progress import say
from manim_project.studio.quality import CLEAR
from manim_project.studio.record import Record, Step, chosen
from manim_project.studio.render import scratch_folder
from manim_project.studio.splice import Piece, splice
from manim_project.studio.subtitles import Cue, cues, write
from manim_project.studio.voice import narration

OURS = re.compile(r"\d\d-.*\.(mp4|png|txt|srt|vtt|mov|webm)")
STAMP = ".clips"  # tells make when the clips were made


def cut(record: Record, step: Step, path: Path) -> None:
    """Write a beat's clip; a narrated one is given its sentence anew, as sound is not cut clean."""
    sound = narration([(step.caption, 0)], step.end - step.start)
    splice([Piece(record.film, step.first, step.frames)], path, sound)


def clip_cues(step: Step) -> list[Cue]:
    """The subtitles of a beat alone."""
    return cues([step], -step.start)


def write_clips(record: Record, folder: Path) -> None:
    """Write the clips of a scene, and what belongs to them, into a folder."""
    for step in record.steps:
        clip = folder / f"{slug(step)}.mp4"
        cut(record, step, clip)
        write_companions(step, clip, record.picture(step))


def write_companions(step: Step, clip: Path, poster: bytes | memoryview) -> None:
    """Write what lies beside a clip: poster (its last frame), caption and subtitles."""
    clip.with_suffix(".png").write_bytes(poster)
    clip.with_suffix(".txt").write_text(f"{step.caption}\n", encoding="utf-8")
    write(clip_cues(step), clip)


def publish(made: Iterable[Path], folder: Path) -> None:
    """Move files into their folder, each at once; those of beats that are no more go."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(made)
    for path in made:
        os.replace(path, folder / path.name)
    kept = {path.name for path in made}
    for path in folder.iterdir():
        if OURS.fullmatch(path.name) and path.name not in kept:
            path.unlink()
    (folder / STAMP).touch()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project clips`."""
    add_scenes(parser)
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/SCENE/NN-title.mp4 and its companions, or those with ALPHA=1."""
    for record in chosen(args):
        places = record.places
        with scratch_folder(places) as scratch:
            if CLEAR:
                from manim_project.studio import alpha

                alpha.write_clips(record, args.quality, scratch)
            else:
                write_clips(record, scratch)
            folder = places.clear_clips if CLEAR else places.clips
            publish(scratch.glob("*.*"), folder)  # not Manim's own folder, which has no dot
        say(record.entry.name, f"{len(record.steps)} clips  {folder}/")
    return 0
