"""Scene 1. Whether a soft average can be exact."""

from manim import FadeOut

from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.scenes.s1_softmax_sharpening.beam import Beam
from manim_project.scenes.s1_softmax_sharpening.float_ruler import FloatRuler
from manim_project.scenes.s1_softmax_sharpening.log_scale import LogScale
from manim_project.scenes.s1_softmax_sharpening.one_whole import OneWhole
from manim_project.scenes.s1_softmax_sharpening.outlier import Wild
from manim_project.scenes.s1_softmax_sharpening.turning import Turning
from manim_project.stage import Stage

TEXTBOOK = REFERENCE.textbook
FAR_EXPONENT = 300  # of ten: another value, farther off than the first
BEFORE, LANDED = TEXTBOOK.before_landing(), TEXTBOOK.landing()


class SoftmaxSharpening(Stage):
    """A sharp softmax nears one value; float64 reaches it, and at last forgets all others."""

    question = "Can a soft average be exact?"

    def construct(self) -> None:
        self.beam = Beam(TEXTBOOK.sharpening(), stage_region())
        self.turning = Turning(self.beam)
        self.average()
        self.sharpen()
        self.dive()
        self.forgive()
        self.conclude(
            "Soft on paper, exact in floating point.",
            show=self.turning.whirl(TEXTBOOK.HARD_EXPONENT),
        )

    def average(self) -> None:
        """42 is wanted, and 50.9 comes: what weights are, and where they are from."""
        beam, whole = self.beam, OneWhole(self.beam)
        with self.beat("Attention answers with a balance point."):
            self.play(beam.set_out())
            self.play(beam.want())
            self.play(beam.load())
            self.play(beam.settle())
            self.play(beam.fade(beam.answer))

        with self.beat("Softmax shares out one whole.", hold=1.0):
            self.play(whole.score())
            self.play(whole.grow())
            self.play(whole.lay())
            self.play(whole.press())
            self.say()
            self.wait(0.6)
            self.play(whole.fall())

    def sharpen(self) -> None:
        """The pivot nears the 42, and the runner-up's weight nears nothing."""
        beam, turning = self.beam, self.turning
        passing = TEXTBOOK.crossing()
        with self.beat("Turn the scores up: one takes nearly all."):
            self.play(turning.appear())
            self.play(turning.sharpen(float(passing.beta), 2.2))
            self.play(turning.note())

        depth = LogScale(beam, TEXTBOOK.neighbor(passing.beta))
        with self.beat("On paper, no loser ever reaches zero."):
            self.play(FadeOut(turning.share, turning.mark), run_time=0.3)
            self.add(depth, turning.plate, turning.dial)
            self.play(depth.open())
            self.play(turning.sink(depth, float(BEFORE.beta) - 1, 2.0))
        self.depth = depth

    def dive(self) -> None:
        """Between two numbers of a computer there is nothing."""
        ruler = self.ruler = FloatRuler(self.beam, TEXTBOOK.float_ruler(int(BEFORE.beta) - 1))
        with self.beat("A computer has no numbers between the ticks."):
            self.play(FadeOut(self.depth, self.turning.dial, self.turning.plate), run_time=0.3)
            self.play(ruler.rise())
            self.play(ruler.set_out())
            self.play(ruler.dive())
            self.play(ruler.label())
            self.wait(0.3)
            self.play(ruler.turn_to(BEFORE, named=True))
            self.wait(0.3)
            self.play(ruler.turn_to(LANDED))
            self.play(ruler.land(LANDED))
            self.wait(0.2)
            self.play(ruler.win())
            self.play(ruler.tell_apart())

    def forgive(self) -> None:
        """One wild value carries the pivot off; when its weight is zero, no value can."""
        beam, turning = self.beam, self.turning
        zero = TEXTBOOK.outlier_harmless().beta
        with self.beat("A weight of exactly zero forgives anything."):
            self.play(self.ruler.surface())
            self.play(self.ruler.fold())
            self.remove(self.ruler, self.ruler.lights)
            self.play(beam.win(LANDED))
            wild = Wild(beam, TEXTBOOK.outlier(LANDED.beta))
            self.play(wild.grow())
            self.play(beam.lose())
            self.play(beam.give_way())
            self.play(wild.leave(), turning.come_back(LANDED.beta))
            depth = LogScale(beam, TEXTBOOK.neighbor(LANDED.beta), TEXTBOOK.least_float())
            self.add(depth, turning.plate, turning.dial)
            self.play(depth.open(0.9))
            self.play(turning.sink(depth, int(zero) - 1, 1.2, whole=True))
            self.wait(0.3)
            self.play(turning.sink(depth, int(zero), 0.2, whole=True))
            self.play(depth.fall_through())
            self.play(FadeOut(depth), run_time=0.3)
            self.remove(turning.plate)
            self.play(beam.rise(zero))
            self.play(beam.win(TEXTBOOK.float_ruler(zero)), wild.appear())
            self.play(wild.become(TEXTBOOK.outlier(zero, FAR_EXPONENT)))
