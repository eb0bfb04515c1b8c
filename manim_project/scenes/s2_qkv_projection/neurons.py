"""The feed-forward by hand: a neuron adds some columns of the stream up, and lays the sum on some.

All weights of the block's two matrices are zeros and ones, so that each product is seen: a one is
a thread along which blocks rise, or fall.
"""

from collections.abc import Callable

import numpy as np
from manim import (
    DOWN,
    UP,
    Circle,
    FadeIn,
    LaggedStart,
    Line,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.text import number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s2_qkv_projection.stream import ADDED_FILL, GAP, Stream, show
from manim_project.scenes.s2_qkv_projection.veil import Veil, step

SUM = 0.58 * theme.TALL**0.5  # em
ROUND = 0.28  # around the highest sum, to its neuron's rim
THREAD = theme.soft(theme.INK, 0.45)
RIM = theme.soft(theme.INK, 0.55)
SHINE, QUIET = 0.5, 0.35  # behind a neuron: its strength, and the share before it has a sum
LAG = 0.5  # of the time of reading: between its first and its last column
NEXT = 0.46  # the highest radius of a neuron, by the pitch of the places
APART = 0.3  # from the neurons to the highest stack
BAR = 0.36  # how wide a sum stands in its neuron
ASIDE = (-0.4, -0.08)  # from a neuron's middle: its sum's block, and the number


class Neuron:
    """One neuron: a round place over the stream, between two columns."""

    def __init__(self, told: Quantity, stream: Stream, centre: np.ndarray, radius: float) -> None:
        self.told, self.stream, self.centre = told, stream, centre
        self.reads = [int(c) for c in value_of(told.reads)]
        self.writes = [int(c) for c in value_of(told.writes)]
        self.sum = round(float(told.total), 1)  # as the stacks' levels
        self.rim = Circle(radius, color=RIM, stroke_width=3).move_to(centre)
        self.rim.set_fill(theme.PANEL, 1)
        self.shine = halo(centre, 1.7 * radius, theme.INK, SHINE)
        self.shine.set_fill(opacity=QUIET).set_z_index(-1)
        self.stack = stream.block_of(ADDED_FILL).stretch_to_fit_width(BAR)
        self.text = number(told.total, "≈ {:.0f}", size=SUM, bold=True)

    def settle(self, unit: float) -> None:
        """The sum has its place in the middle, at the scale that the stream will have."""
        self.bar = self.centre + ASIDE[0] * np.array([1.0, 0, 0])
        self.foot = self.bar[1] - self.sum * unit / 2
        self.stack.stretch_to_fit_height(self.sum * unit - GAP).move_to(self.bar)
        self.text.in_box(self.centre + np.array([ASIDE[1] + self.text.advance / 2, 0, 0]))

    def _thread(self, c: int, level: float) -> Line:
        top = np.array([self.stream.xs[c], self.stream.height_of(level), 0.0])
        way = top - self.centre
        rim = self.centre + way * (self.rim.width / 2) / np.hypot(*way[:2])
        return Line(rim, top, color=THREAD, stroke_width=4, stroke_opacity=0).set_z_index(-1)

    def read(self, run_time: float) -> Animation:
        """Copies of the columns rise into it, one after the other, and stack up to their sum."""
        stream, levels = self.stream, self.stream.levels
        threads = VGroup(*(self._thread(c, levels[2, c]) for c in self.reads))
        flights, height = [], self.foot
        for turn, c in enumerate(self.reads):
            for kind, piece in enumerate((stream.was[c], stream.found[c])):
                tall = float(levels[kind + 1, c] - levels[kind, c]) * stream.unit
                if tall:
                    end = np.array([self.bar[0], height + tall / 2, 0.0])
                    flights.append((turn, piece.copy(), piece.get_center(), end))
                    height += tall
        copies = VGroup(*(copy for _, copy, _, _ in flights))
        summed = Veil(self.stack, self.text)
        lag = LAG / len(self.reads)

        def draw(alpha: float) -> None:
            added = step(alpha, 0.78, 0.9)
            # The threads are there until the sum stands.
            threads.set_stroke(opacity=step(alpha, 0.0, 0.12) - step(alpha, 0.92, 1.0))
            for turn, copy, start, end in flights:
                begin = 0.08 + lag * turn
                share = smooth(step(alpha, begin, begin + 0.7 - lag * (len(self.reads) - 1)))
                copy.stretch_to_fit_width((1 - share) * stream.wide + share * BAR)
                copy.move_to((1 - share) * start + share * end)
                show(copy, float(share > 0) * (1 - added))
            summed.let(added)
            self.shine.set_fill(opacity=QUIET + (1 - QUIET) * added)

        return _along(VGroup(self.shine, threads, copies, self.stack, self.text), draw, run_time)

    def lay(self, tops: np.ndarray, run_time: float) -> Animation:
        """Copies of the sum fall on the columns that it writes to; `tops` is how high they are."""
        stream, flights, threads = self.stream, [], VGroup()
        for c in self.writes:
            block = stream.block_of(ADDED_FILL)
            end = stream.lay(block, c, tops[c], tops[c] + self.sum).get_center()
            threads.add(thread := self._thread(c, tops[c] + self.sum))
            rim = thread.get_start() + block.height / 2 * DOWN  # just out of the neuron
            flights.append((block, rim, end, block.height))
            stream.added.append(block)
            tops[c] += self.sum

        def draw(alpha: float) -> None:
            threads.set_stroke(opacity=step(alpha, 0.0, 0.2) - step(alpha, 0.9, 1.0))
            for turn, (block, start, end, tall) in enumerate(flights):
                share = smooth(step(alpha, 0.1 + 0.25 * turn, 0.7 + 0.25 * turn))
                block.stretch_to_fit_width((1 - share) * BAR + share * stream.wide)
                block.stretch_to_fit_height(tall).move_to((1 - share) * start + share * end)
                show(block, min(1.0, 8 * share))

        return _along(VGroup(threads, *(block for block, *_ in flights)), draw, run_time)


def _along(group: VGroup, draw: Callable[[float], None], run_time: float) -> Animation:
    draw(0.0)
    return UpdateFromAlphaFunc(
        group, lambda _, alpha: draw(alpha), rate_func=linear, run_time=run_time
    )


class Neurons(VGroup):
    """All neurons of the feed-forward, over the stream, from left to right as they read it."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        told = list(REFERENCE.textbook.neurons())
        told.sort(key=lambda neuron: float(np.mean(value_of(neuron.reads))))
        sums = [float(neuron.total) for neuron in told]
        high = stream.levels.max()
        room = stream.region.top - stream.foot - APART - 2 * ROUND
        # As large as there is room, over each other and beside each other.
        widest = 2 * (NEXT * stream.pitch - ROUND) / max(sums)
        self.unit = min(room / (high + max(sums)), widest)
        radius = max(sums) * self.unit / 2 + ROUND
        xs = [(a + b) / 2 for a, b in zip(stream.xs, stream.xs[1:], strict=False)]
        y = stream.region.top - radius
        self.all = [
            Neuron(neuron, stream, np.array([x, y, 0.0]), radius)
            for neuron, x in zip(told, xs, strict=True)
        ]
        self.tops = np.array(stream.levels[2])
        super().__init__(*(part for n in self.all for part in (n.shine, n.rim)))

    def open(self) -> Animation:
        """The neurons stand over the stream."""
        for neuron in self.all:
            neuron.settle(self.unit)
        return FadeIn(self, shift=-0.2 * UP, run_time=0.4)

    def read_on(self, run_time: float) -> Animation:
        """All but the first read, too, one soon after the other."""
        return LaggedStart(*(n.read(run_time) for n in self.all[1:]), lag_ratio=0.55)

    def lay_on(self, run_time: float) -> Animation:
        """All but the first lay their sums down, too."""
        return LaggedStart(*(n.lay(self.tops, run_time) for n in self.all[1:]), lag_ratio=0.6)

    def texts(self) -> VGroup:
        """What stands in them."""
        return VGroup(*(part for n in self.all for part in (n.stack, n.text)))
