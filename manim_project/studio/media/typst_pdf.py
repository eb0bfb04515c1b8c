"""Pages for print and screen, set by Typst from a layout (.typ) and data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from manim_project.mobjects.outline import fonts


def set_pdf(layout: Path, data: Mapping[str, Any], pictures: Path, made: float) -> bytes:
    """The PDF of a layout, which finds `data` in `sys.inputs.data` and pictures in their folder.

    `made`: when the films were (seconds since 1970), so that the same films give the same file.
    """
    compiler = typst.Compiler(root=pictures, font_paths=fonts())
    pdf = compiler.compile(
        layout.read_bytes(),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards="ua-1",  # tagged, for screen readers; fails when a picture has no text
        timestamp=int(made),
    )
    assert isinstance(pdf, bytes)
    return pdf
