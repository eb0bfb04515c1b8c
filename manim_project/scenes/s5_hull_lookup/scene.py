"""Scene 5. From looking at every key to looking at log n of them."""

import numpy as np
from manim import Dot, FadeIn, FadeOut, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.chain_search import interval, pairs
from manim_project.scenes.s5_hull_lookup.hull_cloud import HullCloud, HullParabola
from manim_project.scenes.s5_hull_lookup.key_cloud import DOT, KeyCloud, in_steps, ring
from manim_project.scenes.s5_hull_lookup.lookup_cost_plot import LooksPlot
from manim_project.scenes.s5_hull_lookup.score_bars_on_hull import Hill, verdict
from manim_project.stage import FirstCut

LEFT_CLOUD, RIGHT_CLOUD = (-3.15, -0.55), (3.45, -0.55)  # their origins
COUNTER = 2.2 * theme.TALL  # baseline of the counters above the clouds,
HALF = 2.7  # and half their width
LEFT, RIGHT = 1.1, 6.4  # of what stands beside a cloud
MEANING = theme.tall(1.05, 0.5)  # baselines of the score's formula and meaning,
BEST, SUM = theme.tall(-0.8, -1.5)  # of the best score, and of the winner's worked out
TALLY = theme.tall(0.9, -0.4)  # of the counts of corners and of keys inside,
FATE = 0.5  # what these mean, below them,
ONCE = -1.7 * theme.TALL  # and when the hull is built
LINES = 0.35 * theme.TALL  # baseline of the first line beside the parabola
PRICE = theme.tall(0.9, 0.75)  # first baseline, leading
LAST = theme.tall(0.0, -0.75)  # baselines of the final count
FULL_TURN = 360  # degrees


class HullLookup(FirstCut):
    """The best key for a query is a corner of the keys' hull, and halving finds it."""

    question = "Must attention look at every key?"

    def construct(self) -> None:
        asked, growth = REFERENCE.hull.example(), REFERENCE.hull.growth()
        cloud, score = HullCloud(asked, LEFT_CLOUD), Score(asked)
        with self.beat("Keys are points, a query is a direction: which key reaches furthest?"):
            self.say()
            self.play(cloud.appear())
            self.play(cloud.ask(), FadeIn(score.meaning))

        scan = Counter("scan looked at", LEFT_CLOUD)
        with self.beat("A scan finds out by looking at all {} of them.", asked.by_scan.examined):
            self.say()
            self.play(FadeIn(scan, score.best))
            self.play(cloud.scan(asked), scan.run(asked.scanned), score.scan(), run_time=3.4)
            self.play(cloud.measure(asked), FadeIn(score.sum))

        tally = Tally(growth)
        with self.beat("Instead, keep a band round the keys as they arrive: their hull."):
            self.say()
            self.play(cloud.clear(), FadeOut(scan, score))
            self.play(FadeIn(tally), run_time=theme.QUICK)
            self.play(cloud.grow(growth), tally.grow(), run_time=3.4)

        with self.beat("However q turns, the line across it stops at a corner, never inside."):
            self.say()
            start = float(asked.degrees)
            self.play(cloud.ask(), cloud.touch(asked), run_time=0.6)
            self.play(cloud.turn(start, start + FULL_TURN, value_of(asked.hull)), run_time=4.2)
            self.play(FadeIn(tally.fate), run_time=theme.QUICK)

        hill, hull = Hill(asked), Counter("hull looked at", LEFT_CLOUD)
        best = int(asked.by_scan.winner)
        with self.beat("Queries for memory point up: above, scores climb, then fall."):
            self.say()
            self.play(FadeOut(tally, tally.fate), cloud.leave(), cloud.halve(best))
            self.play(hill.rise(cloud.search), run_time=2.2)
            self.add(cloud)  # whole again: Manim draws what moved in parts above the rest

        with self.beat("Compare two neighbours in the middle, and go where the score climbs."):
            self.say()
            self.play(FadeIn(hull), cloud.search.open(), hill.open(), run_time=0.6)
            self.halve(asked, 0, cloud, hill, hull)

        looks = (asked.by_hull.examined, asked.by_scan.examined)
        with self.beat("Twice more, and one is left: {} looks, not {}.", *looks):
            self.say()
            for t in range(1, len(asked.steps.middle)):
                self.halve(asked, t, cloud, hill, hull)

        self.remember(cloud, hull, self.race(cloud, hill, hull, scan))

    def halve(self, asked: Quantity, t: int, cloud: HullCloud, hill: Hill, hull: "Counter") -> None:
        """Halving t: look at two neighbours, note what they say, keep one side."""
        pair, left = pairs(asked.steps)[t], interval(asked.steps, t + 1)
        count = hull.to(asked.steps.examined_by[t + 1])
        line = verdict(asked.steps, t, asked.corners, asked.chain_scores, "{:.1f}")
        self.play(cloud.search.look(pair), hill.look(pair, line), count, run_time=0.8)
        self.play(cloud.search.narrow(*left), hill.narrow(*left), run_time=0.8)
        self.add(cloud)

    def race(self, cloud: HullCloud, hill: Hill, hull: "Counter", scan: "Counter") -> VGroup:
        """Another query, looked up both ways at the same time; returns the scan's side."""
        other = REFERENCE.hull.example(degrees=REFERENCE.hull.OTHER_DEGREES)
        rival = KeyCloud(other, RIGHT_CLOUD)
        rival.add(rival.arrow, rival.letter)
        looks = (other.by_hull.examined, other.by_scan.examined)
        with self.beat(
            "Another query, side by side: both find one key, in {} looks or {}.", *looks
        ):
            self.say()
            self.play(FadeOut(hill), cloud.search.restart(), hull.reset(), run_time=0.6)
            scan.place(RIGHT_CLOUD).fill(None)
            self.play(FadeIn(rival, scan), cloud.swing(other), run_time=0.8)
            runs = (cloud.race(other), hull.race(other), rival.scan(other), scan.run(other.scanned))
            self.play(*runs, run_time=3.6)
            self.play(cloud.touch(other), run_time=theme.QUICK)
            self.add(cloud)
        return VGroup(rival, scan)

    def remember(self, cloud: HullCloud, hull: "Counter", gone: VGroup) -> None:
        """The same look-up on the keys of memory."""
        found = REFERENCE.hull.on_parabola()
        memory, lines = HullParabola(found), VGroup()
        with self.beat(
            "The keys of memory, on a parabola, are all corners; the halving is the same."
        ):
            self.say()
            self.play(FadeOut(gone), cloud.leave(), hull.reset(), run_time=0.6)
            self.play(memory.come_from(cloud), run_time=1.2)
            self.play(memory.label(), run_time=theme.QUICK)
            for t, pair in enumerate(pairs(found.steps)):
                table, count = found.table, hull.to(found.steps.examined_by[t + 1])
                line = verdict(found.steps, t, table.addresses, table.scores, "{}", LINES)
                lines.add(line)
                self.play(memory.search.look(pair), FadeIn(line), count, run_time=0.6)
                self.play(memory.search.narrow(*interval(found.steps, t + 1)), run_time=theme.QUICK)
            self.play(memory.touch(), run_time=theme.QUICK)
            self.add(memory)
        self.count_up(memory, lines, hull)

    def count_up(self, memory: HullParabola, lines: VGroup, hull: "Counter") -> None:
        """Up to a million such keys, and what the look-up costs."""
        run = REFERENCE.machine.lookup_counts
        counts = REFERENCE.hull.examined_counts(queries=run.lookups)
        plot = LooksPlot(run, counts)
        with self.beat(
            "The machine's heads, {:,} tokens into a long run, look at {} keys at most.",
            *(run.sizes[-1], run.worst[-1]),
        ):
            self.say()
            self.play(FadeOut(lines, hull), FadeIn(plot))
            self.play(plot.draw_run(), run_time=2.4)

        with self.beat(
            "{:,} keys: {} halvings of two looks, less keys seen before: {}.",
            *(counts.sizes[-1], counts.halvings[-1], counts.hull_worst[-1]),
        ):
            self.say()
            self.play(plot.draw_on(), run_time=1.6)
            self.play(plot.conclude())

        price = listed(
            "keys of two numbers only",
            "one winner, no blending",
            "each new key updates the hull",
            "a native engine is still faster",
        )
        with self.beat("It has its price, and running the program natively stays faster."):
            self.say()
            self.play(FadeOut(plot), LaggedStart(*map(FadeIn, price), lag_ratio=0.5), run_time=2)

        last = VGroup(
            number(counts.hull_worst[-1], size=1.6, bold=True, color=theme.WINNER),
            Words("of {:,} keys", counts.sizes[-1], size=theme.TITLE),
        )
        for text, baseline in zip(last, LAST, strict=True):
            text.put((LEFT + RIGHT) / 2, baseline, align=0)
        answer = "To find one winner, no: twice as many keys cost {:.0f} looks more."
        with self.beat(answer, counts.per_doubling, hold=2.4, color=theme.WINNER, bold=True):
            self.say()
            self.play(FadeOut(price), memory.rest(), FadeIn(last))


def listed(*lines: str) -> VGroup:
    """Short lines, one below the other."""
    top, leading = PRICE
    return VGroup(*(Words(t).put(LEFT - 0.2, top - i * leading) for i, t in enumerate(lines)))


class Score(VGroup):
    """What the query thinks of a key, and the best of those looked at."""

    def __init__(self, asked: Quantity) -> None:
        self.asked = asked
        first, second = MEANING
        self.meaning = VGroup(
            formula('"score" = Query(q) dot Key(k)', size=0.7).put(LEFT, first),
            Phrase("how far $Key(k)$ reaches along $Query(q)$,").put(LEFT, second),
            Phrase("which has length one").put(LEFT, second - 0.5),
        )
        self.value = Words("", size=theme.TITLE, color=theme.WINNER)
        self.value.put(RIGHT, BEST, align=1)
        self.best = VGroup(Words("best score so far").put(LEFT, BEST), self.value)
        q, k = asked.query, asked.points[asked.by_scan.winner]
        self.sum = Phrase(
            "#Query[{:.1f}] · #Key[{:.1f}] + #Query[{:.1f}] · #Key[{:.1f}] = #Win[{:.2f}]",
            *(q[0], k[0], q[1], k[1], asked.by_scan.score),
        )
        self.sum.put(RIGHT, SUM, align=1)
        super().__init__(self.meaning, self.best, self.sum)

    def scan(self) -> Animation:
        """The best score rises."""
        best = [self.asked.scores[i] for i in self.asked.running_best]

        def say(t: int) -> None:
            self.value.say("{:.2f}", best[t], align=1)

        return in_steps(self.value, len(best), say)


class Counter(VGroup):
    """How many keys were looked at, above a cloud."""

    def __init__(self, name: str, cloud: tuple[float, float]) -> None:
        self.mark = ring(np.zeros(3))
        self.title = Words(name)
        self.count = Words("", size=theme.TITLE, bold=True)
        self.looked_at: Quantity | None = None
        super().__init__(self.mark, self.title, self.count)
        self.place(cloud)

    def place(self, cloud: tuple[float, float]) -> "Counter":
        """Stand above a cloud with this origin."""
        left, right = cloud[0] - HALF, cloud[0] + HALF
        self.mark.move_to([left + 0.17, COUNTER + 0.12, 0])
        self.title.put(left + 0.5, COUNTER)
        self.count.put(right, COUNTER, align=1)
        return self

    def fill(self, looked_at: Quantity | None) -> None:
        """At once: the count."""
        self.looked_at = looked_at
        if looked_at is None:
            self.count.say("", align=1)
        else:
            self.count.say("{}", looked_at, align=1)

    def reset(self) -> Animation:
        """Nothing was looked at."""
        return in_steps(self, 1, lambda _: self.fill(None))

    def to(self, looked_at: Quantity) -> Animation:
        """One more step of the count, half-way through a look."""
        before = self.looked_at
        return in_steps(self, 2, lambda half: self.fill(looked_at if half else before))

    def run(self, counter: Quantity) -> Animation:
        """The counter of a scan."""
        return in_steps(self, len(counter), lambda t: self.fill(counter[t]))

    def race(self, asked: Quantity) -> Animation:
        """The counter of the halvings, at the pace of a scan."""
        most = int(asked.by_hull.examined)
        return in_steps(
            self, len(asked.points), lambda t: self.fill(asked.scanned[min(t + 1, most) - 1])
        )


class Tally(VGroup):
    """How many keys are corners of the hull, how many lie inside, and what becomes of these."""

    def __init__(self, growth: Quantity) -> None:
        self.counts = (growth.corners, growth.inside)
        self.numbers, self.fate = VGroup(), VGroup()
        super().__init__(self.numbers)
        self.add(Words("kept, for every query to come").put(LEFT, ONCE))
        names = ("corners", "one of them wins", theme.KEY), ("inside", "never win", theme.DIM)
        for (name, fate, color), y in zip(names, TALLY, strict=True):
            self.add(
                Dot([LEFT + DOT, y + 0.12, 0], DOT, color=theme.shape(color)),
                Words(name).put(LEFT + 0.4, y),
            )
            self.fate.add(Words(fate, color=theme.DIM).put(LEFT + 0.4, y - FATE))
            self.numbers.add(Words("", size=theme.TITLE, bold=True).put(RIGHT, y, align=1))

    def grow(self) -> Animation:
        """The counts while the keys arrive."""

        def fill(t: int) -> None:
            for text, counts in zip(self.numbers, self.counts, strict=True):
                text.say("{}", counts[t], align=1)

        return in_steps(self, len(self.counts[0]), fill)
