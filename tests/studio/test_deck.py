"""`make deck`, of two short scenes: in a browser, as PowerPoint, as PDF and for manim-slides."""

import hashlib
import io
import os
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pptx
import pypdfium2
import pytest
from manim_slides.config import PresentationConfig
from PIL import Image
from support.browser import Watched, needed, opened
from support.project import Project

from manim_project import theme
from manim_project.scenes import SceneEntry
from manim_project.studio.deck.page import has_sound
from manim_project.studio.media.splice import Piece, Sound, splice
from manim_project.studio.renders.quality import find_quality
from manim_project.studio.renders.record import Record, Source
from manim_project.studio.renders.sources import told

LOW = find_quality("low")
NUMBERS = '''\
"""A scene with numbers, the last of whose beats loops."""

from manim import LEFT, RIGHT, Square

from manim_project.mobjects.text import number
from manim_project.reference import REFERENCE
from manim_project.stage import Stage

HARD = REFERENCE.textbook.hard()


class Two(Stage):
    question = "Does it loop?"

    def construct(self) -> None:
        square = Square(1, color="#F39C4A", fill_opacity=1)
        with self.beat("We read {}.", HARD.wanted, hold=0.3):
            self.add(square, number(HARD.output).put(-3, 0))
        with self.beat("“Left” & right.", hold=0.3, loops=True):
            self.play(square.animate.shift(3 * RIGHT), run_time=0.4)
            self.play(square.animate.shift(3 * LEFT), run_time=0.4)
'''
PLAYED = "Reveal.getCurrentSlide().querySelector('video')"


class Deck:
    """A project's deck, and what it has to show."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.path / "renders/deck-low"
        names = (self.folder / ".scenes").read_text(encoding="utf-8").split(" ")
        modules = {"One": "s1_one", "Two": "s2_two"}
        self.records = [
            Record(SceneEntry(name, modules[name]), LOW, project.path / "renders") for name in names
        ]
        self.steps = [(record, step) for record in self.records for step in record.steps]
        self.captions = [step.caption for _, step in self.steps]
        self.posters = [record.picture(step) for record, step in self.steps]
        self.names = [f"{record.entry.name}-{step.number:02}" for record, step in self.steps]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("deck"))
    project.scene("Two").write_text(NUMBERS, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def deck(project: Project) -> Deck:
    made = project.make("-j2", "deck")
    assert made.returncode == 0, made.stderr
    assert "Two" in made.stdout and "3 slides" in made.stdout
    return Deck(project)


@pytest.fixture
def watched(deck: Deck) -> Iterator[Watched]:
    with opened(deck.folder / "index.html", LOW.size) as watched:
        yield watched
        watched.assert_quiet()


def gray(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("L").resize(LOW.size), np.float64)


def nearest(picture: Image.Image, posters: list[bytes]) -> int:
    """Which of the posters a picture shows; it has to be near to it."""
    shown = gray(picture)
    far = [np.abs(gray(Image.open(io.BytesIO(poster))) - shown).mean() for poster in posters]
    assert min(far) < 2, far
    return int(np.argmin(far))


def assert_plays(watched: Watched, deck: Deck, at: int) -> None:
    """The slide of this number is there, and its film plays: to its end, or again and again."""
    page, step = watched.page, deck.steps[at][1]
    assert page.evaluate("Reveal.getCurrentSlide().id") == deck.names[at]
    assert page.evaluate(f"{PLAYED}.currentTime") < 0.8 * step.frames / step.fps
    if step.loops:
        page.wait_for_function(f"{PLAYED}.currentTime > {0.7 * step.frames / step.fps}")
        page.wait_for_function(f"{PLAYED}.currentTime < {0.3 * step.frames / step.fps}")
        return
    page.wait_for_function(f"{PLAYED}.ended")
    assert nearest(Image.open(io.BytesIO(page.screenshot())), deck.posters) == at


def test_every_beat_plays_in_a_browser_and_advances_by_key_and_click(
    deck: Deck, watched: Watched
) -> None:
    page = watched.page
    ways = [lambda: page.keyboard.press("ArrowRight"), lambda: page.mouse.click(200, 200)]
    ways += [lambda: page.keyboard.press("Space"), lambda: page.keyboard.press("PageDown")]
    for at in range(len(deck.steps)):
        assert_plays(watched, deck, at)
        ways[at % len(ways)]()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")  # over the border of the two scenes
    page.keyboard.press("PageUp")
    assert_plays(watched, deck, len(deck.steps) - 4)
    page.reload()
    page.wait_for_function(f"{PLAYED}.currentTime > 1")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{PLAYED}.currentTime") < 1  # from its start, though left on its way
    assert_plays(watched, deck, len(deck.steps) - 4)


def test_nothing_flashes_up_between_two_beats(deck: Deck, watched: Watched) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1920, "height": 1080})  # a small one is drawn in no time
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{PLAYED}.ended")
    frames: list[str] = []
    session = page.context.new_cdp_session(page)

    def keep(frame: dict[str, str]) -> None:
        frames.append(frame["data"])
        session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    session.on("Page.screencastFrame", keep)
    session.send("Page.startScreencast", {"format": "jpeg"})
    page.wait_for_timeout(300)
    still = len(frames)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    session.send("Page.stopScreencast")
    page.wait_for_timeout(100)  # for the last of them to come
    assert len(frames) > still
    shown = [Image.open(io.BytesIO(b64decode(frame))) for frame in frames]
    assert {nearest(frame, deck.posters) for frame in shown} == {1}


def test_the_overview_shows_each_last_frame_and_goes_where_one_clicks(
    deck: Deck, watched: Watched
) -> None:
    page = watched.page
    page.keyboard.press("o")
    page.wait_for_function("[...document.images].every((image) => image.naturalWidth)")
    images = page.locator(".slides img")
    assert [image.get_attribute("alt") for image in images.all()] == deck.captions
    assert [image.is_visible() for image in images.all()] == [True] * len(deck.steps)
    assert page.locator(".slides video:visible").count() == 0
    images.nth(1).click()
    assert_plays(watched, deck, 1)


def test_the_speaker_sees_caption_and_sources_from_disk(deck: Deck, watched: Watched) -> None:
    watched.page.keyboard.press("ArrowLeft")
    with watched.page.expect_popup() as popup:
        watched.page.keyboard.press("s")
    notes = popup.value.locator(".speaker-controls-notes .value")
    popup.value.wait_for_function("document.querySelectorAll('iframe').length == 2")
    for caption in deck.captions[:4]:
        notes.get_by_text(caption, exact=True).wait_for()
        watched.page.keyboard.press("ArrowRight")
    notes.get_by_text("42 = textbook.hard().wanted").wait_for()
    # What comes next stands still, and shows its end.
    upcoming = popup.value.frame_locator("#upcoming-slide iframe").locator(".present .present img")
    upcoming.wait_for()
    assert upcoming.get_attribute("alt") == deck.captions[5]


def test_powerpoint_slides_play_by_themselves_and_say_what_they_show(deck: Deck) -> None:
    presentation = pptx.Presentation(str(deck.folder / "deck.pptx"))
    slides = list(presentation.slides)
    assert [slide.shapes.title.text for slide in slides] == [step.title for _, step in deck.steps]
    for slide, (_, step), poster in zip(slides, deck.steps, deck.posters, strict=True):
        movie = slide.shapes[1]
        assert (movie.left, movie.top) == (0, 0)
        assert (movie.width, movie.height) == (
            presentation.slide_width,
            presentation.slide_height,
        )
        assert movie.poster_frame.blob == poster
        assert movie._element.nvPicPr.cNvPr.get("descr") == step.caption
        (command,) = slide.element.xpath(".//p:cTn[@nodeType='afterEffect']//p:cmd")
        assert command.get("cmd") == "playFrom(0.0)"
        targets = set(slide.element.xpath("./p:timing//p:spTgt/@spid"))
        assert targets == {str(movie.shape_id)}
        repeats = slide.element.xpath(".//p:video//p:cTn/@repeatCount")
        assert repeats == (["indefinite"] if step.loops else [])
        notes = slide.notes_slide.notes_text_frame.text
        assert step.caption in notes
        for source in step.sources:
            assert f"{source.shown} = {source.source}" in notes
    assert deck.steps[4][1].sources
    assert presentation.core_properties.title == "How transformer weights become a computer"


def test_powerpoint_slides_hold_the_clips(deck: Deck) -> None:
    slides = pptx.Presentation(str(deck.folder / "deck.pptx")).slides
    for slide, name in zip(slides, deck.names, strict=True):
        (media,) = [
            relation.target_part.blob
            for relation in slide.part.rels.values()
            if relation.reltype.endswith("/relationships/video")
        ]
        assert media == (deck.folder / f"clips/{name}.mp4").read_bytes()


def test_an_office_shows_the_posters(deck: Deck, tmp_path: Path) -> None:
    office = needed("soffice", package="libreoffice-impress")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(deck.folder / "deck.pptx")], check=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "deck.pdf") as pdf:
        shown = [nearest(page.render().to_pil(), deck.posters) for page in pdf]
    assert shown == list(range(len(deck.steps)))


def test_the_pdf_has_a_page_a_beat_with_its_caption(deck: Deck) -> None:
    with pypdfium2.PdfDocument(deck.folder / "deck.pdf") as pdf:
        assert pdf.get_metadata_value("Title") == "How transformer weights become a computer"
        outline = [(item.level, item.get_title()) for item in pdf.get_toc()]
        assert len(pdf) == len(deck.steps)
        for at, page in enumerate(pdf):
            assert deck.captions[at] in page.get_textpage().get_text_range()
            picture = page.render().to_pil()
            frame = picture.crop((0, 0, picture.width, picture.width * LOW.height // LOW.width))
            assert nearest(frame, deck.posters) == at
    questions = [(0, record.question) for record in deck.records]
    assert [entry for entry in outline if entry[0] == 0] == questions
    assert [title for level, title in outline if level == 1] == deck.captions


def test_manim_slides_reads_the_deck(deck: Deck) -> None:
    for record in deck.records:
        name = record.entry.name
        presentation = PresentationConfig.from_file(deck.folder / f"slides/{name}.json")
        assert presentation.resolution == LOW.size
        assert presentation.background_color.as_hex("long") == theme.BACKGROUND.lower()
        clips = [slide.file.resolve() for slide in presentation.slides]
        assert clips == sorted((deck.folder / "clips").glob(f"{name}-*.mp4"))
        assert [slide.loop for slide in presentation.slides] == [
            step.loops for step in record.steps
        ]
        for slide, step in zip(presentation.slides, record.steps, strict=True):
            assert step.caption in slide.notes


def test_only_films_without_sound_are_mute(deck: Deck, tmp_path: Path) -> None:
    clip = deck.folder / f"clips/{deck.names[0]}.mp4"
    spoken = tmp_path / "spoken.mp4"
    splice([Piece(clip)], spoken, Sound(np.zeros(48_000, np.int16), 48_000))
    assert has_sound(spoken)
    assert not has_sound(clip)
    page = (deck.folder / "index.html").read_text(encoding="utf-8")
    assert page.count("<video ") == page.count(" muted=") == len(deck.steps)


def test_numbers_of_one_table_are_told_in_one_line() -> None:
    table = [Source(str(i), f"textbook.block().weights[1, {i}]") for i in range(9)]
    assert told([*table, Source("2", "textbook.block().size")], 8) == [
        "0, 1, 2, 3, 4, 5, 6, 7, … = textbook.block().weights[…]",
        "2 = textbook.block().size",
    ]
    places = [Source("a", "run('x').look(position=4)"), Source("b", "run('x').look(position=5)")]
    assert told(places) == ["a, b = run('x').look(position=…)"]
    assert told(table[:1]) == ["0 = textbook.block().weights[1, 0]"]


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_deck_of_some_scenes_holds_only_them_in_their_order(project: Project) -> None:
    """And a deck that is stopped, or fails, leaves the old one."""
    assert project.make("deck", "SCENES=Two").returncode == 0
    one = Deck(project)
    assert set(one.names) == {path.stem for path in (one.folder / "clips").iterdir()}
    before = fingerprint(one.folder)

    running = project.start("deck", "SCENES=Two One")
    assert running.stdout
    assert any("3 slides" in line for line in running.stdout)
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode != 0 and "deck: stopped" in errors
    assert fingerprint(one.folder) == before
    assert not [path for path in one.folder.parent.glob(".work/low/deck.*") if path.is_dir()]

    film = project.film("One")
    whole = film.read_bytes()
    film.write_bytes(whole[:1000])
    failed = project.make("deck", "SCENES=Two One")
    film.write_bytes(whole)
    assert failed.returncode != 0 and "Traceback" not in failed.stderr
    assert fingerprint(one.folder) == before

    assert project.make("deck", "SCENES=Two One").returncode == 0
    both = Deck(project)
    assert [name.split("-")[0] for name in both.names] == ["Two"] * 3 + ["One"] * 3
    with pypdfium2.PdfDocument(both.folder / "deck.pdf") as pdf:
        assert both.captions[-1] in pdf[5].get_textpage().get_text_range()
    assert "Nothing to be done" in project.make("deck", "SCENES=Two One").stdout
    assert "One Two" in project.make("-n", "deck").stdout


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "manim_project", "deck", "--quality", "low", *arguments]
    return subprocess.run(
        command, cwd=project.path, capture_output=True, encoding="utf-8", timeout=60
    )


def test_a_scene_that_is_not_rendered_is_named_in_one_line(deck: Deck) -> None:
    missing = run(deck.project, "One", "--renders", "elsewhere")
    assert missing.returncode == 1
    assert missing.stderr.count("\n") == 1
    assert "elsewhere/low/One.mp4 is missing; make One renders it" in missing.stderr


def test_a_folder_of_something_else_is_not_replaced(deck: Deck, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("all of it", encoding="utf-8")
    refused = run(deck.project, "One", "--out", str(tmp_path))
    assert refused.returncode == 1 and "something else than a deck" in refused.stderr
    assert (tmp_path / "thesis.txt").exists()
