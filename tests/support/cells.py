"""A box with a number in it, as the toys of several tests have them."""

from manim import VGroup

from manim_project import theme
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity


class Cell(VGroup):
    """A number in the middle of a box."""

    def __init__(self, quantity: Quantity) -> None:
        self.words = Words("{}", quantity, face=theme.MONO, size=theme.CODE, counted=False)
        self.box = RoundedRectangle(
            width=self.words.advance + 0.44, height=0.58, corner_radius=0.08
        )
        super().__init__(self.box.set_stroke(width=2), self.words)
        self.words.in_box(self.box.get_center())
