"""Keys on a line that bends into a parabola, and a line square to a query that rests on them."""

import math
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from manim_project import theme
from manim_project.mobjects.inside_curve import inside_curve
from manim_project.mobjects.light import Light
from manim_project.mobjects.marks import REACH, Mark, Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import stage_region
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of

NUMERAL, CROWNED = 0.5 * theme.TALL, 0.95 * theme.TALL  # em of an address, and of the winner's
AWAY, AWAY_CROWNED = 0.42 * theme.TALL, 0.62 * theme.TALL  # from a key to the middle of its address
BEYOND = 1.7  # steps that the curve goes on beyond the last key
FAN_STEP = 0.25  # steps of i between two tangents that stay behind
FAN, FAN_REACH = 0.4, 6.5  # their opacity where they touch, and how far they are seen
RADIUS = 0.13  # of a key
GRID = 0.1  # opacity of the grid of units
PAIR = 0.56 * theme.TALL  # em of the query's two numbers
TIED = 0.7  # how far keys grow on which the line lies
RISE = 0.3  # lead in score with which a winner's address is at its full size
EDGE = ((26.0, 0.06), (12.0, 0.16), (4.5, 1.0))  # stroke widths and opacities of the lit edge


def _grid() -> np.ndarray:
    """Lines of units, from edge to edge of whatever is seen: straight curves, (n, 4, 2)."""
    left, right, low, high = -44, 60, -70, 44
    upright = [[(x, low), (x, high)] for x in range(left, right + 1)]
    level = [[(left, y), (right, y)] for y in range(low, high + 1)]
    ends = np.array(upright + level, dtype=float)
    return np.stack([(1 - t) * ends[:, 0] + t * ends[:, 1] for t in (0, 1 / 3, 2 / 3, 1)], axis=1)


LINES = _grid()


def _in_frame(lines: np.ndarray) -> np.ndarray:
    """Those of straight lines (n, 4, 3) that come near the frame; the others cost time, too."""
    start, way = lines[:, 0], lines[:, -1] - lines[:, 0]
    x, y = (np.array([0.0, theme.MIDDLE, 0.0]) - start)[:, :2].T
    away = abs(way[:, 0] * y - way[:, 1] * x) / np.hypot(way[:, 0], way[:, 1])
    return lines[away < math.hypot(theme.FRAME_WIDTH, theme.FRAME_HEIGHT) / 2]


class KeyCurve(VGroup):
    """The keys 0 … n − 1 at (2j, −bend · j²) of a plane, their addresses below them, the curve
    through them, a line square to a query, and the query's arrow where the line touches, with its
    two numbers at the tip.
    """

    def __init__(self, table: Quantity, plane: Plane, bend: float = 0.0) -> None:
        self.table = table
        self.count = len(value_of(table.addresses))
        hue = theme.shape(theme.KEY)
        self.edge = VGroup(
            *(
                VMobject(stroke_width=width, stroke_opacity=share, color=hue)
                for width, share in EDGE
            )
        )
        self.fan, self.grid = VGroup(), VMobject(color=theme.INK, stroke_width=1.5)
        self.grid.set_stroke(opacity=GRID if bend else 0.0)
        self.keys = VGroup(*(Mark(radius=RADIUS) for _ in range(self.count)))
        self.names = VGroup(
            *(number(j, size=NUMERAL, bold=True, counted=False) for j in table.addresses)
        )
        ink = theme.shape(theme.KEY)
        self.depths = VGroup(*(VMobject(stroke_width=5, color=ink) for _ in range(self.count)))
        self.line = SweepLine(2 * theme.FRAME_WIDTH)
        self.arrow = Pointer(np.zeros(3), np.ones(3), width=0.11)
        self.pair = Words("", size=PAIR, color=theme.QUERY, bold=True, counted=False)
        self.paired = 0.0  # how clearly the query's numbers are seen while addresses are
        self.named = tuple(range(self.count))  # whose addresses are seen, and how clearly
        self.seen = self.last_seen = 1.0
        self.end = self.count - 1 + BEYOND * bend  # the place where the curve ends
        super().__init__(
            self.grid, self.fan, self.edge, self.line, self.keys, self.names, self.arrow
        )
        self.add(self.pair)
        self.base = self.asked = 0.0
        self.asking = 1.0  # how clearly the query and its line are seen
        self.stand(plane, bend).crown(None)

    def stand(self, plane: Plane, bend: float) -> Self:
        """Lie in a plane, bent from a straight line (0) to the parabola (1)."""
        self.plane, self.bend = plane, bend
        self.draw_edge(self.point(0.0), plane([self.end, 0.0]), self.point(self.end))
        self.grid.set_points(_in_frame(plane(LINES)).reshape(-1, 3))
        places = plane(REFERENCE.textbook.bent(bend, self.count).keys)
        for key, place in zip(self.keys, places, strict=True):
            key.at(place)
        return self

    def draw_edge(self, start: np.ndarray, middle: np.ndarray, end: np.ndarray) -> None:
        """A parabola is a Bézier curve of the second degree: its ends and its control point."""
        thirds = [(start + 2 * middle) / 3, (2 * middle + end) / 3]
        for stroke in self.edge:
            stroke.set_points(np.array([start, *thirds, end]))

    def point(self, i: float) -> np.ndarray:
        """The curve at a place i."""
        return self.plane(np.array([2 * i, -self.bend * i**2]))

    def on_keys(self, base: float) -> np.ndarray:
        """A place on the straight way from key to key, at key `base` if that is a whole number."""
        low = math.floor(base)
        return (1 - base + low) * self.point(low) + (base - low) * self.point(low + 1)

    def square_at(self, i: float) -> np.ndarray:
        """The direction (bend · i, 1), which is square to the curve at i, in the frame, (3,)."""
        return self.plane.along(np.array([self.bend * i, 1.0]))

    def aim(self, base: float, query: np.ndarray) -> Self:
        """The line lies square to a query of the plane, (2,), whose arrow stands on it at its true
        length, at a place between the keys."""
        self.base, foot = base, self.on_keys(base)
        self.line.lie(foot, self.plane.along(query))
        self.arrow.between(foot, foot + self.plane.unit * self.plane.along(query))
        return self

    def roll_to(self, i: float, base: float | None = None) -> Self:
        """Ask for i: the line rests on the key that scores highest (given as `base`: at a tie it
        says where the arrow stands), which has won."""
        self.asked = i
        base = float(round(i)) if base is None else base
        self.aim(base, np.array([self.bend * i, 1.0]))
        self._tell_query(i)
        lead = 1 - 2 * abs(i - base)  # of the score over the runner-up's
        won = base.is_integer() and lead > 0 and self.bend == 1 and self.asking == 1
        return self.crown(int(base) if won else None, min(1.0, lead / RISE))

    def _tell_query(self, i: float) -> None:
        """(i, 1) over the arrow's tip, between whole numbers with a decimal."""
        whole = float(i).is_integer()
        told = REFERENCE.textbook.parabola(self.count, int(i) if whole else i).query
        self.pair.say("({}, {})" if whole else "({:.1f}, {:.0f})", *told)
        way = self.square_at(i)
        tip = self.on_keys(self.base) + self.plane.unit * way
        stage, half = stage_region(), self.pair.advance / 2
        lean = min(float(way[0]), 0.0) / math.hypot(way[0], way[1])  # to the left, off the line
        x = min(max(float(tip[0]) + lean * half, stage.left + half), stage.right - half)
        self.pair.put(x, float(tip[1]) + theme.NEAR, align=0)
        self.pair.set_fill(opacity=self.paired * self.seen)

    def unname(self) -> Self:
        """Nothing has been found, and nothing has a name yet."""
        self.seen = 0.0
        return self.crown(None)

    def crown(self, winner: int | None, share: float = 1.0) -> Self:
        """The key that has won, gold and large (by a share, as it comes); all others are keys."""
        tied = not float(self.base).is_integer() and self.bend == 1
        for j, (key, name) in enumerate(zip(self.keys, self.names, strict=True)):
            more = share if j == winner else TIED if tied and abs(j - self.base) < 1 else 0.0
            key.paint(theme.WINNER if j == winner else theme.KEY)
            key.dot.scale_to_fit_width(2 * RADIUS * (1 + 0.35 * more))
            key.shine.scale_to_fit_width(2 * REACH * RADIUS * (1 + 0.9 * more))
            color = theme.WINNER if j == winner else theme.KEY
            seen = self.seen if j < self.count - 1 else min(self.seen, self.last_seen)
            name.set_fill(color, opacity=seen if j in self.named else 0.0)
            risen = more if j == winner else 0.0
            name.scale((NUMERAL + (CROWNED - NUMERAL) * risen) / name.em)
            away = AWAY + (AWAY_CROWNED - AWAY) * risen
            name.in_box(key.dot.get_center() + away * self.inward(j))
        return self

    def inward(self, j: int) -> np.ndarray:
        """From a key to its address: square to the curve; of key 0 also back along it, away from
        the address of key 1. Of length 1."""
        way = -self.square_at(j) if j else self.plane.along(np.array([-self.bend, -1.0]))
        return way / math.hypot(way[0], way[1])

    def spread_fan(self) -> Self:
        """Make the lines that will stay behind, unseen yet."""
        for i in np.arange(0, self.count - 1 + FAN_STEP / 2, FAN_STEP):
            across = self.square_at(i)
            way = np.array([-across[1], across[0], 0.0]) / math.hypot(across[0], across[1])
            ghost = VMobject(stroke_width=2)
            touched, half = self.point(float(round(i))), FAN_REACH * way
            ghost.set_points_as_corners([touched - half, touched, touched + half])
            ghost.set_sheen_direction(np.sign(way))
            self.fan.add(ghost.set_stroke(theme.INK, opacity=0))
        return self

    def leave_behind(self, i: float) -> None:
        """Show the lines of all places before i."""
        for k, ghost in enumerate(self.fan):
            if k * FAN_STEP < i - FAN_STEP / 2:
                ghost.set_stroke([theme.INK] * 3, opacity=[0.0, FAN, 0.0])

    def glow(self) -> Light:
        """The light inside the curve as it stands."""
        return inside_curve(self.plane)
