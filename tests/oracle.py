"""The oracle: wasmtime runs a program as written."""

from __future__ import annotations

from typing import NamedTuple

import wasmtime

from manim_project.reference.machine import ExecutionError, Machine, build_program, from_text


class Outcome(NamedTuple):
    """What a program did: bytes given to env.output, main's result as an unsigned number, trap."""

    outputs: tuple[int, ...]
    result: int | None
    trap: str | None


def wasmtime_outcome(wat: str | bytes) -> Outcome:
    """What the program does on wasmtime."""
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
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


def wasmtime_run(wat: str) -> tuple[tuple[int, ...], int | None]:
    """Outputs and result on wasmtime of a program that does not trap."""
    outcome = wasmtime_outcome(wat)
    assert outcome.trap is None, outcome.trap
    return outcome.outputs, outcome.result


def machine_outcome(machine: Machine, wat: str) -> Outcome:
    """What the program does on the machine. Raises ExecutionError if it does not halt in time."""
    try:
        run = machine.run_program(build_program(from_text(wat), "random"))
    except ExecutionError as error:
        if error.trap is None:
            raise
        return Outcome(error.run.outputs, None, error.trap)
    return Outcome(run.outputs, run.result, None)
