"""Scene 1. Whether a soft average can be exact."""

from manim import LEFT, FadeOut, Succession

from manim_project import theme
from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.scenes.s1_softmax_sharpening.acts import GIVES, ActingBeam
from manim_project.scenes.s1_softmax_sharpening.beam import BLOCK
from manim_project.scenes.s1_softmax_sharpening.float_ruler import FloatRuler
from manim_project.scenes.s1_softmax_sharpening.log_scale import LogScale
from manim_project.scenes.s1_softmax_sharpening.one_whole import OneWhole
from manim_project.scenes.s1_softmax_sharpening.outlier import Wild
from manim_project.scenes.s1_softmax_sharpening.turning import Turning
from manim_project.scenes.s1_softmax_sharpening.unrolled import Unrolled
from manim_project.stage import Stage

TEXTBOOK = REFERENCE.textbook
SHARP = 10.0  # β at which one takes nearly all
EXPONENTS = range(30, 301, 15)  # of ten: the value goes farther and farther off
LANDED = TEXTBOOK.landing()
FIRST = TEXTBOOK.float_ruler(int(LANDED.beta) - 2)


class SoftmaxSharpening(Stage):
    """A sharp softmax nears one value; float64 reaches it, and at last forgets all others."""

    question = "Can a soft average be exact?"

    def construct(self) -> None:
        self.beam = ActingBeam(TEXTBOOK.sharpening(), stage_region())
        self.turning = Turning(self.beam)
        self.average()
        self.sharpen()
        self.dive()
        self.land()
        self.go_wild()
        self.vanish()
        self.forgive()
        self.answer()

    def average(self) -> None:
        """42 is wanted, and 50.9 comes: what weights are, and where they are from."""
        beam, whole = self.beam, OneWhole(self.beam)
        with self.beat("Attention answers with a balance point."):
            self.play(beam.set_out())
            self.play(beam.want())
            self.play(beam.load())
            self.play(beam.settle())
            self.say()
            self.play(whole.tell_weights())

        with self.beat("Softmax shares out one whole.", hold=0.8):
            self.play(whole.score())
            self.wait(0.2)
            self.play(whole.grow())
            self.wait(0.3)
            self.play(whole.lay())
            self.play(whole.press())
            self.say()
            self.wait(0.4)
            self.play(whole.fall())
            self.play(whole.tell(self.turning.share))
        self.whole = whole

    def sharpen(self) -> None:
        """The pivot nears the 42, and the runner-up's weight nears nothing."""
        turning = self.turning
        with self.beat("Turned up, one takes nearly all."):
            self.play(self.whole.leave())
            self.play(turning.appear())
            self.play(turning.sharpen(SHARP, 1.8))

        depth = self.depth = LogScale(self.beam, TEXTBOOK.neighbor(SHARP))
        with self.beat("On paper, no loser reaches zero."):
            self.play(FadeOut(turning.share, turning.law, turning.name), run_time=0.2)
            self.add(depth)
            self.play(depth.open(1.0))
            self.play(turning.sink(depth, float(FIRST.beta), 1.5))

    def dive(self) -> None:
        """Ten to the sixteenth, until single numbers stand apart."""
        ruler = self.ruler = FloatRuler(self.beam, FIRST)
        with self.beat("A computer has no numbers between ticks."):
            gone = self.depth.leave(self.turning.dial)
            self.play(gone, ruler.rise(self.depth.kept))
            self.remove(self.depth.kept)
            self.play(ruler.set_out())
            self.play(ruler.dive())
            self.say()
            self.play(ruler.label(), ruler.name_dots())

    def land(self) -> None:
        """On paper it nears, as stored it hops, and is there."""
        ruler = self.ruler
        with self.beat("So the answer lands exactly.", hold=1.4):
            self.play(ruler.turn_to(int(LANDED.beta)))
            self.play(ruler.tell(ruler.paper_name))
            self.wait(0.3)
            self.play(ruler.land(LANDED))
            self.play(ruler.win())
            self.say()
            self.play(ruler.tell(ruler.stored_name))

    def go_wild(self) -> None:
        """One wild value carries the pivot off: its weight is not nothing."""
        beam, ruler, turning = self.beam, self.ruler, self.turning
        with self.beat("Tiny is not zero.", hold=1.0):
            self.play(ruler.surface())
            self.play(ruler.fold())
            self.remove(ruler, ruler.lights)
            shown = FadeOut(ruler.beta, run_time=0.2), turning.come_back(LANDED.beta)
            self.play(beam.win(LANDED), *shown)
            wild = self.wild = Wild(beam, TEXTBOOK.outlier(LANDED.beta))
            self.play(wild.grow())
            self.play(beam.lose())
            self.play(beam.give_way(), wild.follow(GIVES))
            self.say()
            self.play(wild.reckon())

    def vanish(self) -> None:
        """Its weight falls below all floats, and is exactly zero."""
        beam, turning, wild = self.beam, self.turning, self.wild
        zero = TEXTBOOK.outlier_harmless()
        weight, floor = TEXTBOOK.neighbor(LANDED.beta), TEXTBOOK.least_float()
        depth = self.depth = LogScale(beam, weight, floor, wild.outlier)
        with self.beat("At last the weight is rounded to zero."):
            self.play(wild.leave())
            self.add(depth)
            self.play(depth.open(0.7))
            self.play(turning.sink(depth, int(zero.beta) - 1, 1.3, whole=True))
            self.wait(0.3)
            self.play(turning.sink(depth, int(zero.beta), 0.1, whole=True))
            self.play(depth.fall_through())
            self.play(depth.name_zero(zero.weight))

    def forgive(self) -> None:
        """When the weight is exactly zero, no value can move anything."""
        beam, wild, beta = self.beam, self.wild, TEXTBOOK.outlier_harmless().beta
        with self.beat("Zero times any number is zero.", hold=0.8):
            self.play(FadeOut(self.depth, self.depth.zero), run_time=0.3)
            self.play(beam.rise(beta))
            wild.weigh(TEXTBOOK.outlier(beta))
            wild.come_home()
            self.play(beam.win(TEXTBOOK.float_ruler(beta)))
            self.play(wild.appear(), wild.reckon())
            self.say()
            self.play(wild.run_off([TEXTBOOK.outlier(beta, power) for power in EXPONENTS]))

    def answer(self) -> None:
        """And our machine is far beyond."""
        beam, certain = self.beam, TEXTBOOK.outlier_harmless().beta
        _, room = beam.region.cut(LEFT, beam.wanted_at + BLOCK / 2 - beam.region.left, theme.GAP)
        axis = Unrolled(self.turning.dial, room, LANDED.beta, certain)
        show = (self.wild.leave(), axis.unroll(), axis.run(TEXTBOOK.HARD_EXPONENT))
        self.conclude("Soft on paper, exact in floating point.", show=Succession(*show))
