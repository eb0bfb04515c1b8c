"""The sample programs: their traces, and what the machine tells about them."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.command_line import cli
from support.oracle import Outcome
from support.programs import SAMPLES, TEXTS

from manim_project.reference.machine.loader.program import load_program

ROOT = Path(__file__).parents[2]
THREE_PLUS_FIVE = """
{ i32.const 03 00 00 00 i32.const 05 00 00 00 i32.add 00 00 00 00 output 00 00 00 00
halt 00 00 00 00 }
03 00 00 00 commit(+1,sts=1,bt=0) 05 00 00 00 commit(+1,sts=1,bt=0)
08 00 00 00 commit(-1,sts=1,bt=0) out(08) halt
"""
PUSHED_FIVE = 36  # the commit of the second constant: here the machine decides on 08


def test_three_plus_five_token_for_token(machine):
    run = machine.run("three_plus_five")
    assert [token.text for token in run.tokens] == THREE_PLUS_FIVE.split()
    assert run.steps == 5
    kinds = [token.kind for token in run.tokens]
    assert kinds[:3] == ["brace", "opcode", "immediate"]
    assert kinds[27] == "value" and kinds[31] == "commit" and kinds[-2:] == ["out", "halt"]


@pytest.mark.parametrize("name", SAMPLES)
def test_outputs_that_are_text_are_told_as_text(machine, name):
    assert machine.run(name).text == TEXTS.get(name)


def test_a_run_is_kept(machine):
    assert machine.run("countdown") is machine.run("countdown")


def test_lines_partition_the_trace(machine):
    run = machine.run("countdown")
    assert run.lines[0].start == run.prompt_length
    assert run.lines[-1].stop == len(run.tokens)
    assert all(a.stop == b.start for a, b in pairwise(run.lines))
    words = [token.text for token in run.tokens[run.prompt_length :]]
    assert run.generated == len(words)
    assert [run.emitted(line.stop - 1) for line in run.lines] == [
        sum(len(line.text.split()) for line in run.lines[: i + 1]) for i in range(run.steps)
    ]
    assert " ".join(line.text for line in run.lines).split() == words
    ends = [i + 1 for i, line in enumerate(run.lines) if line.text.startswith("branch_taken")]
    rounds = [run.lines[a:b] for a, b in pairwise([0, *ends, run.steps])]
    assert (
        run.rounds
        == tuple(sum(len(line.text.split()) for line in some) for some in rounds)
        == (42, 32, 32)
    )


def test_steps_up_and_down_add_up_to_the_instruction_pointer(machine):
    run = machine.run("countdown")
    look = run.look("count.steps", run.lines[10].stop - 1)  # ten lines on, one jump back by 6
    assert (look.ups, look.downs) == (10.0, 6.0)


def test_instruction_pointer_and_depth_follow_the_program(machine):
    run = machine.run("countdown")
    instructions = run.program.instructions
    depth = 0
    for line, following in pairwise(run.lines):
        assert line.ip_before == pytest.approx(line.instruction, abs=1e-9)
        assert line.depth_before == pytest.approx(depth, abs=1e-9)
        depth += line.stack_delta
        target = instructions[line.instruction].target
        assert following.instruction == (target if line.kind == "branch" else line.instruction + 1)
    assert [line.kind for line in run.lines].count("branch") == 2


def test_both_operands_of_the_addition_are_found(machine):
    run = machine.run("three_plus_five")
    for head, value, depth in (("read.top", 5, 2), ("read.second", 3, 1)):
        look = run.look(head=head, position=PUSHED_FIVE)
        assert look.query == pytest.approx([depth, 1])
        assert look.output[0] == value
        assert run.tokens[look.winner].text == "commit(+1,sts=1,bt=0)"
        assert look.weights[look.winner] == 1 and look.weights.sum() == 1
        assert look.scores == pytest.approx(look.keys @ look.query)
        assert look.margin >= 1 - 2**-4


def test_the_newer_value_at_a_depth_wins_by_its_position(machine):
    look = machine.run("three_plus_five").look(head="read.top", position=PUSHED_FIVE + 5)
    assert list(look.query) == pytest.approx([1, 1])
    assert (look.winner, look.runner_up) == (PUSHED_FIVE + 5, PUSHED_FIVE - 5)
    assert list(look.keys[look.winner] - look.keys[look.runner_up]) == [0, 10 / 2**16]
    assert look.sharpened == pytest.approx(10 * 2**14)
    assert list(look.weights[[look.runner_up, look.winner]]) == [0, 1]


def test_eight_is_written_by_the_adding_neuron(machine):
    run = machine.run("three_plus_five")
    fired = [f for f in run.neurons(position=PUSHED_FIVE, layer=4) if f.activation]
    assert [(f.name, f.activation) for f in fired] == [("i32.add: byte", 8)]
    assert run.neuron("i32.add: byte", position=PUSHED_FIVE) == fired[0]
    written = {w.name: (w.before, w.after) for w in run.writes(position=PUSHED_FIVE, layer=4)}
    assert written["result"] == (0, 8)
    decision = run.decision(position=PUSHED_FIVE)
    assert (decision.token, decision.runner_up, decision.margin) == ("08", "09", 1)
    assert run.logits(position=PUSHED_FIVE).argmax() == run.tokens[PUSHED_FIVE + 1].id


def test_a_token_is_decided_by_the_heads_of_its_instruction(machine):
    run = machine.run("three_plus_five")
    always = ("spell.line", "count.steps", "fetch.opcode")
    reads = ("read.top", "read.second", "act.first", "act.second")
    assert run.circuit(position=PUSHED_FIVE) == always + reads
    assert run.circuit(position=PUSHED_FIVE - 5) == (*always, "fetch.immediate")
    assert run.circuit(position=PUSHED_FIVE - 1) == always  # a commit follows
    assert run.circuit(position=len(run.tokens) - 2) == always  # halt follows
    assert "act.memory" in machine.circuit("i32.load", kind="value")
    assert "read.local" in machine.circuit("local.get", kind="value")
    with pytest.raises(ValueError, match="mul"):
        machine.circuit("i32.mul", kind="value")


def test_value_is_the_sum_of_its_addends_and_candidates_hold_the_decision(machine):
    run = machine.run("three_plus_five")
    addends = run.addends("i32.add: byte", position=PUSHED_FIVE)
    assert {a.name: a.product for a in addends} == {"second_byte": 3, "first_byte": 5, "carry": 0}
    best = run.candidates(position=PUSHED_FIVE, count=7)
    assert best.tokens == ("05", "06", "07", "08", "09", "0A", "0B")
    assert list(best.logits - best.logits[best.winner]) == [-9, -4, -1, 0, -1, -4, -9]
    assert list(best.byte_scores) == [55, 60, 63, 64, 63, 60, 55]
    assert np.ptp(best.logits - best.byte_scores) == 0


def test_a_carry_opens_its_gate_beyond_255(machine):
    run, carry = machine.run("three_plus_five"), "i32.add: carry, z+1"
    compared = {a.name: a.product for a in run.gate_addends(carry, position=PUSHED_FIVE)}
    assert compared == {"second_byte": 3, "first_byte": 5, "carry": 0}
    assert run.threshold(carry, position=PUSHED_FIVE) == 255
    assert run.neuron(carry, position=PUSHED_FIVE).gate == 3 + 5 - 255


def test_layers_write_what_their_parts_write(machine):
    run = machine.run("overwrite")
    position = run.prompt_length + 14
    for layer in range(5):
        parts = run.writes(position, layer, "attention") + run.writes(
            position, layer, "feed-forward"
        )
        assert {w.name for w in run.writes(position, layer)} <= {w.name for w in parts}
        for write in run.writes(position, layer):
            assert run.residual(write.name, position, layer) == write.after
            assert run.residual(write.name, position, layer - 1) == write.before


def test_the_newer_store_wins_and_an_unset_cell_is_zero(machine):
    run = machine.run("overwrite")
    loads = [
        line for line in run.lines
        if run.program.instructions[line.instruction].name == "i32.load"
    ]  # fmt: skip
    first, second, unset = (run.look("act.memory", line.start - 1) for line in loads)
    assert [look.output[0] for look in (first, second)] == [42, 99]
    assert [look.output[1] for look in (first, second)] == [3, 3]
    assert first.winner == second.runner_up < second.winner
    assert second.margin == pytest.approx(second.lead * machine.tie_breaker)
    assert second.lead * machine.tie_breaker == 26 / 2**16
    assert machine.token_limit * machine.tie_breaker == 1  # no lead reaches the next address
    assert 2.0**machine.tie_exponent == machine.tie_breaker == 2**-16
    assert (unset.query[0], *unset.output) == (2, 99, 3)  # the neighbour's byte, and its address
    assert run.residual("result", loads[2].start - 1, 4) == 0


def test_a_load_lets_only_the_address_asked_for_pass(machine):
    run = machine.run("overwrite")
    starts = [
        line.start - 1 for line in run.lines
        if run.program.instructions[line.instruction].name == "i32.load"
    ]  # fmt: skip
    hit, miss = run.match(starts[1]), run.match(starts[2])
    assert (hit.wanted, hit.found, hit.factor, hit.byte, hit.result) == (3, 3, 1, 99, 99)
    assert (miss.wanted, miss.found, miss.factor, miss.byte, miss.result) == (2, 3, 0, 99, 0)
    assert list(hit.parts) == [1, 0, 0] and list(miss.parts) == [2, 2, 0]
    assert [miss.tent(d) for d in (-2, -1, -0.5, 0, 0.5, 1, 2)] == [0, 0, 0.5, 1, 0.5, 0, 0]
    assert list(miss.terms(1)) == [2, -2, 0] and list(miss.terms(0)) == [1, 0, 0]
    assert miss.full_score == 4 and hit.full_score == 9  # nearest is not equal: 3.0018 is less
    assert run.look("act.memory", starts[2]).scores.max() == pytest.approx(3 + 118 / 2**16)
    with pytest.raises(ValueError, match=r"no i32\.load"):
        run.match(starts[0] + 5)


def test_weights_are_told_by_name(machine):
    head = machine.head("read.top")
    assert head.key_rows == (
        (("stack_key", 2.0),),
        (("tie", 1.0), ("stack_key²", -1.0)),
    )
    for row, entries in zip(head.W_K, head.key_rows, strict=True):
        named = {machine.coordinates[i]: row[i] for i in np.flatnonzero(row)}
        assert named == dict(entries)
    size = machine.size
    assert size.heads == tuple(map(len, machine.heads))
    assert size.width == len(machine.coordinates) and size.head_size == 2
    assert machine.layer_names == ("spell", "count", "fetch", "read", "act")


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda run: run.look("read.bottom", 30), "read.top"),
        (lambda run: run.look("read.top", 10**6), "1000000"),
        (lambda run: run.residual("sp", 30, 1), "'sp'"),
        (lambda run: run.residual("ip", 30, 5), "5"),
        (lambda run: run.neuron("i32.mul", 30), "no neuron is called 'i32.mul'"),
        (lambda run: run.writes(30, 1, "both halves"), "feed-forward"),
    ],
)
def test_asking_for_what_is_not_there(machine, ask, named):
    with pytest.raises(ValueError, match=named):
        ask(machine.run("three_plus_five"))


def test_multiplication_says_that_it_is_lowered():
    program = load_program("multiply")
    (note,) = program.notes
    assert note.startswith("i32.mul, written 1×, is lowered to a function of ")
    assert {i.lowered_from for i in program.instructions} == {None, "i32.mul"}


def test_run_prints_trace_and_output():
    done = cli("assets/programs/three_plus_five.wat")
    assert done.returncode == 0 and done.stderr == ""
    assert "i32.add           08 00 00 00 commit(-1,sts=1,bt=0)" in done.stdout
    assert "output: 8\n" in done.stdout


def test_run_prints_json():
    done = cli("fibonacci", "--json")
    told = json.loads(done.stdout)
    assert Outcome(tuple(told["outputs"]), told["result"], None) == SAMPLES["fibonacci"]
    assert told["tokens"][:2] == ["{", "i32.const"] and told["tokens"][-1] == "halt"
    assert told["steps"] == sum(
        text.startswith(("commit", "out")) or text == "halt"
        for text in told["tokens"][told["tokens"].index("}") :]
    )


def test_the_machine_needs_no_manim():
    code = (
        "import sys; sys.modules['manim'] = None\n"
        "import manim_project.studio.commands.run\n"
        "from manim_project.reference.machine import Machine\n"
        "assert Machine().run('three_plus_five').outputs == (8,)\n"
        "assert not any(m.startswith('manim.') for m in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
