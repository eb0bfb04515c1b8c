"""The check of a load, on one large axis: three neurons bend a line into a hat; a byte rides it."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, Line, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.regions import Scale, stage_region
from manim_project.mobjects.ribbon import TOP
from manim_project.mobjects.text import CAPITAL, Phrase, Words, number
from manim_project.reference.quantity import value_of
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, UNSET, Loaded
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, Chip

REACH = 2  # distances shown, either way
FLOOR, UNIT = theme.tall(-0.25, 1.75)  # the axis, and how high a height of 1 is
TICK, LABEL = 0.1, 0.42
ABOVE = 0.06  # from the curve to the chip that rides it
LEAST = 1e-3  # size of a chip of nothing
SAID, FACTOR = 0.56, 0.9
TOLD, HIGH = 0.62, 1.7  # size of what is said of the bends, and how high in heights of the hat
ASIDE = 0.35  # from a chip to what is said of it
UNDER = 0.24  # from the axis to what is said of a chip that is nothing
GHOST = 0.45  # share of ink in a neuron's own ramp
FAR = 0.35  # from the tape to the end of a ramp that falls, at least


class Hat(VGroup):
    """The curve that three bends make of a level line, and the ramp of each neuron behind it."""

    def __init__(self) -> None:
        self.match = match = AGAIN.match
        check = value_of(match)
        self.bends = [float(check.difference - gate) for gate in check.gates]
        self.folded = [0.0] * len(self.bends)
        self.scale = Scale(-REACH, REACH, -theme.SAFE_X + 0.4, theme.SAFE_X - 0.4)
        ends = (self.at(end, 0) for end in (-REACH, REACH))
        self.axis = Line(*ends, color=theme.DIM, stroke_width=3)
        self.ticks = VGroup()
        for gate in match.gates:  # they are −1, 0 and 1: just the distances that are marked
            at = self.at(float(gate), 0)
            mark = Line(at + TICK * DOWN, at + TICK * UP, color=theme.DIM, stroke_width=3)
            label = number(gate, size=LABEL, color=theme.DIM, counted=False)
            self.ticks.add(mark, label.put(at[0], at[1] - 0.25 - CAPITAL * LABEL, align=0))
        self.title = Words("found − wanted", size=LABEL, color=theme.DIM)
        self.title.put(-theme.SAFE_X, FLOOR + UNDER)
        self.ghosts = VGroup(*(VMobject(stroke_width=4) for _ in self.bends))
        self.ghosts.set_stroke(theme.mix(theme.INK, theme.BACKGROUND, GHOST))
        self.curve = VMobject(color=theme.INK, stroke_width=8)
        self.joints = VGroup(*(Mark(self.at(b, 0), 0.13, theme.INK, 0.5) for b in self.bends))
        count = match.weights.shape[0]
        self.told = Words("{:words} bends, one neuron each", count, size=TOLD)
        self.told.put(-theme.SAFE_X, FLOOR + HIGH * UNIT)
        super().__init__(self.axis, self.ticks, self.title, self.curve)
        self.bend()

    def at(self, distance: float, height: float) -> np.ndarray:
        """Where a distance and a height are, (3,)."""
        return np.array([self.scale(distance), FLOOR + height * UNIT, 0.0])

    def height_at(self, distance: float) -> float:
        """Of the curve as it is folded now."""
        terms = value_of(self.match).terms(distance)
        return float(sum(f * term for f, term in zip(self.folded, terms, strict=True)))

    def bend(self) -> None:
        """The curve, straight between its bends; what leaves the stage ends at its edge."""
        points = [self.at(d, self.height_at(d)) for d in (-REACH, *self.bends, REACH)]
        points[-1] = _within(*points[-2:])
        self.curve.set_points_as_corners(points)

    def fold(self, k: int, run_time: float) -> Animation:
        """One more neuron: its own ramp is drawn from its bend on, and is added to the curve."""
        joint, ghost = self.joints[k], self.ghosts[k]
        slope = float(self.match.weights[k])
        start = self.at(self.bends[k], 0)
        end = _within(start, self.at(REACH, slope * (REACH - self.bends[k])))
        joint.at(self.at(self.bends[k], self.height_at(self.bends[k])))

        def move(_: Any, alpha: float) -> None:
            drawn = smooth(min(1.0, 2.2 * alpha))
            ghost.set_points_as_corners([start, start + max(drawn, 1e-3) * (end - start)])
            self.folded[k] = smooth(float(np.interp(alpha, (0.4, 1), (0, 1))))
            self.bend()

        whole = VGroup(ghost, self.curve, joint)
        return UpdateFromAlphaFunc(whole, move, rate_func=linear, run_time=run_time)


def _within(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How far a line from `start` to `end` runs above the tape and in the stage."""
    low, high = TOP + FAR, stage_region().top
    edge = high if end[1] > high else low if end[1] < low else end[1]
    way = end - start
    return start + (edge - start[1]) / way[1] * way if way[1] else end


class Rider(VGroup):
    """The fetched byte: it stands on the hat, as large as what is let through of it."""

    def __init__(self, hat: Hat, chip: Chip) -> None:
        self.hat, self.chip = hat, chip
        self.same = Compared(AGAIN)
        self.other = Compared(UNSET).words
        self.factor = Phrase("times {:.0f}", hat.match.tent(0.0), math=True, size=FACTOR)
        super().__init__(chip)
        self.ride(0.0)
        left, middle, _ = self.place(0.0) - (RADIUS + ASIDE) * RIGHT
        self.same.put(left, middle, align=1)
        self.other.put(theme.SAFE_X, FLOOR + UNDER + FACTOR, align=1)

    def place(self, distance: float) -> np.ndarray:
        """The middle of the chip at a distance, (3,)."""
        height = self.hat.height_at(distance)
        return self.hat.at(distance, height) + (ABOVE + RADIUS * _size(height)) * UP

    def ride(self, distance: float, spec: str = "{:.0f}") -> None:
        """The chip at a distance, as large as the curve is high, and by what it is multiplied."""
        size = _size(self.hat.height_at(distance))
        self.chip.at(self.place(distance), size)
        told = Phrase(f"times {spec}", self.hat.match.tent(distance), math=True, size=FACTOR)
        x, y, _ = self.chip.point
        foot = max(y - CAPITAL / 2 * FACTOR, FLOOR + UNDER)
        self.factor.take(told.put(x + RADIUS * size + ASIDE, foot))
        self.chip.words.set_opacity(float(np.interp(size, (0.5, 0.65), (0, 1))))

    def slide(self, run_time: float) -> Animation:
        """To the distance at which the load of the unwritten byte found one."""
        end = float(UNSET.match.difference)

        def move(_: Any, alpha: float) -> None:
            self.ride(alpha * end, "{:.1f}" if alpha < 1 else "{:.0f}")

        return UpdateFromAlphaFunc(VGroup(self, self.factor), move, run_time=run_time)


def _size(height: float) -> float:
    """Of a chip of which so much is let through: its area."""
    return float(max(np.sqrt(max(height, 0.0)), LEAST))


class Compared(VGroup):
    """Two addresses, and what their difference makes of the byte, in two lines."""

    def __init__(self, load: Loaded) -> None:
        match = load.match
        self.words = Words("wanted {:.0f}, found {:.0f}", match.wanted, match.found, size=SAID)
        self.factor = Phrase("times {:.0f}", match.factor, math=True, size=FACTOR)
        super().__init__(self.words, self.factor)

    def put(self, x: float, baseline: float, align: float) -> None:
        """The upper line on a baseline, the other below it."""
        self.words.put(x, baseline, align)
        self.factor.put(x, baseline - FACTOR, align)
