"""Signs that mean something to a format: what a scene says comes back whole from each file.

Every format is read by somebody else's reader: FFmpeg, Chromium, CommonMark, PDFium, python-pptx.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path

import av
import pptx
import pypdfium2
import pytest
from av.subtitles.subtitle import AssSubtitle
from manim_slides.config import PresentationConfig
from rich.markdown import Markdown
from support.browser import opened
from support.project import Project

QUESTION = 'Is 3 < 5 & 7 > 2, *a* "b" #?'
CAPTIONS = {
    "usual": ('3 < 5 & 7 > 2, *a* "b" #c', "- 3<5 and 7>2: “_x_”, 4*5*6"),
    "odd": ("<b>c</b> --> {0, 1} a\\Nb $x$ [d](e) &lt;", "1. {\\an8}<i> _f_ `g` ~~h~~ | c:\\n #"),
}
SOURCES = ("`a` < *b*", "run('<c>').look[0] * look[1] & `d`")
TOLD = " = ".join(SOURCES)
# What .srt and MP4, which have no escapes, hold in another way that looks the same.
BRACES = "\N{FULLWIDTH LEFT CURLY BRACKET}\N{FULLWIDTH RIGHT CURLY BRACKET}"
SIGNS = "\N{FULLWIDTH LESS-THAN SIGN}\N{FULLWIDTH AMPERSAND}"
LOOKS = str.maketrans(BRACES + SIGNS, "{}<&", "\N{WORD JOINER}")


def one_line(text: str) -> str:
    return " ".join(text.split())


class Made:
    """The products of scene One, and what it says in them."""

    def __init__(self, project: Project, captions: tuple[str, ...]) -> None:
        self.captions = captions
        self.films = project.path / "renders/low"
        self.deck = project.path / "renders/deck-low"


def put_into(record: Path, captions: tuple[str, ...]) -> None:
    """Let a record say something else, as if its scene had."""
    with zipfile.ZipFile(record) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    beats = json.loads(parts["beats.json"])
    for beat, caption in zip(beats, captions, strict=True):
        beat |= {"caption": caption, "title": caption.rstrip(".")}
        beat["sources"] = []
    beats[-1]["sources"] = [dict(zip(("shown", "source"), SOURCES, strict=True))]
    parts["beats.json"] = json.dumps(beats).encode()
    with zipfile.ZipFile(record, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


@pytest.fixture(scope="module", params=[*CAPTIONS.values()], ids=[*CAPTIONS])
def made(request: pytest.FixtureRequest, project: Project) -> Made:
    captions = (QUESTION, *request.param)
    put_into(project.path / "renders/.work/low/One.zip", captions)
    for product in ("clips", "deck", "film", "overview"):
        done = project.make(product, "SCENE=One")
        assert done.returncode == 0, done.stderr
    return Made(project, captions)


def ass_texts(path: Path) -> list[str]:
    """The subtitles of a file as FFmpeg gives them to a player; there must be no style in them."""
    with av.open(str(path)) as film:
        lines = [
            line.ass.decode().split(",", 8)[8]
            for packet in film.demux(subtitles=0)
            if packet.size
            for line in packet.decode()
            if isinstance(line, AssSubtitle)
        ]
    # FFmpeg's own way to show a brace, from a format where it is no style, is `\\{{}`.
    texts = [line.replace("\\{{}", BRACES[0]) for line in lines if line]
    assert not [text for text in texts if "{" in text]
    return [text.replace("\\N", " ").translate(LOOKS) for text in texts]


def srt(made: Made) -> list[str]:
    path = made.films / "film.srt"
    raw = path.read_text(encoding="utf-8")
    assert "<" not in raw and not re.search(r"&#?\w+;", raw)  # what some players hide or exchange
    return ass_texts(path)


def vtt(made: Made) -> list[str]:
    return ass_texts(made.films / "film.vtt")


def mp4(made: Made) -> list[str]:
    return ass_texts(made.films / "film.mp4")


def clips(made: Made) -> list[str]:
    ends = {
        ".srt": ass_texts,
        ".vtt": ass_texts,
        ".txt": lambda path: [path.read_text(encoding="utf-8")],
    }
    found = [
        [text for path in sorted((made.films / "One").glob(f"*{end}")) for text in read(path)]
        for end, read in ends.items()
    ]
    assert [*map(one_line, found[2])] == found[0] == found[1]
    return found[2]


def vtt_in_a_browser(made: Made) -> list[str]:
    page = made.films / "empty.html"
    page.write_text("<!doctype html><video></video>", encoding="utf-8")
    with opened(page, (320, 180)) as watched:
        return watched.page.evaluate(
            """async text => {
                const track = document.createElement("track");
                track.src = URL.createObjectURL(new Blob([text], {type: "text/vtt"}));
                document.querySelector("video").append(track);
                track.track.mode = "hidden";
                await new Promise(ready => track.onload = ready);
                return [...track.track.cues].map(cue => cue.getCueAsHTML().textContent);
            }""",
            (made.films / "film.vtt").read_text(encoding="utf-8"),
        )


class Parts(HTMLParser):
    """The attributes and the texts of a page's elements of some kinds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.texts: list[tuple[str, str]] = []
        self._tag = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        self.attributes += [(tag, *attribute) for attribute in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append((self._tag, data))


def page_images(made: Made) -> list[str]:
    page = Parts((made.deck / "index.html").read_text(encoding="utf-8"))
    images = [value for tag, name, value in page.attributes if (tag, name) == ("img", "alt")]
    videos = [
        value for tag, name, value in page.attributes if (tag, name) == ("video", "aria-label")
    ]
    assert images == videos
    return [image or "" for image in images]


def page_notes(made: Made) -> list[str]:
    page = Parts((made.deck / "index.html").read_text(encoding="utf-8"))
    assert ("li", TOLD) in page.texts
    assert ("small", f"One 1/3: {QUESTION}") in page.texts
    return [text for tag, text in page.texts if tag == "p" and not text.endswith(":")]


def pptx_titles(made: Made) -> list[str]:
    slides = pptx.Presentation(str(made.deck / "deck.pptx")).slides
    descriptions = [slide.shapes[1]._element.nvPicPr.cNvPr.get("descr") for slide in slides]
    assert [slide.shapes.title.text for slide in slides] == descriptions
    return descriptions


def pptx_notes(made: Made) -> list[str]:
    slides = pptx.Presentation(str(made.deck / "deck.pptx")).slides
    notes = [slide.notes_slide.notes_text_frame.text.split("\n\n") for slide in slides]
    assert notes[0][0] == f"One 1/3: {QUESTION}"
    assert notes[2][-1] == f"- {TOLD}"
    return [parts[1] for parts in notes]


def blocks(markdown: str) -> list[tuple[str, str]]:
    """The innermost kind and the plain text of each block, and of each picture in one."""
    found, kind = [], ""
    for token in Markdown(markdown).parsed:
        if token.type.endswith("_open"):
            kind = token.tag if token.level == 0 else kind
        parts = token.children or []
        kinds = {part.type for part in parts}
        if kinds == {"image"}:
            (picture,) = parts
            found.append(("img", "".join(part.content for part in picture.children or [])))
        elif kinds:
            assert kinds <= {"text", "text_special", "code_inline", "em", "em_open", "em_close"}
            found.append((kind, "".join(part.content for part in parts)))
    return found


def manim_slides_notes(made: Made) -> list[str]:
    slides = PresentationConfig.from_file(made.deck / "slides/One.json").slides
    notes = [blocks(slide.notes) for slide in slides]
    assert notes[0][0] == ("p", f"One 1/3: {QUESTION}")
    assert notes[2][-1] == ("ul", TOLD)
    assert {kind for parts in notes for kind, _ in parts[:2]} == {"p"}
    return [parts[1][1] for parts in notes]


def article(made: Made) -> list[str]:
    text = (made.films / "film.md").read_text(encoding="utf-8")
    found = blocks(text)
    (question,) = [text.removeprefix("1. ") for kind, text in found if kind == "h2"]
    pictures = [text for kind, text in found if kind == "img"]
    sentences = [
        text for kind, text in found if kind == "p" and not text.startswith(("One, ", "1 scenes"))
    ]
    assert sentences == pictures
    assert ("ul", TOLD) in found
    return [question, *sentences]


def pdf_texts(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)


def pdf_outline(made: Made) -> list[str]:
    with pypdfium2.PdfDocument(made.deck / "deck.pdf") as pdf:
        titles = [(entry.level, entry.get_title()) for entry in pdf.get_toc()]
    assert titles[0] == (0, QUESTION)
    return [title for level, title in titles if level == 1]


def in_text(text: str, captions: Iterable[str]) -> list[str]:
    """Those of the captions that are in a text, wherever its lines are broken."""
    letters = "".join(text.split())
    return [caption for caption in captions if "".join(caption.split()) in letters]


def pdf_pages(made: Made) -> list[str]:
    return in_text(pdf_texts(made.deck / "deck.pdf"), made.captions)


def overview(made: Made) -> list[str]:
    return in_text(pdf_texts(made.films / "overview.pdf"), made.captions)


READERS: tuple[Callable[[Made], list[str]], ...] = (
    srt, vtt, vtt_in_a_browser, mp4, clips, article, page_images, page_notes, pptx_titles,
    pptx_notes, manim_slides_notes, pdf_outline, pdf_pages, overview,
)  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_every_sentence_comes_back_whole(read: Callable[[Made], list[str]], made: Made) -> None:
    assert [one_line(text) for text in read(made)] == list(made.captions)


def test_the_chapter_is_named_by_the_question(made: Made) -> None:
    with av.open(str(made.films / "film.mp4")) as film:
        titles = [chapter["metadata"]["title"] for chapter in film.chapters()]
    assert titles == [f"1. {QUESTION}"]
