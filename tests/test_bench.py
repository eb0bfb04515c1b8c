"""`make bench` measures what it says, on a scene of a few seconds; people judge how much."""

import re
from pathlib import Path

from ground_project import Project


def test_every_column_is_measured_and_no_source_is_touched(tmp_path: Path) -> None:
    project = Project(tmp_path)
    sources = {path: path.read_bytes() for path in project.path.rglob("manim_project/**/*.py")}
    measured = project.make("bench", "SCENE=One")
    assert measured.returncode == 0, measured.stderr
    rendered, edited = (
        re.findall(r"[0-9.]+", line.replace("One", ""))
        for line in measured.stdout.splitlines()
        if line.startswith("│ One ")
    )
    low, manim, _, ours, _, cpu, encoder, memory, talk, *_, ratio, peak = map(float, rendered)
    assert talk == 2 * low  # the same seconds at 15 and at 30 frames
    assert min(manim, ours, cpu, encoder, ratio) > 0
    assert 100 < memory < 1500
    assert 100 < peak < 1500
    frame, clip, length, scene, plain, part = map(float, edited)
    assert 0 < frame <= clip <= scene  # in the order in which they are told
    assert plain == manim
    # The part is of the seconds before they were rounded, as shown, to 0.01 and 0.1.
    least, most = (scene - 0.005) / (plain + 0.05), (scene + 0.005) / (plain - 0.05)
    assert round(100 * least) <= part <= round(100 * most)
    assert length > 1
    assert re.search(r"1 scenes at low: manim .* [0-9.]+ times as fast", measured.stdout)
    assert {path: path.read_bytes() for path in sources} == sources
    assert not (project.path / "renders/low").exists()
