"""Narration: what is said, when it is heard, and that no beat ends before its sentence does."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
import srt
from support.project import Project

from manim_project.studio.media import espeak, voice

CAPTION = "Multiply by √2: −1 is less than 0.5."
QUIET = 0.01  # of full scale: AAC leaves less than that before a word
FRAME = 1 / 15


def heard(film: Path) -> tuple[np.ndarray, int]:
    """The sound of a film and its samples a second."""
    with av.open(str(film)) as container:
        frames = list(container.decode(audio=0))
    assert frames[0].time == 0
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]), frames[0].sample_rate


def length(film: Path) -> float:
    """Of its picture, in seconds."""
    with av.open(str(film)) as container:
        return sum(1 for _ in container.decode(video=0)) * FRAME


def assert_spoken_in_peace(sound: np.ndarray, rate: int, start: float, end: float) -> None:
    """Between these times there is speech, with silence before and after."""
    loud = np.flatnonzero(np.abs(sound[round(start * rate) : round(end * rate)]) > QUIET) / rate
    assert loud[0] >= voice.LEAD - 0.02
    assert loud[0] <= voice.LEAD + 0.2
    assert end - start - loud[-1] >= voice.PAUSE - FRAME - 0.02


@pytest.fixture(scope="module")
def narrated(project: Project) -> Project:
    """A project with One rendered twice: silent, and spoken, with clips."""
    made = project.make("One", "clips", "SCENE=One", NARRATION="1")
    assert made.returncode == 0, made.stderr
    return project


def test_the_same_words_are_the_same_samples_whatever_was_said_before() -> None:
    first = voice.speech(CAPTION)
    voice.speech.cache_clear()
    voice.speech("Another sentence.")
    assert np.array_equal(voice.speech(CAPTION), first)
    assert first.dtype == np.int16 and 2 < len(first) / espeak.RATE < 6
    assert -9 < 20 * np.log10(np.abs(first.astype(int)).max() / 32768) < -2


@pytest.mark.parametrize(
    "caption, words",
    [
        ("FA FF is −6: bt=1.", "F A, F F, is minus 6: bt equals 1."),
        ("Each score is i² less (i−j)².", "Each score is i squared less i minus j, all squared."),
        ("“The” gets 9.5% × √2.", '"The" gets 9.5 percent times root 2.'),
        ("i32.add, ReLU, +1.", "i32 dot add, relloo, plus 1."),
        ("It’s (2j, −j²), ≈ 25.0.", "It's (2j, minus j squared), about 25.0."),
    ],
)
def test_symbols_are_said_in_words(caption: str, words: str) -> None:
    assert voice.said(caption) == words


def test_a_symbol_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no words for '→' in 'a → b'; add them to SAID"):
        voice.said("a → b")


def test_a_narrated_film_speaks_in_every_beat_and_cuts_none(narrated: Project) -> None:
    film = narrated.path / "renders/low-narrated/One.mp4"
    sound, rate = heard(film)
    assert len(sound) / rate == pytest.approx(length(film), abs=1024 / rate)
    beats = list(srt.parse(film.with_suffix(".srt").read_text(encoding="utf-8")))
    silent = list(srt.parse(narrated.film("One").with_suffix(".srt").read_text(encoding="utf-8")))
    assert [beat.content for beat in beats] == [beat.content for beat in silent]
    for before, after in pairwise(beats):
        assert before.end < after.start  # a beat's motion comes before its words
    for beat in beats:
        assert_spoken_in_peace(sound, rate, beat.start.total_seconds(), beat.end.total_seconds())
    assert beats[-1].end > silent[-1].end


def test_a_narrated_clip_speaks_its_own_sentence(narrated: Project) -> None:
    clips = sorted((narrated.path / "renders/low-narrated/One").glob("*.mp4"))
    assert len(clips) == 3
    for clip in clips:
        sound, rate = heard(clip)
        assert len(sound) / rate == pytest.approx(length(clip), abs=1024 / rate)
        (line,) = srt.parse(clip.with_suffix(".srt").read_text(encoding="utf-8"))
        assert_spoken_in_peace(sound, rate, line.start.total_seconds(), length(clip))
    assert sum(map(length, clips)) == pytest.approx(length(clips[0].parents[1] / "One.mp4"))


def test_films_are_silent_unless_asked(project: Project) -> None:
    with av.open(str(project.film("One"))) as film:
        assert not film.streams.audio
    assert voice.narration([("Nobody hears it.", 0)], 2.0) is None


def test_without_a_voice_it_is_said_in_one_line(project: Project, tmp_path: Path) -> None:
    (tmp_path / "espeakng_loader.py").write_text(
        "def get_library_path(): return 'libespeak-ng.so.gone'\n", encoding="utf-8"
    )
    made = project.make("Two", NARRATION="1", PYTHONPATH=str(tmp_path))
    message, _ = made.stderr.splitlines()
    assert message.startswith("Two: a part of .venv is missing or broken: ImportError: no voice: ")
    assert "libespeak-ng.so.gone" in message
    assert "rm -rf .venv; make setup" in message
    assert not (project.path / "renders/low-narrated/Two.mp4").exists()
