"""Things that fail on a user's machine: what is wrong, where, and what to do, in one line."""

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from support.private_mounts import PrivateMounts
from support.project import Project, clean_environment

PACKAGES = Path(sysconfig.get_path("platlib"))
COMMANDS = ("One", "sheet", "audit")


def complaint(made: subprocess.CompletedProcess[str]) -> str:
    """The one line that says why make failed; the other is make's own."""
    assert made.returncode == 2, made.stdout  # make's own; the command's is 1
    message, last = made.stderr.splitlines()
    assert last.startswith("make: ***")
    return message.removesuffix("; VERBOSE=1 shows the traceback")


def spoil(package: str, folder: Path) -> None:
    """Put a copy of a package into `folder`, without its fonts and with broken libraries."""
    ignore = shutil.ignore_patterns("__pycache__", "*.ttf", "*.dylibs")

    def copy(source: str, target: str) -> None:
        if ".so" in Path(source).suffixes:
            Path(target).write_bytes(b"not a library")
        else:
            shutil.copyfile(source, target)

    shutil.copytree(PACKAGES / package, folder / package, ignore=ignore, copy_function=copy)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "package, word",
    # av has FFmpeg's libraries; a scene is the first to import typst.
    [("av", "av/"), ("cairo", "cairo/"), ("typst", "typst/"), ("font_lato", "Lato")],
)
def test_a_broken_part_of_venv(
    project: Project, tmp_path: Path, command: str, package: str, word: str
) -> None:
    spoil(package, tmp_path)
    film = project.film("One").read_bytes()
    made = project.make("-B", command, PYTHONPATH=str(tmp_path))
    message = complaint(made)
    assert message.startswith(f"{command}: a part of .venv is missing or broken: ")
    assert word in message
    assert message.endswith("; set .venv up again: rm -rf .venv; make setup")
    assert project.film("One").read_bytes() == film


def test_an_encoder_that_pyav_lacks(project: Project) -> None:
    encoder = project.path / "manim_project/studio/drawing/encoder.py"
    good = encoder.read_text(encoding="utf-8")
    assert "libx264" in good
    encoder.write_text(good.replace("libx264", "libx000"), encoding="utf-8")
    try:
        message = complaint(project.make("One"))
    finally:
        encoder.write_text(good, encoding="utf-8")
    assert "libx000" in message and message.endswith("rm -rf .venv; make setup")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_scene_that_raises_half_way(project: Project, command: str) -> None:
    scene = project.scene("One")
    good, film = scene.read_text(encoding="utf-8"), project.film("One").read_bytes()
    scene.write_text(good.replace("self.wait(0.2)", "self.wait(1 / 0)"), encoding="utf-8")
    line = good[: good.index("self.wait(0.2)")].count("\n") + 1
    try:
        what = "ZeroDivisionError: division by zero"
        where = f"(manim_project/scenes/s1_one/scene.py:{line})"
        assert complaint(project.make(command)) == f"{command}: {what} {where}"
        assert "Traceback (most recent call last)" in project.make(command, "VERBOSE=1").stderr
    finally:
        scene.write_text(good, encoding="utf-8")
    assert project.film("One").read_bytes() == film
    assert not list((project.path / "renders/.work/low").glob("One.[0-9]*"))


def test_a_typing_error_in_an_import_is_not_taken_for_a_broken_venv(project: Project) -> None:
    scene = project.scene("One")
    good = scene.read_text(encoding="utf-8")
    scene.write_text(good.replace("import RIGHT, Square", "import RIGHT, Sqare"), encoding="utf-8")
    try:
        message = complaint(project.make("One"))
    finally:
        scene.write_text(good, encoding="utf-8")
    assert "ImportError: cannot import name 'Sqare' from 'manim'" in message
    assert message.endswith("(manim_project/scenes/s1_one/scene.py:7)")


@pytest.mark.parametrize("command", ["One", "sheet"])
def test_a_file_where_the_folder_should_be(project: Project, command: str) -> None:
    (project.path / "taken").write_text("a file", encoding="utf-8")
    message = complaint(project.make(command, "RENDERS=taken"))
    assert message.startswith(f"{command}: Not a directory: taken/")
    assert "a folder that can be written to" in message
    assert message.endswith("choose another folder: make RENDERS=/another/folder")


def test_renders_that_are_read_only(project: Project) -> None:
    assert project.make("One").returncode == 0  # up to date
    # A mount, because nobody can take away the administrator's right to write.
    readonly = (
        f"cd {project.path}\nmount --bind renders renders\nmount -o remount,bind,ro renders renders"
    )
    with PrivateMounts(readonly) as mounts:
        project.prefix = mounts.prefix
        try:
            assert "Nothing to be done" in project.make("One").stdout
            for command in ("One", "sheet"):
                message = complaint(project.make("-B", command))
                assert message.startswith(f"{command}: Read-only file system: renders")
                assert "a folder that can be written to" in message
                assert message.endswith("choose another folder: make RENDERS=/another/folder")
            elsewhere = project.make("One", "RENDERS=elsewhere")
            assert elsewhere.returncode == 0, elsewhere.stderr
        finally:
            project.prefix = []
    assert (project.path / "elsewhere/low/One.mp4").exists()


def test_no_temporary_folder_is_needed(project: Project) -> None:
    mounts = [f"cd {project.path}", "mkdir -p full readonly"]
    mounts.append("mount -t tmpfs -o size=4k tmpfs full && echo full >full/filler")
    mounts.append("mount -t tmpfs -o ro tmpfs readonly")
    with PrivateMounts("\n".join(mounts)) as private:
        project.prefix = private.prefix
        try:
            for folder in ("full", "readonly", "missing"):
                made = project.make("-B", "One", TMPDIR=str(project.path / folder))
                assert (made.returncode, made.stderr) == (0, ""), folder
        finally:
            project.prefix = []


@pytest.mark.parametrize("command", ["render", "sheet", "audit"])
def test_ctrl_c_before_anything_is_there(project: Project, command: str) -> None:
    # Sent from inside an import, where an exception would be printed, swallowed or worse.
    package = project.path / "interrupted/manim"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(
        "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGINT)\nexcept BaseException:\n"
        "    raise ImportError('swallowed')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [project.path / ".venv/bin/python", "-m", "manim_project", command, "One"],
        cwd=project.path,
        env=clean_environment() | {"PYTHONPATH": str(package.parent)},
        capture_output=True,
        encoding="utf-8",
    )
    stopped = f"{command}: stopped\n"
    if command == "render":
        stopped = "One: stopped; earlier renders are untouched\n"
    assert (done.returncode, done.stderr) == (130, stopped)
    assert not list((project.path / "renders/.work").glob("*/One.[0-9]*"))
