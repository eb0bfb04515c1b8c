"""How far a render is and how long it has to go, as plain lines that are good in a log too."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from manim_project.scenes import SCENES

if TYPE_CHECKING:
    from manim_project.stage import Stage

STEP = 0.1  # of the scene, from one line to the next
QUIET = 2.0  # seconds between two lines, at least


def clock(seconds: float) -> str:
    """Minutes and seconds, as in 01:05."""
    return "{:02d}:{:02d}".format(*divmod(round(seconds), 60))


def say(name: str, text: str) -> None:
    """Print a line about a scene at once."""
    print(f"{name:{max(len(entry.name) for entry in SCENES)}}  {text}", flush=True)


def _rehearse(scene_class: type[Stage], answer: Connection) -> None:
    # Whatever there is to say about the scene, the render itself is about to say it.
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (open until the process ends)
    try:
        from manim_project.studio.rehearsal import rehearse

        answer.send(rehearse(scene_class)[-1].end)
    except (Exception, KeyboardInterrupt):
        answer.close()


class Progress:
    """Counts the frames of a scene and prints a line at every tenth of it.

    How long the scene will be is found by rehearsing it in a forked process, while the first
    frames are drawn here: the render does not wait, and nothing the rehearsal does can touch it.
    """

    def __init__(self, scene_class: type[Stage], fps: int) -> None:
        self._name = scene_class.__name__
        self._fps = fps
        self._began = self._spoke = time.monotonic()
        self._frames = 0
        self._total: int | None = None
        self._said = 0.0
        context = multiprocessing.get_context("fork")
        self._answer, answer = context.Pipe(duplex=False)
        self._rehearsal = context.Process(target=_rehearse, args=(scene_class, answer), daemon=True)
        self._rehearsal.start()
        answer.close()
        say(self._name, "started")

    def advance(self, frames: int) -> None:
        """So many more frames are drawn."""
        self._frames += frames
        if self._total is None and self._answer.poll():
            try:
                self._total = round(self._answer.recv() * self._fps)
            except EOFError:  # the rehearsal failed, and so will the render
                self._total = 0
        now = time.monotonic()
        if not self._total or now - self._spoke < QUIET:
            return
        done = min(self._frames / self._total, 1.0)
        if done >= self._said + STEP:
            left = (now - self._began) * (1 - done) / done
            say(self._name, f"{done:4.0%}  {clock(left)} to go")
            self._said, self._spoke = done, now

    def seconds(self) -> float:
        """Wall-clock time since the render began."""
        return time.monotonic() - self._began

    def close(self) -> None:
        """End the rehearsal, should it still be running."""
        self._rehearsal.terminate()
        self._rehearsal.join()
        self._answer.close()
