"""Clips: cut to the frame, joined without a seam, with what belongs to them; nothing stale."""

from pathlib import Path

import av
import numpy as np
import pytest
import srt
from PIL import Image
from support.project import Project

SLUGS = (
    "01-does-it-render",
    "02-squares-stand-side-by-side",
    "03-they-shrink-a-little-not-at-all",
)
CAPTIONS = ("Does it render?", "Squares stand side by side.", "They shrink a little, not at all.")


@pytest.fixture(scope="module")
def clips(project: Project) -> Path:
    """The folder of scene One's clips."""
    made = project.make("clips", "SCENE=One")
    assert made.returncode == 0, made.stderr
    assert "started" not in made.stdout  # the film is there: it is cut, not rendered
    return project.path / "renders/low/One"


def frames(film: Path) -> list[np.ndarray]:
    with av.open(str(film)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_every_beat_has_its_files_and_nothing_else_is_there(clips: Path) -> None:
    files = {path.name for path in clips.iterdir()}
    ends = ("mp4", "png", "txt", "srt", "vtt")
    assert files == {f"{slug}.{end}" for slug in SLUGS for end in ends} | {".clips"}


def test_the_clips_are_the_film(clips: Path, project: Project) -> None:
    parts = [frames(clips / f"{slug}.mp4") for slug in SLUGS]
    whole = frames(project.film("One"))
    assert len(whole) == sum(map(len, parts))
    for ours, theirs in zip([frame for part in parts for frame in part], whole, strict=True):
        assert np.array_equal(ours, theirs)


def test_the_poster_is_the_last_frame_and_the_next_clip_begins_with_it(clips: Path) -> None:
    for number, slug in enumerate(SLUGS):
        poster = np.asarray(Image.open(clips / f"{slug}.png")).astype(int)
        shown = [frames(clips / f"{slug}.mp4")[-1]]
        if number + 1 < len(SLUGS):
            shown.append(frames(clips / f"{SLUGS[number + 1]}.mp4")[0])
        for frame in shown:
            assert np.abs(poster - frame).mean() < 2  # 4:2:0 and quantisation, no more


def test_captions_are_text_and_subtitles(clips: Path) -> None:
    for slug, caption in zip(SLUGS, CAPTIONS, strict=True):
        assert (clips / f"{slug}.txt").read_text(encoding="utf-8") == f"{caption}\n"
        (entry,) = srt.parse((clips / f"{slug}.srt").read_text(encoding="utf-8"))
        assert entry.content == caption
        seconds = len(frames(clips / f"{slug}.mp4")) / 15
        start = entry.start.total_seconds()  # the question stands from the first frame on
        assert start == 0 if slug.startswith("01") else 0 < start < seconds
        assert entry.end.total_seconds() == pytest.approx(seconds, abs=0.002)
        head, _, number, times, text, *_ = (
            (clips / f"{slug}.vtt").read_text(encoding="utf-8").split("\n")
        )
        assert (head, number, text) == ("WEBVTT", "1", caption)
        assert times == f"00:00:{start:06.3f} --> 00:00:{seconds:06.3f}"


def test_what_is_up_to_date_is_left_alone_and_what_is_stale_goes(
    clips: Path, project: Project
) -> None:
    stale, kept = clips / "04-a-beat-that-is-no-more.mp4", clips / "notes.txt"
    stale.touch()
    kept.touch()
    assert "Nothing to be done" in project.make("clips", "SCENE=One").stdout
    assert project.make("-W", str(project.film("One")), "clips", "SCENE=One").returncode == 0
    assert "Nothing to be done" not in project.make("-n", "-B", "clips", "SCENE=One").stdout
    (clips / ".clips").unlink()
    assert project.make("clips", "SCENE=One").returncode == 0
    assert kept.exists() and not stale.exists()
    kept.unlink()


@pytest.mark.parametrize("product", ["clips", "deck", "film", "gif", "overview"])
def test_a_wrong_scene_gets_one_line_with_the_right_ones(project: Project, product: str) -> None:
    for choice in ("SCENE=Three", "SCENES=One Three"):
        made = project.make(product, choice)
        (line,) = made.stderr.splitlines()
        assert made.returncode == 2
        assert "Unknown scene 'Three'. Scenes: One Two" in line
