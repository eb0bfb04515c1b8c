"""Every operation on edge values gives the same on the machine as on wasmtime."""

from __future__ import annotations

import pytest
import wasmtime
from fuzzing.random_expressions import COMPARISONS, EDGES
from support.oracle import (
    Operation,
    machine_outcome,
    operand_count,
    wasmtime_operations,
    wasmtime_outcome,
)
from support.programs import MEMORY

from manim_project.reference.machine import Machine
from manim_project.reference.machine.circuits.tokens import LOADS, STORES
from manim_project.reference.machine.loader.flatten import LOWERED
from manim_project.reference.machine.loader.operations import BINARY, UNARY
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text

# Lowered operations: a product of all edges would be some million tokens. What they compute is
# tested with many more values on wasmtime, in test_lowering.
FEW = (0, 1, 7, 31, 2**31 - 1, 2**31, 2**32 - 1)
NAMES = [f"i32.{name}" for name in (*BINARY, *UNARY, *COMPARISONS, "eqz")]


@pytest.fixture(scope="module")
def oracle() -> dict[str, Operation]:
    return wasmtime_operations(wasmtime.Store(), NAMES)


def values(machine: Machine, code: str, name: str) -> list[int | None]:
    """What the instructions of that name, as written, leave in main when it is this code."""
    wat = f'{MEMORY} (func (export "main") (local i32) {code}))'
    program = build_program(from_text(wat), "values")
    written = {
        i.index
        for i in program.instructions
        if i.source and i.source.name == i.name == name and i.lowered_from is None
    }
    run = machine.run_program(program)
    return [line.value for line in run.lines if line.instruction in written]


def assert_operation(
    machine: Machine, oracle: Operation, name: str, operands: list[tuple[int, ...]]
) -> None:
    """Does the operation on all operands on which it does not trap, in one program. And where it
    traps, it does."""
    codes = [f"{' '.join(f'i32.const {value}' for value in some)} {name}" for some in operands]
    wanted = [oracle(*some) for some in operands]
    # A lowered one leaves its value by a return, which does not spell it.
    taken, spelled = ("local.set 0", "local.set") if name in LOWERED else ("drop", name)
    pairs = list(zip(codes, wanted, strict=True))
    fine = [code for code, value in pairs if isinstance(value, int)]
    found = values(machine, " ".join(f"{code} {taken}" for code in fine), spelled)
    assert found == [value for value in wanted if isinstance(value, int)] != []
    for code, value in pairs:
        if isinstance(value, str):
            outcome = machine_outcome(
                machine, f'(module (func (export "main") (result i32) {code}))'
            )
            assert outcome == ((), None, value)


@pytest.mark.parametrize("name", [name for name in NAMES if operand_count(name) == 2])
def test_binary_operations_on_every_pair_of_edge_values(machine, oracle, name):
    some = FEW if name in LOWERED else EDGES
    for a in some:
        assert_operation(machine, oracle[name], name, [(a, b) for b in some])


@pytest.mark.parametrize("name", [name for name in NAMES if operand_count(name) == 1])
def test_unary_operations_on_edge_values(machine, oracle, name):
    some = dict.fromkeys((*EDGES, *(1 << bit for bit in range(0, 32, 5))))
    assert_operation(machine, oracle[name], name, [(a,) for a in some])


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("load", LOADS)
def test_loads_and_stores_overlap_as_bytes(machine, store, load):
    code = "i32.const 4 i32.const 0xA1B2C3D4 i32.store i32.const 8 i32.const 0x7F80FF01 i32.store\n"
    for at in range(3, 10):
        code += f"i32.const {at} i32.const {0x99118822 + at} {store} offset={at % 2}\n"
        code += f"i32.const {at - 2} {load} offset=1 call $output "
        code += f"i32.const {at} {load} call $output\n"
    expected = wasmtime_outcome(f'{MEMORY} (func (export "main") {code}))', words=True)
    assert tuple(values(machine, code, load)) == expected.outputs != ()
