"""Keys as points in the plane, and a query that looks at all of them.

One rule of colour: a key that can still win is blue, one that cannot is grey, the winner is gold.
A ring is round every key that was looked at.
"""

from collections.abc import Callable, Iterable

import numpy as np
from manim import (
    AnimationGroup,
    Arrow,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    Line,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.arrays import product
from manim_project.reference.quantity import Quantity, value_of

UNIT = 1.05  # of the plane; the query's arrow is one long
DOT, BIG_DOT, RING = 0.085, 0.12, 0.17
CROSS = 0.11  # arm of the mark at the origin
FRONT = 1.05  # half the length of the line across the query
LETTER = (0.55, 0.27)  # the query's name: along the arrow, and beside it
BEYOND = 0.4  # how far outside the line the score stands


def live(mobject: Mobject, show: Callable[[float], None], rate: Callable) -> Animation:
    """`show` is called with the share of time that has passed, and redraws `mobject`."""
    return UpdateFromAlphaFunc(mobject, lambda _, alpha: show(alpha), rate_func=rate)


def in_steps(mobject: Mobject, count: int, show: Callable[[int], None]) -> Animation:
    """`show` is called with 0, 1 … count − 1, evenly, and redraws `mobject`.

    Once each; a step that is shorter than a frame may be left out, but the last one never is.
    """
    shown = -1

    def advance(alpha: float) -> None:
        nonlocal shown
        step = min(int(alpha * count), count - 1)
        if step != shown:
            show(step)
            shown = step

    return live(mobject, advance, linear)


def ring(center: np.ndarray) -> Circle:
    """The mark of a key that was looked at."""
    return Circle(RING, color=theme.INK, stroke_width=2.5).move_to(center)


class KeyCloud(VGroup):
    """The keys of `asked` (a `hull.Example`) around `center`, and the query of whatever example is
    given to a verb."""

    def __init__(self, asked: Quantity, center: tuple[float, float]) -> None:
        self.center = np.array([*center, 0.0])
        self.places = [self._at(point) for point in value_of(asked.points)]
        self.dots = VGroup(
            *(Dot(place, DOT, color=theme.shape(theme.KEY)) for place in self.places)
        )
        self.rings = VGroup(*map(ring, self.places))
        self.seen = VGroup()  # the rings shown
        arms = np.array([[CROSS, 0, 0], [0, CROSS, 0]])
        self.origin = VGroup(
            *(Line(self.center - arm, self.center + arm, color=theme.DIM) for arm in arms)
        ).set_stroke(width=2.5)
        self.arrow = Arrow(buff=0, color=theme.shape(theme.QUERY), stroke_width=6, tip_length=0.2)
        self.letter = formula("q", color=theme.QUERY)
        self.reach = Line(color=theme.soft(theme.QUERY), stroke_width=3)
        self.front = Line(color=theme.shape(theme.QUERY), stroke_width=3)
        VGroup(self.reach, self.front).set_z_index(-1)
        self.labels = VGroup()
        super().__init__(self.origin, self.dots, self.seen)
        self.point(float(asked.degrees))

    def _at(self, point: np.ndarray) -> np.ndarray:
        return self.center + UNIT * np.array([*point, 0.0])

    def point(self, degrees: float) -> None:
        """At once: turn the arrow and its name."""
        self.degrees, angle = degrees, np.deg2rad(degrees)
        ahead = np.array([np.cos(angle), np.sin(angle), 0.0])
        self.arrow.put_start_and_end_on(self.center, self.center + UNIT * ahead)
        along, beside = LETTER
        aside = np.array([-ahead[1], ahead[0], 0.0])
        self.letter.move_to(self.center + along * ahead + beside * aside)

    def _lay(self, best: int) -> None:
        """Lay the line across the query through a key."""
        ahead = self.arrow.get_unit_vector()
        foot = self.center + ahead * product(ahead, self.places[best] - self.center)
        across = FRONT * np.array([-ahead[1], ahead[0], 0.0])
        self.reach.put_start_and_end_on(self.center, foot)
        self.front.put_start_and_end_on(self.places[best] - across, self.places[best] + across)

    def paint(self, i: int, color: str, radius: float = DOT) -> None:
        """At once: the colour and size of a key."""
        self.dots[i].set_color(theme.shape(color)).scale_to_fit_width(2 * radius)

    def tint(self, keys: Iterable[int], color: str = theme.KEY, radius: float = DOT) -> Animation:
        """The colour and size of some keys."""
        dots = (self.dots[i] for i in keys)
        return AnimationGroup(
            *(
                dot.animate.set_color(theme.shape(color)).scale_to_fit_width(2 * radius)
                for dot in dots
            )
        )

    def show(self, *parts: VMobject) -> Animation:
        """Parts appear, and stay in the picture."""
        self.add(*parts)
        return FadeIn(*parts)

    def hide(self, *parts: VMobject) -> Animation:
        """Parts go."""
        self.remove(*parts)
        return FadeOut(*parts)

    def appear(self) -> Animation:
        """The keys, one after the other, round the origin."""
        dots = (FadeIn(dot, scale=2) for dot in self.dots)
        return LaggedStart(FadeIn(self.origin), *dots, lag_ratio=0.2, run_time=1.6)

    def ask(self) -> Animation:
        """The query."""
        self.add(self.arrow, self.letter)
        return AnimationGroup(GrowArrow(self.arrow), FadeIn(self.letter))

    def scan(self, asked: Quantity) -> Animation:
        """Every key is looked at in turn; the line rises with each that is better."""
        self.add(self.reach, self.front)
        return in_steps(self, len(self.places), lambda t: self.look_at(asked, t))

    def look_at(self, asked: Quantity, t: int) -> None:
        """At once: the keys 0 to t were looked at."""
        best = int(asked.running_best[t])
        for i in range(t + 1):
            self.paint(i, theme.DIM)
        self.paint(best, theme.WINNER, BIG_DOT)
        self.seen.add(*self.rings[: t + 1])
        self._lay(best)

    def measure(self, asked: Quantity) -> Animation:
        """The winner's numbers beside it, and its score where the line crosses the query."""
        winner = asked.by_scan.winner
        x, y, _ = self.places[int(winner)]
        foot = self.reach.get_end() + BEYOND * self.arrow.get_unit_vector()
        self.labels = VGroup(
            Words("({:.1f}, {:.1f})", *asked.points[winner], color=theme.KEY).put(x + 0.25, y),
            number(asked.scores[winner], "{:.2f}", color=theme.WINNER).in_box(foot),
        )
        return self.show(self.labels)

    def touch(self, asked: Quantity) -> Animation:
        """The line across the query comes up to the winner."""
        best = int(asked.by_hull.winner)
        self._lay(best)
        crown = self.tint([best], theme.WINNER, BIG_DOT)
        return AnimationGroup(self.show(self.reach, self.front), crown)

    def leave(self) -> Animation:
        """That line goes; the winner stays."""
        return self.hide(self.reach, self.front)

    def swing(self, asked: Quantity) -> Animation:
        """The arrow turns to another query."""
        start, end = self.degrees % 360, float(asked.degrees)
        arrow = VGroup(self.arrow, self.letter)
        return live(arrow, lambda alpha: self.point(start + alpha * (end - start)), smooth)

    def turn(self, start: float, end: float, possible: Iterable[int]) -> Animation:
        """The query turns between two directions (degrees); the line stops at the winner, and of
        the other keys only those `possible` are not grey."""
        possible = set(possible)
        self.add(self.reach, self.front)

        def face(alpha: float) -> None:
            now = start + alpha * (end - start)
            asked = REFERENCE.hull.example(degrees=now)
            best = int(asked.by_hull.winner)
            for i in range(len(self.dots)):
                self.paint(i, theme.KEY if i in possible else theme.DIM)
            self.paint(best, theme.WINNER, BIG_DOT)
            self.point(now)
            self._lay(best)

        return live(self, face, smooth)
