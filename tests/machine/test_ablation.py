"""Every head and every neuron is needed: without it, some program comes out otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from itertools import islice

import numpy as np
import pytest
from support.cases import tagged
from support.runs import MACHINE, finished

from manim_project.reference.machine.caches import Cache, HullsCache, LayerHulls
from manim_project.reference.machine.circuits.limits import POSITIONS
from manim_project.reference.machine.circuits.tokens import LOADS, OPCODE_IDS, STOP_IDS
from manim_project.reference.machine.transformer import Transformer

MODEL = MACHINE.transformer
LAST = len(MODEL.layers) - 1
HEADS = [name for names in MACHINE.heads for name in names]
# Without these a cell d ≥ 2 below the one found gives −(d−1)·byte, not 0: no byte but 00 has a
# higher logit for a result ≤ 0, so no token can change. They keep the unset cell a true 0.
FOR_A_TRUE_ZERO = {f"{name}: byte if found, d−1" for name in ("local.get", "global.get", *LOADS)}
CASES = {case.name: case for case in tagged("circuit", "calls", "outside", "trap")}  # longest last
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
        self.tokens = finished(CASES[name]).ids
        self.trace = np.array(self.tokens[len(CASES[name].program.prompt) :])
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
    first = sorted(CASES, key=lambda name: not opcodes & {*CASES[name].program.prompt})
    departures_of = departures_without(name)
    return any(departures_of(program).size for program in first)


@pytest.mark.parametrize("name", CASES)
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
    tokens = model.generate(CASES[program].program.prompt, STOP_IDS, POSITIONS)
    pairs = enumerate(zip(tokens, recording(program).trace, strict=False))
    own = (place for place, ((token, _), true) in pairs if token != true)
    assert found[:1] == [*islice(own, 1)] == expected


@pytest.mark.parametrize("name", HEADS)
def test_each_head_is_needed(name):
    assert is_needed(name)


@pytest.mark.parametrize("name", [name for names in MACHINE.neurons for name in names])
def test_each_neuron_is_needed(name):
    assert is_needed(name) == (name not in FOR_A_TRUE_ZERO)
