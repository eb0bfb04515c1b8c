"""Scene 2. One word asks the others: who is found, what is read, and where it goes."""

from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart

from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s2_qkv_projection.doubling import Doubling
from manim_project.scenes.s2_qkv_projection.key_plane import KeyPlane, plane_in
from manim_project.scenes.s2_qkv_projection.napkin import Napkin
from manim_project.scenes.s2_qkv_projection.products import Products
from manim_project.scenes.s2_qkv_projection.stream import Gate, Stream
from manim_project.scenes.s2_qkv_projection.three_matrices import ThreeMatrices
from manim_project.scenes.s2_qkv_projection.value_plane import ValuePlane
from manim_project.scenes.s2_qkv_projection.word_rows import WordRows
from manim_project.stage import Stage

TURNED = 109.0  # degrees: on slept's side, where whole percents add up to 100
REACH = 2.9  # half the line beside the answers
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
            self.play(words.unroll())
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
            for i in range(len(matrices.matrices)):
                if i:
                    self.bring_to_back(matrices.upright)
                self.play(matrices.come(i), matrices.walk(i) if i else matrices.stand())
                self.play(matrices.multiply(i, 0.75 if i else 1.0))
            self.remove(*matrices.under)
            self.play(matrices.scan(), FadeOut(matrices.upright, run_time=0.2))
            self.say()
            self.play(matrices.rename())
        return matrices

    def find(self, matrices: ThreeMatrices) -> KeyPlane:
        """Keys are points, the question is an arrow, and a line sweeps along it."""
        plane = KeyPlane(self.block, plane_in(self.left))
        products = Products(self.block, plane.asked, self.right)
        scores = [float(s) for s in value_of(plane.asked.scores)]
        with self.beat("The key furthest along wins."):
            self.bring_to_back(plane)
            self.play(matrices.leave())
            self.play(plane.rule(), plane.take(matrices.keys, matrices.query))
            tiles = [cell for cells in (*matrices.keys, matrices.query) for cell in cells]
            boxes = [cell.box for cell in matrices.query]
            self.play(FadeOut(*boxes, *(cell.digit for cell in tiles), run_time=0.2))
            self.play(plane.settle(matrices.keys))
            self.play(plane.tell("tags", "title", "numbers"))
            self.play(plane.start(), products.head())
            for level in sorted(set(scores)):
                met = [j for j, score in enumerate(scores) if score == level]
                self.play(plane.sweep(plane.asked.scores[met[0]], run_time=0.65))
                self.play(plane.touch(met), products.write(met))
        self.products = products
        return plane

    def share(self, plane: KeyPlane) -> Doubling:
        """Scores become shares of one whole."""
        doubling = Doubling(self.block, plane.asked, self.region)
        with self.beat("One point more about doubles the share."):
            leave = AnimationGroup(plane.slide(-1.0), self.products.reduce())
            self.play(LaggedStart(leave, doubling.stand(self.products), lag_ratio=0.65))
            self.play(doubling.open(self.products))
            *first, last = range(max(doubling.counts))
            for k in first:
                self.play(doubling.double(k))
            self.play(doubling.double(last), doubling.tell())
            self.say()
            self.wait(0.8)
            self.play(doubling.clear())
            self.play(doubling.fall())
            self.play(doubling.turn_green(), doubling.label())
        return doubling

    def weigh(self, doubling: Doubling, plane: KeyPlane) -> ValuePlane:
        """The values are read by the shares."""
        values = ValuePlane(self.block, self.region.split_columns(2)[1])
        with self.beat("The answer leans towards what was found."):
            self.play(doubling.make_room(self.left.inset(0.3)))
            self.play(values.show("axes", "numbers", "specks", "names"))
            self.play(values.show("dot", "field"))
            self.wait(0.6)
            texts = values.show("names", "numbers", to=0.0, run_time=0.2)
            self.play(FadeOut(doubling.names, doubling.percents, run_time=0.2), texts)
            self.play(values.receive(doubling.columns))
            self.remove(doubling.columns)
            values.weighted()
            self.play(values.lean())
            plane.reach = REACH
            self.play(plane.slide(1.0), values.show("names", "shares", "answer", run_time=0.5))
        return values

    def swing(self, plane: KeyPlane, values: ValuePlane) -> None:
        """The hero: one gesture, in two colours."""
        tie = float(REFERENCE.textbook.tie_angle())
        with self.beat("Turn the question, and the answer moves."):
            self.play(plane.turn(tie, 1.3), values.turn(tie, 1.3))
            self.wait(0.6)
            self.play(plane.turn(TURNED, 1.9), values.turn(TURNED, 1.9))

    def add_up(self, plane: KeyPlane, values: ValuePlane) -> None:
        """What was found, and what the feed-forward makes of it, are laid on what was."""
        stream = Stream(self.block, self.left)
        gate = Gate(stream, self.right)
        with self.beat("What was found is laid on top."):
            self.play(plane.turn(plane.home, 0.9), values.turn(values.home, 0.9))
            self.wait(0.3)
            self.play(plane.slide(-1.0), values.leave())
            self.remove(plane)
            self.play(stream.stand())
            blocks, drop = values.drop()
            self.play(drop)
            counts = values.count(blocks)
            self.play(FadeIn(counts, run_time=0.2))
            self.play(LaggedStart(*(stream.bring(blocks, r) for r in (0, 1)), lag_ratio=0.7))
            legend = stream.legend(self.right)
            gone = (values, values.guides, counts, blocks, stream.ways)
            self.play(FadeOut(*gone, run_time=0.2))
            self.play(FadeIn(legend, run_time=0.3), stream.count(0))
        with self.beat("A second step adds its part."):
            self.play(FadeOut(legend, run_time=0.2))
            self.play(stream.draw_back(), gate.open())
            stream.settle()
            self.play(gate.read())
            self.play(gate.give())
            self.play(stream.count(1))
        self.close(stream, gate)

    def close(self, stream: Stream, gate: Gate) -> None:
        """Ask, find, read, add: the whole on a napkin."""
        napkin = Napkin(self.block, stream, self.region)
        with self.beat("A word asks, finds, reads, and adds.", hold=2.4, bold=True):
            self.play(FadeOut(gate, stream.texts(), run_time=0.2))
            self.play(napkin.withdraw())
            self.play(napkin.ask())
            self.play(napkin.find())
            self.play(napkin.read())
            self.play(napkin.add())
