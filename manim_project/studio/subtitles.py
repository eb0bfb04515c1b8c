"""Captions of beats as SubRip subtitles, at most two lines of 42 characters each."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import srt

LINE = 42  # characters; broadcasters' common limit, two lines at most
LINES = 2


class Beat(Protocol):
    """What a subtitle takes from a beat: its words, and its times in seconds."""

    @property
    def caption(self) -> str: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


def break_lines(caption: str) -> list[str]:
    """Break a caption into lines of at most 42 characters, as even in length as can be."""
    lines = textwrap.wrap(caption, LINE, break_on_hyphens=False)
    for width in range(1, LINE):
        even = textwrap.wrap(caption, width, break_on_hyphens=False, break_long_words=False)
        if len(even) == len(lines) and max(map(len, even), default=0) <= LINE:
            return even
    return lines


def subtitles(beats: Iterable[Beat]) -> str:
    """The text of an .srt file. A caption too long for two lines becomes several in turn.

    Each of those gets a share of the beat's time by its number of characters.
    """
    entries: list[srt.Subtitle] = []
    for beat in beats:
        lines = break_lines(beat.caption)
        pages = ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
        total = sum(map(len, pages))
        start = beat.start
        for page in pages:
            end = start + (beat.end - beat.start) * len(page) / total
            times = timedelta(seconds=start), timedelta(seconds=end)
            entries.append(srt.Subtitle(len(entries) + 1, *times, page))
            start = end
    return srt.compose(entries)


def length(path: Path) -> float | None:
    """The time in seconds at which an .srt file ends; None when there is no such file."""
    try:
        entries = list(srt.parse(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, srt.SRTParseError):
        return None
    return entries[-1].end.total_seconds() if entries else None
