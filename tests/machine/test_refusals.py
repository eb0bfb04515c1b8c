"""What the machine cannot run is refused by name and place, and never answered wrongly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import wasmtime
from support.command_line import cli
from support.programs import sample
from support.refused import ENDLESS, FAR, REFUSED, TOO_FAR, TOO_LONG, module

from manim_project.reference.machine import ExecutionError, Machine, ProgramError
from manim_project.reference.machine.circuits.limits import MOST_POSITIONS, POSITIONS, address_limit
from manim_project.reference.machine.loader.program import build_program, load_program
from manim_project.reference.machine.loader.wasm import from_text


@pytest.mark.parametrize(("text", "named"), REFUSED)
def test_refused_with_its_name(text, named):
    with pytest.raises(ProgramError, match=named):
        build_program(from_text(text, "bad.wat"), "bad")


def test_a_program_too_long_is_refused():
    with pytest.raises(ProgramError, match=f"13121 instructions.*{POSITIONS}"):
        build_program(from_text(TOO_LONG), "long")


def test_a_run_too_long_is_stopped(machine):
    endless = build_program(from_text(ENDLESS), "endless")
    with pytest.raises(ExecutionError, match="endless: no halt within 300 tokens, 12 of them"):
        machine.run_program(endless, max_tokens=300)
    with pytest.raises(ValueError, match="65536"):
        machine.run_program(endless, max_tokens=POSITIONS + 1)


def test_an_address_beyond_the_exact_range_is_refused_by_name(machine):
    with pytest.raises(ExecutionError, match=f"address {FAR} .*exact range") as stopped:
        machine.run_program(build_program(from_text(TOO_FAR), "far"))
    assert stopped.value.trap is None  # WebAssembly would not trap


@pytest.mark.parametrize("exponent", range(16, 21))
def test_keys_are_exact_to_the_stated_limits(exponent):
    """At the last address and the last position the newer of two keys wins, and no neighbour."""
    positions = 2**exponent
    a, last = float(address_limit(positions) - 1), positions - 1
    machine = Machine(positions)
    tie = machine.tie_breaker
    assert tie * positions == 1
    written = [(a, last - 1), (a, last), (a - 1, last), (a + 1, last)]
    keys = np.array([(2 * k, -k * k + p * tie) for k, p in written])
    scores = keys @ np.array([a, 1.0])
    assert scores.argmax() == 1
    assert scores[1] - scores[0] == tie
    exact = [int(k) * int(a) * 2 * positions - int(k) ** 2 * positions + p for k, p in written]
    assert [int(score * positions) for score in scores] == exact
    assert machine.transformer.sharpness * tie > 1000  # so that e to the −that is exactly 0
    assert np.exp(-machine.transformer.sharpness * tie) == 0


@pytest.mark.parametrize("positions", [2**15, 2**16 + 1, 2 * MOST_POSITIONS])
def test_a_machine_has_a_power_of_2_of_positions(positions):
    with pytest.raises(ValueError, match=f"positions is {positions}"):
        Machine(positions)


def test_a_program_runs_on_a_machine_of_its_own_size(machine):
    with pytest.raises(ValueError, match="131072 tokens; this machine has 65536"):
        machine.run_program(load_program("countdown", 2**17))
    assert Machine(2**17).run("countdown").outputs == (3, 2, 1)


def test_the_command_line_refuses_in_one_line(tmp_path: Path):
    bad = tmp_path / "bad.wat"
    bad.write_text(module("i64.const 1 i64.eqz drop"), encoding="utf-8")
    for arguments, named in (
        ([str(bad)], "i64.const"),
        (["no_such_program"], "three_plus_five"),
        ([str(tmp_path / "none.wat")], "cannot read"),
        (["countdown", "--max-tokens", "100"], "100 tokens"),
        (["countdown", "--max-tokens", "0"], "--max-tokens"),
    ):
        done = cli(*arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.count("\n") == 1 and named in done.stderr, done.stderr
        assert "Traceback" not in done.stderr


def test_binary_and_text_are_the_same_program(tmp_path: Path):
    program = load_program("fibonacci")
    binary = tmp_path / "fibonacci.wasm"
    binary.write_bytes(bytes(wasmtime.wat2wasm(sample("fibonacci"))))
    assert load_program(str(binary)).prompt == program.prompt
    garbage = tmp_path / "garbage.wat"
    garbage.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProgramError, match="neither"):
        load_program(str(garbage))
