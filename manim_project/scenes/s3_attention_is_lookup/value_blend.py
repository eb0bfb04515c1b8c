"""What attention reads in the plane of values: a blend, or one of them."""

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import AnimationGroup, Circle, Create, Dot, FadeIn, LaggedStart, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s3_attention_is_lookup.weight_rows import passed
from manim_project.scenes.s3_attention_is_lookup.word_plane import Labels, Plane

DISC = 0.36  # radius of the disc that is the whole weight
THREAD = 9  # stroke width of the thread that carries the whole weight
ASIDE = 0.43  # of what is said of the output from its dot
OUTPUT = "({:.1f}, {:.1f})"
LINES = (0.1, -0.32)  # how far above its dot the lines of that have their baselines


class Blend(Plane):
    """What one word reads: every value of `said` a disc of its weight's area, and the output.

    The word that asks and `weighed` are shown with their weights. A value that leaves less than
    0.01 % of the weight to the others is gold, and so is the output then.
    """

    def __init__(
        self,
        said: Quantity,
        labels: Labels,
        weighed: str,
        *,
        center: tuple[float, float],
        unit: float,
    ) -> None:
        super().__init__(center, unit)
        self.row = int(said.angry)
        self.weighed = self.row, int(said.words.index(weighed))
        self.points_of_values = [self.at(value) for value in said.values]
        self.round = Circle(radius=DISC).points
        self.threads, self.discs, self.words = VGroup(), VGroup(), VGroup()
        for r, word in enumerate(said.words):
            self.threads.add(VMobject(stroke_color=theme.FAINT))
            self.discs.add(VMobject(stroke_width=3, fill_opacity=1))
            text = self._say(r, said, None)
            self.words.add(self.label(text, word, said.values[r], labels))
        self.middles = VGroup(*(Dot(point, 0.05) for point in self.points_of_values))
        self.result = Dot(radius=0.11)
        self.numbers = Words(OUTPUT, *said.outputs[self.row], size=theme.SMALL)
        self.output = VGroup(Words("output", size=theme.SMALL), self.numbers)
        self.axes.set_z_index(-2)
        self.threads.set_z_index(-1)
        self.add(self.threads, self.discs, self.middles, self.words, self.result, self.output)
        self.show(said)

    def _say(self, r: int, said: Quantity, text: Words | None) -> Words:
        """The word of a value, and its weight if that is to be seen."""
        asked = said.words[r], said.weights[self.row, r]
        template, quantities = ("{} {:.1%}", asked) if r in self.weighed else ("{}", asked[:1])
        if text is None:
            return Words(template, *quantities, size=theme.SMALL)
        return text.say(template, *quantities)

    def show(self, said: Quantity) -> Self:
        """The weights and the output of another softmax, at once."""
        weights = value_of(said.weights[self.row])
        output = self.at(said.outputs[self.row])
        for r, (point, weight) in enumerate(zip(self.points_of_values, weights, strict=True)):
            color = theme.WINNER if passed(weight) else theme.VALUE
            self.discs[r].points = self.round * np.sqrt(weight) + point
            self.discs[r].set_fill(theme.panel(color)).set_stroke(color)
            self.middles[r].set_color(color)
            self.threads[r].set_points_as_corners(np.array([point, output]))
            self.threads[r].set_stroke(width=THREAD * np.sqrt(weight))
            self._say(r, said, self.words[r]).set_color(color)
        self.numbers.say(OUTPUT, *said.outputs[self.row])
        won = any(map(passed, weights))
        for part in (self.result.move_to(output), self.output):
            part.set_color(theme.WINNER if won else theme.INK)
        for line, up in zip(self.output, LINES, strict=True):
            line.put(output[0] - ASIDE, output[1] + up, align=1)
        return self

    def track(self, follow: Callable[[], Quantity]) -> Self:
        """Show `follow()` in every frame; end it with `clear_updaters`."""
        self.add_updater(lambda blend: blend.show(follow()))
        return self

    def receive(self, bars: VGroup) -> Animation:
        """Each weight comes from its bar as a disc around its value."""
        quiet = theme.mix(theme.INK, theme.BACKGROUND, 0.5)
        trips = zip(bars, self.discs, self.middles, self.words, strict=True)
        return LaggedStart(
            FadeIn(self.axes),
            *(
                AnimationGroup(gather([bar], disc, quiet), FadeIn(middle, word))
                for bar, disc, middle, word in trips
            ),
            lag_ratio=0.2,
            run_time=2,
        )

    def pull(self) -> Animation:
        """Every value pulls at the output."""
        return AnimationGroup(
            AnimationGroup(*map(Create, self.threads)),
            FadeIn(self.result, self.output),
            lag_ratio=0.6,
        )
