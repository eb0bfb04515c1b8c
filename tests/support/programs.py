"""The texts of the programs in the table of cases: by name, with what they do, stated by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import product

from support.oracle import Outcome

from manim_project.reference.machine.circuits.limits import POSITIONS, address_limit
from manim_project.reference.machine.circuits.tokens import LOADS, STORES
from manim_project.reference.machine.loader.program import PROGRAMS

IMPORT = '(module (import "env" "output" (func $output (param i32)))'
MEMORY = f"{IMPORT} (memory 1)"
PLAIN = '(module (memory 1) (func (export "main") '


def halts(outputs: Iterable[int] = (), result: int | None = None) -> Outcome:
    """What a program does that ends."""
    return Outcome(tuple(outputs), result, None)


def traps(trap: str, outputs: Iterable[int] = ()) -> Outcome:
    """What a program does that traps; by wasmtime's name."""
    return Outcome(tuple(outputs), None, trap)


QUEENS = """Q.......
....Q...
.......Q
.....Q..
..Q.....
......Q.
.Q......
...Q....
"""
PRINTED = {
    "hello": "Hello, world!\n",
    "collatz": "7 22 11 34 17 52 26 13 40 20 10 5 16 8 4 2 1\n",
    "primes": "2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 ",
}
SAMPLES = {
    "three_plus_five": halts([8]),
    "countdown": halts([3, 2, 1]),
    "overwrite": halts([42, 99, 0]),
    "fibonacci": halts([0, 1, 1, 2, 3, 5, 8, 13, 21, 34], 55),
    "multiply": halts([42], 42),
    "gcd": halts([21], 21),
    "bubble_sort": halts([3, 7, 19, 42, 58, 99]),
    "factorial": halts([], math.factorial(10)),
    "eight_queens": halts(QUEENS.encode(), 8),
    **{name: halts(text.encode()) for name, text in PRINTED.items()},
}
TEXTS = PRINTED | {"eight_queens": QUEENS}


def sample(name: str) -> str:
    """The text of a sample program."""
    return (PROGRAMS / f"{name}.wat").read_text(encoding="utf-8")


CALLING = {
    "recursion": (
        f"""{MEMORY} (func $fib (param i32) (result i32)
        local.get 0 i32.const 2 i32.lt_u if local.get 0 return end
        local.get 0 i32.const 1 i32.sub call $fib local.get 0 i32.const 2 i32.sub call $fib i32.add)
        (func (export "main") (result i32) i32.const 7 call $fib))""",
        halts([], 13),
    ),
    "two functions that call each other": (
        f"""{MEMORY}
        (func $even (param i32) (result i32)
          local.get 0 i32.eqz if i32.const 1 return end
          local.get 0 i32.const 1 i32.sub call $odd)
        (func $odd (param i32) (result i32)
          local.get 0 i32.eqz if i32.const 0 return end
          local.get 0 i32.const 1 i32.sub call $even)
        (func (export "main") i32.const 9 call $even call $output i32.const 9 call $odd
          call $output))""",
        halts([0, 1]),
    ),
    "main calls itself": (
        f"""{MEMORY} (global $n (mut i32) (i32.const 0))
        (func $main (export "main") (result i32)
          global.get $n i32.const 1 i32.add global.set $n
          global.get $n i32.const 4 i32.lt_u if i32.const 9 call $main i32.add drop end
          global.get $n call $output global.get $n))""",
        halts([4, 4, 4, 4], 4),
    ),
    "locals begin as 0 in every call": (
        f"""{MEMORY}
        (func $f (param i32) (result i32) (local i32 i32)
        local.get 1 call $output
        block i32.const 0 br_if 0 end
        local.get 2 call $output
        local.get 0 i32.const 7 i32.add local.tee 1 local.set 2
        local.get 0 if local.get 0 i32.const 1 i32.sub call $f drop end
        local.get 1 local.get 2 i32.add)
        (func (export "main") (result i32) i32.const 3 call $f i32.const 1 call $f i32.add))""",
        halts([0, 0] * 6, 2 * (3 + 7) + 2 * (1 + 7)),
    ),
    "parameters in order, no result": (
        f"""{MEMORY} (func $f (param i32 i32 i32) (local i32)
        i32.const 90 local.set 3 local.get 2 local.get 1 local.get 0
        call $output call $output call $output local.get 3 call $output)
        (func (export "main") i32.const 50 i32.const 1 i32.const 2 i32.const 3 call $f
          call $output))""",
        halts([1, 2, 3, 90, 50]),
    ),
    "return leaves a callers stack alone": (
        f"""{MEMORY} (func $f (param i32) (result i32)
        i32.const 1 i32.const 2 i32.const 3
        block (result i32) i32.const 4 i32.const 5 local.get 0 br_if 0 return end
        local.get 0 br_if 0
        drop i32.const 6 br 0)
        (func (export "main") i32.const 70 i32.const 0 call $f call $output i32.const 1 call $f
          call $output call $output))""",
        halts([5, 5, 70]),
    ),
    "a table of branches": (
        f"""{MEMORY} (func $choose (param i32) (result i32)
        block block block block i32.const 8 i32.const 9 local.get 0 br_table 0 1 2 0 3 1 end
        i32.const 10 return end i32.const 20 return end i32.const 30 return end i32.const 40)
        (func (export "main")
        {" ".join(f"i32.const {k} call $choose call $output" for k in range(-1, 7))}))""",
        halts([20, 10, 20, 30, 10, 40, 20, 20]),
    ),
    "a table carries a value": (
        f"""{MEMORY} (func $f (param i32) (result i32)
        block (result i32) block (result i32) i32.const 1 i32.const 2 i32.const 3
        local.get 0 br_table 0 1 end i32.const 100 i32.add end)
        (func (export "main") i32.const 0 call $f call $output
          i32.const 1 call $f call $output))""",
        halts([103, 3]),
    ),
    "globals, and slots after them": (
        f"""{MEMORY} (global $a (mut i32) (i32.const -7))
        (global $b (mut i32) (i32.const 0)) (global $c i32 (i32.const 0x01020304))
        (func $f (param i32) (result i32) (local i32)
          local.get 0 global.get $a i32.add global.set $a i32.const 77 local.set 1
          global.get $b local.get 1 i32.add global.set $b global.get $a)
        (func (export "main") (result i32) (local i32) i32.const 55 local.set 0
          i32.const 3 call $f i32.const 4 call $f i32.add call $output
          global.get $b call $output local.get 0 call $output global.get $c))""",
        halts([256 - 4, 2 * 77, 55], 0x01020304),
    ),
    "data, one over the other": (
        f"""{MEMORY}
        (data (i32.const 10) "Hello") (data (i32.const 12) "y\\00") (data (i32.const 65535) "!")
        (func (export "main") (result i32) (local i32) i32.const 9 local.set 0
          loop local.get 0 i32.load8_u call $output
            local.get 0 i32.const 1 i32.add local.tee 0 i32.const 17 i32.ne br_if 0 end
          i32.const 0 i32.load8_u offset=65535 call $output memory.size))""",
        halts(b"\0Hey\0o\0\0!", 1),
    ),
    "select": (
        f"""{MEMORY} (func (export "main") (result i32)
        i32.const 0x01020304 i32.const 0x05060708 i32.const 0 select
        i32.const 0x11121314 i32.const 0x15161718 i32.const 0x10000 select i32.add))""",
        halts([], 0x05060708 + 0x11121314),
    ),
}
PAIRS = ((5, 5), (3, 9), (9, 3), (2**31 + 5, 7), (7, 2**31 + 5), (2**32 - 1, 2**31 + 1))
COMPARED = {  # whether it is so, by pair
    "eq": "100000", "ne": "011111",
    "lt_s": "010100", "lt_u": "010010", "gt_s": "001011", "gt_u": "001101",
    "le_s": "110100", "le_u": "110010", "ge_s": "101011", "ge_u": "101101",
}  # fmt: skip
COMPARE = " ".join(
    f"i32.const {a} i32.const {b} i32.{name} call $output" for name in COMPARED for a, b in PAIRS
)
LOGIC = ((0x55AA55AA, 0x55AA55AA), (0x2AD5, 0x2AD5), (-1, 0))
SHIFTS = tuple((a, by) for a in (-1, 0x5AC3E17) for by in (*range(9), 15, 17, 24, 31, 32))


def each_of(operations: Iterable[str], pairs: Iterable[tuple[int, int]]) -> str:
    """Code that does each operation on each pair, beside a −1 that is not meant; the trace shows
    what comes out."""
    return " ".join(
        f"i32.const -1 i32.const {a} i32.const {b} i32.{name} drop drop"
        for name in operations
        for a, b in pairs
    )


NARROW = tuple(load for load, size in LOADS.items() if size < 4)
BYTES = " ".join(
    f"i32.const {a} i32.const {v + n} {store} i32.const {a - back} {load} drop"
    for a, v in ((9, 0x81828384), (5, 0x01020304), (2, 0x7F80FF81))
    for n, store in enumerate(STORES)
    for back, load in product((0, 1), (*NARROW, "i32.load"))
)
CIRCUITS = {  # for the single heads and neurons
    "carry and borrow": (
        f"""{IMPORT} (func (export "main") (result i32)
        i32.const 0x80FF01FF i32.const 0x80FF02FE i32.add
        i32.const 0x01000000 i32.const 0x00FF0102 i32.sub
        i32.sub i32.const 0 i32.const 1 i32.sub i32.add))""",
        halts([], 0x01FE04FD - 0x0000FEFE - 1),
    ),
    "unset locals": (
        """(module (func (export "main") (result i32) (local i32 i32 i32)
        i32.const 0x7F7F7F7F local.tee 1 i32.eqz drop
        local.get 0 local.get 2 i32.add local.get 1 i32.add))""",
        halts([], 0x7F7F7F7F),
    ),
    "unset memory": (
        """(module (memory 1) (func (export "main") (result i32)
        i32.const 8 i32.const 0x7F7F7F7F i32.store i32.const 6 i32.load))""",
        halts([], 0x7F7F0000),
    ),
    "branches": (
        f"""{IMPORT} (func (export "main") (local i32)
        i32.const 3 local.set 0
        block loop local.get 0 i32.eqz br_if 1 local.get 0 i32.const 1 i32.sub local.set 0
        br 0 end end
        i32.const 1 if i32.const 77 call $output else i32.const 78 call $output end))""",
        halts([77]),
    ),
    "logic": (f"{PLAIN} {each_of(('and', 'or', 'xor'), LOGIC)}))", halts()),
    "shifts": (f"{PLAIN} {each_of(('shl', 'shr_u'), SHIFTS)}))", halts()),
    "bytes and halves": (
        f"""{PLAIN} {BYTES}
        i32.const 0x8182 i32.extend8_s drop i32.const 0x7282 i32.extend8_s drop
        i32.const 0x12348182 i32.extend16_s drop i32.const 0x12347182 i32.extend16_s drop))""",
        halts(),
    ),
    "compare": (
        f'{IMPORT} (func (export "main") {COMPARE}))',
        halts(map(int, "".join(COMPARED.values()))),
    ),
}
UNREACHABLE = "wasm `unreachable` instruction executed"
OUT_OF_BOUNDS = "out of bounds memory access"
TRAPPING = {
    "unreachable": (
        '(module (func $f unreachable) (func (export "main") call $f))',
        traps(UNREACHABLE),
    ),
    "integer divide by zero": (
        '(module (func (export "main") i32.const 7 i32.const 0 i32.rem_s drop))',
        traps("integer divide by zero"),
    ),
    "integer overflow": (
        '(module (func (export "main") i32.const 0x80000000 i32.const -1 i32.div_s drop))',
        traps("integer overflow"),
    ),
    "out of bounds memory access": (
        f"""{MEMORY} (func $f (param i32) (result i32)
        local.get 0 i32.load16_u) (func (export "main") i32.const 65535 call $f drop))""",
        traps(OUT_OF_BOUNDS),
    ),
    "call stack exhausted": (
        '(module (func $f call $f) (func (export "main") call $f))',
        traps("call stack exhausted"),
    ),
}
TOP = address_limit(POSITIONS) - 4  # the highest address that a word may be at
# Thirty functions, each of which calls the next one; thirty times in a circle, and then $sum.
CIRCLE = " ".join(f"(func (result i32) call {number + 1})" for number in range(1, 30))
SINGLE = {  # each for one test that asks more of it
    "a thousand calls are open at once, the last hundred with a local each": (
        f"""{IMPORT} (global (mut i32) (i32.const 29)) {CIRCLE}
        (func (result i32) global.get 0 if (result i32)
        global.get 0 i32.const 1 i32.sub global.set 0 call 1 else i32.const 100 call $sum end)
        (func $sum (param i32) (result i32)
        local.get 0 if (result i32) local.get 0 i32.const 1 i32.sub call $sum local.get 0 i32.add
        else i32.const 0 end) (func (export "main") (result i32) call 1))""",
        halts([], 5050),
    ),
    "a little of everything that costs": (
        f"""{MEMORY} (global (mut i32) (i32.const 5)) (data (i32.const 0) "ab")
        (func $f (param i32) (result i32) local.get 0 i32.const 6 i32.mul)
        (func (export "main") (result i32)
          i32.const 7 call $f i32.const 3 call $f i32.mul i32.const 2 i32.div_u nop
          global.get 0 if i32.const 1 call $output else i32.const 2 call $output end))""",
        halts([1], 7 * 6 * 3 * 6 // 2),
    ),
    "counting down from 40": (
        """(module (func (export "main") (result i32) (local $i i32)
        i32.const 40 local.set $i
        loop $l local.get $i i32.const 1 i32.sub local.tee $i br_if $l end
        i32.const 3 i32.const 5 i32.sub))""",
        halts([], 2**32 - 2),
    ),
    "the highest addresses": (
        f"""(module (memory 4) (func (export "main") (result i32)
        i32.const {TOP} i32.const 0x01020304 i32.store
        i32.const {TOP - 4} i32.const 0x05060708 i32.store
        i32.const {TOP} i32.const 0x090A0B0C i32.store i32.const {TOP - 2} i32.load))""",
        halts([], 0x0B0C0506),
    ),
    "a trap after an output": (
        f"""{IMPORT} (func (export "main")
        i32.const 72 call $output i32.const 1 i32.const 0 i32.div_u call $output))""",
        traps("integer divide by zero", [72]),
    ),
}
