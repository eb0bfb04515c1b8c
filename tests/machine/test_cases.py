"""One table of programs through every backend: all do what is stated by hand."""

from __future__ import annotations

import re
from itertools import islice

import pytest
from support.cases import CASES, Case
from support.oracle import wasmtime_outcome
from support.programs import SAMPLES
from support.runs import MACHINE, finished

from manim_project.reference.machine.circuits.limits import POSITIONS
from manim_project.reference.machine.circuits.tokens import STOP_IDS
from manim_project.reference.machine.loader.program import PROGRAMS
from manim_project.reference.machine.run.verify import verify

# Tokens of a trace that all keys are scanned for; longer ones have the same in every round.
SCANNED, VERIFIED = 600, 4000

each_case = pytest.mark.parametrize("case", CASES, ids=str)


def test_names_are_unique_and_every_sample_is_there():
    assert len({case.name for case in CASES}) == len(CASES)
    assert {path.stem for path in PROGRAMS.glob("*.wat")} == {*SAMPLES}


@each_case
def test_wasmtime_does_what_is_stated(case: Case):
    assert wasmtime_outcome(case.wat) == case.expected


@each_case
def test_the_machine_does_what_is_stated(case: Case):
    run, outcome, message = finished(case)
    assert outcome == case.expected
    assert run.steps == len(run.lines) > 0
    last = run.lines[-1]
    if outcome.trap:
        assert re.search(case.says, message), message
        assert last.kind == "trap" and run.tokens[-1].text.startswith("trap(")
        assert run.steps > 1  # the trace so far is kept
    else:
        assert last.kind == "halt"
        assert last.depth_before == pytest.approx(int(outcome.result is not None), abs=1e-9)


@each_case
def test_a_scan_of_all_keys_generates_the_same_tokens(case: Case):
    run, ids = finished(case).run, finished(case).ids
    tokens = MACHINE.transformer.generate(run.program.prompt, STOP_IDS, POSITIONS, "scan")
    trace = ids[run.prompt_length :][:SCANNED]
    assert [token for token, _ in islice(tokens, SCANNED)] == trace


@each_case
def test_one_pass_over_all_tokens_verifies_them(case: Case):
    """Each is the best by far: byte logits are 1 apart; addresses are off an integer by 1e-12."""
    run, ids = finished(case).run, finished(case).ids
    ids = ids[: run.prompt_length + VERIFIED]
    found = verify(MACHINE, ids, run.prompt_length)
    assert found.tokens == len(ids) - run.prompt_length
    assert found.lookups == (len(ids) - 1) * found.looking
    assert found.smallest_margin > 0.999999
