"""Keys seen with the query upright: heights are scores, and one sweep line crosses words and slots.

Both have one scale, and their best keys stand level: what is seen is how far the others are behind.
"""

import math
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UP,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import below, in_box, row
from manim_project.mobjects.light import HALO_PIXELS, Light, Ramp
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Phrase, Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s3_attention_is_lookup.cast import Slots
from manim_project.scenes.s3_attention_is_lookup.multiplier import (
    FINE,
    HIGH,
    LOW,
    Multiplier,
    climb,
    said,
)
from manim_project.scenes.s3_attention_is_lookup.picture import Picture

ABOVE = 0.2  # room above the line, for keys; their names stand higher
BELOW = 0.1  # room below the last key
ARROW = 1.3  # length of a query
WORD, NUMBER = 0.48, 0.6  # sizes of "gap" and of its number
FACTOR = 0.56  # of what multiplies it
SPACE = 0.17  # between them
KEY = 0.14  # radius of a key
COLUMNS = (1.5, 1.0)
SIDE = 0.55  # from a column's edge to its outermost keys


class Half:
    """The keys (n, 2) of one picture in a column, with one query (2,)."""

    def __init__(
        self, region: Region, keys: Any, query: Any, scores: Any, gap: Quantity, spec: str
    ) -> None:
        self.region = region
        k, (x, y) = np.asarray(value_of(keys), dtype=float), value_of(query)
        across = (k[:, 0] * y - k[:, 1] * x) / math.hypot(x, y)  # the query turned upright
        room = region.left + 1.6 * SIDE, region.right - SIDE
        self.x = Scale(across.min(), across.max(), *room)(across)
        reached = np.asarray(value_of(scores), dtype=float)
        self.gaps = reached.max() - reached
        self.gap = float(gap)  # of the runner-up
        self.number = Phrase(spec, gap, math=True, size=NUMBER)
        self.label = row([Words("gap", size=WORD, color=theme.DIM), self.number], SPACE)


class ScoreView(VGroup):
    """Two halves below one line: `line` runs over both, `bands` hang from it."""

    def __init__(self, region: Region, halves: tuple[Half, Half]) -> None:
        self.halves, self.foot, self.middle = halves, region.bottom, region.centre[0]
        self.top = region.top - ABOVE
        worst = max(half.gaps.max() for half in halves)
        self.unit = (self.top - region.bottom - BELOW) / worst
        self.line = SweepLine(reach=region.width / 2)
        self.start = (region.bottom - 2 * BELOW - self.top) / self.unit
        self.line.lie(np.array([self.middle, self.height_of(-self.start), 0.0]), UP)
        self.arrows = VGroup()
        for half in halves:
            start = np.array([half.region.left + SIDE / 2, region.bottom + ABOVE, 0.0])
            self.arrows.add(Pointer(start, start + ARROW * theme.TALL * UP))
        self.bands = VGroup(self._band(), self._band())
        super().__init__(self.bands, self.arrows, self.line)
        for side in range(2):
            self.hang(side, 0.0)

    def _band(self) -> VGroup:
        shine = theme.light(theme.INK, 0.34)
        light = Light(Ramp(0.7), 1.0, 1.0, *shine, HALO_PIXELS)
        return VGroup(light, Line(UP, DOWN, stroke_width=3, color=theme.soft(theme.INK, 0.6)))

    def height_of(self, gap: Any) -> Any:
        """Where a key stands that is so far behind the best."""
        return self.top - self.unit * gap

    def places(self, half: Half, factor: float = 1.0) -> np.ndarray:
        """Where the keys stand when gaps are multiplied; below the frame is far enough."""
        y = np.maximum(self.height_of(factor * half.gaps), self.foot - theme.FRAME_HEIGHT / 3)
        return np.column_stack([half.x, y, np.zeros(len(y))])

    def hang(self, side: int, gap: float) -> None:
        """Let a band hang from the line, as deep as a gap, or to the foot of the stage."""
        light, edge = self.bands[side]
        region = self.halves[side].region
        low, middle = float(self.height_of(gap)), region.centre[0]
        deep = max(low, self.foot)
        start = np.array([middle, deep - 1e-3, 0.0])
        light.along(start, np.array([middle, self.top, 0.0]), region.width)
        edge.set_points_as_corners([(region.left, deep, 0.0), (region.right, deep, 0.0)])
        light.set_fill(opacity=float(gap > 0))
        edge.set_stroke(opacity=float(gap > 0 and low > self.foot))

    def sweep(self, pictures: tuple[Picture, ...], run_time: float) -> Animation:
        """The line rises to the best keys; each key flashes as it is touched."""
        keys = [disc for picture in pictures for disc in picture.discs]
        gaps = np.concatenate([half.gaps for half in self.halves])
        plane = Plane((self.middle, self.top), self.unit)
        return self.line.sweep(plane, UP[:2], keys, -gaps, self.start, run_time=run_time)

    def open_gaps(self, run_time: float) -> Animation:
        """From the line, light falls to the next key: soon there on one side, late on the other."""
        deepest = max(half.gap for half in self.halves)

        def fall(_: VGroup, alpha: float) -> None:
            for side, half in enumerate(self.halves):
                self.hang(side, min(half.gap, smooth(alpha) * deepest))

        return UpdateFromAlphaFunc(self.bands, fall, rate_func=linear, run_time=run_time)

    def place_labels(self) -> VGroup:
        """The gaps' numbers, each in its band, or below it where the band is too thin."""
        for half, (light, _) in zip(self.halves, self.bands, strict=True):
            thin = light.height < half.label.height + theme.GAP
            if thin:
                below(half.label, light, theme.GAP, LEFT)
            else:
                in_box(half.label, light)
        return VGroup(*(half.label for half in self.halves))

    def multiply(self, rails: VGroup) -> Animation:
        """The slots' gap stands before what multiplies it, which has a scale now."""
        label = self.halves[1].label
        word, gap = label
        self.times = said(LOW, size=FACTOR)
        line = row([word.copy(), self.times], SPACE)
        widest = row([word.copy(), said(HIGH - FINE, size=FACTOR)], SPACE)
        start = in_box(widest, self.bands[1][0])[0].get_center()
        line.shift(start - line[0].get_center())
        label.remove(gap)
        return LaggedStart(
            FadeOut(gap, run_time=0.25),
            word.animate(run_time=0.25).move_to(start),
            FadeIn(self.times, rails, run_time=0.25),
            lag_ratio=1.0,
        )

    def stretch_gap(
        self, keys: Picture, times: Multiplier, slots: Slots, run_time: float
    ) -> Animation:
        """The slots' multiplier grows, with it their gap; in the same frame the memory reads."""
        half = self.halves[1]

        def pull(_: VGroup, alpha: float) -> None:
            power = climb(alpha)
            factor = 2.0 ** (power - LOW)
            times.show(power)
            own = said(power, size=FACTOR)
            self.times.take(own.shift(self.times.pen - own.pen))
            keys.places = self.places(half, factor)
            keys.draw()
            self.hang(1, half.gap * factor)
            slots.ask(power)

        group = VGroup(self.bands, self.times, keys, times, times.end, slots)
        return UpdateFromAlphaFunc(group, pull, rate_func=linear, run_time=run_time)
