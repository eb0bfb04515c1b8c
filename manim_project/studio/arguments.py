"""Scenes and qualities on the command line: a wrong name is the user's mistake, in one line."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from manim_project.scenes import SCENES, find_scene
from manim_project.studio.renders.quality import QUALITIES, find_quality

Found = TypeVar("Found")

CLOSE = 0.75  # of 1: from where on difflib's likeness of two names is taken for a slip


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The end of an error message: what a wrong name was meant for; empty if that is not plain.

    A name may have others behind slashes, which mean the same: low/854x480/480p.
    """
    from difflib import get_close_matches  # only a mistake needs it

    wanted = name.casefold()
    spellings: dict[str, list[str]] = {}
    for first, *others in (entry.split("/") for entry in names):
        for spelling in (first, *others):
            spellings.setdefault(spelling.casefold(), []).append(first)
    parts = re.findall(r"[^,\s]+", wanted)
    if len(parts) > 1 and all(part in spellings for part in parts):
        return "; names are separated by spaces: " + " ".join(spellings[part][0] for part in parts)
    close = get_close_matches(wanted, spellings, n=1, cutoff=CLOSE)
    if not close and len(wanted) > 1:
        close = [spelling for spelling in spellings if wanted in spelling]
    return f"; did you mean {' or '.join(spellings[close[0]])}?" if len(close) == 1 else ""


def _named(find: Callable[[str], Found], names: Iterable[str]) -> Callable[[str], Found]:
    def convert(name: str) -> Found:
        try:
            return find(name)
        except LookupError as error:
            raise ArgumentTypeError(f"{error}{did_you_mean(name, names)}") from None

    return convert


scene_named = _named(find_scene, [entry.name for entry in SCENES])
quality_named = _named(
    find_quality, [f"{each.name}/{each.width}x{each.height}/{each.height}p" for each in QUALITIES]
)


def words(argument: str) -> str:
    """Words as they were typed: in UTF-8, whatever the locale's encoding, unless they are none."""
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def add_quality_and_renders(parser: ArgumentParser, default: str = "talk") -> None:
    """`--quality` and `--renders`: which films, and where they are."""
    qualities = ", ".join(quality.name for quality in QUALITIES)
    parser.add_argument(
        "--quality", type=quality_named, default=default, help=f"{qualities} (default: {default})"
    )
    parser.add_argument(
        "--renders", type=Path, default=Path("renders"), metavar="DIR", help="where films go"
    )


def add_scenes(parser: ArgumentParser) -> None:
    """Any number of scenes, in the order given; none stands for all nine."""
    parser.add_argument(
        "scenes", nargs="*", type=scene_named, metavar="SCENE", help="scenes (default: all)"
    )
