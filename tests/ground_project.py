"""A small project with the real Makefile, tools and stage, and two scenes of a few seconds."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

COLORS = ("#FF0000", "#00FF00", "#0000FF", "#F39C4A", "#56B4E9", "#2FBF8F", "#FFD54A", "#FFFFFF")

SCENE = '''\
"""A scene for the tests."""

import os
import time
from pathlib import Path

from manim import RIGHT, Square, VGroup

from manim_project.stage import Stage

ASSET = Path(__file__).parents[2] / "assets" / "{name}.txt"


class {name}(Stage):
    question = "Does it render?"

    def construct(self) -> None:
        colors = ASSET.read_text().split()
        with self.beat("Squares stand side by side."):
            squares = VGroup(
                *(Square(1, color=c, fill_opacity=1, stroke_width=0) for c in colors)
            )
            self.add(squares.arrange(RIGHT))
            self.wait(0.2)
        if os.environ.get("TEST_HANG"):
            print("hanging", flush=True)
            time.sleep(120)
        with self.beat("They shrink a little, not at all."):
            self.play(squares.animate.scale(1.0), run_time=0.2)
'''


class Project:
    """A checkout of its own in `path`, with the interpreter that runs the tests as its .venv."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("Makefile", "pyproject.toml"):
            shutil.copy2(ROOT / name, path)
        ignore = shutil.ignore_patterns("__pycache__", "s[0-9]_*.py")
        shutil.copytree(ROOT / "manim_project", path / "manim_project", ignore=ignore)
        (path / "assets").mkdir()
        for name, module in (("One", "s1_one"), ("Two", "s2_two")):
            (path / f"manim_project/scenes/{module}.py").write_text(SCENE.replace("{name}", name))
            (path / f"assets/{name}.txt").write_text(" ".join(COLORS))
        scenes = path / "manim_project/scenes/__init__.py"
        entries = '    SceneEntry("One", "s1_one"),\n    SceneEntry("Two", "s2_two"),\n'
        scenes.write_text(re.sub(r"(    SceneEntry\(.*\n)+", entries, scenes.read_text()))
        venv = path / ".venv"
        venv.mkdir()
        for name in ("bin", "lib", "pyvenv.cfg"):
            (venv / name).symlink_to(Path(sys.prefix) / name)
        (venv / ".ready").touch()

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make at QUALITY=low, unless the arguments say otherwise, and wait for it."""
        return subprocess.run(
            ["make", *arguments],
            cwd=self.path,
            env=clean_environment() | {"QUALITY": "low"} | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start make in a process group of its own."""
        return subprocess.Popen(
            ["make", *arguments],
            cwd=self.path,
            env=clean_environment() | {"QUALITY": "low"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    def film(self, name: str) -> Path:
        return self.path / f"renders/low/{name}.mp4"

    def would_render(self, *arguments: str) -> set[str]:
        """The scenes that make would render now."""
        made = self.make("-n", *arguments)
        assert made.returncode == 0, made.stderr
        return set(re.findall(r"manim_project render (\w+)", made.stdout))


def clean_environment() -> dict[str, str]:
    """The environment without what a `make test` around us has put there."""
    theirs = ("MAKE", "MFLAGS", "QUALITY", "RENDERS", "VERBOSE", "OMP_")  # nproc obeys OMP_…
    return {key: value for key, value in os.environ.items() if not key.startswith(theirs)}
