"""Random programs give the same on wasmtime and the machine; and the hunt for one that does not."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from fuzzing import fuzz
from fuzzing.random_expressions import COMPARISONS
from fuzzing.random_programs import random_program
from fuzzing.shrink import shrunk
from support.oracle import machine_outcome, wasmtime_outcome
from support.project import ROOT

from manim_project.reference.machine import Machine
from manim_project.reference.machine.circuits.tokens import LOADS, STORES
from manim_project.reference.machine.loader.operations import BINARY, UNARY
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text

PROGRAMS = 300
BATCH = 10
LIMIT = 20_000  # tokens


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
