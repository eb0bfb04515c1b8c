"""The float64 numbers around the target, and where the blend of `sharpening` falls among them.

A tick is one float64 number. On paper the blend lies between ticks and never on the target; as
stored it is on a tick, always.
"""

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext

import numpy as np

from manim_project.reference.arrays import Floats, Ints
from manim_project.reference.textbook import slots
from manim_project.reference.textbook.softmax_sharpening import BETA_FIRST, first_exact, sharpening

REACH = 6  # ticks on either side of the target
PAPER_DIGITS = 60
ZOOM_EXPONENT = 16


@dataclass(frozen=True)
class FloatRuler:
    """The ticks around the target, and the blend at multiplier β, on paper and as stored.

    Offsets are counted from the target in ticks. Of a blend beyond ±6 they still tell the truth,
    but the ruler has no tick there (`on_ruler`).
    """

    beta: float
    target: float  # the value wanted, 42.0
    spacing: float  # from it to the next float64, 2⁻⁴⁷, in units of value
    offsets: Ints  # (13,) −6 … 6
    ticks: Floats  # (13,) target + offsets · spacing, each exact: all float64 numbers there are
    on_paper_ticks: float  # the exact blend's offset, from 60 digits; above 0 until β ≈ 780
    stored: float  # the blend as float64 computes it, the output of `sharpening`
    stored_ticks: int  # its offset, exactly
    nearest_ticks: int  # the offset of the tick that is nearest to the exact blend
    on_ruler: bool  # whether the stored blend is on one of the 13 ticks


def float_ruler(beta: float = BETA_FIRST) -> FloatRuler:
    """The ruler for any real multiplier `beta`. Raises ValueError if it is not finite, above 0.

    Stored is not always nearest: each weight, each product and each sum is rounded once, and the
    roundings may add up to two ticks and a half. For whole β from 31 on, all are nearest but 34
    (9.65 on paper, stored 9), 35 (3.55 and 3) and 37 (0.48 and 1). From one whole β to the next
    stored comes nearer to the target or stays; between them it jumps about (β = 36.4: 0, 36.6: −1,
    36.75: 2, 37: 1, 37.87: 0 for good), so a scene lets it hop from one whole β to the next.
    """
    stored = sharpening(beta).output
    target = float(slots.VALUES[slots.TARGET])
    spacing = float(np.spacing(target))
    offsets = np.arange(-REACH, REACH + 1)
    on_paper = _on_paper(beta, spacing)
    # Every blend is in one binade with the target, from 32 to 64: so this quotient is whole.
    stored_ticks = int((stored - target) / spacing)
    return FloatRuler(
        beta=beta,
        target=target,
        spacing=spacing,
        offsets=offsets,
        ticks=np.asarray(target + offsets * spacing),
        on_paper_ticks=float(on_paper),
        stored=stored,
        stored_ticks=stored_ticks,
        nearest_ticks=round(on_paper),
        on_ruler=abs(stored_ticks) <= REACH,
    )


def _on_paper(beta: float, spacing: float) -> Decimal:
    """How many spacings the exact blend is above the target:
    Σ_j e^(β s_j) (v_j − v_i) / Σ_k e^(β s_k).
    """
    with localcontext(prec=PAPER_DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX):
        once = (-Decimal(beta)).exp()  # e^(−β); the float β is taken exactly
        raised = [once ** ((j - slots.TARGET) ** 2) for j in range(len(slots.VALUES))]
        above = [value - slots.VALUES[slots.TARGET] for value in slots.VALUES]
        rise = sum((e * v for e, v in zip(raised, above, strict=True)), Decimal(0))
        return rise / sum(raised) / Decimal(spacing)


def landing() -> FloatRuler:
    """The ruler at the first whole β at which stored is exactly the target: 38.

    It stays there for every whole β after it. On paper the blend is 0.18 ticks off.
    """
    return float_ruler(first_exact().beta)


@dataclass(frozen=True)
class Zoom:
    """A magnification of the value line, 10^exponent times."""

    exponent: float
    factor: float  # 10^exponent; an int if the exponent is one, so that all its digits are true
    tick: float  # how long one tick is then, in units of value as they were before


def ruler_zoom(exponent: float = ZOOM_EXPONENT) -> Zoom:
    """The zoom into the ruler: from 0 (nothing) to 16, or any real exponent between, to slide.

    10 000 000 000 000 000 times the step of 7.1 · 10⁻¹⁵ is 71 units. Raises ValueError for an
    exponent out of 0 … 16.
    """
    if not 0 <= exponent <= ZOOM_EXPONENT:
        raise ValueError(f"exponent {exponent}: give one from 0 to {ZOOM_EXPONENT}")
    factor = 10**exponent
    return Zoom(exponent=exponent, factor=factor, tick=float_ruler().spacing * factor)
