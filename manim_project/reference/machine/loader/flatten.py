"""One function of structured WebAssembly → flat machine instructions with relative branches.

Stack heights are static in WebAssembly, so a branch that drops values can drop them first. Dead
code is skipped. What no circuit computes becomes a call of a function that does (`link.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

from manim_project.reference.machine.circuits import EFFECTS, FRAME
from manim_project.reference.machine.circuits.tokens import TRAP_OPCODES
from manim_project.reference.machine.loader.operations import Operation, ProgramError
from manim_project.reference.machine.loader.wasm import Function

JUMPS = ("block", "loop", "if", "br", "br_if", "br_table", "return", "unreachable")
LOWERED = frozenset(
    f"i32.{name}"
    for name in ("mul", "div_s", "div_u", "rem_s", "rem_u", "shr_s", "rotl", "rotr", "clz", "ctz",
                 "popcnt")
)  # fmt: skip

Callee = tuple[str, int]  # a module, "" for the program's own, and a function's index in it


@dataclass
class Flat:
    """A machine instruction before its place is known."""

    name: str
    operand: int = 0
    target: int | None = None  # index of the instruction a branch goes to
    callee: Callee | None = None  # what a call goes to
    source: Operation | None = None
    written: str | None = None  # the operation as written, or what else this is for


@dataclass
class _Label:
    kind: str
    height: int  # of the stack where the block begins
    results: int
    start: int  # index of the first instruction inside
    branches: list[Flat] = field(default_factory=list)  # to the end, target not yet known
    otherwise: Flat | None = None  # the branch of an `if` whose condition is zero


class Flattener:
    """Appends the instructions of a function to `code`.

    `ends`: the instruction that ends it, "return", or for main "halt" or "result", after which no
    stack is needed. `first_slot` is that of its first local, `pages` the size of memory.
    `find(operation)`: the function that a call or a lowered operation calls, and what it is called
    there; or the instruction that an imported function is. `inside`: the lowered operation whose
    function this is.
    """

    def __init__(
        self,
        code: list[Flat],
        function: Function,
        ends: str,
        first_slot: int,
        pages: int,
        find: Callable[[Operation], tuple[Callee, Function] | str],
        inside: str | None = None,
    ) -> None:
        self.code, self.function, self.ends, self.inside = code, function, ends, inside
        self.first_slot, self.pages, self.find = first_slot, pages, find
        self.entry = len(code)
        self.labels = [_Label("function", 0, int(function.returns), self.entry)]
        self.height = 0
        self.dead = 0  # depth of blocks inside dead code, plus 1; 0 where code is alive
        self.slots = function.locals  # locals from here on are the lowering's own
        self.source: Operation | None = None
        self.written: str | None = None

    def emit(self, name: str, operand: int = 0) -> Flat:
        if name.startswith("local."):
            self.slots = max(self.slots, operand + 1)
            operand += self.first_slot
        written = self.inside or (self.source.name if self.source else self.written)
        flat = Flat(name, operand, source=self.source, written=written)
        self.code.append(flat)
        return flat

    def run(self) -> None:
        """Flattens the function. ProgramError if it has more locals than there is room for."""
        if self.ends == "return":
            self.enter()
        for operation in self.function.operations:
            self.source = operation
            if self.dead:
                self.skip(operation)
            else:
                self.translate(operation)
        if self.slots > FRAME:
            raise ProgramError(
                f"{self.function.name} needs {self.slots} locals; the machine has {FRAME}"
            )

    def enter(self) -> None:
        """Takes the parameters from the stack, and clears what earlier calls left in the slots."""
        self.written = "parameters"
        for parameter in reversed(range(self.function.parameters)):
            self.emit("local.set", parameter)
        self.written = "locals"
        first = takewhile(lambda o: o.name not in JUMPS, self.function.operations)
        touched = {o.operand: o.name for o in reversed([*first]) if o.name.startswith("local.")}
        for local in range(self.function.parameters, self.function.locals):
            if touched.get(local, "local.get") == "local.get":
                self.emit("i32.const")
                self.emit("local.set", local)

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
        elif name == "br_table":
            self.table(operation.targets)
        elif name == "return":
            self.leave()
        elif name == "call" or name in LOWERED:
            self.call(operation)
        elif name == "memory.size":
            self.emit("i32.const", self.pages)
            self.height += 1
        elif name != "nop":
            self.emit(name, operation.operand)
            if name in EFFECTS:  # a trap leaves no stack
                self.height += EFFECTS[name].stack_change
            self.dead = int(name in TRAP_OPCODES)

    def call(self, operation: Operation) -> None:
        found = self.find(operation)
        if isinstance(found, str):
            self.emit(found)
            self.height -= found == "output"
            self.dead = int(found in TRAP_OPCODES)
            return
        callee, function = found
        self.emit("call").callee = callee
        self.height += function.returns - function.parameters

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
            self.end()

    def leave(self) -> None:
        if self.ends == "return":
            self.unwind(self.height - self.function.returns, int(self.function.returns))
        self.end()
        self.dead = 1

    def end(self) -> None:
        flat = self.emit(self.ends)
        if self.ends == "return":
            flat.target = self.entry

    def branch(self, name: str, depth: int) -> None:
        label = self.labels[-1 - depth]
        carried = 0 if label.kind == "loop" else label.results
        if name == "br_if":
            self.height -= 1
        surplus = self.height - carried - label.height
        if label.kind == "function" and self.ends != "return":
            surplus = 0  # `result` and `halt` read at most the top
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

    def table(self, targets: tuple[int, ...]) -> None:
        """Compares the index with each place of the table that does not hold the default."""
        index = self.function.locals + 1
        self.emit("local.set", index)
        self.height -= 1
        for place, depth in enumerate(targets[:-1]):
            if depth != targets[-1]:
                self.emit("local.get", index)
                if place:
                    self.emit("i32.const", place)
                self.emit("i32.eq" if place else "i32.eqz")
                self.height += 1
                self.branch("br_if", depth)
        self.branch("br", targets[-1])

    def unwind(self, surplus: int, carried: int) -> None:
        """Drops `surplus` values from below the `carried` ones (0 or 1)."""
        if surplus and carried:
            self.emit("local.set", self.function.locals)
        for _ in range(surplus):
            self.emit("drop")
        if surplus and carried:
            self.emit("local.get", self.function.locals)

    def aim(self, branch: Flat, label: _Label) -> None:
        if label.kind == "loop":
            branch.target = label.start
        else:
            label.branches.append(branch)
