"""The trace as one tape at the foot of the stage: the same in every scene of the machine.

ribbon = Ribbon([Words("+1", ...), None, ...], left=-5.0, pitch=0.6)
self.play(ribbon.lay(0, 3))                     # the first three tokens come out
self.play(ribbon.cell(2).light(theme.QUERY))    # the newest one asks
lanes = Lanes(range(3), bottom=-1.2, pitch=1.0)
self.play(shoot(ray, start, lanes.at(1, x)))    # along its lane, to the left
"""

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from manim import (
    RIGHT,
    UP,
    AnimationGroup,
    FadeIn,
    LaggedStart,
    Line,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.text import Words

(TOP,) = theme.tall(-2.0)  # the tape's upper edge, from which lanes and hairs are measured
LETTERED = 0.56 * theme.TALL  # height of a cell that has its token written in it,
PLAIN = 0.3 * theme.TALL  # and of one that has not
SEAM = 0.05  # between cells
DROP = 0.5  # from how far above a token comes down on the tape


class RibbonCell(VGroup):
    """One token: a cell, and in it (`words`), if there is room, what it says."""

    def __init__(self, center: np.ndarray, width: float, height: float, words: Words | None):
        self.box = Rectangle(width=width, height=height, stroke_width=0, fill_opacity=1).move_to(
            center
        )
        self.words = words.in_box(center) if words else None
        super().__init__(self.box, *([words] if words else []))
        self.colored(None)

    @property
    def top(self) -> np.ndarray:
        """The middle of the upper edge, (3,), where what it has to do with the lanes begins."""
        return self.box.get_top()

    def colored(self, color: str | None, text: str | None = None) -> "RibbonCell":
        """At once: filled with a colour of meaning; None is the quiet tape."""
        # A cell without words may stand out more: nothing has to be read on it.
        quiet = (theme.PANEL, theme.BAND) if self.words else (theme.FAINT, theme.BACKGROUND)
        self.box.set_fill(theme.shape(color) if color else theme.mix(*quiet, 0.5))
        if self.words:
            self.words.set_color(text or (theme.ON_WINNER if color else theme.DIM))
        return self

    def light(self, color: str | None, text: str | None = None) -> Animation:
        """As `colored`, in motion."""
        target = self.copy().colored(color, text)
        moves: list[Animation] = [self.box.animate.set_fill(target.box.get_fill_color())]
        if self.words and target.words:
            moves.append(self.words.animate.set_color(target.words.get_color()))
        return AnimationGroup(*moves)


class Ribbon(VGroup):
    """A cell for every token, from `left` on, `pitch` from middle to middle.

    `tokens` are what the cells say, None for a cell without words. Cells stand from the start;
    `lay` shows those that are not on stage yet.
    """

    def __init__(self, tokens: Sequence[Words | None], *, left: float, pitch: float) -> None:
        self.left, self.pitch = left, pitch
        lettered = any(token is not None for token in tokens)
        self.tall = LETTERED if lettered else PLAIN
        width = pitch - min(SEAM, pitch / 5)
        cells = (
            RibbonCell(np.array([self.x(k), TOP - self.tall / 2, 0.0]), width, self.tall, token)
            for k, token in enumerate(tokens)
        )
        super().__init__(*cells)

    def x(self, index: int) -> float:
        """The middle of a cell."""
        return self.left + (int(index) + 0.5) * self.pitch

    def cell(self, index: int) -> RibbonCell:
        """The cell of a token, counted from the ribbon's first."""
        return self[int(index)]

    def spread(self, left: float, pitch: float) -> Self:
        """At once: begin at another place, with another pitch, as for a camera that draws back."""
        self.left, self.pitch = left, pitch
        width = pitch - min(SEAM, pitch / 5)
        for k, cell in enumerate(self):
            across = cell.box.points[:, 0]
            way = self.x(k) - (across.min() + across.max()) / 2
            if cell.words:
                cell.words.shift(way * RIGHT)
            across += way
            across[:] = self.x(k) + (across - self.x(k)) * (width / np.ptp(across))
        return self

    def lay(self, start: int, stop: int, run_time: float = theme.MOVE) -> Animation:
        """The tokens start … stop − 1 come down on the tape, one after the other."""
        cells = self[int(start) : int(stop)]
        downs = (FadeIn(cell, shift=-DROP * UP) for cell in cells)
        return LaggedStart(*downs, lag_ratio=0.4, run_time=run_time)


class Lanes(VGroup):
    """Level lines above the ribbon, one for each of `levels`, and what they are called (`labels`).

    The first lies at `bottom`, the next ones `pitch` above it (below, if negative).
    """

    def __init__(
        self,
        levels: Iterable[int],
        *,
        bottom: float,
        pitch: float,
        left: float = -theme.SAFE_X,
        right: float = theme.SAFE_X,
    ) -> None:
        self.levels = list(levels)
        self.bottom, self.pitch = bottom, pitch
        color = theme.mix(theme.DIM, theme.BACKGROUND, 0.35)
        ends = (([left, self.y(k), 0], [right, self.y(k), 0]) for k in self.levels)
        super().__init__(*(Line(*pair, color=color, stroke_width=2) for pair in ends))

    def y(self, level: float) -> float:
        """The height of a level, which may lie between two."""
        return self.bottom + (float(level) - self.levels[0]) * self.pitch

    def at(self, level: float, x: float) -> np.ndarray:
        """The point of a lane above a place of the ribbon, (3,)."""
        return np.array([x, self.y(level), 0.0])


def shoot(ray: Pointer, start: np.ndarray, end: np.ndarray, run_time: float = 1.0) -> Animation:
    """A ray leaves `start`, and grows until it meets `end`."""
    way = np.asarray(end, dtype=float) - start
    return UpdateFromAlphaFunc(
        ray, lambda r, a: r.between(start, start + max(a, 1e-3) * way), run_time=run_time
    )
