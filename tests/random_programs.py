"""Random well-formed WebAssembly programs that end: functions, nested control flow, memory.

A program is drawn from a `random.Random`, so a seed says which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

EDGES = (0, 1, 2, 7, 8, 31, 32, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000,
         2**31 - 1, 2**31, 2**31 + 1, 2**32 - 2, 2**32 - 1)  # fmt: skip
ADDRESSES = (*range(12), 255, 256, 4097, 65527, 65531, 65532)
OUTSIDE = (65533, 65535, 65536, 2**31, 2**32 - 1)
COMPARISONS = ("eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u")
CHEAP = ("add", "sub", "and", "or", "xor", "shl", "shr_u", *COMPARISONS)
LOWERED = {"shr_s": 100, "rotl": 90, "rotr": 90, "mul": 900, "div_u": 900, "rem_u": 800,
           "div_s": 1200, "rem_s": 1100}  # about as many tokens each takes  # fmt: skip
UNARY = {"eqz": 5, "extend8_s": 5, "extend16_s": 5, "popcnt": 210, "ctz": 260, "clz": 250}
LOADS = ("load", "load8_s", "load8_u", "load16_s", "load16_u")
STORES = ("store", "store8", "store16")
GLOBALS = 3
VARIABLES = 2  # locals of a function that statements may set, after its parameters
DEEPEST = 3  # blocks in blocks, operations in operations
PASSES = 3  # of a loop, at most
BUDGET = 2500  # tokens that a program may take, about

Code = list[str]


@dataclass
class Function:
    """What a call needs to know. The last parameter counts how often it may call itself."""

    name: str
    parameters: int
    returns: bool
    cost: int = 0


@dataclass
class Body:
    """Draws the body of one function. Loops count down in locals of their own."""

    random: Random
    parameters: int
    returns: bool
    others: list[Function]  # that it may call
    itself: Function | None
    budget: int
    labels: list[str] = field(default_factory=list)  # innermost last: "block", "value" or "loop"
    factor: int = 1  # how often the code that is drawn is passed
    cost: int = 0

    def chance(self, share: float) -> bool:
        return self.random.random() > 1 - share

    def spend(self, tokens: int) -> bool:
        """Takes them from the budget, if they are there."""
        if tokens * self.factor > self.budget:
            return False
        self.budget -= tokens * self.factor
        self.cost += tokens * self.factor
        return True

    def variable(self) -> str:
        """Any local but the parameter that counts calls, and the counters of loops."""
        count = max(0, self.parameters - 1)
        chosen = self.random.randrange(count + VARIABLES)
        return str(chosen if chosen < count else chosen - count + self.parameters)

    def constant(self) -> Code:
        self.spend(5)
        if self.chance(0.3):
            return [f"i32.const {self.random.randrange(2**32)}"]
        return [f"i32.const {self.random.choice(EDGES)}"]

    def leaf(self) -> Code:
        if self.chance(0.5):
            self.spend(5)
            name = "local.get " + self.variable()
            return [
                self.random.choice((name, name, f"global.get {self.random.randrange(GLOBALS)}"))
            ]
        return self.constant()

    def expression(self, depth: int) -> Code:
        """Code that pushes one i32."""
        if depth <= 0 or self.budget < 100:
            return self.leaf()
        choices = [lambda _: self.leaf(), *[self.binary] * 5, self.unary, self.load, self.load]
        choices += [self.tee, self.select, self.conditional, self.block_value, self.lowered]
        choices += [self.call_value]
        return self.random.choice(choices)(depth - 1)

    def binary(self, depth: int) -> Code:
        self.spend(5)
        name = self.random.choice(CHEAP)
        return [*self.expression(depth), *self.expression(depth), f"i32.{name}"]

    def lowered(self, depth: int) -> Code:
        name = self.random.choice(list(LOWERED))
        if not self.spend(LOWERED[name]):
            return self.binary(depth)
        left, right = self.expression(depth), self.expression(depth)
        if name[:3] in ("div", "rem") and self.chance(0.9):  # else it may be a division by 0
            right += ["i32.const 3", "i32.or"]
        return [*left, *right, f"i32.{name}"]

    def unary(self, depth: int) -> Code:
        name = self.random.choice(list(UNARY))
        if not self.spend(UNARY[name]):
            return self.leaf()
        return [*self.expression(depth), f"i32.{name}"]

    def address(self) -> tuple[Code, str]:
        """Code that pushes an address, and the offset to write on the access."""
        target = self.random.choice(OUTSIDE if self.chance(0.01) else ADDRESSES)
        offset = min(target, self.random.choice((0, 0, 1, 4)))
        self.spend(5)
        push = [f"i32.const {target - offset}"]
        if self.chance(0.2):
            part = self.random.randrange(target - offset + 1)
            push = [f"i32.const {target - offset - part}", f"i32.const {part}", "i32.add"]
            self.spend(10)
        return push, f" offset={offset}" if offset else ""

    def load(self, depth: int) -> Code:
        push, offset = self.address()
        self.spend(5)
        return [*push, f"i32.{self.random.choice(LOADS)}{offset}"]

    def tee(self, depth: int) -> Code:
        self.spend(5)
        return [*self.expression(depth), f"local.tee {self.variable()}"]

    def select(self, depth: int) -> Code:
        self.spend(5)
        return [*self.expression(depth), *self.leaf(), *self.expression(depth), "select"]

    def inside(self, label: str, make: Callable[[], Code]) -> Code:
        self.labels.append(label)
        code = make()
        self.labels.pop()
        return code

    def conditional(self, depth: int) -> Code:
        self.spend(16)
        condition = self.expression(depth)
        arms = [self.inside("value", lambda: self.expression(depth)) for _ in range(2)]
        return [*condition, "if (result i32)", *arms[0], "else", *arms[1], "end"]

    def below(self) -> Code:
        """Values that a branch drops, or keeps."""
        return [line for _ in range(self.random.randrange(3)) for line in self.constant()]

    def block_value(self, depth: int) -> Code:
        """A block with a result that a branch may leave early, values left below it or not."""

        def make() -> Code:
            below = self.below()
            code = below + self.expression(depth)
            self.spend(40)
            if self.chance(0.2):
                return [*code, "br 0", *self.random.choice(([], ["unreachable"], ["i32.add"]))]
            if self.chance(0.3):
                values = [i for i, label in enumerate(reversed(self.labels)) if label == "value"]
                targets = [str(self.random.choice(values)) for _ in range(self.random.randrange(4))]
                return [*code, *self.expression(depth), f"br_table {' '.join(targets)} 0"]
            code += [*self.expression(depth), "br_if 0"]
            return code + ["drop"] * (len(below) + 1) + self.expression(depth)

        return ["block (result i32)", *self.inside("value", make), "end"]

    def call_value(self, depth: int) -> Code:
        return self.call(depth, [f for f in self.others if f.returns]) or self.leaf()

    def call(self, depth: int, functions: list[Function]) -> Code:
        """A call of one of these, or of the function itself while it may."""
        functions = [f for f in functions if f.cost * self.factor <= self.budget]
        if not functions:
            return []
        function = self.random.choice(functions)
        self.spend(function.cost)
        arguments = [line for _ in range(function.parameters - 1) for line in self.leaf()]
        return [*arguments, f"i32.const {self.random.randrange(3)}", f"call ${function.name}"]

    def recursion(self) -> Code:
        """A call of the function by itself, while its last parameter is not 0; pushes an i32 if
        the function returns one."""
        function, count = self.itself, self.parameters - 1
        if not function:
            return []
        arguments = [line for _ in range(count) for line in self.leaf()]
        less = [f"local.get {count}", "i32.const 1", "i32.sub"]
        call = [*arguments, *less, f"call ${function.name}"]
        if not function.returns:
            return [f"local.get {count}", "if", *call, "end"]
        other = self.leaf()
        return [f"local.get {count}", "if (result i32)", *call, "else", *other, "end"]

    def statement(self, depth: int) -> Code:
        """Code that leaves the stack as it was."""
        simple = [self.nothing, self.output, self.output, self.assign, self.assign]
        simple += [self.store, self.store, self.store, self.discard, self.jump]
        nested = [self.choose, self.block, self.table, self.loop, self.call_only] * 2
        if self.budget < 100:
            return self.nothing(0)
        if self.chance(0.02):
            return self.stop(depth)
        return self.random.choice(simple + nested if depth > 0 else simple)(depth - 1)

    def nothing(self, depth: int) -> Code:
        return ["nop"]

    def stop(self, depth: int) -> Code:
        """A trap or a return, on a condition."""
        self.spend(20)
        leave = [*(self.leaf() if self.returns else []), "return"]
        chosen = self.random.choice((leave, leave, ["unreachable"]))
        return [*self.expression(0), "i32.const 77", "i32.eq", "if", *chosen, "end"]

    def assign(self, depth: int) -> Code:
        self.spend(5)
        names = (f"local.set {self.variable()}", f"global.set {self.random.randrange(GLOBALS - 1)}")
        return [*self.expression(depth), self.random.choice(names)]

    def store(self, depth: int) -> Code:
        push, offset = self.address()
        self.spend(5)
        return [*push, *self.expression(depth), f"i32.{self.random.choice(STORES)}{offset}"]

    def output(self, depth: int) -> Code:
        return [*self.expression(depth), "call $output"]

    def discard(self, depth: int) -> Code:
        return [*self.expression(depth), "drop"]

    def call_only(self, depth: int) -> Code:
        code = self.call(depth, [f for f in self.others if not f.returns])
        return code or self.output(depth)

    def jump(self, depth: int) -> Code:
        """Leaves an enclosing block without result, if there is one, perhaps dropping values."""
        depths = [i for i, label in enumerate(reversed(self.labels)) if label == "block"]
        if not depths:
            return self.output(depth)
        target, below = self.random.choice(depths), self.below()
        self.spend(20)
        drops = ["drop"] * len(below)
        code = [*below, *self.expression(depth), f"br_if {target}", *drops]
        return [*code, *below, f"br {target}", *drops] if self.chance(0.2) else code

    def statements(self, depth: int) -> Code:
        return [line for _ in range(self.random.randint(1, 2)) for line in self.statement(depth)]

    def choose(self, depth: int) -> Code:
        self.spend(10)
        code = [*self.expression(depth), "if"]
        code += self.inside("block", lambda: self.statements(depth))
        if self.chance(0.6):
            code += ["else", *self.inside("block", lambda: self.statements(depth))]
        return [*code, "end"]

    def block(self, depth: int) -> Code:
        return ["block", *self.inside("block", lambda: self.statements(depth)), "end"]

    def table(self, depth: int) -> Code:
        """A br_table out of two blocks."""

        def inner() -> Code:
            self.spend(60)
            depths = [i for i, label in enumerate(reversed(self.labels)) if label == "block"]
            targets = [str(self.random.choice(depths)) for _ in range(self.random.randint(1, 4))]
            below = self.below()
            return [*below, *self.expression(depth), f"br_table {' '.join(targets)}"]

        def outer() -> Code:
            return ["block", *self.inside("block", inner), "end", *self.statements(depth)]

        return ["block", *self.inside("block", outer), "end"]

    def loop(self, depth: int) -> Code:
        passes = self.random.randint(1, PASSES)
        counter = self.parameters + VARIABLES + sum(label == "loop" for label in self.labels)
        self.factor *= passes
        self.spend(30)
        body = self.inside("loop", lambda: self.statements(depth))
        self.factor //= passes
        start = [f"i32.const {passes}", f"local.set {counter}", "loop"]
        again = [f"local.get {counter}", "i32.const 1", "i32.sub", f"local.tee {counter}"]
        return [*start, *body, *again, "br_if 0", "end"]

    def whole(self) -> Code:
        """All of the body."""
        code = [line for _ in range(self.random.randint(1, 4)) for line in self.statement(DEEPEST)]
        again = self.recursion()
        if self.returns:
            return code + (again or self.expression(DEEPEST))
        return code + again


def random_program(random: Random) -> str:
    """The text of a module. It ends within about BUDGET tokens of trace."""
    functions: list[Function] = []
    texts: list[str] = []
    for number in range(random.randrange(3)):
        function = Function(f"f{number}", 1 + random.randrange(3), random.random() < 0.7)
        itself = function if random.random() > 0.5 else None
        body = Body(
            random, function.parameters, function.returns, [*functions], itself, BUDGET // 8
        )
        texts.append(_function(f"${function.name}", body))
        function.cost = (body.cost + 60) * (3 if itself else 1)
        functions.append(function)
    returns = random.random() < 0.7
    main = Body(random, 0, returns, functions, None, BUDGET)
    texts.append(_function('(export "main")', main))
    contents = "".join(rf"\{byte:02x}" for byte in random.randbytes(random.randrange(16)))
    data = f'(data (i32.const {random.randrange(8)}) "{contents}")'
    values = (random.choice(EDGES) for _ in range(GLOBALS))
    return "\n".join([
        '(module (import "env" "output" (func $output (param i32))) (memory 1)', data,
        *(f"(global (mut i32) (i32.const {value}))" for value in values), *texts, ")",
    ])  # fmt: skip


def _function(name: str, body: Body) -> str:
    lines = _indented(body.whole())
    parameters = f"(param {'i32 ' * body.parameters})" if body.parameters else ""
    result = "(result i32)" if body.returns else ""
    count = VARIABLES + DEEPEST + 1
    return "\n".join([f"(func {name} {parameters} {result} (local {'i32 ' * count})", *lines, ")"])


def _indented(code: Iterable[str]) -> Code:
    """The lines, each block further in."""
    lines, depth = [], 1
    for line in code:
        word = line.split()[0]
        depth -= word in ("end", "else")
        lines.append("  " * depth + line)
        depth += word in ("block", "loop", "if", "else")
    return lines
