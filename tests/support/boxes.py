"""Boxes of what is drawn."""

from manim import DL, UR, Mobject

from manim_project.mobjects.regions import Region

CLOSE = 1e-6


def holds(outer: Region, inner: Region) -> bool:
    """Whether a region lies in another, rounding aside."""
    return (
        outer.left - CLOSE <= inner.left <= inner.right <= outer.right + CLOSE
        and outer.bottom - CLOSE <= inner.bottom <= inner.top <= outer.top + CLOSE
    )


def ink(mobject: Mobject) -> Region:
    """The box of what is drawn, as Manim sees it."""
    low, high = mobject.get_corner(DL), mobject.get_corner(UR)
    return Region(low[0], high[0], low[1], high[1])
