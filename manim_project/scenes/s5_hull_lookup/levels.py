"""The other kind of head: it levels, and looks for nothing."""

import numpy as np
from manim import Rectangle, UpdateFromAlphaFunc, VGroup, VMobject, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region, Scale
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of

WIDTH = 0.5  # of a column, in pitches


class Levels(VGroup):
    """The five values of the memory as columns of water; a level head shows their plain average."""

    def __init__(self, room: Region) -> None:
        table = REFERENCE.textbook.running_sum(value_of(REFERENCE.textbook.memory().values))
        values = np.asarray(value_of(table.deltas))
        self.room, self.mean = room, float(table.means[-1])
        self.scale_up = Scale.up(room, 0, float(values.max()))
        self.values = values
        self.rooms = room.split_columns(len(values))
        hue = theme.soft(theme.VALUE, 0.85)
        columns = (Rectangle(fill_color=hue, fill_opacity=1, stroke_width=0) for _ in values)
        super().__init__(*columns)
        self.stand(np.zeros(len(values)))

    def stand(self, heights: np.ndarray) -> None:
        """Each column is so high."""
        for column, place, height in zip(self, self.rooms, heights, strict=True):
            half = WIDTH * place.width / 2
            x, low, high = place.centre[0], self.room.bottom, self.scale_up(float(max(height, 0.1)))
            corners = [(x - half, low), (x + half, low), (x + half, high), (x - half, high)]
            column.set_points_as_corners([(*p, 0.0) for p in (*corners, corners[0])])

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
