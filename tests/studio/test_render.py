"""What a player gets: a film with true, tagged colours, and subtitles that can be read."""

import re
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
import srt
from support.project import COLORS, Project

from manim_project import theme
from manim_project.scenes import SceneEntry
from manim_project.studio.media.subtitles import Cue, break_lines, cues, unreadable
from manim_project.studio.renders.dependencies import make_rules
from manim_project.studio.renders.quality import find_quality
from manim_project.studio.renders.record import Record

LUMA = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114)}
"""Weights of red and blue by the number of the matrix in ITU-T H.273: BT.709, and twice BT.601."""
SRT_STEP = 0.001  # seconds: .srt has milliseconds, and drops what is beyond


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("film"))
    made = project.make("One")
    assert made.returncode == 0, made.stderr
    return project.film("One")


def rgb_at(frame: av.VideoFrame, x: int, y: int) -> list[int]:
    """The colour of a pixel by the frame's own tags, computed here and not by FFmpeg."""
    assert frame.color_range == 1  # limited: 16 to 235
    red, blue = LUMA[int(frame.colorspace)]
    planes = frame.to_ndarray().astype(float)
    width, height = frame.width, frame.height
    # Planar 4:2:0: the halves of U and V follow Y in rows of the full width.
    u = planes[height : height + height // 4].reshape(height // 2, width // 2)
    v = planes[height + height // 4 :].reshape(height // 2, width // 2)
    luma = (planes[y, x] - 16) / 219
    cb, cr = ((plane[y // 2, x // 2] - 128) / 224 for plane in (u, v))
    r, b = luma + 2 * (1 - red) * cr, luma + 2 * (1 - blue) * cb
    g = (luma - red * r - blue * b) / (1 - red - blue)
    return [round(255 * min(max(channel, 0.0), 1.0)) for channel in (r, g, b)]


def test_colours_come_back(film: Path) -> None:
    with av.open(str(film)) as container:
        *_, frame = container.decode(video=0)
    unit = frame.height / 8  # one scene unit in pixels
    expected = {theme.BACKGROUND: (int(3 * unit), int(2 * unit))}
    for index, color in enumerate(COLORS):  # unit squares, 0.25 apart, centred
        x = (index - (len(COLORS) - 1) / 2) * 1.25
        expected[color] = (round(frame.width / 2 + x * unit), frame.height // 2)
    for color, (x, y) in expected.items():
        difference = np.subtract(rgb_at(frame, x, y), list(bytes.fromhex(color[1:])))
        assert np.abs(difference).max() <= 3, color


def test_the_file_is_what_players_like(film: Path) -> None:
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"colrnclx" in data
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        codec = stream.codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
        assert (codec.width, codec.height, stream.average_rate) == (854, 480, 15)
        assert codec.colorspace == codec.color_primaries == codec.color_trc == 1  # BT.709
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([number / 15 for number in range(len(times))])


def test_a_beat_can_be_cut_out_and_its_subtitle_stands_with_its_caption(film: Path) -> None:
    with av.open(str(film)) as container:
        frames = [(frame.time, frame.key_frame) for frame in container.decode(video=0)]
    entries = list(srt.parse(film.with_suffix(".srt").read_text(encoding="utf-8")))
    assert [entry.content for entry in entries] == [
        "Does it render?",
        "Squares stand side by side.",
        "They shrink a little, not at all.",
    ]
    assert entries[-1].end.total_seconds() == pytest.approx(len(frames) / 15, abs=SRT_STEP)
    record = Record(SceneEntry("One", ""), find_quality("low"), film.parents[1])
    for entry, step in zip(entries, record.steps, strict=True):
        assert frames[step.first] == (pytest.approx(step.start), True)
        assert entry.start.total_seconds() == pytest.approx(step.said, abs=SRT_STEP)
        assert step.start <= step.said < step.end
    assert [step.unsaid > 0 for step in record.steps] == [False, True, True]


@dataclass(frozen=True)
class Spoken:
    caption: str
    said: float
    end: float


@pytest.mark.parametrize(
    "caption, lines",
    [
        ("Short.", ["Short."]),
        ("Keys lie on a parabola, whatever the address is.", 2),
        ("x = " + "9" * 60, 2),
        ("Naïve Σ softmax – “exact” at β = 2³⁰, for every address on the tape of tokens.", 2),
    ],
)
def test_lines_are_even_and_at_most_42_long(caption: str, lines: list[str] | int) -> None:
    broken = break_lines(caption)
    assert broken == lines if isinstance(lines, list) else len(broken) == lines
    assert all(len(line) <= 42 for line in broken)
    assert re.sub(r"\s", "", "".join(broken)) == re.sub(r"\s", "", caption)


def test_a_long_caption_becomes_several_subtitles_in_turn() -> None:
    caption = " ".join(["word"] * 40)
    first, second, third = cues([Spoken(caption, 10.0, 16.0)])
    assert first.start == 10.0
    assert first.end == second.start < second.end == third.start
    assert third.end == pytest.approx(16.0)
    assert all(len(cue.text.splitlines()) <= 2 for cue in (first, second, third))


@pytest.mark.parametrize(
    "cue, fault",
    [
        (Cue("A short one.", 0.0, 1.2), ""),
        (Cue("word " * 8 + "\n" + "word " * 8, 3.0, 8.0), ""),
        (Cue("A short one.", 0.0, 1.1), "is shown for 1.1 s only"),
        (Cue("Twenty-six characters long.", 5.0, 6.5), "18.0 characters a second"),
        (Cue("one\ntwo\nthree", 0.0, 9.0), "does not fit 2 lines of 42 characters"),
        (Cue("word " * 9, 0.0, 9.0), "does not fit 2 lines of 42 characters"),
    ],
)
def test_what_cannot_be_read_in_time_is_found(cue: Cue, fault: str) -> None:
    found = list(unreadable([cue]))
    assert len(found) == bool(fault)
    assert all(fault in line for line in found)


def test_rules_for_make_survive_odd_names() -> None:
    rules = make_rules([Path("a.mp4"), Path("a.srt")], [Path("one.py"), Path("a b$#.txt")])
    assert rules == ("a.mp4 a.srt: \\\n  one.py \\\n  a\\ b$$\\#.txt\none.py:\na\\ b$$\\#.txt:\n")
