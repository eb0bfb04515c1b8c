"""Any question to the block of `film_block`: its keys and values stay, the query turns."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from manim_project.reference.arrays import Floats, Ints, product
from manim_project.reference.softmax import softmax
from manim_project.reference.textbook.tangent import TIE
from manim_project.reference.textbook.worked_block import film_block


@dataclass(frozen=True)
class Asked:
    """What one query finds among the three keys, and what it gets. 3 keys, head of size 2."""

    angle: float  # of the query, in degrees from the x axis
    query: NDArray  # (2,) q
    length: float  # |q|
    unit: Floats  # (2,) q / |q|
    keys: Ints  # (3, 2)
    values: Ints  # (3, 2)
    scores: NDArray  # (3,) q · k_j
    along: Floats  # (3,) where each key's projection falls on the unit direction, scores / |q|
    feet: Floats  # (3, 2) those foot points, along · unit
    scaled: Floats  # (3,) scores / √2
    point: float  # e^(1/√2): a score one higher weighs so many times as much
    powers: Floats  # (3,) e^scaled: of each, its share is the weight
    weights: Floats  # (3,) softmax of scaled
    percentages: Floats  # (3,) weights in percent
    percents: Ints  # (3,) those rounded to whole percents
    adds_up: bool  # whether those sum to 100; if not, they are ≈
    blend: Floats  # (3, 2) weights[j] · v_j
    z: Floats  # (2,) their sum, the answer
    winner: int | None  # the key furthest along q; None while two tie
    lead: float  # how far along it is before the second
    ticks: Ints  # 0, 1, 2, 3: along both axes, as far as there are keys and values

    def reached(self, share: float) -> float:
        """The score of a line that has come a share of its way from 0 to the furthest key."""
        return share * float(self.scores.max())


def asked(angle: float | None = None) -> Asked:
    """The query of *cat*, of length √2, turned to `angle` (degrees); without one its own, at 45°.

    At 45° it is exactly (1, 1). *The* and *slept* tie at `tie_angle`, 63.43°, for the line through
    their keys is square to (1, 2); below it *The* wins, above it *slept*. Raises ValueError for an
    angle that is not finite.
    """
    block = film_block()
    own = block.queries[block.cat]
    start = math.degrees(math.atan2(own[1], own[0]))
    if angle is None or angle == start:
        return asked_by(*own.tolist())
    if not math.isfinite(angle):
        raise ValueError(f"angle {angle}: give a finite number of degrees")
    turn = math.radians(angle)
    length = math.hypot(*own.tolist())
    asks = asked_by(length * math.cos(turn), length * math.sin(turn))
    return replace(asks, angle=angle)


def asked_by(x: float, y: float) -> Asked:
    """The query (x, y), any but (0, 0), which points nowhere: then, or not finite, ValueError."""
    query = np.array([x, y])
    length = math.hypot(x, y)
    if not 0 < length < math.inf:
        raise ValueError(f"query ({x}, {y}): give a finite one that points somewhere")
    block = film_block()
    scores = product(block.keys, query)
    along, unit = scores / length, query / length
    scaled = scores / block.scale
    weights = softmax(scaled)
    percents = np.rint(100 * weights).astype(np.int64)
    blend = weights[:, None] * block.values
    second, best = np.argsort(along, kind="stable")[-2:]
    lead = float(along[best] - along[second])
    return Asked(
        angle=math.degrees(math.atan2(y, x)),
        query=query,
        length=length,
        unit=unit,
        keys=block.keys,
        values=block.values,
        scores=scores,
        along=along,
        feet=np.outer(along, unit),
        scaled=scaled,
        point=math.exp(1 / block.scale),
        powers=np.exp(scaled),
        weights=weights,
        percentages=100 * weights,
        percents=percents,
        adds_up=int(percents.sum()) == 100,
        blend=blend,
        z=blend.sum(axis=0),
        winner=None if lead < TIE else int(best),
        lead=lead,
        ticks=np.arange(max(block.keys.max(), block.values.max()) + 1),
    )


def tie_angle() -> float:
    """The angle, in degrees, at which *The* and *slept* are equally far along: 63.43°."""
    keys = film_block().keys
    side = keys[-1] - keys[0]  # square to it is (side[1], −side[0])
    return math.degrees(math.atan2(-side[0], side[1]))
