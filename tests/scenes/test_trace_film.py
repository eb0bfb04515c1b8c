"""The film of any program: what of a run it shows, what it says, and what it refuses to show."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from support.cases import named
from support.programs import SAMPLES
from support.project import ROOT, clean_environment, picture_hash
from support.refused import TOO_FAR, module

from manim_project.reference import REFERENCE, Reference
from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.run import film_run
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.narration import telling
from manim_project.scenes.trace_film.scene import trace_film
from manim_project.studio.commands import audit
from manim_project.studio.commands.trace import ProgramEntry
from manim_project.studio.drawing.dry_run import rehearse

LOOP = named("counting down from 40").wat
DIVIDES = named("a trap after an output").wat


def write(folder: Path, wat: str, name: str = "it.wat") -> str:
    path = folder / name
    path.write_text(wat, encoding="utf-8")
    return str(path)


@pytest.fixture
def loop(tmp_path: Path) -> Quantity:
    return REFERENCE.traced(write(tmp_path, LOOP))


def test_a_short_run_is_shown_in_full() -> None:
    parts = value_of(REFERENCE.traced("countdown").parts)
    assert parts.lines == tuple(range(24)) and not parts.between


def test_of_a_long_run_the_first_lines_ever_fewer_between_and_the_last_are_shown(
    loop: Quantity,
) -> None:
    parts, count = value_of(loop.parts), len(loop.lines)
    assert parts.first.start == 0 and parts.last.stop == count and len(parts.last) == 3
    assert parts.between[0] == parts.first.stop and parts.between[-1] == parts.last.start - 1
    assert len(set(parts.lines)) == len(parts.lines) < count / 2
    assert list(parts.lines) == sorted(parts.lines)
    steps = [b - a for a, b in pairwise(parts.between)]
    fastest = steps.index(max(steps))
    assert steps[0] == steps[-1] == 1 and max(steps) > 3
    growing = steps[: fastest + 1]  # but for rounding
    assert all(b >= a - 1 for a, b in pairwise(growing))


def test_what_is_shown_is_what_the_whole_recording_says(loop: Quantity) -> None:
    short = value_of(loop)
    whole = Machine().run_program(short.program)
    line = short.lines[short.parts.between[10]]
    positions = [*range(short.prompt_length - 1, short.lines[8].stop), line.start - 1]
    for position in [*positions, len(short.tokens) - 2]:
        for layer in range(-1, 5):
            wanted = whole.stream(position, layer)
            assert short.stream(position, layer) == pytest.approx(wanted, abs=1e-6)
        for head in ("fetch.opcode", "read.top", "read.second", "read.local", "act.first"):
            assert short.look(head, position).winner == whole.look(head, position).winner
    passed = next(i for i in range(len(short.lines)) if i not in short.parts.lines)
    with pytest.raises(ValueError, match="passed over"):
        short.look("read.top", short.lines[passed].start + 1)


def test_the_layers_are_shown_at_the_first_sum_or_else_at_a_load() -> None:
    for program, name in (("countdown", "i32.sub"), ("overwrite", "i32.load")):
        run = REFERENCE.traced(program)
        line = run.lines[telling(run, value_of(run.parts.first))]
        assert value_of(run.program.instructions[line.instruction].name) == name


def test_a_trap_is_an_end_and_what_stops_without_one_is_refused(tmp_path: Path) -> None:
    run = REFERENCE.traced(write(tmp_path, DIVIDES))
    assert value_of(run.trap) == "trap(divide by zero)"
    beyond = write(tmp_path, TOO_FAR, "beyond.wat")
    with pytest.raises(ExecutionError, match="exact range"):
        REFERENCE.traced(beyond)


@pytest.mark.parametrize(
    ("stem", "name"),
    [("my prog;1", "my-prog-1"), ("zähler", "zahler"), ("../x", "x"), ("…", "program")],
)
def test_a_strange_name_becomes_a_plain_one(stem: str, name: str) -> None:
    assert film_run.file_name(stem) == name


@pytest.mark.parametrize("program", [*SAMPLES, DIVIDES])
def test_the_audit_finds_no_fault(program: str, tmp_path: Path) -> None:
    program = write(tmp_path, program) if " " in program else program
    rows, faults = audit.audit(ProgramEntry("trace", program), Reference())
    assert [f"{fault.beat}: {fault.what}" for fault in faults] == []
    assert any(".residual(" in row.source for row in rows)


def test_a_run_of_thousands_of_tokens_takes_no_longer_to_watch(tmp_path: Path) -> None:
    run = write(tmp_path, LOOP.replace("40", "250"))
    beats = rehearse(trace_film(run))
    assert len(value_of(REFERENCE.traced(run).tokens)) > 6000
    assert 40 < beats[-1].end < 65
    assert any("whole tape so far" in beat.title for beat in beats)


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "manim_project", "trace", *arguments]
    environment = clean_environment()
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")


def test_a_film_is_made_once_anew_when_it_changes_and_always_the_same(tmp_path: Path) -> None:
    program = write(tmp_path, module("nop"), "no thing.wat")
    made = [program, "--quality", "low", "--renders", str(tmp_path / "out")]
    assert (done := call(*made)).returncode == 0, done.stderr
    film = tmp_path / "out/low/trace-no-thing.mp4"
    assert all(film.with_suffix(end).exists() for end in (".srt", ".vtt"))
    first, pictures = film.stat().st_mtime_ns, picture_hash(film)
    assert "up to date" in call(*made).stdout and film.stat().st_mtime_ns == first
    assert call(*made, "--anew").returncode == 0
    assert film.stat().st_mtime_ns != first and picture_hash(film) == pictures
    before = film.read_bytes()
    for body, said in (("f32.const 1 drop", "f32.const"), ("i32.add", "")):
        write(tmp_path, module(body), "no thing.wat")
        done = call(*made)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("trace: ") and done.stderr.count("\n") == 1
        assert said in done.stderr and film.read_bytes() == before
    write(tmp_path, module("i32.const 7 drop"), "no thing.wat")
    assert "done" in call(*made).stdout and picture_hash(film) != pictures


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("", "no program was given (make trace PROGRAM=path/to/program.wat)"),
        ("no such 'program'", "countdown"),
        ("/no/such.wat", "cannot read /no/such.wat"),
    ],
)
def test_make_says_in_one_line_what_cannot_be_shown(program: str, said: str) -> None:
    done = subprocess.run(
        ["make", "trace", f"PROGRAM={program}", "QUALITY=low"],
        cwd=ROOT, env=clean_environment() | {"LC_ALL": "C"}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 2 and done.stdout == ""
    ours = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(ours) == 1 and ours[0].startswith("trace: ") and said in ours[0]


def test_one_beat_is_a_picture(tmp_path: Path) -> None:
    done = call("countdown", "--beat", "program becomes", "--renders", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).parent == tmp_path / "talk/trace-countdown"
    assert os.path.getsize(done.stdout.strip()) > 1000
