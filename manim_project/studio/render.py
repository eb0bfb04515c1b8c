"""Render one scene to renders/QUALITY/SCENE.mp4, .srt and .vtt, whole or not at all.

Everything is made in a folder of its own, renders/.work/QUALITY/SCENE.PROCESS/, and moved into
place at the end. Manim's cache of animations is off: its hash sees neither the methods of a
mobject nor the numbers behind an updater, so that after a change of either it would show the old
picture.
"""

from __future__ import annotations

import argparse
import fcntl
import gc
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from manim_project import theme
from manim_project.scenes import SceneEntry
from manim_project.studio.arguments import add_quality_and_renders, scene_named
from manim_project.studio.dependencies import LoadedFiles, make_rules
from manim_project.studio.places import Places
from manim_project.studio.progress import Progress, clock, say
from manim_project.studio.quality import NARRATED, Quality
from manim_project.studio.stopping import STOPPING


@contextmanager
def scratch_folder(places: Places) -> Iterator[Path]:
    """An empty folder that no other render uses, gone afterwards, also when stopped.

    Two renders of the same scene take turns. What killed ones left behind is cleared away. The
    folder is named after the process: after `make clean` two renders can hold a lock each.
    """
    places.work.mkdir(parents=True, exist_ok=True)
    with places.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(places.scene, "waits for another render of it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left in places.scratches():
            shutil.rmtree(left, ignore_errors=True)
        scratch = places.work / f"{places.scene}.{os.getpid()}"
        STOPPING.scratch.append(scratch)
        try:
            scratch.mkdir()
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            STOPPING.scratch.remove(scratch)


def replace_folder(made: Path, folder: Path) -> None:
    """Put a finished folder where the last one is. A stop in between has to wait for its end."""
    old = made.with_name(f"{made.name}.old")
    stops = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    try:
        if folder.exists():
            os.rename(folder, old)
        os.rename(made, folder)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)
    shutil.rmtree(old, ignore_errors=True)


def configure_manim(quality: Quality, media: Path) -> None:
    """Set up Manim for this render alone, whatever the user's own manim.cfg says."""
    import manim

    manim.logger.setLevel("ERROR")  # or it tells which files it reads
    manim.config.digest_file(Path(manim.__file__).parent / "_config" / "default.cfg")
    manim.config.update(
        {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_width": theme.FRAME_WIDTH,
            "frame_height": theme.FRAME_HEIGHT,
            "frame_rate": quality.fps,
            "format": "mp4",
            "media_dir": str(media),
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "ERROR",
            "notify_outdated_version": False,
        }
    )


def make_film(entry: SceneEntry, quality: Quality, made: Places, last: Path) -> str:
    """Run the scene, write its film, subtitles and record, and return a line that sums it up.

    `last` is where the subtitles of an earlier render are, if there was one.
    """
    configure_manim(quality, made.film.parent / "media")
    scene_class = entry.load()

    from manim_project.stage import LENGTH
    from manim_project.studio.encoder import Film, FilmWriter
    from manim_project.studio.painter import Painter
    from manim_project.studio.quicker import make_manim_quicker
    from manim_project.studio.record import Recorder
    from manim_project.studio.subtitles import cues, length, write

    make_manim_quicker()
    gc.freeze()  # what is imported stays: no collection has to look at it
    progress = Progress(entry.name, length(last) or LENGTH[1])
    stage = scene_class(renderer=Painter())
    stage.on_beat = recorder = Recorder(quality.fps)
    stage.renderer.file_writer = FilmWriter(
        stage.file_writer_settings,
        Film(made.film, quality),
        lambda frames: progress.advance(frames / quality.fps),
    )
    if NARRATED:
        from manim_project.studio import voice

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
    """Render a scene and put its files and make's rules in place, each at once.

    Their time is when the render began: a source saved during it counts as newer.
    """
    began = time.time()
    loaded = LoadedFiles()
    places = Places(renders, quality.folder, entry.name)
    with scratch_folder(places) as scratch:
        made = Places(scratch, quality.folder, entry.name)
        for folder in (made.film.parent, made.work, places.film.parent):
            folder.mkdir(parents=True, exist_ok=True)
        summary = make_film(entry, quality, made, places.subtitles)
        rules = make_rules(places.targets, loaded.paths())
        rules += f"SECONDS_{entry.name} := {time.process_time():.1f}\n"
        made.rules.write_text(rules, encoding="utf-8")
        finished = (made.rules, *made.targets)
        for path in finished:
            os.utime(path, (began, began))
            with path.open("rb") as file:
                os.fsync(file.fileno())  # or a power cut may leave the new name without its bytes
        for path, final in zip(finished, (places.rules, *places.targets), strict=True):
            os.replace(path, final)
    say(entry.name, f"done: {summary}  {places.film}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `python -m manim_project render`."""
    parser.add_argument("scene", type=scene_named, metavar="SCENE", help="a scene's class name")
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Render one scene."""
    render(args.scene, args.quality, args.renders)
    return 0
