"""Keys seen with the query upright: heights are scores, and one sweep line crosses both pictures.

Both halves have one scale, and their best keys stand level: what is seen is how far the others are
behind.
"""

import math
from typing import Any

import numpy as np
from manim import DOWN, LEFT, UP, Line, UpdateFromAlphaFunc, VGroup, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import below, box_of, in_box, row
from manim_project.mobjects.light import HALO_PIXELS, Light, Ramp
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Phrase, Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s3_attention_is_lookup.picture import Picture

ABOVE = 0.95  # room above the line, for names
BELOW = 0.25  # room below the last key
BEFORE = 0.3  # how far below the frame the line sets out
ARROW = 1.5  # length of a query
WORD, NUMBER = 0.54, 0.74  # sizes of "gap" and of its number
SPACE = 0.22  # between them
KEY = 0.14  # radius of a key
AWAY = 5.0  # a gap of 1, so many times doubled, is out of sight


class Half:
    """The keys (n, 2) of one picture in its half of the frame, with one query (2,)."""

    def __init__(
        self, region: Region, keys: Any, query: Any, scores: Any, gap: Quantity, spec: str
    ) -> None:
        self.region = region
        k, (x, y) = np.asarray(value_of(keys), dtype=float), value_of(query)
        across = (k[:, 0] * y - k[:, 1] * x) / math.hypot(x, y)  # the query turned upright
        self.x = Scale.across(region, across.min(), across.max())(across)
        reached = np.asarray(value_of(scores), dtype=float)
        self.gaps = reached.max() - reached
        self.gap = float(gap)  # of the runner-up
        self.label = row(
            [
                Words("gap", size=WORD, color=theme.DIM),
                Phrase(spec, gap, math=True, size=NUMBER),
            ],
            SPACE,
        )


class ScoreView(VGroup):
    """Two halves below one line: `line` runs over both, `bands` hang from it."""

    def __init__(self, stage: Region, halves: tuple[Half, Half]) -> None:
        self.halves, self.foot = halves, stage.bottom
        self.top = stage.top - ABOVE * theme.TALL
        worst = max(half.gaps.max() for half in halves)
        self.unit = (self.top - stage.bottom - BELOW) / worst
        self.line = SweepLine(reach=theme.FRAME_WIDTH)
        frame = theme.MIDDLE - theme.FRAME_HEIGHT / 2 - BEFORE
        self.start = (frame - self.top) / self.unit  # the line's score, seen from the best
        self.line.lie(frame * UP, UP)
        self.arrows = VGroup()
        for half in halves:
            start = np.array([half.region.left - theme.APART, stage.bottom, 0.0])
            self.arrows.add(Pointer(start, start + ARROW * UP))
        self.bands = VGroup(self._band(), self._band())
        super().__init__(self.bands, self.arrows, self.line)
        for side in range(2):
            self.hang(side, 0.0)

    def _band(self) -> VGroup:
        shine = theme.light(theme.INK, 0.3)
        light = Light(Ramp(0.7), 1.0, 1.0, *shine, HALO_PIXELS)
        return VGroup(light, Line(UP, DOWN, stroke_width=3, color=theme.soft(theme.INK, 0.6)))

    def height(self, gap: Any) -> Any:
        """Where a key stands that is so far behind the best."""
        return self.top - self.unit * gap

    def places(self, half: Half, factor: float = 1.0) -> np.ndarray:
        """Where the keys stand when gaps are multiplied; below the frame is far enough."""
        y = np.maximum(self.height(factor * half.gaps), self.foot - theme.FRAME_HEIGHT / 3)
        return np.column_stack([half.x, y, np.zeros(len(y))])

    def hang(self, side: int, gap: float) -> None:
        """Let a band hang from the line, as deep as a gap, or to the foot of the stage."""
        light, edge = self.bands[side]
        region = self.halves[side].region.inset(-theme.GAP)
        low, middle = float(self.height(gap)), region.centre[0]
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
        plane = Plane((0.0, self.top), self.unit)
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

    def make_room(self, multipliers: list[Phrase]) -> list[Animation]:
        """Labels step aside for multipliers, which are placed behind them."""
        moves = []
        for half, times, (light, _) in zip(self.halves, multipliers, self.bands, strict=True):
            inside = box_of(half.label).left > box_of(light).left + theme.GAP
            aside = (times.advance + SPACE) / 2 * LEFT * inside
            row([half.label[1].copy(), times], SPACE)
            times.shift(aside)
            moves.append(half.label.animate.shift(aside))
        return moves

    def stretch(self, pictures: tuple[Picture, ...], factor: float, run_time: float) -> Animation:
        """The gaps of the left half are multiplied by a factor, those of the right until they are
        out of sight."""

        def pull(_: VGroup, alpha: float) -> None:
            share = smooth(alpha)
            factors = (1 + share * (factor - 1), 2.0 ** (AWAY * share))
            for side, half in enumerate(self.halves):
                pictures[side].places = self.places(half, factors[side])
                pictures[side].draw()
                self.hang(side, half.gap * factors[side])

        group = VGroup(self.bands, *pictures)
        return UpdateFromAlphaFunc(group, pull, rate_func=linear, run_time=run_time)
