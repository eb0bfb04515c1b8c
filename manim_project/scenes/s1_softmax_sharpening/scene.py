"""Scene 1. Whether a soft average can be exact."""

from manim import AnimationGroup, FadeIn, FadeOut, FadeTransform, ValueTracker, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Phrase, Words, formula, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beta_scale import BetaScale
from manim_project.scenes.s1_softmax_sharpening.seesaw import Balance
from manim_project.scenes.s1_softmax_sharpening.slot_table import SlotTable
from manim_project.scenes.s1_softmax_sharpening.weight_curve import Decay
from manim_project.stage import FirstCut

BEAM_START, BEAM_UNIT, WHOLE = (-4.3, -1.3 * theme.TALL), 0.147, 1.6 * theme.TALL
RAIL_START, RAIL = (-2.05, 2.12 * theme.TALL), 7.55
SCALED_LINE = 0.92 * theme.TALL  # baseline of the scores above the beam
FORMULA = (2.2, 0.25 * theme.TALL, -0.4 * theme.TALL)  # middle and baselines of the formulas
# Of the plot below the rail, and the height of exactly 0 in it.
DEPTH, FLOOR = theme.tall(2.6, -0.68)
CLIMB = (3, 6)  # multipliers at which the sweep rests


class SoftmaxSharpening(FirstCut):
    """Softmax blends five values; a multiplier makes it read one of them."""

    question = "Can a soft average be exact?"

    def construct(self) -> None:
        soft = REFERENCE.textbook.sharpening()
        slots = SlotTable(soft)
        self.balance = Balance(soft, start=BEAM_START, unit=BEAM_UNIT, height=WHOLE)
        with self.beat(
            "A computer must read slot {}: {}. Attention blends all five: {:.1f}.",
            *(soft.target, soft.wanted, soft.output),
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
            "Multiply every score, here by ≈ {:.2f}: the winner gets {:.2%}.",
            *(crossing.beta, crossing.share),
        ):
            self.play(slots.leave())
            self.play(scaled.appear(slots.scores.numbers))
            self.play(FadeIn(self.scale))
            self.balance.sharpen_digits()
            self.climb(scaled, *CLIMB, float(crossing.beta))
            flag = self.scale.flag(crossing.beta, Words("winner {:.2%}", crossing.share))
            self.play(flag, scaled.explain(crossing.at))

        self.forget(scaled)
        self.vanish()
        self.conclude(
            "On paper, never. In float64, yes: the average is exactly {:.1f}.",
            REFERENCE.textbook.hard().output,
        )

    def forget(self, scaled: "Scaled") -> None:
        """The multiplier climbs on to 50; back at 39 float64 loses what is left."""
        textbook, scale, balance = REFERENCE.textbook, self.scale, self.balance
        last, exact = textbook.BETA_LAST, textbook.first_exact()
        with self.beat(
            "Each {} more divides a neighbour's weight by ≈ {:.0f}: small, never zero.",
            *(textbook.BETA_STEP, textbook.step_divisor()),
        ):
            self.play(FadeOut(scaled, scale.passed), run_time=theme.QUICK)
            self.play(scale.zoom())
            self.decay = Decay(scale, depth=DEPTH, floor=FLOOR)
            self.play(self.decay.appear(balance.neighbors()))
            self.play(balance.forget_numbers())
            self.climb(self.decay, float(last))
            self.play(self.decay.take_steps(textbook.BETA_TICKS[1], textbook.neighbor(last)))
            self.play(balance.tell_paper(textbook.excess(last)))

        with self.beat(
            "Less than half a float64 step is rounded off: from {} on, exactly {:.1f}.",
            *(exact.beta, exact.output),
        ):
            self.play(self.decay.forget_steps(), balance.forget_paper())
            self.climb(self.decay, float(exact.beta))
            self.play(scale.flag(exact.beta, number(exact.beta)))
            self.play(balance.tell_paper(textbook.excess(exact.beta)))
            self.play(balance.round_off(exact, textbook.half_step()))

    def vanish(self) -> None:
        """On to where the weights themselves are lost, and off the scale."""
        textbook, scale, balance = REFERENCE.textbook, self.scale, self.balance
        gone, hard = textbook.vanishing(), textbook.hard()
        with self.beat(
            "From {} on even the losers' weights are {:.1f}, whatever they hold.",
            *(gone.beta, gone.weights[0]),
        ):
            self.play(FadeOut(scale.passed), balance.forget_limit(), run_time=theme.QUICK)
            self.play(scale.zoom(), self.decay.zoom())
            self.play(self.decay.lay_floor())
            self.climb(self.decay, float(gone.beta))
            self.play(self.decay.part(gone.weights[0]))
            self.play(scale.flag(gone.beta, number(gone.beta)), balance.win(gone))
            self.play(balance.tell_paper(textbook.excess(gone.beta)))

        with self.beat(
            "Our transformer goes far past {}: every loser is exactly {:.1f}.",
            *(gone.beta, hard.weights[0]),
        ):
            self.play(balance.forget_paper())
            self.play(scale.run_off(textbook.HARD_EXPONENT), self.decay.run_off())
            balance.restate(hard)
            self.play(balance.tell_paper(textbook.excess(textbook.HARDNESS)))

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


class Scaled(VGroup):
    """The scores times the multiplier, each above its value's place on the beam."""

    def __init__(self, soft: Quantity, balance: Balance) -> None:
        super().__init__()
        self.places = [balance.point(float(value))[0] for value in soft.values]
        self.scores = VGroup(*(number(score, "{:.1f}") for score in soft.scaled))
        head = Phrase("$beta$ × score", color=theme.DIM).put(-theme.SAFE_X, SCALED_LINE)
        self.formulas = VGroup(head)
        self.add(self.scores, self.formulas)
        self.show(soft)

    def show(self, soft: Quantity) -> "Scaled":
        """Another multiplier, at once."""
        for score, x, value in zip(self.scores, self.places, soft.scaled, strict=True):
            score.say("{:.1f}", value).put(x, SCALED_LINE, align=0)
        return self

    def explain(self, soft: Quantity) -> Animation:
        """A neighbour's weight over the winner's, whose score is 0: e to its scaled score."""
        i = int(soft.target) - 1
        text, parts = "e^({:.3f}) approx {:.3%}", (soft.scaled[i], soft.exponentials[i])
        line = formula(text, *parts, size=theme.SCRIPTED).put(FORMULA[0], FORMULA[2], align=0)
        name = Words("a neighbour's weight ÷ the winner's:", color=theme.DIM)
        self.formulas.add(name.put(*FORMULA[:2], align=0), line)
        return AnimationGroup(FadeIn(name), gather([self.scores[i]], line, theme.INK))

    def appear(self, scores: VGroup) -> Animation:
        """The scores come from the table, each to its value's place."""
        pairs = zip(scores, self.scores, strict=True)
        moves = (FadeTransform(old, new) for old, new in pairs)
        return AnimationGroup(*moves, FadeIn(self.formulas), run_time=1.2)
