"""How many keys a look-up looks at, against how many there are."""

from collections.abc import Sequence

import numpy as np
from manim import AnimationGroup, Dot, FadeIn, Line, VGroup, VMobject, linear
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.key_cloud import live

FIELD = {"left": 2.1, "right": 5.6, "foot": -1.75 * theme.TALL, "top": 1.3 * theme.TALL}
BESIDE, SIDE = 0.12, 0.65  # how far right of its curve's end a label begins; and in the end ends
NAMED = (10, 1000, 10**6)  # the sizes that stand at the axes
# Baselines of the curves' labels from the curves' ends, at first and then.
OVER, UNDER = (0.2, 0.2), (-0.15, -0.5)
GROWTH = (3.7, -0.62 * theme.TALL)  # where the hull's growth stands
LEGEND = (2.25, 1.06 * theme.TALL, 0.46)  # left edge, first baseline, leading
DOT = 0.06


class LooksPlot(VGroup):
    """Most keys looked at, on logarithmic axes, by a scan and by the hull.

    First `run`, the machine's own look-ups (`LookupCounts`), then `counts`, those in the same cache
    filled with more keys (of the reference's hull); for the numbers of keys beyond the run.
    """

    def __init__(self, run: Quantity, counts: Quantity) -> None:
        more = np.flatnonzero(value_of(counts.sizes) > value_of(run.sizes)[-1]).tolist()
        self.measured = len(run.sizes)  # points of the curves that are from the run
        self.sizes = [*run.sizes, *(counts.sizes[i] for i in more)]
        scanned = [*run.sizes, *(counts.scan[i] for i in more)]
        examined = [*run.worst, *(counts.hull_worst[i] for i in more)]
        self.first, self.last = np.log10([int(self.sizes[0]), int(self.sizes[-1])])
        self.axes = self._axes(run.lookups)
        self.scan = Curve("scan {:,}", self._places(scanned), scanned, OVER, [])
        dots = [Dot(radius=DOT, color=theme.shape(theme.KEY)) for _ in run.sizes]
        dots += [hollow() for _ in more]
        self.hull = Curve("hull {:,}", self._places(examined), examined, UNDER, dots)
        self.growth = formula("approx {:.0f} log_2 n", counts.per_doubling, size=theme.SCRIPTED)
        self.growth.put(*GROWTH)
        self.legend = VGroup(
            self._entry(0, Dot(radius=DOT, color=theme.shape(theme.KEY)), "in a run"),
            self._entry(1, hollow(), "beyond it"),
        )
        super().__init__(self.axes)

    def _entry(self, line: int, dot: Dot, text: str) -> VGroup:
        left, top, leading = LEGEND
        y = top - line * leading
        dot.move_to([left + DOT, y + 0.11, 0])
        return VGroup(dot, Words(text, size=theme.SMALL).put(left + 0.28, y))

    def _at(self, size: float, looks: float) -> np.ndarray:
        """The place of a count, (3,); the axis of looks begins at one."""
        across = (np.log10(size) - self.first) / (self.last - self.first)
        x = FIELD["left"] + across * (FIELD["right"] - FIELD["left"])
        y = FIELD["foot"] + np.log10(looks) / self.last * (FIELD["top"] - FIELD["foot"])
        return np.array([x, y, 0.0])

    def _places(self, looks: Sequence[Quantity]) -> np.ndarray:
        pairs = zip(self.sizes, looks, strict=True)
        return np.array([self._at(float(size), float(look)) for size, look in pairs])

    def _axes(self, lookups: Quantity) -> VGroup:
        left, right, foot, top = FIELD.values()
        axes = VGroup(
            Line([left, foot, 0], [right, foot, 0], color=theme.DIM, stroke_width=2),
            Line([left, foot, 0], [left, top, 0], color=theme.DIM, stroke_width=2),
            Words("most keys looked at in {} look-ups", lookups, size=theme.SMALL).put(
                theme.SAFE_X, top + 0.9, align=1
            ),
            Words("keys in all, n", size=theme.SMALL).put((left + right) / 2, foot - 0.9, align=0),
        )
        style = {"size": theme.SMALL, "color": theme.DIM}
        for size in (size for size in self.sizes if int(size) in NAMED):
            x, y, _ = self._at(float(size), float(size))
            axes.add(number(size, "{:,}", **style).put(x, foot - 0.42, align=0))
            axes.add(number(size, "{:,}", **style).put(left - 0.18, y - 0.12, align=1))
        return axes

    def draw_run(self) -> Animation:
        """Both counts in the run, from few tokens to many, each with its number at its end."""
        self.add(self.scan, self.hull)
        return self._draw(0, self._share())

    def draw_on(self) -> Animation:
        """Both counts beyond the run."""
        return self._draw(self._share(), 1)

    def _share(self) -> float:
        return (self.measured - 1) / (len(self.sizes) - 1)

    def _draw(self, begin: float, end: float) -> Animation:
        def show(alpha: float) -> None:
            self.scan.show(begin + alpha * (end - begin))
            self.hull.show(begin + alpha * (end - begin))

        return live(VGroup(self.scan, self.hull), show, linear)

    def conclude(self) -> Animation:
        """The last number of the hull in gold, how it grows, and what the dots are."""
        self.add(self.growth, self.legend)
        gold = self.hull.label.animate.set_color(theme.WINNER)
        return AnimationGroup(FadeIn(self.growth), FadeIn(self.legend), gold)


def hollow() -> Dot:
    """A dot for what is not from the run."""
    color = theme.shape(theme.KEY)
    return Dot(radius=DOT, color=theme.BACKGROUND, stroke_color=color, stroke_width=2)


class Curve(VGroup):
    """A count at each of several places (s, 3), joined by a line, with dots (s or none); its label
    runs along."""

    def __init__(
        self,
        template: str,
        places: np.ndarray,
        looks: Sequence[Quantity],
        offsets: tuple[float, float],
        dots: Sequence[Dot],
    ) -> None:
        self.template, self.places, self.looks, self.offsets = template, places, looks, offsets
        self.whole = VMobject().set_points_as_corners(places)
        self.line = VMobject(stroke_color=theme.shape(theme.KEY), stroke_width=4)
        self.dots = list(dots)
        for dot, place in zip(self.dots, places, strict=False):
            dot.move_to(place)
        self.marked = VGroup()  # the dots shown
        self.label = Words(template, looks[0])
        super().__init__(self.line, self.marked, self.label)
        self.show(0)

    def show(self, alpha: float) -> None:
        """At once: the line up to a share `alpha` of the places."""
        done = int(alpha * (len(self.places) - 1) + 1e-9)
        self.line.pointwise_become_partial(self.whole, 0, alpha)
        self.marked.submobjects = self.dots[: done + 1]
        x, y, _ = self.line.get_end() if alpha > 0 else self.places[0]
        self.label.say(self.template, self.looks[done])
        offset = np.interp(alpha, [0, 0.4], self.offsets)
        self.label.put(x + BESIDE + alpha * SIDE, y + offset, align=2 * alpha - 1)
