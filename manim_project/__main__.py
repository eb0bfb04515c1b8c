"""The command line: `python -m manim_project COMMAND …`. Most people use the Makefile instead.

A command is a module of `studio` with `add_arguments(parser)` and `main(args) -> int`. Only the
module of the command at hand is imported, so that `run` needs no Manim and help is quick.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import NoReturn

COMMANDS = {
    "run": "run a WebAssembly program by the transformer, token by token",
    "render": "render one scene to renders/QUALITY/SCENE.mp4, with subtitles",
    "frame": "write the last frame of one beat as a PNG",
    "watch": "draft a scene on every save, and show what has changed",
    "audit": "check every number and text on screen, in all scenes",
    "sheet": "write one picture per scene with the last frame of every beat",
    "bench": "measure how fast scenes render and edits show, beside plain Manim",
    "pictures": "write the pictures that the README shows",
}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, exit status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (--help explains)\n")


def main(arguments: list[str]) -> int:
    """Run a command and return its exit status."""
    parser = Parser(prog="python -m manim_project", description="The tools behind the Makefile.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    parsers = {
        name: commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        for name, text in COMMANDS.items()
    }
    command = arguments[0] if arguments else ""
    if command not in COMMANDS:
        parser.parse_args(arguments)  # prints help, or what is wrong, and exits
    module = import_module(f"manim_project.studio.{command}")
    module.add_arguments(parsers[command])
    try:
        return module.main(parser.parse_args(arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of the output (head, less) has gone
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
