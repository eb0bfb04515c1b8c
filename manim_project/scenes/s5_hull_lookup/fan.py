"""The edges of the upper rim, laid from one point: a fan that opens one way. Laid on end again,
with the query upright, they are the hill of scores."""

import math

import numpy as np
from manim import Line, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.plane import Plane
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words
from manim_project.reference.arrays import product
from manim_project.scenes.s5_hull_lookup.rim import EDGE, TOUCHED, WON, Rim, resize, reveal, upright

SHAFT = 0.085  # breadth of an arrow of the fan
LATE = 0.55  # of one arrow's flight, in which the next one sets out
HALF, WHOLE = 2.6, theme.FRAME_WIDTH  # half the length of the line: at the fan, and at the hill
WORD = 0.62 * theme.TALL  # em of up and down
UP_AT, DOWN_AT = (-0.75, 0.3), (-0.75, -0.75)  # where they end, from the hub
UP_HUE, DOWN_HUE = theme.shape(theme.KEY), theme.soft(theme.DIM, 0.8)
ASIDE, HEAD = 1.6, 0.9  # of the hill's room: free at the left, for the query, and on top
LOWEST = 0.5  # height of the lowest score
SHORT = 0.2  # by which a step of the hill is shorter at either end, for the corners
# Of the laying: the part in which the rim's edges are gone, and that in which the query goes first
FIRST, ASKS = 0.12, 0.4
STEM = 4.0  # stroke width of a height


class Fan(VGroup):
    """The upper corners from left to right and the edges between them, and each edge once more, as
    an arrow; a query at the fan's hub, and the line square to it.

    Along an edge that points above the line the score goes up; below it, down. With the query
    upright, that is how much an arrow rises or falls.
    """

    def __init__(self, rim: Rim, region: Region) -> None:
        chain = rim.upper()
        self.spots = rim.spots[chain]
        self.steps = np.diff(self.spots, axis=0)
        self.direction = rim.direction
        self.scores = product(self.spots, self.direction)
        self.goes_up = product(self.steps, self.direction) > 0
        self.best = int(self.goes_up.sum())
        self._make_planes(rim, region)
        self._make_hill(region)
        self.corners = VGroup(*(rim.keys[k].copy() for k in chain))
        self.edges = VGroup(*(Line(stroke_width=EDGE) for _ in self.steps))
        self.stems = VGroup(*(Line(stroke_width=STEM, stroke_opacity=0) for _ in chain))
        tail = rim.plane(np.zeros(2))
        self.arrows = VGroup(*(Pointer(tail, tail + 1, theme.KEY, SHAFT) for _ in self.steps))
        self.query = rim.arrow.copy()
        self.line = SweepLine(HALF, ends=1.0)
        super().__init__(self.stems, self.edges, self.line, self.corners, self.arrows, self.query)
        self.arrows.set_opacity(0)
        reveal(self.line, 0.0)
        self.edges.set_color(theme.soft(theme.KEY, 0.75))
        self.stems.set_color(theme.soft(theme.KEY, 0.45))
        for k, corner in enumerate(self.corners):
            corner.paint(theme.WINNER if k == self.best else theme.KEY)
            resize(corner, WON if k == self.best else TOUCHED, 0.9)
        self.stand(rim.plane)

    def _make_planes(self, rim: Rim, region: Region) -> None:
        """Where the rim and the fan lie: as the keys do, and turned until the query is upright."""
        left, _, right = region.split_columns((9, 4, 10))
        asked = [*self.steps, self.direction, np.zeros(2)]
        self.start = rim.plane
        upright_by = math.pi / 2 - rim.angle
        self.aside, self.aside_upright = (
            Plane.fitting(left.inset(theme.GAP), self.spots, angle) for angle in (0.0, upright_by)
        )
        self.fan, self.fan_upright = (
            Plane.fitting(right.inset(theme.GAP), asked, angle) for angle in (0.0, upright_by)
        )

    def _make_hill(self, region: Region) -> None:
        """Where the corners stand in the end: one after the other, each as high as its score."""
        self.asker = upright(region)
        foot = float(self.asker[0][1])
        room = Region(region.left + ASIDE, region.right - theme.APART, foot, region.top - HEAD)
        across = Scale.across(room, 0, len(self.spots) - 1)
        low, high = float(self.scores.min()), float(self.scores.max())
        self.up = Scale(low, high, foot + LOWEST * theme.TALL, room.top)
        self.floor = foot
        self.hill = np.array([[across(k), self.up(s), 0.0] for k, s in enumerate(self.scores)])

    def stand(self, plane: Plane) -> None:
        """The rim lies in a plane."""
        self._join(plane(self.spots))

    def _join(self, places: np.ndarray) -> None:
        """The corners are at these places, (n, 3), and the edges between them."""
        self.places = places
        for corner, place in zip(self.corners, places, strict=True):
            corner.at(place)
        for k, edge in enumerate(self.edges):
            edge.set_points_as_corners([places[k], places[k + 1]])

    def _point_from_hub(self, plane: Plane) -> None:
        """The query stands at the hub of the fan, when it lies in a plane, and the line there."""
        hub = plane(np.zeros(2))
        self.query.between(hub, hub + plane.unit * plane.along(self.direction))
        self.line.lie(hub, plane.along(self.direction))

    def step_aside(self, run_time: float) -> Animation:
        """The rim makes room for the fan, and the query goes to its hub."""

        def move(_: VMobject, alpha: float) -> None:
            self.stand(self.start.toward(self.aside, alpha))
            self._point_from_hub(self.start.toward(self.fan, alpha))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    def lift_off(self, run_time: float) -> Animation:
        """Edge after edge is lifted off, from left to right, and laid from the hub."""
        plane, hub = self.aside, self.fan(np.zeros(2))

        def lift(_: VMobject, alpha: float) -> None:
            for k, arrow in enumerate(self.arrows):
                share = self._share(k, alpha)
                unit = plane.unit + share * (self.fan.unit - plane.unit)
                start = (1 - share) * self.places[k] + share * hub
                arrow.between(start, start + unit * plane.along(self.steps[k]))
                arrow.set_opacity(1.0 if share > 0 else 0.0)

        return UpdateFromAlphaFunc(self, lift, rate_func=linear, run_time=run_time)

    def _share(self, k: int, alpha: float) -> float:
        """How far arrow k has flown, when one sets out after the other."""
        flight = 1 / (1 + LATE * (len(self.steps) - 1))
        return float(smooth(min(max((alpha / flight - LATE * k), 0.0), 1.0)))

    def ask(self, run_time: float) -> Animation:
        """The line comes, square to the query: it tells up from down."""

        def come(_: VMobject, alpha: float) -> None:
            reveal(self.line, alpha)
            for k, up in enumerate(self.goes_up):
                hue = UP_HUE if up else theme.mix(DOWN_HUE, UP_HUE, alpha)
                self.arrows[k].arrow.set_fill(hue)
                self.arrows[k].shine.set_fill(opacity=1.0 if up else 1 - alpha)
                self.edges[k].set_stroke(hue)

        return UpdateFromAlphaFunc(self, come, rate_func=smooth, run_time=run_time)

    def turn(self, run_time: float) -> Animation:
        """All turns until the query is upright: now higher is a higher score."""

        def move(_: VMobject, alpha: float) -> None:
            self.stand(self.aside.toward(self.aside_upright, alpha))
            fan = self.fan.toward(self.fan_upright, alpha)
            self._point_from_hub(fan)
            hub = fan(np.zeros(2))
            for arrow, step in zip(self.arrows, self.steps, strict=True):
                arrow.between(hub, hub + fan.unit * fan.along(step))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)

    def words(self) -> VGroup:
        """What the score does along arrows above and below the line, with the query upright."""
        hub, both = self.fan_upright(np.zeros(2)), VGroup()
        for text, (x, y), color in (
            ("score up", UP_AT, theme.KEY),
            ("score down", DOWN_AT, theme.DIM),
        ):
            word = Words(text, size=WORD, color=color)
            both.add(word.put(hub[0] + x, hub[1] + y * theme.TALL, align=1))
        return both

    def heap(self, run_time: float) -> Animation:
        """The arrows are laid on end, one after the other: up, up, and then down. Each corner goes
        with them, and stands as high as its score; the line comes to rest on the highest."""
        hub, starts, fan = self.fan_upright(np.zeros(2)), self.places, self.fan_upright
        tail, tip = hub, hub + fan.unit * fan.along(self.direction)
        ways = np.diff(self.hill, axis=0)
        gaps = SHORT * ways / np.hypot(ways[:, 0], ways[:, 1])[:, None]

        def lay(_: VMobject, alpha: float) -> None:
            shares = np.array([self._share(max(k - 1, 0), alpha) for k in range(len(starts))])
            places = starts + shares[:, None] * (self.hill - starts)
            self._join(places)
            for k, arrow in enumerate(self.arrows):
                share, own = shares[k + 1], fan.unit * fan.along(self.steps[k])
                start = hub + share * (self.hill[k] + gaps[k] - hub)
                end = hub + own + share * (self.hill[k + 1] - gaps[k] - hub - own)
                arrow.between(start, end)
            for stem, place, share in zip(self.stems, places, shares, strict=True):
                stem.set_points_as_corners([[place[0], self.floor, 0.0], place])
                stem.set_stroke(opacity=share)
            for edge, share in zip(self.edges, shares[1:], strict=True):
                edge.set_stroke(opacity=max(1 - alpha / FIRST, 5 * share - 4, 0.0))
            go = float(smooth(min(alpha / ASKS, 1.0)))
            self.query.between(
                *(at + go * (to - at) for at, to in zip((tail, tip), self.asker, strict=True))
            )
            go = float(smooth(max(alpha - ASKS, 0.0) / (1 - ASKS)))
            self.line.reach = HALF + go * (WHOLE - HALF)
            through = hub + go * (self.hill[self.best] - hub)
            self.line.lie(through, np.array([0.0, 1.0, 0.0]))

        return UpdateFromAlphaFunc(self, lay, rate_func=linear, run_time=run_time)

    def clear_away(self, run_time: float) -> Animation:
        """Arrows, heights and line leave, each from where it lies, behind the corners."""

        def leave(_: VMobject, alpha: float) -> None:
            for arrow, up in zip(self.arrows, self.goes_up, strict=True):
                arrow.arrow.set_fill(opacity=1 - alpha)
                arrow.shine.set_fill(opacity=(1 - alpha) * float(up))
            self.stems.set_stroke(opacity=1 - alpha)
            reveal(self.line, 1 - alpha)

        return UpdateFromAlphaFunc(self, leave, rate_func=smooth, run_time=run_time)

    def spread_to(self, places: np.ndarray, asker: np.ndarray, run_time: float) -> Animation:
        """The corners go elsewhere, (n, 3), and the query too, (2, 3)."""
        starts, hues = self.places, [edge.get_color().to_hex() for edge in self.edges]
        own = theme.soft(theme.KEY, 0.75)

        def move(_: VMobject, alpha: float) -> None:
            self._join(starts + alpha * (places - starts))
            for corner in self.corners:
                corner.paint(theme.KEY)
                resize(corner, TOUCHED + alpha * (1 - TOUCHED), 0.6)
            for edge, hue in zip(self.edges, hues, strict=True):
                edge.set_stroke(theme.mix(own, hue, alpha))
            self.query.between(
                *(at + alpha * (to - at) for at, to in zip(self.asker, asker, strict=True))
            )

        group = VGroup(self.edges, self.corners, self.query)
        return UpdateFromAlphaFunc(group, move, rate_func=smooth, run_time=run_time)
