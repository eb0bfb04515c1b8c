"""Scene 7: what it shows is what a stack does, and what the machine's own heads find."""

import numpy as np
import pytest

from manim_project.reference import REFERENCE
from manim_project.scenes.s7_stack_reads.hair import TOO_LONG, UNIT, Hair
from manim_project.scenes.s7_stack_reads.height_line import HeightLine
from manim_project.scenes.s7_stack_reads.scene import HEIGHTS
from manim_project.scenes.s7_stack_reads.storeys import (
    LINE,
    PITCH,
    START,
    edge,
    height,
    spot,
    token_ribbon,
)

RUN = REFERENCE.machine.run("three_plus_five")
ADD, PRINT = 36, 41  # tokens that the add and the print are computed at


def stack_machine() -> tuple[list[int], list[tuple[int, int]]]:
    """The stack's height after each instruction, and every value with the height it is put at."""
    stack: list[int] = []
    heights, put = [], []
    for name, *operand in (("push", 3), ("push", 5), ("add",), ("print",)):
        if name == "push":
            stack.append(int(operand[0]))
        elif name == "add":
            stack.append(stack.pop() + stack.pop())
        else:
            stack.pop()
        heights.append(len(stack))
        if name != "print":
            put.append((stack[-1], len(stack)))
    return heights, put


def test_the_line_is_the_height_of_the_stack() -> None:
    heights, put = stack_machine()
    assert heights == HEIGHTS
    assert [int(line.value) for line in RUN.lines[:3]] == [value for value, _ in put]
    line = HeightLine()
    line.levels = [float(level) for level in heights]
    line.reach = edge(4)
    for k, level in enumerate(heights):
        inside = (edge(k) + edge(k + 1)) / 2
        corners = line.corners()
        after = int(np.searchsorted(corners[:, 0], inside))
        assert corners[after, 1] == corners[after - 1, 1] == pytest.approx(height(level))


def test_a_line_of_the_trace_is_as_long_as_its_stretch() -> None:
    ribbon = token_ribbon()
    assert len(ribbon) == 3 * LINE
    for k in range(3):
        assert ribbon.cell(LINE * k).box.get_x() == pytest.approx(edge(k) + PITCH / 2)
        assert int(RUN.lines[k].stop) - int(RUN.lines[k].start) == LINE
    assert edge(0) == START


def nearest(level: int, before: int) -> int:
    """The last line before one whose value stands at a height: what a ray to the left meets."""
    stands = [k for k, (_, at) in enumerate(stack_machine()[1]) if at == level and k < before]
    return stands[-1]


@pytest.mark.parametrize(
    ("head", "position", "level", "before"),
    [("read.top", ADD, 2, 2), ("read.second", ADD, 1, 2), ("read.top", PRINT, 1, 3)],
)
def test_rays_find_what_the_heads_find(head: str, position: int, level: int, before: int) -> None:
    look = RUN.look(head=head, position=position)
    assert float(look.query[0]) == level
    found = RUN.lines[nearest(level, before)]
    assert int(look.winner) == int(found.stop) - 1  # its commit


def test_the_hidden_value_stands_behind_the_found_one() -> None:
    (_, low), (_, high), (_, last) = stack_machine()[1]
    three, five, eight = (spot(k, level) for k, level in enumerate((low, high, last)))
    assert three[1] == eight[1] < five[1]
    assert three[0] < five[0] < eight[0]


def test_both_columns_are_level_but_for_a_hair_a_token() -> None:
    look = RUN.look(head="read.top", position=PRINT)
    hair = Hair(look)
    older, newer = hair.hairs
    assert newer / older == pytest.approx(PRINT / 31)
    lead = (newer - older) / UNIT / TOO_LONG
    assert lead == pytest.approx((PRINT - 31) / 2**16)
    assert lead == pytest.approx(float(look.margin))
