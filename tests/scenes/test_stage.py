"""Beats, stills and text: what every scene relies on."""

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from manim import Circle, Create
from support import toy_scenes
from support.pictures import SMALL, stills

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.stage import Beat
from manim_project.studio.drawing.dry_run import rehearse


def test_beats_follow_each_other_without_a_gap() -> None:
    beats = rehearse(toy_scenes.Clean)
    assert [beat.number for beat in beats] == [1, 2, 3]
    assert beats[0].caption == toy_scenes.Clean.question
    assert beats[1].title == "Here comes a circle, to be seen by everyone"
    assert beats[0].start == 0
    for before, after in pairwise(beats):
        assert before.end == after.start < after.end


def test_every_caption_can_be_read_in_its_time() -> None:
    for beat in rehearse(toy_scenes.Clean):
        assert len(beat.caption) / (beat.end - beat.said) <= 17


def test_a_caption_comes_after_what_it_tells_of_and_goes_before_the_next_motion() -> None:
    seen: list[tuple[str, bool]] = []

    class Told(toy_scenes.Faulty):
        def look(self, where: str) -> None:
            seen.append((where, self.caption in self.mobjects))

        def construct(self) -> None:
            with self.beat("It moves, and then it is told."):
                self.look("before")
                self.play(Create(Circle()))
            self.look("stands")
            with self.beat("This one is told in between."):
                self.look("gone")
                self.say()
                self.look("said")
                self.wait(1)

    asked, late, early = rehearse(Told)
    assert seen == [("before", False), ("stands", True), ("gone", False), ("said", True)]
    assert asked.said == asked.start
    assert late.said - late.start > 1 > early.said - early.start > 0


def test_a_caption_is_said_once() -> None:
    class Twice(toy_scenes.Faulty):
        def construct(self) -> None:
            with self.beat("It is said."):
                self.say()
                self.say()

    with pytest.raises(ValueError, match="its sentence stands already"):
        rehearse(Twice)


def test_the_question_leaves_with_the_first_beat() -> None:
    class Asked(toy_scenes.Faulty):
        def construct(self) -> None:
            with self.beat("It was asked."):
                assert self.title not in self.mobjects

    rehearse(Asked)


def test_a_caption_wider_than_the_safe_area_is_refused() -> None:
    class TooLong(toy_scenes.Faulty):
        def construct(self) -> None:
            self.conclude("This sentence goes on and on " * 5)

    with pytest.raises(ValueError, match="wider than the safe area"):
        rehearse(TooLong)


def test_what_is_played_between_beats_is_refused() -> None:
    class Between(toy_scenes.Faulty):
        def construct(self) -> None:
            self.wait(1)
            self.conclude("It belongs to no clip.")

    with pytest.raises(ValueError, match="played before a beat, not in it: 'It belongs"):
        rehearse(Between)


def test_a_beat_takes_as_long_as_its_sentence_is_spoken() -> None:
    class Spoken(toy_scenes.Clean):
        def setup(self) -> None:
            self.speaking_time = lambda sentence: 0.2 * len(sentence)
            super().setup()

    for beat in rehearse(Spoken):
        assert beat.end - beat.said == pytest.approx(0.2 * len(beat.caption))


def test_the_still_shows_what_is_on_stage() -> None:
    class Disc(toy_scenes.Faulty):
        def build(self) -> list[object]:
            return [Circle(1, color=theme.VALUE, fill_opacity=1)]

    picture = stills(Disc)[-1]
    middle = tuple(picture[SMALL[1] // 2, SMALL[0] // 2, :3])
    assert middle == tuple(bytes.fromhex(theme.VALUE[1:]))
    assert tuple(picture[0, 0, :3]) == tuple(bytes.fromhex(theme.BACKGROUND[1:]))


def test_the_same_pictures_whatever_the_hash_seed() -> None:
    script = (
        "import hashlib\nfrom support import toy_scenes as s\nfrom support.pictures import stills\n"
        "print(hashlib.sha256(b''.join(p.tobytes() for p in stills(s.Clean))).hexdigest())"
    )
    hashes = set()
    for seed in ("0", "1"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        hashes.add(done.stdout.split()[-1])
    assert len(hashes) == 1


def test_words_keep_their_place_when_the_text_changes() -> None:
    block = REFERENCE.textbook.block()
    for align in (-1.0, 0.0, 1.0):
        words = number(block.scores[1, 0]).put(2, -1, align=align).scale(1.5)
        anchor = words.pen[0] + (align + 1) / 2 * words.advance
        words.say("{:.3f}", block.weights[1, 0], align=align)
        assert words.shown.text == "0.503"
        assert words.pen[0] + (align + 1) / 2 * words.advance == pytest.approx(anchor)
        assert words.is_faithful()


def test_baselines_agree_whatever_the_letters() -> None:
    texts: list[Words | Phrase] = [Words("gap"), Words("HALT"), formula("q dot k_j")]
    for text in texts:
        text.on(0.5)
    assert [text.baseline for text in texts] == pytest.approx([0.5] * 3)
    assert texts[0].get_bottom()[1] < 0.44  # g and p hang below it
    assert texts[1].get_bottom()[1] == pytest.approx(0.5, abs=0.01)


def test_a_glyph_the_face_lacks_is_refused_instead_of_replaced() -> None:
    with pytest.raises(ValueError, match="Lato lacks a glyph"):
        Words("from a → b")


def test_beat_titles_drop_the_full_stop() -> None:
    assert Beat(1, "It ends.", 0.0, 0.5, 2.0).title == "It ends"
