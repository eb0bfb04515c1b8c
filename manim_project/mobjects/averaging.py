"""How the machine counts: a head averages the steps of all tokens, a neuron multiplies."""

from collections.abc import Mapping

import numpy as np
from manim import Dot, FadeIn, LaggedStart, RoundedRectangle, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

DOT = 0.05
SIZE = (4.2, 1.82)  # of the panel
TITLE, EQUATION, NAMES = 0.43, -0.27, -0.72  # baselines in it, from its middle
COLUMNS = (-1.37, 0.22, 1.6)  # middles of the equation's numbers
BIG = 0.58


class TokenSteps(VGroup):
    """What `look` reads at each token: a dot in its spot if it is zero; the others are `steps`,
    numbers that stand on stage already. The first `prompt` tokens are the program's."""

    def __init__(
        self,
        look: Quantity,
        spots: Mapping[int, np.ndarray],
        steps: Mapping[int, Words],
        prompt: int,
    ) -> None:
        self.of_program, self.of_trace = VGroup(), VGroup()
        self.steps = []
        for p in range(len(look.weights)):
            if float(look.values[p, 1]):
                self.steps.append(steps[p])
            else:
                dots = self.of_program if p < prompt else self.of_trace
                dots.add(Dot(spots[p], DOT, color=theme.DIM))
        super().__init__(self.of_program, self.of_trace)


class Average(VGroup):
    """What head and `neuron` of a layer do, as an equation in a panel: average × count = sum.

    `center` is the panel's middle, `title` is set above the equation.
    """

    def __init__(self, title: Words, neuron: Quantity, center: tuple[float, float]) -> None:
        x, y = center
        self.panel = RoundedRectangle(width=SIZE[0], height=SIZE[1], corner_radius=0.12)
        self.panel.move_to([x, y, 0.0]).set_fill(theme.PANEL, 1).set_stroke(theme.FAINT, width=2)
        self.title = title.scale(theme.SMALL / title.size).put(x, y + TITLE, align=0)
        self.mean = Words("{:.2f}", neuron.value, color=theme.VALUE, size=BIG)
        self.count = Words("{:.0f}", neuron.gate, size=BIG)
        self.sum = Words("{:.0f}", neuron.activation, color=theme.WINNER, size=BIG, bold=True)
        numbers, names = (self.mean, self.count, self.sum), ("average", "count", "sum")
        self.names = VGroup(*(Words(name, size=theme.SMALL, color=theme.DIM) for name in names))
        for number, name, aside in zip(numbers, self.names, COLUMNS, strict=True):
            number.put(x + aside, y + EQUATION, align=0)
            name.put(x + aside, y + NAMES, align=0)
        self.signs = VGroup(*(Words(sign, size=BIG, color=theme.DIM) for sign in "×="))
        for sign, before, after in zip(self.signs, numbers, numbers[1:], strict=False):
            middle = (before.get_right()[0] + after.get_left()[0]) / 2
            sign.put(middle, y + EQUATION, align=0)
        super().__init__(self.panel, self.title, self.names, self.signs, *numbers)

    def average(self, steps: TokenSteps) -> Animation:
        """All steps, and all zeros, run together into their average."""
        parts = [*steps.of_program, *steps.of_trace, *steps.steps]
        return LaggedStart(
            FadeIn(self.panel, self.title, self.names[0]),
            gather(parts, self.mean, theme.VALUE, run_time=1.6),
            lag_ratio=0.6,
        )

    def multiply(self) -> Animation:
        """Average times count is the sum."""
        return LaggedStart(
            FadeIn(self.signs[0], self.count, self.names[1]),
            FadeIn(self.signs[1], self.sum, self.names[2]),
            lag_ratio=1.0,
            run_time=1.6,
        )
