"""Scene 2. One word asks the others: who is found, what is read, and where it goes."""

from manim import (
    DOWN,
    RIGHT,
    UP,
    AnimationGroup,
    FadeOut,
    GrowFromEdge,
    ReplacementTransform,
)

from manim_project import theme
from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s2_qkv_projection.by_hand import ByHand
from manim_project.scenes.s2_qkv_projection.key_plane import KeyPlane
from manim_project.scenes.s2_qkv_projection.score_bars import ScoreBars
from manim_project.scenes.s2_qkv_projection.stacks import Gate, Stacks
from manim_project.scenes.s2_qkv_projection.three_matrices import ThreeMatrices
from manim_project.scenes.s2_qkv_projection.value_plane import ValuePlane
from manim_project.scenes.s2_qkv_projection.word_rows import WordRows
from manim_project.stage import Stage

TURNED = 109.0  # degrees: on slept's side, where whole percents add up to 100
FOOT = 0.72 * theme.TALL  # height of the strip for the one whole
PARTS = (0.52, 0.48)  # of the frame: what asks, what answers
SINK = 0.75 * theme.TALL  # how far the one whole makes room


class QKVProjection(Stage):
    """One attention head and a feed-forward, for the word "cat" of "The cat slept"."""

    question = "What does one word ask of the others?"

    def construct(self) -> None:
        self.block = REFERENCE.textbook.film_block()
        self.region = stage_region()
        words = WordRows(self.block, self.region)
        with self.beat("Words become numbers, chosen by hand."):
            self.play(words.speak())
            self.play(words.line_up())
            self.play(words.unroll())
        matrices = self.multiply(words)
        plane = self.find(matrices)
        values = self.weigh(plane)
        self.swing(plane, values)
        self.add_up(plane, values)

    def multiply(self, words: WordRows) -> ThreeMatrices:
        """One product by hand, then all."""
        matrices = ThreeMatrices(self.block, words, self.region)
        hand = ByHand(self.block, words, matrices.matrices[0], matrices.query, self.region)
        with self.beat("What I need, what I am, what I hold."):
            self.play(words.single_out())
            self.play(hand.stand())
            self.play(hand.appear())
            self.play(hand.multiply())
            self.play(hand.add())
            self.play(matrices.gather())
            self.play(matrices.name())
            self.say()
            self.play(matrices.scan())
        return matrices

    def find(self, matrices: ThreeMatrices) -> KeyPlane:
        """Keys are points, the query is an arrow, and a line sweeps along it."""
        plane = KeyPlane(self.block, self.region, reach=9.0)
        with self.beat("A key is a point, a question an arrow."):
            self.play(matrices.leave())
            self.bring_to_back(plane.grid.set_stroke(opacity=0))
            self.play(plane.rule())
            self.play(plane.take(matrices.keys, matrices.words.words))
            digits = (cell.digit for cells in (*matrices.keys, matrices.query) for cell in cells)
            self.play(FadeOut(*digits), run_time=0.25)
            self.play(plane.settle(matrices.query, matrices.keys))
            self.play(plane.label())

        with self.beat("The furthest key along the question scores highest."):
            self.play(plane.start())
            for level in sorted({float(s) for s in value_of(plane.asked.scores)}):
                self.play(plane.sweep(level, run_time=0.9))
                self.play(plane.touch(level))
        return plane

    def weigh(self, plane: KeyPlane) -> ValuePlane:
        """Scores become shares, and the values are read by them."""
        foot, above = self.region.cut(DOWN, FOOT, 0.1)
        left, upper_right = above.split_columns(PARTS)
        _, right = self.region.split_columns(PARTS)
        bars = ScoreBars(self.block, plane.asked, upper_right, foot)
        with self.beat("Softmax turns scores into shares."):
            self.play(plane.clear())
            self.remove(*plane.scores.get_family())
            self.play(plane.glide(left, reach=2.7))
            self.play(bars.grow())
            self.play(bars.count())
            self.play(bars.stretch())
            self.play(bars.count_powers())
            self.play(bars.clear())
            self.play(bars.join())
            self.play(bars.fill())
            self.play(bars.label())

        values = ValuePlane(self.block, right)
        with self.beat("The answer leans towards what was found."):
            self.play(bars.sink(SINK * DOWN), values.appear(), run_time=0.6)
            self.play(values.balance())
            self.play(FadeOut(bars.labels), run_time=0.2)
            self.play(values.condense(bars.whole))
            self.play(values.receive(bars.whole))
            self.play(values.lean())
            self.say()
            self.play(values.count())
        return values

    def swing(self, plane: KeyPlane, values: ValuePlane) -> None:
        """The hero: one gesture, in two colours."""
        tie = float(REFERENCE.textbook.tie_angle())
        with self.beat("Change the question, and the answer moves."):
            self.play(plane.turn(tie, 1.4), values.turn(tie, 1.4))
            self.wait(0.3)
            self.play(plane.turn(TURNED, 2.4), values.turn(TURNED, 2.4, since=values.home))

    def add_up(self, plane: KeyPlane, values: ValuePlane) -> None:
        """What was found, and what the feed-forward makes of it, are laid on what was."""
        stacks = Stacks(self.block, self.region)
        gate, pair = Gate(stacks), stacks.pair()
        with self.beat("It all adds up on one stream."):
            self.play(plane.turn(plane.home, 0.9), values.turn(values.home, 0.9))
            bars = values.coordinates()
            grown = AnimationGroup(
                GrowFromEdge(bars[0], RIGHT), GrowFromEdge(bars[1], UP), run_time=0.6
            )
            self.play(values.leave(), FadeOut(plane, run_time=theme.QUICK), grown)
            self.play(ReplacementTransform(bars, pair), FadeOut(values.dot), stacks.stand())
            self.play(stacks.bring(pair))
            self.play(stacks.count(1))
            self.say()
            self.play(gate.open())
            self.play(gate.read())
            self.play(gate.let_through())
            self.remove(*gate.pieces)
            self.play(gate.give())
            self.play(stacks.count(2))
        self.conclude("A word asks, finds, reads, and adds.", show=stacks.close(gate))
