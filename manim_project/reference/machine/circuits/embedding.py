"""What a token and its position put into the residual stream, and how logits are read from it."""

from __future__ import annotations

import numpy as np

from ..residual import NOTHING, Linear, commit_class
from ..residual import coordinate as c
from ..tokens import OPCODE_POINTS, VOCABULARY, Token

TIE = 2.0**-16  # the tie-breaker per position: below the gap of 1 between addresses to p = 65,535
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
        x += (token.byte or 0) * c("byte") + token.carry * c("carry")
    if token.kind == "branch":
        x += c("branch_mark")
    if token.kind in ("commit", "out"):
        x += token.stack_change * c("Δstack")
        # A taken branch moves ip by the bytes on its line, which layer 0 adds.
        x += c("bt") if token.branched else c("Δip")
    x += c("sts") if token.stored else PARKED * c("stack_key") + PARKED**2 * c("stack_key²")
    return x


def embedding() -> np.ndarray:
    """The embedding matrix, (vocabulary, d)."""
    return np.stack([_embed(token).vector() for token in VOCABULARY])


def position_weights() -> np.ndarray:
    """What 1, p and p² are multiplied by and added to a token's embedding, (3, d)."""
    always = c("one") + c("class.byte")  # a byte comes next unless a neuron says otherwise
    for key in ("local_key", "memory_key"):
        always += PARKED * c(key) + PARKED**2 * c(f"{key}²")
    by_position = c("pos") + TIE * c("tie") + c("byte_index")
    return np.stack([always.vector(), by_position.vector(), c("pos²").vector()])


def _logit(token: Token) -> Linear:
    if token.kind == "value":
        score = CLASS_LOGIT * c("class.byte'" if token.carry else "class.byte")
    elif token.kind == "commit":
        change = (token.stack_change, token.stored, token.branched)
        score = CLASS_LOGIT * c(commit_class(change))
    elif token.kind in ("out", "halt", "trap"):
        score = CLASS_LOGIT * c(f"class.{token.kind}")
    elif token.kind == "branch":
        score = CLASS_LOGIT * c("class.branch_taken")
    else:
        return NOTHING  # program tokens are never emitted: logit 0
    if token.byte is not None:
        score += 2 * token.byte * c("result") - token.byte**2
    return score


def unembedding() -> np.ndarray:
    """The output head, (vocabulary, d): logit = H·class + 2·result·b − b²."""
    return np.stack([_logit(token).vector() for token in VOCABULARY])
