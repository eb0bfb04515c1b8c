"""The machine itself: weights from the named circuits, and the loop that appends argmax."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from manim_project.reference.machine.circuits.limits import (
    POSITIONS,
    address_limit,
)
from manim_project.reference.machine.circuits.model import Model
from manim_project.reference.machine.circuits.residual import (
    TRAPS,
    trap_text,
)
from manim_project.reference.machine.circuits.tokens import STOP_IDS, VOCABULARY, Token
from manim_project.reference.machine.loader.program import ACCESSES, Program, load_program
from manim_project.reference.machine.loader.wasm import PAGE
from manim_project.reference.machine.run.records import Line
from manim_project.reference.machine.run.trace import Run


class ExecutionError(RuntimeError):
    """The run did not end with `halt`; the message says why.

    `trap`: what wasmtime calls the trap; None at the token limit, and where an address is beyond
    what the machine can tell apart. `run`: what there is of the run, a `trap` line included.
    """

    def __init__(self, message: str, trap: str | None, run: Run) -> None:
        super().__init__(message)
        self.trap, self.run = trap, run


class Machine(Model):
    """A transformer that executes WebAssembly. Building it takes a few hundredths of a second."""

    def __init__(self, positions: int = POSITIONS) -> None:
        super().__init__(positions)
        self._runs: dict[tuple[str, int | None], Run] = {}

    def run(self, name: str, max_tokens: int | None = None) -> Run:
        """Runs a sample by name, or a `.wat` or `.wasm` file by path. Asked again, the same Run.

        Raises ProgramError if the program is refused, ExecutionError if it does not halt.
        """
        if (name, max_tokens) not in self._runs:
            program = load_program(name, self.token_limit)
            self._runs[name, max_tokens] = self.run_program(program, max_tokens)
        return self._runs[name, max_tokens]

    def run_program(
        self,
        program: Program,
        max_tokens: int | None = None,
        each: Callable[[Line], None] | None = None,
        cache: str = "hull",
    ) -> Run:
        """Runs a loaded program to its end; `each` is told the lines as soon as they are whole.

        ExecutionError if it does not halt.
        """
        ids, lines = list(program.prompt), []
        for line, line_ids in self.execute(program, max_tokens, cache):
            if each:
                each(line)
            lines.append(line)
            ids += line_ids
        return Run(self, program, lines, ids)

    def execute(
        self, program: Program, max_tokens: int | None = None, cache: str = "hull"
    ) -> Iterator[tuple[Line, tuple[int, ...]]]:
        """Generates the trace, line by line: each line and its token ids, as soon as it is whole.

        `max_tokens` counts prompt and trace together; as many as there are positions, if not given.
        `cache` is one of `transformer.CACHES`; both give the same tokens. Raises ExecutionError at
        a trap, or when the tokens are used up; ValueError if there are fewer positions than
        `max_tokens`, or than the program was loaded for.
        """
        limit = self.token_limit if max_tokens is None else max_tokens
        if not 1 <= limit <= self.token_limit or program.positions != self.token_limit:
            raise ValueError(
                f"max_tokens is {limit} and the program is loaded for {program.positions} tokens; "
                f"this machine has {self.token_limit} positions"
            )
        lines: list[Line] = []
        ids: list[int] = []
        all_ids = list(program.prompt)
        before = np.zeros(0)
        for number, x in self.transformer.generate(program.prompt, STOP_IDS, limit, cache):
            if not ids:
                before = x
            ids.append(number)
            kind = VOCABULARY[number].kind
            if kind in ("commit", "out", "halt", "trap"):
                lines.append(self._line(ids, len(all_ids), before))
                all_ids += ids
                yield lines[-1], tuple(ids)
                ids = []
            if kind == "halt":
                return
            if kind == "trap":
                message, trap = self._trap(program, x)
                raise ExecutionError(message, trap, Run(self, program, lines, all_ids))
        message = (
            f"{program.name}: no halt within {limit} tokens, "
            f"{len(program.prompt)} of them the program's"
        )
        raise ExecutionError(message, None, Run(self, program, lines, all_ids))

    def _read(self, x: np.ndarray, name: str) -> float:
        return float(x[self.coordinate_index(name)])

    def _line(self, ids: Sequence[int], start: int, before: np.ndarray) -> Line:
        tokens = [VOCABULARY[number] for number in ids]
        ip = self._read(before, "ip")
        return Line(
            kind=_line_kind(tokens),
            start=start,
            stop=start + len(ids),
            text=" ".join(token.text for token in tokens),
            value=_line_value(tokens),
            instruction=round(ip),
            stack_delta=tokens[-1].stack_change,
            ip_before=ip,
            depth_before=self._read(before, "depth"),
        )

    def _trap(self, program: Program, x: np.ndarray) -> tuple[str, str | None]:
        """What to say of a trap, and its name."""
        instruction = program.instructions[round(self._read(x, "ip"))]
        where = f"{program.name}: trap at instruction {instruction.index} ({instruction.text})"
        if instruction.source:
            where += f" in {instruction.source.where}"
        text = VOCABULARY[int(self.transformer.logits(x).argmax())].text
        trap = next(words for name, words in TRAPS.items() if trap_text(name) == text)
        if "load" not in instruction.name and "store" not in instruction.name:
            return f"{where}: {trap}", trap
        base = "top" if "load" in instruction.name else "second"
        address = round(self._read(x, base)) + (instruction.operand or 0)
        size = program.pages * PAGE
        if address + ACCESSES[instruction.name] > size:
            return f"{where}: {trap}: address {address}, memory of {size} bytes", trap
        limit = address_limit(self.token_limit)
        return f"{where}: address {address} is outside the machine's exact range of {limit}", None


def _line_kind(tokens: Sequence[Token]) -> str:
    last = tokens[-1].kind
    if last == "commit":
        return "branch" if tokens[0].kind == "branch" else "value"
    return last


def _line_value(tokens: Sequence[Token]) -> int | None:
    spelled = [token.byte for token in tokens if token.byte is not None]
    return int.from_bytes(bytes(spelled), "little") if spelled else None
