"""Scene 8. How to overwrite without erasing: a hair for its place, and a hat over the address."""

from typing import Any

import numpy as np
from manim import UP, FadeIn, FadeOut, UpdateFromAlphaFunc, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.ribbon import TOP
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
    scored,
)
from manim_project.scenes.s8_memory_is_the_trace.chip import SMALL, Chip
from manim_project.scenes.s8_memory_is_the_trace.hat import Hat, Rider
from manim_project.scenes.s8_memory_is_the_trace.hill import Hill
from manim_project.scenes.s8_memory_is_the_trace.look_back import (
    Asker,
    NamedLane,
    Tape,
    View,
    below,
    edge_of,
    end_view,
    far_view,
    near_view,
    places_of,
    ride_back,
    rise_to_lane,
)
from manim_project.scenes.s8_memory_is_the_trace.remembered import Remembered
from manim_project.scenes.s8_memory_is_the_trace.shares import Shares
from manim_project.scenes.s8_memory_is_the_trace.worked import Worked
from manim_project.stage import Stage

COMMAND = 0.85 * theme.TALL  # size of the instruction that is carried out
HIGH, LOW = theme.tall(1.4, -0.35)  # of the written address's lane, and of the empty one's
STILL_THERE = 0.6  # of a value that has all but gone
NOTE_SIZE = 0.45
NOTE = TOP + 2.6 * theme.TALL  # baseline of how hairs are drawn


class MemoryIsTheTrace(Stage):
    """Write, read, overwrite, read: nothing is erased, and the newer write wins."""

    question = "How do you overwrite without erasing?"

    def construct(self) -> None:
        self.tape = Tape(RUN.lines[0].stop, near_view())
        self.lane = NamedLane(AGAIN.match.wanted, HIGH)
        self.old, self.new = self.chips = Chip(OLD.value), Chip(NEW.value)
        self.command = VGroup()
        self.asker: Asker | None = None  # whose ray stands

        with self.beat("A store lays tokens on the tape."):
            self.play(FadeIn(self.tape.seen(), self.lane), run_time=theme.QUICK)
            self.store(OLD, self.old)

        with self.beat("A load looks back along its lane."):
            self.load(FIRST, self.old)

        with self.beat("The old value is still there."):
            self.store(NEW, self.new)
            self.play(self.old.flash(0.4))

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
                gone += [self.asker.leave(), *self.tape.soften(self.asker.token + 1)]
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
        self.play(self.tape.lay(stored.line.stop, 0.5))
        place = self.lane.at(self.tape.x(stored.token))
        self.play(rise_to_lane(chip, self.tape, stored.token, place))

    def ask(self, load: Loaded, lane: NamedLane) -> Asker:
        """The tape runs up to the token that asks; it reaches for its lane."""
        said = self.tell("load {:.0f}", load.match.wanted)
        new = [] if lane in self.mobjects else [FadeIn(lane, run_time=0.3)]
        self.play(said, self.tape.lay(load.token + 1, 0.3), *new)
        asker = Asker(self.tape, load.token, lane.at(self.tape.x(load.token)))
        self.play(asker.rise(0.4))
        self.add(asker)
        self.bring_to_front(*(chip for chip in self.chips if chip in self.mobjects))
        return asker

    def load(self, load: Loaded, chip: Chip) -> None:
        """The newest token finds a byte, which rides back and is laid on the tape."""
        asker = self.ask(load, self.lane)
        self.play(asker.look(edge_of(chip), run_time=0.6))
        back = chip.copy()
        self.tape.color_bytes(load.line.start)
        self.play(chip.flash(), ride_back(back, asker, load.line.start))
        self.play(self.tape.lay(load.line.stop, 0.3))
        self.asker = asker  # its ray stays until the next instruction

    def tie(self) -> None:
        """Two keys of one address score the same."""
        with self.beat("Both score {:words}. Which one is newer?", AGAIN.match.full_score):
            asker = self.ask(AGAIN, self.lane)
            stops = edge_of(self.new), self.old.point[0]
            self.play(asker.look(stops[0], run_time=0.4))
            self.play(self.new.meet())
            self.play(asker.look(*stops, run_time=0.5))
            self.play(self.old.meet())
            self.raise_columns(AGAIN, asker, self.lane)

    def raise_columns(self, load: Loaded, asker: Asker, *lanes: NamedLane) -> None:
        """The chips come down on the tape, and their scores grow under them, square to the arrow
        that asks; one of them is worked out."""
        self.remove(*self.chips)  # to come back on top of what leaves
        self.play(FadeOut(*lanes, asker, run_time=0.2), *self.settle())
        score = scored(load).scores[int(float(OLD.address))]
        self.hill = hill = Hill(self.tape, self.chips, score, load.token)
        self.play(FadeIn(hill.line, hill.arrow, hill.corner, *hill.columns), run_time=0.1)
        self.play(hill.grow(0.7))
        self.worked = Worked(load, self.command[0].baseline - 1.32 * COMMAND)
        numbers = (column.words.animate.set_opacity(1) for column in hill.columns)
        self.play(FadeIn(self.worked), *numbers, run_time=0.4)

    def settle(self) -> list[Animation]:
        """The chips come down on the tape, where scores begin."""
        ends = [np.array([self.tape.x(s.token), TOP, 0.0]) for s in (OLD, NEW)]
        return [
            chip.travel([chip.point, end + chip.full * UP], run_time=0.45)
            for chip, end in zip(self.chips, ends, strict=True)
        ]

    def break_tie(self) -> None:
        """The hero: a hair for every token tilts the ground."""
        hill = self.hill
        with self.beat("The later the key, the longer its hair."):
            self.play(FadeOut(self.command, self.worked), run_time=0.3)
            self.command = VGroup()
            self.play(self.view(far_view(), hill))
            places = places_of(self.tape, OLD.token, NEW.token)
            self.play(FadeIn(places), run_time=0.2)
            self.play(hill.tilt(0, 1, run_time=1.8))
            note = self.note()
            self.play(FadeIn(note), run_time=0.2)
        self.told = VGroup(places, note)

    def note(self) -> Words:
        """How hairs are drawn."""
        note = Words("hairs drawn {:,} times too long", ENLARGED, size=NOTE_SIZE, color=theme.DIM)
        return note.put(-theme.SAFE_X, NOTE)

    def view(self, end: View, hill: Hill | None = None) -> Animation:
        """The tape comes to lie in another view, and what stands on it; the arrow leaves."""
        start = View(self.tape.ribbon.left, self.tape.ribbon.pitch)

        def move(_: Any, alpha: float) -> None:
            view = start.toward(end, alpha)
            self.tape.ribbon.spread(view.left, view.pitch)
            if hill:
                hill.veil_query(max(0.0, 1 - 4 * alpha))
                hill.show()

        whole = VGroup(self.tape.seen(), *([hill] if hill else []))
        return UpdateFromAlphaFunc(whole, move, run_time=0.8)

    def outshine(self) -> None:
        """As long as they are, hairs are nothing; multiplied, they are all."""
        hill = self.hill
        with self.beat("Nothing was erased: it was outshone."):
            self.play(FadeOut(self.told), run_time=0.2)
            self.play(hill.tilt(1, 0, run_time=0.8))
            gone = hill.line, hill.ground, hill.long, hill.arrow, hill.corner
            dim = (chip.meet(1, 0, run_time=0.2) for chip in self.chips)
            self.play(FadeOut(*gone, run_time=0.2), *dim)
            self.shares = shares = Shares(hill)
            self.play(shares.tell())
            self.play(shares.multiply(3.0))
            still = halo(self.tape.on(OLD.token), 0.8, theme.VALUE, 0.9)
            name = number(OLD.value, size=STILL_THERE, color=theme.VALUE, bold=True)
            below(self.tape, OLD.token, name)
            self.play(shares.win(), FadeIn(still, name))
        self.told = VGroup(still, name)

    def miss(self) -> None:
        """Nobody ever wrote to an address; the nearest key wins."""
        wanted = UNSET.match.wanted
        with self.beat("Address {:.0f} is empty, yet some key wins.", wanted):
            self.give_back()
            lane = NamedLane(wanted, LOW)
            asker = self.ask(UNSET, lane)
            self.play(asker.look(-theme.SAFE_X, run_time=0.6))
            self.raise_columns(UNSET, asker, lane, self.lane)
            self.wait(0.4)
            self.play(FadeOut(self.worked, run_time=0.2), self.hill.tilt(0, 1, run_time=0.9))
            told = UNSET.match.wanted, UNSET.match.found
            found = Words("wanted {:.0f}, found {:.0f}", *told, size=0.62 * theme.TALL)
            found.put(-theme.SAFE_X, TOP + 3.0 * theme.TALL)
            note = Words("hairs drawn too long again", size=NOTE_SIZE, color=theme.DIM)
            note.put(-theme.SAFE_X, found.baseline - 1.7 * NOTE_SIZE * theme.TALL)
            self.found = VGroup(found, note)
            self.play(FadeIn(self.found), run_time=0.2)

    def give_back(self) -> None:
        """What has won is the load's answer; the second question is asked aloud."""
        start = AGAIN.line.start
        self.tape.color_bytes(start)
        quiet = self.tape.ribbon.cell(AGAIN.token).light(None)
        gone = FadeOut(self.shares, self.told, *self.hill.columns, self.old, run_time=0.3)
        way = [self.new.point, self.tape.on(start)]
        back = self.new.travel(way, (self.new.scaled, SMALL), remover=True, run_time=0.6)
        self.play(gone, quiet, self.tape.lay(AGAIN.line.stop, 0.4))
        aloud = self.tell("And where nobody wrote?")
        self.bring_to_front(self.new)
        self.play(back, aloud, FadeIn(self.lane))
        self.play(*self.rises())
        self.wait(0.3)

    def rises(self) -> list[Animation]:
        """Both bytes rise from the tape again, where they have been all the time."""
        self.old, self.new = self.chips = Chip(OLD.value), Chip(NEW.value)
        return [
            rise_to_lane(chip, self.tape, s.token, self.lane.at(self.tape.x(s.token)))
            for chip, s in zip(self.chips, (OLD, NEW), strict=True)
        ]

    def check(self) -> None:
        """The fetched byte rides a hat of three bends: only the right address is let through."""
        self.hat = Hat()
        with self.beat("Right address: passed. Wrong: silenced."):
            self.fold_hat()
            self.rider = rider = Rider(self.hat, Chip(NEW.value))
            foot, top = self.tape.on(NEW.token), rider.chip.point
            way = [foot, np.array([foot[0], top[1], 0.0]), top]
            rise = rider.chip.travel(way, (SMALL, 1.0), run_time=0.7)
            self.play(FadeOut(self.hat.ghosts, self.hat.told, run_time=0.3), rise)
            self.play(FadeIn(rider.same), rider.chip.meet(), run_time=0.3)
            self.wait(0.5)
            self.play(rider.slide(1.1))
            self.play(FadeIn(rider.other), run_time=0.3)

    def fold_hat(self) -> None:
        """The hill sinks into the tape; three neurons bend a line."""
        hat = self.hat
        self.remove(*self.chips)
        down = self.new.travel(
            [self.new.point, self.tape.on(NEW.token)], (1.0, SMALL), 0.3, remover=True
        )
        self.play(FadeOut(*self.hill.parts, self.command, self.found), run_time=0.2)
        self.play(down)
        self.tape.color_bytes(UNSET.line.start)
        self.play(FadeIn(hat), self.tape.lay(len(self.tape.ribbon)), run_time=0.3)
        for k in range(len(hat.bends)):
            told = [FadeIn(hat.told)] if k == len(hat.bends) - 1 else []
            self.play(hat.fold(k, 0.7), *told)
        self.wait(0.4)

    def remember(self) -> None:
        """Both writes and both answers on one tape."""
        with self.beat("The newest write wins; the rest stays.", bold=True):
            rider = self.rider
            gone = self.hat, self.hat.joints, rider, rider.same, rider.other, rider.factor
            quiet = self.tape.ribbon.cell(UNSET.token).light(None)
            self.play(FadeOut(*gone), quiet, run_time=0.3)
            self.play(FadeIn(self.lane), self.view(end_view()))
            memory = Remembered(self.tape, self.lane)
            self.play(memory.lift(), run_time=0.7)
            self.play(memory.answer(), run_time=0.7)
            self.play(memory.win())
