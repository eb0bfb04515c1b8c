"""Every look back of a run at once, and in gold those that made its results."""

from collections.abc import Iterable, Sequence

from manim import AnimationGroup, Create, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.reference.quantity import value_of
from manim_project.scenes.replay.replay import Replay
from manim_project.scenes.s9_three_plus_five.tape_names import TapeNames

BRIGHT, PLAIN = 6.0, 2.0  # stroke widths
OPACITY = 0.55
RISE = 1.35  # the arcs fill the frame


class Evidence(VGroup):
    """The arcs of all passes from some positions, over the replay's tape."""

    def __init__(self, replay: Replay, names: TapeNames, positions: Iterable[int]) -> None:
        self.replay, self.names = replay, names
        self.arcs, self.gold, self.laid = VGroup(), VGroup(), VGroup()
        for position in positions:
            for found in sorted(set(replay.read_at(position)) - {position}):
                arc = replay.tape.arch(position, found, RISE)
                self.arcs.add(arc.set_stroke(width=PLAIN, opacity=OPACITY))
        super().__init__(self.arcs, self.gold, self.laid)

    def draw(self, run_time: float) -> Animation:
        """One pass after the other."""
        return LaggedStart(*map(Create, self.arcs), lag_ratio=0.12, run_time=run_time)

    def make_gold(self, lines: Sequence[int]) -> Animation:
        """The looks of the passes that made the first tokens of these lines; what they found is
        lit, the last two, the results, in gold."""
        tape, run = self.replay.tape, self.replay.run
        made = [int(run.lines[line].start) for line in lines]
        lit: dict[int, str] = {}
        for result in made:
            asker = result - 1
            for found in sorted(set(self.replay.read_at(asker)) - {asker}):
                self.gold.add(tape.arch(asker, found, RISE))
                lit[found] = theme.VALUE
            self.laid.add(tape.arch(result, asker))
            lit[asker] = theme.QUERY
        lit |= dict.fromkeys(made[:-2], theme.VALUE) | dict.fromkeys(made[-2:], theme.WINNER)
        self.gold.set_stroke(theme.shape(theme.WINNER), BRIGHT)
        self.laid.set_stroke(theme.INK, PLAIN)  # no look: the token that came of them
        quiet = self.arcs.animate.set_stroke(opacity=OPACITY / 2)
        drawn = LaggedStart(*map(Create, [*self.gold, *self.laid]), lag_ratio=0.15)
        return AnimationGroup(quiet, drawn, *self._name(lit, lines[-2]), *tape.light(lit))

    def _name(self, lit: dict[int, str], result: int) -> list[Animation]:
        """The names of what was found are lit, and the result's is gold."""
        run, moves = self.replay.run, []
        for instruction, named in zip(run.program.instructions, self.names.program, strict=True):
            if value_of(instruction.position) in lit:
                moves.append(named[1].animate.set_color(theme.INK))
        return [*moves, self.names.lines[result][1].animate.set_color(theme.WINNER)]
