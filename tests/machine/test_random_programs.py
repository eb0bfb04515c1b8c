"""Random programs and every operation, as written, give the same on wasmtime and the machine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from fuzzing import fuzz
from fuzzing.random_expressions import COMPARISONS, EDGES
from fuzzing.random_programs import random_program
from fuzzing.shrink import shrunk
from support.oracle import machine_outcome, wasmtime_operation, wasmtime_outcome
from support.project import ROOT

from manim_project.reference.machine import Machine
from manim_project.reference.machine.circuits.tokens import LOADS, STORES
from manim_project.reference.machine.loader.flatten import LOWERED
from manim_project.reference.machine.loader.operations import BINARY, UNARY
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text

PROGRAMS = 300
BATCH = 10
LIMIT = 20_000  # tokens
IMPORT = '(module (import "env" "output" (func $output (param i32))) (memory 1)'
FEW = (0, 1, 7, 31, 2**31 - 1, 2**31, 2**32 - 1)


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine()


@pytest.mark.parametrize("batch", range(PROGRAMS // BATCH))
def test_random_programs_agree_with_wasmtime(machine, batch):
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        wat = random_program(Random(seed))
        assert machine_outcome(machine, wat, LIMIT) == wasmtime_outcome(wat), f"seed {seed}"


def test_random_programs_are_of_every_kind():
    """What the programs above are made of, and what becomes of them."""
    texts = [random_program(Random(seed)) for seed in range(PROGRAMS)]
    words = {word for text in texts for word in text.split()}
    wanted = {f"i32.{name}" for name in (*BINARY, *UNARY, *COMPARISONS, "eqz")}
    wanted |= {*LOADS, *STORES, "select", "drop", "nop", "unreachable", "return", "call", "loop"}
    wanted |= {"memory.size", "global.get", "(data"}
    wanted |= {"block", "if", "else", "br", "br_if", "br_table", "local.tee", "global.set"}
    assert wanted <= words
    traps = [outcome.trap for outcome in map(wasmtime_outcome, texts)]
    assert {*traps} == {
        None,
        "integer divide by zero",
        "integer overflow",
        "out of bounds memory access",
        "wasm `unreachable` instruction executed",
    }
    assert traps.count(None) > 0.9 * PROGRAMS


@pytest.mark.parametrize("seed", range(0, PROGRAMS, 60))
def test_the_best_token_is_the_best_by_far(machine, seed):
    """Byte logits are 1 apart; addresses of locals are off an integer by about 1e-12."""
    run = machine.run_program(build_program(from_text(random_program(Random(seed))), "random"))
    assert run.smallest_margin > 0.999999
    for line in run.lines:
        assert abs(line.ip_before - line.instruction) < 1e-6
        assert abs(line.depth_before - round(line.depth_before)) < 1e-6


def printing(code: str) -> str:
    """Prints the four bytes of what the code pushes."""
    bytes_ = (f"local.get 0 i32.const {k} i32.shr_u call $output" for k in (0, 8, 16, 24))
    return f"{code} local.set 0 {' '.join(bytes_)}\n"


def assert_agrees(machine: Machine, code: str) -> None:
    wat = f'{IMPORT} (func (export "main") (local i32) {code}))'
    outcome = machine_outcome(machine, wat)
    assert outcome is not None and outcome == wasmtime_outcome(wat)
    assert outcome.outputs and not outcome.trap


def assert_operation(machine: Machine, name: str, operands: list[tuple[int, ...]]) -> None:
    """Does the operation on all operands on which it does not trap, in one program; the lines of
    the trace that take what it left must say what wasmtime says. And where it traps, it does."""
    wanted = {some: wasmtime_operation(name, some) for some in operands}
    fine = [some for some in operands if wanted[some] is not None]
    codes = [" ".join(f"i32.const {operand}" for operand in some) for some in fine]
    whole = "\n".join(f"{code} {name} local.set 0" for code in codes)
    program = build_program(
        from_text(f'{IMPORT} (func (export "main") (local i32) {whole}))'), name
    )
    run = machine.run_program(program)
    taken = [i.index for i in program.instructions if i.source and i.source.name == "local.set"]
    taken = [index for index in taken if program.instructions[index].lowered_from is None]
    assert len(taken) == len(fine) > 0
    found = {line.instruction: line.value for line in run.lines}
    assert [found[index] for index in taken] == [wanted[some] for some in fine]
    for some in operands:
        if wanted[some] is None:
            code = " ".join(f"i32.const {operand}" for operand in some)
            wat = f'(module (func (export "main") (result i32) {code} {name}))'
            assert machine_outcome(machine, wat) == wasmtime_outcome(wat)


@pytest.mark.parametrize("name", [*BINARY, *COMPARISONS])
def test_binary_operations_on_every_pair_of_edge_values(machine, name):
    # In lowered ones a product of all edges would be some million tokens.
    values = FEW if f"i32.{name}" in LOWERED else EDGES
    for a in values:
        assert_operation(machine, f"i32.{name}", [(a, b) for b in values])


@pytest.mark.parametrize("name", [*UNARY, "eqz"])
def test_unary_operations_on_edge_values(machine, name):
    values = (*EDGES, *(1 << bit for bit in range(0, 32, 5)))
    assert_operation(machine, f"i32.{name}", [(a,) for a in dict.fromkeys(values)])


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("load", LOADS)
def test_loads_and_stores_overlap_as_bytes(machine, store, load):
    code = "i32.const 4 i32.const 0xA1B2C3D4 i32.store i32.const 8 i32.const 0x7F80FF01 i32.store\n"
    for at in range(3, 10):
        code += f"i32.const {at} i32.const {0x99118822 + at} {store} offset={at % 2}\n"
        code += printing(f"i32.const {at - 2} {load} offset=1") + printing(f"i32.const {at} {load}")
    assert_agrees(machine, code)


def broken(neuron: str) -> Machine:
    """The machine without one neuron."""
    machine = Machine()
    layer, index = machine.find_neuron(neuron)
    layers = list(machine.transformer.layers)
    W_out = layers[layer].W_out.copy()
    W_out[:, index] = 0
    layers[layer] = replace(layers[layer], W_out=W_out)
    machine.transformer = replace(machine.transformer, layers=tuple(layers))
    return machine


def test_the_hunt_finds_and_shrinks_what_is_broken():
    done = fuzz.hunt(broken("i32.xor: bit 0 of both"), number=1, programs=300)
    assert done.comparison and done.comparison.differs
    assert done.comparison.expected == wasmtime_outcome(done.found)
    operations = [line.split()[0] for line in done.found.splitlines() if line.startswith("  ")]
    assert "i32.xor" in operations and len(operations) < 8, done.found


def test_what_does_not_halt_is_a_find(machine):
    wat = random_program(Random(2))
    found = fuzz.compare(machine, wat, limit=build_program(from_text(wat), "random").positions)
    assert not found.differs and found.tokens > 300
    cut = fuzz.compare(machine, wat, limit=found.tokens - 1)
    assert cut.differs and cut.got == f"no halt within {found.tokens - 1} tokens"
    assert cut.way == (found.expected.trap, cut.got)


def test_a_hunt_that_breaks_off_is_no_success(monkeypatch, tmp_path: Path, capfd):
    monkeypatch.setattr(fuzz, "random_program", lambda random: "(module")
    assert fuzz.fuzz(60, 1, tmp_path) == 2
    assert "WasmtimeError" in capfd.readouterr().err


@pytest.mark.parametrize("word", ["br_table", "i32.load8_s", "i32.div_u", "call $f0"])
def test_a_program_shrinks_to_what_is_wanted(word):
    wat = next(wat for wat in map(random_program, map(Random, range(99))) if word in wat)
    small = shrunk(wat, lambda wat: word in wat)
    assert word in small and len(small.splitlines()) < 12 < len(wat.splitlines())
    wasmtime_outcome(small)  # it is valid


def test_a_hunt_saves_its_find_for_a_report(tmp_path: Path):
    wat = random_program(Random(1))
    outcome = wasmtime_outcome(wat)
    find = fuzz.Hunt(found=wat, comparison=fuzz.Comparison(outcome, "nothing"))
    path = fuzz.save(find, tmp_path / "fuzz")
    assert [*path.parent.iterdir()] == [path]
    assert path.read_text().startswith(f";; wasmtime: {outcome}\n;; machine:  nothing\n(module")
    assert wasmtime_outcome(path.read_text()) == outcome


def test_the_command_says_how_many_agree():
    command = [sys.executable, "-m", "fuzzing.fuzz", "1", "--seed", "5"]
    done = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True, check=True)
    assert "from seed 5 on" in done.stdout and "0 differs" in done.stdout
    for wrong in ("soon", "-1", "0", "nan", "inf"):
        command = [sys.executable, "-m", "fuzzing.fuzz", "--", wrong]
        done = subprocess.run(
            command, cwd=ROOT / "tests", capture_output=True, text=True, check=False
        )
        assert done.returncode == 2 and "give a positive number" in done.stderr
        assert done.stderr.count("\n") == 1
