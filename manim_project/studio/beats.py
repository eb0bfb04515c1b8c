"""Find a beat by what a user calls it: its number, or part of its title."""

from collections.abc import Iterable

from manim_project.stage import Beat


def is_wanted(wanted: str, beat: Beat) -> bool:
    """Whether a beat has this number, or these words in its title (capitals do not matter)."""
    if wanted.isdigit():
        return beat.number == int(wanted)
    return wanted.lower() in beat.title.lower()


def no_such_beat(wanted: str, beats: Iterable[Beat]) -> LookupError:
    """What to say when none is wanted: it lists them all."""
    rows = "".join(f"\n  {beat.number:2}  {beat.title}" for beat in beats)
    return LookupError(f"no beat is or contains {wanted!r}; the beats are:{rows}")
