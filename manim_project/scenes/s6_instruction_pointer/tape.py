"""The tape of this scene: a thin cell a token, and the steps among them, which can stand alone."""

import numpy as np
from manim import UP, UpdateFromAlphaFunc, VGroup
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
PROMPT = theme.soft(theme.KEY, 0.4)  # the program's own tokens
TOLD = theme.mix(theme.INK, theme.BACKGROUND, 0.22)  # a step that has been counted
ASKS = theme.shape(theme.QUERY)
WAVE = 14  # tokens on each side of a light that runs over them


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
            cells.append(RibbonCell(self.thin(p), self.width, CELL, words))
        super().__init__(*cells)
        self.steps = [self[p] for p in self.positions]
        for cell in self:
            cell.set_opacity(0)

    @property
    def width(self) -> float:
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
        """Where a token's cell lies among all tokens."""
        x, y, _ = self.thin(position)
        return Region(x - self.width / 2, x + self.width / 2, y - CELL / 2, y + CELL / 2)

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
            box = self[p].box.set_fill(ASKS if newest else self._quiet(p), opacity=1)
            box.stretch_to_fit_width(self.width).move_to(self.thin(p))
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

    def run_over(self, share: float) -> None:
        """At once: a light runs over all tokens from the left; the steps among them are white."""
        for p, cell in enumerate(self):
            quiet = self._quiet(p)
            if p in self.positions:
                quiet = theme.INK if p < len(self) - 1 else ASKS
            away = abs(share * (len(self) + 2 * WAVE) - WAVE - p) / WAVE
            cell.box.set_fill(theme.mix(theme.INK, quiet, max(0.0, 1 - away)), opacity=1)

    def open(self, share: float) -> None:
        """At once: the steps are on their way from among all tokens, where they are white (0), to
        standing alone (1); the other tokens leave, what a step says comes."""
        self._part(share)
        for k, (p, cell) in enumerate(zip(self.positions, self.steps, strict=True)):
            centre = (1 - share) * self.thin(p) + share * self.wide(k)
            cell.box.move_to(centre)
            self._fill(k, 0.0, max(0.0, 1 - 1.4 * share))
            if cell.words:
                cell.words.in_box(centre).set_fill(opacity=max(0.0, 5 * share - 4))

    def _part(self, share: float) -> None:
        """The other tokens are gone by a share, and the steps' cells as wide and high as it says."""
        others = max(0.0, 1 - 2.5 * share)
        for p, cell in enumerate(self):
            if p not in self.positions:
                cell.box.set_fill(opacity=others if p < self.laid else 0.0)
                cell.box.move_to(self.thin(p))
        width, height = (
            (1 - share) * low + share * high
            for low, high in ((self.width, STEP - SEAM), (CELL, LETTERED))
        )
        for cell in self.steps:
            cell.box.stretch_to_fit_width(width).stretch_to_fit_height(height)

    def carry(self, share: float, ends: list[np.ndarray], top: float) -> None:
        """At once: the steps are on their way from standing alone (0) to their true places among
        all tokens, on a tape whose upper edge is at `top` (1). What each of them says goes along,
        to one of `ends`, where it stands free of its cell."""
        self.top = top
        self._part(1 - share)
        for k, (p, cell) in enumerate(zip(self.positions, self.steps, strict=True)):
            begin = self.wide(k)
            cell.box.move_to((1 - share) * begin + share * self.thin(p))
            self._fill(k, 1.0, max(0.0, 2 * share - 1))
            free = min(1.0, 2.0 * share)
            if cell.words:
                asks = k == len(self.steps) - 1
                ink = theme.mix(theme.INK, theme.ON_WINNER, free) if asks else theme.INK
                cell.words.in_box((1 - share) * begin + share * ends[k]).set_fill(ink, opacity=1)

    def sink(self, top: float) -> None:
        """At once: the tape's upper edge is at another height."""
        for cell in self:
            cell.box.shift((top - self.top) * UP)
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
