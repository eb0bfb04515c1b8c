"""Text on stage: every string is one path (or one a colour), set by Typst and placed by baseline.

Words("address {} wins", look.winner)       one colour; may change while the film runs
Phrase("Query(q) dot Key(k_j)", math=True)  several colours, Typst markup
number(block.scores[0], "{:.2f}")           a lone quantity
"""

from collections.abc import Callable
from functools import cache
from types import MethodType
from typing import Any, Self

import numpy as np
from manim import VGroup, VMobject

from manim_project import theme
from manim_project.mobjects.outline import Setting, outline
from manim_project.mobjects.shown_numbers import Shown, fill
from manim_project.reference.quantity import Quantity

INKS = {
    "Ink": theme.INK,
    "Dim": theme.DIM,
    "Query": theme.QUERY,
    "Key": theme.KEY,
    "Value": theme.VALUE,
    "Win": theme.WINNER,
}

CAPITAL = 0.72  # height of a capital and of a digit, in em: 0.68 to 0.73 in the three faces
SCRIPT = 0.7  # the size of sub- and superscripts, by that of their line


@cache
def _known_glyphs(face: theme.Face, bold: bool) -> set[str]:
    """The characters that a face is known to have; it grows with the texts that are set."""
    return set()


class Drawn:
    """The value that the picture shows at this moment, where a text has a number for it.

    A copy of the text is another text, at another place: it stands for nothing, unless what it
    labels was copied with it and tells the value by a method of its own.
    """

    def __init__(self, value: Callable[[], float] | None) -> None:
        self.value = value

    def __deepcopy__(self, memo: dict[int, Any]) -> "Drawn":
        owner = getattr(self.value, "__self__", None)
        if isinstance(self.value, MethodType) and id(owner) in memo:
            return Drawn(MethodType(self.value.__func__, memo[id(owner)]))
        return Drawn(None)


class Declares:
    """What a text says of itself to the audit."""

    drawn = Drawn(None)
    counted = True  # among the numbers that stand at once: ticks and entries of a matrix do not

    def stands_for(self, drawn: Callable[[], float]) -> Self:
        """The text's number labels something whose value, as drawn at this moment, `drawn` tells:
        `lambda: scale.inverse(dot.get_x())`. Of a percentage it is the share (0.68 for 68 %) if
        the format is one (`{:.0%}`), else what is written (68). The audit holds each number that
        is shown to what is drawn then.
        """
        self.drawn = Drawn(drawn)
        return self


class Words(Declares, VMobject):
    """One line in one colour, as a single path.

    `template` and `quantities` as in `shown.fill`; `size` is the em in scene units. The text can
    be exchanged by `say` (or followed by `track`), its pen or its end staying in place. A tick of
    an axis is not `counted` among the numbers that stand at once.
    """

    def __init__(
        self,
        template: str,
        *quantities: Quantity,
        size: float = theme.BODY,
        color: str = theme.INK,
        face: theme.Face = theme.WORDS,
        bold: bool = False,
        counted: bool = True,
    ) -> None:
        super().__init__(stroke_width=0, fill_opacity=1, color=color)
        self.face, self.bold, self.size, self.counted = face, bold, size, counted
        self._draw(fill(template, quantities), size, np.zeros(3))

    def _draw(self, shown: Shown, em: float, pen: np.ndarray) -> None:
        self.shown = shown
        self.line = self._set(shown.text)
        runs = [run.points for run in self.line.runs] or [np.zeros((4, 3))]
        self._em_points = np.concatenate(runs)
        self.points = self._em_points * em + pen

    def _set(self, text: str) -> Setting:
        known = _known_glyphs(self.face, self.bold)
        if new := "".join(sorted(set(text) - known)):
            own = self._outline(new, "fallback: false")
            if [run.points.shape for run in self._outline(new).runs] != [
                run.points.shape for run in own.runs
            ]:
                raise ValueError(f"{self.face.family} lacks a glyph of {text!r}; use a formula")
            known |= set(new)
        return self._outline(text)

    def _outline(self, text: str, more: str = "") -> Setting:
        weight = "bold" if self.bold else "regular"
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        style = f'font: "{self.face.family}", weight: "{weight}", {more}'
        return outline(f'#text({style})[#"{quoted}"]')

    @property
    def em(self) -> float:
        """The em on stage now, in scene units (it changes when the mobject is scaled)."""
        spread = np.ptp(self._em_points[:, 0])
        return float(np.ptp(self.points[:, 0]) / spread) if spread else self.size

    @property
    def pen(self) -> np.ndarray:
        """Where the pen set out: the left end of the baseline, (3,)."""
        corner = self.points.min(axis=0) - self.em * self._em_points.min(axis=0)
        return np.array([corner[0], corner[1], self.points[0, 2]])

    @property
    def baseline(self) -> float:
        """The baseline's height in the frame."""
        return float(self.pen[1])

    @property
    def advance(self) -> float:
        """The width from the pen's start to its end, in scene units."""
        return self.line.advance * self.em

    @property
    def x_height(self) -> float:
        """The height of an x on stage now, in scene units."""
        return self.em * self.face.x_height

    def is_faithful(self) -> bool:
        """Whether the path still is the text: a Transform into another mobject makes it lie."""
        placed = self._em_points * self.em + self.pen
        return placed.shape == self.points.shape and np.allclose(placed, self.points, atol=1e-3)

    def put(self, x: float, baseline: float, align: float = -1.0) -> Self:
        """Set the line's left end (align -1), middle (0) or right end (1) at x, by its baseline."""
        start = np.array([x - (align + 1) / 2 * self.advance, baseline, 0.0])
        self.shift(start - self.pen)
        return self

    def on(self, baseline: float) -> Self:
        """Move up or down onto a baseline."""
        self.shift(np.array([0.0, baseline - self.baseline, 0.0]))
        return self

    def in_box(self, center: np.ndarray) -> Self:
        """Centre in a cell: the middle of the advance, and the middle of a capital's height."""
        return self.put(center[0], center[1] - CAPITAL / 2 * self.em, align=0)

    def say(self, template: str, *quantities: Quantity, align: float = -1.0) -> Self:
        """Exchange the text; the left end (-1), middle (0) or right end (1) stays where it is."""
        shown = fill(template, quantities)
        if shown == self.shown:
            return self
        em, pen, before = self.em, self.pen, self.advance
        self._draw(shown, em, pen)
        self.shift(np.array([(align + 1) / 2 * (before - self.advance), 0.0, 0.0]))
        return self

    def track(self, template: str, follow: Callable[[], Quantity], align: float = -1.0) -> Self:
        """Show `follow()` in every frame; end it with `clear_updaters`."""
        self.add_updater(lambda words: words.say(template, follow(), align=align))
        return self


def number(quantity: Quantity, spec: str = "{}", **style: object) -> Words:
    """A lone quantity in a format such as `{:.2f}`; `style` as for `Words`."""
    return Words(spec, quantity, **style)  # type: ignore[arg-type]


class Phrase(Declares, VGroup):
    """One line of Typst markup, one path a colour: `Query(..)`, `Key(..)`, `Value(..)`, `Win(..)`,
    `Dim(..)` colour what they hold, in words (`math=False`: `#Query[..]`) and in formulas alike.

    Runs are numbered in the order of the line: `phrase[0]` is the first colour's.
    """

    def __init__(
        self,
        template: str,
        *quantities: Quantity,
        size: float | None = None,
        color: str = theme.INK,
        math: bool = False,
        bold: bool = False,
        counted: bool = True,
    ) -> None:
        super().__init__()
        self.counted = counted
        self.face = theme.MATH if math else theme.WORDS
        self.size = size or (theme.FORMULA if math else theme.BODY)
        self.shown = fill(template, quantities)
        body = f"${self.shown.text}$" if math else self.shown.text
        weight = "bold" if bold else "regular"
        text = (
            f'#text(font: "{self.face.family}", weight: "{weight}", fill: rgb("{color}"))[{body}]'
        )
        self.line = outline(text, _preamble())
        for run in self.line.runs:
            path = VMobject(stroke_width=0, fill_opacity=1, color=run.color)
            path.points = run.points * self.size
            self.add(path)
        self._left = min(float(run.points[:, 0].min()) for run in self.line.runs)
        self._foot = min(float(run.points[:, 1].min()) for run in self.line.runs)
        self._spread = max(float(run.points[:, 0].max()) for run in self.line.runs) - self._left

    def take(self, other: "Phrase") -> Self:
        """Become another phrase, where that one stands, in as many colours: for a formula that is
        set anew in every frame. Raises ValueError when it has more or fewer.
        """
        for path, new in zip(self, other, strict=True):
            path.points = new.points.copy()
            path.match_style(new)
        self.shown, self.line, self.size = other.shown, other.line, other.size
        self._left, self._foot, self._spread = other._left, other._foot, other._spread
        return self

    @property
    def em(self) -> float:
        """The em on stage now, in scene units."""
        return float(self.width / self._spread)

    @property
    def baseline(self) -> float:
        """The baseline's height in the frame."""
        return float(self.get_bottom()[1] - self.em * self._foot)

    @property
    def pen(self) -> np.ndarray:
        """Where the pen set out: the left end of the baseline, (3,)."""
        return np.array([self.get_left()[0] - self.em * self._left, self.baseline, 0.0])

    @property
    def advance(self) -> float:
        """The width from the pen's start to its end, in scene units."""
        return self.line.advance * self.em

    @property
    def x_height(self) -> float:
        """The height of an x on stage now, in scene units; in a formula with scripts, of theirs."""
        scripted = self.face is theme.MATH and set("_^") & set(self.shown.text)
        return self.em * self.face.x_height * (SCRIPT if scripted else 1.0)

    def is_faithful(self) -> bool:
        """As `Words.is_faithful`."""
        pen = self.pen
        return len(self) == len(self.line.runs) and all(
            path.points.shape == run.points.shape
            and np.allclose(run.points * self.em + pen, path.points, atol=1e-3)
            for path, run in zip(self, self.line.runs, strict=True)
        )

    def put(self, x: float, baseline: float, align: float = -1.0) -> Self:
        """As `Words.put`."""
        start = np.array([x - (align + 1) / 2 * self.advance, baseline, 0.0])
        self.shift(start - self.pen)
        return self

    def on(self, baseline: float) -> Self:
        """Move up or down onto a baseline."""
        self.shift(np.array([0.0, baseline - self.baseline, 0.0]))
        return self


def formula(template: str, *quantities: Quantity, **style: object) -> Phrase:
    """A line of Typst mathematics: `formula("Query(q) dot Key(k_j) = {}", look.scores[0])`."""
    return Phrase(template, *quantities, math=True, **style)  # type: ignore[arg-type]


@cache
def _preamble() -> str:
    """Colour functions for words and mathematics, in which commas would separate arguments."""
    join = "(..a) => a.pos().join($,$)"
    lines = [f"#let joined = {join}"]
    for name, color in INKS.items():
        lines.append(f'#let {name}(..a) = text(fill: rgb("{color}"), joined(..a.pos()))')
    family = theme.MATH.family
    return "\n".join([*lines, f'#show math.equation: set text(font: "{family}")'])
