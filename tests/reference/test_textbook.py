"""The textbook's tables, against literal expectations, scipy, and plain loops over fractions."""

import math
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from manim_project.reference import textbook

CAT = 1


def close(actual, expected, places):
    """Equal when both are rounded as the screen rounds them."""
    np.testing.assert_allclose(actual, expected, rtol=0, atol=0.5 * 10**-places + 1e-9)


def test_block_by_hand():
    block = textbook.block()
    assert block.tokens == ("The", "cat", "slept")
    assert block.cat == CAT
    assert block.queries[CAT].tolist() == [1, 1]
    assert block.keys.tolist() == [[2, 1], [1, 1], [0, 2]]
    assert block.values.tolist() == [[1, 1]] * 3
    assert block.scores[CAT].tolist() == [3, 2, 2]
    close(block.scaled[CAT], [2.12, 1.41, 1.41], 2)
    close(block.exponentials[CAT], [1, 0.49, 0.49], 2)
    close(block.totals[CAT], 1.99, 2)
    close(block.weights[CAT], [0.50, 0.25, 0.25], 2)
    close(block.weights[CAT], [0.5035, 0.2483, 0.2483], 4)
    after = {
        "z": [1, 1],
        "o": [1, 1, 1, 1],
        "x1": [1, 2, 2, 1],
        "pre_activation": [3, 5, 3],
        "h": [3, 5, 3],
        "y": [6, 8, 3, 5],
        "next": [7, 10, 5, 6],
    }
    for name, expected in after.items():
        np.testing.assert_allclose(getattr(block, name)[CAT], expected, rtol=1e-14, err_msg=name)


def test_block_against_plain_loops():
    block = textbook.block()

    def times(row, matrix):
        columns = range(len(matrix[0]))
        return [math.fsum(r * w[c] for r, w in zip(row, matrix, strict=True)) for c in columns]

    for token in range(3):
        x = block.X[token]
        q = times(x, block.W_Q)
        keys = [times(row, block.W_K) for row in block.X]
        values = [times(row, block.W_V) for row in block.X]
        scores = [math.fsum(a * b for a, b in zip(q, k, strict=True)) for k in keys]
        weights = scipy.special.softmax(np.array(scores) / math.sqrt(2))
        z = times(weights, values)
        residual = [a + b for a, b in zip(x, times(z, block.W_O), strict=True)]
        h = [max(0, a) for a in times(residual, block.W_1)]
        following = [a + b for a, b in zip(residual, times(h, block.W_2), strict=True)]
        np.testing.assert_allclose(block.scores[token], scores)
        np.testing.assert_allclose(block.weights[token], weights)
        np.testing.assert_allclose(block.h[token], h)
        np.testing.assert_allclose(block.next[token], following)
        np.testing.assert_allclose(block.score_terms[token].sum(axis=-1), scores)
        np.testing.assert_allclose(block.blend[token].sum(axis=0), z)


@pytest.mark.parametrize(
    ("matrix", "result"),
    [
        ("W_Q", "queries"),
        ("W_K", "keys"),
        ("W_V", "values"),
        ("W_O", "o"),
        ("W_1", "pre_activation"),
        ("W_2", "y"),
    ],
)
def test_products_add_up_to_every_entry(matrix, result):
    block = textbook.block()
    for row, token in enumerate(block.tokens):
        for column in range(getattr(block, matrix).shape[1]):
            entry = block.products(token, matrix, column)
            assert entry.column.tolist() == getattr(block, matrix)[:, column].tolist()
            pairs = zip(entry.inputs.tolist(), entry.column.tolist(), strict=True)
            assert entry.terms.tolist() == [a * b for a, b in pairs]
            assert entry.total == pytest.approx(sum(entry.terms.tolist()))
            assert entry.total == pytest.approx(getattr(block, result)[row, column])


def test_products_of_the_first_query_entry():
    entry = textbook.block().products("cat", "W_Q", 0)
    assert entry.inputs.tolist() == [0, 1, 1, 0]
    assert entry.column.tolist() == [1, 0, 1, 0]
    assert entry.total == 1


@pytest.mark.parametrize(
    ("token", "matrix", "column"), [("dog", "W_Q", 0), ("cat", "W_X", 0), ("cat", "W_Q", 2)]
)
def test_products_name_what_is_unknown(token, matrix, column):
    with pytest.raises(ValueError, match=r"^(token 'dog'|matrix 'W_X'|column 2)"):
        textbook.block().products(token, matrix, column)


def test_sentence_row_of_angry():
    said = textbook.sentence()
    assert said.words[said.angry] == "angry"
    close(said.queries[0], [0.37, -1.25], 2)
    close(said.keys[0], [0.04, -1.31], 2)
    close(said.values[0], [-0.30, -1.27], 2)
    percent = [round(100 * weight) for weight in said.weights[0].tolist()]
    assert percent == [34, 3, 7, 4, 9, 4, 8, 30]
    assert sum(percent) == 99, "so a scene must write ≈"
    close(said.beta, math.sqrt(0.5), 9)
    best, second = sorted(said.scores[0].tolist(), reverse=True)[:2]
    assert (best, second) == (said.scores[0, 0], said.scores[0, 7]), "itself, then peacefully"
    assert f"{best:.3f} {second:.3f} {said.gaps[0, 7]:.2f}" == "1.654 1.446 0.21"
    assert f"{said.beta:.2f} {said.scaled_gaps[0, 7]:.2f}" == "0.71 0.15", "0.71 × 0.21 = 0.1491"
    assert f"{said.ratios[0, 7]:.2f}" == f"{math.exp(-0.15):.2f}" == f"{29.8 / 34.5:.2f}" == "0.86"
    assert f"{said.weights[0, 0]:.1%} {said.weights[0, 7]:.1%}" == "34.5% 29.8%"
    close(said.outputs[0], [-0.319, -0.580], 3)


def test_sentence_turns_and_weights_against_complex_numbers():
    said = textbook.sentence()
    words = [complex(*vector) for vector in said.vectors]
    turned = {}
    for name, degrees in [("queries", 30), ("keys", 45), ("values", 60)]:
        turn = complex(math.cos(math.radians(degrees)), -math.sin(math.radians(degrees)))
        turned[name] = [word * turn for word in words]
        pairs = [[z.real, z.imag] for z in turned[name]]
        np.testing.assert_allclose(getattr(said, name), pairs, atol=1e-15)
    for i, q in enumerate(turned["queries"]):
        scores = [(q * k.conjugate()).real / math.sqrt(2) for k in turned["keys"]]
        weights = scipy.special.softmax(scores)
        np.testing.assert_allclose(said.scaled[i], scores, atol=1e-15)
        np.testing.assert_allclose(said.weights[i], weights)
        blend = sum(w * v for w, v in zip(weights, turned["values"], strict=True))
        np.testing.assert_allclose(said.outputs[i], [blend.real, blend.imag])
        np.testing.assert_allclose(said.contributions[i].sum(axis=0), said.outputs[i])


@pytest.mark.parametrize("beta", [0.25, 1, 7.5, 2**30])
def test_sentence_at_any_multiplier(beta):
    said = textbook.sentence(beta)
    for scores, gaps, weights, output in zip(
        said.scores.tolist(), said.gaps.tolist(), said.weights, said.outputs, strict=True
    ):
        assert gaps == [max(scores) - score for score in scores]
        expected = scipy.special.softmax(beta * np.array(scores))
        np.testing.assert_allclose(weights, expected, rtol=1e-9, atol=1e-300)
        np.testing.assert_allclose(output, expected @ said.values, atol=1e-12)
    ratios = said.weights / said.weights.max(axis=1, keepdims=True)
    np.testing.assert_allclose(said.ratios, ratios, rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(ratios, np.exp(-said.scaled_gaps), rtol=1e-9, atol=1e-300)


def test_a_hard_sentence_reads_and_a_soft_memory_blends():
    hard = textbook.sentence(textbook.HARDNESS)
    assert hard.weights[hard.angry].tolist() == [1.0] + 7 * [0.0]
    assert hard.outputs[hard.angry].tolist() == hard.values[hard.angry].tolist()
    soft = textbook.memory(beta=textbook.sentence().beta)
    assert soft.address == 2
    assert soft.scores.tolist() == [0, 3, 4, 3, 0]
    percent = [round(100 * weight) for weight in soft.weights.tolist()]
    assert percent == [3, 23, 48, 23, 3]
    assert sum(percent) == 100, "adds up as shown"
    permille = [round(1000 * weight) for weight in soft.weights.tolist()]
    assert permille == [28, 234, 475, 234, 28]
    assert sum(permille) == 999, "does not"
    close(soft.output, 52.9, 1)
    exact = [math.exp(-((j - 2) ** 2) / math.sqrt(2)) for j in range(5)]
    blend = math.fsum(e * v for e, v in zip(exact, (17, 25, 42, 99, 120), strict=True))
    assert soft.output == pytest.approx(blend / math.fsum(exact), rel=1e-14)
    assert math.exp(-soft.scaled_gap) == pytest.approx(soft.weights[1] / soft.weights[2])
    assert soft.ratio == pytest.approx(soft.weights[1] / soft.weights[2])
    assert f"{soft.ratio:.2f}" == f"{23.4 / 47.5:.2f}" == f"{math.exp(-0.71):.2f}" == "0.49"
    assert textbook.memory().ratio == 0.0


def test_parabola_of_every_address():
    for count in (2, 5, 8, 100):
        for i in range(count):
            keys = textbook.parabola(count, i)
            assert keys.keys.tolist() == [[2 * j, -j * j] for j in range(count)]
            assert keys.query.tolist() == [i, 1]
            assert keys.products.tolist() == [2 * i * j for j in range(count)]
            assert keys.squares.tolist() == [-j * j for j in range(count)]
            assert keys.scores.tolist() == [2 * i * j - j * j for j in range(count)]
            assert keys.scores.tolist() == (keys.square - keys.distances).tolist()
            assert keys.winner == i
            assert keys.runner_up in (i - 1, i + 1)
            assert keys.gap == 1
            assert keys.misses.tolist() == [abs(i - j) for j in range(count)]
            assert keys.edges.tolist() == [[2, -1 - 2 * j] for j in range(count - 1)]
            assert keys.edge_scores.tolist() == [2 * (i - j) - 1 for j in range(count - 1)]
            assert keys.edge_scores.tolist() == np.diff(keys.scores).tolist()
            assert (keys.edge_scores > 0).tolist() == [j < i for j in range(count - 1)]


def test_a_line_square_to_the_query_has_one_score():
    for i in range(5):
        table = textbook.parabola(5, i)
        for key, score in zip(table.keys.tolist(), table.scores.tolist(), strict=True):
            for across in (0, 1, -7):
                x, y = key + across * np.array(textbook.right_angle(i).step)
                assert i * x + y == score
            x, y = key[0] + table.unit[0], key[1] + table.unit[1]  # one unit further out
            assert i * x + y == pytest.approx(score + table.length)


def test_parabola_between_addresses():
    assert textbook.parabola(i=3.5).gap == 0
    assert textbook.parabola(i=3.5).edge_scores.tolist() == [6, 4, 2, 0, -2, -4, -6]
    assert textbook.parabola(i=3.5).misses.tolist() == [3.5, 2.5, 1.5, 0.5, 0.5, 1.5, 2.5, 3.5]
    assert textbook.parabola(i=3.25).winner == 3
    assert textbook.parabola(i=3.25).gap == pytest.approx(0.5)


@given(st.integers(2, 20), st.data())
def test_feet_are_projections(count, data):
    keys = textbook.parabola(count, data.draw(st.floats(0, count - 1)))
    for key, foot, along in zip(keys.keys, keys.feet, keys.along, strict=True):
        assert foot[0] - foot[1] * keys.i == pytest.approx(0, abs=1e-9), "on the query's line"
        assert (key - foot) @ keys.query == pytest.approx(0, abs=1e-9), "at a right angle"
        assert math.copysign(math.hypot(*foot), along) == pytest.approx(along)


@pytest.mark.parametrize(("count", "i"), [(1, 0), (8, 8), (8, -1), (8, math.nan)])
def test_parabola_refuses_what_it_has_no_key_for(count, i):
    with pytest.raises(ValueError, match=r"^(count|i) "):
        textbook.parabola(count, i)


def test_memory_reads_every_slot_exactly():
    for address in range(5):
        read = textbook.memory(address)
        assert read.output == read.values[address]
        assert read.weights.tolist() == [float(j == address) for j in range(5)]
        assert read.contributions.sum() == read.output
        assert read.gap == read.scores[address] - read.scores[read.runner_up] == 1
        assert read.scaled_gap == read.beta == 2**30
    assert read.values.tolist() == textbook.sharpening().values.tolist(), "one memory"


@pytest.mark.parametrize("address", [-1, 5, 2.5])
def test_memory_refuses_an_address_without_a_slot(address):
    with pytest.raises(ValueError, match="address"):
        textbook.memory(address)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=40))
def test_running_sum_is_the_mean_times_the_count(deltas):
    run = textbook.running_sum(deltas)
    for t in range(len(deltas)):
        seen = deltas[: t + 1]
        assert run.counts[t] == len(seen)
        assert run.means[t] == pytest.approx(float(Fraction(sum(seen), len(seen))), abs=1e-10)
        assert run.sums[t] == pytest.approx(sum(seen), abs=1e-9)
        assert run.weights[t].tolist() == [1 / len(seen)] * len(seen) + [0.0] * (
            len(deltas) - len(seen)
        )


def test_running_sum_of_the_film_goes_round():
    sums = textbook.running_sum().sums
    np.testing.assert_allclose(sums, [1, 2, 3, 4, 1, 2, 3, 4, 5, 6], atol=1e-12)


@pytest.mark.parametrize("deltas", [[], [math.nan], [[1, 2]]])
def test_running_sum_refuses_what_has_no_sum(deltas):
    with pytest.raises(ValueError, match="deltas"):
        textbook.running_sum(deltas)


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=20), st.floats(0, 30))
def test_levelling_is_heat_that_stays_in_a_rod(heights, time):
    n = len(heights)
    flow = np.diff(np.eye(n), axis=0)  # each boundary's difference
    rates = -flow.T @ flow
    slowest = -np.sort(np.linalg.eigvalsh(rates))[-2]
    oracle = expm(rates * time / slowest) @ heights
    levelled = textbook.levelled(heights, time)
    np.testing.assert_allclose(levelled, oracle, atol=1e-8)
    assert levelled.sum() == pytest.approx(sum(heights), abs=1e-9)


@pytest.mark.parametrize("heights, time", [([1.0], 1.0), ([1.0, 2.0], -1.0)])
def test_levelling_refuses_what_cannot_flow(heights, time):
    with pytest.raises(ValueError, match="heights"):
        textbook.levelled(heights, time)


def test_two_builds_are_equal():
    builds = (
        textbook.block, textbook.film_block, textbook.sentence, textbook.parabola,
        textbook.running_sum, textbook.float_ruler, textbook.outlier, textbook.asked,
        textbook.straight,
    )  # fmt: skip
    for build in builds:
        first, second = build(), build()
        assert first is not second
        for field in fields(first):
            pair = getattr(first, field.name), getattr(second, field.name)
            assert np.array_equal(*pair), field.name


@pytest.mark.parametrize("beta", [0.1, 1.0, 10.0, 745.0, 746.0])
def test_sharpened_weights_are_the_exponentials_of_the_losses(beta: float) -> None:
    told = textbook.sharpened(8, 3, beta)
    parts = [Decimal(-beta * (3 - j) ** 2).exp() for j in range(8)]
    exact = [float(part / sum(parts)) for part in parts]
    np.testing.assert_allclose(told.weights, exact, rtol=1e-12, atol=5e-324)
    assert told.second == max(np.delete(told.weights, 3))
    assert told.alone == (told.second == 0) == (told.second_order is None)


def test_one_key_is_alone_from_746_on_as_the_least_float_says() -> None:
    alone = textbook.alone_from(8, 3)
    assert alone.beta == 746 and alone.alone and alone.weights[3] == 1.0
    assert not textbook.sharpened(8, 3, 745).alone
