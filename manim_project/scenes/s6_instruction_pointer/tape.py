"""The tape of this scene: a thin cell a token, and the steps among them, which can stand alone."""

import numpy as np
from manim import UP, Rectangle, UpdateFromAlphaFunc, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.ribbon import LETTERED, SEAM, TOP, RibbonCell
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s6_instruction_pointer.places import (
    BROAD,
    CELL,
    ROOM,
    STEP,
    STEPS_FROM,
    THIN,
)

SIGN = 0.42 * theme.TALL  # em of a step
SMALL = 0.37 * theme.TALL  # and where pillars stand
PROMPT = theme.soft(theme.KEY, 0.4)  # the program's own tokens
TOLD = theme.mix(theme.INK, theme.BACKGROUND, 0.22)  # a step that has been counted
ASKS = theme.shape(theme.QUERY)
PLATE = (0.54, 0.36 * theme.TALL)  # a step's width and height where pillars stand


class Tape(VGroup):
    """Tokens 0 … `count` − 1 of a run, those of the trace not yet laid, and among them the `steps`
    of its first `lines` lines, (position, quantity) each."""

    def __init__(self, run: Quantity, count: int, lines: int) -> None:
        self.prompt, self.laid = int(run.prompt_length), 0
        self.pitch, self.top = BROAD, TOP
        self.positions = [int(run.lines[k].stop) - 1 for k in range(lines)]
        steps = [run.residual(name="Δip", position=p, layer=0) for p in self.positions]
        self.jumps = [k for k, step in enumerate(steps) if float(step) < 0]
        at = {p: k for k, p in enumerate(self.positions)}
        cells = []
        for p in range(count):
            words = None
            if p in at:
                words = number(steps[at[p]], "{:+.0f}", size=SIGN, bold=True, counted=False)
            cells.append(RibbonCell(self.thin(p), self.breadth, CELL, words))
        self.cells = VGroup(*cells)
        self.steps = [cells[p] for p in self.positions]
        size = {"width": THIN - THIN / 5, "height": CELL, "stroke_width": 0}
        self.marks = VGroup(*(Rectangle(**size) for _ in self.positions))
        super().__init__(self.cells, self.marks)
        self.set_opacity(0)

    @property
    def breadth(self) -> float:
        """Of a cell."""
        return self.pitch - min(SEAM, self.pitch / 5)

    def thin(self, position: int) -> np.ndarray:
        """The middle of a token's cell among all tokens."""
        return np.array([ROOM.left + (position + 0.5) * self.pitch, self.top - CELL / 2, 0.0])

    @staticmethod
    def wide(step: float) -> np.ndarray:
        """The middle of a step's cell among the steps alone; −1 is where they begin."""
        return np.array([STEPS_FROM + (step + 0.5) * STEP, TOP - LETTERED / 2, 0.0])

    def cell_of(self, position: int) -> Region:
        """Where a token's cell lies when it is the newest."""
        pitch = min(BROAD, ROOM.width / (position + 1))
        right = ROOM.left + (position + 1) * pitch
        return Region(right - pitch, right, self.top - CELL, self.top)

    def tops(self) -> np.ndarray:
        """The upper edges of all tokens that are laid, (n, 3)."""
        return np.array([self.thin(p) + CELL / 2 * UP for p in range(self.laid)])

    def lay(self, count: int) -> None:
        """At once: so many tokens lie there, the newest one asking; the camera shows them all."""
        first = max(0, self.laid - 1)
        pitch = min(BROAD, ROOM.width / max(count, 1))
        if pitch != self.pitch:
            self.pitch, first = pitch, 0
        for p in range(first, count):
            newest = p == count - 1 and p >= self.prompt
            box = self.cells[p].box.set_fill(ASKS if newest else self._quiet(p), opacity=1)
            box.stretch_to_fit_width(self.breadth).move_to(self.thin(p))
        self.laid = count

    def _quiet(self, position: int) -> str:
        return PROMPT if position < self.prompt else TOLD

    def lay_prompt(self) -> Animation:
        """The program's tokens, from the left."""
        return UpdateFromAlphaFunc(
            self, lambda tape, a: tape.lay(round(a * tape.prompt)), run_time=theme.MOVE
        )

    def light(self, share: float) -> None:
        """At once: the steps have lit up white, from the left, as far as a share says."""
        for k, cell in enumerate(self.steps):
            lit = min(max(share * (len(self.steps) + 2) - k, 0.0), 2.0) / 2
            asks = k == len(self.steps) - 1
            quiet = ASKS if asks else TOLD
            cell.box.set_fill(theme.mix(theme.INK, quiet, 0.0 if asks else lit), opacity=1)

    def open(self, share: float) -> None:
        """At once: the steps are on their way from among all tokens, where they are white (0), to
        standing alone (1); the other tokens leave, what a step says comes."""
        others = max(0.0, 1 - 2.5 * share)
        for p, cell in enumerate(self.cells):
            if p not in self.positions:
                cell.box.set_fill(opacity=others if p < self.laid else 0.0)
        width, height = (
            (1 - share) * low + share * high
            for low, high in ((self.breadth, STEP - SEAM), (CELL, LETTERED))
        )
        for k, (p, cell) in enumerate(zip(self.positions, self.steps, strict=True)):
            centre = (1 - share) * self.thin(p) + share * self.wide(k)
            cell.box.stretch_to_fit_width(width).stretch_to_fit_height(height).move_to(centre)
            self._fill(k, 0.0, max(0.0, 1 - 1.4 * share))
            if cell.words:
                cell.words.in_box(centre).set_fill(opacity=max(0.0, 5 * share - 4))

    def carry(self, share: float, ends: list[np.ndarray]) -> None:
        """At once: the steps are on their way from standing alone (0) to `ends` (1), what they say
        in them."""
        width, height = (
            (1 - share) * low + share * high
            for low, high in zip((STEP - SEAM, LETTERED), PLATE, strict=True)
        )
        for k, cell in enumerate(self.steps):
            centre = (1 - share) * self.wide(k) + share * ends[k]
            cell.box.stretch_to_fit_width(width).stretch_to_fit_height(height).move_to(centre)
            if cell.words:
                cell.words.scale((SIGN + share * (SMALL - SIGN)) / cell.words.em).in_box(centre)

    def come_under(self, share: float, top: float) -> None:
        """At once: all tokens have come by a share, as a tape whose upper edge is at `top`, with a
        white cell where each of the steps stands, which are somewhere else."""
        self.top = top
        for p, cell in enumerate(self.cells):
            if p not in self.positions:
                cell.box.move_to(self.thin(p)).set_fill(self._quiet(p), opacity=share)
        for k, p in enumerate(self.positions):
            hue = ASKS if k == len(self.steps) - 1 else theme.shape(theme.INK)
            self.marks[k].move_to(self.thin(p)).set_fill(hue, opacity=share)

    def sink(self, top: float) -> None:
        """At once: the tape's upper edge is at another height."""
        for part in (*(cell.box for cell in self.cells), *self.marks):
            part.shift((top - self.top) * UP)
        self.top = top

    def dress(self, counted: float) -> None:
        """At once: the steps that stand alone, of which `counted` have been: one that is counted
        right now is white, and a jump for a while longer; the newest one asks."""
        for k in range(len(self.steps)):
            now = min(max(counted - k, 0.0), 1.0)
            after = min(max(counted - k - 1, 0.0), 1.0) if k in self.jumps else now
            self._fill(k, now, min(1.0, 3 * now, 3 * (1 - after)))

    def _fill(self, k: int, counted: float, white: float) -> None:
        cell, quiet = self.steps[k], theme.mix(theme.PANEL, theme.BAND, 0.5)
        asks = k == len(self.steps) - 1
        base = ASKS if asks else theme.mix(TOLD, quiet, counted)
        cell.box.set_fill(theme.mix(theme.INK, base, 0.0 if asks else white), opacity=1)
        if cell.words:
            on_white = theme.BACKGROUND if white > 0.5 else theme.INK
            cell.words.set_fill(theme.ON_WINNER if asks else on_white, opacity=1)
