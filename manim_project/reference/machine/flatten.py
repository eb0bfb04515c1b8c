"""Structured WebAssembly → a flat list of the machine's instructions with relative branches.

Stack heights are static in WebAssembly, so a branch that drops values can drop them first. Dead
code is skipped. `i32.mul`, which no circuit computes, becomes 32 doubling rounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .wasm import Module, Operation

CHANGES = {"i32.const": 1, "local.get": 1, "local.tee": 0, "i32.eqz": 0, "i32.load": 0,
           "local.set": -1, "drop": -1, "i32.store": -2}  # fmt: skip
DROPPED_WITHOUT_TRACE = frozenset(("nop",))


@dataclass
class Flat:
    """A machine instruction before its branch target is known."""

    name: str
    operand: int = 0
    target: int | None = None  # index of the instruction a branch goes to
    source: Operation | None = None


@dataclass
class _Label:
    kind: str
    height: int  # of the stack where the block begins
    results: int
    start: int  # index of the first instruction inside
    branches: list[Flat] = field(default_factory=list)  # to the end, target not yet known
    otherwise: Flat | None = None  # the branch of an `if` whose condition is zero


class _Flattener:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.code: list[Flat] = []
        self.labels = [_Label("function", 0, int(module.returns), 0)]
        self.height = 0
        self.dead = 0  # depth of blocks inside dead code, plus 1; 0 where code is alive
        self.scratch = module.local_count  # locals from here on are the lowering's own
        self.source: Operation | None = None

    def emit(self, name: str, operand: int = 0) -> Flat:
        flat = Flat(name, operand, source=self.source)
        self.code.append(flat)
        return flat

    def run(self) -> list[Flat]:
        for operation in self.module.operations:
            self.source = operation
            if self.dead:
                self.skip(operation)
            else:
                self.translate(operation)
        return self.code

    def skip(self, operation: Operation) -> None:
        """Dead code: only its end, or the `else` of an `if` that was alive, matters."""
        if operation.name in ("block", "loop", "if"):
            self.dead += 1
        elif operation.name == "end" and self.dead > 1:
            self.dead -= 1
        elif self.dead == 1 and operation.name in ("end", "else"):
            self.translate(operation)

    def translate(self, operation: Operation) -> None:
        name = operation.name
        if name in ("block", "loop", "if"):
            self.open(name, operation.operand)
        elif name == "else":
            self.otherwise()
        elif name == "end":
            self.close()
        elif name in ("br", "br_if"):
            self.branch(name, operation.operand)
        elif name in ("return", "unreachable"):
            self.emit(name if name == "unreachable" or self.module.returns else "halt")
            self.dead = 1
        elif name == "call":
            self.emit("output")
            self.height -= 1
        elif name == "i32.mul":
            self.multiply()
            self.height -= 1
        elif name not in DROPPED_WITHOUT_TRACE:
            self.emit(name, operation.operand)
            self.height += CHANGES.get(name, -1)

    def open(self, name: str, results: int) -> None:
        otherwise = None
        if name == "if":
            self.emit("i32.eqz")
            otherwise = self.emit("br_if")
            self.height -= 1
        self.labels.append(_Label(name, self.height, results, len(self.code), [], otherwise))

    def otherwise(self) -> None:
        label = self.labels[-1]
        if not self.dead:
            label.branches.append(self.emit("br"))
        if label.otherwise:
            label.otherwise.target = len(self.code)
            label.otherwise = None
        self.height, self.dead = label.height, 0

    def close(self) -> None:
        label = self.labels.pop()
        end = len(self.code)
        for branch in [*label.branches, *([label.otherwise] if label.otherwise else [])]:
            branch.target = end
        self.height, self.dead = label.height + label.results, 0
        if not self.labels:
            self.emit("return" if self.module.returns else "halt")

    def branch(self, name: str, depth: int) -> None:
        label = self.labels[-1 - depth]
        carried = 0 if label.kind == "loop" else label.results
        if name == "br_if":
            self.height -= 1
        # `return` and `halt` read at most the top, so leaving the function needs no dropping.
        surplus = 0 if label.kind == "function" else self.height - carried - label.height
        if surplus and name == "br_if":
            self.emit("i32.eqz")
            over = self.emit("br_if")
            self.unwind(surplus, carried)
            self.aim(self.emit("br"), label)
            over.target = len(self.code)
        else:
            self.unwind(surplus, carried)
            self.aim(self.emit(name), label)
        if name == "br":
            self.dead = 1

    def unwind(self, surplus: int, carried: int) -> None:
        """Drops `surplus` values from below the `carried` ones (0 or 1)."""
        if surplus and carried:
            self.emit("local.set", self.scratch)
        for _ in range(surplus):
            self.emit("drop")
        if surplus and carried:
            self.emit("local.get", self.scratch)

    def aim(self, branch: Flat, label: _Label) -> None:
        if label.kind == "loop":
            branch.target = label.start
        else:
            label.branches.append(branch)

    def multiply(self) -> None:
        """a·b mod 2³²: 32 times product = 2·product + a·[top bit of b], b = 2b."""
        a, b, product, left = range(self.scratch + 1, self.scratch + 5)
        for name, operand in (
            ("local.set", b),
            ("local.set", a),
            ("i32.const", 0),
            ("local.set", product),
            ("i32.const", 32),
            ("local.set", left),
        ):
            self.emit(name, operand)  # fmt: skip
        start = len(self.code)
        self.add(product, product)
        self.emit("local.get", b)
        self.emit("i32.const", -1)
        self.emit("i32.gt_s")
        skip = self.emit("br_if")
        self.add(product, a)
        skip.target = len(self.code)
        self.add(b, b)
        self.emit("local.get", left)
        self.emit("i32.const", 1)
        self.emit("i32.sub")
        self.emit("local.tee", left)
        self.emit("br_if").target = start
        self.emit("local.get", product)

    def add(self, into: int, other: int) -> None:
        self.emit("local.get", into)
        self.emit("local.get", other)
        self.emit("i32.add")
        self.emit("local.set", into)


def flatten(module: Module) -> list[Flat]:
    """The machine's instructions for `main`, in order; every branch has its target."""
    return _Flattener(module).run()
