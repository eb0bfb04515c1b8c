"""All weights of the machine as one dark field, a spark for each that is not zero."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from manim import AnimationGroup, Circle, FadeIn, Rectangle, VGroup
from manim.animation.animation import Animation
from scipy.ndimage import gaussian_filter

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.mobjects.ribbon import TOP
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of

SAID = 0.56  # em
NAMED = -1.05 * theme.TALL  # baseline
BANDS = 3  # the columns, side by side, are cut in so many lengths, one below the other
FINE = 1920 / 2 / theme.FRAME_WIDTH  # weights a scene unit: two pixels each, at full size
MIDDLE = 0.86 * theme.TALL
GLOWS = ((2.0, 0.45, 0.2), (9.0, 0.25, 0.1))  # of a spark: how far it shines, in weights, how much,
# and from what density on less
COLORS = {
    "plain": theme.INK, "query": theme.QUERY, "key": theme.KEY, "value": theme.VALUE,
}  # fmt: skip
RING = 0.17
UNDER = TOP - 0.68 * theme.TALL  # baseline of the count
FIELD = REFERENCE.machine.weight_field


@dataclass(frozen=True)
class Sparks:
    """The weights of one part and kind that are not zero, at their places in the whole field."""

    part: int
    kind: str

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        """Opacities; a spark is as large as its weight's share of the field, at least a pixel."""
        places = _places(self.part, self.kind)
        grid = np.zeros((rows, columns))
        across, down = _length(), BANDS * _width()
        for x in _covered(places[:, 0], columns / across, columns):
            for y in _covered(places[:, 1], rows / down, rows):
                grid[y, x] = 1.0
        shine = np.zeros_like(grid)
        for reach, strength, dense in GLOWS:
            around = gaussian_filter(grid, reach * columns / across)
            shine += strength * around / (dense + around)
        return np.maximum(grid, shine)


def _covered(at: np.ndarray, scale: float, limit: int) -> list[np.ndarray]:
    """The pixels of each weight: those from its first to before its next one's first."""
    first = np.floor(at * scale).astype(int)
    wide = max(1, int(scale))
    return [np.minimum(first + k, limit - 1) for k in range(wide)]


def _width() -> int:
    """Weights down a column."""
    return len(value_of(FIELD).columns)


def _length() -> int:
    """Columns of a band."""
    return -(-value_of(FIELD).columns.shape[1] // BANDS)


@cache
def _places(part: int, kind: str) -> np.ndarray:
    """(m, 2) across and down, in weights from the upper left corner."""
    field = value_of(FIELD)
    chosen = (field.part_of == part) & (field.kind_of == kind)
    row, column = np.nonzero(field.columns * chosen)
    return np.column_stack([column % _length(), column // _length() * _width() + row])


class WeightSky(VGroup):
    """The field, its parts' sparks, still dark, and how many there are."""

    def __init__(self) -> None:
        self.wide, self.tall = _length() / FINE, BANDS * _width() / FINE
        ground = Rectangle(width=self.wide, height=self.tall, stroke_width=0, fill_opacity=1)
        ground.set_fill(theme.mix(theme.PANEL, theme.BACKGROUND, 0.55))
        self.ground = ground.move_to([0, MIDDLE, 0])
        self.parts = VGroup(*(self._part(k) for k in range(len(FIELD.parts))))
        self.count = Words("{:,}", FIELD.lit[len(FIELD.parts) - 1], size=SAID, bold=True)
        of = Words("of {:,} weights are not zero", REFERENCE.machine.size.parameters, size=SAID)
        wide = self.count.advance + theme.GAP / 2 + of.advance
        self.rest = of.set_color(theme.DIM).put(wide / 2, UNDER, align=1)
        self.count.put(-wide / 2 + self.count.advance, UNDER, align=1)
        name = Words("{}", FIELD.parts[len(FIELD.parts) - 1], size=SAID, color=theme.DIM)
        self.told = name.put(0, NAMED, align=0)  # of the part that lights up; where all is dark
        super().__init__(self.ground)

    def _part(self, part: int) -> VGroup:
        kinds = [kind for kind in COLORS if len(_places(part, kind))]
        return VGroup(
            *(
                Light(Sparks(part, kind), self.wide, self.tall, COLORS[kind]).move_to(self.ground)
                for kind in kinds
            )
        )

    def light(self, part: int) -> Animation:
        """A part's sparks come; its name and the count go on at once."""
        self.count.say("{:,}", FIELD.lit[part], align=1)
        self.told.say("{}", FIELD.parts[part], align=0)
        return AnimationGroup(*map(FadeIn, self.parts[part]))

    def ring(self, row: int, column: int) -> Circle:
        """A ring around one weight, by its place in the field's columns."""
        x, y = column % _length(), column // _length() * _width() + row
        corner = self.ground.get_corner(np.array([-1.0, 1.0, 0.0]))
        center = corner + np.array([(x + 0.5) / FINE, -(y + 0.5) / FINE, 0.0])
        return Circle(RING, color=theme.shape(theme.QUERY), stroke_width=4).move_to(center)
