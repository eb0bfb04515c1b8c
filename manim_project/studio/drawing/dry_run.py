"""Run a scene without drawing: its beats, their times, and the picture at the end of each.

Who asks for it sees the picture in motion, too.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from math import floor
from typing import Any

import numpy as np
from manim import Mobject, Scene, tempconfig
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
STEP = 0.2  # seconds of film between two moments of the picture in motion
INSTANT = 1e-6  # seconds that make no difference


class _Steps(list[float]):
    """The moments of an animation, where Manim expects a progress bar."""

    def close(self) -> None: ...


def steps(*moments: float) -> Callable[..., _Steps]:
    """What Scene.get_time_progression is to be, to step on these moments of an animation only."""
    return lambda run_time, *_, **__: _Steps(moment * run_time for moment in moments)


def by_the_clock(scene: Stage) -> Callable[..., _Steps]:
    """The same, to step on whole multiples of STEP in the film, and on the end; an animation that
    holds none of them is met once on the way."""

    def moments(run_time: float, *_: object, **__: object) -> _Steps:
        start = scene.time - run_time  # its time is the animation's end already
        first, last = floor(start / STEP), floor((start + run_time) / STEP)
        ticks = [count * STEP - start for count in range(first, last + 1)]
        inside = [t for t in ticks if INSTANT < t < run_time - INSTANT]
        return _Steps([*(inside or [ON_THE_WAY * run_time]), run_time])

    return moments


class Lookout(IncrementalRenderer):
    """Draws nothing, but calls `on_moment` where Manim would draw, with the time in the film."""

    def __init__(self, on_moment: Callable[[Scene, float], None]) -> None:
        super().__init__(skip_animations=True)
        self._on_moment = on_moment

    def render(
        self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None
    ) -> None:
        """A moment of an animation."""
        self._on_moment(scene, scene.time - scene.duration + time)

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, **settings: Any
    ) -> None:
        """The picture of a wait in which nothing moves."""
        self._on_moment(scene, scene.time - scene.duration)


def rehearse(
    scene_class: type[Stage],
    on_beat: Callable[[Stage, Beat], None] | None = None,
    size: tuple[int, int] = FULL,
    on_moment: Callable[[Stage, float], None] | None = None,
) -> list[Beat]:
    """Run a scene without drawing and return its beats.

    `on_beat` is called at the end of each beat, with the scene as it stands then. If it raises
    `EndSceneEarlyException`, the scene ends there. `on_moment` is called with the scene and the
    time in the film: every STEP while something moves, and once in a wait.
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
        unseen = IncrementalRenderer(skip_animations=True)
        scene = scene_class(renderer=Lookout(on_moment) if on_moment else unseen)
        scene.on_beat = on_beat
        scene.get_time_progression = by_the_clock(scene) if on_moment else steps(ON_THE_WAY, 1.0)
        with suppress(EndSceneEarlyException):
            scene.render()
    return scene.beats


def still(scene: Stage) -> np.ndarray:
    """The scene's present picture, (height, width, 4) of uint8."""
    scene.camera.reset()
    scene.camera.capture_mobjects([*scene.mobjects, *scene.foreground_mobjects])
    return scene.camera.pixel_array.copy()
