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


class NoSuchBeat(LookupError):
    """No beat is wanted; the message lists them all."""

    def __init__(self, wanted: str, beats: Iterable[Named]) -> None:
        rows = "".join(f"\n  {beat.number:2}  {beat.title}" for beat in beats)
        problem = f"no beat is or contains {wanted!r}" if wanted else "no beat was given"
        super().__init__(f"{problem}; the beats are:{rows}")


def slug(beat: Named) -> str:
    """A beat's number and title as a file name, such as 03-a-query-is-a-direction."""
    words = re.sub(r"[^a-z0-9]+", "-", beat.title.lower()).strip("-")
    return f"{beat.number:02}-{words}"
