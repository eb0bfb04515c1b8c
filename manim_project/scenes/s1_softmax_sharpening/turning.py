"""The dial that multiplies the scores, and what follows when it is turned."""

from manim import FadeIn, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.dial import Dial
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s1_softmax_sharpening.beam import BLOCK, SHARE, Beam
from manim_project.scenes.s1_softmax_sharpening.log_scale import LogScale
from manim_project.scenes.s1_softmax_sharpening.motion import Motion, Step

ROOM = 0.24  # between the dial and its name, which has a descender
LOW, HIGH = 1, 1000  # the ends of the dial, which is logarithmic
RADIUS, SIZE, NAME = 0.96, 0.6, 0.5


class Turning(VGroup):
    """A dial for β at the left of the winner's block on `beam`, and the winner's share beside it:
    the same place in every beat, clear of every scale.
    """

    def __init__(self, beam: Beam) -> None:
        super().__init__()
        self.beam, self.beta = beam, float(beam.soft.beta)
        stage = beam.region
        self.dial = Dial(beam.soft.beta, LOW, HIGH, RADIUS, True, size=SIZE)
        middle = (stage.left + beam.wanted_at - BLOCK / 2) / 2
        self.name = Words("multiplier", size=NAME, color=theme.DIM)
        self.name.put(middle, stage.top - CAPITAL * NAME, align=0)
        self.dial.shift((middle, self.name.baseline - RADIUS - ROOM, 0))
        self.dial.turn(beam.soft.beta)
        self.share = number(beam.soft.share, "{:.0%}", size=SHARE, bold=True)
        self.share.stands_for(lambda: beam.beds[beam.asked].height / beam.whole)
        self._hold(beam.soft, "{:.0%}")
        self.law = beam.law('"weight" prop e^(beta times"score")')

    def appear(self) -> Animation:
        """The dial, at the β that there was all the time, and what it does."""
        return FadeIn(self.dial, self.name, self.law, run_time=theme.QUICK)

    def come_back(self, beta: Quantity) -> Animation:
        """The dial is there again, at another β."""
        self._show(REFERENCE.textbook.sharpening(beta).beta)
        return FadeIn(self.dial, run_time=0.3)

    def _show(self, beta: Quantity) -> None:
        self.beta = float(beta)
        self.dial.spec = "{:_.0f}" if self.beta == round(self.beta) else "{:.1f}"
        self.dial.turn(beta)

    def _hold(self, soft: Quantity, spec: str = "{:.2%}") -> None:
        bed = self.beam.beds[self.beam.asked]
        self.share.say(spec, soft.share)
        self.share.put(bed.right + theme.GAP, bed.top - CAPITAL * SHARE)

    def sharpen(self, to: float, run_time: float) -> Animation:
        """Turned up: losers shrink, and the beam's pivot slides as it balances."""
        first = self.beta

        def turn(share: float) -> None:
            soft = REFERENCE.textbook.sharpening(first ** (1 - share) * to**share)
            self._show(soft.beta)
            self.beam.weigh(soft)
            self._hold(soft)

        return Motion(VGroup(self.beam, self.dial, self.share), lambda: turn, run_time)

    def sink(self, depth: LogScale, to: float, run_time: float, whole: bool = False) -> Animation:
        """Turned up further: the runner-up's weight sinks on the logarithmic scale; evenly, for it
        loses as many powers of ten for each step of β. `whole`: β hops from one number to the next.
        """

        def prepare() -> Step:
            first = self.beta

            def turn(share: float) -> None:
                beta = (1 - share) * first + share * to
                soft = REFERENCE.textbook.sharpening(round(beta) if whole else beta)
                self._show(soft.beta)
                depth.weigh(REFERENCE.textbook.neighbor(soft.beta)).draw()

            return turn

        return Motion(VGroup(depth, self.dial), prepare, run_time)
