"""Every look back of a run at once, and in gold those that made its results."""

from collections.abc import Iterable, Sequence

from manim import AnimationGroup, Create, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.reference.quantity import value_of
from manim_project.scenes.replay.layer_details import token_words
from manim_project.scenes.replay.replay import Replay

SMALL = 0.31  # em: they stand close
UNDER = -2.7 * theme.TALL  # baseline of what tokens say
BRIGHT, PLAIN = 6.0, 2.0  # stroke widths
OPACITY = 0.55
RISE = 1.35  # the arcs fill the frame


class Evidence(VGroup):
    """The arcs of all passes from some positions, over the replay's tape."""

    def __init__(self, replay: Replay, positions: Iterable[int]) -> None:
        self.replay = replay
        self.arcs = VGroup()
        self.gold = VGroup()
        self.labels = VGroup()
        for position in positions:
            for found in sorted(set(replay.read_at(position)) - {position}):
                arc = replay.tape.arch(position, found, RISE)
                self.arcs.add(arc.set_stroke(width=PLAIN, opacity=OPACITY))
        super().__init__(self.arcs, self.gold)

    def draw(self, run_time: float) -> Animation:
        """One pass after the other."""
        return LaggedStart(*map(Create, self.arcs), lag_ratio=0.12, run_time=run_time)

    def make_gold(self, askers: Sequence[int]) -> Animation:
        """The looks of the passes that made the results, and the results themselves."""
        tape, run = self.replay.tape, self.replay.run
        lit = {}
        for asker in askers:
            for found in sorted(set(self.replay.read_at(asker)) - {asker}):
                arc = tape.arch(asker, found, RISE).set_stroke(theme.shape(theme.WINNER), BRIGHT)
                self.gold.add(arc)
                lit[found] = theme.VALUE
            self.gold.add(tape.arch(asker + 1, asker).set_stroke(theme.shape(theme.WINNER), BRIGHT))
            lit[asker], lit[asker + 1] = theme.QUERY, theme.WINNER
        told = [p for p in lit if value_of(run.tokens[p].kind) != "commit"]
        for position in told:
            color = theme.WINNER if lit[position] == theme.WINNER else theme.INK
            words = token_words(run, position, color, SMALL)
            x = min(tape.x(position), theme.SAFE_X - words.advance / 2)
            self.labels.add(words.put(x, UNDER, align=0))
        quiet = self.arcs.animate.set_stroke(opacity=OPACITY / 2)
        drawn = LaggedStart(*map(Create, self.gold), lag_ratio=0.15)
        return AnimationGroup(quiet, drawn, *tape.light(lit))
