"""`run --verify` finds a token that is not the argmax, and a look-up that is not the scan's."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from fuzzing.random_programs import random_program
from support.runs import MACHINE

from manim_project.reference.machine import Machine
from manim_project.reference.machine.caches import LayerHulls
from manim_project.reference.machine.loader.program import build_program, load_program
from manim_project.reference.machine.loader.wasm import from_text
from manim_project.reference.machine.run.trace import Run
from manim_project.reference.machine.run.verify import (
    COLUMNS,
    PIECE,
    EveryKey,
    VerificationError,
    verify,
)
from manim_project.studio.commands import run as command

FIBONACCI = MACHINE.run("fibonacci")
IDS = [token.id for token in FIBONACCI.tokens]
PROMPT = FIBONACCI.prompt_length


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(arguments)


def test_a_right_trace_is_verified_and_counted():
    told = []
    found = verify(MACHINE, IDS, PROMPT, lambda *progress: told.append(progress))
    assert len(IDS) > PIECE, "more than one piece"
    assert found.tokens == len(IDS) - PROMPT
    assert found.smallest_margin == pytest.approx(FIBONACCI.smallest_margin)
    heads = sum(MACHINE.size.heads)
    uniform = sum(
        not MACHINE.head(name).query_rows[0] + MACHINE.head(name).query_rows[1]
        for layer in MACHINE.heads
        for name in layer
    )
    assert (found.looking, found.averaging) == (heads - uniform, uniform)
    assert found.lookups == (len(IDS) - 1) * found.looking
    assert found.scores >= found.looking * (len(IDS) - 1) * len(IDS) / 2
    assert told == [(PIECE, len(IDS) - 1), (len(IDS) - 1, len(IDS) - 1)]


@pytest.mark.parametrize("seed", range(3))
def test_random_programs_are_verified(seed):
    program = build_program(from_text(random_program(Random(seed))), f"seed {seed}")
    ids = [token.id for token in MACHINE.run_program(program).tokens]
    assert verify(MACHINE, ids, len(program.prompt)).tokens == len(ids) - len(program.prompt)


@pytest.mark.parametrize("position", [PROMPT, PIECE - 1, PIECE, PIECE + 1, len(IDS) - 1])
def test_any_wrong_token_is_found(position):
    ids = [*IDS]
    ids[position] ^= 1
    with pytest.raises(VerificationError, match=f"^token {position} of the trace is "):
        verify(MACHINE, ids, PROMPT)


@pytest.mark.parametrize("name", ["read.top", "fetch.opcode", "spell.line"])
def test_a_changed_weight_is_found(name):
    layer, index = MACHINE.find_head(name)
    machine = Machine()
    weights = machine.transformer.layers[layer]
    keys = weights.W_K.copy()
    keys[index] *= -1
    layers = list(machine.transformer.layers)
    layers[layer] = replace(weights, W_K=keys)
    machine.transformer = replace(machine.transformer, layers=tuple(layers))
    with pytest.raises(VerificationError, match=r"^token \d+ of the trace is "):
        verify(machine, IDS, PROMPT)


def test_numbers_that_run_off_are_an_error_of_the_weights():
    machine = Machine()
    embedding = np.full_like(machine.transformer.embedding, np.inf)
    with np.errstate(invalid="ignore"):
        machine.transformer = replace(machine.transformer, embedding=embedding)
        with pytest.raises(VerificationError, match=f"^layer {machine.layer_names[0]}, .*without"):
            verify(machine, IDS, PROMPT)


def test_a_hull_that_finds_another_winner_is_found(monkeypatch):
    winners = LayerHulls.winners

    def wrong_once(self, projected):
        found = winners(self, projected)
        if self.count == MACHINE.size.heads[3]:
            found[7, 0] -= 1
        return found

    monkeypatch.setattr(LayerHulls, "winners", wrong_once)
    message = f"^head {MACHINE.heads[3][0]} at token 7: the hull finds token .*, a scan .* token "
    with pytest.raises(VerificationError, match=message):
        verify(MACHINE, IDS, PROMPT)


def test_every_key_is_looked_at_across_columns():
    """More keys than are scored at once, and many that are equal: the latest best of all."""
    random = np.random.default_rng(2)
    count = COLUMNS + 700
    keys = random.integers(-3, 4, size=(count, 2)).astype(float)
    queries = random.integers(-3, 4, size=(70, 2)).astype(float)
    found = EveryKey(MACHINE, count)._scan(queries, np.ascontiguousarray(keys[::-1].T))
    for row, (query, winner) in enumerate(zip(queries, found, strict=True)):
        scores = keys[: count - len(queries) + row + 1] @ query
        assert winner == np.flatnonzero(scores == scores.max())[-1]


@pytest.mark.parametrize("prompt", [0, len(IDS)])
def test_nothing_to_verify_is_refused(prompt):
    with pytest.raises(ValueError, match="nothing to verify"):
        verify(MACHINE, IDS, prompt)


@pytest.mark.parametrize("cache", ["hull", "scan"])
def test_the_command_says_what_it_verified(cache, capsys):
    assert command.main(options("countdown", "--verify", "--cache", cache)) == 0
    assert "verified in one pass over all tokens" in capsys.readouterr().out
    assert command.main(options("countdown", "--verify", "--cache", cache, "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    run = MACHINE.run("countdown")
    assert found["verified"]["tokens"] == run.generated
    assert found["tokens"] == [token.text for token in run.tokens]


def test_what_there_is_of_a_run_that_does_not_end_is_verified(capsys):
    assert command.main(options("countdown", "--verify", "--max-tokens", "150")) == 2
    shown = capsys.readouterr()
    assert "each of the " in shown.out
    assert "no halt within 150 tokens" in shown.err


def test_the_command_fails_for_a_wrong_trace(monkeypatch, capsys):
    right = load_program("countdown")
    ids = [token.id for token in MACHINE.run("countdown").tokens]
    ids[len(right.prompt)] ^= 1
    wrong = Run(MACHINE, right, MACHINE.run("countdown").lines, ids)
    monkeypatch.setattr(Machine, "run_program", lambda *_: wrong)
    assert command.main(options("countdown", "--verify")) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith(f"run: token {len(right.prompt)} of the trace is ")
    assert shown.err.count("\n") == 1
    assert "verified" not in shown.out


def test_an_unknown_cache_is_refused_on_the_command_line(capsys):
    with pytest.raises(SystemExit) as stopped:
        options("countdown", "--cache", "none")
    assert stopped.value.code == 2
    assert "hull" in capsys.readouterr().err
