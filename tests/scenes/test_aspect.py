"""ASPECT=4:3: the same scenes, with the same words, on a frame that is a third taller."""

import subprocess
import sys
from pathlib import Path

import av
import pytest
from support.command_line import narrow
from support.project import ROOT, Project, clean_environment

from manim_project import theme
from manim_project.mobjects.caption import Caption
from manim_project.reference import REFERENCE

EDGES = """
from support import toy_scenes
from support.audited import found
from manim_project import theme
from manim_project.mobjects.text import Words

class Edges(toy_scenes.Faulty):
    def build(self):
        top, bottom = theme.MIDDLE + theme.SAFE_Y, theme.MIDDLE - theme.SAFE_Y
        heights = {"high": top - 0.4, "over": top, "low": bottom + 0.1, "under": bottom - 0.2}
        return [Words(text).put(5, y) for text, y in heights.items()]

print(*found(Edges)[1], sep="\\n")
"""


def test_the_audit_knows_the_narrow_frame_and_its_middle() -> None:
    done = narrow("-c", EDGES)
    told = [line.partition("outside")[2] for line in done.stdout.splitlines()]
    assert sorted(set(told)) == [" the safe area: 'over'", " the safe area: 'under'"], done.stderr


def test_a_caption_too_wide_for_a_line_is_broken_where_its_lines_are_even(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(theme, "CAPTION_LINES", 2)
    wanted = REFERENCE.textbook.hard().wanted
    long = "One number is {}; this one goes on, to be longer than a line: the other is {} as well."
    caption = Caption(long, wanted, wanted, size=0.48)
    assert caption.shown.text == long.format(42, 42)
    assert [line.shown.text for line in caption] == [
        "One number is 42; this one goes on,",
        "to be longer than a line: the other is 42 as well.",
    ]
    assert [len(line.shown.entries) for line in caption] == [1, 1]
    assert [line.get_x() for line in caption] == pytest.approx([0, 0], abs=0.05)
    assert caption[0].baseline > caption[1].baseline == pytest.approx(theme.CAPTION_BASELINE)
    between = Caption("The number is {}.", wanted, size=0.48)
    assert len(between) == 1
    middle = (caption[0].baseline + caption[1].baseline) / 2
    assert between[0].baseline == pytest.approx(middle)
    bracketed = Caption("A sentence of two lines breaks (never between brackets) before or after.")
    assert [line.shown.text for line in bracketed] == [
        "A sentence of two lines breaks",
        "(never between brackets) before or after.",
    ]
    with pytest.raises(ValueError, match="wider than the safe area"):
        Caption(long + " And on, and on" * 5, wanted, wanted)


def test_a_film_at_4_3_is_640_by_480_in_a_folder_of_its_own(tmp_path: Path) -> None:
    project = Project(tmp_path)
    made = project.make("One", ASPECT="4:3")
    assert made.returncode == 0, made.stderr
    assert not project.film("One").exists()
    with av.open(str(tmp_path / "renders/low-4x3/One.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.width, context.height) == (640, 480)


def test_an_unknown_aspect_is_answered_with_the_known_ones() -> None:
    environment = clean_environment() | {"ASPECT": "5:4"}
    done = subprocess.run(
        [sys.executable, "-m", "manim_project", "audit"],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "unknown ASPECT '5:4'; there are: 16:9, 4:3" in done.stderr
