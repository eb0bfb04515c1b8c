"""`make gif`: a scene as a looping GIF and as a WebM, small enough for a README.

The scene is drawn anew at this size: a film scaled down has neither its sharp edges nor its still
parts, and GIF lives on both.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from PIL import Image

from manim_project.scenes import SCENES, SceneEntry
from manim_project.studio.arguments import add_quality_and_renders, add_scenes
from manim_project.studio.drawing.encoder import SAME, Patch
from manim_project.studio.drawing.set_up import set_up
from manim_project.studio.media.palette import SHADES, palette
from manim_project.studio.renders.dependencies import Makings
from manim_project.studio.renders.places import Places
from manim_project.studio.renders.progress import say
from manim_project.studio.renders.quality import FULL, Quality
from manim_project.studio.renders.scratch import scratch_folder

WIDTH = 640
SIZE = Quality("gif", WIDTH, WIDTH * FULL[1] // FULL[0] // 2 * 2, 10)
MOST_BYTES = 3_000_000
WEBM = {"crf": "32", "b": "0", "deadline": "good", "cpu-used": "2", "row-mt": "1"}


@dataclass
class Shot:
    """A picture, and for how many frames it stands."""

    picture: Image.Image
    frames: int


class Shots:
    """Keeps the pictures of a scene, those that stand still once: in the place of an encoder."""

    def __init__(self) -> None:
        self.found: list[Shot] = []
        self._picture = np.zeros((SIZE.height, SIZE.width, 4), dtype=np.uint8)

    def write(self, patches: Iterable[Patch], *, repeat: int, cut: bool) -> None:
        """Add the last frame with these patches; without any it stands longer."""
        changes = list(patches)
        for changed in changes:
            left, top, right, bottom = changed.box
            self._picture[top:bottom, left:right] = changed.inside
        if changes:
            self.found.append(Shot(Image.fromarray(self._picture).convert("RGB"), 0))
        self.found[-1].frames += repeat

    def close(self) -> None:
        """Nothing is left to do."""


def draw(entry: SceneEntry, media: Path) -> list[Shot]:
    """Run a scene at the small size; its pictures in turn."""
    shots = Shots()
    set_up(entry, SIZE, media, shots).render()
    return shots.found


def gif(shots: list[Shot]) -> bytes:
    """A GIF that loops for ever, of as many shades as its size allows.

    Raises ValueError when even the fewest make it too large.
    """
    for shades in SHADES:
        data = _gif(shots, palette(shades))
        if len(data) <= MOST_BYTES:
            return data
    raise ValueError(f"a GIF of {len(data) / 1e6:.1f} MB, with {shades} shades a colour: too much")


def _gif(shots: list[Shot], colors: Image.Image) -> bytes:
    first, *others = (
        shot.picture.quantize(palette=colors, dither=Image.Dither.NONE) for shot in shots
    )
    buffer = BytesIO()
    durations = [shot.frames * 1000 // SIZE.fps for shot in shots]
    first.save(
        buffer, "GIF", save_all=True, append_images=others, duration=durations, loop=0, disposal=1
    )
    return buffer.getvalue()


def write_webm(shots: list[Shot], path: Path) -> None:
    """The same pictures as VP9."""
    with av.open(str(path), "w", format="webm", options=SAME) as film:
        stream = film.add_stream("libvpx-vp9", rate=SIZE.fps, options=WEBM)
        stream.width, stream.height = SIZE.width, SIZE.height
        stream.pix_fmt = "yuv420p"
        for picture in _pictures(shots):
            film.mux(stream.encode(av.VideoFrame.from_image(picture)))
        film.mux(stream.encode(None))


def _pictures(shots: list[Shot]) -> Iterator[Image.Image]:
    for shot in shots:
        for _ in range(shot.frames):
            yield shot.picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project gif`."""
    add_scenes(parser)
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Write renders/QUALITY/SCENE.gif and .webm."""
    makings = Makings()
    for entry in args.scenes or SCENES:
        places = Places(args.renders, args.quality.folder, entry.name)
        say(entry.name, "is drawn small")
        with scratch_folder(places) as scratch:
            shots = draw(entry, scratch / "media")
            made = [scratch / f"{entry.name}.webm", scratch / f"{entry.name}.gif"]
            write_webm(shots, made[0])
            made[1].write_bytes(gif(shots))
            sizes = ", ".join(
                f"{path.suffix[1:]} {path.stat().st_size / 1e6:.1f} MB" for path in made
            )
            places.film.parent.mkdir(parents=True, exist_ok=True)
            files = {path: places.film.with_suffix(path.suffix) for path in made}
            makings.write_rules(places.rules_of("gif"), files)
            for path, final in files.items():
                os.replace(path, final)
        say(entry.name, f"{sizes}  {places.film.with_suffix('.gif')}")
    return 0
