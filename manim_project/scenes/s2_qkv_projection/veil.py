"""What comes and goes while it is redrawn all the time: a share of its own opacities."""

from collections.abc import Callable
from typing import Self

from manim import Mobject, UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation


class Veil:
    """The opacities of `parts` as they were when it was made; `let` shows a share of them."""

    def __init__(self, *parts: VMobject, share: float = 0.0) -> None:
        self.parts = parts
        self.full = [
            (member, member.get_fill_opacity(), member.get_stroke_opacity())
            for part in parts
            for member in part.get_family()
        ]
        self.let(share)

    def let(self, share: float) -> Self:
        """Show this share of the opacities, from 0 to 1."""
        self.share = share
        for member, fill, stroke in self.full:
            member.set_fill(opacity=share * fill, family=False)
            member.set_stroke(opacity=share * stroke, family=False)
        return self


def lift(*veils: Veil, to: float = 1.0, run_time: float = 0.3) -> Animation:
    """Veils go to a share, each from where it is."""
    starts = [veil.share for veil in veils]

    def draw(_: Mobject, alpha: float) -> None:
        for veil, start in zip(veils, starts, strict=True):
            veil.let((1 - alpha) * start + alpha * to)

    group = VGroup(*(part for veil in veils for part in veil.parts))
    return UpdateFromAlphaFunc(group, draw, rate_func=smooth, run_time=run_time)


def change(mobject: Mobject, draw: Callable[[float], object], run_time: float) -> Animation:
    """Draw a mobject anew for each share of a way, eased."""

    def move(_: Mobject, alpha: float) -> None:
        draw(alpha)

    return UpdateFromAlphaFunc(mobject, move, rate_func=smooth, run_time=run_time)


def step(alpha: float, start: float, end: float) -> float:
    """The share of a part of the way that is done: 0 before it, 1 behind it."""
    return min(1.0, max(0.0, (alpha - start) / (end - start)))
