"""Run a scene without drawing: its beats, their times, and the picture at the end of each."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
from manim import tempconfig
from manim.utils.exceptions import EndSceneEarlyException

from manim_project import theme
from manim_project.paths import ROOT
from manim_project.stage import Beat, Stage
from manim_project.studio.drawing.incremental_renderer import IncrementalRenderer
from manim_project.studio.drawing.manim_patches import patch_manim
from manim_project.studio.renders.quality import FULL

# Only Manim's own Text writes to it, which the audit reports: usually it does not even exist.
MEDIA = ROOT / "renders/.work/rehearsal"
ON_THE_WAY = 0.37  # of an animation: a live number must not fail only there


class _Steps(list[float]):
    """The moments of an animation, where Manim expects a progress bar."""

    def close(self) -> None: ...


def steps(*moments: float) -> Callable[..., _Steps]:
    """What Scene.get_time_progression is to be, to step on these moments of an animation only."""
    return lambda run_time, *_, **__: _Steps(moment * run_time for moment in moments)


def rehearse(
    scene_class: type[Stage],
    on_beat: Callable[[Stage, Beat], None] | None = None,
    size: tuple[int, int] = FULL,
) -> list[Beat]:
    """Run a scene without drawing and return its beats.

    `on_beat` is called at the end of each beat, with the scene as it stands then. If it raises
    `EndSceneEarlyException`, the scene ends there.
    """
    patch_manim()
    settings = {
        "dry_run": True,
        "pixel_width": size[0],
        "pixel_height": size[1],
        "frame_width": theme.FRAME_WIDTH,
        "frame_height": theme.FRAME_HEIGHT,
        "progress_bar": "none",
        "verbosity": "WARNING",
        "media_dir": str(MEDIA),
    }
    with tempconfig(settings):
        scene = scene_class(renderer=IncrementalRenderer(skip_animations=True))
        scene.on_beat = on_beat
        scene.get_time_progression = steps(ON_THE_WAY, 1.0)
        with suppress(EndSceneEarlyException):
            scene.render()
    return scene.beats


def still(scene: Stage) -> np.ndarray:
    """The scene's present picture, (height, width, 4) of uint8."""
    scene.camera.reset()
    scene.camera.capture_mobjects([*scene.mobjects, *scene.foreground_mobjects])
    return scene.camera.pixel_array.copy()
