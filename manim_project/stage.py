"""The scene base: a question, beats with captions, an answer.

class ParabolaKeys(Stage):
    question = "Why are two numbers enough for an address?"

    def construct(self):
        with self.beat("Every address is a point on one parabola."):
            self.play(...)
        self.conclude("Two numbers are enough: the right one wins by at least {}.", gap)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from manim import FadeIn, FadeOut, MoveToTarget, Scene, config
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.caption import Caption
from manim_project.mobjects.shown_numbers import Shown
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

LENGTH = (30.0, 75.0)  # seconds that a scene may take
STILL = 0.2  # seconds of unchanged picture at the start of a beat
CARD = (1.6, 2.0)  # seconds that the question stands alone, at least and at most
CARD_SPEED = 16.5  # characters a second; the question stays on screen after the card
CARD_SCALE = 1.7


@dataclass(frozen=True)
class Beat:
    """One step of a scene: its sentence (title and caption) and its time in the film (seconds)."""

    number: int
    caption: str
    start: float
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

    def setup(self) -> None:
        """Show the question alone; it moves to its place at the top left with the first beat.

        Raises ValueError when the question takes longer to read than a card may stand.
        """
        self.camera.background_color = theme.BACKGROUND
        self.camera.frame_center = np.array([0.0, theme.MIDDLE, 0.0])
        self.beats: list[Beat] = []
        self.on_beat: Callable[[Stage, Beat], None] | None = getattr(self, "on_beat", None)
        self.speaking_time: Callable[[str], float] = getattr(self, "speaking_time", lambda _: 0.0)
        self.caption: Caption | None = None
        self.title = Words(self.question, *self.asked, size=theme.QUESTION, bold=True)
        self.title.put(-theme.SAFE_X, theme.QUESTION_BASELINE)
        self.title.generate_target()
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
        """A step of the scene: a section that starts still, shows its sentence at the foot, plays
        what the `with` block plays, and stands still for `hold` seconds, or as long as the
        sentence takes to read. A deck plays it in a loop if it `loops`.

        Raises ValueError when the sentence is wider than the safe area.
        """
        caption = Caption(sentence, *quantities, **style)  # type: ignore[arg-type]
        with self._section(caption.shown, hold, loops=loops):
            self.wait(STILL)
            before = FadeOut(self.caption) if self.caption else MoveToTarget(self.title)
            run_time = theme.QUICK if self.caption else theme.MOVE
            self.play(before, FadeIn(caption), run_time=run_time)
            self.caption = caption
            yield

    def conclude(self, sentence: str, *quantities: Quantity, show: Animation | None = None) -> None:
        """The last beat: the scene's answer in one line, and what in the picture `show`s it."""
        with self.beat(sentence, *quantities, hold=2.4, color=theme.WINNER, bold=True):
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
        start = self.time
        if self.beats and start > self.beats[-1].end:
            raise ValueError(f"played before a beat, not in it: {shown.text!r}")
        yield
        needed = max(len(shown.text) / speed, self.speaking_time(shown.text))
        # Rounded, so that a beat is as long wherever in the film it stands.
        self.wait(round(max(hold, needed - (self.time - start), 1 / config.frame_rate), 6))
        beat = Beat(len(self.beats) + 1, shown.text, start, self.time, loops)
        self.beats.append(beat)
        if self.on_beat:
            self.on_beat(self, beat)
