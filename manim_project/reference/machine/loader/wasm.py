"""WebAssembly text or binary → a module's functions, globals and data, or a refusal that says why.

Source: WebAssembly core specification 2.0, chapter 5 (binary format).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import wasmtime

from manim_project.reference.machine.loader.binary import Reader
from manim_project.reference.machine.loader.operations import (
    I32,
    Operation,
    ProgramError,
    Signature,
    operations,
    type_name,
)

PAGE = 65536
# Tables are passed over, since compilers always write one: an operation that uses it is refused.
REFUSED_SECTIONS = {8: "a start function", 13: "an exception tag"}
IMPORTS = {("env", "output"): "output"}  # functions to import, and the instruction that does it
OUTPUT_ONLY = 'only (import "env" "output" (func (param i32))) is'


@dataclass(frozen=True)
class Function:
    """A function's body. `locals` counts the parameters too; `returns`: one i32, or nothing."""

    name: str
    parameters: int
    locals: int
    returns: bool
    operations: tuple[Operation, ...]


@dataclass
class Module:
    """What the machine needs of a module. Bodies are read when they are asked for: what is never
    called is not refused."""

    source: str
    imports: list[str] = field(default_factory=list)  # instructions, by function index
    exports: dict[str, int] = field(default_factory=dict)  # functions
    pages: int = 0
    globals: list[int] = field(default_factory=list)  # initial values
    data: list[tuple[int, bytes]] = field(default_factory=list)  # address, bytes
    _types: list[Signature] = field(default_factory=list)
    _signatures: list[Signature] = field(default_factory=list)  # of the functions defined here
    _bodies: list[Reader] = field(default_factory=list)
    _names: dict[int, str] = field(default_factory=dict)
    _read: dict[int, Function] = field(default_factory=dict)

    def refuse(self, what: str) -> ProgramError:
        """The error to raise."""
        return ProgramError(f"{self.source}: {what}")

    def function(self, index: int) -> Function:
        """The function of that index, imports counted. ProgramError if it is not supported."""
        if index not in self._read:
            try:
                self._read[index] = self._function(index)
            except ProgramError as error:
                raise self.refuse(str(error)) from None
        return self._read[index]

    def _function(self, index: int) -> Function:
        at = index - len(self.imports)
        reader, (parameters, results) = self._bodies[at], self._signatures[at]
        reader = Reader(reader.binary, reader.at)
        name = f"${self._names[index]}" if index in self._names else f"function {index}"
        name = next((name for name, exported in self.exports.items() if exported == index), name)
        for kind in (*parameters, *results):
            if kind != I32:
                raise ProgramError(f"{name} takes or returns {type_name(kind)}, not only i32")
        if len(results) > 1:
            raise ProgramError(f"{name} returns {len(results)} values, not one or none")
        stop = reader.unsigned() + reader.at
        local_count = len(parameters)
        for _ in range(reader.unsigned()):
            count, kind = reader.unsigned(), reader.byte()
            if kind != I32:
                raise ProgramError(f"{name}: a local of type {type_name(kind)} is not supported")
            local_count += count
        body = tuple(operations(reader, stop, name, self._types))
        return Function(name, len(parameters), local_count, bool(results), body)


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


def from_text(
    text: str, source: str = "program", imports: Mapping[tuple[str, str], str] = IMPORTS
) -> Module:
    """Decodes WebAssembly text. ProgramError as `load_module`."""
    try:
        binary = bytes(wasmtime.wat2wasm(text))
    except wasmtime.WasmtimeError as error:
        lines = str(error).splitlines()
        place = lines[1].rpartition("<anon>:")[2] if len(lines) > 1 else "?"
        raise ProgramError(f"{source}:{place}: {lines[0]}") from None
    return decode(binary, source, imports)


def decode(
    binary: bytes, source: str = "program", imports: Mapping[tuple[str, str], str] = IMPORTS
) -> Module:
    """Decodes a binary module. ProgramError as `load_module`."""
    try:
        wasmtime.Module.validate(wasmtime.Engine(), binary)
    except wasmtime.WasmtimeError as error:
        raise ProgramError(f"{source}: not valid: {' '.join(str(error).split())}") from None
    return _Sections(binary, source, imports).module()


class _Sections(Reader):
    """Reads the sections of a validated module."""

    def __init__(self, binary: bytes, source: str, imports: Mapping[tuple[str, str], str]) -> None:
        super().__init__(binary, at=8)
        self.result, self.known = Module(source), imports
        self.refuse = self.result.refuse

    def module(self) -> Module:
        readers = {0: self.read_custom, 1: self.read_types, 2: self.read_imports,
                   3: self.read_functions, 5: self.read_memory, 6: self.read_globals,
                   7: self.read_exports, 10: self.read_code, 11: self.read_data}  # fmt: skip
        while self.at < len(self.binary):
            section, size = self.byte(), self.unsigned()
            self.stop = self.at + size
            if section in REFUSED_SECTIONS:
                raise self.refuse(f"{REFUSED_SECTIONS[section]} is not supported")
            if section in readers:
                readers[section]()
            self.at = self.stop
        return self.result

    def read_custom(self) -> None:
        """The names of functions, which are in a custom section."""
        if self.name() != "name":
            return
        while self.at < self.stop:
            part, size = self.byte(), self.unsigned()
            after = self.at + size
            if part == 1:
                names = ((self.unsigned(), self.name()) for _ in range(self.unsigned()))
                self.result._names.update(names)
            self.at = after

    def read_types(self) -> None:
        for _ in range(self.unsigned()):
            if self.byte() != 0x60:
                raise self.refuse("a type that is not a plain function type is not supported")
            self.result._types.append((self.blob(), self.blob()))

    def read_imports(self) -> None:
        for _ in range(self.unsigned()):
            place, kind = (self.name(), self.name()), self.byte()
            type_index = self.unsigned()
            if kind != 0 or place not in self.known:
                named = " ".join(f'"{name}"' for name in place)
                raise self.refuse(f"the import {named} is not supported; {OUTPUT_ONLY}")
            takes = bytes([I32]) if self.known[place] == "output" else b""
            if self.result._types[type_index] != (takes, b""):
                raise self.refuse('"env" "output" must take one i32 and return nothing')
            self.result.imports.append(self.known[place])

    def read_functions(self) -> None:
        for _ in range(self.unsigned()):
            self.result._signatures.append(self.result._types[self.unsigned()])

    def read_memory(self) -> None:
        count = self.unsigned()
        if count > 1:
            raise self.refuse(f"{count} memories; the machine has one")
        for _ in range(count):
            if self.byte() & ~1:
                raise self.refuse("a shared or 64-bit memory is not supported")
            self.result.pages = self.unsigned()

    def read_globals(self) -> None:
        for index in range(self.unsigned()):
            kind = self.byte()
            self.byte()  # whether it can be set: the module is valid, so it is if it is
            if kind != I32:
                raise self.refuse(f"global {index} is of type {type_name(kind)}, not i32")
            self.result.globals.append(self.constant(f"global {index}"))

    def constant(self, what: str) -> int:
        """A constant expression: i32.const and end, or the value of an earlier global."""
        opcode = self.byte()
        value = self.signed() if opcode == 0x41 else self.unsigned()
        if opcode not in (0x41, 0x23) or self.byte() != 0x0B:
            raise self.refuse(f"{what} does not begin as an i32.const or another global")
        return value if opcode == 0x41 else self.result.globals[value]

    def read_exports(self) -> None:
        for _ in range(self.unsigned()):
            name, kind, index = self.name(), self.byte(), self.unsigned()
            if kind == 0:
                self.result.exports[name] = index
            elif name == "main":
                raise self.refuse('the export "main" must be a function')

    def read_code(self) -> None:
        for _ in range(self.unsigned()):
            self.result._bodies.append(Reader(self.binary, self.at))
            self.blob()

    def read_data(self) -> None:
        for index in range(self.unsigned()):
            if self.unsigned() != 0:
                raise self.refuse(f"data segment {index} is not placed at an address")
            address = self.constant(f"the address of data segment {index}") % 2**32
            contents = self.blob()
            if address + len(contents) > self.result.pages * PAGE:
                raise self.refuse(
                    f"data segment {index} ends at {address + len(contents)}, "
                    f"outside the memory of {self.result.pages * PAGE} bytes"
                )
            self.result.data.append((address, contents))
