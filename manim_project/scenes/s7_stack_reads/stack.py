"""A stack as one draws it: slots above each other, and the values in them."""

from manim import UP, AnimationGroup, DashedVMobject, FadeIn, FadeOut, Mobject, Rectangle, VGroup
from manim.animation.animation import Animation

from manim_project import theme
from manim_project.mobjects.cell import Cell
from manim_project.reference.quantity import Quantity
from manim_project.scenes.s7_stack_reads.columns import ROW, block

SIZE = (1.3, ROW)  # of a slot


class Stack(VGroup):
    """Slots at (x, y) for y in `heights`, the first one the bottom's; `dashed` if imagined."""

    def __init__(self, x: float, heights: tuple[float, ...], *, dashed: bool = False) -> None:
        self.slots = VGroup()
        for y in heights:
            slot = Rectangle(width=SIZE[0], height=SIZE[1], color=theme.DIM, stroke_width=3)
            slot.move_to([x, y, 0.0])
            self.slots.add(DashedVMobject(slot, num_dashes=24) if dashed else slot)
        self.held: list[Cell] = []
        super().__init__(self.slots)

    def push(self, value: Quantity, source: Mobject) -> Animation:
        """A value comes from somewhere onto the top."""
        cell = block(value).place(self.slots[len(self.held)].get_center())
        self.held.append(cell)
        return FadeIn(cell, target_position=source)

    def pop(self, count: int, target: Mobject | None = None) -> Animation:
        """The top `count` values go: to `target`, or just off."""
        kept = len(self.held) - count
        gone, self.held = VGroup(*self.held[kept:]), self.held[:kept]
        if target:
            return AnimationGroup(*(FadeOut(cell, target_position=target) for cell in gone))
        return FadeOut(gone, shift=0.5 * UP)

    def carry(self, before: "Stack") -> Animation:
        """What another stack holds comes into this one."""
        self.held = [cell.copy() for cell in before.held]
        pairs = zip(self.held, self.slots, strict=False)
        return AnimationGroup(*(cell.animate.place(slot.get_center()) for cell, slot in pairs))

    def light(self, index: int) -> Animation:
        """A slot is the one that is asked for."""
        return self.slots[index].animate.set_color(theme.shape(theme.QUERY))

    def rest(self) -> Animation:
        """No slot is asked for."""
        return self.slots.animate.set_color(theme.DIM)
