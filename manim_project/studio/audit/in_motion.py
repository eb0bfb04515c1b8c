"""What is wrong with the picture while it moves: each fault once, with the time that it lasts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from manim_project.mobjects.shown_numbers import Entry
from manim_project.mobjects.text import Phrase, Words
from manim_project.stage import Stage
from manim_project.studio.drawing.labels import Outlines, visible_labels
from manim_project.studio.drawing.legibility import Fault, in_the_way

WHOLE = 0.02  # by which what a whole number labels may be elsewhere than on it
ROUNDING = 0.02  # of the last digit that is shown: what a drawn length differs by from its number
NUMBER = re.compile(r"[-−+]?(\d[\d,]*)(?:\.(\d+))?(?:e([-−+]?\d+))?(%?)")


@dataclass
class Stretch:
    """Moments in a row at which something is wrong."""

    what: str
    start: float
    end: float
    last: int  # the number of its last moment


class InMotion:
    """Looks at every moment of a scene that it is shown, and tells beat by beat what was wrong."""

    def __init__(self) -> None:
        self._outlines = Outlines()
        self._moment = 0
        self._latest: dict[tuple[object, ...], Stretch] = {}
        self._stretches: list[Stretch] = []

    def look(self, scene: Stage, time: float) -> None:
        """Take note of what is wrong at this moment of the film (seconds)."""
        self._moment += 1
        is_moving = not scene.is_current_animation_frozen_frame()
        for thing, what in (
            *in_the_way(scene.mobjects, self._outlines, is_moving),
            *misnamed(scene, self._outlines),
        ):
            stretch = self._latest.get(thing)
            if stretch is None or stretch.last < self._moment - 1:
                stretch = self._latest[thing] = Stretch(what, time, time, self._moment)
                self._stretches.append(stretch)
            stretch.end, stretch.last = time, self._moment

    def told(self) -> list[str]:
        """What was wrong since the last time that this was asked."""
        lines = [f"{_when(stretch)}: {stretch.what}" for stretch in self._stretches]
        self._latest, self._stretches, self._outlines = {}, [], Outlines()
        return lines


def _when(stretch: Stretch) -> str:
    if stretch.end - stretch.start < 0.05:
        return f"at {stretch.start:.1f} s"
    return f"from {stretch.start:.1f} s to {stretch.end:.1f} s"


def misnamed(scene: Stage, outlines: Outlines) -> Iterator[Fault]:
    """Numbers that say another value than what they stand for has, as it is drawn."""
    for label in visible_labels(scene.mobjects, outlines):
        mobject = label.mobject
        if mobject.drawn.value and (reading := _reading(mobject)):
            drawn = mobject.drawn.value() * reading.scale
            if not abs(drawn - reading.value) <= reading.tolerance:
                what = f"{label.text!r} labels what is drawn at {drawn:.{reading.places + 2}f}"
                yield ("value", id(mobject)), what


@dataclass(frozen=True)
class Reading:
    """A number as it can be read, and how far from it may be what it labels."""

    value: float
    places: int  # after the point
    tolerance: float
    scale: float  # from what is drawn to what is written


def _reading(text: Words | Phrase) -> Reading | None:
    """Of the first number in a text."""
    shown = text.shown
    return next(filter(None, (_read(entry, shown.text) for entry in shown.entries)), None)


def _read(entry: Entry, line: str) -> Reading | None:
    """A whole number is the number itself; one with decimals, and a percentage, is rounded."""
    found = NUMBER.fullmatch(entry.text)
    if not found:
        return None
    _, decimals, exponent, percent = found.groups()
    value = float(entry.text.replace("−", "-").replace(",", "").rstrip("%"))
    places = len(decimals or "") - int((exponent or "0").replace("−", "-"))
    is_share = percent or re.search(re.escape(entry.text) + r"\s?%", line)
    is_whole = not (decimals or exponent or is_share)
    tolerance = WHOLE if is_whole else (0.5 + ROUNDING) * 10.0**-places
    return Reading(value, max(places, 0), tolerance, 100.0 if percent else 1.0)
