"""Scene 2. Three matrices ask three questions, and a whole block is redone by hand."""

from collections.abc import Sequence

from manim import (
    LEFT,
    RIGHT,
    AnimationGroup,
    Arrow,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    ReplacementTransform,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.sums import PITCH, Product, gather
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s2_qkv_projection.attention_table import AttentionTable
from manim_project.scenes.s2_qkv_projection.block_overview import BlockOverview
from manim_project.scenes.s2_qkv_projection.reach_plane import ReachPlane
from manim_project.scenes.s2_qkv_projection.residual_stream import (
    ADD,
    NEXT,
    READ,
    Part,
    Relu,
    ResidualStream,
)
from manim_project.scenes.s2_qkv_projection.three_questions import (
    ROLES,
    Definitions,
    Projection,
    Questions,
    WrittenOut,
)
from manim_project.stage import FirstCut

OPENING = {"scale": 1.7, "token": -2.5, "vector": 1.8, "letter": 2.2}
OPENING = {name: size * theme.TALL for name, size in OPENING.items()}  # wider, too: there is room
OPENING_ROWS = theme.tall(1.4, 0.05, -1.3)
SPACE = 0.25  # between words, in em
TOKEN = 1.2  # width of a token's box
ROWS = theme.tall(-0.78, -1.53, -2.28)  # of the three tokens below the matrices
TOKENS, VECTORS = -5.8, -4.0
CENTERS, FOOT = (-0.8, 2.05, 4.9), -0.32 * theme.TALL  # of W_Q, W_K, W_V
ASKED = 2.2 * theme.TALL  # baseline of the questions in a row
FINDING = ((-6.4, ASKED), (-0.15, ASKED), (3.05, ASKED))
READING = ((-6.4, ASKED), (-2.65, ASKED), (0.15, ASKED))
STACK = [(-6.1, y) for y in theme.tall(1.3, 0.6, -0.1)]
ANSWER_HOLD = 2.4  # seconds that the answer stands
NOTE, NOTED = "set by hand, standing in for learned numbers", -2.6 * theme.TALL
LEFT_COLUMN = -6.35
DEFINED, SUMMED = theme.tall(1.75, 0.95, 0.15), theme.tall(1.7, 0.55)
BLENDED = 0.35 * theme.TALL  # height of the blended parts
# Row of the vectors in a part of the block, and foot of its matrices.
CALC, CALC_FOOT = theme.tall(-0.55, -0.08)
BLEND, RISE, HIDDEN = -0.85, -2.75, 0.1  # middles of z, of W_1 and of the ReLU's result


class QKVProjection(FirstCut):
    """One block of a transformer, for the token "cat" among "The cat slept"."""

    question = "What do the three matrices ask?"

    def construct(self) -> None:
        self.block = REFERENCE.textbook.block()
        self.sentence, self.questions = Sentence(self.block), Questions()
        self.definitions = Definitions(LEFT_COLUMN, DEFINED)
        with self.beat("Text becomes tokens, and each token a row x of four numbers."):
            self.play(FadeIn(self.sentence.text), run_time=theme.QUICK)
            self.play(self.sentence.split())
            self.play(self.sentence.embed())
        table, plane = self.find(self.ask())
        self.weigh(table, plane)
        self.read(table, plane)
        stream, seen = self.add_attention(table)
        forward, contents = self.add_forward(stream, seen)

        overview = BlockOverview(self.block)
        answer = "q and k find, v is read, and the stream adds it all up."
        with self.beat(answer, hold=ANSWER_HOLD, color=theme.WINNER, bold=True):
            self.play(FadeOut(contents), run_time=theme.QUICK)
            self.play(overview.close_in(stream, forward), run_time=theme.MOVE)
            self.play(overview.ask(self.questions))

    def ask(self) -> list[Projection]:
        """Every token's row goes through the three matrices."""
        block, sentence, cat = self.block, self.sentence, int(self.block.cat)
        definitions = self.definitions
        with self.beat("Three matrices ask every token three questions."):
            self.play(sentence.step_aside())
            products = []
            for role, center in zip(ROLES, CENTERS, strict=True):
                # Every token asks, but the scene follows one.
                tokens = [cat] if role.letter == "q" else range(len(block.tokens))
                rows = [sentence.vectors[j] for j in tokens]
                products.append(Projection(block, role, tokens, rows, center=center, foot=FOOT))
            self.questions.over(products, ASKED)
            for parts in zip(self.questions, products, definitions, strict=True):
                question, product, definition = parts
                self.play(product.appear(), FadeIn(question, definition), run_time=0.6)

        own, *others = products
        sums = WrittenOut(block, own, SUMMED)
        with self.beat("We follow cat: row times column, added up, gives its query q."):
            self.play(FadeOut(definitions), sentence.follow(cat), run_time=theme.QUICK)
            for c in range(own.matrix.columns):
                self.play(sums.write(c))
                self.play(sums.take(c))

        with self.beat("Every token answers the other questions: with a key k and a value v."):
            self.play(FadeOut(sums), FadeIn(definitions), sentence.unfollow(), run_time=theme.QUICK)
            for other in others:
                self.play(other.add_up())
        return products

    def find(self, products: Sequence[Projection]) -> tuple[AttentionTable, ReachPlane]:
        """The query meets every key, in the plane and by hand."""
        block, cat = self.block, self.block.cat
        (query,), keys, values = (product.results for product in products)
        table = AttentionTable(block, self.sentence.cells, query, keys, values)
        plane = ReachPlane(block)
        with self.beat("Draw them: q is a direction, and every key is a point."):
            self.play(
                *(FadeOut(product.matrix, product.symbol) for product in products),
                FadeOut(self.definitions, self.sentence.vectors),
                self.questions.stand(FINDING, active="qk"),
                table.arrange(),
                run_time=theme.MOVE,
            )
            self.play(FadeIn(plane.grid), plane.ask(), run_time=theme.MOVE)
            self.play(plane.lay_out(keys))

        best = table.winner
        with self.beat(
            "Multiply and add: “{}” scores {}, as it reaches furthest along q.",
            *(block.tokens[best], block.scores[cat, best]),
        ):
            for j in range(len(block.tokens)):
                self.play(plane.drop(j))
                self.play(table.score(j))
            self.play(table.crown(), plane.crown(), run_time=0.6)
        return table, plane

    def weigh(self, table: AttentionTable, plane: ReachPlane) -> None:
        """Scores become weights: how much of each value will be read."""
        block, cat = self.block, self.block.cat
        with self.beat(
            "Keys of {} numbers: divide by √{}, so that scores keep their size.",
            *(block.size, block.size),
        ):
            self.play(table.divide())
            self.play(plane.mark("≈ {:.2f}", block.scaled[cat], table.scaled), run_time=theme.MOVE)

        with self.beat(
            "Softmax makes shares: about half of cat's attention goes to “{}”.",
            block.tokens[table.winner],
        ):
            self.play(table.soften())

    def read(self, table: AttentionTable, plane: ReachPlane) -> None:
        """The values are read, each by its weight."""
        with self.beat("q and k found whom to read. Now v is read, of each by its weight."):
            places = self.questions.stand(READING, active="v")
            self.play(FadeOut(plane), table.forget(), run_time=theme.QUICK)
            self.play(places, table.spread(), run_time=theme.MOVE)
            self.play(table.lay_open())
            self.play(table.take())

        with self.beat("Weights add up to one, so three equal values blend into the same."):
            self.play(table.add_up())
            self.play(table.total())

    def add_attention(self, table: AttentionTable) -> tuple[ResidualStream, VGroup]:
        """The blend goes through one more matrix and is added to cat's vector."""
        block, cat, parts = self.block, self.block.cat, table.ends
        stream, attention = ResidualStream(block), Part("attention")
        z = Matrix(block.z[cat], spec="{:.0f}", color=theme.VALUE, cell=PITCH).place(BLEND, CALC)
        letter = formula("z", color=theme.VALUE).put(z.get_left()[0] - 0.15, CALC - 0.13, align=1)
        out = Product(
            *([z], "W_O", block.W_O, [block.o[cat]]), letter="o", center=ADD, foot=CALC_FOOT
        )
        with self.beat("Another matrix makes o of the blend, and o is added to cat's x."):
            self.play(table.leave(), run_time=theme.QUICK)
            self.play(
                self.questions.stand(STACK),
                parts.animate.move_to([BLEND, BLENDED, 0]),
                ReplacementTransform(table.z, z),
                ReplacementTransform(table.blend, letter),
                run_time=theme.MOVE,
            )
            self.play(stream.begin(), attention.open(), run_time=theme.MOVE)
            self.play(out.appear(), run_time=theme.QUICK)
            self.play(out.add_up())
            self.play(attention.give())
            self.play(stream.receive(0, out.results[0]))
        x = stream.stops[0]
        return stream, VGroup(x, attention, self.questions, parts, letter, z, out)

    def add_forward(self, stream: ResidualStream, seen: VGroup) -> tuple[Part, VGroup]:
        """The feed-forward reads the line, and adds to it."""
        block, cat, first = self.block, self.block.cat, stream.stops[1]
        forward, x = Part("feed-forward"), Matrix(block.x1[cat], spec="{:.0f}", cell=PITCH)
        h = Matrix(block.h[cat], spec="{:.0f}", cell=PITCH).place(HIDDEN, CALC)
        rise = Product(
            [x.place(READ, CALC)], "W_1", block.W_1, [block.pre_activation[cat]],
            center=RISE, foot=CALC_FOOT,
        )  # fmt: skip
        relu = Relu(rise.results[0], h)
        fall = Product(
            *([h], "W_2", block.W_2, [block.y[cat]]), letter="y", center=ADD, foot=CALC_FOOT
        )
        with self.beat("Feed-forward: matrix, ReLU (negatives to zero), matrix; y is added, too."):
            on = (NEXT - READ) * LEFT
            come = FadeIn(forward.frame, shift=on)
            self.play(FadeOut(seen, shift=on), first.animate.at(READ), come, run_time=theme.MOVE)
            self.play(forward.read(first.vector, x), rise.appear(), run_time=theme.MOVE)
            self.play(rise.add_up())
            self.play(relu.appear(), fall.appear())
            self.play(fall.add_up())
            self.play(forward.give())
            self.play(stream.receive(1, fall.results[0], theme.WINNER))
        return forward, VGroup(x, rise, relu, fall)


class Sentence(VGroup):
    """The text, its tokens and their vectors."""

    def __init__(self, block: Quantity) -> None:
        self.text = VGroup(*(number(token, size=2 * theme.TITLE) for token in block.tokens))
        left = 0.0
        for word in self.text:
            word.put(left, 0)
            left += word.advance + SPACE * word.size
        self.text.set_x(0)
        self.cells, self.vectors, self.arrows = VGroup(), VGroup(), VGroup()
        for token, x, y in zip(block.tokens, block.X, OPENING_ROWS, strict=True):
            cell = Cell("{}", token, width=TOKEN, face=theme.WORDS, size=theme.BODY)
            cell.scale(OPENING["scale"])
            vector = Matrix(x, cell=PITCH).scale(OPENING["scale"])
            self.cells.add(cell.move_to([OPENING["token"], y, 0]))
            self.vectors.add(vector.move_to([OPENING["vector"], y, 0]))
            arrow = Arrow(cell.get_right(), vector.get_left(), color=theme.DIM, buff=0.3)
            self.arrows.add(arrow)
        self.letter = formula("x", size=1.2 * theme.FORMULA)
        self.letter.put(OPENING["vector"], OPENING["letter"], align=0)
        self.note = Words(NOTE, size=theme.SMALL, color=theme.DIM).put(0, NOTED, align=0)
        super().__init__()

    def split(self) -> Animation:
        """Each word drops into its own box."""
        drops = (gather([w], c, theme.INK) for w, c in zip(self.text, self.cells, strict=True))
        return AnimationGroup(FadeOut(self.text, run_time=theme.QUICK), *drops)

    def embed(self) -> Animation:
        """Each token's vector comes out of it."""
        rows = zip(self.arrows, self.vectors, strict=True)
        steps = [AnimationGroup(GrowArrow(a), FadeIn(v, shift=0.4 * RIGHT)) for a, v in rows]
        steps.append(FadeIn(self.letter, self.note))
        return LaggedStart(*steps, lag_ratio=0.4, run_time=1.4)

    def step_aside(self) -> Animation:
        """The tokens line up at the lower left, each with its vector."""
        moves: list[Animation] = [FadeOut(self.arrows, self.letter, self.note)]
        for cell, vector, y in zip(self.cells, self.vectors, ROWS, strict=True):
            for part, x in ((cell, TOKENS), (vector, VECTORS)):
                moves.append(part.animate.scale(1 / OPENING["scale"]).move_to([x, y, 0]))
        return AnimationGroup(*moves, run_time=theme.MOVE)

    def follow(self, token: int) -> Animation:
        """All tokens but one fall back."""
        others = [j for j in range(len(self.cells)) if j != token]
        dims = [self.vectors[j].entries.animate.set_color(theme.DIM) for j in others]
        return AnimationGroup(*(self.cells[j].quiet() for j in others), *dims)

    def unfollow(self) -> Animation:
        """All of them again."""
        lit = (vector.entries.animate.set_color(theme.INK) for vector in self.vectors)
        return AnimationGroup(*(cell.paint(theme.DIM, theme.INK) for cell in self.cells), *lit)
