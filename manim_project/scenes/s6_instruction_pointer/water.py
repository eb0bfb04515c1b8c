"""What every token carries, as columns that level out like water, and are poured into one."""

import math

import numpy as np
from manim import UP, DashedLine, DoubleArrow, UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.ribbon import TOP
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s6_instruction_pointer.places import ROOM, THIN

EDGE = (
    (26.0, 0.05),
    (17.0, 0.08),
    (10.0, 0.12),
    (3.5, 1.0),
)  # stroke widths and opacities of the surface
SOON, LATE = 1.5e-4, 6.0  # times between which columns are seen to level out
HIGHEST = theme.MIDDLE + theme.SAFE_Y
UNIT, GROUND = theme.tall(0.62, 1.95)  # of a step, in scene units, and the height of zero
CLOSE, LOW_GROUND = (
    60.0 * theme.TALL,
    -1.15 * theme.TALL,
)  # a step's height as the level is looked at closely
WALLS = 0.5  # opacity of what parts the columns, seen closely
POURED = 0.95 * theme.TALL  # of a step, when it stands in one column


class Water(VGroup):
    """A column for each token that a look-back reads, as high as its step: above the tape, side by
    side, with zero at `ground` and a step of one `unit` high."""

    def __init__(self, look: Quantity) -> None:
        self.steps = np.asarray(value_of(look.values), dtype=float)[:, 1]
        self.mean = float(look.output[1])
        hue = theme.shape(theme.VALUE)
        self.body, self.film = VMobject(stroke_width=0), VMobject(stroke_width=0)
        self.body.set_sheen_direction(UP)
        self.film.set_sheen_direction(UP)
        self.walls = VMobject(stroke_width=1.5, color=theme.BACKGROUND)
        self.strokes = VGroup(*(VMobject(stroke_width=width, color=hue) for width, _ in EDGE))
        self.zero = DashedLine(
            [ROOM.left, 0, 0], [ROOM.right, 0, 0], dash_length=0.08, color=theme.DIM, stroke_width=2
        )
        super().__init__(self.body, self.film, self.walls, self.zero, self.strokes)
        self.unit, self.ground, self.deep, self.near = UNIT, GROUND, 0.0, 0.0
        self.first = 0  # the first column that holds any water
        self.heights = np.zeros(len(self.steps))
        self.stand()

    def y(self, height: float) -> float:
        """Where a height lies in the frame."""
        return self.ground + self.unit * float(height)

    def stand(self) -> None:
        """At once: as the heights, the unit and the zero are now."""
        xs = ROOM.left + THIN * np.arange(len(self.heights) + 1)
        tops = np.clip(self.ground + self.unit * self.heights, TOP, HIGHEST + 1)
        surface = np.column_stack(
            [np.repeat(xs, 2)[1:-1], np.repeat(tops, 2), np.zeros(2 * len(tops))]
        )
        hue = theme.shape(theme.VALUE)
        rim = surface[2 * self.first :]
        if self.first:  # it stands on the dry ground
            rim = np.vstack([[rim[0][0], self.ground, 0.0], rim, [rim[-1][0], self.ground, 0.0]])
        for stroke, (_, share) in zip(self.strokes, EDGE, strict=True):
            stroke.set_points_as_corners(rim).set_stroke(opacity=share)
        foot = [[xs[-1], TOP, 0.0], [xs[0], TOP, 0.0]]
        self.body.set_points_as_corners([*surface, *foot, surface[0]])
        self.body.set_fill([hue, hue], opacity=[0.04 * self.deep, 0.26 * self.deep])
        over = surface.copy()
        over[:, 1] = np.maximum(over[:, 1], self.ground)
        ends = [[xs[-1], self.ground, 0.0], [xs[0], self.ground, 0.0]]
        self.film.set_points_as_corners([*over, *ends, over[0]])
        dry = 1 - self.deep
        self.film.set_fill([hue, hue], opacity=[0.25 + 0.45 * dry, 0.6 + 0.4 * dry])
        edges = np.repeat(xs[1:-1], 2)
        heights = np.where(np.arange(len(edges)) % 2, np.repeat(over[2:-1:2, 1], 2), self.ground)
        self.walls.set_points(_straight(np.column_stack([edges, heights, np.zeros(len(edges))])))
        self.walls.set_stroke(opacity=self.near)
        self.zero.set_y(self.ground)

    def fill_up(self) -> Animation:
        """The water comes, level at zero."""

        def come(water: "Water", alpha: float) -> None:
            water.deep = alpha
            water.stand()
            water.strokes.set_opacity(0)
            for stroke, (_, share) in zip(water.strokes, EDGE, strict=True):
                stroke.set_fill(opacity=0).set_stroke(opacity=alpha * share)
            water.film.set_fill(opacity=0)
            water.zero.set_stroke(opacity=alpha)

        return UpdateFromAlphaFunc(self, come, run_time=theme.QUICK)

    def rise(self, run_time: float) -> Animation:
        """Each column goes to its token's step, from the left."""
        order = np.linspace(0, 1, len(self.steps))

        def grow(water: "Water", alpha: float) -> None:
            shares = np.clip(4 * (1.25 * alpha - order), 0, 1)
            water.heights = water.steps * np.array([smooth(share) for share in shares])
            water.stand()

        return UpdateFromAlphaFunc(self, grow, rate_func=lambda t: t, run_time=run_time)

    def level(self, run_time: float) -> Animation:
        """The columns flow into each other until all are equally high."""

        def flow(water: "Water", alpha: float) -> None:
            time = SOON * (LATE / SOON) ** alpha - SOON * (1 - alpha)
            water.heights = np.asarray(value_of(REFERENCE.textbook.levelled(water.steps, time)))
            if alpha == 1:
                water.heights = np.full(len(water.steps), water.mean)
            water.stand()

        return UpdateFromAlphaFunc(self, flow, rate_func=lambda t: t, run_time=run_time)

    def look_closely(self, run_time: float) -> Animation:
        """The camera goes near to the surface: heights grow."""
        return self._scale(CLOSE, LOW_GROUND, 1.0, run_time)

    def step_back(self, run_time: float) -> Animation:
        """And away again; only what stands above zero is left."""
        return self._scale(POURED, LOW_GROUND, 0.0, run_time)

    def _scale(self, unit: float, ground: float, deep: float, run_time: float) -> Animation:
        start, before, shade = self.unit, self.ground, self.deep
        near, nearer = self.near, WALLS * deep

        def zoom(water: "Water", alpha: float) -> None:
            water.unit = math.exp((1 - alpha) * math.log(start) + alpha * math.log(unit))
            water.ground = (1 - alpha) * before + alpha * ground
            water.deep = (1 - alpha) * shade + alpha * deep
            water.near = (1 - alpha) * near + alpha * nearer
            water.stand()

        return UpdateFromAlphaFunc(self, zoom, run_time=run_time)

    @property
    def poured(self) -> float:
        """The height at which the one column will end."""
        return LOW_GROUND + POURED * self.mean * len(self.steps)

    def pour(self, run_time: float) -> Animation:
        """From the left, all of it is swept into the newest token's column."""
        count = len(self.steps)

        def sweep(water: "Water", alpha: float) -> None:
            left = (1 - alpha) * (count - 1)  # columns that are not swept yet
            shares = np.clip(np.arange(count) - (count - 1 - left) + 1, 0.0, 1.0)
            water.heights = water.mean * shares
            water.heights[-1] = water.mean * (count - shares[:-1].sum())
            water.first = int(np.flatnonzero(shares)[0])
            water.stand()

        return UpdateFromAlphaFunc(self, sweep, run_time=run_time)

    def measure(self, label: Words) -> VGroup:
        """How high the level stands over zero: a double arrow below its number."""
        x = label.get_center()[0]
        low, high = np.array([x, self.ground, 0.0]), np.array([x, self.y(self.mean), 0.0])
        style = {"color": theme.INK, "stroke_width": 5, "tip_length": 0.24}
        self.ruler = DoubleArrow(low, high, buff=0.0, **style)
        return self.ruler


def _straight(ends: np.ndarray) -> np.ndarray:
    """Straight curves from each even point to the odd one after it."""
    start, end = ends[::2], ends[1::2]
    parts = [(1 - t) * start + t * end for t in (0, 1 / 3, 2 / 3, 1)]
    return np.stack(parts, axis=1).reshape(-1, 3)
