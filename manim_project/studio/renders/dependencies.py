"""What a render depends on, told to make: the project's modules and assets that it loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from manim_project.paths import ASSETS, ROOT


class LoadedFiles:
    """Records from its creation on which files under assets/ the process opens.

    Files that native code opens by itself are not seen: read an asset in Python.
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
        assets = {path for path in self._opened if path.is_relative_to(ASSETS)}
        return sorted(path.relative_to(ROOT) for path in modules | assets)


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
