"""Render one scene to renders/QUALITY/SCENE.mp4, .srt and .vtt, whole or not at all.

Everything is made in a folder of its own, renders/.work/QUALITY/SCENE.PROCESS/, and moved into
place at the end. Manim's cache of animations is off: its hash sees neither the methods of a
mobject nor the numbers behind an updater, so that after a change of either it would show the old
picture.
"""

from __future__ import annotations

import argparse

from manim_project.studio.arguments import add_quality_and_renders, scene_named
from manim_project.studio.drawing.render import render


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `python -m manim_project render`."""
    parser.add_argument("scene", type=scene_named, metavar="SCENE", help="a scene's class name")
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Render one scene."""
    render(args.scene, args.quality, args.renders)
    return 0
