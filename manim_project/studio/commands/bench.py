"""`make bench`: how fast things are, side by side in one run; every figure is a measurement.

Render: each scene by plain Manim, by us, and the limit, which is what the encoder alone takes for
the same frames. Edit loop: from a save to the last frame, the beat's clip and the whole scene.
Machine (in `bench_machine`): tokens a second with both caches. It is left out for SCENE=….
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.table import Table

from manim_project.paths import ROOT
from manim_project.scenes import SCENES, SceneEntry
from manim_project.studio.arguments import add_scenes
from manim_project.studio.bench.machine import bench_machine
from manim_project.studio.renders.quality import Quality, find_quality

LOW, TALK = find_quality("low"), find_quality("talk")
EDITS = 3  # saves a scene, for the medians of the edit loop


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock and of all cores, and memory at its peak (MB)."""

    wall: float
    cpu: float
    memory: float


def cost(command: list[str], cwd: Path = ROOT) -> Cost:
    """Run a command to its end and measure it. Raises CalledProcessError when it fails."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, env=_environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    used = usage.ru_utime + usage.ru_stime
    return Cost(time.monotonic() - began, used, usage.ru_maxrss / unit)


def _environment() -> dict[str, str]:
    """Ours, without what a make around us has put there."""
    theirs = ("MAKE", "MFLAGS", "QUALITY", "RENDERS", "SCENE", "BEAT")
    return {name: value for name, value in os.environ.items() if not name.startswith(theirs)}


def plain_manim(entry: SceneEntry, folder: Path) -> Cost:
    """Manim's own command at the low quality, with nothing in its cache."""
    source = f"manim_project/scenes/{entry.module}/scene.py"
    options = ["-ql", "--disable_caching", "--media_dir", str(folder / entry.name)]
    options += ["--progress_bar", "none", "-v", "ERROR"]
    return cost([sys.executable, "-m", "manim", "render", *options, source, entry.name])


def render(entry: SceneEntry, quality: Quality, folder: Path) -> Cost:
    """One scene alone, as make renders it."""
    command = [sys.executable, "-m", "manim_project", "render", entry.name]
    return cost([*command, "--quality", quality.name, "--renders", str(folder)])


def encoder_alone(entry: SceneEntry, quality: Quality, folder: Path) -> tuple[int, float]:
    """A scene's frames, and the seconds of one core that go into encoding them.

    The frames are drawn one by one and each is encoded before the next; only that is counted.
    """
    context = get_context("fork")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_encode, args=(entry, quality, folder, send))
    process.start()
    send.close()
    try:
        return receive.recv()
    finally:
        process.join()


def _encode(entry: SceneEntry, quality: Quality, folder: Path, answer) -> None:
    from manim_project.studio.drawing.encoder import Film
    from manim_project.studio.drawing.set_up import set_up

    frames, seconds = 0, 0.0

    class TimedFilm(Film):
        def write(self, patches, *, repeat, cut) -> None:
            nonlocal frames, seconds
            began = time.thread_time()
            super().write(patches, repeat=repeat, cut=cut)
            seconds += time.thread_time() - began
            frames += repeat

        def close(self) -> None:
            nonlocal seconds
            began = time.thread_time()
            super().close()
            seconds += time.thread_time() - began

    film = TimedFilm(folder / f"{entry.name}.mp4", quality)
    set_up(entry, quality, folder, film).render()
    answer.send((frames, seconds))


def bench_render(entries: list[SceneEntry], folder: Path, console: Console) -> dict[str, float]:
    """Print the table of scenes and the comparison; returns plain Manim's seconds by scene."""
    table = Table("scene", title="Render: seconds on the clock, and of all cores (CPU)")
    for name in ("frames", "manim", "ms/frame", "ours", "ms/frame", "CPU", "encoder", "memory"):
        table.add_column(f"low\n{name}", justify="right")
    for name in ("frames", "ours", "ms/frame", "CPU", "encoder", "CPU / encoder", "memory"):
        table.add_column(f"talk\n{name}", justify="right")
    plain: dict[str, float] = {}
    for entry in entries:
        manim = plain_manim(entry, folder)
        plain[entry.name] = manim.wall
        row = [entry.name]
        for quality in (LOW, TALK):
            ours = render(entry, quality, folder)
            frames, encoder = encoder_alone(entry, quality, folder)
            row.append(str(frames))
            if quality is LOW:
                row += [f"{manim.wall:.1f}", f"{1e3 * manim.wall / frames:.1f}"]
            row += [f"{ours.wall:.1f}", f"{1e3 * ours.wall / frames:.1f}", f"{ours.cpu:.1f}"]
            row.append(f"{encoder:.1f}")
            if quality is TALK:
                row.append(f"{ours.cpu / encoder:.2f}")
            row.append(f"{ours.memory:.0f} MB")
        table.add_row(*row)
        print(f"bench: rendered {entry.name}", flush=True)
    console.print(table)
    names = [entry.name for entry in entries]
    make = cost(["make", "-B", *names, "QUALITY=low", f"RENDERS={folder / 'make'}"])
    total = sum(plain.values())
    console.print(
        f"{len(names)} scenes at low: manim one after the other {total:.1f} s, make -B "
        f"{make.wall:.1f} s on {os.cpu_count()} cores: {total / make.wall:.2f} times as fast"
    )
    return plain


@contextmanager
def watched(entry: SceneEntry, beat: int, project: Path) -> Iterator[Iterator[str]]:
    """A watcher of a scene, and the lines that it prints."""
    command = [sys.executable, "-u", "-m", "manim_project", "watch", entry.name]
    process = subprocess.Popen(
        [*command, "--beat", str(beat)],
        cwd=project,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=_environment(),
    )
    assert process.stdout
    try:
        yield iter(process.stdout)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def until_scene(lines: Iterator[str]) -> dict[str, float]:
    """Seconds from the save until each thing was ready, up to the whole scene."""
    found: dict[str, float] = {}
    for line in lines:
        if "  error " in line:
            raise RuntimeError(line.strip())
        if ready := re.search(r" (frame|clip|scene) +([0-9.]+) s ", line):
            found[ready[1]] = float(ready[2])
            if ready[1] == "scene":
                break
    return found


def editable_beat(entry: SceneEntry, source: str) -> tuple[int, float, int]:
    """The shortest beat that can be edited: number, seconds, and the line its block begins at.

    It is found by its sentence; so it has to be one without numbers.
    """
    from manim_project.studio.drawing.dry_run import rehearse

    blocks = {
        item.context_expr.args[0].value: node.body[0].lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Call)
        and item.context_expr.args
        and isinstance(item.context_expr.args[0], ast.Constant)
    }
    beats = [beat for beat in rehearse(entry.load()) if beat.caption in blocks]
    beat = min(beats, key=lambda beat: beat.end - beat.start)
    return beat.number, beat.end - beat.start, blocks[beat.caption]


def bench_edits(
    entries: list[SceneEntry], plain: dict[str, float], folder: Path, console: Console
) -> None:
    """Print, for each scene, the medians from a save that changes one beat. Works on a copy."""
    project = folder / "project"
    for name in ("manim_project", "assets"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    table = Table("scene", title=f"From a save to what it changes: medians of {EDITS}, in seconds")
    for name in ("last frame", "clip", "(of)", "whole scene", "manim -ql", "part of it"):
        table.add_column(name, justify="right")
    columns: dict[str, list[float]] = {"frame": [], "clip": [], "scene": [], "part": []}
    for entry in entries:
        path = project / f"manim_project/scenes/{entry.module}/scene.py"
        source = path.read_text(encoding="utf-8")
        number, length, line = editable_beat(entry, source)
        rows = source.splitlines(keepends=True)
        indent = re.match(r" *", rows[line - 1])[0]  # type: ignore[index]
        runs = []
        with watched(entry, number, project) as lines:
            until_scene(lines)
            for edit in range(EDITS):
                pause = f"{indent}self.wait({0.2 + 0.1 * edit:.1f})\n"
                path.write_text(
                    "".join([*rows[: line - 1], pause, *rows[line - 1 :]]), encoding="utf-8"
                )
                runs.append(until_scene(lines))
        times = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        times["part"] = times["scene"] / plain[entry.name]
        for name, found in columns.items():
            found.append(times[name])
        cells = [f"{times['frame']:.2f}", f"{times['clip']:.2f}", f"{length:.1f}"]
        cells += [f"{times['scene']:.2f}", f"{plain[entry.name]:.1f}", f"{times['part']:.0%}"]
        table.add_row(entry.name, *cells)
        print(f"bench: edited {entry.name}", flush=True)
    frame, clip, scene, part = (statistics.median(found) for found in columns.values())
    table.add_section()
    table.add_row("median", f"{frame:.2f}", f"{clip:.2f}", "", f"{scene:.2f}", "", f"{part:.0%}")
    console.print(table)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `python -m manim_project bench`."""
    add_scenes(parser)
    parser.add_argument("--machine", action="store_true", help="measure the machine only")


def main(args: argparse.Namespace) -> int:
    """Measure and print."""
    entries = args.scenes or list(SCENES)
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False)
    if args.machine or not args.scenes:
        bench_machine(console)
    if args.machine:
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        folder = Path(scratch)
        plain = bench_render(entries, folder, console)
        bench_edits(entries, plain, folder, console)
    return 0
