"""The qualities a scene is rendered at. The Makefile reads their names from this table."""

from __future__ import annotations

import os
from typing import NamedTuple

from manim_project import theme

NARRATED = os.environ.get("NARRATION", "0") not in ("", "0")
"""Whether films are spoken: NARRATION=1 in the environment."""
CLEAR = os.environ.get("ALPHA", "0") not in ("", "0")
"""Whether clips have a transparent ground: ALPHA=1 in the environment."""
VARIANT_NAMES = [*["light"] * (theme.THEME == "light"), *["4x3"] * (theme.ASPECT == "4:3")]
"""What the environment chooses of theme and aspect, as parts of file names."""


class Quality(NamedTuple):
    """Frame size in pixels (even, as H.264's yuv420p asks) and frames a second.

    The table's sizes are 16:9; `find_quality` gives those of the aspect that is chosen.
    """

    name: str
    width: int
    height: int
    fps: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    @property
    def folder(self) -> str:
        """Where below renders/ its films are: each theme, aspect and voice has its own place."""
        return "-".join([self.name, *VARIANT_NAMES, *["narrated"] * NARRATED])


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
            narrow = theme.ASPECT == "4:3"
            return quality._replace(width=quality.height * 4 // 3) if narrow else quality
    names = ", ".join(f"{quality.name} ({quality.width}x{quality.height})" for quality in QUALITIES)
    raise LookupError(f"unknown quality '{name}'; the qualities are: {names}")


FULL = find_quality("talk").size
"""The size in pixels of pictures that stand for a scene."""
