"""The hull cache finds what a scan of all keys finds, on every head at every token."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from fuzzing.random_programs import random_program
from support.cases import named
from support.runs import MACHINE, finished

from manim_project.reference.hull.hull_cache import scan
from manim_project.reference.machine.caches import HullsCache, LayerHulls, ScanCache
from manim_project.reference.machine.circuits.tokens import STOP_IDS
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text
from manim_project.reference.machine.transformer import Layer, Transformer

MODEL = MACHINE.transformer
CASES = ("countdown", "overwrite", "fibonacci")
SEEDS = range(4)
LIMIT = 3000


@cache
def of_seed(seed: int, cache: str = "hull") -> list[int]:
    """The tokens of a random program and its trace."""
    prompt = build_program(from_text(random_program(Random(seed))), f"seed {seed}").prompt
    return [*prompt, *(t for t, _ in MODEL.generate(prompt, STOP_IDS, LIMIT, cache))]


def tokens(name: str) -> list[int]:
    return finished(named(name)).ids


def scan_winners(queries: np.ndarray, keys: np.ndarray) -> list[int]:
    """For every row p of (n, 2) the winner among the keys to p; exact where scores are close."""
    scores = np.where(np.tri(len(keys), dtype=bool), queries @ keys.T, -np.inf)
    best = scores.max(axis=1)
    winners = scores.argmax(axis=1)
    close = (scores >= (best - 1e-6 * (1 + abs(best)))[:, None]).sum(axis=1) > 1
    for p in np.flatnonzero(close).tolist():
        winners[p] = scan(keys[: p + 1], queries[p]).winner
    return winners.tolist()


@pytest.mark.parametrize("program", [*CASES, *SEEDS])
def test_each_head_finds_the_winner_of_the_scan(program):
    ids = of_seed(program) if program in SEEDS else tokens(program)
    recording = MODEL.record(ids[:-1])
    for number, layer in enumerate(MODEL.layers):
        hulls = LayerHulls(layer)
        # (n, 3, H, 2) → (n, 3·H·2), as the layer projects them
        of_layer = [a[number] for a in (recording.queries, recording.keys, recording.values)]
        projected = np.stack(of_layer).transpose(2, 0, 1, 3)
        found = hulls.winners(projected.reshape(len(projected), -1))
        for head, name in enumerate(MACHINE.heads[number]):
            wanted = scan_winners(projected[:, 0, head], projected[:, 1, head])
            assert found[:, head].tolist() == wanted, name


@pytest.mark.parametrize("seed", SEEDS)
def test_both_caches_generate_the_same_tokens(seed):
    assert of_seed(seed) == of_seed(seed, "scan")


def test_pieces_of_any_size_leave_the_same_stream():
    ids = tokens("fibonacci")
    by_scan = MODEL.advance(ScanCache(MODEL.layers), ids)
    for size in (1, 7, len(ids)):
        cache = HullsCache(MODEL.layers)
        pieces = [MODEL.advance(cache, ids[at : at + size]) for at in range(0, len(ids), size)]
        assert cache.length == len(ids)
        np.testing.assert_allclose(np.concatenate(pieces), by_scan, rtol=1e-9, atol=1e-9)


def random_layer(heads: int, width: int, seed: int = 5) -> Layer:
    random = np.random.default_rng(seed)
    several = {name: random.normal(size=(heads, 2, width)) for name in ("W_Q", "W_K", "W_V")}
    return Layer(
        **several,
        W_O=random.normal(size=(heads, width, 2)) / 4,
        W_gate=random.normal(size=(3, width)),
        W_value=random.normal(size=(3, width)) / 4,
        W_out=random.normal(size=(width, 3)) / 4,
    )


def test_queries_in_all_directions_and_heads_that_average():
    """Weights of no machine: the cache knows only what a transformer is."""
    random = np.random.default_rng(3)
    layers = [random_layer(5, 6, seed) for seed in (1, 2)]
    layers[0].W_Q[[1, 3]] = 0.0  # these average
    layers[0].W_Q[2, 1] = 0.0  # this one asks along the level
    layers[1].W_K[4] = layers[1].W_K[0]
    model = Transformer(
        random.normal(size=(20, 6)), np.zeros((3, 6)), tuple(layers), random.normal(size=(20, 6))
    )
    ids = random.integers(20, size=300).tolist()
    # Tokens repeat and there are no positions, so keys do, too; of level keys the values agree
    # in layer 0. In layer 1 the averages make all keys differ.
    by_hull, by_scan = (model.advance(model.cache(kind), ids) for kind in ("hull", "scan"))
    np.testing.assert_allclose(by_hull, by_scan, rtol=1e-9, atol=1e-9)


def test_heads_with_equal_key_weights_share_a_hull():
    layer = random_layer(4, 6)
    layer.W_K[2] = layer.W_K[0]
    assert len(LayerHulls(layer).hulls) == 3
    layer.W_K[2, 1, 3] = np.nextafter(layer.W_K[2, 1, 3], 9)
    assert len(LayerHulls(layer).hulls) == 4


def test_a_hull_is_refused_for_keys_of_three_numbers():
    wide = replace(
        random_layer(2, 6), **{name: np.zeros((2, 3, 6)) for name in ("W_Q", "W_K", "W_V")}
    )
    with pytest.raises(ValueError, match="two-dimensional keys; these have 3 numbers"):
        HullsCache([wide])


def test_an_unknown_cache_is_refused():
    with pytest.raises(ValueError, match="no cache is called 'fast'; there are hull, scan"):
        next(MODEL.generate([0], STOP_IDS, 10, "fast"))


def test_caches_say_how_much_memory_they_take():
    ids = tokens("countdown")
    hull, by_scan = HullsCache(MODEL.layers), ScanCache(MODEL.layers, capacity=len(ids))
    for one in (hull, by_scan):
        MODEL.advance(one, ids)
    heads = sum(MACHINE.size.heads)
    assert by_scan.nbytes == len(ids) * heads * 4 * 8  # key and value, two float64 each
    assert hull.nbytes > len(ids) * sum(len(layer.hulls) for layer in hull.layers) * 2 * 8
