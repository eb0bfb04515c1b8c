"""Every head and every neuron is needed: without it, some program comes out otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import wasmtime
from oracle import wasmtime_run
from random_programs import random_program

from manim_project.reference.machine import (
    ExecutionError,
    Machine,
    Program,
    build_program,
    from_text,
)
from manim_project.reference.machine.tokens import COMPARISONS, STOP_IDS
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
    "compare": f'{IMPORT} (func (export "main") {COMPARE}))',
}
TRAPS = {
    "load": '(module (memory 1) (func (export "main") i32.const 65533 i32.load drop))',
    "store": """(module (memory 1)
        (func (export "main") i32.const 65533 i32.const 1 i32.store))""",
    "unreachable": '(module (func (export "main") unreachable))',
}
# Without these a cell d ≥ 2 below the one found gives −(d−1)·byte, not 0: no byte but 00 has a
# higher logit for a result ≤ 0, so no token can change. They keep the unset cell a true 0.
FOR_A_TRUE_ZERO = {"local.get: byte if found, d−1", "i32.load: byte if found, d−1"}


def trace_of(program: Program) -> list[int]:
    steps = MACHINE.transformer.generate(program.prompt, STOP_IDS, 4000)
    return [token for token, _ in steps]


def programs() -> dict[str, Program]:
    texts = CIRCUITS | TRAPS | {f"seed {seed}": random_program(seed) for seed in (1, 2, 3)}
    return {name: build_program(from_text(text), name) for name, text in texts.items()}


PROGRAMS = programs()
TRACES = {name: trace_of(program) for name, program in PROGRAMS.items()}


def agrees(model: Transformer, name: str) -> bool:
    """Whether the model continues every beginning of the true trace as the machine did."""
    prompt, trace = PROGRAMS[name].prompt, TRACES[name]
    with np.errstate(over="ignore", invalid="ignore"):  # an ablated model may run off
        residuals = model.record([*prompt, *trace[:-1]]).residuals[-1]
    chosen = model.logits(residuals[len(prompt) - 1 :]).argmax(axis=1)
    return chosen.tolist() == trace


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


@pytest.mark.parametrize("name", TRAPS)
def test_the_traps_are_wasmtimes(name):
    with pytest.raises((wasmtime.Trap, wasmtime.WasmtimeError)):
        wasmtime_run(TRAPS[name])
    with pytest.raises(ExecutionError, match="trap at instruction"):
        MACHINE.run_program(PROGRAMS[name])


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_whole_model_agrees_with_itself(name):
    assert agrees(MACHINE.transformer, name)


@pytest.mark.parametrize("name", [name for names in MACHINE.heads for name in names])
def test_each_head_is_needed(name):
    layer, index = MACHINE.find_head(name)
    weights = MACHINE.transformer.layers[layer]
    model = without(layer, replace(weights, W_O=zeroed(weights.W_O, (index,))))
    assert not all(agrees(model, program) for program in PROGRAMS)


@pytest.mark.parametrize("name", [name for names in MACHINE.neurons for name in names])
def test_each_neuron_is_needed(name):
    layer, index = MACHINE.find_neuron(name)
    weights = MACHINE.transformer.layers[layer]
    model = without(layer, replace(weights, W_out=zeroed(weights.W_out, (slice(None), index))))
    unchanged = all(agrees(model, program) for program in PROGRAMS)
    assert unchanged == (name in FOR_A_TRUE_ZERO)
