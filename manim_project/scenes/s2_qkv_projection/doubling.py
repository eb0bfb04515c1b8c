"""Scores become shares: a point more doubles a column; the columns fall into one whole."""

import math

import numpy as np
from manim import (
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    ManimColor,
    Rectangle,
    VGroup,
    interpolate_color,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words, formula, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.products import Products
from manim_project.scenes.s2_qkv_projection.veil import change, step

NAME, FACTOR, LAW = 0.58, 0.56, 0.7  # em
RIDER = 0.52  # em of a word that rides on its column
THICK = 1.45 * theme.TALL**0.5  # of a column, and of the whole
SCALE = 2.3  # the room for the factors, at the left
FOOT = 0.95  # below the columns, for words and scores
GROOVE = 0.05  # between two shares
LAG = 0.45  # of the time between two columns that fall


class Doubling(VGroup):
    """A column a word: it doubles once for each point of its score."""

    def __init__(self, block: Quantity, asked: Quantity, region: Region) -> None:
        self.block, self.asked, self.region = block, asked, region
        self.powers = np.asarray(value_of(asked.powers), dtype=float)
        self.counts = [int(score) for score in asked.scores]
        self.factor = float(asked.point)
        self.foot = region.bottom + FOOT
        self.unit = min(
            (region.top - self.foot - 0.1) / self.powers.max(), region.width / self.powers.sum()
        )
        left, right = region.cut(np.array([-1.0, 0, 0]), SCALE)
        self.middles = [column.centre[0] for column in right.split_columns(len(self.powers))]
        self.columns = VGroup(
            *(Rectangle(stroke_width=0, fill_color=theme.shape(theme.KEY), fill_opacity=1)
              for _ in self.powers)
        )  # fmt: skip
        self.levels, self.factors = VGroup(), VGroup()
        for k in range(max(self.counts) + 1):
            y = self._height(self.factor**k)
            rule = Line([left.left, y, 0], [right.right, y, 0], stroke_width=2, color=theme.FAINT)
            self.levels.add(rule)
            if k:
                below = self._height(self.factor ** (k - 1))
                arrow = Pointer(
                    np.array([left.left + 0.25, below + 0.06, 0]),
                    np.array([left.left + 0.25, y - 0.06, 0]),
                    theme.INK, 0.05,
                )  # fmt: skip
                words = number(asked.point, "≈ {:.0f} ×", size=FACTOR, bold=True)
                words.put(left.left + 0.55, (below + y) / 2 - CAPITAL / 2 * FACTOR)
                self.factors.add(VGroup(arrow, words))
        self.law = formula("times e^beta approx {:.2f}", asked.point, size=LAW)
        self.beta = formula("beta = {} \\/ sqrt(2)", asked.ticks[1], size=LAW)
        self.law_name = Words("softmax: one point more", size=NAME, color=theme.DIM)
        x = (self.middles[1] + self.middles[2]) / 2
        high = self._height(self.powers.max()) - 0.3 - CAPITAL * NAME
        self.law_name.put(x, high, align=0)
        self.law.put(x, high - 1.3 * LAW, align=0)
        self.beta.put(x, high - 2.5 * LAW, align=0)
        super().__init__(self.levels, self.columns)
        self.heights = np.ones(len(self.powers))
        self._whole()

    def _height(self, power: float) -> float:
        return self.foot + power * self.unit

    def _whole(self) -> None:
        """Where the columns lie in the end, and what is written there."""
        lengths = self.unit * self.powers
        middle = self.region.centre + np.array([0, 0.25, 0])
        start = middle[0] - lengths.sum() / 2
        ends = start + np.concatenate([[0.0], np.cumsum(lengths)])
        self.lying = [
            Region(float(ends[j]), float(ends[j + 1]) - GROOVE, middle[1] - THICK / 2,
                   middle[1] + THICK / 2)
            for j in range(len(lengths))
        ]  # fmt: skip
        self.names, self.percents = VGroup(), VGroup()
        for token, percent, part in zip(
            self.block.tokens, self.asked.percents, self.lying, strict=True
        ):
            self.names.add(number(token, size=RIDER, color=theme.ON_WINNER))
            share = Words("{} %", percent, size=1.2 * NAME, color=theme.VALUE, bold=True)
            self.percents.add(share.put(part.centre[0], part.top + 0.3, align=0))
        low = self.lying[0].bottom - 0.4
        self.brace = Line([ends[0], low, 0], [ends[-1] - GROOVE, low, 0], color=theme.INK)
        self.brace.set_stroke(width=3)
        first, last = (
            np.array([end, middle[1], 0.0]) for end in (ends[0] - THICK, ends[-1] + THICK)
        )
        self.glow = beam(first, last, 3.2 * THICK, theme.VALUE, 0.3, ends=1.2).set_z_index(-1)
        self.one = Words("one whole", size=NAME).put(middle[0], low - 0.3 - CAPITAL * NAME, align=0)

    # What happens

    def stand(self, products: Products) -> Animation:
        """Each word stands below its column, with its score."""
        line = self.foot - 0.3 - CAPITAL * NAME
        moves: list[Animation] = []
        for j, (name, score) in enumerate(zip(products.names, products.scores, strict=True)):
            middle = self.middles[j] + 0.25
            for words, x, align in ((name, middle - 0.12, 1), (score, middle + 0.12, -1)):
                target = words.copy().scale(NAME / words.em).put(x, line, align=align)
                moves.append(words.animate.scale(NAME / words.em).move_to(target))
        return AnimationGroup(*moves, run_time=0.5)

    def open(self, products: Products) -> Animation:
        """All columns are as high as one another."""
        self.products = products
        self._draw(np.full(len(self.powers), 0.02))
        rise = change(self.columns, lambda a: self._draw(np.full(len(self.powers), a)), 0.3)
        return AnimationGroup(FadeIn(self.levels[0]), rise, run_time=0.3)

    def _draw(self, heights: np.ndarray) -> None:
        for column, x, height in zip(self.columns, self.middles, heights, strict=True):
            tall = max(float(height), 0.01) * self.unit
            _lay(column, np.array([x, self.foot + tall / 2, 0]), THICK, tall, 0.0)
        self.heights = heights

    def double(self, k: int, run_time: float = 0.4) -> Animation:
        """Every column whose score has one more point doubles."""
        start = self.heights
        end = np.array([
            power if k + 1 == count else self.factor ** min(k + 1, count)
            for count, power in zip(self.counts, self.powers, strict=True)
        ])  # fmt: skip
        end = np.where([k < count for count in self.counts], end, start)

        def draw(alpha: float) -> None:
            self._draw((1 - alpha) * start + alpha * end)

        grow = change(self.columns, draw, run_time)
        self.heights = end
        told = AnimationGroup(FadeIn(self.factors[k]), FadeIn(self.levels[k + 1]), run_time=0.2)
        return LaggedStart(grow, told, lag_ratio=0.5)

    def tell(self) -> Animation:
        """What a point more is worth, exactly."""
        return FadeIn(self.law_name, self.law, self.beta, run_time=0.4)

    def clear(self) -> Animation:
        """Only the columns remain, each with its word."""
        told = (self.law_name, self.law, self.beta, self.levels, self.factors)
        gone = (*told, self.products.names, self.products.scores)
        for name, column in zip(self.names, self.columns, strict=True):
            name.in_box(column.get_center())
        return LaggedStart(
            FadeOut(*gone, run_time=0.2), FadeIn(self.names, run_time=0.2), lag_ratio=1.0
        )

    def fall(self) -> Animation:
        """The same columns turn, and are laid end to end."""
        count = len(self.powers)

        def draw(alpha: float) -> None:
            for j, (column, part) in enumerate(zip(self.columns, self.lying, strict=True)):
                begin = LAG * j / max(count - 1, 1)
                share = _eased(step(alpha, begin, begin + 1 - LAG))
                tall = self.powers[j] * self.unit
                start = np.array([self.middles[j], self.foot + tall / 2, 0])
                middle = (1 - share) * start + share * part.centre
                _lay(column, middle, THICK, tall - share * GROOVE, -share * math.pi / 2)
                self.names[j].in_box(middle)

        return change(VGroup(self.columns, self.names), draw, 0.9)

    def turn_green(self) -> Animation:
        """From now on they weigh values."""
        start, end = (ManimColor(theme.shape(hue)) for hue in (theme.KEY, theme.VALUE))

        def draw(alpha: float) -> None:
            for column in self.columns:
                column.set_fill(interpolate_color(start, end, alpha))

        return change(self.columns, draw, 0.3)

    def label(self) -> Animation:
        """How much they are, and that they are one whole."""
        return FadeIn(self.glow, self.percents, self.brace, self.one, run_time=0.3)

    def make_room(self, region: Region) -> Animation:
        """The whole goes into a region."""
        gone = FadeOut(self.glow, self.brace, self.one, run_time=0.2)
        scale = min(1.0, region.width / (self.lying[-1].right - self.lying[0].left))
        rows = [*self.names, *self.percents]
        ends = []
        for words in rows:
            offset = (words.get_center() - self.region.centre - np.array([0, 0.25, 0])) * scale
            ends.append(region.centre + offset)
        move = AnimationGroup(
            *(
                column.animate.scale(scale).move_to(
                    region.centre
                    + (part.centre[0] - self.region.centre[0]) * scale * np.array([1.0, 0, 0])
                )
                for column, part in zip(self.columns, self.lying, strict=True)
            ),
            *(
                words.animate.scale(max(scale, RIDER / words.em)).move_to(end)
                for words, end in zip(rows, ends, strict=True)
            ),
            run_time=0.5,
        )
        return AnimationGroup(gone, move)


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


def _lay(bar: Rectangle, middle: np.ndarray, across: float, along: float, angle: float) -> None:
    """A bar about a point, `along` being its length before it is turned."""
    cos, sin = math.cos(angle), math.sin(angle)
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)):
        u, v = x * across / 2, y * along / 2
        corners.append(middle + np.array([cos * u - sin * v, sin * u + cos * v, 0.0]))
    bar.set_points_as_corners(corners)
