"""Where the numbers on screen come from, told briefly: for a speaker's notes, and for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable

from manim_project.studio.renders.record import Source

INDICES = re.compile(r"(\[[^\]]*\])+")
POSITION = re.compile(r"\bposition=\d+")


def told(sources: Iterable[Source], most: int | None = None) -> list[str]:
    """A line for each number and the way to it, such as "4 = ….gap".

    Numbers of one table share a line, without indices: "0, 3, 4 = ….scores[…]"; `most` of them.
    """
    groups: dict[str, list[Source]] = {}
    for source in dict.fromkeys(sources):
        groups.setdefault(_table(source.source), []).append(source)
    lines = []
    for table, members in groups.items():
        values = [member.shown for member in members[:most]]
        if len(values) < len(members):
            values.append("…")
        way = members[0].source if len({member.source for member in members}) == 1 else table
        lines.append(f"{', '.join(values)} = {way}")
    return lines


def _table(way: str) -> str:
    return POSITION.sub("position=…", INDICES.sub("[…]", way))
