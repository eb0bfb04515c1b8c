"""Random programs give the same on wasmtime and the machine; and the hunt for one that does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import pytest
from fuzzing import fuzz
from fuzzing.random_expressions import COMPARISONS, OPENING
from fuzzing.random_programs import random_program
from fuzzing.shrink import shrunk
from support.oracle import machine_outcome, wasmtime_outcome
from support.project import ROOT

from manim_project.reference.machine import Machine
from manim_project.reference.machine.circuits.tokens import LOADS, STORES
from manim_project.reference.machine.loader.operations import BINARY, UNARY
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text

# A hundred of the seeds 0 … 1199, chosen once to meet what the first three hundred meet. Always
# that seed was next which met most kinds not met so far (of equals, the one with fewest tokens).
# The first 60 met all of these kinds: operations, with and without an offset, and branches by
# their depth; constructs in constructs in constructs; functions, memories, globals and data by
# their shape; instructions that ran, by the operation they are lowered from and whether they
# branch; traps, by the instruction. The others met 469 of the 486 kinds of operations by the
# construct around them, and 17 that the three hundred do not. `make fuzz` draws fresh ones.
SEEDS = (
    1, 11, 15, 24, 29, 66, 68, 81, 90, 93, 111, 116, 122, 131, 132, 173, 185, 187, 195, 196,
    205, 211, 216, 217, 219, 222, 224, 225, 238, 241, 242, 244, 261, 263, 271, 283, 284, 286,
    288, 291, 322, 324, 339, 356, 362, 367, 405, 409, 443, 446, 456, 460, 479, 499, 513, 539,
    549, 551, 559, 600, 601, 605, 607, 639, 646, 650, 679, 692, 700, 712, 726, 746, 768, 818,
    823, 838, 840, 861, 885, 908, 933, 965, 972, 986, 993, 1010, 1040, 1063, 1065, 1068, 1081,
    1090, 1100, 1104, 1110, 1132, 1139, 1148, 1153, 1173,
)  # fmt: skip
BATCH = 10
LIMIT = 20_000  # tokens


@pytest.mark.parametrize("start", range(0, len(SEEDS), BATCH))
def test_random_programs_agree_with_wasmtime(machine, start):
    for seed in SEEDS[start : start + BATCH]:
        wat = random_program(Random(seed))
        assert machine_outcome(machine, wat, LIMIT) == wasmtime_outcome(wat), f"seed {seed}"


def nestings(wat: str) -> Iterator[tuple[str, str]]:
    """Constructs of a program, each with the one that it is in; "+" if it leaves a value."""
    inside: list[str] = []
    for line in wat.splitlines():
        word = line.split()[0]
        if word in OPENING:
            construct = word + "+" * ("result" in line)
            if inside:
                yield inside[-1], construct
            inside.append(construct)
        elif word == "end":
            inside.pop()


def test_random_programs_are_of_every_kind():
    """What the programs above are made of, and what becomes of them."""
    texts = [random_program(Random(seed)) for seed in SEEDS]
    words = {word for text in texts for word in text.split()}
    wanted = {f"i32.{name}" for name in (*BINARY, *UNARY, *COMPARISONS, "eqz")}
    wanted |= {*LOADS, *STORES, "select", "drop", "nop", "unreachable", "return", "call"}
    wanted |= {"memory.size", "global.get", "(data"}
    wanted |= {*OPENING, "else", "br", "br_if", "br_table", "local.tee", "global.set"}
    assert wanted <= words
    plain, valued = OPENING, [f"{name}+" for name in OPENING]
    nested = {*product(plain, plain), *product(plain, valued), *product(valued, valued)}
    assert nested <= {pair for text in texts for pair in nestings(text)}
    traps = [outcome.trap for outcome in map(wasmtime_outcome, texts)]
    assert {*traps} == {
        None,
        "integer divide by zero",
        "integer overflow",
        "out of bounds memory access",
        "wasm `unreachable` instruction executed",
    }
    assert traps.count(None) >= 0.9 * len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS[::20])
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
    done = fuzz.hunt(broken("i32.xor: bit 0 of both"), number=45)
    assert done.programs > 1, "the first ones have nothing to find"
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
    assert path.read_text(encoding="utf-8").startswith(
        f";; wasmtime: {outcome}\n;; machine:  nothing\n(module"
    )
    assert wasmtime_outcome(path.read_text(encoding="utf-8")) == outcome


def test_the_command_says_how_many_agree():
    command = [sys.executable, "-m", "fuzzing.fuzz", "1", "--seed", "5"]
    done = subprocess.run(
        command, cwd=ROOT / "tests", capture_output=True, encoding="utf-8", check=True
    )
    assert "from seed 5 on" in done.stdout and "0 differs" in done.stdout


@pytest.mark.parametrize("wrong", ["soon", "-1", "0", "nan", "inf"])
def test_wrong_seconds_are_refused_in_one_line(wrong, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["fuzz", "--", wrong])
    assert fuzz.main() == 2
    said = capsys.readouterr().err
    assert "give a positive number" in said and said.count("\n") == 1
