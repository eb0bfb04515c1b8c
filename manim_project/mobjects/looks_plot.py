"""How many keys a look-up looks at, against how many there are."""

import numpy as np
from manim import Dot, Line, VGroup, VMobject, linear
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.key_cloud import live
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of

FIELD = {"left": -4.5, "right": 4.2, "foot": -2.1, "top": 2.0}
BESIDE = 0.25  # from a curve's end to its label
ABOVE, BELOW = 0.1, -0.42  # the baselines of a label's two lines, from the curve's end


class LooksPlot(VGroup):
    """`counts` (of the reference's hull) on logarithmic axes: a scan, and the hull at worst."""

    def __init__(self, counts: Quantity) -> None:
        self.counts = counts
        self.first, self.last = np.log10(value_of(counts.sizes)[[0, -1]])
        self.scan = Curve(self._places(counts.scan), counts.scan, theme.DIM, ABOVE)
        self.hull = Curve(self._places(counts.hull_worst), counts.hull_worst, theme.KEY, BELOW)
        self.axes = self._axes()
        self.names = VGroup(
            self.scan.named("scan", BELOW, theme.INK), self.hull.named("hull", ABOVE, theme.KEY)
        )
        super().__init__(self.axes, self.scan, self.hull)

    def _at(self, size: float, looks: float) -> np.ndarray:
        """The place of a count, (3,); the axis of looks begins at one."""
        across = (np.log10(size) - self.first) / (self.last - self.first)
        x = FIELD["left"] + across * (FIELD["right"] - FIELD["left"])
        y = FIELD["foot"] + np.log10(looks) / self.last * (FIELD["top"] - FIELD["foot"])
        return np.array([x, y, 0.0])

    def _places(self, looks: Quantity) -> np.ndarray:
        pairs = zip(value_of(self.counts.sizes), value_of(looks), strict=True)
        return np.array([self._at(*pair) for pair in pairs])

    def _axes(self) -> VGroup:
        left, right, foot, top = FIELD.values()
        axes = VGroup(
            Line([left, foot, 0], [right, foot, 0], color=theme.FAINT),
            Line([left, foot, 0], [left, top, 0], color=theme.FAINT),
            Words("keys looked at", color=theme.DIM).put(-theme.SAFE_X, top + 0.42),
            Words("keys", color=theme.DIM).put(theme.SAFE_X, foot - 0.45, align=1),
        )
        style = {"size": theme.SMALL, "color": theme.DIM}
        for i in map(int, np.flatnonzero(np.log10(value_of(self.counts.sizes)) % 1 == 0)):
            size, looks = self.counts.sizes[i], self.counts.scan[i]
            x, y, _ = self._at(float(size), float(looks))
            axes.add(number(size, "{:,}", **style).put(x, foot - 0.45, align=0))
            axes.add(number(looks, "{:,}", **style).put(left - 0.2, y - 0.12, align=1))
        return axes

    def draw(self) -> Animation:
        """Both counts, from few keys to many, each with its number at its end."""

        def show(alpha: float) -> None:
            self.scan.show(alpha)
            self.hull.show(alpha)

        return live(VGroup(self.scan, self.hull), show, linear)


class Curve(VGroup):
    """A count at each of several places (s, 3), joined by a line; its number runs along."""

    def __init__(self, places: np.ndarray, looks: Quantity, color: str, label: float) -> None:
        self.places, self.looks, self.label = places, looks, label
        self.whole = VMobject().set_points_as_corners(places)
        self.line = VMobject(stroke_color=color, stroke_width=4)
        self.dots = VGroup(*(Dot(place, 0.07, color=color) for place in places))
        ink = theme.INK if color == theme.DIM else color
        self.number = number(looks[0], "{:,}", color=ink)
        super().__init__(self.line, self.dots, self.number)
        self.show(0)

    def show(self, alpha: float) -> None:
        """At once: the line up to a share `alpha` of the places."""
        done = int(alpha * (len(self.places) - 1) + 1e-9)
        self.line.pointwise_become_partial(self.whole, 0, alpha)
        for i, dot in enumerate(self.dots):
            dot.set_opacity(i <= done)
        x, y, _ = self.line.get_end() if alpha > 0 else self.places[0]
        self.number.say("{:,}", self.looks[done]).put(x + BESIDE, y + self.label)

    def named(self, name: str, offset: float, color: str) -> Words:
        """The curve's name beside its end."""
        x, y, _ = self.places[-1]
        return Words(name, color=color).put(x + BESIDE, y + offset)
