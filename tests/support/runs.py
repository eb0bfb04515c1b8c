"""The machine that tests share, and its runs of the table of cases: none is run twice."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from support.cases import Case
from support.oracle import Outcome

from manim_project.reference.machine import ExecutionError, Machine
from manim_project.reference.machine.run.trace import Run

MACHINE = Machine()


class Finished(NamedTuple):
    """A run to its end, and what the machine says of what stopped it: nothing if it halted."""

    run: Run
    outcome: Outcome
    message: str

    @property
    def ids(self) -> list[int]:
        """All tokens, of program and trace."""
        return [token.id for token in self.run.tokens]


@cache
def finished(case: Case) -> Finished:
    """The run of a case, with hulls; a sample's is the one that `MACHINE.run` keeps."""
    try:
        sample = case.tag == "sample"
        run = MACHINE.run(case.name) if sample else MACHINE.run_program(case.program)
    except ExecutionError as stopped:
        outcome = Outcome(stopped.run.outputs, None, stopped.trap)
        return Finished(stopped.run, outcome, str(stopped))
    return Finished(run, Outcome(run.outputs, run.result, None), "")
