"""The first and the last picture of the film of all scenes: its title, and what it is made of."""

from manim import UP, FadeIn, FadeOut, LaggedStart, VGroup

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.scenes import TITLE
from manim_project.stage import Stage

STANDS = 3.2  # seconds in which the end can be read
LEADING = 0.75 * theme.TALL
RAISED = 1.3 * theme.TALL  # how far the last sentence makes room for what comes under it


class Opening(Stage):
    """The title of the whole, for three seconds."""

    question = TITLE

    def construct(self) -> None:
        self.play(FadeOut(self.title), run_time=theme.QUICK)


class Closing(Stage):
    """What the film is made of."""

    question = "Every number was computed."

    def construct(self) -> None:
        size = REFERENCE.machine.size
        lines = VGroup(
            Words("One numpy model computes them all, and really runs.", size=theme.TITLE),
            Words("{:,} weights, written by hand: none was trained.", size.parameters,
                  size=theme.TITLE),
            Words("Drawn with Manim, set with Typst.", size=theme.TITLE, color=theme.DIM),
        )  # fmt: skip
        top = self.title.baseline + RAISED - 2 * LEADING
        for k, line in enumerate(lines):
            line.put(0, top - k * LEADING, align=0)
        self.play(self.title.animate.shift(RAISED * UP), run_time=theme.MOVE)
        self.play(LaggedStart(*map(FadeIn, lines), lag_ratio=0.5), run_time=2 * theme.MOVE)
        self.wait(STANDS)
        self.play(FadeOut(self.title, lines), run_time=theme.QUICK)
