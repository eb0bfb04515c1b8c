"""One scene, one H.264 stream: takes Manim's place as writer of the video.

Manim encodes every animation to a file of its own and joins them. That leaves the colours
untagged (and converted by BT.601, while players assume BT.709 at these sizes), `moov` last, and a
jump in quality at every seam. Here the frames of the whole scene go to one encoder, and only what
changed in a frame is converted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import NamedTuple, Protocol

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from manim.scene.scene_file_writer import SceneFileWriter

from manim_project.studio.drawing.appearance import Box
from manim_project.studio.renders.quality import Quality

# Measured in one thread, luma against the drawn frames. On 501 frames of scene 6 at 1080p,
# `veryfast` at crf 17 with the shortest motion search takes 7.3 ms a frame (52.7 dB), with its own
# search 8.1 ms, and `fast` at crf 18 takes 14.2 ms (54.4 dB), each for the same size within 4 %.
# A draft is looked at now: all of scene 4 at 480p, 1.0 ms (58.0 dB), half as large again.
# What dithers a dark gradient (mobjects/light.py) is only 2 levels deep: by default it is smoothed
# away, and the gradient has bands. More bits for the dark, and nothing small thrown away, keep it
# at no cost in time; a still gradient of the whole frame adds 0.4 MB once.
KEEP_DITHER = "aq-mode=3:aq-strength=1.6:no-dct-decimate=1:deblock=-2,-2"
FILM = {
    "preset": "veryfast",
    "crf": "17",
    "tune": "animation",
    "x264-params": f"me=dia:subme=1:{KEEP_DITHER}",
}
DRAFT = {"preset": "ultrafast", "crf": "23", "tune": "animation"}
THREADS = 1  # x264's output depends on it; two scenes at once use two cores best with one each
WAITING_FRAMES = 8  # enough for drawing and encoding to overlap
INTERPOLATION = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
SAME = {"fflags": "+bitexact"}  # or a WebM or MOV file gets an identity of its own every time
MARGIN = 4  # pixels that the chroma filter looks at on each side of a patch


class Patch(NamedTuple):
    """A changed part of a picture: `box`, and its RGBA pixels with a margin from `left`, `top`."""

    box: Box
    left: int
    top: int
    pixels: np.ndarray

    @property
    def inside(self) -> np.ndarray:
        """The pixels of the box alone."""
        left, top, right, bottom = self.box
        x, y = left - self.left, top - self.top
        return self.pixels[y : y + bottom - top, x : x + right - left]


def patch(picture: np.ndarray, box: Box) -> Patch:
    """Copy a part, whose edges are even, out of a picture of shape (height, width, 4).

    What has changed in it keeps MARGIN away from its edges (other than the frame's own), for the
    chroma filter carries a change that far.
    """
    height, width = picture.shape[:2]
    left, top = max(box.left - MARGIN, 0), max(box.top - MARGIN, 0)
    right, bottom = min(box.right + MARGIN, width), min(box.bottom + MARGIN, height)
    return Patch(box, left, top, picture[top:bottom, left:right].copy())


def planes(yuv: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Y, U and V of a yuv420p picture, as views into its array of shape (3/2 height, width)."""
    height, width = yuv.shape[0] * 2 // 3, yuv.shape[1]
    half = (height // 2, width // 2)
    quarter = height + height // 4
    return yuv[:height], yuv[height:quarter].reshape(half), yuv[quarter:].reshape(half)


class Sink(Protocol):
    """Where the frames of a scene go."""

    def write(self, patches: Iterable[Patch], *, repeat: int, cut: bool) -> None:
        """Append the last frame with these patches `repeat` times; with `cut` a beat begins."""

    def close(self) -> None:
        """The scene has ended."""


class Film:
    """An MP4 file under construction: H.264, yuv420p, BT.709 in limited range, `moov` first."""

    def __init__(self, path: Path, quality: Quality) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})
        self._time_base = Fraction(1, quality.fps)
        options = {"forced-idr": "1"} | (DRAFT if quality.name == "low" else FILM)
        self._stream = self._container.add_stream("libx264", rate=quality.fps, options=options)
        self._stream.width = quality.width
        self._stream.height = quality.height
        self._stream.pix_fmt = "yuv420p"
        codec = self._stream.codec_context
        codec.thread_count = THREADS
        codec.colorspace = Colorspace.ITU709
        codec.color_range = ColorRange.MPEG
        codec.color_trc = ColorTrc.BT709
        codec.color_primaries = ColorPrimaries.BT709
        self._reformatters: dict[tuple[int, ...], VideoReformatter] = {}
        self._yuv = np.zeros((quality.height * 3 // 2, quality.width), dtype=np.uint8)
        self._frames = 0

    def write(self, patches: Iterable[Patch], *, repeat: int, cut: bool) -> None:
        """Append the last frame with these patches (the first one needs all of it), `repeat` times.

        With `cut` it is a key frame, so that the film can be cut there without encoding again.
        """
        for changed in patches:
            self._convert(changed)
        picture = av.VideoFrame.from_ndarray(self._yuv, format="yuv420p")
        picture.time_base = self._time_base
        for turn in range(repeat):
            picture.pts = self._frames
            picture.pict_type = PictureType.I if cut and turn == 0 else PictureType.NONE
            self._frames += 1
            self._container.mux(self._stream.encode(picture))

    def _convert(self, changed: Patch) -> None:
        """RGB to YUV: the same pixels as when the whole frame is converted, thanks to MARGIN."""
        # One for each size, for its tables take longer to make than most patches to convert.
        shape = changed.pixels.shape
        if shape not in self._reformatters:
            self._reformatters[shape] = VideoReformatter()
        reformatter = self._reformatters[shape]
        converted = reformatter.reformat(
            av.VideoFrame.from_ndarray(changed.pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            interpolation=INTERPOLATION,
            threads=1,  # or every size has threads of its own, hundreds of them
        )
        box = changed.box
        for part, whole, unit in zip(
            planes(converted.to_ndarray()), planes(self._yuv), (1, 2, 2), strict=True
        ):
            left, top, right, bottom = (edge // unit for edge in box)
            x, y = changed.left // unit, changed.top // unit
            whole[top:bottom, left:right] = part[top - y : bottom - y, left - x : right - x]

    def close(self) -> None:
        """Write what the encoder still holds, and the index of the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()


class FilmWriter(SceneFileWriter):
    """Manim's file writer, with one film in place of a file per animation.

    Frames are encoded in a thread of their own; `on_frames` is called with the number of frames
    handed over. An error of the encoder (a full disk) is raised by the next call.
    """

    def __init__(
        self, settings, film: Sink, on_frames: Callable[[int], None] = lambda count: None
    ) -> None:
        self._cut = True
        super().__init__(settings)
        self.frames = 0  # handed over so far
        self._film = film
        self._on_frames = on_frames
        self._error: BaseException | None = None
        self._waiting: list[Patch] = []
        self._queue: Queue[tuple[list[Patch], int, bool] | None] = Queue(WAITING_FRAMES)
        self._thread: Thread | None = Thread(target=self._encode, name="encoder", daemon=True)
        self._thread.start()

    def _encode(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._error is None:
                patches, repeat, cut = item
                try:
                    self._film.write(patches, repeat=repeat, cut=cut)
                except BaseException as error:  # raised again in the thread that draws
                    self._error = error

    def _stop(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
        """A beat begins: the next frame can be cut at."""
        self._cut = True
        super().next_section(name, type_, skip_animations)

    def begin_animation(self, allow_write: bool = False, **_: object) -> None:
        """Nothing to open: all animations go to one film."""

    def end_animation(self, allow_write: bool = False) -> None:
        """Nothing to close."""

    def write_frame(self, picture: np.ndarray, *, repeat: int = 1, boxes: Iterable[Box]) -> None:
        """Take over a frame, RGBA of uint8 (height, width, 4), to be shown `repeat` times.

        Outside the boxes it is the same as the one before. With `repeat` 0 nothing is shown yet.
        """
        if self._error is not None:
            raise self._error
        self._waiting += [patch(picture, box) for box in boxes]
        if repeat < 1:
            return
        self._queue.put((self._waiting, repeat, self._cut))
        self._waiting = []
        self._cut = False
        self.frames += repeat
        self._on_frames(repeat)

    def finish(self) -> None:
        """Wait for the encoder and complete the file."""
        self._stop()
        if self._error is not None:
            raise self._error
        self._film.close()

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """The scene failed: let go of the encoder. The unfinished file is the caller's."""
        self._stop()
