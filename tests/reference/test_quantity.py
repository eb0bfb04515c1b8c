"""Quantities carry their names, replay on a fresh model, and cannot be calculated with."""

import copy
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manim_project.mobjects.shown_numbers import DECLARED, fill, format_value
from manim_project.reference import REFERENCE, Reference
from manim_project.reference.quantity import Quantity, again, name_of, value_of


def test_a_quantity_is_named_by_the_way_to_it() -> None:
    score = REFERENCE.textbook.block().scores[1, 0]
    assert name_of(score) == "textbook.block().scores[1, 0]"
    assert value_of(score) == 3
    row = REFERENCE.textbook.parabola(count=8, i=2).keys[1:3]
    assert name_of(row) == "textbook.parabola(count=8, i=2).keys[1:3]"


def test_quantities_as_index_and_argument_are_recorded_by_value() -> None:
    table = REFERENCE.textbook.parabola()
    winner = table.scores[table.winner]
    assert name_of(winner) == "textbook.parabola().scores[3]"
    assert value_of(REFERENCE.textbook.memory(table.winner).address) == 3


@given(st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_the_steps_lead_to_the_same_value_on_a_fresh_root(way: list[int]) -> None:
    array = np.arange(64).reshape(4, 4, 4)
    here, fresh = (SimpleNamespace(array=array + shift) for shift in (0, 100))
    quantity = Quantity(here).array
    for index in way:
        quantity = quantity[index]
    assert np.array_equal(again(quantity, fresh), value_of(quantity) + 100)


def test_the_model_built_afresh_agrees_on_the_machine() -> None:
    top = REFERENCE.machine.run("three_plus_five").look("read.top", position=36)
    assert np.array_equal(again(top.keys, Reference()), value_of(top.keys))


def test_copies_stay_the_same_object() -> None:
    quantity = REFERENCE.textbook.block().z
    assert copy.deepcopy(quantity) is quantity and copy.copy(quantity) is quantity


def test_a_scene_cannot_calculate() -> None:
    block = REFERENCE.textbook.block()
    with pytest.raises(TypeError):
        block.scores[0, 0] + 1  # type: ignore[operator]


def test_templates_are_filled_in_order_and_keep_their_source() -> None:
    table = REFERENCE.textbook.parabola()
    shown = fill("q = ({}, {:.1f}), i32.add", (table.query[0], table.query[1]))
    assert shown.text == "q = (3, 1.0), i32.add"
    assert [entry.text for entry in shown.entries] == ["3", "1.0"]
    assert not shown.undeclared


@pytest.mark.parametrize("text", ["42", "k_3", "in 2 steps", "i32.add 5"])
def test_a_digit_outside_the_declared_names_is_noticed(text: str) -> None:
    assert fill(text, ()).undeclared == text


def test_every_declared_name_says_why() -> None:
    assert all(reason.strip() for reason in DECLARED.values())


def test_templates_refuse_what_has_no_source() -> None:
    with pytest.raises(TypeError, match="bare 3"):
        fill("{}", (3,))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="more fields"):
        fill("{} {}", (REFERENCE.textbook.block().size,))
    with pytest.raises(ValueError, match="fewer fields"):
        fill("", (REFERENCE.textbook.block().size,))
    with pytest.raises(ValueError, match="not whole"):
        fill("{}", (REFERENCE.textbook.block().scale,))


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [(-7, "d", "−7"), (0.5, ".0%", "50%"), (-0.25, ".2f", "−0.25"), (8, "02x", "08")],
)
def test_numbers_have_a_true_minus_sign(value: float, spec: str, text: str) -> None:
    assert format_value(value, spec) == text


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [(5, "words", "five"), (0, "Words", "Zero"), (np.int64(20), "words", "twenty"),
     (12.0, "Words", "Twelve")],
)  # fmt: skip
def test_whole_numbers_are_spelled_out(value: float, spec: str, text: str) -> None:
    assert format_value(value, spec) == text


def test_digits_stand_apart_in_groups() -> None:
    assert format_value(10**7, "_") == "10\N{THIN SPACE}000\N{THIN SPACE}000"
    assert format_value("a_b", "") == "a_b"


@pytest.mark.parametrize("value", [-1, 21, 2.5, float("nan"), "five"])
def test_what_has_no_word_is_refused(value: float | str) -> None:
    with pytest.raises(ValueError, match="has no word"):
        format_value(value, "words")


def test_a_number_word_keeps_its_source() -> None:
    shown = fill("{:Words} layers, not {:words}", (REFERENCE.machine.size.layers,) * 2)
    assert shown.text == "Five layers, not five"
    assert {name_of(entry.quantity) for entry in shown.entries} == {"machine.size.layers"}
    assert [entry.spec for entry in shown.entries] == ["Words", "words"]
    assert not shown.undeclared
