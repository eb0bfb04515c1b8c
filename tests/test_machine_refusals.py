"""What the machine cannot run is refused by name and place, and never answered wrongly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import wasmtime
from oracle import wasmtime_run
from test_machine_samples import cli

from manim_project.reference.machine import (
    MAX_ADDRESS,
    MAX_TOKENS,
    ExecutionError,
    Machine,
    ProgramError,
    build_program,
    from_text,
    load_program,
)

MAIN = '(module {before} (func (export "main") {type} {body}))'


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine()


def wat(body: str, kind: str = "", before: str = "") -> str:
    return MAIN.format(body=body, type=kind, before=before)


TWO = "i32.const 6 i32.const 3"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (wat(f"{TWO} i32.div_u drop"), r"operation 2 \(byte 0x[0-9a-f]+\): i32.div_u"),
        (wat(f"{TWO} i32.and drop"), "i32.and is not supported"),
        (wat(f"{TWO} i32.const 1 select drop"), "select"),
        (wat("i64.const 1 drop"), "i64.const"),
        (wat("f32.const 1 drop"), "f32.const"),
        (wat("f64.const 1 i32.trunc_sat_f64_s drop"), "f64.const"),
        (wat("i32.const 0 i32.load8_u drop", before="(memory 1)"), "i32.load8_u"),
        (wat("memory.size drop", before="(memory 1)"), "memory.size"),
        (wat("i32.const 0 br_table 0"), "br_table"),
        (wat("call 0"), "call of a function other than env.output"),
        (wat("i32.const 0 i32.load offset=262144 drop", before="(memory 5)"), "offset 262144"),
        (wat("i32.const 1 (block (param i32) drop)"), "block may have one i32 result"),
        (wat("", before="(global i32 (i32.const 1))"), "global"),
        (wat("", before='(memory 1) (data (i32.const 0) "x")'), "data segment"),
        (wat("", before="(func)"), "2 functions"),
        (wat("", "(param i32)"), "main takes parameters"),
        (wat("i64.const 1", "(result i64)"), "main returns i64"),
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
    with pytest.raises(ProgramError, match=f"13121 instructions.*{MAX_TOKENS}"):
        build_program(from_text(wat("i32.const 1 drop " * 6560)), "long")


def test_a_run_too_long_is_stopped(machine):
    endless = build_program(from_text(wat("loop br 0 end")), "endless")
    with pytest.raises(ExecutionError, match="endless: no halt within 300 tokens, 12 of them"):
        machine.run_program(endless, max_tokens=300)
    with pytest.raises(ValueError, match="65536"):
        machine.run_program(endless, max_tokens=MAX_TOKENS + 1)


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
            with pytest.raises((wasmtime.Trap, wasmtime.WasmtimeError)):
                wasmtime_run(text)
            with pytest.raises(ExecutionError, match=f"address {address} is outside the memory"):
                machine.run_program(program)


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


def test_keys_are_exact_to_the_stated_limits(machine):
    """At the last address and the last position the newer of two keys wins, and no neighbour."""
    a, last = float(MAX_ADDRESS - 1), MAX_TOKENS - 1
    tie = 2.0**-16
    written = [(a, last - 1), (a, last), (a - 1, last), (a + 1, last)]
    keys = np.array([(2 * k, -k * k + p * tie) for k, p in written])
    scores = keys @ np.array([a, 1.0])
    assert scores.argmax() == 1
    assert scores[1] - scores[0] == tie
    exact = [int(k) * int(a) * 2**17 - int(k) ** 2 * 2**16 + p for k, p in written]
    assert [int(score * 2**16) for score in scores] == exact
    assert machine.transformer.sharpness * tie > 1000  # so that e to the −that is exactly 0
    assert np.exp(-machine.transformer.sharpness * tie) == 0


def test_the_command_line_refuses_in_one_line(tmp_path: Path):
    bad = tmp_path / "bad.wat"
    bad.write_text(wat(f"{TWO} i32.rem_s drop"))
    for arguments, named in (
        ([str(bad)], "i32.rem_s"),
        (["no_such_program"], "three_plus_five"),
        ([str(tmp_path / "none.wat")], "cannot read"),
        (["countdown", "--max-tokens", "100"], "100 tokens"),
        (["countdown", "--max-tokens", "0"], "--max-tokens"),
    ):
        done = cli(*arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.count("\n") == 1 and named in done.stderr
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
