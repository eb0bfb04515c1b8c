"""What a program's instructions do, what an operation came to, and what the layers do at one
token, in words: templates and the quantities that go into them. `run` is a quantity of the model.
"""

from collections.abc import Iterator
from typing import Any

from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.layer_details import STAGES, heads_of, total

Sentence = tuple[Any, ...]  # a template and its quantities

SIGNS = {
    "add": "+", "sub": "−", "and": "and", "or": "or", "xor": "xor", "shl": "shifted left by",
    "shr_u": "shifted right by", "eq": "=", "ne": "≠", "lt": "<", "gt": ">", "le": "≤", "ge": "≥",
}  # fmt: skip
GLOSSES = {
    "i32.const": "push {}",
    "local.get": "get variable {}",
    "local.set": "set variable {}",
    "local.tee": "copy to variable {}",
    "global.get": "get global {}",
    "global.set": "set global {}",
    "select": "choose one of two",
    "drop": "drop the top",
    "br": "go to {}",
    "br_if": "if not zero: to {}",
    "call": "call {}",
    "return": "back to the caller",
    "output": "print the top",
    "result": "the top is the result",
    "halt": "stop",
}
# What the layers are shown at: these instructions first, of those in the first lines.
TELLING = (
    ("i32.add", "i32.sub"),
    ("i32.load", "i32.load8_u", "i32.load16_u"),
    ("i32.eqz", "i32.eq", "i32.ne", "i32.lt_s", "i32.lt_u", "i32.gt_s", "i32.gt_u", "i32.le_s",
     "i32.le_u", "i32.ge_s", "i32.ge_u"),
    ("local.get", "global.get"),
    ("i32.store", "i32.store8", "i32.store16", "local.set", "local.tee", "global.set"),
    ("i32.const",),
)  # fmt: skip


def _bare(name: str) -> str:
    """An operation without its type, its sign and its width."""
    bare = name.removeprefix("i32.")
    return bare if bare in SIGNS else bare.rstrip("us_0123456789").rstrip("_") or bare


def gloss(instruction: Quantity) -> Sentence:
    """What an instruction does, in a few words."""
    name, bare = value_of(instruction.name), _bare(value_of(instruction.name))
    if name in GLOSSES:
        found = instruction.operand if value_of(instruction.target) is None else instruction.target
        return (GLOSSES[name], found) if "{}" in GLOSSES[name] else (GLOSSES[name],)
    if bare in ("add", "sub"):
        return (f"{'add' if bare == 'add' else 'subtract'} the two",)
    if bare in ("load", "store"):
        return (f"{'read' if bare == 'load' else 'write to'} memory",)
    if bare in ("eq", "ne", "lt", "gt", "le", "ge"):
        return (f"compare the two: {SIGNS[bare]}",)
    if bare in ("shl", "shr_u"):
        return (f"shift {'left' if bare == 'shl' else 'right'}",)
    if bare in SIGNS:
        return (f"{bare}, bit by bit",)
    return {"eqz": ("is it zero?",), "extend": ("extend the sign",)}.get(
        bare, ("stop with a trap",)
    )


def _stack(run: Quantity, line: Quantity) -> tuple[Quantity, Quantity]:
    """The value below the top of the stack, and the top, as a line's first token was made."""
    before, layer = int(line.start) - 1, STAGES.index("read")
    return run.residual("second", before, layer), run.residual("top", before, layer)


def operation(run: Quantity, position: int) -> Sentence | None:
    """What the operation whose value comes after a token does with its operands; None of an
    instruction that only copies."""
    line = next(line for line in run.lines if int(line.start) == position + 1)
    instruction = run.program.instructions[line.instruction]
    name = value_of(instruction.name)
    if value_of(line.kind) != "value" or not name.startswith("i32.") or name == "i32.const":
        return None
    return _operation(run, line, name, instruction)


def _operation(run: Quantity, line: Quantity, name: str, instruction: Quantity) -> Sentence:
    second, top = _stack(run, line)
    bare, value = _bare(name), line.value
    offset = value_of(instruction.operand)
    there = "address {:.0f}" + (" + {}" if offset else "")
    if bare == "load":
        return f"the latest at {there} is {{}}", top, *_more(instruction, offset), value
    if bare == "store":
        return f"{{}} is now the latest at {there}", value, second, *_more(instruction, offset)
    if bare == "select":
        return "{} is chosen", value
    if bare == "eqz":
        return "is {:.0f} zero? {}", top, value
    if bare == "extend":
        return "{:.0f} with its sign is {}", top, value
    if bare in ("eq", "ne", "lt", "gt", "le", "ge"):
        signed = ", with signs" if name.endswith("_s") else ""
        return f"{{:.0f}} {SIGNS[bare]} {{:.0f}}{signed}? {{}}", second, top, value
    wraps = {"add": float(second) + float(top), "sub": float(second) - float(top)}.get(bare)
    equals = "=" if wraps is None or wraps == float(value) else "wraps round to"
    return f"{{:.0f}} {SIGNS[bare]} {{:.0f}} {equals} {{}}", second, top, value


def _more(instruction: Quantity, offset: int | None) -> tuple[Quantity, ...]:
    return (instruction.operand,) if offset else ()


def telling(run: Quantity, lines: range) -> int:
    """The line, of these, whose first token is the most telling to see made: the first sum, or
    read of memory, …; else the last line."""
    lines_of, instructions = value_of(run.lines), value_of(run.program.instructions)
    names = {i: instructions[lines_of[i].instruction].name for i in lines}
    for kinds in TELLING:
        for number in (*lines[1:], lines[0]):  # before the first line there is no trace to see
            if names[number] in kinds and lines_of[number].kind == "value":
                return number
    return lines[-1]


def layer_sentences(run: Quantity, position: int) -> Iterator[tuple[tuple[str, ...], Sentence]]:
    """The stages of the forward pass at a token, and what to say of each; none of a layer that
    does nothing for the token to come."""
    heads = {stage: heads_of(run, position, stage) for stage in STAGES[:-1]}
    ip, depth = (run.residual(name, position, 1) for name in ("ip", "depth"))
    opcode = run.tokens[run.look("fetch.opcode", position).winner].text
    first = ("spell", "count") if heads["spell"] else ("count",)
    yield first, ("Count: place {:.0f}, height {:.0f}.", ip, depth)
    yield ("fetch",), ("Fetch: at place {:.0f} stands {}.", ip, opcode)
    if heads["read"]:
        yield ("read",), _reading(run, position, heads["read"])
    yield ("act",), _acting(run, position, heads["act"], opcode)
    yield ("logits",), _choosing(run, position)


def _reading(run: Quantity, position: int, heads: list[str]) -> Sentence:
    found = {name: run.residual(name, position, 3) for name in ("second", "top", "local_byte")}
    if {"read.second", "read.top"} <= set(heads):
        held = found["second"], found["top"]
        return "Read: looking back finds {:.0f} and {:.0f}.", *held
    if "read.top" in heads:
        return "Read: looking back finds {:.0f}.", found["top"]
    if "read.local" in heads:
        return "Read: the variable's latest byte is {:.0f}.", found["local_byte"]
    return ("Read: this instruction needs nothing from the stack.",)


def _acting(run: Quantity, position: int, heads: list[str], opcode: Quantity) -> Sentence:
    if value_of(run.tokens[position + 1].byte) is None:
        return "Act: no byte comes next, but {}.", run.tokens[position + 1].kind
    name, result = value_of(opcode), run.residual("result", position, 4)
    if name in ("i32.add", "i32.sub"):
        bytes_ = (run.look(f"act.{which}", position).output[0] for which in ("second", "first"))
        if float(run.residual("carry", position, -1)) == 0:
            verb, sign = {"i32.add": ("add", "+"), "i32.sub": ("subtract", "−")}[name]
            sum_ = total(run, position)
            return (
                f"Act: neurons {verb}: {{:.0f}} {sign} {{:.0f}} = {{:.0f}}.",
                *bytes_,
                sum_,
            )
    if "act.memory" in heads and "load" in name:
        wanted = run.look("act.memory", position).query[0]
        found = run.look("act.memory", position).output[0]
        return "Act: the latest byte at address {:.0f} is {:.0f}.", wanted, found
    if name == "i32.const":
        return "Act: the program's own byte, {:.0f}, is next.", result
    if name in ("local.get", "global.get"):
        return "Act: the cell is the right one: its byte, {:.0f}, is next.", result
    if "act.first" in heads:
        return "Act: the top of the stack gives the byte {:.0f}.", result
    return "Act: the neurons of {} say {:.0f}.", opcode, result


def _choosing(run: Quantity, position: int) -> Sentence:
    return "{} scores highest.", run.decision(position).token
