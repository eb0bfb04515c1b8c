"""`make pictures`: the README's pictures of scenes, their last frames, in assets/pictures/."""

import argparse
from pathlib import Path

from PIL import Image

from manim_project.scenes import SCENES, SceneEntry
from manim_project.stage import Beat, Stage
from manim_project.studio.arguments import add_scenes
from manim_project.studio.drawing.dry_run import rehearse, still
from manim_project.studio.media.palette import SHADES, palette
from manim_project.studio.renders.png import save
from manim_project.studio.renders.quality import FULL, VARIANT_NAMES

SIZE = FULL[0] // 2, FULL[1] // 2


def last_frame(entry: SceneEntry) -> Image.Image:
    """The picture that a scene ends on: question, stage and answer."""
    latest: list[Stage] = []

    def keep(scene: Stage, _: Beat) -> None:
        latest[:] = [scene]

    rehearse(entry.load(), keep)
    return Image.fromarray(still(latest[0])).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project pictures`."""
    add_scenes(parser)
    parser.add_argument("--out", type=Path, default=Path("assets/pictures"), help="folder")


def main(args: argparse.Namespace) -> int:
    """Write the pictures and print where they are."""
    for entry in args.scenes or SCENES:
        path = args.out / f"{'-'.join([entry.name, *VARIANT_NAMES])}.png"
        # The theme's own shades keep the repository small; light is scattered among them.
        colors = palette(SHADES[0])
        save(last_frame(entry).quantize(palette=colors, dither=Image.Dither.FLOYDSTEINBERG), path)
        print(path, flush=True)
    return 0
