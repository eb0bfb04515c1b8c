"""A query as a direction of the plane, keys as points, and how far along the query each reaches."""

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
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference.quantity import Quantity, value_of

ORIGIN, UNIT = (-5.8, -2.3), 1.72
GRID = 2  # lines each way beside the axes
OVER = 0.3  # by which the lines stand out over the grid, in units
RAY = 2.3  # where along each axis the query's line ends
DOT = 0.1
MARK = np.array([-0.22, -0.04, 0.0])  # from a foot to the right end of its number
NAMES = ((0.2, -0.13, -1), (0.24, -0.24, -1), (0.18, 0.16, -1))  # beside the points: x, y, align


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
        feet = [(k @ q) / (q @ q) * q for k in keys]
        self.grid = VGroup(*(_rule(i, way) for i in range(GRID + 1) for way in (0, 1)))
        self.ray = DashedLine(at((0, 0)), at(RAY * q / q.max()), color=theme.QUERY)
        self.ray.set_stroke(width=2.5)
        self.arrow = Arrow(at((0, 0)), at(q), buff=0, color=theme.QUERY, stroke_width=9)
        self.letter = formula("q", color=theme.QUERY)
        self.letter.move_to(at(q / 2) + 0.3 * (UP + LEFT))
        self.stems, self.dots, self.names = VGroup(), VGroup(), VGroup()
        for key, token, (x, y, align) in zip(keys, block.tokens, NAMES, strict=True):
            tip = at(key)
            self.stems.add(Line(at((0, 0)), tip, color=theme.KEY, stroke_width=3))
            self.dots.add(Dot(tip, DOT, color=theme.KEY))
            self.names.add(number(token, color=theme.KEY).put(tip[0] + x, tip[1] + y, align))
        self.feet = [at(foot) for foot in feet]
        self.drops = VGroup(*(_drop(at(k), foot) for k, foot in zip(keys, self.feet, strict=True)))
        super().__init__(self.grid, self.ray, self.arrow, self.letter)
        self.add(self.stems, self.dots, self.names)

    def ask(self) -> Animation:
        """The query is a direction."""
        return AnimationGroup(Create(self.ray), GrowArrow(self.arrow), FadeIn(self.letter))

    def lay_out(self) -> Animation:
        """The keys are points."""
        parts = zip(self.stems, self.dots, self.names, strict=True)
        return LaggedStart(
            *(
                AnimationGroup(Create(stem), FadeIn(dot, name), lag_ratio=0.5)
                for stem, dot, name in parts
            ),
            lag_ratio=0.3,
        )

    def drop(self, j: int) -> Animation:
        """Key j falls square onto the line of q."""
        self.add(self.drops[j])
        return LaggedStart(*map(Create, self.drops[j]), lag_ratio=0.8)

    def marks(self, template: str, values: Quantity) -> dict[int, Words]:
        """A number beside the foot of every key; keys that share a foot share the number."""
        marks: dict[int, Words] = {}
        for j, (value, foot) in enumerate(zip(values, self.feet, strict=True)):
            if not any(np.allclose(foot, self.feet[i]) for i in marks):
                x, y, _ = foot + MARK
                marks[j] = Words(template, value).put(x, y, align=1)
        return marks


def _drop(key: np.ndarray, foot: np.ndarray) -> VGroup:
    """The way from a key to the line of q, with its right angle and its foot."""
    dot = Dot(foot, 0.7 * DOT, color=theme.INK)
    if np.allclose(key, foot):
        return VGroup(dot)
    way = DashedLine(key, foot, color=theme.INK, stroke_width=2.5, dash_length=0.1)
    side = 0.17 * (key - foot) / np.linalg.norm(key - foot)
    back = -np.array([abs(side[0]), abs(side[1]), 0.0])
    corner = VMobject(color=theme.INK, stroke_width=2.5)
    corner.set_points_as_corners([foot + side, foot + side + back, foot + back])
    return VGroup(way, VGroup(corner, dot))


def _rule(i: int, way: int) -> Line:
    """A line of the grid, along the first axis or the second; the axes are stronger."""
    ends = [(-OVER, i), (GRID + OVER, i)]
    start, end = (at(point[:: 1 - 2 * way]) for point in ends)
    return Line(start, end, color=theme.FAINT, stroke_width=1.5 if i else 3)
