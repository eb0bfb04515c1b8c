"""`make frame`: the last frame of one beat as a PNG; nothing else of the scene is drawn."""

import argparse
import sys

from manim.utils.exceptions import EndSceneEarlyException
from PIL import Image

from manim_project.stage import Beat, Stage
from manim_project.studio.arguments import add_quality_and_renders, scene_named
from manim_project.studio.drawing.dry_run import rehearse, still
from manim_project.studio.renders.beats import is_wanted, no_such_beat, slug
from manim_project.studio.renders.png import save


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `python -m manim_project frame`."""
    parser.add_argument("scene", type=scene_named, metavar="SCENE", help="a scene's class name")
    parser.add_argument("--beat", default="", help="its number or part of its title")
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/SCENE/NN-title.png and print its path. Exit status 2: no such beat."""
    pictures: list[tuple[Beat, Image.Image]] = []

    def keep(scene: Stage, beat: Beat) -> None:
        if is_wanted(args.beat, beat):
            pictures.append((beat, Image.fromarray(still(scene)).convert("RGB")))
            raise EndSceneEarlyException

    beats = rehearse(args.scene.load(), keep, args.quality.size)
    if not pictures:
        print(f"frame: {no_such_beat(args.beat, beats)}", file=sys.stderr)
        return 2
    ((beat, picture),) = pictures
    path = args.renders / args.quality.folder / args.scene.name / f"{slug(beat)}.png"
    save(picture, path)
    print(path)
    return 0
