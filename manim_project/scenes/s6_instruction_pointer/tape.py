"""The tape of this scene: a thin cell a token, and the steps among them, which can stand alone."""

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.ribbon import LETTERED, PLAIN, SEAM, TOP, RibbonCell
from manim_project.mobjects.text import number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s6_instruction_pointer.places import ROOM, STEP, STEPS_FROM, THIN

SIGN = 0.42 * theme.TALL  # em of a step
PROMPT = theme.soft(theme.KEY, 0.4)  # the program's own tokens
TOLD = theme.mix(theme.INK, theme.BACKGROUND, 0.22)  # a step that has been counted

WAVE = 14  # tokens on each side of a light that runs over them


class Tape(VGroup):
    """Tokens 0 … `count` − 1 of a run, those of the trace not yet laid, and among them the `steps`
    of its first `lines` lines, (position, quantity) each."""

    def __init__(self, run: Quantity, count: int, lines: int) -> None:
        self.prompt, self.laid = int(run.prompt_length), 0
        self.positions = [int(run.lines[k].stop) - 1 for k in range(lines)]
        steps = [run.residual(name="Δip", position=p, layer=0) for p in self.positions]
        self.jumps = [k for k, step in enumerate(steps) if float(step) < 0]
        width = THIN - THIN / 5
        at = {p: k for k, p in enumerate(self.positions)}
        cells = []
        for p in range(count):
            words = None
            if p in at:
                words = number(steps[at[p]], "{:+.0f}", size=SIGN, bold=True, counted=False)
            cells.append(RibbonCell(self.thin(p), width, PLAIN, words))
        super().__init__(*cells)
        self.steps = [self[p] for p in self.positions]
        for cell in self:
            cell.set_opacity(0)

    def thin(self, position: int) -> np.ndarray:
        """The middle of a token's cell among all tokens."""
        return np.array([ROOM.left + (position + 0.5) * THIN, TOP - PLAIN / 2, 0.0])

    @staticmethod
    def wide(step: float) -> np.ndarray:
        """The middle of a step's cell among the steps alone; −1 is where they begin."""
        return np.array([STEPS_FROM + (step + 0.5) * STEP, TOP - LETTERED / 2, 0.0])

    def tops(self) -> np.ndarray:
        """The upper edges of all tokens that are laid, (n, 3)."""
        return np.array([[self.thin(p)[0], TOP, 0.0] for p in range(self.laid)])

    def lay(self, count: int) -> None:
        """At once: so many tokens lie there, the newest one asking."""
        for p in range(max(0, self.laid - 1), count):
            newest = p == count - 1 and p >= self.prompt
            quiet = PROMPT if p < self.prompt else TOLD
            self[p].box.set_fill(theme.shape(theme.QUERY) if newest else quiet, opacity=1)
        self.laid = count

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
            quiet = theme.shape(theme.QUERY) if asks else TOLD
            cell.box.set_fill(theme.mix(theme.INK, quiet, 0.0 if asks else lit), opacity=1)

    def run_over(self, share: float) -> None:
        """At once: a light runs over all tokens from the left; the steps among them are white."""
        for p, cell in enumerate(self):
            quiet = PROMPT if p < self.prompt else TOLD
            if p in self.positions:
                quiet = theme.INK if p < len(self) - 1 else theme.shape(theme.QUERY)
            away = abs(share * (len(self) + 2 * WAVE) - WAVE - p) / WAVE
            cell.box.set_fill(theme.mix(theme.INK, quiet, max(0.0, 1 - away)), opacity=1)

    def open(self, share: float, counted: bool = False) -> None:
        """At once: the steps are on their way from among all tokens, where they are white (0), to
        standing alone, `counted` or not (1); the other tokens leave, what a step says comes."""
        others = max(0.0, 1 - 2.5 * share)
        for p, cell in enumerate(self):
            if p not in self.positions:
                cell.box.set_fill(opacity=others if p < self.laid else 0.0)
        width, height = (
            (1 - share) * low + share * high
            for low, high in ((THIN - THIN / 5, STEP - SEAM), (PLAIN, LETTERED))
        )
        for k, (p, cell) in enumerate(zip(self.positions, self.steps, strict=True)):
            centre = (1 - share) * self.thin(p) + share * self.wide(k)
            cell.box.stretch_to_fit_width(width).stretch_to_fit_height(height).move_to(centre)
            white = 1.0 if counted and k in self.jumps else max(0.0, 1 - 1.4 * share)
            self._fill(k, float(counted), white)
            if cell.words:
                cell.words.in_box(centre).set_fill(opacity=max(0.0, 5 * share - 4))

    def dress(self, counted: float) -> None:
        """At once: the steps that stand alone, of which `counted` have been: one that is counted
        right now is white, and so is a jump from then on; the newest one asks."""
        for k in range(len(self.steps)):
            now = min(max(counted - k, 0.0), 1.0)
            white = min(1.0, 3 * now) if k in self.jumps else min(1.0, 3 * now, 3 * (1 - now))
            self._fill(k, now, white)

    def _fill(self, k: int, counted: float, white: float) -> None:
        cell, quiet = self.steps[k], theme.mix(theme.PANEL, theme.BAND, 0.5)
        asks = k == len(self.steps) - 1
        base = theme.shape(theme.QUERY) if asks else theme.mix(TOLD, quiet, counted)
        cell.box.set_fill(theme.mix(theme.INK, base, 0.0 if asks else white), opacity=1)
        if cell.words:
            on_white = theme.BACKGROUND if white > 0.5 else theme.INK
            cell.words.set_fill(theme.ON_WINNER if asks else on_white, opacity=1)
