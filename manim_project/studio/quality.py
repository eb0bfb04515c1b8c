"""The qualities a scene is rendered at. The Makefile reads their names from this table."""

from __future__ import annotations

from typing import NamedTuple


class Quality(NamedTuple):
    """Frame size in pixels (even, as H.264's yuv420p asks) and frames a second."""

    name: str
    width: int
    height: int
    fps: int


QUALITIES = (
    Quality("low", 854, 480, 15),
    Quality("medium", 1280, 720, 30),
    Quality("talk", 1920, 1080, 30),
    Quality("high", 1920, 1080, 60),
    Quality("4k", 3840, 2160, 60),
)


def find_quality(name: str) -> Quality:
    """The quality of that name; raises LookupError with a message that lists the valid names."""
    for quality in QUALITIES:
        if quality.name == name:
            return quality
    names = ", ".join(quality.name for quality in QUALITIES)
    raise LookupError(f"unknown quality '{name}'; the qualities are: {names}")
