"""One forward pass: the layers as panels, one of them opened, beside the vector they write to."""

from collections.abc import Iterable, Sequence

import numpy as np
from manim import AnimationGroup, FadeIn, FadeOut, LaggedStart, Line, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.bars import Bars
from manim_project.mobjects.cell import CORNER
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import Quantity, value_of
from manim_project.scenes.replay.layer_details import (
    CANDIDATES,
    LAYERS,
    OUTPUT,
    STAGES,
    bytes_compete,
    components_of,
    details,
    token_words,
    written,
)

GAP, CLOSED = theme.tall(0.09, 0.45)  # between layers; height of a closed panel beside an open one
APART = 0.26 * theme.TALL  # from the layers to the logits, which are none of them
HEADER = 0.29 * theme.TALL  # from an open panel's top to the middle of its header
DROP = 0.13  # from a header's middle to its baseline
PAD = 0.2
ROW = 0.44 * theme.TALL  # from line to line of the details
COLUMN_GAP = 0.18
STREAM = 2.1  # width of the vector
BETWEEN = 0.25  # from the panels to the vector
BRACKET, INSET = 0.14, 0.1  # of the vector: how far the brackets turn in, from them to the slots
SLOT, SLOT_GAP = theme.tall(0.52, 0.07)  # height of a slot at most, and between two
NOTE = 0.5 * theme.TALL  # below the slots, for what is said of the others
FADE = 0.3  # of the time of a move: what leaves a panel is gone before the panel closes
BARS = theme.tall(0.38, 0.54)  # the logits' bars: height, foot above the panel's


class Panel(VGroup):
    """A layer, or the logits: its name, what it does, and its details."""

    def __init__(self, stage: str, left: float, right: float) -> None:
        self.stage, self.left, self.right = stage, left, right
        self.y = 0.0  # middle of the header
        self.title = Words(stage, size=theme.BODY, bold=True).put(left + PAD, -DROP)
        self.gloss = Words(LAYERS.get(stage, ""), color=theme.DIM)
        self.gloss.put(left + PAD + self.title.advance + 0.15, -DROP)
        self.box = RoundedRectangle()
        self.details = VGroup()
        super().__init__(self.box, self.title, self.gloss)

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
        VGroup(self.title, self.gloss).shift([0, by, 0])

    def reshape(self, top: float, height: float, opened: bool) -> list[Animation]:
        """Go to another place and height, without the details."""
        box = self.shape(top, height, theme.INK if opened else theme.FAINT)
        by, self.y = _header(top, height) - self.y, _header(top, height)
        moves: list[Animation] = [FadeOut(part, run_time=FADE) for part in self.details]
        self.remove(self.details)
        self.details = VGroup()
        header = VGroup(self.title, self.gloss)
        return [*moves, self.box.animate.become(box), header.animate.shift([0, by, 0])]

    def fill(self, rows: Sequence[Sequence[Words]]) -> VGroup:
        """Put rows of details in place, in the middle of the room below the header.

        Rows with as many words as the last one share columns; the words of others follow each
        other.
        """
        if not rows:
            return self.details
        columns = [row for row in rows if len(row) == len(rows[-1])]
        self._fit(columns)
        for row in rows:
            self._fit([row])
        widths = _widths(columns)
        heights = [max(ROW, 1.1 * row[0].size) for row in rows]
        foot = self.box.get_bottom()[1]
        free = self.y - HEADER + 0.08 - foot - sum(heights)
        y = self.y - HEADER + 0.08 - free / 2
        for row, height in zip(rows, heights, strict=True):
            x, y = self.left + PAD, y - height
            own = [words.advance for words in row]
            for words, width in zip(row, widths if len(own) == len(widths) else own, strict=True):
                words.put(x, y + 0.3 * (height - 0.1))
                x += width + COLUMN_GAP
        self.details = VGroup(*(VGroup(*row) for row in rows))
        self.add(self.details)
        return self.details

    def _fit(self, rows: Sequence[Sequence[Words]]) -> None:
        """Columns too wide for the panel become smaller, as far as they may."""
        room = self.right - self.left - 2 * PAD - (len(rows[0]) - 1) * COLUMN_GAP
        wide = sum(_widths(rows))
        for words in (words for row in rows for words in row) if wide > room else ():
            words.scale(max(room / wide, theme.MIN_X_HEIGHT / words.face.x_height / words.em))


def _widths(rows: Sequence[Sequence[Words]]) -> list[float]:
    """Of the columns of rows of words."""
    return [max(words.advance for words in column) for column in zip(*rows, strict=True)]


def _header(top: float, height: float) -> float:
    return top - (HEADER if height > 1 else height / 2)


def _foot(scores: np.ndarray) -> float:
    """The value at the bars' foot: so far below the least that it has a bar, too."""
    return float(scores.min() - 0.4 * np.ptp(scores))


class Slot(VGroup):
    """A component of the vector: a box with its name, which gives way to a value too wide."""

    def __init__(self, name: str, center: np.ndarray, width: float, height: float) -> None:
        self.box = RoundedRectangle(width=width, height=height, corner_radius=CORNER)
        self.box.set_stroke(theme.FAINT, 2).set_fill(theme.PANEL, 1).move_to(center)
        self.label = Words(name, size=theme.SMALL, color=theme.DIM)
        self.label.in_box(center).put(center[0] - width / 2 + PAD, self.label.baseline)
        self.label.set_z_index(1)
        self.value: Words | None = None
        super().__init__(self.box, self.label)

    def take(self, value: Words | None) -> Words | None:
        """Put a value in its place and keep it as what the slot holds; not yet shown."""
        old, self.value = self.value, value
        if value is not None:
            room, floor = self.box.width - PAD, theme.MIN_X_HEIGHT / value.face.x_height
            if (wide := value.advance) > room:
                value.scale(max(room / wide, floor / value.em))
            align = 0 if value.advance > room - 0.1 else 1
            x = float(self.box.get_right()[0]) - PAD if align else float(self.box.get_x())
            value.set_z_index(1).in_box(self.box.get_center()).put(x, value.baseline, align=align)
        return old

    def yield_name(self) -> list[Animation]:
        """The name shows if the value leaves it room."""
        room = self.box.width - 2.4 * PAD - self.label.advance
        fits = self.value is None or self.value.advance <= room
        return [self.label.animate.set_opacity(1.0 if fits else 0.0)]

    def light(self, color: str) -> Animation:
        """The border in a colour: written just now, or at rest."""
        return self.box.animate.set_stroke(color)


class Vector(VGroup):
    """The token's vector, the residual stream, as a column of slots between brackets."""

    def __init__(self, names: Sequence[str], *, left: float, top: float, bottom: float) -> None:
        self.right = left + STREAM
        inner = bottom + NOTE
        height = min(SLOT + SLOT_GAP, (top - inner) / len(names)) - SLOT_GAP
        pitch = (top - inner - height - 0.1) / max(1, len(names) - 1)
        width, x = STREAM - 2 * INSET, left + STREAM / 2
        self.slots: dict[str, Slot] = {}
        for i, name in enumerate(names):
            center = np.array([x, top - 0.05 - height / 2 - i * pitch, 0.0])
            self.slots[name] = Slot(name, center, width, height)
        ends = ((left, 1), (self.right, -1))
        self.brackets = VGroup(
            *(
                VGroup(
                    Line([end, top + 0.05, 0], [end, bottom, 0]),
                    *(
                        Line([end, y, 0], [end + side * BRACKET, y, 0])
                        for y in (top + 0.05, bottom)
                    ),
                )
                for end, side in ends
            )
        ).set_stroke(theme.DIM, 4)
        self.note = Words(
            "… {} in all", REFERENCE.machine.size.width, size=theme.SMALL, color=theme.DIM
        ).put(x, bottom + 0.14, align=0)
        super().__init__(self.brackets, self.note, *self.slots.values())

    def port(self, name: str) -> np.ndarray:
        """Where an arrow leaves a slot to the right, (3,)."""
        return np.array([self.right, float(self.slots[name].box.get_center()[1]), 0.0])

    def show(self, values: dict[str, Words]) -> list[Animation]:
        """These values, and no others."""
        moves: list[Animation] = []
        for name, slot in self.slots.items():
            new, old = values.get(name), slot.value
            if new is not None and old is not None and old.shown.text == new.shown.text:
                old.shown = new.shown  # the same words, from another token: nothing moves
                continue
            slot.take(new)
            moves += [FadeOut(old)] if old else []
            moves += [FadeIn(new)] if new else []
            moves += [*slot.yield_name(), slot.light(theme.FAINT)]
        return moves


class ForwardPass(VGroup):
    """The layers from top to bottom, below them the logits, and at their right the vector.

    All panels are closed at first. `show` fills in all that a token comes to; `open` and
    `explain` take one stage by itself. The vector has the components that are written in the run,
    or only at `positions`.
    """

    def __init__(
        self,
        run: Quantity,
        positions: Iterable[int] = (),
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
    ) -> None:
        super().__init__()
        self.run, self.top, self.bottom, self.left = run, top, bottom, left
        edge = right - STREAM - BETWEEN
        self.panels = {stage: Panel(stage, left, edge) for stage in STAGES}
        for panel, place in zip(self.panels.values(), self._layout(None), strict=True):
            panel.lay(*place)
        names = components_of(run, positions)
        self.vector = Vector(names, left=right - STREAM, top=top, bottom=bottom)
        self.chosen: Words | None = None  # the token that came out, on the panel of the logits
        self.add(*self.panels.values(), self.vector)

    def _layout(self, opened: str | None) -> list[tuple[float, float]]:
        """Top and height of each panel."""
        count, room = len(STAGES), self.top - self.bottom - (len(STAGES) - 2) * GAP - APART
        heights = [room / count] * count
        if opened is not None:
            heights = [CLOSED] * count
            heights[STAGES.index(opened)] = room - (count - 1) * CLOSED
        gaps = np.array([GAP] * (count - 2) + [APART])
        tops = self.top - np.cumsum([0.0, *(heights[:-1] + gaps)])
        return list(zip(tops, heights, strict=True))

    def appear(self) -> Animation:
        """The layers from top to bottom, the logits, and the vector, still empty."""
        panels = [FadeIn(panel) for panel in self.panels.values()]
        return AnimationGroup(LaggedStart(*panels, lag_ratio=0.3), FadeIn(self.vector))

    def port(self, stage: str) -> np.ndarray:
        """Where an arrow leaves a panel to the left, (3,)."""
        return np.array([self.left, self.panels[stage].y, 0.0])

    def show(self, position: int) -> list[Animation]:
        """All that the layers write at a token, in place of what was there, and what comes out."""
        values = {n: w for stage in LAYERS for n, w in written(self.run, position, stage).items()}
        before, new = self.chosen, self.choose(position)
        gone = [FadeOut(before)] if before else []
        return [*self.vector.show(values), *gone, FadeIn(new)]

    def choose(self, position: int) -> Words:
        """The token that comes out, at the end of the logits' header; not yet shown."""
        panel = self.panels[OUTPUT]
        self.chosen = token_words(self.run, position + 1, theme.WINNER)
        return self.chosen.put(panel.right - PAD, panel.y - DROP, align=1)

    def clear(self) -> list[Animation]:
        """Nothing is written yet."""
        gone = [FadeOut(self.chosen)] if self.chosen else []
        self.chosen = None
        return [*self.vector.show({}), *gone]

    def open(self, stage: str | None) -> Animation:
        """Open one panel and close the others, or (None) close all."""
        moves: list[Animation] = []
        for panel, place in zip(self.panels.values(), self._layout(stage), strict=True):
            moves += panel.reshape(*place, opened=panel.stage == stage)
        if self.chosen is not None:
            panel = self.panels[OUTPUT]
            by = panel.y - DROP - self.chosen.baseline
            moves.append(self.chosen.animate.shift([0, by, 0]))
        moves += [slot.light(theme.FAINT) for slot in self.vector.slots.values()]
        return AnimationGroup(*moves)

    def explain(self, stage: str, position: int) -> VGroup:
        """Rows of details of the open stage, put in place but not shown."""
        panel, rows = self.panels[stage], details(self.run, position, stage)
        panel.fill(rows)
        if stage == OUTPUT and bytes_compete(self.run, position):
            self._put_beside_name(rows[0][0], self.choose(position))
        return panel.details

    def _put_beside_name(self, formula: Words, chosen: Words) -> None:
        """The room below is for the bars; a token too wide for its header hides the formula."""
        panel = self.panels[OUTPUT]
        formula.put(panel.left + 2 * PAD + panel.title.advance, panel.y - DROP)
        if formula.pen[0] + formula.advance + PAD > chosen.pen[0]:
            panel.remove(panel.details)
            panel.details = VGroup()

    def idle(self, stage: str) -> VGroup:
        """Says on the open panel that the layer does not matter to the next token."""
        return self.panels[stage].fill([[Words("nothing to do", color=theme.DIM)]])

    def bars(self, position: int) -> Bars:
        """The best bytes' scores, without what their logits have in common; the winner in gold."""
        panel = self.panels[OUTPUT]
        height, foot = BARS
        width = panel.right - panel.left - 2 * PAD
        corner = (panel.left + PAD, panel.box.get_bottom()[1] + foot)
        for count in CANDIDATES:
            found = self.run.candidates(position, count)
            bars = Bars(
                found.byte_scores,
                corner=corner,
                width=width,
                height=height,
                low=_foot(value_of(found.byte_scores)),
                spec="{:.0f}",
                names=found.tokens,
                color=theme.DIM,
            )
            if max(words.advance for words in (*bars.names, *bars.numbers)) < bars.pitch:
                break
        panel.details.add(bars)
        return bars.show(found.byte_scores, int(found.winner))
