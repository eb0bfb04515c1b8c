"""A process that keeps Manim and all other libraries imported, and forks a child for each draft.

The project's own modules are imported by the child alone, so they are always as saved. The
workshop is forked before its owner starts any thread: a fork copies no thread but the one that
calls it, and whatever lock another one holds would stay locked in the child.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import cache_from_source
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

Message = tuple[str, dict[str, Any]]
"""What a draft reports: its kind, and its details; see `studio.draft`."""


@dataclass(frozen=True)
class Job:
    """What to draft: names, for the child imports everything itself."""

    scene: str
    quality: str
    beat: str
    folder: Path
    saved: tuple[Path, ...] = ()


class Workshop:
    """The owner's end. `messages` is to be read; one draft runs at a time."""

    def __init__(self) -> None:
        self._orders, orders = Pipe()
        self.messages, messages = Pipe(duplex=False)
        sys.stdout.flush()
        self._pid = os.fork()
        if not self._pid:
            self._orders.close()
            self.messages.close()
            _serve(orders, messages)
        orders.close()
        self._answers = messages  # kept open: reading ends when the owner says so, not before

    def start(self, job: Job) -> None:
        """Begin a draft; one that is still running is stopped."""
        self._orders.send(job)

    def learn(self, libraries: list[str]) -> None:
        """Import these modules now, so that the next drafts need not."""
        self._orders.send(libraries)

    def close(self) -> None:
        """Stop whatever is running, and wait until it is gone."""
        self._orders.close()
        os.waitpid(self._pid, 0)


def _serve(orders: Connection, messages: Connection) -> None:
    """The workshop's whole life: fork a child for each job, until there is no owner any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the owner ends us
    import manim  # noqa: F401 (this is what the workshop is for)

    child = 0
    try:
        while True:
            order = orders.recv()
            if not isinstance(order, Job):
                _learn(order)
                continue
            _stop(child)
            child = os.fork()
            if not child:
                orders.close()
                _work(order, messages)
            os.setpgid(child, child)
    except EOFError:
        _stop(child)
    os._exit(0)


def _learn(libraries: list[str]) -> None:
    for name in libraries:
        with suppress(Exception):  # whoever needs it will say what is wrong with it
            import_module(name)
    gc.freeze()  # what is here stays: no collection in a child has to look at it


def _stop(child: int) -> None:
    """End a child and all the copies that it made of itself."""
    if child:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _work(job: Job, messages: Connection) -> None:
    """Draft a scene in this process, with the project as it is saved now, and end."""
    os.setpgid(0, 0)  # the copies that it makes of itself belong to its group
    # Python knows compiled code by its source's size and whole second: two quick saves can fool it.
    for path in job.saved:
        if path.suffix == ".py":
            Path(cache_from_source(str(path))).unlink(missing_ok=True)
    libraries = set(sys.modules)
    for name in [name for name in sys.modules if name.split(".")[0] == "manim_project"]:
        del sys.modules[name]
    render = import_module("manim_project.studio.render")
    dependencies = import_module("manim_project.studio.dependencies")
    loaded = dependencies.LoadedFiles()

    def report(kind: str, **details: Any) -> None:
        messages.send((kind, details))

    draft, whole = None, False
    try:
        entry = import_module("manim_project.scenes").find_scene(job.scene)
        quality = import_module("manim_project.studio.quality").find_quality(job.quality)
        render.configure_manim(quality, job.folder / ".media")
        import_module("manim").config.dry_run = True
        draft = import_module("manim_project.studio.draft").Draft(
            entry, quality, job.folder, job.beat, report
        )
        draft.run()
        whole = True
    except Exception as error:
        if draft and draft.draws:
            traceback.print_exc()
            os._exit(1)
        if os.environ.get("VERBOSE") == "1":
            traceback.print_exc()
        places = [Path(step.filename) for step in traceback.extract_tb(error.__traceback__)]
        if isinstance(error, SyntaxError) and error.filename:
            places.append(Path(error.filename))
        explain = import_module("manim_project.studio.trouble").explain
        report("error", text=explain(error, job.folder), files=[str(path) for path in places])
    new = {name for name in set(sys.modules) - libraries if name.split(".")[0] != "manim_project"}
    report("end", files=[str(path) for path in loaded.paths()], libraries=sorted(new), whole=whole)
    os._exit(0)
