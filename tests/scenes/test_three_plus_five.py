"""Scene 9: the field of all weights, and the looks that made the results."""

import numpy as np
import pytest

from manim_project.reference import REFERENCE
from manim_project.reference.quantity import value_of
from manim_project.scenes.replay.replay import Replay
from manim_project.scenes.s9_three_plus_five.evidence import Evidence
from manim_project.scenes.s9_three_plus_five.scene import HEAD, PRINTS, RUN, SLOW
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
    evidence = Evidence(replay, range(int(RUN.prompt_length) - 1, len(RUN.tokens) - 1))
    evidence.make_gold((SLOW, PRINTS))
    said = {label.shown.text for label in evidence.labels}
    assert said == {"i32.add", "output", "03", "05", "08", "out(08)"}
    ends = {round(arc.get_end()[0], 6) for arc in evidence.gold}
    for head in ("fetch.opcode", "read.second", "act.first", "act.second"):
        assert round(replay.tape.x(int(RUN.look(head, SLOW).winner)), 6) in ends
