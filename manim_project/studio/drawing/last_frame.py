"""The last frame of one beat as a PNG; nothing else of the scene is drawn."""

from __future__ import annotations

from pathlib import Path

from manim.utils.exceptions import EndSceneEarlyException
from PIL import Image

from manim_project.scenes import SceneEntry
from manim_project.stage import Beat, Stage
from manim_project.studio.drawing.dry_run import rehearse, still
from manim_project.studio.renders.beats import NoSuchBeat, is_wanted, slug
from manim_project.studio.renders.png import save
from manim_project.studio.renders.quality import Quality


def write_last_frame(entry: SceneEntry, wanted: str, quality: Quality, renders: Path) -> Path:
    """Write renders/QUALITY/SCENE/NN-title.png of the beat that is `wanted`, and return its path.

    Raises NoSuchBeat, which lists them all, when no beat has that number or those words.
    """
    pictures: list[tuple[Beat, Image.Image]] = []

    def keep(scene: Stage, beat: Beat) -> None:
        if is_wanted(wanted, beat):
            pictures.append((beat, Image.fromarray(still(scene)).convert("RGB")))
            raise EndSceneEarlyException

    beats = rehearse(entry.load(), keep, quality.size)
    if not pictures:
        raise NoSuchBeat(wanted, beats)
    ((beat, picture),) = pictures
    path = renders / quality.folder / entry.name / f"{slug(beat)}.png"
    save(picture, path)
    return path
