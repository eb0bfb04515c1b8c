"""A beat as a film of its own, and what lies beside it: poster, caption and subtitles."""

from __future__ import annotations

from pathlib import Path

from manim_project.studio.media.splice import Piece, splice
from manim_project.studio.media.subtitles import Cue, cues, write
from manim_project.studio.media.voice import narration
from manim_project.studio.renders.record import Record, Step


def cut(record: Record, step: Step, path: Path) -> None:
    """Write a beat's clip; a narrated one is given its sentence anew, as sound is not cut clean."""
    sound = narration([(step.caption, step.said - step.start)], step.end - step.start)
    splice([Piece(record.film, step.first, step.frames)], path, sound)


def clip_cues(step: Step) -> list[Cue]:
    """The subtitles of a beat alone."""
    return cues([step], -step.start)


def write_companions(step: Step, clip: Path, poster: bytes | memoryview) -> None:
    """Write what lies beside a clip: poster (its last frame), caption and subtitles."""
    clip.with_suffix(".png").write_bytes(poster)
    clip.with_suffix(".txt").write_text(f"{step.caption}\n", encoding="utf-8")
    write(clip_cues(step), clip)
