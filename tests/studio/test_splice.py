"""Films out of pieces of films: every picture, at its time, with texts, chapters and sound."""

from itertools import accumulate
from pathlib import Path

import av
import numpy as np
import pytest
from support.project import texts

from manim_project.studio.drawing.appearance import Box
from manim_project.studio.drawing.encoder import Film, patch
from manim_project.studio.media.splice import Chapter, Piece, Sound, splice
from manim_project.studio.media.subtitles import Cue
from manim_project.studio.renders.quality import Quality, find_quality

LOW = find_quality("low")
PARTS = (7, 1, 20)  # frames from one cut to the next


def make_film(path: Path, parts: tuple[int, ...] = PARTS, quality: Quality = LOW) -> Path:
    """A film of growing stripes in random colours, with cuts."""
    generator = np.random.default_rng(1)
    film = Film(path, quality)
    for part in parts:
        for frame in range(part):
            pixels = np.full((quality.height, quality.width, 4), 255, dtype=np.uint8)
            pixels[:, : 40 + 20 * frame, :3] = generator.integers(0, 256, 3)
            whole = Box(0, 0, quality.width, quality.height)
            film.write([patch(pixels, whole)], repeat=1, cut=frame == 0)
    film.close()
    return path


def decoded(path: Path) -> list[bytes]:
    """All frames of a film."""
    with av.open(str(path)) as film:
        return [frame.to_ndarray().tobytes() for frame in film.decode(video=0)]


def test_spliced_films_play_one_after_the_other(tmp_path: Path) -> None:
    films = [make_film(tmp_path / f"{length}.mp4", (length,)) for length in PARTS]
    spliced = tmp_path / "spliced.mp4"
    assert splice([Piece(film) for film in films], spliced) == list(PARTS)
    assert decoded(spliced) == [picture for film in films for picture in decoded(film)]
    with av.open(str(spliced)) as film:
        times = [frame.time for frame in film.decode(video=0)]
        codec = film.streams.video[0].codec_context
        assert codec.colorspace == codec.color_primaries == codec.color_trc == 1  # BT.709
    assert times == pytest.approx([number / LOW.fps for number in range(sum(PARTS))])


def test_a_piece_is_cut_out_to_the_frame(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4")
    pictures = decoded(film)
    for first, length in zip(accumulate(PARTS, initial=0), PARTS, strict=False):
        cut = tmp_path / "cut.mp4"
        assert splice([Piece(film, first, length)], cut) == [length]
        assert decoded(cut) == pictures[first : first + length]
        with av.open(str(cut)) as container:
            times = [frame.time for frame in container.decode(video=0)]
        assert times == pytest.approx([number / LOW.fps for number in range(length)])


def test_texts_chapters_and_sound_come_back(tmp_path: Path) -> None:
    film, spliced = make_film(tmp_path / "film.mp4"), tmp_path / "spliced.mp4"
    cues = [Cue("Naïve Σ,\nin two lines.", 0.0, 0.5), Cue("Later: just one.", 1.0, 1.8)]
    chapters = [Chapter("Can it – really?", 0.0, 0.9), Chapter("It can.", 0.9, 1.8)]
    rate = 22_050
    tone = np.sin(2 * np.pi * 440 * np.arange(rate) / rate) * 12_000
    splice([Piece(film)], spliced, Sound(tone.astype(np.int16), rate), cues, chapters)
    assert decoded(spliced) == decoded(film)
    assert spliced.read_bytes().index(b"moov") < spliced.read_bytes().index(b"mdat")
    with av.open(str(spliced)) as container:
        read = [(part["metadata"]["title"], part["start"], part["end"])
                for part in container.chapters()]  # fmt: skip
        assert read == [("Can it – really?", 0, 900), ("It can.", 900, 1800)]
    shown = texts(spliced)
    # Where nothing is said, MP4 holds an empty text.
    assert [line for line in shown if line[0]] == [(cue.text, cue.start) for cue in cues]
    with av.open(str(spliced)) as container:
        heard = np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=0)])
        rate = container.streams.audio[0].rate
    spectrum = np.abs(np.fft.rfft(heard[:rate]))
    assert int(spectrum.argmax()) == pytest.approx(440, abs=2)


def test_films_of_other_settings_are_not_spliced(tmp_path: Path) -> None:
    low = make_film(tmp_path / "low.mp4", (2,))
    medium = make_film(tmp_path / "medium.mp4", (2,), find_quality("medium"))
    with pytest.raises(ValueError, match=r"medium\.mp4 was encoded with other settings"):
        splice([Piece(low), Piece(medium)], tmp_path / "spliced.mp4")
