"""What each operation of a program cost in tokens."""

from support.cases import named
from support.runs import finished

from manim_project.reference.machine.run.costs import costs


def test_costs_account_for_every_token():
    done = finished(named("a little of everything that costs")).run
    found = {cost.name: cost for cost in costs(done.program, done.lines)}
    assert sum(cost.prompt_tokens for cost in found.values()) == done.prompt_length - 2
    assert sum(cost.trace_tokens for cost in found.values()) == done.generated
    mul, const = found["i32.mul"], found["i32.const"]
    assert (mul.written, mul.executed) == (2, 3) and mul.how.startswith("a function of")
    assert mul.trace_tokens > 3 * 5 * 10 and const.how == "native"
    assert (const.written, const.executed, const.trace_tokens) == (6, 6, 30)
    assert found["if"].how == "i32.eqz and br_if" and found["if"].executed == 1
    assert (found["(data)"].trace_tokens, found["(global)"].trace_tokens) == (15, 10)
