"""`make clips ALPHA=1`: every beat before a transparent ground, to be laid over anything.

As ProRes 4444 (.mov) for Keynote, PowerPoint on a Mac and editors, and as VP9 (.webm) for
browsers. The scene is run again, with the beats of the render that the opaque clips are cut from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from manim import Camera
from PIL import Image

from manim_project import theme
from manim_project.stage import Beat, Stage
from manim_project.studio.drawing.encoder import INTERPOLATION, SAME, THREADS, Patch
from manim_project.studio.drawing.set_up import set_up
from manim_project.studio.media.clips import write_companions
from manim_project.studio.media.splice import Sound, sound_packets
from manim_project.studio.media.voice import narration, speaking_time
from manim_project.studio.renders.beats import slug
from manim_project.studio.renders.png import encoded
from manim_project.studio.renders.progress import Progress
from manim_project.studio.renders.quality import Quality
from manim_project.studio.renders.record import Record, Step

OUTDATED = "the scene has changed since its film was rendered; render it first, as make does"
GROWTH = 4  # halvings: colours grow through blocks of 16 pixels, the grid that patches lie on


class Format(NamedTuple):
    """A kind of file. In an `intra` one every packet is a picture, which can be shown again."""

    suffix: str
    codec: str
    pixels: str
    options: dict[str, str]
    sound: str
    intra: bool


# Measured in one thread at 1080p, laid over the background and compared with the drawn frames.
# ProRes with a fixed quantiser of 4 (FFmpeg counts in 118ths) takes 31 ms a picture, 340 to 420 kB;
# 1 in 1000 pixels is off by more than 3 levels, and alpha by 1. Left to choose, it takes 185 ms.
# VP9 for calls takes 20 ms a frame, 19 to 28 kB, for films 100 ms, 15 kB, and looks the same.
PRORES = {"profile": "4444", "vendor": "apl0", "flags": "+qscale", "global_quality": "472"}
VP9 = {"crf": "18", "b": "0", "deadline": "realtime", "cpu-used": "8"}
VP9 |= {"auto-alt-ref": "0", "lag-in-frames": "0"}  # no frames kept to look ahead: 200 MB less
FORMATS = (
    Format(".mov", "prores_ks", "yuva444p10le", PRORES, "aac", True),
    Format(".webm", "libvpx-vp9", "yuva420p", VP9, "libopus", False),
)


class ClearCamera(Camera):
    """A camera whose ground is transparent black, whatever the background's colour."""

    def init_background(self) -> None:
        shape = (self.pixel_height, self.pixel_width, self.n_channels)
        self.background = np.zeros(shape, dtype=self.pixel_array_dtype)


def straight(pixels: np.ndarray) -> np.ndarray:
    """RGBA as players take it, from Cairo's, whose colours are multiplied by alpha.

    A player shows only what is not transparent, but a codec mixes the colours of neighbours: dark
    fringes around every letter. So the colours grow on into what is transparent, block by block.
    """
    levels = [pixels.astype(np.uint16)]  # enough for the sums of 16 by 16
    for _ in range(GROWTH):
        levels.append(_sums(levels[-1]))
    ground = np.frombuffer(bytes.fromhex(theme.BACKGROUND[1:]), dtype=np.uint8)
    colors = np.tile(ground, (*levels[-1].shape[:2], 1))
    for level in reversed(levels):
        colors = colors[: level.shape[0], : level.shape[1]]
        drawn = level[..., 3] > 0
        parts = level[drawn].astype(np.uint32)
        opacity = parts[:, 3:]
        colors[drawn] = np.minimum((255 * parts[:, :3] + opacity // 2) // opacity, 255)
        if level is not levels[0]:
            colors = colors.repeat(2, axis=0).repeat(2, axis=1)
    return np.dstack([colors, pixels[..., 3]])


def _sums(level: np.ndarray) -> np.ndarray:
    """Of two by two pixels."""
    height, width = level.shape[:2]
    even = np.pad(level, ((0, height % 2), (0, width % 2), (0, 0)))
    rows = even[::2] + even[1::2]
    return rows[:, ::2] + rows[:, 1::2]


class ClearFile:
    """One file under construction, tagged as BT.709 in limited range."""

    def __init__(self, path: Path, form: Format, quality: Quality, sound: Sound | None) -> None:
        self._form = form
        self._container: Any = av.open(str(path.with_suffix(form.suffix)), "w", options=SAME)
        stream: Any = self._container.add_stream(form.codec, rate=quality.fps, options=form.options)
        stream.width, stream.height, stream.pix_fmt = quality.width, quality.height, form.pixels
        codec = stream.codec_context
        codec.thread_count = THREADS
        codec.colorspace = Colorspace.ITU709
        codec.color_range = ColorRange.MPEG
        codec.color_trc = ColorTrc.BT709
        codec.color_primaries = ColorPrimaries.BT709
        self._stream, self._time_base = stream, Fraction(1, quality.fps)
        self._reformatter = VideoReformatter()
        self._frames = 0
        for packet in sound_packets(self._container, sound, form.sound) if sound else ():
            self._container.mux(packet)

    def write(self, picture: np.ndarray, repeat: int) -> None:
        """Append a picture, RGBA with straight alpha."""
        frame = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(picture, format="rgba"),
            format=self._form.pixels,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            interpolation=INTERPOLATION,
            threads=1,
        )
        frame.time_base = self._time_base
        packets: list[av.Packet] = []
        for turn in range(repeat):
            if turn and self._form.intra:
                packets = [self._again(packet) for packet in packets]
            else:
                frame.pts = self._frames
                packets = self._stream.encode(frame)
            self._container.mux(packets)
            self._frames += 1

    def _again(self, packet: av.Packet) -> av.Packet:
        """The same picture once more, without encoding it."""
        again = av.Packet(bytes(packet))
        again.stream, again.time_base = self._stream, self._time_base
        again.pts = again.dts = self._frames
        again.is_keyframe = True
        return again

    def close(self) -> None:
        """Write what the encoder still holds."""
        self._container.mux(self._stream.encode(None))
        self._container.close()


class ClearClips:
    """The clips of a scene under construction: takes the place of an encoder's `Film`."""

    def __init__(self, steps: Sequence[Step], quality: Quality, folder: Path) -> None:
        self._steps, self._quality, self._folder = steps, quality, folder
        self._picture = np.zeros((quality.height, quality.width, 4), dtype=np.uint8)
        self._files: list[ClearFile] = []
        self.frames: list[int] = []  # of each clip

    def write(self, patches: Iterable[Patch], *, repeat: int, cut: bool) -> None:
        """Append the last frame with these patches; with `cut` the next clip begins."""
        for changed in patches:
            left, top, right, bottom = changed.box
            self._picture[top:bottom, left:right] = straight(changed.inside)
        if cut:
            self._begin()
        for file in self._files:
            file.write(self._picture, repeat)
        self.frames[-1] += repeat

    def _begin(self) -> None:
        self.close()
        if len(self.frames) == len(self._steps):
            raise LookupError(OUTDATED)
        step = self._steps[len(self.frames)]
        sound = narration([(step.caption, step.said - step.start)], step.end - step.start)
        path = self._folder / f"{slug(step)}.mov"
        self._files = [ClearFile(path, form, self._quality, sound) for form in FORMATS]
        self.frames.append(0)

    def close(self) -> None:
        """Complete the last clip."""
        for file in self._files:
            file.close()


def write_clips(record: Record, quality: Quality, folder: Path) -> None:
    """Write the clips of a scene, and what belongs to them, into a folder."""
    clips = ClearClips(record.steps, quality, folder)
    progress = Progress(record.entry.name, record.steps[-1].end)
    posters: list[memoryview] = []

    def keep(stage: Stage, _: Beat) -> None:
        posters.append(encoded(Image.fromarray(straight(stage.renderer.camera.pixel_array))))

    stage = set_up(
        record.entry,
        quality,
        folder / "media",
        clips,
        lambda frames: progress.advance(frames / quality.fps),
        ClearCamera,
    )
    stage.on_beat, stage.speaking_time = keep, speaking_time
    stage.render()
    if clips.frames != [step.frames for step in record.steps]:
        raise LookupError(OUTDATED)
    for step, poster in zip(record.steps, posters, strict=True):
        write_companions(step, folder / f"{slug(step)}.mov", poster)
