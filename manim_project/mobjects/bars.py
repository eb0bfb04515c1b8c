"""Bars for scores and weights, one a key, with their numbers above and their names below."""

from collections.abc import Callable, Iterable

import numpy as np
from manim import Rectangle, VGroup

from manim_project import theme
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

ABOVE, BELOW = 0.14, 0.39  # from a bar's end to its number's baseline


class Bars(VGroup):
    """`values` (n,) as bars in a field of `width` x `height` whose lower left corner is `corner`.

    `low` and `high` are the values at the field's foot and top; without them the field fits the
    values, so that only differences count (as for scores before a softmax). `signed` bars stand on
    a line at zero, or hang from it, and have their numbers at that end. Numbers are shown by
    `spec`; `names` are quantities (or nothing) below the foot. `show` draws other values at once,
    `track` in every frame; `winner` marks one bar in gold (and its number).
    """

    def __init__(
        self,
        values: Quantity,
        *,
        corner: tuple[float, float],
        width: float,
        height: float,
        low: float | None = None,
        high: float | None = None,
        signed: bool = False,
        spec: str = "{}",
        names: Iterable[Quantity] | None = None,
        color: str = theme.KEY,
        fill: float = 0.75,
        size: float = theme.SMALL,
    ) -> None:
        super().__init__()
        self.left, self.foot = corner
        self.pitch = width / len(values)
        self.limits, self.height_of_field = (low, high), height
        self.signed, self.spec, self.hue, self.share = signed, spec, color, fill
        self.bars = VGroup()
        self.numbers = VGroup()
        for value in values:
            self.bars.add(Rectangle(width=fill * self.pitch, height=1, stroke_width=0))
            self.numbers.add(number(value, spec, size=size))
        self.names = VGroup(*(number(name, size=size, color=theme.DIM) for name in names or ()))
        for i, name in enumerate(self.names):
            name.put(self.center(i), self.foot - 0.42, align=0)
        self.add(self.bars, self.numbers, self.names)
        self.show(values)

    def center(self, i: int) -> float:
        """The x of bar i's middle."""
        return self.left + (i + 0.5) * self.pitch

    def top(self, value: float) -> float:
        """The y that belongs to a value."""
        return self.foot + (value - self._low) * self._unit

    def _fit(self, values: np.ndarray) -> None:
        low, high = self.limits
        spread = float(values.max() - values.min()) or 1.0
        self._low = values.min() - 0.1 * spread if low is None else low
        self._unit = self.height_of_field / ((values.max() if high is None else high) - self._low)

    def show(self, values: Quantity, winner: int | None = None) -> "Bars":
        """Draw `values`; the winner's bar and number in gold."""
        self._fit(np.asarray(value_of(values), dtype=float))
        quiet = theme.soft(self.hue, 0.6)
        for i, value in enumerate(values):
            top = self.top(float(value))
            best = i == winner
            color = theme.shape(theme.WINNER) if best else quiet
            ground = self.top(0.0) if self.signed else self.foot
            self.bars[i].set_points_as_corners(self._outline(i, ground, top)).set_fill(color, 1)
            text: Words = self.numbers[i]
            hangs = self.signed and top < ground
            end = top - BELOW if hangs else max(top, self.foot) + ABOVE
            text.say(self.spec, value).put(self.center(i), end, align=0)
            text.set_color(theme.WINNER if best else theme.INK)
        return self

    def _outline(self, i: int, ground: float, top: float) -> np.ndarray:
        x, half = self.center(i), self.share * self.pitch / 2
        corners = [(-half, ground), (half, ground), (half, top), (-half, top)]
        return np.array([(x + dx, y, 0.0) for dx, y in (*corners, corners[0])])

    def track(
        self, follow: Callable[[], Quantity], winner: Callable[[], int | None] = lambda: None
    ) -> "Bars":
        """Draw `follow()` in every frame; end it with `clear_updaters`."""
        self.add_updater(lambda bars: bars.show(follow(), winner()))
        return self
