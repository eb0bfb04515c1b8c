"""The two numbers of a query, of a key, and what they make."""

import numpy as np
from manim import DOWN, RIGHT, VGroup

from manim_project import theme
from manim_project.mobjects.layout import above, beside, row
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s4_parabola_keys.key_curve import AWAY_CROWNED, KeyCurve

SIZE = 0.56 * theme.TALL
LINE = 0.68 * theme.TALL
LOWER = 0.72 * theme.TALL  # from an address to what stands below it


def key_pair(curve: KeyCurve, key: Quantity, j: int) -> Words:
    """(2j, −j²): beside key j of an upright plane, below its address in a turned one."""
    pair = Words("({}, {})", *key, size=SIZE, color=theme.KEY, bold=True, counted=False)
    if curve.plane.angle:
        return pair.in_box(below_address(curve, j))
    return beside(pair, curve.point(j), RIGHT, theme.GAP)


def key_score(curve: KeyCurve, score: Quantity, j: int) -> Words:
    """What key j scores, below its address."""
    return number(score, size=SIZE, bold=True).in_box(below_address(curve, j))


def below_address(curve: KeyCurve, j: int) -> np.ndarray:
    """Where a number stands that belongs to key j, under its address."""
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
