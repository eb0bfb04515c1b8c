"""The machine's command line, as a user runs it."""

import subprocess
import sys

from support.project import ROOT


def cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`run` with these arguments, to its end."""
    command = [sys.executable, "-m", "manim_project", "run", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
