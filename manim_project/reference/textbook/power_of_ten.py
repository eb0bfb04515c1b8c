"""Numbers too small or too large to be written out."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class PowerOfTen:
    """A positive number as digits · 10^exponent, 1 ≤ digits < 10."""

    digits: float
    exponent: int

    @property
    def decades(self) -> float:
        """The whole number's logarithm to the base 10."""
        return self.exponent + math.log10(self.digits)


def power_of_ten(logarithm: float) -> PowerOfTen:
    """10^`logarithm`, which may be far outside what float64 holds."""
    exponent = math.floor(logarithm)
    return PowerOfTen(digits=float(10 ** (logarithm - exponent)), exponent=exponent)
