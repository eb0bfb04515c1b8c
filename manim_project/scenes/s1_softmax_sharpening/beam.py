"""A weighted average as a beam: blocks as high as weights stand at their values on a number line,
and the average is where the beam is in balance.

beam = Beam(REFERENCE.textbook.sharpening(), stage_region())
self.play(beam.set_out())
self.play(beam.load())
self.play(beam.settle())     # it tips, until the pivot has found the balance
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import DOWN, RIGHT, UP, Line, Polygon, VGroup, VMobject
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s1_softmax_sharpening.boxes import between, corners
from manim_project.scenes.s1_softmax_sharpening.deviation import show_deviation
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step
from manim_project.scenes.s1_softmax_sharpening.swing import swing

PLANK, PIVOT, BLOCK = 0.72, 1.05, 0.74  # the plank's and the pivot's height, a block's width
MARGIN = 7  # units of value from the outer values to the plank's ends
HEADROOM = 0.72  # over a block that is the whole weight, for its label
NUMERAL, ANSWER, WISH = 0.54, 0.8, 0.54  # type sizes
FALLS, SEEKS = 0.65, 1.95  # seconds in which it tips, and finds its balance
DROP, LAG = 3.2, 0.09  # how far blocks fall (scene units), and how much later the next one does
FAR = 8.0  # scene units from the middle: beyond the frame
SHEEN = 0.0 if theme.THEME == "light" else 0.9  # of the plank, to its upper edge
STICK = 4  # of the thin line that marks what is wanted (Manim's units)


class Beam(VGroup):
    """`soft` (a `textbook.Sharpening`): its values on a beam in `region`, its weights as blocks,
    the output where it balances.
    """

    def __init__(self, soft: Quantity, region: Region) -> None:
        self.soft, self.region = soft, region
        self.values = [float(value) for value in soft.values]
        self.asked = int(soft.target)
        self.ground = region.bottom + theme.NEAR
        self.top = self.ground + PIVOT + PLANK
        self.whole = region.top - HEADROOM - self.top  # the height of all the weight
        low, high = min(self.values) - MARGIN, max(self.values) + MARGIN
        self.scale_of_values = Scale.across(region, low, high)
        self.thick, self.drop, self.enlarged = PLANK, PLANK / 2, 1.0  # the numerals' place and size
        self.ends = low, high
        self.tilt, self.pivot_at, self.sunk, self.reach = 0.0, self.wanted_at, 0.0, 1.0
        self.lowered = 0.0  # the plank alone
        self.empty: int | None = None  # the slot whose value is not on the beam any longer
        self.raised = [0.0] * len(self.values)
        self._make_plank()
        self._make_pivot(soft)
        self.support = VGroup(self.shine, self.pivot)
        super().__init__(self.wish, self.wish_name, self.floor, self.support)
        self.add(self.answer, self.blocks, self.plank, self.edge, self.numerals)
        self.weigh(soft)

    def _make_plank(self) -> None:
        # On white its upper edge must stay pale, or gold numerals cannot be read on it.
        light, dark = theme.mix(theme.FAINT, theme.PANEL, SHEEN), theme.PANEL
        self.plank = VMobject(stroke_width=0, fill_opacity=1, fill_color=[dark, light])
        self.plank.set_sheen_direction(UP)
        self.edge = VMobject(stroke_width=3, color=theme.soft(theme.INK, 0.85))
        self.numerals, self.blocks = VGroup(), VGroup()
        for value in self.soft.values:
            self.numerals.add(number(value, size=NUMERAL, bold=True, counted=False))
            block = VMobject(stroke_width=0, fill_opacity=1)
            colors = [theme.soft(theme.VALUE, 0.7), theme.shape(theme.VALUE)]
            self.blocks.add(block.set_fill(color=colors).set_sheen_direction(UP))
        self._shapes = [words.in_box(np.zeros(3)).points.copy() for words in self.numerals]

    def _make_pivot(self, soft: Quantity) -> None:
        self.pivot = Polygon(DOWN, RIGHT, UP, stroke_width=0, fill_opacity=1, color=theme.INK)
        self.shine = halo(np.zeros(3), 0.9, theme.INK, 0.4)
        self.answer = number(soft.output, show_deviation(float(soft.error)), size=ANSWER, bold=True)
        self.answer.stands_for(lambda: self.scale_of_values.inverse(self.pivot_at))
        self.floor = Line(color=theme.FAINT, stroke_width=2)
        self.wish = Line(color=theme.shape(theme.QUERY), stroke_width=STICK)
        self.wish_name = Words("wanted", size=WISH, color=theme.QUERY)

    # Where things lie

    @property
    def wanted_at(self) -> float:
        """Where the wanted value lies across."""
        return self.at(self.values[self.asked])

    def at(self, value: float) -> float:
        """Where a value lies across, the beam being level."""
        return self.scale_of_values(value)

    def bed(self, i: int, height: float) -> Region:
        """Where a block of so much height stands at a value."""
        x = self.at(self.values[i])
        return Region(x - BLOCK / 2, x + BLOCK / 2, self.top, self.top + max(height, 0.0))

    def weigh(self, soft: Quantity) -> Self:
        """Blocks as high as these weights; the pivot and its number where they balance."""
        self.soft = soft
        weights = value_of(soft.weights)
        self.beds = [self.bed(i, float(w) * self.whole) for i, w in enumerate(weights)]
        self.pivot_at = self.at(float(soft.output))
        self.answer.say(show_deviation(float(soft.error)), soft.output)
        return self.draw()

    def draw(self) -> Self:
        """Everything, as it stands, tilts or has sunk."""
        underside = self.top - self.thick
        hinge = np.array([self.pivot_at, underside, 0.0])
        sine, cosine = math.sin(self.tilt), math.cos(self.tilt)
        turn = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]])

        def laid(points: Any) -> np.ndarray:
            down = (self.sunk + self.lowered) * DOWN
            return product(np.asarray(points) - hinge, turn) + hinge + down

        middle = self.region.centre[0]
        left, right = (
            middle + np.clip(self.at(end) - middle, -FAR, FAR) * self.reach for end in self.ends
        )
        self.plank.set_points_as_corners(laid(corners(Region(left, right, underside, self.top))))
        self.edge.set_points_as_corners(laid([(left, self.top, 0.0), (right, self.top, 0.0)]))
        for i, (words, points) in enumerate(zip(self.numerals, self._shapes, strict=True)):
            home = np.array([self.at(self.values[i]), self.top - self.drop, 0.0])
            size = self.enlarged if i == self.asked else 1.0
            words.points = laid(size * points + home)
        for bed, lift, block in zip(self.beds, self.raised, self.blocks, strict=True):
            block.set_points_as_corners(laid(np.array(corners(bed)) + lift * UP))
        self._draw_pivot(self.pivot_at, underside - self.sunk)
        return self

    def _draw_pivot(self, x: float, height: float) -> None:
        ground = self.ground - self.sunk
        half = 0.6 * PIVOT
        foot = [(x - half, ground, 0.0), (x + half, ground, 0.0)]
        self.pivot.set_points_as_corners([(x, height, 0.0), *foot, (x, height, 0.0)])
        self.shine.move_to((x, (height + ground) / 2, 0.0))
        sides = ((side, ground, 0.0) for side in (self.region.left, self.region.right))
        self.floor.set_points_as_corners(list(sides))
        # To the right of the pivot, and to the left of what is wanted: they are a thing apart.
        line = ground + (PIVOT - CAPITAL * ANSWER) / 2
        self.answer.put(x + half + theme.GAP / 2, line)
        wanted = self.wanted_at
        self.wish.set_points_as_corners([(wanted, ground, 0.0), (wanted, height, 0.0)])
        self.wish_name.put(wanted - half - theme.GAP / 2, line, align=1)

    def veil(self) -> Step:
        """What lets the texts be seen by a share of what they are now, as they sink and rise."""
        texts = (*self.numerals, self.answer, self.wish_name)
        seen = [text.get_fill_opacity() for text in texts]

        def show(share: float) -> None:
            for text, opacity in zip(texts, seen, strict=True):
                text.set_fill(opacity=opacity * min(max(share, 0.0), 1.0))

        return show

    # What it does

    def move(
        self,
        change: Step,
        run_time: float = theme.MOVE,
        rate: Callable[[float], float] = ease.smooth,
    ) -> Animation:
        """A motion: `change` is told how much of it is done, and then all is drawn anew."""

        def step(share: float) -> None:
            change(share)
            self.draw()

        return Motion(self, lambda: step, run_time, rate)

    def fade(self, *parts: VMobject, to: float = 1.0, run_time: float = 0.3) -> Animation:
        """Parts of it come, or (`to` 0) go."""

        def turn(share: float) -> None:
            for part in parts:
                part.set_opacity(share if to else 1 - share)

        return self.move(turn, run_time, ease.linear)

    def set_out(self) -> Animation:
        """The number line, from its middle to both ends."""
        half, middle = self.region.width / 2, self.region.centre[0]
        far = [abs(self.at(value) - middle) / half for value in self.values]
        for part in (*self.support, self.wish, self.wish_name, self.answer, *self.blocks):
            part.set_opacity(0)

        def grow(share: float) -> None:
            self.reach = max(share, 1e-3)
            for words, place in zip(self.numerals, far, strict=True):
                words.set_fill(opacity=float(np.clip((share - place - 0.05) * 20, 0, 1)))
            self.floor.set_stroke(opacity=share)

        return self.move(grow, theme.MOVE)

    def want(self) -> Animation:
        """The pivot comes to stand where the average is wanted."""
        self.pivot_at = self.wanted_at
        self.numerals[self.asked].set_fill(theme.QUERY)
        return self.fade(*self.support, self.wish, self.wish_name, run_time=0.5)

    def load(self) -> Animation:
        """The blocks fall onto their values, from the left to the right."""
        span = 1 - LAG * (len(self.blocks) - 1)

        def fall(share: float) -> None:
            for i, block in enumerate(self.blocks):
                own = min(max((share - LAG * i) / span, 0.0), 1.0)
                self.raised[i] = DROP * (1 - own**2)
                block.set_fill(opacity=min(2 * own, 1.0))

        return self.move(fall, 0.9, ease.linear)

    def settle(self) -> Animation:
        """It tips off the pivot, which runs until the beam is in balance."""
        ends = self.region.left, self.region.right
        way = swing(self.wanted_at, self.at(float(self.soft.output)), ends, PIVOT, FALLS, SEEKS)

        def follow(share: float) -> None:
            self.tilt, self.pivot_at = way.at(share)

        return self.move(follow, FALLS + SEEKS, ease.linear)

    def pour(
        self, beds: Sequence[Region], run_time: float = 0.9, lag: float = 0.0, hop: float = 0.0
    ) -> Animation:
        """The blocks turn into other ones, each `lag` later than the one before, on an arc `hop`
        high.
        """
        span = 1 - lag * (len(beds) - 1)

        def prepare() -> Step:
            before = list(self.beds)

            def flow(share: float) -> None:
                for i, (start, end) in enumerate(zip(before, beds, strict=True)):
                    own = ease.smooth(min(max((share - lag * i) / span, 0.0), 1.0))
                    self.beds[i] = between(start, end, own, 4 * hop * own * (1 - own))
                self.draw()

            return flow

        return Motion(self, prepare, run_time, ease.linear)

    def give_way(self) -> Animation:
        """Something far to the right weighs so much that the pivot is gone, and the beam down."""
        start, whither = self.pivot_at, self.region.right + 3 * PIVOT
        deepest = math.asin(PIVOT / (self.region.right - start))

        def go(share: float) -> None:
            tips, runs = min(share / 0.45, 1.0), max(share - 0.5, 0.0) / 0.5
            self.tilt = -deepest * ease.rush_into(tips) * (1 - ease.smooth(min(2 * runs, 1.0)))
            self.lowered = PIVOT * ease.rush_into(min(1.6 * runs, 1.0))
            self.pivot_at = start + (whither - start) * ease.rush_into(runs)

        return self.move(go, 1.3, ease.linear)

    def rise(self, beta: Quantity) -> Animation:
        """It comes back from below; out of sight it has found its balance at another β."""

        def prepare() -> Step:
            fallen, self.lowered = self.sunk, 0.0
            for i, words in enumerate(self.numerals):
                words.set_fill(opacity=float(i != self.empty))
            show = self.veil()
            self.blocks[self.asked].set_opacity(1)
            self.weigh(REFERENCE.textbook.sharpening(beta))

            def lift(share: float) -> None:
                self.sunk = fallen * (1 - share)
                show(4 * share - 3)
                self.draw()

            return lift

        return Motion(self, prepare, 0.7, ease.rush_from)

    def gild(self) -> None:
        """What stands at the value wanted is gold."""
        self.pivot.set_fill(theme.shape(theme.WINNER))
        self.shine.set_fill(theme.light(theme.WINNER, 1.0)[0])
        self.numerals[self.asked].set_fill(theme.WINNER)

    def win(self, landed: Quantity) -> Animation:
        """The output is exactly what was wanted: gold. The winner's block rises if it was away."""

        def prepare() -> Step:
            block = self.blocks[self.asked]
            low = 0.0 if not block.get_fill_opacity() else 1.0
            self.weigh(REFERENCE.textbook.sharpening(landed.beta))
            self.answer.say("{}", landed.stored).set_fill(theme.WINNER, 0)
            self.gild()
            height = self.beds[self.asked].height

            def shine(share: float) -> None:
                block.set_fill(opacity=1)
                self.beds[self.asked] = self.bed(self.asked, (low + (1 - low) * share) * height)
                self.answer.set_fill(opacity=share)
                self.draw()

            return shine

        return Motion(self, prepare, 0.5)

    def lose(self) -> Animation:
        """Not any longer."""
        self.pivot.set_fill(theme.INK)
        self.shine.set_fill(theme.INK)
        self.numerals[self.asked].set_fill(theme.QUERY)
        return self.fade(self.answer, to=0, run_time=0.2)
