"""A dial's scale unrolls into a long straight one, and the multiplier runs far along it.

axis = Unrolled(turning.dial, region, landed.beta, harmless.beta)
self.play(axis.unroll())
self.play(axis.run(REFERENCE.textbook.HARD_EXPONENT))
"""

import math

import numpy as np
from manim import UP, FadeIn, FadeOut, Line, Succession, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.dial import START, SWING, Dial
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.motion import Motion

LONGEST = 9.6  # powers of ten on the straight scale
POINTS = 181  # of the line
DOT = 0.15  # radius of what runs
TICK, NAME, FAR = 0.56, 0.62, 0.9  # type sizes
LEVEL = 2.1  # of the straight scale, below the region's upper edge
BEGIN = 1.05  # room at the left for β
LOW, HIGH = 0.34, 1.08  # lines of the zones' names, above the scale
PALE = 0.45  # how much of the background is in the middle zone
LEAN = 0.14  # from a zone's boundary to its name
POWERS = (0,)  # of ten that are named: clear of the boundaries


class Unrolled(VGroup):
    """The way of `dial`'s needle, as a line that can be straightened, in three zones: soft, exact
    for the values of the scene from `exact` on, and from `certain` on for whatever value. The
    needle stands at `certain`.
    """

    def __init__(self, dial: Dial, region: Region, exact: Quantity, certain: Quantity) -> None:
        self.dial, self.region = dial, region
        self.bounds = exact, certain
        self.exact, self.certain = math.log10(exact), math.log10(certain)
        self.beta = self.certain
        self.flat = 0.0  # how far it is unrolled, from 0 to 1
        self.longest = math.log10(dial.high)
        self.rail = VMobject(stroke_width=5, color=theme.mix(theme.DIM, theme.BACKGROUND, 0.5))
        self.soft = VMobject(stroke_width=8, color=theme.INK)
        pale = theme.mix(theme.shape(theme.WINNER), theme.BACKGROUND, PALE)
        self.here = VMobject(stroke_width=8, color=pale)
        self.sure = VMobject(stroke_width=10, color=theme.shape(theme.WINNER))
        self.mark = Mark(radius=DOT, color=theme.WINNER, shine=0.6)
        super().__init__(self.rail, self.soft, self.here, self.sure, self.mark)
        self.draw()
        self.ticks, self.names = VGroup(), VGroup()

    def _line(self) -> np.ndarray:
        """Points of the line, evenly spaced: the arc's heading, less the more it is flat."""
        radius, shares = self.dial.radius, np.linspace(0, 1, POINTS)
        width = self.region.width - BEGIN
        length = (1 - self.flat) * radius * abs(SWING) + self.flat * width
        middles = (shares[1:] + shares[:-1]) / 2
        heading = (1 - self.flat) * (START - math.pi / 2 + SWING * middles)
        steps = length / (POINTS - 1) * np.stack([np.cos(heading), np.sin(heading)], axis=1)
        points = np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])
        top = self.dial.hub.get_center()[:2] + np.array([0.0, radius])
        middle = np.array([self.region.right - width / 2, self.region.top - LEVEL])
        points += (1 - self.flat) * top + self.flat * middle - points[POINTS // 2]
        return np.column_stack([points, np.zeros(POINTS)])

    def _cut(self, line: np.ndarray, low: float, high: float) -> np.ndarray:
        """The line between two powers of ten."""
        ends = np.clip(np.array([low, high]) / self.longest, 0, 1) * (POINTS - 1)
        inner = np.arange(math.ceil(ends[0]), math.floor(ends[1]) + 1)
        spots = np.unique(np.concatenate([ends[:1], inner, ends[1:]]))
        return np.stack([np.interp(spots, np.arange(POINTS), line[:, k]) for k in range(3)], axis=1)

    def draw(self) -> None:
        """Everything, as flat as it is."""
        line = self._line()
        self.rail.set_points_as_corners(line)
        self.soft.set_points_as_corners(self._cut(line, 0.0, self.exact))
        self.here.set_points_as_corners(self._cut(line, self.exact, self.certain))
        run = self._cut(line, self.certain, self.beta)
        self.sure.clear_points()
        if len(run) > 1:
            self.sure.set_points_as_corners(run)
        self.mark.at(run[-1])

    def _place(self, decades: float) -> np.ndarray:
        width = self.region.width - BEGIN
        x = self.region.right - width * (1 - decades / LONGEST)
        return np.array([x, self.region.top - LEVEL, 0.0])

    def unroll(self) -> Animation:
        """It is straightened, and reaches much farther."""
        first = self.longest

        def flatten(share: float) -> None:
            self.flat = share
            self.longest = first + (LONGEST - first) * share
            self.draw()

        self._name()
        return Succession(
            FadeOut(self.dial, run_time=0.2),
            Motion(self, lambda: flatten, 0.9),
            FadeIn(self.ticks, self.names, run_time=0.25),
        )

    def _name(self) -> None:
        """Powers of ten and the zones' boundaries below the line, and what they are above it."""
        line = self.region.top - LEVEL - theme.GAP - CAPITAL * TICK
        for k in range(0, int(LONGEST) + 1):
            at = self._place(k)
            self.ticks.add(Line(at, at - 0.14 * UP, stroke_width=3, color=theme.DIM))
            if k in POWERS:
                exponent = REFERENCE.textbook.ruler_zoom(k).exponent
                power = formula("10^({})", exponent, size=TICK, color=theme.DIM, counted=False)
                self.ticks.add(power.put(at[0], line, align=0))
        symbol = formula("beta", size=1.2 * NAME)
        symbol.put(self.region.left, self.region.top - LEVEL - 0.2 * NAME)
        soft = Words("soft", size=NAME)
        start = self._place(0)
        self.names.add(symbol, soft.put(start[0], start[1] + LOW))
        told = (("exact", HIGH), ("exact for any value", LOW))
        for bound, (text, height) in zip(self.bounds, told, strict=True):
            at, color = self._place(math.log10(bound)), theme.WINNER
            words = Words(text, size=NAME, color=color)
            words.put(at[0] + LEAN, at[1] + height)
            top = at + (height + CAPITAL * NAME) * UP
            self.names.add(Line(at - 0.2 * UP, top, stroke_width=3, color=theme.shape(color)))
            self.names.add(words, number(bound, size=TICK, bold=True).put(at[0], line, align=0))

    def run(self, exponent: Quantity) -> Animation:
        """To two to the power of `exponent`: where our machine is."""
        far = int(exponent) * math.log10(2)
        power = formula("2^({})", exponent, size=FAR)
        place = self._place(far)
        x = min(place[0], self.region.right - power.advance / 2 - 0.05)
        power.put(x, place[1] - 2 * theme.GAP - CAPITAL * FAR, align=0)
        owner = Words("our machine", size=NAME)
        owner.put(power.pen[0] - theme.GAP, power.baseline, align=1)

        def prepare() -> object:
            start = self.beta

            def go(share: float) -> None:
                self.beta = start + share * (far - start)
                self.draw()

            return go

        arrival = FadeIn(power, owner, run_time=0.3)
        return Succession(Motion(self, prepare, 1.0), arrival)  # type: ignore[arg-type]
