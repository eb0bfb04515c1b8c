"""The theme's colours as a palette, for GIF and small PNG."""

from __future__ import annotations

import numpy as np
from PIL import Image

from manim_project import theme

SHADES = (16, 10, 6)  # of each colour: the first number that is small enough


def palette(shades: int) -> Image.Image:
    """The theme's colours, each in so many shades down to the grounds that it stands on.

    One that is found from the pictures takes the many greys for more than the few bright dots.
    """
    colors = (theme.INK, theme.DIM, theme.FAINT, theme.QUERY, theme.KEY, theme.VALUE, theme.WINNER)
    grounds = [(color, theme.BACKGROUND) for color in colors]
    grounds += [(color, theme.panel(color)) for color in colors[3:]]
    grounds += [(theme.shape(color), theme.BACKGROUND) for color in colors[3:]]
    shares = np.linspace(0, 1, shades)
    found = [theme.PANEL] + [theme.mix(*pair, share) for pair in grounds for share in shares]
    image = Image.new("P", (1, 1))
    image.putpalette(b"".join(bytes.fromhex(color[1:]) for color in dict.fromkeys(found)))
    return image
