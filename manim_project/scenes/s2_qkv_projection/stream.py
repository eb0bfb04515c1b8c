"""The stream: a line on which a word's row stands as blocks, and all that is found is laid on it.

The matrix from the answer to the stream holds only zeros and ones, so that the product is seen: a
coordinate is copied to every place where its line has a one.
"""

import numpy as np
from manim import (
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.axes import NAME
from manim_project.scenes.s2_qkv_projection.veil import change

NUMBER = 0.62 * theme.TALL**0.5  # em
WORD = 0.58 * theme.TALL**0.5
WIDE = 9.2  # of all places
FILLED = 0.62  # of the pitch of two places
LABEL = 1.5  # room for the word, left of the places
GAP = 0.02  # between two blocks
BETWEEN = 0.55  # from what is laid on the stream to the stacks, at least
WAS_FILL = theme.mix(theme.INK, theme.BACKGROUND, 0.5)
ADDED_FILL = theme.mix(theme.INK, theme.BACKGROUND, 0.32)  # quieter than what was found
LIT = 0.6  # strength of the shine behind what is new


class Stream(VGroup):
    """The stacks of the asker's row of `block`, in a region."""

    def __init__(self, block: Quantity, region: Region) -> None:
        self.block, self.row, self.region = block, int(block.cat), region
        self.parts = block.parts()
        # To a tenth: what has the same number on it is as high.
        self.levels = np.asarray(value_of(self.parts.levels), dtype=float).round(1)
        count = self.levels.shape[1]
        self.pitch = min(WIDE, region.width - 2 * LABEL) / count
        self.wide = FILLED * self.pitch
        self.xs = [region.centre[0] + (c - (count - 1) / 2) * self.pitch for c in range(count)]
        name_line = region.bottom + 0.1
        self.line = name_line + 1.62 * NAME
        self.foot = self.line + CAPITAL * NUMBER + 0.32
        self.unit = (region.top - self.foot - BETWEEN) / (self.levels[2].max() + 1)
        left = self.xs[0] - self.pitch / 2
        rail = (
            [left - LABEL, self.foot - 0.06, 0],
            [self.xs[-1] + self.pitch / 2, self.foot - 0.06, 0],
        )
        self.rail = Line(*rail, color=theme.DIM, stroke_width=6)
        self.names = VGroup(*(number(name, size=NAME, color=theme.DIM) for name in block.columns))
        for name, x in zip(self.names, self.xs, strict=True):
            name.put(x, name_line, align=0)
        self.word = number(block.tokens[self.row], size=WORD, color=theme.QUERY)
        self.word.put(left - 0.15, self.line, align=1)
        self.was, self.found = ([self.piece(c, kind) for c in range(count)] for kind in range(2))
        self.added: list[Rectangle] = []
        self.totals = [
            self._totals(block.X[self.row], "{}"),
            self._totals(block.x1[self.row], "≈ {:.0f}"),
            self._totals(self.parts.next, "≈ {:.0f}"),
        ]
        self.ways = VGroup()  # from what was found to where it is laid
        super().__init__()

    def height_of(self, level: float) -> float:
        """Of the frame, for a level of the stacks."""
        return self.foot + level * self.unit

    def block_of(self, fill: str) -> Rectangle:
        """A block without a place yet; rimmed by the ground, so that two that overlap are two."""
        rim = {"stroke_width": 3, "color": theme.BACKGROUND}
        return Rectangle(width=self.wide, height=1.0, **rim).set_fill(fill, 1)

    def piece(self, c: int, kind: int) -> Rectangle:
        """The block of a place that was there (0), or was found (1)."""
        block = self.block_of((WAS_FILL, theme.shape(theme.VALUE))[kind])
        show(block, float(self.levels[kind + 1, c] > self.levels[kind, c]))
        return self.lay(block, c, *self.levels[kind : kind + 2, c])

    def lay(self, block: Rectangle, c: int, low: float, high: float) -> Rectangle:
        """Put a block on a place, from one level to another."""
        block.stretch_to_fit_height(max((high - low) * self.unit - GAP, 1e-3))
        return block.move_to([self.xs[c], self.height_of((low + high) / 2), 0])

    def _totals(self, values: Quantity, spec: str) -> VGroup:
        texts = VGroup(*(number(v, spec, size=NUMBER, bold=True) for v in values))
        for text, x in zip(texts, self.xs, strict=True):
            text.put(x, self.line, align=0)
        return texts

    def stand(self) -> Animation:
        """The stream, with the word's own row below it; what is not zero rises as a block."""
        ground = AnimationGroup(
            Create(self.rail), FadeIn(self.names, self.totals[0], self.word), run_time=0.4
        )

        def rise(alpha: float) -> None:
            for c, block in enumerate(self.was):
                show(block, float(alpha * self.levels[1, c] > 0))
                self.lay(block, c, 0.0, alpha * self.levels[1, c])

        rise(0.0)
        return LaggedStart(ground, change(VGroup(*self.was), rise, 0.4), lag_ratio=0.9)

    def places(self, r: int) -> list[int]:
        """Where a coordinate of the answer is laid."""
        return [int(c) for c in np.flatnonzero(value_of(self.block.W_O)[r])]

    def bring(self, sources: VGroup, r: int) -> Animation:
        """A coordinate is copied to its places; each copy lands on what is there."""
        flights, source = [], sources[r]
        for c in self.places(r):
            foot, target = source.get_bottom(), self.found[c]
            way = self.thread(foot, target.get_top())
            self.ways.add(way.set_z_index(-1))
            fall = self.fall(target, source)
            flights.append(AnimationGroup(Create(way, rate_func=smooth), fall))
        return LaggedStart(*flights, lag_ratio=0.3, run_time=0.9)

    @staticmethod
    def thread(start: np.ndarray, end: np.ndarray) -> VMobject:
        """A way that goes down first, and ever more to the side: clear of what stands beside."""
        below = np.array([start[0], (start[1] + end[1]) / 2, 0.0])
        way = VMobject(color=theme.soft(theme.VALUE, 0.6), stroke_width=4)
        way.points = np.array([start, (start + 2 * below) / 3, (end + 2 * below) / 3, end])
        return way

    @staticmethod
    def fall(block: Rectangle, source: Rectangle) -> Animation:
        """A block comes from where another one stands, as large as that, to its own place, as a
        thread leads."""
        starts = (source.get_center(), source.width, source.height)
        ends = (block.get_center(), block.width, block.height)

        def draw(_: Rectangle, alpha: float) -> None:
            middle, wide, tall = (
                (1 - alpha) * start + alpha * end for start, end in zip(starts, ends, strict=True)
            )
            middle[0] = (1 - alpha**2) * starts[0][0] + alpha**2 * ends[0][0]
            block.stretch_to_fit_width(wide).stretch_to_fit_height(tall).move_to(middle)

        draw(block, 0.0)
        return UpdateFromAlphaFunc(block, draw, rate_func=smooth, introducer=True)

    def count(self, i: int) -> Animation:
        """The row: with what was found (1), in the end (2), instead of the one before."""
        gone = FadeOut(self.totals[i - 1], run_time=0.2)
        return LaggedStart(gone, FadeIn(self.totals[i], run_time=0.3), lag_ratio=1.0)

    def light_new(self) -> Animation:
        """The places shine that were empty before."""
        new = [c for c in range(len(self.xs)) if self.levels[1, c] == 0]
        self.lights = VGroup()
        for c in new:
            light = halo(self.found[c].get_center(), 1.35 * self.wide, theme.VALUE, LIT)
            self.lights.add(light.set_z_index(-1))
        named = [self.names[c].animate.set_color(theme.VALUE) for c in new]
        return AnimationGroup(FadeIn(self.lights), *named, run_time=0.5)

    def draw_back(self, unit: float) -> Animation:
        """Seen from further away, there is room for more."""
        start = self.unit
        pieces = [(piece, c, kind) for kind, row in enumerate((self.was, self.found))
                  for c, piece in enumerate(row)]  # fmt: skip

        def draw(alpha: float) -> None:
            self.unit = (1 - alpha) * start + alpha * unit
            for piece, c, kind in pieces:
                self.lay(piece, c, *self.levels[kind : kind + 2, c])

        moved = VGroup(*(piece for piece, _, _ in pieces))
        return AnimationGroup(change(moved, draw, 0.5), FadeOut(self.lights, run_time=0.3))

    def all(self) -> VGroup:
        """The stacks and their line, without texts."""
        return VGroup(self.rail, *self.was, *self.found, *self.added)

    def texts(self) -> VGroup:
        """All that has to be read."""
        return VGroup(self.names, self.word, self.totals[-1])


def show(block: Rectangle, share: float) -> None:
    """Let a block be seen, rim and all."""
    block.set_fill(opacity=share).set_stroke(opacity=share)
