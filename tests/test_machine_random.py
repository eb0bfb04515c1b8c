"""Random programs, as written, give the same outputs and result on wasmtime and the machine."""

from __future__ import annotations

import pytest
from oracle import wasmtime_run
from random_programs import EDGES, random_program

from manim_project.reference.machine import Machine, Run, build_program, from_text
from manim_project.reference.machine.tokens import COMPARISONS

PROGRAMS = 220
BATCH = 10
BRANCHES_WITH_VALUES = """
(module (import "env" "output" (func $output (param i32)))
(func (export "main") (result i32) (local i32)
  i32.const 100
  block (result i32)
    i32.const 200
    i32.const 300
    i32.const 7
    local.get 0
    i32.eqz
    br_if 0      ;; carries 7, drops 200 and 300
    drop drop drop
    i32.const 1
  end
  i32.add
  loop (result i32)
    i32.const 5
    i32.const 6
    local.get 0
    i32.const 1
    i32.add
    local.tee 0
    i32.const 3
    i32.lt_u
    br_if 0      ;; to the loop's start, drops 5 and 6
    i32.sub
  end
  i32.add
  block
    i32.const 1
    i32.const 2
    br 0         ;; drops both
  end
  local.get 0
  if
    local.get 0
    call $output
    i32.const 9
    return       ;; result 9, the sum stays below it
  end))
"""


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine()


def run(machine: Machine, wat: str, name: str) -> Run:
    return machine.run_program(build_program(from_text(wat), name))


@pytest.mark.parametrize("batch", range(PROGRAMS // BATCH))
def test_random_programs_agree_with_wasmtime(machine, batch):
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        wat = random_program(seed)
        done = run(machine, wat, f"seed {seed}")
        assert (done.outputs, done.result) == wasmtime_run(wat), f"seed {seed}"
        for line in done.lines:
            assert abs(line.ip_before - line.instruction) < 1e-6, f"seed {seed}"
            assert abs(line.depth_before - round(line.depth_before)) < 1e-6, f"seed {seed}"
        if seed % 4 == 0 and len(done.tokens) < 2000:
            assert done.smallest_margin >= 1, f"seed {seed}"


@pytest.mark.parametrize("name", ["add", "sub", *(n for n in COMPARISONS if n != "eqz")])
def test_every_pair_of_edge_values(machine, name):
    edges = (0, 1, 2**31 - 1, 2**31, 2**32 - 1)
    shown = "".join(
        f"i32.const {a} i32.const {b} i32.{name} local.tee 0 call $output\n"
        "local.get 0 i32.const 0 i32.lt_s call $output\n"  # the sign, from the highest byte
        for a in edges
        for b in edges
    )
    wat = f"""(module (import "env" "output" (func $output (param i32)))
        (func (export "main") (local i32) {shown}))"""
    assert run(machine, wat, name).outputs == wasmtime_run(wat)[0]


@pytest.mark.parametrize(("a", "b"), [(a, EDGES[-1 - i]) for i, a in enumerate(EDGES[::3])])
def test_multiplication_is_modulo_2_32(machine, a, b):
    wat = f'(module (func (export "main") (result i32) i32.const {a} i32.const {b} i32.mul))'
    assert run(machine, wat, "mul").result == wasmtime_run(wat)[1] == a * b % 2**32


def test_branches_restore_the_stack(machine):
    done = run(machine, BRANCHES_WITH_VALUES, "branches")
    assert (done.outputs, done.result) == wasmtime_run(BRANCHES_WITH_VALUES)
    assert done.outputs == (3,)


@pytest.mark.parametrize("distance", range(-4, 5))
def test_overlapping_unaligned_accesses(machine, distance):
    wat = f"""(module (memory 1) (func (export "main") (result i32)
        i32.const 4 i32.const 0xA1B2C3D4 i32.store
        i32.const 4 i32.const 0x11223344 i32.store offset={4 + distance}
        i32.const 6 i32.load offset=1  i32.const 2 i32.load  i32.add))"""
    assert run(machine, wat, "overlap").result == wasmtime_run(wat)[1]


def test_dead_code_is_skipped(machine):
    wat = """(module (import "env" "output" (func $output (param i32)))
        (func (export "main") (result i32)
        block (result i32)
          i32.const 4
          br 0
          block i32.const 1 if br 1 else nop end end
          i32.add
        end
        i32.const 1
        if (result i32) i32.const 11 return else unreachable end
        i32.add))"""
    done = run(machine, wat, "dead")
    assert (done.outputs, done.result) == wasmtime_run(wat) == ((), 11)
