"""make, run for real: what is rendered when, and what is said."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.project import ROOT, Project, clean_environment

from manim_project.scenes import SCENES
from manim_project.studio.renders.quality import QUALITIES


def make_here(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in this checkout, for things that build nothing."""
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        encoding="utf-8",
    )


def test_help_lists_targets_scenes_and_qualities() -> None:
    shown = make_here("help")
    assert (shown.returncode, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    names = [line.strip() for line in lines if line.strip() in {e.name for e in SCENES}]
    assert names == [entry.name for entry in SCENES]
    for quality in QUALITIES:
        row = [quality.name, f"{quality.width}x{quality.height}", str(quality.fps)]
        assert any(line.split()[:3] == row for line in lines)
    targets = re.search(r"Other targets: ([^.]*)\.", make_here("no-target").stderr)
    assert targets
    for target in {*targets[1].split()} - {"all", "help"}:
        assert any(line.startswith(f"  make {target} ") for line in lines), target
    for name in ("SCENE", "SCENES", "QUALITY", "THEME", "ASPECT", "NARRATION", "ALPHA", "RENDERS"):
        assert any(line.startswith(f"  {name}=") for line in lines), name
    assert max(map(len, lines)) <= 100
    assert not re.search(r"[$#]", shown.stdout)


def test_help_works_before_set_up(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "manim_project", tmp_path / "manim_project")
    command = ["make", "-C", str(tmp_path), "--no-print-directory", "help", "RENDERS=films"]
    shown = subprocess.run(command, env=clean_environment(), capture_output=True, encoding="utf-8")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == make_here("help", "RENDERS=films").stdout


def test_plain_make_renders_all_nine_at_the_talk_quality() -> None:
    planned = make_here("-n", "-B").stdout
    for entry in SCENES:
        assert f"manim_project render {entry.name} --quality talk" in planned
    assert planned.count("manim_project render") == 9


def test_as_many_jobs_as_cores_unless_told() -> None:
    # The flags that a recipe gets, from make's own listing of its variables.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert f"-j{cores}" in flags_of_recipes()
    assert "-j3" in flags_of_recipes("-j3")


def flags_of_recipes(*arguments: str) -> list[str]:
    listing = make_here("-n", "-p", *arguments, "help").stdout
    return next(line for line in listing.splitlines() if line.startswith("MAKEFLAGS")).split()


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["ParabolaKey"], ["ParabolaKey", "SoftmaxSharpening", "ThreePlusFive", "clean"]),
        (["StackReads", "nonsense"], ["nonsense", "StackReads", "help"]),
        (["QUALITY=lo"], ["'lo'", "low", "medium", "talk", "high", "4k"]),
        (["StackReads", "QUALITY="], ["QUALITY", "low"]),
        (["StackReads", "QUALITY=low talk"], ["'low talk'", "low"]),
        (["parabolakeys"], ["'parabolakeys': did you mean ParabolaKeys? Scenes: Soft"]),
        (["Clips"], ["'Clips': did you mean clips?"]),
        (["clips", "SCENE=hull"], ["'hull': did you mean HullLookup?"]),
        (["clips", "SCENES=HullLookup, StackReads"], ['by spaces: "HullLookup StackReads"']),
        (["HullLookup,StackReads"], ['by spaces: "HullLookup StackReads"']),
        (["x"], ["Unknown target 'x'. Scenes: "]),
        (["it's"], ["Unknown target 'it's'. Scenes: "]),
        (["QUALITY=1080p"], ["did you mean talk or high?", "low (854x480)"]),
        (["QUALITY=4K"], ["did you mean 4k?"]),
        (["THEME=Light"], ["did you mean light? There are: dark light"]),
    ],
)
def test_a_wrong_word_gets_one_line_with_the_right_ones(
    arguments: list[str], words: list[str]
) -> None:
    made = make_here(*arguments)
    assert (made.returncode, made.stdout) == (2, "")
    (line,) = made.stderr.splitlines()
    assert all(word in line for word in words)


@pytest.mark.parametrize(
    "folder, word",
    [("my films", "without spaces"), ("", "without spaces"), ("a:b", "without :"), ("it's", "'")],
)
def test_a_folder_that_make_cannot_use_is_refused(folder: str, word: str) -> None:
    made = make_here("StackReads", f"RENDERS={folder}")
    assert (made.returncode, made.stdout) == (2, "")
    (line,) = made.stderr.splitlines()
    assert f"RENDERS='{folder}'" in line and word in line


def test_slashes_in_the_name_of_a_folder_lose_no_dependency(project: Project) -> None:
    there = "RENDERS=renders//"
    assert project.would_render(there) == set()
    assert project.would_render("-W", "assets/One.txt", there) == {"One"}


def test_a_render_is_a_film_and_its_subtitles(project: Project) -> None:
    files = {path.name for path in (project.path / "renders/low").iterdir()}
    assert files == {f"{name}.{end}" for name in ("One", "Two") for end in ("mp4", "srt", "vtt")}
    assert not list((project.path / "renders/.work").rglob("*.mp4"))


def test_what_is_up_to_date_is_left_alone(project: Project) -> None:
    before = project.film("One").read_bytes()
    assert "Nothing to be done" in project.make().stdout
    assert project.film("One").read_bytes() == before


@pytest.mark.parametrize(
    "changed, scenes",
    [
        ("manim_project/scenes/s1_one/scene.py", {"One"}),
        ("assets/Two.txt", {"Two"}),
        ("manim_project/theme.py", {"One", "Two"}),
        ("manim_project/stage.py", {"One", "Two"}),
        ("manim_project/studio/drawing/encoder.py", {"One", "Two"}),
        ("manim_project/studio/commands/audit.py", set()),
    ],
)
def test_only_what_depends_on_a_change_is_rendered(
    project: Project, changed: str, scenes: set[str]
) -> None:
    assert (project.path / changed).exists()
    assert project.would_render("-W", changed) == scenes


def test_a_deleted_dependency_means_rendering_not_an_error(project: Project) -> None:
    asset = project.path / "assets/One.txt"
    kept = asset.with_suffix(".kept")
    asset.rename(kept)
    try:
        assert project.would_render() == {"One"}
    finally:
        kept.rename(asset)


def test_set_up_again_when_the_interpreter_is_gone(project: Project) -> None:
    assert "setup.sh" not in project.make("-n", "audit").stdout
    programs = project.path / ".venv/bin"
    kept = programs.rename(programs.with_name("kept"))
    try:
        assert "setup.sh" in project.make("-n", "audit").stdout
    finally:
        kept.rename(programs)


@pytest.mark.parametrize("way", ["argument", "environment"])
def test_the_interpreter_that_is_asked_for_reaches_set_up(tmp_path: Path, way: str) -> None:
    project = Project(tmp_path)
    script = project.path / "manim_project/studio/setup.sh"
    script.write_text('echo "with ${PYTHON:-any}"\n', encoding="utf-8")
    chosen = "/path/to/python3.12"
    if way == "argument":
        made = project.make("setup", f"PYTHON={chosen}")
    else:
        made = project.make("setup", PYTHON=chosen)
    assert (made.returncode, made.stdout) == (0, f"with {chosen}\n")
    (project.path / ".venv/.ready").unlink()
    assert project.make("setup", PYTHON="").stdout == "with any\n"


def test_what_took_longest_comes_first(project: Project) -> None:
    rules = {name: project.path / f"renders/.work/low/{name}.d" for name in ("One", "Two")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in rules.items()}
    for first, second in (("One", "Two"), ("Two", "One")):
        for name, seconds in ((first, "10.5"), (second, "9.1")):
            text, count = re.subn(r"(SECONDS_\w+ :=) [0-9.]+", rf"\1 {seconds}", texts[name])
            assert count == 1
            rules[name].write_text(text, encoding="utf-8")
        planned = project.make("-n", "-B").stdout
        assert re.findall(r"manim_project render (\w+)", planned) == [first, second]


def test_lost_subtitles_are_made_again(project: Project) -> None:
    subtitles = project.film("One").with_suffix(".srt")
    text = subtitles.read_text(encoding="utf-8")
    subtitles.unlink()
    assert project.would_render() == {"One"}
    assert project.make("-j4").stdout.count("One  started") == 1
    assert subtitles.read_text(encoding="utf-8") == text


def test_a_scene_whose_dependencies_are_unknown_is_rendered(project: Project) -> None:
    (project.path / "renders/.work/low/Two.d").unlink()
    assert project.would_render() == {"Two"}
    assert project.make("-j4").stdout.count("Two  started") == 1
    assert project.would_render() == set()


def test_clean_removes_what_was_made_and_comes_first(project: Project) -> None:
    leftover = project.path / "renders/talk/One.mp4"
    leftover.parent.mkdir()
    leftover.touch()
    made = project.make("clean", "One")
    assert made.returncode == 0, made.stderr
    assert not leftover.exists()
    assert project.film("One").exists() and not project.film("Two").exists()
    assert (project.path / ".venv/.ready").exists()
