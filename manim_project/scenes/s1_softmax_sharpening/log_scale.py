"""The weight of the runner-up on a logarithmic scale, where zero is infinitely far down.

depth = LogScale(beam, REFERENCE.textbook.neighbor(beta))
self.play(depth.open())       # the beam's scale is drawn apart, line by line; its zero falls away
depth.weigh(smaller).draw()   # the runner-up sinks, line after line
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import DOWN, RIGHT, UP, AnimationGroup, FadeIn, FadeOut, VGroup, VMobject
from manim import rate_functions as ease
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.mobjects.text import CAPITAL, Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import BLOCK, NUMERAL, Beam
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step

NEAR = 20.5  # powers of ten from the whole to the foot of the stage
FINE = ((1, 5), (10, 100))  # powers of ten from line to line, and from one that is named to another
TICK, NOTE, ZERO, LAW = 0.62, 0.62, 1.25, 0.46  # type sizes
MARGIN = 2.0  # room at the right for the powers of ten
FAINT, CLEAR = 0.16, 0.5  # opacities of lines
FOOT = 0.62  # room below the columns for their values
FADE = 0.9  # height of the dark above it in which they end
CELLAR = 1.95  # room below the least float
FALL = 7.5  # how far the beam falls out of the picture
LAW_LINE = -0.9  # height of the law's first line
SURFACE = 7  # thickness of the upper edge of what sinks (Manim's units)


@dataclass(frozen=True)
class Dusk:
    """From nothing at the upper edge to all at the lower one, and all from there on."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        rise = np.clip(np.linspace(0, 1 + FOOT / FADE, rows), 0, 1) ** 1.2
        return np.broadcast_to(rise[:, None], (rows, columns))


class LogScale(VGroup):
    """Powers of ten below the whole, and how far down the `weight` of a beam's runner-up is: close
    enough to count them, or, with a `floor`, from the whole to the least float. The runner-up's
    value may be a `wild` one (a `textbook.Outlier`).
    """

    def __init__(
        self,
        beam: Beam,
        weight: Quantity,
        floor: Quantity | None = None,
        wild: Quantity | None = None,
    ) -> None:
        self.beam, self.stage = beam, beam.region
        self.opened, self.fallen, self.is_far = 0.0, 0.0, floor is not None
        self.weigh(weight)
        self.whole = beam.top + beam.whole
        foot = self.stage.bottom + FOOT
        self.pitch, self.floor_depth = (self.whole - foot) / NEAR, float("inf")
        if floor is not None:
            self.floor_depth = -float(floor.decades)
            self.pitch = (self.whole - self.stage.bottom - CELLAR) / self.floor_depth
        self.left, self.right = beam.wanted_at - BLOCK / 2, self.stage.right - MARGIN
        self.lines = [VMobject(stroke_width=2, color=theme.INK) for _ in range(2)]
        self.ticks = VGroup(*self._ticks())
        columns = (VMobject(stroke_width=0, fill_opacity=1) for _ in range(2))
        self.columns = VGroup(*columns).set_sheen_direction(UP)
        self.columns.set_fill(color=[theme.soft(theme.VALUE, 0.7), theme.shape(theme.VALUE)])
        self.surface = VMobject(stroke_width=SURFACE, color=theme.INK)
        height = FADE + FOOT
        self.dusk = Light(Dusk(), theme.FRAME_WIDTH, height, theme.BACKGROUND)
        self.dusk.move_to((0, self.stage.bottom - 0.02 + height / 2, 0))
        self.feet = VGroup(*(self._foot(slot) for slot in (beam.asked, beam.asked + 1)))
        if wild is not None:
            self.feet[1] = formula("10^({})", wild.exponent, size=TICK, color=theme.VALUE)
        super().__init__(*self.lines, self.columns, self.dusk, self.surface)
        self.add(self.ticks, self.feet, *self._notes(floor))
        self.draw()

    def _ticks(self) -> list[Phrase]:
        """The names of some powers of ten, the whole among them."""
        textbook, x = REFERENCE.textbook, self.stage.right
        _, step = FINE[self.is_far]
        named = [k for k in textbook.DECADE_TICKS[int(self.is_far)] if int(k) % step == 0]
        ticks = [formula("10^({})", k, size=TICK, counted=False) for k in named]
        levels = [-int(k) for k in named]
        ticks.append(formula("{:.0f}", textbook.SHARE_TICKS[-1], size=TICK, counted=False))
        self.named = [*levels, 0]
        for tick, level in zip(ticks, self.named, strict=True):
            y = self.whole - self.pitch * level
            tick.put(x - MARGIN + theme.GAP, y - CAPITAL * TICK / 2)
        return ticks

    def _foot(self, slot: int) -> Words:
        """The value to which a column belongs, as on the beam, at last below the column."""
        color = theme.VALUE if slot != self.beam.asked else theme.QUERY
        value = self.beam.soft.values[slot]
        return number(value, size=NUMERAL, color=color, bold=True, counted=False)

    def _notes(self, floor: Quantity | None) -> VGroup:
        """By which law the runner-up sinks, at the left, or what the floor is, below it."""
        self.floor_line = VMobject(stroke_width=7, color=theme.INK)
        self.notes, self.zero = VGroup(), VGroup()
        if floor is not None:
            line = self.floor - theme.GAP - CAPITAL * NOTE
            middle = (self.left + BLOCK + self._at(self.beam.asked + 1) - BLOCK / 2) / 2
            self.notes.add(Words("smallest float", size=NOTE).put(middle, line, align=0))
            power = formula("{:.1f} dot 10^({})", floor.digits, floor.exponent, size=TICK)
            self.notes.add(power.put(middle, line - 1.5 * NOTE, align=0))
        else:
            middle = (self.stage.left + self.left - theme.NEAR) / 2
            for k, text in enumerate(("one step of $beta$:", "$e$ times less")):
                words = Phrase(text, size=LAW)
                self.notes.add(words.put(middle, LAW_LINE - 1.4 * k * LAW, align=0))
        return VGroup(self.floor_line, self.notes)

    # Where things lie

    @property
    def floor(self) -> float:
        """How high the least float lies."""
        return self.whole - self.pitch * self.floor_depth

    def level(self, decades: float) -> float:
        """How high so many powers of ten below the whole lie."""
        linear = self.beam.whole * (1 - 10**-decades)
        share = self.opened
        return self.whole - (1 - share) * linear - share * self.pitch * decades

    def _at(self, slot: int) -> float:
        return self.beam.at(self.beam.values[slot])

    def draw(self) -> Self:
        """Everything, as far as the scale is drawn apart."""
        stage, late = self.stage, max(2 * self.opened - 1, 0.0)
        foot = self.floor if self.is_far else stage.bottom + FOOT
        fine, named = FINE[self.is_far]
        count = int((self.whole - foot) / self.pitch + 1e-6)
        for line, step, opacity in zip(self.lines, (fine, named), (FAINT, CLEAR), strict=True):
            levels = [self.level(k) for k in range(0, count + 1, step)]
            line.points = _segments(self.left, self.right, [y for y in levels if y > foot])
            line.set_stroke(opacity=opacity * self.opened)
        self.ticks.set_opacity(late)
        self.notes.set_opacity(late)
        if self.is_far:
            self.floor_line.points = _segments(stage.left, self.right, [self.floor])
            self.floor_line.set_stroke(opacity=late)
        self.dusk.set_fill(opacity=self.opened)
        self._draw_columns(late)
        return self

    def _draw_columns(self, late: float) -> None:
        beam, stage = self.beam, self.stage
        end = stage.bottom + FOOT  # where it is quite dark
        foot = max(beam.top - beam.sunk - beam.lowered, end)
        top = max(self.level(self.decades) - self.fallen, end)
        slots = beam.asked, beam.asked + 1
        for column, slot, height in zip(self.columns, slots, (self.whole, top), strict=True):
            x, low = self._at(slot), min(foot, height)
            sides = ((-1, low), (1, low), (1, height), (-1, height), (-1, low))
            column.set_points_as_corners([(x + way * BLOCK / 2, y, 0.0) for way, y in sides])
        at, half = np.array([self._at(slots[1]), top, 0.0]), BLOCK / 2 * RIGHT
        self.surface.set_points_as_corners([at - half, at + half])
        self.surface.set_stroke(opacity=min(self.opened * 2, 1.0) * (top > end))
        for words, slot in zip(self.feet, slots, strict=True):
            start = beam.top - beam.drop - CAPITAL * NUMERAL / 2
            line = max(start - beam.sunk - beam.lowered, stage.bottom + 0.06)
            words.put(self._at(slot), line, align=0)
        if isinstance(self.feet[1], Phrase):
            self.feet[1].set_opacity(late)

    # What it does

    def open(self, run_time: float = 1.3) -> Animation:
        """The scale is drawn apart, so that zero falls out of the picture, and the beam with it."""

        def prepare() -> Step:
            beam = self.beam
            beam.blocks.set_opacity(0)
            for slot in (beam.asked, beam.asked + 1):
                beam.numerals[slot].set_opacity(0)
            show = beam.veil()

            def part(share: float) -> None:
                self.opened = share
                show(1 - 6 * share)
                beam.sunk = FALL * theme.TALL * share**2
                beam.draw()
                self.draw()

            return part

        return Motion(VGroup(self.beam, self), prepare, run_time)

    def weigh(self, weight: Quantity) -> Self:
        """Another weight of the runner-up, a `textbook.PowerOfTen`."""
        self.decades = -float(weight.decades)
        return self

    def leave(self, *others: VMobject) -> Animation:
        """All goes, and others with it; only the first column's value stays: `kept`."""
        self.kept: Words = self.feet[0]
        self.feet.remove(self.kept)
        stays = Motion(self.kept, lambda: lambda _: None, 0.3)  # it is not drawn under the dusk
        return AnimationGroup(FadeOut(self, *others, run_time=0.3), stays)

    def fall_through(self) -> Animation:
        """Less than half of the least float: rounded to nothing at all."""

        def fall(share: float) -> None:
            self.fallen = (CELLAR + theme.GAP) * share
            self.draw()

        return Motion(self, lambda: fall, 0.6, ease.rush_into)

    def name_zero(self, rounded: Quantity) -> Animation:
        """What is left, below the floor."""
        zero = number(rounded, "{:.0f}", size=ZERO, bold=True)
        line = (self.floor + self.stage.bottom + FOOT - CAPITAL * ZERO) / 2
        self.zero.add(zero.put(self._at(self.beam.asked + 1), line, align=0))
        return FadeIn(self.zero, shift=0.2 * DOWN, run_time=0.3)


def _segments(left: float, right: float, heights: list[float]) -> np.ndarray:
    """Level lines as one path, (4n, 3)."""
    x = np.linspace(left, right, 4)
    points = np.zeros((len(heights), 4, 3))
    points[:, :, 0] = x
    points[:, :, 1] = np.reshape(heights, (-1, 1))
    return points.reshape(-1, 3)
