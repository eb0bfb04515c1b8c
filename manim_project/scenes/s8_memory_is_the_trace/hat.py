"""The check of a load, on one large axis: three neurons bend a line into a hat."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.regions import Scale
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import value_of
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, UNSET
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, Chip

REACH = 2  # distances shown, either way
FLOOR, UNIT = theme.tall(-0.95, 2.15)  # the axis, and how high a height of 1 is
TICK, LABEL, WEIGHT = 0.1, 0.5 * theme.TALL, 0.8
ABOVE = 0.24  # from the dot to the chip
LEAST = 1e-3  # size of a chip of nothing
SAID, COMPARED = 0.8, 0.62
OVER = 0.72  # of the hat's height, where the wrong address is told: over what it leaves
HIGH = 0.6  # from the dot to the middle of what is said of it, at least


class Hat(VGroup):
    """The curve that three bends make of a level line, and what it lets through."""

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
        self.title.put(0, self.ticks[1].baseline - 1.35 * LABEL, align=0)
        self.curve = VMobject(color=theme.INK, stroke_width=8)
        self.corners = VGroup()
        for weight, bend in zip(match.weights, self.bends, strict=True):
            joint = Mark(self.at(bend, 0), 0.13, theme.INK, 0.5)
            self.corners.add(VGroup(joint, number(weight, "{:+.0f}", size=WEIGHT, bold=True)))
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
        """The curve, straight between its bends."""
        distances = [-REACH, *self.bends, REACH]
        self.curve.set_points_as_corners([self.at(d, self.height_at(d)) for d in distances])

    def fold(self, k: int, run_time: float) -> Animation:
        """One more neuron is added: behind its bend the line turns."""
        joint, weight = self.corners[k]
        place = self.at(self.bends[k], self.height_at(self.bends[k]))
        joint.at(place)
        aside = (0.45 * LEFT + 0.55 * UP, 1.25 * DOWN, 0.45 * RIGHT + 0.55 * UP)[k]
        weight.in_box(place + aside)
        weight.set_opacity(0)

        def move(_: Any, alpha: float) -> None:
            self.folded[k] = smooth(alpha)
            self.bend()
            weight.set_opacity(min(1.0, 2 * alpha))

        whole = VGroup(self.curve, self.corners[k])
        return UpdateFromAlphaFunc(whole, move, rate_func=lambda t: t, run_time=run_time)


class Passing(VGroup):
    """A byte above the hat, once as it is let through at the right address, in gold; the other
    slides to the wrong one, as large as what is left of it. The two addresses are compared."""

    def __init__(self, hat: Hat, chip: Chip) -> None:
        self.hat, self.chip = hat, chip
        self.dot = Mark(hat.at(0, 1), 0.17, theme.INK, 0.6)
        self.said = Words("{:.1f}", AGAIN.match.byte, size=SAID, bold=True).set_opacity(0)
        self.same, self.other = (
            Words("found {:.0f}, wanted {:.0f}", match.found, match.wanted, size=COMPARED)
            for match in (AGAIN.match, UNSET.match)
        )
        self.distance = float(AGAIN.match.difference)
        self.passed = chip.copy()
        super().__init__(self.dot, chip, self.passed, self.said)
        self.show(self.distance)
        self.passed.at(chip.point)
        edge, middle, _ = self.passed.disc.get_left()
        self.same.put(edge - theme.GAP, middle - CAPITAL / 2 * COMPARED, align=1)
        self.other.put(theme.SAFE_X, FLOOR + OVER * UNIT, align=1)

    def show(self, distance: float) -> None:
        """The dot at a distance, the chip as large as the curve is high."""
        height = self.hat.height_at(distance)
        place = self.hat.at(distance, height)
        self.dot.at(place)
        radius = RADIUS * max(np.sqrt(max(height, 0.0)), LEAST)
        self.chip.at(place + (ABOVE + radius) * UP, radius / RADIUS)

    def say(self, spec: str) -> None:
        """What is let through, beside the chip."""
        self.chip.words.set_opacity(0)
        self.said.set_opacity(1).say(spec, self.hat.match.passed(self.distance))
        middle, foot = self.chip.point, self.dot.dot.get_center()[1] + HIGH
        x = self.chip.disc.get_right()[0] + ABOVE
        self.said.put(x, max(middle[1], foot) - CAPITAL / 2 * SAID)

    def slide(self, run_time: float) -> Animation:
        """To the distance at which the load of the unwritten byte found one."""
        end = float(UNSET.match.difference)

        def move(_: Any, alpha: float) -> None:
            self.distance = alpha * end
            self.show(self.distance)
            if alpha > 0:
                self.say("{:.0f}" if alpha == 1 else "{:.1f}")

        return UpdateFromAlphaFunc(self, move, run_time=run_time)

    def win(self, run_time: float = theme.QUICK) -> Animation:
        """What is let through whole is the exact result."""
        return UpdateFromAlphaFunc(
            self.passed, lambda chip, alpha: chip.gild(alpha), run_time=run_time
        )
