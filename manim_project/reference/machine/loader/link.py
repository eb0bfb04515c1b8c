"""A module → one list of machine instructions: main, what it calls, and what lowering calls.

An operation that no circuit computes, such as i32.mul, is a call of the function of that name in
`assets/lowering.wat`, which is linked in. What WebAssembly does before main, initial values of
globals and data segments, is done by instructions before main.
"""

from __future__ import annotations

from functools import cache

from manim_project.paths import ASSETS
from manim_project.reference.machine.circuits import FRAME
from manim_project.reference.machine.loader.flatten import LOWERED, Callee, Flat, Flattener
from manim_project.reference.machine.loader.operations import Operation, ProgramError
from manim_project.reference.machine.loader.wasm import IMPORTS, Function, Module, from_text

TRAP_IMPORTS = {
    ("trap", "integer divide by zero"): "trap.divide",
    ("trap", "integer overflow"): "trap.overflow",
}


@cache
def lowering() -> Module:
    """The functions that lowered operations call, exported by the operations' names."""
    path = ASSETS / "lowering.wat"
    return from_text(path.read_text(encoding="utf-8"), path.name, TRAP_IMPORTS | IMPORTS)


class _Linker:
    def __init__(self, module: Module) -> None:
        self.own = module
        self.code: list[Flat] = []
        self.entries: dict[Callee, int] = {}
        self.wanted: list[Callee] = []

    def module(self, callee: Callee) -> Module:
        return lowering() if callee[0] else self.own

    def run(self, main: int) -> list[Flat]:
        self.prepare()
        function = self.own.function(main)
        self.flatten(("", main), function, "result" if function.returns else "halt")
        for callee in self.wanted:  # which grows
            self.entries[callee] = len(self.code)
            self.flatten(callee, self.module(callee).function(callee[1]), "return")
        for flat in self.code:
            if flat.callee:
                flat.target = self.entries[flat.callee]
        return self.code

    def flatten(self, callee: Callee, function: Function, ends: str) -> None:
        def find(operation: Operation) -> tuple[Callee, Function] | str:
            return self.find(callee[0], operation)

        slots, pages = len(self.own.globals), self.own.pages
        try:
            inside = function.name if callee[0] else None
            Flattener(self.code, function, ends, slots, pages, find, inside).run()
        except ProgramError as error:
            raise self.own.refuse(str(error)) from None

    def find(self, inside: str, operation: Operation) -> tuple[Callee, Function] | str:
        if operation.name in LOWERED:
            callee = ("lowering", lowering().exports[operation.name])
        else:
            callee = (inside, operation.operand)
            imports = self.module(callee).imports
            if operation.operand < len(imports):
                return imports[operation.operand]
        if callee not in self.wanted:
            self.wanted.append(callee)
        return callee, self.module(callee).function(callee[1])

    def prepare(self) -> None:
        """Sets globals and memory to what the module says they begin with; 0 they are already."""
        for index, value in enumerate(self.own.globals):
            if value:
                self.emit("global", ("i32.const", value), ("global.set", index))
        memory: dict[int, int] = {}
        for address, contents in self.own.data:
            memory |= dict(enumerate(contents, address))
        words = sorted({address // 4 * 4 for address, byte in memory.items() if byte})
        for word in words:
            value = int.from_bytes(bytes(memory.get(word + i, 0) for i in range(4)), "little")
            self.emit("data", ("i32.const", word), ("i32.const", value), ("i32.store", 0))

    def emit(self, written: str, *instructions: tuple[str, int]) -> None:
        self.code += [Flat(name, operand, written=written) for name, operand in instructions]


def link(module: Module) -> list[Flat]:
    """The machine's instructions in order; every branch has its target.

    Raises ProgramError if there is no main, or if it or what it calls is not supported.
    """
    if "main" not in module.exports or module.exports["main"] < len(module.imports):
        raise module.refuse('no function defined here is exported as "main"')
    main = module.function(module.exports["main"])
    if main.parameters:
        raise module.refuse("main takes parameters; it must take none")
    if len(module.globals) > FRAME:
        raise module.refuse(f"{len(module.globals)} globals; the machine has room for {FRAME}")
    return _Linker(module).run(module.exports["main"])
