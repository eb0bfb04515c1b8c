"""Beats by what users call them: their number, or part of their title; and as file names."""

import re
from collections.abc import Iterable

from manim_project.stage import Beat


def is_wanted(wanted: str, beat: Beat) -> bool:
    """Whether a beat has this number, or these words in its title (capitals do not matter)."""
    if wanted.isdigit():
        return beat.number == int(wanted)
    return bool(wanted) and wanted.lower() in beat.title.lower()


def no_such_beat(wanted: str, beats: Iterable[Beat]) -> LookupError:
    """What to say when none is wanted: it lists them all."""
    rows = "".join(f"\n  {beat.number:2}  {beat.title}" for beat in beats)
    problem = f"no beat is or contains {wanted!r}" if wanted else "no beat was given"
    return LookupError(f"{problem}; the beats are:{rows}")


def slug(beat: Beat) -> str:
    """A beat's number and title as a file name, such as 03-a-query-is-a-direction."""
    words = re.sub(r"[^a-z0-9]+", "-", beat.title.lower()).strip("-")
    return f"{beat.number:02}-{words}"
