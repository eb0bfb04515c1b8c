"""How far a render is and how long it has to go, as plain lines that are good in a log too."""

from __future__ import annotations

import time

from manim_project.scenes import SCENES

STEP = 0.1  # of the scene, from one line to the next
QUIET = 2.0  # seconds between two lines, at least


def clock(seconds: float) -> str:
    """Minutes and seconds, as in 01:05."""
    return "{:02d}:{:02d}".format(*divmod(round(seconds), 60))


def say(name: str, text: str) -> None:
    """Print a line about a scene at once."""
    print(f"{name:{max(len(entry.name) for entry in SCENES)}}  {text}", flush=True)


class Progress:
    """Counts the seconds of film that are drawn, and prints a line at every tenth of `expected`.

    `expected` is how long the film was the last time, or is likely to be (seconds).
    """

    def __init__(self, name: str, expected: float) -> None:
        self._name = name
        self._expected = expected
        self._began = self._spoke = time.monotonic()
        self._drawn = 0.0
        self._said = 0.0
        say(self._name, "started")

    def advance(self, seconds: float) -> None:
        """So much more film is drawn."""
        self._drawn += seconds
        now = time.monotonic()
        done = self._drawn / self._expected
        if self._said + STEP <= done < 1 and now - self._spoke >= QUIET:
            left = (now - self._began) * (1 - done) / done
            say(self._name, f"{done:4.0%}  about {clock(left)} to go")
            self._said, self._spoke = done, now

    def seconds(self) -> float:
        """Wall-clock time since the render began."""
        return time.monotonic() - self._began
