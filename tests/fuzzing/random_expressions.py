"""Random expressions of WebAssembly: what pushes one i32. Statements are in random_programs.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

EDGES = (0, 1, 2, 7, 8, 31, 32, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000,
         2**31 - 1, 2**31, 2**31 + 1, 2**32 - 2, 2**32 - 1)  # fmt: skip
ADDRESSES = (0, 1, 2, 3, 4, 5, 7, 8, 14, 255, 256, 4095, 4097)
FROM_THE_END = (-12, -8, -5, -4)  # of memory: still inside
OUTSIDE = (-3, -1, 0, 2**31)
COMPARISONS = ("eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u")
CHEAP = ("add", "sub", "and", "or", "xor", "shl", "shr_u") * 2 + COMPARISONS
SHORT = ("shr_s", "rotl", "rotr")  # lowered to a function without a loop
LONG = ("mul", "div_u", "rem_u", "div_s", "rem_s")
UNARY = {"eqz": 5, "extend8_s": 5, "extend16_s": 5, "popcnt": 170, "ctz": 210, "clz": 260}
LOADS = ("load", "load", "load8_s", "load8_u", "load16_s", "load16_u")
VARIABLES = 2  # locals of a function that statements may set, after its parameters
PASSES = 3  # of a loop, at most

OPENING = ("block", "loop", "if")

Code = list[str]  # lines of WebAssembly text, an operation each


@dataclass
class Function:
    """What a call needs to know. If it calls itself, its last parameter says how often."""

    name: str
    parameters: int
    returns: bool
    recursive: bool = False
    cost: int = 0


@dataclass
class Shared:
    """What all functions of a program have in common."""

    pages: int  # of memory
    globals: int  # of which the last cannot be set
    functions: list[Function] = field(default_factory=list)  # that may be called
    stored: set[int] = field(default_factory=set)  # addresses that something may be at


@dataclass
class Expressions:
    """Draws expressions in the body of one function."""

    random: Random
    shared: Shared
    function: Function
    budget: int
    labels: list[str] = field(default_factory=list)  # innermost last, see `targets`
    factor: int = 1  # how often the code that is drawn is passed
    cost: int = 0
    loops: int = 0  # inside each other, at most so far
    open_loops: int = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def spend(self, tokens: int) -> bool:
        """Takes them from the budget, if they are there."""
        if tokens * self.factor > self.budget:
            return False
        self.budget -= tokens * self.factor
        self.cost += tokens * self.factor
        return True

    def variable(self) -> int:
        """Any local but what counts calls and passes."""
        free = self.function.parameters - self.function.recursive
        chosen = self.random.randrange(free + VARIABLES)
        return chosen if chosen < free else chosen - free + self.function.parameters

    def targets(self, kind: str) -> list[int]:
        """Depths of the labels of a kind: a branch takes no value to a "block", one to a "value",
        and must not go to a "loop", which would not end."""
        return [depth for depth, label in enumerate(reversed(self.labels)) if label == kind]

    def inside(self, label: str, make: Callable[[], Code]) -> Code:
        self.labels.append(label)
        code = make()
        self.labels.pop()
        return code

    def constant(self) -> Code:
        self.spend(5)
        anything = self.random.getrandbits(self.random.randint(1, 32))
        return [f"i32.const {anything if self.chance(0.5) else self.random.choice(EDGES)}"]

    def leaf(self) -> Code:
        if self.chance(0.45):
            return self.constant()
        self.spend(5)
        if self.chance(0.03):
            return ["memory.size"]
        if self.chance(0.3):
            return [f"global.get {self.random.randrange(self.shared.globals)}"]
        return [f"local.get {self.variable()}"]

    def expression(self, depth: int) -> Code:
        if depth <= 0 or self.budget < 100:
            return self.leaf()
        choices = [self.load] * 2 + [self.binary] * 8
        choices += [self.unary, self.tee, self.select, self.conditional, self.block_value,
                    self.loop_value, self.short, self.long, self.call_value]  # fmt: skip
        return self.random.choice(choices)(depth - 1)

    def binary(self, depth: int) -> Code:
        self.spend(5)
        name = self.random.choice(CHEAP)
        return [*self.expression(depth), *self.expression(depth), f"i32.{name}"]

    def short(self, depth: int) -> Code:
        if not self.spend(80):
            return self.binary(depth)
        name = self.random.choice(SHORT)
        return [*self.expression(depth), *self.expression(depth), f"i32.{name}"]

    def long(self, depth: int) -> Code:
        """A multiplication or division, mostly of few rounds and by no zero."""
        if not self.spend(300):
            return self.binary(depth)
        name = self.random.choice(LONG)
        if name == "div_s" and self.chance(0.1):
            return ["i32.const 0x80000000", *self.leaf(), "i32.const -1", "i32.or", "i32.div_s"]
        left, right = self.expression(depth), self.expression(depth)
        bits = self.random.randint(0, 6)
        if name == "mul":
            right += [f"i32.const {2**bits - 1}", "i32.and"]
        elif self.chance(0.5):
            left += [f"i32.const {2**bits * 8 - 1}", "i32.and"]
            right += [] if self.chance(0.25) else ["i32.const 1", "i32.or"]
        else:
            right += [f"i32.const {2 ** (31 - bits)}", "i32.or"]
        return [*left, *right, f"i32.{name}"]

    def unary(self, depth: int) -> Code:
        name = self.random.choice(list(UNARY))
        return [*self.expression(depth), f"i32.{name}"] if self.spend(UNARY[name]) else self.leaf()

    def address(self) -> tuple[Code, str]:
        """Code that pushes an address, and the offset to write on the access."""
        offset = self.random.choice((0, 0, 0, 1, 4, 63))
        written = f" offset={offset}" if offset else ""
        if self.chance(0.2):  # found at run time, but not far away
            self.spend(15)
            mask = self.random.choice((3, 12, 15))
            self.shared.stored |= {offset + mask - 3}
            return [*self.leaf(), f"i32.const {mask}", "i32.and"], written
        size = self.shared.pages * 65536
        if self.chance(0.01):
            target = size + self.random.choice(OUTSIDE)
        elif self.chance(0.1):
            target = size + self.random.choice(FROM_THE_END)
        else:
            target = self.random.choice(ADDRESSES) + offset
        self.spend(5)
        self.shared.stored |= {target} if target <= size - 4 else set()
        return [f"i32.const {target - offset}"], written

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

    def conditional(self, depth: int) -> Code:
        self.spend(16)
        condition = self.expression(depth)
        arms = [self.inside("value", lambda: self.expression(depth)) for _ in range(2)]
        return [*condition, "if (result i32)", *arms[0], "else", *arms[1], "end"]

    def below(self) -> Code:
        """Values that a branch drops, or keeps."""
        return [line for _ in range(self.random.randrange(3)) for line in self.constant()]

    def dead(self) -> Code:
        """Code behind a branch, where the stack holds whatever is wanted."""
        return self.random.choice(
            ([], [], ["unreachable"], ["i32.add", "drop"], ["block", "unreachable", "br 1", "end"],
             ["i32.const 1", "if", "unreachable", "return", "else", "nop", "end"],
             ["loop (result i32)", "br 0", "end", "drop"])
        )  # fmt: skip

    def block_value(self, depth: int) -> Code:
        """A block with a result that a branch may leave early, values left below it or not."""

        def make() -> Code:
            below = self.below()
            code = below + self.expression(depth)
            self.spend(40)
            if self.chance(0.1):
                return [*code, f"br {self.random.choice(self.targets('value'))}", *self.dead()]
            code += self.expression(depth)
            if self.chance(0.3):
                return [*code, self.table_of("value"), *self.dead()]
            code.append(f"br_if {self.random.choice(self.targets('value'))}")
            return code + ["drop"] * (len(below) + 1) + self.expression(depth)

        return ["block (result i32)", *self.inside("value", make), "end"]

    def table_of(self, kind: str) -> str:
        count = self.random.randint(1, 4)
        depths = (str(self.random.choice(self.targets(kind))) for _ in range(count))
        return f"br_table {' '.join(depths)}"

    def looping(self, passes: int, make: Callable[[], Code]) -> tuple[str, Code]:
        """The local that counts the passes of a loop, and the body."""
        counter = self.function.parameters + VARIABLES + self.open_loops
        self.open_loops, self.factor = self.open_loops + 1, self.factor * passes
        self.loops = max(self.loops, self.open_loops)
        self.spend(30)
        body = make()
        self.open_loops, self.factor = self.open_loops - 1, self.factor // passes
        return str(counter), body

    def loop_value(self, depth: int) -> Code:
        """A loop with a result. What a pass leaves below it the next one does not see; the last
        one makes one value of all."""
        below = self.below()
        passes = self.random.randint(1, PASSES)
        counter, body = self.looping(
            passes, lambda: self.inside("loop", lambda: below + self.expression(depth))
        )
        start = [f"i32.const {passes}", f"local.set {counter}", "loop (result i32)"]
        again = [f"local.get {counter}", "i32.const 1", "i32.sub", f"local.tee {counter}"]
        return [*start, *body, *again, "br_if 0", *["i32.sub"] * len(below), "end"]

    def call_value(self, depth: int) -> Code:
        return self.call(depth, returns=True) or self.leaf()

    def call(self, depth: int, returns: bool) -> Code:
        """A call of another function; empty if there is none that the budget is enough for."""
        fit = [
            f for f in self.shared.functions
            if f.returns == returns and f.cost * self.factor <= self.budget
        ]  # fmt: skip
        if not fit:
            return []
        function = self.random.choice(fit)
        self.spend(function.cost)
        plain = function.parameters - function.recursive
        arguments = [line for _ in range(plain) for line in self.expression(depth - 1)]
        times = [f"i32.const {self.random.randrange(3)}"] if function.recursive else []
        return [*arguments, *times, f"call ${function.name}"]


def indented(code: Code) -> Code:
    """The lines, those of functions and blocks further in."""
    lines, depth = [], 0
    for line in code:
        word = line.split()[0]
        depth -= word in ("end", "else", ")")
        lines.append("  " * max(depth, 0) + line)
        depth += word in (*OPENING, "else", "(module", "(func")
    return lines
