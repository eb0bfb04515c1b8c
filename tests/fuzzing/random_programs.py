"""Random well-formed WebAssembly programs that end: functions, nested control flow, memory.

A program is drawn from a seeded `random.Random`, so its seed is enough to have it again. Loops and
recursion count down in locals that nothing else sets, and what is drawn is paid for from a budget
of trace tokens. At the end main sums up locals, globals and memory, so that a wrong value shows
even where the program itself had forgotten it.
"""

from __future__ import annotations

from random import Random

from fuzzing.random_expressions import (
    EDGES,
    PASSES,
    VARIABLES,
    Code,
    Expressions,
    Function,
    Shared,
    indented,
)

STORES = ("store", "store", "store8", "store16")
DEEPEST = 3  # blocks in blocks, operations in operations
BUDGET = 1500  # tokens of trace that a program may take, about
SHOWN = 5  # words of memory that the sum at the end takes in, at most


class Body(Expressions):
    """Draws the body of one function: statements, code that leaves the stack as it was."""

    def statement(self, depth: int) -> Code:
        if self.budget < 100:
            return ["nop"]
        choices = [self.output, self.output, self.assign, self.assign, self.assign, self.store,
                   self.store, self.store, self.jump, self.leave]  # fmt: skip
        if depth > 0:
            choices += [self.choose, self.block, self.table, self.loop, self.loop_until] * 2
            choices += [self.call_only] * 3
        return self.random.choice(choices)(depth - 1)

    def statements(self, depth: int) -> Code:
        return [line for _ in range(self.random.randint(1, 2)) for line in self.statement(depth)]

    def assign(self, depth: int) -> Code:
        self.spend(5)
        value = self.expression(depth)
        if self.chance(0.05):
            return [*value, "drop"]
        if self.shared.globals > 1 and self.chance(0.3):
            return [*value, f"global.set {self.random.randrange(self.shared.globals - 1)}"]
        return [*value, f"local.set {self.variable()}"]

    def store(self, depth: int) -> Code:
        push, offset = self.address()
        self.spend(5)
        return [*push, *self.expression(depth), f"i32.{self.random.choice(STORES)}{offset}"]

    def output(self, depth: int) -> Code:
        return [*self.expression(depth), "call $output"]

    def call_only(self, depth: int) -> Code:
        return self.call(depth, returns=False) or self.assign(depth)

    def jump(self, depth: int) -> Code:
        """Leaves an enclosing block without result, if there is one, perhaps dropping values."""
        if not self.targets("block"):
            return self.store(depth)
        target, below = self.random.choice(self.targets("block")), self.below()
        self.spend(20)
        drops = ["drop"] * len(below)
        return [*below, *self.expression(depth), f"br_if {target}", *drops]

    def leave(self, depth: int) -> Code:
        """A return or, rarely, a trap: on a condition, with other values on the stack."""
        self.spend(25)
        value = self.expression(0) if self.function.returns else []
        leave = ["unreachable"] if self.chance(0.15) else [*value, "return"]
        test = [*self.leaf(), "i32.const 3", "i32.and", "i32.eqz"]
        return [*test, "if", *self.below(), *leave, *self.dead(), "end"]

    def choose(self, depth: int) -> Code:
        self.spend(10)
        code = [*self.expression(depth), "if"]
        code += self.inside("block", lambda: self.statements(depth))
        if self.chance(0.6):
            code += ["else", *self.inside("block", lambda: self.statements(depth))]
        return [*code, "end"]

    def block(self, depth: int) -> Code:
        def make() -> Code:
            code = self.statements(depth)
            if self.chance(0.2):
                return [*code, *self.below(), f"br {self.random.choice(self.targets('block'))}",
                        *self.dead()]  # fmt: skip
            return code

        return ["block", *self.inside("block", make), "end"]

    def table(self, depth: int) -> Code:
        """A br_table out of two blocks."""

        def inner() -> Code:
            self.spend(60)
            small = [f"i32.const {self.random.choice((1, 3, 7))}", "i32.and"]
            index = [*self.expression(depth), *(small if self.chance(0.8) else [])]
            return [*self.below(), *index, self.table_of("block"), *self.dead()]

        def outer() -> Code:
            return ["block", *self.inside("block", inner), "end", *self.statements(depth)]

        return ["block", *self.inside("block", outer), "end"]

    def loop(self, depth: int) -> Code:
        passes = self.random.randint(1, PASSES)
        counter, body = self.looping(
            passes, lambda: self.inside("loop", lambda: self.statements(depth))
        )
        start = [f"i32.const {passes}", f"local.set {counter}", "loop"]
        again = [f"local.get {counter}", "i32.const 1", "i32.sub", f"local.tee {counter}"]
        return [*start, *body, *again, "br_if 0", "end"]

    def loop_until(self, depth: int) -> Code:
        """A loop that counts first: what is inside may go on with the next pass, or leave it."""
        passes = self.random.randint(1, PASSES)
        counter, body = self.looping(
            passes,
            lambda: self.inside(
                "block", lambda: self.inside("block", lambda: self.statements(depth))
            ),
        )
        start = [f"i32.const {passes}", f"local.set {counter}", "block", "loop"]
        test = [f"local.get {counter}", "i32.eqz", "br_if 1"]
        less = [f"local.get {counter}", "i32.const 1", "i32.sub", f"local.set {counter}"]
        return [*start, *test, *less, *body, "br 0", "end", "end"]

    def recursion(self) -> Code:
        """A call of the function by itself, while its last parameter is not 0; pushes an i32 if
        the function returns one."""
        name, count = self.function.name, self.function.parameters - 1
        arguments = [line for _ in range(count) for line in self.leaf()]
        less = [f"local.get {count}", "i32.const 1", "i32.sub"]
        call = [*arguments, *less, f"call ${name}"]
        if not self.function.returns:
            return [f"local.get {count}", "if", *call, "end"]
        combined = [*self.leaf(), f"i32.{self.random.choice(('add', 'sub', 'xor'))}"]
        other = self.leaf()
        return [f"local.get {count}", "if (result i32)", *call, *combined, "else", *other, "end"]

    def whole(self) -> Code:
        """All of the body."""

        def make() -> Code:
            count = self.random.randint(1, 4)
            code = [line for _ in range(count) for line in self.statement(DEEPEST)]
            if self.function.recursive:
                return code + self.recursion()
            return code + (self.expression(DEEPEST) if self.function.returns else [])

        return self.inside("value" if self.function.returns else "block", make)

    def text(self, code: Code) -> Code:
        """The function of this code, as lines of WebAssembly text."""
        exported = self.function.name == "main"
        name = '(export "main")' if exported else f"${self.function.name}"
        parameters = (
            f" (param{' i32' * self.function.parameters})" if self.function.parameters else ""
        )
        result = " (result i32)" if self.function.returns else ""
        head = f"(func {name}{parameters}{result} (local{' i32' * (VARIABLES + self.loops)})"
        return [head, *code, ")"]


def _main(body: Body) -> Code:
    """What is drawn, and then the sum of all that it left: main's result, or else four outputs."""
    random, shared, returns = body.random, body.shared, body.function.returns
    code = ["block (result i32)" if returns else "block", *body.whole(), "end"]
    code += [] if returns else ["i32.const 0"]
    words = sorted(shared.stored)
    left = [[f"i32.const {a}", "i32.load"] for a in random.sample(words, min(SHOWN, len(words)))]
    left += [[f"local.get {i}"] for i in range(VARIABLES)]
    left += [[f"global.get {i}"] for i in range(shared.globals - 1)]
    for push in left:
        code += ["i32.const 1", "i32.shl", *push, "i32.sub"]
    if returns:
        return code
    code += ["local.set 0"]
    for bits in (0, 8, 16, 24):
        code += ["local.get 0", f"i32.const {bits}", "i32.shr_u", "call $output"]
    return code


def _data(random: Random, size: int) -> str:
    """A data segment that is near what addresses are drawn from."""
    address = random.choice((0, 2, 5, 254, size - 6))
    contents = random.choice(("abc", r"\ff\80\00x", "", r"\00\00\00\00\00", r"\7f\81\fe\ff\01"))
    return f'(data (i32.const {address}) "{contents}")'


def random_program(random: Random) -> str:
    """The text of a module. It ends within about BUDGET tokens of trace."""
    pages = random.choice((1, 1, 1, 1, 1, 2, 4))
    shared = Shared(pages, globals=random.randint(1, 3))
    texts = [f'(module (import "env" "output" (func $output (param i32))) (memory {pages})']
    texts += [_data(random, pages * 65536) for _ in range(random.choice((0, 0, 0, 1, 2)))]
    for index in range(shared.globals):
        kind = "(mut i32)" if index < shared.globals - 1 else "i32"
        texts.append(f"(global {kind} (i32.const {random.choice(EDGES)}))")
    for number in range(random.randrange(3)):
        recursive = random.random() < 0.4
        parameters = random.randrange(3) + recursive
        function = Function(f"f{number}", parameters, random.random() < 0.6, recursive)
        body = Body(random, shared, function, BUDGET // 8)
        texts += body.text(body.whole())
        function.cost = (body.cost + 40) * (3 if recursive else 1)
        shared.functions.append(function)
    main = Body(random, shared, Function("main", 0, random.random() < 0.7), BUDGET)
    return "\n".join(indented([*texts, *main.text(_main(main)), ")"]))
