"""`make audit`: run the scenes without drawing; list every number shown, with its source.

Fails (exit status 1) when a shown number differs from that quantity in a reference model built
afresh, when a digit has no source, or when a frame breaks a rule of the picture (`legibility`).
Scenes directed anew are also looked at in motion, and their sentences beside the picture.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from manim_project.mobjects.shown_numbers import Entry, format_value
from manim_project.reference import Reference
from manim_project.reference.quantity import again, name_of
from manim_project.scenes import SCENES, SceneEntry
from manim_project.stage import Beat, Stage
from manim_project.studio.arguments import add_scenes
from manim_project.studio.audit.exceptions import EXCUSED, Excused
from manim_project.studio.audit.in_motion import InMotion
from manim_project.studio.audit.sentences import unfounded
from manim_project.studio.drawing.dry_run import rehearse
from manim_project.studio.drawing.labels import visible_labels
from manim_project.studio.drawing.legibility import hard_to_read
from manim_project.studio.media.subtitles import cues, unreadable


@dataclass(frozen=True)
class Row:
    """One number on screen at the end of a beat."""

    scene: str
    beat: str
    shown: str
    source: str
    value: Any


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where."""

    scene: str
    beat: str
    what: str


def audit(
    entry: SceneEntry, fresh: Reference, excused: Iterable[Excused] = EXCUSED
) -> tuple[list[Row], list[Fault]]:
    """Examine one scene against a model built afresh."""
    found: list[Row | Fault] = []
    scene_class = entry.load()
    motion = InMotion()

    def examine(scene: Stage, beat: Beat) -> None:
        found.extend(_numbers(scene, beat, entry.name, fresh))
        wrong = _wrong(scene, beat, motion)
        found.extend(Fault(entry.name, beat.title, what) for what in wrong)

    beats = rehearse(scene_class, examine, on_moment=motion.look)
    found += [Fault(entry.name, "", what) for what in _timing(beats, *scene_class.length)]
    faults = [part for part in found if isinstance(part, Fault)]
    rows = [part for part in found if isinstance(part, Row)]
    return rows, list(_excuse(entry.name, faults, excused))


def _wrong(scene: Stage, beat: Beat, motion: InMotion) -> Iterator[str]:
    """What is wrong with a beat: in its course, and as it ends."""
    yield from motion.told()
    yield from hard_to_read(scene.mobjects)
    yield from unfounded(scene, beat)


def _excuse(name: str, faults: list[Fault], excused: Iterable[Excused]) -> Iterator[Fault]:
    """The faults of a scene that are not meant, and the exceptions that excuse none."""
    meant = [exception for exception in excused if exception.scene == name]
    for fault in faults:
        if not any(exception.what in fault.what for exception in meant):
            yield fault
    for exception in meant:
        if not any(exception.what in fault.what for fault in faults):
            yield Fault(name, "", f"an exception excuses nothing: {exception.what!r}")


def _numbers(scene: Stage, beat: Beat, name: str, fresh: Reference) -> Iterator[Row | Fault]:
    for label in visible_labels(scene.mobjects):
        shown = label.mobject.shown
        if shown.undeclared:
            yield Fault(name, beat.title, f"a digit without a source: {shown.text!r}")
        for entry in shown.entries:
            value = again(entry.quantity, fresh)
            yield Row(name, beat.title, entry.text, name_of(entry.quantity), _plain(value))
            if _as_shown(entry, value) != entry.text:
                source = name_of(entry.quantity)
                yield Fault(name, beat.title, f"shows {entry.text!r}, but {source} is {value!r}")


def _as_shown(entry: Entry, value: Any) -> str:
    spec = entry.spec or ("" if isinstance(value, str) else ".0f")
    return format_value(value, spec)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _timing(beats: list[Beat], least: float, most: float) -> Iterator[str]:
    yield from unreadable(cues(beats))
    if not least <= beats[-1].end <= most:
        yield f"takes {beats[-1].end:.0f} s; a scene takes {least:.0f} to {most:.0f} s"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project audit`."""
    add_scenes(parser)
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON objects")


def main(args: argparse.Namespace) -> int:
    """Print the numbers (and, on stderr, what is wrong); 1 if anything is."""
    rows: list[Row] = []
    faults: list[Fault] = []
    fresh = Reference()
    for entry in args.scenes or SCENES:
        shown, wrong = audit(entry, fresh)
        rows += shown
        faults += wrong
    if args.json:
        print(json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False))
    else:
        _print_table(rows)
    for fault in faults:
        print(f"{fault.scene} / {fault.beat or 'scene'}: {fault.what}", file=sys.stderr)
    print(f"{len(rows)} numbers, {len(faults)} faults", file=sys.stderr)
    return 1 if faults else 0


def _print_table(rows: list[Row]) -> None:
    table = Table("scene", "beat", "shown", "source", "value")
    for row in rows:
        table.add_row(row.scene, row.beat, row.shown, row.source, str(row.value))
    Console(width=None if sys.stdout.isatty() else 200, markup=False).print(table)
