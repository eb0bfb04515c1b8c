"""What went wrong, in a line for the user: what, where, and what to do about it."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

from manim_project.paths import ROOT

REINSTALL = "set .venv up again: rm -rf .venv; make setup"
ELSEWHERE = "choose another folder: make RENDERS=/another/folder"
FULL = {errno.ENOSPC, errno.EDQUOT}
PROJECT = ROOT / "manim_project"
TOOLS = {"studio", "__main__.py"}  # in PROJECT; an error is rarely theirs
# By name, because importing these classes may be the very thing that fails.
BROKEN = {"MissingFontError", "UnknownCodecError"}


def explain(error: Exception, folder: Path | None = None) -> str:
    """One line about an error of a command that writes to `folder`."""
    place = f" ({where})" if (where := _where(error)) else ""
    if isinstance(error, OSError) and error.strerror:
        return _file_trouble(error, folder, place)
    what = f"{type(error).__name__}: {error}".splitlines()[0] if str(error) else repr(error)
    if isinstance(error, SyntaxError):
        what = f"SyntaxError: {error.msg}"
    if _is_broken_installation(error, where):
        return f"a part of .venv is missing or broken: {what}{place}; {REINSTALL}"
    return f"{what}{place}"


def _file_trouble(error: OSError, folder: Path | None, place: str) -> str:
    # Only what is written can fill a disk; the error itself does not always say where.
    if error.errno in FULL:
        disk = f"the disk of {folder}" if folder else "a disk"
        return f"{disk} is full ({error.strerror}); free some space on it, or {ELSEWHERE}"
    what = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    path = Path(str(error.filename or "")).absolute()
    if not folder or not path.is_relative_to(folder.absolute()):
        return f"{what}{place}"
    if error.errno == errno.ENOENT and path != folder.absolute():
        return f"{what}; something (make clean?) removed it while it was in use: run make again"
    return f"{what}; make {folder} a folder that can be written to, or {ELSEWHERE}"


def _is_broken_installation(error: Exception, where: str) -> bool:
    """Whether a package fails, rather than an import that the author of a scene got wrong."""
    if isinstance(error, ImportError):
        ours = (error.name or "").split(".")[0] == "manim_project"
        return not ours and not where.rpartition(" ")[2].startswith("manim_project/scenes/")
    return type(error).__name__ in BROKEN


def _where(error: Exception) -> str:
    """The last step in a scene's own file, and the last one in the project, if deeper."""
    steps = [(step.filename, step.lineno) for step in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        steps.append((error.filename, error.lineno))
    ours = []
    for file, line in steps:
        path = Path(file).resolve()
        if path.is_relative_to(PROJECT) and path.relative_to(PROJECT).parts[0] not in TOOLS:
            ours.append(f"{path.relative_to(ROOT)}:{line}")
    scenes = [place for place in ours if place.startswith("manim_project/scenes/s")]
    return ", raised in ".join(dict.fromkeys([*scenes[-1:], *ours[-1:]]))
