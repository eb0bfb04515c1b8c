"""`run`: executes a WebAssembly program on the transformer and prints the trace as it grows."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from manim_project.reference.machine import ExecutionError, Machine, ProgramError
from manim_project.reference.machine.circuits.limits import MOST_POSITIONS, POSITIONS
from manim_project.reference.machine.loader.program import Program, load_program
from manim_project.reference.machine.run.costs import costs
from manim_project.reference.machine.run.records import Line
from manim_project.reference.machine.run.trace import Run
from manim_project.reference.machine.run.verify import VerificationError, Verified, verify
from manim_project.reference.machine.transformer import CACHES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `run`."""
    parser.add_argument("program", help="a .wat or .wasm file, or the name of a sample program")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object: tokens, outputs, text, result, steps, error, trap",
    )
    shown.add_argument(
        "--explain",
        action="store_true",
        help="instead of the trace: which operations are native, which lowered, their tokens",
    )
    parser.add_argument(
        "--max-tokens",
        type=int,
        default=POSITIONS,
        metavar="N",
        help=f"stop with an error after N tokens, program included (default {POSITIONS}, "
        f"at most {MOST_POSITIONS})",
    )
    parser.add_argument(
        "--cache",
        choices=CACHES,
        default="hull",
        help="how attention finds a key: on the hull of them (the default), or by softmax over all",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="check the run afterwards, by one pass over all its tokens that looks at every key",
    )


def main(args: argparse.Namespace) -> int:
    """Runs the program; 0 if it halted, 2 if it was refused, trapped or did not halt in time."""
    try:
        return _run(args)
    except ProgramError as error:
        return _fail(error)
    except VerificationError as error:
        return _fail(error, 1)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _run(args: argparse.Namespace) -> int:
    if not 1 <= args.max_tokens <= MOST_POSITIONS:
        raise ProgramError(f"--max-tokens is {args.max_tokens}; give 1 to {MOST_POSITIONS}")
    # A model for as many positions as are asked for, rounded up to a power of 2.
    positions = max(POSITIONS, 1 << (args.max_tokens - 1).bit_length())
    program, machine = load_program(args.program, positions), Machine(positions)
    each = None
    if not args.json and not args.explain:
        each = _print_beginning(program)
    failure: ExecutionError | None = None
    try:
        run = machine.run_program(program, args.max_tokens, each, args.cache)
    except ExecutionError as error:  # what there is of the run is shown, too
        run, failure = error.run, error
    if args.explain:
        _print_costs(run)
    if not args.json:
        _print_outcome(run)
    verified = _verify(machine, run) if args.verify and run.lines else None
    if args.json:
        _print_json(run, failure, verified)
    elif verified:
        _print_verified(verified)
    return _fail(failure) if failure else 0


def _fail(error: Exception, status: int = 2) -> int:
    sys.stdout.flush()
    print(f"run: {error}", file=sys.stderr)
    return status


def _verify(machine: Machine, run: Run) -> Verified:
    """Verifies what there is of the trace; says how far it is if someone may be watching."""

    def progress(done: int, of: int) -> None:
        end = "\n" if done == of else ""
        print(f"\rverified {done:,} of {of:,} tokens", end=end, file=sys.stderr, flush=True)

    sys.stdout.flush()
    ids = [token.id for token in run.tokens]
    return verify(machine, ids, run.prompt_length, progress if sys.stderr.isatty() else None)


def _print_beginning(program: Program) -> Callable[[Line], None]:
    """Prints what the program is; returns what prints a line of its trace."""
    for note in program.notes:
        print(f"note: {note}")
    print(f"{len(program.prompt)} tokens of program, {len(program.instructions)} instructions")

    def each(line: Line) -> None:
        instruction = program.instructions[line.instruction]
        print(f"{line.instruction:5d}  {instruction.text:<16}  {line.text}", flush=True)

    return each


def _print_costs(run: Run) -> None:
    table = Table("operation", "how", title="Tokens: 5 of prompt an instruction, and its trace")
    columns = ("written", "prompt", "executed", "trace", "trace / executed")
    for column in columns:
        table.add_column(column, justify="right")
    for cost in costs(run.program, run.lines):
        each = f"{cost.trace_tokens / cost.executed:.1f}" if cost.executed else "–"
        numbers = (cost.written, cost.prompt_tokens, cost.executed, cost.trace_tokens)
        table.add_row(cost.name, cost.how, *map(str, numbers), each)
    Console().print(table)


def _print_json(run: Run, failure: ExecutionError | None, verified: Verified | None) -> None:
    found = {
        "tokens": [token.text for token in run.tokens],
        "outputs": list(run.outputs),
        "text": run.text,
        "result": None if failure else run.result,
        "steps": run.steps,
        "error": str(failure) if failure else None,
        "trap": failure.trap if failure else None,
        "verified": asdict(verified) if verified else None,
    }
    print(json.dumps(found))


def _print_outcome(run: Run) -> None:
    print(f"output: {' '.join(map(str, run.outputs)) or 'none'}")
    if run.text is not None:
        print(f"text: {run.text}")
    if run.program.returns and run.lines and run.lines[-1].kind == "halt":
        print(f"result: {run.result}")
    print(f"{run.steps} instructions executed")


def _print_verified(verified: Verified) -> None:
    print(
        f"verified in one pass over all tokens that looks at every key ({verified.scores:,} scores)"
        f"\n  each of the {verified.tokens:,} tokens of the trace is the argmax; smallest margin "
        f"{verified.smallest_margin:g}"
        f"\n  the hull's winner is the scan's in all {verified.lookups:,} look-ups of "
        f"{verified.looking} heads; {verified.averaging} heads average"
    )
