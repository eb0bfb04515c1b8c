"""Programs that the machine does not run, each with a pattern of what it says instead."""

from manim_project.reference.machine.circuits.limits import POSITIONS, address_limit


def module(body: str, kind: str = "", before: str = "") -> str:
    """A module whose main is this code, of this type, after these other definitions."""
    return f'(module {before} (func (export "main") {kind} {body}))'


REFUSED = [
    (
        module("i32.const 6 i64.extend_i32_u drop"),
        r"main, operation 1 \(byte 0x[0-9a-f]+\): i64.ext",
    ),
    (module("i32.const 6 memory.grow drop", before="(memory 1)"), "memory.grow is not supported"),
    (
        module("call $f", before="(func $f (i64.const 1) drop)"),
        r"\$f, operation 0 \(byte.*i64.const",
    ),
    (module("i64.const 1 drop"), "i64.const"),
    (module("f32.const 1 drop"), "f32.const"),
    (module("f64.const 1 i32.trunc_sat_f64_s drop"), "f64.const"),
    (
        module("i32.const 0 call_indirect", before="(table 1 funcref) (type (func))"),
        "1 .*call_ind",
    ),
    (module("", before="(start $f) (func $f)"), "a start function"),
    (
        module("call $f drop drop", before="(func $f (result i32 i32) unreachable)"),
        "returns 2 values",
    ),
    (
        module("i32.const 0 call $f", before="(func $f (param i32) (local i64))"),
        "local of type i64",
    ),
    (module("f32.const 1 call $f", before="(func $f (param f32))"), "f32.const"),
    (
        module("call $f", before=f"(func $f (local {'i32 ' * 65}))"),
        "65 locals; the machine has 64",
    ),
    (module("", before="(global i32 (i32.const 1)) " * 65), "65 globals"),
    (module("", before="(global i64 (i64.const 1))"), "global 0 is of type i64"),
    (module("", before='(memory 1) (data (i32.const 65535) "xy")'), "ends at 65537, outside"),
    (module("", before='(memory 1) (data "xy")'), "data segment 0"),
    (module("", before='(memory 5) (data (i32.const 262144) "xy")'), "262144"),
    (module("i32.const 0 i32.load offset=262144 drop", before="(memory 5)"), "offset 262144"),
    (module("i32.const 1 (block (param i32) drop)"), "block may have one i32 result"),
    (module("", "(param i32)"), "main takes parameters"),
    (module("i64.const 1", "(result i64)"), "main takes or returns i64"),
    (module("", "(local f64)"), "local of type f64"),
    (module("", before='(import "env" "print" (func (param i32)))'), '"env" "print"'),
    (module("", before='(import "env" "output" (func (param i64)))'), "must take one i32"),
    ("(module)", 'exported as "main"'),
    ("(module (func", "1:14: expected"),
    (module("i32.add"), "not valid: .*type mismatch"),
]
TOO_LONG = module("i32.const 1 drop " * 6560)
# These are refused only when they run.
ENDLESS = module("loop br 0 end")
FAR = address_limit(POSITIONS)  # the first address that the machine cannot tell apart
TOO_FAR = module(f"i32.const {FAR} i32.load drop", before="(memory 9)")
