"""Draws a scene's frames, each time only where something changed. The pictures are Manim's own.

Manim draws every frame anew from the first moving mobject on. Most of those stand still: they
wait for their turn, or lie above something that moves. Here every mobject's appearance is
compared with the frame before, and Cairo is confined to the boxes of what differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import CairoRenderer, Mobject, PMobject, Scene, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from manim_project.studio.drawing.appearance import Appearance, Box, apart

DRAWN = (VMobject, PMobject, AbstractImageMobject)  # a tracker has points, too, but no picture


class IncrementalRenderer(CairoRenderer):
    """Manim's renderer with a memory of the last frame.

    While it skips animations it draws nothing at all.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._forget()

    def _forget(self) -> None:
        """Begin from an empty picture of the present background."""
        self._background = self.camera.background
        self._below = self._background.copy()  # the picture of the static mobjects
        self.camera.pixel_array[:] = self._background
        self._known: dict[int, Appearance] = {}
        self._static: list[Appearance] = []
        self._moving: list[Appearance] = []
        self._shown: list[Appearance] = (
            self._static
        )  # the static appearances of the frame as it is drawn
        self._changed = [self._whole]

    @property
    def _whole(self) -> Box:
        return Box(0, 0, self.camera.pixel_width, self.camera.pixel_height)

    # What Manim calls

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        """An animation begins, during which these mobjects stand still below all others."""
        if self.skip_animations:
            return
        if self._background is not self.camera.background:
            self._forget()
        before, self._static = self._static, self._see(static_mobjects)
        alive = {id(appearance.mobject) for appearance in (*self._static, *self._moving)}
        self._known = {key: appearance for key, appearance in self._known.items() if key in alive}
        self._paint(
            self._below, self._background, self._static, self._difference(before, self._static)
        )

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, **_: Any
    ) -> None:
        """Draw what has changed since the last frame; without `mobjects`, the whole scene."""
        if self.skip_animations:
            return
        if not mobjects:
            self.save_static_frame_data(scene, [*scene.mobjects, *scene.foreground_mobjects])
        moving = self._see(mobjects or ())
        if self._shown is self._static:
            boxes = self._difference(self._moving, moving)
        else:
            boxes = self._difference([*self._shown, *self._moving], [*self._static, *moving])
        self._paint(self.camera.pixel_array, self._below, moving, boxes)
        self._shown, self._moving = self._static, moving
        self._changed += boxes

    def render(
        self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None
    ) -> None:
        """Draw a frame and hand it over."""
        self.update_frame(scene, moving_mobjects)
        self._hand_over(1)

    def freeze_current_frame(self, duration: float) -> None:
        """The frame stands for so many seconds."""
        self._hand_over(int(duration / (1 / self.camera.frame_rate)))

    def _hand_over(self, count: int) -> None:
        if self.skip_animations:
            return
        self.time += count / self.camera.frame_rate
        changed, self._changed = apart(self._changed), []
        self.file_writer.write_frame(self.camera.pixel_array, repeat=count, boxes=changed)

    # What is seen, and where it differs

    def _see(self, mobjects: Iterable[Mobject]) -> list[Appearance]:
        """The appearances of all mobjects with points, in the order in which they are drawn."""
        appearances = []
        for mobject in self.camera.get_mobjects_to_display(mobjects):
            if not isinstance(mobject, DRAWN):
                continue
            appearance = self._known.get(id(mobject))
            if appearance is None or not appearance.holds():
                self._known[id(mobject)] = appearance = Appearance(mobject, self.camera, appearance)
            appearances.append(appearance)
        return appearances

    def _difference(self, before: list[Appearance], after: list[Appearance]) -> list[Box]:
        """Where two pictures differ."""
        old, new = set(map(id, before)), set(map(id, after))
        kept = [id(appearance) for appearance in before if id(appearance) in new]
        if kept != [id(appearance) for appearance in after if id(appearance) in old]:
            return [self._whole]  # drawn in another order
        gone = (appearance.box for appearance in before if id(appearance) not in new)
        come = (appearance.box for appearance in after if id(appearance) not in old)
        return apart(box for box in (*gone, *come) if box)

    # Drawing

    def _paint(
        self, pixels: np.ndarray, below: np.ndarray, appearances: list[Appearance], boxes: list[Box]
    ) -> None:
        """Draw these appearances over `below` into `pixels`, within the boxes."""
        if not boxes:
            return
        context = self.camera.get_cairo_context(pixels)
        context.save()
        matrix = context.get_matrix()
        context.identity_matrix()
        context.new_path()
        for box in boxes:
            rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
            pixels[rows, columns] = below[rows, columns]
            context.rectangle(box.left, box.top, box.right - box.left, box.bottom - box.top)
        context.clip()
        context.set_matrix(matrix)
        for appearance in appearances:
            if appearance.box and any(map(appearance.box.meets, boxes)):
                if appearance.plain:
                    appearance.draw(context, self.camera)
                else:
                    kind = self.camera.type_or_raise(appearance.mobject)
                    self.camera.display_funcs[kind]([appearance.mobject], pixels)
        context.restore()
