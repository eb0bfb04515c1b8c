"""What a mobject looks like, as far as a picture can show it: compared, boxed and traced."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import cairo
import numpy as np
from manim import Camera, LineJointType, Mobject, VMobject

from manim_project.mobjects.light import Light, draw

GRID = 16  # pixels: boxes end on the edges of H.264's macroblocks
BLUR = 6  # pixels around a shape that may change: 2 by antialiasing, 4 by the chroma filter
MITER = 10.0  # Cairo's limit: how far a corner may reach, in half line widths
CAP = math.sqrt(2)  # and how far a square cap's corner does
# Of a coordinate or a width. Its last bits are the processor's own, for BLAS turns whatever is
# turned: they must neither count as a change nor decide where Cairo rounds half way.
DECIMALS = 9
CLOSE = 1e-5  # Manim's tolerance, relative; the absolute one is the mobject's own


class Box(NamedTuple):
    """A rectangle of pixels; right and bottom are the first ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: Box) -> bool:
        """Whether the two have a pixel in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


def apart(boxes: Iterable[Box]) -> list[Box]:
    """Boxes that cover the given ones and have no pixel in common."""
    found: list[Box] = []
    for box in boxes:
        while meeting := [other for other in found if other.meets(box)]:
            found = [other for other in found if other not in meeting]
            for other in meeting:
                box = box.around(other)
        found.append(box)
    return found


class Appearance:
    """How one mobject looks through a camera; shared by all frames in which it looks so.

    `box` is what it covers: None when it cannot be seen. `plain` says whether it is a path that
    can be drawn here; of anything else nobody knows how it looks, and `box` is the whole frame.
    """

    __slots__ = (
        "_digest",
        "_points",
        "box",
        "fill",
        "line",
        "mobject",
        "outline",
        "path",
        "plain",
        "style",
        "underline",
    )

    def __init__(self, mobject: Mobject, camera: Camera, before: Appearance | None) -> None:
        self.mobject = mobject
        self.plain = isinstance(mobject, VMobject) and not mobject.get_background_image()
        self._points = mobject.points.tobytes()
        self.outline = _rounded(mobject.points)
        self.path: cairo.Path | None = None
        self._digest = b""
        if not self.plain:
            self.box: Box | None = Box(0, 0, camera.pixel_width, camera.pixel_height)
            return
        self.style = _style(mobject)
        self.fill = _visible(mobject.fill_rgbas)
        self.line = mobject.stroke_width > 0 and _visible(mobject.stroke_rgbas)
        self.underline = mobject.background_stroke_width > 0 and _visible(
            mobject.background_stroke_rgbas
        )
        same_place = before and before.plain and before.outline == self.outline
        if before and same_place:
            self.path = before.path
        if not (self.fill or self.line or self.underline):
            self.box = None
        elif before and same_place and before.box and before.style[0] == self.style[0]:
            self.box = before.box
        else:
            self.box = self._find_box(camera)

    def holds(self) -> bool:
        """Whether the mobject still looks so."""
        mobject, points = self.mobject, self.mobject.points.tobytes()
        if not self.plain or self.style != _style(mobject):
            return False
        if self._points != points:
            if self.outline != _rounded(mobject.points):
                return False
            self._points = points
        return True

    @property
    def digest(self) -> bytes:
        """The same for two appearances only if they are the same in a picture."""
        if not self.plain:
            return os.urandom(16)
        if not self._digest:
            style = repr(self.style).encode()
            self._digest = hashlib.blake2b(self.outline + style, digest_size=16).digest()
        return self._digest

    def _find_box(self, camera: Camera) -> Box | None:
        """The grid's cells that the path covers, with whatever its lines add."""
        mobject, scale = self.mobject, camera.pixel_width / camera.frame_width
        reach = 0.0
        if self.line or self.underline:
            width = max(mobject.stroke_width, mobject.background_stroke_width)
            mitered = mobject.joint_type in (LineJointType.AUTO, LineJointType.MITER)
            reach = width / 2 * camera.cairo_line_width_multiple * (MITER if mitered else CAP)
        around = scale * reach + BLUR
        coordinates = np.ascontiguousarray(mobject.points.T)  # in rows: ten times as quick
        x0, y0, _ = coordinates.min(axis=1).round(DECIMALS)
        x1, y1, _ = coordinates.max(axis=1).round(DECIMALS)
        middle_x = camera.pixel_width / 2 - scale * camera.frame_center[0]
        middle_y = camera.pixel_height / 2 + scale * camera.frame_center[1]
        box = Box(
            max(GRID * math.floor((middle_x + scale * x0 - around) / GRID), 0),
            max(GRID * math.floor((middle_y - scale * y1 - around) / GRID), 0),
            min(GRID * math.ceil((middle_x + scale * x1 + around) / GRID), camera.pixel_width),
            min(GRID * math.ceil((middle_y - scale * y0 + around) / GRID), camera.pixel_height),
        )
        return box if box.left < box.right and box.top < box.bottom else None

    def draw(self, context: cairo.Context, camera: Camera) -> None:
        """Draw it as Manim's camera does; what cannot be seen is left out."""
        if isinstance(self.mobject, Light):
            draw(context, self.mobject)
            return
        context.new_path()
        if self.path:
            context.append_path(self.path)
        else:
            trace(context, self.mobject.points, self.mobject.tolerance_for_point_equality)
            self.path = context.copy_path()
        if self.underline:
            camera.apply_stroke(context, self.mobject, background=True)
        if self.fill:
            camera.apply_fill(context, self.mobject)
        if self.line:
            camera.apply_stroke(context, self.mobject)


def _rounded(coordinates: np.ndarray) -> bytes:
    """Coordinates, as far as the picture is to tell them apart."""
    return (coordinates.round(DECIMALS) + 0.0).tobytes()  # no negative zeros


def _style(mobject: VMobject) -> tuple:
    """All that a picture depends on beside the points; first what the box depends on."""
    widths = (
        round(float(mobject.stroke_width), DECIMALS),
        round(float(mobject.background_stroke_width), DECIMALS),
        mobject.joint_type,
    )
    return (
        widths,
        mobject.fill_rgbas.tobytes(),
        mobject.stroke_rgbas.tobytes(),
        mobject.background_stroke_rgbas.tobytes(),
        mobject.cap_style,
        _rounded(mobject.sheen_direction),
        mobject.shine if isinstance(mobject, Light) else None,
    )


def _visible(rgbas: np.ndarray) -> bool:
    return bool(rgbas[0, 3] > 0 if len(rgbas) == 1 else rgbas[:, 3].any())


def trace(context: cairo.Context, points: np.ndarray, tolerance: float) -> None:
    """Add cubic curves, (4n, 3), to the context's path, as Manim's camera does it.

    A curve that does not begin where the last one ends begins a new part; a part that ends where
    it began is closed.
    """
    flat = points[:, :2].round(DECIMALS)
    if not math.isfinite(flat.sum()):
        return
    starts, ends = flat[4::4], flat[3:-1:4]
    apart_by_axis = np.abs(ends - starts) > tolerance + CLOSE * np.abs(starts)
    jumps = apart_by_axis[:, 0] | apart_by_axis[:, 1]
    curves = flat.reshape(-1, 8).tolist()
    breaks = [0, *(np.nonzero(jumps)[0] + 1).tolist(), len(curves)]
    for first, end in pairwise(breaks):
        x, y = curves[first][:2]
        context.move_to(x, y)
        for curve in curves[first:end]:
            context.curve_to(*curve[2:])
        last_x, last_y = curves[end - 1][6:]
        if abs(x - last_x) <= tolerance + CLOSE * abs(last_x) and abs(
            y - last_y
        ) <= tolerance + CLOSE * abs(last_y):
            context.close_path()
