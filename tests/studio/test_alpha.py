"""Clips before a transparent ground: what is decoded of them, laid over the ground, is the film."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image
from support.project import COLORS, Project, clean_environment

from manim_project import theme
from manim_project.studio.drawing.transparent_clips import straight

DECODERS = {".mov": "prores", ".webm": "libvpx-vp9"}  # FFmpeg's own for VP9 drops the alpha
GROUND = np.array([*bytes.fromhex(theme.BACKGROUND[1:])])


def decoded(clip: Path, decoder: str = "h264") -> Iterator[np.ndarray]:
    """The frames of a clip, RGBA, and that they are tagged as BT.709."""
    with av.open(str(clip)) as film:
        codec = film.streams.video[0].codec_context
        assert codec.colorspace == codec.color_primaries == codec.color_trc == 1
        context: Any = av.CodecContext.create(decoder, "r")
        context.extradata = codec.extradata
        for packet in film.demux(video=0):
            for frame in context.decode(packet):
                yield frame.reformat(
                    format="rgba",
                    src_colorspace=Colorspace.ITU709,
                    src_color_range=ColorRange.MPEG,
                    dst_color_range=ColorRange.JPEG,
                ).to_ndarray()


def over(ground: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """A picture with straight alpha, laid over a colour."""
    opacity = picture[..., 3:] / 255
    return picture[..., :3] * opacity + ground * (1 - opacity)


@pytest.fixture(scope="module")
def clear(project: Project) -> Path:
    """The folder of the clips of One, made beside the opaque ones."""
    for environment in ({}, {"ALPHA": "1"}):
        made = project.make("clips", "SCENE=One", **environment)
        assert made.returncode == 0, made.stderr
    return project.path / "renders/low-alpha/One"


def opaque(folder: Path) -> list[Path]:
    """The clips without alpha, in order."""
    return sorted((folder.parents[1] / "low/One").glob("*.mp4"))


def test_each_clip_has_its_files(clear: Path) -> None:
    suffixes = {".mov", ".webm", ".png", ".txt", ".srt", ".vtt"}
    wanted = {clip.with_suffix(suffix).name for clip in opaque(clear) for suffix in suffixes}
    assert {path.name for path in clear.iterdir()} == wanted | {".clips"}
    for clip in opaque(clear):
        for suffix in (".txt", ".srt", ".vtt"):
            beside = clear / clip.with_suffix(suffix).name
            assert beside.read_text(encoding="utf-8") == clip.with_suffix(suffix).read_text(
                encoding="utf-8"
            )


@pytest.mark.parametrize("suffix", DECODERS)
def test_every_frame_laid_over_the_ground_is_the_films(clear: Path, suffix: str) -> None:
    for clip in opaque(clear):
        ours = decoded(clear / clip.with_suffix(suffix).name, DECODERS[suffix])
        for frame, drawn in zip(ours, decoded(clip), strict=True):
            difference = np.abs(over(GROUND, frame) - drawn[..., :3])
            # H.264 has the ground itself a level or two darker.
            assert difference.mean() < 2 and np.percentile(difference, 99) < 12


@pytest.mark.parametrize("suffix", DECODERS)
def test_nothing_is_clear_and_a_square_is_not(clear: Path, suffix: str) -> None:
    name = opaque(clear)[1].with_suffix(suffix).name
    *_, last = decoded(clear / name, DECODERS[suffix])
    assert not last[:40, -40:, 3].any()
    unit = 480 / theme.FRAME_HEIGHT
    for number, color in enumerate(COLORS):
        x = round(854 / 2 + (number - 3.5) * 1.25 * unit)
        inside = last[236:244, x - 4 : x + 4].reshape(-1, 4).astype(int)
        assert inside[:, 3].min() >= 254
        assert np.abs(inside[:, :3] - [*bytes.fromhex(color[1:])]).max() <= 4


def test_a_poster_is_clear_where_its_clip_is(clear: Path) -> None:
    for clip in opaque(clear):
        poster = np.array(Image.open(clear / clip.with_suffix(".png").name))
        drawn = np.array(Image.open(clip.with_suffix(".png"))).astype(int)
        assert poster.shape[2] == 4 and poster[0, 0, 3] == 0
        # Cairo rounds each layer: seldom by more than a level.
        assert np.abs(over(GROUND, poster) - drawn).max() <= 3


def test_narrated_clear_clips_speak(clear: Path, project: Project) -> None:
    made = project.make("clips", "SCENE=One", NARRATION="1", ALPHA="1")
    assert made.returncode == 0, made.stderr
    clips = sorted((project.path / "renders/low-narrated-alpha/One").glob("*.[mw]*"))
    assert len(clips) == 2 * len(opaque(clear))
    for clip in clips:
        with av.open(str(clip)) as film:
            pictures = sum(bool(packet.size) for packet in film.demux(video=0)) / 15
        with av.open(str(clip)) as film:
            frames = list(film.decode(audio=0))
        sound = np.concatenate([frame.to_ndarray()[0] for frame in frames])
        assert len(sound) / 48_000 == pytest.approx(pictures, abs=0.05)
        assert np.abs(sound).max() > 0.2


def test_a_film_older_than_its_scene_is_refused(clear: Path, project: Project) -> None:
    scene = project.scene("One")
    good, before = scene.read_text(encoding="utf-8"), sorted(clear.iterdir())
    scene.write_text(f"{good}        self.conclude('One more.')\n", encoding="utf-8")
    try:
        command = ["-m", "manim_project", "clips", "One", "--quality", "low"]
        done = subprocess.run(
            [project.path / ".venv/bin/python", *command],
            cwd=project.path,
            env=clean_environment() | {"ALPHA": "1"},
            capture_output=True,
            encoding="utf-8",
        )
    finally:
        scene.write_text(good, encoding="utf-8")
    assert done.returncode == 1
    assert "the scene has changed since its film was rendered" in done.stderr
    assert sorted(clear.iterdir()) == before


def test_straight_colours_are_exact_and_grow_beyond_the_edge() -> None:
    generator = np.random.default_rng(1)
    opacity = generator.integers(0, 256, (50, 70, 1))
    opacity[:, 20:] = 0
    pixels = np.dstack([generator.integers(0, opacity + 1, (50, 70, 3)), opacity]).astype(np.uint8)
    picture = straight(pixels)
    assert np.array_equal(picture[..., 3], pixels[..., 3])
    assert np.abs(over(np.zeros(3), picture) - pixels[..., :3]).max() <= 0.5
    assert (picture[:, 64:, :3] == GROUND).all()

    disc = np.zeros((32, 32, 4), dtype=np.uint8)
    disc[5:20, 5:20] = (200, 100, 0, 200)
    grown = straight(disc)
    assert (grown[:, :, :3] == (255, 128, 0)).all()
    # In pieces, along the grid of the patches, it is the same.
    halves = [straight(pixels[:, :32]), straight(pixels[:, 32:])]
    assert np.array_equal(np.hstack(halves), picture)
