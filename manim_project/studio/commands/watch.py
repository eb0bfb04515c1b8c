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
from pathlib import Path
from typing import Any

from watchfiles import watch

from manim_project.paths import ROOT
from manim_project.scenes import SceneEntry
from manim_project.studio.arguments import add_quality_and_renders, scene_named, words
from manim_project.studio.renders.progress import say
from manim_project.studio.watch.fork_server import ForkServer, Job
from manim_project.studio.watch.page import Page

GRACE = 30  # milliseconds in which further changes count as the same save
LONG = 10  # seconds after which a draft that still runs is remarked upon
SOURCES = (ROOT / "manim_project", ROOT / "assets")


class Watcher:
    """Starts drafts, listens to what they report, and says so."""

    def __init__(
        self, scene: str, quality: str, beat: str, folder: Path, server: ForkServer, page: Page
    ) -> None:
        self._scene, self._quality, self._beat, self._folder = scene, quality, beat, folder
        self._server, self._page = server, page
        self._number = 0  # of the draft that counts
        self._runs = self._whole = False
        self._saved: set[Path] = set()  # since a draft ended
        self._depends: set[Path] = set()  # what the last whole draft has loaded
        self._seen: dict[int, str] = {}  # the clips that were shown, by beat
        self.over = threading.Event()

    def concerned(self, paths: set[Path]) -> set[Path]:
        """Those of the files that the scene has to do with; while that is not sure, all sources."""
        if self._whole:
            return self._depends & paths
        return {path for path in paths if path.suffix == ".py" or "assets" in path.parts}

    def start(self, saved: set[Path]) -> None:
        """Draft the scene, because these files were saved (or because we begin)."""
        times = [path.stat().st_mtime for path in saved if path.exists()]
        self._began = max(times, default=time.time())
        self._number += 1
        self._saved |= saved
        self._runs, self._whole = True, False
        if saved:
            self._say("saved", ", ".join(sorted(str(path.relative_to(ROOT)) for path in saved)))
        self._page.show(error="")
        seen, files = dict(self._seen), frozenset(self._saved)
        names = (self._scene, self._quality, self._beat, self._folder)
        self._server.start(Job(self._number, *names, files, seen))

    def remark(self) -> None:
        """Say so, once, if a draft takes so long that it may never end."""
        if self._runs and time.time() - self._began > LONG:
            self._runs = False
            self._say("slow", f"still running after {LONG} s; the next save starts it anew")

    def listen(self) -> None:
        """Say what drafts report, until the fork server ends."""
        try:
            while True:
                number, kind, details = self._server.messages.recv()
                if number in (0, self._number):  # 0: the fork server speaks for itself
                    getattr(self, f"_on_{kind}")(**details)
        except (EOFError, OSError):
            self.over.set()

    def _say(self, what: str, text: str) -> None:
        say(self._scene, f"{what:<6} {text}")
        self._page.show(news=f"{what}  {text.splitlines()[0]}")

    def _ready(self, what: str, path: str, note: str) -> None:
        self._say(what, f"{time.time() - self._began:5.2f} s  {path}  {note}")

    def _on_frame(self, path: str, beat: dict[str, Any]) -> None:
        self._ready("frame", path, f"beat {beat['number']}: {beat['title']}")
        if self._seen.get(beat["number"]) != beat["clip"]:
            self._page.show(at=beat["number"], frame=path, clip="")
        self._seen[beat["number"]] = beat["clip"]

    def _on_clip(self, path: str, beat: dict[str, Any]) -> None:
        self._ready("clip", path, f"beat {beat['number']}: {beat['title']}")
        self._page.show(at=beat["number"], clip=path, playing=beat["clip"])

    def _on_beats(self, beats: list[dict[str, Any]]) -> None:
        self._seen = {beat["number"]: beat["clip"] for beat in beats}
        self._page.show(beats=beats)

    def _on_scene(self, path: str, drawn: int, starts: list[float]) -> None:
        count = len(starts) - 1
        note = f"{drawn} of {count} beats drawn anew" if drawn else "nothing had to be drawn"
        self._ready("scene", path, note)
        self._page.show(scene=path, starts=starts)

    def _on_error(self, text: str) -> None:
        self._say("error", text)
        self._page.show(error=text)

    def _on_end(self, files: list[str], whole: bool) -> None:
        self._runs, self._whole = False, whole
        self._saved.clear()
        if whole:
            self._depends = {ROOT / file for file in files}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `python -m manim_project watch`."""
    parser.add_argument("scene", type=scene_named, metavar="SCENE", help="a scene's class name")
    parser.add_argument(
        "--beat",
        type=words,
        default="",
        help="the beat at work: its number or part of its title",
    )
    add_quality_and_renders(parser, default="low")


def main(args: argparse.Namespace) -> int:
    """Watch until Ctrl-C. Exit status 1: another one watches the scene, or drafts cannot be run."""
    entry: SceneEntry = args.scene
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the drafts have to be ended, too
    folder = args.renders / "watch" / entry.name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"watch: {entry.name} is being watched already", file=sys.stderr)
            return 1
        _clear(folder)
        server = ForkServer()
        page = Page(entry.name)
        watcher = Watcher(entry.name, args.quality.name, args.beat, folder, server, page)
        try:
            _watch(watcher, page, entry.name)
        except KeyboardInterrupt:
            print()
            return 0
        finally:
            server.close()
            _clear(folder)
    return 1


def _clear(folder: Path) -> None:
    """Remove what a draft that was stopped has left."""
    for part in folder.rglob("*.part"):
        part.unlink()


def _watch(watcher: Watcher, page: Page, scene: str) -> None:
    threading.Thread(target=watcher.listen, daemon=True).start()
    page.serve()
    say(scene, f"watched: save a file, and see it at {page.address}  (Ctrl-C ends)")
    watcher.start(set())
    for changes in watch(
        *SOURCES,
        debounce=GRACE,
        step=GRACE // 2,
        rust_timeout=1000 * LONG // 2,
        yield_on_timeout=True,
        stop_event=watcher.over,
        raise_interrupt=True,
    ):
        saved = {Path(path).resolve() for _, path in changes}
        if mine := watcher.concerned(saved):
            watcher.start(mine)
        watcher.remark()
