"""The tools as they are called: what they print, what they write, how they refuse."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m manim_project` with these arguments, from the top."""
    command = [sys.executable, "-m", "manim_project", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("command", ["render", "audit", "sheet"])
def test_a_wrong_scene_is_answered_with_the_right_ones(command: str) -> None:
    done = call(command, "ParabolaKey")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "'ParabolaKey'" in done.stderr and "ParabolaKeys, HullLookup" in done.stderr


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["render", "parabolakeys"], "did you mean ParabolaKeys?"),
        (["frame", "StakReads"], "did you mean StackReads?"),
        (["clips", "hull"], "did you mean HullLookup?"),
        (["clips", "HullLookup,StackReads"], "separated by spaces: HullLookup StackReads"),
        (["render", "HullLookup", "--quality", "1080p"], "did you mean talk or high?"),
        (["render", "HullLookup", "--quality", "Talk"], "did you mean talk?"),
    ],
)
def test_a_near_miss_is_told_what_was_meant(arguments: list[str], words: str) -> None:
    done = call(*arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and words in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["audit", "--help"]])
def test_help_explains(arguments: list[str]) -> None:
    done = call(*arguments)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: ")


def test_the_audit_gives_its_list_as_objects() -> None:
    done = call("audit", "SoftmaxSharpening", "--json")
    rows = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert all(set(row) == {"scene", "beat", "shown", "source", "value"} for row in rows)
    assert {row["scene"] for row in rows} == {"SoftmaxSharpening"}
    assert any(row["shown"] == "50.9" and row["source"].endswith(".output") for row in rows)


def test_a_sheet_shows_every_beat(tmp_path: Path) -> None:
    done = call("sheet", "SoftmaxSharpening", "--out", str(tmp_path), "--frames")
    assert done.returncode == 0, done.stderr
    frames = sorted((tmp_path / "SoftmaxSharpening").glob("*.png"))
    assert [Image.open(frame).size for frame in frames] == [(1920, 1080)] * len(frames)
    page = Image.open(tmp_path / "SoftmaxSharpening.png")
    assert page.height > (len(frames) + 1) // 2 * 720 and page.width > 2 * 1280
