"""The other kind of head: it levels, and looks for nothing."""

from dataclasses import dataclass

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light, Shine
from manim_project.mobjects.regions import Region, Scale
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of

WIDTH = 0.62  # of a column, in pitches
SURFACE = 0.05  # height of the brightest part


@dataclass(frozen=True)
class Water:
    """Bright at the surface, dim below it; `tall` is the height in scene units."""

    tall: float

    def __call__(self, columns: int, rows: int) -> np.ndarray:
        depth = (np.arange(rows) + 0.5) / rows * self.tall
        below = 0.42 + 0.3 / (1 + 3 * depth)
        return np.broadcast_to(np.where(depth < SURFACE, 1.0, below)[:, None], (rows, columns))


class Levels(VGroup):
    """The five values of the memory as columns of water; a level head shows their plain average."""

    def __init__(self, room: Region) -> None:
        table = REFERENCE.textbook.running_sum(value_of(REFERENCE.textbook.memory().values))
        values = np.asarray(value_of(table.deltas))
        self.room, self.mean = room, float(table.means[-1])
        self.scale_up = Scale.up(room, 0, float(values.max()))
        self.values = values
        self.rooms = room.split_columns(len(values))
        hue = theme.shape(theme.VALUE)
        super().__init__(*(Light(Water(1.0), 1.0, 1.0, hue) for _ in values))
        self.stand(np.zeros(len(values)))

    def stand(self, heights: np.ndarray) -> None:
        """Each column is so high."""
        for column, place, height in zip(self, self.rooms, heights, strict=True):
            tall = self.scale_up(float(max(height, 1.0))) - self.room.bottom
            middle = np.array([place.centre[0], self.room.bottom + tall / 2, 0.0])
            half = np.array([WIDTH * place.width / 2, 0.0, 0.0])
            column.along(middle - half, middle + half, tall)
            column.shine = Shine(Water(round(tall, 2)))

    def rise(self, run_time: float) -> Animation:
        """The columns come up from the ground."""
        return self._go(np.zeros(len(self.values)), self.values, run_time)

    def level(self, run_time: float) -> Animation:
        """All become their average."""
        return self._go(self.values, np.full(len(self.values), self.mean), run_time)

    def _go(self, start: np.ndarray, end: np.ndarray, run_time: float) -> Animation:
        def move(_: VMobject, alpha: float) -> None:
            self.stand(start + alpha * (end - start))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)
