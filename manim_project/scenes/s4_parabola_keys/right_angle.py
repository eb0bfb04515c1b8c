"""The query and the curve's step at a key, by their parts, and their product: nothing."""

import math

import numpy as np
from manim import (
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    LaggedStart,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import fit_within
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s4_parabola_keys.number_pairs import product_line

SIZE = 0.62 * theme.TALL  # em of the parts
SQUARE = 0.26 * theme.TALL  # side of the right angle's mark
NEAR_LEG = 0.14  # from a leg to its number


class RightAngle(VGroup):
    """For `told`, a `textbook.right_angle(i)`: the legs of the query and of the step at the touch,
    a number at each; and the product of the two, in a region."""

    def __init__(self, told: Quantity, plane: Plane, room: Region) -> None:
        i = float(told.i)
        corner = np.array([2 * i, -(i**2)])
        self.touch = plane(corner)
        query, step = (np.asarray(value_of(v), dtype=float) for v in (told.query, told.step))
        self.step = Pointer(self.touch, plane(corner + step), theme.INK, width=0.11)
        self.legs = VGroup(
            *_legs(plane, corner, corner + np.array([query[0], 0]), corner + query, theme.QUERY),
            *_legs(plane, corner, corner + np.array([0, step[1]]), corner + step, theme.DIM),
        )
        self.square = self._mark(plane.along(query), plane.along(step))
        away = NEAR_LEG + CAPITAL * SIZE / 2
        sides = (-UP, RIGHT, -RIGHT, -UP)  # below, beside: each number outside its leg's bend
        places = [
            leg.get_center() + away * side * (1.3 if side[0] else 1.0)
            for leg, side in zip(self.legs, sides, strict=True)
        ]
        parts = (*told.query, told.step[1], told.step[0])
        colors = (theme.QUERY, theme.QUERY, theme.INK, theme.INK)
        self.parts = VGroup(
            *(
                number(part, size=SIZE, color=color, bold=True, counted=False).in_box(place)
                for part, color, place in zip(parts, colors, places, strict=True)
            )
        )
        line = product_line(told.query, told.step, told.total, theme.INK)
        self.product = fit_within(line, room.inset(theme.GAP))
        super().__init__(self.legs, self.step, self.square, self.parts)

    def _mark(self, *ways: np.ndarray) -> VMobject:
        one, other = (SQUARE * way / math.hypot(way[0], way[1]) for way in ways)
        mark = VMobject(stroke_width=4, color=theme.INK)
        corners = [self.touch + one, self.touch + one + other, self.touch + other]
        return mark.set_points_as_corners(corners)

    def draw(self) -> Animation:
        """The query's legs and numbers, then the step and its own."""
        return LaggedStart(
            AnimationGroup(*map(Create, self.legs[:2]), FadeIn(self.parts[:2])),
            GrowFromPoint(self.step, self.touch),
            AnimationGroup(*map(Create, self.legs[2:]), FadeIn(self.parts[2:])),
            Create(self.square),
            lag_ratio=0.7,
            run_time=1.5,
        )

    def multiply(self) -> Animation:
        """The product, term by term."""
        return LaggedStart(*map(FadeIn, self.product), lag_ratio=0.3, run_time=0.6)

    def leave(self) -> Animation:
        """All of it goes."""
        return FadeOut(self, self.product, run_time=theme.QUICK)


def _legs(
    plane: Plane, start: np.ndarray, knee: np.ndarray, end: np.ndarray, color: str
) -> list[VMobject]:
    look = {"color": theme.soft(color, 0.75), "stroke_width": 3, "dash_length": 0.09}
    return [
        DashedLine(plane(start), plane(knee), **look),
        DashedLine(plane(knee), plane(end), **look),
    ]
