"""Scene 9. One whole program, one token in slow motion, and the weights themselves."""

import numpy as np
from manim import AnimationGroup, Create, FadeIn, FadeOut, LaggedStart, VGroup

from manim_project import theme
from manim_project.mobjects.regions import Region
from manim_project.mobjects.text import Words
from manim_project.mobjects.weight_rows import WeightRows
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.replay.base import CLEARS, TURN, Replaying
from manim_project.scenes.replay.column import RIGHT_EDGE, WIDTH
from manim_project.scenes.replay.listing import Listing
from manim_project.scenes.replay.replay import Replay
from manim_project.scenes.s9_three_plus_five.evidence import Evidence
from manim_project.scenes.s9_three_plus_five.weight_sky import FIELD, WeightSky

RUN = REFERENCE.traced("three_plus_five")
MACHINE = REFERENCE.machine
SUM, OUT = 2, 3  # lines of the trace: the sum, and what prints it
SLOW, PRINTS = (int(RUN.lines[line].start) - 1 for line in (SUM, OUT))
HEAD = "fetch.opcode"
PACE, SLOWER = 0.15, 0.25  # seconds of a pass at full speed, and of the first ones
UNDER = -2.75 * theme.TALL  # baseline of what is said of the tape
BESIDE_COLUMN = Region(-theme.SAFE_X, RIGHT_EDGE - WIDTH - 0.6, *theme.tall(-0.4, 1.9))


class ThreePlusFive(Replaying):
    """A program becomes a tape, a token falls through five gates, and the weights light up."""

    question = "How do weights add {:words} and {:words}?"
    asked = tuple(RUN.program.instructions[i].operand for i in range(2))

    def construct(self) -> None:
        self.replay = replay = Replay(RUN, SLOW)
        self.read_program()
        first = int(RUN.prompt_length) - 1
        with self.beat("Each pass looks back, and lays one token."):
            self.play(FadeOut(self.told), run_time=0.2)
            self.run_on(range(first, first + 2), SLOWER)
            self.run_on(range(first + 2, SLOW), PACE)

        place = RUN.residual("ip", SLOW, 1)
        height = RUN.residual("depth", SLOW, 1)
        operands = [RUN.residual(name, SLOW, 3) for name in ("second", "top")]
        with self.beat("Steps add up: place {:.0f}, height {:.0f}.", place, height, hold=0.5):
            self.play_turns(replay.open())
            self.play_turns(replay.layer("spell"), CLEARS)
            self.play_turns(replay.layer("count"))

        told = "This {:.0f} is a weight: {:words} tokens an instruction."
        with self.beat(told, *self.five, hold=0.5):
            self.see_weights()
        with self.beat("Looking back finds {:.0f} and {:.0f}.", *operands, hold=0.5):
            self.play_turns(replay.layer("read"))
        with self.beat("The neurons that are open add.", hold=0.5):
            self.play_turns(replay.layer("act"))
        with self.beat("The highest score is the next token.", hold=0.5):
            self.play_turns(replay.choose())
        with self.beat("It is laid on the tape.", hold=0.5):
            self.play_turns(replay.emit())
            self.run_on(range(SLOW + 1, len(RUN.tokens) - 1), PACE)

        self.show_all_looks()
        self.show_all_weights()
        self.conclude("No tool: the forward pass is the computer.", show=self.last_look())

    @property
    def five(self) -> tuple:
        """The weight that counts tokens, twice: as it is written, and in words."""
        weight = MACHINE.head(HEAD).query_rows[0][0][1]
        return weight, weight

    def play_turns(self, turns: list, pace: float = TURN) -> None:
        """What is shown before leaves, and the turns that follow."""
        for k, turn in enumerate(turns):
            self.play(turn, run_time=pace if k else CLEARS)

    def read_program(self) -> None:
        """Five lines, which become tokens."""
        tape = self.replay.tape
        listing = Listing(RUN.program, tape)
        with self.beat("A program becomes tokens on a tape."):
            self.play(listing.appear())
            self.wait(0.2)
            for turn in listing.go_down():
                self.play(turn)
            self.told = Words("{:,} tokens", RUN.prompt_length, color=theme.KEY)
            self.told.put((tape.x(-0.5) + tape.x(tape.edge - 0.5)) / 2, UNDER, align=0)
            self.play(FadeIn(self.told), run_time=0.3)
        self.add(self.replay.printed)

    def see_weights(self) -> None:
        """The rows of W_Q that make the place a query, and the ray that it becomes."""
        replay = self.replay
        clear, falls, _, *rays = replay.layer("fetch")
        rows = WeightRows(RUN, MACHINE.head(HEAD), SLOW, {"ip": "", "one": ""}, BESIDE_COLUMN, 1)
        replay.details.remove(*replay.details[1:])  # the row in words: here are the weights
        self.play(clear, run_time=CLEARS)
        self.play(falls, rows.appear(), run_time=TURN)
        self.play(rows.light_up(), run_time=1.2)
        self.play(rows.tell())
        self.play_turns([FadeOut(VGroup()), *rays][1:])
        replay.details.add(rows)

    def show_all_looks(self) -> None:
        """Every look back of the run, those that made the results in gold."""
        replay, tape = self.replay, self.replay.tape
        evidence = Evidence(replay, range(int(RUN.prompt_length) - 1, len(RUN.tokens) - 1))
        with self.beat("Every pass, and every place it looked.", hold=1.0):
            gone = [FadeOut(part) for part in (*tape.looks, replay.printed)]
            self.play(*gone, run_time=CLEARS)
            self.play(evidence.draw(run_time=2.5))
            self.play(evidence.make_gold((SLOW, PRINTS)), run_time=1.0)
            self.play(FadeIn(evidence.labels), run_time=0.4)
        self.evidence = evidence

    def show_all_weights(self) -> None:
        """The field of all weights, part after part."""
        sky = WeightSky()
        with self.beat("Written, not learned; slow, but exact."):
            tape = (self.replay.tape, *self.replay.tape.marks.values())
            self.play(FadeOut(*tape, self.evidence, self.evidence.labels), run_time=0.4)
            self.play(FadeIn(sky, sky.rest), run_time=0.5)
            self.add(sky.count)
            for part in range(len(sky.parts)):
                self.play(sky.light(part), run_time=0.35)
        self.sky = sky

    def last_look(self) -> AnimationGroup:
        """The weight that was seen, among all others."""
        field = value_of(FIELD)
        layer, index = value_of(MACHINE.find_head(HEAD))
        queries = np.flatnonzero((field.part_of == layer + 1) & (field.kind_of == "query"))
        row = value_of(MACHINE.coordinate_index("ip"))
        ring = self.sky.ring(row, int(queries[2 * index]))
        weight = Words("{:.0f}", MACHINE.head(HEAD).query_rows[0][0][1], color=theme.QUERY)
        weight.put(ring.get_x(), ring.get_bottom()[1] - 0.5, align=0)
        return LaggedStart(Create(ring), FadeIn(weight), lag_ratio=0.6)
