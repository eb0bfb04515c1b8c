"""Commands as a user runs them."""

import subprocess
import sys

from support.project import ROOT, clean_environment


def cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`run` with these arguments, to its end."""
    command = [sys.executable, "-m", "manim_project", "run", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def narrow(*command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments at 4:3, from the top."""
    environment = clean_environment() | {"ASPECT": "4:3", "PYTHONPATH": str(ROOT / "tests")}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8"
    )
