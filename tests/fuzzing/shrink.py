"""A program that is wanted for something → the smallest program found that still is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fuzzing.random_expressions import OPENING, Code, indented

from manim_project.reference.machine import ProgramError
from manim_project.reference.machine.loader.wasm import from_text

PLAIN = (["i32.const 0"], ["i32.const 1"], ["drop"], ["drop", "i32.const 0"], ["drop", "drop"])
FEW = 8  # lines; more are taken out only as a half of all, a quarter and so on
NEAR = 12  # lines; two lines no further from each other are left out together


def shrunk(wat: str, wanted: Callable[[str], bool]) -> str:
    """The smallest program found that is valid and `wanted`: lines are left out, in rows and in
    pairs, and constants and drops put in the place of others, until nothing helps.

    A line must be an operation, or what begins or ends a module or a function.
    """
    lines, before = [line.strip() for line in wat.splitlines()], [""]
    while lines != before:
        before = lines
        for size in _sizes(len(lines)):
            start = 0
            while start < len(lines):
                smaller = _first(_smaller(lines, start, size), wanted)
                lines = smaller or lines
                start += 0 if smaller else 1 if size <= FEW else size // 2
    return "\n".join(indented(lines))


def _sizes(count: int) -> list[int]:
    """How many lines to take out at once: halves of them all, and then every number."""
    halves = []
    while count > 2 * FEW:
        count //= 2
        halves.append(count)
    return [*halves, *range(min(count, FEW), 0, -1)]


def _first(candidates: Iterator[Code], wanted: Callable[[str], bool]) -> Code:
    for lines in candidates:
        text = "\n".join(indented(lines))
        if _is_valid(text) and wanted(text):
            return lines
    return []


def _smaller(lines: Code, start: int, size: int) -> Iterator[Code]:
    """Programs with less, or something simpler, in the place of `size` lines from `start` on."""
    before, taken, after = lines[:start], lines[start : start + size], lines[start + size :]
    yield before + after
    for plain in PLAIN:
        if len(plain) < size or (size == 1 and len(plain) == 1 and _is_plainer(plain[0], taken[0])):
            yield [*before, *plain, *after]
    if size == 1 and taken[0].startswith("(func") and ")" in after:
        yield before + after[after.index(")") + 1 :]
    elif size == 1:
        end = _end(lines, start) - start if taken[0].split()[0] in OPENING else NEAR
        for other in {*range(min(NEAR, len(after))), end - 1} & {*range(len(after))}:
            yield [*before, *after[:other], *after[other + 1 :]]
        if taken[0].startswith("if"):
            yield [*before, "drop", *after[: end - 1], *after[end:]]


def _is_plainer(plain: str, line: str) -> bool:
    """So that no line is replaced by another one and back again."""
    return len(plain) < len(line) or (plain < line and plain.split()[0] == line.split()[0])


def _end(lines: Code, start: int) -> int:
    """The index of the `end` of the block that begins at `start`."""
    depth = 0
    for index in range(start, len(lines)):
        word = lines[index].split()[0]
        depth += (word in OPENING) - (word == "end")
        if depth == 0:
            return index
    return len(lines)


def _is_valid(wat: str) -> bool:
    try:
        from_text(wat)
    except ProgramError:
        return False
    return '(export "main")' in wat
