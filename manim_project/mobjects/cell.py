"""A token in its box: the one form that tokens, slots and layers have in every scene."""

from typing import Self

import numpy as np
from manim import AnimationGroup, VGroup

from manim_project import theme
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

HEIGHT = 0.58
PADDING = 0.22
CORNER = 0.08


class Cell(VGroup):
    """A box with one line of text, `width` x `height` (width: as the text needs, if not given).

    The border's colour says what the cell is; `paint` changes it, `quiet` puts it back in the
    second row. Text is set by its baseline, so cells beside each other agree.
    """

    def __init__(
        self,
        template: str,
        *quantities: Quantity,
        width: float | None = None,
        height: float = HEIGHT,
        color: str = theme.DIM,
        size: float = theme.CODE,
        face: theme.Face = theme.MONO,
    ) -> None:
        self.words = Words(template, *quantities, size=size, face=face, counted=False)
        self.box = RoundedRectangle(
            width=width or self.words.advance + 2 * PADDING,
            height=height,
            corner_radius=CORNER,
            stroke_width=2,
        )
        super().__init__(self.box, self.words)
        self._apply(self, color, theme.INK)
        self.words.in_box(self.box.get_center())

    def place(self, center: np.ndarray) -> Self:
        """Put the middle of the box at a point."""
        self.shift(center - self.box.get_center())
        return self

    @staticmethod
    def _apply(cell: "Cell", color: str, text: str) -> None:
        cell.box.set_stroke(color).set_fill(theme.panel(color), 1)
        cell.words.set_color(text)

    def colored(self, color: str, text: str | None = None) -> Self:
        """At once: border and ground in a colour, the text in it, too, unless `text` is given."""
        self._apply(self, color, text or color)
        return self

    def paint(self, color: str, text: str | None = None) -> AnimationGroup:
        """Light the cell up in a colour of meaning."""
        target = self.copy().colored(color, text)
        return self._towards(target)

    def quiet(self) -> AnimationGroup:
        """Put the cell back among the quiet ones; it stays readable."""
        target = self.copy()
        self._apply(target, theme.FAINT, theme.DIM)
        return self._towards(target)

    def _towards(self, target: "Cell") -> AnimationGroup:
        return AnimationGroup(
            self.box.animate.become(target.box), self.words.animate.set_color(target.words.color)
        )
