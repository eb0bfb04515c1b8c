"""The three matrices W_Q, W_K, W_V: what each asks of a token, and the answers q, k and v."""

from collections.abc import Sequence
from dataclasses import dataclass

from manim import AnimationGroup, FadeIn, Succession, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.matrix import Matrix
from manim_project.mobjects.sums import Product, gather, send
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference.quantity import Quantity

ASKING = 0.44  # size of the questions
LETTER = 0.4  # from a letter to its question
SUMS = {"left": -6.35, "size": 0.37, "drop": 0.5 * theme.TALL}  # a sum written out, below its head


@dataclass(frozen=True)
class Role:
    """What a matrix is for: the letter of its answers, their name in a `textbook.Block`."""

    letter: str
    matrix: str
    answers: str
    question: str
    color: str
    ink: str  # the colour's name in a `Phrase`

    @property
    def symbol(self) -> str:
        """The matrix's name as a formula, its subscript in the role's colour."""
        return f"W_{self.ink}({self.matrix[-1]})"


ROLES = (
    Role("q", "W_Q", "queries", "what do I need?", theme.QUERY, "Query"),
    Role("k", "W_K", "keys", "what am I?", theme.KEY, "Key"),
    Role("v", "W_V", "values", "what do I hold?", theme.VALUE, "Value"),
)


class Questions(VGroup):
    """The three questions, always in the order q, k, v: of each the letter and the words."""

    def __init__(self) -> None:
        super().__init__()
        for role in ROLES:
            words = Words(role.question, size=ASKING, color=role.color)
            self.add(VGroup(formula(role.letter, color=role.color), words))

    def over(self, products: Sequence[Product], baseline: float) -> None:
        """The words above the matrices, the letters beside the answers of the followed token."""
        for (letter, words), product in zip(self, products, strict=True):
            answer = product.results[len(product.results) // 2]
            x, y, _ = answer.brackets.get_center()
            words.put(x, baseline, align=0)
            letter.put(answer.get_left()[0] - 0.15, y - 0.13, align=1)

    def stand(self, places: Sequence[tuple[float, float]], active: str = "qkv") -> Animation:
        """Each at the left end and baseline of its place; those that are not `active` dim."""
        moves = []
        for role, (letter, words), (x, y) in zip(ROLES, self, places, strict=True):
            color = role.color if role.letter in active else theme.DIM
            moves.append(letter.animate.put(x, y).set_color(color))
            moves.append(words.animate.put(x + LETTER, y).set_color(color))
        return AnimationGroup(*moves)


class Projection(Product):
    """Rows x of some tokens times the matrix of a role."""

    def __init__(
        self,
        block: Quantity,
        role: Role,
        tokens: Sequence[int],
        rows: Sequence[Matrix],
        *,
        center: float,
        foot: float,
    ) -> None:
        answers = getattr(block, role.answers)
        super().__init__(
            rows,
            role.symbol,
            getattr(block, role.matrix),
            [answers[j] for j in tokens],
            color=role.color,
            center=center,
            foot=foot,
        )


class WrittenOut(VGroup):
    """The sums of one row times a matrix, column by column, each below its head."""

    HEADS = ("first column", "second column")

    def __init__(self, block: Quantity, product: Projection, baselines: Sequence[float]) -> None:
        super().__init__()
        self.product = product
        for c, (head, y) in enumerate(zip(self.HEADS, baselines, strict=True)):
            entry = block.products(block.tokens[block.cat], "W_Q", c)
            pairs = zip(entry.inputs, entry.column, strict=True)
            # Products that count light up; those that are zero stay quiet.
            terms = ["{}·{}" if int(term) else "#Dim[{}·{}]" for term in entry.terms]
            factors = [factor for pair in pairs for factor in pair]
            line = Phrase(" + ".join(terms) + " =", *factors, size=SUMS["size"])
            line.put(SUMS["left"], y - SUMS["drop"])
            total = number(entry.total, color=product.work)
            total.put(line.get_right()[0] + 0.12, y - SUMS["drop"])
            title = Words(head, size=theme.SMALL, color=theme.DIM).put(SUMS["left"], y)
            self.add(VGroup(title, line, total))

    def write(self, c: int) -> Animation:
        """Row and column meet in a line, which is summed."""
        head, line, total = self[c]
        product = self.product
        factors = [*product.rows[0].entries, *product.matrix.column(c)]
        return Succession(
            product.light(c),
            AnimationGroup(FadeIn(head), gather(factors, line, product.work)),
            FadeIn(total, run_time=theme.QUICK),
        )

    def take(self, c: int) -> Animation:
        """The sum lands where row and column cross."""
        flight = send(self[c][2], self.product.results[0].entry(0, c))
        return AnimationGroup(flight, self.product.rest(c), run_time=theme.QUICK)


class Definitions(VGroup):
    """q = x W_Q and its sisters."""

    def __init__(self, left: float, baselines: Sequence[float]) -> None:
        lines = (formula(f"{role.ink}({role.letter}) = x {role.symbol}") for role in ROLES)
        placed = (line.put(left, y) for line, y in zip(lines, baselines, strict=True))
        super().__init__(*placed)
