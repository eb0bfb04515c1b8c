"""The deck as a PDF, set by Typst: a page a beat, with its last frame, its caption and an outline.

How a page looks is in pdf.typ.
"""

from __future__ import annotations

from pathlib import Path

from manim_project import theme
from manim_project.scenes import TITLE
from manim_project.studio.deck.slides import Slide
from manim_project.studio.media.typst_pdf import set_pdf

LAYOUT = Path(__file__).with_suffix(".typ")
HEIGHT = 19.05  # cm of a frame: what PowerPoint's slides have


def write_pdf(slides: list[Slide], size: tuple[int, int], made: float, folder: Path) -> None:
    """Write deck.pdf into the deck's folder, from the posters that are in it.

    `made`: when the films were (seconds since 1970).
    """
    width, height = size
    deck = {
        "title": TITLE,
        "width": HEIGHT * width / height,
        "height": HEIGHT,
        "font": theme.WORDS.family,
        "background": theme.BACKGROUND,
        "ink": theme.INK,
        "dim": theme.DIM,
        "slides": [
            {
                "poster": slide.poster,
                "question": slide.question,
                "caption": slide.step.caption,
                "first": slide.is_first,
            }
            for slide in slides
        ],
    }
    (folder / "deck.pdf").write_bytes(set_pdf(LAYOUT, deck, folder, made))
