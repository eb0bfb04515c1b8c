"""A query as a direction of the plane, keys as points, and how far along the query each reaches."""

import math
from collections.abc import Sequence

import numpy as np
from manim import (
    LEFT,
    UP,
    AnimationGroup,
    Arrow,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    GrowArrow,
    LaggedStart,
    Line,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.sums import gather, send
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity, value_of

UNIT = min(1.72 * theme.TALL, 1.8)  # the same both ways: a right angle is one
ORIGIN = (-5.8, -0.58 * theme.TALL - UNIT)
GRID = 2  # the last whole number on each axis
OVER = 0.3  # by which the axes stand out over it, in units
RAY = 2.3  # where along each axis the query's line ends
DOT = 0.1
BESIDE = 0.11  # of the furthest reach from the query's line, each way
ASIDE = np.array([-0.4, -0.02, 0.0])  # from a foot to the right end of its number
NAMES = ((0.1, 0.17, -1), (0.2, -0.36, -1), (0.18, 0.16, -1))  # beside the points: x, y, align


def at(point: np.ndarray | tuple[float, float]) -> np.ndarray:
    """Where a point of the plane is in the frame, (3,)."""
    return np.array([*(np.array(ORIGIN) + UNIT * np.asarray(point, dtype=float)), 0.0])


class ReachPlane(VGroup):
    """Query and keys of the followed token of `block` (a `textbook.Block`).

    How far a key reaches along q is its score over q's length; that is √2 here, so the reach is
    the score over the root of the head's size, too.
    """

    def __init__(self, block: Quantity) -> None:
        q = np.array(value_of(block.queries[block.cat]), dtype=float)
        keys = [np.array(value_of(k), dtype=float) for k in block.keys]
        feet = [product(k, q) / product(q, q) * q for k in keys]
        self.grid = _lattice().set_z_index(-2)
        self.ray = DashedLine(at((0, 0)), at(RAY * q / q.max()), color=theme.shape(theme.QUERY))
        self.ray.set_stroke(width=2.5)
        self.arrow = Arrow(
            at((0, 0)), at(q), buff=0, color=theme.shape(theme.QUERY), stroke_width=9
        )
        self.letter = formula("q", color=theme.QUERY)
        self.letter.move_to(at(q / 3) + 0.38 * UP + 0.26 * LEFT)
        self.stems, self.dots, self.names = VGroup(), VGroup(), VGroup()
        for key, token, (x, y, align) in zip(keys, block.tokens, NAMES, strict=True):
            tip = at(key)
            self.stems.add(
                Line(at((0, 0)), tip, color=theme.shape(theme.KEY), stroke_width=3).set_z_index(-1)
            )
            self.dots.add(Dot(tip, DOT, color=theme.shape(theme.KEY)))
            self.names.add(number(token, color=theme.KEY).put(tip[0] + x, tip[1] + y, align))
        self.feet = [at(foot) for foot in feet]
        self.drops = VGroup(*(_drop(at(k), foot) for k, foot in zip(keys, self.feet, strict=True)))
        # Of the keys that share a foot, the first has the number there.
        self.owners = [
            next(i for i, other in enumerate(self.feet) if np.allclose(foot, other))
            for foot in self.feet
        ]
        self.best = int(block.scores[block.cat].argmax())
        self.reach = _reach(self.feet[self.best])
        super().__init__(self.grid, self.ray, self.arrow, self.letter)
        self.add(self.stems, self.dots, self.names, self.drops, self.reach)

    def ask(self) -> Animation:
        """The query is a direction."""
        return AnimationGroup(Create(self.ray), GrowArrow(self.arrow), FadeIn(self.letter))

    def lay_out(self, keys: Sequence[Matrix]) -> Animation:
        """The keys' numbers become points."""
        steps = []
        for key, stem, dot, name in zip(keys, self.stems, self.dots, self.names, strict=True):
            flight = gather(key.entries, dot, theme.KEY)
            steps.append(AnimationGroup(flight, Create(stem), FadeIn(name), lag_ratio=0.5))
        return LaggedStart(*steps, lag_ratio=0.4, run_time=1.6)

    def drop(self, j: int) -> Animation:
        """Key j falls square onto the line of q."""
        return LaggedStart(*map(Create, self.drops[j]), lag_ratio=0.8, run_time=0.5)

    def mark(self, template: str, values: Quantity, sources: Sequence[Words]) -> Animation:
        """Numbers go from the `sources` to the feet; keys that share a foot share the number."""
        moves: list[Animation] = []
        for j in sorted(set(self.owners)):
            x, y, _ = self.feet[j] + ASIDE
            best = j == self.owners[self.best]
            mark = Words(template, values[j], color=theme.WINNER if best else theme.INK)
            self.add(mark.put(x, y, align=1))
            moves.append(send(sources[j], mark))
        return AnimationGroup(*moves)

    def crown(self) -> Animation:
        """The furthest reach is drawn."""
        return Create(self.reach)


def _drop(key: np.ndarray, foot: np.ndarray) -> VGroup:
    """The way from a key to the line of q, with its right angle and its foot."""
    dot = Dot(foot, 0.7 * DOT, color=theme.INK)
    if np.allclose(key, foot):
        return VGroup(dot)
    way = DashedLine(key, foot, color=theme.INK, stroke_width=2.5, dash_length=0.1)
    side = 0.17 * (key - foot) / math.hypot(*(key - foot))
    out = np.abs(side)  # away from the numbers
    corner = VMobject(color=theme.INK, stroke_width=2.5)
    corner.set_points_as_corners([foot + side, foot + side + out, foot + out])
    return VGroup(way, VGroup(corner, dot))


def _reach(foot: np.ndarray) -> Line:
    """The length from zero to a foot, drawn beside the query's line."""
    aside = BESIDE * (UP + LEFT)
    return Line(at((0, 0)) + aside, foot + aside, color=theme.WINNER, stroke_width=5)


def _lattice() -> VGroup:
    """The axes, and a dot on every point of whole numbers."""
    ends = ((-OVER, 0), (GRID + OVER, 0)), ((0, -OVER), (0, GRID + OVER))
    axes = (Line(at(a), at(b), color=theme.FAINT, stroke_width=3) for a, b in ends)
    points = np.ndindex(GRID + 1, GRID + 1)
    return VGroup(*axes, *(Dot(at(point), 0.045, color=theme.DIM) for point in points))
