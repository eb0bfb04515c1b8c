"""The command line: `python -m manim_project COMMAND …`. Most people use the Makefile instead.

A command is a module of `studio.commands` with `add_arguments(parser)` and `main(args) -> int`.
Only the module of the command at hand is imported, so that `run` needs no Manim, and help is quick.
"""

from __future__ import annotations

from manim_project.studio.renders.signals import STOPPING

STOPPING.listen()  # before the imports that take their time

import argparse  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from importlib import import_module  # noqa: E402
from typing import NoReturn  # noqa: E402

from manim_project.studio.terminal_output import prepare_output  # noqa: E402

COMMANDS = {
    "run": "run a WebAssembly program by the transformer, token by token",
    "render": "render one scene to renders/QUALITY/SCENE.mp4, with subtitles",
    "trace": "render the film of any program: its trace, token by token",
    "frame": "write the last frame of one beat as a PNG",
    "watch": "draft a scene on every save, and show what has changed",
    "audit": "check every number and text on screen, in all scenes",
    "sheet": "write one picture per scene with the last frame of every beat",
    "bench": "measure how fast the machine runs, scenes render and edits show",
    "clips": "cut films into a file for each beat, with poster, caption and subtitles",
    "deck": "make slides of the beats, one each: a web page, PowerPoint and PDF",
    "film": "join the scenes into one film, with chapters, subtitles and a transcript",
    "gif": "make a small looping GIF and WebM of each scene",
    "overview": "put the beats of all scenes on one page to print",
    "pictures": "write the pictures that the README shows",
}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, exit status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (--help explains)\n")


def main(arguments: list[str]) -> int:
    """Run a command and return its exit status: 1 if it failed, 2 for a wrong argument."""
    prepare_output()
    parser = Parser(prog="python -m manim_project", description="The tools behind the Makefile.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    parsers = {
        name: commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        for name, text in COMMANDS.items()
    }
    command = STOPPING.name = arguments[0] if arguments else ""
    if command not in COMMANDS:
        parser.parse_args(arguments)  # prints help, or what is wrong, and exits
    args = argparse.Namespace()
    try:
        module = import_module(f"manim_project.studio.commands.{command}")
        module.add_arguments(parsers[command])
        args = parser.parse_args(arguments)
        if "scene" in args:
            STOPPING.name = args.scene.name
        return module.main(args)
    except BrokenPipeError:  # the reader of the output (head, less) has gone
        sys.stderr.close()
    except Exception as error:
        _report(error, args)
    return 1


def _report(error: Exception, args: argparse.Namespace) -> None:
    import traceback

    from manim_project.studio.error_messages import explain

    hint = "; VERBOSE=1 shows the traceback"
    if os.environ.get("VERBOSE") == "1":
        traceback.print_exception(error)
        hint = ""
    folder = getattr(args, "renders", getattr(args, "out", None))
    print(f"{STOPPING.name}: {explain(error, folder)}{hint}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
