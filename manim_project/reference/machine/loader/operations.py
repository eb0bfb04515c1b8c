"""WebAssembly's operations: their names by opcode, and how the body of a function is read.

Every operation has its name, so that a refusal can say what it refuses.
Source: WebAssembly core specification 2.0, appendix "Index of Instructions", and chapter 5.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim_project.reference.machine.circuits.tokens import COMPARISONS, LOADS, STORES
from manim_project.reference.machine.loader.binary import Reader

_COMPARE = "eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"
_FLOAT_COMPARE = "eq ne lt gt le ge"
_INTEGER = "clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr"
_FLOAT = "abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign"

# First opcode of each run of consecutive opcodes: (what every name begins with, the names).
_RUNS = {
    0x00: ("", "unreachable nop block loop if else"),
    0x0B: ("", "end br br_if br_table return call call_indirect return_call return_call_indirect"),
    0x1A: ("", "drop select select"),
    0x20: ("", "local.get local.set local.tee global.get global.set table.get table.set"),
    0x28: ("", "i32.load i64.load f32.load f64.load"),
    0x2C: ("i32.", "load8_s load8_u load16_s load16_u"),
    0x30: ("i64.", "load8_s load8_u load16_s load16_u load32_s load32_u"),
    0x36: ("", "i32.store i64.store f32.store f64.store i32.store8 i32.store16"),
    0x3C: ("i64.", "store8 store16 store32"),
    0x3F: ("", "memory.size memory.grow i32.const i64.const f32.const f64.const"),
    0x45: ("i32.", _COMPARE),
    0x50: ("i64.", _COMPARE),
    0x5B: ("f32.", _FLOAT_COMPARE),
    0x61: ("f64.", _FLOAT_COMPARE),
    0x67: ("i32.", _INTEGER),
    0x79: ("i64.", _INTEGER),
    0x8B: ("f32.", _FLOAT),
    0x99: ("f64.", _FLOAT),
    0xA7: ("i32.", "wrap_i64 trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u"),
    0xAC: ("i64.", "extend_i32_s extend_i32_u trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u"),
    0xB2: ("f32.", "convert_i32_s convert_i32_u convert_i64_s convert_i64_u demote_f64"),
    0xB7: ("f64.", "convert_i32_s convert_i32_u convert_i64_s convert_i64_u promote_f32"),
    0xBC: ("", "i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64"),
    0xC0: ("", "i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s"),
    0xD0: ("ref.", "null is_null func"),
}
NAMES: dict[int, str] = {
    first + place: start + name
    for first, (start, names) in _RUNS.items()
    for place, name in enumerate(names.split())
}
PREFIX = frozenset((0xFB, 0xFC, 0xFD, 0xFE))  # bytes that a number follows, to name an operation
_AFTER_FC = (
    "i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u "
    "i64.trunc_sat_f32_s i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u "
    "memory.init data.drop memory.copy memory.fill table.init elem.drop table.copy table.grow "
    "table.size table.fill"
)


def operation_name(opcode: int, following: int) -> str:
    """The operation's name; `following` is the number after a byte of PREFIX, else unused."""
    after = _AFTER_FC.split()
    if opcode == 0xFC and following < len(after):
        return after[following]
    if opcode in PREFIX:
        kind = "SIMD operation" if opcode == 0xFD else "operation"
        return f"{kind} 0x{opcode:02X} {following}"
    return NAMES.get(opcode, f"operation 0x{opcode:02X}")


I32 = 0x7F
TYPE_NAMES = {0x7F: "i32", 0x7E: "i64", 0x7D: "f32", 0x7C: "f64", 0x7B: "v128"}
EMPTY_BLOCK = 0x40
BINARY = ("add", "sub", "mul", "div_s", "div_u", "rem_s", "rem_u", "and", "or", "xor", "shl",
          "shr_s", "shr_u", "rotl", "rotr")  # fmt: skip
UNARY = ("clz", "ctz", "popcnt", "extend8_s", "extend16_s")
PLAIN = frozenset(
    ("unreachable", "nop", "else", "end", "return", "drop", "select",
     *(f"i32.{name}" for name in (*COMPARISONS, *BINARY, *UNARY)))
)  # fmt: skip
INDEXED = frozenset(("br", "br_if", "call", "local.get", "local.set", "local.tee", "global.get",
                     "global.set"))  # fmt: skip
BLOCKS = frozenset(("block", "loop", "if"))

Signature = tuple[bytes, bytes]  # types of parameters and results


class ProgramError(ValueError):
    """The program is outside what the machine can run; the message says what, where and why."""


@dataclass(frozen=True)
class Operation:
    """One operation as written. `operand`: constant, index, label depth, offset, or for a block
    the number of its results (0 or 1); `targets`: the label depths of br_table, default last."""

    name: str
    operand: int
    index: int  # in the function, counting every operation from 0
    offset: int  # of its first byte, in the binary module
    function: str
    targets: tuple[int, ...] = ()

    @property
    def where(self) -> str:
        """Its place, for a message."""
        return f"{self.function}, operation {self.index} (byte {self.offset:#x})"


def type_name(kind: int) -> str:
    """The name of a value type, by its byte."""
    return TYPE_NAMES.get(kind, "reference")


def operations(
    reader: Reader, stop: int, function: str, types: Sequence[Signature]
) -> Iterator[Operation]:
    """The operations of a body up to the byte `stop`. ProgramError at one that is not supported."""
    index = 0
    while reader.at < stop:
        yield _operation(reader, index, function, types)
        index += 1


def _operation(reader: Reader, index: int, function: str, types: Sequence[Signature]) -> Operation:
    offset, opcode = reader.at, reader.byte()
    name = operation_name(opcode, reader.unsigned() if opcode in PREFIX else 0)
    operand = 0
    targets: tuple[int, ...] = ()
    where = f"{function}, operation {index} (byte {offset:#x})"
    if name in INDEXED:
        operand = reader.unsigned()
    elif name == "i32.const":
        operand = reader.signed()
    elif name in BLOCKS:
        operand = _block_results(reader, types, f"{where}: {name}")
    elif name in LOADS or name in STORES:
        reader.unsigned()  # alignment is only a hint
        operand = reader.unsigned()
    elif name == "br_table":
        targets = tuple(reader.unsigned() for _ in range(reader.unsigned() + 1))
    elif name == "memory.size":
        reader.unsigned()  # of the only memory
    elif name not in PLAIN:
        raise ProgramError(f"{where}: {name} is not supported")
    return Operation(name, operand, index, offset, function, targets)


def _block_results(reader: Reader, types: Sequence[Signature], where: str) -> int:
    kind = reader.signed()
    if kind == EMPTY_BLOCK - 0x80:
        return 0
    if kind == I32 - 0x80:
        return 1
    if kind < 0:
        raise ProgramError(f"{where} with a result of type {type_name(kind + 0x80)}")
    parameters, results = types[kind]
    if parameters or results not in (b"", bytes([I32])):
        raise ProgramError(f"{where}: a block may have one i32 result and no parameters")
    return len(results)
