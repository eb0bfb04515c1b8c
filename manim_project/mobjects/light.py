"""Light: soft shines and shadows, each a mask of opacities, made once and laid in one colour.

halo(dot.get_center(), 0.6, theme.KEY)     a round shine
Light(Ramp(), width, height, color)        any shade: a function from pixels to opacities

A light is a VMobject, so that groups, fades and transforms take it as any other; its rectangle says
where its mask lies. `draw` lays it into a Cairo context. On white, what shines becomes shade: see
`theme.light`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, Self

import cairo
import numpy as np
from manim import Camera, VMobject

from manim_project import theme

HALO_PIXELS = 192  # of a mask that is enlarged or reduced: a round shine has no edges
DITHER = 2.0  # levels of 255: less does not outlive H.264 (see studio/drawing/encoder.py)
NOTHING = 1e-9  # an area (scene units) in which no mask can lie
CORNERS = (0, 3, 7, 11)  # of a rectangle's points: its corners, in the order in which it is drawn


class Shade(Protocol):
    """The opacities of a mask; it can be compared and hashed, as a frozen dataclass can."""

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        """Opacities from 0 to 1, (rows, columns), the uppermost row first."""

    def __hash__(self) -> int: ...


@dataclass(frozen=True)
class Shine:
    """What a light looks like: its shade, by how much, and how fine its mask is.

    `pixels` is the mask's size across and down; without it there is one for each pixel of the
    picture, so that it is sharp at every quality, and dithered as the picture needs it.
    """

    shade: Shade
    strength: float = 1.0
    pixels: int | None = None


class Light(VMobject):
    """A shade laid over a rectangle, `width` by `height`, in one colour (turned like any other)."""

    is_light = True  # it neither hides nor crosses a text

    def __init__(
        self,
        shade: Shade,
        width: float,
        height: float,
        color: str = theme.INK,
        strength: float = 1.0,
        pixels: int | None = None,
    ) -> None:
        super().__init__(stroke_width=0, fill_opacity=1, color=color)
        self.shine = Shine(shade, strength, pixels)
        self.whole = self.soft = 0.0  # its width, where only a part is seen; how soft that ends
        x, y = width / 2, height / 2
        self._span(np.array([(-x, y, 0.0), (x, y, 0.0), (x, -y, 0.0), (-x, -y, 0.0)]))

    def _span(self, corners: np.ndarray) -> None:
        self.set_points_as_corners([*corners, corners[0]])

    def along(self, start: np.ndarray, end: np.ndarray, breadth: float) -> Self:
        """Lie along a way from its start to its end, so broad across it."""
        way = np.asarray(end - start, dtype=float)
        length = float(np.hypot(way[0], way[1])) or 1.0
        across = breadth / 2 * np.array([-way[1], way[0], 0.0]) / length
        self._span(np.array([start + across, end + across, end - across, start - across]))
        return self

    def pour(self, share: float, soft: float = 1.0) -> Self:
        """Be seen only from the right edge on, so much of the width, and end softly on the left:
        light that is on its way. Its mask stays as it is."""
        corner, right, low, _ = (self.points[k].copy() for k in CORNERS)
        if not self.whole:
            self.whole = float(right[0] - corner[0])
        left = right[0] - max(share, 1e-3) * self.whole
        self.soft = soft if share < 1 else 0.0
        self._span(np.array([[left, right[1], 0.0], right, low, [left, low[1], 0.0]]))
        return self


def halo(point: np.ndarray, radius: float, color: str = theme.INK, strength: float = 0.55) -> Light:
    """A round shine about a point: brightest in the middle, nothing at its radius."""
    shine = Light(Halo(), 2 * radius, 2 * radius, *theme.light(color, strength), HALO_PIXELS)
    shine.move_to(point)
    return shine


def beam(
    start: np.ndarray,
    end: np.ndarray,
    breadth: float,
    color: str = theme.INK,
    strength: float = 0.4,
    ends: float = 0.0,
) -> Light:
    """A soft shine along a straight way; `ends` as in `Band`."""
    shine = Light(Band(ends=ends), 1.0, 1.0, *theme.light(color, strength), HALO_PIXELS)
    return shine.along(start, end, breadth)


@dataclass(frozen=True)
class Halo:
    """Round, falling off softly: e^(−k r²), less what is left of it at the edge."""

    fall: float = 4.5

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x, y = (np.linspace(-1, 1, n) for n in (columns, rows))
        square = np.minimum(x[None, :] ** 2 + y[:, None] ** 2, 1.0)
        edge = np.exp(-self.fall)
        return (np.exp(-self.fall * square) - edge) / (1 - edge)


@dataclass(frozen=True)
class Band:
    """A level bar of light: bright along the middle, soft above and below, gone at both ends."""

    fall: float = 4.5
    ends: float = 1.0  # power by which it fades to the ends; 0: it does not

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        x, y = (np.linspace(-1, 1, n) for n in (columns, rows))
        edge = np.exp(-self.fall)
        across = (np.exp(-self.fall * y**2) - edge) / (1 - edge)
        return across[:, None] * ((1 - x**2) ** self.ends)[None, :]


@dataclass(frozen=True)
class Ramp:
    """From nothing at the left edge to all at the right one; `power` bends it."""

    power: float = 1.0

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        return np.broadcast_to(np.linspace(0, 1, columns) ** self.power, (rows, columns))


@lru_cache(maxsize=48)
def mask(shade: Shade, strength: float, columns: int, rows: int) -> cairo.ImageSurface:
    """The opacities of a shade as a surface of 8 bits a pixel.

    A step of one level is seen as a band where the ground is dark and the slope is small. So each
    pixel is rounded at random, by the same noise in every frame; where there is nothing it stays.
    """
    opacities = np.clip(shade(columns, rows), 0, 1) * strength * 255
    noise = np.random.default_rng(columns * rows).triangular(-1, 0, 1, (rows, columns))
    levels = np.rint(opacities + np.minimum(DITHER, opacities) * noise).clip(0, 255)
    stride = cairo.ImageSurface.format_stride_for_width(cairo.FORMAT_A8, columns)
    pixels = np.zeros((rows, stride), dtype=np.uint8)
    pixels[:, :columns] = levels
    return cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_A8, columns, rows, stride)


def draw(context: cairo.Context, light: Light) -> None:
    """Lay a light into a context whose user space is the scene's."""
    red, green, blue, opacity = light.fill_rgbas[0]
    corner, right, _, down = (light.points[k][:2] for k in CORNERS)
    across, along = right - corner, down - corner
    if abs(across[0] * along[1] - across[1] * along[0]) < NOTHING:
        return  # as when it begins to grow
    shine = light.shine
    device = [context.user_to_device_distance(*side) for side in (across, along)]
    lengths = [round(float(np.hypot(*side))) for side in device]
    if not min(lengths):  # grown from nothing, or shrunk to it
        return
    columns, rows = (shine.pixels, shine.pixels) if shine.pixels else lengths
    if light.whole:
        _draw_part(context, light, lengths)
        return
    context.save()
    context.set_source_rgba(blue, green, red, opacity)  # as Manim's pixels lie
    upright = device[0][0] > 0 and abs(device[0][1]) < 0.5 and abs(device[1][0]) < 0.5
    if upright and not shine.pixels:  # pixel on pixel: nothing is blurred
        x, y = context.user_to_device(*corner)
        context.identity_matrix()
        context.translate(round(x), round(y))
    else:
        context.transform(cairo.Matrix(*across / columns, *along / rows, *corner))
    pattern = cairo.SurfacePattern(mask(shine.shade, shine.strength, columns, rows))
    pattern.set_filter(cairo.FILTER_BILINEAR)
    context.mask(pattern)
    context.restore()


def _draw_part(context: cairo.Context, light: Light, lengths: list[int]) -> None:
    """A light of which the right-hand part is seen (`pour`), pixel on pixel, with a soft end."""
    columns, rows = lengths
    unit = context.user_to_device_distance(1.0, 0.0)[0]
    red, green, blue, opacity = light.fill_rgbas[0]
    x, y = map(round, context.user_to_device(*light.points[CORNERS[1]][:2]))
    context.save()
    context.identity_matrix()
    context.new_path()  # Manim leaves its last one
    context.rectangle(x - columns, y, columns, rows)
    context.clip()
    context.push_group()
    context.set_source_rgba(blue, green, red, opacity)
    whole = round(light.whole * unit)
    context.translate(x - whole, y)
    context.mask(cairo.SurfacePattern(mask(light.shine.shade, light.shine.strength, whole, rows)))
    context.identity_matrix()
    context.pop_group_to_source()
    if light.soft:
        end = cairo.LinearGradient(x - columns, 0, x - columns + light.soft * unit, 0)
        end.add_color_stop_rgba(0, 0, 0, 0, 0)
        end.add_color_stop_rgba(1, 0, 0, 0, 1)
        context.mask(end)
    else:
        context.paint()
    context.restore()


def teach(camera: Camera) -> None:
    """Let Manim's own camera draw lights, too."""
    paths: Callable[[VMobject, cairo.Context], object] = camera.display_vectorized

    def display(vmobject: VMobject, context: cairo.Context) -> Camera:
        draw(context, vmobject) if isinstance(vmobject, Light) else paths(vmobject, context)
        return camera

    camera.display_vectorized = display
