"""WebAssembly text or binary → the operations of `main`, or a refusal that says what and where.

Source: WebAssembly core specification 2.0, chapter 5 (binary format).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import wasmtime

from .operations import PREFIX, operation_name
from .tokens import COMPARISONS

I32 = 0x7F
EMPTY_BLOCK = 0x40
TYPE_NAMES = {0x7F: "i32", 0x7E: "i64", 0x7D: "f32", 0x7C: "f64", 0x7B: "v128"}
PAGE = 65536
MAX_ADDRESS = 2**18  # keys (2a, −a² + p·2⁻¹⁶) are exact in float64 below this

PLAIN = frozenset(
    ("unreachable", "nop", "else", "end", "return", "drop", "i32.add", "i32.sub", "i32.mul",
     *(f"i32.{name}" for name in COMPARISONS))
)  # fmt: skip
INDEXED = frozenset(("br", "br_if", "call", "local.get", "local.set", "local.tee"))
BLOCKS = frozenset(("block", "loop", "if"))
REFUSED_SECTIONS = {4: "a table", 6: "a global", 8: "a start function", 9: "an element segment",
                    11: "a data segment", 13: "an exception tag"}  # fmt: skip


class ProgramError(ValueError):
    """The program is outside what the machine can run; the message says what, where and why."""


@dataclass(frozen=True)
class Operation:
    """One operation as written. `operand`: constant, index, label depth, offset, or for a block
    the number of its results (0 or 1)."""

    name: str
    operand: int
    index: int  # in the function, counting every operation from 0
    offset: int  # of its first byte, in the binary module


@dataclass
class Module:
    """What the machine needs of a module: `main` and the size of memory."""

    source: str
    operations: list[Operation] = field(default_factory=list)
    local_count: int = 0
    returns: bool = False
    pages: int = 0


def load_module(path: Path) -> Module:
    """Decodes a `.wat` or `.wasm` file. ProgramError if it is invalid or not supported."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProgramError(f"cannot read {path}: {error.strerror}") from None
    if raw[:4] == b"\0asm":
        return decode(raw, str(path))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ProgramError(f"{path} is neither WebAssembly text nor binary") from None
    return from_text(text, str(path))


def from_text(text: str, source: str = "program") -> Module:
    """Decodes WebAssembly text. ProgramError as `load_module`."""
    try:
        binary = bytes(wasmtime.wat2wasm(text))
    except wasmtime.WasmtimeError as error:
        lines = str(error).splitlines()
        place = lines[1].rpartition("<anon>:")[2] if len(lines) > 1 else "?"
        raise ProgramError(f"{source}:{place}: {lines[0]}") from None
    return decode(binary, source)


def decode(binary: bytes, source: str = "program") -> Module:
    """Decodes a binary module. ProgramError as `load_module`."""
    try:
        wasmtime.Module.validate(wasmtime.Engine(), binary)
    except wasmtime.WasmtimeError as error:
        raise ProgramError(f"{source}: not valid: {' '.join(str(error).split())}") from None
    return _Decoder(binary, source).module()


class _Decoder:
    def __init__(self, binary: bytes, source: str) -> None:
        self.binary, self.at, self.source = binary, 8, source
        self.types: list[tuple[bytes, bytes]] = []
        self.imports: list[int] = []
        self.functions: list[int] = []
        self.main: int | None = None
        self.result = Module(source)

    def refuse(self, what: str) -> ProgramError:
        return ProgramError(f"{self.source}: {what}")

    def byte(self) -> int:
        self.at += 1
        return self.binary[self.at - 1]

    def unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if byte & 0x40 else value

    def blob(self) -> bytes:
        size = self.unsigned()
        self.at += size
        return self.binary[self.at - size : self.at]

    def name(self) -> str:
        return self.blob().decode("utf-8")

    def module(self) -> Module:
        readers = {1: self.read_types, 2: self.read_imports, 3: self.read_functions,
                   5: self.read_memory, 7: self.read_exports, 10: self.read_code}  # fmt: skip
        while self.at < len(self.binary):
            section, size = self.byte(), self.unsigned()
            stop = self.at + size
            if section in REFUSED_SECTIONS:
                raise self.refuse(f"{REFUSED_SECTIONS[section]} is not supported")
            if section in readers:
                readers[section]()
            self.at = stop
        if self.main is None:
            raise self.refuse('no function is exported as "main"')
        return self.result

    def read_types(self) -> None:
        for _ in range(self.unsigned()):
            if self.byte() != 0x60:
                raise self.refuse("a type that is not a plain function type is not supported")
            self.types.append((self.blob(), self.blob()))

    def read_imports(self) -> None:
        for _ in range(self.unsigned()):
            module, name, kind = self.name(), self.name(), self.byte()
            type_index = self.unsigned()
            if kind != 0 or (module, name) != ("env", "output"):
                raise self.refuse(
                    f'the import "{module}" "{name}" is not supported; '
                    'only (import "env" "output" (func (param i32))) is'
                )
            if self.types[type_index] != (bytes([I32]), b""):
                raise self.refuse('"env" "output" must take one i32 and return nothing')
            self.imports.append(type_index)

    def read_functions(self) -> None:
        self.functions = [self.unsigned() for _ in range(self.unsigned())]
        if len(self.functions) != 1:
            raise self.refuse(f"{len(self.functions)} functions; the machine runs only main")

    def read_memory(self) -> None:
        count = self.unsigned()
        if count != 1:
            raise self.refuse(f"{count} memories; the machine has one")
        flags = self.unsigned()
        if flags & ~1:
            raise self.refuse("a shared or 64-bit memory is not supported")
        self.result.pages = self.unsigned()

    def read_exports(self) -> None:
        for _ in range(self.unsigned()):
            name, kind, index = self.name(), self.byte(), self.unsigned()
            if name != "main":
                continue
            if kind != 0 or index != len(self.imports):
                raise self.refuse('the export "main" must be the function defined here')
            self.main = index
            parameters, results = self.types[self.functions[0]]
            if parameters:
                raise self.refuse("main takes parameters; it must take none")
            if results not in (b"", bytes([I32])):
                names = ", ".join(TYPE_NAMES.get(kind, "a reference") for kind in results)
                raise self.refuse(f"main returns {names}; it may return one i32 or nothing")
            self.result.returns = bool(results)

    def read_code(self) -> None:
        self.unsigned()  # one body: read_functions has seen to it
        stop = self.unsigned() + self.at
        for _ in range(self.unsigned()):
            count, kind = self.unsigned(), self.byte()
            if kind != I32:
                raise self.refuse(
                    f"a local of type {TYPE_NAMES.get(kind, 'reference')} is not supported"
                )
            self.result.local_count += count
        while self.at < stop:
            self.result.operations.append(self.operation(len(self.result.operations)))

    def operation(self, index: int) -> Operation:
        offset, opcode = self.at, self.byte()
        prefixed = self.unsigned() if opcode in PREFIX else 0
        name, operand = operation_name(opcode, prefixed), 0
        where = f"main, operation {index} (byte {offset:#x})"
        if name in INDEXED:
            operand = self.unsigned()
            if name == "call" and operand >= len(self.imports):
                raise self.refuse(f"{where}: call of a function other than env.output")
        elif name == "i32.const":
            operand = self.signed()
        elif name in BLOCKS:
            operand = self.block_results(f"{where}: {name}")
        elif name in ("i32.load", "i32.store"):
            self.unsigned()  # alignment is only a hint
            operand = self.unsigned()
            if operand >= MAX_ADDRESS:
                raise self.refuse(
                    f"{where}: {name} has offset {operand}; "
                    f"the machine's addresses are exact below {MAX_ADDRESS}"
                )
        elif name not in PLAIN:
            raise self.refuse(f"{where}: {name} is not supported")
        return Operation(name, operand, index, offset)

    def block_results(self, where: str) -> int:
        kind = self.signed()
        if kind == EMPTY_BLOCK - 0x80:
            return 0
        if kind == I32 - 0x80:
            return 1
        if kind >= 0:
            parameters, results = self.types[kind]
            if not parameters and results in (b"", bytes([I32])):
                return len(results)
        raise self.refuse(f"{where}: a block may have one i32 result and no parameters")
