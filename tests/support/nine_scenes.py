"""The nine scenes, run once without drawing, for every test that asks what is in them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

import numpy as np
from support.pictures import SIZE

from manim_project.reference import Reference
from manim_project.scenes import SceneEntry
from manim_project.stage import Beat, Stage
from manim_project.studio.commands import audit
from manim_project.studio.drawing.dry_run import rehearse, still


@dataclass(frozen=True)
class Rehearsal:
    """What a dry run of a scene showed."""

    beats: list[Beat]
    stills: list[np.ndarray]  # the last picture of each beat, of SIZE
    rows: list[audit.Row]  # the numbers on screen,
    faults: list[audit.Fault]  # and what the audit finds fault with


@cache
def rehearsal(entry: SceneEntry) -> Rehearsal:
    """Audit a scene; asked again, the same."""
    beats: list[Beat] = []
    stills: list[np.ndarray] = []

    def noting(
        scene_class: type[Stage],
        on_beat: Callable[[Stage, Beat], None],
        on_moment: Callable[[Stage, float], None] | None,
    ) -> list[Beat]:
        def keep(stage: Stage, beat: Beat) -> None:
            stills.append(still(stage))
            on_beat(stage, beat)

        beats[:] = rehearse(scene_class, keep, SIZE, on_moment)
        return beats

    with patch.object(audit, "rehearse", noting):
        rows, faults = audit.audit(entry, Reference())
    return Rehearsal(beats, stills, rows, faults)
