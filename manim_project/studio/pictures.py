"""`make pictures`: the README's picture of every scene, its last frame, in assets/pictures/."""

import argparse
from pathlib import Path

from PIL import Image

from manim_project.scenes import SCENES, SceneEntry
from manim_project.stage import Beat, Stage
from manim_project.studio.quality import FULL
from manim_project.studio.rehearsal import rehearse, still
from manim_project.studio.sheet import save

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
    parser.add_argument("--out", type=Path, default=Path("assets/pictures"), help="folder")


def main(args: argparse.Namespace) -> int:
    """Write the pictures and print where they are."""
    for entry in SCENES:
        # 64 colours are enough for flat shapes and text, and keep the repository small.
        save(last_frame(entry).quantize(64), args.out / f"{entry.name}.png")
        print(args.out / f"{entry.name}.png", flush=True)
    return 0
