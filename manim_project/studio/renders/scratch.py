"""Folders that are made whole before they take their place."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from manim_project.studio.renders.places import Places
from manim_project.studio.renders.progress import say
from manim_project.studio.renders.signals import STOPPING


@contextmanager
def scratch_folder(places: Places) -> Iterator[Path]:
    """An empty folder that no other render uses, gone afterwards, also when stopped.

    Two renders of the same scene take turns. What killed ones left behind is cleared away. The
    folder is named after the process: after `make clean` two renders can hold a lock each.
    """
    places.work.mkdir(parents=True, exist_ok=True)
    with places.lock.open("w", encoding="utf-8") as lock:
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
