"""The audit of a scene that is made for a test."""

from manim_project.reference import Reference
from manim_project.scenes import SceneEntry
from manim_project.stage import Stage
from manim_project.studio.audit.exceptions import Excused
from manim_project.studio.commands import audit


def found(scene: type[Stage], *excused: Excused) -> tuple[list[audit.Row], list[str]]:
    """The rows and the faults of a scene, except its length (toys are short)."""

    class Entry(SceneEntry):
        def load(self) -> type[Stage]:
            return scene

    rows, faults = audit.audit(Entry(scene.__name__, ""), Reference(), excused)
    return rows, [fault.what for fault in faults if "a scene takes" not in fault.what]
