"""Rectangles: their corners, and how one becomes another."""

from manim import UP

from manim_project.mobjects.regions import Region


def between(start: Region, end: Region, share: float, lift: float) -> Region:
    """A rectangle on its way to another."""
    centre = (1 - share) * start.centre + share * end.centre + lift * UP
    width = (1 - share) * start.width + share * end.width
    height = (1 - share) * start.height + share * end.height
    x, y = centre[:2]
    return Region(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def corners(box: Region) -> list[tuple[float, float, float]]:
    """Of a rectangle, closed."""
    across, along = (box.left, box.right), (box.bottom, box.top)
    order = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return [(across[i], along[j], 0.0) for i, j in order]
