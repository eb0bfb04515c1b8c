"""Scene 9. One whole program, one token in slow motion, and the weights themselves."""

import numpy as np
from manim import Circle, Create, FadeIn, FadeOut, Indicate, VGroup

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
from manim_project.scenes.s9_three_plus_five.tape_names import TapeNames
from manim_project.scenes.s9_three_plus_five.weight_sky import FIELD, WeightSky

RUN = REFERENCE.traced("three_plus_five")
MACHINE = REFERENCE.machine
SUM, OUT = 2, 3  # lines of the trace: the sum, and what prints it
SLOW, PRINTS = (int(RUN.lines[line].start) - 1 for line in (SUM, OUT))
HEAD, ACT = "fetch.opcode", 4
PACE, SLOWER = 0.15, 0.2  # seconds of a pass at full speed, and of the first line's
BESIDE_COLUMN = Region(-theme.SAFE_X, RIGHT_EDGE - WIDTH - 0.6, *theme.tall(0.7, 2.7))


class ThreePlusFive(Replaying):
    """A program becomes a tape, a token falls through five gates, and the weights light up."""

    question = "How do weights add {:words} and {:words}?"
    asked = tuple(RUN.program.instructions[i].operand for i in range(2))

    def construct(self) -> None:
        self.replay = replay = Replay(RUN, SLOW)
        self.read_program()
        with self.beat("Each pass looks back, and lays one token."):
            self.play(FadeOut(self.told), run_time=0.2)
            for number in range(SUM):
                self.run_on(self.positions(number), SLOWER if number == 0 else PACE)
                self.add(self.names.lines[number])

        place = RUN.residual("ip", SLOW, 1)
        height = RUN.residual("depth", SLOW, 1)
        operands = [RUN.residual(name, SLOW, 3) for name in ("second", "top")]
        value = RUN.residual("value", SLOW, 0)
        told = "Bytes spell {:.0f}; steps say place {:.0f}, height {:.0f}."
        with self.beat(told, value, place, height, hold=0.5):
            self.play_turns(replay.open())
            self.play_turns(replay.layer("spell"), CLEARS)
            self.play_turns(replay.layer("count"))

        told = "An instruction is {:words} tokens: the weight is {:.0f}."
        with self.beat(told, *self.five, hold=0.5):
            self.see_weights()
        with self.beat("Looking back finds {:.0f} and {:.0f}.", *operands, hold=0.5):
            self.play_turns(replay.layer("read"))
        with self.beat("Of {} neurons, one fires: it adds.", MACHINE.size.neurons[ACT], hold=0.5):
            self.play_turns(replay.layer("act"))
        with self.beat("The highest score is the next token.", hold=0.5):
            self.play_turns(replay.choose())
        with self.beat("It is laid on the tape.", hold=0.5):
            self.play_turns(replay.emit())
            self.wait(0.4)
            self.run_on(self.positions(SUM)[1:], PACE)
            self.add(self.names.lines[SUM])
            self.run_on(range(PRINTS, len(RUN.tokens) - 1), PACE)

        self.show_all_looks()
        self.show_all_weights()
        told = "No tool: the forward pass is the computer."
        self.conclude(told, show=Indicate(self.ring, 1.6, theme.shape(theme.QUERY)))

    def positions(self, number: int) -> range:
        """The tokens from which those of a line are made."""
        line = RUN.lines[number]
        return range(int(line.start) - 1, int(line.stop) - 1)

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
        listing, self.names = Listing(RUN.program, tape), TapeNames(RUN, tape)
        with self.beat("A program becomes tokens on a tape."):
            self.play(listing.appear())
            self.wait(0.4)
            for turn in listing.go_down():
                self.play(turn)
            self.told = Words("{:,} tokens", RUN.prompt_length, color=theme.KEY)
            self.told.in_box(tape.middle(tape.edge)).put(
                tape.x(tape.edge) + theme.GAP, self.told.baseline
            )
            self.play(FadeIn(self.told, self.names), run_time=0.4)
        self.add(self.replay.printed)

    def see_weights(self) -> None:
        """The rows of W_Q that make the place a query, and the ray that it becomes."""
        replay = self.replay
        rows = WeightRows(RUN, MACHINE.head(HEAD), SLOW, {"ip": "", "one": ""}, BESIDE_COLUMN, 1)
        asked = rows.made.get_bottom() - np.array([0.0, 0.12, 0.0])
        clear, falls, _, *rays = replay.layer("fetch", asked)
        falls = replay.column.fall("fetch")  # without its name, in whose place the weights stand
        replay.details = VGroup()
        self.play(clear, run_time=CLEARS)
        self.play(falls, rows.appear(), replay.column.slots["ip"].light(theme.QUERY), run_time=TURN)
        self.play(rows.light_up(), run_time=1.2)
        self.play(rows.tell())
        token = RUN.look(HEAD, SLOW)
        found = Words("{:.0f}", token.query[0], color=theme.QUERY, bold=True)
        x, y, _ = replay.tape.top(int(token.winner))
        for ray in rays:
            self.play(ray, run_time=TURN)
        self.play(FadeIn(found.put(x - theme.GAP / 2, y + theme.NEAR, align=1)), run_time=0.2)
        replay.details.add(found)
        self.play(replay.column.slots["ip"].light(None), run_time=0.2)
        replay.details.add(rows)

    def show_all_looks(self) -> None:
        """Every look back of the run, those that made the results in gold."""
        replay, tape = self.replay, self.replay.tape
        first = int(RUN.prompt_length) - 1
        evidence = Evidence(replay, self.names, range(first, len(RUN.tokens) - 1))
        total = RUN.lines[SUM].value
        with self.beat("In gold: how the {} came about.", total, hold=1.0):
            self.play(*map(FadeOut, tape.looks), run_time=CLEARS)
            self.play(evidence.draw(run_time=2.2))
            self.play(evidence.make_gold((*range(SUM), SUM, OUT)), run_time=1.0)
        self.evidence = evidence

    def show_all_weights(self) -> None:
        """The field of all weights, part after part."""
        sky = WeightSky()
        ring, weight = self.seen(sky)
        with self.beat("Written, not learned; slow, but exact."):
            tape = (self.replay.tape, *self.replay.tape.marks.values(), self.names)
            lines = self.names.lines.values()
            self.play(FadeOut(*tape, *lines, self.evidence, self.replay.printed), run_time=0.4)
            self.play(FadeIn(sky), run_time=0.3)
            self.play(Create(ring), FadeIn(weight), run_time=0.4)
            self.play(FadeIn(sky.rest), run_time=0.2)
            self.add(sky.count, sky.told)
            for part in range(len(sky.parts)):
                self.play(sky.light(part), run_time=0.3)
            self.play(FadeOut(sky.told), run_time=0.2)
        self.ring = ring

    @staticmethod
    def seen(sky: WeightSky) -> tuple[Circle, Words]:
        """The weight that was seen before, ringed, at its place among all others."""
        field = value_of(FIELD)
        layer, index = value_of(MACHINE.find_head(HEAD))
        queries = np.flatnonzero((field.part_of == layer + 1) & (field.kind_of == "query"))
        ring = sky.ring(value_of(MACHINE.coordinate_index("ip")), int(queries[2 * index]))
        weight = Words("{:.0f}", MACHINE.head(HEAD).query_rows[0][0][1], color=theme.QUERY)
        return ring, weight.put(ring.get_x(), ring.get_bottom()[1] - 0.42, align=0)
