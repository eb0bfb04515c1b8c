"""The two numbers of a query, and the two of a key, as steps on the grid."""

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import above, beside, row
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s4_parabola_keys.key_curve import KeyCurve

SIZE = 0.56 * theme.TALL
LINE = 0.68 * theme.TALL


def query_pair(curve: KeyCurve, told: Quantity) -> Words:
    """(i, 1), beside the arrow; `told` is a `textbook.parabola(count, i)`."""
    i, one = told.query
    spec = "({}, {})" if float(i).is_integer() else "({:.1f}, {:.0f})"
    pair = Words(spec, i, one, size=SIZE, color=theme.QUERY, bold=True)
    foot = curve.on_keys(curve.base)
    knee = foot + curve.plane.unit * curve.plane.along((i, 0))  # right of the arrow's tip
    return beside(pair, knee + theme.GAP / 2 * DOWN)


def product_line(query: Quantity, other: Quantity, total: Quantity, color: str) -> VGroup:
    """The query times another pair of numbers, number by number, and their sum."""
    (i, one), (first, second) = query, other
    terms = (
        ("{}", theme.QUERY, i), ("·", theme.DIM), ("{}", color, first), ("+", theme.DIM),
        ("{}", theme.QUERY, one), ("·", theme.DIM), ("({})", color, second),
        ("=", theme.DIM), ("{}", theme.INK, total),
    )  # fmt: skip
    words = [
        Words(template, *quantities, size=LINE, color=color, bold=True)
        for template, color, *quantities in terms
    ]
    return row(words, theme.NEAR)


def score_row(told: Quantity, xs: np.ndarray, baseline: float) -> VGroup:
    """All scores over their keys; the best one's beside the query that stands there."""
    scores = VGroup(*(number(score, size=SIZE, bold=True) for score in told.scores))
    for j, (score, x) in enumerate(zip(scores, xs, strict=True)):
        best = j == int(told.winner)
        score.put(x + (2 * theme.NEAR if best else 0.0), baseline, align=-1 if best else 0)
    name = Words("score", size=theme.BODY, color=theme.DIM)
    return VGroup(above(name, scores[0], theme.GAP / 2), scores)


class KeySteps(VGroup):
    """From key 0 to a key of an upright plane: so far along, so far down, a number at each."""

    def __init__(self, curve: KeyCurve, key: Quantity) -> None:
        along, down = value_of(key)
        start, knee, end = map(curve.plane, ((0, 0), (along, 0), (along, down)))
        look = {"color": theme.soft(theme.KEY, 0.9), "stroke_width": 4, "dash_length": 0.12}
        self.legs = VGroup(DashedLine(start, knee, **look), DashedLine(knee, end, **look))
        sizes = {"size": SIZE, "color": theme.KEY, "bold": True}
        across, below = (number(q, **sizes) for q in key)  # type: ignore[arg-type]
        self.numbers = VGroup(
            above(across, (start + knee) / 2 + theme.NEAR / 2 * UP),
            beside(below, (knee + end) / 2 + theme.NEAR / 2 * RIGHT),
        )
        super().__init__(self.legs, self.numbers)

    def walk(self) -> Animation:
        """Along, and down."""
        steps = zip(self.legs, self.numbers, strict=True)
        return Succession(
            *(
                AnimationGroup(Create(leg), FadeIn(number), lag_ratio=0.7, run_time=0.4)
                for leg, number in steps
            )
        )


def walk_to_each(curve: KeyCurve, keys: Quantity, order: Sequence[int]) -> tuple[Animation, VGroup]:
    """From key 0 to one key after the other; the last one's steps stay, and are given, too."""
    steps = [KeySteps(curve, keys[j]) for j in order]
    moves = [move for step in steps[:-1] for move in (step.walk(), FadeOut(step, run_time=0.25))]
    return Succession(*moves, steps[-1].walk()), steps[-1]
