"""Films out of pieces of films, without encoding a picture again: drafts, clips, the whole film."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np

from manim_project.studio.media.subtitles import Cue, without_styles

SOUND_RATE = 48_000  # samples a second in a film: what every player takes
LANGUAGE = "eng"
MICROSECONDS = 1_000_000  # FFmpeg's time base for texts in MP4
# An ASS file's head, without which the encoder does not start: white, the colour that all films
# have their subtitles in.
TEXT_HEAD = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour
Style: Default,Sans,18,&H00FFFFFF
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


class Piece(NamedTuple):
    """A part of a film: `frames` of it from the frame number `first` on, which is a key frame."""

    film: Path
    first: int = 0
    frames: int | None = None  # to the end


class Sound(NamedTuple):
    """Mono samples of int16, shape (n,), and how many there are in a second."""

    samples: np.ndarray
    rate: int


class Chapter(NamedTuple):
    """A named part of a film; times in seconds."""

    title: str
    start: float
    end: float


def splice(
    pieces: Sequence[Piece],
    path: Path,
    sound: Sound | None = None,
    cues: Iterable[Cue] = (),
    chapters: Sequence[Chapter] = (),
) -> list[int]:
    """Put pieces of films one after the other into an MP4 file; returns the frames of each.

    `cues` become a soft subtitle track. Raises ValueError when the films were encoded with
    different settings, for then no player could show both.
    """
    found = [list(_packets(piece)) for piece in pieces]
    with av.open(str(pieces[0].film)) as template, _open(path) as spliced:
        first = template.streams.video[0]
        _assert_same_settings(pieces, first)
        # Streams, and chapters, have to be there before the first packet.
        stream = spliced.add_stream_from_template(first)
        packets: list[av.Packet] = []
        if sound:
            packets += sound_packets(spliced, sound)
        if cues := list(cues):
            packets += _text_packets(spliced, cues)
        spliced.set_chapters([_chapter(number, part) for number, part in enumerate(chapters)])
        packets += _in_turn(found, first, stream)
        packets.sort(key=_seconds)  # stable: what plays together lies together
        for packet in packets:
            spliced.mux(packet)
    return [len(part) for part in found]


def _open(path: Path) -> Any:
    return av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})


def _packets(piece: Piece) -> Iterator[av.Packet]:
    """The packets of a piece in decoding order, their times as in its film."""
    with av.open(str(piece.film)) as film:
        step = _step(film.streams.video[0])
        start = piece.first * step
        end = float("inf") if piece.frames is None else start + piece.frames * step
        for packet in film.demux(video=0):
            if packet.pts is not None and packet.size and start <= packet.pts < end:
                packet.pts -= start
                yield packet


def _step(stream: av.VideoStream) -> int:
    """The duration of a frame in the stream's time base."""
    assert stream.average_rate and stream.time_base
    return round(1 / (stream.average_rate * stream.time_base))


def _assert_same_settings(pieces: Sequence[Piece], first: av.VideoStream) -> None:
    for film in dict.fromkeys(piece.film for piece in pieces):
        with av.open(str(film)) as other:
            if other.streams.video[0].codec_context.extradata != first.codec_context.extradata:
                raise ValueError(f"{film} was encoded with other settings than {pieces[0].film}")


def _in_turn(
    found: list[list[av.Packet]], first: av.VideoStream, stream: av.VideoStream
) -> list[av.Packet]:
    """All packets with the times that they have in the new film."""
    step = _step(first)
    # Packets come in decoding order; a part with fewer B-frames is decoded less far ahead.
    ahead = max(
        number * step - packet.pts  # type: ignore[operator]  # _packets yields those with times
        for part in found
        for number, packet in enumerate(part)
    )
    shift = 0
    for part in found:
        for number, packet in enumerate(part):
            assert packet.pts is not None
            packet.pts += shift
            packet.dts = shift + number * step - ahead
            packet.stream = stream
        shift += len(part) * step
    return [packet for part in found for packet in part]


def sound_packets(film: Any, sound: Sound, codec: str = "aac") -> list[av.Packet]:
    """Add a sound track to a film that has no packets yet; returns those to be put into it."""
    stream = film.add_stream(codec, rate=SOUND_RATE, layout="mono", bit_rate=96_000)
    stream.metadata["language"] = LANGUAGE
    frame = av.AudioFrame.from_ndarray(sound.samples[None], format="s16", layout="mono")
    frame.sample_rate = sound.rate
    frame.time_base, frame.pts = Fraction(1, sound.rate), 0
    context = stream.codec_context
    context.open()  # then it says how many samples it takes at once
    resampler = av.AudioResampler(context.format, "mono", SOUND_RATE, context.frame_size)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    packets = [packet for part in frames for packet in stream.encode(part)]
    return [*packets, *stream.encode(None)]


def _text_packets(film: Any, cues: Iterable[Cue]) -> list[av.Packet]:
    stream = film.add_stream("mov_text", options={})
    stream.metadata["language"] = LANGUAGE
    codec = stream.codec_context
    codec.subtitle_header = TEXT_HEAD
    codec.time_base = Fraction(1, MICROSECONDS)
    packets = []
    for number, cue in enumerate(cues):
        start, end = (round(time * MICROSECONDS) for time in (cue.start, cue.end))
        line = without_styles(cue.text).replace("\n", "\\N")
        text = f"{number},0,Default,,0,0,0,,{line}".encode()
        packet = codec.encode_subtitle(
            av.subtitles.subtitle.SubtitleSet.create(text, 0, (end - start) // 1000, start)
        )
        packet.stream = stream
        packet.time_base = codec.time_base
        packet.pts = packet.dts = start
        packet.duration = end - start
        packets.append(packet)
    return packets


def _chapter(number: int, chapter: Chapter) -> Any:
    return {
        "id": number + 1,
        "start": round(chapter.start * 1000),
        "end": round(chapter.end * 1000),
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title},
    }


def _seconds(packet: av.Packet) -> Fraction:
    assert packet.dts is not None and packet.time_base
    return packet.dts * packet.time_base
