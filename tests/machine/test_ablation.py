"""Every head and every neuron is needed: without it, some program comes out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial
from itertools import islice, product

import numpy as np
import pytest
from support.cases import CALLS, TRAPS
from support.oracle import wasmtime_outcome, wasmtime_run

from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.caches import Cache, HullsCache, LayerHulls
from manim_project.reference.machine.circuits.limits import POSITIONS
from manim_project.reference.machine.circuits.tokens import COMPARISONS, OPCODE_IDS, STOP_IDS
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text
from manim_project.reference.machine.run.trace import Run
from manim_project.reference.machine.transformer import Transformer

MACHINE = Machine()
MODEL = MACHINE.transformer
LAST = len(MODEL.layers) - 1
HEADS = [name for names in MACHINE.heads for name in names]
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
# Without this head or neuron, the first departure of this program: in every layer, and late.
DEPARTURES: list[tuple[str, str, list[int]]] = [
    ("line start", "branches", [45]),
    ("count.calls", "main calls itself", [277]),
    ("fetch.operand", "return leaves a callers stack alone", [176]),
    ("read.top", "a table carries a value", [51]),
    ("act.second", "main calls itself", [66]),
    ("i32.sub: byte", "integer divide by zero", [62]),
    ("i32.xor: bit 7 of both", "logic", [195]),
    ("halt: halt", "branches", [176]),
    ("local.get: byte if found, d−1", "locals begin as 0 in every call", []),
]


@cache
def run(name: str) -> tuple[Run, str]:
    """The run of a program, and what stopped it: nothing if it halted."""
    try:
        return MACHINE.run_program(PROGRAMS[name]), ""
    except ExecutionError as stopped:
        return stopped.run, str(stopped)


class Watched(HullsCache):
    """A cache that keeps, by layer, what it was asked (n, 3·H·k) and what it found (n, H·k)."""

    def __init__(self) -> None:
        super().__init__(MODEL.layers)
        self.answers: list[tuple[np.ndarray, np.ndarray]] = []

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        found = super().attend(layer, projected)
        self.answers.append((projected, found))
        return found


class Recording:
    """The one true pass over a program and its trace: what the heads were asked and found, what the
    neurons of the last layer give, and the stream that the trace is read from."""

    def __init__(self, name: str) -> None:
        self.tokens = [token.id for token in run(name)[0].tokens]
        self.trace = np.array(self.tokens[len(PROGRAMS[name].prompt) :])
        self.places = np.arange(len(self.trace))
        del self.tokens[-1]  # nothing comes after it
        watched = Watched()
        states: list[list[np.ndarray]] = []
        self.stream = self.read(MODEL.advance(watched, self.tokens, states))
        self.answers = watched.answers
        middle, last = self.read(states[0][-2]), MODEL.layers[LAST]
        self.given = np.maximum(middle @ last.W_gate.T, 0) * (middle @ last.W_value.T)

    def read(self, rows: np.ndarray) -> np.ndarray:
        """Of a row for each token, those that a token of the trace is read from."""
        return rows[-len(self.trace) :]

    def departures(self, stream: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Those of the `places` in the trace where other tokens are read from this stream.

        If it is what another model makes of the true trace: up to the first departure that model
        would generate the same tokens by itself. So there its own trace departs from the true one,
        and without any departure it is the true one.
        """
        return places[MODEL.logits(stream).argmax(axis=1) != self.trace[places]]


recording = cache(Recording)


class Recalled:
    """The cache of a pass over what is recorded, by a model with the same look-ups: a head that is
    asked what it was asked then finds what it found then, so that only the others look."""

    def __init__(self, true: Recording) -> None:
        self.answers, self.length = true.answers, 0

    def attend(self, layer: int, projected: np.ndarray) -> np.ndarray:
        before, found = self.answers[layer]
        n, found = len(projected), found.copy()
        asked = projected.reshape(n, 3, -1, 2)
        other = (asked != before.reshape(asked.shape)).any(axis=(0, 1, 3))
        if other.any():
            weights = MODEL.layers[layer]
            heads = replace(weights, W_Q=weights.W_Q[other], W_K=weights.W_K[other])
            looked = LayerHulls(heads).attend(0, asked[:, :, other].reshape(n, -1))
            found.reshape(n, -1, 2)[:, other] = looked.reshape(n, -1, 2)
        return found


def zeroed(array: np.ndarray, index: tuple[int | slice, ...]) -> np.ndarray:
    copy = array.copy()
    copy[index] = 0
    return copy


def without(name: str) -> Transformer:
    """The machine whose head or neuron of that name writes nothing."""
    layers = list(MODEL.layers)
    if name in HEADS:
        layer, index = MACHINE.find_head(name)
        layers[layer] = replace(layers[layer], W_O=zeroed(layers[layer].W_O, (index,)))
    else:
        layer, index = MACHINE.find_neuron(name)
        every = slice(None)
        layers[layer] = replace(layers[layer], W_out=zeroed(layers[layer].W_out, (every, index)))
    return replace(MODEL, layers=tuple(layers))


def departures(model: Transformer, program: str, look: Cache | None = None) -> np.ndarray:
    """Where the model, run over the program and its true trace, departs from the trace."""
    true = recording(program)
    with np.errstate(over="ignore", invalid="ignore"):  # an ablated model may run off
        stream = model.advance(look or Recalled(true), true.tokens)
    return true.departures(true.read(stream), true.places)


def departures_less(writes: np.ndarray, index: int, program: str) -> np.ndarray:
    """The same for the machine whose neuron `index` of the last layer writes that much less.

    Only the token read from the same place depends on what the last layer adds to the stream, so
    to subtract a neuron's part is to run without it. Where it gives 0 there is nothing to subtract.
    """
    true = recording(program)
    (places,) = true.given[:, index].nonzero()
    stream = true.stream[places] - np.outer(true.given[places, index], writes)
    return true.departures(stream, places)


def departures_without(name: str) -> Callable[[str], np.ndarray]:
    """Where a program departs without this head or neuron, in the quickest way."""
    if name not in MACHINE.neurons[LAST]:
        return partial(departures, without(name))
    _, index = MACHINE.find_neuron(name)
    return partial(departures_less, MODEL.layers[LAST].W_out[:, index], index)


def is_needed(name: str) -> bool:
    """Whether some program departs without this head or neuron; first those are tried with the
    instruction that it is named after."""
    opcodes = {OPCODE_IDS[word] for word in name.partition(":")[0].split() if word in OPCODE_IDS}
    first = sorted(PROGRAMS, key=lambda program: not opcodes & {*PROGRAMS[program].prompt})
    departures_of = departures_without(name)
    return any(departures_of(program).size for program in first)


@pytest.mark.parametrize("name", CIRCUITS)
def test_the_programs_agree_with_wasmtime(name):
    done, stopped = run(name)
    assert not stopped and (done.outputs, done.result) == wasmtime_run(CIRCUITS[name])


@pytest.mark.parametrize("name", OUTSIDE)
def test_every_access_outside_memory_traps(name):
    assert wasmtime_outcome(OUTSIDE[name]).trap == "out of bounds memory access"
    assert "address 65536, memory of 65536 bytes" in run(name)[1]


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_whole_model_agrees_with_itself(name):
    true = recording(name)
    assert not true.departures(true.stream, true.places).size
    assert not departures(MODEL, name).size
    nothing = np.zeros(len(MODEL.layers[LAST].W_out))
    assert not any(
        departures_less(nothing, index, name).size for index in range(len(MACHINE.neurons[LAST]))
    )


@pytest.mark.parametrize(("name", "program", "expected"), DEPARTURES)
def test_a_model_generates_another_trace_from_the_first_departure_on(name, program, expected):
    model, found = without(name), departures_without(name)(program).tolist()
    assert found == departures(model, program, MODEL.cache()).tolist()
    tokens = model.generate(PROGRAMS[program].prompt, STOP_IDS, POSITIONS)
    pairs = enumerate(zip(tokens, recording(program).trace, strict=False))
    own = (place for place, ((token, _), true) in pairs if token != true)
    assert found[:1] == [*islice(own, 1)] == expected


@pytest.mark.parametrize("name", HEADS)
def test_each_head_is_needed(name):
    assert is_needed(name)


@pytest.mark.parametrize("name", [name for names in MACHINE.neurons for name in names])
def test_each_neuron_is_needed(name):
    assert is_needed(name) == (name not in FOR_A_TRUE_ZERO)
