"""Render one scene to renders/QUALITY/SCENE.mp4, .srt and .vtt, whole or not at all."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

from manim_project.scenes import SceneEntry
from manim_project.studio.drawing.set_up import set_up
from manim_project.studio.renders.dependencies import Makings
from manim_project.studio.renders.places import Places
from manim_project.studio.renders.progress import Progress, clock, say
from manim_project.studio.renders.quality import NARRATED, Quality
from manim_project.studio.renders.scratch import scratch_folder


def make_film(entry: SceneEntry, quality: Quality, made: Places, last: Path) -> str:
    """Run the scene, write its film, subtitles and record, and return a line that sums it up.

    `last` is where the subtitles of an earlier render are, if there was one.
    """
    from manim_project.stage import LENGTH
    from manim_project.studio.drawing.encoder import Film
    from manim_project.studio.drawing.recorder import Recorder
    from manim_project.studio.media.subtitles import cues, length, write

    progress = Progress(entry.name, length(last) or LENGTH[1])
    stage = set_up(
        entry,
        quality,
        made.film.parent / "media",
        Film(made.film, quality),
        lambda frames: progress.advance(frames / quality.fps),
    )
    gc.freeze()  # what is imported stays: no collection has to look at it
    stage.on_beat = recorder = Recorder(quality.fps)
    if NARRATED:
        from manim_project.studio.media import voice

        stage.speaking_time = voice.speaking_time
    stage.render()
    if NARRATED:
        voice.narrate(made.film, recorder.steps)
    recorder.write(made.record)
    write(cues(stage.beats), made.film)
    return (
        f"{clock(stage.time)} of film in {clock(progress.seconds())}, "
        f"{made.film.stat().st_size / 1e6:.1f} MB"
    )


def render(entry: SceneEntry, quality: Quality, renders: Path) -> None:
    """Render a scene and put make's rules and its files in place, each at once."""
    makings = Makings()
    places = Places(renders, quality.folder, entry.name)
    with scratch_folder(places) as scratch:
        made = Places(scratch, quality.folder, entry.name)
        for folder in (made.film.parent, made.work, places.film.parent):
            folder.mkdir(parents=True, exist_ok=True)
        summary = make_film(entry, quality, made, places.subtitles)
        files = dict(zip(made.targets, places.targets, strict=True))
        seconds = f"SECONDS_{entry.name} := {time.process_time():.1f}\n"
        makings.write_rules(places.rules, files, seconds)
        for path, final in files.items():
            os.replace(path, final)
    say(entry.name, f"done: {summary}  {places.film}")
