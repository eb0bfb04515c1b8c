"""Functions, recursion, tables of branches, globals and data: each as wasmtime runs it."""

from __future__ import annotations

import pytest
from support.oracle import wasmtime_outcome, wasmtime_run

from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.loader.program import build_program
from manim_project.reference.machine.loader.wasm import from_text
from manim_project.reference.machine.run.costs import costs
from manim_project.reference.machine.run.trace import Run

IMPORT = '(module (import "env" "output" (func $output (param i32))) (memory 1)'
PROGRAMS = {
    "recursion": f"""{IMPORT} (func $fib (param i32) (result i32)
        local.get 0 i32.const 2 i32.lt_u if local.get 0 return end
        local.get 0 i32.const 1 i32.sub call $fib local.get 0 i32.const 2 i32.sub call $fib i32.add)
        (func (export "main") (result i32) i32.const 7 call $fib))""",
    "two functions that call each other": f"""{IMPORT}
        (func $even (param i32) (result i32)
          local.get 0 i32.eqz if i32.const 1 return end
          local.get 0 i32.const 1 i32.sub call $odd)
        (func $odd (param i32) (result i32)
          local.get 0 i32.eqz if i32.const 0 return end
          local.get 0 i32.const 1 i32.sub call $even)
        (func (export "main") i32.const 9 call $even call $output i32.const 9 call $odd
          call $output))""",
    "main calls itself": f"""{IMPORT} (global $n (mut i32) (i32.const 0))
        (func $main (export "main") (result i32)
          global.get $n i32.const 1 i32.add global.set $n
          global.get $n i32.const 4 i32.lt_u if i32.const 9 call $main i32.add drop end
          global.get $n call $output global.get $n))""",
    "locals begin as 0 in every call": f"""{IMPORT}
        (func $f (param i32) (result i32) (local i32 i32)
        local.get 1 call $output
        block i32.const 0 br_if 0 end
        local.get 2 call $output
        local.get 0 i32.const 7 i32.add local.tee 1 local.set 2
        local.get 0 if local.get 0 i32.const 1 i32.sub call $f drop end
        local.get 1 local.get 2 i32.add)
        (func (export "main") (result i32) i32.const 3 call $f i32.const 1 call $f i32.add))""",
    "parameters in order, no result": f"""{IMPORT} (func $f (param i32 i32 i32) (local i32)
        i32.const 90 local.set 3 local.get 2 local.get 1 local.get 0
        call $output call $output call $output local.get 3 call $output)
        (func (export "main") i32.const 50 i32.const 1 i32.const 2 i32.const 3 call $f
          call $output))""",
    "return leaves a callers stack alone": f"""{IMPORT} (func $f (param i32) (result i32)
        i32.const 1 i32.const 2 i32.const 3
        block (result i32) i32.const 4 i32.const 5 local.get 0 br_if 0 return end
        local.get 0 br_if 0
        drop i32.const 6 br 0)
        (func (export "main") i32.const 70 i32.const 0 call $f call $output i32.const 1 call $f
          call $output call $output))""",
    "a table of branches": f"""{IMPORT} (func $choose (param i32) (result i32)
        block block block block i32.const 8 i32.const 9 local.get 0 br_table 0 1 2 0 3 1 end
        i32.const 10 return end i32.const 20 return end i32.const 30 return end i32.const 40)
        (func (export "main")
        {" ".join(f"i32.const {k} call $choose call $output" for k in range(-1, 7))}))""",
    "a table carries a value": f"""{IMPORT} (func $f (param i32) (result i32)
        block (result i32) block (result i32) i32.const 1 i32.const 2 i32.const 3
        local.get 0 br_table 0 1 end i32.const 100 i32.add end)
        (func (export "main") i32.const 0 call $f call $output
          i32.const 1 call $f call $output))""",
    "globals, and slots after them": f"""{IMPORT} (global $a (mut i32) (i32.const -7))
        (global $b (mut i32) (i32.const 0)) (global $c i32 (i32.const 0x01020304))
        (func $f (param i32) (result i32) (local i32)
          local.get 0 global.get $a i32.add global.set $a i32.const 77 local.set 1
          global.get $b local.get 1 i32.add global.set $b global.get $a)
        (func (export "main") (result i32) (local i32) i32.const 55 local.set 0
          i32.const 3 call $f i32.const 4 call $f i32.add call $output
          global.get $b call $output local.get 0 call $output global.get $c))""",
    "data, one over the other": f"""{IMPORT}
        (data (i32.const 10) "Hello") (data (i32.const 12) "y\\00") (data (i32.const 65535) "!")
        (func (export "main") (result i32) (local i32) i32.const 9 local.set 0
          loop local.get 0 i32.load8_u call $output
            local.get 0 i32.const 1 i32.add local.tee 0 i32.const 17 i32.ne br_if 0 end
          i32.const 0 i32.load8_u offset=65535 call $output memory.size))""",
    "select": f"""{IMPORT} (func (export "main") (result i32)
        i32.const 0x01020304 i32.const 0x05060708 i32.const 0 select
        i32.const 0x11121314 i32.const 0x15161718 i32.const 0x10000 select i32.add))""",
}
TRAPS = {
    "unreachable": '(module (func $f unreachable) (func (export "main") call $f))',
    "integer divide by zero": """(module (func (export "main")
        i32.const 7 i32.const 0 i32.rem_s drop))""",
    "integer overflow": """(module (func (export "main")
        i32.const 0x80000000 i32.const -1 i32.div_s drop))""",
    "out of bounds memory access": f"""{IMPORT} (func $f (param i32) (result i32)
        local.get 0 i32.load16_u) (func (export "main") i32.const 65535 call $f drop))""",
    "call stack exhausted": '(module (func $f call $f) (func (export "main") call $f))',
}


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine()


def run(machine: Machine, wat: str, name: str) -> Run:
    return machine.run_program(build_program(from_text(wat), name))


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_answers_as_wasmtime_does(machine, name):
    done = run(machine, PROGRAMS[name], name)
    assert (done.outputs, done.result) == wasmtime_run(PROGRAMS[name])
    assert done.outputs or done.result is not None
    assert done.smallest_margin > 0.999999
    assert done.lines[-1].depth_before == pytest.approx(int(done.result is not None), abs=1e-9)


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_has_wasmtimes_name(machine, name):
    expected = wasmtime_outcome(TRAPS[name]).trap
    assert expected and name in expected
    with pytest.raises(ExecutionError, match=r"trap at instruction .*, operation") as stopped:
        run(machine, TRAPS[name], name)
    assert stopped.value.trap == expected
    done = stopped.value.run
    assert done.lines[-1].kind == "trap" and done.tokens[-1].text.startswith("trap(")
    assert done.steps == len(done.lines) > 1  # the trace so far is kept


def test_calls_nest_as_deep_as_there_are_exact_addresses(machine):
    """A thousand calls are open at once, and each has a local of its own."""
    wat = f"""{IMPORT} (func $sum (param i32) (result i32)
        local.get 0 if (result i32) local.get 0 i32.const 1 i32.sub call $sum local.get 0 i32.add
        else i32.const 0 end) (func (export "main") (result i32) i32.const 1000 call $sum))"""
    assert run(machine, wat, "deep").result == wasmtime_run(wat)[1] == 500500


def test_costs_account_for_every_token(machine):
    wat = f"""{IMPORT} (global (mut i32) (i32.const 5)) (data (i32.const 0) "ab")
        (func $f (param i32) (result i32) local.get 0 i32.const 6 i32.mul)
        (func (export "main") (result i32)
          i32.const 7 call $f i32.const 3 call $f i32.mul i32.const 2 i32.div_u nop
          global.get 0 if i32.const 1 call $output else i32.const 2 call $output end))"""
    done = run(machine, wat, "costs")
    found = {cost.name: cost for cost in costs(done.program, done.lines)}
    assert sum(cost.prompt_tokens for cost in found.values()) == done.prompt_length - 2
    assert sum(cost.trace_tokens for cost in found.values()) == done.generated
    mul, const = found["i32.mul"], found["i32.const"]
    assert (mul.written, mul.executed) == (2, 3) and mul.how.startswith("a function of")
    assert mul.trace_tokens > 3 * 5 * 10 and const.how == "native"
    assert (const.written, const.executed, const.trace_tokens) == (6, 6, 30)
    assert found["if"].how == "i32.eqz and br_if" and found["if"].executed == 1
    assert (found["(data)"].trace_tokens, found["(global)"].trace_tokens) == (15, 10)
