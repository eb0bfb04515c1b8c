"""Scene 8. How to overwrite without erasing: a hair of its place, and a hat over the address."""

from typing import Any

import numpy as np
from manim import (
    UP,
    FadeIn,
    FadeOut,
    UpdateFromAlphaFunc,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.ribbon import PLAIN, TOP
from manim_project.mobjects.text import CAPITAL, Words, number
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s8_memory_is_the_trace.cast import (
    AGAIN,
    ENLARGED,
    FIRST,
    NEW,
    OLD,
    RUN,
    UNSET,
    Loaded,
    Stored,
)
from manim_project.scenes.s8_memory_is_the_trace.chip import SMALL, Chip
from manim_project.scenes.s8_memory_is_the_trace.hat import Hat, Passing
from manim_project.scenes.s8_memory_is_the_trace.hill import Hill
from manim_project.scenes.s8_memory_is_the_trace.look_back import (
    Asker,
    Landing,
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
LOW, LANES = theme.tall(-0.35, 1.75)  # the lower lane, and from lane to lane
PLACE = 0.45  # size of a token's number


class MemoryIsTheTrace(Stage):
    """Write, read, overwrite, read: nothing is erased, and the newer write wins."""

    question = "How do you overwrite without erasing?"

    def construct(self) -> None:
        self.tape = Tape(RUN.lines[0].stop, near_view())
        self.lanes = NamedLanes([UNSET.match.wanted, AGAIN.match.wanted], LOW, LANES)
        self.old, self.new = Chip(OLD.value), Chip(NEW.value)
        self.command = VGroup()
        self.asker: Asker | None = None  # whose ray stands

        with self.beat("A store lays tokens on the tape."):
            self.play(FadeIn(self.tape.seen(), self.lanes), run_time=theme.QUICK)
            self.store(OLD, self.old)

        with self.beat("A load looks back along its lane."):
            self.load(FIRST, self.old)

        with self.beat("The old value is still there."):
            self.store(NEW, self.new)
            self.play(self.old.flash(0.6))

        self.tie()
        self.break_tie()
        self.outshine()
        self.miss()
        self.check()
        self.remember()

    def tell(self, template: str, *quantities: Quantity) -> Animation:
        """The instruction that comes next, in large letters; the one before has left."""
        if len(self.command):
            gone = [FadeOut(self.command)]
            if self.asker:
                gone += [self.asker.leave(), *self.tape.quiet_bytes(self.asker.token + 1)]
                self.asker = None
            self.play(*gone, run_time=0.2)
        words = Words(template, *quantities, size=COMMAND)
        top = theme.MIDDLE + theme.SAFE_Y - CAPITAL * COMMAND
        self.command = VGroup(words.put(-theme.SAFE_X, top))
        return FadeIn(self.command, run_time=0.3)

    def store(self, stored: Stored, chip: Chip) -> None:
        """Its tokens come out; the first byte rises to its lane."""
        said = self.tell("store {:.0f} at {:.0f}", stored.value, stored.address)
        self.play(said, self.tape.lay(stored.line.start, 0.3))
        self.tape.color_bytes(stored.token)
        self.play(self.tape.lay(stored.line.stop))
        place = self.lanes.at(stored.address, self.tape.x(stored.token))
        self.play(rise_to_lane(chip, self.tape, stored.token, place))

    def ask(self, load: Loaded) -> Asker:
        """The tape runs up to the token that asks; it reaches for its lane."""
        said = self.tell("load {:.0f}", load.match.wanted)
        self.play(said, self.tape.lay(load.token + 1, 0.3))
        place = self.lanes.at(load.match.wanted, self.tape.x(load.token))
        asker = Asker(self.tape, load.token, place)
        self.play(asker.rise())
        self.add(asker)
        self.bring_to_front(*(chip for chip in (self.old, self.new) if chip in self.mobjects))
        return asker

    def load(self, load: Loaded, chip: Chip) -> None:
        """The newest token finds a byte, which rides back and is laid on the tape."""
        asker = self.ask(load)
        self.play(asker.look(edge_of(chip)))
        back = chip.copy()
        self.tape.color_bytes(load.line.start)
        self.play(chip.flash(), ride_back(back, asker, load.line.start))
        self.play(self.tape.lay(load.line.stop, 0.4))
        self.asker = asker  # its ray stays until the next instruction

    def tie(self) -> None:
        """Two keys of one address score the same."""
        with self.beat("Both score {:words}. Which one is newer?", AGAIN.match.full_score, hold=2):
            asker = self.ask(AGAIN)
            self.play(asker.look(edge_of(self.old)))
            self.play(self.old.flash(0.5), self.new.flash(0.5))
            gone = FadeOut(self.command, self.lanes, asker)
            self.remove(self.old, self.new)  # to come back on top of what leaves
            self.play(gone, *self.settle(), run_time=0.45)
            self.hill = hill = Hill(self.tape, self.old, self.new)
            self.play(FadeIn(hill.line, *hill.columns), run_time=0.2)
            self.play(hill.grow(1.0))
            self.play(*(c.words.animate.set_opacity(1) for c in hill.columns), run_time=0.3)

    def sink(self) -> list[Animation]:
        """Both bytes go back to their tokens."""
        return [
            chip.travel([chip.point, self.tape.on(s.token)], (1.0, SMALL), remover=True)
            for chip, s in zip((self.old, self.new), (OLD, NEW), strict=True)
        ]

    def settle(self) -> list[Animation]:
        """The chips come down on the tape, where scores begin."""
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
            self.play(hill.tilt(0, 1, run_time=2.0))
            self.wait(0.4)
            note = Words("hairs drawn {:,} times too long", ENLARGED, size=PLACE, color=theme.DIM)
            note.put(-theme.SAFE_X, TOP + 2.6 * theme.TALL)
            self.play(FadeIn(note), run_time=0.3)
        self.told = VGroup(places, note)

    def draw_back(self) -> Animation:
        """The whole tape comes into view, the program before the trace."""
        near, far = near_view(), far_view()

        def move(_: Any, alpha: float) -> None:
            view = near.toward(far, alpha)
            self.tape.ribbon.spread(view.left, view.pitch)
            self.hill.show()

        return UpdateFromAlphaFunc(VGroup(self.tape.seen(), self.hill), move, run_time=1.0)

    def places(self) -> VGroup:
        """The numbers of both tokens, under the tape."""
        baseline = TOP - PLAIN - 0.13 - CAPITAL * PLACE
        numbers = [number(s.token, size=PLACE).put(self.tape.x(s.token), baseline, align=0)
                   for s in (OLD, NEW)]  # fmt: skip
        name = Words("place", size=PLACE, color=theme.DIM)
        return VGroup(*numbers, name.put(numbers[0].pen[0] - 0.25, baseline, align=1))

    def outshine(self) -> None:
        """As long as they are, hairs are nothing; multiplied, they are all."""
        hill = self.hill
        with self.beat("Nothing was erased: it was outshone."):
            self.play(FadeOut(self.told), run_time=0.3)
            self.play(hill.tilt(1, 0, run_time=0.8))
            self.outshone = Outshone(self.tape, self.old, self.new)
            lead = Words("a lead of ≈ {:.4f}", AGAIN.look.margin, size=0.6 * theme.TALL)
            lead.put(-theme.SAFE_X, self.outshone.names[0].baseline)
            gone = FadeOut(hill.line, hill.ground, hill.long, *hill.columns)
            self.play(FadeIn(lead), gone, run_time=0.4)
            self.add(self.outshone.discs)
            self.bring_to_front(self.old, self.new)
            self.play(self.outshone.take(0.6))
            self.play(self.outshone.tell())
            self.play(self.outshone.multiply(2.2))
            still = halo(self.tape.on(OLD.token), 0.8, theme.VALUE, 0.9)
            self.play(FadeIn(still), run_time=0.3)
        self.told = VGroup(lead, still)

    def miss(self) -> None:
        """Nobody ever wrote to an address; the nearest key wins."""
        wanted = UNSET.match.wanted
        with self.beat("Address {:.0f} is empty, yet some key must win.", wanted):
            quiet = self.tape.ribbon.cell(AGAIN.token).light(None)
            self.play(FadeOut(self.outshone, self.told), quiet, run_time=0.3)
            aloud = Words("And where nobody ever wrote?", size=0.85, bold=True)
            self.play(FadeIn(aloud.put(0, 0.4, align=0)), run_time=0.25)
            self.wait(1.05)
            self.play(FadeOut(aloud), run_time=0.2)
            self.stand_again()
            asker = self.ask(UNSET)
            self.play(asker.look(-theme.SAFE_X))
            line = Landing()
            self.add(line)
            self.bring_to_front(self.old, self.new)
            start = self.lanes.at(wanted, self.tape.x(NEW.token))
            self.play(line.land(start, self.new))
            self.play(self.new.flash(0.4))
        self.asker, self.line = asker, line

    def stand_again(self) -> None:
        """Both bytes rise from the tape again, where they have been all the time."""
        rises = []
        for chip, stored in ((self.old, OLD), (self.new, NEW)):
            chip.gild(0)
            place = self.lanes.at(stored.address, self.tape.x(stored.token))
            rises.append(rise_to_lane(chip, self.tape, stored.token, place))
        self.play(FadeIn(self.lanes), run_time=0.25)
        self.play(*rises)

    def check(self) -> None:
        """Three bends make a hat; only the right address is let through."""
        hat = Hat()
        with self.beat("{:Words} neurons fold a hat.", AGAIN.match.weights.shape[0]):
            left = FadeOut(self.asker, self.line, self.lanes, self.command, self.tape.seen())
            self.remove(self.old, self.new)
            self.play(left, *self.sink(), run_time=0.4)
            self.play(FadeIn(hat), run_time=0.3)
            for k in range(len(hat.bends)):
                self.play(hat.fold(k, 0.55))
        with self.beat("Right address: passed. Wrong: silenced."):
            passing = Passing(hat, self.new)
            self.play(FadeOut(hat.corners), run_time=0.3)
            self.play(FadeIn(passing.dot, passing.passed, passing.same), run_time=0.4)
            self.play(passing.win())
            self.wait(0.3)
            self.add(passing)
            self.play(passing.slide(1.1))
            self.play(FadeIn(passing.other), run_time=0.3)
        self.hat, self.passing = hat, passing

    def remember(self) -> None:
        """The hill once more: the newest write on top, the old one below it."""
        with self.beat("The newest write wins; the rest stays.", bold=True):
            passing = self.passing
            self.play(FadeOut(self.hat, passing, passing.same, passing.other), run_time=0.3)
            old, new = Chip(OLD.value), Chip(NEW.value)
            self.tape.laid = len(self.tape.ribbon)
            self.tape.ribbon.cell(UNSET.token).colored(None)
            hill = Hill(self.tape, old, new)
            hill.grown = 1.0
            hill.show()
            self.play(FadeIn(self.tape.seen(), hill), run_time=0.3)
            self.play(hill.tilt(0, 1, run_time=1.2))
