"""What a token and its position put into the residual stream, and how logits are read from it."""

from __future__ import annotations

import numpy as np

from manim_project.reference.machine.circuits.residual import BITS, NOTHING, Linear
from manim_project.reference.machine.circuits.residual import coordinate as c
from manim_project.reference.machine.circuits.tokens import OPCODE_POINTS, VOCABULARY, Token

PARKED = -1  # the address of a key that writes nothing; real addresses start at 0
CLASS_LOGIT = 2.0**17  # above every 2rb − b² ≤ 255², so the class is decided before the byte


def _embed(token: Token) -> Linear:
    x = NOTHING
    if token.kind == "opcode":
        x_point, y_point = OPCODE_POINTS[token.text]
        x += x_point * c("op.x") + y_point * c("op.y")
    if token.kind != "value":
        x += c("mark")
    if token.kind == "value":
        byte = token.byte or 0
        x += byte * c("byte") + token.carry * c("carry")
        for bit in BITS:
            x += (byte >> bit & 1) * c(f"bit{bit}")
    if token.kind == "branch":
        x += c("branch_mark")
    if token.kind in ("commit", "out"):
        x += token.stack_change * c("Δstack") + token.calls * c("Δcalls")
        # A taken branch moves ip by the bytes on its line, which layer 0 adds.
        x += c("bt") if token.branched else c("Δip")
    x += c("sts") if token.stored else _parked("stack_key")
    x += c("called") if token.calls > 0 else _parked("call_key")
    return x


def _parked(key: str) -> Linear:
    return PARKED * c(key) + PARKED**2 * c(f"{key}²")


def embedding() -> np.ndarray:
    """The embedding matrix, (vocabulary, d)."""
    return np.stack([_embed(token).vector() for token in VOCABULARY])


def position_weights(positions: int) -> np.ndarray:
    """What 1, p and p² are multiplied by and added to a token's embedding, (3, d).

    The tie-breaker grows by 1/positions with p: below the gap of 1 between addresses for all p.
    """
    always = c("one") + c("class.byte")  # a byte comes next unless a neuron says otherwise
    always += _parked("local_key") + _parked("memory_key")
    by_position = c("pos") + 1 / positions * c("tie") + c("byte_index")
    return np.stack([always.vector(), by_position.vector(), c("pos²").vector()])


def _logit(token: Token) -> Linear:
    if token.kind == "value":
        score = CLASS_LOGIT * c("class.byte'" if token.carry else "class.byte")
    elif token.kind == "out":
        score = CLASS_LOGIT * c("class.out")
    elif token.kind in ("commit", "branch", "halt", "trap"):
        score = CLASS_LOGIT * c(f"class.{token.text}")
    else:
        return NOTHING  # program tokens are never emitted: logit 0
    if token.byte is not None:
        score += 2 * token.byte * c("result") - token.byte**2
    return score


def unembedding() -> np.ndarray:
    """The output head, (vocabulary, d): logit = H·class + 2·result·b − b²."""
    return np.stack([_logit(token).vector() for token in VOCABULARY])
