"""The keys of a memory, face down: two at a time are looked at, and show how high they are."""

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.marks import Mark
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.curve import Curve
from manim_project.scenes.s5_hull_lookup.rim import FOOT, WORD, upright
from manim_project.scenes.s5_hull_lookup.tally import Pair

WIDTH, HEIGHT = 0.74, 1.3 * theme.TALL  # of a card: in pitches, in scene units
LOW, HIGH = 0.35 * theme.TALL, 2.4 * theme.TALL  # lift of the lowest and the highest that is seen
SUNK = 0.22 * theme.TALL  # how far the half that is out sinks
# Of a halving: when two cards are turned over, when they rise to their scores, when their looks fly
# to the tally, when the other half sinks
PARTS = (0.0, 0.2), (0.2, 0.45), (0.4, 0.65), (0.7, 1.0)
NUMBER = 1.15 * theme.TALL  # em of a count
LOOK, PITCH, BELOW = 0.11, 0.9, 0.58 * theme.TALL  # of the tally: radius, pitch, below the count
# Unseen cards are dark, before they are out and after; seen ones are lit as corners are, the higher
# of two in white.
BACK, OUT = (theme.mix(theme.shape(theme.KEY), theme.BACKGROUND, share) for share in (0.42, 0.17))
FACE, SEEN, LOST = theme.INK, theme.shape(theme.KEY), theme.soft(theme.KEY, 0.8)


class Cards(VGroup):
    """A card for each key, in their order. Two that are looked at are turned over, and rise as high
    as they score; the half that is downhill sinks, and its cards stay as they are."""

    def __init__(self, found: Quantity, curve: Curve, room: Region) -> None:
        self.found, self.curve, self.room = found, curve, room
        count = int(found.count)
        pitch = abs(curve.across.unit)
        self.floor = room.bottom + FOOT + HEIGHT / 2
        card = RoundedRectangle(WIDTH * pitch, HEIGHT, 0.09, stroke_width=0, fill_opacity=1)
        self._shape = card.points.copy()
        self.cards = VGroup(*(card.copy().set_fill(BACK) for _ in range(count)))
        self.xs = [float(curve.across(j)) for j in range(count)]
        scores = np.asarray(value_of(found.scores))
        self.rise = Scale(float(scores.min()), float(scores.max()), LOW, HIGH)
        self.lift = np.zeros(count)  # above the floor
        self.hues = [BACK] * count
        self.seen: set[int] = set()
        number = Words("{}", found.looks[0], size=NUMBER)
        number.put(room.left, room.top - NUMBER)
        word = beside(Words("looked at", size=WORD, color=theme.DIM), number, gap=theme.GAP)
        self.count = VGroup(number, word)
        self.sparks = VGroup(*(Mark(radius=LOOK, color=theme.INK, shine=0.9) for _ in range(2)))
        self.sparks.set_opacity(0)
        self.tally = VGroup(*(Pair(int(new), LOOK) for new in np.diff(value_of(found.looks))))
        for t, pair in enumerate(self.tally):
            x = room.left + pair.half + LOOK + t * PITCH
            pair.at(np.array([x, number.baseline - BELOW, 0.0]))
        super().__init__(self.cards, self.tally, self.sparks)
        for j in range(count):
            self.lay(j)

    def lay(self, j: int, share: float = 1.0) -> None:
        """Put card j where it belongs, seen so broad (1: from the front)."""
        place = np.array([self.xs[j], self.floor + self.lift[j], 0.0])
        self.cards[j].points = self._shape * (max(share, 1e-3), 1, 1) + place

    def paint(self, j: int, hue: str) -> None:
        """Give card j a colour."""
        self.hues[j] = hue
        self.cards[j].set_fill(hue)

    def deal(self, run_time: float) -> Animation:
        """The curve straightens into a row; its keys become cards, face down. The query stands
        upright beside them: up is where scores are higher."""
        starts = [self.curve.place(j)[1] - self.floor for j in range(len(self.cards))]
        query, ends = self.curve.query, np.array(upright(self.room))
        begin = self.curve.asker(len(starts) - 1)

        def fall(_: VMobject, alpha: float) -> None:
            self.curve.flatten(self.floor, alpha)
            for card, x, start in zip(self.cards, self.xs, starts, strict=True):
                size = (1.0, 0.2 + 0.8 * alpha, 1)
                card.points = self._shape * size + (x, self.floor + (1 - alpha) * start, 0)
                card.set_fill(theme.mix(BACK, SEEN, alpha), opacity=1)
            query.between(*(begin + alpha * (ends - begin)))

        group = VGroup(self, self.curve.edge, query)
        return UpdateFromAlphaFunc(group, fall, rate_func=smooth, run_time=run_time)

    def halve(self, t: int, run_time: float) -> Animation:
        """Halving t: turn two over, see which is higher, let the other's half go."""
        found = self.found
        lo, hi, middle = int(found.lo[t]), int(found.hi[t]), int(found.middle[t])
        left = range(int(found.lo[t + 1]), int(found.hi[t + 1]) + 1)
        pair = (middle, middle + 1)
        fresh = [j for j in pair if j not in self.seen]
        rises = {j: self.rise(float(s)) for j, s in zip(pair, found.scores[t], strict=True)}
        out = [j for j in range(lo, hi + 1) if j not in left]
        unseen = [j for j in out if j not in self.seen and j not in pair]
        self.seen |= {*pair}
        begun: list[tuple[np.ndarray, list[str]]] = []

        def look(_: VMobject, alpha: float) -> None:
            if not begun:
                begun.append((self.lift.copy(), list(self.hues)))
            lifts, hues = begun[0]
            turned, risen, flown, sunk = (_part(alpha, *ends) for ends in PARTS)
            for j in pair:
                self.lift[j] = lifts[j] + risen * (rises[j] - lifts[j])
                lit = theme.mix(FACE if j in left else SEEN, SEEN if j in fresh else hues[j], risen)
                self.paint(j, lit if turned > 0.5 or j not in fresh else BACK)
                self.lay(j, abs(1 - 2 * turned) if j in fresh else 1.0)
            for j in unseen:
                self.lift[j] = -SUNK * sunk
                self.paint(j, theme.mix(OUT, BACK, sunk))
                self.lay(j)
            for j in out if sunk else ():
                if j in self.seen:
                    self.paint(j, theme.mix(LOST, SEEN if j in pair else hues[j], sunk))
            self._count(t, pair, fresh, flown if turned > 0.5 else 0.0)

        group = VGroup(self, self.count)
        return UpdateFromAlphaFunc(group, look, rate_func=linear, run_time=run_time)

    def _count(self, t: int, pair: tuple[int, int], fresh: list[int], flown: float) -> None:
        """A spark flies from each card that is new to its place in the tally, and is counted."""
        slots = sorted(pair, key=lambda j: j not in fresh)  # new ones first, as in the tally
        for k, (spark, j) in enumerate(zip(self.sparks, slots, strict=True)):
            top = self.cards[j].get_top()
            spark.at(top + flown * (self.tally[t].place(k) - top))
            spark.set_opacity(0)
            if j in fresh and 0 < flown < 1:
                spark.dot.set_fill(opacity=1)
                spark.shine.set_fill(opacity=0.9)
        self.tally[t].marked(1.0 if flown == 1 else 0.0)
        if flown == 1:
            self.count[0].say("{}", self.found.looks[t + 1])

    def nothing_new(self) -> Words:
        """What the last pair of the tally says: both keys had been looked at."""
        word = Words("nothing new", size=WORD, color=theme.DIM)
        pair = self.tally[-1]
        x = float(pair.place(1)[0]) + LOOK + theme.GAP
        return word.put(x, float(pair.place(1)[1]) - 0.25 * WORD)

    def win(self) -> Animation:
        """The one that is left has won."""
        winner = int(self.found.winner)

        def crown(_: VMobject, alpha: float) -> None:
            self.paint(winner, theme.mix(theme.shape(theme.WINNER), FACE, alpha))

        return UpdateFromAlphaFunc(self, crown, rate_func=smooth, run_time=0.4)

    def shrink(self, point: np.ndarray, run_time: float) -> Animation:
        """The camera draws back until all cards are one point."""
        starts = [card.points.copy() for card in self.cards]

        def draw_back(_: VMobject, alpha: float) -> None:
            for card, start in zip(self.cards, starts, strict=True):
                card.points = point + max(1 - alpha, 1e-3) * (start - point)

        return UpdateFromAlphaFunc(self.cards, draw_back, rate_func=smooth, run_time=run_time)

    def unseen(self) -> VGroup:
        """How many were never looked at."""
        number = Words("{}", self.found.unseen, size=NUMBER, color=theme.DIM)
        word = Words("never seen", size=WORD, color=theme.DIM)
        word.put(self.room.right, self.count[0].baseline, align=1)
        number.put(word.pen[0] - theme.GAP, self.count[0].baseline, align=1)
        return VGroup(number, word)


def _part(alpha: float, start: float, end: float) -> float:
    """How far a part of a motion is done."""
    return float(smooth(min(max((alpha - start) / (end - start), 0.0), 1.0)))
