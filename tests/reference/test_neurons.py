"""What the columns mean, and the feed-forward by hand: against weights typed here, by names."""

from fractions import Fraction

import numpy as np
import pytest

from manim_project.reference import textbook

BY_HAND = [  # what a neuron reads, its sum, and where it lays that
    ({"article", "noun"}, 3, {"article", "noun"}),
    ({"content", "noun", "verb"}, 5, {"content", "verb"}),
    ({"article", "content"}, 3, {"article", "content"}),
]


def names(columns: np.ndarray) -> set[str]:
    return {textbook.film_block().columns[c] for c in columns.tolist()}


def test_the_words_are_what_their_columns_say() -> None:
    block = textbook.film_block()
    said = {t: names(np.flatnonzero(x)) for t, x in zip(block.tokens, block.X, strict=True)}
    assert said == {
        "The": {"article", "noun"},
        "cat": {"content", "noun"},
        "slept": {"content", "verb"},
    }


def test_a_side_is_the_sum_of_two_columns_and_is_laid_on_these() -> None:
    block = textbook.film_block()
    for c, side in enumerate(({"article", "noun"}, {"content", "verb"})):
        assert names(np.flatnonzero(block.W_Q[:, c])) == side
        assert names(np.flatnonzero(block.W_O[c])) == side
    assert block.sides == ("noun side", "verb side")


def test_before_it_looked_cat_had_neither_article_nor_verb() -> None:
    block = textbook.film_block()
    was, now = block.X[block.cat], block.x1[block.cat]
    assert names(np.flatnonzero(was == 0)) == {"article", "verb"}
    assert np.rint(now).tolist() == [1, 2, 2, 1]


def test_neurons_by_hand() -> None:
    stream = dict(zip(textbook.film_block().columns, (1, 2, 2, 1), strict=True))
    total = {name: Fraction(value) for name, value in stream.items()}
    for neuron, (reads, amount, writes) in zip(textbook.neurons(), BY_HAND, strict=True):
        assert (names(neuron.reads), names(neuron.writes)) == (reads, writes)
        assert round(neuron.total) == amount == sum(stream[name] for name in reads)
        assert np.rint(neuron.inputs).tolist() == [stream[n] for n in stream if n in reads]
        for name in writes:
            total[name] += amount
    assert list(total.values()) == [7, 10, 5, 6]


def test_neurons_are_all_that_the_feed_forward_does() -> None:
    block = textbook.film_block()
    for token, added, before in zip(block.tokens, block.y, block.pre_activation, strict=True):
        parts = textbook.neurons(token)
        np.testing.assert_allclose(sum(neuron.laid for neuron in parts), added, rtol=1e-14)
        np.testing.assert_allclose([n.inputs.sum() for n in parts], before, rtol=1e-14)
        assert min(before) > 0
    assert set(np.unique([*block.W_1.ravel(), *block.W_2.ravel()])) == {0, 1}
    with pytest.raises(ValueError, match="token 'dog'"):
        textbook.neurons("dog")
