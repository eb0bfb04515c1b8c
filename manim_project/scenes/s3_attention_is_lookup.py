"""Scene 3. The same formula blends, or reads."""

from collections.abc import Callable
from typing import Any

from manim import (
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    FadeTransform,
    LaggedStart,
    Line,
    ValueTracker,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.beta_rail import BetaRail
from manim_project.mobjects.heat_map import HeatMap
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.mobjects.weight_rows import MemoryRows, WordRows, exchange
from manim_project.mobjects.word_plane import Blend, WordPlane
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

PLANE: dict[str, Any] = {"center": (-3.3, 0.15), "unit": 1.8}
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
KINDS = {"animals": (-6.4, 1.1), "actions": (-6.4, -1.9), "manner": (-1.2, -2.1)}
SIDE = 0.45  # left end of what stands beside the plane
SPOKEN_LINES, NOTE_LINES = (1.5, 0.8), (-0.9, -1.4)  # baselines
MATRIX_LINES = (1.7, 0.1, -1.5)
FORMULA_LINE, TITLE_LINE, RAIL_LINE, ASKS_LINE, FOOT_LINE = 2.32, 1.52, 1.25, 0.72, -2.78
TITLE = 0.37  # size of the titles of the halves
GRID: dict[str, Any] = {"corner": (-4.62, 1.3), "pitch": (1.37, 0.46), "scale": (-4.6, -2.78)}
LEFT, RIGHT = (-6.4, -0.98), (-0.4, 6.4)  # the two halves, from x to x
DIVIDER = ([-0.69, 1.8, 0], [-0.69, -2.85, 0])
BLEND: dict[str, Any] = {"center": (-3.5, -0.5), "unit": 1.2}
BLEND_LABELS = {
    "angry": (0.42, -0.36, -1),
    "lions": (-0.15, -0.05, 1),
    "hunt": (-0.2, 0.05, 1),
    "zebras": (0.2, 0.08, -1),
    "while": (0.24, 0.22, -1),
    "cats": (0.22, -0.24, -1),
    "sleep": (-0.2, -0.28, 1),
    "peacefully": (0.4, -0.02, -1),
}
ROWS: dict[str, Any] = {"columns": (2.15, 3.05, 3.25), "top": 0.36, "pitch": 0.43, "length": 1.0}
SLOT_COLUMNS = (-0.05, 6.01)
LOSER = "while"  # the word that is far behind and keeps its share
BEHIND = (-3.38, -0.4)  # where it is said how far that is, and on the right from which x on
TAG = 4.3
ARCHITECTURE = '"output" = sum_j "softmax"_j (beta thin Query(q) dot Key(k_j)) thin Value(v_j)'
WEIGHTS = '"weights" = "softmax"(beta thin Query(q_i) dot Key(k_j))'
VISITS = (4, 1, 3)  # the addresses that are asked for
HARD = REFERENCE.textbook.HARDNESS
EVENT = 6  # the power of two above which neither softmax changes any more


class AttentionIsLookup(Stage):
    """Soft weights over a sentence, hard weights over memory: one architecture."""

    question = "When does attention blend, and when does it read?"

    def construct(self) -> None:
        said = REFERENCE.textbook.sentence()
        plane, spoken, turns = WordPlane(said, LABELS, **PLANE), Spoken(said), Turns(said)
        with self.beat("Eight words as points of a plane; words of a kind lie together."):
            self.play(spoken.speak(), FadeIn(plane.axes))
            self.play(plane.place(spoken.words))
            self.play(FadeIn(spoken.kinds, spoken.note))

        with self.beat("Three matrices turn each word: it asks, it is found, it is read."):
            self.play(FadeOut(spoken), plane.aim())
            for turn in turns.one_by_one(plane):
                self.play(turn, run_time=1.2)

        heat, head = HeatMap(said, **GRID), Head(said)
        with self.beat("Every query meets every key; softmax turns each row into weights."):
            self.play(plane.leave(), FadeOut(turns.rows))
            self.play(FadeIn(head.weights, head.divided, heat.asking, heat.found, heat.scale))
            self.play(heat.fill())

        i = said.angry
        with self.beat(
            "“{}” reads ≈ {:.0%} itself, {:.0%} “{}”, and some of every word.",
            *(said.words[i], said.weights[i, i], said.weights[i, -1], said.words[-1]),
        ):
            self.play(heat.mark())
            self.play(FadeIn(heat.percent, head.asks))

        soft, hard = halves(said)
        rows, blend = WordRows(said, **ROWS), Blend(said, BLEND_LABELS, LOSER, **BLEND)
        with self.beat("Its output is a blend of all eight values, and equals none."):
            self.play(heat.become(rows), head.become(soft))
            self.play(FadeIn(rows.scores, rows.heads, soft.title, soft.rail))
            self.play(blend.receive(rows.bars))
            self.play(blend.pull())

        memory = self.read(hard, rows)
        self.compare(said, memory, soft, hard)
        with self.beat("Turn up only the left multiplier, and the blend becomes a read."):
            self.turn(soft, blend, lambda beta: REFERENCE.textbook.sentence(beta=beta), HARD)

        at, low = memory.read.address, said.beta
        blended = REFERENCE.textbook.memory(address=at, beta=low).output
        with self.beat("Turn the right one down, and the read becomes a blend: {:.1f}.", blended):
            self.turn(
                hard, memory, lambda beta: REFERENCE.textbook.memory(address=at, beta=beta), low
            )
        self.conclude("The multiplier times the gap decides: small blends, large reads.")

    def read(self, hard: "Half", rows: WordRows) -> MemoryRows:
        """The other half: a memory that is read at one address after the other."""
        first, *others = (REFERENCE.textbook.memory(address=address) for address in VISITS)
        memory = MemoryRows(first, ends=SLOT_COLUMNS, **ROWS)
        promise = Words("why such keys: next scene", size=theme.SMALL, color=theme.DIM)
        with self.beat("Built, not learned: a memory whose slot j has the key (2j, −j²)."):
            self.play(FadeOut(rows, rows.heads), Create(Line(*DIVIDER, color=theme.FAINT)))
            self.play(FadeIn(hard.title), memory.lay_out())
            self.play(FadeIn(promise.put(RIGHT[0], FOOT_LINE)), run_time=theme.QUICK)

        query = Words("q = ({}, {})", *first.query, color=theme.QUERY)
        with self.beat(
            "To read address {}, ask ({}, {}): it leads by {} and takes {:.0%}.",
            *(first.address, *first.query, first.gap, first.weights[first.address]),
        ):
            self.play(FadeIn(query.put(sum(RIGHT) / 2, TITLE_LINE, align=1)))
            self.play(memory.compare())
            self.play(FadeIn(hard.rail, hard.beta), memory.weigh_in())
            self.play(memory.yield_value())

        with self.beat("Ask for another address, and all of the weight moves there."):
            self.play(FadeOut(promise), run_time=theme.QUICK)
            for other in others:
                self.play(exchange(query, "q = ({}, {})", *other.query), run_time=theme.QUICK)
                self.play(memory.visit(other))
        return memory

    def compare(self, said: Quantity, memory: MemoryRows, soft: "Half", hard: "Half") -> None:
        """How far a loser is behind on either side, and what softmax makes of it."""
        i, word, read = said.angry, said.words.index(LOSER), memory.read
        gap, share = said.gaps[i, word], said.weights[i, word]
        tags = behind("{:.2f} behind", gap), behind("{} behind", read.gap)
        tags[0].put(*BEHIND)
        tags[1].put(TAG, memory.baseline(int(read.runner_up)))
        with self.beat(
            "Left, {:.2f} behind still gets {:.0%}; right, {} behind gets {:.0%}. Why?",
            *(gap, share, read.gap, read.weights[read.runner_up]),
        ):
            for tag in tags:
                self.play(FadeIn(tag))

        with self.beat(
            "Softmax sees only multiplier × gap: {:.2f} left, {} right.",
            *(said.scaled_gaps[i, word], read.scaled_gap),
        ):
            for half, tag in zip((soft, hard), tags, strict=True):
                self.play(gather([tag], half.product, theme.INK), FadeOut(tag))
                self.play(FadeIn(half.verdict), run_time=theme.QUICK)

    def turn(
        self,
        half: "Half",
        picture: Blend | MemoryRows,
        softmax: Callable[[float], Quantity],
        target: Quantity,
    ) -> None:
        """The multiplier of one half goes to `target`, and what it decides follows."""
        power, end = ValueTracker(BetaRail.power(half.look.beta)), BetaRail.power(target)

        def look() -> Quantity:
            return softmax(2 ** power.get_value())

        self.play(FadeOut(half.beta, half.product, half.verdict), FadeIn(half.rail.readout))
        self.add(picture.track(look), half.rail.track(lambda: look().beta))
        for stop in (EVENT, end):
            slow = min(stop, power.get_value()) < EVENT
            self.play(power.animate.set_value(stop), run_time=2.5 if slow else 1)
        for live in (picture, half.rail):
            live.clear_updaters()
        last = softmax(float(target))
        picture.show(last)
        half.weigh(last)
        self.play(FadeOut(half.rail.show(last.beta).readout), FadeIn(half.beta))
        self.play(FadeIn(half.product, half.verdict))


class Spoken(VGroup):
    """The sentence, what kinds of words it has, and a word of honesty about it."""

    def __init__(self, said: Quantity) -> None:
        self.words = VGroup(*(number(word, size=theme.TITLE) for word in said.words))
        half = len(self.words) // 2
        for line, baseline in zip(
            (self.words[:half], self.words[half:]), SPOKEN_LINES, strict=True
        ):
            x = SIDE
            for word in line:
                word.put(x, baseline)
                x += word.advance + 0.26 * theme.TITLE
        self.kinds = VGroup(
            *(Words(kind, size=theme.SMALL, color=theme.DIM).put(*at) for kind, at in KINDS.items())
        )
        self.note = VGroup(
            Words("Places and turns are set by hand,", color=theme.DIM),
            Words("standing in for learned ones.", color=theme.DIM),
        )
        for line, baseline in zip(self.note, NOTE_LINES, strict=True):
            line.put(SIDE, baseline)
        super().__init__(self.words, self.kinds, self.note)

    def speak(self) -> Animation:
        """Word by word."""
        return LaggedStart(*map(FadeIn, self.words), lag_ratio=0.3, run_time=1.5)


class Turns:
    """The three matrices beside the plane, and what they do on it."""

    def __init__(self, said: Quantity) -> None:
        i = said.angry
        self.steps = (
            ("Query(q = x W_Q)", "what do I need?", said.query_degrees, said.queries[i], "q"),
            ("Key(k = x W_K)", "what am I?", said.key_degrees, said.keys[i], "k"),
            ("Value(v = x W_V)", "what do I hold?", said.value_degrees, said.values[i], "v"),
        )
        self.rows = VGroup()
        for (product, question, degrees, *_), y in zip(self.steps, MATRIX_LINES, strict=True):
            row = VGroup(
                formula(product).put(SIDE, y),
                Words("turned by {}°", degrees).put(SIDE + 3.0, y),
                Words(question, color=theme.DIM).put(SIDE, y - 0.6),
            )
            self.rows.add(row)

    def one_by_one(self, plane: WordPlane) -> list[Animation]:
        """Each matrix, and its turn of all words."""
        colors = (theme.QUERY, theme.KEY, theme.VALUE)
        return [
            AnimationGroup(FadeIn(row), plane.turn(degrees, asking, name, color))
            for row, (_, _, degrees, asking, name), color in zip(
                self.rows, self.steps, colors, strict=True
            )
        ]


class Head:
    """The formula at the head of the stage, first of the weights, then of the whole."""

    def __init__(self, said: Quantity) -> None:
        self.weights = formula(WEIGHTS, size=theme.SCRIPTED).put(LEFT[0], FORMULA_LINE)
        self.divided = Phrase("$beta$ ≈ {:.2f}: divides by $sqrt({})$", said.beta, said.size)
        self.divided.put(RIGHT[1], FORMULA_LINE, align=1)
        self.asks = Words("q = ({:.2f}, {:.2f})", *said.queries[said.angry], size=theme.SMALL)
        self.asks.set_color(theme.QUERY).put(RIGHT[1], FOOT_LINE, align=1)

    def become(self, soft: "Half") -> Animation:
        """The formula of the output; multiplier and query go to their half."""
        whole = formula(ARCHITECTURE, size=theme.SCRIPTED).put(0, FORMULA_LINE, align=0)
        return AnimationGroup(
            FadeTransform(self.weights, whole),
            FadeTransform(self.divided, soft.beta),
            self.asks.animate.put(LEFT[0], ASKS_LINE),
        )


class Half:
    """What stands above and below one half: whose weights, its multiplier, and what that does.

    `gaps` gives a loser's gap and the multiplier times that gap, `spec` is the format of a gap.
    """

    def __init__(
        self,
        ends: tuple[float, float],
        title: str,
        look: Quantity,
        spec: str,
        gaps: Callable[[Quantity], tuple[Quantity, Quantity]],
    ) -> None:
        self.ends, self.spec, self.gaps = ends, spec, gaps
        self.title = Words(title, size=TITLE, bold=True).put(ends[0], TITLE_LINE)
        self.rail = BetaRail(look.beta, start=(ends[0], RAIL_LINE), length=ends[1] - ends[0])
        self.weigh(look)

    def weigh(self, look: Quantity) -> None:
        """The multiplier as it is now, its product with the gap, and the verdict."""
        self.look = look
        gap, product = self.gaps(look)
        if float(look.beta) == float(HARD):
            exponent, verdict = REFERENCE.textbook.HARD_EXPONENT, "reads"
            self.beta = formula("beta = 2^({})", exponent, size=theme.SCRIPTED)
            self.product = Phrase(f"$beta$ × gap = $2^({{}})$ × {self.spec}", exponent, gap)
        else:
            numbers, verdict = (look.beta, gap, product), "blends"
            self.beta = formula("beta approx {:.2f}", look.beta, size=theme.SCRIPTED)
            self.product = Phrase(f"$beta$ × gap ≈ {{:.2f}} × {self.spec} ≈ {{:.2f}}", *numbers)
        self.beta.put(self.ends[1], TITLE_LINE, align=1)
        self.product.put(self.ends[0], FOOT_LINE)
        self.verdict = Words(verdict, bold=True).put(self.ends[1], FOOT_LINE, align=1)


def halves(said: Quantity) -> tuple[Half, Half]:
    """The sentence's half and the memory's."""
    i, word = said.angry, said.words.index(LOSER)
    return (
        Half(
            LEFT, "learned (stand-in)", said, "{:.2f}",
            lambda look: (look.gaps[i, word], look.scaled_gaps[i, word]),
        ),
        Half(
            RIGHT, "built", REFERENCE.textbook.memory(), "{}",
            lambda look: (look.gap, look.scaled_gap),
        ),
    )  # fmt: skip


def behind(template: str, gap: Quantity) -> Words:
    """How far a score is behind the best."""
    return Words(template, gap, size=theme.SMALL)
