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
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.ribbon import PLAIN, TOP, Lanes, Ribbon, RibbonCell
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, BYTES, OLD, TOKENS
from manim_project.scenes.s8_memory_is_the_trace.chip import RADIUS, SMALL, Chip

END = 0.45  # from the safe area's edge to the newest token, when the tape is seen from near
START = 3.1  # from the other edge to the first chip: room for the names of the lanes
FIRST_SEEN = 3.1  # the same at the end: the lane's name ends on the left of the chip
# Of a value's bytes; the others are 0 here.
BYTE_COLORS = [theme.VALUE, *(BYTES - 1) * [theme.soft(theme.VALUE, 0.45)]]
SOFT_COLORS = [theme.soft(theme.VALUE, share) for share in (0.6, *(BYTES - 1) * [0.3])]
NAME = 0.5
PLACE = 0.45  # size of a token's number
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


def end_view() -> View:
    """From the first store to the end of the tape."""
    first, last = -theme.SAFE_X + FIRST_SEEN, theme.SAFE_X
    pitch = (last - first) / (TOKENS - int(OLD.token) - 0.5)
    return View(last - TOKENS * pitch, pitch)


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

    def soften(self, token: Any) -> list[Animation]:
        """What a load returned stays lit, more softly than what was stored."""
        cells = zip(self._bytes(token), SOFT_COLORS, strict=True)
        return [cell.light(color) for cell, color in cells]

    def _bytes(self, token: Any) -> list[RibbonCell]:
        return [self.ribbon.cell(int(token) + k) for k in range(BYTES)]


def below(tape: Tape, token: Any, words: Words) -> Words:
    """Words under a token, close to the tape."""
    return words.put(tape.x(token), TOP - PLAIN - 0.13 - CAPITAL * words.em, align=0)


def places_of(tape: Tape, *tokens: Quantity) -> VGroup:
    """The numbers of some tokens, under the tape."""
    numbers = [below(tape, token, number(token, size=PLACE)) for token in tokens]
    name = Words("place", size=PLACE, color=theme.DIM)
    return VGroup(*numbers, name.put(numbers[0].pen[0] - 0.25, numbers[0].baseline, align=1))


class NamedLane(VGroup):
    """The lane of an address at a height, with its name over its left end."""

    def __init__(self, address: Quantity, height: float) -> None:
        self.level = int(float(address))
        self.line = Lanes([self.level], bottom=height, pitch=1)
        self.name = Words("address {:.0f}", address, size=NAME, color=theme.KEY)
        self.name.put(-theme.SAFE_X, height + NAME_UP)
        super().__init__(self.line, self.name)

    def at(self, x: float) -> np.ndarray:
        """The point of the lane above a place of the tape, (3,)."""
        return self.line.at(self.level, x)


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

    def look(self, *stops: float, run_time: float = theme.MOVE) -> Animation:
        """The ray runs along the lane to the last of some places, from where the one before is."""
        start, end = ([self.place[0], *stops])[-2:]

        def move(ray: Pointer, alpha: float) -> None:
            x = (1 - max(alpha, 1e-3)) * start + max(alpha, 1e-3) * end
            ray.between(self.place, np.array([x, self.place[1], 0.0]))

        return UpdateFromAlphaFunc(self.ray, move, run_time=run_time)

    def leave(self) -> Animation:
        """It has its answer."""
        return AnimationGroup(FadeOut(self), self.cell.light(None), run_time=theme.QUICK)


def rise_to_lane(chip: Chip, tape: Tape, token: Any, place: np.ndarray) -> Animation:
    """A byte goes up from its token to the lane of its address."""
    return chip.travel([tape.on(token), place], (SMALL, 1.0), run_time=0.8)


def ride_back(chip: Chip, asker: Asker, token: Any) -> Animation:
    """What was found rides back along the ray, and is laid on the tape."""
    tape = asker.tape
    above = np.array([tape.x(token), asker.place[1], 0.0])
    way = [chip.point, above]
    return Succession(
        chip.travel(way, run_time=0.6),
        chip.travel([above, tape.on(token)], (1.0, SMALL), run_time=0.4, remover=True),
    )


def edge_of(chip: Chip, side: np.ndarray = RIGHT) -> float:
    """Where a ray along its lane meets it."""
    return float((chip.point + RADIUS * side)[0])
