"""The deck as a web page on reveal.js, which pyreveal brings along: it needs no server or network.

A scene is a column of slides. What plays when is in deck_page.js; of reveal.js only the files that
the page names are copied.
"""

from __future__ import annotations

import shutil
from functools import partial
from html import escape
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path

import av
import pyreveal
from pyreveal import Element, ImageElement, Presentation

from manim_project import theme
from manim_project.scenes import TITLE
from manim_project.studio.deck.slides import Slide, headed_sources

HERE = Path(__file__).parent
LOOK = "serif"  # of reveal's themes the one with neither web fonts nor half a megabyte of them
ASSETS = (
    "LICENSE",
    "dist/reset.css",
    "dist/reveal.css",
    "dist/reveal.js",
    "dist/plugin/notes.js",
    f"dist/theme/{LOOK}.css",
)


def write_page(slides: list[Slide], size: tuple[int, int], folder: Path) -> None:
    """Write index.html and what it needs of reveal.js into the deck's folder."""
    width, height = size
    page = Presentation(TITLE, theme=LOOK, transition="none")
    page.configure(
        width=width,
        height=height,
        margin=0,  # the picture has margins of its own
        minScale=0.01,
        maxScale=100,
        center=False,
        controls=False,
        progress=False,
        hash=True,  # a reload stays at its beat
        navigationMode="linear",  # right and left go through all beats, scene after scene
        backgroundTransition="none",
        scrollActivationWidth=None,  # slides on telephones, too
    )
    page.plugins("notes")
    page.css(_colors() + _read("page.css"))
    page.inline_js(_read("page.js"))
    for _, group in groupby(slides, lambda slide: slide.scene):
        scene = list(group)
        # A beat begins with the picture that the one before ended on.
        starts = [scene[0], *scene]
        page.section(*map(partial(_section, folder), scene, starts))
    (folder / "index.html").write_text(page.html(), encoding="utf-8")
    _copy_assets(folder)


def _colors() -> str:
    # Links there are none; reveal frames the current slide of its overview in their colour.
    colors = {"background": theme.BACKGROUND, "link": theme.WINNER}
    rows = "".join(f" --r-{name}-color: {color};" for name, color in colors.items())
    return f":root {{{rows} }}\n"


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _copy_assets(folder: Path) -> None:
    with as_file(files(pyreveal) / "revealjs") as source:
        for name in ASSETS:
            path = folder / "revealjs" / name  # where pyreveal's page looks for it
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, path)


def _section(folder: Path, slide: Slide, start: Slide) -> pyreveal.Slide:
    section = pyreveal.Slide(slide_id=slide.name, notes=_notes(slide))
    lazy = {"loading": "lazy"}
    section.element(ImageElement(slide.small, slide.step.caption, attributes=lazy))
    attributes = {
        "data-clip": slide.clip,
        "data-start": start.poster,
        "aria-label": slide.step.caption,
        "preload": "auto",
        "playsinline": "",
    }
    if slide.step.loops:
        attributes["loop"] = ""
    if not has_sound(folder / slide.clip):
        attributes["muted"] = ""  # a browser lets a mute film play before the first click
    return section.element(Element("video", attributes=attributes))


def has_sound(clip: Path) -> bool:
    """Whether a film has a sound track."""
    with av.open(str(clip)) as film:
        return bool(film.streams.audio)


def _notes(slide: Slide) -> str:
    notes = f"<p>{escape(slide.step.caption)}</p>"
    notes += f"<p><small>{escape(f'{slide.place}: {slide.question}')}</small></p>"
    for head, lines in headed_sources(slide):
        rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
        notes += f"<div style='font-size: smaller'><p>{head}</p><ul>{rows}</ul></div>"
    return notes
