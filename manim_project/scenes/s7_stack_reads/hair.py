"""Why the later of two keys wins: scores are level but for a hair, and the hair is multiplied.

The columns stand on the two values' own lane; the multiplier's rail lies over the asker.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from manim import (
    UP,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.text import CAPITAL, Phrase, Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s7_stack_reads.sight import Sight
from manim_project.scenes.s7_stack_reads.storeys import (
    END,
    FLOOR,
    PUSHES,
    STOREY,
    height,
    spot,
    step_at,
)

WIDE = 0.6  # of a column
ASIDE = 0.6  # from a value's middle to its column's, to the left
UNIT = 1.06 * theme.TALL  # height of a score of one
TOO_LONG = 1000  # how many times a hair is drawn too long
SCORE, SHARE, LEAD = 0.46, 0.5, 0.46
LEAST, MOST = 0.5, 0.58
HAIR = REFERENCE.machine.tie_exponent
START = 5.0  # power of two at which height has decided already: what is a whole one lower is gone
STOP = float(REFERENCE.textbook.HARD_EXPONENT)  # the machine's own multiplier
PACE = (0.0, 0.25, 0.8, 1.0), (START, 10.0, 17.5, STOP)  # powers at shares of the time
SIDE = 0.42  # from what stands at its left to the rail


def tie(look: Quantity, power: float) -> Quantity:
    """The two weights when scores are multiplied by a power of two.

    They are the softmax's over all keys: from `START` on no other one has any share to speak of.
    """
    return REFERENCE.textbook.tie(look.lead, HAIR, 2.0**power)


def together(
    change: Callable[[Any, float], None], parts: Iterable[VMobject], run_time: float
) -> tuple[Animation, ...]:
    """One change of several things, each of which stays in its layer: to be played as they are."""
    first, *others = parts
    style: dict[str, Any] = {"rate_func": smooth, "run_time": run_time}
    follow = (UpdateFromAlphaFunc(part, lambda _, a: None, **style) for part in others)
    return UpdateFromAlphaFunc(first, change, **style), *follow


class Rail(VGroup):
    """The multiplier: a mark on a line, a tick every five powers of two."""

    def __init__(self, look: Quantity, middle: float) -> None:
        left = step_at(2) + SIDE + theme.NEAR
        color = theme.soft(theme.DIM, 0.7)
        self.start, self.end = (np.array([x, middle, 0.0]) for x in (left, END - theme.NEAR))
        rail = VGroup(Line(self.start, self.end, stroke_width=4, color=color))
        for power in np.arange(START, STOP + 1, 5.0):
            at = self.at(power)
            rail.add(Line(at, at + 0.17 * UP, stroke_width=4, color=color))
        self.mark = Mark(self.start, radius=0.15, color=theme.INK, shine=0.6)
        least = Words("× {:.0f}", tie(look, START).beta, size=LEAST)
        most = Phrase("times 2^({})", REFERENCE.textbook.HARD_EXPONENT, math=True, size=MOST)
        below = middle - 0.4 - CAPITAL * MOST
        least.put(self.start[0] - theme.NEAR, below)
        most.put(self.end[0] + theme.NEAR, below, align=1)
        super().__init__(rail, self.mark, least, most)

    def at(self, power: float) -> np.ndarray:
        """The place of a power of two."""
        return self.start + (power - START) / (STOP - START) * (self.end - self.start)


class Hair(VGroup):
    """Score columns on the lane of two values; `look` is the run's own."""

    def __init__(self, look: Quantity, sight: Sight) -> None:
        self.look, self.sight = look, sight
        tokens = look.runner_up, look.winner
        self.foot = height(1)
        self.middles = [v.disc.get_x() - ASIDE for v in (sight.hidden, sight.found)]
        hair = float(2.0 ** float(HAIR))
        self.hairs = [int(token) * hair * TOO_LONG * UNIT for token in tokens]
        self.columns = self._bars(theme.soft(theme.KEY, 0.5))
        self.tips = self._bars(theme.shape(theme.KEY))
        self.scores, self.shares = VGroup(), VGroup()
        weights = tie(look, START).weights
        for token, x, weight in zip(tokens, self.middles, weights, strict=True):
            left = x + WIDE / 2 + theme.NEAR
            score = Words("score {:.0f}", look.scores[token], size=SCORE)
            self.scores.add(score.put(left, self.foot + UNIT - CAPITAL * SCORE))
            share = Words("{:.1%}", weight, size=SHARE)
            self.shares.add(share.put(left, self.foot + theme.GAP))
        self.scores.add(self._miss())
        told = (Words("a hair more", color=theme.DIM, size=LEAD),
                Words("≈ {:.5f}", look.margin, size=LEAD),
                Words("tips enlarged", color=theme.DIM, size=LEAD))  # fmt: skip
        self.lead = VGroup(*told)
        for k, words in enumerate(told):
            words.put(step_at(2) + SIDE, height(2) - (0.7 + 0.54 * k) * theme.TALL)
        self.rail = Rail(look, FLOOR + 1.58 * STOREY)
        super().__init__(self.columns, self.tips, self.scores)

    def _miss(self) -> Words:
        """What the value at the other height scores: it misses by one, and loses by one."""
        line, level = PUSHES[1], 2
        score = self.look.scores[int(line.stop) - 1]
        told = Words("score {:.0f}", score, size=SCORE)
        return told.put(spot(1, level)[0], height(level) + theme.GAP, align=0)

    def _bars(self, color: str) -> VGroup:
        bars = VGroup()
        for _ in self.middles:
            bar = Rectangle(width=WIDE, height=1e-3, stroke_width=0, fill_opacity=1)
            bars.add(bar.set_fill(color))
        return bars

    def even(self, run_time: float) -> tuple[Animation, ...]:
        """Back to where both are worth the same: the shadow lifts."""
        sight, (older, newer) = self.sight, value_of(tie(self.look, START).weights)

        def lift(_: Any, alpha: float) -> None:
            sight.share(alpha * older, 1 - alpha * (1 - newer))

        return together(lift, self.sight.shared, run_time)

    def rise(self, run_time: float) -> Animation:
        """Both scores grow, level."""
        return self._grow(self.columns, [UNIT, UNIT], self.foot, run_time)

    def lengthen(self, run_time: float) -> Animation:
        """A hair grows on each, longer on the later one."""
        return self._grow(self.tips, self.hairs, self.foot + UNIT, run_time)

    def _grow(self, bars: VGroup, tall: list[float], foot: float, run_time: float) -> Animation:
        def draw(group: VGroup, alpha: float) -> None:
            for bar, full, x in zip(group, tall, self.middles, strict=True):
                high = max(alpha * full, 1e-3)
                bar.stretch_to_fit_height(high).move_to([x, foot + high / 2, 0.0])

        return UpdateFromAlphaFunc(bars, draw, rate_func=smooth, run_time=run_time)

    def weigh(self) -> Animation:
        """What each of them is worth, and the rail that is going to change it."""
        return AnimationGroup(FadeIn(self.shares), FadeIn(self.rail), run_time=theme.QUICK)

    def turn_to(self, power: float) -> None:
        """The weights at a multiplier, as numbers, as light and as shadow."""
        told = tie(self.look, power)
        alone = bool(value_of(told.alone))
        self.rail.mark.at(self.rail.at(power))
        for share, weight in zip(self.shares, told.weights, strict=True):
            share.say("{:.0%}" if alone else "{:.1%}", weight)
        self.sight.share(*map(float, value_of(told.weights)))
        self.tips[1].set_fill(theme.shape(theme.WINNER if alone else theme.KEY))

    def multiply(self, run_time: float) -> tuple[Animation, ...]:
        """The multiplier rises to the machine's own."""

        def move(_: Any, alpha: float) -> None:
            self.turn_to(float(np.interp(alpha, *PACE)))

        return together(move, (self.rail, self.shares, self.tips, *self.sight.shared), run_time)

    def leave(self) -> tuple[Animation, ...]:
        """All that was told of it goes."""
        parts = (self.columns, self.tips, self.shares, self.rail)
        return tuple(FadeOut(part) for part in parts)
