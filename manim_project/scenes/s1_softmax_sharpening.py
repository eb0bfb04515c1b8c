"""Scene 1. Whether a soft average can be exact."""

from manim import AnimationGroup, FadeIn, FadeOut, FadeTransform, LaggedStart, ValueTracker, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.balance import Balance
from manim_project.mobjects.beta_scale import BetaScale
from manim_project.mobjects.decay import Decay
from manim_project.mobjects.slot_table import SlotTable
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.stage import Stage

BEAM_START, BEAM_UNIT, WHOLE = (-4.75, -1.38), 0.147, 1.85
RAIL_START, RAIL = (-2.2, 2.12), 8.2
SCALED_LINE = 1.08  # baseline of the scores above the beam
FORMULA = (2.6, 0.4, -0.35)  # middle of the formulas at the right, their baselines
LEAD = (1.9, 0.7, -0.1)  # middle and baselines of what a small lead becomes
DEPTH, FLOOR = 2.7, -0.73  # of the plot below the rail, and the height of exactly 0 in it
CLIMB = (2, 4, 8)  # multipliers at which the sweep rests


class SoftmaxSharpening(Stage):
    """Softmax blends five values; a multiplier makes it read one of them."""

    question = "Can a soft average be exact?"

    def construct(self) -> None:
        soft = REFERENCE.textbook.sharpening()
        slots = SlotTable(soft)
        self.balance = Balance(soft, start=BEAM_START, unit=BEAM_UNIT, height=WHOLE)
        with self.beat(
            "A computer must read one slot: {}. Attention blends all five: {:.1f}.",
            *(soft.wanted, soft.output),
        ):
            self.play(slots.appear())
            self.play(self.balance.place(slots.cells))
            self.play(slots.ask(), self.balance.want())
            self.play(self.balance.load())
            self.play(self.balance.settle())
            self.play(self.balance.measure())

        with self.beat("Each weight times its value, added up, is where the weights balance."):
            self.play(slots.multiply(self.balance.weights))
            self.play(slots.terms.list_numbers())
            self.play(slots.terms.add_up())

        with self.beat("Softmax turns scores into weights. Why these scores? Scene four."):
            self.play(slots.forget_values())
            self.play(slots.measure())
            self.play(slots.scores.list_numbers())
            self.play(slots.raised.list_numbers())
            self.play(slots.raised.add_up())
            self.play(slots.divide(FORMULA[0], FORMULA[2]))

        self.scale = BetaScale(soft, start=RAIL_START, width=RAIL)
        scaled, crossing = Scaled(soft, self.balance), REFERENCE.textbook.crossing()
        with self.beat(
            "Multiply the scores and the blend slides home: {:.2%} just past {:.2f}.",
            *(crossing.share, crossing.beta),
        ):
            self.play(slots.leave())
            self.play(scaled.appear(slots.scores.numbers))
            self.play(FadeIn(self.scale))
            self.balance.sharpen_digits()
            self.climb(scaled, *CLIMB, float(crossing.beta))
            flag = self.scale.flag(crossing.beta, Words("{:.2%}", crossing.share))
            self.play(flag, scaled.explain(crossing.at))

        self.vanish(scaled)
        self.conclude(
            "On paper, never. In float64, yes: the average is exactly {:.1f}.",
            REFERENCE.textbook.hard().output,
        )

    def vanish(self, scaled: "Scaled") -> None:
        """The multiplier climbs on: to 50, to where float64 ends, and off its scale."""
        textbook, scale, balance = REFERENCE.textbook, self.scale, self.balance
        last, gone = textbook.BETA_LAST, textbook.vanishing()
        with self.beat(
            "On to {}: every {} more divide a neighbour's weight by ≈ {:.0f}.",
            *(last, textbook.BETA_STEP, textbook.step_divisor()),
        ):
            self.play(FadeOut(scaled, scale.passed), balance.forget_gap(), run_time=theme.QUICK)
            self.play(scale.zoom())
            decay = Decay(scale, depth=DEPTH, floor=FLOOR)
            self.play(decay.appear(balance.neighbors()))
            self.climb(decay, float(last))
            self.play(decay.take_steps(textbook.BETA_TICKS[1], textbook.neighbor(last)))

        with self.beat(
            "On paper it never gets to zero. In float64 it does: {:.1f} from {} on.",
            *(gone.weights[0], gone.beta),
        ):
            self.play(decay.forget_steps())
            self.play(scale.zoom(), decay.zoom())
            self.play(decay.lay_floor())
            self.climb(decay, float(gone.beta))
            self.play(decay.part(gone.weights[0]))
            self.play(balance.win(gone), scale.flag(gone.beta, number(gone.beta)))

        with self.beat("The machine multiplies by far more, for scores that lead by a hair."):
            self.play(scale.run_off(textbook.HARD_EXPONENT), decay.run_off())
            balance.restate(textbook.hard())
            self.play(decay.leave())
            self.play(lead())

    def climb(self, plot: "Scaled | Decay", *stops: float) -> None:
        """The multiplier goes to each stop in turn; scale, beam and `plot` follow."""
        beta, parts = ValueTracker(self.scale.beta), (self.balance, self.scale, plot)
        picture = VGroup(*parts)

        def follow(_: VGroup | None = None) -> None:
            soft = REFERENCE.textbook.sharpening(beta.get_value())
            for part in parts:
                part.show(soft)

        picture.add_updater(follow)
        self.add(picture)
        for stop in stops:
            self.play(beta.animate.set_value(stop), run_time=1 if len(stops) > 1 else 2)
        picture.clear_updaters()
        follow()


def lead() -> Animation:
    """What the hard multiplier makes of the least lead in score."""
    least, (x, *baselines) = REFERENCE.textbook.least_lead(), LEAD
    name = Words("a hair's lead in score, multiplied:", color=theme.DIM)
    product = formula(
        "2^({}) dot 2^({}) = {:.0f} > {}",
        *(least.exponent, REFERENCE.textbook.HARD_EXPONENT, least.product),
        REFERENCE.textbook.vanishing().beta,
    )
    name.put(x, baselines[0], align=0)
    product.put(x, baselines[1], align=0)
    return LaggedStart(FadeIn(name), FadeIn(product), lag_ratio=0.6)


class Scaled(VGroup):
    """The scores times the multiplier, each above its value's place on the beam."""

    def __init__(self, soft: Quantity, balance: Balance) -> None:
        super().__init__()
        self.places = [balance.point(float(value))[0] for value in soft.values]
        self.scores = VGroup(*(number(score, "{:.1f}") for score in soft.scaled))
        head = formula("beta s", color=theme.DIM).put(-theme.SAFE_X, SCALED_LINE)
        text = "w_j = e^(beta s_j) \\/ sum_k e^(beta s_k)"
        softmax = formula(text, size=theme.SCRIPTED).put(*FORMULA[:2], align=0)
        self.formulas = VGroup(head, softmax)
        self.add(self.scores, self.formulas)
        self.show(soft)

    def show(self, soft: Quantity) -> "Scaled":
        """Another multiplier, at once."""
        for score, x, value in zip(self.scores, self.places, soft.scaled, strict=True):
            score.say("{:.1f}", value).put(x, SCALED_LINE, align=0)
        return self

    def explain(self, soft: Quantity) -> Animation:
        """What makes a neighbour's weight so small."""
        i = int(soft.target) - 1
        text, parts = "e^({:.3f}) approx {:.3%}", (soft.scaled[i], soft.exponentials[i])
        line = formula(text, *parts, size=theme.SCRIPTED).put(FORMULA[0], FORMULA[2], align=0)
        self.formulas.add(line)
        return gather([self.scores[i]], line, theme.INK)

    def appear(self, scores: VGroup) -> Animation:
        """The scores come from the table, each to its value's place."""
        pairs = zip(scores, self.scores, strict=True)
        moves = (FadeTransform(old, new) for old, new in pairs)
        return AnimationGroup(*moves, FadeIn(self.formulas), run_time=1.2)
