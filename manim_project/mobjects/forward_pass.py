"""One forward pass: the layers as panels along the residual stream, one of them opened."""

from collections.abc import Sequence

import numpy as np
from manim import (
    AnimationGroup,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    RoundedRectangle,
    VGroup,
)
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.bars import Bars
from manim_project.mobjects.cell import CORNER
from manim_project.mobjects.readings import STAGES, details, entries
from manim_project.mobjects.text import Words
from manim_project.reference.quantity import Quantity

GAP, CLOSED = 0.09, 0.52  # between panels; height of a closed panel beside an open one
HEADER = 0.3  # from an open panel's top to the middle of its header
DROP = 0.13  # from a header's middle to its baseline
PAD = 0.25
ENTRIES = 1.5  # from a panel's left edge to what is written
ENTRY_GAP, COLUMN_GAP = 0.3, 0.2
ROW = 0.55  # from line to line of the details
RAIL = 0.3  # from the panels' right edge to the residual stream
NODE, VECTOR = 0.09, 0.14
CANDIDATES = 5
BARS = (2.9, 0.95, 0.52)  # the logits' bars: width, height, foot above the panel's


class Panel(VGroup):
    """A layer: its name, what it writes, its node on the residual stream, and its details."""

    def __init__(self, stage: str, left: float, right: float) -> None:
        self.stage, self.left, self.right = stage, left, right
        self.y = 0.0  # middle of the header
        self.title = Words(stage, size=theme.BODY, bold=True).put(left + PAD, -DROP)
        node = [right + RAIL, 0, 0]
        self.node = Circle(NODE, color=theme.DIM, stroke_width=2).move_to(node)
        self.node.set_fill(theme.BACKGROUND, 1)
        self.link = Line([right, 0, 0], node, color=theme.FAINT, stroke_width=3)
        self.box = RoundedRectangle()
        self.entries, self.details = VGroup(), VGroup()
        super().__init__(self.link, self.node, self.box, self.title)

    def shape(self, top: float, height: float, color: str) -> RoundedRectangle:
        """The panel's box at a place."""
        size = {"width": self.right - self.left, "height": height, "corner_radius": CORNER}
        box = RoundedRectangle(stroke_color=color, stroke_width=2, **size)
        box.set_fill(theme.PANEL, 1)
        return box.move_to([(self.left + self.right) / 2, top - height / 2, 0])

    def lay(self, top: float, height: float) -> None:
        """Place everything at once."""
        self.box.become(self.shape(top, height, theme.FAINT))
        by, self.y = _header(top, height) - self.y, _header(top, height)
        VGroup(self.title, self.node, self.link).shift([0, by, 0])

    def reshape(self, top: float, height: float, opened: bool) -> list[Animation]:
        """Go to another place and height, without the details."""
        box = self.shape(top, height, theme.INK if opened else theme.FAINT)
        by, self.y = _header(top, height) - self.y, _header(top, height)
        header = VGroup(self.link, self.node, self.title, self.entries)
        moves = [self.box.animate.become(box), header.animate.shift([0, by, 0])]
        return [*moves, *self.swap(details=VGroup())]

    def swap(self, **parts: VGroup) -> list[Animation]:
        """Exchange entries or details: what goes fades out, what comes fades in."""
        moves: list[Animation] = []
        for name, new in parts.items():
            old = getattr(self, name)
            setattr(self, name, new)
            self.remove(old)
            self.add(new)
            moves += [FadeOut(part) for part in old if part not in new]
            moves += [FadeIn(part) for part in new if part not in old]
        return moves

    def baseline(self, row: int | None) -> float:
        """Of the header (None), or of a row of the details."""
        return self.y - DROP - (0 if row is None else (row + 1) * ROW + 0.06)


def _header(top: float, height: float) -> float:
    return top - (HEADER if height > 1 else height / 2)


class ForwardPass(VGroup):
    """The layers and the logits, from top to bottom, and the residual stream at their right.

    All panels are closed at first. `show` fills in what every stage comes to at a token; `open`
    and `explain` take one stage by itself.
    """

    def __init__(
        self, run: Quantity, *, left: float, right: float, top: float, bottom: float
    ) -> None:
        super().__init__()
        self.run, self.top, self.bottom = run, top, bottom
        self.panels = {stage: Panel(stage, left, right) for stage in STAGES}
        for panel, place in zip(self.panels.values(), self._layout(None), strict=True):
            panel.lay(*place)
        x = right + RAIL
        ends = [x, top, 0], [x, bottom, 0]
        self.rail = Line(*ends, color=theme.FAINT, stroke_width=6)
        self.vector = Dot(ends[0], VECTOR, color=theme.QUERY)
        self.add(self.rail, *self.panels.values())

    def _layout(self, opened: str | None) -> list[tuple[float, float]]:
        """Top and height of each panel."""
        count, room = len(STAGES), self.top - self.bottom
        if opened is None:
            heights = [(room - (count - 1) * GAP) / count] * count
        else:
            rest = room - (count - 1) * (GAP + CLOSED)
            heights = [rest if stage == opened else CLOSED for stage in STAGES]
        tops = self.top - np.cumsum([0.0, *heights[:-1]]) - GAP * np.arange(count)
        return list(zip(tops, heights, strict=True))

    def appear(self) -> Animation:
        """The stream, and the layers along it from top to bottom."""
        panels = [FadeIn(panel) for panel in self.panels.values()]
        return AnimationGroup(FadeIn(self.rail), LaggedStart(*panels, lag_ratio=0.3))

    def port(self, stage: str, side: int, row: int | None = None) -> np.ndarray:
        """Where an arrow leaves a panel, at the left (-1) or right (1) end of a row, (3,)."""
        panel = self.panels[stage]
        return np.array([(panel.left, panel.right)[side > 0], panel.baseline(row) + DROP, 0.0])

    def show(self, position: int) -> list[Animation]:
        """All that the stages come to at a token, in place of what was there."""
        moves: list[Animation] = []
        for panel in self.panels.values():
            new = self._entries(panel, position)
            for i, (old, each) in enumerate(zip(panel.entries, new, strict=False)):
                if old.shown.text == each.shown.text and np.allclose(old.pen, each.pen):
                    old.shown = each.shown  # the same words, from another token: nothing moves
                    new.submobjects[i] = old
            moves += panel.swap(entries=new)
        return moves

    def clear(self) -> list[Animation]:
        """Nothing is written yet, and the vector is where it enters."""
        self.vector.move_to(self.rail.get_start())
        nodes = [p.node.animate.set_fill(theme.BACKGROUND, 1) for p in self.panels.values()]
        entries = [m for p in self.panels.values() for m in p.swap(entries=VGroup())]
        return [*nodes, *entries]

    def mark(self, stage: str) -> Animation:
        """What a stage has written is in the stream from here on."""
        return self.panels[stage].node.animate.set_fill(theme.INK, 1)

    def open(self, stage: str | None) -> Animation:
        """Open one panel and close the others, or (None) close all; the vector comes to it."""
        moves: list[Animation] = []
        for panel, place in zip(self.panels.values(), self._layout(stage), strict=True):
            moves += panel.reshape(*place, opened=panel.stage == stage)
        if stage is not None:
            x = self.vector.get_x()
            moves.append(self.vector.animate.move_to([x, self.panels[stage].y, 0]))
        return AnimationGroup(*moves)

    def explain(self, stage: str, position: int) -> tuple[VGroup, VGroup]:
        """Rows of details and entries of the open stage, put in place but not shown."""
        panel = self.panels[stage]
        panel.details = _rows(panel, details(self.run, position, stage))
        if stage == "logits":
            panel.details.add(self._bars(panel, position))
        panel.entries = self._entries(panel, position)
        return panel.details, panel.entries

    def _entries(self, panel: Panel, position: int) -> VGroup:
        x, words = panel.left + ENTRIES, entries(self.run, position, panel.stage)
        for each in words:
            each.put(x, panel.baseline(None))
            x += each.advance + ENTRY_GAP
        return VGroup(*words)

    def _bars(self, panel: Panel, position: int) -> Bars:
        """The best tokens' logits, in the order of their bytes, the winner in gold."""
        found = self.run.candidates(position, CANDIDATES)
        width, height, foot = BARS
        corner = (panel.right - PAD - width, panel.box.get_bottom()[1] + foot)
        bars = Bars(found.logits, corner=corner, width=width, height=height, names=found.tokens)
        bars.show(found.logits, int(found.winner))
        bars.remove(bars.numbers)  # too wide to stand side by side
        return bars


def _rows(panel: Panel, rows: Sequence[Sequence[Words]]) -> VGroup:
    """The words of each row in place; rows with as many words as the last one share columns."""
    if not rows:
        return VGroup()
    columns = [row for row in rows if len(row) == len(rows[-1])]
    widths = [max(words.advance for words in column) for column in zip(*columns, strict=True)]
    starts = panel.left + PAD + np.cumsum([0.0, *(w + COLUMN_GAP for w in widths[:-1])])
    for r, row in enumerate(rows):
        for words, x in zip(row, starts, strict=False):
            words.put(x, panel.baseline(r))
    return VGroup(*(VGroup(*row) for row in rows))
