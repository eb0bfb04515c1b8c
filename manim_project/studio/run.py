"""`run`: executes a WebAssembly program on the transformer and prints the trace as it grows."""

from __future__ import annotations

import argparse
import json
import os
import sys

from manim_project.reference.machine import (
    MAX_TOKENS,
    ExecutionError,
    Machine,
    Program,
    ProgramError,
    Run,
    load_program,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `run`."""
    parser.add_argument("program", help="a .wat or .wasm file, or the name of a sample program")
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object: tokens, outputs, result, steps (lines of the trace)",
    )
    parser.add_argument(
        "--max-tokens",
        type=int,
        default=MAX_TOKENS,
        metavar="N",
        help=f"stop with an error after N tokens, program included (default {MAX_TOKENS})",
    )


def main(args: argparse.Namespace) -> int:
    """Runs the program; 0 if it halted, 2 if it was refused, trapped or did not halt in time."""
    try:
        if not 1 <= args.max_tokens <= MAX_TOKENS:
            raise ProgramError(f"--max-tokens is {args.max_tokens}; give 1 to {MAX_TOKENS}")
        program = load_program(args.program)
        machine = Machine()
        if args.json:
            print(_as_json(machine.run_program(program, args.max_tokens)))
        else:
            _print_trace(machine, program, args.max_tokens)
    except (ProgramError, ExecutionError) as error:
        sys.stdout.flush()
        print(f"run: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _as_json(run: Run) -> str:
    return json.dumps(
        {
            "tokens": [token.text for token in run.tokens],
            "outputs": list(run.outputs),
            "result": run.result,
            "steps": run.steps,
        }
    )


def _print_trace(machine: Machine, program: Program, max_tokens: int) -> None:
    for note in program.notes:
        print(f"note: {note}")
    print(f"{len(program.prompt)} tokens of program, {len(program.instructions)} instructions")
    outputs, result, steps = [], None, 0
    for line, _ in machine.execute(program, max_tokens):
        instruction = program.instructions[line.instruction]
        print(f"{line.instruction:5d}  {instruction.text:<16}  {line.text}", flush=True)
        steps += 1
        if line.kind == "out":
            outputs.append(line.value)
        elif line.kind == "halt":
            result = line.value
    print(f"output: {' '.join(map(str, outputs)) or 'none'}")
    if program.returns:
        print(f"result: {result}")
    print(f"{steps} instructions executed")
