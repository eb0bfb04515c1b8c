"""Scene 8. How to overwrite without erasing: a hair of its place, and a hat over the address."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UP,
    AnimationGroup,
    FadeIn,
    FadeOut,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.marks import Pointer
from manim_project.mobjects.ribbon import PLAIN, TOP
from manim_project.mobjects.sweep_line import SweepLine
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s8_memory_is_the_trace.cast import (
    AGAIN,
    ENLARGED,
    FIRST,
    NEW,
    OLD,
    UNSET,
    Loaded,
    Stored,
)
from manim_project.scenes.s8_memory_is_the_trace.chip import Chip
from manim_project.scenes.s8_memory_is_the_trace.hat import Hat, Passing
from manim_project.scenes.s8_memory_is_the_trace.hill import LANE, Hill
from manim_project.scenes.s8_memory_is_the_trace.look_back import (
    Asker,
    NamedLanes,
    Tape,
    edge_of,
    far_view,
    near_view,
    ride_back,
    rise_to_lane,
)
from manim_project.scenes.s8_memory_is_the_trace.outshone import Outshone
from manim_project.stage import Stage

COMMAND = 0.85 * theme.TALL  # size of the instruction that is carried out
LANES = 1.4 * theme.TALL  # from lane to lane
PLACE = 0.5 * theme.TALL  # size of a token's number


class MemoryIsTheTrace(Stage):
    """Write, read, overwrite, read: nothing is erased, and the newer write wins."""

    question = "How do you overwrite without erasing?"

    def construct(self) -> None:
        self.tape = Tape(OLD.line.start, near_view())
        self.lanes = NamedLanes([UNSET.match.wanted, AGAIN.match.wanted], LANE - LANES, LANES)
        self.old, self.new = Chip(OLD.value), Chip(NEW.value)
        self.command = VGroup()

        with self.beat("To store is to lay tokens on the tape."):
            self.play(FadeIn(self.tape.seen()), FadeIn(self.lanes), run_time=theme.QUICK)
            self.tell("store {:.0f} at {:.0f}", OLD.value, OLD.address)
            self.store(OLD, self.old)

        with self.beat("To load is to look back along the lane."):
            self.tell("load {:.0f}", FIRST.match.wanted)
            self.load(FIRST, self.old)

        with self.beat("The old value is still there."):
            self.tell("store {:.0f} at {:.0f}", NEW.value, NEW.address)
            self.store(NEW, self.new)
            self.play(self.old.flash())

        self.tie()
        self.break_tie()
        self.outshine()
        self.miss()
        self.check()
        self.remember()

    def tell(self, template: str, *quantities: Quantity) -> None:
        """The instruction that comes next, in large letters; the one before leaves first."""
        if len(self.command):
            self.play(FadeOut(self.command), run_time=0.2)
        words = Words(template, *quantities, size=COMMAND)
        top = theme.MIDDLE + theme.SAFE_Y - CAPITAL * COMMAND
        self.command = VGroup(words.put(-theme.SAFE_X, top))
        self.play(FadeIn(self.command), run_time=0.3)

    def store(self, stored: Stored, chip: Chip) -> None:
        """Its tokens come out; the first byte rises to its lane."""
        if int(stored.line.start) > self.tape.laid:
            self.play(self.tape.lay(stored.line.start, 0.4))
        self.tape.color_bytes(stored.token)
        self.play(self.tape.lay(stored.line.stop))
        place = self.lanes.at(stored.address, self.tape.x(stored.token))
        self.play(rise_to_lane(chip, self.tape, stored.token, place))

    def ask(self, load: Loaded) -> Asker:
        """The tape runs up to the token that asks; it reaches for its lane."""
        self.play(self.tape.lay(load.token + 1, 0.4))
        place = self.lanes.at(load.match.wanted, self.tape.x(load.token))
        asker = Asker(self.tape, load.token, place)
        self.play(asker.rise())
        return asker

    def load(self, load: Loaded, chip: Chip) -> None:
        """The newest token finds a byte, which rides back and is laid on the tape."""
        asker = self.ask(load)
        self.play(asker.look(edge_of(chip)))
        back = chip.copy()
        self.play(chip.flash(0.4))
        self.tape.color_bytes(load.line.start)
        self.play(ride_back(back, asker, load.line.start))
        self.play(self.tape.lay(load.line.stop, 0.5), asker.leave())

    def tie(self) -> None:
        """Two keys of one address score the same."""
        self.hill = hill = Hill(self.tape, self.old, self.new)
        with self.beat("Both score {:words}. Which one is newer?", AGAIN.match.full_score, hold=2):
            self.tell("load {:.0f}", AGAIN.match.wanted)
            asker = self.ask(AGAIN)
            self.old.at(self.lanes.at(OLD.address, self.tape.x(OLD.token)))
            self.new.at(self.lanes.at(NEW.address, self.tape.x(NEW.token)))
            self.bring_to_front(self.old, self.new)
            self.play(asker.look(edge_of(self.old)))
            self.play(self.old.flash(0.5), self.new.flash(0.5))
            gone = FadeOut(self.command, self.lanes, asker)
            self.play(gone, *self.settle(), run_time=0.5)
            self.play(FadeIn(hill.line, *hill.columns), run_time=0.2)
            self.play(hill.grow(1.0))
            self.play(*(c.words.animate.set_opacity(1) for c in hill.columns), run_time=0.3)

    def settle(self) -> list[Animation]:
        """The chips sink to the tape, where scores begin."""
        ends = [np.array([self.tape.x(s.token), TOP, 0.0]) for s in (OLD, NEW)]
        return [
            chip.travel([chip.point, end + chip.full * UP])
            for chip, end in zip((self.old, self.new), ends, strict=True)
        ]

    def break_tie(self) -> None:
        """The hero: a hair for every token tilts the ground."""
        hill = self.hill
        with self.beat("Each key carries a hair of its place."):
            self.play(self.draw_back())
            places = self.places()
            self.play(FadeIn(places), run_time=0.3)
            self.play(hill.tilt(0, 1, run_time=2.2))
            note = Words("hairs drawn {:,} times too long", ENLARGED, size=PLACE, color=theme.DIM)
            note.put(-theme.SAFE_X, TOP + 2.1 * theme.TALL)
            self.play(FadeIn(note), run_time=0.3)
        self.told = VGroup(places, note)

    def draw_back(self) -> Animation:
        """The whole tape comes into view, the program before the trace."""
        near, far = near_view(), far_view()

        def move(_: Any, alpha: float) -> None:
            view = near.toward(far, alpha)
            self.tape.ribbon.spread(view.left, view.pitch)
            self.hill.show()

        return UpdateFromAlphaFunc(VGroup(self.tape.seen(), self.hill), move, run_time=1.1)

    def places(self) -> VGroup:
        """The numbers of both tokens, under the tape."""
        baseline = TOP - PLAIN - 0.16 - CAPITAL * PLACE
        numbers = [number(s.token, size=PLACE).put(self.tape.x(s.token), baseline, align=0)
                   for s in (OLD, NEW)]  # fmt: skip
        name = Words("place", size=PLACE, color=theme.DIM)
        return VGroup(*numbers, name.put(numbers[0].pen[0] - 0.25, baseline, align=1))

    def outshine(self) -> None:
        """As long as they are, hairs are nothing; multiplied, they are all."""
        hill = self.hill
        with self.beat("Nothing was erased: it was outshone."):
            self.play(FadeOut(self.told), run_time=0.3)
            self.play(hill.tilt(1, 0, run_time=0.9))
            lead = Words("ahead by {:.4f}", AGAIN.look.margin, size=0.6 * theme.TALL)
            lead.put(-theme.SAFE_X, LANE + 1.6)
            self.play(FadeIn(lead), run_time=0.3)
            self.outshone = Outshone(self.tape, self.old, self.new)
            self.play(FadeOut(hill.line, hill.ground, hill.long, *hill.columns), run_time=0.3)
            self.play(self.outshone.take(0.6))
            self.play(self.outshone.tell())
            self.play(self.outshone.multiply(2.4))
        self.told = VGroup(lead)

    def miss(self) -> None:
        """Nobody ever wrote to an address; the nearest key wins."""
        wanted = UNSET.match.wanted
        with self.beat("Address {:.0f} is empty, yet some key must win.", wanted):
            self.play(FadeOut(self.outshone, self.told, self.tape.seen()), run_time=0.4)
            aloud = Words("And if nobody ever wrote there?", size=0.85, bold=True)
            aloud.put(0, theme.MIDDLE, align=0)
            self.play(FadeIn(aloud), run_time=0.3)
            self.wait(1.4)
            self.play(FadeOut(aloud), run_time=0.3)
            self.stand_again()
            self.tell("load {:.0f}", wanted)
            asker = self.ask(UNSET)
            self.play(asker.look(-theme.SAFE_X))
            line = SweepLine(reach=2.9, ends=0.6)
            self.play(self.land(line))
            self.play(self.new.flash(0.5))
        self.asker, self.line = asker, line

    def stand_again(self) -> None:
        """Both bytes in their lane, over the whole tape."""
        for chip, stored in ((self.old, OLD), (self.new, NEW)):
            chip.gild(0).at(self.lanes.at(stored.address, self.tape.x(stored.token)))
            chip.words.set_opacity(1)
            chip.disc.set_opacity(1)
        self.play(FadeIn(self.tape.seen(), self.lanes), run_time=0.3)
        self.play(FadeIn(self.old, self.new), run_time=0.3)

    def land(self, line: SweepLine) -> Animation:
        """The line rises from the empty lane, tips, and lands on the newer byte."""
        start = self.lanes.at(UNSET.match.wanted, self.new.point[0])
        lean = 0.16

        def move(_: Any, alpha: float) -> None:
            angle = lean * alpha
            normal = np.array([-np.sin(angle), np.cos(angle), 0.0])
            touch = self.new.point - self.new.full * normal
            line.lie((1 - alpha) * start + alpha * touch, normal)

        return UpdateFromAlphaFunc(line, move, run_time=1.0)

    def check(self) -> None:
        """Three bends make a hat; only the right address is let through."""
        hat = Hat()
        with self.beat("{:Words} neurons bend a line into a hat.", AGAIN.match.weights.shape[0]):
            left = (self.asker, self.line, self.lanes, self.command, self.tape.seen())
            self.play(FadeOut(*left, self.old, self.new), run_time=0.4)
            self.play(FadeIn(hat.axis, hat.curve), run_time=0.4)
            for k in range(len(hat.bends)):
                self.play(hat.fold(k, 0.7))
            self.play(FadeIn(hat.ticks, hat.title), run_time=0.3)
        with self.beat("Right address: passed. Wrong address: silenced."):
            passing = Passing(hat, self.new)
            self.play(FadeOut(hat.corners), run_time=0.3)
            self.play(FadeIn(passing.dot, passing.chip, passing.compared[0]), run_time=0.4)
            self.wait(0.6)
            self.play(FadeOut(passing.compared[0]), run_time=0.2)
            self.add(passing)
            self.play(passing.slide(1.4))
            self.play(FadeIn(passing.compared[1]), run_time=0.3)
        self.hat, self.passing = hat, passing

    def remember(self) -> None:
        """The hill once more: the newest write on top, the old one below it."""
        with self.beat("The newest write wins, and the rest stays.", bold=True):
            gone = FadeOut(self.hat, self.hat.ticks, self.hat.title, self.passing)
            self.play(gone, FadeOut(self.passing.compared), run_time=0.4)
            old, new = Chip(OLD.value), Chip(NEW.value)
            hill = Hill(self.tape, old, new)
            hill.grown = 1.0
            hill.show()
            self.play(FadeIn(self.tape.seen(), hill), run_time=0.4)
            self.play(hill.tilt(0, 1, run_time=1.4))
