"""The run from its first step to its last, as one zigzag over the steps, pass after pass."""

from itertools import accumulate

import numpy as np
from manim import RIGHT, Line, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import row
from manim_project.mobjects.regions import Region
from manim_project.mobjects.ribbon import LETTERED, SEAM, TOP, RibbonCell
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s6_instruction_pointer.listing import NUMERAL
from manim_project.scenes.s6_instruction_pointer.passes import Passes
from manim_project.scenes.s6_instruction_pointer.places import NUMERALS, ROOM, lane
from manim_project.scenes.s6_instruction_pointer.tape import TOLD
from manim_project.scenes.s6_instruction_pointer.ways import Comet, rounded
from manim_project.scenes.s6_instruction_pointer.zigzag import Zigzag, lane_lines

OUTPUT, PRINTS = (
    0.56 * theme.TALL,
    0.42 * theme.TALL**0.3,
)  # em of what is printed, and of that word
PRINTED = lane(1.5)  # the height at which it stands
LAYERS = 2.5  # how wide the layers at the right are
JUMP = 0.62  # width of a cell that says what it holds
STEM = 0.45  # opacity of what leads from the line to what was printed there
PACE = (0.4, 0.21)  # seconds of a step, the first and the last
STAGES = (0.15, 0.8)  # shares of a slow pass at which the tape has been read, the new cell comes
WAVE = 4  # cells on each side of a light that runs over them
WIRE = 0.45  # opacity of the way round
OVER = lane(-0.45)  # the height of its uppermost part


class WholeRun(VGroup):
    """Lanes, steps on the tape, the zigzag over them, what was printed; the layers at the right,
    and the way round through them, from the tape to its next cell."""

    def __init__(self, run: Quantity, depth: int) -> None:
        self.count = len(run.lines) - 1
        room, column = ROOM.cut(RIGHT, LAYERS, theme.APART)[::-1]
        steps = [
            run.residual(name="Δip", position=int(run.lines[k].stop) - 1, layer=0)
            for k in range(self.count)
        ]
        jumps = [float(step) < 0 for step in steps]
        left = room.left + theme.GAP
        plain = (room.right - theme.APART - left - sum(jumps) * JUMP) / (
            self.count + 1 - sum(jumps)
        )
        widths = [plain, *(JUMP if jump else plain for jump in jumps)]
        self.edges = [left, *accumulate(widths, initial=left)][1:]
        self.zigzag = Zigzag(run, self.count, self.x)
        lines = list(run.program.instructions)
        self.lanes = lane_lines(len(lines), ROOM.left, room.right)
        self.numerals = VGroup(
            *(
                number(line.index, size=NUMERAL, color=theme.KEY, bold=True, counted=False).in_box(
                    np.array([NUMERALS.centre[0], lane(k), 0.0])
                )
                for k, line in enumerate(lines)
            )
        )
        self.cells = VGroup()
        for k, (step, jump) in enumerate(zip(steps, jumps, strict=True)):
            words = number(step, "{:+.0f}", size=theme.SMALL, counted=False) if jump else None
            centre = np.array([self.x(k), TOP - LETTERED / 2, 0.0])
            self.cells.add(RibbonCell(centre, widths[k + 1] - SEAM, LETTERED, words))
        self._print(run)
        slabs = Region(column.left, column.right, lane(8.3), lane(0.4))
        self.passes = Passes(depth, slabs, ROOM.right, TOP)
        self.wire = VMobject(stroke_width=4, color=theme.shape(theme.INK), stroke_opacity=0)
        self.comet = Comet(theme.QUERY, width=0.2, tail=0.16)
        super().__init__(self.lanes, self.numerals, self.stems, self.wire, self.cells)
        self.add(self.passes.slabs, self.zigzag, self.printed, self.comet)

    def _print(self, run: Quantity) -> None:
        """What the program prints, over the places where it does; the first says so."""
        self.printed, self.stems = VGroup(), VGroup()
        self.when: list[int] = []
        outputs = iter(run.outputs)
        for k in range(self.count):
            if value_of(run.lines[k].kind) != "out":
                continue
            told = number(next(outputs), size=OUTPUT, color=theme.WINNER, bold=True)
            spot = self.zigzag.points_at[k]
            told.in_box(np.array([spot[0], PRINTED, 0.0]))
            says = [] if self.when else [Words("printed", size=PRINTS, color=theme.DIM)]
            self.printed.add(row([told, *says], theme.NEAR))
            ends = (spot, np.array([spot[0], told.get_bottom()[1] - theme.NEAR / 2, 0.0]))
            color = theme.mix(theme.shape(theme.WINNER), theme.BACKGROUND, STEM)
            self.stems.add(Line(*ends, stroke_width=2.5, color=color))
            self.when.append(k)

    def x(self, step: float) -> float:
        """The middle of a step's cell; −1 is where the line begins."""
        k = round(step) + 1
        return (self.edges[k] + self.edges[k + 1]) / 2

    def still(self, counted: int) -> "WholeRun":
        """At once: so many steps have been counted."""
        self.zigzag.reach(counted)
        self.show_steps(counted)
        self.passes.calm()
        return self

    def show_steps(self, counted: float) -> None:
        """At once: cells, numerals and what was printed, after so many steps."""
        self.counted = counted
        newest = int(counted + 1e-6) if counted < self.count else self.count - 1
        for k, cell in enumerate(self.cells):
            laid = k < counted
            hue, ink = TOLD, theme.INK
            if k == newest or (k == int(counted) - 1 and counted == int(counted)):
                hue, ink = theme.shape(theme.QUERY), theme.ON_WINNER
            cell.box.set_fill(hue, opacity=float(laid))
            if cell.words:
                cell.words.set_fill(ink, opacity=float(laid))
        place = self.zigzag.place
        for k, numeral in enumerate(self.numerals):
            numeral.set_color(theme.INK if k == place else theme.KEY)
        for when, told, stem in zip(self.when, self.printed, self.stems, strict=True):
            told.set_fill(opacity=float(counted >= when + 1))
            stem.set_stroke(opacity=float(counted >= when + 1))

    def go(self, start: int, stop: int) -> Animation:
        """The run from a step to another one: a step a pass through the layers."""
        times = [self.pace(k) for k in range(start, stop)]
        walk = self.zigzag.walk(start, times, self.show_steps)

        def move(_: VGroup, alpha: float) -> None:
            walk.interpolate_mobject(alpha)
            self.passes.wave(self.counted % 1.0)

        return UpdateFromAlphaFunc(self, move, rate_func=linear, run_time=sum(times))

    def pace(self, step: int) -> float:
        """Seconds of a step: ever fewer."""
        return PACE[0] + (PACE[1] - PACE[0]) * step / (self.count - 1)

    def ring(self, step: int) -> np.ndarray:
        """The way from the tape's last cell before a step through the layers to that step's own."""
        x, foot, end = self.passes.room.centre[0], TOP - LETTERED / 2, self.x(step)
        start = self.cells[step - 1].box.get_right()[0]
        stops = [(start, foot), (x, foot), (x, OVER), (end, OVER), (end, TOP)]
        return rounded([np.array([*stop, 0.0]) for stop in stops])

    def round_trip(self, step: int, run_time: float, stays: float = 0.0) -> Animation:
        """A step at a slow pass: a light runs along the tape, out, up through the layers, round,
        and down as the next cell; then the line goes a step further. The way round and the layers
        have taken some light in the end, which `stays`."""
        way, before = self.ring(step), self.wire.get_stroke_opacity()

        def move(_: VGroup, alpha: float) -> None:
            self.wire.set_points_as_corners(way)
            self._pass(step, alpha, way)
            last = max(0.0, (alpha - STAGES[1]) / (1 - STAGES[1])) * stays
            shown = max(before, WIRE * min(1.0, 5 * alpha))
            self.wire.set_stroke(opacity=shown + last * (1 - shown))
            if last:
                self.passes.glow(lambda _: last)

        return UpdateFromAlphaFunc(self, move, rate_func=linear, run_time=run_time)

    def _pass(self, step: int, share: float, way: np.ndarray) -> None:
        """At once: a slow pass stands at a share of its time."""
        read, back = STAGES
        moved = smooth(min(max((share - back) / (1 - back), 0.0), 1.0))
        self.zigzag.reach(step + moved)
        self.show_steps(step + moved)
        if share < read:
            self._light_tape(step, share / read)
        flown = (share - read) / (back - read)
        self.comet.fly(way, flown)
        spark = self.comet.spark.dot
        x, y, _ = spark.get_center()
        there = spark.get_fill_opacity() and self.passes.room.left < x < self.passes.room.right
        pitch = self.passes.room.height / len(self.passes.slabs)
        heights = [plate.get_center()[1] for _, plate in self.passes.slabs]
        self.passes.glow(lambda k: float(np.exp(-(((y - heights[k]) / pitch) ** 2))) * bool(there))

    def _light_tape(self, step: int, share: float) -> None:
        """At once: a light on its way over the cells that lie there, from the left."""
        for k in range(step):
            near = max(0.0, 1 - abs(share * (step + 2 * WAVE) - WAVE - k) / WAVE)
            cell = self.cells[k]
            cell.box.set_fill(theme.mix(theme.INK, cell.box.get_fill_color().to_hex(), 0.7 * near))
