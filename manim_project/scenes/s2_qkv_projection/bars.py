"""The answer's two coordinates, as bars that carry their names from the axes to the stream."""

import numpy as np
from manim import (
    RIGHT,
    UP,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import CAPITAL, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.axes import NAME
from manim_project.scenes.s2_qkv_projection.stream import GAP, NUMBER, Stream
from manim_project.scenes.s2_qkv_projection.value_plane import ValuePlane
from manim_project.scenes.s2_qkv_projection.veil import Veil, step

THICK = 0.45  # of a bar beside the dot
BESIDE, BETWEEN = 0.24, 0.18  # from a bar to its texts, and between these
LAG = 0.4  # of the time of both: between one bar's start and the other's


class Bars(VGroup):
    """How far the white dot of `values` is from either axis: a bar from the axis to the dot, with
    its number and its name at its side, wherever it goes: left of the first, right of the second.
    """

    def __init__(self, block: Quantity, values: ValuePlane) -> None:
        z = block.z[int(block.cat)]
        self.z = np.asarray(value_of(z), dtype=float)
        plane = values.plane
        self.zero, self.dot = plane((0, 0)), values.dot.dot.get_center()
        self.feet = (plane((self.z[0], 0)), plane((0, self.z[1])))
        hue = theme.shape(theme.VALUE)
        self.blocks = VGroup(
            *(RoundedRectangle(1, 1, 0, stroke_width=0, color=hue, fill_opacity=1) for _ in z)
        )
        self.guides = VGroup(*(Line(color=theme.INK, stroke_width=3) for _ in z))
        self.names = VGroup(*(number(side, size=NAME, color=theme.DIM) for side in block.sides))
        self.counts = VGroup(
            *(number(part, "≈ {:.0f}", size=NUMBER, bold=True, color=theme.VALUE) for part in z)
        )
        super().__init__(self.blocks, self.names, self.counts)
        self.named, self.counted = [Veil(name) for name in self.names], Veil(self.counts)
        self.axis_names = [Veil(name, share=1.0) for name in values.axes.names]

    def _name(self, r: int, middle: np.ndarray, wide: float) -> None:
        """The texts of a bar stand at its side."""
        side, name, count = (1 if r else -1), self.names[r], self.counts[r]
        inner, outer = (name, count) if r else (count, name)
        line = middle[1] - CAPITAL / 2 * NUMBER
        near = middle[0] + side * (wide / 2 + BESIDE)
        inner.put(near, line, align=-side)
        outer.put(near + side * (inner.advance + BETWEEN), line, align=-side)

    def _put(self, r: int, middle: np.ndarray, wide: float, tall: float) -> None:
        """A bar about a point."""
        self.blocks[r].points = RoundedRectangle(wide, tall, 0).points + middle

    def _lying(self, r: int, grown: float) -> tuple[np.ndarray, float, float]:
        """The middle, width and height of a bar that has grown so far, from its axis to the dot."""
        way = grown * (self.feet[r] - self.zero)
        across = self.feet[1 - r] - self.zero + THICK / 2 * (RIGHT if r else UP)
        size = (THICK, float(way[1])) if r else (float(way[0]), THICK)
        return self.zero + way / 2 + across, *size

    def drop(self) -> Animation:
        """The dot's two coordinates fall onto the axes, and bars grow as long; each takes its
        axis' name over as soon as there is room, and tells its number when it stands."""
        for r in range(len(self.blocks)):
            self._name(r, *self._lying(r, 1.0)[:2])

        def draw(alpha: float) -> None:
            fall, grown = smooth(step(alpha, 0.0, 0.3)), smooth(step(alpha, 0.35, 0.7))
            for guide, foot in zip(self.guides, self.feet, strict=True):
                guide.set_points_as_corners([self.dot, (1 - fall) * self.dot + fall * foot])
            self.guides.set_stroke(opacity=1 - step(alpha, 0.68, 0.78))
            for r, block in enumerate(self.blocks):
                self._put(r, *self._lying(r, max(grown, 0.01)))
                block.set_fill(opacity=float(grown > 0))
                begin = 0.68 if r else 0.25
                self.axis_names[r].let(1 - step(alpha, begin, begin + 0.1))
                self.named[r].let(step(alpha, begin + 0.1, begin + 0.2))
            self.counted.let(step(alpha, 0.85, 1.0))

        draw(0.0)
        names = VGroup(*(veil.parts[0] for veil in self.axis_names))
        return UpdateFromAlphaFunc(
            VGroup(self.guides, self, names), lambda _, a: draw(a), rate_func=linear, run_time=1.2
        )

    def lift(self, stream: Stream) -> Animation:
        """They come over the stream, each over the places where it is going, the outer one first;
        their texts with them."""
        starts, ends = [], []
        for r, part in enumerate(self.z):
            starts.append(self._lying(r, 1.0))
            x = float(np.mean([stream.xs[c] for c in stream.places(r)]))
            tall = stream.unit * round(float(part), 1) - GAP
            middle = np.array([x, stream.region.top - tall / 2, 0.0])
            ends.append((middle, stream.wide, tall))

        def draw(alpha: float) -> None:
            for r, (start, end) in enumerate(zip(starts, ends, strict=True)):
                begin = LAG * (1 - r)
                share = smooth(step(alpha, begin, begin + 1 - LAG))
                middle, wide, tall = (
                    (1 - share) * a + share * b for a, b in zip(start, end, strict=True)
                )
                self._put(r, middle, wide, tall)
                self._name(r, middle, wide)

        return UpdateFromAlphaFunc(self, lambda _, a: draw(a), rate_func=linear, run_time=0.9)
