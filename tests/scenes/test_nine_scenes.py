"""The nine scenes themselves: they run, beats stand still, the pictures are Manim's own (every
frame is drawn, small and few a second); audit, voice and README find in them what they look for."""

import json
import re

import numpy as np
import pytest
from manim import CairoRenderer
from support.command_line import narrow
from support.nine_scenes import rehearsal
from support.pictures import FRAME_RATE, assert_same_picture, draw
from support.project import ROOT

from manim_project.scenes import SCENES, SceneEntry, find_scene
from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer
from manim_project.studio.media import voice
from manim_project.studio.renders.beats import is_wanted

README = (ROOT / "README.md").read_text(encoding="utf-8")
# All of a scene's tests go to one process, which runs it without drawing once for all of them.
EACH = pytest.mark.parametrize(
    "entry",
    [pytest.param(entry, marks=pytest.mark.xdist_group(entry.name)) for entry in SCENES],
    ids=lambda entry: entry.name,
)


@EACH
def test_every_beat_begins_and_ends_still_as_rehearsed_and_as_manim_draws_it(
    entry: SceneEntry,
) -> None:
    scene, frames = draw(entry.load(), IncrementalRenderer)
    ends = [round(beat.end * FRAME_RATE) for beat in scene.beats]
    assert len(frames) == ends[-1]
    assert len({frame.tobytes() for frame in frames}) > len(ends)  # it moves
    for beat, end in zip(scene.beats, ends, strict=True):
        last = frames[end - 1]
        assert np.array_equal(frames[end - 2], last), f"beat {beat.number} does not end still"
        if end < ends[-1]:
            still_there = np.array_equal(frames[end], last)
            assert still_there, f"beat {beat.number + 1} does not begin still"

    _, manims = draw(entry.load(), CairoRenderer)
    assert len(manims) == len(frames)
    for number, (ours, theirs) in enumerate(zip(frames, manims, strict=True)):
        assert_same_picture(ours, theirs, f"frame {number}")

    found = rehearsal(entry)
    assert [beat.caption for beat in found.beats] == [beat.caption for beat in scene.beats]
    for beat, ours, end in zip(found.beats, found.stills, ends, strict=True):
        assert_same_picture(ours, frames[end - 1], f"the end of beat {beat.number}")


@EACH
def test_the_film_has_no_faults(entry: SceneEntry) -> None:
    found = rehearsal(entry)
    assert [f"{fault.beat}: {fault.what}" for fault in found.faults] == []
    assert len({row.source for row in found.rows}) >= 10  # its numbers are of the reference model


@EACH
def test_every_caption_is_said_in_words(entry: SceneEntry) -> None:
    for beat in rehearsal(entry).beats:
        assert re.fullmatch(r"[A-Za-z0-9 .,:;?'\"()-]+", voice.said(beat.caption)), beat.caption


@EACH
def test_every_scene_is_in_the_readme_with_picture_question_and_answer(entry: SceneEntry) -> None:
    beats = rehearsal(entry).beats
    picture = f"assets/pictures/{entry.name}.png"
    assert picture in README and (ROOT / picture).exists()
    assert beats[0].caption in README
    assert beats[-1].caption in README


@pytest.mark.xdist_group("ParabolaKeys")
def test_every_beat_that_the_readme_names_is_there() -> None:
    beats = rehearsal(find_scene("ParabolaKeys")).beats
    names = re.findall(r"BEAT=\"?([^\"`\n]+)", README)
    assert names
    for name in names:
        assert any(is_wanted(name, beat) for beat in beats), name


AUDIT_AT_4_3 = """
import json, sys
from support.nine_scenes import rehearsal
from manim_project import theme
from manim_project.scenes import find_scene

found = rehearsal(find_scene(sys.argv[1]))
captions, faults = [beat.caption for beat in found.beats], [fault.what for fault in found.faults]
print(json.dumps([theme.FRAME_WIDTH / theme.FRAME_HEIGHT, captions, faults]))
"""


@EACH
def test_at_4_3_it_says_the_same_and_passes_the_audit_too(entry: SceneEntry) -> None:
    done = narrow("-c", AUDIT_AT_4_3, entry.name)
    assert done.returncode == 0, done.stderr
    shape, captions, faults = json.loads(done.stdout.splitlines()[-1])
    assert shape == pytest.approx(4 / 3)
    assert captions == [beat.caption for beat in rehearsal(entry).beats]
    assert faults == []
