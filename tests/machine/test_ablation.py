"""Every head and every neuron is needed: without it, some program comes out otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from machine.test_calls import PROGRAMS as CALLS
from machine.test_calls import TRAPS
from support.oracle import wasmtime_outcome, wasmtime_run

from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.circuits.limits import POSITIONS
from manim_project.reference.machine.circuits.tokens import COMPARISONS, OPCODE_IDS, STOP_IDS
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text
from manim_project.reference.machine.transformer import Layer, Transformer

MACHINE = Machine()
IMPORT = '(module (import "env" "output" (func $output (param i32)))'
PAIRS = ((5, 5), (3, 9), (9, 3), (2**31 + 5, 7), (7, 2**31 + 5), (2**32 - 1, 2**31 + 1))
COMPARE = "".join(
    f"i32.const {a} i32.const {b} i32.{name} call $output\n"
    for name in COMPARISONS
    if name != "eqz"
    for a, b in PAIRS
)
LOADS, STORES = (
    ("load", "load8_s", "load8_u", "load16_s", "load16_u"),
    ("store", "store8", "store16"),
)
PLAIN = '(module (memory 1) (func (export "main") '
LOGIC = [(0x55AA55AA, 0x55AA55AA), (0x2AD5, 0x2AD5), (-1, 0)]
SHIFTS = [(a, by) for a in (-1, 0x5AC3E17) for by in (*range(9), 15, 17, 24, 31, 32)]


def each_of(operations: Iterable[str], pairs: Iterable[tuple[int, int]]) -> str:
    """Code that does each operation on each pair, beside a −1 that is not meant; the trace shows
    what comes out."""
    return " ".join(
        f"i32.const -1 i32.const {a} i32.const {b} i32.{name} drop drop"
        for name in operations
        for a, b in pairs
    )


CIRCUITS = {
    "carry and borrow": f"""{IMPORT} (func (export "main") (result i32)
        i32.const 0x80FF01FF i32.const 0x80FF02FE i32.add
        i32.const 0x01000000 i32.const 0x00FF0102 i32.sub
        i32.sub i32.const 0 i32.const 1 i32.sub i32.add))""",
    "unset locals": """(module (func (export "main") (result i32) (local i32 i32 i32)
        i32.const 0x7F7F7F7F local.tee 1 i32.eqz drop
        local.get 0 local.get 2 i32.add local.get 1 i32.add))""",
    "unset memory": """(module (memory 1) (func (export "main") (result i32)
        i32.const 8 i32.const 0x7F7F7F7F i32.store i32.const 6 i32.load))""",
    "branches": f"""{IMPORT} (func (export "main") (local i32)
        i32.const 3 local.set 0
        block loop local.get 0 i32.eqz br_if 1 local.get 0 i32.const 1 i32.sub local.set 0
        br 0 end end
        i32.const 1 if i32.const 77 call $output else i32.const 78 call $output end))""",
    "logic": f"{PLAIN} {each_of(('and', 'or', 'xor'), LOGIC)}))",
    "shifts": f"{PLAIN} {each_of(('shl', 'shr_u'), SHIFTS)}))",
    "bytes and halves": f"""{PLAIN} {
        " ".join(
            f"i32.const {a} i32.const {v + n} i32.{store} i32.const {a - back} i32.{load} drop"
            for a, v in ((9, 0x81828384), (5, 0x01020304), (2, 0x7F80FF81))
            for n, store in enumerate(STORES)
            for back, load in product(
                (0, 1), ("load8_s", "load8_u", "load16_s", "load16_u", "load")
            )
        )
    }
        i32.const 0x8182 i32.extend8_s drop i32.const 0x7282 i32.extend8_s drop
        i32.const 0x12348182 i32.extend16_s drop i32.const 0x12347182 i32.extend16_s drop))""",
    "compare": f'{IMPORT} (func (export "main") {COMPARE}))',
}
OUTSIDE = {
    f"outside by {access}": f"""{PLAIN} i32.const 65536
        {"i32.const 1" if "store" in access else ""} i32.{access}
        {"drop" if "load" in access else ""}))"""
    for access in (*LOADS, *STORES)
}
# Without these a cell d ≥ 2 below the one found gives −(d−1)·byte, not 0: no byte but 00 has a
# higher logit for a result ≤ 0, so no token can change. They keep the unset cell a true 0.
FOR_A_TRUE_ZERO = {
    f"{name}: byte if found, d−1"
    for name in ("local.get", "global.get", *(f"i32.{load}" for load in LOADS))
}
TEXTS = CIRCUITS | CALLS | OUTSIDE | TRAPS  # the longest last
PROGRAMS = {name: build_program(from_text(text), name) for name, text in TEXTS.items()}
TRACES = {
    name: [t for t, _ in MACHINE.transformer.generate(program.prompt, STOP_IDS, POSITIONS)]
    for name, program in PROGRAMS.items()
}


def agrees(model: Transformer, name: str) -> bool:
    """Whether the model continues every beginning of the true trace as the machine did."""
    prompt, trace = PROGRAMS[name].prompt, TRACES[name]
    with np.errstate(over="ignore", invalid="ignore"):  # an ablated model may run off
        x = model.advance(model.cache(), [*prompt, *trace[:-1]])
    return model.logits(x[len(prompt) - 1 :]).argmax(axis=1).tolist() == trace


def all_agree(model: Transformer, name: str) -> bool:
    """Whether the model agrees on all programs; first those with the instruction that a head or
    neuron is named after."""
    opcodes = {OPCODE_IDS[word] for word in name.partition(":")[0].split() if word in OPCODE_IDS}
    first = sorted(PROGRAMS, key=lambda program: not opcodes & {*PROGRAMS[program].prompt})
    return all(agrees(model, program) for program in first)


def without(layer: int, weights: Layer) -> Transformer:
    layers = list(MACHINE.transformer.layers)
    layers[layer] = weights
    return replace(MACHINE.transformer, layers=tuple(layers))


def zeroed(array: np.ndarray, index: tuple[int | slice, ...]) -> np.ndarray:
    copy = array.copy()
    copy[index] = 0
    return copy


@pytest.mark.parametrize("name", CIRCUITS)
def test_the_programs_agree_with_wasmtime(name):
    run = MACHINE.run_program(PROGRAMS[name])
    assert (run.outputs, run.result) == wasmtime_run(CIRCUITS[name])


@pytest.mark.parametrize("name", OUTSIDE)
def test_every_access_outside_memory_traps(name):
    assert wasmtime_outcome(OUTSIDE[name]).trap == "out of bounds memory access"
    with pytest.raises(ExecutionError, match="address 65536, memory of 65536 bytes"):
        MACHINE.run_program(PROGRAMS[name])


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_whole_model_agrees_with_itself(name):
    assert agrees(MACHINE.transformer, name)


@pytest.mark.parametrize("name", [name for names in MACHINE.heads for name in names])
def test_each_head_is_needed(name):
    layer, index = MACHINE.find_head(name)
    weights = MACHINE.transformer.layers[layer]
    model = without(layer, replace(weights, W_O=zeroed(weights.W_O, (index,))))
    assert not all_agree(model, name)


@pytest.mark.parametrize("name", [name for names in MACHINE.neurons for name in names])
def test_each_neuron_is_needed(name):
    layer, index = MACHINE.find_neuron(name)
    weights = MACHINE.transformer.layers[layer]
    model = without(layer, replace(weights, W_out=zeroed(weights.W_out, (slice(None), index))))
    assert all_agree(model, name) == (name in FOR_A_TRUE_ZERO)
