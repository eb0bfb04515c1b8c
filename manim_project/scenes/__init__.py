"""The nine scenes, in reading order. Importing this package imports no scene and no Manim.

The Makefile reads the entries of ``SCENES`` line by line, so that ``make help`` works before
anything is installed: one ``SceneEntry("Name", "package")`` a line.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from manim_project.stage import Stage


class SceneEntry(NamedTuple):
    """Where a scene is: the name of its class, and of its own package in this one."""

    name: str
    module: str

    def load(self) -> type[Stage]:
        """Import `scene.py` of its package and return its class.

        Raises ImportError when the module is missing, AttributeError when it lacks the class.
        """
        return getattr(import_module(f"{__name__}.{self.module}.scene"), self.name)


TITLE = "How transformer weights become a computer"
"""Of the whole film."""

SCENES = (
    SceneEntry("SoftmaxSharpening", "s1_softmax_sharpening"),
    SceneEntry("QKVProjection", "s2_qkv_projection"),
    SceneEntry("AttentionIsLookup", "s3_attention_is_lookup"),
    SceneEntry("ParabolaKeys", "s4_parabola_keys"),
    SceneEntry("HullLookup", "s5_hull_lookup"),
    SceneEntry("InstructionPointer", "s6_instruction_pointer"),
    SceneEntry("StackReads", "s7_stack_reads"),
    SceneEntry("MemoryIsTheTrace", "s8_memory_is_the_trace"),
    SceneEntry("ThreePlusFive", "s9_three_plus_five"),
)


def find_scene(name: str) -> SceneEntry:
    """The entry of that name; raises LookupError with a message that lists the valid names."""
    for entry in SCENES:
        if entry.name == name:
            return entry
    names = ", ".join(entry.name for entry in SCENES)
    problem = f"unknown scene '{name}'" if name else "no scene was given (make … SCENE=NAME)"
    raise LookupError(f"{problem}; the scenes are: {names}")
