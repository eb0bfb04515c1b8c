"""Five slots as a table: what each holds and weighs, and what its weight is made of."""

import numpy as np
from manim import (
    AnimationGroup,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference.quantity import Quantity

FIRST, PITCH = -3.9, 1.9  # the middle of the first column, and from one to the next
LINES = theme.tall(2.3, 1.55, 0.95, 0.35)  # baselines of the rows
SUM = 4.56  # where the rows end
LISTING = 1.2  # seconds for a row


def column(j: int) -> float:
    """The middle of a slot's column."""
    return FIRST + j * PITCH


class Row(VGroup):
    """A line of the table: its name, a number for each slot, perhaps what they come from or to.

    With `plus`, `end` is the numbers' sum.
    """

    def __init__(
        self,
        line: int,
        head: Words | Phrase,
        numbers: list[Words],
        end: Words | None = None,
        plus: bool = False,
    ) -> None:
        self.head = head.set_color(theme.DIM).put(-theme.SAFE_X, LINES[line])
        self.numbers, self.signs, self.end = VGroup(), VGroup(), VGroup()
        for j, entry in enumerate(numbers):
            self.numbers.add(entry.put(column(j), LINES[line], align=0))
            if plus and j:
                sign = Words("+", size=theme.SMALL)
                self.signs.add(sign.put(column(j) - PITCH / 2, LINES[line], align=0))
        if end:
            self.end.add(end.put(SUM, LINES[line]))
        super().__init__(self.head, self.numbers, self.signs, self.end)

    def list_numbers(self) -> Animation:
        """The numbers, one after the other; a sum comes later."""
        first = self.head if self.signs else VGroup(self.head, self.end)
        parts = map(FadeIn, (first, *self.numbers))
        return LaggedStart(*parts, lag_ratio=0.2, run_time=LISTING)

    def add_up(self) -> Animation:
        """The numbers' sum."""
        return FadeIn(self.signs, self.end, run_time=theme.MOVE)


class SlotTable:
    """The rows for `soft` (a `textbook.Sharpening`), in the upper half of the stage.

    `slots` and `cells` say what the slots hold, `products` and `terms` how it is weighed,
    `distances`, `scores` and `raised` what the weights are made of.
    """

    def __init__(self, soft: Quantity) -> None:
        self.soft, self.asked = soft, int(soft.target)
        self.slots = Row(0, Words("slot"), [number(a, color=theme.DIM) for a in soft.addresses])
        self.values = Row(1, Words("value"), [])
        self.cells = VGroup()
        for j, value in enumerate(soft.values):
            cell = Cell("{}", value, width=0.95, color=theme.VALUE, size=theme.BODY)
            self.cells.add(cell.place(np.array([column(j), LINES[1] + 0.14, 0])))
        pairs = zip(soft.weights, soft.values, strict=True)
        products = [Words("{:.1%} × {}", *pair, size=theme.SMALL) for pair in pairs]
        self.products = Row(2, Words("product"), products)
        terms, output = [number(c, "{:.1f}") for c in soft.contributions], soft.output
        self.terms = Row(3, Words("sum"), terms, Words("= {:.1f}", output), plus=True)
        self.distances = Row(1, Words("distance"), [number(d) for d in soft.distances])
        square = Words("= −distance²", size=theme.SMALL)
        self.scores = Row(2, Phrase("score $s$"), [number(s) for s in soft.scores], square)
        raised, total = [number(e, "{:.3f}") for e in soft.exponentials], soft.total
        power = formula("e^s", size=theme.SCRIPTED)
        self.raised = Row(3, power, raised, Words("= {:.3f}", total), plus=True)
        self._draw_ruler()

    def _draw_ruler(self) -> None:
        spots = [np.array([column(j), LINES[0] - 0.22, 0]) for j in range(len(self.cells))]
        self.dots = VGroup(*(Dot(spot, radius=0.08, color=theme.DIM) for spot in spots))
        self.dots[self.asked].set_color(theme.shape(theme.QUERY))
        here, ends = spots[self.asked], (spots[0], spots[-1])
        self.ruler = VGroup(*(Line(here, e, color=theme.DIM, stroke_width=4) for e in ends))

    def appear(self) -> Animation:
        """The slots, one after the other, and what they hold."""
        heads = FadeIn(self.slots.head, self.values.head)
        pairs = zip(self.slots.numbers, self.cells, strict=True)
        filled = [FadeIn(VGroup(*pair)) for pair in pairs]
        return LaggedStart(heads, *filled, lag_ratio=0.3, run_time=1.4)

    def ask(self) -> Animation:
        """Light up the slot that is asked for."""
        return self.slots.numbers[self.asked].animate.set_color(theme.QUERY)

    def multiply(self, weights: VGroup) -> Animation:
        """Each of the `weights` times its value, in full."""
        parts = zip(weights, self.cells, self.products.numbers, strict=True)
        moves = [gather([weight, cell.words], line, theme.INK) for weight, cell, line in parts]
        return AnimationGroup(FadeIn(self.products.head), *moves)

    def forget_values(self) -> Animation:
        """The table is cleared for what the weights are made of."""
        return FadeOut(self.cells, self.values, self.products, self.terms, run_time=theme.QUICK)

    def measure(self) -> Animation:
        """How far each slot is from the one asked for."""
        lines = AnimationGroup(*map(Create, self.ruler), FadeIn(self.dots), run_time=theme.MOVE)
        return Succession(lines, self.distances.list_numbers())

    def divide(self, x: float, baseline: float) -> Animation:
        """One weight in full, centred on x: that of the slot before the one asked for."""
        j, soft = self.asked - 1, self.soft
        parts = soft.exponentials[j], soft.total, soft.weights[j]
        share = formula("{:.3f} \\/ {:.3f} approx {:.1%}", *parts, size=theme.SCRIPTED)
        self.example = share.put(x, baseline, align=0)
        return gather([self.raised.numbers[j], *self.raised.end], share, theme.INK)

    def leave(self) -> Animation:
        """The table goes, all but the numbers of the scores."""
        rest = (self.slots, self.ruler, self.dots, self.distances, self.raised, self.example)
        return FadeOut(*rest, self.scores.head, self.scores.end, run_time=theme.QUICK)
