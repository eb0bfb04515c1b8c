"""Scene 5. From looking at every key to looking at log n of them."""

from typing import Any

from manim import (
    DOWN,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Square,
    VGroup,
    smooth,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.bars import Bars
from manim_project.mobjects.key_cloud import KeyCloud, halvings, in_steps, live
from manim_project.mobjects.looks_plot import LooksPlot
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

SCORE = {"left": 1.0, "right": 6.4, "formula": 0.55, "note": 0.0, "best": -1.0, "sum": -1.65}
TRACK = {"left": 1.0, "width": 5.4, "scan": 2.0, "hull": 0.9}  # and middles
FIELD: dict[str, Any] = {
    "corner": (1.0, -2.15),
    "width": 5.4,
    "height": 2.3,
    "low": -2.8,
    "high": 2.4,
}
SPAN = 0.18  # between the lines below the bars
FULL_TURN = 360  # degrees
OTHER_WAY = 130  # degrees of the second query
PRICE = (4.0, 0.3, 0.5)  # right, first baseline, leading


class HullLookup(Stage):
    """The best key for a query is a corner of the keys' hull, and halving finds it."""

    question = "Must attention look at every key?"

    def construct(self) -> None:
        asked = REFERENCE.hull.example()
        cloud, score = KeyCloud(asked), Score(asked)
        with self.beat("Keys are points, a query is a direction: which key reaches furthest?"):
            self.play(cloud.appear())
            self.play(cloud.ask(), FadeIn(score.product))

        scan = Track("scan", asked)
        with self.beat("A scan finds out by looking at all {} of them.", asked.by_scan.examined):
            self.play(FadeIn(scan, cloud.line, score.best))
            self.play(cloud.scan(asked), scan.run(asked.scanned), score.scan(), run_time=5)
            self.play(FadeIn(score.sum))

        with self.beat("Stretch a band round them: the hull has {} corners.", asked.hull.size):
            self.play(FadeOut(score.sum), cloud.stretch(asked))

        with self.beat("However q turns, the line across it touches the hull at a corner."):
            start = float(asked.degrees)
            end = start + FULL_TURN
            self.play(cloud.turn(start, end), score.turn(start, end), run_time=6)

        hill = Hill(asked)
        with self.beat("Along the hull, left to right, scores climb to one top and fall."):
            self.play(FadeOut(score.product, score.best), cloud.rest(asked))
            self.play(cloud.walk(asked), hill.appear(), run_time=2.5)

        hull = Track("hull", asked)
        with self.beat("Look at two neighbours in the middle; keep the side that climbs."):
            self.play(FadeIn(hull), Create(hill.spans[0]))
            for t in range(len(asked.steps.middle)):
                self.play(hill.compare(t), cloud.compare(asked, t), hull.look(asked, t))
                self.play(hill.narrow(t), cloud.narrow(asked, t), run_time=1.2)
            self.play(cloud.crown(asked))

        other = REFERENCE.hull.example(degrees=OTHER_WAY)
        looks = (other.by_scan.examined, other.by_hull.examined)
        with self.beat("Another query, side by side: the same key after {} looks, or {}.", *looks):
            self.play(FadeOut(hill.spans), run_time=theme.QUICK)
            self.play(cloud.turn(start, OTHER_WAY), hill.turn(start, OTHER_WAY))
            self.play(cloud.forget(), scan.reset(), hull.reset(), run_time=theme.QUICK)
            runs = (cloud.race(other), scan.run(other.scanned), hull.race(other), hill.race())
            self.play(*runs, run_time=4)

        counts = REFERENCE.hull.examined_counts()
        plot = LooksPlot(counts)
        with self.beat(
            "Real look-ups: among {:,} keys, the hull looks at no more than {}.",
            *(counts.sizes[-1], counts.hull_worst[-1]),
        ):
            self.play(FadeOut(cloud, hill, scan, hull), FadeIn(plot.axes))
            self.play(plot.draw(), run_time=4)
            self.play(FadeIn(plot.names))

        with self.beat("The price: heads of two numbers, and only the winner, never a blend."):
            self.play(LaggedStart(*map(FadeIn, price()), lag_ratio=0.8))
        self.conclude("No: halving along the hull finds the same key in about log n looks.")


def price() -> VGroup:
    """What the short cut costs, line by line."""
    lines = (
        "head size two only",
        "argmax only, no blend",
        "a native engine is still faster",
    )
    right, top, leading = PRICE
    return VGroup(*(Words(t).put(right, top - r * leading, align=1) for r, t in enumerate(lines)))


class Score:
    """What the query thinks of a key, and the best of those looked at."""

    def __init__(self, asked: Quantity) -> None:
        self.asked = asked
        left, best = SCORE["left"], SCORE["best"]
        self.product = VGroup(
            formula('"score" = Query(q) dot Key(k)', size=0.7).put(left, SCORE["formula"]),
            Words("how far k reaches along q", color=theme.DIM).put(left, SCORE["note"]),
        )
        self.value = number(asked.scores[0], "{:.2f}", size=theme.TITLE, color=theme.WINNER)
        self.value.put(SCORE["right"], best, align=1)
        self.best = VGroup(Words("best score").put(left, best), self.value)
        q, k = asked.query, asked.points[asked.by_scan.winner]
        self.sum = Phrase(
            "#Query[{:.3f}] · #Key[{:.2f}] + #Query[{:.3f}] · #Key[{:.2f}] ≈ {:.2f}",
            *(q[0], k[0], q[1], k[1], asked.by_scan.score),
            size=theme.SMALL,
        )
        self.sum.put(SCORE["right"], SCORE["sum"], align=1)

    def _say(self, score: Quantity) -> None:
        self.value.say("{:.2f}", score, align=1)

    def scan(self) -> Animation:
        """The best score rises."""
        asked = self.asked
        best = [asked.scores[i] for i in asked.running_best]
        return in_steps(self.value, len(best), lambda t: self._say(best[t]))

    def turn(self, start: float, end: float) -> Animation:
        """The best score for every direction between two (degrees)."""

        def face(alpha: float) -> None:
            now = start + alpha * (end - start)
            self._say(REFERENCE.hull.example(degrees=now).by_hull.score)

        return live(self.value, face, smooth)


class Track(VGroup):
    """How many keys were looked at: a number, and one lit box for each."""

    def __init__(self, name: str, asked: Quantity) -> None:
        left, middle, count = TRACK["left"], TRACK[name], len(asked.points)
        pitch = TRACK["width"] / count
        self.title = Words(f"{name} looked at").put(left, middle + 0.3)
        self.count = Words("", size=theme.TITLE, bold=True)
        self.count.put(left + TRACK["width"], middle + 0.3, align=1)
        self.boxes = VGroup(
            *(
                Square(0.75 * pitch, stroke_width=0).set_fill(theme.FAINT, 1)
                .move_to([left + (i + 0.5) * pitch, middle, 0])
                for i in range(count)
            )
        )  # fmt: skip
        super().__init__(self.title, self.count, self.boxes)

    def fill(self, looked_at: Quantity) -> None:
        """At once: the count, and as many boxes."""
        self.count.say("{}", looked_at, align=1)
        for i, box in enumerate(self.boxes):
            box.set_fill(theme.KEY if i < int(looked_at) else theme.FAINT)

    def run(self, counter: Quantity) -> Animation:
        """The counter of a scan."""
        return in_steps(self, len(counter), lambda t: self.fill(counter[t]))

    def race(self, asked: Quantity) -> Animation:
        """The counter of the halvings, beside that of a scan."""
        by = asked.steps.examined_by
        return in_steps(self, len(self.boxes), lambda t: self.fill(by[halvings(asked, t)]))

    def reset(self) -> Animation:
        """Nothing has been looked at."""
        self.count.say("", align=1)
        return self.boxes.animate.set_fill(theme.FAINT)

    def look(self, asked: Quantity, t: int) -> Animation:
        """Halving t looks at its neighbours."""
        return in_steps(self, 2, lambda half: self.fill(asked.steps.examined_by[t + half]))


class Hill(VGroup):
    """The scores of the keys along the searched half of the hull, as bars."""

    def __init__(self, asked: Quantity) -> None:
        self.asked = asked
        self.bars = Bars(asked.chain_scores, spec="{:.1f}", **FIELD)
        self.spans = self._spans()
        super().__init__(self.bars, self.spans)

    def _spans(self) -> VGroup:
        return VGroup(*(self._span(t) for t in range(len(self.asked.steps.lo))))

    def _span(self, t: int) -> Line:
        """What remains after t halvings, as a line below the bars."""
        lo, hi = int(self.asked.steps.lo[t]), int(self.asked.steps.hi[t])
        y, half = self.bars.foot - (t + 0.8) * SPAN, self.bars.pitch * self.bars.share / 2
        ends = [[self.bars.center(lo) - half, y, 0], [self.bars.center(hi) + half, y, 0]]
        return Line(*ends, color=theme.WINNER if lo == hi else theme.INK, stroke_width=6)

    def appear(self) -> Animation:
        """One bar after the other."""
        columns = zip(self.bars.bars, self.bars.numbers, strict=True)
        return LaggedStart(*(FadeIn(VGroup(*c), shift=0.3 * UP) for c in columns), lag_ratio=0.5)

    def compare(self, t: int) -> Animation:
        """The two neighbours that halving t looks at."""
        middle = int(self.asked.steps.middle[t])
        return VGroup(*self.bars.bars[middle : middle + 2]).animate.set_fill(theme.INK)

    def narrow(self, t: int) -> Animation:
        """Bars outside what remains after halving t fall back; a line keeps the record."""
        target = self.bars.copy()
        self._tell(target, t + 1)
        pairs = zip(
            [*self.bars.bars, *self.bars.numbers], [*target.bars, *target.numbers], strict=True
        )
        moves = (part.animate.set_fill(end.get_fill_color()) for part, end in pairs)
        return AnimationGroup(FadeIn(self.spans[t + 1], shift=SPAN * DOWN), *moves)

    def _tell(self, bars: Bars, t: int) -> None:
        """At once: colour `bars` as they are after t halvings."""
        lo, hi = int(self.asked.steps.lo[t]), int(self.asked.steps.hi[t])
        for i, (bar, text) in enumerate(zip(bars.bars, bars.numbers, strict=True)):
            kept = lo <= i <= hi
            bar.set_fill(theme.KEY if kept else theme.FAINT)
            text.set_color(theme.INK if kept else theme.DIM)
            if lo == i == hi:
                VGroup(bar, text).set_color(theme.WINNER)

    def race(self) -> Animation:
        """All halvings, at the pace of a scan."""
        self.remove(self.spans)
        self.spans = self._spans()
        for span in self.spans:
            span.set_opacity(0)
        self.add(self.spans)

        def look(t: int) -> None:
            done = halvings(self.asked, t)
            self._tell(self.bars, done)
            self.spans[: done + 1].set_opacity(1)

        return in_steps(self, len(self.asked.points), look)

    def turn(self, start: float, end: float) -> Animation:
        """The scores while the query turns; upward queries all search the same half."""

        def show(alpha: float) -> None:
            self.asked = REFERENCE.hull.example(degrees=start + alpha * (end - start))
            self.bars.show(self.asked.chain_scores)

        return live(self.bars, show, smooth)
