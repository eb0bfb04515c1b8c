"""Ways with rounded corners, and a light that goes along one and draws a tail."""

from itertools import pairwise

import numpy as np
from manim import VGroup

from manim_project import theme
from manim_project.mobjects.marks import Mark, Trail

CORNER = 0.35  # radius of a way's corners
FINE = 24  # points of a rounded corner


def rounded(stops: list[np.ndarray]) -> np.ndarray:
    """The points (n, 3) of a way through these ones, its corners rounded off."""
    points = [stops[0]]
    for (before, corner), (_, after) in pairwise(pairwise(stops)):
        into, out = before - corner, after - corner
        lengths = [float(np.hypot(*leg[:2])) for leg in (into, out)]
        radius = min(CORNER, *(length / 2 for length in lengths))
        if not radius:
            continue
        start, stop = (
            corner + radius * leg / length for leg, length in zip((into, out), lengths, strict=True)
        )
        for t in np.linspace(0, 1, FINE):
            points.append((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * stop)
    return np.array([*points, stops[-1]])


def part(way: np.ndarray, start: float, end: float) -> np.ndarray:
    """The points of a way from one share of its length to another one."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way[:, :2], axis=0).T))])
    first, last = run[-1] * max(start, 0.0), run[-1] * min(end, 1.0)
    inside = run[(run > first) & (run < last)]
    spots = np.array([first, *inside, last])
    return np.column_stack([np.interp(spots, run, way[:, k]) for k in range(3)])


class Comet(VGroup):
    """A light on its way, with a tail that is `tail` of the way long."""

    def __init__(self, color: str = theme.INK, width: float = 0.16, tail: float = 0.22) -> None:
        self.length = tail
        self.tail = Trail(color, width=width, opacity=0.7)
        self.spark = Mark(radius=0.7 * width, color=color)
        super().__init__(self.tail, self.spark)
        self.leave()

    def leave(self) -> None:
        """At once: it is not there."""
        self.tail.follow(np.zeros((0, 3)))
        self.spark.set_opacity(0)

    def fly(self, way: np.ndarray, share: float) -> None:
        """At once: it stands at a share of a way; before 0 and from 1 on it is not there."""
        if not 0 < share < 1:
            self.leave()
            return
        gone = part(way, share - self.length, share)
        self.tail.follow(gone)
        self.spark.set_opacity(1).at(gone[-1])
