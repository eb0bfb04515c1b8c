"""A process that keeps Manim and all other libraries imported, and forks a child for each draft.

The project's own modules are imported by the child alone, so they are always as saved. The
server is forked before its owner starts any thread: a fork copies no thread but the one that
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
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NoReturn

Message = tuple[int, str, dict[str, Any]]
"""What a draft reports: the job's number, the kind, and details; see `studio.draft`."""


@dataclass(frozen=True)
class Job:
    """What to draft: names, for the child imports everything itself.

    `saved` are the files that were saved since a draft ended, `seen` the clips shown, by beat.
    """

    number: int
    scene: str
    quality: str
    beat: str
    folder: Path
    saved: frozenset[Path]
    seen: dict[int, str]


class ForkServer:
    """The owner's end. `messages` is to be read; it ends when the fork server does."""

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
        messages.close()

    def start(self, job: Job) -> None:
        """Begin a draft; one that is still running is stopped."""
        with suppress(BrokenPipeError):  # then `messages` has ended
            self._orders.send(job)

    def close(self) -> None:
        """Stop whatever is running, and wait until it is gone."""
        self._orders.close()
        os.waitpid(self._pid, 0)


class _Running:
    """A draft at work, in a process of its own."""

    def __init__(self, job: Job, ours: tuple[Connection, ...]) -> None:
        self.number = job.number
        self.reports, reports = Pipe(duplex=False)
        self.pid = os.fork()
        if not self.pid:
            for connection in (*ours, self.reports):
                connection.close()
            _work(job, reports)
        reports.close()
        with suppress(OSError):  # the child does it, too; whoever is first
            os.setpgid(self.pid, self.pid)

    def stop(self) -> str:
        """End it and all the copies that it made of itself; returns how it ended."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.reports.close()
        code = os.waitstatus_to_exitcode(status)
        return f"by signal {-code}" if code < 0 else f"with status {code}"


def _serve(orders: Connection, messages: Connection) -> NoReturn:
    """The server's whole life: start drafts and pass on what they say, until the owner ends."""
    for number in (signal.SIGINT, signal.SIGHUP):  # they go to all; the owner ends us
        signal.signal(number, signal.SIG_IGN)
    running: _Running | None = None
    try:
        import manim  # noqa: F401 (this is what the fork server is for)

        while True:
            ready = wait([orders, running.reports] if running else [orders])
            if orders in ready:
                job = orders.recv()
                if running:
                    running.stop()
                running = _Running(job, (orders, messages))
            elif running:
                running = _pass_on(running, messages)
    except (EOFError, BrokenPipeError):  # the owner has ended
        pass
    except Exception as error:
        from manim_project.studio.error_messages import explain

        messages.send((0, "error", {"text": explain(error)}))
    if running:
        running.stop()
    os._exit(0)


def _pass_on(running: _Running, messages: Connection) -> _Running | None:
    """Hand the owner one message; None when the draft has ended."""
    try:
        kind, details = running.reports.recv()
    except EOFError:  # without a word
        text = f"the draft ended {running.stop()}"
        messages.send((running.number, "error", {"text": text}))
        messages.send((running.number, "end", {"files": [], "whole": False}))
        return None
    if kind == "end":
        for name in details.pop("libraries"):
            with suppress(Exception):  # whoever needs it will say what is wrong with it
                import_module(name)
        gc.freeze()  # what is here stays: no collection in a child has to look at it
    messages.send((running.number, kind, details))
    if kind == "end":
        running.stop()
        return None
    return running


def _work(job: Job, reports: Connection) -> NoReturn:
    """Draft a scene in this process, with the project as it is saved now, and end."""
    os.setpgid(0, 0)  # the copies that it makes of itself belong to its group
    try:
        _draft(job, reports)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _draft(job: Job, reports: Connection) -> None:
    # Python knows compiled code by its source's size and whole second: two quick saves can fool it.
    for path in job.saved:
        if path.suffix == ".py":
            Path(cache_from_source(str(path))).unlink(missing_ok=True)
    libraries = set(sys.modules)
    for name in [name for name in sys.modules if name.split(".")[0] == "manim_project"]:
        del sys.modules[name]
    loaded = import_module("manim_project.studio.renders.dependencies").LoadedFiles()

    def report(kind: str, **details: Any) -> None:
        reports.send((kind, details))

    whole = False
    try:
        quality = import_module("manim_project.studio.renders.quality").find_quality(job.quality)
        import_module("manim_project.studio.drawing.manim_config").configure_manim(
            quality, job.folder / ".media"
        )
        import_module("manim").config.dry_run = True
        entry = import_module("manim_project.scenes").find_scene(job.scene)
        draft = import_module("manim_project.studio.watch.draft").Draft
        whole = draft(entry, quality, job.folder, job.beat, job.seen, report).run()
    except Exception as error:
        explain = import_module("manim_project.studio.error_messages").explain
        report("error", text=explain(error, job.folder))
        if os.environ.get("VERBOSE") == "1":
            traceback.print_exc()
    new = {name for name in set(sys.modules) - libraries if name.split(".")[0] != "manim_project"}
    report("end", files=[str(path) for path in loaded.paths()], libraries=sorted(new), whole=whole)
