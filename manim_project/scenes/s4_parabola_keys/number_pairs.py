"""The two numbers of a query, of a key, and what they make."""

import numpy as np
from manim import DOWN, VGroup

from manim_project import theme
from manim_project.mobjects.layout import above, row
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s4_parabola_keys.key_curve import AWAY_CROWNED, KeyCurve

PAIR = 0.54  # keys stand too close in 4:3 for larger ones
SIZE = 0.56 * theme.TALL
LINE = 0.68 * theme.TALL
LOWER = 0.72 * theme.TALL  # from an address to what stands below it


def key_pair(curve: KeyCurve, key: Quantity, j: int) -> Words:
    """(2j, −j²), below the address of key j."""
    pair = Words("({}, {})", *key, size=PAIR, color=theme.KEY, bold=True, counted=False)
    return pair.in_box(_below_address(curve, j))


def key_score(curve: KeyCurve, score: Quantity, j: int) -> Words:
    """What key j scores, below its address."""
    return number(score, size=SIZE, bold=True).in_box(_below_address(curve, j))


def _below_address(curve: KeyCurve, j: int) -> np.ndarray:
    return curve.point(j) + AWAY_CROWNED * curve.inward(j) + LOWER * DOWN


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


def row_over(quantities: Quantity, name: str, best: int, xs: np.ndarray, baseline: float) -> VGroup:
    """A number over each key, and what they are; the best key's stands beside the query there."""
    numbers = VGroup(*(number(quantity, size=SIZE, bold=True) for quantity in quantities))
    for j, (words, x) in enumerate(zip(numbers, xs, strict=True)):
        own = j == best
        words.put(x + (2 * theme.NEAR if own else 0.0), baseline, align=-1 if own else 0)
    name_of_all = Words(name, size=theme.BODY, color=theme.DIM)
    return VGroup(above(name_of_all, numbers[0], theme.GAP / 2), numbers)
