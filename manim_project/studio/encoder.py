"""One scene, one H.264 stream: takes Manim's place as writer of the video.

Manim encodes every animation to a file of its own and joins them. That leaves the colours
untagged (and converted by BT.601, while players assume BT.709 at these sizes), `moov` last, and a
jump in quality at every seam. Here the frames of the whole scene go to one encoder, which also
repeats a still frame at almost no cost.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread

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

from manim_project.studio.quality import Quality

# Measured on stills, a slide and a fade at 1080p: crf 18 takes 0.1 MB a second and keeps thin
# coloured lines clean; slower presets make it no smaller.
X264 = {"preset": "fast", "crf": "18", "tune": "animation", "forced-idr": "1"}
THREADS = 2  # fixed, because x264's output depends on it; more would starve the other scenes
WAITING_FRAMES = 8  # 66 MB at 1080p: enough for drawing and encoding to overlap
INTERPOLATION = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


class Film:
    """An MP4 file under construction: H.264, yuv420p, BT.709 in limited range, `moov` first."""

    def __init__(self, path: Path, quality: Quality) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})
        self._time_base = Fraction(1, quality.fps)
        self._stream = self._container.add_stream("libx264", rate=quality.fps, options=dict(X264))
        self._stream.width = quality.width
        self._stream.height = quality.height
        self._stream.pix_fmt = "yuv420p"
        codec = self._stream.codec_context
        codec.thread_count = THREADS
        codec.colorspace = Colorspace.ITU709
        codec.color_range = ColorRange.MPEG
        codec.color_trc = ColorTrc.BT709
        codec.color_primaries = ColorPrimaries.BT709
        self._reformatter = VideoReformatter()
        self._frames = 0

    def write(self, pixels: np.ndarray, *, repeat: int, cut: bool) -> None:
        """Append an RGBA frame, uint8 (height, width, 4), `repeat` times.

        With `cut` it is a key frame, so that the film can be cut there without encoding again.
        """
        picture = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            interpolation=INTERPOLATION,
        )
        picture.time_base = self._time_base
        for turn in range(repeat):
            picture.pts = self._frames
            picture.pict_type = PictureType.I if cut and turn == 0 else PictureType.NONE
            self._frames += 1
            self._container.mux(self._stream.encode(picture))

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
        self, settings, film: Film, on_frames: Callable[[int], None] = lambda count: None
    ) -> None:
        self._cut = True
        super().__init__(settings)
        self._film = film
        self._on_frames = on_frames
        self._error: BaseException | None = None
        self._queue: Queue[tuple[np.ndarray, int, bool] | None] = Queue(WAITING_FRAMES)
        self._thread: Thread | None = Thread(target=self._encode, name="encoder", daemon=True)
        self._thread.start()

    def _encode(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._error is None:
                pixels, repeat, cut = item
                try:
                    self._film.write(pixels, repeat=repeat, cut=cut)
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

    def write_frame(self, pixels: np.ndarray, *, repeat: int = 1) -> None:
        """Take over one RGBA frame, uint8 (height, width, 4), shown `repeat` times."""
        if self._error is not None:
            raise self._error
        if repeat < 1:
            return
        self._queue.put((pixels, repeat, self._cut))
        self._cut = False
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
