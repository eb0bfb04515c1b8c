"""Captions as SubRip (.srt) and WebVTT (.vtt) subtitles, two lines of 42 characters at most."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

import srt

LINE = 42  # characters; broadcasters' common limit, two lines at most
LINES = 2
MOST_CHARACTERS_A_SECOND = 17.0
LEAST_SECONDS = 1.2


class Beat(Protocol):
    """What a subtitle takes from a beat: its words, and its times in seconds."""

    @property
    def caption(self) -> str: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


class Cue(NamedTuple):
    """One subtitle: at most two lines, and when they are shown (seconds)."""

    text: str
    start: float
    end: float


def break_lines(caption: str) -> list[str]:
    """Break a caption into lines of at most 42 characters, as even in length as can be."""
    lines = textwrap.wrap(caption, LINE, break_on_hyphens=False)
    for width in range(1, LINE):
        even = textwrap.wrap(caption, width, break_on_hyphens=False, break_long_words=False)
        if len(even) == len(lines) and max(map(len, even), default=0) <= LINE:
            return even
    return lines


def cues(beats: Iterable[Beat], offset: float = 0.0) -> list[Cue]:
    """The subtitles of beats, `offset` seconds later. A caption too long for two lines becomes
    several in turn, each with a share of the beat's time by its number of characters.
    """
    found: list[Cue] = []
    for beat in beats:
        lines = break_lines(beat.caption)
        pages = ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
        total = sum(map(len, pages))
        start = beat.start + offset
        for page in pages:
            end = start + (beat.end - beat.start) * len(page) / total
            found.append(Cue(page, start, end))
            start = end
    return found


def unreadable(cues: Iterable[Cue]) -> Iterator[str]:
    """What a viewer could not read in time, a line for each."""
    for cue in cues:
        text, seconds = cue.text.replace("\n", " "), cue.end - cue.start
        if len(text) / seconds > MOST_CHARACTERS_A_SECOND:
            yield f"{len(text) / seconds:.1f} characters a second to read: {text!r}"
        if seconds < LEAST_SECONDS - 1e-6:
            yield f"is shown for {seconds:.1f} s only: {text!r}"
        lines = cue.text.split("\n")
        if len(lines) > LINES or max(map(len, lines)) > LINE:
            yield f"does not fit {LINES} lines of {LINE} characters: {text!r}"


def _compose(cues: Iterable[Cue]) -> str:
    return srt.compose(
        srt.Subtitle(number, timedelta(seconds=cue.start), timedelta(seconds=cue.end), cue.text)
        for number, cue in enumerate(cues, start=1)
    )


def _as_vtt(subrip: str) -> str:
    """WebVTT differs in its first line and in the decimal point of its times."""
    lines = (line.replace(",", ".") if " --> " in line else line for line in subrip.splitlines())
    return "\n".join(["WEBVTT", "", *lines, ""])


def write(cues: Sequence[Cue], film: Path) -> None:
    """Write .srt and .vtt beside a film, under its name."""
    subrip = _compose(cues)
    film.with_suffix(".srt").write_text(subrip, encoding="utf-8")
    film.with_suffix(".vtt").write_text(_as_vtt(subrip), encoding="utf-8")


def length(path: Path) -> float | None:
    """The time in seconds at which an .srt file ends; None when there is no such file."""
    try:
        entries = list(srt.parse(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, srt.SRTParseError):
        return None
    return entries[-1].end.total_seconds() if entries else None
