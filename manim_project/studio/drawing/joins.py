"""What stands between the scenes of the whole film: its title, its end, and pictures that leave."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from manim_project import theme
from manim_project.scenes import SceneEntry
from manim_project.studio.drawing.appearance import Box
from manim_project.studio.drawing.encoder import Film, patch
from manim_project.studio.drawing.set_up import set_up
from manim_project.studio.renders.quality import Quality

OPENING, CLOSING = (SceneEntry(name, "film_cards") for name in ("Opening", "Closing"))
LEAVES = 0.4  # seconds in which a scene's last picture goes


def draw_card(entry: SceneEntry, quality: Quality, folder: Path) -> tuple[Path, float]:
    """Draw the title or the end into a film in `folder`; returns it, and how long it takes (s)."""
    path = folder / f"{entry.name}.mp4"
    stage = set_up(entry, quality, folder / "media", Film(path, quality))
    stage.render()
    return path, stage.renderer.file_writer.frames / quality.fps


def fade(picture: bytes, quality: Quality, path: Path) -> tuple[Path, float]:
    """A film in which a picture (PNG) leaves for the background; returns it, and its seconds."""
    first = np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"), dtype=float)
    ground = np.array([*ImageColor.getrgb(theme.BACKGROUND), 255.0])
    film, frames = Film(path, quality), max(1, round(LEAVES * quality.fps))
    height, width = first.shape[:2]
    for k in range(1, frames + 1):
        now = np.rint(first + k / frames * (ground - first)).astype(np.uint8)
        film.write([patch(now, Box(0, 0, width, height))], repeat=1, cut=k == 1)
    film.close()
    return path, frames / quality.fps
