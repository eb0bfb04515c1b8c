"""The oracle: wasmtime runs a program as written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import wasmtime

from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.loader.operations import UNARY
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text

FUEL = 10**7  # operations that a program may execute
Operation = Callable[..., int | str]  # of unsigned numbers: one, or the name of the trap


class Outcome(NamedTuple):
    """What a program did: bytes given to env.output, main's result as an unsigned number, trap."""

    outputs: tuple[int, ...]
    result: int | None
    trap: str | None


def wasmtime_outcome(wat: str | bytes, words: bool = False) -> Outcome:
    """What the program does on wasmtime; a trap "all fuel consumed …" if it does not end. With
    `words`, the outputs are the whole numbers that are given to env.output."""
    mask = 0xFFFFFFFF if words else 0xFF
    config = wasmtime.Config()
    config.consume_fuel = True
    engine = wasmtime.Engine(config)
    store = wasmtime.Store(engine)
    store.set_fuel(FUEL)
    linker = wasmtime.Linker(engine)
    outputs: list[int] = []
    kind = wasmtime.FuncType([wasmtime.ValType.i32()], [])
    linker.define_func("env", "output", kind, lambda value: outputs.append(value & mask))
    instance = linker.instantiate(store, wasmtime.Module(engine, wat))
    main = instance.exports(store)["main"]
    assert isinstance(main, wasmtime.Func)
    try:
        result = main(store)
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        return Outcome(tuple(outputs), None, str(error).rpartition("wasm trap: ")[2].strip())
    return Outcome(tuple(outputs), None if result is None else result % 2**32, None)


def operand_count(name: str) -> int:
    """How many operands an i32 operation takes."""
    return 1 if name.removeprefix("i32.") in (*UNARY, "eqz") else 2


def wasmtime_operations(store: wasmtime.Store, names: Iterable[str]) -> dict[str, Operation]:
    """The i32 operations of these names."""
    texts = []
    for name in names:
        count = operand_count(name)
        gets = " ".join(f"local.get {i}" for i in range(count))
        kind = f"(param {'i32 ' * count}) (result i32)"
        texts.append(f'(func (export "{name}") {kind} {gets} {name})')
    module = wasmtime.Module(store.engine, f"(module {' '.join(texts)})")
    return exported(store, wasmtime.Instance(store, module, []))


def exported(store: wasmtime.Store, instance: wasmtime.Instance) -> dict[str, Operation]:
    """The functions that it exports."""

    def operation(function: wasmtime.Func) -> Operation:
        def call(*operands: int) -> int | str:
            try:
                return function(store, *operands) % 2**32
            except ArithmeticError as error:  # of a function that is imported in place of a trap
                return str(error)
            except wasmtime.Trap as trap:
                return trap.message.rpartition("wasm trap: ")[2].strip()

        return call

    exports = instance.exports(store)
    found = ((name, exports[name]) for name in exports)
    return {name: operation(value) for name, value in found if isinstance(value, wasmtime.Func)}


def wasmtime_run(wat: str) -> tuple[tuple[int, ...], int | None]:
    """Outputs and result on wasmtime of a program that does not trap."""
    outcome = wasmtime_outcome(wat)
    assert outcome.trap is None, outcome.trap
    return outcome.outputs, outcome.result


def machine_outcome(machine: Machine, wat: str, limit: int | None = None) -> Outcome | None:
    """What the program does on the machine; None if it does not halt within `limit` tokens."""
    return machine_run(machine, wat, limit)[0]


def machine_run(machine: Machine, wat: str, limit: int | None) -> tuple[Outcome | None, int]:
    """The machine's outcome, and the number of tokens of program and trace."""
    try:
        run = machine.run_program(build_program(from_text(wat), "random"), limit)
    except ExecutionError as error:
        trapped = Outcome(error.run.outputs, None, error.trap) if error.trap else None
        return trapped, len(error.run.tokens)
    return Outcome(run.outputs, run.result, None), len(run.tokens)
