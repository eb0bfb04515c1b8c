"""Scene 7: what it shows is what a stack does, and what the machine's own heads find."""

import math
from fractions import Fraction

import numpy as np
import pytest

from manim_project import theme
from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.s7_stack_reads.hair import TOO_LONG, UNIT, Hair, tie
from manim_project.scenes.s7_stack_reads.height_line import HeightLine
from manim_project.scenes.s7_stack_reads.sight import Sight
from manim_project.scenes.s7_stack_reads.storeys import (
    END,
    HEIGHTS,
    LINE,
    PITCH,
    RADIUS,
    START,
    height,
    out_token,
    spot,
    step_at,
    token_ribbon,
)
from manim_project.scenes.s7_stack_reads.values import Value

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


def test_over_every_token_the_line_is_the_height_that_the_machine_knows_there() -> None:
    heights, put = stack_machine()
    assert heights == HEIGHTS
    assert [int(line.value) for line in RUN.lines[:3]] == [value for value, _ in put]
    line = HeightLine()
    line.steps, line.levels, line.reach = [step_at(k) for k in range(4)], list(HEIGHTS), END
    corners = line.corners()
    first = int(RUN.lines[0].start)
    for k in range(3 * LINE):
        after = int(np.searchsorted(corners[:, 0], START + (k + 0.5) * PITCH))
        known = float(RUN.residual(name="depth", position=first + k, layer=1))
        assert corners[after, 1] == corners[after - 1, 1] == pytest.approx(height(known))
    assert corners[-1, 1] == pytest.approx(height(heights[-1]))
    assert float(RUN.residual(name="depth", position=first + 3 * LINE, layer=1)) == heights[-1]


def test_the_steps_that_are_shown_add_up_to_the_heights() -> None:
    cells = *token_ribbon()[LINE - 1 :: LINE], out_token()[1]
    told = [text.shown.text for cell in cells if (text := cell.words)]
    steps = [int(text.replace("\N{MINUS SIGN}", "-")) for text in told]
    assert list(np.cumsum(steps)) == stack_machine()[0]


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


def why() -> Hair:
    """The contest of the 3 and the 8, as the scene draws it."""
    (three, low), _, (eight, high) = stack_machine()[1]
    values = RUN.lines[0].value, RUN.lines[2].value
    assert [int(value) for value in values] == [three, eight]
    older, newer = Value(values[0], spot(0, low)), Value(values[1], spot(2, high))
    return Hair(
        RUN.look(head="read.top", position=PRINT), Sight(np.array([5.0, 0, 0]), newer, older)
    )


def test_both_columns_are_level_but_for_a_hair_a_token() -> None:
    hair = why()
    older, newer = hair.hairs
    assert newer / older == pytest.approx(PRINT / 31)
    lead = (newer - older) / UNIT / TOO_LONG
    assert lead == pytest.approx((PRINT - 31) / 2**16)
    assert lead == pytest.approx(float(hair.look.margin))


@pytest.mark.parametrize("power", [5, 12, 18, 30])
def test_the_two_weights_are_the_softmax_over_every_token_of_the_run(power: int) -> None:
    look = RUN.look(head="read.top", position=PRINT)
    scores = [Fraction(float(score)) for score in value_of(look.scores)]
    rises = [math.exp(float((score - max(scores)) * 2**power)) for score in scores]
    whole = math.fsum(rises)
    weights = [float(weight) for weight in value_of(tie(look, power).weights)]
    assert weights == pytest.approx([rises[31] / whole, rises[PRINT] / whole], abs=1e-9)
    assert bool(value_of(tie(look, power).alone)) == (rises[31] == 0)


def test_the_shadow_is_the_weight_that_the_older_one_lacks() -> None:
    hair = why()
    for power in (5.0, 14.0, 30.0):
        hair.turn_to(power)
        older = float(value_of(tie(hair.look, power).weights)[0])
        assert hair.sight.shade.get_fill_opacity() == pytest.approx(1 - 2 * older)
        assert hair.sight.beyond.get_fill_opacity() == pytest.approx(2 * older)
    gold = theme.shape(theme.WINNER)
    assert hair.sight.found.core.get_fill_color().to_hex() == gold
    assert hair.sight.hidden.core.get_fill_opacity() == 0


def test_light_and_shadow_stay_in_the_lane_that_is_looked_along() -> None:
    (_, low), (_, high), (_, last) = stack_machine()[1]
    eye = spot(2, last) + np.array([2.0, 0, 0])
    values = (Value(RUN.lines[k].value, spot(k, level)) for k, level in ((2, last), (0, low)))
    sight, five = Sight(eye, *values), spot(1, high)
    for light in (sight.lit, sight.beam, sight.beyond, sight.core, sight.shade):
        assert height(0) <= light.get_bottom()[1] and light.get_top()[1] <= height(1)
        assert light.get_top()[1] < five[1] - RADIUS
