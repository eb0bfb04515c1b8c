"""The deck as a PDF, set by Typst: a page a beat, with its last frame, its caption and an outline.

How a page looks is in deck_pdf.typ.
"""

from __future__ import annotations

import json
from pathlib import Path

import font_lato
import typst

from manim_project import theme
from manim_project.scenes import TITLE
from manim_project.studio.deck_slides import Slide

PAGE = Path(__file__).with_name("deck_pdf.typ")
FONTS = Path(font_lato.__file__).parent / "files"
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
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(root=folder, font_paths=fonts)
    pdf = compiler.compile(
        PAGE.read_bytes(),
        sys_inputs={"deck": json.dumps(deck)},
        pdf_standards="ua-1",  # tagged, for screen readers; fails when a picture has no text
        timestamp=int(made),
    )
    assert isinstance(pdf, bytes)
    (folder / "deck.pdf").write_bytes(pdf)
