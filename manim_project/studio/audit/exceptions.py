"""The exceptions to the rules of the picture: few, each with its reason.

They hold for scenes directed anew. One that excuses nothing any more is a fault itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Excused:
    """A fault that is meant. Raises ValueError when any of its fields is empty."""

    scene: str
    what: str  # words of the fault, as the audit prints it
    reason: str

    def __post_init__(self) -> None:
        if not (self.scene and self.what and self.reason):
            raise ValueError(f"an exception has a scene, words of the fault and a reason: {self}")


EXCUSED: tuple[Excused, ...] = ()
