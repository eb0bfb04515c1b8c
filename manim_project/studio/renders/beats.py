"""Beats by what users call them: their number, or part of their title; and as file names."""

import re
from collections.abc import Iterable
from typing import Protocol


class Named(Protocol):
    """What a beat is found by."""

    @property
    def number(self) -> int: ...
    @property
    def caption(self) -> str: ...
    @property
    def title(self) -> str: ...


def is_wanted(wanted: str, beat: Named) -> bool:
    """Whether a beat has this number, or these words in its sentence (capitals do not matter)."""
    if wanted.isdecimal():
        return beat.number == int(wanted)
    return bool(wanted) and _plain(wanted) in _plain(beat.caption)


def _plain(text: str) -> str:
    return text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def no_such_beat(wanted: str, beats: Iterable[Named]) -> LookupError:
    """What to say when none is wanted: it lists them all."""
    rows = "".join(f"\n  {beat.number:2}  {beat.title}" for beat in beats)
    problem = f"no beat is or contains {wanted!r}" if wanted else "no beat was given"
    return LookupError(f"{problem}; the beats are:{rows}")


def slug(beat: Named) -> str:
    """A beat's number and title as a file name, such as 03-a-query-is-a-direction."""
    words = re.sub(r"[^a-z0-9]+", "-", beat.title.lower()).strip("-")
    return f"{beat.number:02}-{words}"
