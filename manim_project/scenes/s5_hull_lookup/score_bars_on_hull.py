"""The scores along the upper half of a hull as bars, and a look-up's halvings line by line."""

from manim import AnimationGroup, FadeIn, LaggedStart, Line, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.bars import Bars
from manim_project.mobjects.sums import send
from manim_project.mobjects.text import Words, number
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s5_hull_lookup.chain_search import pairs
from manim_project.scenes.s5_hull_lookup.hull_cloud import HullCloud

LEFT, RIGHT = 0.85, 6.4
FOOT, HEIGHT = theme.tall(-1.7, 2.15)  # of the bars' field
NAMES = -0.6 * theme.TALL  # from where bars have their names: below the numbers of negative ones
HEAD, LEADING = theme.tall(2.15, 0.55)  # first baseline of the lines above the bars
COLUMNS = ((0.85, -1), (1.7, -1), (3.65, -1), (RIGHT, 1))  # of these lines, and on which side
QUIET = theme.soft(theme.KEY, 0.6)
OUTLINE = 3  # stroke width round the bar of a corner that was looked at


class Hill(VGroup):
    """One bar a corner, named and coloured as the corner is, and outlined once it was looked at."""

    def __init__(self, asked: Quantity) -> None:
        scores = asked.chain_scores
        self.bars = Bars(
            scores, corner=(LEFT, FOOT), width=RIGHT - LEFT, height=HEIGHT, spec="{:.1f}",
            low=float(min(value_of(scores))), high=float(max(value_of(scores))),
            names=asked.corners, signed=True,
        )  # fmt: skip
        best = int(value_of(scores).argmax())
        self.bars.show(scores, best).names.set_color(theme.KEY).shift([0, NAMES, 0])
        self.bars.names[best].set_color(theme.WINNER)
        level = self.bars.top(0.0)
        self.zero = Line([LEFT, level, 0], [RIGHT, level, 0], color=theme.DIM, stroke_width=2)
        self.head = Words("score", size=theme.SMALL, color=theme.DIM).put(LEFT, level + 0.15)
        super().__init__(self.bars, self.zero, self.head)

    def rise(self, cloud: HullCloud) -> Animation:
        """Bar after bar rises, its name coming from the corner."""
        columns = zip(self.bars.bars, self.bars.numbers, cloud.names, self.bars.names, strict=True)
        moves = (
            AnimationGroup(FadeIn(bar, score), send(corner, name))
            for bar, score, corner, name in columns
        )
        return LaggedStart(FadeIn(self.zero, self.head), *moves, lag_ratio=0.4)

    def open(self) -> Animation:
        """Any bar may be the highest."""
        return self.narrow(0, len(self.bars.bars) - 1)

    def narrow(self, lo: int, hi: int) -> Animation:
        """Only the bars from place lo to hi may still be the highest; one alone is."""
        best = theme.WINNER if lo == hi else ""
        moves = []
        parts = zip(self.bars.bars, self.bars.numbers, self.bars.names, strict=True)
        for place, (bar, score, name) in enumerate(parts):
            kept = lo <= place <= hi
            fill = (theme.shape(best) or QUIET) if kept else theme.FAINT
            texts = ((score, theme.INK), (name, theme.KEY))
            moves.append(bar.animate.set_fill(fill, 1))
            moves += [t.animate.set_color((best or own) if kept else theme.DIM) for t, own in texts]
        return AnimationGroup(*moves)

    def look(self, pair: tuple[int, int], line: VGroup) -> Animation:
        """An outline round the two bars at these places, and a line about them above."""
        outlined = (self.bars.bars[place] for place in pair)
        self.add(line)
        return AnimationGroup(
            *(bar.animate.set_stroke(theme.INK, OUTLINE) for bar in outlined), FadeIn(line)
        )


def verdict(
    steps: Quantity, t: int, names: Quantity, scores: Quantity, spec: str, top: float = HEAD
) -> VGroup:
    """A line: what halving t compared, what follows, and how many keys it was the first to see."""
    pair = pairs(steps)[t]
    a, b = (scores[place] for place in pair)
    climbs, known = float(a) < float(b), not int(steps.new[t])
    follows = "seen before" if known else "go right" if climbs else "go left"
    line = VGroup(
        Words("{}, {}", *(names[place] for place in pair), color=theme.KEY),
        Words(f"{spec} {'<' if climbs else '>'} {spec}", a, b),
        Words(follows, color=theme.DIM),
        number(steps.new[t], "{:+d}", bold=True),
    )
    for text, (x, align) in zip(line, COLUMNS, strict=True):
        text.put(x, top - t * LEADING, align)
    return line
