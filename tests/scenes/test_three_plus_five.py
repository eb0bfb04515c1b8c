"""Scene 9: the field of all weights, and the looks that made the results."""

import numpy as np
import pytest

from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.replay.replay import Replay
from manim_project.scenes.s9_three_plus_five.evidence import Evidence
from manim_project.scenes.s9_three_plus_five.scene import HEAD, OUT, PRINTS, RUN, SLOW, SUM
from manim_project.scenes.s9_three_plus_five.tape_names import TapeNames
from manim_project.scenes.s9_three_plus_five.weight_sky import COLORS, Sparks, WeightSky

MACHINE = value_of(REFERENCE.machine)


def parameters() -> list[np.ndarray]:
    model = MACHINE.transformer
    layers = [array for layer in model.layers for array in vars(layer).values()]
    return [model.embedding, model.position, *layers, model.unembedding]


def test_every_weight_that_is_not_zero_is_a_spark_at_a_place_of_its_own() -> None:
    field = MACHINE.weight_field
    arrays = parameters()
    assert field.columns.size == sum(array.size for array in arrays)
    assert field.lit[-1] == sum(np.count_nonzero(array) for array in arrays)
    ours, theirs = np.sort(field.columns, axis=None), [np.ravel(array) for array in arrays]
    assert np.array_equal(ours, np.sort(np.concatenate(theirs)))
    band = field.columns.shape[1] // 3
    lit = np.zeros((3 * len(field.columns), band), dtype=bool)
    for part in range(len(field.parts)):
        for kind in COLORS:
            lit |= Sparks(part, kind)(band, len(lit)) == 1.0  # a pixel a weight
    bands = np.split(field.columns != 0, 3, axis=1)
    assert np.array_equal(lit, np.concatenate(bands))


def test_the_ring_is_around_the_weight_that_was_seen() -> None:
    field, sky = MACHINE.weight_field, WeightSky()
    row = MACHINE.coordinates.index("ip")
    W_Q = MACHINE.head(HEAD).W_Q
    (column,) = np.flatnonzero(
        (field.kind_of == "query") & (field.columns == W_Q[0][:, None]).all(axis=0)
    )
    assert field.columns[row, column] == 5
    band = field.columns.shape[1] // 3
    ring, ground = sky.ring(row, int(column)), sky.ground
    across = (ring.get_x() - ground.get_left()[0]) / ground.width * band
    down = (ground.get_top()[1] - ring.get_y()) / ground.height * 3 * len(field.columns)
    assert across == pytest.approx(column % band + 0.5)
    assert down == pytest.approx(column // band * len(field.columns) + row + 0.5)


def test_the_golden_looks_are_those_that_the_results_depend_on() -> None:
    replay = Replay(RUN, SLOW)
    names = TapeNames(RUN, replay.tape)
    evidence = Evidence(replay, names, range(int(RUN.prompt_length) - 1, len(RUN.tokens) - 1))
    evidence.make_gold((*range(SUM), SUM, OUT))
    ends = {round(arc.get_end()[0], 6) for arc in evidence.gold}
    for head in ("fetch.opcode", "read.second", "act.first", "act.second"):
        assert round(replay.tape.x(int(RUN.look(head, SLOW).winner)), 6) in ends
    assert round(replay.tape.x(int(RUN.look("fetch.opcode", PRINTS).winner)), 6) in ends


def test_each_name_stands_under_the_tokens_of_its_instruction() -> None:
    tape = Replay(RUN, SLOW).tape
    names = TapeNames(RUN, tape)
    said = [named[1].shown.text for named in names.program]
    assert said == ["push 3", "push 5", "add", "print", "stop"]
    for instruction, (bracket, _) in zip(
        value_of(RUN.program.instructions), names.program, strict=True
    ):
        first = instruction.position
        assert value_of(RUN.tokens[first].text) == instruction.name
        assert tape.x(first - 0.5) < bracket.get_left()[0] < tape.x(first)
        assert tape.x(first + 4) < bracket.get_right()[0] < tape.x(first + 4.5)
    assert {n: named[1].shown.text for n, named in names.lines.items()} == {0: "3", 1: "5", 2: "8"}
