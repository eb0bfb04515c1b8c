"""How many keys a look-up looks at, against how many there are."""

import numpy as np
from manim import AnimationGroup, Dot, FadeIn, Line, VGroup, VMobject, linear
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.key_cloud import live
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.quantity import Quantity, value_of

FIELD = {"left": 2.1, "right": 5.6, "foot": -1.75 * theme.TALL, "top": 1.3 * theme.TALL}
BESIDE, SIDE = 0.12, 0.65  # how far right of its curve's end a label begins; and in the end ends
NAMED = (0, 6, 15)  # which sizes stand at the axes: ten, a thousand, a million
# Baselines of the curves' labels from the curves' ends, at first and then.
OVER, UNDER = (0.2, 0.2), (-0.15, -0.5)
GROWTH = (3.7, -0.62 * theme.TALL)  # where the hull's growth stands


class LooksPlot(VGroup):
    """`counts` (of the reference's hull) on logarithmic axes: a scan, and the hull at worst."""

    def __init__(self, counts: Quantity) -> None:
        self.counts = counts
        self.first, self.last = np.log10(value_of(counts.sizes)[[0, -1]])
        self.axes = self._axes()
        self.scan = Curve("scan {:,}", self._places(counts.scan), counts.scan, OVER)
        self.hull = Curve("hull {:,}", self._places(counts.hull_worst), counts.hull_worst, UNDER)
        self.growth = formula("approx {:.0f} log_2 n", counts.per_doubling, size=theme.SCRIPTED)
        self.growth.put(*GROWTH)
        super().__init__(self.axes)

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
            Line([left, foot, 0], [right, foot, 0], color=theme.DIM, stroke_width=2),
            Line([left, foot, 0], [left, top, 0], color=theme.DIM, stroke_width=2),
            Words("most keys looked at in {} look-ups", self.counts.queries, size=theme.SMALL).put(
                theme.SAFE_X, top + 0.9, align=1
            ),
            Words("keys in all, n", size=theme.SMALL).put((left + right) / 2, foot - 0.9, align=0),
        )
        style = {"size": theme.SMALL, "color": theme.DIM}
        for i in NAMED:
            size = self.counts.sizes[i]
            x, y, _ = self._at(float(size), float(size))
            axes.add(number(size, "{:,}", **style).put(x, foot - 0.42, align=0))
            axes.add(number(size, "{:,}", **style).put(left - 0.18, y - 0.12, align=1))
        return axes

    def draw(self) -> Animation:
        """Both counts, from few keys to many, each with its number at its end."""
        self.add(self.scan, self.hull)

        def show(alpha: float) -> None:
            self.scan.show(alpha)
            self.hull.show(alpha)

        return live(VGroup(self.scan, self.hull), show, linear)

    def conclude(self) -> Animation:
        """The last number of the hull in gold, and how it grows."""
        self.add(self.growth)
        gold = self.hull.label.animate.set_color(theme.WINNER)
        return AnimationGroup(FadeIn(self.growth), gold)


class Curve(VGroup):
    """A count at each of several places (s, 3), joined by a line; its label runs along."""

    def __init__(
        self, template: str, places: np.ndarray, looks: Quantity, offsets: tuple[float, float]
    ) -> None:
        self.template, self.places, self.looks, self.offsets = template, places, looks, offsets
        self.whole = VMobject().set_points_as_corners(places)
        self.line = VMobject(stroke_color=theme.shape(theme.KEY), stroke_width=4)
        self.dots = VGroup(*(Dot(place, 0.06, color=theme.shape(theme.KEY)) for place in places))
        self.label = Words(template, looks[0])
        super().__init__(self.line, self.dots, self.label)
        self.show(0)

    def show(self, alpha: float) -> None:
        """At once: the line up to a share `alpha` of the places."""
        done = int(alpha * (len(self.places) - 1) + 1e-9)
        self.line.pointwise_become_partial(self.whole, 0, alpha)
        for i, dot in enumerate(self.dots):
            dot.set_opacity(i <= done)
        x, y, _ = self.line.get_end() if alpha > 0 else self.places[0]
        self.label.say(self.template, self.looks[done])
        offset = np.interp(alpha, [0, 0.4], self.offsets)
        self.label.put(x + BESIDE + alpha * SIDE, y + offset, align=2 * alpha - 1)
