"""Scene 3. The same formula blends, or reads."""

from collections.abc import Callable
from typing import Any

from manim import (
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    FadeTransform,
    Line,
    ValueTracker,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Phrase, Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s3_attention_is_lookup.beta_rail import Behind, BetaRail
from manim_project.scenes.s3_attention_is_lookup.heat_map import HeatMap
from manim_project.scenes.s3_attention_is_lookup.value_blend import Blend
from manim_project.scenes.s3_attention_is_lookup.weight_rows import KeySketch, MemoryRows, WordRows
from manim_project.scenes.s3_attention_is_lookup.word_plane import Spoken, Turns, WordPlane
from manim_project.stage import FirstCut

PLANE: dict[str, Any] = {"center": (-3.3, 0.15), "unit": 1.8}  # fills its half at 4:3, too
LABELS = {  # how far right and up of its dot a word stands, and its alignment
    "angry": (0.18, -0.3, -1),
    "lions": (-0.18, -0.2, 1),
    "hunt": (-0.18, -0.05, 1),
    "zebras": (-0.18, 0.05, 1),
    "while": (-0.18, 0.12, 1),
    "cats": (0.18, -0.12, -1),
    "sleep": (-0.12, -0.38, 1),
    "peacefully": (0.18, 0.1, -1),
}
HEAD_LINE, RAIL_LINE, FOOT_LINE = theme.tall(2.32, 1.25, -2.78)
ASKS_LINE = RAIL_LINE + 0.27
TITLE = 0.36  # size of the titles of the halves
GRID: dict[str, Any] = {
    "corner": (-4.62, 1.3 * theme.TALL), "pitch": (1.34, 0.46 * theme.TALL),
    "scale": (-4.6, FOOT_LINE),
}  # fmt: skip
LEFT, RIGHT = (-6.4, -1.05), (-0.6, 6.4)  # the two halves, from x to x
DIVIDER = [[-0.82, y, 0] for y in theme.tall(1.85, -2.85)]
BLEND: dict[str, Any] = {"center": (-3.68, -0.76 * theme.TALL), "unit": min(1.34 * theme.TALL, 1.5)}
BLEND_LABELS = {
    "angry": (0.46, -0.32, -1),
    "lions": (-0.15, -0.05, 1),
    "hunt": (-0.2, 0.05, 1),
    "zebras": (0.2, 0.06, -1),
    "while": (-0.16, 0.1, 1),
    "cats": (0.22, -0.26, -1),
    "sleep": (-0.22, -0.17, 1),
    "peacefully": (0.4, 0.02, -1),
}
RATIO_FEET = (
    (-3.5, -1.68 * theme.TALL),
    (1.75, -2.65 * theme.TALL),
)  # where what the gaps make of the weights stands
SOFT_RAIL: dict[str, Any] = {
    "start": (LEFT[0], RAIL_LINE), "length": LEFT[1] - LEFT[0], "foot": RATIO_FEET[0]
}  # fmt: skip
HARD_RAIL: dict[str, Any] = {
    "start": (RIGHT[0], RAIL_LINE), "length": RIGHT[1] - RIGHT[0], "foot": RATIO_FEET[1]
}  # fmt: skip
WORD_ROWS: dict[str, Any] = {
    "columns": (2.5, 3.75, 4.15), "length": 3.5,
    "top": 0.33 * theme.TALL, "pitch": 0.43 * theme.TALL,
}  # fmt: skip
SLOT_ROWS: dict[str, Any] = {
    "columns": (1.85, 2.85, 3.1), "length": 0.95,
    "top": 0.3 * theme.TALL, "pitch": 0.48 * theme.TALL,
    "ends": (-0.25, 6.01), "asks": (RIGHT[1], ASKS_LINE),
}  # fmt: skip
SKETCH: dict[str, Any] = {
    "corner": (2.35, 0.42 * theme.TALL), "units": (0.27, 0.092 * theme.TALL), "note": FOOT_LINE
}  # fmt: skip
RUNNER_UP = "peacefully"  # the word whose score is the best but one
# where gaps are taken
SCORES = (-3.2, 0.02 * theme.TALL)
GAPS = (-3.2, -0.42 * theme.TALL), (RIGHT[0], RATIO_FEET[1][1])
RATIO_SIZE, RATIO_MIDDLE = 0.46, 1.0
RATIO = 'runner-up’s weight ÷ best = $e^(-beta thin times "gap")$'
ARCHITECTURE = 'sum_j "softmax"_j (beta thin Query(q) dot Key(k_j)) thin Value(v_j)'
WEIGHTS = '"weights" = "softmax"_j (beta thin Query(q) dot Key(k_j))'
VISITS = (4, 1, 3)  # the addresses that are asked for
HARD = REFERENCE.textbook.HARDNESS
EVENT = 5.5  # the power of two above which neither softmax changes any more
SLIDE, SKIP = 2.4, 0.5  # seconds below it and above it


class AttentionIsLookup(FirstCut):
    """Soft weights over a sentence, hard weights over memory: one architecture."""

    question = "Does attention blend, or read?"

    def construct(self) -> None:
        said = REFERENCE.textbook.sentence()
        plane, spoken, turns = WordPlane(said, LABELS, **PLANE), Spoken(said), Turns(said)
        with self.beat("Eight words as points of a plane; words of a kind lie together."):
            self.play(spoken.speak(), FadeIn(plane.axes))
            self.play(plane.place(spoken.words))
            self.play(FadeIn(spoken.kinds, spoken.note), run_time=theme.MOVE)

        with self.beat("Three matrices turn each word: it asks, it is found, it gives."):
            self.play(FadeOut(spoken), plane.aim())
            for turn in turns.one_by_one(plane):
                self.play(turn, run_time=1)

        heat, head = HeatMap(said, **GRID), Head(said)
        with self.beat("Every query meets every key; softmax turns each row into weights."):
            self.play(plane.leave(), FadeOut(turns.rows), run_time=theme.QUICK)
            self.play(FadeIn(head.weights, head.divided, heat.names), run_time=theme.MOVE)
            self.play(heat.fill())

        i = said.angry
        with self.beat(
            "“{}” weighs itself {:.0%}, “{}” {:.0%}, every word some.",
            *(said.words[i], said.weights[i, i], said.words[-1], said.weights[i, -1]),
        ):
            self.play(heat.mark())
            self.play(FadeIn(heat.percent, head.asks))

        soft, hard = rails(said)
        rows, blend = WordRows(said, **WORD_ROWS), Blend(said, BLEND_LABELS, RUNNER_UP, **BLEND)
        with self.beat("Its output is a blend of all eight values, and equals none."):
            self.play(heat.become(rows), head.become())
            half = head.learned, head.asks, soft.beta
            self.play(FadeIn(rows.scores, rows.heads, *half), run_time=theme.QUICK)
            self.play(blend.receive(rows.bars))
            self.play(blend.pull())

        memory = self.read(head, hard, rows)
        self.compare(said, memory, soft, hard, head, blend)
        self.swap(said, soft, blend, hard, memory)
        self.conclude("Learned or built, multiplier × gap decides: small blends, large reads.")

    def read(self, head: "Head", hard: BetaRail, rows: WordRows) -> MemoryRows:
        """The other half: a memory that is read at one address after the other."""
        first, *others = (REFERENCE.textbook.memory(address=address) for address in VISITS)
        memory, curve = MemoryRows(first, **SLOT_ROWS), KeySketch(first, **SKETCH)
        with self.beat("Built, not learned: a memory whose slot j has the key (2j, −j²)."):
            self.play(FadeOut(rows, rows.heads), Create(Line(*DIVIDER, color=theme.FAINT)))
            self.play(FadeIn(head.built), memory.lay_out())
            self.play(curve.bend(memory.names))

        with self.beat(
            "The address is the query's first number: slot {} leads by {}, gets {:.0%}.",
            *(first.address, first.gap, first.weights[first.address]),
        ):
            self.play(FadeOut(curve), memory.compare())
            self.play(FadeIn(hard.beta), memory.weigh_in())
            self.play(memory.yield_value())

        with self.beat("Ask for another address, and all of the weight moves there."):
            for other in others:
                self.play(memory.visit(other), run_time=1.8)
        return memory

    def compare(
        self,
        said: Quantity,
        memory: MemoryRows,
        soft: BetaRail,
        hard: BetaRail,
        head: "Head",
        blend: Blend,
    ) -> None:
        """How far the runner-up is behind on either side, and what softmax makes of it."""
        i, word, read = said.angry, said.words.index(RUNNER_UP), memory.read
        gap, best, second = said.gaps[i, word], int(read.address), int(read.runner_up)
        scores = Words("{:.3f} − {:.3f}", *(said.scores[i, k] for k in (i, word)), size=theme.SMALL)
        left = Words("gap ≈ {:.2f}", gap, size=theme.SMALL).put(*GAPS[0])
        numbers = read.scores[best], read.scores[second], read.gap
        right = Words("gap = {} − {} = {}", *numbers, size=theme.SMALL).put(*GAPS[1])
        with self.beat(
            "Same formula: left, {:.2f} behind gets {:.1%}; right, {} behind gets {:.1%}.",
            *(gap, said.weights[i, word], read.gap, read.weights[second]),
        ):
            words = [blend.words[int(k)] for k in (i, word)]
            self.play(gather(words, scores.put(*SCORES), theme.INK), FadeIn(left))
            self.play(gather([memory.scores[best], memory.scores[second]], right, theme.INK))

        with self.beat(
            "Softmax sees only multiplier × gap: {:.2f} left, {:,.0f} right.",
            *(said.scaled_gaps[i, word], read.scaled_gap),
        ):
            change = FadeOut(head.asks, memory.query), FadeTransform(head.whole, head.ratio)
            self.play(*change, run_time=theme.MOVE)
            for rail, tag in zip((soft, hard), (left, right), strict=True):
                self.play(gather([rail.beta, tag], rail.product, theme.INK), FadeOut(rail.beta))
            self.play(
                FadeIn(soft.ratio, hard.ratio, soft.verdict, hard.verdict), run_time=theme.QUICK
            )

    def swap(
        self, said: Quantity, soft: BetaRail, blend: Blend, hard: BetaRail, memory: MemoryRows
    ) -> None:
        """Each side gets the other's multiplier, and does what the other did."""
        textbook, at, low = REFERENCE.textbook, memory.read.address, said.beta
        with self.beat("Turn up only the left multiplier, and the blend becomes a read."):
            self.turn(soft, blend, HARD, lambda beta: textbook.sentence(beta=beta))

        output = textbook.memory(address=at, beta=low).output
        with self.beat("Turn the right one down, and the read becomes a blend: {:.1f}.", output):
            self.turn(hard, memory, low, lambda beta: textbook.memory(address=at, beta=beta))

    def turn(
        self,
        rail: BetaRail,
        picture: Blend | MemoryRows,
        target: Quantity,
        softmax: Callable[[float], Quantity],
    ) -> None:
        """The multiplier of one half goes to `target`, and what it decides follows."""
        power, end = ValueTracker(rail.power(rail.look.beta)), rail.power(target)

        def look() -> Quantity:
            return softmax(2 ** power.get_value())

        before = FadeOut(rail.product, rail.verdict, rail.ratio)
        self.play(before, FadeIn(rail, rail.live), run_time=theme.QUICK)
        self.add(picture.track(look), rail.track(look), rail.live)
        for stop in (EVENT, end):
            below = min(stop, power.get_value()) < EVENT
            self.play(power.animate.set_value(stop), run_time=SLIDE if below else SKIP)
        for live in (picture, rail):
            live.clear_updaters()
            live.show(softmax(float(target)))
        rail.read()
        self.play(FadeOut(rail, rail.live), FadeIn(rail.product), run_time=theme.QUICK)
        self.play(FadeIn(rail.ratio, rail.verdict), run_time=theme.QUICK)


class Head:
    """What stands at the head of the stage: formula, titles of the halves, the word's query."""

    def __init__(self, said: Quantity) -> None:
        self.weights = formula(WEIGHTS, size=theme.SCRIPTED).put(LEFT[0], HEAD_LINE)
        self.divided = Phrase("$beta$ ≈ {:.2f} is ÷ $sqrt({})$, as before", said.beta, said.size)
        self.divided.put(RIGHT[1], HEAD_LINE, align=1)
        query = said.queries[said.angry]
        self.whole = formula(ARCHITECTURE, size=theme.SCRIPTED).put(0, HEAD_LINE, align=0)
        self.ratio = Phrase(RATIO, size=RATIO_SIZE).put(RATIO_MIDDLE, HEAD_LINE, align=0)
        self.asks = Phrase("$q$ = ({:.2f}, {:.2f})", *query, color=theme.QUERY)
        self.asks.put(RIGHT[1], FOOT_LINE, align=1)
        self.learned = Words("learned (stand-in)", size=TITLE, bold=True)
        self.learned.put(LEFT[0], HEAD_LINE)
        self.built = Words("built", size=TITLE, bold=True).put(RIGHT[1], HEAD_LINE, align=1)

    def become(self) -> Animation:
        """The formula of the output; multiplier and query leave, to come back in their half."""
        before, self.asks = self.asks, self.asks.copy().put(LEFT[1], ASKS_LINE, align=1)
        return AnimationGroup(
            FadeTransform(self.weights, self.whole), FadeOut(self.divided, before)
        )


def rails(said: Quantity) -> tuple[BetaRail, BetaRail]:
    """The multipliers of the sentence's half and of the memory's."""
    at = said.angry, said.words.index(RUNNER_UP)

    def word(look: Quantity) -> Behind:
        return look.gaps[at], look.scaled_gaps[at], look.ratios[at]

    def slot(look: Quantity) -> Behind:
        return look.gap, look.scaled_gap, look.ratio

    return (
        BetaRail(said, "{:.2f}", word, **SOFT_RAIL),
        BetaRail(REFERENCE.textbook.memory(), "{}", slot, **HARD_RAIL),
    )
