"""The lead of the right key: two lines of equal score, one apart; and what softmax makes of it."""

from manim import DOWN, LEFT, AnimationGroup, Create, DashedLine, FadeIn, Line, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Phrase, Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.s4_parabola_keys.key_heights import KeyHeights
from manim_project.scenes.s4_parabola_keys.parabola import KeyParabola
from manim_project.scenes.s4_parabola_keys.score_bars import ScoreBars

TICK = 0.12  # length of a bracket's ends
ARROW, BESIDE = 0.2, 0.2  # the arrow's head; from a line's end to what stands beside it
SPAN = 0.8  # share of the plane's width that the lines cross
WEIGHTS = {"left": 2.2, "width": 4.05, "unit": 2.4 * theme.TALL}
STRESS = 1.4  # how much the lead grows at the end
LINES = theme.tall(2.05, 1.3)  # baselines above the weights


def lead_bracket(x: float, low: float, high: float, gap: Quantity, side: int) -> VGroup:
    """A bracket between two heights at `x`, and the lead left (side −1) or right (1) of it."""
    corners = [(x - side * TICK, high), (x, high), (x, low), (x - side * TICK, low)]
    bracket = VMobject(stroke_color=theme.WINNER, stroke_width=3.5)
    bracket.set_points_as_corners([(*corner, 0.0) for corner in corners])
    text = Words("lead {}", gap, color=theme.WINNER)
    return VGroup(bracket, text.put(x + side * TICK, (low + high) / 2 - 0.14, align=-side))


class KeyLead(VGroup):
    """A `plane` whose query is upright: the keys' heights, the winner's line and the next one's.

    Below, at the baselines `rows`, are the addresses and the scores.
    """

    def __init__(self, plane: KeyParabola, rows: tuple[float, float]) -> None:
        table, self.plane = plane.table, plane
        winner, second = int(table.winner), int(table.runner_up)
        plane.dots[winner].tint(theme.WINNER)
        high = KeyHeights(plane, rows)
        self.heights = VGroup(high.base, high.heads, high.drops, high.numbers)
        start, tip = (plane.pose.point(point) for point in ((0, 0), value_of(table.query)))
        self.arrow = VGroup(
            Line(start, tip, color=theme.shape(theme.QUERY), stroke_width=6).add_tip(
                tip_length=ARROW, tip_width=ARROW
            ),
            formula("Query(q = ({}, {}))", *table.query, size=theme.SCRIPTED),
            Words("asks for {}", table.i, color=theme.QUERY),
        )
        _, name, asks = self.arrow
        name.put(tip[0] + BESIDE, tip[1] - 0.24)
        asks.put(name.get_right()[0] + BESIDE, name.baseline)
        hue = theme.shape(theme.QUERY)
        end = start[0] + SPAN * (plane.dots[-1].dot.get_x() - start[0])
        ys = [plane.dots[j].dot.get_y() for j in (winner, second)]
        self.arrow[0].set_z_index(-1)
        self.lines = VGroup(
            Line([start[0], ys[0], 0], [end, ys[0], 0], color=hue, stroke_width=3.5),
            DashedLine([start[0], ys[1], 0], [end, ys[1], 0], color=hue, stroke_width=2.5),
        ).set_z_index(-1)
        self.scores = VGroup()
        for j, y in zip((winner, second), ys, strict=True):
            text = Words("score {}", table.scores[j], size=theme.SMALL, color=theme.QUERY)
            self.scores.add(text.put(start[0] - BESIDE, y - 0.12, align=1))
        self.lead = lead_bracket(end + BESIDE, ys[1], ys[0], table.gap, side=1)
        super().__init__(
            plane.curve, plane.dots, self.heights, self.arrow, self.lines, self.scores, self.lead
        )

    def stand(self) -> Animation:
        """The keys, their heights and the query."""
        return FadeIn(self.plane.curve, self.plane.dots, self.heights, self.arrow)

    def draw(self, line: int) -> Animation:
        """The winner's line (0) or the next one's (1), and its score."""
        return AnimationGroup(Create(self.lines[line]), FadeIn(self.scores[line]))

    def measure(self) -> Animation:
        """The lead between the two."""
        return FadeIn(self.lead, shift=0.15 * DOWN)

    def stress(self) -> Animation:
        """The lead, once more."""
        return self.lead[1].animate.scale(STRESS, about_edge=LEFT)


class SharpWeights(VGroup):
    """The weights after a sharp softmax over the keys of `textbook.hard()`, as bars on a line at
    height `zero`, and what it makes of a lead; `loser` is the weight of the next best."""

    def __init__(self, table: Quantity, rows: tuple[float, float], zero: float) -> None:
        hard = REFERENCE.textbook.hard()
        self.loser = hard.weights[int(table.runner_up)]
        bars = ScoreBars(
            hard.weights, hard.addresses, hard.target, spec="{:.1f}", rows=rows, zero=zero,
            heads=(formula("Key(j)", size=theme.SCRIPTED), Words("weight")), **WEIGHTS,
        )  # fmt: skip
        head = Phrase("sharp softmax, large $beta$")
        power = formula("e^(-beta dot {}) -> {:.1f}", table.gap, self.loser)
        for text, line in zip((head, power), LINES, strict=True):
            text.put(bars.zero.get_x(), line, align=0)
        super().__init__(bars, head, power)
