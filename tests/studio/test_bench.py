"""`make bench` measures what it says, on a scene of a few seconds; people judge how much."""

import io
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from rich.console import Console
from support.project import Project

from manim_project.reference.machine import Machine
from manim_project.reference.machine.run.lookup_counts import count_lookups, long_run
from manim_project.studio.bench import machine as bench_machine


class Figure(NamedTuple):
    """A printed figure: between which values the measured one was, before it was rounded."""

    least: float
    most: float


def figure(text: str) -> Figure:
    digits = text.replace(",", "")
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return Figure(max(0.0, float(digits) - half), float(digits) + half)


def may_be_ratio(shown: str, above: str, below: str, unit: float = 1.0) -> bool:
    """Whether measured values that are printed so may be a / b in this unit, a, and b."""
    ratio, (low, high), divisor = figure(shown), figure(above), figure(below)
    least = unit * low / divisor.most
    most = unit * high / divisor.least if divisor.least else float("inf")
    return least <= ratio.most + 1e-9 and ratio.least <= most + 1e-9


@pytest.mark.parametrize(
    "shown, above, below, may",
    [
        ("0.2", "17", "72", True),  # 0.236: more than a tenth from what is printed
        ("0.3", "17", "72", False),
        ("0.2", "1", "3", True),  # such as 0.6 / 2.6
        ("2.0", "4,996", "2,500", True),
        ("2.1", "4,996", "2,500", False),  # less than a tenth from it
        ("9.99", "0.3", "0.0", True),
    ],
)
def test_a_ratio_is_judged_by_what_the_figures_allow(
    shown: str, above: str, below: str, may: bool
) -> None:
    assert may_be_ratio(shown, above, below) is may


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
    low, manim, each, ours, our_each, _, _, memory, *at_talk = rendered
    talk, _, _, cpu, encoder, ratio, peak = at_talk
    assert int(talk) == 2 * int(low)  # the same seconds at 15 and at 30 frames
    assert may_be_ratio(each, manim, low, 1000) and may_be_ratio(our_each, ours, low, 1000)
    assert may_be_ratio(ratio, cpu, encoder)
    assert 100 < int(memory) < 1500 and 100 < int(peak) < 1500
    frame, clip, length, scene, plain, part = edited
    assert float(frame) <= float(clip) <= float(scene)  # in the order in which they are told
    assert plain == manim
    assert may_be_ratio(part, scene, plain, 100)
    assert float(length) > 1
    assert re.search(r"1 scenes at low: manim .* [0-9.]+ times as fast", measured.stdout)
    assert {path: path.read_bytes() for path in sources} == sources
    assert not (project.path / "renders/low").exists()


def test_the_machine_part_measures_both_caches_on_one_run() -> None:
    shown = io.StringIO()
    bench_machine.bench_machine(Console(file=shown, width=200, markup=False), (400, 900))
    rows = [
        [cell.strip().replace(",", "") for cell in line.strip("│ \n").split("│")]
        for line in shown.getvalue().splitlines()
        if line.startswith("│")
    ]
    assert [row[0] for row in rows] == ["400", "900"]
    for length, hull, scan, times, examined, scanned, *memory in rows:
        assert min(map(float, memory)) > 0
        assert may_be_ratio(times, hull, scan)
        assert 1 < float(examined) < 2 * np.log2(int(length)) + 2
        assert scanned == length
    assert re.search(r"hull at 900 tokens: [0-9.]+ of its speed at 400", shown.getvalue())
    assert re.search(r"natively, in wasmtime, [0-9,]+ million", shown.getvalue())


def test_what_the_bench_counts_is_what_is_counted_without_it() -> None:
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
