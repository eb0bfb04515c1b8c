"""`make trace`: the tenth film, of any program, to renders/QUALITY/trace-NAME.mp4.

A program that cannot be shown is refused before anything is drawn, and a film is only made again
if the program has changed, or what the film is made by.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from manim_project.paths import ROOT
from manim_project.reference import REFERENCE
from manim_project.reference.machine import ExecutionError, ProgramError
from manim_project.reference.machine.loader.program import Program, load_program
from manim_project.reference.machine.run.film_run import file_name
from manim_project.scenes import SceneEntry
from manim_project.studio.arguments import add_quality_and_renders, words
from manim_project.studio.renders.beats import NoSuchBeat
from manim_project.studio.renders.dependencies import LoadedFiles
from manim_project.studio.renders.places import Places
from manim_project.studio.renders.progress import say
from manim_project.studio.renders.signals import STOPPING

if TYPE_CHECKING:
    from manim_project.stage import Stage


class ProgramEntry(SceneEntry):
    """The film of a program, where a scene's entry is expected; `module` is what to run."""

    def load(self) -> type[Stage]:
        """Run the program, if it has not run yet, and return the class of its film.

        Raises ProgramError if it is refused, ExecutionError if it does not end.
        """
        from manim_project.scenes.trace_film.scene import trace_film

        return trace_film(self.module)


class Stamp:
    """What a film was made of, by content: the program as the machine reads it, and our files."""

    def __init__(self, places: Places, program: Program) -> None:
        self._places, self._path = places, places.rules.with_suffix(".made")
        self._program = _digest(repr(program).encode())

    def is_fresh(self) -> bool:
        """Whether the film is there and would be the same again."""
        try:
            made = json.loads(self._path.read_text(encoding="utf-8"))
            return (
                all(path.exists() for path in self._places.targets)
                and made["program"] == self._program
                and made["files"] == _contents(map(Path, made["files"]))
            )
        except (OSError, ValueError, KeyError):
            return False

    def write(self, loaded: LoadedFiles) -> None:
        """Note what this process has made the film of."""
        made = {"program": self._program, "files": _contents(loaded.paths())}
        self._path.write_text(json.dumps(made, indent=1), encoding="utf-8")


def _contents(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path): _digest((ROOT / path).read_bytes()) for path in paths}


def _digest(contents: bytes) -> str:
    return hashlib.sha256(contents).hexdigest()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `python -m manim_project trace`."""
    parser.add_argument("program", help="a .wat or .wasm file, or the name of a sample program")
    parser.add_argument(
        "--beat", type=words, default="", help="only a picture: the last frame of this beat"
    )
    parser.add_argument("--anew", action="store_true", help="even if the film is up to date")
    add_quality_and_renders(parser)


def main(args: argparse.Namespace) -> int:
    """Render the film, or one beat's last frame; 2 for a program that cannot be shown."""
    loaded = LoadedFiles()
    try:
        if not args.program:
            raise ProgramError("no program was given (make trace PROGRAM=path/to/program.wat)")
        program = load_program(args.program)
        entry = ProgramEntry(f"trace-{file_name(program.name)}", args.program)
        STOPPING.name = entry.name
        places = Places(args.renders, args.quality.folder, entry.name)
        stamp = Stamp(places, program)
        if not (args.beat or args.anew) and stamp.is_fresh():
            say(entry.name, f"is up to date  {places.film}")
            return 0
        REFERENCE.traced(args.program)
    except (ProgramError, ExecutionError) as error:
        print(f"trace: {error}", file=sys.stderr)
        return 2
    if args.beat:
        from manim_project.studio.drawing.last_frame import write_last_frame

        try:
            print(write_last_frame(entry, args.beat, args.quality, args.renders))
        except NoSuchBeat as error:
            print(f"trace: {error}", file=sys.stderr)
            return 2
        return 0
    from manim_project.studio.drawing.render import render

    render(entry, args.quality, args.renders)
    stamp.write(loaded)
    return 0
