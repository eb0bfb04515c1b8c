"""The oracle: wasmtime runs a program as written."""

from __future__ import annotations

import wasmtime


def wasmtime_run(wat: str) -> tuple[tuple[int, ...], int | None]:
    """The bytes given to env.output, and what main returns as an unsigned number or None.

    Raises wasmtime.Trap where the program traps.
    """
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    linker = wasmtime.Linker(engine)
    outputs: list[int] = []
    kind = wasmtime.FuncType([wasmtime.ValType.i32()], [])
    linker.define_func("env", "output", kind, lambda value: outputs.append(value & 0xFF))
    instance = linker.instantiate(store, wasmtime.Module(engine, wat))
    main = instance.exports(store)["main"]
    assert isinstance(main, wasmtime.Func)
    result = main(store)
    return tuple(outputs), None if result is None else result % 2**32
