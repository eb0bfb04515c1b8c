"""The scores by hand: a line for each word, written when the sweep line touches its key."""

from collections.abc import Sequence

from manim import RIGHT, FadeIn, FadeOut, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import CAPITAL, Phrase, Words, number
from manim_project.reference.quantity import Quantity

SIZE, NAME = 0.58, 0.52  # em
TERMS = "#Key[{}] · #Query[{}] + #Key[{}] · #Query[{}] ="


class Products(VGroup):
    """Key times question, part by part, for each word of `block`, in a region."""

    def __init__(self, block: Quantity, asked: Quantity, region: Region) -> None:
        self.names, self.terms, self.scores = VGroup(), VGroup(), VGroup()
        q = asked.query
        names = [number(token, size=SIZE, color=theme.KEY) for token in block.tokens]
        room = max(name.advance for name in names) + 0.35
        rows = region.split_rows(len(names))
        for name, key, score, row in zip(names, asked.keys, asked.scores, rows, strict=True):
            line = row.centre[1] - CAPITAL / 2 * SIZE
            terms = Phrase(TERMS, key[0], q[0], key[1], q[1], size=SIZE, counted=False)
            left = region.right - (room + terms.advance + 0.25 + 0.8 * SIZE)
            end = terms.put(left + room, line).pen[0] + terms.advance + 0.25
            self.names.add(name.put(left, line))
            self.terms.add(terms)
            self.scores.add(number(score, size=1.25 * SIZE, bold=True).put(end, line))
        self.title = Words("score", size=NAME, color=theme.DIM)
        self.title.put(region.right, rows[0].centre[1] + 1.15 * SIZE, align=1)
        super().__init__(self.names, self.terms, self.scores)

    def write(self, met: Sequence[int]) -> Animation:
        """The lines of the keys that were touched."""
        lines = [(self.names[j], self.terms[j], self.scores[j]) for j in met]
        return FadeIn(*(part for line in lines for part in line), shift=0.2 * RIGHT, run_time=0.4)

    def head(self) -> Animation:
        """What the line is to tell."""
        return FadeIn(self.title, run_time=0.3)

    def reduce(self) -> Animation:
        """Only the names and the scores remain."""
        return FadeOut(*self.terms, self.title, run_time=0.3)
