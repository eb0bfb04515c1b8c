"""`make frame`: the last frame of one beat as a PNG; nothing else of the scene is drawn."""

import argparse
import sys

from manim_project.studio.arguments import add_quality_and_renders, scene_named, words
from manim_project.studio.drawing.last_frame import write_last_frame
from manim_project.studio.renders.beats import NoSuchBeat


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `python -m manim_project frame`."""
    parser.add_argument("scene", type=scene_named, metavar="SCENE", help="a scene's class name")
    parser.add_argument("--beat", type=words, default="", help="its number or part of its title")
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/SCENE/NN-title.png and print its path. Exit status 2: no such beat."""
    try:
        print(write_last_frame(args.scene, args.beat, args.quality, args.renders))
    except NoSuchBeat as error:
        print(f"frame: {error}", file=sys.stderr)
        return 2
    return 0
