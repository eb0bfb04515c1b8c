"""`make bench` measures what it says, on a scene of a few seconds; people judge how much."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from support.project import Project

from manim_project.reference.machine import Machine
from manim_project.reference.machine.run.lookup_counts import count_lookups, long_run
from manim_project.studio.bench import machine as bench_machine


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


def test_the_machine_part_measures_both_caches_on_one_run() -> None:
    shown = io.StringIO()
    bench_machine.bench_machine(Console(file=shown, width=200, markup=False), (400, 900))
    rows = [
        [float(cell.replace(",", "")) for cell in line.strip("│ \n").split("│")]
        for line in shown.getvalue().splitlines()
        if line.startswith("│")
    ]
    assert [row[0] for row in rows] == [400, 900]
    for length, hull, scan, times, examined, scanned, *memory in rows:
        assert min(hull, scan, *memory) > 0
        assert times == pytest.approx(hull / scan, rel=0.1)
        assert 1 < examined < 2 * np.log2(length) + 2
        assert scanned == length
    assert re.search(r"hull at 900 tokens: [0-9.]+ of its speed at 400", shown.getvalue())
    assert re.search(r"natively, in wasmtime, [0-9,]+ million", shown.getvalue())


def test_what_the_bench_counts_is_what_the_scene_shows() -> None:
    machine = Machine()
    counted = count_lookups(machine, (400, 900))
    measured = bench_machine.speeds(machine, long_run(machine.token_limit), (400, 900))
    assert [speed.examined for speed in measured] == counted.mean.tolist()


def test_a_scan_that_differs_from_the_hull_stops_the_bench(monkeypatch) -> None:
    machine = Machine()
    add = bench_machine.ScanCache.add

    def forgetful(self, layer, projected):
        queries = add(self, layer, projected)
        self.values[layer][:, self.length] = 0
        return queries

    monkeypatch.setattr(bench_machine.ScanCache, "add", forgetful)
    with pytest.raises(RuntimeError, match="the scan says"):
        bench_machine.speeds(machine, long_run(machine.token_limit), (400,))


def test_a_run_that_is_too_short_is_refused() -> None:
    machine = Machine()
    with pytest.raises(ValueError, match="no trace from 100 to 400 tokens"):
        bench_machine.speeds(machine, long_run(machine.token_limit), (100, 400))
