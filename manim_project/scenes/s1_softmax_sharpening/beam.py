"""A weighted average as a beam: blocks as high as weights stand at their values on a number line,
and the average is where the beam is in balance.

beam = Beam(REFERENCE.textbook.sharpening(), stage_region())
beam.weigh(REFERENCE.textbook.sharpening(2))     # and all is where it then belongs

What it does is told in `acts`.
"""

import math
from collections.abc import Callable
from typing import Any, Self

import numpy as np
from manim import DOWN, RIGHT, UP, Line, Polygon, VGroup, VMobject
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.text import CAPITAL, Phrase, Words, formula, number
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s1_softmax_sharpening.boxes import corners
from manim_project.scenes.s1_softmax_sharpening.deviation import show_deviation
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step

PLANK, PIVOT, BLOCK = 0.78, 1.4, 0.84  # the plank's and the pivot's height, a block's width
STEEP = 0.6  # half a pivot's width by its height
MARGIN = 6  # units of value from the outer values to the plank's ends
HEADROOM = 0.3  # over a block that is the whole weight
NUMERAL, ANSWER, WISH, SHARE = 0.58, 1.0, 0.62, 0.8  # type sizes
LAW = 0.74  # type size of a formula
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
            self.numerals.add(
                number(value, size=NUMERAL, color=theme.VALUE, bold=True, counted=False)
            )
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

    def height_at(self, x: float) -> float:
        """How high the beam's upper edge lies at a place across, as it is drawn."""
        start, end = self.edge.get_start(), self.edge.get_end()
        return float(np.interp(x, (start[0], end[0]), (start[1], end[1])))

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
        half = STEEP * PIVOT
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

    def gild(self) -> None:
        """What stands at the value wanted is gold."""
        self.pivot.set_fill(theme.shape(theme.WINNER))
        self.shine.set_fill(theme.light(theme.WINNER, 1.0)[0])
        self.numerals[self.asked].set_fill(theme.WINNER)

    def law(self, markup: str) -> Phrase:
        """A formula at the right, in line with the number of a block that is the whole weight."""
        line = self.top + self.whole - CAPITAL * SHARE
        return formula(markup, size=LAW).put(self.region.right, line, align=1)

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
