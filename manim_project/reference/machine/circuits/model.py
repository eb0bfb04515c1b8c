"""The weights as one transformer, with the names of its heads, neurons and coordinates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from manim_project.reference.machine.circuits import (
    embedding,
    layers,
    position_weights,
    unembedding,
)
from manim_project.reference.machine.circuits.limits import MOST_POSITIONS, POSITIONS, call_limit
from manim_project.reference.machine.circuits.residual import COORDINATES, Head, Linear, Neuron
from manim_project.reference.machine.circuits.tokens import OPCODES, VOCABULARY
from manim_project.reference.machine.circuits.weight_field import WeightField, weight_field
from manim_project.reference.machine.transformer import Layer, Transformer

Row = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class HeadWeights:
    """The weights of one head, whole and as the entries that are not zero, by coordinate."""

    name: str
    layer: int
    W_Q: np.ndarray  # (2, d)
    W_K: np.ndarray  # (2, d)
    W_V: np.ndarray  # (2, d)
    W_O: np.ndarray  # (d, 2)
    query_rows: tuple[Row, Row]
    key_rows: tuple[Row, Row]
    value_rows: tuple[Row, Row]
    output_columns: tuple[Row, Row]

    @property
    def query_nonzero(self) -> int:
        """How many of the 2 · d entries of W_Q are not zero."""
        return sum(map(len, self.query_rows))

    @property
    def key_nonzero(self) -> int:
        """How many of the 2 · d entries of W_K are not zero."""
        return sum(map(len, self.key_rows))


@dataclass(frozen=True)
class NeuronWeights:
    """The weights of one neuron that are not zero, by coordinate: value·ReLU(gate) → writes."""

    name: str
    layer: int
    gate: Row
    value: Row
    writes: Row


@dataclass(frozen=True)
class Size:
    """How big the transformer is. `heads` and `neurons` are counted by layer."""

    layers: int
    heads: tuple[int, ...]
    head_size: int
    width: int
    neurons: tuple[int, ...]
    vocabulary: int
    parameters: int
    nonzero_parameters: int


class Model:
    """The transformer and its names: which circuit each head and each neuron is.

    `positions`, a power of 2, is how many tokens program and trace may have together; the more
    there are, the fewer addresses can be told apart. ValueError if it is not from 2¹⁶ to 2²⁰.
    """

    def __init__(self, positions: int = POSITIONS) -> None:
        if positions & (positions - 1) or not POSITIONS <= positions <= MOST_POSITIONS:
            raise ValueError(
                f"positions is {positions}; give a power of 2 from {POSITIONS} to {MOST_POSITIONS}"
            )
        self.token_limit = positions
        circuits = layers(call_limit(positions))
        self.layer_names = tuple(circuits)
        self.coordinates = COORDINATES
        self.vocabulary = VOCABULARY
        self._heads, self._neurons = zip(*circuits.values(), strict=True)
        self.transformer = Transformer(
            embedding(),
            position_weights(positions),
            tuple(map(_layer, self._heads, self._neurons)),
            unembedding(),
        )

    @property
    def heads(self) -> tuple[tuple[str, ...], ...]:
        """Names of the heads, by layer."""
        return tuple(tuple(head.name for head in layer) for layer in self._heads)

    @property
    def neurons(self) -> tuple[tuple[str, ...], ...]:
        """Names of the neurons, by layer."""
        return tuple(tuple(neuron.name for neuron in layer) for layer in self._neurons)

    @property
    def size(self) -> Size:
        """The counts that describe the transformer."""
        model = self.transformer
        arrays = [model.embedding, model.position, model.unembedding]
        arrays += [array for layer in model.layers for array in vars(layer).values()]
        return Size(
            layers=len(self._heads),
            heads=tuple(map(len, self._heads)),
            head_size=model.layers[0].W_Q.shape[1],
            width=model.embedding.shape[1],
            neurons=tuple(map(len, self._neurons)),
            vocabulary=len(model.embedding),
            parameters=sum(array.size for array in arrays),
            nonzero_parameters=sum(int(np.count_nonzero(array)) for array in arrays),
        )

    @property
    def weight_field(self) -> WeightField:
        """All weights side by side."""
        return weight_field(self.transformer, self.layer_names)

    @property
    def tie_breaker(self) -> float:
        """What a key gains with each position, so that of equal addresses the latest wins."""
        return float(self.transformer.position[1, self.coordinate_index("tie")])

    @property
    def tie_exponent(self) -> int:
        """The tie-breaker's power of two."""
        fraction, exponent = math.frexp(self.tie_breaker)  # fraction · 2^exponent
        if fraction != 0.5:
            raise ValueError(f"the tie-breaker {self.tie_breaker} is no power of two")
        return exponent - 1

    def coordinate_index(self, name: str) -> int:
        """The index of a residual coordinate. ValueError for an unknown name."""
        if name not in COORDINATES:
            raise ValueError(f"no residual coordinate is called {name!r}")
        return COORDINATES.index(name)

    def find_head(self, name: str) -> tuple[int, int]:
        """(layer, index in the layer) of a head. ValueError for an unknown name."""
        return _find(name, "head", self.heads)

    def find_neuron(self, name: str) -> tuple[int, int]:
        """(layer, index in the layer) of a neuron. ValueError for an unknown name."""
        return _find(name, "neuron", self.neurons)

    def head(self, name: str) -> HeadWeights:
        """The weights of the head called `name`. ValueError for an unknown name."""
        layer, index = self.find_head(name)
        weights, circuit = self.transformer.layers[layer], self._heads[layer][index]
        W_Q, W_K, W_V, W_O = (
            matrices[index] for matrices in (weights.W_Q, weights.W_K, weights.W_V, weights.W_O)
        )
        return HeadWeights(
            name, layer, W_Q, W_K, W_V, W_O, _rows(W_Q, circuit.query), _rows(W_K, circuit.key),
            _rows(W_V, circuit.value), _rows(W_O.T, circuit.writes),
        )  # fmt: skip

    def neuron(self, name: str) -> NeuronWeights:
        """The weights of the neuron called `name`. ValueError for an unknown name."""
        layer, index = self.find_neuron(name)
        weights, circuit = self.transformer.layers[layer], self._neurons[layer][index]
        return NeuronWeights(
            name, layer, _row(weights.W_gate[index], circuit.gate),
            _row(weights.W_value[index], circuit.value),
            _row(weights.W_out[:, index], circuit.writes),
        )  # fmt: skip

    def circuit(self, opcode: str, kind: str) -> tuple[str, ...]:
        """The heads that decide which token of `kind` comes next, by layer, if the instruction
        that is executed is `opcode`.

        Found by walking back through the weights from the rows of the output head for that kind;
        neurons that are open for other instructions only are passed over. ValueError for an
        opcode or a kind that there is not.
        """
        rows = [token.id for token in self.vocabulary if token.kind == kind]
        if opcode not in OPCODES or not rows:
            raise ValueError(f"no opcode {opcode!r}, or no token of kind {kind!r}")
        needed = {COORDINATES[i] for i in np.flatnonzero(self.transformer.unembedding[rows].any(0))}
        found: list[str] = []
        for heads, neurons in zip(self._heads[::-1], self._neurons[::-1], strict=True):
            for neuron in neurons:
                if _may_fire(neuron.name, opcode) and needed & set(neuron.writes.terms):
                    needed |= {*neuron.gate.terms, *neuron.value.terms}
            used = [
                head for head in heads if needed & {name for w in head.writes for name in w.terms}
            ]
            needed |= {name for head in used for query in head.query for name in query.terms}
            found = [head.name for head in used] + found
        return tuple(found)

    def neuron_readings(self, layer: int, x: np.ndarray) -> Iterator[tuple[str, float, float, Row]]:
        """Name, gate, value and writes of each neuron of `layer` on the stream `x` (d,)."""
        weights = self.transformer.layers[layer]
        gates, values = weights.W_gate @ x, weights.W_value @ x
        columns = zip(self._neurons[layer], gates, values, weights.W_out.T, strict=True)
        for neuron, gate, value, out in columns:
            yield neuron.name, gate, value, _row(out, neuron.writes)


def _may_fire(neuron: str, opcode: str) -> bool:
    """Whether a neuron is open for `opcode`: it is named after the opcodes it is for, or none."""
    names, colon, _ = neuron.partition(":")
    return not colon or opcode in names.split()


def _find(name: str, what: str, by_layer: Sequence[Sequence[str]]) -> tuple[int, int]:
    for layer, names in enumerate(by_layer):
        if name in names:
            return layer, names.index(name)
    known = ", ".join(name for names in by_layer for name in names)
    raise ValueError(f"no {what} is called {name!r}; there are {known}")


def _row(weights: np.ndarray, circuit: Linear) -> Row:
    """The entries of `weights` (d,) that are not zero, those first that its circuit names."""
    named = [COORDINATES.index(name) for name in circuit.terms]
    places = dict.fromkeys([*named, *np.flatnonzero(weights).tolist()])
    return tuple((COORDINATES[i], float(weights[i])) for i in places if weights[i])


def _rows(weights: np.ndarray, circuits: tuple[Linear, Linear]) -> tuple[Row, Row]:
    """As `_row`, of both rows of `weights` (2, d)."""
    return _row(weights[0], circuits[0]), _row(weights[1], circuits[1])


def _layer(heads: Sequence[Head], neurons: Sequence[Neuron]) -> Layer:
    """The weight matrices of one layer, each row from its circuit's linear function."""

    def stacked(functions: list[tuple[Linear, Linear]]) -> np.ndarray:
        return np.array([[function.vector() for function in pair] for pair in functions])

    return Layer(
        W_Q=stacked([head.query for head in heads]),
        W_K=stacked([head.key for head in heads]),
        W_V=stacked([head.value for head in heads]),
        W_O=stacked([head.writes for head in heads]).transpose(0, 2, 1),
        W_gate=np.array([neuron.gate.vector() for neuron in neurons]),
        W_value=np.array([neuron.value.vector() for neuron in neurons]),
        W_out=np.array([neuron.writes.vector() for neuron in neurons]).T,
    )
