"""What the machine cannot run is refused by name and place, and never answered wrongly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import wasmtime
from support.command_line import cli
from support.oracle import wasmtime_outcome, wasmtime_run

from manim_project.reference.machine import ExecutionError, Machine, ProgramError
from manim_project.reference.machine.circuits.limits import MOST_POSITIONS, POSITIONS, address_limit
from manim_project.reference.machine.loader.program import build_program, load_program
from manim_project.reference.machine.loader.wasm import from_text

MAX_ADDRESS = address_limit(POSITIONS)
MAIN = '(module {before} (func (export "main") {type} {body}))'


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine()


def wat(body: str, kind: str = "", before: str = "") -> str:
    return MAIN.format(body=body, type=kind, before=before)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            wat("i32.const 6 i64.extend_i32_u drop"),
            r"main, operation 1 \(byte 0x[0-9a-f]+\): i64.ext",
        ),
        (wat("i32.const 6 memory.grow drop", before="(memory 1)"), "memory.grow is not supported"),
        (
            wat("call $f", before="(func $f (i64.const 1) drop)"),
            r"\$f, operation 0 \(byte.*i64.const",
        ),
        (wat("i64.const 1 drop"), "i64.const"),
        (wat("f32.const 1 drop"), "f32.const"),
        (wat("f64.const 1 i32.trunc_sat_f64_s drop"), "f64.const"),
        (
            wat("i32.const 0 call_indirect", before="(table 1 funcref) (type (func))"),
            "1 .*call_ind",
        ),
        (wat("", before="(start $f) (func $f)"), "a start function"),
        (
            wat("call $f drop drop", before="(func $f (result i32 i32) unreachable)"),
            "returns 2 values",
        ),
        (
            wat("i32.const 0 call $f", before="(func $f (param i32) (local i64))"),
            "local of type i64",
        ),
        (wat("f32.const 1 call $f", before="(func $f (param f32))"), "f32.const"),
        (
            wat("call $f", before=f"(func $f (local {'i32 ' * 65}))"),
            "65 locals; the machine has 64",
        ),
        (wat("", before="(global i32 (i32.const 1)) " * 65), "65 globals"),
        (wat("", before="(global i64 (i64.const 1))"), "global 0 is of type i64"),
        (wat("", before='(memory 1) (data (i32.const 65535) "xy")'), "ends at 65537, outside"),
        (wat("", before='(memory 1) (data "xy")'), "data segment 0"),
        (wat("", before='(memory 5) (data (i32.const 262144) "xy")'), "262144"),
        (wat("i32.const 0 i32.load offset=262144 drop", before="(memory 5)"), "offset 262144"),
        (wat("i32.const 1 (block (param i32) drop)"), "block may have one i32 result"),
        (wat("", "(param i32)"), "main takes parameters"),
        (wat("i64.const 1", "(result i64)"), "main takes or returns i64"),
        (wat("", "(local f64)"), "local of type f64"),
        (wat("", before='(import "env" "print" (func (param i32)))'), '"env" "print"'),
        (wat("", before='(import "env" "output" (func (param i64)))'), "must take one i32"),
        ("(module)", 'exported as "main"'),
        ("(module (func", "1:14: expected"),
        (wat("i32.add"), "not valid: .*type mismatch"),
    ],
)
def test_refused_with_its_name(text, named):
    with pytest.raises(ProgramError, match=named):
        build_program(from_text(text, "bad.wat"), "bad")


def test_a_program_too_long_is_refused():
    with pytest.raises(ProgramError, match=f"13121 instructions.*{POSITIONS}"):
        build_program(from_text(wat("i32.const 1 drop " * 6560)), "long")


def test_a_run_too_long_is_stopped(machine):
    endless = build_program(from_text(wat("loop br 0 end")), "endless")
    with pytest.raises(ExecutionError, match="endless: no halt within 300 tokens, 12 of them"):
        machine.run_program(endless, max_tokens=300)
    with pytest.raises(ValueError, match="65536"):
        machine.run_program(endless, max_tokens=POSITIONS + 1)


@pytest.mark.parametrize("access", ["i32.load drop", "i32.const 1 i32.store"])
@pytest.mark.parametrize("pages", [0, 1, 2, 4])
def test_out_of_bounds_traps_exactly_where_wasmtime_does(machine, access, pages):
    """The last address inside, the first one outside, and one that wraps as a signed number."""
    for address in (65536 * pages - 4, 65536 * pages - 3, 2**32 - 2):
        if address < 0:
            continue
        text = wat(f"i32.const {address} {access}", before=f"(memory {pages})")
        program = build_program(from_text(text), "edge")
        if address == 65536 * pages - 4:
            assert wasmtime_run(text) == ((), None)
            assert machine.run_program(program).steps > 0
        else:
            assert wasmtime_outcome(text).trap == "out of bounds memory access"
            with pytest.raises(ExecutionError, match=f"address {address}, memory of") as stopped:
                machine.run_program(program)
            assert stopped.value.trap == "out of bounds memory access"


def test_an_address_beyond_the_exact_range_is_refused_by_name(machine):
    text = wat(f"i32.const {MAX_ADDRESS} i32.load drop", before="(memory 9)")
    with pytest.raises(ExecutionError, match=f"address {MAX_ADDRESS} .*exact range"):
        machine.run_program(build_program(from_text(text), "far"))


def test_the_highest_addresses_are_told_apart(machine):
    top = MAX_ADDRESS - 4
    text = wat(
        f"i32.const {top} i32.const 0x01020304 i32.store "
        f"i32.const {top - 4} i32.const 0x05060708 i32.store "
        f"i32.const {top} i32.const 0x090A0B0C i32.store i32.const {top - 2} i32.load",
        "(result i32)",
        "(memory 4)",
    )
    done = machine.run_program(build_program(from_text(text), "top"))
    assert done.result == wasmtime_run(text)[1] == 0x0B0C0506


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
    bad.write_text(wat("i64.const 1 i64.eqz drop"))
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
    path = Path(__file__).parents[1] / "assets" / "programs" / "fibonacci.wat"
    binary = tmp_path / "fibonacci.wasm"
    binary.write_bytes(bytes(wasmtime.wat2wasm(path.read_text())))
    assert load_program(str(binary)).prompt == program.prompt
    garbage = tmp_path / "garbage.wat"
    garbage.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProgramError, match="neither"):
        load_program(str(garbage))
