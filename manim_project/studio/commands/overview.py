"""`make overview`: every beat of the scenes on one page to print, as a PDF of A3 on white paper."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from manim_project import theme
from manim_project.scenes import SCENES, TITLE
from manim_project.studio.arguments import add_quality_and_renders, add_scenes
from manim_project.studio.media.typst_pdf import set_pdf
from manim_project.studio.renders.dependencies import Makings
from manim_project.studio.renders.places import Places
from manim_project.studio.renders.png import encoded
from manim_project.studio.renders.progress import say
from manim_project.studio.renders.record import Record, chosen
from manim_project.studio.renders.scratch import scratch_folder

NAME = "overview"
LAYOUT = Path(__file__).with_suffix(".typ")
THUMB = (576, 576)  # pixels that a picture of 28 mm keeps, at most: 520 to the inch


def make_page(records: Sequence[Record], folder: Path) -> bytes:
    """The page as a PDF; its pictures are written into a folder."""
    paper = theme.PALETTES["light"]
    data = {
        "title": TITLE,
        "font": theme.WORDS.family,
        "ink": paper.ink,
        "dim": paper.dim,
        "line": paper.faint,
        # A3 has room for five rows of wide pictures, or of tall ones that are smaller.
        "across": 3 if theme.ASPECT == "16:9" else 4,
        "scenes": [_block(record, folder) for record in records],
    }
    made = max(record.film.stat().st_mtime for record in records)
    return set_pdf(LAYOUT, data, folder, made)


def _block(record: Record, folder: Path) -> dict[str, Any]:
    """A scene: its number, question and beats, without the first, which is the question."""
    beats = []
    for step in record.steps[1:]:
        name = f"{record.entry.name}-{step.number:02}.png"
        with Image.open(BytesIO(record.picture(step))) as picture:
            picture.thumbnail(THUMB, Image.Resampling.LANCZOS)
            (folder / name).write_bytes(encoded(picture))
        beats.append({"number": step.number, "picture": name, "caption": step.caption})
    number = SCENES.index(record.entry) + 1
    return {"number": number, "question": record.question, "beats": beats}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project overview`."""
    add_scenes(parser)
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/overview.pdf."""
    makings = Makings()
    records = chosen(args)
    places = Places(args.renders, args.quality.folder, NAME)
    final = places.film.with_suffix(".pdf")
    with scratch_folder(places) as scratch:
        page = scratch / final.name
        page.write_bytes(make_page(records, scratch))
        makings.write_rules(places.rules, {page: final})
        os.replace(page, final)
    (places.work / f"{NAME}.scenes").write_text(
        " ".join(r.entry.name for r in records), encoding="utf-8"
    )
    say(NAME, f"{len(records)} scenes, {final.stat().st_size / 1e6:.1f} MB  {final}")
    return 0
