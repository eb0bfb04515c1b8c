"""Lowered operations, as functions of native ones: on wasmtime they do what the operation does."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
import wasmtime
from fuzzing.random_expressions import EDGES
from support.oracle import Operation, exported, operand_count, wasmtime_operations

from manim_project.paths import ASSETS
from manim_project.reference.machine.circuits.tokens import OPCODES
from manim_project.reference.machine.loader.flatten import JUMPS, LOWERED
from manim_project.reference.machine.loader.link import TRAP_IMPORTS, lowering

RANDOM_OPERANDS = 500


def lowered_operations(store: wasmtime.Store) -> dict[str, Operation]:
    """The functions of assets/lowering.wat, by the names of the operations."""
    linker = wasmtime.Linker(store.engine)
    for place, trap in TRAP_IMPORTS:

        def stop(trap: str = trap) -> None:
            raise ArithmeticError(trap)

        linker.define_func(place, trap, wasmtime.FuncType([], []), stop)
    text = (ASSETS / "lowering.wat").read_text(encoding="utf-8")
    return exported(store, linker.instantiate(store, wasmtime.Module(store.engine, text)))


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, Operation], dict[str, Operation]]:
    store = wasmtime.Store()
    return lowered_operations(store), wasmtime_operations(store, LOWERED)


def operands(name: str) -> list[tuple[int, ...]]:
    """All edge values, or pairs of them, and random ones of every length in bits."""
    random, count = Random(name), operand_count(name)
    edges = {*EDGES, *(1 << bit for bit in range(32)), *(2**32 - (1 << bit) for bit in range(32))}
    some: list[tuple[int, ...]] = [*product(edges, repeat=count)]
    for _ in range(RANDOM_OPERANDS):
        some.append(tuple(random.getrandbits(random.randint(1, 32)) for _ in range(count)))
    return some


@pytest.mark.parametrize("name", sorted(LOWERED))
def test_a_lowered_operation_does_what_the_operation_does(both, name):
    lowered, true = both
    wrong = {some: (lowered[name](*some), true[name](*some)) for some in operands(name)}
    assert not {some: (got, want) for some, (got, want) in wrong.items() if got != want}


def test_division_traps_by_wasmtimes_names(both):
    for operations in both:
        for name in ("i32.div_s", "i32.div_u", "i32.rem_s", "i32.rem_u"):
            assert operations[name](7, 0) == "integer divide by zero"
        assert operations["i32.div_s"](2**31, 2**32 - 1) == "integer overflow"
        assert operations["i32.rem_s"](2**31, 2**32 - 1) == 0


def test_only_what_the_machine_has_is_used():
    module = lowering()
    assert set(module.exports) == LOWERED
    first = len(module.imports)
    inside = [module.function(first + i) for i in range(len(module._bodies))]
    used = {operation.name for function in inside for operation in function.operations}
    assert not used & LOWERED
    assert used <= {*OPCODES, *JUMPS, "else", "end"} - {"br_table"}


def instructions(name: str, *operands: int) -> int:
    """How many instructions the lowered operation takes, about: wasmtime's fuel."""
    config = wasmtime.Config()
    config.consume_fuel = True
    store = wasmtime.Store(wasmtime.Engine(config))
    store.set_fuel(10**6)
    lowered_operations(store)[name](*operands)
    return 10**6 - store.get_fuel()


def test_there_are_only_as_many_rounds_as_needed():
    """The smaller factor's bits count, and the quotient's: none takes 32 rounds for 2."""
    for name, few, many in (
        ("i32.mul", ((2**32 - 1, 3), (3, 2**32 - 1)), (2**32 - 1, 2**32 - 1)),
        ("i32.div_u", ((2**32 - 1, 2**31), (3, 1), (5, 2**32 - 1)), (2**32 - 1, 1)),
        ("i32.rem_u", ((2**32 - 1, 2**31), (3, 1), (5, 2**32 - 1)), (2**32 - 1, 1)),
    ):
        most = instructions(name, *many)
        for some in few:
            assert 5 * instructions(name, *some) < most, (name, some)
