"""The newest token, opened: its vector as a column of slots, and five gates across it, the layers.

A light falls from gate to gate. What it has passed has been written.
"""

from collections.abc import Sequence

import numpy as np
from manim import Animation, AnimationGroup, FadeIn, FadeOut, Line, Succession, VGroup

from manim_project import theme
from manim_project.mobjects.light import halo
from manim_project.mobjects.rounded import RoundedRectangle
from manim_project.mobjects.text import Words
from manim_project.scenes.replay.layer_details import COMPONENTS, LAYERS

WIDTH = 3.1
RIGHT_EDGE = theme.SAFE_X - 0.1
HEAD, FOOT = theme.tall(3.1, -1.5)
TALLEST = 0.56 * theme.TALL  # slot
SEAM = 0.06  # between slots
GATE = 0.2 * theme.TALL  # room for a gate
OVERHANG = 0.16  # of a gate to both sides
PAD = 0.16
TITLE = 0.7
CORNER = 0.08
FALLING = 1.1 * theme.TALL  # height of the light
NAMES = {
    "value": "value",
    "ip": "place",
    "depth": "height",
    "opcode": "does",
    "operand": "with",
    "byte": "byte",
    "second": "below",
    "top": "top",
    "local": "variable",
    "result": "result",
}


class Slot(VGroup):
    """A component of the vector: its name, and at the right what has been written there."""

    def __init__(self, name: str, center: np.ndarray, height: float) -> None:
        self.box = RoundedRectangle(width=WIDTH, height=height - SEAM, corner_radius=CORNER)
        self.box.set_stroke(width=0).set_fill(theme.PANEL, 1).move_to(center)
        self.label = Words(NAMES[name], size=0.4, color=theme.DIM)
        self.label.in_box(center).put(center[0] - WIDTH / 2 + PAD, self.label.baseline)
        self.value: Words | None = None
        super().__init__(self.box, self.label)

    @property
    def port(self) -> np.ndarray:
        """Where a ray leaves it, (3,)."""
        return self.box.get_left()

    def place(self, value: Words) -> Words:
        """Put a value where it will stand; one too wide for its slot becomes smaller, and if need
        be takes the name's room, too."""
        room = WIDTH - 3 * PAD - self.label.advance
        floor = theme.MIN_X_HEIGHT / value.face.x_height
        if value.advance > room:
            value.scale(max(room / value.advance, floor / value.em))
        value.in_box(self.box.get_center())
        return value.put(self.box.get_right()[0] - PAD, value.baseline, align=1).set_z_index(3)

    def take(self, value: Words) -> Animation:
        """Its value is written; a name for which it leaves no room goes first."""
        self.value = self.place(value)
        room = WIDTH - 3 * PAD - self.label.advance
        comes = FadeIn(value)
        if value.advance <= room + 1e-6:
            return comes
        self.remove(self.label)
        return Succession(FadeOut(self.label), comes)

    def light(self, color: str | None) -> Animation:
        """Its ground in a colour: it is used just now, or (None) at rest."""
        return self.box.animate.set_fill(theme.panel(color) if color else theme.PANEL)


class Gate(VGroup):
    """A layer: a line across the column, and its name, which stands beside it while it works."""

    def __init__(self, stage: str, y: float) -> None:
        left, right = RIGHT_EDGE - WIDTH - OVERHANG, RIGHT_EDGE + OVERHANG
        self.quiet = theme.soft(theme.INK, 0.35)
        self.line = Line([left, y, 0], [right, y, 0], color=self.quiet, stroke_width=4)
        self.title = Words(stage, size=TITLE, bold=True)
        self.title.put(left - 0.35, HEAD - 0.72 * TITLE, align=1)
        super().__init__(self.line)

    def light(self, works: bool) -> Animation:
        """It begins to work, or rests."""
        return self.line.animate.set_stroke(theme.INK if works else self.quiet)


class Column(VGroup):
    """The slots that a token needs, in the order in which they are written, and the gates."""

    def __init__(self, names: Sequence[str]) -> None:
        tall = min(TALLEST, (HEAD - FOOT - len(LAYERS) * GATE) / len(names))
        x, y = RIGHT_EDGE - WIDTH / 2, HEAD
        self.slots: dict[str, Slot] = {}
        self.gates: dict[str, Gate] = {}
        self.middles: dict[str, float] = {}  # of what a layer writes
        for stage in LAYERS:
            self.gates[stage] = Gate(stage, y - GATE / 2 + SEAM / 2)
            y -= GATE
            own = [name for name in names if COMPONENTS[name].stage == stage]
            self.middles[stage] = y - len(own) * tall / 2
            for name in own:
                self.slots[name] = Slot(name, np.array([x, y - tall / 2, 0]), tall)
                y -= tall
        shade = halo(np.array([x, HEAD, 0.0]), FALLING / 2, theme.INK, 0.5)
        self.falling = shade.stretch_to_fit_width(1.5 * WIDTH).set_z_index(-1)
        super().__init__(*self.slots.values(), *self.gates.values())

    def open(self, asker: np.ndarray) -> list[Animation]:
        """It grows out of its token, still empty; to be played in turn."""
        boxes = [FadeIn(slot.box, target_position=asker, scale=0.1) for slot in self.slots.values()]
        parts = [*(slot.label for slot in self.slots.values()), *self.gates.values()]
        return [AnimationGroup(*boxes), FadeIn(*parts)]

    def fall(self, stage: str) -> Animation:
        """The light falls through a layer's gate, on what it writes."""
        light, down = self.falling, self.middles[stage]
        comes = light.animate.set_y(down)
        if stage == LAYERS[0]:
            light.set_y(HEAD + FALLING / 4)
            comes = Succession(FadeIn(light, run_time=0.3), comes)
        return AnimationGroup(comes, self.gates[stage].light(works=True))

    def close(self, token: np.ndarray) -> list[Animation]:
        """It goes back into its token; to be played in turn."""
        slots = self.slots.values()
        texts = [text for s in slots for text in (s.label, s.value) if text]
        boxes = [FadeOut(slot.box, target_position=token, scale=0.1) for slot in slots]
        return [FadeOut(*texts, *self.gates.values(), self.falling), AnimationGroup(*boxes)]
