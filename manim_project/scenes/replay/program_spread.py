"""The program on the whole stage, before it goes to its place at the left."""

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, AnimationGroup, FadeIn, FadeOut, LaggedStart, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.text import Words
from manim_project.scenes.replay.replay import Replay

ASIDE = 2.6 / theme.TALL * RIGHT  # where a program of one column stands
PITCHES = (0.0, 6.45, 4.2, 3.3)  # from column to column, if there are so many and one more
GLOSS = 0.6  # from a card to what it does, in one column; more leave less
NEAR = 0.2


class ProgramSpread:
    """Cards in columns, as many as there are or as there is room for; `glosses`, what the
    instructions do, beside them if there are no more than two columns."""

    def __init__(self, replay: Replay, glosses: Sequence[Words]) -> None:
        self.replay, self.column = replay, replay.program
        rows = sum(map(self.column.in_sight, range(len(self.column.cards))))
        self.count = min(len(self.column.cards), rows * len(PITCHES))
        self.columns = -(-self.count // rows)
        room = theme.SAFE_X - self.column.right  # for all columns but the first
        pitch = min(PITCHES[self.columns - 1], room / max(1, self.columns - 1))
        self.by = [self._way(card, rows, pitch) for card in range(self.count)]
        self.appearing = replay.read_in(run_time=1.8, cards=self.count)
        for card, by in enumerate(self.by):
            self.column.groups[card].shift(by)
        replay.heads["program"].shift(self.by[0])
        self.glosses = VGroup(*glosses[: self.count if self.columns <= 2 else 0])
        for card, words in enumerate(self.glosses):
            self._put(words, card)

    @property
    def is_whole(self) -> bool:
        """Whether every instruction is shown."""
        return self.count == len(self.column.cards)

    def _way(self, card: int, rows: int, pitch: float) -> np.ndarray:
        """From a card's home to its place here."""
        if self.columns == 1:
            return ASIDE
        down = self.column.spans[card][0] - self.column.spans[card % rows][0]
        return np.array([card // rows * pitch, down, 0.0])

    def _put(self, words: Words, card: int) -> None:
        opcode, byte = self.column.cards[card][:2]
        ends = self.column.spot(opcode), self.column.spot(byte)
        beside = GLOSS if self.columns == 1 else NEAR
        x, _, _ = [self.column.right + beside, 0, 0] + self.by[card]
        words.put(x, (ends[0][1] + ends[1][1]) / 2 + self.by[card][1] - 0.36 * words.size)

    def appear(self) -> list[Animation]:
        """The tokens, then what they say; to be played in turn."""
        told = LaggedStart(*map(FadeIn, self.glosses), lag_ratio=0.4, run_time=1.6)
        return [self.appearing, *([told] if len(self.glosses) else [])]

    def go_home(self) -> Animation:
        """The cards that are in sight there go to their place, the others leave."""
        moves: list[Animation] = [FadeOut(self.glosses)] if len(self.glosses) else []
        home = VGroup(self.replay.heads["program"])
        for card, by in enumerate(self.by):
            group = self.column.groups[card]
            if self.column.in_sight(card) and np.array_equal(by, self.by[0]):
                home.add(group)
            else:
                moves.append(FadeOut(group))
        return AnimationGroup(*moves, home.animate.shift(-self.by[0]), run_time=theme.MOVE)

    def settle(self) -> None:
        """What has left is at its place again, out of sight; once all have gone home."""
        for card, by in enumerate(self.by):
            if not self.column.in_sight(card):
                self.column.groups[card].shift(-by)
