"""The scene base: a question, beats with captions, an answer.

class ParabolaKeys(Stage):
    question = "Why are two numbers enough for an address?"

    def construct(self):
        with self.beat("Bend it, and every key gets its turn."):
            self.play(...)  # the sentence comes after it, or where the scene calls self.say()
        self.conclude("Two numbers are enough: the right one wins by at least {}.", gap)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from manim import FadeIn, FadeOut, Scene, config
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.caption import Caption
from manim_project.mobjects.light import teach
from manim_project.mobjects.shown_numbers import Shown
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

LENGTH = (35.0, 65.0)  # seconds that a scene may take
STILL = 0.2  # seconds of unchanged picture at the start of a beat
LEAVE = 0.2  # seconds in which the last beat's words go
CARD = (1.6, 3.0)  # seconds that the question stands alone, at least and at most
CARD_SPEED = 16.5  # characters a second
CARD_SCALE = 1.7


@dataclass(frozen=True)
class Beat:
    """One step of a scene: its sentence (title and caption) and its time in the film (seconds)."""

    number: int
    caption: str
    start: float
    said: float  # when the sentence comes; it stays to the end
    end: float
    loops: bool = False  # in a deck it is played again and again, until the speaker goes on

    @property
    def title(self) -> str:
        """The caption without its full stop."""
        return self.caption.rstrip(".")


class Stage(Scene):
    """A scene that opens on its `question`, plays beats and closes on its answer.

    After the film has run, `beats` holds what was played. `on_beat`, if set, is called with the
    scene and each beat while the beat's last frame stands. `speaking_time`, if set, tells how many
    seconds a beat of that sentence has to take, at least.
    """

    question: str
    asked: tuple[Quantity, ...] = ()  # the quantities of the question's fields
    length = LENGTH
    caption_size = theme.CAPTION

    def setup(self) -> None:
        """Show the question alone; it leaves with the first beat.

        Raises ValueError when the question takes longer to read than a card may stand.
        """
        teach(self.camera)
        self.camera.background_color = theme.BACKGROUND
        self.camera.frame_center = np.array([0.0, theme.MIDDLE, 0.0])
        self.beats: list[Beat] = []
        self.on_beat: Callable[[Stage, Beat], None] | None = getattr(self, "on_beat", None)
        self.speaking_time: Callable[[str], float] = getattr(self, "speaking_time", lambda _: 0.0)
        self.caption: Caption | None = None  # as long as it stands
        self._unsaid: Caption | None = None  # of the beat that plays
        self._said = 0.0
        self.title = Words(self.question, *self.asked, size=theme.QUESTION, bold=True)
        self.title.scale(min(CARD_SCALE, 2 * theme.SAFE_X / self.title.width))
        self.title.move_to(self.camera.frame_center)
        if len(self.title.shown.text) / CARD_SPEED > CARD[1]:
            raise ValueError(f"too long for a card of {CARD[1]} s: {self.title.shown.text!r}")
        with self._section(self.title.shown, CARD[0], CARD_SPEED):
            self.add(self.title)

    @contextmanager
    def beat(
        self,
        sentence: str,
        *quantities: Quantity,
        hold: float = theme.HOLD,
        loops: bool = False,
        **style: object,
    ) -> Iterator[None]:
        """A step of the scene: a section that starts still, takes the last sentence away and plays
        what the `with` block plays. Its own sentence comes at the foot of the frame when the block
        calls `say`, or else when it has ended; then the picture stands still for `hold` seconds,
        or as long as the sentence takes to read. A deck plays it in a loop if it `loops`.

        Raises ValueError when the sentence is wider than the safe area.
        """
        look = {"size": self.caption_size, **style}
        self._unsaid = caption = Caption(sentence, *quantities, **look)  # type: ignore[arg-type]
        with self._section(caption.shown, hold, loops=loops):
            self.wait(STILL)
            if spoken := self.caption or (self.title if len(self.beats) == 1 else None):
                self.play(FadeOut(spoken), run_time=LEAVE)
                self.caption = None
            yield
            if self._unsaid:
                self.say()

    def say(self) -> None:
        """Show the sentence of the beat that plays: what it tells of has been seen by now.

        Raises ValueError outside a beat, and when it has been said.
        """
        if not self._unsaid:
            raise ValueError("nothing to say: no beat plays, or its sentence stands already")
        self._said = self.time
        self.caption, self._unsaid = self._unsaid, None
        self.play(FadeIn(self.caption), run_time=theme.QUICK)

    def conclude(self, sentence: str, *quantities: Quantity, show: Animation | None = None) -> None:
        """The last beat: the scene's answer in one line, and what in the picture `show`s it."""
        with self.beat(sentence, *quantities, hold=2.4, bold=True):
            if show:
                self.play(show)

    @contextmanager
    def _section(
        self,
        shown: Shown,
        hold: float,
        speed: float = theme.READING_SPEED,
        loops: bool = False,
    ) -> Iterator[None]:
        self.next_section(shown.text.rstrip("."))
        start = self._said = self.time
        if self.beats and start > self.beats[-1].end:
            raise ValueError(f"played before a beat, not in it: {shown.text!r}")
        yield
        needed = max(len(shown.text) / speed, self.speaking_time(shown.text))
        # Rounded, so that a beat is as long wherever in the film it stands.
        rest = max(hold, needed - (self.time - self._said), 1 / config.frame_rate)
        self.wait(round(rest, 6))
        beat = Beat(len(self.beats) + 1, shown.text, start, self._said, self.time, loops)
        self.beats.append(beat)
        if self.on_beat:
            self.on_beat(self, beat)
