"""`make watch`: on every save, draft the scene and show what has changed.

The last frame of the beat at work comes first, then its clip, then the whole scene: as files in
renders/watch/SCENE/, and on a page that this computer alone can open.
"""

from __future__ import annotations

import argparse
import fcntl
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from watchfiles import watch

from manim_project.scenes import SceneEntry
from manim_project.studio.arguments import quality_named, scene_named
from manim_project.studio.dependencies import ROOT
from manim_project.studio.page import Page
from manim_project.studio.progress import say
from manim_project.studio.workshop import Job, Workshop

GRACE = 30  # milliseconds in which further changes count as the same save
SOURCES = (ROOT / "manim_project", ROOT / "assets")


class Watcher:
    """Starts drafts, listens to what they report, and says so."""

    def __init__(self, job: Job, workshop: Workshop, page: Page) -> None:
        self._job, self._workshop, self._page = job, workshop, page
        self._depends: set[Path] | None = None  # unknown before the first draft: then on all
        self._began = time.time()

    def concerned(self, paths: set[Path]) -> set[Path]:
        """Those of the files that the scene has to do with."""
        if self._depends is None:
            return {path for path in paths if path.suffix == ".py" or "assets" in path.parts}
        return self._depends & paths

    def start(self, saved: set[Path]) -> None:
        """Draft the scene, because these files were saved (or because we begin)."""
        times = [path.stat().st_mtime for path in saved if path.exists()]
        self._began = max(times, default=time.time())
        if saved:
            self._say("saved", ", ".join(sorted(str(path.relative_to(ROOT)) for path in saved)))
        self._page.show(error="")
        self._workshop.start(replace(self._job, saved=tuple(saved)))

    def listen(self) -> None:
        """Say what drafts report, for as long as there are any."""
        while True:
            try:
                kind, details = self._workshop.messages.recv()
            except (EOFError, OSError):
                return
            getattr(self, f"_on_{kind}")(**details)

    def _say(self, what: str, text: str) -> None:
        say(self._job.scene, f"{what:<6} {text}")
        self._page.show(news=f"{what}  {text}")

    def _ready(self, what: str, path: str, note: str) -> None:
        self._say(what, f"{time.time() - self._began:5.2f} s  {path}  {note}")

    def _on_frame(self, path: str, beat: dict[str, Any]) -> None:
        self._ready("frame", path, f"beat {beat['number']}: {beat['title']}")
        self._page.show(at=beat["number"], frame=path, clip="")

    def _on_clip(self, path: str, beat: dict[str, Any]) -> None:
        self._ready("clip", path, f"beat {beat['number']}: {beat['title']}")
        self._page.show(at=beat["number"], clip=path)

    def _on_beats(self, beats: list[dict[str, Any]]) -> None:
        self._page.show(beats=beats)

    def _on_scene(self, path: str, drawn: int, starts: list[float]) -> None:
        note = (
            f"{drawn} of {len(starts) - 1} beats drawn anew" if drawn else "nothing had to be drawn"
        )
        self._ready("scene", path, note)
        self._page.show(scene=path, starts=starts)

    def _on_error(self, text: str, files: list[str]) -> None:
        self._say("error", text)
        self._page.show(error=text)
        if self._depends is not None:
            self._depends |= {Path(file).resolve() for file in files}

    def _on_end(self, files: list[str], libraries: list[str], whole: bool) -> None:
        if libraries:
            self._workshop.learn(libraries)
        if whole:
            self._depends = {ROOT / file for file in files}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `python -m manim_project watch`."""
    parser.add_argument("scene", type=scene_named, metavar="SCENE", help="a scene's class name")
    parser.add_argument(
        "--beat", default="", help="the beat at work: its number or part of its title"
    )
    parser.add_argument("--quality", type=quality_named, default="low", help="default: low")
    parser.add_argument(
        "--renders", type=Path, default=Path("renders"), metavar="DIR", help="where files go"
    )


def main(args: argparse.Namespace) -> int:
    """Watch until Ctrl-C. Exit status 1: another one watches the scene already."""
    entry: SceneEntry = args.scene
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the drafts have to be ended, too
    folder = args.renders / "watch" / entry.name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"watch: {entry.name} is being watched already", file=sys.stderr)
            return 1
        for part in folder.rglob("*.part"):  # of a draft that was stopped
            part.unlink()
        workshop = Workshop()
        try:
            _watch(Job(entry.name, args.quality.name, args.beat, folder), workshop)
        except KeyboardInterrupt:
            print()
        finally:
            workshop.close()
    return 0


def _watch(job: Job, workshop: Workshop) -> None:
    page = Page(job.scene)
    watcher = Watcher(job, workshop, page)
    threading.Thread(target=watcher.listen, daemon=True).start()
    page.serve()
    say(job.scene, f"watched: save a file, and see it at {page.address}  (Ctrl-C ends)")
    watcher.start(set())
    for changes in watch(*SOURCES, debounce=GRACE, step=GRACE // 2, raise_interrupt=True):
        saved = {Path(path).resolve() for _, path in changes}
        if mine := watcher.concerned(saved):
            watcher.start(mine)
