"""The tape and its lanes, one for an address; the newest token asks along one of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    FadeOut,
    Line,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import beam
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.ribbon import PLAIN, TOP, Lanes, Ribbon, RibbonCell, shoot
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, BYTES, OLD, TOKENS
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, SMALL, Chip

END = 0.45  # from the safe area's edge to the newest token, when the tape is seen from near
START = 3.1  # from the other edge to the first chip: room for the names of the lanes
# Of a value's bytes; the others are 0 here.
BYTE_COLORS = [theme.VALUE, *(BYTES - 1) * [theme.soft(theme.VALUE, 0.45)]]
NAME = 0.5
REACH, LEAN = 3.4, 0.16  # half length of the line that lands; how far it leans (radians)
NAME_UP = 0.24  # from a lane to its name: a ray runs below


@dataclass(frozen=True)
class View:
    """How the tape lies in the frame: where it begins, and from token to token."""

    left: float
    pitch: float

    def x(self, token: Any) -> float:
        """The middle of a token."""
        return self.left + (float(token) + 0.5) * self.pitch

    def toward(self, other: "View", share: float) -> "View":
        """A view on the way to another; what is near is left at an even pace."""
        pitch = self.pitch ** (1 - share) * other.pitch**share
        rest = (pitch - other.pitch) / (self.pitch - other.pitch)
        return View(rest * self.left + (1 - rest) * other.left, pitch)


def near_view() -> View:
    """From the first store to the second load."""
    first, last = -theme.SAFE_X + START, theme.SAFE_X - END
    pitch = (last - first) / (AGAIN.token - int(OLD.token))
    return View(last - (AGAIN.token + 0.5) * pitch, pitch)


def far_view() -> View:
    """Program and trace, whole."""
    return View(-theme.SAFE_X, 2 * theme.SAFE_X / TOKENS)


class Tape:
    """The ribbon, `laid` tokens of which are on it."""

    def __init__(self, laid: Any, view: View) -> None:
        self.ribbon = Ribbon([None] * TOKENS, left=view.left, pitch=view.pitch)
        self.laid = int(laid)

    def seen(self) -> VGroup:
        """The cells that are on stage."""
        return VGroup(*self.ribbon[: self.laid])

    def x(self, token: Any) -> float:
        """The middle of a token."""
        return self.ribbon.x(token)

    def on(self, token: Any) -> np.ndarray:
        """The middle of a token's cell, (3,)."""
        return np.array([self.x(token), TOP - PLAIN / 2, 0.0])

    def lay(self, stop: Any, run_time: float = theme.MOVE) -> Animation:
        """All tokens up to the one before `stop` come out."""
        start, self.laid = self.laid, int(stop)
        return self.ribbon.lay(start, self.laid, run_time)

    def color_bytes(self, token: Any) -> None:
        """Four tokens of a value, from the first one on, are green from when they come."""
        for cell, color in zip(self._bytes(token), BYTE_COLORS, strict=True):
            cell.colored(color)

    def quiet_bytes(self, token: Any) -> list[Animation]:
        """They are tokens as any other: nothing was stored with them."""
        return [cell.light(None) for cell in self._bytes(token)]

    def _bytes(self, token: Any) -> list[RibbonCell]:
        return [self.ribbon.cell(int(token) + k) for k in range(BYTES)]


class NamedLanes(VGroup):
    """A lane for each address, with its name over its left end; `lowest` is the first's height."""

    def __init__(self, addresses: list[Quantity], lowest: float, pitch: float) -> None:
        self.lines = Lanes([int(float(a)) for a in addresses], bottom=lowest, pitch=pitch)
        self.names = VGroup()
        for address in addresses:
            name = Words("address {:.0f}", address, size=NAME, color=theme.KEY)
            self.names.add(name.put(-theme.SAFE_X, self.lines.y(float(address)) + NAME_UP))
        super().__init__(self.lines, self.names)

    def at(self, address: Any, x: float) -> np.ndarray:
        """The point of a lane above a place of the tape, (3,)."""
        return self.lines.at(float(address), x)


class Asker(VGroup):
    """The newest token asks: a thread rises to the lane of its address, a ray looks back there."""

    def __init__(self, tape: Tape, token: int, place: np.ndarray) -> None:
        self.tape, self.token, self.place = tape, token, place
        self.cell = tape.ribbon.cell(token)
        color = theme.shape(theme.QUERY)
        self.thread = Line(self.cell.top, self.cell.top + 1e-3 * UP, color=color, stroke_width=4)
        self.mark = Mark(self.cell.top, radius=0.12, color=theme.QUERY)
        self.ray = Pointer(place, place + 1e-3 * LEFT)
        super().__init__(self.thread, self.ray, self.mark)

    def rise(self, run_time: float = 0.5) -> Animation:
        """It lights, and reaches its lane."""
        foot = self.cell.top

        def move(asker: VGroup, alpha: float) -> None:
            head = foot + max(alpha, 1e-3) * (self.place - foot)
            self.thread.set_points_as_corners([foot, head])
            self.mark.at(head)

        rising = UpdateFromAlphaFunc(VGroup(self.thread, self.mark), move, run_time=run_time)
        return AnimationGroup(self.cell.light(theme.QUERY), rising, run_time=run_time)

    def look(self, x: float, run_time: float = theme.MOVE) -> Animation:
        """The ray runs along the lane to a place."""
        end = np.array([x, self.place[1], 0.0])
        return shoot(self.ray, self.place, end, run_time=run_time)

    def leave(self) -> Animation:
        """It has its answer."""
        return AnimationGroup(FadeOut(self), self.cell.light(None), run_time=theme.QUICK)


class Landing(VGroup):
    """A sweep line that ends softly: the best score comes down until it meets a key."""

    def __init__(self) -> None:
        self.glow = beam(LEFT, RIGHT, 0.6, theme.INK, 0.35, ends=0.8)
        self.core = beam(LEFT, RIGHT, 0.13, theme.INK, 1.0, ends=0.8)
        super().__init__(self.glow, self.core)

    def land(self, start: np.ndarray, chip: Chip, run_time: float = 0.9) -> Animation:
        """From a lane to a chip above it, which it touches first: it leans by a hair."""

        def move(line: Landing, alpha: float) -> None:
            angle = LEAN * alpha
            along = REACH * np.array([np.cos(angle), np.sin(angle), 0.0])
            touch = chip.point + chip.full * np.array([np.sin(angle), -np.cos(angle), 0.0])
            point = (1 - alpha) * start + alpha * touch
            line.glow.along(point - along, point + along, 0.6)
            line.core.along(point - along, point + along, 0.13)

        return UpdateFromAlphaFunc(self, move, run_time=run_time)


def rise_to_lane(chip: Chip, tape: Tape, token: Any, place: np.ndarray) -> Animation:
    """A byte goes up from its token to the lane of its address."""
    return chip.travel([tape.on(token), place], (SMALL, 1.0), run_time=0.8)


def ride_back(chip: Chip, asker: Asker, token: Any) -> Animation:
    """What was found rides back along the ray, and is laid on the tape."""
    tape = asker.tape
    above = np.array([tape.x(token), asker.place[1], 0.0])
    way = [chip.point, above]
    return Succession(
        chip.travel(way, run_time=0.7),
        chip.travel([above, tape.on(token)], (1.0, SMALL), run_time=0.45, remover=True),
    )


def edge_of(chip: Chip, side: np.ndarray = RIGHT) -> float:
    """Where a ray along its lane meets it."""
    return float((chip.point + RADIUS * side)[0])
