"""Scene 8. Writing is emitting a token: memory is the trace, and the newest write wins."""

from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart, Succession, VGroup

from manim_project import theme
from manim_project.mobjects.sums import gather
from manim_project.mobjects.text import Words, formula
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s8_memory_is_the_trace.load_check import Hat
from manim_project.scenes.s8_memory_is_the_trace.memory_tape import Load, MemoryTape, Store
from manim_project.scenes.s8_memory_is_the_trace.score_zoom import ScoreZoom
from manim_project.stage import FirstCut

RUN = REFERENCE.machine.run("overwrite")
HAIR = REFERENCE.machine.tie_exponent
LIMIT = REFERENCE.machine.token_limit
SHARP = REFERENCE.textbook.HARD_EXPONENT
FACTOR = REFERENCE.machine.transformer.sharpness
SMALLER = theme.SCRIPTED
ASIDE = 2.25 * theme.TALL  # baseline of what is said above the rows
BARS = 0.7 * theme.TALL  # foot of the bar of a score that is no match


def lines_of(name: str) -> list[int]:
    """The lines of the trace that come of an instruction."""
    instructions, lines = value_of(RUN.program.instructions), enumerate(value_of(RUN.lines))
    return [index for index, line in lines if instructions[line.instruction].name == name]


class MemoryIsTheTrace(FirstCut):
    """Write, read, overwrite, read: nothing is erased, and the newer write wins."""

    question = "How to overwrite without erasing?"

    def construct(self) -> None:
        stores, loads = lines_of("i32.store"), lines_of("i32.load")
        self.tape = tape = MemoryTape(RUN, stores[0], loads[-1])
        self.old, self.new = both = [Store(tape, index) for index in stores]
        self.read = Load(tape, loads[0], both[:1])
        self.reread = Load(tape, loads[1], both)
        # At another address, too, the older byte loses by the hair: it is not shown a second time.
        self.unset = Load(tape, loads[2], both[1:], side=-1)
        self.high = VGroup(tape.bands[2:], tape.labels[2:], tape.head)
        self.high.add(self.old.rest, self.new.rest)
        self.write()
        self.read_back()
        self.overwrite()
        self.break_tie()
        self.miss()
        self.check()
        self.look_again()

    def write(self) -> None:
        """A store: four bytes, each at its address, each with its key."""
        old = self.old
        value, address = old.operands
        with self.beat(
            "To store {:.0f} at {:.0f} is to emit its four bytes, as tokens.", value, address
        ):
            self.say()
            self.play(FadeIn(self.tape))
            self.play(old.emit())
            self.play(old.rise())

        self.asides = VGroup(
            formula('Key(k_j = (2j, -j^2 + "hair"))', size=SMALLER),
            formula('"hair of token" n = n dot 2^({})', HAIR, size=SMALLER),
            old.name_token(),
        )
        self.asides[0].put(self.tape.head.get_right()[0] + 0.4, ASIDE)
        self.asides[1].put(theme.SAFE_X, ASIDE, align=1)
        ends = self.tape.addresses[0], self.tape.addresses[-1]
        self.fine = old.fine_key(HAIR)
        self.coarse = old.coarse_keys()
        with self.beat(
            "Bytes {:.0f} to {:.0f} get keys; a later token's key has a hair more.", *ends
        ):
            self.say()
            self.play(FadeIn(self.asides[0]))
            self.play(LaggedStart(*map(FadeIn, self.coarse), lag_ratio=0.3))
            self.play(FadeIn(*self.asides[1:]))
            self.play(FadeIn(self.fine))

    def read_back(self) -> None:
        """A load finds the byte by its address."""
        old, read = self.old, self.read
        with self.beat(
            "Load at {:.0f}: the query ({:.0f}, {:.0f}) scores every key; row {:.0f} wins.",
            read.wanted, *read.look.query, read.wanted,
        ):  # fmt: skip
            self.say()
            gone = FadeOut(self.fine, self.asides, self.coarse)
            self.play(gather([self.fine], old.key, theme.KEY), gone)
            self.play(read.appear())
            self.play(read.ask())
            scores, product = read.scores(old), read.by_hand()
            product.put(theme.SAFE_X, ASIDE, align=1)
            self.play(LaggedStart(*map(FadeIn, scores), lag_ratio=0.3))
            self.play(gather([read.query, old.key], product, theme.INK))
            self.play(read.aim(), read.decide())
            self.play(read.answer())
        self.said = VGroup(scores, product)

    def overwrite(self) -> None:
        """A second store at the same address."""
        new = self.new
        value, address = new.operands
        with self.beat(
            "Store {:.0f} at {:.0f}: the trace only grows. Nothing is erased.", value, address
        ):
            self.say()
            self.play(self.read.leave(), FadeOut(self.said), new.emit())
            self.play(new.rise())
            self.play(FadeIn(new.key))

    def break_tie(self) -> None:
        """Both bytes match; the hair decides, once softmax has multiplied it."""
        reread = self.reread
        look = reread.look
        zoom = ScoreZoom(
            look, [self.old.bytes[0], self.new.bytes[0]],
            hair=HAIR, limit=LIMIT, sharp=SHARP, factor=FACTOR,
        )  # fmt: skip
        with self.beat("Load at {:.0f} again. Both match; do their scores tie?", reread.wanted):
            self.say()
            self.play(reread.appear())
            self.play(reread.ask())
            self.play(reread.aim(), FadeOut(self.high))
            self.play(zoom.measure())

        span = self.tape.span(
            look.runner_up, look.winner, Words("{} tokens", look.lead, size=theme.SMALL)
        )
        with self.beat("Zoom in: {} tokens later is {} hairs ahead.", look.lead, look.lead):
            self.say()
            self.play(zoom.zoom())
            self.play(FadeIn(span))
            self.play(zoom.explain())

        with self.beat("Softmax multiplies by {:,.0f}: the newer takes all.", FACTOR):
            self.say()
            self.play(zoom.multiply())
            self.play(zoom.decide(), reread.decide())
            self.play(reread.answer())
        self.said = VGroup(zoom, span)

    def miss(self) -> None:
        """A load of a byte that was never written finds its neighbour."""
        unset = self.unset
        with self.beat(
            "Byte {:.0f}, the load's first, was never written. A key still wins.", unset.wanted
        ):
            self.say()
            self.play(self.reread.leave(), FadeOut(self.said), unset.appear())
            self.play(unset.ask())
            self.play(unset.aim())
            bar, score, outline, match = compared = unset.compare(BARS)
            self.play(FadeIn(bar), gather([unset.query, self.new.key], score, theme.INK))
            self.play(unset.decide(), FadeIn(outline, match))
        self.said = compared

    def check(self) -> None:
        """What was found is not what was wanted: three neurons make the byte zero."""
        unset, match, hit = self.unset, self.unset.match, self.reread.match
        hat = Hat(hit, match)
        with self.beat(
            "So the head brings back the address, too: {:.0f}, not {:.0f}.",
            match.found,
            match.wanted,
        ):
            self.say()
            self.play(hat.ask())
            self.play(hat.take(self.tape.labels[1], unset.query))
            self.play(FadeIn(hat.difference), run_time=theme.QUICK)
        with self.beat(
            "Three neurons add up to a hat: {:.0f} only where the two agree.",
            hit.factor,
        ):
            self.say()
            self.play(FadeOut(self.said), hat.draw())
            self.play(hat.mark())

        with self.beat("Each multiplies its ReLU by the byte: unwritten reads zero."):
            self.say()
            self.play(hat.multiply(self.new.first.words))
            self.play(unset.answer(hat.products[1]))
        self.said = hat

    def look_again(self) -> None:
        """Both bytes are still there."""
        gone = AnimationGroup(self.unset.leave(), FadeOut(self.said), run_time=theme.MOVE)
        back = AnimationGroup(
            FadeIn(self.high), self.tape.grow(len(RUN.tokens)), run_time=theme.MOVE
        )
        self.conclude(
            "Write again: the newer token wins, and the older one just stays.",
            show=Succession(gone, back, self.reread.show_again()),
        )
