"""Captions as SubRip (.srt) and WebVTT (.vtt) subtitles, two lines of 42 characters at most."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import NamedTuple, Protocol

import srt

LINE = 42  # characters; broadcasters' common limit, two lines at most
LINES = 2
MOST_CHARACTERS_A_SECOND = 17.0
LEAST_SECONDS = 1.2
JOINER = "\N{WORD JOINER}"  # is not seen, and parts a sign from what would make a code of it
BRACES = str.maketrans("{}", "\N{FULLWIDTH LEFT CURLY BRACKET}\N{FULLWIDTH RIGHT CURLY BRACKET}")
LESS, AND = "\N{FULLWIDTH LESS-THAN SIGN}", "\N{FULLWIDTH AMPERSAND}"


class Beat(Protocol):
    """What a subtitle takes from a beat: its words, and from when to when they stand (seconds)."""

    @property
    def caption(self) -> str: ...
    @property
    def said(self) -> float: ...
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
        start = beat.said + offset
        for page in pages:
            end = start + (beat.end - beat.said) * len(page) / total
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


def without_styles(text: str) -> str:
    """A text as it has to be where there are no escapes, in MP4 and in .srt.

    Many players hand it on as ASS, in which `{…}` is a style and `\\N` a new line.
    """
    return text.replace("\\", f"\\{JOINER}").translate(BRACES)


def _as_srt(cues: Iterable[Cue]) -> str:
    """SubRip has no escapes either, but players know tags, such as `<i>`, and some HTML's `&lt;`;
    there are players that hide all that follows any `<`.
    """
    return srt.compose(
        srt.Subtitle(
            number,
            timedelta(seconds=cue.start),
            timedelta(seconds=cue.end),
            re.sub(r"&(?=#?\w+;)", AND, without_styles(cue.text).replace("<", LESS)),
        )
        for number, cue in enumerate(cues, start=1)
    )


def _as_vtt(cues: Iterable[Cue]) -> str:
    """WebVTT has escapes, as HTML has: a bare `<` would hide all that follows."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(cues, start=1):
        start, end = (
            srt.timedelta_to_srt_timestamp(timedelta(seconds=time)).replace(",", ".")
            for time in (cue.start, cue.end)
        )
        blocks.append(f"{number}\n{start} --> {end}\n{escape(cue.text, quote=False)}\n")
    return "\n".join([*blocks, ""])


def write(cues: Sequence[Cue], film: Path) -> None:
    """Write .srt and .vtt beside a film, under its name."""
    film.with_suffix(".srt").write_text(_as_srt(cues), encoding="utf-8")
    film.with_suffix(".vtt").write_text(_as_vtt(cues), encoding="utf-8")


def length(path: Path) -> float | None:
    """The time in seconds at which an .srt file ends; None when there is no such file."""
    try:
        entries = list(srt.parse(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, srt.SRTParseError):
        return None
    return entries[-1].end.total_seconds() if entries else None
