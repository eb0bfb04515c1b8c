"""How to show a blend that is nearly what was wanted."""

import math


def show_deviation(error: float) -> str:
    """A format that shows a deviation's first digit, so that no blend looks exact before it is."""
    return f"{{:.{max(1, math.ceil(-math.log10(abs(error)) if error else 1))}f}}"
