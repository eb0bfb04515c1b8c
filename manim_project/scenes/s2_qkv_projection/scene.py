"""Scene 2. One word asks the others: who is found, what is read, and where it goes."""

from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart

from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s2_qkv_projection.axes import planes_in
from manim_project.scenes.s2_qkv_projection.bars import Bars
from manim_project.scenes.s2_qkv_projection.doubling import Doubling
from manim_project.scenes.s2_qkv_projection.key_plane import KeyPlane
from manim_project.scenes.s2_qkv_projection.napkin import Napkin
from manim_project.scenes.s2_qkv_projection.neurons import Neurons
from manim_project.scenes.s2_qkv_projection.products import Products
from manim_project.scenes.s2_qkv_projection.stream import Stream
from manim_project.scenes.s2_qkv_projection.three_matrices import ThreeMatrices
from manim_project.scenes.s2_qkv_projection.value_plane import ValuePlane
from manim_project.scenes.s2_qkv_projection.word_rows import WordRows
from manim_project.stage import Stage

TURNED = 109.0  # degrees: on slept's side, where whole percents add up to 100
PARTS = (0.54, 0.46)  # of the frame: what asks, what answers


class QKVProjection(Stage):
    """One attention head and a feed-forward, for the word "cat" of "The cat slept"."""

    question = "What does one word ask of the others?"

    def construct(self) -> None:
        self.block = REFERENCE.textbook.film_block()
        self.region = stage_region()
        self.left, self.right = self.region.split_columns(PARTS)
        words = WordRows(self.block, self.region)
        with self.beat("Words become numbers, chosen by hand."):
            self.play(words.speak())
            self.play(words.ask())
            self.play(words.line_up())
            self.play(LaggedStart(words.unroll(), words.name_columns(), lag_ratio=0.6))
        plane = self.find(self.multiply(words))
        shares = self.share(plane)
        values = self.weigh(shares, plane)
        self.swing(plane, values)
        self.add_up(plane, values)

    def multiply(self, words: WordRows) -> ThreeMatrices:
        """One row through three matrices, then the others."""
        matrices = ThreeMatrices(self.block, words, self.region)
        with self.beat("What I need, what I am, what I hold."):
            self.play(matrices.gather())
            stand = matrices.stand()
            self.bring_to_back(matrices.uprights[0])
            self.play(matrices.come(0), stand)
            self.play(matrices.name_rows())
            self.play(matrices.multiply(0, 0, 0.8))
            self.play(matrices.multiply(0, 1, 0.6))
            self.play(matrices.come(1, 2))
            walk = matrices.walk()
            self.bring_to_back(matrices.walkers)
            self.play(walk)
            self.play(*(matrices.multiply(i, c, 0.7) for i in (1, 2) for c in range(2)))
            self.remove(*matrices.under)
            self.play(matrices.scan(), FadeOut(*matrices.uprights, run_time=0.2))
            self.say()
            self.play(matrices.rename())
        return matrices

    def find(self, matrices: ThreeMatrices) -> KeyPlane:
        """Keys are points, the question is an arrow, and a line sweeps along it."""
        plane = KeyPlane(self.block, planes_in(self.region)[0])
        products = Products(self.block, plane.asked, self.right)
        scores = [float(s) for s in value_of(plane.asked.scores)]
        with self.beat("The key furthest along wins."):
            self.bring_to_back(plane)
            self.play(matrices.leave())
            self.play(plane.rule())
            self.play(plane.take(matrices.keys, matrices.query))
            tiles = [cell for cells in (*matrices.keys, matrices.query) for cell in cells]
            boxes = [cell.box for cell in matrices.query]
            self.play(FadeOut(*boxes, *(cell.digit for cell in tiles), run_time=0.2))
            self.play(plane.settle(matrices.keys))
            self.remove(*tiles, plane.tiles)
            told = plane.tell("tags", "which", "what", run_time=0.3)
            self.play(told, products.head())
            self.play(plane.start())
            for level in sorted(set(scores)):
                met = [j for j, score in enumerate(scores) if score == level]
                self.play(plane.sweep(plane.asked.scores[met[0]], run_time=0.45))
                self.play(plane.touch(met), products.write(met))
        self.products = products
        return plane

    def share(self, plane: KeyPlane) -> Doubling:
        """Scores become shares of one whole."""
        doubling = Doubling(self.block, plane.asked, self.region)
        with self.beat("One more point roughly doubles the share.", hold=0.5):
            leave = AnimationGroup(plane.slide(-1.0), self.products.reduce())
            self.play(LaggedStart(leave, doubling.stand(self.products), lag_ratio=0.65))
            self.play(doubling.open(self.products))
            *first, last = range(max(doubling.counts))
            for k in first:
                self.play(doubling.double(k))
            self.play(doubling.double(last), doubling.tell())
            self.wait(0.4)
            self.play(doubling.clear())
            self.play(doubling.fall())
            self.play(doubling.turn_green(), doubling.label())
        return doubling

    def weigh(self, doubling: Doubling, plane: KeyPlane) -> ValuePlane:
        """The values are read by the shares."""
        values = ValuePlane(self.block, planes_in(self.region)[1])
        with self.beat("The answer leans towards the winner."):
            self.play(doubling.make_room(self.left.inset(0.3)))
            self.play(values.show("axes", "sides", "specks", "names", "dot", "field"))
            self.wait(0.1)
            texts = values.show("names", to=0.0, run_time=0.2)
            self.play(FadeOut(doubling.names, doubling.percents, run_time=0.2), texts)
            self.play(values.receive(doubling.columns))
            self.remove(doubling.columns)
            values.weighted()
            self.play(values.lean())
            self.play(plane.slide(1.0, 0.9), values.show("names", "shares", "answer", run_time=0.5))
        return values

    def swing(self, plane: KeyPlane, values: ValuePlane) -> None:
        """The hero: one gesture, in two colours."""
        tie = float(REFERENCE.textbook.tie_angle())
        with self.beat("Turn the question: the answer moves."):
            self.play(plane.turn(tie, 1.1), values.turn(tie, 1.1))
            self.wait(0.2)
            self.play(plane.turn(TURNED, 1.7), values.turn(TURNED, 1.7))

    def add_up(self, plane: KeyPlane, values: ValuePlane) -> None:
        """What was found, and what the feed-forward makes of it, are laid on what was."""
        stream = Stream(self.block, self.region)
        with self.beat("Now cat has an article and a verb."):
            self.play(plane.turn(plane.home, 0.6), values.turn(values.home, 0.6))
            middle = values.centre(self.region.centre[0], 0.6)
            self.play(plane.slide(-1.0), values.leave(), middle)
            self.remove(plane)
            bars = Bars(self.block, values)
            self.play(bars.drop())
            self.wait(0.1)
            self.play(FadeOut(values, bars.guides, run_time=0.2))
            self.play(LaggedStart(bars.lift(stream), stream.stand(), lag_ratio=0.7))
            self.play(LaggedStart(*(stream.bring(bars.blocks, r) for r in (0, 1)), lag_ratio=0.85))
            self.play(FadeOut(bars, stream.ways, run_time=0.2))
            self.play(stream.count(1), stream.light_new())
        self.feed_forward(stream)

    def feed_forward(self, stream: Stream) -> None:
        """Neurons add columns up, and lay the sums on columns."""
        neurons = Neurons(stream)
        with self.beat("Neurons add up, and lay the sums on top."):
            self.play(LaggedStart(stream.draw_back(neurons.unit), neurons.open(), lag_ratio=0.6))
            first = neurons.all[0]
            self.play(first.read(1.0))
            self.play(neurons.read_on(0.7))
            gone = FadeOut(stream.totals[1], run_time=0.2)
            self.play(gone, first.lay(neurons.tops, 0.7))
            self.play(neurons.lay_on(0.65))
            self.play(FadeIn(stream.totals[2], run_time=0.3))
        self.close(stream, neurons)

    def close(self, stream: Stream, neurons: Neurons) -> None:
        """Ask, find, read, add: the whole on a napkin."""
        napkin = Napkin(self.block, stream, self.region)
        with self.beat("A word asks, finds, reads, and adds.", hold=2.4, bold=True):
            self.play(FadeOut(neurons, neurons.texts(), stream.texts(), run_time=0.2))
            self.play(napkin.withdraw())
            self.play(napkin.ask())
            self.play(napkin.find())
            self.play(napkin.read())
            self.play(napkin.add())
