"""All tokens of a run on the ribbon's place: program and trace as one tape, and looks back over it.

A short run has its whole length laid out from the start. A longer one fills the frame as it is,
and shrinks as it grows: every token keeps its true share of the tape.
"""

from collections.abc import Iterable

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Create,
    CubicBezier,
    FadeIn,
    FadeOut,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.ribbon import DROP, PLAIN, SEAM, TOP
from manim_project.reference.quantity import Quantity

WHOLE = 160  # tokens of a run whose whole length is laid out at once
LEAST = 0.05  # width of a token that is lit, at least
SEEN = 0.07  # width of a token from which on seams are drawn
ARCH, LOW = theme.tall(4.4, 0.35)  # height of the longest and of the shortest look back
QUIET = 0.3  # opacity of looks back that are done
OFF = 0.06 * theme.TALL  # from the tape to what ends above it


class Tape(VGroup):
    """Program and trace, `count` tokens of it so far, from edge to edge of the safe area."""

    def __init__(self, run: Quantity) -> None:
        self.run, self.total = run, int(run.total)
        self.edge = self.count = int(run.prompt_length)
        self.drawn = float(self.count)  # tokens that it is drawn for; between two while it grows
        self.fixed = self.total <= WHOLE
        program, trace = (
            theme.mix(color, theme.BACKGROUND, share)
            for color, share in ((theme.KEY, 0.28), (theme.DIM, 0.32))
        )
        self.program, self.trace = (
            Rectangle(width=1, height=PLAIN, stroke_width=0, fill_opacity=1, fill_color=color)
            for color in (program, trace)
        )
        self.seams = VMobject(stroke_width=0, fill_opacity=1, fill_color=theme.BACKGROUND)
        self.marks: dict[int, Rectangle] = {}  # tokens that are lit
        self.results: set[int] = set()  # tokens that stay lit
        self.looks = VGroup()  # that are done
        super().__init__(self.program, self.trace, self.seams)
        self.lay_out()

    @property
    def pitch(self) -> float:
        """The width of a token."""
        return 2 * theme.SAFE_X / (self.total if self.fixed else self.drawn)

    def x(self, position: float) -> float:
        """The middle of a token."""
        return -theme.SAFE_X + (float(position) + 0.5) * self.pitch

    def top(self, position: float) -> np.ndarray:
        """Just above a token, (3,)."""
        return np.array([self.x(position), TOP + OFF, 0.0])

    def middle(self, position: float) -> np.ndarray:
        """The middle of a token's cell, (3,)."""
        return np.array([self.x(position), TOP - PLAIN / 2, 0.0])

    def lay_out(self) -> None:
        """Everything at its place for as many tokens as there are."""
        for bar, first, stop in (
            (self.program, 0, self.edge),
            (self.trace, self.edge, self.drawn),
        ):
            left, right = self.x(first - 0.5), self.x(max(stop, first + 1e-3) - 0.5)
            bar.stretch_to_fit_width(right - left)
            bar.move_to([(left + right) / 2, TOP - PLAIN / 2, 0])
        self.seams.clear_points()
        if self.pitch > SEEN:
            half = min(SEAM, self.pitch / 5) / 2
            for k in range(self.count + 1):
                x = self.x(k - 0.5)
                corners = [
                    [x + dx, y, 0]
                    for dx, y in (
                        (-half, TOP + 0.01),
                        (half, TOP + 0.01),
                        (half, TOP - PLAIN - 0.01),
                        (-half, TOP - PLAIN - 0.01),
                    )
                ]
                path = VMobject().set_points_as_corners([*corners, corners[0]])
                self.seams.append_points(path.points)
        for position, mark in self.marks.items():
            if position < self.drawn:  # what is still to come stands at its place already
                mark.move_to(self.middle(position))

    def mark(self, position: int, color: str) -> Rectangle:
        """A token that is lit; not yet on stage."""
        width = max(LEAST, self.pitch - min(SEAM, self.pitch / 5))
        mark = Rectangle(width=width, height=PLAIN, stroke_width=0, fill_opacity=1)
        mark.set_fill(theme.shape(color)).set_z_index(1)
        return mark.move_to(self.middle(position))

    def light(self, colors: dict[int, str]) -> list[Animation]:
        """These tokens in these colours; all others go back to rest."""
        moves: list[Animation] = []
        for position in self.marks.keys() - colors.keys() - self.results:
            moves.append(FadeOut(self.marks.pop(position)))
        for position, color in colors.items():
            if position in self.marks:
                moves.append(self.marks[position].animate.set_fill(theme.shape(color)))
            else:
                self.marks[position] = self.mark(position, color)
                moves.append(FadeIn(self.marks[position]))
        return moves

    def grow(self, stop: int, color: str = theme.QUERY) -> list[Animation]:
        """The tokens up to the one before `stop` come down on the tape; the newest is lit.

        A tape that fills the frame shrinks, and the looks over it with it.
        """
        before, start = self.pitch, self.drawn
        self.count, self.drawn = stop, float(stop)
        self.lay_out()
        gone = [self.marks.pop(p) for p in self.marks.keys() - self.results]
        old = dict(self.marks)
        self.marks[stop - 1] = new = self.mark(stop - 1, color)
        moves: list[Animation] = [FadeOut(mark) for mark in gone]
        if color == theme.WINNER:
            self.results.add(stop - 1)
        if self.fixed:
            return [*moves, FadeIn(new, shift=-DROP * UP)]

        def shrink(_: VGroup, alpha: float) -> None:
            self.drawn = start + alpha * (stop - start)
            self.lay_out()

        moves += [UpdateFromAlphaFunc(VGroup(self, *old.values()), shrink), FadeIn(new)]
        if len(self.looks):
            seen, origin = VGroup(*self.looks), np.array([-theme.SAFE_X, TOP, 0.0])
            moves.append(seen.animate.stretch(self.pitch / before, 0, about_point=origin))
        return moves

    def arch(self, asker: int, found: int, rise: float = 1.0) -> CubicBezier:
        """A look back from token to token: orange where it asks, blue where it has found; `rise`
        times as high as others."""
        share = min(1.0, abs(self.x(asker) - self.x(found)) / (2 * theme.SAFE_X))
        up = rise * (LOW + (ARCH - LOW) * share**0.8) * 4 / 3 * UP
        start, end = self.top(asker), self.top(found)
        return tinted(CubicBezier(start, start + up, end + up, end), 2.5)

    def look_back(self, asker: int, sources: Iterable[int]) -> list[Animation]:
        """Looks back from a token to others, each once; those of before are quiet."""
        for arc in self.looks:
            arc.set_stroke(opacity=QUIET)
        arcs = [self.arch(asker, found) for found in sorted(set(sources) - {asker})]
        self.looks.add(*arcs)
        return [Create(arc) for arc in arcs]


def tinted(path: VMobject, width: float) -> VMobject:
    """A way from an asker, orange, to what it finds, blue."""
    ways = path.get_start(), path.get_end()
    colors = [theme.shape(color) for color in (theme.QUERY, theme.KEY)]
    path.set_stroke(color=colors, width=width).set_fill(opacity=0)
    return path.set_sheen_direction(RIGHT if ways[1][0] > ways[0][0] else LEFT)
