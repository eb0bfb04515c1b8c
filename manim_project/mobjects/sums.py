"""Rows times a matrix, as one does it by hand: row times column, multiply and add."""

from collections.abc import Iterable, Sequence

from manim import (
    AnimationGroup,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import formula
from manim_project.reference.quantity import Quantity

PITCH = (0.5, 0.52 * theme.TALL)  # of the numbers
PACE = 0.42  # seconds a column


def send(source: Mobject, target: Mobject) -> Animation:
    """A copy of `source` goes and becomes `target`.

    Manim's TransformFromCopy would leave points of the source in the target's outline.
    """
    return ReplacementTransform(source.copy(), target)


def gather(
    parts: Iterable[Mobject], target: Mobject, color: str, run_time: float = theme.MOVE
) -> Animation:
    """Copies of `parts`, in `color`, run together into `target`."""
    flights = [_fly(part, target, color) for part in parts]
    return AnimationGroup(*flights, FadeIn(target), run_time=run_time)


def _fly(part: Mobject, target: Mobject, color: str) -> Animation:
    start, way = part.get_center(), target.get_center() - part.get_center()

    def move(ghost: Mobject, alpha: float) -> None:
        ghost.move_to(start + alpha * way).set_opacity(1 - alpha)

    # In a Succession, Manim adds all mobjects at once: a ghost is unseen until its turn.
    ghost = part.copy().set_color(color).set_opacity(0)
    return UpdateFromAlphaFunc(ghost, move, remover=True)


class Product(VGroup):
    """`rows` (r matrices of one row) times `matrix` (m, n), in Falk's scheme: the matrix stands
    above the `results` (r, n), the rows stand at their left, so that every entry is where its row
    and its column meet.

    The matrix is centred on `center` and stands on `foot`; `name` is set at its left, `letter`
    (if any) at the left of the results. What is being worked on, and the results, are in `color`.
    """

    def __init__(
        self,
        rows: Sequence[Matrix],
        name: str,
        matrix: Quantity,
        results: Sequence[Quantity],
        *,
        letter: str = "",
        color: str = theme.INK,
        center: float,
        foot: float,
    ) -> None:
        self.rows, self.work = rows, color
        self.matrix = Matrix(matrix, color=theme.DIM, cell=PITCH)
        self.matrix.place(center, foot + self.matrix.rows * PITCH[1] / 2)
        self.symbol = formula(name, size=theme.SCRIPTED)
        middle = self.matrix.get_center()[1]
        self.symbol.put(self.matrix.get_left()[0] - 0.15, middle - 0.15, align=1)
        self.results = VGroup()
        for row, result in zip(rows, results, strict=True):
            entries = Matrix(result, spec="{:.0f}", color=color, cell=PITCH)
            self.results.add(entries.place(center, row.brackets.get_center()[1]))
        self.letter = formula(letter) if letter else VGroup()
        if letter:
            left, y = self.results.get_left()[0], self.results.get_center()[1]
            self.letter.put(left - 0.15, y - 0.13, align=1)
        self.beam = self._beam()
        super().__init__(self.symbol, self.matrix, self.results, self.letter)

    def _beam(self) -> RoundedRectangle:
        """The light on the first column, from the top of the matrix down to the last result."""
        top, bottom = self.matrix.get_top()[1], self.results.get_bottom()[1]
        beam = RoundedRectangle(width=PITCH[0] - 0.04, height=top - bottom, corner_radius=0.1)
        beam.set_fill(theme.panel(self.work), 1).set_stroke(width=0).set_z_index(-1)
        return beam.move_to([self.matrix.column(0).get_center()[0], (top + bottom) / 2, 0])

    def appear(self) -> Animation:
        """The matrix with its name, and the results' places, still empty."""
        places = (result.brackets for result in self.results)
        return FadeIn(self.symbol, self.matrix, self.letter, *places)

    def light(self, c: int) -> Animation:
        """Column c is about to be used."""
        lit = self.matrix.column(c).animate.set_color(self.work)
        if c == 0:
            return AnimationGroup(lit, FadeIn(self.beam), run_time=theme.QUICK)
        there = self.beam.animate.set_x(self.matrix.column(c).get_center()[0])
        return AnimationGroup(lit, there, run_time=theme.QUICK)

    def rest(self, c: int) -> Animation:
        """Column c has been used."""
        unlit = self.matrix.column(c).animate(run_time=theme.QUICK).set_color(theme.DIM)
        last = c == self.matrix.columns - 1
        return AnimationGroup(unlit, FadeOut(self.beam)) if last else unlit

    def add_up(self) -> Animation:
        """Column after column meets all rows; each product, summed, lands where they cross."""
        steps: list[Animation] = []
        for c in range(self.matrix.columns):
            meetings = [
                gather(
                    [*row.entries, *self.matrix.column(c)],
                    result.entry(0, c),
                    self.work,
                    theme.QUICK,
                )
                for row, result in zip(self.rows, self.results, strict=True)
            ]
            steps += [self.light(c), AnimationGroup(*meetings, self.rest(c))]
        return Succession(*steps, run_time=PACE * self.matrix.columns)
