"""A million keys at true scale: each cut lifts the half that is left by one storey."""

from typing import Self

import numpy as np
from manim import Dot, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.light import Band, Light, halo
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.dust import Dust, Needle
from manim_project.scenes.s5_hull_lookup.tally import Pair

GROUND = 0.95 * theme.TALL  # height of the ground's dust
STOREYS = 21  # that there is room for
HEAD = 0.45 * theme.TALL  # above the highest of them, for the star
# From the eleventh storey on, what is left is narrower than a pixel: each storey that is narrower
# than FINE is a short line of light, so wide, in a glow.
FINE, GLOW = 0.035, 0.24
SEEN = 0.8  # of a fine storey's height: storeys stand apart, and can be counted
NUMBER, WORD = 1.1, 0.5  # em of a count and of its word
CUTS, UNDER = 0.7, 0.95  # em of the count of cuts; how far below the other it stands
PAIRS, LOOK = 0.5, 0.05  # of a storey's two looks: away from the spire; radius of a mark
DUST, SHINE = theme.shape(theme.KEY), 0.95  # no glow, but specks: on white they are as dense
AWAY = 1.15  # from the spire to the count of looks
FIRST, LAST, PACE = 0.85, 0.1, 0.8  # seconds that cuts take: the first, the least; their ratio
LIT, CUT = 0.3, 0.45  # of a cut: until two keys have lit up, and until the half has


def parts_of(share: float) -> tuple[float, float]:
    """Of a cut so far done: how far the half is lit, and how far it is lifted."""
    return (share - LIT / 2) / (CUT - LIT / 2), (share - CUT) / (1 - CUT)


class Storey(Light):
    """One floor of the spire: the dust of the addresses that it holds."""

    def __init__(self, lo: int, hi: int, thick: float) -> None:
        super().__init__(Dust(hi + 1 - lo, True), 1.0, thick, DUST, SHINE)
        self.lo, self.hi, self.thick = lo, hi, thick
        self.set_opacity(0)

    def lay(self, left: float, right: float, foot: float) -> None:
        """Stand on a height, between two places."""
        middle = foot + self.thick / 2
        self.along(np.array([left, middle, 0.0]), np.array([right, middle, 0.0]), self.thick)


class Star(VGroup):
    """What is left when one is left."""

    def __init__(self) -> None:
        warm, ink = theme.WINNER, theme.INK
        self.glow = halo(np.zeros(3), 1.5, warm, 0.5)
        flat = Light(Band(fall=9, ends=2.5), 2.1, 0.09, *theme.light(warm, 0.8), pixels=192)
        tall = Light(Band(fall=9, ends=2.5), 1.6, 0.09, *theme.light(warm, 0.8), pixels=192)
        tall.rotate(np.pi / 2)
        self.core = Dot(radius=0.1, color=theme.shape(warm))
        self.white = halo(np.zeros(3), 0.3, ink if theme.THEME == "dark" else warm, 1.0)
        super().__init__(self.glow, flat, tall, self.core, self.white)
        self._own = [part.points.copy() for part in self]
        self.burn(np.zeros(3), 0.0)

    def burn(self, at: np.ndarray, share: float) -> Self:
        """Stand at a point, as large as a share of its size; nothing at 0."""
        for part, points in zip(self, self._own, strict=True):
            part.points = points * max(share, 1e-4) + at
            part.set_fill(opacity=min(1.0, 2 * share))
        return self


class Spire(VGroup):
    """The ground, as wide as all keys, and a storey for each halving of a real look-up: as wide as
    what it leaves, where that is. A count of looks rises with it."""

    def __init__(self, found: Quantity, region: Region) -> None:
        self.found, self.region = found, region
        self.total = int(found.count)
        self.base = region.bottom + GROUND
        self.step = (region.top - HEAD - self.base) / STOREYS
        self.ground = Light(Dust(self.total, False), 1.0, GROUND, DUST, SHINE)
        ends = zip(found.lo[1:], found.hi[1:], strict=True)
        self.storeys = [Storey(int(lo), int(hi), self.step) for lo, hi in ends]
        self.sparks = VGroup(*(halo(np.zeros(3), 0.34, theme.INK, 0.9) for _ in range(2)))
        self.star = Star()
        self.fine = next(k for k, s in enumerate(self.storeys) if self.width_of(s) < FINE)
        self.floors = VGroup(*self.storeys[: self.fine])
        color, strength = theme.light(theme.mix(theme.KEY, theme.INK, 0.4), 1.0)
        fine = len(self.storeys) - self.fine
        self.needle = VGroup(
            *(Light(Needle(FINE / GLOW), GLOW, 1.0, color, strength) for _ in range(fine))
        )
        self.needle.set_opacity(0)
        self.pairs = VGroup(*(Pair(int(new), LOOK) for new in np.diff(value_of(found.looks))))
        self.looks = VGroup(
            Words("{}", found.looks[0], size=NUMBER),
            Words("looks", size=WORD, color=theme.DIM),
            Words("{}", found.cuts[0], size=CUTS),
            Words("cuts", size=WORD, color=theme.DIM),
        )
        self.sparks.set_opacity(0)
        super().__init__(self.ground, self.floors, self.needle, self.pairs, self.sparks, self.star)
        self.scale_of_all = 1.0  # how much of the region the ground takes
        self.raised = 0.0  # storeys by which the whole spire stands higher
        self.top, self.burning = 0, 0.0
        self.stand()

    def x(self, place: float) -> float:
        """Where a share of all keys ends, in the frame."""
        return self.region.left + place / self.total * self.scale_of_all * self.region.width

    def foot(self, k: float) -> float:
        """The height on which storey k stands (the first is 1)."""
        return self.base + (k - 1 + self.raised) * self.step

    def stand(self) -> Self:
        """Lay all that is there."""
        middle = np.array([0.0, self.base - GROUND / 2, 0.0])
        left, right = ([self.x(end), 0, 0] for end in (0, self.total))
        self.ground.along(middle + left, middle + right, GROUND)
        for k in range(self.top):
            self.raise_storey(k, 1.0, 1.0)
        self.star.burn(self.tip(), self.burning)
        self.place_count()
        return self

    def width_of(self, storey: Storey) -> float:
        """In the frame, when the ground takes all of the region."""
        return (storey.hi + 1 - storey.lo) / self.total * self.region.width

    def raise_storey(self, k: int, lit: float, lifted: float) -> None:
        """Storey k + 1, lit so far, and lifted so far off the one below."""
        storey = self.storeys[k]
        if k < self.fine:
            storey.lay(self.x(storey.lo), self.x(storey.hi + 1), self.foot(k + lifted))
            storey.set_opacity(lit)
        else:
            line = self.needle[k - self.fine]
            foot, tall = self.foot(k + lifted), SEEN * self.step
            x = float(self.tip()[0])
            middle, half = np.array([x, foot + tall / 2, 0.0]), np.array([GLOW / 2, 0.0, 0.0])
            line.along(middle - half, middle + half, tall).set_opacity(lit)
        x = float(self.tip()[0]) + PAIRS
        self.pairs[k].at(np.array([x, self.foot(k + lifted) + self.step / 2, 0.0]))
        self.pairs[k].marked(lit)

    def tip(self) -> np.ndarray:
        """The top of the spire."""
        last = self.storeys[-1]
        middle = (self.x(last.lo) + self.x(last.hi + 1)) / 2
        return np.array([middle, self.foot(len(self.storeys) + 1), 0.0])

    def place_count(self) -> None:
        """The count of looks stands beside the top; above the first storeys, which are wide."""
        number, word, cuts, name = self.looks
        reach = 2 if self.top < len(self.storeys) else 0
        low = self.foot(reach + 1) + theme.GAP + UNDER
        baseline = max(low, self.foot(self.top + 1) - CAPITAL / 2 * number.em)
        x = float(self.tip()[0]) + AWAY
        number.put(x, baseline)
        beside(word, number, gap=theme.NEAR)
        cuts.put(x, baseline - UNDER)
        beside(name, cuts, gap=theme.NEAR)

    def tell(self, found: Quantity, k: int) -> None:
        """So many looks and cuts as after cut k of a look-up."""
        self.looks[0].say("{}", found.looks[k])
        self.looks[2].say("{}", found.cuts[k])

    def start(self) -> np.ndarray:
        """The left end of the ground."""
        return np.array([self.region.left, self.base - GROUND / 2, 0.0])

    def spread(self, run_time: float) -> Animation:
        """The strip grows from its left end to its whole width."""

        def grow(_: VMobject, alpha: float) -> None:
            self.scale_of_all = max(alpha, 1e-3)
            self.stand()

        return UpdateFromAlphaFunc(self, grow, rate_func=smooth, run_time=run_time)

    def climb(self) -> Animation:
        """All cuts, slowly and then faster and faster: two keys in the middle light up, then the
        half that is left; it is lifted by a storey."""
        times = np.maximum(FIRST * PACE ** np.arange(len(self.storeys)), LAST)
        ends = np.cumsum(times)

        def cut(_: VMobject, alpha: float) -> None:
            now = alpha * ends[-1]
            k = min(int(np.searchsorted(ends, now, side="right")), len(times))
            if k != self.top:
                self.top = k
                self.tell(self.found, k)
                self.stand()
            self.sparks.set_opacity(0)
            if k < len(times):
                self.lift(k, float((now - ends[k]) / times[k] + 1))

        group = VGroup(self, self.looks)
        return UpdateFromAlphaFunc(group, cut, rate_func=linear, run_time=float(ends[-1]))

    def lift(self, k: int, share: float) -> None:
        """Cut k + 1, so far done."""
        middle = int(self.found.middle[k])
        lit, lifted = (smooth(min(max(s, 0.0), 1.0)) for s in parts_of(share))
        self.raise_storey(k, lit, lifted)
        height = self.foot(k + 1)
        for spark, at in zip(self.sparks, (middle, middle + 1), strict=True):
            spark.move_to([self.x(at + 0.5), height, 0])
            spark.set_opacity(max(0.0, 1 - abs(share - LIT) / LIT))

    def ignite(self) -> Animation:
        """One is left: the star."""

        def burn(_: VMobject, alpha: float) -> None:
            self.burning = smooth(alpha) * (1 + 0.5 * np.sin(np.pi * alpha) ** 2)
            self.star.burn(self.tip(), self.burning)

        return UpdateFromAlphaFunc(self.star, burn, rate_func=linear, run_time=0.8)

    def free_room(self) -> Region:
        """Over the right half of the ground, when the spire takes the left one."""
        foot, left = self.base, self.region.centre[0] + theme.APART
        top = self.region.top - NUMBER - theme.GAP
        return Region(left, self.region.right, foot, top)

    def keys_word(self, count: Quantity, at_the_right: bool = False) -> VGroup:
        """How many keys the ground has, above it, at its left or right end."""
        number = Words("{:,}", count, size=NUMBER)
        word = Words("keys", size=WORD, color=theme.DIM)
        both = VGroup(number, word)
        number.put(self.region.left, self.base + theme.GAP)
        beside(word, number, gap=theme.NEAR)
        if at_the_right:
            both.shift([self.region.right - word.pen[0] - word.advance, 0, 0])
        return both
