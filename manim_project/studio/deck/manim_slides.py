"""The deck for `manim-slides present`, where that is installed: a JSON file for each scene.

Its paths are relative to the folder above the file's, so the deck can be moved. Going back
(manim-slides' Left) plays the beat before from its start; only Reverse (its V) would ask for a film
that runs backwards. None is made of it: manim-slides itself names the same film twice when it is
told to skip reversing.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from manim_project import theme
from manim_project.studio.deck.slides import Slide, markdown_notes

FOLDER = "slides"


def write_presentations(slides: list[Slide], size: tuple[int, int], folder: Path) -> None:
    """Write slides/SCENE.json into the deck's folder."""
    (folder / FOLDER).mkdir()
    for scene, group in groupby(slides, lambda slide: slide.scene):
        presentation = {
            "slides": [_described(slide) for slide in group],
            "resolution": size,
            "background_color": theme.BACKGROUND,
        }
        path = folder / FOLDER / f"{scene}.json"
        path.write_text(json.dumps(presentation, indent=1), encoding="utf-8")


def _described(slide: Slide) -> dict[str, Any]:
    return {
        "file": slide.clip,
        "rev_file": slide.clip,
        "loop": slide.step.loops,
        "notes": markdown_notes(slide),
    }
