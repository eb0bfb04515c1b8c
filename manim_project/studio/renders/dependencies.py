"""What is made depends on, told to make: the project's modules and data that were loaded for it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from manim_project.paths import ASSETS, ROOT

PACKAGE = ROOT / "manim_project"


class LoadedFiles:
    """Records from its creation on which data files of the project the process opens.

    Those are what is in assets/, and in manim_project/ beside the modules. Files that native code
    opens by itself are not seen: read them in Python.
    """

    def __init__(self) -> None:
        self._opened: set[Path] = set()
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            self._opened.add(Path(os.path.abspath(arguments[0])))

    def paths(self) -> list[Path]:
        """All dependencies so far, relative to the checkout, sorted.

        `__main__` is left out: it only finds the command, and changes nothing in the picture.
        """
        modules = {
            Path(file)
            for name, module in list(sys.modules.items())
            if name.split(".")[0] == "manim_project" and (file := getattr(module, "__file__", None))
        }
        data = {path for path in self._opened if _is_data(path)}
        return sorted(path.relative_to(ROOT) for path in modules | data)


def _is_data(path: Path) -> bool:
    if path.is_relative_to(ASSETS):
        return True
    # To read a module's source is not to run it, and its bytecode has parts with other endings.
    ours = path.is_relative_to(PACKAGE) and "__pycache__" not in path.parts
    return ours and path.suffix != ".py"


class Makings:
    """Tells make what files were made of. Created first, as it counts what is loaded from then on.

    Their time is its creation's: a source that is saved while they are made counts as newer.
    """

    def __init__(self) -> None:
        self._began = time.time()
        self._loaded = LoadedFiles()

    def write_rules(self, path: Path, files: Mapping[Path, Path], more: str = "") -> None:
        """Write make's rules of files, and date these. `files`: made ones, and where they will be.

        They are put there afterwards: rules that have no files yet, or older ones, do no harm.
        """
        rules = next(iter(files)).with_name(path.name)
        text = make_rules(files.values(), self._loaded.paths())
        rules.write_bytes(os.fsencode(text + more))  # names of files, as the system has them
        for made in (rules, *files):
            os.utime(made, (self._began, self._began))
            with made.open("rb") as file:
                os.fsync(file.fileno())  # or a power cut may leave the new name without its bytes
        os.replace(rules, path)


def make_rules(targets: Iterable[Path], dependencies: Iterable[Path]) -> str:
    """Rules for make: each target depends on each dependency.

    Every dependency is a target without a recipe too, so that deleting one does not stop make.
    """
    names = [_escape(path) for path in dependencies]
    head = " ".join(_escape(path) for path in targets)
    phony = "".join(f"{name}:\n" for name in names)
    return f"{head}: \\\n  " + " \\\n  ".join(names) + f"\n{phony}"


def _escape(path: Path) -> str:
    return str(path).replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
