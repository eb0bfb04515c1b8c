"""`make sheet`: one PNG a scene with the last frame of every beat, titled."""

import argparse
from pathlib import Path

from font_lato import LatoBold
from PIL import Image, ImageDraw, ImageFont

from manim_project import theme
from manim_project.scenes import SCENES, SceneEntry
from manim_project.stage import Beat, Stage
from manim_project.studio.arguments import add_scenes
from manim_project.studio.drawing.dry_run import rehearse, still
from manim_project.studio.renders.png import save
from manim_project.studio.renders.quality import FULL

CELL = FULL[0] * 2 // 3, FULL[1] * 2 // 3  # each frame on the sheet
TITLE_HEIGHT = 64
GAP = 24
COLUMNS = 2


def frames(entry: SceneEntry, size: tuple[int, int] = FULL) -> list[tuple[Beat, Image.Image]]:
    """Every beat of a scene with its last frame."""
    pictures: list[tuple[Beat, Image.Image]] = []

    def keep(scene: Stage, beat: Beat) -> None:
        pictures.append((beat, Image.fromarray(still(scene)).convert("RGB")))

    rehearse(entry.load(), keep, size)
    return pictures


def sheet(pictures: list[tuple[Beat, Image.Image]]) -> Image.Image:
    """The contact sheet of a scene's frames."""
    rows = -(-len(pictures) // COLUMNS)
    step = (CELL[0] + GAP, CELL[1] + TITLE_HEIGHT + GAP)
    page = Image.new("RGB", (COLUMNS * step[0] + GAP, rows * step[1] + GAP), theme.PANEL)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(LatoBold, 30)
    for i, (beat, picture) in enumerate(pictures):
        x, y = GAP + i % COLUMNS * step[0], GAP + i // COLUMNS * step[1]
        draw.text((x, y + 12), _title(beat, font), theme.INK, font)
        page.paste(picture.resize(CELL, Image.Resampling.LANCZOS), (x, y + TITLE_HEIGHT))
    return page


def _title(beat: Beat, font: ImageFont.FreeTypeFont) -> str:
    """A beat's number, title and time, the title shortened to what its cell has room for."""
    shown, time = beat.title, f"   {beat.start:.1f}\N{EN DASH}{beat.end:.1f} s"
    left = len(shown)
    while left and font.getlength(f"{beat.number}  {shown}{time}") > CELL[0]:
        left -= 1
        shown = beat.title[:left].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    return f"{beat.number}  {shown}{time}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project sheet`."""
    add_scenes(parser)
    parser.add_argument("--out", type=Path, default=Path("renders/sheets"), help="folder")
    parser.add_argument("--frames", action="store_true", help="each frame as its own PNG, too")


def main(args: argparse.Namespace) -> int:
    """Write the sheets and print where they are."""
    for entry in args.scenes or SCENES:
        pictures = frames(entry)
        if args.frames:
            for beat, picture in pictures:
                save(picture, args.out / entry.name / f"{beat.number:02}.png")
        save(sheet(pictures), args.out / f"{entry.name}.png")
        print(args.out / f"{entry.name}.png", flush=True)
    return 0
