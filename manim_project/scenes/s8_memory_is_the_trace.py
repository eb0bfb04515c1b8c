"""Scene 8. Writing is emitting a token: memory is the trace, and the newest write wins."""

from collections.abc import Sequence

import numpy as np
from manim import AnimationGroup, Create, Dot, FadeIn, FadeOut, LaggedStart, Line, VGroup, VMobject
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.memory_tape import SIZE, Enlarged, Lookup, Row, Tape
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words, number
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.stage import Stage

RUN = REFERENCE.machine.run("overwrite")
CENTER, FOOT = 3.1, 0.05  # of the tent
UNIT, HEIGHT, REACH = 1.0, 1.6, 2.9  # of an address along it, of a whole, of the axis either way
CHECK = (0.0, 1.25, 3.0, 5.3)  # middles of the columns of the check
CHECK_ROWS = (-1.1, -1.75, -2.45)  # baselines


class MemoryIsTheTrace(Stage):
    """Write, read, overwrite, read: nothing is erased, and the newer write wins."""

    question = "How do you overwrite what cannot be erased?"

    def construct(self) -> None:
        self.tape = tape = Tape(RUN)
        old, read, new, reread, unset = tape.rows
        near, byte = Enlarged(RUN, old), RUN.tokens[old.position].text
        with self.beat(
            "Store {:.0f} at {:.0f}: two lines push them, a third stores.", *old.operands
        ):
            self.play(FadeIn(tape.program))
            self.run_to(old)
            self.play(near.grow())

        with self.beat(
            "{} is {:.0f} in hexadecimal; a line has four bytes.", byte, old.operands[0]
        ):
            self.play(near.count_in_tens())

        with self.beat("Each byte gets a key: (2j, −j²) for address j, plus a hair for its time."):
            self.play(near.number_off())
            self.play(near.make_keys())

        look = Lookup(RUN, read, [old])
        with self.beat(
            "Load from {:.0f}, first byte: the query ({:.0f}, {:.0f}) finds that key.",
            look.wanted,
            *look.look.query,
        ):
            self.play(near.leave(), FadeIn(tape.keys), old.first.paint(theme.VALUE))
            self.run_before(read)
            self.play(look.ask())
            self.play(FadeIn(tape.scores), look.score())
            self.play(look.by_hand())
            self.play(look.decide())
            self.play(look.answer(), tape.count(read.index))

        byte = RUN.tokens[new.position].text
        with self.beat(
            "Store {:.0f} ({} in hexadecimal) at {:.0f}: nothing is erased.",
            new.operands[0],
            byte,
            new.operands[1],
        ):
            self.play(look.leave(), read.first.quiet())
            self.run_to(new)
            self.play(new.first.paint(theme.VALUE), gather([new.op], new.key, theme.KEY))

        again = Lookup(RUN, reread, [old, new])
        with self.beat("Load from {:.0f} again: both keys match, but for a hair.", again.wanted):
            self.run_before(reread)
            self.play(again.ask())
            self.play(again.score())
            self.play(again.show_margin(REFERENCE.machine.tie_breaker))

        with self.beat("The newer one is ahead, and softmax gives it all the weight."):
            self.play(again.decide())
            self.play(again.answer(), tape.count(reread.index))

        never = Lookup(RUN, unset, [old, new])
        found, byte = never.match.found, never.match.byte
        with self.beat("Load from {:.0f}, never written: still some key is nearest.", never.wanted):
            self.play(again.leave(), reread.first.quiet())
            self.run_before(unset)
            self.play(never.ask())
            self.play(never.score())
            self.play(never.decide())

        check = Check([again.match, never.match])
        with self.beat(
            "So the head brings back the address as well: {:.0f}, not {:.0f}.", found, never.wanted
        ):
            self.play(FadeOut(tape.keys, tape.scores, old.key, new.key), never.leave())
            self.play(check.compare())
            self.play(check.draw())

        factor = never.match.factor
        with self.beat(
            "Three neurons make that {:.0f} · {:.0f}: never written reads as zero.", byte, factor
        ):
            self.play(check.multiply())
            self.play(unset.emit(check.results[-1]), tape.count(unset.index))

        bytes_ = [RUN.tokens[row.position].text for row in (old, new)]
        with self.beat("The trace has only grown: {} and {} are both still there.", *bytes_):
            self.play(FadeOut(check))
            self.play(tape.finish(), unset.first.quiet())
            self.play(FadeIn(tape.keys, old.key, new.key))
            self.play(new.first.paint(theme.WINNER), FadeIn(tape.verdicts(old, new)))
        self.conclude("Write again: the newer token wins, and the older one just stays.")

    def run_to(self, row: Row) -> None:
        """Up to a row, which is emitted."""
        self.run_before(row)
        self.play(row.emit(), self.tape.count(row.index))

    def run_before(self, row: Row) -> None:
        """The lines before a row: they put its operands on the stack."""
        bars = LaggedStart(*map(FadeIn, self.tape.bars_before(row)), lag_ratio=0.5)
        self.play(FadeIn(row.op), bars, self.tape.count(row.index - 1), run_time=theme.MOVE)


class Check(VGroup):
    """Found and wanted address: the tent of three neurons, and what it does to the byte."""

    def __init__(self, matches: Sequence[Quantity]) -> None:
        self.matches, self.results = matches, [_result(match) for match in matches]
        ends = self.point(-REACH, 0), self.point(REACH, 0)
        self.axis = Line(*ends, color=theme.FAINT)
        self.tent = VMobject(color=theme.INK, stroke_width=4)
        heights = [value_of(matches[0]).tent(d) for d in (-REACH, -1, 0, 1, REACH)]
        corners = zip((-REACH, -1, 0, 1, REACH), heights, strict=True)
        self.tent.set_points_as_corners([self.point(*corner) for corner in corners])
        self.heads, self.rows, self.dots = VGroup(), VGroup(), VGroup()
        for x, name in zip(CHECK, ("found", "wanted", "neurons", "byte"), strict=True):
            self.heads.add(
                Words(name, size=theme.SMALL, color=theme.DIM).put(x, CHECK_ROWS[0], align=0)
            )
        for match, result, y in zip(matches, self.results, CHECK_ROWS[1:], strict=True):
            result.put(CHECK[3], y, align=0)
            neurons = Words(
                "{:.0f} − {:.0f} + {:.0f} = {:.0f}", *match.parts, match.factor, size=SIZE
            )
            row = (
                number(match.found, size=SIZE),
                number(match.wanted, size=SIZE),
                neurons,
            )
            self.rows.add(VGroup(*(w.put(x, y, align=0) for w, x in zip(row, CHECK, strict=False))))
            self.dots.add(self._dot(match))
        name = Words("found − wanted", size=theme.SMALL, color=theme.DIM).put(
            CHECK[0] - 0.4, FOOT + 0.2
        )
        self.axis = VGroup(self.axis, name)
        super().__init__(self.axis, self.tent, self.heads, self.rows, self.dots, *self.results)

    @staticmethod
    def point(difference: float, factor: float) -> np.ndarray:
        """Where a difference of the addresses and a factor lie in the frame, (3,)."""
        return np.array([CENTER + difference * UNIT, FOOT + factor * HEIGHT, 0.0])

    def _dot(self, match: Quantity) -> VGroup:
        place = self.point(float(match.difference), float(match.factor))
        below = number(match.difference, size=SIZE).put(place[0], FOOT - 0.5, align=0)
        beside = number(match.factor, size=SIZE, color=theme.WINNER)
        beside.put(place[0] + 0.2, place[1] + 0.15)
        return VGroup(Dot(place, 0.1, color=theme.WINNER), below, beside)

    def compare(self) -> Animation:
        """The addresses side by side."""
        rows = (VGroup(*row[:2]) for row in self.rows)
        return LaggedStart(FadeIn(self.heads[:2]), *map(FadeIn, rows), lag_ratio=0.4)

    def draw(self) -> Animation:
        """The tent, and where the two loads stand on it."""
        dots = LaggedStart(*map(FadeIn, self.dots), lag_ratio=0.5)
        return LaggedStart(
            AnimationGroup(FadeIn(self.axis), Create(self.tent)), dots, lag_ratio=0.6
        )

    def multiply(self) -> Animation:
        """The neurons' sum times the byte that was found."""
        sums = (row[2] for row in self.rows)
        return LaggedStart(
            FadeIn(self.heads[2:]),
            *map(FadeIn, sums),
            *map(FadeIn, self.results),
            lag_ratio=0.4,
        )


def _result(match: Quantity) -> Words:
    said = "{:.0f} · {:.0f} = {:.0f}"
    return Words(said, match.byte, match.factor, match.result, size=SIZE, color=theme.WINNER)
