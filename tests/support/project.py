"""A small project with the real Makefile, tools and stage, and two scenes of a few seconds."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from copy import copy
from pathlib import Path

import av
from av.subtitles.subtitle import AssSubtitle

ROOT = Path(__file__).resolve().parents[2]

COLORS = ("#FF0000", "#00FF00", "#0000FF", "#F39C4A", "#56B4E9", "#2FBF8F", "#FFD54A", "#FFFFFF")

SCENE = '''\
"""A scene for the tests."""

import os
import time
from pathlib import Path

from manim import RIGHT, Square, VGroup

from manim_project.stage import Stage

ASSET = Path(__file__).parents[3] / "assets" / "{name}.txt"


class {name}(Stage):
    question = "Does it render?"

    def construct(self) -> None:
        colors = ASSET.read_text(encoding="utf-8").split()
        with self.beat("Squares stand side by side."):
            squares = VGroup(
                *(Square(1, color=c, fill_opacity=1, stroke_width=0) for c in colors)
            )
            self.add(squares.arrange(RIGHT))
            self.wait(0.2)
        if gate := os.environ.get("TEST_HANG"):
            print("hanging", flush=True)
            for _ in range(6000):
                if not Path(gate).exists():
                    time.sleep(0.02)
        with self.beat("They shrink a little, not at all."):
            self.play(squares.animate.scale(1.0), run_time=0.2)
'''


class Project:
    """A checkout of its own in `path`, with the interpreter that runs the tests as its .venv.

    Its scenes are One and Two, or those of the real project; `prefix` goes before every make.
    """

    def __init__(self, path: Path, real_scenes: bool = False) -> None:
        self.path = path
        self.prefix: list[str] = []
        for name in ("Makefile", "pyproject.toml"):
            shutil.copy2(ROOT / name, path)
        ignored = ["__pycache__"] if real_scenes else ["__pycache__", "s[0-9]_*"]
        ignore = shutil.ignore_patterns(*ignored)
        shutil.copytree(ROOT / "manim_project", path / "manim_project", ignore=ignore)
        if real_scenes:
            shutil.copytree(ROOT / "assets", path / "assets")
        else:
            self._add_scenes()
        venv = path / ".venv"
        venv.mkdir()
        for name in ("bin", "lib", "pyvenv.cfg"):
            (venv / name).symlink_to(Path(sys.prefix) / name)
        (venv / ".ready").touch()

    def copied(self, path: Path) -> Project:
        """The same in another folder, with all that was made in it and when."""
        shutil.copytree(self.path, path, symlinks=True, dirs_exist_ok=True)
        other = copy(self)
        other.path = path
        return other

    def _add_scenes(self) -> None:
        (self.path / "assets").mkdir()
        for name in ("One", "Two"):
            self.scene(name).parent.mkdir()
            self.scene(name).write_text(SCENE.replace("{name}", name), encoding="utf-8")
            (self.path / f"assets/{name}.txt").write_text(" ".join(COLORS), encoding="utf-8")
        scenes = self.path / "manim_project/scenes/__init__.py"
        entries = '    SceneEntry("One", "s1_one"),\n    SceneEntry("Two", "s2_two"),\n'
        scenes.write_text(
            re.sub(r"(    SceneEntry\(.*\n)+", entries, scenes.read_text(encoding="utf-8")),
            encoding="utf-8",
        )

    def scene(self, name: str) -> Path:
        module = {"One": "s1_one", "Two": "s2_two"}[name]
        return self.path / f"manim_project/scenes/{module}/scene.py"

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make at QUALITY=low, unless the arguments say otherwise, and wait for it."""
        process = self.start(*arguments, **environment)
        output, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start make in a process group of its own."""
        command = [*self.prefix, "make", "--no-print-directory", "-C", str(self.path), *arguments]
        return subprocess.Popen(
            [part.encode("utf-8", "surrogateescape") for part in command],  # in any locale
            env=clean_environment() | {"QUALITY": "low"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            process_group=0,
        )

    def film(self, name: str) -> Path:
        return self.path / f"renders/low/{name}.mp4"

    def would_render(self, *arguments: str) -> set[str]:
        """The scenes that make would render now."""
        made = self.make("-n", *arguments)
        assert made.returncode == 0, made.stderr
        return set(re.findall(r"manim_project render (\w+)", made.stdout))


def picture_hash(film: Path) -> str:
    """A hash of all frames of a film, decoded to the end, and of their times."""
    digest = hashlib.sha256()
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            digest.update(f"{frame.time} {frame.width}x{frame.height}".encode())
            digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()


def texts(film: Path) -> list[tuple[str, float]]:
    """The subtitles in a film, each with its start (seconds)."""
    with av.open(str(film)) as container:
        return [
            (line.dialogue.decode(), float(packet.pts * packet.time_base))
            for packet in container.demux(subtitles=0)
            if packet.pts is not None and packet.time_base and packet.size
            for line in packet.decode()
            if isinstance(line, AssSubtitle)
        ]


def clean_environment() -> dict[str, str]:
    """The environment without what a `make test` around us has put there, or its user. Programs
    speak English, in whatever locale."""
    theirs = ["MAKE", "MFLAGS", "QUALITY", "RENDERS", "VERBOSE", "OMP_"]  # nproc obeys OMP_…
    theirs += ["THEME", "ASPECT", "NARRATION", "ALPHA"]
    left = {key: value for key, value in os.environ.items() if not key.startswith(tuple(theirs))}
    return left | {"LANGUAGE": "en"}
