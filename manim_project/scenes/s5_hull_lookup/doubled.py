"""Twice the keys: the ground doubles, and the spire grows by one storey."""

import math

import numpy as np
from manim import Rectangle, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import Light
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s5_hull_lookup.dust import Dust
from manim_project.scenes.s5_hull_lookup.spire import (
    DUST,
    GROUND,
    LIT,
    LOOK,
    PAIRS,
    SHINE,
    Spire,
    Storey,
    parts_of,
)
from manim_project.scenes.s5_hull_lookup.tally import Pair

AGAIN, DARK = 2, 0.82  # how many cuts are seen again at the end, and how dark they leave the rest
BESIDE = 0.1  # so far from the middle a spark is seen: the two keys are no pixel apart


class Doubled(VGroup):
    """Twice the keys: a second million is laid beside the first, and one cut more is needed. The
    look-up's other intervals are the same, so the spire only stands one storey higher."""

    def __init__(self, spire: Spire, found: Quantity) -> None:
        self.spire, self.found = spire, found
        keys = int(found.count) - spire.total
        half = spire.region.width / 2
        self.ground = Light(Dust(keys, False), half, GROUND, DUST, SHINE)
        self.storey = Storey(int(found.lo[1]), int(found.hi[1]), spire.step)
        self.home = np.array([half / 2, spire.base - GROUND / 2, 0.0])
        self.ground.move_to(self.home + half * 1.1 * np.array([1.0, 0, 0]))
        self.pair = Pair(int(found.looks[1]), LOOK)
        self.veils = VGroup(*(self._veil(found, t) for t in range(AGAIN)))
        super().__init__(self.ground, self.storey, self.pair, self.veils)

    def make_room(self, run_time: float) -> Animation:
        """The camera draws back along the ground: the million takes half of it."""

        def squeeze(_: VMobject, alpha: float) -> None:
            self.spire.scale_of_all = 1 - alpha / 2
            self.spire.stand()

        group = VGroup(self.spire, self.spire.looks)
        return UpdateFromAlphaFunc(group, squeeze, rate_func=smooth, run_time=run_time)

    def join(self, run_time: float) -> Animation:
        """The second million comes from the right."""
        start = self.ground.get_center()

        def slide(_: VMobject, alpha: float) -> None:
            self.ground.move_to(start + alpha * (self.home - start))

        return UpdateFromAlphaFunc(self.ground, slide, rate_func=smooth, run_time=run_time)

    def cut(self, run_time: float) -> Animation:
        """The first cut of two million: it keeps the first one, and lifts all that stands on it."""
        spire = self.spire

        def lift(_: VMobject, alpha: float) -> None:
            lit, lifted = (smooth(min(max(s, 0.0), 1.0)) for s in parts_of(alpha))
            self.storey.lay(
                spire.x(0), spire.x(spire.total), spire.base + (lifted - 1) * spire.step
            )
            self.storey.set_fill(theme.mix(DUST, theme.INK, 0.3 + 0.7 * lifted), opacity=lit)
            x = float(spire.tip()[0]) + PAIRS
            self.pair.at(np.array([x, spire.base + (lifted - 0.5) * spire.step, 0.0]))
            self.pair.marked(lit)
            spire.raised = lifted
            if alpha == 1:
                spire.tell(self.found, len(self.found.middle))
            spire.stand()
            for spark in spire.sparks:
                spark.move_to([spire.x(spire.total), spire.base, 0])
                spark.set_opacity(max(0.0, 1 - abs(alpha - LIT) / LIT))

        group = VGroup(self, spire, spire.looks)
        return UpdateFromAlphaFunc(group, lift, rate_func=linear, run_time=run_time)

    def _veil(self, found: Quantity, t: int) -> Rectangle:
        """What dims the half of the ground that cut t rules out."""
        spire, total = self.spire, int(found.count)
        before, after = ((int(found.lo[k]), int(found.hi[k]) + 1) for k in (t, t + 1))
        ends = (after[1], before[1]) if after[0] == before[0] else (before[0], after[0])
        left, right = (spire.region.left + end / total * spire.region.width for end in ends)
        veil = Rectangle(width=right - left, height=GROUND, stroke_width=0)
        veil.set_fill(theme.BACKGROUND, opacity=0)
        return veil.move_to([(left + right) / 2, spire.base - GROUND / 2, 0])

    def again(self, run_time: float) -> Animation:
        """The first cuts once more, on the ground: two keys light up, and half goes dark."""
        spire, found = self.spire, self.found
        total = int(found.count)

        def dim(_: VMobject, alpha: float) -> None:
            for t, veil in enumerate(self.veils):
                share = min(max(AGAIN * alpha - t, 0.0), 1.0)
                veil.set_fill(opacity=DARK * smooth(min(max(2 * share - 0.8, 0.0), 1.0)))
            t = min(int(AGAIN * alpha), AGAIN - 1)
            x = spire.region.left + (int(found.middle[t]) + 1) / total * spire.region.width
            for spark, side in zip(spire.sparks, (-1, 1), strict=True):
                spark.move_to([x + side * BESIDE, spire.base - GROUND / 2, 0])
                spark.set_opacity(math.sin(math.pi * min(AGAIN * alpha - t, 1.0)) ** 0.5)

        group = VGroup(self.veils, spire.sparks)
        return UpdateFromAlphaFunc(group, dim, rate_func=linear, run_time=run_time)
