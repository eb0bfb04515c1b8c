"""Scenes and qualities on the command line: a wrong name is the user's mistake, in one line."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import TypeVar

from manim_project.scenes import find_scene
from manim_project.studio.quality import find_quality

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
