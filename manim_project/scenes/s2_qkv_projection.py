"""Scene 2. Three matrices ask three questions, and a whole block is redone by hand."""

from collections.abc import Sequence

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    AnimationGroup,
    Arrow,
    FadeIn,
    FadeOut,
    GrowArrow,
    LaggedStart,
    Succession,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.attention_table import AttentionTable
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.reach_plane import ReachPlane
from manim_project.mobjects.residual_stream import ADD, BOX, READ, Part, ResidualStream
from manim_project.mobjects.sums import PITCH, Product, gather, send
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

OPENING = {"scale": 1.7, "token": -2.6, "vector": 1.9}
OPENING_ROWS = (1.5, 0.05, -1.4)
TOKEN = 1.2  # width of a token's box
ROWS = (-0.78, -1.53, -2.28)  # of the three tokens below the matrices
TOKENS, VECTORS = -5.8, -4.0
CENTERS = (-0.8, 2.05, 4.9)  # of W_Q, W_K, W_V
FOOT = -0.32  # of the matrices
ASKED, ASKING = 2.2, 0.44  # baseline and size of the questions
SUMS = {"left": -6.35, "size": 0.37, "heads": (2.05, 0.85), "drop": 0.5}
FIND, READING = (-6.4, 0.25, 3.05), (-6.4, -2.95, 0.45)  # left ends of the questions in a row
STACK = (-6.1, (1.45, 0.75, 0.05))  # left end and baselines of the questions in the box
CALC, CALC_FOOT = -0.55, -0.08  # row of the vectors in a part of the block; foot of its matrices
BLEND = -0.6  # where the blend stands there


class QKVProjection(Stage):
    """One block of a transformer, for the token "cat" among "The cat slept"."""

    question = "What do the three matrices ask?"

    def construct(self) -> None:
        block = REFERENCE.textbook.block()
        sentence, questions = Sentence(block), Questions()
        with self.beat("Text becomes tokens, and each token a row x of four numbers."):
            self.play(FadeIn(sentence.text), run_time=theme.QUICK)
            self.play(sentence.split())
            self.play(sentence.embed())

        with self.beat("Three matrices ask every token three questions."):
            self.play(sentence.step_aside())
            products = [Projection(block, sentence, role) for role in range(len(ROLES))]
            for question, product in zip(questions, products, strict=True):
                self.play(FadeIn(question.words), product.appear())

        ask, *others = products
        with self.beat("Row times column, multiplied and added up: cat's answer is q."):
            self.play(sentence.follow(int(block.cat)))
            for c in range(ask.matrix.columns):
                self.play(ask.light(c))
                self.play(ask.write_out(c))
                self.play(ask.take(c), ask.rest(c), run_time=theme.QUICK)

        with self.beat("All three answer the other two: each has a key k and a value v."):
            self.play(FadeOut(ask.lines), sentence.unfollow())
            for other in others:
                self.play(other.add_up())

        self.find(block, sentence, questions, products)


    def find(
        self,
        block: Quantity,
        sentence: "Sentence",
        questions: "Questions",
        products: Sequence["Projection"],
    ) -> None:
        """Query and keys find out how much of each value will be read."""
        ask, key, value = products
        plane = ReachPlane(block)
        table = AttentionTable(block, sentence.cells, key.results, value.results)
        with self.beat("Draw them: q is a direction, and every key is a point."):
            self.play(
                *(FadeOut(p.matrix, p.symbol, p.letter) for p in products),
                FadeOut(sentence.vectors, ask.results),
                questions.stand(FIND),
                table.arrange(),
            )
            self.play(FadeIn(plane.grid), plane.ask())
            self.play(plane.lay_out())

        marks = plane.marks("{}", block.scores[block.cat])
        with self.beat("Multiply and add: the further a key reaches along q, the higher."):
            for j in range(len(block.tokens)):
                self.play(plane.drop(j))
                self.play(table.score(j))
                if j in marks:
                    self.play(send(table.scores[j], marks[j]), run_time=theme.QUICK)
            self.play(table.crown(), marks[table.winner].animate.set_color(theme.WINNER))


# The roles in the order of the scene: letter, matrix, results, question, colour.
ROLES = (
    ("q", "W_Q", "queries", "what do I need?", theme.QUERY),
    ("k", "W_K", "keys", "what am I?", theme.KEY),
    ("v", "W_V", "values", "what do I hold?", theme.VALUE),
)


class Question(VGroup):
    """What one of the matrices asks, and the letter of the answer."""

    def __init__(self, letter: str, words: str, color: str, center: float) -> None:
        self.color_of_role = color
        self.words = Words(words, size=ASKING, color=color).put(center, ASKED, align=0)
        self.letter = formula(letter, color=color)
        super().__init__(self.letter, self.words)


class Questions(VGroup):
    """The three questions, always in the order q, k, v."""

    def __init__(self) -> None:
        super().__init__()
        for (letter, _, _, words, color), center in zip(ROLES, CENTERS, strict=True):
            self.add(Question(letter, words, color, center))

    def stand(self, lefts: Sequence[float]) -> Animation:
        """In a row; the letters come to them."""
        moves = []
        for question, x in zip(self, lefts, strict=True):
            moves.append(question.words.animate.put(x + 0.4, ASKED))
            moves.append(FadeIn(question.letter.put(x, ASKED)))
        return AnimationGroup(*moves)


class Sentence(VGroup):
    """The text, its tokens and their vectors."""

    def __init__(self, block: Quantity) -> None:
        self.text = Words("{} {} {}", *block.tokens, size=2 * theme.TITLE).put(0, 0, align=0)
        self.cells, self.vectors, self.arrows = VGroup(), VGroup(), VGroup()
        for token, x, y in zip(block.tokens, block.X, OPENING_ROWS, strict=True):
            style = {"face": theme.WORDS, "size": theme.BODY, "color": theme.INK}
            cell = Cell("{}", token, width=TOKEN, **style).scale(OPENING["scale"])
            vector = Matrix(x, cell=PITCH).scale(OPENING["scale"])
            self.cells.add(cell.move_to([OPENING["token"], y, 0]))
            self.vectors.add(vector.move_to([OPENING["vector"], y, 0]))
            arrow = Arrow(cell.get_right(), vector.get_left(), color=theme.DIM, buff=0.3)
            self.arrows.add(arrow)
        self.letter = formula("x", size=1.3 * theme.FORMULA).next_to(self.vectors, RIGHT, buff=0.5)
        super().__init__()

    def split(self) -> Animation:
        """Each word drops into its own box."""
        drops = (gather([self.text], cell, theme.INK) for cell in self.cells)
        return AnimationGroup(FadeOut(self.text), *(FadeIn(c, target_position=self.text) for c in self.cells))

    def embed(self) -> Animation:
        """Each token's vector comes out of it."""
        rows = zip(self.arrows, self.vectors, strict=True)
        steps = [AnimationGroup(GrowArrow(a), FadeIn(v, shift=0.4 * RIGHT)) for a, v in rows]
        return LaggedStart(*steps, lag_ratio=0.4)

    def step_aside(self) -> Animation:
        """The tokens line up at the lower left, each with its vector."""
        moves: list[Animation] = [FadeOut(self.arrows)]
        for cell, vector, y in zip(self.cells, self.vectors, ROWS, strict=True):
            for part, x in ((cell, TOKENS), (vector, VECTORS)):
                moves.append(part.animate.scale(1 / OPENING["scale"]).move_to([x, y, 0]))
        return AnimationGroup(*moves)

    def follow(self, token: int) -> Animation:
        """All tokens but one fall back."""
        others = [j for j in range(len(self.cells)) if j != token]
        dims = [self.vectors[j].entries.animate.set_color(theme.DIM) for j in others]
        return AnimationGroup(*(self.cells[j].quiet() for j in others), *dims)

    def unfollow(self) -> Animation:
        """All of them again."""
        rows = zip(self.cells, self.vectors, strict=True)
        return AnimationGroup(
            *(
                AnimationGroup(c.paint(theme.INK), v.entries.animate.set_color(theme.INK))
                for c, v in rows
            )
        )


class Projection(Product):
    """The tokens' rows times one of the three matrices; of q, only the followed token's."""

    def __init__(self, block: Quantity, sentence: Sentence, role: int) -> None:
        letter, name, results, _, color = ROLES[role]
        cat = int(block.cat)
        tokens = [cat] if letter == "q" else list(range(len(block.tokens)))
        subscript = {"q": "W_Query(Q)", "k": "W_Key(K)", "v": "W_Value(V)"}[letter]
        super().__init__(
            [sentence.vectors[j] for j in tokens],
            subscript,
            getattr(block, name),
            [getattr(block, results)[j] for j in tokens],
            color=color,
            center=CENTERS[role],
            foot=FOOT,
        )
        self.letter = formula(letter, color=color)
        self.letter.put(self.results.get_left()[0] - 0.15, ROWS[cat] - 0.13, align=1)
        self.lines = VGroup()
        if letter == "q":
            for c in range(self.matrix.columns):
                self._line(block, c)

    def _line(self, block: Quantity, c: int) -> None:
        products = block.products(block.tokens[block.cat], "W_Q", c)
        pairs = zip(products.inputs, products.column, strict=True)
        terms = ["{}·{}" if int(term) else "#Dim[{}·{}]" for term in products.terms]
        factors = [factor for pair in pairs for factor in pair]
        y = SUMS["heads"][c]
        head = Words(("first column", "second column")[c], size=theme.SMALL, color=theme.DIM)
        line = Phrase(" + ".join(terms) + " =", *factors, size=SUMS["size"])
        line.put(SUMS["left"], y - SUMS["drop"])
        total = number(products.total, color=theme.QUERY)
        total.put(line.get_right()[0] + 0.12, y - SUMS["drop"])
        self.lines.add(VGroup(head.put(SUMS["left"], y), line, total))

    def open(self) -> Animation:
        return AnimationGroup(super().open(), FadeIn(self.letter))

    def write_out(self, c: int) -> Animation:
        """The factors of column c meet in a line, and their products are added."""
        head, line, total = self.lines[c]
        factors = [*self.rows[0].entries, *self.matrix.column(c)]
        return Succession(
            AnimationGroup(FadeIn(head), gather(factors, line, theme.QUERY)),
            FadeIn(total, run_time=theme.QUICK),
        )

    def take(self, c: int) -> Animation:
        """The sum of column c goes to its place in the result."""
        opening = [self.open()] if c == 0 else []
        return AnimationGroup(*opening, send(self.lines[c][2], self.results[0].entry(0, c)))
