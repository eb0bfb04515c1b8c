"""A vector times a matrix, as one does it by hand: column by column, multiply and add."""

from collections.abc import Iterable

from manim import (
    LEFT,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.text import formula
from manim_project.reference.quantity import Quantity

PITCH = (0.5, 0.52)  # of the numbers
PACE = 0.55  # seconds a column


def send(source: Mobject, target: Mobject) -> Animation:
    """A copy of `source` goes and becomes `target`.

    Manim's TransformFromCopy would leave points of the source in the target's outline.
    """
    return ReplacementTransform(source.copy(), target)


def gather(
    parts: Iterable[Mobject], target: Mobject, color: str, run_time: float = theme.MOVE
) -> Animation:
    """Copies of `parts` run together into `target`."""
    gone = [FadeOut(p.copy().set_color(color), target_position=target) for p in parts]
    return AnimationGroup(*gone, FadeIn(target), run_time=run_time)


class Sums(VGroup):
    """`vector` (m,) stood up beside `matrix` (m, n), and their product (n,) below the columns.

    The matrix is centred on `center` and stands on `foot`; what is being worked on, and the
    result, are in `color`. `letter` is the result's name.
    """

    def __init__(
        self,
        vector: Quantity,
        name: str,
        matrix: Quantity,
        result: Quantity,
        *,
        letter: str = "",
        color: str,
        center: float,
        foot: float,
    ) -> None:
        self.work = color
        self.matrix = Matrix(matrix, cell=PITCH)
        self.matrix.place(center, foot + self.matrix.rows * PITCH[1] / 2)
        self.vector = Matrix(vector[:, None], spec="{:.0f}", cell=PITCH)
        self.vector.next_to(self.matrix, LEFT, buff=0.2)
        self.result = Matrix(result, spec="{:.0f}", color=color, cell=PITCH)
        self.result.place(center, foot - 0.5)
        self.symbol = formula(name, size=theme.SCRIPTED, color=color)
        self.symbol.put(center, self.matrix.get_top()[1] + 0.22, align=0)
        self.letter = VGroup()
        if letter:
            sign = formula(f"{letter} =", size=theme.SCRIPTED, color=color)
            self.letter.add(sign.put(self.result.get_left()[0] - 0.12, foot - 0.64, align=1))
        super().__init__(self.symbol, self.matrix, self.vector, self.result, self.letter)

    def appear(self) -> Animation:
        """The matrix and its name."""
        return FadeIn(self.symbol, self.matrix)

    def enter(self, source: Matrix) -> Animation:
        """The vector's numbers come from where they are and stand up beside the matrix."""
        moves = map(send, source.entries, self.vector.entries)
        return AnimationGroup(FadeIn(self.vector.brackets), *moves)

    def light(self, c: int) -> Animation:
        """Column c and the vector are about to be used."""
        return self._tint(c, self.work)

    def rest(self, c: int) -> Animation:
        """Column c has been used."""
        return self._tint(c, theme.INK)

    def _tint(self, c: int, color: str) -> Animation:
        used = VGroup(self.matrix.column(c), self.vector.entries)
        return used.animate(run_time=theme.QUICK).set_color(color)

    def add_up(self) -> Animation:
        """Column after column is multiplied with the vector and summed below."""
        steps: list[Animation] = []
        for c in range(self.matrix.columns):
            column, target = self.matrix.column(c), self.result.entry(0, c)
            steps.append(self.light(c))
            steps.append(
                AnimationGroup(gather(column, target, self.work, theme.QUICK), self.rest(c))
            )
        work = Succession(*steps, run_time=PACE * self.matrix.columns)
        return AnimationGroup(self.open(), work)

    def open(self) -> Animation:
        """The result's place, still empty."""
        return FadeIn(self.result.brackets, self.letter, run_time=theme.QUICK)
