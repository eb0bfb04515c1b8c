"""A finished run, and everything that can be asked of it by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from manim_project.reference.machine.circuits.model import Model
from manim_project.reference.machine.circuits.residual import COORDINATES
from manim_project.reference.machine.circuits.tokens import VOCABULARY, Token
from manim_project.reference.machine.loader.program import Program
from manim_project.reference.machine.run.records import (
    Addend,
    Candidates,
    Decision,
    Firing,
    Line,
    Look,
    Match,
    Write,
)
from manim_project.reference.machine.transformer import Recording
from manim_project.reference.softmax import softmax


class Run:
    """A program's whole run. The recording behind `look`, `residual`, … is made when first asked
    for: one causal forward pass over the finished run, which must choose the same tokens."""

    def __init__(self, model: Model, program: Program, lines: Iterable[Line],
                 ids: Iterable[int]) -> None:  # fmt: skip
        self._model = model
        self.program = program
        self.lines = tuple(lines)
        self._ids = tuple(ids)
        self.prompt_length = len(program.prompt)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Prompt and trace; a byte of the prompt has kind "immediate"."""
        found = [VOCABULARY[number] for number in self._ids]
        return tuple(
            replace(token, kind="immediate")
            if token.kind == "value" and position < self.prompt_length
            else token
            for position, token in enumerate(found)
        )

    @property
    def generated(self) -> int:
        """Tokens of the trace: how often the layers were gone through to emit one."""
        return self.emitted(len(self._ids) - 1)

    def emitted(self, position: int) -> int:
        """Tokens of the trace up to `position`, so many passes through the layers. ValueError if
        the run has no token there."""
        if not 0 <= position < len(self._ids):
            raise ValueError(f"position {position} is outside 0 … {len(self._ids) - 1}")
        return max(0, position + 1 - self.prompt_length)

    @property
    def rounds(self) -> tuple[int, ...]:
        """Tokens of the trace up to the first taken branch, from there to the next, and so on."""
        stops = [line.stop for line in self.lines if line.kind == "branch"] + [len(self._ids)]
        return tuple(b - a for a, b in pairwise([self.prompt_length, *stops]))

    @property
    def outputs(self) -> tuple[int, ...]:
        """The bytes given to `env.output`, from the `out` tokens."""
        return tuple(t.byte for t in self.tokens if t.kind == "out" and t.byte is not None)

    @property
    def text(self) -> str | None:
        """The outputs as text, if they are: two bytes or more that spell printable characters."""
        try:
            text = bytes(self.outputs).decode("utf-8")
        except UnicodeDecodeError:
            return None
        printable = all(character.isprintable() or character in "\n\t" for character in text)
        return text if printable and len(self.outputs) > 1 else None

    @property
    def result(self) -> int | None:
        """What main returned, unsigned: the bytes on the `halt` line; None without any."""
        return self.lines[-1].value if self.lines else None

    @property
    def steps(self) -> int:
        """Instructions of the machine executed: the lines of the trace, `halt` included."""
        return len(self.lines)

    @cached_property
    def recording(self) -> Recording:
        """Queries, keys, values and residual streams of the whole run."""
        recording = self._model.transformer.record(self._ids[:-1])
        chosen = self._logits_of(recording, self.prompt_length - 1).argmax(axis=1)
        if tuple(chosen) != self._ids[self.prompt_length :]:
            raise RuntimeError(f"{self.program.name}: the recording differs from the run")
        return recording

    def _logits_of(self, recording: Recording, start: int) -> np.ndarray:
        return self._model.transformer.logits(recording.residuals[-1, start:])

    def _check(self, position: int) -> None:
        if not 0 <= position < len(self._ids) - 1:
            raise ValueError(
                f"position {position} is outside 0 … {len(self._ids) - 2}, "
                f"the tokens {self.program.name} was computed from"
            )

    def look(self, head: str, position: int) -> Look:
        """What the head called `head` did at `position`. ValueError if there is no such."""
        self._check(position)
        layer, index = self._model.find_head(head)
        recording, p = self.recording, position
        query = recording.queries[layer][index, p]
        keys = recording.keys[layer][index, : p + 1]
        values = recording.values[layer][index, : p + 1]
        scores = keys @ query
        weights = softmax(scores, self._model.transformer.sharpness)
        winner = int(scores.argmax())
        others = np.delete(scores, winner)
        runner_up = int(others.argmax()) if len(others) else -1
        margin = float(scores[winner] - others[runner_up]) if len(others) else float("inf")
        runner_up += runner_up >= winner
        return Look(
            head, p, query, keys, values, scores, weights, winner, runner_up, margin,
            margin * self._model.transformer.sharpness, weights @ values,
        )  # fmt: skip

    def stream(self, position: int, layer: int) -> np.ndarray:
        """The residual stream (d,) at `position` after `layer`; −1 is the embedding."""
        self._check(position)
        if not -1 <= layer < len(self._model.layer_names):
            raise ValueError(f"layer {layer} is outside −1 … {len(self._model.layer_names) - 1}")
        return self.recording.residuals[layer + 1, position]

    def residual(self, name: str, position: int, layer: int) -> float:
        """The coordinate called `name` at `position` after `layer`; −1 is the embedding."""
        return float(self.stream(position, layer)[self._model.coordinate_index(name)])

    def writes(self, position: int, layer: int, part: str = "both") -> tuple[Write, ...]:
        """Coordinates changed at `position` by `layer`, or by its "attention" or "feed-forward"."""
        before, after = self.stream(position, layer - 1), self.stream(position, layer)
        middle = self.recording.middles[layer, position]
        if part not in ("both", "attention", "feed-forward"):
            raise ValueError(f'part is "both", "attention" or "feed-forward", not {part!r}')
        if part == "attention":
            after = middle
        elif part == "feed-forward":
            before = middle
        return tuple(
            Write(name, float(old), float(new))
            for name, old, new in zip(COORDINATES, before, after, strict=True)
            if old != new
        )

    def neurons(self, position: int, layer: int) -> tuple[Firing, ...]:
        """Every neuron of `layer` at `position`; those that fired have activation ≠ 0."""
        self.stream(position, layer)
        x = self.recording.middles[layer, position]
        return tuple(
            Firing(name, float(gate), float(value), float(max(gate, 0.0) * value), writes)
            for name, gate, value, writes in self._model.neuron_readings(layer, x)
        )

    def neuron(self, name: str, position: int) -> Firing:
        """The neuron called `name` at `position`. ValueError if there is no such."""
        layer, index = self._model.find_neuron(name)
        return self.neurons(position, layer)[index]

    def addends(self, neuron: str, position: int) -> tuple[Addend, ...]:
        """What the value of a neuron is the sum of. ValueError if there is no such neuron."""
        return self._addends(neuron, position, self._model.neuron(neuron).value)

    def gate_addends(self, neuron: str, position: int) -> tuple[Addend, ...]:
        """What the gate of a neuron compares with its `threshold`: all that it sums, but for its
        constant and its test of the instruction. ValueError if there is no such neuron."""
        gate = self._model.neuron(neuron).gate
        fixed = ("one", "instruction.x", "instruction.y")
        return self._addends(neuron, position, tuple(t for t in gate if t[0] not in fixed))

    def threshold(self, neuron: str, position: int) -> float:
        """What the sum of `gate_addends` has to exceed for the gate to open."""
        summed = sum(addend.product for addend in self.gate_addends(neuron, position))
        return summed - self.neuron(neuron, position).gate

    def _addends(
        self, neuron: str, position: int, terms: Iterable[tuple[str, float]]
    ) -> tuple[Addend, ...]:
        self._check(position)
        x = self.recording.middles[self._model.neuron(neuron).layer, position]
        readings = [(name, c, float(x[COORDINATES.index(name)])) for name, c in terms]
        return tuple(Addend(name, c, reading, c * reading) for name, c, reading in readings)

    def match(self, position: int) -> Match:
        """The address check of the load at `position`; ValueError if no load runs there."""
        if self.tokens[self.look("fetch.opcode", position).winner].text != "i32.load":
            raise ValueError(f"no i32.load runs at position {position} of {self.program.name}")
        neurons = [n for n in self.neurons(position, 4) if n.name.startswith("i32.load: byte if")]
        gates = np.array([neuron.gate for neuron in neurons])
        weights = np.array([dict(neuron.writes)["result"] for neuron in neurons])
        opened = np.maximum(gates, 0.0)
        byte, found = self.look("act.memory", position).output
        wanted = self.look("act.memory", position).query[0]
        return Match(
            float(wanted), float(found), gates, weights, np.abs(weights) * opened,
            float(weights @ opened), float(byte), self.residual("result", position, 4),
        )  # fmt: skip

    def circuit(self, position: int) -> tuple[str, ...]:
        """The heads that decide on the token at `position + 1`: `Model.circuit` of it and of
        the instruction that is fetched here."""
        opcode = self.tokens[self.look("fetch.opcode", position).winner].text
        return self._model.circuit(opcode, self.tokens[position + 1].kind)

    def logits(self, position: int) -> np.ndarray:
        """Logits (vocabulary,) of the token at `position + 1`."""
        self._check(position)
        return self._model.transformer.logits(self.recording.residuals[-1, position])

    def decision(self, position: int) -> Decision:
        """The two highest logits at `position`."""
        logits = self.logits(position)
        second, first = np.argsort(logits, kind="stable")[-2:]
        return Decision(
            VOCABULARY[first].text, float(logits[first]),
            VOCABULARY[second].text, float(logits[second]),
            float(logits[first] - logits[second]),
        )  # fmt: skip

    def candidates(self, position: int, count: int) -> Candidates:
        """The `count` tokens with the highest logits at `position`."""
        logits = self.logits(position)
        best = np.sort(np.argsort(-logits, kind="stable")[:count])
        texts = tuple(VOCABULARY[i].text for i in best)
        result = self.residual("result", position, len(self._model.layer_names) - 1)
        named = np.array([VOCABULARY[i].byte or 0.0 for i in best])  # byte 0 scores 0, too
        scores = 2 * result * named - named**2
        return Candidates(texts, logits[best], int(logits[best].argmax()), scores)

    @property
    def smallest_margin(self) -> float:
        """The least distance between best and second-best logit over all tokens generated."""
        logits = self._logits_of(self.recording, self.prompt_length - 1)
        best = np.partition(logits, -2, axis=1)[:, -2:]
        return float((best[:, 1] - best[:, 0]).min())
