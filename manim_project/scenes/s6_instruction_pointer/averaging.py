"""How the machine counts: a head averages the steps of all tokens, a neuron multiplies."""

from collections.abc import Mapping

import numpy as np
from manim import Dot, FadeIn, LaggedStart, Succession, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

DOT = 0.05
SIZE = (5.05, 1.44 * theme.TALL)  # of the panel
ROWS = theme.tall(
    0.33, -0.1, -0.55
)  # baselines in it, from its middle: the title and two equations
MARGIN = 0.2  # from its left edge to the names
EQUATION = 1.5  # from its left edge to the first equation
SPACE = 0.12  # before a result


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
    """What head and neuron of a layer do, as two equations in a panel: the head's `look` averages
    all steps, the `neuron` multiplies by the count.

    `center` is the panel's middle, `title` is set above the equations.
    """

    def __init__(
        self, title: Words, look: Quantity, neuron: Quantity, center: tuple[float, float]
    ) -> None:
        x, y = center
        self.panel = RoundedRectangle(width=SIZE[0], height=SIZE[1], corner_radius=0.12)
        self.panel.move_to([x, y, 0.0]).set_fill(theme.PANEL, 1).set_stroke(theme.FAINT, width=2)
        left, rows = x - SIZE[0] / 2, [y + row for row in ROWS]
        self.title = title.scale(theme.SMALL / title.size).put(left + MARGIN, rows[0])
        self.names = VGroup(*(Words(name, color=theme.DIM) for name in ("average", "sum")))
        for name, row in zip(self.names, rows[1:], strict=True):
            name.scale(theme.SMALL / name.size).put(left + MARGIN, row)
        steps = Words("({:.0f} − {:.0f})/{:.0f} =", look.ups, look.downs, neuron.gate)
        self.steps = steps.put(left + EQUATION, rows[1])
        self.mean = Words("{:.2f}", neuron.value, color=theme.VALUE)
        self.mean.put(steps.get_right()[0] + SPACE, rows[1])
        factors = Words("{:.2f} × {:.0f} =", neuron.value, neuron.gate)
        self.factors = factors.put(steps.get_right()[0], rows[2], align=1)
        self.sum = Words("{:.0f}", neuron.activation, color=theme.WINNER, bold=True)
        self.sum.put(self.mean.pen[0], rows[2])
        super().__init__(
            self.panel, self.title, self.names, self.steps, self.factors, self.mean, self.sum
        )

    def average(self, steps: TokenSteps) -> Animation:
        """All steps, and all zeros, run together into their average."""
        parts = [*steps.of_program, *steps.of_trace, *steps.steps]
        return Succession(
            FadeIn(self.panel, self.title, self.names[0], run_time=theme.QUICK),
            gather(parts, self.steps, theme.VALUE, run_time=1.6),
            FadeIn(self.mean, run_time=theme.QUICK),
        )

    def multiply(self) -> Animation:
        """Average times count is the sum."""
        return LaggedStart(
            FadeIn(self.factors, self.names[1]), FadeIn(self.sum), lag_ratio=1.0, run_time=1.6
        )
