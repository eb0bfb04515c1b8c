"""`make clips`: every beat of a scene as a film of its own, with poster, caption and subtitles.

A clip begins with the picture that the one before ends on: played one after the other, with any
pause between, they are the scene.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Collection
from pathlib import Path

from manim_project.studio.arguments import add_quality_and_renders, add_scenes
from manim_project.studio.media.clips import cut, write_companions
from manim_project.studio.renders.beats import slug
from manim_project.studio.renders.dependencies import Makings
from manim_project.studio.renders.progress import say
from manim_project.studio.renders.quality import CLEAR
from manim_project.studio.renders.record import Record, chosen
from manim_project.studio.renders.scratch import scratch_folder

OURS = re.compile(r"\d\d-.*\.(mp4|png|txt|srt|vtt|mov|webm)")
STAMP = ".clips"  # tells make when the clips were made


def write_clips(record: Record, folder: Path) -> None:
    """Write the clips of a scene, and what belongs to them, into a folder."""
    for step in record.steps:
        clip = folder / f"{slug(step)}.mp4"
        cut(record, step, clip)
        write_companions(step, clip, record.picture(step))


def publish(made: Collection[Path], folder: Path) -> None:
    """Move files into their folder, each at once; those of beats that are no more go."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in made:
        os.replace(path, folder / path.name)
    kept = {path.name for path in made}
    for path in folder.iterdir():
        if OURS.fullmatch(path.name) and path.name not in kept:
            path.unlink()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project clips`."""
    add_scenes(parser)
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/SCENE/NN-title.mp4 and its companions, or those with ALPHA=1."""
    makings = Makings()
    for record in chosen(args):
        places = record.places
        with scratch_folder(places) as scratch:
            if CLEAR:
                from manim_project.studio.drawing import transparent_clips

                transparent_clips.write_clips(record, args.quality, scratch)
            else:
                write_clips(record, scratch)
            folder = places.clear_clips if CLEAR else places.clips
            made = list(scratch.glob("*.*"))  # not Manim's own folder, which has no dot
            stamp = scratch / STAMP
            stamp.touch()
            rules = places.rules_of("clips-alpha" if CLEAR else "clips")
            makings.write_rules(rules, {stamp: folder / STAMP})
            publish(made, folder)
            os.replace(stamp, folder / STAMP)
        say(record.entry.name, f"{len(record.steps)} clips  {folder}/")
    return 0
