"""Scenes and qualities on the command line: a wrong name is the user's mistake, in one line."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from manim_project.scenes import find_scene
from manim_project.studio.renders.quality import QUALITIES, find_quality

Found = TypeVar("Found")


def _named(find: Callable[[str], Found]) -> Callable[[str], Found]:
    def convert(name: str) -> Found:
        try:
            return find(name)
        except LookupError as error:
            raise ArgumentTypeError(str(error)) from None

    return convert


scene_named = _named(find_scene)
quality_named = _named(find_quality)


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
