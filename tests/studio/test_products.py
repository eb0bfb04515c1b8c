"""The whole film, the small loops and the page to print, made of a small project."""

import io
import re
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
import srt
from PIL import Image, ImageSequence
from support.project import Project, texts

from manim_project.studio.commands.gif import SIZE, Shot, write_webm

FPS = 15  # of the low quality
LEAVING = 6  # frames in which a last picture goes


@pytest.fixture(scope="module")
def films(project: Project) -> Path:
    """The folder of films, with the film, loops and page of Two, then One."""
    for product in ("film", "overview"):
        made = project.make(product, "SCENES=Two One")
        assert made.returncode == 0, made.stderr
    made = project.make("gif", "SCENE=One")
    assert made.returncode == 0, made.stderr
    return project.path / "renders/low"


def frames(film: Path) -> list[np.ndarray]:
    with av.open(str(film)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def test_the_film_is_its_scenes_in_the_order_asked_for(films: Path, project: Project) -> None:
    scenes, whole = [frames(project.film(name)) for name in ("Two", "One")], films / "film.mp4"
    found, at = frames(whole), 2 * FPS  # behind the title
    for scene in scenes:
        at = next(k for k in range(at, len(found)) if np.array_equal(found[k], scene[0]))
        pairs = zip(found[at : at + len(scene)], scene, strict=True)
        assert all(np.array_equal(*pair) for pair in pairs)
        at += len(scene)
        leaving = [spread(picture) for picture in (found[at - 1], *found[at : at + LEAVING])]
        assert leaving == sorted(leaving, reverse=True) and leaving[-1] < 2 < leaving[0]
        at += LEAVING
    assert at < len(found)  # what it is made of comes last


def spread(picture: np.ndarray) -> float:
    """How much there is to see."""
    return float(picture[: 2 * len(picture) // 3].std())


def test_the_film_has_chapters_and_soft_subtitles(films: Path, project: Project) -> None:
    seconds = [len(frames(project.film(name))) / 15 for name in ("Two", "One")]
    with av.open(str(films / "film.mp4")) as film:
        chapters = [(c["metadata"]["title"], c["start"] / 1000) for c in film.chapters()]
        assert [text.codec_context.name for text in film.streams.subtitles] == ["mov_text"]
    said = texts(films / "film.mp4")
    (first, start), (second, then) = chapters
    assert [first, second] == ["2. Does it render?", "1. Does it render?"]
    assert start == 0 and then > 2 + seconds[0]  # the title belongs to the first
    entries = list(srt.parse((films / "film.srt").read_text(encoding="utf-8")))
    assert len(entries) == 6
    assert [(e.content, pytest.approx(e.start.total_seconds(), abs=0.002)) for e in entries] == said
    assert entries[3].start.total_seconds() == pytest.approx(then, abs=0.002)
    assert entries[-1].end.total_seconds() == pytest.approx(then + seconds[1], abs=0.002)
    vtt = (films / "film.vtt").read_text(encoding="utf-8")
    assert vtt.startswith("WEBVTT\n\n1\n00:00:02.")
    assert vtt.count(" --> ") == 6


def test_the_transcript_has_every_sentence_and_picture(films: Path) -> None:
    text = (films / "film.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, flags=re.M)
    assert headings == ["2. Does it render?", "1. Does it render?"]
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)\n\n(.*)\n", text)
    assert len(pictures) == 4
    for description, path, sentence in pictures:
        assert description == sentence
        assert (films / path).exists()
    assert {path.name for path in (films / "film").iterdir()} == {
        Path(path).name for _, path, _ in pictures
    }


def test_another_choice_of_scenes_makes_the_film_anew(films: Path, project: Project) -> None:
    before = (films / "film.mp4").read_bytes()
    assert "Nothing to be done" in project.make("film", "SCENES=Two One").stdout
    assert project.make("film", "SCENE=One").returncode == 0
    with av.open(str(films / "film.mp4")) as film:
        assert [c["metadata"]["title"] for c in film.chapters()] == ["1. Does it render?"]
    assert {path.name[:3] for path in (films / "film").iterdir()} == {"One"}
    assert project.make("film", "SCENES=Two One").returncode == 0
    assert (films / "film.mp4").read_bytes() == before


def test_loops_are_small_and_show_the_scene(films: Path, project: Project) -> None:
    gif, webm = films / "One.gif", films / "One.webm"
    assert max(gif.stat().st_size, webm.stat().st_size) <= 3_000_000
    seconds = len(frames(project.film("One"))) / 15
    picture = Image.open(io.BytesIO(gif.read_bytes()))
    assert picture.size == (640, 360)
    assert picture.info["loop"] == 0  # for ever
    shown = sum(frame.info["duration"] for frame in ImageSequence.Iterator(picture))
    # At 10 frames a second every wait is rounded anew.
    assert shown / 1000 == pytest.approx(seconds, abs=0.4)
    last = np.asarray(picture.convert("RGB")).astype(int)
    with av.open(str(project.film("One"))) as film:
        *_, frame = film.decode(video=0)
    film_last = np.asarray(frame.to_image().resize((640, 360))).astype(int)
    with av.open(str(webm)) as film:
        pictures = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(pictures) / 10 == pytest.approx(seconds, abs=0.4)
    assert np.abs(pictures[-1] - film_last).mean() < 3
    # The toy's pure red is none of the theme's colours: what is not the squares is compared.
    assert np.abs(last - film_last)[:120].mean() < 3


def test_the_page_to_print_is_one_page_of_pictures(films: Path) -> None:
    data = (films / "overview.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert re.search(rb"/Type\s*/Pages\s*/Count 1\b", data)
    assert len(re.findall(rb"/Subtype\s*/Image", data)) == 2  # one scene's, for they look alike


def test_a_scene_that_is_not_rendered_is_named(project: Project) -> None:
    for product in ("clips", "film", "overview"):
        done = subprocess.run(
            [sys.executable, "-m", "manim_project", product, "One", "--renders", "elsewhere"],
            cwd=project.path,
            capture_output=True,
            encoding="utf-8",
        )
        (line,) = done.stderr.splitlines()
        assert done.returncode == 1
        assert "elsewhere/talk/One.mp4 is missing; make One renders it" in line


def test_the_same_pictures_give_the_same_webm(tmp_path: Path) -> None:
    shots = [Shot(Image.new("RGB", (SIZE.width, SIZE.height), name), 3) for name in ("red", "blue")]
    for name in ("one", "two"):
        write_webm(shots, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
