"""What a run can be asked for: lines of the trace, look-backs, writes, neurons, decisions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Line:
    """One line of the trace: what one instruction did.

    kind: value, branch, out, halt or trap. `value`: the unsigned number its bytes spell, or None.
    `ip_before` and `depth_before` are what layer 1 of the machine put into its residual stream at
    the token before the line; averaging leaves them off an integer by about 1e-12.
    """

    kind: str
    start: int  # index of its first token
    stop: int  # one past its last token
    text: str
    value: int | None
    instruction: int
    stack_delta: int
    ip_before: float
    depth_before: float


@dataclass(frozen=True)
class Look:
    """What one head did at one position p; keys, values, scores and weights have p + 1 rows.

    `scores` are q·k, before the multiplier T. `margin` is the winner's score less the runner-up's,
    `sharpened` is T times that; at position 0 there is no runner-up (−1, infinite margin).
    """

    head: str
    position: int
    query: np.ndarray  # (2,)
    keys: np.ndarray  # (p + 1, 2)
    values: np.ndarray  # (p + 1, 2)
    scores: np.ndarray  # (p + 1,)
    weights: np.ndarray  # (p + 1,)
    winner: int
    runner_up: int
    margin: float
    sharpened: float
    output: np.ndarray  # (2,)

    @property
    def lead(self) -> int:
        """How many tokens later than the runner-up the winner stands."""
        return self.winner - self.runner_up

    @property
    def ups(self) -> float:
        """The sum of the positive second values."""
        return float(self.values[:, 1].clip(min=0.0).sum())

    @property
    def downs(self) -> float:
        """The sum of the negative second values, without its sign."""
        return -float(self.values[:, 1].clip(max=0.0).sum())


@dataclass(frozen=True)
class Write:
    """A residual coordinate that a layer changed."""

    name: str
    before: float
    after: float


@dataclass(frozen=True)
class Firing:
    """One neuron at one position: activation = value·ReLU(gate), added times each coefficient."""

    name: str
    gate: float
    value: float
    activation: float
    writes: tuple[tuple[str, float], ...]  # (coordinate, coefficient)


@dataclass(frozen=True)
class Match:
    """How a load checks that the byte its head found is the one it asked for.

    The neurons "i32.load: byte if found" add byte·weight·ReLU(gate) to the result. Their gates are
    found − wanted + 1, + 0 and − 1, their weights 1, −2 and 1: the sum is 1 if the addresses agree
    and 0 if they are further apart, a tent: `parts`, |weight|·ReLU(gate), first − second + third.
    """

    wanted: float
    found: float
    gates: np.ndarray  # (3,)
    weights: np.ndarray  # (3,)
    parts: np.ndarray  # (3,)
    factor: float
    byte: float
    result: float

    @property
    def difference(self) -> float:
        """found − wanted."""
        return self.found - self.wanted

    @property
    def full_score(self) -> float:
        """What a key of the wanted address would score, w·2w − w², but for the tie-breaker."""
        return self.wanted * (2 * self.wanted) - self.wanted**2

    def terms(self, difference: float) -> np.ndarray:
        """weight·ReLU(gate), (3,), for another difference found − wanted."""
        gates = self.gates - self.difference + difference
        return self.weights * np.maximum(gates, 0.0)

    def tent(self, difference: float) -> float:
        """The factor for another difference found − wanted: the sum of its terms."""
        return float(self.terms(difference).sum())

    def passed(self, difference: float) -> float:
        """What is left of the byte for another difference found − wanted."""
        return self.byte * self.tent(difference)


@dataclass(frozen=True)
class Addend:
    """One summand of a neuron's value: a coordinate's reading times its weight."""

    name: str
    coefficient: float
    reading: float
    product: float


@dataclass(frozen=True)
class Candidates:
    """The best n tokens in the vocabulary's order, their logits, and which of them is best.

    `byte_scores` is the part of a logit that depends on the byte b that a token names, 2·r·b − b²
    for the result r in the residual stream; 0 for a token that names none.
    """

    tokens: tuple[str, ...]
    logits: np.ndarray  # (n,)
    winner: int
    byte_scores: np.ndarray  # (n,)


@dataclass(frozen=True)
class Decision:
    """Which token the logits chose, and which came second."""

    token: str
    logit: float
    runner_up: str
    runner_up_logit: float
    margin: float
