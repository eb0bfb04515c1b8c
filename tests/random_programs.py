"""Random well-formed WebAssembly programs that end: arithmetic, locals, memory, control flow."""

from __future__ import annotations

import random
from collections.abc import Callable

EDGES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x10000, 2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1)
ADDRESSES = (0, 1, 2, 3, 4, 5, 7, 8, 255, 256, 4095, 4096, 4097, 65528, 65531, 65532)
BINARY = ("add", "add", "sub", "sub", "eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u",
          "le_s", "le_u", "ge_s", "ge_u")  # fmt: skip
VARIABLES = 4  # locals that statements may set; loop counters come after them
DEEPEST = 2


class Generator:
    """One program from one seed. Loops count down in locals of their own, so every program ends."""

    def __init__(self, seed: int, multiplications: int = 0) -> None:
        self.random = random.Random(seed)
        self.multiplications = multiplications
        self.labels: list[str] = []  # innermost last: "block", "value" (has a result) or "loop"

    def program(self) -> str:
        """The text of the module."""
        returns = self.random.random() < 0.7
        body: list[str] = []
        for _ in range(self.random.randint(2, 6)):
            body += self.statement(DEEPEST)
        body += self.expression(DEEPEST) if returns else []
        counters = VARIABLES + DEEPEST
        return (
            '(module (import "env" "output" (func $output (param i32))) (memory 1)\n'
            f'(func (export "main") {"(result i32) " if returns else ""}'
            f"(local {'i32 ' * counters})\n" + "\n".join(body) + "))"
        )

    def constant(self) -> str:
        if self.random.random() < 0.6:
            return f"i32.const {self.random.choice(EDGES)}"
        return f"i32.const {self.random.getrandbits(32)}"

    def address(self) -> tuple[list[str], str]:
        """Code that pushes an address, and the offset to write on the access."""
        target = self.random.choice(ADDRESSES)
        offset = self.random.choice((0, 0, 1, 4))
        if offset > target:
            offset = 0
        push = [f"i32.const {target - offset}"]
        if self.random.random() < 0.3:
            part = self.random.randint(0, target - offset)
            push = [f"i32.const {target - offset - part}", f"i32.const {part}", "i32.add"]
        return push, f"offset={offset}" if offset else ""

    def expression(self, depth: int) -> list[str]:
        """Code that pushes one i32."""
        leaves: list[Callable[[], list[str]]] = [
            lambda: [self.constant()],
            lambda: [f"local.get {self.random.randrange(VARIABLES)}"],
        ]
        if depth == 0:
            return self.random.choice(leaves)()
        if self.multiplications and self.random.random() < 0.3:
            self.multiplications -= 1
            return self.expression(0) + self.expression(0) + ["i32.mul"]
        choices = [self.binary] * 5 + [self.load] * 2
        choices += [self.test, self.tee, self.conditional, self.block_value]
        return self.random.choice([*choices, lambda _: self.random.choice(leaves)()])(depth - 1)

    def binary(self, depth: int) -> list[str]:
        name = self.random.choice(BINARY)
        return self.expression(depth) + self.expression(depth) + [f"i32.{name}"]

    def load(self, depth: int) -> list[str]:
        push, offset = self.address()
        return [*push, f"i32.load {offset}"]

    def test(self, depth: int) -> list[str]:
        return [*self.expression(depth), "i32.eqz"]

    def tee(self, depth: int) -> list[str]:
        return [*self.expression(depth), f"local.tee {self.random.randrange(VARIABLES)}"]

    def inside(self, label: str, make: Callable[[], list[str]]) -> list[str]:
        self.labels.append(label)
        code = make()
        self.labels.pop()
        return code

    def conditional(self, depth: int) -> list[str]:
        condition = self.expression(depth)
        arms = [self.inside("value", lambda: self.expression(depth)) for _ in range(2)]
        return [*condition, "if (result i32)", *arms[0], "else", *arms[1], "end"]

    def block_value(self, depth: int) -> list[str]:
        """A block with a result that a branch may leave early, values left below it or not."""

        def make() -> list[str]:
            below = [self.constant() for _ in range(self.random.randint(0, 2))]
            code = below + self.expression(depth)
            if self.random.random() < 0.3:
                return [*code, "br 0"]
            code += [*self.expression(depth), "br_if 0"]
            return code + ["drop"] * (len(below) + 1) + self.expression(depth)

        return ["block (result i32)", *self.inside("value", make), "end"]

    def statement(self, depth: int) -> list[str]:
        """Code that leaves the stack as it was."""
        simple = [self.assign, self.store, self.store, self.output, self.discard, self.jump]
        nested = [self.choose, self.block, self.loop]
        return self.random.choice(simple + nested if depth else simple)(max(depth - 1, 0))

    def assign(self, depth: int) -> list[str]:
        return [*self.expression(depth), f"local.set {self.random.randrange(VARIABLES)}"]

    def store(self, depth: int) -> list[str]:
        push, offset = self.address()
        return [*push, *self.expression(depth), f"i32.store {offset}"]

    def output(self, depth: int) -> list[str]:
        return [*self.expression(depth), "call $output"]

    def discard(self, depth: int) -> list[str]:
        return [*self.expression(depth), "drop"]

    def jump(self, depth: int) -> list[str]:
        """Leaves an enclosing block without result, if there is one, perhaps dropping values."""
        depths = [i for i, label in enumerate(reversed(self.labels)) if label == "block"]
        if not depths:
            return self.output(depth)
        target = self.random.choice(depths)
        below = [self.constant() for _ in range(self.random.randint(0, 2))]
        code = below + self.expression(depth) + [f"br_if {target}"] + ["drop"] * len(below)
        if self.random.random() < 0.2:
            code += [*below, f"br {target}", *(["drop"] * len(below))]
        return code

    def body(self, depth: int) -> list[str]:
        return [line for _ in range(self.random.randint(1, 2)) for line in self.statement(depth)]

    def choose(self, depth: int) -> list[str]:
        code = [*self.expression(depth), "if", *self.inside("block", lambda: self.body(depth))]
        if self.random.random() < 0.6:
            code += ["else", *self.inside("block", lambda: self.body(depth))]
        return [*code, "end"]

    def block(self, depth: int) -> list[str]:
        return ["block", *self.inside("block", lambda: self.body(depth)), "end"]

    def loop(self, depth: int) -> list[str]:
        counter = VARIABLES + depth
        start = [f"i32.const {self.random.randint(1, 3)}", f"local.set {counter}", "loop"]
        body = self.inside("loop", lambda: self.body(depth))
        again = [f"local.get {counter}", "i32.const 1", "i32.sub", f"local.tee {counter}"]
        return [*start, *body, *again, "br_if 0", "end"]


def random_program(seed: int) -> str:
    """The program of this seed; one in twenty may multiply."""
    return Generator(seed, multiplications=1 if seed % 20 == 0 else 0).program()
