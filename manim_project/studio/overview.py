"""`make overview`: every beat of the scenes on one page to print, as a PDF of A3 on white paper."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

from manim_project import theme
from manim_project.mobjects.outline import fonts
from manim_project.scenes import SCENES, TITLE
from manim_project.studio.arguments import add_quality_and_renders, add_scenes
from manim_project.studio.places import Places
from manim_project.studio.progress import say
from manim_project.studio.record import Record, chosen
from manim_project.studio.render import scratch_folder
from manim_project.studio.sheet import encoded

NAME = "overview"
LAYOUT = Path(__file__).with_name("overview.typ")
THUMB = (576, 576)  # pixels that a picture of 28 mm keeps, at most: 520 to the inch


def make_page(records: Sequence[Record], folder: Path) -> Path:
    """Write overview.pdf into a folder, which is used to work in."""
    scenes = []
    for record in records:
        beats = []
        for step in record.steps[1:]:  # the first is the question
            name = f"{record.entry.name}-{step.number:02}.png"
            picture = Image.open(BytesIO(record.picture(step)))
            picture.thumbnail(THUMB, Image.Resampling.LANCZOS)
            (folder / name).write_bytes(encoded(picture))
            beats.append({"number": step.number, "picture": name, "caption": step.caption})
        number = SCENES.index(record.entry) + 1
        scenes.append({"number": number, "question": record.question, "beats": beats})
    paper = theme.PALETTES["light"]
    look = {
        "title": TITLE,
        "font": theme.WORDS.family,
        "ink": paper.ink,
        "dim": paper.dim,
        "line": paper.faint,
        # A3 has room for five rows of wide pictures, or of tall ones that are smaller.
        "across": 3 if theme.ASPECT == "16:9" else 4,
    }
    for name, content in (("scenes", scenes), ("look", look)):
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    shutil.copy(LAYOUT, folder)
    page = folder / f"{NAME}.pdf"
    page.write_bytes(typst.compile(folder / LAYOUT.name, format="pdf", font_paths=fonts()))
    return page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project overview`."""
    add_scenes(parser)
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/overview.pdf."""
    records = chosen(args)
    places = Places(args.renders, args.quality.folder, NAME)
    final = places.film.with_suffix(".pdf")
    with scratch_folder(places) as scratch:
        os.replace(make_page(records, scratch), final)
    (places.work / f"{NAME}.scenes").write_text(" ".join(r.entry.name for r in records))
    say(NAME, f"{len(records)} scenes, {final.stat().st_size / 1e6:.1f} MB  {final}")
    return 0
