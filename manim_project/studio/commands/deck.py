"""`make deck`: the beats as slides, one each: a web page, PowerPoint, PDF, and for manim-slides.

All of them are made of what a render left: no picture is drawn or encoded again. The folder is
made anew in whole and takes the place of the last one at once, so that no beat of another choice
of scenes stays in it, and what stops on its way leaves the old deck as it was.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from manim_project.studio.arguments import add_quality_and_renders, add_scenes
from manim_project.studio.deck.manim_slides import write_presentations
from manim_project.studio.deck.page import write_page
from manim_project.studio.deck.pdf import write_pdf
from manim_project.studio.deck.pptx import write_pptx
from manim_project.studio.deck.slides import Slide, cut_slides
from manim_project.studio.renders.dependencies import Makings
from manim_project.studio.renders.places import Places
from manim_project.studio.renders.progress import say
from manim_project.studio.renders.record import Record, chosen
from manim_project.studio.renders.scratch import replace_folder, scratch_folder

PAGE = "index.html"
NAMES = ".scenes"  # tells make of which scenes the deck is


def write_deck(records: list[Record], size: tuple[int, int], folder: Path) -> None:
    """Write all forms of the deck into an empty folder. `size`: the films', in pixels."""
    slides: list[Slide] = []
    for record in records:
        cut = cut_slides(record, folder)
        say(record.entry.name, f"{len(cut)} slides")
        slides += cut
    made = max(record.film.stat().st_mtime for record in records)
    write_page(slides, size, folder)
    write_pdf(slides, size, made, folder)
    write_pptx(slides, made, folder)
    write_presentations(slides, size, folder)
    names = " ".join(record.entry.name for record in records)
    (folder / NAMES).write_text(names, encoding="utf-8")


def _assert_is_deck(folder: Path) -> None:
    """A deck replaces all that is in its folder, which must not be anything else."""
    if folder.exists() and any(folder.iterdir()) and not (folder / NAMES).exists():
        raise FileExistsError(f"{folder} holds something else than a deck; choose another --out")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project deck`."""
    add_scenes(parser)
    add_quality_and_renders(parser)
    parser.add_argument("--out", type=Path, default=Path("renders/deck"), help="folder")


def main(args: argparse.Namespace) -> int:
    """Write index.html, deck.pptx, deck.pdf, clips/ and slides/ into the deck's folder."""
    makings = Makings()
    records = chosen(args)
    _assert_is_deck(args.out)
    with scratch_folder(Places(args.out.parent, args.quality.folder, "deck")) as scratch:
        write_deck(records, args.quality.size, scratch)
        rules = Places(args.out.parent, args.quality.folder, args.out.name).rules_of("deck")
        makings.write_rules(rules, {scratch / PAGE: args.out / PAGE})
        replace_folder(scratch, args.out)
    say("deck", f"index.html, deck.pptx, deck.pdf  {args.out}/")
    return 0
