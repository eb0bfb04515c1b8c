"""Pictures as PNG files."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from PIL import Image


def encoded(picture: Image.Image) -> memoryview:
    """A picture as a PNG."""
    buffer = BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getbuffer()


def save(picture: Image.Image, path: Path) -> None:
    """Write a PNG whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = encoded(picture)  # takes a second: killed in it, nothing is left behind
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
