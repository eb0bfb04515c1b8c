"""One look back into the columns: a query, a score at each key, the ray to the winner."""

import numpy as np
from manim import AnimationGroup, Arrow, FadeIn, FadeOut, GrowArrow, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s7_stack_reads.columns import BESIDE, INSET, Push, block, middle


class Asking(VGroup):
    """One look back: the query and its ray, which sets out at `tail`, and a score at each key.

    Below the ray is the head's name and, if `explained`, what its weights make the query of.
    """

    def __init__(
        self, look: Quantity, pushes: list[Push], tail: float, *, explained: bool = True
    ) -> None:
        self.look, self.pushes, self.d = look, pushes, look.query[0]
        self.winner = next(push for push in pushes if push.position == int(look.winner))
        y = middle(round(float(self.d)))
        self.query = Words("q = ({:.0f}, {:.0f})", *look.query, color=theme.QUERY)
        self.query.put(tail, y + BESIDE, align=1)
        text, parts = "{}", [look.head]
        if explained:
            depth, *more = REFERENCE.machine.head(look.head).query_rows[0]
            text += ": {}" + " {:=+3.0f}" * len(more)  # a sign, a space, a number
            parts += [depth[0], *(weight for _, weight in more)]
        self.wish = Words(text, *parts, size=theme.SMALL, color=theme.DIM)
        self.wish.put(tail, y - 0.4, align=1)
        self.scores = VGroup(*(push.tell(look.scores) for push in pushes))
        end = self.winner.block.box.get_right()[0] + INSET
        self.ray = Arrow(
            [tail, y, 0.0], [end, y, 0.0], color=theme.shape(theme.QUERY), buff=0, tip_length=0.2
        )
        super().__init__(self.query, self.wish, self.scores, self.ray)

    def pose(self) -> Animation:
        """What is asked for, and by which head."""
        return FadeIn(self.query, self.wish)

    def score(self) -> Animation:
        """Every key gets its score."""
        return LaggedStart(*map(FadeIn, self.scores), lag_ratio=0.5)

    def aim(self) -> Animation:
        """The ray finds the winner; the others fall back."""
        moves: list[Animation] = [GrowArrow(self.ray), self.winner.block.paint(theme.WINNER)]
        for push, words in zip(self.pushes, self.scores, strict=True):
            color = theme.WINNER if push is self.winner else theme.DIM
            moves.append(words.animate.set_color(color))
        return AnimationGroup(*moves)

    def fetch(self, spot: np.ndarray) -> Animation:
        """The winner's value comes along the ray."""
        self.found: Cell = block(self.winner.value).colored(theme.WINNER).place(spot)
        return FadeIn(self.found, target_position=self.winner.block)

    def let_go(self) -> Animation:
        """The scores go, the winner is one of many again, and this look back is done."""
        gone, self.scores = self.scores, VGroup()
        done = VGroup(self.query, self.ray).animate.set_color(theme.DIM)
        return AnimationGroup(FadeOut(gone), done, self.winner.block.paint(theme.VALUE, theme.INK))

    def leave(self) -> Animation:
        """All goes but what was fetched."""
        return FadeOut(self.query, self.wish, self.scores, self.ray)
