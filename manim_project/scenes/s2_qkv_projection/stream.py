"""The stream: a line on which a word's row stands as blocks, and all that is found is laid on it.

The matrix from the answer to the stream holds only zeros and ones, so that the product is seen: a
coordinate is copied to every place where its line has a one.
"""

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    GrowFromEdge,
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
from manim_project.mobjects.regions import Region
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.number_cells import NumberCells
from manim_project.scenes.s2_qkv_projection.veil import change, step

NUMBER, NAME = 0.6 * theme.TALL**0.5, 0.54 * theme.TALL**0.5  # em
FILLED = 0.8  # of the pitch of two places
OVER = 0.16  # from a stack to its number
TILE = 0.8 * theme.TALL**0.5  # pitch of the word's own row
GAP = 0.05  # between two blocks
NEAR = 1.45 * theme.TALL  # a unit, as long as only what was found is laid there
WAS_FILL = theme.mix(theme.INK, theme.BACKGROUND, 0.5)
ADDED_FILL = theme.mix(theme.INK, theme.BACKGROUND, 0.16)


class Stream(VGroup):
    """The stacks of the asker's row of `block`, in a region."""

    def __init__(self, block: Quantity, region: Region) -> None:
        self.block, self.row = block, int(block.cat)
        self.parts = block.parts()
        # To a tenth: what has the same number on it is as high.
        self.levels = np.asarray(value_of(self.parts.levels), dtype=float).round(1)
        side, places = region.cut(LEFT, 3.3 * NAME, theme.GAP)
        self.foot = region.bottom + TILE + 0.28
        self.far = (region.top - self.foot - NUMBER - OVER) / self.levels.max()
        self.unit = NEAR
        columns = places.split_columns(self.levels.shape[1])
        self.pitch = columns[0].width
        self.xs = [column.centre[0] for column in columns]
        self.rail = Line(
            [side.right - 0.05, self.foot - 0.06, 0], [region.right, self.foot - 0.06, 0],
            color=theme.DIM, stroke_width=6,
        )  # fmt: skip
        self.tiles = NumberCells(block.X[self.row], pitch=TILE)
        for tile, x in zip(self.tiles, self.xs, strict=True):
            tile.at(np.array([x, self.foot - 0.2 - TILE / 2, 0]), TILE)
        low = self.foot - 0.2 - TILE / 2 - CAPITAL / 2 * NAME
        self.word = number(block.tokens[self.row], size=NAME, color=theme.QUERY)
        self.word.put(side.right - 0.15, low, align=1)
        self.title = Words("stream", size=NAME, color=theme.DIM)
        self.title.put(side.right - 0.15, self.foot + 0.12, align=1)
        self.was, self.found, self.added = (
            [self.piece(c, kind) for c in range(len(self.xs))] for kind in range(3)
        )
        self.totals = [self._totals(block.x1[self.row], 2), self._totals(self.parts.next, 3)]
        self.ways = VGroup()  # from what was found to where it is laid
        super().__init__()

    def height_of(self, level: float) -> float:
        """Of the frame, for a level of the stacks."""
        return self.foot + level * self.unit

    def piece(self, c: int, kind: int) -> Rectangle:
        """The block of a place that was there (0), was found (1), is added (2)."""
        block = Rectangle(width=FILLED * self.pitch, height=1.0)
        seen = float(self.levels[kind + 1, c] > self.levels[kind, c])
        block.set_fill((WAS_FILL, theme.shape(theme.VALUE), ADDED_FILL)[kind], seen)
        block.set_stroke(theme.shape(theme.INK), 3, seen * float(kind == 2))
        return self._put(block, c, kind)

    def _put(self, block: Rectangle, c: int, kind: int) -> Rectangle:
        low, high = self.levels[kind : kind + 2, c]
        tall = max((high - low) * self.unit - GAP, 1e-3)
        block.stretch_to_fit_height(tall)
        return block.move_to([self.xs[c], self.height_of(low) + (high - low) * self.unit / 2, 0])

    def _totals(self, values: Quantity, level: int) -> VGroup:
        texts = VGroup(*(number(v, "≈ {:.0f}", size=NUMBER, bold=True) for v in values))
        return self._ride(texts, level)

    def _ride(self, texts: VGroup, level: int) -> VGroup:
        for text, x, top in zip(texts, self.xs, self.levels[level], strict=True):
            text.put(x, self.height_of(top) + OVER, align=0)
        return texts

    def stand(self) -> Animation:
        """The stream, with the word's own row below it; what is not zero rises as a block."""
        ground = AnimationGroup(
            Create(self.rail), FadeIn(self.title, self.tiles, self.word), run_time=0.4
        )
        rise = AnimationGroup(
            *(GrowFromEdge(block, DOWN) for block in self.was if block.height > 0.01),
            run_time=0.4,
        )
        return LaggedStart(ground, rise, lag_ratio=0.9)

    def bring(self, sources: VGroup, r: int) -> Animation:
        """A coordinate is copied to its places; each copy lands on what is there."""
        flights, source = [], sources[r]
        for c in np.flatnonzero(value_of(self.block.W_O)[r]):
            ends = (source.get_center(), self.found[c].get_center())
            way = Line(*ends, color=theme.soft(theme.VALUE, 0.55), stroke_width=4)
            way.set_z_index(-1)
            self.ways.add(way)
            flight = self._fly(source, self.found[c])
            flights.append(AnimationGroup(Create(way, rate_func=smooth), flight))
        return LaggedStart(*flights, lag_ratio=0.3, run_time=0.9)

    @staticmethod
    def _fly(source: VMobject, target: Rectangle) -> Animation:
        """A copy of a block goes to a place, and takes its size; it stays upright."""
        starts = (source.get_center(), source.width, source.height)
        ends = (target.get_center(), target.width, target.height)

        def draw(block: Rectangle, alpha: float) -> None:
            middle, wide, tall = (
                (1 - alpha) * start + alpha * end for start, end in zip(starts, ends, strict=True)
            )
            block.stretch_to_fit_width(wide).stretch_to_fit_height(tall).move_to(middle)

        draw(target, 0.0)
        return UpdateFromAlphaFunc(target, draw, rate_func=smooth, introducer=True)

    def count(self, i: int) -> Animation:
        """The stacks' heights: with what was found (0), in the end (1)."""
        return FadeIn(self.totals[i], run_time=0.3)

    def legend(self, region: Region) -> VGroup:
        """Which blocks are which, the upper ones above."""
        lines = VGroup()
        for kind, (text, ink) in enumerate((("what it was", theme.INK),
                                            ("what it found", theme.VALUE))):  # fmt: skip
            piece = (self.was, self.found)[kind][1].copy()
            piece.stretch_to_fit_width(NAME).stretch_to_fit_height(NAME)
            x, y = region.left + 0.9, self.height_of(kind + 0.5)
            words = Words(text, size=NAME, color=ink)
            words.put(x + NAME, y - CAPITAL / 2 * NAME)
            lines.add(VGroup(piece.move_to([x, y, 0]), words))
        return lines

    def draw_back(self) -> Animation:
        """Seen from further away, there is room for more."""
        start = self.unit
        pieces = [(piece, c, kind) for kind, row in enumerate((self.was, self.found))
                  for c, piece in enumerate(row)]  # fmt: skip

        def draw(alpha: float) -> None:
            self.unit = (1 - alpha) * start + alpha * self.far
            for piece, c, kind in pieces:
                self._put(piece, c, kind)
            self._ride(self.totals[0], 2)

        moved = VGroup(*(piece for piece, _, _ in pieces), self.totals[0])
        return change(moved, draw, 0.5)

    def settle(self) -> None:
        """What is not seen yet takes its place, too."""
        for c, piece in enumerate(self.added):
            self._put(piece, c, 2)
        self._ride(self.totals[1], 3)

    def all(self) -> VGroup:
        """The stacks and their line, without texts."""
        return VGroup(self.rail, *self.was, *self.found, *self.added)

    def texts(self) -> VGroup:
        """All that has to be read."""
        return VGroup(self.title, self.tiles, self.word, self.totals[1])


class Gate(VGroup):
    """The feed-forward: what goes in is summed, cut off below zero, and comes out as more."""

    def __init__(self, stream: Stream, region: Region) -> None:
        self.stream = stream
        side = min(region.width - 1.0, 3.8 * theme.TALL**0.5)
        middle = region.centre + 0.4 * UP
        self.panel = RoundedRectangle(side, 0.7 * side, 0.2, stroke_width=4, color=theme.INK)
        self.panel.set_fill(theme.PANEL, 1).move_to(middle)
        knee = middle + 0.16 * side * DOWN
        self.curve = VMobject(stroke_width=9, color=theme.INK).set_points_as_corners(
            [knee + 0.36 * side * LEFT, knee, knee + 0.36 * side * RIGHT + 0.36 * side * UP]
        )
        self.title = Words("feed-forward", size=NAME)
        self.title.put(middle[0], self.panel.get_top()[1] + 0.25, align=0)
        self.law = Words("below zero: nothing", size=NAME, color=theme.DIM)
        self.law.put(middle[0], self.panel.get_bottom()[1] - 0.25 - CAPITAL * NAME, align=0)
        super().__init__(self.panel, self.curve, self.title, self.law)

    def open(self) -> Animation:
        """The gate stands there."""
        return FadeIn(self, run_time=0.4)

    def read(self) -> Animation:
        """Copies of the stacks go in."""
        stream = self.stream
        seen = [piece for piece in (*stream.was, *stream.found) if piece.height > 0.01]
        copies = VGroup(*(piece.copy() for piece in seen))
        starts = [(piece.get_center(), piece.width, piece.height) for piece in seen]
        end = self.panel.get_left()

        def draw(group: VGroup, alpha: float) -> None:
            for piece, (middle, wide, tall) in zip(group, starts, strict=True):
                piece.stretch_to_fit_width(wide * (1 - 0.8 * alpha))
                piece.stretch_to_fit_height(tall * (1 - 0.8 * alpha))
                piece.move_to((1 - alpha) * middle + alpha * end)

        fly = UpdateFromAlphaFunc(copies, draw, run_time=0.7, remover=True)
        gone = FadeOut(stream.totals[0], run_time=0.2)
        return LaggedStart(gone, fly, lag_ratio=1.0)

    def give(self) -> Animation:
        """What comes out is carried over the stacks, and drops onto them."""
        added = self.stream.added
        ends = [(piece.get_center(), piece.width, piece.height) for piece in added]
        start = self.panel.get_left()
        group = VGroup(*added)

        def draw(_: VGroup, alpha: float) -> None:
            for k, (piece, (end, wide, tall)) in enumerate(zip(added, ends, strict=True)):
                share = step(alpha, 0.16 * k, 0.16 * k + 0.52)
                out, down = step(share, 0.0, 0.6), step(share, 0.6, 1.0) ** 2
                size = 0.15 + 0.85 * out
                above = np.array([end[0], max(end[1], start[1]) + 0.3, 0.0])
                piece.stretch_to_fit_width(wide * size).stretch_to_fit_height(tall * size)
                place = (1 - out) * start + out * above
                piece.move_to((1 - down) * place + down * end)
                seen = float(share > 0)
                piece.set_fill(opacity=seen).set_stroke(opacity=seen)

        return UpdateFromAlphaFunc(group, draw, run_time=1.2)
