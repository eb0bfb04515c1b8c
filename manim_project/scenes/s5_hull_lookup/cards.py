"""The keys of a memory: all on the rim; then face down, and looked at two by two."""

import numpy as np
from manim import UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.layout import beside
from manim_project.mobjects.marks import Mark, Pointer
from manim_project.mobjects.regions import Region, Scale
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.rim import TOUCHED, WON, resize, show

EDGE = ((16.0, 0.1), (4.0, 0.9))  # stroke widths and opacities of the curve
WIDTH, HEIGHT = 0.74, 1.9 * theme.TALL  # of a card: in pitches, in scene units
LOW, HIGH = 0.3 * theme.TALL, 0.95 * theme.TALL  # how far two that are looked at are lifted
SUNK = 0.5 * theme.TALL  # how far the half that is out sinks
ASKER = 2.2 * theme.TALL  # length of the query, which points up: to where scores are higher
FLOOR = 1.75 * theme.TALL  # from the room's foot to the middle of a card
# Of a halving: when two cards are turned over, when they are lifted, when the other half sinks
PARTS = (0.0, 0.3), (0.3, 0.55), (0.65, 1.0)
NUMBER, WORD = 1.3 * theme.TALL, 0.56 * theme.TALL  # em of a count and of its word
BACK, OUT = theme.soft(theme.KEY, 0.8), theme.soft(theme.KEY, 0.26)
FACE, SEEN = theme.INK, theme.soft(theme.INK, 0.45)


class Curve(VGroup):
    """So many keys on their parabola, turned and squeezed until the middle one is on top, and the
    line that rolls over them: where it touches does not depend on that."""

    def __init__(self, count: int, room: Region) -> None:
        middle = (count - 1) / 2
        table = REFERENCE.textbook.parabola(count, middle)
        self.heights = np.asarray(value_of(table.scores), dtype=float)
        self.across = Scale.across(room, 0, count - 1)
        self.up = Scale.up(room, 0, float(self.heights.max()))
        self.middle = middle
        self.keys = VGroup(*(Mark(self.place(j)) for j in range(count)))
        start, end = self.place(0), self.place(count - 1)
        control = np.array([room.centre[0], 2 * self.up(middle**2) - start[1], 0.0])
        thirds = [(start + 2 * control) / 3, (end + 2 * control) / 3]
        self.edge = VGroup()
        for width, share in EDGE:
            stroke = VMobject(stroke_width=width, color=theme.shape(theme.KEY))
            self.edge.add(stroke.set_stroke(opacity=share).set_points([start, *thirds, end]))
        self.line = SweepLine(2 * theme.FRAME_WIDTH)
        show(self.line, 0.0)
        super().__init__(self.edge, self.line, self.keys)
        for key in self.keys:
            resize(key, 1.0, 0.6)

    def place(self, j: float) -> np.ndarray:
        """The curve at a place j, between keys too."""
        return np.array([self.across(j), self.up(j * (2 * self.middle - j)), 0.0])

    def spread(self, count: int) -> list[int]:
        """So many of the keys, evenly spread, both ends among them."""
        return [round(share * (len(self.keys) - 1)) for share in np.linspace(0, 1, count)]

    def touch(self, i: float) -> None:
        """The line is as steep as the curve at a place i, and rests on the key nearest to it, which
        wins; half-way between two it lies on both."""
        slope = 2 * (self.middle - i) * self.up.unit / self.across.unit
        self.line.lie(self.place(round(i)), np.array([-slope, 1.0, 0.0]))
        for j, key in enumerate(self.keys):
            won = j == round(i)
            key.paint(theme.WINNER if won else theme.KEY)
            resize(key, WON if won else TOUCHED if j < i else 1.0, 1.0 if won else 0.6)

    def roll(self, run_time: float) -> Animation:
        """The line rolls over all keys, from the first to the last."""

        def move(_: VMobject, alpha: float) -> None:
            show(self.line, 1.0)
            self.touch(alpha * (len(self.keys) - 1))

        return UpdateFromAlphaFunc(self, move, rate_func=smooth, run_time=run_time)


class Cards(VGroup):
    """A card for each key, in their order. Two that are looked at are turned over, and only show
    which of both is higher; the half that is out sinks, and its cards stay as they are."""

    def __init__(self, found: Quantity, curve: Curve, room: Region) -> None:
        self.found, self.curve = found, curve
        count = int(found.count)
        pitch = abs(curve.across.unit)
        self.floor = room.bottom + FLOOR
        card = RoundedRectangle(WIDTH * pitch, HEIGHT, 0.09, stroke_width=0, fill_opacity=1)
        self._shape = card.points.copy()
        self.cards = VGroup(*(card.copy().set_fill(BACK) for _ in range(count)))
        self.xs = [float(curve.across(j)) for j in range(count)]
        self.lift = np.zeros(count)  # above the floor
        self.seen: set[int] = set()
        number = Words("{}", found.looks[0], size=NUMBER)
        number.put(room.left, room.top - NUMBER)
        word = beside(Words("looked at", size=WORD, color=theme.DIM), number, gap=theme.GAP)
        self.count = VGroup(number, word)
        x, foot = room.left + theme.NEAR, self.floor - HEIGHT / 2
        self.asker = Pointer(np.array([x, foot, 0]), np.array([x, foot + ASKER, 0]), width=0.11)
        super().__init__(self.cards)
        for j in range(count):
            self.lay(j)

    def lay(self, j: int, share: float = 1.0) -> None:
        """Put card j where it belongs, seen so broad (1: from the front)."""
        place = np.array([self.xs[j], self.floor + self.lift[j], 0.0])
        self.cards[j].points = self._shape * (max(share, 1e-3), 1, 1) + place

    def deal(self, run_time: float) -> Animation:
        """The keys fall onto the floor, and become cards."""
        starts = [self.curve.place(j)[1] - self.floor for j in range(len(self.cards))]

        def fall(_: VMobject, alpha: float) -> None:
            for j, card in enumerate(self.cards):
                late = 0.35 * j / len(self.cards)
                share = smooth(min(max((alpha - late) / 0.65, 0.0), 1.0))
                size = (0.15 + 0.85 * share, 0.12 + 0.88 * share, 1)
                height = self.floor + (1 - share) * starts[j]
                card.points = self._shape * size + (self.xs[j], height, 0)
                card.set_fill(BACK, opacity=1)

        return UpdateFromAlphaFunc(self, fall, rate_func=linear, run_time=run_time)

    def halve(self, t: int, run_time: float) -> Animation:
        """Halving t: turn two over, see which is higher, let the other's half go."""
        found = self.found
        lo, hi, middle = int(found.lo[t]), int(found.hi[t]), int(found.middle[t])
        left = range(int(found.lo[t + 1]), int(found.hi[t + 1]) + 1)
        pair = (middle, middle + 1)
        fresh = [j for j in pair if j not in self.seen]
        rises = {j: HIGH if j in left else LOW for j in pair}
        out = [j for j in range(lo, hi + 1) if j not in left]
        self.seen |= {*pair}
        hues = [(FACE, SEEN) if j in self.seen else (BACK, OUT) for j in range(len(self.cards))]
        begun: list[np.ndarray] = []

        def look(_: VMobject, alpha: float) -> None:
            if not begun:
                begun.append(self.lift.copy())
            start = begun[0]
            turned, risen, sunk = (_part(alpha, *ends) for ends in PARTS)
            for j in pair:
                self.lift[j] = start[j] + risen * (rises[j] - start[j])
                self.cards[j].set_fill(FACE if turned > 0.5 or j not in fresh else BACK)
            for j in out:
                high = rises[j] if j in pair else start[j]
                if sunk:
                    self.lift[j] = high + sunk * (-SUNK - high)
                    self.cards[j].set_fill(theme.mix(hues[j][1], hues[j][0], sunk))
            for j in {*pair, *out}:
                self.lay(j, abs(1 - 2 * turned) if j in fresh else 1.0)
            if turned > 0.5:
                self.count[0].say("{}", found.looks[t + 1])

        group = VGroup(self, self.count)
        return UpdateFromAlphaFunc(group, look, rate_func=linear, run_time=run_time)

    def win(self) -> Animation:
        """The one that is left has won."""
        winner = int(self.found.winner)

        def crown(_: VMobject, alpha: float) -> None:
            self.cards[winner].set_fill(theme.mix(theme.shape(theme.WINNER), FACE, alpha))

        return UpdateFromAlphaFunc(self, crown, rate_func=smooth, run_time=0.4)

    def show_unseen(self) -> Animation:
        """Light up the cards that were never looked at."""

        def light(_: VMobject, alpha: float) -> None:
            for j, card in enumerate(self.cards):
                if j not in self.seen:
                    card.set_fill(theme.mix(BACK, OUT, alpha))

        return UpdateFromAlphaFunc(self.cards, light, rate_func=smooth, run_time=0.5)

    def shrink(self, point: np.ndarray, run_time: float) -> Animation:
        """The camera draws back until all cards are one point."""
        starts = [card.points.copy() for card in self.cards]

        def draw_back(_: VMobject, alpha: float) -> None:
            for card, start in zip(self.cards, starts, strict=True):
                card.points = point + max(1 - alpha, 1e-3) * (start - point)

        return UpdateFromAlphaFunc(self.cards, draw_back, rate_func=smooth, run_time=run_time)

    def unseen(self, room: Region) -> VGroup:
        """How many were never looked at."""
        number = Words("{}", self.found.unseen, size=NUMBER, color=theme.KEY)
        word = Words("never seen", size=WORD, color=theme.DIM)
        word.put(room.right, self.count[0].baseline, align=1)
        number.put(word.pen[0] - theme.GAP, self.count[0].baseline, align=1)
        return VGroup(number, word)


def _part(alpha: float, start: float, end: float) -> float:
    """How far a part of a motion is done."""
    return float(smooth(min(max((alpha - start) / (end - start), 0.0), 1.0)))
