"""Attention worked through by hand: a transformer block of three tokens, a sentence of eight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manim_project.reference.arrays import Floats, Ints, product
from manim_project.reference.softmax import softmax

TOKENS = ("The", "cat", "slept")
COLUMNS = ("article", "content", "noun", "verb")  # what a one in a column of X says of a word
SIDES = ("noun side", "verb side")  # the two numbers of a question, by what W_Q adds up
X = ((1, 0, 1, 0), (0, 1, 1, 0), (0, 1, 0, 1))
W_Q = ((1, 0), (0, 1), (1, 0), (0, 1))
W_K = ((1, 1), (0, 1), (1, 0), (0, 1))
W_V = ((1, 0), (1, 0), (0, 1), (0, 1))
W_V_FILM = ((2, 0), (0, 1), (0, 0), (0, 2))  # so that the three values differ
W_O = ((1, 0, 1, 0), (0, 1, 0, 1))
W_1 = ((1, 0, 1), (0, 1, 1), (1, 1, 0), (0, 1, 0))
W_2 = ((1, 0, 1, 0), (0, 1, 0, 1), (1, 1, 0, 0))

WORD_VECTORS = {
    "angry": (0.95, -0.90),
    "lions": (-0.95, 0.80),
    "hunt": (-0.85, -0.75),
    "zebras": (-0.85, 0.95),
    "while": (-0.20, 0.00),
    "cats": (-0.80, 0.90),
    "sleep": (-0.75, -0.85),
    "peacefully": (0.85, -0.75),
}
QUERY_DEGREES = 30
KEY_DEGREES = 45
VALUE_DEGREES = 60
PLANE_TICK = 1  # the mark on both axes of the plane of words


@dataclass(frozen=True)
class Products:
    """One entry of a row vector times a matrix, product by product."""

    inputs: NDArray  # (m,) the row vector
    column: Ints  # (m,) the matrix's column
    terms: NDArray  # (m,) inputs · column
    total: float  # their sum, the entry


@dataclass(frozen=True)
class Parts:
    """What a token's row of the stream is the sum of: next = x + o + y, bar by bar."""

    x: NDArray  # (4,) what it was
    o: Floats  # (4,) what attention found
    y: Floats  # (4,) what the feed-forward made of it
    next: Floats  # (4,) their sum
    levels: Floats  # (4, 4) 0, x, x + o, x + o + y: where each part begins and ends


@dataclass(frozen=True)
class Block:
    """One transformer block, one head of size 2, no mask: every token sees all three.

    All arrays hold all three tokens; the film follows row `cat`. For that row all entries but
    the following are small integers, shown exactly (in `block`, `z` and what comes after it are
    floats that are integers up to rounding, since all three values are equal and the weights sum
    to 1; `film_block` says how its own are shown). Only ≈ when rounded: `scaled` (2.12, 1.41,
    1.41), `exponentials` (1, 0.49, 0.49), `totals` (1.99) and `weights` (0.50, 0.25, 0.25; to four
    places 0.5035, 0.2483, 0.2483). The shown weights do sum to 1.00, and so do the shown products
    of the `blend` of `block`.
    """

    tokens: tuple[str, ...]
    columns: tuple[str, ...]  # what each number of a word's row means
    sides: tuple[str, ...]  # what each number of a question, a key and a value means
    cat: int  # the row of "cat"
    X: Ints  # (3, 4)
    W_Q: Ints  # (4, 2)
    W_K: Ints  # (4, 2)
    W_V: Ints  # (4, 2)
    W_O: Ints  # (2, 4)
    W_1: Ints  # (4, 3)
    W_2: Ints  # (3, 4)
    queries: Ints  # (3, 2) X W_Q
    keys: Ints  # (3, 2) X W_K
    values: Ints  # (3, 2) X W_V
    mean: Floats  # (2,) of the three values
    score_terms: Ints  # (3, 3, 2) q_i[c] · k_j[c]
    scores: Ints  # (3, 3) q_i · k_j
    size: int  # of the head, 2
    scale: float  # √2, the root of the head's size
    scaled: Floats  # (3, 3) scores / √2
    exponentials: Floats  # (3, 3) e^(scaled − the row's maximum)
    totals: Floats  # (3,) their sum
    weights: Floats  # (3, 3) softmax of scaled
    blend: Floats  # (3, 3, 2) weights[i, j] · v_j
    z: Floats  # (3, 2) the blend's sum over j
    o: Floats  # (3, 4) z W_O
    x1: Floats  # (3, 4) x' = X + o
    pre_activation: Floats  # (3, 3) x' W_1
    h: Floats  # (3, 3) ReLU of that
    y: Floats  # (3, 4) h W_2
    next: Floats  # (3, 4) x' + y

    def products(self, token: str, matrix: str, column: int) -> Products:
        """The products behind entry `column` of `token`'s row times `matrix`.

        The row is x for W_Q, W_K and W_V, z for W_O, x' for W_1, h for W_2; so m is 4, 2, 4, 3.
        Raises ValueError for an unknown token, matrix or column.
        """
        rows: dict[str, NDArray] = {"W_Q": self.X, "W_K": self.X, "W_V": self.X}
        rows |= {"W_O": self.z, "W_1": self.x1, "W_2": self.h}
        if token not in self.tokens:
            raise ValueError(f"token {token!r}: the tokens are {', '.join(self.tokens)}")
        if matrix not in rows:
            raise ValueError(f"matrix {matrix!r}: the matrices are {', '.join(rows)}")
        weights = getattr(self, matrix)
        if column not in range(weights.shape[1]):
            raise ValueError(f"column {column}: {matrix} has columns 0 to {weights.shape[1] - 1}")
        inputs = rows[matrix][self.tokens.index(token)]
        terms = inputs * weights[:, column]
        return Products(inputs, weights[:, column], terms, terms.sum().item())

    def parts(self, token: str = "cat") -> Parts:
        """The parts of `token`'s row of `next`. Raises ValueError for an unknown token."""
        if token not in self.tokens:
            raise ValueError(f"token {token!r}: the tokens are {', '.join(self.tokens)}")
        row = self.tokens.index(token)
        x, o, y = self.X[row], self.o[row], self.y[row]
        levels = np.array([np.zeros(len(x)), x, self.x1[row], self.next[row]])
        return Parts(x=x, o=o, y=y, next=self.next[row], levels=levels)


def block() -> Block:
    """The block of "The cat slept" (attention, residual sum, feed-forward, residual sum)."""
    return _block(W_V)


def film_block() -> Block:
    """The same block with `W_V_FILM`: values (2, 0), (0, 1), (0, 3), mean (0.67, 1.33).

    For *cat*, z ≈ (1.007, 0.993) and next ≈ (7.02, 9.99, 5.02, 5.99). To one decimal, z ≈ [1.0,
    1.0], o ≈ [1.0, 1.0, 1.0, 1.0], h ≈ [3.0, 5.0, 3.0], y ≈ [6.0, 8.0, 3.0, 5.0] and next ≈
    [7.0, 10.0, 5.0, 6.0]: from z on all products and sums come out as shown, x + o + y included.
    The blend does not: to one decimal 0.2 + 0.7 is not 1.0, to two 0.50 · 2 is not 1.01. The
    mean, too, is ≈.
    """
    return _block(W_V_FILM)


def _block(values_matrix: tuple[tuple[int, ...], ...]) -> Block:
    x, w_q, w_k, w_v, w_o, w_1, w_2 = map(np.array, (X, W_Q, W_K, values_matrix, W_O, W_1, W_2))
    queries, keys, values = product(x, w_q), product(x, w_k), product(x, w_v)
    score_terms = queries[:, None] * keys
    scores = score_terms.sum(axis=-1)
    size = queries.shape[1]
    scaled = scores / np.sqrt(size)
    exponentials = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    weights = softmax(scaled)
    blend = weights[:, :, None] * values
    z = blend.sum(axis=1)
    o = product(z, w_o)
    x1 = x + o
    pre_activation = product(x1, w_1)
    h = np.maximum(pre_activation, 0)
    y = product(h, w_2)
    return Block(
        tokens=TOKENS,
        columns=COLUMNS,
        sides=SIDES,
        cat=TOKENS.index("cat"),
        X=x,
        W_Q=w_q,
        W_K=w_k,
        W_V=w_v,
        W_O=w_o,
        W_1=w_1,
        W_2=w_2,
        queries=queries,
        keys=keys,
        values=values,
        mean=values.mean(axis=0),
        score_terms=score_terms,
        scores=scores,
        size=size,
        scale=float(np.sqrt(size)),
        scaled=scaled,
        exponentials=exponentials,
        totals=exponentials.sum(axis=-1),
        weights=weights,
        blend=blend,
        z=z,
        o=o,
        x1=x1,
        pre_activation=pre_activation,
        h=h,
        y=y,
        next=x1 + y,
    )


@dataclass(frozen=True)
class Sentence:
    """Soft attention over eight words in the plane, no mask.

    The rounded percentages of *angry* (34, 3, 7, 4, 9, 4, 8, 30) sum to 99, so they are ≈.
    """

    words: tuple[str, ...]
    angry: int  # the row of "angry"
    vectors: Floats  # (8, 2)
    query_degrees: int  # clockwise turn from vectors to queries, 30°
    key_degrees: int  # 45°
    value_degrees: int  # 60°
    W_Q: Floats  # (2, 2) the turning matrices, for row vectors
    W_K: Floats  # (2, 2)
    W_V: Floats  # (2, 2)
    queries: Floats  # (8, 2)
    keys: Floats  # (8, 2)
    values: Floats  # (8, 2)
    scores: Floats  # (8, 8) q_i · k_j
    gaps: Floats  # (8, 8) how far each score is behind the best of its row
    size: int  # of the head, 2
    beta: float  # the multiplier; dividing by the root of the head's size is 1 / √2
    scaled: Floats  # (8, 8) β · scores
    scaled_gaps: Floats  # (8, 8) β · gaps
    ratios: Floats  # (8, 8) e^(−β · gap): each weight over the best of its row
    weights: Floats  # (8, 8) softmax of scaled
    contributions: Floats  # (8, 8, 2) weights[i, j] · v_j
    outputs: Floats  # (8, 2) their sum over j


def _clockwise(degrees: float) -> Floats:
    """(2, 2) matrix that turns a row vector clockwise: x @ matrix."""
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def sentence(beta: float | None = None) -> Sentence:
    """Attention over "Angry lions hunt zebras, while cats sleep peacefully".

    Without a `beta`, scores are divided by the root of the head's size, as in `block`. Raises
    ValueError for a `beta` that is not finite and above 0.
    """
    words = tuple(WORD_VECTORS)
    vectors = np.array(list(WORD_VECTORS.values()))
    w_q, w_k, w_v = map(_clockwise, (QUERY_DEGREES, KEY_DEGREES, VALUE_DEGREES))
    queries, keys, values = (product(vectors, w) for w in (w_q, w_k, w_v))
    scores = product(queries, keys.T)
    gaps = scores.max(axis=-1, keepdims=True) - scores
    size = queries.shape[1]
    if beta is None:
        beta = 1 / float(np.sqrt(size))
    weights = softmax(scores, beta)
    contributions = weights[:, :, None] * values
    return Sentence(
        words=words,
        angry=words.index("angry"),
        vectors=vectors,
        query_degrees=QUERY_DEGREES,
        key_degrees=KEY_DEGREES,
        value_degrees=VALUE_DEGREES,
        W_Q=w_q,
        W_K=w_k,
        W_V=w_v,
        queries=queries,
        keys=keys,
        values=values,
        scores=scores,
        gaps=gaps,
        size=size,
        beta=beta,
        scaled=beta * scores,
        scaled_gaps=beta * gaps,
        ratios=np.exp(-beta * gaps),
        weights=weights,
        contributions=contributions,
        outputs=contributions.sum(axis=1),
    )
