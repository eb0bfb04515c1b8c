"""A score by hand: the question times the key of the byte that is there."""

from manim import VGroup

from manim_project import theme
from manim_project.mobjects.text import Phrase
from manim_project.scenes.s8_memory_is_the_trace.cast import AGAIN, OLD, Loaded, scored

SIZE = 0.8


class Worked(VGroup):
    """(address, 1) · key, worked out, in one line on a baseline."""

    def __init__(self, load: Loaded, baseline: float) -> None:
        told, at = scored(load), int(float(OLD.address))
        key, query, square = told.keys[at], told.query, scored(AGAIN).square
        line = (
            "(Query({}), Query({})) dot (Key({}), Key({})) = Query({}) dot Key({}) - Key({})"
        )  # fmt: skip
        terms = query[0], query[1], key[0], key[1], query[0], key[0], square
        self.product = Phrase(line, *terms, math=True, size=SIZE, counted=False)
        self.result = Phrase("= {}", told.scores[at], math=True, size=SIZE)
        self.product.put(-theme.SAFE_X, baseline)
        super().__init__(self.product, self.result)
        gap = 0.28 * SIZE  # as wide as Typst sets about a sign of relation
        self.result.put(self.product.pen[0] + self.product.advance + gap, baseline)

    @property
    def baseline(self) -> float:
        """On which it stands."""
        return self.product.baseline
