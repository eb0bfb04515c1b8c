"""Scene 2: what its pictures show is what the reference model says."""

import numpy as np
import pytest

from manim_project.mobjects.regions import stage_region
from manim_project.reference import REFERENCE
from manim_project.scenes.s2_qkv_projection.axes import KEYS, VALUES, planes_in
from manim_project.scenes.s2_qkv_projection.key_plane import KeyPlane
from manim_project.scenes.s2_qkv_projection.neurons import Neurons
from manim_project.scenes.s2_qkv_projection.stream import GAP, Stream


@pytest.fixture
def stream() -> Stream:
    return Stream(REFERENCE.textbook.film_block(), stage_region())


def test_both_planes_stand_on_one_line_and_are_as_high() -> None:
    keys, values = planes_in(stage_region())
    assert keys((0, 0))[1] == pytest.approx(values((0, 0))[1])
    assert keys((0, KEYS[1]))[1] == pytest.approx(values((0, VALUES[1]))[1])


@pytest.mark.parametrize("angle, furthest", [(45.0, {0}), (63.4349488, {0, 2}), (109.0, {2})])
def test_the_line_rests_on_the_keys_furthest_along(angle: float, furthest: set[int]) -> None:
    plane = KeyPlane(REFERENCE.textbook.film_block(), planes_in(stage_region())[0])
    plane.ask(angle).rest()
    start, end = plane.line.core.get_start_and_end()
    normal = np.array([end[1] - start[1], start[0] - end[0], 0.0])
    normal /= np.hypot(*normal[:2])
    away = [abs(float((key.dot.get_center() - start) @ normal)) for key in plane.keys]
    assert {j for j, gap in enumerate(away) if gap < 1e-6} == furthest


def test_a_sum_is_as_high_as_what_was_added_up_and_lands_on_what_was_there(stream: Stream) -> None:
    neurons = Neurons(stream)
    neurons.open()
    stream.unit = neurons.unit
    before = stream.levels[2]
    for neuron in neurons.all:
        read = sum(before[c] for c in neuron.reads)
        assert neuron.stack.height == pytest.approx(read * stream.unit - GAP)
        assert neuron.stack.get_top()[1] < neuron.rim.get_top()[1]
        neuron.lay(neurons.tops, 1.0).interpolate(1.0)
    assert neurons.tops == pytest.approx(stream.levels[3])
    for c, x in enumerate(stream.xs):
        tops = [b.get_top()[1] for b in stream.added if b.get_x() == pytest.approx(x)]
        assert max(tops) == pytest.approx(stream.height_of(stream.levels[3, c]) - GAP / 2)
