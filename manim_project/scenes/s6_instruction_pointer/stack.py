"""The film's slices, one for each token, stacked up into one bar beside a scale."""

from collections.abc import Iterator, Sequence

import numpy as np
from manim import LEFT, Line, UpdateFromAlphaFunc, VGroup, VMobject, linear
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s6_instruction_pointer.levelling import Levelling
from manim_project.scenes.s6_instruction_pointer.places import THIN
from manim_project.scenes.s6_instruction_pointer.ways import part, rounded

LEFT_END, RIGHT_END = -4.75, -2.25  # of the bar
BESIDE = RIGHT_END + 2 * theme.APART  # the left end of the room at its right
FLIGHT = 0.2  # share of the whole that a slice is under way
ARCH = 0.5 * theme.TALL  # how high over the straight way a slice from the left flies
CLIMB = 0.45  # right of the bar, where those from the right go up
TICK = 0.52 * theme.TALL  # em of the scale's numbers
LARGE = 1.05 * theme.TALL**0.5  # em of the product
EDGE = ((26.0, 0.07), (14.0, 0.13))  # stroke widths and opacities of the bar's shine


class Stack(VGroup):
    """The bar (`landed` slices high), slices under way, the scale at its left, and the count."""

    def __init__(self, levelling: Levelling, places: Sequence[Quantity], counts: Quantity) -> None:
        self.film, self.counts, self.total = levelling, counts, len(levelling.steps)
        middle = (LEFT_END + RIGHT_END) / 2
        xs = np.array([levelling.x(k) for k in range(self.total)])
        self.order = np.argsort(abs(xs - middle), kind="stable")
        self.starts = xs[self.order]
        hue = theme.shape(theme.VALUE)
        self.glows = VGroup(*(VMobject(stroke_width=w, color=hue) for w, _ in EDGE))
        self.bar = VMobject(stroke_width=0, fill_color=hue, fill_opacity=1)
        self.seams = VMobject(stroke_width=1.6, color=theme.BACKGROUND)
        self.under_way = VMobject(stroke_width=0, fill_color=hue, fill_opacity=1)
        self.scale_marks = VGroup(*self._scale(places))
        self.count = Words("× {}", counts[0], size=LARGE, bold=True)
        self.count.stands_for(self.height_told).set_fill(opacity=0)
        super().__init__(self.glows, self.bar, self.seams, self.under_way)
        self.landed = 0

    def _scale(self, places: Sequence[Quantity]) -> Iterator[VMobject]:
        """An upright line with a tick and a number at each of these places."""
        x, color = LEFT_END - theme.GAP, theme.DIM
        ends = (self.film.ground, self.film.y(int(places[-1])))
        yield Line(*([x, end, 0.0] for end in ends), stroke_width=3, color=color)
        for place in places:
            y = self.film.y(int(place))
            yield Line([x - theme.NEAR, y, 0.0], [x, y, 0.0], stroke_width=3, color=color)
            name = number(place, size=TICK, color=color, bold=True, counted=False)
            yield beside(name, np.array([x - theme.NEAR, y, 0.0]), LEFT)

    @property
    def thick(self) -> float:
        """The height of a slice."""
        return self.film.unit * self.film.mean

    def height_told(self) -> float:
        """How many slices stand in the bar as it is drawn."""
        return self.landed

    def pile(self, run_time: float) -> Animation:
        """Slice after slice leaves the film, flies over, and comes down on the bar; they count."""

        def go(_: VGroup, alpha: float) -> None:
            ways = np.array([self._way(alpha, k) for k in range(self.total)])
            self.landed = int((ways >= 1).sum())
            self.film.heights = np.full(self.total, self.film.mean)
            self.film.heights[self.order[ways > 0]] = 0.0
            self.film.stand()
            self._draw_bar()
            self._draw_flying(ways)
            if self.landed:
                self.count.set_fill(opacity=1)
                self.count.say("× {}", self.counts[self.landed - 1])

        group = VGroup(self, self.film, self.count)
        return UpdateFromAlphaFunc(group, go, rate_func=linear, run_time=run_time)

    def _way(self, alpha: float, k: int) -> float:
        """The share of its way that a slice has gone: the first ones leave singly, then a swarm."""
        leaves = (1 - FLIGHT) * (k / (self.total - 1)) ** 0.6
        return min(max((alpha - leaves) / FLIGHT, 0.0), 1.0) if alpha < 1 else 1.0

    def _spot(self, k: int, t: float) -> np.ndarray:
        """Where the lower edge of a slice under way has its middle: along the film, up, and over;
        from the left, where the scale stands, straight over."""
        middle, ground = (LEFT_END + RIGHT_END) / 2, self.film.ground
        start, end = (
            np.array([x, ground + below * self.thick, 0.0])
            for x, below in ((self.starts[k], 0), (middle, k))
        )
        if start[0] < RIGHT_END + CLIMB:
            return (1 - t) * start + t * end + np.array([0.0, ARCH * 4 * t * (1 - t), 0.0])
        aside, over = RIGHT_END + CLIMB, end[1] + ARCH
        xs = [start[0], aside, aside, middle, middle]
        ys = [ground, ground, over, over, end[1]]
        way = rounded([np.array([x, y, 0.0]) for x, y in zip(xs, ys, strict=True)])
        return part(way, 0.0, t)[-1]

    def _draw_bar(self) -> None:
        low, high = self.film.ground, self.film.ground + self.landed * self.thick
        corners = [[LEFT_END, low], [RIGHT_END, low], [RIGHT_END, high], [LEFT_END, high]]
        outline = [[*corner, 0.0] for corner in (*corners, corners[0])]
        self.bar.set_points_as_corners(outline).set_fill(opacity=float(self.landed > 0))
        for glow, (_, share) in zip(self.glows, EDGE, strict=True):
            glow.set_points_as_corners(outline).set_stroke(opacity=share * (self.landed > 0))
        ys = low + self.thick * np.arange(1, max(self.landed, 1))
        start = np.column_stack([np.full(len(ys), LEFT_END), ys, 0 * ys])
        way = np.array([RIGHT_END - LEFT_END, 0.0, 0.0])
        curves = np.stack([start + t * way for t in (0, 1 / 3, 2 / 3, 1)], axis=1)
        self.seams.set_points(curves.reshape(-1, 3))

    def _draw_flying(self, ways: np.ndarray) -> None:
        self.under_way.clear_points()
        broad = RIGHT_END - LEFT_END
        for k in np.flatnonzero((ways > 0) & (ways < 1)):
            t = float(ways[k])
            x, low, _ = self._spot(int(k), t)
            wide = max(0.0, (t - 0.5) * 2) ** 2
            half, high = ((1 - wide) * THIN + wide * broad) / 2, low + self.thick
            corners = [[x - half, low], [x + half, low], [x + half, high], [x - half, high]]
            outline = np.array([[*corner, 0.0] for corner in (*corners, corners[0])])
            self.under_way.append_points(VMobject().set_points_as_corners(outline).points)
