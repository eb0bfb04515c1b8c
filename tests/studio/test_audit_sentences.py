"""Sentences of scenes directed anew beside their pictures; and the exceptions to all rules."""

import pytest
from support import toys_in_motion as toys
from support.audited import found

from manim_project.scenes import SCENES
from manim_project.stage import Stage
from manim_project.studio.audit.exceptions import EXCUSED, Excused

BROKEN = {
    toys.SaysWhatIsNotThere: ["the sentence says '42', which is not in the picture"],
    toys.AsksWhatIsNotThere: ["the sentence says '42', which is not in the picture"],
    toys.CountsWithoutASource: ["a number without a source: 'five' in 'There are five layers.'"],
    toys.EightNumbers: ["8 numbers at once, where 7 can be taken in"],
    toys.ThirteenWords: [
        "13 words, 44 characters, where 12 and 70 can be taken in: "
        "'It is as if it were to be so, but it is not.'"
    ],
    toys.SeventyOneCharacters: [
        "7 words, 71 characters, where 12 and 70 can be taken in: "
        "'Extraordinarily long words occasionally outnumber understanding people.'"
    ],
}
KEPT = (
    toys.SaysWhatIsThere,
    toys.CountsByAQuantity,
    toys.SevenNumbers,
    toys.EightTicks,
    toys.SevenNumbersEntriesAndCells,
    toys.TwelveWords,
)


@pytest.mark.parametrize("scene", BROKEN, ids=lambda scene: scene.__name__)
def test_a_sentence_or_a_crowd_that_breaks_a_rule_is_told(scene: type[Stage]) -> None:
    assert found(scene)[1] == BROKEN[scene]


@pytest.mark.parametrize("scene", KEPT, ids=lambda scene: scene.__name__)
def test_what_keeps_the_rules_has_no_fault(scene: type[Stage]) -> None:
    assert found(scene)[1] == []


def test_what_is_meant_is_excused_at_whatever_time_and_nothing_else_is() -> None:
    excuse = Excused("TextPassesOverText", "texts overlap: 'runner' and 'hurdle'", "it is a toy")
    assert found(toys.TextPassesOverText, excuse)[1] == []
    other = Excused("TextPassesBeside", "texts overlap: 'runner' and 'hurdle'", "it is a toy")
    assert len(found(toys.TextPassesOverText, other)[1]) == 1


def test_an_exception_that_excuses_nothing_is_a_fault() -> None:
    excuse = Excused("TextPassesBeside", "texts overlap", "it is a toy")
    assert found(toys.TextPassesBeside, excuse)[1] == [
        "an exception excuses nothing: 'texts overlap'"
    ]


@pytest.mark.parametrize("fields", [("", "words", "why"), ("S", "", "why"), ("S", "words", "")])
def test_an_exception_has_a_scene_words_and_a_reason(fields: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="a reason"):
        Excused(*fields)


def test_the_exceptions_are_of_scenes_that_are_there() -> None:
    assert {exception.scene for exception in EXCUSED} <= {entry.name for entry in SCENES}
