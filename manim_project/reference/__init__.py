"""The reference model: every number that a scene draws, and the machine that really executes.

It imports nothing of Manim. Scenes use `REFERENCE`, whose values record their own names.
"""

from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from manim_project.reference.quantity import Quantity

if TYPE_CHECKING:
    from manim_project.reference.machine import Machine
    from manim_project.reference.machine.run.film_run import FilmRun


class Reference:
    """The root of the reference model. Its parts are built when they are first asked for."""

    @cached_property
    def textbook(self) -> ModuleType:
        """Small attention arithmetic that a viewer can redo by hand."""
        from manim_project.reference import textbook

        return textbook

    @cached_property
    def hull(self) -> ModuleType:
        """Look-ups on two-dimensional keys: linear scan and convex examples."""
        from manim_project.reference.hull import examples

        return examples

    @cached_property
    def machine(self) -> "Machine":
        """The transformer that executes WebAssembly."""
        from manim_project.reference.machine import Machine

        return Machine()

    def traced(self, program: str) -> "FilmRun":
        """A program's run as a film shows it: `machine.run.film_run`. Asked again, the same one."""
        from manim_project.reference.machine.run.film_run import film_run

        if program not in self._traced:
            self._traced[program] = film_run(self.machine, program)
        return self._traced[program]

    @cached_property
    def _traced(self) -> dict[str, "FilmRun"]:
        return {}


REFERENCE = Quantity(Reference())
