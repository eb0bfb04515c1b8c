"""The oracle: wasmtime runs a program as written."""

from __future__ import annotations

from typing import NamedTuple

import wasmtime

from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text

FUEL = 10**7  # operations that a program may execute


class Outcome(NamedTuple):
    """What a program did: bytes given to env.output, main's result as an unsigned number, trap."""

    outputs: tuple[int, ...]
    result: int | None
    trap: str | None


def wasmtime_outcome(wat: str | bytes) -> Outcome:
    """What the program does on wasmtime; a trap "all fuel consumed …" if it does not end."""
    config = wasmtime.Config()
    config.consume_fuel = True
    engine = wasmtime.Engine(config)
    store = wasmtime.Store(engine)
    store.set_fuel(FUEL)
    linker = wasmtime.Linker(engine)
    outputs: list[int] = []
    kind = wasmtime.FuncType([wasmtime.ValType.i32()], [])
    linker.define_func("env", "output", kind, lambda value: outputs.append(value & 0xFF))
    instance = linker.instantiate(store, wasmtime.Module(engine, wat))
    main = instance.exports(store)["main"]
    assert isinstance(main, wasmtime.Func)
    try:
        result = main(store)
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        return Outcome(tuple(outputs), None, str(error).rpartition("wasm trap: ")[2].strip())
    return Outcome(tuple(outputs), None if result is None else result % 2**32, None)


def wasmtime_operation(name: str, operands: tuple[int, ...]) -> int | None:
    """What an i32 operation makes of these unsigned numbers, unsigned; None if it traps."""
    code = " ".join(f"i32.const {operand}" for operand in operands)
    outcome = wasmtime_outcome(f'(module (func (export "main") (result i32) {code} {name}))')
    return outcome.result


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
