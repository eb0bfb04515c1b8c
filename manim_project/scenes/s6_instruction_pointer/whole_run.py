"""The run from its first step to its last, as one zigzag over the steps, pass after pass."""

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.ribbon import LETTERED, SEAM, TOP, RibbonCell
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s6_instruction_pointer.listing import NUMERAL
from manim_project.scenes.s6_instruction_pointer.passes import Passes
from manim_project.scenes.s6_instruction_pointer.places import NUMERALS, ROOM, lane
from manim_project.scenes.s6_instruction_pointer.tape import TOLD
from manim_project.scenes.s6_instruction_pointer.zigzag import Zigzag, lane_lines

OUTPUT = 0.62 * theme.TALL  # em of what the program prints
PRINTED = 0.34 * theme.TALL  # from a place on the line to what was printed there
MARGIN = 0.75  # right of the last step, for the way of the tokens
PACE = (0.4, 0.21)  # seconds of a step, the first and the last


class WholeRun(VGroup):
    """Lanes, steps on the tape, the zigzag over them, what was printed, the layers, small."""

    def __init__(self, run: Quantity, depth: int) -> None:
        self.count = len(run.lines) - 1
        left = ROOM.left + theme.GAP
        self.pitch = (ROOM.right - MARGIN - left) / (self.count + 1)
        self.left = left + self.pitch
        self.zigzag = Zigzag(run, self.count, self.x)
        lines = list(run.program.instructions)
        self.lanes = lane_lines(len(lines), ROOM.left, ROOM.right - MARGIN)
        self.numerals = VGroup(
            *(
                number(line.index, size=NUMERAL, color=theme.KEY, bold=True, counted=False).in_box(
                    np.array([NUMERALS.centre[0], lane(k), 0.0])
                )
                for k, line in enumerate(lines)
            )
        )
        self.cells, self.printed, self.when = VGroup(), VGroup(), []
        outputs = iter(run.outputs)
        for k in range(self.count):
            line = run.lines[k]
            step = run.residual(name="Δip", position=int(line.stop) - 1, layer=0)
            words = None
            if float(step) < 0:
                words = number(step, "{:+.0f}", size=theme.SMALL)
            centre = np.array([self.x(k), TOP - LETTERED / 2, 0.0])
            self.cells.add(RibbonCell(centre, self.pitch - SEAM, LETTERED, words))
            if value_of(line.kind) == "out":
                told = number(next(outputs), size=OUTPUT, color=theme.WINNER, bold=True)
                spot = self.zigzag.points_at[k] + PRINTED * np.array([1.0, 0.9, 0.0])
                self.printed.add(told.in_box(spot))
                self.when.append(k)
        room = Region(ROOM.centre[0] - 1.0, ROOM.right - MARGIN, lane(1.55), lane(-0.45))
        self.passes = Passes(depth, room, ROOM.right - 0.1, TOP + 0.15 * theme.TALL)
        super().__init__(
            self.lanes, self.numerals, self.cells, self.passes, self.zigzag, self.printed
        )

    def x(self, step: float) -> float:
        """The middle of a step's cell."""
        return self.left + (float(step) + 0.5) * self.pitch

    def end(self, step: int) -> np.ndarray:
        """Where a token comes down on the tape."""
        return np.array([self.x(step), TOP, 0.0])

    def still(self, counted: int) -> "WholeRun":
        """At once: so many steps have been counted."""
        self.zigzag.reach(counted)
        self.show(counted)
        self.passes.calm()
        return self

    def show(self, counted: float) -> None:
        """At once: cells, numerals and what was printed, after so many steps."""
        self.counted = counted
        newest = int(counted + 1e-6) if counted < self.count else self.count - 1
        for k, cell in enumerate(self.cells):
            laid = k < counted
            jump = cell.words is not None
            hue, ink = theme.INK if jump else TOLD, theme.BACKGROUND
            if k == newest or (k == int(counted) - 1 and counted == int(counted)):
                hue, ink = theme.shape(theme.QUERY), theme.ON_WINNER
            cell.box.set_fill(hue, opacity=float(laid))
            if cell.words:
                cell.words.set_fill(ink, opacity=float(laid))
        place = self.zigzag.place
        for k, numeral in enumerate(self.numerals):
            numeral.set_color(theme.INK if k == place else theme.KEY)
        for when, told in zip(self.when, self.printed, strict=True):
            told.set_fill(opacity=float(counted >= when + 1))

    def go(self, start: int, stop: int) -> Animation:
        """The run from a step to another one: a step a pass through the layers."""
        times = [self.pace(k) for k in range(start, stop)]
        walk = self.zigzag.walk(start, times, self.show)

        def move(_: VGroup, alpha: float) -> None:
            walk.interpolate_mobject(alpha)
            self.passes.wave(self.counted % 1.0)

        return UpdateFromAlphaFunc(self, move, rate_func=lambda t: t, run_time=sum(times))

    def pace(self, step: int) -> float:
        """Seconds of a step: ever fewer."""
        return PACE[0] + (PACE[1] - PACE[0]) * step / (self.count - 1)

    def circle(self) -> Animation:
        """The layers and the way back to the tape shine as one ring."""
        end = self.end(self.count - 1)

        def shine(_: VGroup, alpha: float) -> None:
            self.passes.spin(end, alpha, min(1.0, 2 * alpha))

        return UpdateFromAlphaFunc(self.passes, shine, run_time=1.2)
