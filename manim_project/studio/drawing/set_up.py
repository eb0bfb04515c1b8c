"""A scene ready to be drawn into a film: Manim set up for it, our renderer and writer in place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from manim_project.scenes import SceneEntry
from manim_project.studio.drawing.manim_config import configure_manim
from manim_project.studio.renders.quality import Quality

if TYPE_CHECKING:
    from manim import Camera

    from manim_project.stage import Stage
    from manim_project.studio.drawing.encoder import Sink


def set_up(
    entry: SceneEntry,
    quality: Quality,
    media: Path,
    film: Sink,
    on_frames: Callable[[int], None] = lambda count: None,
    camera_class: type[Camera] | None = None,
) -> Stage:
    """The scene, which draws into `film` when it is rendered.

    `media` is where Manim may leave files of its own. `on_frames` is told how many frames were
    handed over. Raises what importing the scene raises.
    """
    configure_manim(quality, media)  # before anything of the scene is imported
    scene_class = entry.load()

    from manim_project.studio.drawing.encoder import FilmWriter
    from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer
    from manim_project.studio.drawing.manim_patches import patch_manim

    patch_manim()
    scene = scene_class(renderer=IncrementalRenderer(camera_class=camera_class))
    scene.renderer.file_writer = FilmWriter(scene.file_writer_settings, film, on_frames)
    return scene
